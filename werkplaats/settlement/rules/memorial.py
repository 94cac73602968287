"""Bookings by hand: the opening balance, what members put in, a decision over the result, the tax that was paid."""

from collections.abc import Sequence
from enum import StrEnum

from werkplaats.settlement.rules.booking import Side
from werkplaats.settlement.rules.chart import LINES, Account
from werkplaats.settlement.rules.money import total

# Whose money stands on these is said by the verbs that book them: an invoice, a worker, a file for the bank.
OF_OTHER_VERBS = frozenset({Account.RECEIVABLE, Account.UNBILLED, Account.PAYABLE_WORKERS, Account.IN_TRANSIT})
BY_HAND = tuple(line for line in LINES if line.account not in OF_OTHER_VERBS)


class Flaw(StrEnum):
    TOO_FEW = "too_few"
    UNBALANCED = "unbalanced"
    NOT_BY_HAND = "not_by_hand"


def flaw(sides: Sequence[Side]) -> Flaw | None:
    """What is wrong with a booking by hand. A side of nothing counts as none."""
    sides = [side for side in sides if side.cents]
    if len(sides) < 2:
        return Flaw.TOO_FEW
    if any(side.account in OF_OTHER_VERBS for side in sides):
        return Flaw.NOT_BY_HAND
    return Flaw.UNBALANCED if total(side.cents for side in sides) else None
