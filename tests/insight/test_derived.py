"""What outsiders are told that is worked out: from released cells of the same quarters and kinds, by hand."""

from datetime import date
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from werkplaats.insight.rules.costs_benefits.assumptions import shipped
from werkplaats.insight.rules.derived import NOTHING_KNOWN, WAYS, figure, pieces
from werkplaats.insight.rules.metrics import Figure
from werkplaats.insight.rules.privacy import Cell, Key, Released, alike, bounds_of, release
from werkplaats.insight.rules.released import NOT_RELEASED

QUARTERS = (date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1))
LATER = date(2030, 1, 1)


def keys(*quarters: int, kinds: tuple[str, ...] = ("repairs",)) -> frozenset[Key]:
    return frozenset(Key(QUARTERS[quarter], kind) for quarter in quarters for kind in kinds)


def out(of: frozenset[Key], people: int = 12, **values: float) -> Released:
    return Released(of, people, {name.replace("_and_", "+"): value for name, value in values.items()}, {})


def earned(of: frozenset[Key], cents: int, least: float = 0, surely_not: float = 0) -> Released:
    at_least, not_in_it = bounds_of("local_pay+")
    return Released(of, 11, {"earned+": cents, at_least: least, not_in_it: surely_not}, {})


def charged(of: frozenset[Key], cents: int) -> Released:
    return Released(of, 30, {"charged+": cents}, {})


def of(code: str, **released: tuple[Released, ...]) -> Figure:
    known = {f"{group}.{name}": found for key, found in released.items() for group, __, name in (key.partition("__"),)}
    return figure(code, pieces(code, known), shipped())


def test_the_multiplier_of_the_work_by_hand() -> None:
    """Of 1,000 euros 800 were earned, and of those three quarters or more in the district; workers spend 10 to 50 % of
    it there again, most likely 30."""
    found = of(
        "economy.work_multiplier",
        service__charged=(charged(keys(0), 100_000),),
        service__earned=(earned(keys(0), 80_000, least=60_000),),
    )
    assert found.value == pytest.approx(1 + 0.7 * 1.3)
    assert (found.low, found.high) == (pytest.approx(1 + 0.6 * 1.1), pytest.approx(1 + 0.8 * 1.5))
    assert found.n == 11
    share = of(
        "economy.work_local_percent",
        service__charged=(charged(keys(0), 100_000),),
        service__earned=(earned(keys(0), 80_000, least=60_000),),
    )
    assert (share.value, share.low, share.high) == (70, 60, 80)


def test_where_nothing_is_known_of_who_lives_where_there_is_no_multiplier() -> None:
    for code in ("economy.work_multiplier", "economy.work_local_percent"):
        found = of(code, service__charged=(charged(keys(0), 100_000),), service__earned=(earned(keys(0), 80_000),))
        assert (found.value, found.why) == (None, NOTHING_KNOWN)


def test_only_quarters_of_which_both_are_out_are_taken() -> None:
    found = of(
        "economy.work_multiplier",
        service__charged=(charged(keys(0), 100), charged(keys(1), 70_000), charged(keys(2), 30_000)),
        service__earned=(earned(keys(1, 2), 80_000, least=60_000),),
    )
    assert found.value == pytest.approx(1 + 0.7 * 1.3)
    nothing = of("economy.work_multiplier", service__charged=(charged(keys(0), 100),))
    assert (nothing.value, nothing.why) == (None, NOT_RELEASED)


def test_what_a_dwelling_costs_a_year_by_hand() -> None:
    """In two quarters of 181 days 5,000 euros for 20 dwellings, so 10,000 a year: 500 each. Help is not in it."""
    both = keys(2, kinds=("repairs", "household"))
    found = of(
        "costs.charged_per_dwelling",
        service__charged=(charged(keys(0), 300_000), charged(keys(1), 200_000), charged(both, 999_999)),
        costs__dwellings=(
            Released(keys(0), 20, {"home_days+": 20 * 90}, {}),
            Released(keys(1), 21, {"home_days+": 20 * 91}, {}),
            Released(keys(2), 21, {"home_days+": 20 * 92}, {}),
        ),
    )
    assert (found.value, found.n) == (50_000, 21)


