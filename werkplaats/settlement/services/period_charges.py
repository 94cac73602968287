"""Fixed amounts: what landlords, municipalities, subscribers and members are asked for a month, once."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import Landlord
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Charge
from werkplaats.settlement.names import line_name
from werkplaats.settlement.queries_terms import Group, period_terms, small_business
from werkplaats.settlement.queries_work import agreed
from werkplaats.settlement.rules import Payer, booking
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.charging import Taxed, taxed
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.period_prices import Held, in_force, period_charges, whole_month
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.tariffs import TariffKind
from werkplaats.settlement.rules.vat import Buyer, Part, Side, Situation
from werkplaats.settlement.services.ledger import Booking, book
from werkplaats.settlement.services.settling import columns

PAYERS = {
    TariffKind.LANDLORD: Payer.LANDLORD,
    TariffKind.MUNICIPALITY: Payer.MUNICIPALITY,
    TariffKind.SERVICE_PLAN: Payer.RESIDENT,
    TariffKind.MEMBERSHIP: Payer.MEMBER,
}


@transaction.atomic
def charge_month(actor: Actor, month: date, *, at: datetime) -> list[Charge]:
    """Ask everybody the fixed amounts of the month of this day, and book them. What was asked before is not asked
    again, also when more take part since.

    Errors: Refused when the month is not over.
    """
    require(actor, May.SETTLE)
    first, last = whole_month(month)
    if last >= local_day(at):
        raise Refused(
            _("This month is not over yet. Ask the amounts when it is, so that all days count."), field="month"
        )
    known = agreed(actor.cooperative_id)
    asked_before = set(
        Charge.objects.filter(cooperative_id=actor.cooperative_id, delivered_on__range=(first, last))
        .exclude(once="")
        .values_list("once", flat=True)
    )
    made: list[Charge] = []
    for kind in PAYERS:
        for group in period_terms(actor.cooperative_id, kind, first, last):
            for held in in_force(known, kind, month, group.partner):
                made += _charges(actor, kind, group, held, at)
    made = [charge for charge in made if charge.once not in asked_before]
    Charge.objects.bulk_create(made)
    book(actor.cooperative_id, [_booking(charge, local_day(at)) for charge in made], at=at)
    return made


def _charges(actor: Actor, kind: TariffKind, group: Group, held: Held, at: datetime) -> list[Charge]:
    lines = taxed(period_charges(held, group.terms), _situation(actor, kind, group, held.until))
    whose = {
        "landlord_id": group.partner if kind is TariffKind.LANDLORD else None,
        "district_team_id": group.partner if kind is TariffKind.MUNICIPALITY else None,
        "person_id": group.person,
    }
    return [
        Charge(
            cooperative_id=actor.cooperative_id,
            once=_once(kind, group, held, line),
            payer=PAYERS[kind],
            **whose,
            pilot_id=group.pilot,
            delivered_on=held.until,
            charged_at=at,
            **columns(line),
        )
        for line in lines
    ]


def _once(kind: TariffKind, group: Group, held: Held, line: Taxed) -> str:
    """Which amount of which days this is."""
    whose = f"{group.partner or group.person}:{group.pilot or ''}"
    return f"{kind}:{whose}:{held.since.isoformat()}:{line.line.kind}:{line.line.description}:{line.line.unit}"


def _situation(actor: Actor, kind: TariffKind, group: Group, day: date) -> Situation:
    buyer = Buyer.PRIVATE if group.person else Buyer.BUSINESS
    if kind is TariffKind.LANDLORD and Landlord.objects.filter(pk=group.partner or 0, owner_builder=True).exists():
        buyer = Buyer.OWNER_BUILDER
    facts: dict[str, Any] = {"granted": kind is TariffKind.MUNICIPALITY, "home": True, "inside": True}
    return Situation(
        Side.SALE,
        day,
        Part.SUBSCRIPTION,
        buyer=buyer,
        small_business=small_business(actor.cooperative_id, day),
        **facts,
    )


def _in_the_books(charge: Charge) -> str:
    """In Dutch, whatever the language of who asks for it."""
    with translation.override("nl"):
        return f"{line_name(charge.kind, '')} {charge.delivered_on:%m-%Y}"


def _booking(charge: Charge, day: date) -> Booking:
    return Booking(
        Journal.WORK,
        event=f"period:{charge.once}",
        booked_on=day,
        description=_in_the_books(charge),
        sides=booking.delivered(Payer(charge.payer), [(LineKind(charge.kind), Cents(charge.net_cents))], ()),
        landlord_id=charge.landlord_id,
        district_team_id=charge.district_team_id,
        person_id=charge.person_id,
        pilot_id=charge.pilot_id,
    )
