"""The guard against false self-employment: shares, levels and what to do; never a block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.false_self_employment import Levels, Period, Step, find
from werkplaats.settlement.rules.quarter import Quarter

FIRST = Quarter(2026, 1)


def a_quarter(ours: int, elsewhere: int | None, minutes: int = 600, elsewhere_minutes: int | None = 600) -> Period:
    return Period(FIRST, ours, minutes, elsewhere, elsewhere_minutes)


@pytest.mark.parametrize(
    ("ours", "elsewhere", "percent", "over"),
    [
        (700, 300, 70, False),  # at the level there is no warning yet
        (70_001, 29_999, 70, True),  # rounded it is still 70
        (300, 700, 30, False),
        (500, 0, 100, True),
        (0, 500, 0, False),
        (0, 0, None, False),
        (500, None, None, False),
    ],
)
def test_a_share_above_the_level_gives_a_warning(
    ours: int, elsewhere: int | None, percent: int | None, over: bool
) -> None:
    found = find([a_quarter(ours, elsewhere)], Levels())
    assert (found.income.percent, found.over) == (percent, over)


def test_what_is_not_told_is_unknown_and_asked_for() -> None:
    found = find([a_quarter(500, None, elsewhere_minutes=None)], Levels())
    assert (found.income.percent, found.hours.percent, found.untold) == (None, None, (FIRST,))
    assert found.steps == (Step.ASK,)


def test_a_quarter_that_was_not_told_does_not_count_as_nothing_elsewhere() -> None:
    told, not_told = a_quarter(400, 600), Period(Quarter(2026, 2), 900, 600)
    found = find([told, not_told], Levels())
    assert (found.income.percent, found.income.quarters, found.untold) == (40, 1, (Quarter(2026, 2),))


def test_hours_alone_can_be_too_many() -> None:
    found = find([a_quarter(100, 900, minutes=900, elsewhere_minutes=100)], Levels(income=70, hours=80))
    assert (found.income.over, found.hours.over) == (False, True)
    assert found.steps == (Step.TALK, Step.SPREAD, Step.EMPLOY, Step.ADVISER)


def test_a_quarter_without_work_of_ours_asks_nothing() -> None:
    assert find([Period(FIRST, 0, 0)], Levels()).steps == ()


def test_each_cooperative_sets_its_own_level() -> None:
    quarter = a_quarter(600, 400)
    assert not find([quarter], Levels()).income.over
    assert find([quarter], Levels(income=50)).income.over


told = st.none() | st.integers(0, 10_000_00)
periods = st.lists(
    st.builds(Period, st.just(FIRST), st.integers(0, 10_000_00), st.integers(0, 30_000), told, told), max_size=8
)


@given(periods, st.integers(1, 100))
def test_a_share_is_a_percentage_and_more_elsewhere_never_makes_it_larger(quarters: list[Period], level: int) -> None:
    found = find(quarters, Levels(level, level))
    more = [Period(FIRST, p.our_cents, p.our_minutes, None if p.cents_elsewhere is None else p.cents_elsewhere + 1000,
                   p.minutes_elsewhere) for p in quarters]  # fmt: skip
    after = find(more, Levels(level, level))
    if found.income.percent is not None and after.income.percent is not None:
        assert 0 <= after.income.percent <= found.income.percent <= 100
    assert found.income.over or not after.income.over
