"""Invoices, credit notes and self-bills as they are printed.

They say no more than who pays needs: a landlord sees the address of the work, a municipality its own reference of the
client; neither sees a name.
"""

from collections.abc import Iterable

from django.utils import translation

from werkplaats.ground.formats import euro, local_day
from werkplaats.homes.models import Residence
from werkplaats.members.models import Person
from werkplaats.settlement.models import Charge, Earning, Invoice, Letterhead, SelfBill
from werkplaats.settlement.names import line_name
from werkplaats.settlement.pdf import Line, Paper, Party, Tax, day_in_digits, decimal, to_pdf
from werkplaats.settlement.queries import letterhead_on, vat_with_reasons
from werkplaats.settlement.queries_debits import Collection, collection_of
from werkplaats.settlement.queries_payers import asked
from werkplaats.settlement.queries_self_bills import invoice_address
from werkplaats.settlement.rules import InvoiceKind, Payer
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.payers import labour
from werkplaats.settlement.rules.vat import rule_on
from werkplaats.settlement.work_reports import reports_of

MISSING = "(nog niet ingevuld)"
NO_VAT: dict[str, str] = {Category.EXEMPT: "vrij", Category.REVERSE_CHARGE: "verlegd", Category.OUTSIDE: "geen"}
TITLES = {InvoiceKind.INVOICE: "Factuur", InvoiceKind.CREDIT_NOTE: "Creditfactuur"}


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice or credit note as a PDF. Reads the database, as often however long it is."""
    with translation.override("nl"):
        return to_pdf(_invoice(invoice))


def self_bill_pdf(bill: SelfBill) -> bytes:
    """The self-bill as a PDF: the worker's invoice to the cooperative."""
    with translation.override("nl"):
        return to_pdf(_self_bill(bill))


def _invoice(invoice: Invoice) -> Paper:
    issued, kind = local_day(invoice.issued_at), InvoiceKind(invoice.kind)
    head = letterhead_on(invoice.cooperative_id, issued)
    lines, sign = list(invoice.charges.order_by("delivered_on", "id")), -1 if invoice.credits else 1
    title = f"{TITLES[kind]} {invoice.number}"
    facts = [f"Factuurdatum: {day_in_digits(issued)}"]
    over = "Periode:" if invoice.person else "Werk van"
    facts.append(f"{over} {day_in_digits(invoice.period_start)} tot en met {day_in_digits(invoice.period_end)}")
    if reference := invoice.partner and invoice.partner.invoice_reference:
        facts.append(f"Uw referentie: {reference}")
    if invoice.credits:
        facts.append(f"Bij factuur {invoice.credits.number} van {day_in_digits(local_day(invoice.credits.issued_at))}")
        total = euro(abs(invoice.total_cents))
        closing = f"U krijgt {total} terug, of u mag het aftrekken van factuur {invoice.credits.number}."
    else:
        collected = collection_of(invoice)
        if not collected:
            facts.append(f"Graag betalen voor: {day_in_digits(invoice.due_on)}")
        if invoice.blocked_cents:
            facts.append(_blocked(invoice, lines))
        closing = _please_pay(invoice, head, collected)
    return Paper(
        title=title,
        to=_payer(invoice),
        of=_cooperative(invoice),
        facts=tuple(facts),
        about="Uw kenmerk" if invoice.payer == Payer.MUNICIPALITY else "Adres",
        lines=tuple(_line(line, line.about, sign) for line in lines),
        net_cents=sign * invoice.net_cents,
        taxes=tuple(_taxes(lines, sign)),
        why=_why(lines),
        total="U krijgt terug" if invoice.credits else "Te betalen",
        total_cents=sign * invoice.total_cents,
        closing=closing,
        reports=reports_of(invoice),
    )


def _please_pay(invoice: Invoice, head: Letterhead | None, collected: Collection | None) -> str:
    if collected:
        return (
            f"U hoeft niets te doen: wij schrijven {euro(invoice.total_cents)} af van {_iban(collected.iban)}, op "
            f"{day_in_digits(collected.first_day)} of kort daarna (machtiging {collected.mandate}, "
            f"incassant {collected.creditor})."
        )
    account, of = _iban(head.iban) if head else MISSING, invoice.cooperative.name
    number = f"met het factuurnummer {invoice.number} erbij"
    if not invoice.blocked_cents:
        return f"Wilt u {euro(invoice.total_cents)} overmaken op {account} van {of}, {number}?"
    return (
        f"Wilt u {euro(invoice.total_cents - invoice.blocked_cents)} overmaken op {account} en "
        f"{euro(invoice.blocked_cents)} op onze g-rekening {_iban(invoice.blocked_iban)}, allebei van {of}, {number}?"
    )


