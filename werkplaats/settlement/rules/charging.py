"""The price of a timesheet with its VAT, on both sides: what the payer is asked and what the worker is owed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from werkplaats.settlement.rules.money import Cents, total
from werkplaats.settlement.rules.pricing import LineKind, Priced, Work, charges, earnings
from werkplaats.settlement.rules.tariffs import Agreed
from werkplaats.settlement.rules.vat import Part, Rule, Situation, decide

PARTS = {
    LineKind.MATERIAL: Part.MATERIAL,
    LineKind.TRAVEL: Part.FEE,
    LineKind.NO_SHOW: Part.NO_SHOW,
    LineKind.SUBSCRIPTION: Part.SUBSCRIPTION,
    LineKind.DWELLINGS: Part.SUBSCRIPTION,
    LineKind.CLIENTS: Part.SUBSCRIPTION,
    LineKind.CONTRIBUTION: Part.CONTRIBUTION,
}


@dataclass(frozen=True)
class Taxed:
    """A line and the VAT rule of its day."""

    line: Priced
    rule: Rule

    @property
    def net_cents(self) -> Cents:
        return self.line.net_cents


@dataclass(frozen=True)
class Price:
    """All of a timesheet. What is charged and not earned stays with the cooperative."""

    charged: tuple[Taxed, ...]
    earned: tuple[Taxed, ...]

    @property
    def charged_cents(self) -> Cents:
        return total(line.net_cents for line in self.charged)

    @property
    def earned_cents(self) -> Cents:
        return total(line.net_cents for line in self.earned)


def price(work: Work, asked: Agreed, paid: Agreed, sale: Situation, purchase: Situation) -> Price:
    """By the tariff with who pays and the one with who works; lines of nothing are left out.

    Errors: NotAgreed when a tariff has no price for it; Undecided when its VAT cannot be said.
    """
    charged = charges(work, asked)
    return Price(taxed(charged, sale), taxed(earnings(work, paid, charged), purchase))


def taxed(lines: Iterable[Priced], situation: Situation) -> tuple[Taxed, ...]:
    """Each line with the rule for its part of the work."""
    return tuple(Taxed(line, decide(_of_part(situation, line.kind))) for line in lines if line.net_cents)


def _of_part(situation: Situation, kind: LineKind) -> Situation:
    part = PARTS.get(kind, Part.LABOUR)
    return situation if situation.part is part else replace(situation, part=part)
