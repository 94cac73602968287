"""Adding up an invoice: VAT is computed once over the total of each rate, not per line (as EN 16931 asks)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from werkplaats.settlement.rules import money
from werkplaats.settlement.rules.money import Cents


@dataclass(frozen=True)
class VatLine:
    """One rate on an invoice; 0 % stands for exempt."""

    percent: Decimal
    net: Cents
    vat: Cents


def vat_lines(amounts: Iterable[tuple[Decimal, Cents]]) -> tuple[VatLine, ...]:
    """(percentage, net cents) of every line → one line a rate, highest rate first."""
    net: dict[Decimal, Cents] = defaultdict(Cents)
    for percent, cents in amounts:
        net[percent.normalize()] += cents
    return tuple(VatLine(percent, net[percent], money.share(net[percent], percent)) for percent in sorted(net)[::-1])


def vat_of(amounts: Iterable[tuple[Decimal, Cents]]) -> Cents:
    """All VAT on these lines together."""
    return money.total(part.vat for part in vat_lines(amounts))
