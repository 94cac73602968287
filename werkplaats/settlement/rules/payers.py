"""How a landlord or municipality wants its invoices: a part on the blocked account, work reports, which rules.

The blocked account (g-rekening) is for wage tax in a chain of contractors: Collection of State Taxes Act 1990
(Invorderingswet), articles 34 and 35; Uitvoeringsregeling inleners-, keten- en opdrachtgeversaansprakelijkheid 2004
(Stcrt. 2003, 249). Who pays agrees on a percentage, of the labour or of the whole (adfinadvies.nl, "Bedrag op
G-rekening te storten", seen in November 2026); no percentage is laid down, and too much is no good either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from werkplaats.settlement.rules.money import NOTHING, Cents, share, total
from werkplaats.settlement.rules.pricing import LABOUR, LineKind


class BlockedOf(StrEnum):
    """What the percentage is taken of."""

    LABOUR = "labour"  # without VAT
    TOTAL = "total"  # the amount of the invoice that counts, with its VAT


class Reports(StrEnum):
    """What of the signed work goes along with an invoice."""

    NONE = "none"
    REPORTS = "reports"
    WITH_PHOTOS = "with_photos"


class EInvoiceRules(StrEnum):
    PEPPOL = "peppol"
    NLCIUS = "nlcius"


@dataclass(frozen=True)
class Asked:
    """A line of an invoice, in cents without and with VAT. `chain`: VAT rules say that a part of it may be paid on a
    blocked account (column `g_account` of data/vat.csv)."""

    kind: LineKind
    net: Cents
    gross: Cents
    chain: bool


def labour(lines: Iterable[Asked]) -> Cents:
    """The cents of labour, without VAT, of which a part may go to the blocked account."""
    return total(line.net for line in lines if line.chain and line.kind in LABOUR)


def blocked_part(lines: Iterable[Asked], percent: Decimal, of: BlockedOf, whole: int) -> Cents:
    """Cents of an invoice of `whole` cents for the blocked account, half up. Something is always left for the ordinary
    one: else there is none."""
    lines = tuple(lines)
    basis = labour(lines) if of is BlockedOf.LABOUR else total(line.gross for line in lines if line.chain)
    part = share(max(basis, NOTHING), percent)
    return part if 0 < part < whole else NOTHING
