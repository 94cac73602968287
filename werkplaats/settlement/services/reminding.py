"""Reminding who has not paid: kindly, then firmly, each once, by mail (or by the way a person chose)."""

from datetime import date, datetime

from django.db import transaction

from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative
from werkplaats.members.services.notices import tell, tell_address
from werkplaats.settlement.models import Invoice
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.queries_books import (
    bank_known_until,
    open_invoices,
    payer_name,
    reminder_event,
    reminders_sent,
)
from werkplaats.settlement.queries_debits import will_be_collected
from werkplaats.settlement.rules import reminders
from werkplaats.settlement.rules.reminders import Reminder
from werkplaats.settlement.rules.statements import OpenInvoice


def remind_payers(*, at: datetime) -> int:
    """In every cooperative: who has an invoice open that is late by the last statement of the bank hears of it, unless
    we collect it. Days of which no statement was read do not count: the money may be there. Again on the same day:
    nothing. Gives how many."""
    return sum(_remind(cooperative, at) for cooperative in Cooperative.objects.order_by("id"))


def _remind(cooperative: Cooperative, at: datetime) -> int:
    today = local_day(at)
    known_until = bank_known_until(cooperative.pk)
    if known_until is None:
        return 0
    collected = will_be_collected(cooperative.pk, today)
    found = open_invoices(cooperative.pk, min(known_until, today))
    late = [one for one in found if one.days_late and one.invoice_id not in collected]
    sent = reminders_sent(cooperative.pk, [one.invoice_id for one in late])
    told = 0
    for one in late:
        before = sent.get(one.invoice_id, {})
        kind = reminders.due(one.days_late, before, today)
        if kind:
            told += _tell(one, kind, before.get(Reminder.KIND), at)
    return told


@transaction.atomic
def _tell(late: OpenInvoice, kind: Reminder, kind_one_on: date | None, at: datetime) -> bool:
    invoice = Invoice.objects.select_related("landlord", "district_team", "person").get(pk=late.invoice_id)
    letterhead = letterhead_on(invoice.cooperative_id, local_day(at))
    event, template = reminder_event(invoice.pk, kind), f"invoice_reminder_{kind}"
    context = {
        "number": invoice.number,
        "left_cents": late.left,
        "due_on": invoice.due_on,
        "reminded_on": kind_one_on,
        "iban": letterhead.iban if letterhead else "",
        "blocked_iban": invoice.blocked_iban,
    }
    if invoice.person:
        return tell(invoice.person, event=event, template=template, context=context, at=at) is not None
    partner = invoice.landlord or invoice.district_team
    if partner is None:
        return False
    told = tell_address(
        invoice.cooperative_id,
        name=payer_name(invoice),
        email=partner.email,
        event=event,
        template=template,
        context=context,
        at=at,
    )
    return told is not None
