"""How a scenario is worked out: the steps of it, and how long it still takes."""

from datetime import datetime, timedelta
from enum import StrEnum


class RunStatus(StrEnum):
    """queued → running → ready; who asks to stop gets what there is, who stops it before there is anything nothing."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    STOPPED = "stopped"
    FAILED = "failed"


WAITING = (RunStatus.QUEUED, RunStatus.RUNNING)
RUN_STEPS = frozenset(
    {
        (RunStatus.QUEUED, RunStatus.RUNNING),
        (RunStatus.QUEUED, RunStatus.STOPPED),
        (RunStatus.RUNNING, RunStatus.READY),
        (RunStatus.RUNNING, RunStatus.STOPPED),
        (RunStatus.RUNNING, RunStatus.FAILED),
    }
)


def time_left(started_at: datetime, now: datetime, done: int, all_: int) -> timedelta | None:
    """As long as those that are left take at the pace of those that are done; None: not known yet."""
    if not 0 < done <= all_:
        return None
    return max(now - started_at, timedelta()) / done * (all_ - done)
