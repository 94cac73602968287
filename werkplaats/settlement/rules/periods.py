"""Months, quarters and book years, and which month of the books may be closed.

A month is written as its first day. The book year is the calendar year, as the VAT quarters are.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        return tuple(months(self.first, self.last))

    @property
    def eve(self) -> date:
        """The day before it begins: what stood then is where it starts from."""
        return self.first - timedelta(days=1)

    @property
    def year_before(self) -> "Period":
        """The same days a year earlier; 29 February is then 28 February."""
        return Period(_year_before(self.first), _year_before(self.last))


def _year_before(day: date) -> date:
    month = date(day.year - 1, day.month, 1)
    return month.replace(day=min(day.day, last_day(month).day))


def month_of(day: date) -> date:
    return day.replace(day=1)


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def next_month(month: date) -> date:
    return last_day(month) + timedelta(days=1)


def months(first: date, last: date) -> Iterator[date]:
    """Every month that has a day in it, in order; none when the last day is before the first."""
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)


def quarter(day: date) -> Period:
    """The quarter of the year that the day is in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(first, last_day(first.replace(month=first.month + 2)))


def book_year(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


class Obstacle(StrEnum):
    """Why a month cannot be closed now."""

    NOT_OVER = "not_over"
    NOTHING_BOOKED = "nothing_booked"
    EARLIER_IS_OPEN = "earlier_is_open"


def next_to_close(first_booked: date | None, last_closed: date | None) -> date | None:
    """The month whose turn it is: after the last closed one, else that of the first booking. None: no books yet."""
    if last_closed is not None:
        return next_month(last_closed)
    return month_of(first_booked) if first_booked is not None else None


def obstacle(month: date, *, first_booked: date | None, last_closed: date | None, today: date) -> Obstacle | None:
    """What stands in the way of closing a month that is still open: it must be over, and all months with bookings
    before it must be closed."""
    turn = next_to_close(first_booked, last_closed)
    if turn is None:
        return Obstacle.NOTHING_BOOKED
    if month > turn:
        return Obstacle.EARLIER_IS_OPEN
    return Obstacle.NOT_OVER if today <= last_day(month) else None


@dataclass(frozen=True)
class Left:
    """What is not done yet in a month. It does not stop closing: what comes later is booked in the month after."""

    unsettled: int = 0  # signed timesheets without a price
    unbilled: int = 0  # lines on no invoice yet
    unmatched_cents: int = 0  # what stands on the suspense account

    def __bool__(self) -> bool:
        return bool(self.unsettled or self.unbilled or self.unmatched_cents)
