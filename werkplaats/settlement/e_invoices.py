"""An issued invoice or self-bill as an e-invoice; or, in words, what is still missing for it and where that is filled
in."""

from collections.abc import Callable
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from stdnum import iban as iban_check
from stdnum.nl import btw

from werkplaats.ground.formats import euro, local_day
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Worker
from werkplaats.settlement.models import Charge, Earning, Invoice, Letterhead, SelfBill
from werkplaats.settlement.names import line_name
from werkplaats.settlement.pdf import day_in_digits
from werkplaats.settlement.pdf_reports import reports_pdf
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.queries_payers import terms_of
from werkplaats.settlement.queries_self_bills import Address, invoice_address
from werkplaats.settlement.rules.e_invoice import (
    Attachment,
    BlockedPart,
    Category,
    Document,
    Line,
    NotAnInvoice,
    Party,
    Scheme,
)
from werkplaats.settlement.rules.payers import EInvoiceRules
from werkplaats.settlement.rules.ubl import Customization, to_ubl
from werkplaats.settlement.rules.vat import rule_on
from werkplaats.settlement.work_reports import reports_of


class Incomplete(Exception):
    """No e-invoice can be made yet. `of_us` and `of_payer` are sentences: on the letterhead, and of the payer."""

    def __init__(self, of_us: list[str], of_payer: list[str]) -> None:
        super().__init__(*of_us, *of_payer)
        self.of_us, self.of_payer = of_us, of_payer


WRITTEN_BY = {EInvoiceRules.PEPPOL: Customization.PEPPOL, EInvoiceRules.NLCIUS: Customization.NLCIUS}


def invoice_ubl(invoice: Invoice) -> bytes:
    """The invoice or credit note as UBL 2.1, by Peppol BIS Billing 3.0 or NLCIUS as was agreed with the payer.
    Errors: Incomplete."""
    terms = terms_of(invoice.partner, local_day(invoice.issued_at))
    rules = EInvoiceRules(terms.e_invoice) if terms else EInvoiceRules.PEPPOL
    return _written(lambda: invoice_document(invoice), WRITTEN_BY[rules])


def self_bill_ubl(bill: SelfBill, rules: EInvoiceRules = EInvoiceRules.PEPPOL) -> bytes:
    """The self-bill or its credit note as UBL 2.1: the worker sells, we buy. By Peppol BIS Self-Billing 3.0, or an
    invoice also by NLCIUS. Errors: Incomplete, in which `of_payer` is what is missing of the worker."""
    return _written(lambda: self_bill_document(bill), WRITTEN_BY[rules])


def _written(document: Callable[[], Document], customization: Customization) -> bytes:
    try:
        return to_ubl(document(), customization)
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
    reversed_vat = invoice.charges.filter(vat_category=Category.REVERSE_CHARGE).exists()
    of_us, of_payer = _missing_of_us(head, reversed_vat), _missing_of_payer(payer, reversed_vat)
    if of_us or of_payer or head is None:
        raise Incomplete(of_us, of_payer)
    sign = -1 if invoice.credits else 1
    with translation.override("nl"):
        lines = tuple(_line(charge, sign, charge.about) for charge in invoice.charges.order_by("delivered_on", "id"))
    credited = invoice.credits
    blocked = BlockedPart(invoice.blocked_iban, invoice.blocked_cents) if invoice.blocked_cents else None
    return Document(
        number=str(invoice.number),
        issued=issued,
        due=invoice.due_on,
        terms=_split(head.iban, invoice) if blocked else "",
        blocked=blocked,
        attachments=_attachments(invoice),
        seller=_cooperative(invoice, head),
        buyer=_buyer(payer),
        lines=lines,
        iban=head.iban,
        buyer_reference=payer.invoice_reference,
        credits=str(credited.number) if credited else "",
        credited_invoice_issued=local_day(credited.issued_at) if credited else None,
        period=(invoice.period_start, invoice.period_end),
        booked=(sign * invoice.net_cents, sign * invoice.vat_cents),
    )


def _split(iban: str, invoice: Invoice) -> str:
    """Peppol has no place for an amount beside an account, so it stands in words."""
    return (
        f"{euro(invoice.total_cents - invoice.blocked_cents)} op {iban}, "
        f"{euro(invoice.blocked_cents)} op g-rekening {invoice.blocked_iban}"
    )


def _attachments(invoice: Invoice) -> tuple[Attachment, ...]:
    reports = reports_of(invoice)
    if not reports:
        return ()
    title = f"Werkbonnen bij factuur {invoice.number}"
    content = reports_pdf(title, invoice.cooperative.name, reports)
    return (Attachment(f"werkbonnen-{invoice.number}.pdf", title, content),)


