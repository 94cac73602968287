"""An invoice that a worker made, beside the lines that it is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from werkplaats.settlement.rules.invoicing import vat_of
from werkplaats.settlement.rules.money import Cents, total


@dataclass(frozen=True)
class Compared:
    """In cents; `vat_rounding` is what may lie between two ways of rounding: a cent a line with VAT."""

    net: Cents
    vat: Cents
    said_net: Cents
    said_vat: Cents
    vat_rounding: Cents

    @property
    def net_more(self) -> Cents:
        return self.said_net - self.net

    @property
    def vat_more(self) -> Cents:
        return self.said_vat - self.vat

    @property
    def agrees(self) -> bool:
        """But for the rounding: some programs round VAT on each line, EN 16931 does on the total of a rate."""
        return not self.net_more and abs(self.vat_more) <= self.vat_rounding


def compare(lines: Iterable[tuple[Decimal, Cents]], said_net: Cents, said_vat: Cents) -> Compared:
    """`lines`: (percentage of VAT, cents without VAT) of each; what takes back is below zero."""
    lines = list(lines)
    with_vat = sum(1 for percent, _ in lines if percent)
    return Compared(total(net for _, net in lines), vat_of(lines), said_net, said_vat, Cents(with_vat))
