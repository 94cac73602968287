"""Which accounts the bank moves. A line goes to the suspense account first, from there to what it is matched with."""

from typing import Final

from werkplaats.settlement.rules.booking import Side, Whose
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.money import Cents

# What a line may be booked as when it pays no invoice and no payout. Between own accounts goes over IN_TRANSIT.
OTHERWISE: Final = (
    Account.BANK_COSTS,
    Account.PREPAID,
    Account.EQUITY_MEMBERS,
    Account.VAT_SETTLED,
    Account.IN_TRANSIT,
    Account.ROUNDING,
    Account.COST_OF_MATERIAL,
    Account.COST_OF_TRAVEL,
)


def came_in(bank: Account, cents: Cents) -> tuple[Side, ...]:
    """A line of a statement; negative when money went out."""
    return Side(bank, cents), Side(Account.SUSPENSE, -cents)


def matched(account: Account, cents: Cents, whose: Whose = Whose.NOBODY) -> tuple[Side, ...]:
    """So much of a line is explained: RECEIVABLE for an invoice, IN_TRANSIT for a payout."""
    return Side(Account.SUSPENSE, cents), Side(account, -cents, whose)
