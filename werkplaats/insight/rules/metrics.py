"""What a metric is and what a figure is: every figure on a page, in a report, in the API and in the open data is the
value of a metric that is declared once, in `catalogue`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from werkplaats.settlement.rules.periods import months, next_month


class Unit(StrEnum):
    COUNT = "count"
    CENTS = "cents"  # whole cents of a euro, without VAT
    HOURS = "hours"
    DAYS = "days"
    PERCENT = "percent"  # 0–100
    SCORE = "score"  # on the scale that the definition names
    RATIO = "ratio"


class Group(StrEnum):
    SERVICE = "service"
    ECONOMY = "economy"
    COSTS = "costs"
    SOCIAL = "social"


class Audience(StrEnum):
    """Who looks, from near to far. `WATCHER` and `PUBLIC` see released cells only (`privacy`)."""

    BOARD = "board"  # the board and the coordinator
    PARTY = "party"  # a landlord with an agreement, a district team
    WATCHER = "watcher"
    PUBLIC = "public"


EVERYBODY = frozenset(Audience)
INSIDE = frozenset({Audience.BOARD})
PARTIES = frozenset({Audience.BOARD, Audience.PARTY})
NO_PARTY = EVERYBODY - {Audience.PARTY}  # a party knows what it paid, so it would know what one of few earned
OUTSIDE = frozenset({Audience.WATCHER, Audience.PUBLIC})


class About(StrEnum):
    """Who is counted to know whether a figure could point at a person."""

    DWELLINGS = "dwellings"
    CLIENTS = "clients"
    RESIDENTS = "residents"
    WORKERS = "workers"
    ANSWERS = "answers"  # of a survey


class Of(StrEnum):
    """Of what an estimate is. Only those of the same are drawn on one scale: others would not be seen on it."""

    WHOLE = "whole"
    EACH = "each"  # one dwelling or client
    YEARS = "years"


@dataclass(frozen=True)
class Metric:
    """The declaration of a figure. All texts are English and are the keys of their translation.

    `code` is its name in files and in the API ("service.hours_to_answer") and never changes its meaning; `formula` says
    how it is worked out, in words or signs; `sources` are the tables it is read from; `limits` what it does not say.
    `better` is +1 where more is better, -1 where less is, 0 where neither.
    """

    code: str
    name: str
    definition: str
    unit: Unit
    formula: str
    sources: tuple[str, ...]
    seen_by: frozenset[Audience]
    about: About
    limits: str = ""
    better: int = 0
    of: Of = Of.WHOLE

    @property
    def group(self) -> Group:
        return Group(self.code.partition(".")[0])


def counted(metric: Metric, audience: Audience) -> str:
    """What the number is of that stands beside a figure (`Figure.n`)."""
    if metric.group is not Group.SERVICE or audience in OUTSIDE:
        return metric.about.value
    return "timesheets" if metric.about is About.WORKERS else "cases"


@dataclass(frozen=True)
class Scope:
    """What figures are asked of: a cooperative, one pilot of it or all (None), whole months, first and last included
    (each given by its first day).

    Errors: ValueError when the months are not first days or stand in the wrong order.
    """

    cooperative_id: int
    first_month: date
    last_month: date
    pilot_id: int | None = None

    def __post_init__(self) -> None:
        if self.first_month.day != 1 or self.last_month.day != 1:
            raise ValueError("a period is named by the first days of its first and last month")
        if self.last_month < self.first_month:
            raise ValueError("the last month of a period cannot come before its first")

    @property
    def until(self) -> date:
        """The first day after the period."""
        return next_month(self.last_month)

    @property
    def months(self) -> tuple[date, ...]:
        """Their first days."""
        return tuple(months(self.first_month, self.last_month))


@dataclass(frozen=True)
class Figure:
    """A metric with its value, or with the reason why there is none (`why`, English, the key of its translation).

    `n` is how many it is about (see `Metric.about`); `low` and `high` are the band of an estimate; `parts` splits it by
    a kind (an outcome, a trade), where the metric has parts. `quarters` and `kinds` of work are those that it is of, in
    what was released; elsewhere they are empty.

    Errors: ValueError when there is neither a value nor a reason, or both, or a value that is no number.
    """

    code: str
    value: float | int | None
    n: int
    why: str = ""
    low: float | int | None = None
    high: float | int | None = None
    parts: tuple[tuple[str, float | int | None], ...] = ()
    quarters: tuple[date, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.value is None) == (not self.why):
            raise ValueError(f"{self.code}: a figure has a value or a reason why there is none")
        if any(value is not None and value != value for value in (self.value, self.low, self.high)):
            raise ValueError(f"{self.code}: not a number")
