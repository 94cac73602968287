"""Adding up an invoice: VAT is computed once over the total of each rate, not per line (as EN 16931 asks)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from werkplaats.settlement.rules import money
from werkplaats.settlement.rules.money import Cents


@dataclass(frozen=True)
class VatLine:
    """One rate on an invoice; at 0 % with the reason, where it is asked."""

    percent: Decimal
    net: Cents
    vat: Cents
    reason: str = ""


def vat_lines(amounts: Iterable[tuple[Decimal, Cents]]) -> tuple[VatLine, ...]:
    """(percentage, net cents) of every line → one line a rate, highest rate first."""
    return vat_lines_with_reasons((percent, "", cents) for percent, cents in amounts)


def vat_lines_with_reasons(amounts: Iterable[tuple[Decimal, str, Cents]]) -> tuple[VatLine, ...]:
    """(percentage, reason, net cents) of every line → one line a rate, highest rate first; then one a reason, in the
    order in which they came."""
    net: dict[tuple[Decimal, str], Cents] = defaultdict(Cents)
    for percent, reason, cents in amounts:
        net[percent.normalize(), "" if percent else reason] += cents
    highest_first = sorted(net.items(), key=lambda of_rate: -of_rate[0][0])
    return tuple(
        VatLine(percent, cents, money.share(cents, percent), reason) for (percent, reason), cents in highest_first
    )


def vat_of(amounts: Iterable[tuple[Decimal, Cents]]) -> Cents:
    """All VAT on these lines together."""
    return money.total(part.vat for part in vat_lines(amounts))
