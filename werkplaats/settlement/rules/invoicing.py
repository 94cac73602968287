"""Adding up an invoice: VAT is computed once over the total of each rate, not per line (as EN 16931 asks)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from werkplaats.settlement.rules import money


@dataclass(frozen=True)
class VatLine:
    """One rate on an invoice; 0 % stands for exempt."""

    percent: Decimal
    net: int
    vat: int


def vat_lines(amounts: Iterable[tuple[Decimal, int]]) -> tuple[VatLine, ...]:
    """(percentage, net cents) of every line → one line a rate, highest rate first."""
    net: dict[Decimal, int] = defaultdict(int)
    for percent, cents in amounts:
        net[percent.normalize()] += cents
    return tuple(VatLine(percent, net[percent], money.share(net[percent], percent)) for percent in sorted(net)[::-1])
