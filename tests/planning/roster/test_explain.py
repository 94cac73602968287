"""Why somebody does not go, what it would cost, and what would make it fit."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings

from tests.planning.roster.made_up import problems
from tests.planning.roster.scenes import (
    MONDAY,
    NEAR,
    at,
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
from werkplaats.planning.rules.facts import Absence
from werkplaats.planning.rules.roster.check import Broken, Rule, check
from werkplaats.planning.rules.roster.cost import cost, difference
from werkplaats.planning.rules.roster.explain import (
    Change,
    ChangeKind,
    explain,
    explain_all,
    insertions,
    smallest_change,
)
from werkplaats.planning.rules.roster.model import Link, Objective, Plan, Problem, Term
from werkplaats.planning.rules.roster.moments import moment
from werkplaats.planning.rules.roster.solve import solve

ONLY_RESIDENTS = Objective(fairness=0, burden=0, contract=0, travel=0)


def test_the_rule_that_forbids_it_is_named() -> None:
    away = Absence(MONDAY, MONDAY + timedelta(days=4))
    problem = week([helper(1), helper(2, absences=(away,)), tradesperson(3)], [help_at()])
    assert explain(problem, Plan(), 1, 2).broken == Broken(Rule.ABSENT, 1, 2, ("2026-12-04",))
    assert explain(problem, Plan(), 1, 3).broken == Broken(Rule.KIND, 1, 3, ("helper",))
    assert explain(problem, Plan(), 1, 1).broken is None


def test_who_is_elsewhere_all_that_time() -> None:
    problem = week([helper()], [help_at(1, windows=(window("09:00", "10:30"),)), help_at(2, minutes=480)])
    assert explain(problem, plan(goes(1, 2, "08:00")), 1, 1).broken == Broken(Rule.DOUBLE_BOOKED, 1, 1, (2, 420))


def test_what_another_person_would_cost_by_term() -> None:
    problem = week(
        [helper(1), helper(2)], [help_at(client=5, preferred=frozenset({1}), strangers=1)], objective=ONLY_RESIDENTS
    )
    planned = plan(goes(1, 1))
    spot = explain(problem, planned, 1, 2).spot
    assert spot is not None
    assert spot.paid == {Term.UNPLANNED: -2000.0, Term.CONTINUITY: 40.0, Term.STRANGERS: 120.0}
    assert [answer.person for answer in explain_all(problem, planned, 1)] == [1, 2]


def test_a_visit_after_another_is_tried_right_after_it() -> None:
    problem = week([helper(hours=every_day(9, 12))], [help_at(1), help_at(2, place=NEAR)])
    (spot,) = insertions(problem, plan(goes(1, 1, "09:30")), help_at(2, place=NEAR))
    assert moment(spot.starts) == at("10:30")


def test_can_this_be_done_today_and_by_whom() -> None:
    """An emergency that the problem does not have yet."""
    problem = week([tradesperson(1), tradesperson(2, "SCH"), tradesperson(3)], [repair(1)], at=at("10:00"))
    new = repair(99, windows=(window("10:00", "13:00"),), latest=at("11:00"))
    assert [spot.people for spot in insertions(problem, plan(goes(1, 1, "10:00")), new)] == [(3,), (1,)]


def test_for_two_people_the_pairs_that_can_start_together() -> None:
    people = [helper(1), helper(2, hours=every_day(13, 15)), helper(3, hours=every_day(8, 12))]
    problem = week(people, [help_at(people=2)])
    assert {spot.people for spot in insertions(problem, Plan(), problem.tasks[0])} == {(1, 2), (1, 3)}
    alone = week([helper(1)], [help_at(people=2)])
    assert explain(alone, Plan(), 1, 1).broken == Broken(Rule.NUMBER_OF_PEOPLE, 1, 1, (1, 2))


def test_the_painter_cannot_come_while_the_plaster_is_wet() -> None:
    problem = week(
        [tradesperson(1, "STU"), tradesperson(2, "SCH")], [repair(1, "STU"), repair(2, "SCH")],
        links=(Link(1, 2, least=timedelta(hours=48)),),
    )  # fmt: skip
    answer = explain(problem, plan(goes(1, 1)), 2, 2)
    assert answer.broken is not None
    assert answer.broken.rule is Rule.TOO_SOON_AFTER
    assert smallest_change(problem, Plan(), 2) == [Change(ChangeKind.PLAN_FIRST, 2, (1,))]


def test_a_wider_window_another_day_or_somebody_more() -> None:
    problem = week(
        [helper(hours=every_day(8, 12))], [help_at(1, windows=(window("08:00", "09:30"),)), help_at(2, minutes=120)]
    )
    first, second, *_, last = smallest_change(problem, plan(goes(1, 2, "08:00")), 1)
    assert (first.kind, first.figures) == (ChangeKind.WIDER_WINDOW, (90, "2026-11-30"))
    assert (second.kind, second.figures) == (ChangeKind.OTHER_DAY, ("2026-12-01",))
    assert last.kind is ChangeKind.MORE_PEOPLE
    trade, day, begins, ends = last.figures
    assert (trade, day, moment(int(begins)), moment(int(ends))) == ("HH", "2026-11-30", at("08:00"), at("09:30"))


def test_the_change_that_is_named_makes_it_fit() -> None:
    task = help_at(1, windows=(window("08:00", "09:30"),))
    problem = week([helper(hours=every_day(8, 12))], [task, help_at(2, minutes=120)])
    made = plan(goes(1, 2, "08:00"))
    change = smallest_change(problem, made, 1)[1]
    assert change.spot is not None
    other = replace(task, windows=(window("08:00", "18:00", day=1),))
    assert check(week(list(problem.people), [other, problem.tasks[1]]), made.with_(*change.spot.assigned(1))) == []


def test_what_fits_needs_no_change() -> None:
    assert [one.kind for one in smallest_change(week([helper()], [help_at()]), Plan(), 1)] == [ChangeKind.FITS]


@given(problems())
@settings(max_examples=60)
def test_every_spot_that_is_offered_breaks_no_rule_and_costs_what_it_says(problem: Problem) -> None:
    made = solve(problem, 1, 1, iterations=20)
    for task in problem.tasks:
        rest = made.without(task.id)
        already = {(one.rule, one.task, one.person) for one in check(problem, rest)}
        for spot in insertions(problem, rest, task):
            more = rest.with_(*spot.assigned(task.id))
            assert {(one.rule, one.task, one.person) for one in check(problem, more)} <= already
            real = difference(cost(problem, more), cost(problem, rest))
            assert real.keys() == spot.paid.keys()
            assert all(abs(real[term] - spot.paid[term]) < 1e-6 for term in real)


@given(problems())
@settings(max_examples=60)
def test_every_person_has_an_answer(problem: Problem) -> None:
    made = solve(problem, 1, 1, iterations=20)
    for task in problem.tasks:
        for answer in explain_all(problem, made, task.id):
            assert (answer.broken is None) != (answer.spot is None)
