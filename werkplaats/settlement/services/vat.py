"""Booking VAT that stands on no document of this program, and keeping what was filed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import LedgerTransaction, VatByHand, VatFiled, VatFiling
from werkplaats.settlement.queries import is_small_business, schemes
from werkplaats.settlement.queries_vat import to_file, turnover_pro_rata
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box
from werkplaats.settlement.rules.vat.by_hand import ACCOUNTS, Flaw, Serves, amount, flaw, sides
from werkplaats.settlement.rules.vat.corrections import Change, figures
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
    _one_at_a_time(actor)
    if box not in ACCOUNTS:
        raise Refused(_("Only boxes 1d, 4a and 4b are booked by hand."), field="box")
    if booked_on > local_day(at):
        raise Refused(_("This day is still to come."), field="booked_on")
    if not why.strip():
        raise Refused(_("Say what this booking is about."), field="why")
    if wrong := flaw(net_cents, vat_cents):
        raise Refused(WRONG[wrong])
    event = f"vat-by-hand:{token}"
    known = LedgerTransaction.objects.filter(cooperative_id=actor.cooperative_id, event=event).first()
    if known:
        return VatByHand.objects.get(transaction=known)
    in_scheme = is_small_business(schemes(actor.cooperative_id), booked_on)
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
        net_cents=int(found.net),
        vat_cents=int(found.vat),
        deductible_cents=int(found.deductible),
    )


@transaction.atomic
def file_return(actor: Actor, quarter: Quarter, *, filed_on: date, at: datetime) -> VatFiling:
    """That the return of a quarter was sent, with the figures of now and what goes along of earlier quarters.

    Errors: Refused before the quarter is over, and when it was filed already.
    """
    _one_at_a_time(actor)
    found = to_file(actor, quarter, local_day(at))
    if found.filings:
        raise Refused(_("This return was filed already."))
    _require_filed_on(quarter, filed_on, local_day(at))
    own = Change(quarter, figures(found.found))
    return _filed(actor, quarter, [own, *found.along], filed_on=filed_on, at=at)


@transaction.atomic
def file_correction(actor: Actor, quarter: Quarter, *, filed_on: date, at: datetime) -> VatFiling:
    """That a correction ("suppletie") of a filed return was sent: what changed of it is told from now on.

    Errors: Refused when it was never filed, or nothing changed.
    """
    _one_at_a_time(actor)
    found = to_file(actor, quarter, local_day(at))
    if found.changed is None:
        raise Refused(_("There is nothing to correct: what was filed is what the books say."))
    _require_filed_on(quarter, filed_on, local_day(at))
    return _filed(actor, quarter, [found.changed], filed_on=filed_on, at=at, correction=True)


def _one_at_a_time(actor: Actor) -> None:
    require(actor, May.SETTLE)
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)


def _require_filed_on(quarter: Quarter, filed_on: date, today: date) -> None:
    if filed_on <= quarter.last:
        raise Refused(_("A return is filed after the quarter is over."), field="filed_on")
    if filed_on > today:
        raise Refused(_("This day is still to come."), field="filed_on")


def _filed(
    actor: Actor, quarter: Quarter, told: list[Change], *, filed_on: date, at: datetime, correction: bool = False
) -> VatFiling:
    filing = VatFiling.objects.create(
        cooperative_id=actor.cooperative_id,
        year=quarter.year,
        number=quarter.number,
        correction=correction,
        filed_on=filed_on,
        recorded_at=at,
        recorded_by_id=actor.person_id,
    )
    VatFiled.objects.bulk_create(
        VatFiled(
            cooperative_id=actor.cooperative_id,
            filing=filing,
            year=one.quarter.year,
            number=one.quarter.number,
            box=box,
            net_cents=int(amounts.net),
            vat_cents=int(amounts.vat),
        )
        for one in told
        for box, amounts in one.boxes.items()
    )
    return filing
