"""What of the roster may move, and what a draft changes of it."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.planning.roster.made_up import problems
from tests.planning.roster.scenes import MONDAY, at, employee, goes, help_at, helper, plan, week, window
from werkplaats.planning.rules.facts import Absence
from werkplaats.planning.rules.roster.change import Moving, loosened
from werkplaats.planning.rules.roster.check import check, check_around
from werkplaats.planning.rules.roster.draft import ChangeKind, changes, new_trouble, not_in, standing
from werkplaats.planning.rules.roster.model import Person, Pin, Plan, Problem, Task
from werkplaats.planning.rules.roster.solve import solve

AWAY = (Absence(MONDAY, MONDAY),)


def agreed(person: Person, *more: Person, clock: str = "09:00", now: str = "", **task: object) -> Problem:
    """One visit on Monday, agreed with the first person."""
    pin = Pin(at(clock), frozenset({person.id}))
    return week(
        [person, *more],
        [help_at(1, pinned=pin, **task)],
        present=(goes(person.id, 1, clock),),
        **({"at": at(now)} if now else {}),
    )


def free(problem: Problem, moving: Moving) -> Task:
    (task,) = loosened(problem, {1}, moving).tasks
    return task


@pytest.mark.parametrize(
    ("problem", "moving", "may"),
    [
        (agreed(employee(1)), Moving.NOTHING, False),
        (agreed(employee(1)), Moving.EMPLOYEES, True),
        (agreed(helper(1)), Moving.EMPLOYEES, False),  # somebody self-employed said yes to this moment
        (agreed(helper(1)), Moving.EVERYTHING, True),
        (agreed(employee(1), now="07:00"), Moving.EMPLOYEES, False),  # promised within 24 hours
        (agreed(employee(1), now="07:00"), Moving.EVERYTHING, True),
        (agreed(employee(1), now="09:30"), Moving.EVERYTHING, False),  # it has begun
        (agreed(employee(1), clock="22:30"), Moving.EVERYTHING, False),  # outside the own hours, said yes to by phone
    ],
)
def test_what_may_move(problem: Problem, moving: Moving, may: bool) -> None:
    assert (free(problem, moving).pinned is None) is may


def test_what_was_only_asked_stays() -> None:
    problem = agreed(employee(1))
    assert loosened(problem, (), Moving.EVERYTHING) == problem


def test_what_may_move_may_also_stay_where_it_is() -> None:
    task = free(agreed(employee(1), windows=(window("12:00", "17:00"),)), Moving.EMPLOYEES)
    assert task.windows == (window("12:00", "17:00"), window("09:00", "10:00"))


def test_the_visit_of_somebody_ill_tomorrow_keeps_its_moment_for_another() -> None:
    task = free(agreed(employee(1, absences=AWAY), now="07:00"), Moving.NOTHING)
    assert task.pinned == Pin(at("09:00"))


def test_the_visit_of_somebody_ill_later_is_planned_anew() -> None:
    assert free(agreed(employee(1, absences=AWAY)), Moving.NOTHING).pinned is None


def test_somebody_who_left_does_not_hold_a_visit() -> None:
    problem = agreed(employee(1))
    assert free(replace(problem, people=(employee(2),)), Moving.NOTHING).pinned is None


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (plan(goes(1, 1, "10:00")), ChangeKind.LATER),
        (plan(goes(2, 1)), ChangeKind.OTHERS),
        (plan(goes(2, 1, "10:00")), ChangeKind.BOTH),
        (plan(), ChangeKind.OUT),
    ],
)
def test_what_a_draft_changes(after: Plan, kind: ChangeKind) -> None:
    problem = loosened(agreed(employee(1), employee(2)), {1}, Moving.EMPLOYEES)
    assert [change.kind for change in changes(problem, after)] == [kind]


def test_what_is_new_and_what_stays() -> None:
    problem = agreed(employee(1))
    more = replace(problem, tasks=(*problem.tasks, help_at(2)))
    assert changes(problem, plan(goes(1, 1))) == []
    assert [(one.task, one.kind) for one in changes(more, plan(goes(1, 1), goes(1, 2, "11:00")))] == [
        (2, ChangeKind.NEW)
    ]


def test_a_promise_made_since_wins_from_the_draft() -> None:
    problem = agreed(employee(1), employee(2))
    assert standing(problem, plan(goes(2, 1, "14:00"))) == plan(goes(1, 1))


def test_a_visit_called_off_since_is_out_of_the_draft() -> None:
    assert standing(week([helper()], []), plan(goes(1, 1))) == plan()


def test_what_was_wrong_already_does_not_stop_a_draft() -> None:
    first, second = (
        help_at(number, pinned=Pin(at(clock), frozenset({1}))) for number, clock in ((1, "09:00"), (2, "10:00"))
    )
    there = (goes(1, 1), goes(1, 2, "10:00"))  # by phone: no time for the way between
    second = replace(second, place=replace(second.place, id=9, latitude=52.18))
    problem = week([helper(1)], [first, second, help_at(3)], present=there)
    assert check(problem, plan(*there))
    assert new_trouble(problem, check(problem, plan(*there, goes(1, 3, "14:00")))) == []
    assert new_trouble(problem, check(problem, plan(*there, goes(1, 3, "09:30"))))


@settings(max_examples=60)
@given(problems(), st.sampled_from(Moving), st.integers(0, 3))
def test_a_draft_of_the_planner_never_moves_what_may_not(problem: Problem, moving: Moving, seed: int) -> None:
    """Whatever was agreed and may not move stands in the draft as it stood in the roster."""
    pinned = replace(
        problem, present=tuple(
            one for one in problem.present if (pin := problem.task[one.task].pinned) and one.person in pin.people
            and one.starts == pin.starts
        )
    )  # fmt: skip
    now = loosened(pinned, {task.id for task in pinned.tasks}, moving)
    draft = standing(now, solve(now, 1, seed, iterations=20))
    for task in now.tasks:
        if task.pinned is not None and len(task.pinned.people) >= task.people:
            assert draft.by_task.get(task.id, ()) == pinned.present_of.get(task.id, ())
    assert {change.task for change in changes(now, draft)} <= {
        task.id for task in now.tasks if task.pinned is None or len(task.pinned.people) < task.people
    }


@settings(max_examples=200)
@given(problems(), st.data())
def test_what_a_move_breaks_is_found_by_a_look_around_it(problem: Problem, data: st.DataObject) -> None:
    """The quick check of one move finds what the check of everything finds."""
    assume(problem.tasks and problem.people)
    task = data.draw(st.sampled_from(problem.tasks))
    people = data.draw(st.lists(st.sampled_from(problem.people), min_size=1, max_size=2, unique=True))
    clock, day = data.draw(st.sampled_from(("08:00", "09:30", "13:00", "16:00"))), data.draw(st.integers(0, 2))
    put = [goes(person.id, task.id, clock, day, problem.first_day) for person in people]
    rest = Plan(problem.present).without(task.id)
    after = rest.with_(*put)
    numbers = [person.id for person in people]
    everything = not_in(check(problem, rest), check(problem, after))
    around = not_in(check_around(problem, rest, task.id, numbers), check_around(problem, after, task.id, numbers))
    assert set(around) == set(everything)
