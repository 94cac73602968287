"""A district team refers clients; what was granted is kept, lengthened, and ended."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean, local_day
from werkplaats.homes.models import CareGrant, Client, DistrictTeam, Dwelling, Participation, Pilot
from werkplaats.homes.rules import Frequency, HouseholdActivity, ParticipationStatus, PilotKind
from werkplaats.homes.rules.referral import Flaw, Referral, flaws, last_day_of_help
from werkplaats.homes.services.pilots import NO_BSN, locked_pilot, take_part, tell_place
from werkplaats.homes.services.residents import resident_of
from werkplaats.members.models import Person
from werkplaats.members.rules import identity
from werkplaats.members.rules.roles import Actor, May, Role, require

WORDS: dict[Flaw, Any] = {
    Flaw.MISSING: gettext_lazy("Fill this in."),
    Flaw.NO_ACTIVITY: gettext_lazy("Choose at least one activity."),
    Flaw.MINUTES: gettext_lazy("A visit takes 15 to 480 minutes."),
    Flaw.DATES: gettext_lazy("The last day comes before the first day."),
    Flaw.WEEKDAY: gettext_lazy("Choose a day of the week."),
    Flaw.NO_CONTACT: gettext_lazy("Fill in an e-mail address or a phone number."),
    Flaw.BSN: NO_BSN,
}


@transaction.atomic
def refer_client(actor: Actor, referral: Referral, *, at: datetime) -> Participation:
    """Take in a client with the care grant: on a place of the household pilot, or on its waiting list.

    Sent twice it is one referral. Errors: Refused with the field; also when there is no household pilot of this team.
    """
    require(actor, May.REFER_CLIENTS)
    for field, flaw in flaws(referral).items():
        raise Refused(WORDS[flaw], field=field)
    code = identity.postcode(referral.postcode)
    if code is None:
        raise Refused(_("A postcode has 4 digits and 2 letters, like 3812 AB."), field="postcode")
    team = _team(actor, referral.district_team_id)
    pilot = _pilot_of(team, at)
    dwelling = _dwelling(team.cooperative_id, referral, code)
    person = resident_of(
        dwelling,
        name=referral.name,
        email=referral.email,
        phone=referral.phone,
        language=referral.language,
        contact_by=referral.contact_by,
        at=at,
    )
    if person.name.casefold() != " ".join(referral.name.split()).casefold():
        raise Refused(
            _("Somebody with another name uses this e-mail address. Leave it out, and fill in a phone number."),
            field="email",
        )
    client = _taken_in(person, dwelling, team, referral, at)
    known = Participation.objects.filter(pilot=pilot, client=client).exclude(status=ParticipationStatus.ENDED).first()
    granted = _granted(referral)
    if known is not None:
        if client.grants.filter(**granted).exists():
            return known
        raise Refused(_("This client takes part already. Add a new grant on the client's page."), field="name")
    _create_grant(client, granted, heavy=referral.heavy, by=actor.person_id, at=at)
    participation = take_part(pilot, dwelling=None, client=client, by=actor.person_id, at=at)
    tell_place(participation, person, at=at)
    return participation


def _taken_in(person: Person, dwelling: Dwelling, team: DistrictTeam, referral: Referral, at: datetime) -> Client:
    """The client; one who was a client before gets the address and the notes of now."""
    now = {
        "dwelling": dwelling,
        "provider_reference": referral.provider_reference.strip(),
        "notes_for_helper": clean(referral.notes_for_helper),
    }
    client = Client.objects.select_for_update().filter(person=person).first()
    if client is None:
        return Client.objects.create(
            cooperative_id=team.cooperative_id, person=person, district_team=team, referred_at=at, **now
        )
    if client.district_team_id != team.pk:  # whose client it is, is not told to another team
        raise Refused(_("This person cannot be referred here. Call the coordinator."), field="name")
    if not client.participations.exclude(status=ParticipationStatus.ENDED).exists():
        for name, value in now.items():
            setattr(client, name, value)
        client.save(update_fields=list(now))
    return client


def _team(actor: Actor, district_team_id: int) -> DistrictTeam:
    teams = DistrictTeam.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR not in actor.roles:
        teams = teams.filter(pk__in=actor.district_team_ids)
    team = teams.filter(pk=district_team_id).first()
    if team is None:
        raise Refused(_("This district team is not there."), field="district_team_id")
    return team


def _pilot_of(team: DistrictTeam, at: datetime) -> Pilot:
    """The pilot of this team that runs, else the next to begin; held."""
    today = local_day(at)
    pilots = Pilot.objects.filter(district_team=team, kind=PilotKind.HOUSEHOLD, ends_on__gte=today)
    pilot = pilots.order_by("starts_on", "id").first()
    if pilot is None:
        raise Refused(_("No pilot for household help is open with this district team. Call the coordinator."))
    return locked_pilot(team.cooperative_id, pilot.pk)


def _dwelling(cooperative_id: int, referral: Referral, postcode: str) -> Dwelling:
    known, __ = Dwelling.objects.get_or_create(
        cooperative_id=cooperative_id,
        postcode=postcode,
        house_number=referral.house_number,
        addition__iexact=referral.addition.strip(),
        defaults={
            "addition": referral.addition.strip(),
            "street": referral.street.strip(),
            "city": referral.city.strip(),
            "latitude": referral.latitude,
            "longitude": referral.longitude,
        },
    )
    return known


def _granted(referral: Referral) -> dict[str, Any]:
    """What was granted, as the grant's row says it."""
    return {
        "activities": [activity.value for activity in referral.activities],
        "minutes": referral.minutes,
        "frequency": referral.frequency,
        "starts_on": referral.starts_on,
        "ends_on": referral.ends_on,
        "preferred_weekday": referral.preferred_weekday,
        "preferred_start": referral.preferred_start,
    }


