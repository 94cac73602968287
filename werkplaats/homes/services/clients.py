"""A district team refers clients; what was granted is kept, lengthened, and ended."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import CareGrant, Client, DistrictTeam, Dwelling, Participation, Pilot, Residence
from werkplaats.homes.rules import Frequency, HouseholdActivity, ParticipationStatus, PilotKind
from werkplaats.homes.rules.referral import Flaw, Referral, flaws
from werkplaats.homes.services.pilots import locked_pilot, take_part, tell_place
from werkplaats.members.rules import identity
from werkplaats.members.rules.roles import Actor, May, Role, require
from werkplaats.members.services.people import register_person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WORDS: dict[Flaw, Any] = {
    Flaw.MISSING: gettext_lazy("Fill this in."),
    Flaw.NO_ACTIVITY: gettext_lazy("Choose at least one activity."),
    Flaw.MINUTES: gettext_lazy("A visit takes 15 to 480 minutes."),
    Flaw.DATES: gettext_lazy("The last day comes before the first day."),
    Flaw.WEEKDAY: gettext_lazy("Choose a day of the week."),
    Flaw.NO_CONTACT: gettext_lazy("Fill in an e-mail address or a phone number."),
}


@transaction.atomic
def refer_client(actor: Actor, referral: Referral, *, at: datetime) -> Participation:
    """Take in a client with the care grant: on a place of the household pilot, or on its waiting list.

    Errors: Refused with the field; also when there is no household pilot of this team.
    """
    require(actor, May.REFER_CLIENTS)
    for field, flaw in flaws(referral).items():
        raise Refused(WORDS[flaw], field=field)
    code = identity.postcode(referral.postcode)
    if code is None:
        raise Refused(_("A postcode has 4 digits and 2 letters, like 3812 AB."), field="postcode")
    team = _team(actor, referral.district_team_id)
    pilot = _pilot_of(team)
    person = register_person(
        team.cooperative_id,
        name=referral.name,
        email=referral.email,
        phone=referral.phone,
        language=referral.language,
        contact_by=referral.contact_by,
        roles=[Role.RESIDENT],
        at=at,
    )
    dwelling = _dwelling(team.cooperative_id, referral, code)
    Residence.objects.get_or_create(
        person=person,
        dwelling=dwelling,
        until=None,
        defaults={"cooperative_id": team.cooperative_id, "since": at.astimezone(AMSTERDAM).date()},
    )
    client, __ = Client.objects.get_or_create(
        person=person,
        defaults={
            "cooperative_id": team.cooperative_id,
            "dwelling": dwelling,
            "district_team": team,
            "provider_reference": referral.provider_reference.strip(),
            "notes_for_helper": referral.notes_for_helper.replace("\x00", "").strip(),
            "referred_at": at,
        },
    )
    known = Participation.objects.filter(pilot=pilot, client=client).exclude(status=ParticipationStatus.ENDED).first()
    if known is not None:
        raise Refused(_("This client takes part already. Add a new grant on the client's page."), field="name")
    _create_grant(client, referral, by=actor.person_id, at=at)
    participation = take_part(pilot, dwelling=None, client=client, by=actor.person_id, at=at)
    tell_place(participation, person, at=at)
    return participation


def _team(actor: Actor, district_team_id: int) -> DistrictTeam:
    teams = DistrictTeam.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR not in actor.roles:
        teams = teams.filter(pk__in=actor.district_team_ids)
    team = teams.filter(pk=district_team_id).first()
    if team is None:
        raise Refused(_("This district team is not there."), field="district_team_id")
    return team


def _pilot_of(team: DistrictTeam) -> Pilot:
    pilot = Pilot.objects.filter(district_team=team, kind=PilotKind.HOUSEHOLD).order_by("-starts_on").first()
    if pilot is None:
        raise Refused(_("There is no pilot for household help with this district team yet."))
    return locked_pilot(team.cooperative_id, pilot.pk)


def _dwelling(cooperative_id: int, referral: Referral, postcode: str) -> Dwelling:
    known, __ = Dwelling.objects.get_or_create(
        cooperative_id=cooperative_id,
        postcode=postcode,
        house_number=referral.house_number,
        addition=referral.addition.strip(),
        defaults={
            "street": referral.street.strip(),
            "city": referral.city.strip(),
            "latitude": referral.latitude,
            "longitude": referral.longitude,
        },
    )
    return known


def _create_grant(client: Client, referral: Referral, *, by: int | None, at: datetime) -> CareGrant:
    return CareGrant.objects.create(
        cooperative_id=client.cooperative_id,
        client=client,
        activities=[activity.value for activity in referral.activities],
        minutes=referral.minutes,
        frequency=referral.frequency,
        starts_on=referral.starts_on,
        ends_on=referral.ends_on,
        preferred_weekday=referral.preferred_weekday,
        preferred_start=referral.preferred_start,
        created_at=at,
        created_by_id=by,
    )


@transaction.atomic
def add_grant(
    actor: Actor,
    client_id: int,
    *,
    activities: tuple[HouseholdActivity, ...],
    minutes: int,
    frequency: Frequency,
    starts_on: date,
    ends_on: date,
    preferred_weekday: int | None = None,
    preferred_start: time | None = None,
    at: datetime,
) -> CareGrant:
    """A new decision of the municipality for a known client."""
    require(actor, May.REFER_CLIENTS)
    client = _client(actor, client_id)
    dwelling, person = client.dwelling, client.person
    referral = Referral(
        name=person.name,
        phone=person.phone or "-",
        postcode=dwelling.postcode,
        house_number=dwelling.house_number,
        street=dwelling.street,
        city=dwelling.city,
        latitude=dwelling.latitude,
        longitude=dwelling.longitude,
        district_team_id=client.district_team_id,
        activities=activities,
        minutes=minutes,
        frequency=frequency,
        starts_on=starts_on,
        ends_on=ends_on,
        preferred_weekday=preferred_weekday,
        preferred_start=preferred_start,
    )
    for field, flaw in flaws(referral).items():
        raise Refused(WORDS[flaw], field=field)
    return _create_grant(client, referral, by=actor.person_id, at=at)


def _client(actor: Actor, client_id: int) -> Client:
    clients = Client.objects.select_for_update(of=("self",)).filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR not in actor.roles:
        clients = clients.filter(district_team_id__in=actor.district_team_ids)
    client = clients.select_related("person", "dwelling").filter(pk=client_id).first()
    if client is None:
        raise Refused(_("This client is not there."))
    return client


@transaction.atomic
def end_grant(actor: Actor, grant_id: int, *, ended_on: date, at: datetime) -> CareGrant:
    """Help stops early; the last day counts as the last day of help."""
    require(actor, May.REFER_CLIENTS)
    grant = CareGrant.objects.select_for_update().filter(pk=grant_id, cooperative_id=actor.cooperative_id).first()
    if grant is None:
        raise Refused(_("This grant is not there."))
    _client(actor, grant.client_id)
    if not grant.starts_on <= ended_on <= grant.ends_on:
        raise Refused(_("The last day must lie within the grant."), field="ended_on")
    grant.ended_on = ended_on
    grant.save(update_fields=["ended_on"])
    return grant
