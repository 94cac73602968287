"""An issued invoice as an e-invoice; or, in words, what is still missing for it and where that is filled in."""

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from stdnum import iban as iban_check
from stdnum.nl import btw

from werkplaats.ground.formats import local_day
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.settlement.models import Charge, Invoice, Letterhead
from werkplaats.settlement.names import line_name
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.rules.e_invoice import Document, Line, NotAnInvoice, Party, Scheme
from werkplaats.settlement.rules.ubl import to_ubl
from werkplaats.settlement.rules.vat import rule_on


class Incomplete(Exception):
    """No e-invoice can be made yet. `of_us` and `of_payer` are sentences: on the letterhead, and of the payer."""

    def __init__(self, of_us: list[str], of_payer: list[str]) -> None:
        super().__init__(*of_us, *of_payer)
        self.of_us, self.of_payer = of_us, of_payer


def invoice_ubl(invoice: Invoice) -> bytes:
    """The invoice or credit note as UBL 2.1 by Peppol BIS Billing 3.0. Errors: Incomplete."""
    try:
        return to_ubl(invoice_document(invoice))
    except NotAnInvoice as why:
        raise Incomplete([_("This invoice cannot be written as an e-invoice: %(why)s.") % {"why": why}], []) from why


def invoice_document(invoice: Invoice) -> Document:
    """What the books say, as EN 16931 sees it; the amounts of a credit note are what it gives back. Errors: Incomplete
    when something of a party is missing, NotAnInvoice when it can never be one."""
    issued = local_day(invoice.issued_at)
    head = letterhead_on(invoice.cooperative_id, issued)
    payer = invoice.partner
    if payer is None:
        raise Incomplete([], [_("An e-invoice is for organisations. A resident or member gets it on paper.")])
    of_us, of_payer = _missing_of_us(head), _missing_of_payer(payer)
    if of_us or of_payer or head is None:
        raise Incomplete(of_us, of_payer)
    sign = -1 if invoice.credits else 1
    with translation.override("nl"):
        lines = tuple(_line(charge, sign) for charge in invoice.charges.order_by("delivered_on", "id"))
    credited = invoice.credits
    return Document(
        number=str(invoice.number),
        issued=issued,
        due=invoice.due_on,
        seller=_seller(invoice, head),
        buyer=_buyer(payer),
        lines=lines,
        iban=head.iban,
        buyer_reference=payer.invoice_reference,
        credits=str(credited.number) if credited else "",
        credited_invoice_issued=local_day(credited.issued_at) if credited else None,
        period=(invoice.period_start, invoice.period_end),
        booked=(sign * invoice.net_cents, sign * invoice.vat_cents),
    )


def _missing_of_us(head: Letterhead | None) -> list[str]:
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


def _line(charge: Charge, sign: int) -> Line:
    return Line(
        name=line_name(charge.kind, charge.description),
        quantity=sign * charge.quantity,
        price_cents=charge.price_cents,
        vat=rule_on(charge.vat_rule, charge.delivered_on).vat,
        unit=charge.unit,
        per=Decimal(charge.per),
        description=charge.about,
        day=charge.delivered_on,
    )


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