def _create_grant(client: Client, granted: dict[str, Any], *, heavy: bool, by: int | None, at: datetime) -> CareGrant:
    """The grant; the same one that runs already, when a form was sent twice. The client is held, or new."""
    same = client.grants.filter(**granted, ended_on=None).first()
    return same or CareGrant.objects.create(
        cooperative_id=client.cooperative_id, client=client, **granted, heavy=heavy, created_at=at, created_by_id=by
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
    heavy: bool = False,
    at: datetime,
) -> CareGrant:
    """A new decision of the municipality for a known client. Who took part before takes part again, or waits."""
    require(actor, May.REFER_CLIENTS)
    pilot = _pilot_of(_client(actor, client_id, hold=False).district_team, at)
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
        heavy=heavy,
    )
    for field, flaw in flaws(referral).items():
        raise Refused(WORDS[flaw], field=field)
    grant = _create_grant(client, _granted(referral), heavy=heavy, by=actor.person_id, at=at)
    if not Participation.objects.filter(pilot=pilot, client=client).exclude(status=ParticipationStatus.ENDED).exists():
        tell_place(take_part(pilot, dwelling=None, client=client, by=actor.person_id, at=at), person, at=at)
    return grant


def _client(actor: Actor, client_id: int, *, hold: bool = True) -> Client:
    clients = Client.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR not in actor.roles:
        clients = clients.filter(district_team_id__in=actor.district_team_ids)
    if hold:
        clients = clients.select_for_update(of=("self",))
    client = clients.select_related("person", "dwelling", "district_team").filter(pk=client_id).first()
    if client is None:
        raise Refused(_("This client is not there."))
    return client


@transaction.atomic
def set_notes(actor: Actor, client_id: int, notes: str, *, at: datetime) -> Client:
    """What the helper must know at the door: the cat, the key, the stairs. Never why somebody needs help."""
    require(actor, May.REFER_CLIENTS)
    client = _client(actor, client_id)
    if identity.holds_bsn(notes):
        raise Refused(NO_BSN, field="notes_for_helper")
    client.notes_for_helper = clean(notes)
    client.save(update_fields=["notes_for_helper"])
    return client


@transaction.atomic
def end_grant(actor: Actor, grant_id: int, *, ended_on: date, at: datetime) -> CareGrant:
    """Help stops early; `ended_on` is the last day of help. A day before the first: it never begins.

    The visits after it are called off by `desk.services.end_grant`. Errors: Refused with the field.
    """
    require(actor, May.REFER_CLIENTS)
    grant = CareGrant.objects.select_for_update().filter(pk=grant_id, cooperative_id=actor.cooperative_id).first()
    if grant is None:
        raise Refused(_("This grant is not there."))
    _client(actor, grant.client_id, hold=False)
    last = last_day_of_help(grant.starts_on, grant.ends_on, ended_on)
    if last is None:
        raise Refused(_("The grant is over before that day. For longer help, add a new grant."), field="ended_on")
    if grant.ended_on is not None and last > grant.ended_on:
        raise Refused(_("Help was stopped earlier than that. For more help, add a new grant."), field="ended_on")
    grant.ended_on = last
    grant.save(update_fields=["ended_on"])
    return grant
