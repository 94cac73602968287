"""A neighbourhood begins: its cooperative, its partners, its pilots and its first staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from werkplaats.desk.actors import actor_of_person
from werkplaats.desk.services.team import OF_KIND, make_contact
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.homes.rules import LandlordKind
from werkplaats.homes.rules.pilot import PilotPlan
from werkplaats.homes.services.opening import open_pilot
from werkplaats.members.models import Cooperative, Person
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.members.services.people import register_person
from werkplaats.triage.services.lists import publish_shipped


@dataclass(frozen=True)
class Place:
    city: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Contact:
    name: str
    email: str


@dataclass(frozen=True)
class PostalAddress:
    """Where letters and invoices go; empty when not told yet."""

    street: str = ""
    postcode: str = ""
    city: str = ""


@transaction.atomic
def found_cooperative(
    *, name: str, slug: str, email: str, phone: str, place: Place, coordinators: Iterable[Contact], at: datetime
) -> Cooperative:
    """The cooperative with its coordinators, who can do everything else from their own pages."""
    cooperative = Cooperative.objects.create(
        name=name,
        slug=slug,
        email=email,
        phone=phone,
        city=place.city,
        latitude=place.latitude,
        longitude=place.longitude,
    )
    for contact in coordinators:
        add_staff(cooperative, contact, Role.COORDINATOR, at=at)
    return cooperative


@transaction.atomic
def add_staff(cooperative: Cooperative, contact: Contact, role: Role, *, at: datetime) -> Person:
    return register_person(cooperative.pk, name=contact.name, email=contact.email, roles=[role], at=at)


@transaction.atomic
def add_landlord(
    cooperative: Cooperative,
    *,
    name: str,
    email: str,
    kind: LandlordKind,
    contact: Contact,
    address: PostalAddress = PostalAddress(),
    kvk_number: str = "",
    at: datetime,
) -> Landlord:
    """A housing association with the person who looks for it: a party sees its dwellings, an observer only totals."""
    landlord = Landlord.objects.create(
        cooperative=cooperative,
        name=name,
        email=email,
        kind=kind,
        street=address.street,
        postcode=address.postcode,
        city=address.city,
        kvk_number=kvk_number,
    )
    make_contact(landlord, add_staff(cooperative, contact, OF_KIND[kind], at=at))
    return landlord


@transaction.atomic
def add_district_team(
    cooperative: Cooperative, *, name: str, municipality: str, email: str, contact: Contact, at: datetime
) -> DistrictTeam:
    team = DistrictTeam.objects.create(cooperative=cooperative, name=name, municipality=municipality, email=email)
    make_contact(team, add_staff(cooperative, contact, Role.DISTRICT_TEAM, at=at))
    return team


@transaction.atomic
def found_neighbourhood(description: dict[str, Any], *, at: datetime) -> Cooperative:
    """All that a neighbourhood begins with, from a description (docs/examples/neighbourhood.toml); all or nothing.

    Errors: Refused, naming the part of the description that is missing or wrong.
    """
    part = _part(description, "cooperative")
    if Cooperative.objects.filter(slug=_word(part, "slug")).exists():
        raise Refused(f"A cooperative with the short name {part['slug']} exists already.", field="cooperative.slug")
    coordinators = [_contact(row) for row in description.get("coordinators", [])]
    if not coordinators:
        raise Refused("Name at least one coordinator: [[coordinators]] with name and email.", field="coordinators")
    cooperative = found_cooperative(
        name=_word(part, "name"),
        slug=_word(part, "slug"),
        email=_word(part, "email"),
        phone=_word(part, "phone"),
        place=Place(_word(part, "city"), float(part.get("latitude", 0)), float(part.get("longitude", 0))),
        coordinators=coordinators,
        at=at,
    )
    for row in description.get("board", []):
        add_staff(cooperative, _contact(row), Role.BOARD, at=at)
    # The pilots are the coordinator's to open, like every pilot after them.
    first = Person.objects.get(cooperative=cooperative, email__iexact=coordinators[0].email)
    coordinator = actor_of_person(first.pk)
    for row in description.get("landlords", []):
        _landlord_with_pilot(cooperative, row, coordinator, at)
    for row in description.get("district_teams", []):
        _team_with_pilot(cooperative, row, coordinator, at)
    return cooperative


def _landlord_with_pilot(cooperative: Cooperative, row: dict[str, Any], coordinator: Actor, at: datetime) -> None:
    landlord = add_landlord(
        cooperative,
        name=_word(row, "name"),
        email=_word(row, "email"),
        kind=LandlordKind(row.get("kind", LandlordKind.PARTY)),
        contact=_contact(_part(row, "contact")),
        address=PostalAddress(**{name: str(row.get(name, "")) for name in ("street", "postcode", "city")}),
        kvk_number=str(row.get("kvk_number", "")),
        at=at,
    )
    if landlord.kind == LandlordKind.PARTY:
        publish_shipped(coordinator, landlord, at=at)
    _pilot_of(landlord, row, coordinator, at)


def _team_with_pilot(cooperative: Cooperative, row: dict[str, Any], coordinator: Actor, at: datetime) -> None:
    team = add_district_team(
        cooperative,
        name=_word(row, "name"),
        municipality=_word(row, "municipality"),
        email=_word(row, "email"),
        contact=_contact(_part(row, "contact")),
        at=at,
    )
    publish_shipped(coordinator, team, at=at)
    _pilot_of(team, row, coordinator, at)


def _pilot_of(partner: Landlord | DistrictTeam, row: dict[str, Any], coordinator: Actor, at: datetime) -> None:
    pilot = row.get("pilot")
    if pilot is None:
        return
    for key in ("starts_on", "ends_on"):
        if not isinstance(pilot.get(key), date):
            raise Refused(f"Give {key} of the pilot as a date, like 2027-01-01.", field=key)
    plan = PilotPlan(_word(pilot, "name"), int(pilot.get("cap", 0)), pilot["starts_on"], pilot["ends_on"])
    open_pilot(coordinator, plan, partner, at=at)


def _part(description: dict[str, Any], name: str) -> dict[str, Any]:
    part = description.get(name)
    if not isinstance(part, dict):
        raise Refused(f"The part [{name}] is missing.", field=name)
    return part


def _word(part: dict[str, Any], name: str) -> str:
    word = str(part.get(name, "")).strip()
    if not word:
        raise Refused(f"“{name}” is missing or empty.", field=name)
    return word


def _contact(row: dict[str, Any]) -> Contact:
    return Contact(_word(row, "name"), _word(row, "email"))
