"""How long the way is: by the great circle, and by a table with holes in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.planning.roster.made_up import PLACES, problems
from tests.planning.roster.scenes import FAR, HOME, NEAR, goes, help_at, helper, plan, week
from werkplaats.planning.rules.roster.asking import NO_WAY, PORTION, UNKNOWN, Spot, believed, portions, spot_of
from werkplaats.planning.rules.roster.check import Rule, check
from werkplaats.planning.rules.roster.cost import cost, total
from werkplaats.planning.rules.roster.model import Problem
from werkplaats.planning.rules.roster.solve import Progress, solve
from werkplaats.planning.rules.roster.travel import GreatCircle, Matrix, Mode, Place

calm = settings(max_examples=100)


def by_bicycle(seconds: Sequence[Sequence[int]], *places: Place) -> Matrix:
    rows = {place.id: number for number, place in enumerate(places)}
    return Matrix(rows, {Mode.BICYCLE: np.array(seconds, np.int64)})


def test_the_table_counts_with_the_goodbye_and_the_bell_and_one_way_differs_from_the_other() -> None:
    travel = by_bicycle([[0, 601], [60, 0]], HOME, NEAR)
    assert travel.minutes(Mode.BICYCLE, HOME, NEAR) == 5 + 11
    assert travel.minutes(Mode.BICYCLE, NEAR, HOME) == 5 + 1
    assert travel.minutes(Mode.BICYCLE, HOME, HOME) == 0


@pytest.mark.parametrize(
    ("mode", "one", "other"),
    [
        (Mode.BICYCLE, HOME, NEAR),  # asked, and no way
        (Mode.BICYCLE, NEAR, HOME),  # not asked
        (Mode.BICYCLE, HOME, FAR),  # a place that is not in the table
        (Mode.CAR, HOME, NEAR),  # a way of going that is not in the table
    ],
)
def test_what_is_not_in_the_table_goes_by_the_great_circle(mode: Mode, one: Place, other: Place) -> None:
    travel = by_bicycle([[0, NO_WAY], [UNKNOWN, 0]], HOME, NEAR)
    assert travel.minutes(mode, one, other) == GreatCircle().minutes(mode, one, other)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Of some of the places, as odd as can be: no triangle, no symmetry, holes."""
    known = draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=len(PLACES)))
    size = (len(known), len(known))
    modes = draw(st.sets(st.sampled_from(Mode)))
    seconds = {mode: draw(arrays.arrays(np.int64, size, elements=st.integers(-2, 6000))) for mode in sorted(modes)}
    return Matrix({place.id: number for number, place in enumerate(known)}, seconds)


@given(matrices(), st.sampled_from(Mode))
def test_the_table_of_all_pairs_is_the_minutes_of_each(travel: Matrix, mode: Mode) -> None:
    table = travel.table(mode, PLACES)
    assert table.tolist() == [[travel.minutes(mode, one, other) for other in PLACES] for one in PLACES]


@given(problems(), matrices())
@calm
def test_the_search_goes_by_the_table(problem: Problem, travel: Matrix) -> None:
    """Every plan passes the checker, which asks pair by pair, and pays what the search counted."""
    problem, heard = replace(problem, travel=travel), list[Progress]()
    answer = solve(problem, 1, 7, iterations=60, on_progress=heard.append)
    promises = {Rule.PIN_DROPPED, Rule.PIN_OTHER_PERSON}
    assert [one for one in check(problem, answer) if one.rule not in promises] == []
    if heard:
        assert abs(heard[-1].cost - total(cost(problem, answer))) < 1e-3


def test_a_bridge_that_is_open_is_seen_by_the_checker() -> None:
    """As the crow flies there is time enough; by the streets there is not."""
    crow = week([helper()], [help_at(1), help_at(2, place=HOME)])
    streets = replace(crow, travel=by_bicycle([[0, 1800], [1800, 0]], HOME, NEAR))
    day = plan(goes(1, 1, "09:00"), goes(1, 2, "10:10"))
    assert check(crow, day) == []
    assert {one.rule for one in check(streets, day)} == {Rule.DOUBLE_BOOKED}
    first, second = solve(streets, 1, 1, iterations=50).assigned
    assert second.starts - first.starts >= timedelta(minutes=60 + 5 + 30)


def test_half_of_what_two_do_comes_out_also_when_the_rest_of_the_day_then_cannot_be() -> None:
    """By way of the second task the third is near; from the first straight to the third is ten hours."""
    works = [help_at(1, place=HOME), help_at(2, people=2, place=NEAR), help_at(3, place=FAR)]
    present = (goes(1, 1, "09:00"), goes(1, 2, "10:30"), goes(1, 3, "12:00"))
    streets = by_bicycle([[0, 60, 36000], [60, 0, 60], [36000, 60, 0]], HOME, NEAR, FAR)
    problem, heard = replace(week([helper(radius=50_000)], works, present=present), travel=streets), list[Progress]()
    answer = solve(problem, 1, 1, iterations=20, on_progress=heard.append)
    assert [one.task for one in answer.assigned if one.task == 2] == []
    assert heard[-1].cost == pytest.approx(total(cost(problem, answer)))


# --- asking ------------------------------------------------------------------------------------------------------


def test_a_spot_is_some_ten_metres_wide() -> None:
    assert spot_of(Place(1, 52.163512, 5.374049)) == Spot(521635, 53740)
    assert spot_of(Place(2, 52.163549, 5.374001)) == spot_of(Place(1, 52.163512, 5.374049))


@given(st.integers(0, 130).flatmap(lambda size: arrays.arrays(np.bool_, (size, size))))
def test_every_pair_that_is_unknown_is_asked_once_in_small_portions(unknown: np.ndarray) -> None:
    asked = np.zeros(unknown.shape, int)
    for rows, columns in portions(unknown):
        assert 0 < len(rows) <= PORTION
        assert 0 < len(columns) <= PORTION
        asked[np.ix_(rows, columns)] += 1
    assert asked.max(initial=0) <= 1
    assert (asked[unknown] == 1).all()


def test_one_new_door_asks_hardly_more_than_its_own_ways() -> None:
    unknown = np.zeros((60, 60), bool)
    unknown[55, :] = unknown[:, 55] = True
    assert sum(len(rows) * len(columns) for rows, columns in portions(unknown)) == 50 + 50 + 10 * 10


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [
        (900.2, 901),
        (None, NO_WAY),
        (0, UNKNOWN),  # five kilometres in no time: both doors lie outside the map
        (100_000, UNKNOWN),  # more than a day
    ],
)
def test_what_cannot_be_true_is_not_believed(seconds: float | None, kept: int) -> None:
    assert believed(Mode.BICYCLE, [spot_of(HOME)], [spot_of(FAR)], [[seconds]]).tolist() == [[kept]]


def test_two_doors_by_the_same_road_may_be_no_time_apart() -> None:
    assert believed(Mode.FOOT, [spot_of(HOME)], [spot_of(NEAR)], [[0]]).tolist() == [[0]]