def _blocked(invoice: Invoice, lines: Iterable[Charge]) -> str:
    """The labour in it stands beside the part: that is what wage tax, and so liability, is about."""
    return f"Arbeid: {euro(int(labour(asked(lines))))} zonder btw; voor de g-rekening: {euro(invoice.blocked_cents)}"


def _self_bill(bill: SelfBill) -> Paper:
    issued, kind = local_day(bill.issued_at), InvoiceKind(bill.kind)
    lines = list(
        bill.earnings.select_related("settlement__timesheet__visit__job__dwelling").order_by("delivered_on", "id")
    )
    sign = -1 if bill.credits else 1
    facts = [
        f"Factuurdatum: {day_in_digits(issued)}",
        f"Werk van {day_in_digits(bill.period_start)} tot en met {day_in_digits(bill.period_end)}",
        "Factuur uitgereikt door afnemer",  # Wet OB, article 35a(1)(k)
    ]
    if bill.credits:
        facts.append(f"Bij factuur {bill.credits.shown_number} van {day_in_digits(local_day(bill.credits.issued_at))}")
    return Paper(
        title=f"{TITLES[kind]} {bill.number}",
        to=_cooperative(bill),
        of=_worker(bill),
        facts=tuple(facts),
        about="Adres",
        lines=tuple(_line(line, _place(line), sign) for line in lines),
        net_cents=sign * bill.net_cents,
        taxes=tuple(_taxes(lines, sign)),
        why=_why(lines),
        total="Terug te betalen" if bill.credits else "Te betalen",
        total_cents=sign * bill.total_cents,
        closing=f"Gemaakt door {bill.cooperative.name}, namens {bill.worker.person.name}, zoals afgesproken.",
    )


def _place(earning: Earning) -> str:
    return earning.settlement.timesheet.visit.job.dwelling.address


def _line(line: Charge | Earning, about: str, sign: int) -> Line:
    return Line(
        line.delivered_on, about, line_name(line.kind, line.description), sign * line.quantity, line.unit,
        line.price_cents, line.per, NO_VAT.get(line.vat_category) or f"{decimal(line.vat_percent)} %",
        sign * line.net_cents,
    )  # fmt: skip


def _taxes(lines: Iterable[Charge | Earning], sign: int) -> Iterable[Tax]:
    """A line for every percentage, and one for every reason that there is none."""
    for part in vat_with_reasons(lines):
        over = euro(sign * int(part.net))
        words = f"Btw {decimal(part.percent)} % over {over}" if part.percent else f"{part.reason} ({over})"
        yield Tax(words, sign * int(part.vat))


def _why(lines: Iterable[Charge | Earning]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule_on(line.vat_rule, line.delivered_on).reason_nl for line in lines))


def _payer(invoice: Invoice) -> Party:
    if invoice.landlord:
        landlord = invoice.landlord
        kvk = f"KvK {landlord.kvk_number}" if landlord.kvk_number else ""
        vat = f"Btw-nummer {landlord.vat_number}" if landlord.vat_number else ""
        return Party(landlord.name, (landlord.street, f"{landlord.postcode} {landlord.city}".strip(), kvk, vat))
    if invoice.district_team:
        team = invoice.district_team
        return Party(team.municipality, (f"t.a.v. {team.name}", team.email))
    assert invoice.person is not None  # invoice_has_its_payer
    return Party(invoice.person.name, _home(invoice.person))


def _home(person: Person) -> tuple[str, ...]:
    lives = Residence.objects.filter(person=person, until=None).select_related("dwelling").first()
    return (lives.dwelling.address, f"{lives.dwelling.postcode} {lives.dwelling.city}") if lives else ()


def _cooperative(document: Invoice | SelfBill) -> Party:
    cooperative, head = document.cooperative, letterhead_on(document.cooperative_id, local_day(document.issued_at))
    contact = (cooperative.phone, cooperative.email)
    if head is None:
        return Party(cooperative.name, (cooperative.city, f"KvK {MISSING}", *contact))
    vat = (f"Btw-nummer {head.vat_number}",) if head.vat_number else ()
    return Party(
        cooperative.name,
        (head.street, f"{head.postcode} {head.city}", f"KvK {head.kvk_number}", *vat, *contact),
    )


def _worker(bill: SelfBill) -> Party:
    worker = bill.worker
    address = invoice_address(bill)
    home = (address.street, f"{address.postcode} {address.city}") if address else ()
    kvk = f"KvK {worker.kvk_number}" if worker.kvk_number else ""
    vat = f"Btw-nummer {worker.vat_number}" if worker.vat_number else ""
    return Party(worker.person.name, (*home, kvk, vat, _iban(worker.iban)))


def _iban(iban: str) -> str:
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) if iban[:2].isalpha() else iban
