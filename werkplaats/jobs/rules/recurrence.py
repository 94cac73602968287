"""On which days recurring help is due, by the rhythm of a care grant. Days and clock times are Amsterdam's."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.rules import Frequency

WEEKS_BETWEEN: Final = {
    Frequency.TWICE_A_WEEK: 1,
    Frequency.WEEKLY: 1,
    Frequency.EVERY_TWO_WEEKS: 2,
    Frequency.EVERY_FOUR_WEEKS: 4,
}
# Twice a week: the other day, as far from the first as a working week allows.
SECOND_WEEKDAY: Final = (3, 4, 4, 0, 1, 2, 3)
MONDAY: Final = 0
SATURDAY: Final = 5


def visit_days(
    frequency: Frequency,
    starts_on: date,
    ends_on: date,
    preferred_weekday: int | None,
    from_day: date,
    to_day: date,
) -> list[date]:
    """The days in from_day…to_day (both included) on which a visit is due.

    The rhythm hangs on the start of the grant, not on the day that one asks: two windows side by side give the same
    days as one window over both. Weekday 0 is Monday; without a preference it is that of the start (no weekend).
    """
    days: set[date] = set()
    for weekday in _weekdays(frequency, starts_on, preferred_weekday):
        first = starts_on + timedelta(days=(weekday - starts_on.weekday()) % 7)
        step = 7 * WEEKS_BETWEEN[frequency]
        behind = max(0, -((first - from_day).days // step))  # whole steps to skip, rounded up
        day = first + timedelta(days=step * behind)
        while day <= min(to_day, ends_on):
            days.add(day)
            day += timedelta(days=step)
    return sorted(days)


def _weekdays(frequency: Frequency, starts_on: date, preferred: int | None) -> tuple[int, ...]:
    own = starts_on.weekday()
    first = preferred if preferred is not None else (own if own < SATURDAY else MONDAY)
    return (first, SECOND_WEEKDAY[first]) if frequency is Frequency.TWICE_A_WEEK else (first,)


def moment(day: date, clock: time) -> datetime:
    """The moment (UTC) at which a clock in Amersfoort shows `clock` on `day`: nine stays nine in summer and winter."""
    return datetime.combine(day, clock, AMSTERDAM).astimezone(UTC)
