"""The guard against false self-employment (Wet DBA): how much of a self-employed worker's income and hours is ours.

No law has a percentage: the tax office weighs all circumstances of the work together, and a large share with one
client is a sign among them (ondernemersbelang.nl, "Werken als zzp'er voor één opdrachtgever"; the nine points of the
Deliveroo ruling: flynth.nl, 13-08-2025; both seen in November 2026). It is enforced since 1 January 2025 (randstad.nl).
The levels here are the cooperative's own. Nothing is ever blocked by them: they make people talk in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from werkplaats.settlement.rules.quarter import Quarter

LOOKED_AT: Final = 4  # whole quarters back
USUAL_LEVEL: Final = 70  # per cent, when the cooperative set no other: ours, not the law's


class Step(StrEnum):
    """What to do, in this order."""

    ASK = "ask"  # the worker, what was earned and worked elsewhere
    TALK = "talk"  # with the worker, about other clients and how the work is done
    SPREAD = "spread"  # new visits over more workers
    EMPLOY = "employ"  # think of an employment contract
    ADVISER = "adviser"  # have the adviser look at the agreement and the practice


@dataclass(frozen=True)
class Levels:
    """Per cent from which there is a warning."""

    income: int = USUAL_LEVEL
    hours: int = USUAL_LEVEL


@dataclass(frozen=True)
class Period:
    """A quarter of one worker: cents and minutes with us, and elsewhere as told (None: not told)."""

    quarter: Quarter
    our_cents: int
    our_minutes: int
    cents_elsewhere: int | None = None
    minutes_elsewhere: int | None = None


@dataclass(frozen=True)
class Share:
    """Over the quarters of which it was told. `percent` None: nothing was told, or nothing was earned or worked."""

    ours: int
    elsewhere: int
    quarters: int
    level: int

    @property
    def percent(self) -> int | None:
        whole = self.ours + self.elsewhere
        return (200 * self.ours + whole) // (2 * whole) if self.quarters and whole > 0 else None

    @property
    def over(self) -> bool:
        """Exactly, not by the rounded percentage: at the level itself there is no warning yet."""
        whole = self.ours + self.elsewhere
        return self.quarters > 0 and whole > 0 and 100 * self.ours > self.level * whole


@dataclass(frozen=True)
class Finding:
    """`untold`: quarters with work of ours of which nothing is known from elsewhere."""

    income: Share
    hours: Share
    untold: tuple[Quarter, ...]

    @property
    def over(self) -> bool:
        return self.income.over or self.hours.over

    @property
    def steps(self) -> tuple[Step, ...]:
        found = [Step.ASK] if self.untold else []
        if self.over:
            found += [Step.TALK, Step.SPREAD, Step.EMPLOY, Step.ADVISER]
        return tuple(found)


def find(periods: Sequence[Period], levels: Levels) -> Finding:
    """How one worker stands over these quarters. A quarter counts for a share only when it was told of."""
    income = [period for period in periods if period.cents_elsewhere is not None]
    hours = [period for period in periods if period.minutes_elsewhere is not None]
    return Finding(
        income=Share(
            sum(max(0, period.our_cents) for period in income),
            sum(period.cents_elsewhere or 0 for period in income),
            len(income),
            levels.income,
        ),
        hours=Share(
            sum(period.our_minutes for period in hours),
            sum(period.minutes_elsewhere or 0 for period in hours),
            len(hours),
            levels.hours,
        ),
        untold=tuple(
            period.quarter
            for period in periods
            if (period.our_cents > 0 or period.our_minutes > 0)
            and (period.cents_elsewhere is None or period.minutes_elsewhere is None)
        ),
    )
