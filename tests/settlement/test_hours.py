"""Which minutes are evening and weekend."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.settlement.rules.hours import Minutes, easter_sunday, holidays, is_weekend, minutes_by_hour


def at(text: str) -> datetime:
    """A moment by the clock in Amersfoort."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def span(start: str, end: str) -> Minutes:
    started, stopped = at(start), at(end)
    return minutes_by_hour(started, stopped, int((stopped.timestamp() - started.timestamp()) / 60))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-10 09:00", "2026-03-10 10:30", Minutes(day=90)),
        ("2026-03-10 07:00", "2026-03-10 18:00", Minutes(day=660)),  # both borders belong to the day
        ("2026-03-10 06:45", "2026-03-10 07:15", Minutes(day=15, evening=15)),
        ("2026-03-10 17:30", "2026-03-10 19:00", Minutes(day=30, evening=60)),
        ("2026-03-10 22:00", "2026-03-11 07:30", Minutes(day=30, evening=540)),
        ("2026-03-14 09:00", "2026-03-14 10:00", Minutes(weekend=60)),  # a Saturday
        ("2026-03-14 17:00", "2026-03-14 19:00", Minutes(weekend=60, weekend_evening=60)),
        ("2026-03-13 23:00", "2026-03-14 01:00", Minutes(evening=60, weekend_evening=60)),
        ("2026-03-15 23:00", "2026-03-16 08:00", Minutes(weekend_evening=60, evening=420, day=60)),
        ("2026-04-27 10:00", "2026-04-27 11:00", Minutes(weekend=60)),  # King's Day, a Monday
        ("2026-05-14 17:45", "2026-05-14 18:15", Minutes(weekend=15, weekend_evening=15)),  # Ascension Day
        ("2026-03-10 09:00", "2026-03-10 09:00", Minutes()),
        ("2026-03-29 01:00", "2026-03-29 04:00", Minutes(weekend_evening=120)),  # the clock goes forward
        ("2026-10-25 01:00", "2026-10-25 04:00", Minutes(weekend_evening=240)),  # and back
    ],
)
def test_minutes_are_of_the_part_of_the_day_in_which_they_fall(start: str, end: str, expected: Minutes) -> None:
    assert span(start, end) == expected


def test_minutes_are_shared_out_when_they_are_fewer_than_the_span() -> None:
    """An hour with a break of half an hour."""
    found = minutes_by_hour(at("2026-03-10 17:30"), at("2026-03-10 18:30"), 30)
    assert found == Minutes(day=15, evening=15)


@given(
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(), timedelta(days=3)),
    st.integers(0, 5000),
)
def test_the_parts_add_up_to_the_minutes(day: date, clock: time, length: timedelta, minutes: int) -> None:
    started = datetime.combine(day, clock, UTC)
    found = minutes_by_hour(started, started + length, minutes)
    parts = (found.day, found.evening, found.weekend, found.weekend_evening)
    assert sum(parts) == minutes
    assert min(parts) >= 0


def test_work_that_stops_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="stops before"):
        minutes_by_hour(at("2026-03-10 10:00"), at("2026-03-10 09:00"), 60)


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2016, "03-27"), (2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25")],
)
def test_easter(year: int, easter: str) -> None:
    assert easter_sunday(year) == date.fromisoformat(f"{year}-{easter}")


def test_the_holidays_are_those_of_the_law() -> None:
    assert sorted(day.isoformat()[5:] for day in holidays(2026)) == [
        "01-01", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26",
    ]  # fmt: skip
    assert date(2025, 4, 26) in holidays(2025)  # the 27th is a Sunday
    assert not is_weekend(date(2026, 4, 3))  # Good Friday is not in the first paragraph
