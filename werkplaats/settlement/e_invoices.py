"""An issued invoice as an e-invoice; or, in words, what is still missing for it and where that is filled in."""

from datetime import timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from stdnum import iban as iban_check
from stdnum.nl import btw

from werkplaats.ground.formats import local_day
from werkplaats.ground.templatetags.labels import label
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.intake.rules import Branch
from werkplaats.settlement.models import Invoice, Letterhead, Settlement
from werkplaats.settlement.pdf import about
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.rules.e_invoice import (
    KOR,
    WMO,
    Category,
    Document,
    Line,
    NotAnInvoice,
    Party,
    Scheme,
    Vat,
    require,
)
from werkplaats.settlement.rules.ubl import to_ubl


class Incomplete(Exception):
    """No e-invoice can be made yet. `of_us` and `of_payer` are sentences: on the letterhead, and of the payer."""

    def __init__(self, of_us: list[str], of_payer: list[str]) -> None:
        super().__init__(*of_us, *of_payer)
        self.of_us, self.of_payer = of_us, of_payer


def invoice_ubl(invoice: Invoice) -> bytes:
    """The invoice as UBL 2.1 by Peppol BIS Billing 3.0. Errors: Incomplete."""
    issued = local_day(invoice.issued_at)
    head = letterhead_on(invoice.cooperative_id, issued)
    payer = invoice.landlord or invoice.district_team
    assert payer is not None  # invoice_has_its_payer
    rows = list(
        invoice.lines.select_related(
            "tariff", "timesheet__visit__job__dwelling", "timesheet__visit__job__care_grant__client",
            "timesheet__visit__job__request__client",
        ).order_by("delivered_on", "id")
    )  # fmt: skip
    of_us, of_payer = _missing_of_us(head, rows), _missing_of_payer(payer)
    if of_us or of_payer or head is None:
        raise Incomplete(of_us, of_payer)
    try:
        with translation.override("nl"):
            lines = tuple(line for row in rows for line in _lines(row, head))
        document = Document(
            number=str(invoice.number),
            issued=issued,
            due=issued + timedelta(days=head.payment_days),
            seller=_seller(invoice, head),
            buyer=_buyer(payer),
            lines=lines,
            iban=head.iban,
            buyer_reference=payer.invoice_reference,
            period=(invoice.period_start, invoice.period_end),
            booked=(invoice.net_cents, invoice.vat_cents),
        )
    except NotAnInvoice as why:
        raise Incomplete([_("This invoice cannot be written as an e-invoice: %(why)s.") % {"why": why}], []) from why
    return to_ubl(document)


def _missing_of_us(head: Letterhead | None, rows: list[Settlement]) -> list[str]:
    if head is None:
        return [_("The address, KvK number and IBAN of the cooperative are missing.")]
    found = []
    if not (head.street and head.postcode and head.city):
        found.append(_("The street, postcode or city of the cooperative is missing."))
    if len(head.kvk_number) != 8:
        found.append(_("The KvK number of the cooperative is missing."))
    if head.vat_number and not btw.is_valid(head.vat_number):
        found.append(_("The VAT number of the cooperative is not right. A Dutch VAT number looks like NL123456782B01."))
    if not (head.vat_number or head.tax_number.strip()):
        found.append(_("The VAT number of the cooperative is missing; without one, its tax number (RSIN)."))
    if not iban_check.is_valid(head.iban):
        found.append(_("The IBAN of the cooperative is missing or not right."))
    if not head.small_business and any(_is_unexplained(row) for row in rows):
        found.append(_("There is work without VAT on it, and only the small businesses scheme (KOR) could say why."))
    return found


def _missing_of_payer(payer: Landlord | DistrictTeam) -> list[str]:
    found = []
    if not (payer.street and payer.postcode and payer.city):
        found.append(_("The street, postcode or city of the payer is missing."))
    if len(payer.kvk_number) != 8 and len(payer.oin) != 20:
        found.append(_("The KvK number or OIN of the payer is missing."))
    if not payer.invoice_reference.strip():
        found.append(_("The reference that the payer wants to see is missing."))
    return found


def _is_unexplained(row: Settlement) -> bool:
    return row.vat_percent == 0 and row.tariff.branch != Branch.HOUSEHOLD


def _vat(row: Settlement, head: Letterhead) -> Vat:
    if row.vat_percent:
        require(not head.small_business, "VAT is charged, but the letterhead says: small businesses scheme (KOR)")
        return Vat(Category.STANDARD, row.vat_percent)
    return WMO if row.tariff.branch == Branch.HOUSEHOLD else KOR


def _lines(row: Settlement, head: Letterhead) -> list[Line]:
    """Labour at its hourly rate and material as one amount; what is nothing is left out."""
    vat, whose, day = _vat(row, head), about(row), row.delivered_on
    found = []
    if row.charged_labour_cents:
        name, rate = str(label(row.timesheet.visit.job.trade, "trade")), Decimal(row.tariff.charged_cents_per_hour)
        found.append(Line(name, Decimal(row.minutes), rate, vat, "MIN", Decimal(60), whose, day))
    if row.charged_material_cents:
        found.append(
            Line("Materiaal", Decimal(1), Decimal(row.charged_material_cents), vat, description=whose, day=day)
        )
    return found


def _seller(invoice: Invoice, head: Letterhead) -> Party:
    cooperative = invoice.cooperative
    return Party(
        name=cooperative.name,
        street=head.street,
        postcode=head.postcode,
        city=head.city,
        register=(Scheme.KVK, head.kvk_number),
        vat_number=f"NL{btw.compact(head.vat_number)}" if head.vat_number else "",
        tax_number=head.tax_number,
        contact=cooperative.name,
        phone=cooperative.phone,
        email=cooperative.email,
    )


def _buyer(payer: Landlord | DistrictTeam) -> Party:
    """Government bodies are known, and reached, by their OIN; others by their KvK number."""
    return Party(
        name=payer.municipality if isinstance(payer, DistrictTeam) else payer.name,
        street=payer.street,
        postcode=payer.postcode,
        city=payer.city,
        register=(Scheme.OIN, payer.oin) if payer.oin else (Scheme.KVK, payer.kvk_number),
        vat_number=payer.vat_number,
    )
