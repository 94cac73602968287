"""The order of the trades: a plasterer does not come before the plumber is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from werkplaats.jobs.rules import JobStatus, VisitStatus

# The going there itself is over, whatever came of it.
OVER = frozenset(
    {
        VisitStatus.DONE,
        VisitStatus.FOLLOW_UP,
        VisitStatus.NOBODY_HOME,
        VisitStatus.SIGNED,
        VisitStatus.DISPUTED,
        VisitStatus.CANCELLED,
    }
)
WORKED = OVER - {VisitStatus.NOBODY_HOME, VisitStatus.CANCELLED}
DRYING: Final[Mapping[tuple[str, str], timedelta]] = {("STU", "SCH"): timedelta(hours=48)}  # plaster before paint


def drying(first: str, then: str) -> timedelta:
    """How long what the first trade made must dry before the other begins."""
    return DRYING.get((first, then), timedelta())


@dataclass(frozen=True)
class EarlierVisit:
    """A visit of the job that comes first; `ends_at` when its time is known."""

    status: VisitStatus
    ends_at: datetime | None


@dataclass(frozen=True)
class Clear:
    """May the later job start, and not before which moment (None: any moment)."""

    may: bool
    not_before: datetime | None = None


def clear_after(earlier: JobStatus | None, visits: Iterable[EarlierVisit], dries: timedelta = timedelta()) -> Clear:
    """May the next trade be planned, given the job before it?

    Done or called off: any moment. Open: after the planned end of its last visit, and only when all its visits have
    a time that is agreed. What has to dry does so after the last visit at which there was work, also when that is over.
    """
    if earlier is None or earlier is JobStatus.CANCELLED:
        return Clear(may=True)
    ends: list[datetime] = []
    for visit in visits:
        if visit.status in WORKED and dries and visit.ends_at is not None:
            ends.append(visit.ends_at)
        if visit.status in OVER or earlier is JobStatus.DONE:
            continue
        if visit.status in (VisitStatus.TO_PLAN, VisitStatus.OFFERED) or visit.ends_at is None:
            return Clear(may=False)
        ends.append(visit.ends_at)
    return Clear(may=True, not_before=max(ends) + dries if ends else None)
