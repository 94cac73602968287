"""Dwellings and clients take part in a pilot, wait for a place, move up, leave."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import Client, Dwelling, Participation, Pilot
from werkplaats.homes.rules import ParticipationStatus, PilotKind
from werkplaats.homes.rules.pilot import free_places, moves_up
from werkplaats.homes.services.residents import resident_of
from werkplaats.members.models import Person
from werkplaats.members.rules import identity
from werkplaats.members.rules.identity import holds_bsn
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell

NO_BSN = gettext_lazy("A BSN stands in this. We do not keep it: leave it out.")


def locked_pilot(cooperative_id: int, pilot_id: int) -> Pilot:
    """The pilot, locked: places are given out one after another."""
    pilot = Pilot.objects.select_for_update().filter(cooperative_id=cooperative_id, pk=pilot_id).first()
    if pilot is None:
        raise Refused(_("This pilot is not there."))
    return pilot


def taken_places(pilot: Pilot) -> list[int]:
    rows = Participation.objects.filter(pilot=pilot, status=ParticipationStatus.ACTIVE)
    return [place for place in rows.values_list("place", flat=True) if place is not None]


def take_part(
    pilot: Pilot, *, dwelling: Dwelling | None, client: Client | None, by: int | None, at: datetime
) -> Participation:
    """A place when one is free and nobody waits, else the end of the waiting list. The pilot must be locked."""
    waiting = Participation.objects.filter(pilot=pilot, status=ParticipationStatus.WAITING).exists()
    free = [] if waiting else free_places(pilot.cap, taken_places(pilot))
    return Participation.objects.create(
        cooperative_id=pilot.cooperative_id,
        pilot=pilot,
        dwelling=dwelling,
        client=client,
        status=ParticipationStatus.ACTIVE if free else ParticipationStatus.WAITING,
        place=free[0] if free else None,
        requested_at=at,
        started_at=at if free else None,
        requested_by_id=by,
    )


@transaction.atomic
def sign_up_dwelling(
    cooperative_id: int,
    *,
    pilot_id: int,
    postcode: str,
    house_number: int,
    addition: str = "",
    name: str,
    email: str = "",
    phone: str = "",
    language: str = "nl",
    contact_by: str = "email",
    at: datetime,
) -> Participation:
    """A tenant signs the dwelling up. A dwelling that takes part or waits already keeps its participation.

    Errors: Refused, when the address is not in the landlord's list or nobody can be reached.
    """
    code = identity.postcode(postcode)
    if code is None:
        raise Refused(_("A postcode has 4 digits and 2 letters, like 3812 AB."), field="postcode")
    if not email.strip() and not phone.strip():
        raise Refused(_("Fill in an e-mail address or a phone number, so that we can reach you."), field="phone")
    pilot = locked_pilot(cooperative_id, pilot_id)
    if pilot.kind != PilotKind.REPAIRS:
        raise Refused(_("Dwellings cannot be signed up for this pilot."))
    day = local_day(at)
    if not pilot.starts_on <= day <= pilot.ends_on:
        raise Refused(_("This pilot is not open now."))
    dwelling = Dwelling.objects.filter(
        cooperative_id=cooperative_id,
        landlord=pilot.landlord,
        postcode=code,
        house_number=house_number,
        addition__iexact=addition.strip(),
    ).first()
    if dwelling is None:
        raise Refused(
            _("This address is not in the list of the housing association. Look at the postcode and the house number."),
            field="house_number",
        )
    person = resident_of(dwelling, name=name, email=email, phone=phone, language=language, contact_by=contact_by, at=at)
    known = (
        Participation.objects.filter(pilot=pilot, dwelling=dwelling).exclude(status=ParticipationStatus.ENDED).first()
    )
    if known is not None:
        return known
    participation = take_part(pilot, dwelling=dwelling, client=None, by=person.pk, at=at)
    tell_place(participation, person, at=at)
    return participation


def tell_place(participation: Participation, person: Person, *, at: datetime) -> None:
    """A place, or the waiting list; in other words for a household client than for a dwelling."""
    active = participation.status == ParticipationStatus.ACTIVE
    whose = "client" if participation.client_id else "pilot"
    tell(
        person,
        event=f"participation-{participation.status}:{participation.pk}",
        template=f"{whose}_place" if active else f"{whose}_waiting",
        context={"participation": participation, "pilot": participation.pilot},
        at=at,
    )


@transaction.atomic
def end_participation(actor: Actor, participation_id: int, *, reason: str, at: datetime) -> Participation:
    """Somebody leaves; the first who waits moves up at once, and hears it. Ended already: nothing.

    The help of a client is ended with it by `desk.services.leave`.
    """
    require(actor, May.MANAGE_PILOTS)
    if not reason.strip():
        raise Refused(_("Write why it ends."), field="reason")
    if holds_bsn(reason):
        raise Refused(NO_BSN, field="reason")
    found = Participation.objects.filter(cooperative_id=actor.cooperative_id, pk=participation_id).first()
    if found is None:
        raise Refused(_("This participation is not there."))
    locked_pilot(found.cooperative_id, found.pilot_id)
    participation = Participation.objects.select_for_update().get(pk=found.pk)
    if participation.status == ParticipationStatus.ENDED:
        return participation
    participation.status, participation.place = ParticipationStatus.ENDED, None
    participation.ended_at, participation.end_reason = at, reason.strip()
    participation.save(update_fields=["status", "place", "ended_at", "end_reason"])
    move_up(participation.pilot_id, at=at)
    return participation


@transaction.atomic
def move_up(pilot_id: int, *, at: datetime) -> list[Participation]:
    """Give free places to those who wait longest."""
    pilot = Pilot.objects.select_for_update().get(pk=pilot_id)
    waiting = Participation.objects.filter(pilot=pilot, status=ParticipationStatus.WAITING)
    queue = {
        row.pk: row for row in waiting.order_by("requested_at", "id").select_related("requested_by", "client__person")
    }
    moved = []
    for pk, place in moves_up(pilot.cap, taken_places(pilot), list(queue)):
        participation = queue[pk]
        participation.status, participation.place = ParticipationStatus.ACTIVE, place
        participation.started_at = at
        participation.save(update_fields=["status", "place", "started_at"])
        person = participation.client.person if participation.client else participation.requested_by
        if person is not None:
            tell_place(participation, person, at=at)
        moved.append(participation)
    return moved


def move_up_all(*, at: datetime) -> int:
    """What a raised cap or a crash left open, over all pilots."""
    pilots = Pilot.objects.filter(participations__status=ParticipationStatus.WAITING).distinct()
    return sum(len(move_up(pk, at=at)) for pk in list(pilots.values_list("pk", flat=True)))
