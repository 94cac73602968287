"""What must be known of a piece of work to say how it is taxed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

OLDER_THAN_YEARS: Final = 2  # of a home, for the reduced rate on painting and plastering


class Side(StrEnum):
    SALE = "SALE"  # asked by the cooperative
    PURCHASE = "PURCHASE"  # asked of the cooperative, by who worked


class Part(StrEnum):
    LABOUR = "labour"  # by the hour, or at a price for the whole piece
    MATERIAL = "material"
    FEE = "fee"  # travel and the like: it follows the work it belongs to
    SUBSCRIPTION = "subscription"  # a fixed amount for work of any kind
    CONTRIBUTION = "contribution"
    NO_SHOW = "no_show"


class Buyer(StrEnum):
    PRIVATE = "private"
    BUSINESS = "business"
    OWNER_BUILDER = "owner_builder"  # "eigenbouwer": a client who counts as a contractor


class WorkerVat(StrEnum):
    """As what somebody works, for VAT."""

    EMPLOYEE = "employee"
    SELF_EMPLOYED = "self_employed"
    SMALL_BUSINESS = "small_business"  # self-employed, in the small businesses scheme (KOR)


class Fact(StrEnum):
    """What the terms of a rule ask for."""

    PART = "part"
    TRADE = "trade"
    HOME = "home"
    INSIDE = "inside"
    AGE = "age"
    INSULATES = "insulates"
    GRANTED = "granted"
    BUYER = "buyer"
    SELLER = "seller"
    WORKER = "worker"
    SHARES = "shares"


@dataclass(frozen=True)
class Situation:
    """A piece of work on its day of delivery. None: not known; only a rule that needs it will ask for it.

    `trade` is a code of VERA ONDERHOUDSPECIALISME or HH, empty for no trade in particular. `home`: meant for people to
    live in. `inside`: done inside it (cleaning). `granted`: under a decision of the municipality (Wmo).
    `small_business`: the cooperative takes part in the small businesses scheme (KOR). Of a purchase: `worker`, and
    `shares_exemption`: the helper shares the exemption of granted help.
    """

    side: Side
    day: date
    part: Part
    trade: str = ""
    home: bool | None = None
    inside: bool | None = None
    built_in: int | None = None
    insulates: bool = False
    granted: bool = False
    buyer: Buyer = Buyer.PRIVATE
    small_business: bool = False
    worker: WorkerVat | None = None
    shares_exemption: bool | None = None

    def facts(self) -> dict[Fact, str | None]:
        """Each fact as the word that rules use; None: not known."""
        return {
            Fact.PART: self.part,
            Fact.TRADE: self.trade,
            Fact.HOME: _yes_no(self.home),
            Fact.INSIDE: _yes_no(self.inside),
            Fact.AGE: self._age(),
            Fact.INSULATES: _yes_no(self.insulates),
            Fact.GRANTED: _yes_no(self.granted),
            Fact.BUYER: self.buyer,
            Fact.SELLER: "small_business" if self.small_business else "usual",
            Fact.WORKER: self.worker,
            Fact.SHARES: _yes_no(self.shares_exemption),
        }

    def _age(self) -> str | None:
        """Two years count from first use. Only the year of building is known, so "old" waits until they have surely
        passed."""
        if self.built_in is None:
            return None
        return "old" if self.day.year - self.built_in > OLDER_THAN_YEARS else "new"


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"
