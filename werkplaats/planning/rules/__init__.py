"""Who goes when: who may do a visit, in which order they are asked, and why."""

from datetime import timedelta
from enum import StrEnum


class OfferStatus(StrEnum):
    WAITING = "waiting"  # next in line, not asked yet
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


OFFER_STANDS = timedelta(hours=24)


class RosterStatus(StrEnum):
    """queued → running → ready → published; what is not wanted is thrown away, what went wrong has failed."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    PUBLISHED = "published"
    THROWN_AWAY = "thrown_away"
    FAILED = "failed"


ROSTER_STEPS = frozenset(
    {
        (RosterStatus.QUEUED, RosterStatus.RUNNING),
        (RosterStatus.RUNNING, RosterStatus.READY),
        (RosterStatus.RUNNING, RosterStatus.FAILED),
        (RosterStatus.READY, RosterStatus.PUBLISHED),
        (RosterStatus.QUEUED, RosterStatus.THROWN_AWAY),
        (RosterStatus.RUNNING, RosterStatus.THROWN_AWAY),
        (RosterStatus.READY, RosterStatus.THROWN_AWAY),
        (RosterStatus.FAILED, RosterStatus.THROWN_AWAY),
    }
)
