"""The search: what must hold for every problem, and some weeks that a coordinator knows."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.roster.made_up import problems
from tests.planning.roster.scenes import (
    HOME,
    MONDAY,
    NEAR,
    at,
    employee,
    every_day,
    goes,
    help_at,
    helper,
    plan,
    repair,
    tradesperson,
    week,
    window,
)
from werkplaats.planning.rules.roster.change import fallen_ill, promised
from werkplaats.planning.rules.roster.check import check
from werkplaats.planning.rules.roster.cost import cost, total
from werkplaats.planning.rules.roster.explain import explain
from werkplaats.planning.rules.roster.model import Assigned, Link, Objective, Pin, Plan, Problem
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.rules.roster.solve import Progress, solve
from werkplaats.triage.rules import Urgency

PROMISES = {"pin_dropped", "pin_other_person"}
calm = settings(max_examples=150)


def made(problem: Problem, iterations: int = 300, **more: object) -> Plan:
    return solve(problem, 1, 7, iterations=iterations, **more)  # type: ignore[arg-type]


@given(problems())
@calm
def test_every_plan_passes_the_checker(problem: Problem) -> None:
    """But for a promise that cannot be kept at all: then the visit stays out, and `faults` said so."""
    broken = [one for one in check(problem, made(problem, 60)) if one.rule.value not in PROMISES]
    assert broken == []


@given(problems(), st.integers(0, 99))
@calm
def test_the_same_seed_gives_the_same_plan(problem: Problem, seed: int) -> None:
    assert solve(problem, 1, seed, iterations=40) == solve(problem, 1, seed, iterations=40)


@given(problems())
@calm
def test_what_the_search_counts_is_what_the_plan_pays(problem: Problem) -> None:
    heard: list[Progress] = []
    answer = made(problem, 60, on_progress=heard.append)
    if heard:
        assert abs(heard[-1].cost - total(cost(problem, answer))) < 1e-3
        assert heard[-1].unplanned <= len(problem.tasks) - len(answer.by_task)


def best_of_all(problem: Problem) -> tuple[float, Plan]:
    """Every way to give each visit, at the one moment that its window allows, to somebody or nobody."""
    choices = [
        [None, *(Assigned(task.windows[0].starts, task.id, person.id) for person in problem.people)]
        for task in problem.tasks
    ]
    best = (float("inf"), Plan())
    for choice in product(*choices):
        answer = plan(*(one for one in choice if one is not None))
        if not check(problem, answer):
            best = min(best, (total(cost(problem, answer)), answer), key=lambda one: one[0])
    return best


@st.composite
def tiny(draw: st.DrawFn) -> Problem:
    """Visits that can only be at one moment, so that every plan can be tried."""
    tasks = []
    for number in range(draw(st.integers(1, 5))):
        starts = draw(st.sampled_from(("08:00", "08:30", "09:00", "10:30", "13:00")))
        hour = int(starts[:2])
        tasks.append(
            help_at(
                number, windows=(window(starts, f"{hour + 1:02}{starts[2:]}"),), client=draw(st.integers(1, 3)),
                preferred=frozenset({1}), familiar=frozenset(draw(st.sets(st.just(2)))),
                heavy=draw(st.booleans()), urgency=draw(st.sampled_from(Urgency)), latest=at("09:00"),
            )
        )  # fmt: skip
    workers = [
        helper(1, hours=every_day(8, draw(st.sampled_from((10, 17))))),
        employee(2, minutes=draw(st.sampled_from((0, 120)))),
    ]
    return week(workers[: draw(st.integers(1, 2))], tasks, days=1)


@given(tiny())
@settings(max_examples=60)
def test_a_tiny_problem_is_solved_to_the_very_best(problem: Problem) -> None:
    optimum, _ = best_of_all(problem)
    assert abs(total(cost(problem, made(problem))) - optimum) < 1e-6


@given(tiny())
@settings(max_examples=60)
def test_one_worker_more_never_makes_the_best_plan_worse(problem: Problem) -> None:
    """For the residents, that is: a share or a contract of somebody more is another claim, so those weigh nothing."""
    problem = replace(problem, objective=Objective(fairness=0, contract=0, burden=0))
    more = replace(problem, people=(*problem.people, helper(9, home=NEAR)))
    assert best_of_all(more)[0] <= best_of_all(problem)[0] + 1e-6
    assert total(cost(more, made(more))) <= best_of_all(problem)[0] + 1e-6


def test_nobody_to_work_or_nothing_to_do_gives_an_empty_plan() -> None:
    assert made(week([], [help_at()])) == Plan()
    assert made(week([helper()], [])) == Plan()
    assert made(week([helper()], [help_at()], days=0)) == Plan()


def test_it_stops_when_it_is_told_to_and_gives_the_best_so_far() -> None:
    problem = week([helper()], [help_at()])
    answer = solve(problem, 3600, 1, on_progress=lambda progress: False)
    assert [one.task for one in answer.assigned] == [1]


def test_a_helper_without_vog_is_never_planned() -> None:
    assert made(week([helper(papers=())], [help_at()])) == Plan()


def test_the_usual_helper_comes() -> None:
    problem = week([helper(1), helper(2)], [help_at(client=5, preferred=frozenset({2}))])
    assert [one.person for one in made(problem).assigned] == [2]


def test_the_painter_comes_two_days_after_the_plasterer() -> None:
    days = tuple(window(day=day) for day in range(5))
    problem = week(
        [tradesperson(1, "STU"), tradesperson(2, "SCH")],
        [repair(1, "STU", windows=days), repair(2, "SCH", windows=days, latest=at("12:00", 2))],
        links=(Link(1, 2, least=timedelta(hours=48)),),
    )
    first, second = made(problem).assigned
    assert (first.task, second.task) == (1, 2)
    assert second.starts - first.starts >= timedelta(hours=49)


def test_two_people_lift_together() -> None:
    problem = week([helper(1), helper(2, hours=every_day(13, 17))], [help_at(people=2)])
    one, other = made(problem).assigned
    assert (one.starts, one.person != other.person) == (other.starts, True)
    assert one.starts >= at("13:00")


def test_two_people_who_come_late_are_late_once() -> None:
    late = help_at(people=2, windows=(window("13:00", "17:00"),), latest=at("11:00"))
    problem, heard = week([helper(1), helper(2)], [late]), list[Progress]()
    answer = solve(problem, 1, 1, iterations=20, on_progress=heard.append)
    assert [one.starts for one in answer.assigned] == [at("13:00"), at("13:00")]
    assert heard[-1].cost == pytest.approx(total(cost(problem, answer)))


def test_who_comes_after_another_visit_begins_on_whole_five_minutes() -> None:
    """It is six minutes from door to door; a visit at 9:06 would be read as an error."""
    tasks = [help_at(1), help_at(2, place=HOME), help_at(3)]
    answer = made(week([helper()], tasks, days=1))
    assert len(answer.assigned) == 3
    assert {one.starts.minute % 5 for one in answer.assigned} == {0}


def test_what_two_people_do_together_or_after_another_begins_on_whole_five_minutes() -> None:
    lift = repair(2, place=HOME, people=2)
    drying = Link(1, 3, least=timedelta(minutes=90))
    tasks = [repair(1), lift, repair(3, place=HOME)]
    answer = made(week([tradesperson(1), tradesperson(2)], tasks, links=(drying,), days=1))
    assert len(answer.assigned) == 4
    assert {one.starts.minute % 5 for one in answer.assigned} == {0}


def test_two_people_come_at_an_odd_minute_when_they_must() -> None:
    """It is six minutes from door to door, and there are seven to spare."""
    first = repair(1, windows=(window("08:00", "09:00"),), urgency=Urgency.EMERGENCY)
    lift = repair(2, place=HOME, people=2, windows=(window("09:00", "10:07"),))
    answer = made(week([tradesperson(1), tradesperson(2)], [first, lift], days=1))
    assert [one.starts for one in answer.assigned] == [at("08:00"), at("09:06"), at("09:06")]


def test_a_client_is_helped_at_the_usual_time_when_nothing_stands_in_the_way() -> None:
    task = help_at(1, windows=(window("10:00", "13:00"),), usual=at("11:00"))
    assert [one.starts for one in made(week([helper()], [task], days=1)).assigned] == [at("11:00")]
    spot = explain(week([helper()], [task], days=1), Plan(), 1, 1).spot
    assert spot is not None
    assert spot.starts == minute(at("11:00"))


def test_who_is_late_already_comes_on_whole_five_minutes_all_the_same() -> None:
    tasks = [repair(number, latest=at("12:00", -5)) for number in (1, 2)]
    tasks[1] = replace(tasks[1], place=HOME)
    answer = made(week([tradesperson()], tasks, days=1))
    assert [one.starts for one in answer.assigned] == [at("08:00"), at("09:10")]


def test_where_a_minute_counts_the_odd_minute_stands() -> None:
    """The window of the second is too narrow for the next five minutes."""
    tasks = [
        help_at(1, windows=(window("08:00", "09:00"),)),
        help_at(2, place=HOME, windows=(window("09:00", "10:07"),)),
    ]
    answer = made(week([helper()], tasks, days=1))
    assert [one.starts for one in answer.assigned] == [at("08:00"), at("09:06")]


def test_an_employee_gets_a_break_on_a_long_day() -> None:
    tasks = [help_at(number, minutes=120) for number in range(4)]
    answer = made(week([employee(hours=every_day(8, 17))], tasks))
    assert len(answer.assigned) == 4
    assert check(week([employee(hours=every_day(8, 17))], tasks), answer) == []


def test_work_is_shared_in_proportion_to_the_hours_offered() -> None:
    days = tuple(window(day=day) for day in range(5))
    tasks = [repair(number, minutes=120, windows=days) for number in range(9)]
    answer = made(week([tradesperson(1, minutes=600), tradesperson(2, minutes=1200)], tasks))
    assert [len(answer.by_person[person]) for person in (1, 2)] == [3, 6]


def test_what_an_employee_did_already_this_week_counts_for_the_day_and_for_the_contract() -> None:
    """Eleven hours until eight in the evening, and then there is one more to do."""
    present = (goes(1, 1, "08:00"), goes(1, 2, "12:10"), goes(1, 3, "16:20"))
    done = [help_at(one.task, minutes=220, over=True, pinned=Pin(one.starts, frozenset({1}))) for one in present]
    late = help_at(4, windows=(window("20:30", "22:00"),))
    people = [employee(1, minutes=660), employee(2, minutes=60)]
    now = week(people, [*done, late], present=present, at=at("20:00"))
    assert made(now).assigned == (*present, goes(2, 4, "20:30"))
    alone = week(people[:1], [*done, late], present=present, at=at("20:00"))
    assert made(alone).assigned == present


def test_warranty_goes_first_when_only_one_fits() -> None:
    short = (window("09:00", "10:30"),)
    problem = week([tradesperson()], [repair(1, windows=short), repair(2, windows=short, warranty=True)])
    assert [one.task for one in made(problem).assigned] == [2]


def test_work_that_is_overdue_is_planned_all_the_same() -> None:
    task = repair(latest=at("09:00", -60), urgency=Urgency.PLANNED)
    assert [one.task for one in made(week([tradesperson()], [task])).assigned] == [1]


def test_a_plan_made_again_moves_nothing() -> None:
    days = tuple(window(day=day) for day in range(3))
    present = (goes(2, 1, "11:10"), goes(1, 2, "14:05", day=1))
    problem = week([helper(1), helper(2)], [help_at(1, windows=days), help_at(2, windows=days)], present=present)
    assert made(problem).assigned == present


def test_what_was_promised_within_a_day_stays_and_only_the_work_of_who_is_ill_moves() -> None:
    tasks = [help_at(number, windows=(window(day=number % 2), window(day=2))) for number in range(6)]
    people = [helper(1), helper(2), helper(3)]
    present = made(week(people, tasks)).assigned
    now = week(people, tasks, present=present, at=at("07:00"))
    ill = present[0].person
    changed = fallen_ill(now, ill, MONDAY, MONDAY + timedelta(days=6))
    answer = made(changed)
    assert check(changed, answer) == []
    assert ill not in answer.by_person
    kept = {one for one in present if one.person != ill}
    assert kept <= set(answer.assigned)
    soon = {one.task: one.starts for one in present if one.starts < at("07:00", 1)}
    assert {one.task: one.starts for one in answer.assigned if one.task in soon} == soon


def test_what_is_pinned_keeps_its_moment_when_the_plan_would_rather_not() -> None:
    task = help_at(latest=at("08:00"), urgency=Urgency.EMERGENCY)
    problem = promised(week([helper(1), helper(2)], [task], present=(goes(2, 1, "15:00"),), at=at("07:00")))
    assert problem.tasks[0].pinned == Pin(at("15:00"), frozenset({2}))
    assert made(problem).assigned == (goes(2, 1, "15:00"),)
