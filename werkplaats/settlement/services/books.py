"""Keeping the books: closing a month, and taking back what was booked wrong."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import ClosedMonth, LedgerEntry, LedgerTransaction, NumberSeries
from werkplaats.settlement.queries_books import first_booked, last_closed
from werkplaats.settlement.rules import periods
from werkplaats.settlement.rules.periods import Obstacle
from werkplaats.settlement.services.ledger import LEDGER, next_numbers, require_open

WHY_NOT = {
    Obstacle.NOT_OVER: _("This month is not over yet."),
    Obstacle.NOTHING_BOOKED: _("Nothing was booked yet, so there is no month to close."),
    Obstacle.EARLIER_IS_OPEN: _("A month before this one is still open. Close that one first."),
}


@transaction.atomic
def close_month(actor: Actor, month: date, *, at: datetime) -> ClosedMonth:
    """Nothing is booked in this month any more; closed already: nothing changes. What is not done yet in it
    (`queries_books.left_in`) is booked later, in a month that is open.

    Errors: Refused while the month is not over or one before it is open.
    """
    require(actor, May.SETTLE)
    month = periods.month_of(month)
    # Who books holds this row until its end: so what is being booked in the month is there first, or is refused.
    list(NumberSeries.objects.select_for_update().filter(cooperative_id=actor.cooperative_id, series=LEDGER))
    closed = ClosedMonth.objects.filter(cooperative_id=actor.cooperative_id, month=month).first()
    if closed:
        return closed
    found = periods.obstacle(
        month,
        first_booked=first_booked(actor.cooperative_id),
        last_closed=last_closed(actor.cooperative_id),
        today=local_day(at),
    )
    if found:
        raise Refused(WHY_NOT[found], field="month")
    return ClosedMonth.objects.create(
        cooperative_id=actor.cooperative_id, month=month, closed_at=at, closed_by_id=actor.person_id
    )


@transaction.atomic
def reverse(actor: Actor, transaction_id: int, *, reason: str, at: datetime) -> LedgerTransaction:
    """Take back a booking by one with the same entries on the other side, today. The first stays as it was.

    Once, and never of a reversal: then book it again. Work and invoices have verbs of their own to take them back (a
    correction, a credit note), so that payer and worker see it as well. Errors: Refused without a reason, for what is
    not there, and the second time.
    """
    require(actor, May.SETTLE)
    if not reason.strip():
        raise Refused(_("Say why this booking is taken back."), field="reason")
    number = next_numbers(actor.cooperative_id, LEDGER)
    booked = LedgerTransaction.objects.filter(pk=transaction_id, cooperative_id=actor.cooperative_id).first()
    if booked is None:
        raise Refused(_("This booking is not there."))
    if booked.reverses_id or LedgerTransaction.objects.filter(reverses=booked).exists():
        raise Refused(_("This booking was taken back already, or takes one back itself."))
    day = local_day(at)
    require_open(actor.cooperative_id, {periods.month_of(day)})
    back = LedgerTransaction.objects.create(
        cooperative_id=booked.cooperative_id,
        number=number,
        journal=booked.journal,
        event=f"reversal:{booked.pk}",
        booked_on=day,
        description=reason.strip(),
        booked_at=at,
        reverses=booked,
    )
    entries = list(booked.entries.order_by("id"))
    for entry in entries:
        entry.pk, entry.transaction, entry.amount_cents = None, back, -entry.amount_cents
    LedgerEntry.objects.bulk_create(entries)
    return back
