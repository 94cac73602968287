"""Invoices and credit notes per payer and period, numbered without holes."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_check
from stdnum.nl import btw

from werkplaats.ground.adding import fill
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell, tell_address
from werkplaats.settlement.models import Charge, Invoice, Letterhead, PayerTerms
from werkplaats.settlement.queries import ToBill, letterhead_on, lines_to_bill
from werkplaats.settlement.queries_debits import collection_of
from werkplaats.settlement.queries_payers import terms_on
from werkplaats.settlement.rules import InvoiceKind, booking
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.invoicing import VatLine, vat_lines
from werkplaats.settlement.rules.money import Cents, total
from werkplaats.settlement.services.ledger import Booking, book, next_numbers
from werkplaats.settlement.services.payers import blocked_of_invoice

NAMES = {InvoiceKind.INVOICE: "factuur", InvoiceKind.CREDIT_NOTE: "creditfactuur"}  # in the books, which are in Dutch
INVOICES = "invoice"  # the series; credit notes are numbered in it as well
USUAL_PAYMENT_DAYS = 30


@transaction.atomic
def issue_invoices(actor: Actor, *, period_start: date, period_end: date, at: datetime) -> list[Invoice]:
    """One invoice per payer over what was delivered in the period (both days included) and not billed before; and a
    credit note for every invoice of which something was taken back, whenever that was delivered.

    An invoice begins no earlier than the month of its first line, so a period may begin at the oldest work of all.
    What is outside VAT stands on an invoice of its own (EN 16931, BR-O-11). Again for the same period it invoices only
    what is new. Errors: Refused when the period ends before it begins.
    """
    require(actor, May.SETTLE)
    if period_end < period_start:
        raise Refused(_("The last day is before the first day."), field="period_end")
    first_number = next_numbers(actor.cooperative_id, INVOICES, 0)  # one at a time
    documents: dict[tuple[object, ...], list[ToBill]] = defaultdict(list)
    for line in lines_to_bill(actor.cooperative_id):
        if line.reverses_id is None and not period_start <= line.delivered_on <= period_end:
            continue
        outside = line.vat_category == Category.OUTSIDE
        documents[line.landlord_id, line.district_team_id, line.person_id, line.credited_id, outside].append(line)
    if not documents:
        return []
    next_numbers(actor.cooperative_id, INVOICES, len(documents))
    in_order = sorted(documents.values(), key=lambda of: (of[0].reverses_id is not None, of[0].payer, of[0].pk))
    credited = Invoice.objects.in_bulk({of[0].credited_id for of in in_order if of[0].credited_id})
    head, terms = letterhead_on(actor.cooperative_id, local_day(at)), terms_on(actor.cooperative_id, local_day(at))
    made = [
        _invoice(actor, number, of, credited.get(of[0].credited_id or 0), (period_start, period_end), head, terms, at)
        for number, of in enumerate(in_order, start=first_number)
    ]
    Invoice.objects.bulk_create(made)
    on = {line.pk: invoice.pk for invoice, of in zip(made, in_order, strict=True) for line in of}
    fill(Charge, "invoice", on)
    book(actor.cooperative_id, [_booking(i, of) for i, of in zip(made, in_order, strict=True)], at=at)
    _tell(made, at)
    return made


def _invoice(
    actor: Actor,
    number: int,
    lines: list[ToBill],
    credited: Invoice | None,
    period: tuple[date, date],
    head: Letterhead | None,
    terms: dict[tuple[int | None, int | None], PayerTerms],
    at: datetime,
) -> Invoice:
    first, issued, days = lines[0], local_day(at), [line.delivered_on for line in lines]
    net = sum(line.net_cents for line in lines)
    vat = int(total(part.vat for part in _vat(lines)))
    agreed = None if credited else terms.get((first.landlord_id, first.district_team_id))
    blocked_cents, blocked_iban = blocked_of_invoice(lines, agreed, head, net + vat)
    return Invoice(
        cooperative_id=actor.cooperative_id,
        number=number,
        kind=InvoiceKind.CREDIT_NOTE if credited else InvoiceKind.INVOICE,
        credits=credited,
        payer=first.payer,
        landlord_id=first.landlord_id,
        district_team_id=first.district_team_id,
        person_id=first.person_id,
        period_start=credited.period_start if credited else max(period[0], min(days).replace(day=1)),
        period_end=credited.period_end if credited else period[1],
        net_cents=net,
        vat_cents=vat,
        blocked_cents=blocked_cents,
        blocked_iban=blocked_iban,
        due_on=issued + timedelta(days=head.payment_days if head else USUAL_PAYMENT_DAYS),
        issued_at=at,
        issued_by_id=actor.person_id,
    )


def _vat(lines: list[ToBill]) -> tuple[VatLine, ...]:
    return vat_lines((line.vat_percent, Cents(line.net_cents)) for line in lines)


def _booking(invoice: Invoice, lines: list[ToBill]) -> Booking:
    pilots = {line.pilot_id for line in lines}
    return Booking(
        Journal.SALES,
        event=f"invoice:{invoice.number}",
        booked_on=local_day(invoice.issued_at),
        description=f"{NAMES[InvoiceKind(invoice.kind)]} {invoice.number}",
        sides=booking.invoiced(Cents(invoice.net_cents), [(part.percent, part.vat) for part in _vat(lines)]),
        landlord_id=invoice.landlord_id,
        district_team_id=invoice.district_team_id,
        person_id=invoice.person_id,
        invoice_id=invoice.pk,
        pilot_id=pilots.pop() if len(pilots) == 1 else None,
    )


def _tell(made: list[Invoice], at: datetime) -> None:
    """Whoever has to pay hears of it; who gave a mandate also when it is collected, as its rulebook asks."""
    related = ("landlord", "district_team", "person", "credits")
    for invoice in Invoice.objects.filter(pk__in=[one.pk for one in made]).select_related(*related).order_by("pk"):
        event, context = f"invoice-issued:{invoice.pk}", _told(invoice)
        partner = invoice.partner
        if invoice.person:
            tell(invoice.person, event=event, template="invoice", context=context, at=at)
        elif partner and partner.email:
            tell_address(
                invoice.cooperative_id,
                name=partner.name,
                email=partner.email,
                event=event,
                template="invoice",
                context=context,
                at=at,
            )


def _told(invoice: Invoice) -> dict[str, Any]:
    page = "/partner/facturen/" if invoice.landlord else "/mijn/facturen/"
    return {
        "number": invoice.number,
        "credits": invoice.credits.number if invoice.credits else None,
        "total_cents": abs(invoice.total_cents),
        "period_start": invoice.period_start,
        "period_end": invoice.period_end,
        "due_on": invoice.due_on,
        "collected": collection_of(invoice),
        "link": f"{settings.SITE_URL}{page}",
    }


@transaction.atomic
def set_letterhead(
    actor: Actor,
    *,
    valid_from: date,
    street: str,
    postcode: str,
    city: str,
    kvk_number: str,
    iban: str,
    vat_number: str = "",
    tax_number: str = "",
    small_business: bool = False,
    blocked_iban: str = "",
    payment_days: int = USUAL_PAYMENT_DAYS,
    at: datetime,
) -> Letterhead:
    """What stands at the head of invoices from a date on. Errors: Refused for a KvK number, VAT number or IBAN that
    cannot be."""
    require(actor, May.SETTLE)
    kvk_number = kvk_number.replace(" ", "")
    if not (kvk_number.isascii() and kvk_number.isdigit() and len(kvk_number) == 8):
        raise Refused(_("A KvK number has 8 digits."), field="kvk_number")
    if vat_number and not btw.is_valid(vat_number):
        raise Refused(_("This VAT number is not right. It looks like NL123456789B01."), field="vat_number")
    if not iban_check.is_valid(iban):
        raise Refused(_("This IBAN is not right. Check it for a typing mistake."), field="iban")
    if blocked_iban and not iban_check.is_valid(blocked_iban):
        raise Refused(_("This IBAN is not right. Check it for a typing mistake."), field="blocked_iban")
    if blocked_iban and iban_check.compact(blocked_iban) == iban_check.compact(iban):
        raise Refused(_("The blocked account is another account than the ordinary one."), field="blocked_iban")
    return Letterhead.objects.create(
        cooperative_id=actor.cooperative_id,
        valid_from=valid_from,
        street=street,
        postcode=postcode,
        city=city,
        kvk_number=kvk_number,
        vat_number=vat_number,
        tax_number=tax_number,
        small_business=small_business,
        iban=iban_check.compact(iban),
        blocked_iban=iban_check.compact(blocked_iban) if blocked_iban else "",
        payment_days=payment_days,
    )
