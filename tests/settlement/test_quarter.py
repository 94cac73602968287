from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.quarter import Quarter, last_quarters


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_day_lies_in_its_quarter_and_quarters_follow_each_other(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.next.first == quarter.last + timedelta(days=1)
    assert quarter.next.previous == quarter


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (2026, 5), (0, 1), (9999, 4)])
def test_a_quarter_that_cannot_be_is_refused(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        Quarter(year, number)


def test_the_last_quarters_are_whole_ones() -> None:
    assert [str(quarter) for quarter in last_quarters(date(2026, 2, 1), 3)] == ["2025-4", "2025-3", "2025-2"]
