"""Which minutes of a visit were by day, in the evening, in the weekend. A day of the calendar in the Netherlands.

Evening is from 18:00 until 7:00. Weekend is Saturday, Sunday and the generally recognised holidays of the Algemene
termijnenwet, article 3, first paragraph (so 5 May every year, and no Good Friday).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.settlement.rules import money

MORNING: Final = time(7)
EVENING: Final = time(18)
SATURDAY: Final = 5


@dataclass(frozen=True)
class Minutes:
    """Whole minutes; together they are the minutes that were worked."""

    day: int = 0
    evening: int = 0
    weekend: int = 0
    weekend_evening: int = 0


def minutes_by_hour(started_at: datetime, stopped_at: datetime, minutes: int) -> Minutes:
    """`minutes` shared out over the parts of the span in which they fell, to the minute that is nearest.

    The two moments carry their time zone. Errors: ValueError when the span ends before it begins.
    """
    # as one clock: two moments of the same zone are otherwise subtracted as if summer time did not exist
    start, stop = started_at.astimezone(UTC), stopped_at.astimezone(UTC)
    if stop < start:
        raise ValueError("the work stops before it starts")
    total = Decimal((stop - start).total_seconds())
    found = dict.fromkeys(((False, False), (False, True), (True, False), (True, True)), 0)
    counted, begin = 0, start
    while True:
        end = min(stop, _next_border(begin))
        # rounded from the start, so that the parts add up
        until = money.half_up(minutes * Decimal((end - start).total_seconds()) / total) if total else minutes
        found[_part(begin)] += until - counted
        counted, begin = until, end
        if end == stop:
            return Minutes(*found.values())


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY or day in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """The generally recognised holidays that are no Sunday by themselves."""
    easter = easter_sunday(year)
    king = date(year, 4, 27)
    return frozenset(
        {
            date(year, 1, 1),
            easter + timedelta(days=1),
            king - timedelta(days=1) if king.weekday() == 6 else king,  # never celebrated on a Sunday
            date(year, 5, 5),
            easter + timedelta(days=39),  # Ascension Day
            easter + timedelta(days=50),  # Whit Monday
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def easter_sunday(year: int) -> date:
    """By the Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, leap_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - correction + 15) % 30
    years, year_rest = divmod(rest, 4)
    weekday = (32 + 2 * leap_rest + 2 * years - moon - year_rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _part(moment: datetime) -> tuple[bool, bool]:
    """(in the weekend, in the evening)."""
    local = moment.astimezone(AMSTERDAM)
    return is_weekend(local.date()), not MORNING <= local.time() < EVENING


def _next_border(moment: datetime) -> datetime:
    """The next moment at which another part may begin: 7:00, 18:00 or midnight; the clock is never changed then."""
    local = moment.astimezone(AMSTERDAM)
    day, clock = local.date(), local.time()
    if clock < MORNING:
        border = datetime.combine(day, MORNING, AMSTERDAM)
    elif clock < EVENING:
        border = datetime.combine(day, EVENING, AMSTERDAM)
    else:
        border = datetime.combine(day + timedelta(days=1), time(), AMSTERDAM)
    return border.astimezone(UTC)
