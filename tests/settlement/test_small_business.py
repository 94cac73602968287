"""The limit of the small businesses scheme (KOR): € 20,000 of turnover a calendar year."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.vat.small_business import Counted, Level, watch


def of(euros: float, day: date = date(2026, 5, 1)) -> Counted:
    return Counted(day, round(euros * 100))


@pytest.mark.parametrize(
    ("euros", "level"),
    [(0, Level.BELOW), (15_999.99, Level.BELOW), (16_000, Level.NEAR), (20_000, Level.NEAR), (20_000.01, Level.OVER)],
)
def test_a_warning_comes_from_four_fifths_on(euros: float, level: Level) -> None:
    found = watch([of(euros)], 2026)
    assert found is not None
    assert found.level is level


def test_the_day_on_which_the_limit_was_passed_is_known() -> None:
    months = [of(4_000, date(2026, month, 28)) for month in (6, 1, 2, 3, 4, 5)]
    found = watch(months, 2026)
    assert found is not None
    assert (found.turnover, found.passed_on, found.percent) == (24_000_00, date(2026, 6, 28), Decimal("120.0"))
    assert found.left == 0


def test_another_year_begins_at_nothing() -> None:
    found = watch([of(19_000, date(2025, 12, 31)), of(1_000, date(2026, 1, 1))], 2026)
    assert found is not None
    assert (found.turnover, found.left) == (1_000_00, 19_000_00)


def test_who_passed_the_limit_once_is_over_it_whatever_is_taken_back_later() -> None:
    found = watch([of(20_001, date(2026, 3, 1)), of(-5_000, date(2026, 4, 1))], 2026)
    assert found is not None
    assert found.level is Level.OVER


def test_a_correction_on_the_same_day_counts_at_once() -> None:
    found = watch([of(20_001), of(-100)], 2026)
    assert found is not None
    assert found.level is Level.NEAR


def test_before_2020_there_was_no_such_limit() -> None:
    assert watch([of(1)], 2019) is None


@given(st.lists(st.tuples(st.integers(0, 364), st.integers(-500_000, 1_000_000)), max_size=30))
def test_the_limit_was_passed_exactly_when_a_running_total_was_above_it(parts: list[tuple[int, int]]) -> None:
    start = date(2026, 1, 1)
    found = watch([Counted(start + timedelta(days=day), net) for day, net in parts], 2026)
    assert found is not None
    totals = [sum(net for other, net in parts if other <= day) for day, __ in parts]
    assert (found.passed_on is not None) == any(total > found.limit for total in totals)
    assert found.turnover == sum(net for __, net in parts)
