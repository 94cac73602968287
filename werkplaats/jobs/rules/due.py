"""When work is promised: the urgency's promise, and one trade after the other."""

from collections.abc import Sequence
from datetime import datetime

from werkplaats.triage.rules import RESPONSE_TIME, Urgency


def due_moments(urgencies: Sequence[Urgency], opened_at: datetime) -> list[datetime]:
    """When each job is due. The promise of a later trade begins to run when the trade before it is due."""
    moments: list[datetime] = []
    begin = opened_at
    for urgency in urgencies:
        begin = begin + RESPONSE_TIME[urgency]
        moments.append(begin)
    return moments
