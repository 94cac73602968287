"""VAT that stands on no document of this program: private use, and what was bought abroad.

Belastingdienst, form of the VAT return: 1d is private use of what the business has; 4a and 4b are goods and services
from outside the EU and from other EU countries, over which the buyer owes the VAT and deducts it as far as it serves
taxed work. 3a, 3b and 3c (to other countries) cannot occur here: work on homes is taxed where the home stands
(Directive 2006/112/EC, article 47), and this program only knows homes in the Netherlands.
"""

from dataclasses import dataclass
from enum import StrEnum

from werkplaats.settlement.rules.booking import Side, added_up
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.money import NOTHING, Cents
from werkplaats.settlement.rules.vat.table import Box

ACCOUNTS = {
    Box.PRIVATE: Account.VAT_PRIVATE,
    Box.FROM_OUTSIDE_EU: Account.VAT_FROM_OUTSIDE_EU,
    Box.FROM_EU: Account.VAT_FROM_EU,
}


class Serves(StrEnum):
    """For what work something was bought."""

    TAXED = "taxed"
    EXEMPT = "exempt"
    BOTH = "both"  # then by the pro rata


class Flaw(StrEnum):
    NOTHING = "nothing"
    MORE_THAN_NET = "more_than_net"
    NO_PRO_RATA = "no_pro_rata"


@dataclass(frozen=True)
class Amount:
    """What is booked for a box, in cents."""

    box: Box
    net: Cents
    vat: Cents
    deductible: Cents


def flaw(net: int, vat: int) -> Flaw | None:
    if net <= 0 or vat <= 0:
        return Flaw.NOTHING
    return Flaw.MORE_THAN_NET if vat > net else None


def amount(box: Box, net: Cents, vat: Cents, serves: Serves, pro_rata: int | None, *, small_business: bool) -> Amount:
    """What may be deducted of it: nothing of private use, for exempt work, or in the small businesses scheme; of what
    serves both the pro rata, rounded in one's own favour as the return is. Errors: ValueError when there is none."""
    if small_business or box is Box.PRIVATE or serves is Serves.EXEMPT:
        return Amount(box, net, vat, NOTHING)
    if serves is Serves.TAXED:
        return Amount(box, net, vat, vat)
    if pro_rata is None:
        raise ValueError("there is no turnover yet, so no pro rata")
    return Amount(box, net, vat, Cents(-(-int(vat) * pro_rata // 100)))


def sides(one: Amount) -> tuple[Side, ...]:
    """The VAT is owed; what may not be deducted of it is a cost."""
    return added_up(
        [
            Side(Account.VAT_DEDUCTIBLE, one.deductible),
            Side(Account.VAT_NOT_DEDUCTIBLE, one.vat - one.deductible),
            Side(ACCOUNTS[one.box], -one.vat),
        ]
    )
