"""Small builders for tests: the neighbourhood in a few words. Everything has a sensible default."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.test import Client as Browser

from werkplaats.homes.models import (
    CareGrant,
    Client,
    DistrictTeam,
    DistrictTeamContact,
    Dwelling,
    Landlord,
    LandlordContact,
    Pilot,
    Residence,
    Supplier,
)
from werkplaats.homes.rules import Frequency, HouseholdActivity, LandlordKind, PilotKind
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Availability, Cooperative, Credential, Person, PersonRole, User, Worker
from werkplaats.members.rules import Contract, CredentialKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.roles import Actor, Role

# A Tuesday morning in Amersfoort (09:00 local time).
NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
CENTRE = (52.1601, 5.3725)
numbers = count(1)


def a_cooperative(**fields: Any) -> Cooperative:
    number = next(numbers)
    return Cooperative.objects.create(
        **{
            "name": "Werkplaats Soesterkwartier",
            "slug": f"buurt-{number}",
            "email": "info@werkplaats.example",
            "phone": "033 123 45 67",
            "city": "Amersfoort",
            "latitude": CENTRE[0],
            "longitude": CENTRE[1],
            **fields,
        }
    )


def a_person(cooperative: Cooperative, *roles: Role, name: str = "", **fields: Any) -> Person:
    number = next(numbers)
    email = fields.pop("email", f"mens{number}@voorbeeld.example")
    user = User.objects.create_user(email) if email else None
    person = Person.objects.create(
        cooperative=cooperative, user=user, name=name or f"Mens {number}", email=email, created_at=NOW, **fields
    )
    for role in roles:
        PersonRole.objects.create(cooperative=cooperative, person=person, role=role, since=NOW)
    return person


def browser_of(who: Actor | Person) -> Browser:
    """Signed in."""
    person = who if isinstance(who, Person) else Person.objects.get(pk=who.person_id)
    assert person.user
    browser = Browser()
    browser.force_login(person.user)
    return browser


def an_actor(person: Person) -> Actor:
    """The actor of a person, with what the database knows of it."""
    from werkplaats.desk.actors import actor_of_person

    return actor_of_person(person.pk)


def a_coordinator(cooperative: Cooperative) -> Actor:
    return an_actor(a_person(cooperative, Role.COORDINATOR, name="Coördinator"))


def a_landlord(cooperative: Cooperative, kind: LandlordKind = LandlordKind.PARTY, **fields: Any) -> Landlord:
    return Landlord.objects.create(
        **{
            "cooperative": cooperative,
            "name": f"Woningcorporatie {next(numbers)}",
            "kind": kind,
            "email": "reparatie@corporatie.example",
            "street": "Corporatieweg 1",
            "postcode": "3811 AA",
            "city": "Amersfoort",
            "kvk_number": "12345678",
            **fields,
        }
    )


def a_landlord_contact(landlord: Landlord) -> Actor:
    role = Role.LANDLORD if landlord.kind == LandlordKind.PARTY else Role.OBSERVER
    person = a_person(landlord.cooperative, role)
    LandlordContact.objects.create(cooperative=landlord.cooperative, landlord=landlord, person=person)
    return an_actor(person)


def a_district_team(cooperative: Cooperative) -> DistrictTeam:
    return DistrictTeam.objects.create(
        cooperative=cooperative,
        name=f"Wijkteam {next(numbers)}",
        municipality="Gemeente Amersfoort",
        email="wijkteam@gemeente.example",
    )


def a_district_team_contact(team: DistrictTeam) -> Actor:
    person = a_person(team.cooperative, Role.DISTRICT_TEAM)
    DistrictTeamContact.objects.create(cooperative=team.cooperative, district_team=team, person=person)
    return an_actor(person)


def a_dwelling(landlord: Landlord | None, cooperative: Cooperative | None = None, **fields: Any) -> Dwelling:
    owner = landlord.cooperative if landlord else cooperative
    return Dwelling.objects.create(
        **{
            "cooperative": owner,
            "landlord": landlord,
            "street": "Noordewierweg",
            "house_number": next(numbers),
            "postcode": "3812 DA",
            "city": "Amersfoort",
            "latitude": CENTRE[0],
            "longitude": CENTRE[1],
            **fields,
        }
    )


def a_supplier(cooperative: Cooperative, **fields: Any) -> Supplier:
    return Supplier.objects.create(
        **{
            "cooperative": cooperative,
            "name": f"Bouwmarkt {next(numbers)}",
            "street": "Nijverheidsweg",
            "house_number": 21,
            "postcode": "3812 PZ",
            "city": "Amersfoort",
            "latitude": CENTRE[0] + 0.005,
            "longitude": CENTRE[1] - 0.01,
            **fields,
        }
    )


def a_resident(dwelling: Dwelling, **fields: Any) -> Person:
    person = a_person(dwelling.cooperative, Role.RESIDENT, **fields)
    Residence.objects.create(cooperative=dwelling.cooperative, person=person, dwelling=dwelling, since=TODAY)
    return person


def a_pilot(landlord: Landlord, cap: int = 50, **fields: Any) -> Pilot:
    return Pilot.objects.create(
        **{
            "cooperative": landlord.cooperative,
            "kind": PilotKind.REPAIRS,
            "name": "Kluscentrale",
            "landlord": landlord,
            "cap": cap,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            **fields,
        }
    )


def a_household_pilot(team: DistrictTeam, cap: int = 30, **fields: Any) -> Pilot:
    return Pilot.objects.create(
        **{
            "cooperative": team.cooperative,
            "kind": PilotKind.HOUSEHOLD,
            "name": "Hulp in huis",
            "district_team": team,
            "cap": cap,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            **fields,
        }
    )


def a_client(team: DistrictTeam, dwelling: Dwelling) -> Client:
    person = a_person(team.cooperative, Role.RESIDENT)
    Residence.objects.create(cooperative=team.cooperative, person=person, dwelling=dwelling, since=TODAY)
    return Client.objects.create(
        cooperative=team.cooperative, person=person, dwelling=dwelling, district_team=team, referred_at=NOW
    )


def a_grant(client: Client, **fields: Any) -> CareGrant:
    return CareGrant.objects.create(
        **{
            "cooperative": client.cooperative,
            "client": client,
            "activities": [HouseholdActivity.LIGHT_CLEANING],
            "minutes": 120,
            "frequency": Frequency.WEEKLY,
            "starts_on": TODAY,
            "ends_on": TODAY + timedelta(days=180),
            "preferred_weekday": 2,
            "preferred_start": time(9),
            "created_at": NOW,
            **fields,
        }
    )


def a_worker(
    cooperative: Cooperative,
    kind: WorkerKind = WorkerKind.TRADESPERSON,
    trades: tuple[str, ...] = ("LOO",),
    vog_until: date | None = date(2028, 1, 1),
    status: WorkerStatus = WorkerStatus.ADMITTED,
    **fields: Any,
) -> Worker:
    """Available on weekdays from 8 to 17, with insurance, and with a VOG unless `vog_until` is None."""
    person = a_person(cooperative, Role.WORKER)
    worker = Worker.objects.create(
        **{
            "cooperative": cooperative,
            "person": person,
            "kind": kind,
            "status": status,
            "trades": list(trades) if kind == WorkerKind.TRADESPERSON else [],
            "iban": "NL91ABNA0417164300",
            "kvk_number": "12345678" if kind == WorkerKind.TRADESPERSON else "",
            "contract": Contract.SELF_EMPLOYED if kind == WorkerKind.TRADESPERSON else Contract.EMPLOYEE,
            "postcode": "3812 AB",
            "house_number": "1",
            "latitude": CENTRE[0],
            "longitude": CENTRE[1],
            "hours_a_week": 20,
            "applied_at": NOW,
            **fields,
        }
    )
    papers = {CredentialKind.VOG: vog_until, CredentialKind.INSURANCE: date(2028, 1, 1)}
    for paper, until in papers.items():
        if until:
            Credential.objects.create(
                cooperative=cooperative, worker=worker, kind=paper, issued_on=date(2025, 1, 1), valid_until=until
            )
    for weekday in range(5):
        Availability.objects.create(
            cooperative=cooperative, worker=worker, weekday=weekday, starts=time(8), ends=time(17)
        )
    return worker


def a_request(
    dwelling: Dwelling, reporter: Person | None = None, text: str = "De kraan lekt.", **fields: Any
) -> Request:
    return Request.objects.create(
        **{
            "cooperative": dwelling.cooperative,
            "reference": f"{next(numbers):08d}",
            "branch": Branch.REPAIRS,
            "reporter": reporter or a_resident(dwelling),
            "dwelling": dwelling,
            "text": text,
            "form_token": uuid4(),
            "reported_at": NOW,
            **fields,
        }
    )
