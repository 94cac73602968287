"""A worry about a client: the steps it takes. Pure."""

from typing import Final

from werkplaats.delivery.rules import ConcernStatus

STEPS: Final = frozenset(
    {
        (ConcernStatus.RAISED, ConcernStatus.TAKEN_UP),
        (ConcernStatus.RAISED, ConcernStatus.CLOSED),
        (ConcernStatus.TAKEN_UP, ConcernStatus.CLOSED),
    }
)


def may_become(now: str, then: ConcernStatus) -> bool:
    return (ConcernStatus(now), then) in STEPS
