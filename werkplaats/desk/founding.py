"""A neighbourhood begins: its cooperative, its partners, its pilots and its first staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from werkplaats.homes.models import DistrictTeam, DistrictTeamContact, Landlord, LandlordContact, Pilot
from werkplaats.homes.rules import LandlordKind, PilotKind
from werkplaats.members.models import Cooperative, Person
from werkplaats.members.rules.roles import Role
from werkplaats.members.services.people import register_person


@dataclass(frozen=True)
class Place:
    city: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Contact:
    name: str
    email: str


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
    cooperative: Cooperative, *, name: str, email: str, kind: LandlordKind, contact: Contact, at: datetime
) -> Landlord:
    """A housing association with the person who looks for it: a party sees its dwellings, an observer only totals."""
    landlord = Landlord.objects.create(cooperative=cooperative, name=name, email=email, kind=kind)
    role = Role.LANDLORD if kind == LandlordKind.PARTY else Role.OBSERVER
    person = add_staff(cooperative, contact, role, at=at)
    LandlordContact.objects.create(cooperative=cooperative, landlord=landlord, person=person)
    return landlord


@transaction.atomic
def add_district_team(
    cooperative: Cooperative, *, name: str, municipality: str, email: str, contact: Contact, at: datetime
) -> DistrictTeam:
    team = DistrictTeam.objects.create(cooperative=cooperative, name=name, municipality=municipality, email=email)
    person = add_staff(cooperative, contact, Role.DISTRICT_TEAM, at=at)
    DistrictTeamContact.objects.create(cooperative=cooperative, district_team=team, person=person)
    return team


@transaction.atomic
def open_pilot(
    cooperative: Cooperative,
    *,
    name: str,
    partner: Landlord | DistrictTeam,
    cap: int,
    starts_on: date,
    ends_on: date,
) -> Pilot:
    """A pilot for repairs with a landlord, or for household help with a district team."""
    with_landlord = isinstance(partner, Landlord)
    return Pilot.objects.create(
        cooperative=cooperative,
        name=name,
        kind=PilotKind.REPAIRS if with_landlord else PilotKind.HOUSEHOLD,
        landlord=partner if isinstance(partner, Landlord) else None,
        district_team=partner if isinstance(partner, DistrictTeam) else None,
        cap=cap,
        starts_on=starts_on,
        ends_on=ends_on,
    )
