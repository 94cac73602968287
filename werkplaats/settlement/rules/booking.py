"""Which accounts a step moves. Debit is positive, credit negative; the sides of one booking sum to zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from werkplaats.settlement.rules import Account


class Whose(StrEnum):
    """Whose money a side is about, so that the ledger can answer per payer and per worker."""

    NOBODY = "nobody"
    PAYER = "payer"
    WORKER = "worker"


@dataclass(frozen=True)
class Side:
    account: Account
    cents: int
    whose: Whose = Whose.NOBODY


def delivered(charged: int, earned: int) -> tuple[Side, ...]:
    """Work was signed off: the payer will be billed, the worker will be paid."""
    return _without_nothing(
        Side(Account.UNBILLED, charged, Whose.PAYER),
        Side(Account.REVENUE, -charged),
        Side(Account.COST_OF_WORK, earned, Whose.WORKER),
        Side(Account.PAYABLE_WORKERS, -earned, Whose.WORKER),
    )


def invoiced(net: int, vat: int) -> tuple[Side, ...]:
    """An invoice was issued: what was to be billed is now owed, with VAT."""
    return _without_nothing(
        Side(Account.RECEIVABLE, net + vat, Whose.PAYER),
        Side(Account.UNBILLED, -net, Whose.PAYER),
        Side(Account.VAT_PAYABLE, -vat),
    )


def paid_out(cents: int) -> tuple[Side, ...]:
    """A worker was paid."""
    return _without_nothing(Side(Account.PAYABLE_WORKERS, cents, Whose.WORKER), Side(Account.BANK, -cents))


def balances(sides: Iterable[Side]) -> bool:
    return sum(side.cents for side in sides) == 0


def _without_nothing(*sides: Side) -> tuple[Side, ...]:
    return tuple(side for side in sides if side.cents)