def self_bill_document(bill: SelfBill) -> Document:
    """What the books say of a self-bill, with what it says of the worker. Errors: as for `invoice_document`."""
    issued = local_day(bill.issued_at)
    head = letterhead_on(bill.cooperative_id, issued)
    reversed_vat = bill.earnings.filter(vat_category=Category.REVERSE_CHARGE).exists()
    of_us, of_worker = _missing_of_us(head, reversed_vat), _missing_of_worker(bill)
    address = invoice_address(bill)
    if of_us or of_worker or head is None or address is None:
        raise Incomplete(of_us, of_worker)
    assert bill.consent is not None  # what a worker made themselves is kept as it came
    sign, credited = -1 if bill.credits else 1, bill.credits
    earnings = bill.earnings.select_related("settlement__timesheet__visit__job__dwelling").order_by(
        "delivered_on", "id"
    )
    with translation.override("nl"):
        lines = tuple(_line(earning, sign, _place(earning)) for earning in earnings)
    return Document(
        number=str(bill.number),
        issued=issued,
        due=None,
        terms="Terug te betalen of te verrekenen" if credited else "Wij betalen dit bij de eerstvolgende uitbetaling",
        self_billed=True,
        note="Factuur uitgereikt door afnemer",  # Wet OB, article 35a(1)(k)
        seller=_worker(bill.worker, address),
        buyer=_cooperative(bill, head),
        lines=lines,
        iban=bill.worker.iban,
        buyer_reference=f"Zelffacturering, afgesproken op {day_in_digits(local_day(bill.consent.given_at))}",
        credits=credited.shown_number if credited else "",
        credited_invoice_issued=local_day(credited.issued_at) if credited else None,
        period=(bill.period_start, bill.period_end),
        booked=(sign * bill.net_cents, sign * bill.vat_cents),
    )


def _place(earning: Earning) -> str:
    """Where it was, of a repair. Who gets help in the house is for no bookkeeping."""
    job = earning.settlement.timesheet.visit.job
    return job.dwelling.address if job.branch == Branch.REPAIRS else ""


def _missing_of_worker(bill: SelfBill) -> list[str]:
    worker, found = bill.worker, []
    if invoice_address(bill) is None:
        found.append(_("The address of the worker is missing. The worker fills it in on the page “What I earned”."))
    if len(worker.kvk_number) != 8:
        found.append(_("The KvK number of the worker is missing."))
    taxed = bill.earnings.exclude(vat_category=Category.OUTSIDE).exists()
    if taxed and not btw.is_valid(worker.vat_number):
        found.append(_("The VAT number of the worker is missing or not right; who takes part in the KOR has one too."))
    if not iban_check.is_valid(worker.iban):
        found.append(_("The IBAN of the worker is missing or not right."))
    return found


def _missing_of_us(head: Letterhead | None, reversed_vat: bool) -> list[str]:
    if head is None:
        return [_("The address, KvK number and IBAN of the cooperative are missing.")]
    found = []
    if not (head.street and head.postcode and head.city):
        found.append(_("The street, postcode or city of the cooperative is missing."))
    if len(head.kvk_number) != 8:
        found.append(_("The KvK number of the cooperative is missing."))
    if head.vat_number and not btw.is_valid(head.vat_number):
        found.append(_("The VAT number of the cooperative is not right. A Dutch VAT number looks like NL123456782B01."))
    if reversed_vat and not head.vat_number:
        found.append(_("The VAT number of the cooperative is missing. Without it VAT cannot be reversed."))
    elif not (head.vat_number or head.tax_number.strip()):
        found.append(_("The VAT number of the cooperative is missing; without one, its tax number (RSIN)."))
    if not iban_check.is_valid(head.iban):
        found.append(_("The IBAN of the cooperative is missing or not right."))
    return found


def _missing_of_payer(payer: Landlord | DistrictTeam, reversed_vat: bool) -> list[str]:
    found = []
    if not (payer.street and payer.postcode and payer.city):
        found.append(_("The street, postcode or city of the payer is missing."))
    if len(payer.kvk_number) != 8 and len(payer.oin) != 20:
        found.append(_("The KvK number or OIN of the payer is missing."))
    if reversed_vat and not payer.vat_number:
        found.append(_("The VAT number of the payer is missing. Without it VAT cannot be reversed."))
    if not payer.invoice_reference.strip():
        found.append(_("The reference that the payer wants to see is missing."))
    return found


def _line(row: Charge | Earning, sign: int, about: str) -> Line:
    return Line(
        name=line_name(row.kind, row.description),
        quantity=sign * row.quantity,
        price_cents=row.price_cents,
        vat=rule_on(row.vat_rule, row.delivered_on).vat,
        unit=row.unit,
        per=Decimal(row.per),
        description=about,
        day=row.delivered_on,
    )


def _worker(worker: Worker, address: Address) -> Party:
    return Party(
        name=worker.person.name,
        street=address.street,
        postcode=address.postcode,
        city=address.city,
        register=(Scheme.KVK, worker.kvk_number),
        vat_number=f"NL{btw.compact(worker.vat_number)}" if worker.vat_number else "",
    )


def _cooperative(document: Invoice | SelfBill, head: Letterhead) -> Party:
    cooperative = document.cooperative
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