def test_hours_of_the_district_lie_in_a_quarter_of_the_whole() -> None:
    at_least, not_in_it = bounds_of("local_work+")
    worked = Released(keys(0), 14, {"worked+": 6000, at_least: 4500, not_in_it: 0}, {})
    found = of("economy.hours_local_percent", service__hours=(worked,))
    assert (found.value, found.low, found.high) == (87.5, 75, 100)


def test_every_way_says_why_when_nothing_is_out() -> None:
    assert {figure(code, [], shipped()).why for code in WAYS} == {NOT_RELEASED}


# -- how large a part of it is told -----------------------------------------------------------------------------------
def told(local: dict[int, int], away: dict[int, int]) -> tuple[float, float, float]:
    """Of what is earned together: how much is at least local, how much surely not, and the whole."""
    cell = Cell(QUARTERS[0], "repairs", frozenset(local | away), {"pay": local | away, "local": local})
    (one,) = release([cell], LATER, ("pay",), share="local")
    least, surely_not = (float(one.values[name]) for name in bounds_of("local"))
    return least, surely_not, float(one.values["pay"])


def test_a_share_is_told_in_quarters_of_the_whole() -> None:
    ten, two = dict.fromkeys(range(10), 8), {10: 10, 11: 10}
    assert told(ten, two) == (75, 0, 100)
    assert told(dict.fromkeys(range(6), 10), dict.fromkeys(range(6, 12), 10)) == (60, 30, 120)
    assert told({}, dict.fromkeys(range(12), 10)) == (0, 90, 120)


def test_of_ten_people_or_of_one_who_earned_a_quarter_nothing_is_told() -> None:
    assert told(dict.fromkeys(range(9), 10), {9: 10}) == (0, 0, 100)
    assert told({0: 30, **dict.fromkeys(range(1, 11), 9)}, {}) == (0, 0, 120)


earnings = st.lists(st.integers(1, 60), min_size=11, max_size=18)


@given(earnings, st.randoms(use_true_random=False))
def test_whatever_is_told_everybody_can_live_on_either_side(amounts: list[int], random: Random) -> None:
    everybody = dict(enumerate(amounts))
    away = set(random.sample(sorted(everybody), random.randint(0, len(amounts))))

    def said(elsewhere: set[int]) -> tuple[float, float, float]:
        here = {person: amount for person, amount in everybody.items() if person not in elsewhere}
        return told(here, {person: everybody[person] for person in elsewhere})

    assume(4 * max(amounts) < sum(amounts))
    truth = said(away)
    low, high = truth[1], truth[2] - truth[0]  # between these lies what is earned elsewhere
    for person in everybody:
        for begin in (set(), {person}):
            elsewhere, amount = set(begin), sum(everybody[one] for one in begin)
            for one in everybody.keys() - {person}:
                if low < amount or low == 0:
                    break
                elsewhere.add(one)
                amount += everybody[one]
            assert amount <= high
            assert said(elsewhere) == truth


# -- the same quarters of several metrics -----------------------------------------------------------------------------
@given(st.lists(st.integers(1, 3), max_size=4), st.lists(st.integers(1, 3), max_size=4))
def test_what_is_put_side_by_side_is_about_the_same_quarters_in_each(left: list[int], right: list[int]) -> None:
    def cut(sizes: list[int]) -> tuple[Released, ...]:
        found, begin = [], 0
        for size in sizes:
            months = range(begin, begin + size)
            begin += size
            found.append(
                Released(frozenset((date(2020 + m // 4, m % 4 * 3 + 1, 1), "repairs") for m in months), 10, {}, {})
            )
        return tuple(found)

    one, other = cut(left), cut(right)
    found = alike(one, other)
    assert all(a.keys == b.keys for a, b in found)
    together = [key for a, __ in found for key in a.keys]
    assert len(together) == len(set(together))
    assert set(together) <= {key for source in (one, other) for released in source for key in released.keys}
    ends = {sum(left[: at + 1]) for at in range(len(left))} & {sum(right[: at + 1]) for at in range(len(right))}
    assert len(found) == len(ends)
