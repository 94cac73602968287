"""Bookings that somebody makes by hand, and giving up an invoice that is never going to be paid."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import Pilot
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Invoice, LedgerTransaction
from werkplaats.settlement.queries_books import open_invoices
from werkplaats.settlement.rules import memorial
from werkplaats.settlement.rules.booking import Journal, Side, Whose
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.memorial import Flaw
from werkplaats.settlement.rules.money import NOTHING
from werkplaats.settlement.services.ledger import Booking, book

WRONG = {
    Flaw.TOO_FEW: _("A booking has at least two lines with an amount."),
    Flaw.UNBALANCED: _("Debit and credit do not add up to the same."),
    Flaw.NOT_BY_HAND: _("On this account only the program books: with an invoice, a visit or a payment."),
}


@transaction.atomic
def book_by_hand(
    actor: Actor,
    *,
    booked_on: date,
    description: str,
    sides: Sequence[Side],
    pilot_id: int | None = None,
    token: UUID,
    at: datetime,
) -> LedgerTransaction:
    """A booking in the memorial. `token` is of the form: sent twice, it is booked once.

    Errors: Refused for a day to come or in a closed month, without words, or when it does not balance.
    """
    require(actor, May.SETTLE)
    if booked_on > local_day(at):
        raise Refused(_("This day is still to come."), field="booked_on")
    if not description.strip():
        raise Refused(_("Say what this booking is about."), field="description")
    if pilot_id and not Pilot.objects.filter(pk=pilot_id, cooperative_id=actor.cooperative_id).exists():
        raise Refused(_("This pilot is not there."), field="pilot")
    wrong = memorial.flaw(sides)
    if wrong:
        raise Refused(WRONG[wrong])
    return _booked_once(
        actor,
        Booking(
            Journal.MEMORIAL,
            event=f"memorial:{token}",
            booked_on=booked_on,
            description=description.strip(),
            sides=tuple(side for side in sides if side.cents),
            pilot_id=pilot_id,
        ),
        at,
    )


@transaction.atomic
def write_off(actor: Actor, invoice_id: int, *, reason: str, at: datetime) -> LedgerTransaction:
    """What is left of an invoice is given up, today: nobody asks for it any more. The VAT in it stays paid; asking it
    back is between the adviser and the tax office. Errors: Refused without a reason, or when nothing is left."""
    require(actor, May.SETTLE)
    if not reason.strip():
        raise Refused(_("Say why this is never going to be paid."), field="reason")
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)  # not twice at the same time
    today = local_day(at)
    left = {one.invoice_id: one.left for one in open_invoices(actor.cooperative_id, today)}.get(invoice_id, NOTHING)
    if left <= 0:
        raise Refused(_("Of this invoice nothing is left to be paid."))
    invoice = Invoice.objects.get(pk=invoice_id, cooperative_id=actor.cooperative_id)
    event = f"write-off:{invoice_id}:"
    before = LedgerTransaction.objects.filter(cooperative_id=actor.cooperative_id, event__startswith=event).count()
    (key,) = book(
        actor.cooperative_id,
        [
            Booking(
                Journal.MEMORIAL,
                event=f"{event}{before + 1}",
                booked_on=today,
                description=reason.strip(),
                sides=(Side(Account.WRITTEN_OFF, left), Side(Account.RECEIVABLE, -left, Whose.PAYER)),
                landlord_id=invoice.landlord_id,
                district_team_id=invoice.district_team_id,
                person_id=invoice.person_id,
                invoice_id=invoice.pk,
            )
        ],
        at=at,
    )
    return LedgerTransaction.objects.get(pk=key)


def _booked_once(actor: Actor, booking: Booking, at: datetime) -> LedgerTransaction:
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    known = LedgerTransaction.objects.filter(cooperative_id=actor.cooperative_id, event=booking.event).first()
    return known or LedgerTransaction.objects.get(pk=book(actor.cooperative_id, [booking], at=at)[0])
