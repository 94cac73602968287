"""The order of the trades: a plasterer does not come before the plumber is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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


def clear_after(earlier: JobStatus | None, visits: Iterable[EarlierVisit]) -> Clear:
    """May the next trade be planned, given the job before it?

    Done or called off: any moment. Open: after the planned end of its last visit, and only when all its visits have
    a time that is agreed.
    """
    if earlier is None or earlier in (JobStatus.DONE, JobStatus.CANCELLED):
        return Clear(may=True)
    ends: list[datetime] = []
    for visit in visits:
        if visit.status in OVER:
            continue
        if visit.status in (VisitStatus.TO_PLAN, VisitStatus.OFFERED) or visit.ends_at is None:
            return Clear(may=False)
        ends.append(visit.ends_at)
    return Clear(may=True, not_before=max(ends, default=None))
