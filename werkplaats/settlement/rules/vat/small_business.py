"""The limit of the small businesses scheme (KOR): how much of it is used, and when it was passed.

Counted: what would be taxed without the scheme, reversed VAT included; not Wmo help, contributions and damages (column
`kor_counts` of data/vat.csv). Sources: kvk.nl, "Kleineondernemersregeling gebruiken"; e-boekhouden.nl, "De
kleineondernemersregeling" (both seen in November 2026). Above the limit the scheme stops at once. By day of delivery:
for which day counts no source was found. That a warning comes at 80 % is ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

WARN_AT: Final = 80  # per cent of the limit


@dataclass(frozen=True)
class Limit:
    valid_from: date
    cents: int  # of turnover a calendar year, without VAT


LIMITS: Final = (Limit(date(2020, 1, 1), 2_000_000),)


class Level(StrEnum):
    BELOW = "below"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True)
class Counted:
    """Turnover of a day, in cents; what takes back is below zero."""

    day: date
    net: int


@dataclass(frozen=True)
class Watch:
    """`passed_on`: the first day on which the year's turnover was above the limit."""

    year: int
    turnover: int
    limit: int
    passed_on: date | None

    @property
    def percent(self) -> Decimal:
        """Of the limit, for people; `level` is exact."""
        return round(Decimal(100 * self.turnover) / self.limit, 1)

    @property
    def level(self) -> Level:
        if self.turnover > self.limit or self.passed_on is not None:
            return Level.OVER
        return Level.NEAR if self.turnover * 100 >= self.limit * WARN_AT else Level.BELOW

    @property
    def left(self) -> int:
        return max(0, self.limit - self.turnover)


def limit_on(day: date) -> int | None:
    """Cents a calendar year; None before the scheme as it is now."""
    held = [limit for limit in LIMITS if limit.valid_from <= day]
    return held[-1].cents if held else None


def watch(turnover: Iterable[Counted], year: int) -> Watch | None:
    """How a calendar year stands. None: the scheme had no such limit in that year."""
    limit = limit_on(date(year, 12, 31))
    if limit is None:
        return None
    of_day: dict[date, int] = {}
    for part in turnover:
        if part.day.year == year:
            of_day[part.day] = of_day.get(part.day, 0) + part.net
    running, passed_on = 0, None
    for day in sorted(of_day):
        running += of_day[day]
        if running > limit and passed_on is None:
            passed_on = day
    return Watch(year, running, limit, passed_on)
