"""A signed timesheet split over who pays, who worked, and the cooperative. Nothing is lost and nobody pays in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from werkplaats.settlement.rules import money
from werkplaats.settlement.rules.tariffs import HourRate


@dataclass(frozen=True)
class Item:
    """Material that was used: how many, at what price each (cents, without VAT)."""

    quantity: Decimal
    unit_price_cents: int


@dataclass(frozen=True)
class Work:
    """What a timesheet says. Warranty work is done again without cost to anybody."""

    minutes: int
    items: tuple[Item, ...] = ()
    warranty: bool = False


@dataclass(frozen=True)
class Split:
    """All in cents, without VAT except `vat`. charged = earned + kept, always."""

    charged_labour: int
    charged_material: int
    earned: int
    vat: int

    @property
    def charged(self) -> int:
        return self.charged_labour + self.charged_material

    @property
    def kept(self) -> int:
        """What stays for the cooperative: the margin on the hour and the mark-up on material."""
        return self.charged - self.earned


NOTHING = Split(0, 0, 0, 0)


def minutes_worked(started_at: datetime, stopped_at: datetime) -> int:
    """Whole minutes, half a minute up."""
    return money.rounded(Decimal((stopped_at - started_at).total_seconds()) / 60)


def split(work: Work, rate: HourRate, vat_percent: Decimal) -> Split:
    """Who pays and gets what. `vat` is of this line only; an invoice computes its VAT over each rate's total."""
    if work.warranty:
        return NOTHING
    charged_labour = money.labour(work.minutes, rate.charged_cents_per_hour)
    paid_labour = money.labour(work.minutes, rate.paid_cents_per_hour)
    at_cost = sum(money.line(item.quantity, item.unit_price_cents) for item in work.items)
    charged_material = money.with_share(at_cost, rate.material_markup_percent)
    return Split(
        charged_labour=charged_labour,
        charged_material=charged_material,
        earned=paid_labour + at_cost,
        vat=money.share(charged_labour + charged_material, vat_percent),
    )
