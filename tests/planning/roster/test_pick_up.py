"""A visit that material is fetched for: by the supplier on the way to it, from wherever."""

from dataclasses import replace
from datetime import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from tests.planning.roster.made_up import problems
from tests.planning.roster.scenes import (
    HOME,
    NEAR,
    at,
    employee,
    goes,
    help_at,
    plan,
    repair,
    tradesperson,
    week,
    window,
)
from tests.planning.roster.test_travel import by_bicycle, calm
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.roster.build import MODES, build
from werkplaats.planning.rules.roster.check import Rule, check, shifts
from werkplaats.planning.rules.roster.cost import cost
from werkplaats.planning.rules.roster.explain import explain
from werkplaats.planning.rules.roster.faults import faults
from werkplaats.planning.rules.roster.model import Mode, PickUp, Pin, Place, Plan, Problem, Task, Term
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.rules.roster.solve import solve
from werkplaats.planning.rules.roster.ways import way_to
from werkplaats.planning.wording_roster import say_broken, say_fault

SHOP, NEXT_DOOR = Place(7, 52.1700, 5.3800), Place(8, 52.1646, 5.3761)
FETCH = PickUp(SHOP, 15)
# Minutes without the goodbye and the bell (5), from row to column: the way back from the shop is the longer one.
WAYS = by_bicycle(
    [[0, 60, 600, 120], [60, 0, 300, 60], [1200, 420, 0, 360], [120, 60, 540, 0]], HOME, NEAR, SHOP, NEXT_DOOR
)
FROM_HOME = (5 + 10) + 15 + (5 + 7)  # to the shop, there, and on to NEAR


def fetching(number: int = 1, **facts: object) -> Task:
    return repair(number, pick_up=FETCH, **facts)


def scene(*tasks: Task, person: object = None) -> Problem:
    return replace(week([person or tradesperson()], list(tasks)), travel=WAYS)  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("leaves", "task", "minutes"),
    [
        pytest.param(HOME, fetching(), FROM_HOME, id="from home"),
        pytest.param(NEXT_DOOR, fetching(), (5 + 9) + 15 + (5 + 7), id="from another visit"),
        pytest.param(NEAR, fetching(), (5 + 5) + 15 + (5 + 7), id="from behind the same door"),
        pytest.param(SHOP, fetching(), 15 + (5 + 7), id="from the shop itself"),
        pytest.param(HOME, fetching(place=SHOP), (5 + 10) + 15, id="for work at the shop"),
        pytest.param(HOME, repair(), 5 + 1, id="nothing to fetch"),
    ],
)
def test_the_way_to_a_visit_goes_by_the_supplier(leaves: Place, task: Task, minutes: int) -> None:
    assert way_to(scene(task), Mode.BICYCLE, leaves, task) == minutes


def test_fetching_counts_as_travel_and_the_way_back_is_as_usual() -> None:
    made = plan(goes(1, 1))
    assert cost(scene(fetching()), made)[Term.TRAVEL] == FROM_HOME + (5 + 1)
    assert cost(scene(repair()), made)[Term.TRAVEL] == 2 * (5 + 1)


def test_of_two_people_both_go_by() -> None:
    problem = replace(week([tradesperson(1), tradesperson(2)], [fetching(people=2)]), travel=WAYS)
    assert cost(problem, plan(goes(1, 1), goes(2, 1)))[Term.TRAVEL] == 2 * (FROM_HOME + 5 + 1)


@pytest.mark.parametrize(("clock", "lacking"), [("10:37", 0), ("10:36", 1), ("10:00", 37)])
def test_two_visits_behind_one_door_leave_time_to_fetch_between(clock: str, lacking: int) -> None:
    found = check(scene(repair(1), fetching(2)), plan(goes(1, 1, "09:00"), goes(1, 2, clock)))
    assert [(one.rule, one.figures) for one in found] == (
        [(Rule.DOUBLE_BOOKED, (1, lacking))] if lacking else []
    )  # fmt: skip


def test_an_employee_works_from_leaving_for_the_supplier() -> None:
    problem = scene(replace(help_at(), pick_up=FETCH), person=employee())
    [shift] = shifts(problem, problem.people[0], plan(goes(1, 1, "09:00")).assigned).values()
    assert shift.work == FROM_HOME + 60 + (5 + 1)


def test_why_and_when_it_fits_reckon_with_fetching() -> None:
    first, second = repair(1), fetching(2, windows=(window("09:00", "11:37"),))
    tight = scene(first, second)
    spot = explain(tight, plan(goes(1, 1, "09:00")), 2, 1).spot
    assert spot is not None
    assert [one.starts for one in spot.assigned(2)] == [at("10:37")]
    late = scene(first, replace(second, windows=(window("09:00", "11:36"),)))
    answer = explain(late, plan(goes(1, 1, "09:00")), 2, 1)
    assert answer.broken is not None
    assert answer.broken.rule is Rule.DOUBLE_BOOKED


