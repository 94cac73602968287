"""Which accounts a step moves. Debit is positive, credit negative; the sides of one booking sum to zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.money import NOTHING, Cents, total
from werkplaats.settlement.rules.pricing import LineKind

LOWEST_HIGH_RATE = Decimal(15)  # Directive 2006/112/EC, article 97: a standard rate is at least 15 %


class Journal(StrEnum):
    WORK = "work"  # signed timesheets and charges by period
    SALES = "sales"
    PURCHASES = "purchases"  # self-bills
    BANK = "bank"
    MEMORIAL = "memorial"


class Whose(StrEnum):
    """Whose money a side is about, so that the ledger can answer per payer and per worker."""

    NOBODY = "nobody"
    PAYER = "payer"
    WORKER = "worker"


@dataclass(frozen=True)
class Side:
    account: Account
    cents: Cents
    whose: Whose = Whose.NOBODY


REVENUE = {
    Payer.LANDLORD: Account.REVENUE_LANDLORDS,
    Payer.MUNICIPALITY: Account.REVENUE_MUNICIPALITIES,
    Payer.RESIDENT: Account.REVENUE_PLAN,
    Payer.MEMBER: Account.REVENUE_CONTRIBUTIONS,
}
COST = {LineKind.MATERIAL: Account.COST_OF_MATERIAL, LineKind.TRAVEL: Account.COST_OF_TRAVEL}


def delivered(
    payer: Payer, charged: Iterable[tuple[LineKind, Cents]], earned: Iterable[tuple[LineKind, Cents]]
) -> tuple[Side, ...]:
    """Work was signed off, or a correction of it: the payer will be billed, the worker will be paid.

    `charged` and `earned`: (kind, cents without VAT) of every line; what is taken back is negative.
    """
    sides = []
    for kind, cents in charged:
        revenue = Account.REVENUE_NO_SHOW if kind is LineKind.NO_SHOW else REVENUE[payer]
        sides += [Side(Account.UNBILLED, cents, Whose.PAYER), Side(revenue, -cents)]
    for kind, cents in earned:
        cost = COST.get(kind, Account.COST_OF_WORK)
        sides += [Side(cost, cents, Whose.WORKER), Side(Account.PAYABLE_WORKERS, -cents, Whose.WORKER)]
    return added_up(sides)


def invoiced(net: Cents, vat: Iterable[tuple[Decimal, Cents]]) -> tuple[Side, ...]:
    """An invoice (or, below zero, a credit note) was issued: what was to be billed is now owed, with VAT.

    `vat`: (percentage, cents) of every rate.
    """
    vat = tuple(vat)
    owed = Side(Account.RECEIVABLE, net + total(cents for _, cents in vat), Whose.PAYER)
    taxes = [Side(_payable(percent), -cents) for percent, cents in vat]
    return added_up([owed, Side(Account.UNBILLED, -net, Whose.PAYER), *taxes])


def self_billed(charged: tuple[Cents, Cents], reversed_to_us: tuple[Cents, Cents]) -> tuple[Side, ...]:
    """A worker's invoice was made. Of the VAT on it, which is owed to the worker, and of the VAT that was reversed to
    the cooperative, which is due to the tax office: (what may be deducted, what is a cost), in cents."""
    return added_up(
        [
            Side(Account.VAT_DEDUCTIBLE, charged[0] + reversed_to_us[0]),
            Side(Account.VAT_NOT_DEDUCTIBLE, charged[1] + reversed_to_us[1]),
            Side(Account.PAYABLE_WORKERS, -total(charged), Whose.WORKER),
            Side(Account.VAT_REVERSED, -total(reversed_to_us)),
        ]
    )


def sent_to_the_bank(cents: Cents) -> tuple[Side, ...]:
    """A worker's payout is in a file for the bank."""
    return added_up([Side(Account.PAYABLE_WORKERS, cents, Whose.WORKER), Side(Account.IN_TRANSIT, -cents)])


def balances(sides: Iterable[Side]) -> bool:
    return total(side.cents for side in sides) == 0


def added_up(sides: Iterable[Side]) -> tuple[Side, ...]:
    """One side for each account and whose it is; nothing where it comes to nothing."""
    sums: dict[tuple[Account, Whose], Cents] = {}
    for side in sides:
        sums[side.account, side.whose] = sums.get((side.account, side.whose), NOTHING) + side.cents
    return tuple(Side(account, cents, whose) for (account, whose), cents in sums.items() if cents)


def _payable(percent: Decimal) -> Account:
    return Account.VAT_PAYABLE_HIGH if percent >= LOWEST_HIGH_RATE else Account.VAT_PAYABLE_LOW
