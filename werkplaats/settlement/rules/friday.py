"""What the treasurer has to do now: one thing at a time, in the order in which money gets to people soonest."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    DRAFT = "draft"  # make the pay run
    APPROVE = "approve"  # look at it and approve it
    OTHER_APPROVES = "other_approves"  # who made it waits for somebody else
    SEND = "send"  # make the file for the bank
    BRING = "bring"  # give the file to the bank
    BILL = "bill"  # make the invoices of last month
    NOTHING = "nothing"


@dataclass(frozen=True)
class Stand:
    """How the money stands for who looks. `ready_cents`: what a pay run made now would pay; `to_bill_cents`: delivered
    before this month and on no invoice."""

    drafted: bool = False
    drafted_by_self: bool = False
    approved: bool = False
    sent_today: bool = False
    ready_cents: int = 0
    to_bill_cents: int = 0


def next_step(stand: Stand) -> Step:
    """The one thing to do now."""
    steps = (
        (stand.drafted and stand.drafted_by_self, Step.OTHER_APPROVES),
        (stand.drafted, Step.APPROVE),
        (stand.approved, Step.SEND),
        (stand.sent_today, Step.BRING),
        (stand.ready_cents > 0, Step.DRAFT),
        (stand.to_bill_cents > 0, Step.BILL),
    )
    return next((step for holds, step in steps if holds), Step.NOTHING)