@pytest.mark.parametrize(("ends", "planned"), [("11:37", 2), ("11:36", 1)])
def test_the_search_plans_a_second_visit_only_when_there_is_time_to_fetch(ends: str, planned: int) -> None:
    first, second = (window("09:00", "10:00"),), (window("09:00", ends),)
    made = solve(scene(repair(1, windows=first), fetching(2, windows=second)), seconds=5, seed=1, iterations=200)
    assert len(made.by_task) == planned


@given(problems())
@calm
def test_the_tables_of_the_search_are_the_ways_of_the_plan(problem: Problem) -> None:
    built = build(problem)
    units = built.given.units
    for number, mode in enumerate(MODES):
        for (row, one), (column, other) in product(enumerate(built.tasks), repeat=2):
            if one is not other:
                way = built.given.ways[number, units[row]["place"], units[column]["place"]]
                assert way == way_to(problem, mode, one.place, other)
        for person, worker in zip(built.given.people, built.people, strict=True):
            for column, task in enumerate(built.tasks):
                assert worker.home is not None
                there = built.given.ways[number, person["home"], units[column]["place"]]
                back = built.given.ways[number, units[column]["place"], person["home"]]
                assert there == way_to(problem, mode, worker.home, task)
                assert back == problem.travel.minutes(mode, task.place, worker.home)


def test_what_nobody_does_is_fetched_by_nobody() -> None:
    assert cost(scene(fetching()), Plan())[Term.TRAVEL] == 0


def test_a_problem_without_material_has_a_table_that_is_the_same_both_ways() -> None:
    problem = week([tradesperson()], [repair(1), repair(2, place=SHOP), repair(3, place=NEXT_DOOR)])
    ways = build(problem).given.ways
    assert np.array_equal(ways, ways.transpose(0, 2, 1))


OPEN = (Hours(0, time(8), time(9)), Hours(0, time(13), time(17)))  # Mondays, closed in between


def in_hours(**facts: object) -> Task:
    """Fetching takes a quarter of an hour; from the shop it is twelve minutes."""
    return repair(1, pick_up=replace(FETCH, hours=OPEN), **facts)


@pytest.mark.parametrize(
    ("clock", "fetched"),
    [
        ("08:26", ("07:59", "08:14")),
        ("08:27", None),
        ("09:12", None),
        ("09:13", ("08:46", "09:01")),
        ("13:26", ("12:59", "13:14")),
        ("13:27", None),
    ],
)
def test_nothing_is_fetched_while_the_supplier_is_closed(clock: str, fetched: tuple[str, str] | None) -> None:
    found = check(scene(in_hours()), plan(goes(1, 1, clock)))
    assert [(one.rule, one.figures) for one in found] == (
        [(Rule.SUPPLIER_CLOSED, (minute(at(fetched[0])), minute(at(fetched[1]))))] if fetched else []
    )


def test_a_supplier_closed_that_day_is_closed_all_day() -> None:
    (one,) = check(scene(in_hours(windows=(window(day=1),))), plan(goes(1, 1, "10:00", 1)))
    assert one.rule is Rule.SUPPLIER_CLOSED


def test_what_was_promised_stands_though_the_supplier_is_closed() -> None:
    promised = in_hours(pinned=Pin(at("10:00"), frozenset({1})))
    problem = scene(promised)
    assert check(problem, plan(goes(1, 1, "10:00"))) == []
    assert solve(problem, seconds=5, seed=1, iterations=20).assigned == (goes(1, 1, "10:00"),)


def test_the_search_plans_the_visit_when_it_can_be_fetched() -> None:
    problem = scene(in_hours(windows=(window("09:30", "17:00"),)))
    (one,) = solve(problem, seconds=5, seed=1, iterations=50).assigned
    assert one.starts >= at("13:27")
    spot = explain(problem, Plan(), 1, 1).spot
    assert spot is not None
    assert spot.assigned(1)[0].starts == at("13:30")


def test_when_it_can_never_be_fetched_that_is_what_is_said() -> None:
    problem = scene(in_hours(windows=(window("09:30", "13:00"),)))
    assert solve(problem, seconds=5, seed=1, iterations=20).assigned == ()
    broken = explain(problem, Plan(), 1, 1).broken
    assert broken is not None
    assert "de leverancier is dicht als het materiaal wordt opgehaald, van" in say_broken(broken.rule, broken.figures)
    (fault,) = faults(problem)
    assert "De leverancier is dicht" in say_fault(fault)
