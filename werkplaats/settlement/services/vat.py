"""Booking VAT that stands on no document of this program."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import LedgerTransaction, VatByHand
from werkplaats.settlement.queries import is_small_business, letterheads
from werkplaats.settlement.queries_vat import turnover_pro_rata
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.vat import Box
from werkplaats.settlement.rules.vat.by_hand import ACCOUNTS, Flaw, Serves, amount, flaw, sides
from werkplaats.settlement.services.ledger import Booking, book

WRONG = {
    Flaw.NOTHING: _("Fill in the amount without VAT and the VAT; both are above zero."),
    Flaw.MORE_THAN_NET: _("The VAT is more than the amount itself. Look at the two again."),
    Flaw.NO_PRO_RATA: _("There is no turnover in that year yet, so the part that may be deducted is not known."),
}


@transaction.atomic
def book_vat(
    actor: Actor,
    box: Box,
    *,
    booked_on: date,
    net_cents: int,
    vat_cents: int,
    serves: Serves,
    why: str,
    token: UUID,
    at: datetime,
) -> VatByHand:
    """An amount for box 1d, 4a or 4b, in the memorial and in the return of that quarter. `token` is of the form: sent
    twice, it is booked once. What was booked wrong is taken back with its booking (services.books.reverse).

    Errors: Refused for another box, an amount that cannot be, a day to come or in a closed month, or without words.
    """
    require(actor, May.SETTLE)
    if box not in ACCOUNTS:
        raise Refused(_("Only boxes 1d, 4a and 4b are booked by hand."), field="box")
    if booked_on > local_day(at):
        raise Refused(_("This day is still to come."), field="booked_on")
    if not why.strip():
        raise Refused(_("Say what this booking is about."), field="why")
    if wrong := flaw(net_cents, vat_cents):
        raise Refused(WRONG[wrong])
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    event = f"vat-by-hand:{token}"
    known = LedgerTransaction.objects.filter(cooperative_id=actor.cooperative_id, event=event).first()
    if known:
        return VatByHand.objects.get(transaction=known)
    in_scheme = is_small_business(letterheads(actor.cooperative_id), booked_on)
    try:
        found = amount(
            box,
            Cents(net_cents),
            Cents(vat_cents),
            serves,
            turnover_pro_rata(actor, booked_on.year),
            small_business=in_scheme,
        )
    except ValueError:
        raise Refused(WRONG[Flaw.NO_PRO_RATA], field="serves") from None
    asked = Booking(Journal.MEMORIAL, event, booked_on, why.strip(), sides(found))
    (booked,) = book(actor.cooperative_id, [asked], at=at)
    return VatByHand.objects.create(
        cooperative_id=actor.cooperative_id,
        transaction_id=booked,
        box=box,
        net_cents=found.net,
        vat_cents=found.vat,
        deductible_cents=found.deductible,
    )
