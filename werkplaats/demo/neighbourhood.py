"""Who lives, works and watches in the demo neighbourhood at its beginning."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from werkplaats.demo import PASSWORD, SLUG
from werkplaats.demo.people import STREETS, TRADESPEOPLE, Names
from werkplaats.desk.actors import actor_of_person
from werkplaats.desk.founding import (
    Contact,
    Place,
    PostalAddress,
    add_district_team,
    add_landlord,
    add_staff,
    found_cooperative,
)
from werkplaats.homes.models import DistrictTeam, Dwelling, Landlord, Pilot, Supplier
from werkplaats.homes.rules import LandlordKind
from werkplaats.homes.rules.dwelling import ListedDwelling
from werkplaats.homes.rules.pilot import PilotPlan
from werkplaats.homes.rules.supplier import SupplierDetails
from werkplaats.homes.services.billing import BillingDetails, set_billing_details
from werkplaats.homes.services.dwellings import list_dwellings
from werkplaats.homes.services.opening import open_pilot
from werkplaats.homes.services.suppliers import add_supplier, set_opening_hours
from werkplaats.members.models import Cooperative, Person, Worker
from werkplaats.members.rules import CredentialKind, Pet, SpokenLanguage, TravelMode, WorkerKind
from werkplaats.members.rules.application import Hours, Validity, WorkerApplication
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.members.services import workers as worker_services
from werkplaats.settlement import services as settlement
from werkplaats.triage.services.lists import publish_shipped


@dataclass
class Neighbourhood:
    """What the simulated days need at hand."""

    random: Random
    names: Names
    start: datetime
    cooperative: Cooperative
    coordinator: Actor
    board: Actor
    district_team: DistrictTeam
    team_actor: Actor
    repairs: Pilot
    household: Pilot
    dwellings: list[Dwelling]
    supplier: Supplier
    workers: list[Worker] = field(default_factory=list)
    actors: dict[int, Actor] = field(default_factory=dict)

    def actor(self, person_id: int) -> Actor:
        if person_id not in self.actors:
            self.actors[person_id] = actor_of_person(person_id)
        return self.actors[person_id]


def begin(random: Random, start: datetime) -> Neighbourhood:
    names = Names(random)
    place = Place("Amersfoort", 52.1592, 5.3685)
    coordinators = [
        Contact("Marjan de Vries", "marjan@werkplaats.example"),
        Contact("Hakan Aydın", "hakan@werkplaats.example"),
    ]
    cooperative = found_cooperative(
        name="Werkplaats Soesterkwartier",
        slug=SLUG,
        email="info@werkplaats.example",
        phone="033 555 01 23",
        place=place,
        coordinators=coordinators,
        at=start,
    )
    landlord = add_landlord(
        cooperative,
        name="Woonstichting De Wissel",
        email="reparaties@dewissel.example",
        kind=LandlordKind.PARTY,
        contact=Contact("Peter Nagel", "peter@dewissel.example"),
        address=PostalAddress("Stationsplein 1", "3818 LE", "Amersfoort"),
        kvk_number="90001234",
        at=start,
    )
    add_landlord(
        cooperative,
        name="Woonvereniging Het Spoor",
        email="info@hetspoor.example",
        kind=LandlordKind.OBSERVER,
        contact=Contact("Ingrid Maas", "ingrid@hetspoor.example"),
        at=start,
    )
    team = add_district_team(
        cooperative,
        name="Wijkteam Soesterkwartier",
        municipality="Gemeente Amersfoort",
        email="wijkteam@gemeente.example",
        contact=Contact("Saskia Blom", "saskia@gemeente.example"),
        at=start,
    )
    board = add_staff(cooperative, Contact("Wouter Prins", "wouter@werkplaats.example"), Role.BOARD, at=start)
    coordinator = actor_of_person(Person.objects.get(cooperative=cooperative, email=coordinators[0].email).pk)
    days = (start.date(), start.date() + timedelta(days=365))
    repairs = open_pilot(coordinator, PilotPlan("Kluscentrale", 50, *days), landlord, at=start)
    household = open_pilot(coordinator, PilotPlan("Hulp in huis", 30, *days), team, at=start)
    publish_shipped(coordinator, landlord, at=start)
    publish_shipped(coordinator, team, at=start)
    give_passwords(cooperative)
    people = Person.objects.filter(cooperative=cooperative)
    return Neighbourhood(
        random=random,
        names=names,
        start=start,
        cooperative=cooperative,
        coordinator=coordinator,
        board=actor_of_person(board.pk),
        district_team=team,
        team_actor=actor_of_person(people.get(email="saskia@gemeente.example").pk),
        repairs=repairs,
        household=household,
        dwellings=sixty_dwellings(coordinator, landlord, random, start),
        supplier=the_merchant(coordinator, start),
    )


# A made up merchant where the neighbourhood ends.
MERCHANT = SupplierDetails(
    "Bouwmaterialen De Hamer", ListedDwelling("3812 PZ", 21, "Nijverheidsweg-Noord", "Amersfoort", 52.1640, 5.3605)
)


def the_merchant(coordinator: Actor, at: datetime) -> Supplier:
    """Open on working days, early, as merchants for builders are."""
    supplier = add_supplier(coordinator, MERCHANT, at=at)
    hours = [Hours(weekday, time(6, 30), time(17)) for weekday in range(5)]
    return set_opening_hours(coordinator, supplier.pk, hours, at=at)


def give_passwords(cooperative: Cooperative) -> None:
    from django.contrib.auth.hashers import make_password

    from werkplaats.members.models import User

    User.objects.filter(person__cooperative=cooperative).update(password=make_password(PASSWORD))


def sixty_dwellings(coordinator: Actor, landlord: Landlord, random: Random, at: datetime) -> list[Dwelling]:
    """The landlord's list, on eight streets."""
    listed = []
    for number in range(60):
        street, postcode, latitude, longitude, lowest = STREETS[number % len(STREETS)]
        listed.append(
            ListedDwelling(
                street=street,
                house_number=lowest + 2 * (number // len(STREETS)),
                postcode=postcode,
                city="Amersfoort",
                latitude=latitude + random.uniform(-0.0008, 0.0008),
                longitude=longitude + random.uniform(-0.0012, 0.0012),
                built_in=random.choice([1921, 1928, 1934, 1951, 1957, 1988]),
            )
        )
    list_dwellings(coordinator, landlord.pk, listed, at=at)
    return list(Dwelling.objects.filter(landlord=landlord).order_by("pk"))


WEEKDAYS = tuple(range(5))


def week(*parts: tuple[int, int, int]) -> tuple[Hours, ...]:
    return tuple(Hours(weekday=day, starts=time(first), ends=time(last)) for day, first, last in parts)


def admit_workers(n: Neighbourhood, at: datetime) -> None:
    """9 tradespeople over 8 trades and 11 helpers apply and are admitted."""
    for number, (trades, business) in enumerate(TRADESPEOPLE):
        hours = week(*((day, 8, 17) for day in WEEKDAYS if day != number % 5))
        worker = apply(n, WorkerKind.TRADESPERSON, number, hours, at, trades=trades, wishes=business)
        n.workers.append(worker)
    for number in range(11):
        parts = [(day, 8, 17) if (day + number) % 3 else (day, 8, 13) for day in WEEKDAYS if (day + number) % 4]
        n.workers.append(apply(n, WorkerKind.HELPER, number, week(*parts), at))


def apply(
    n: Neighbourhood,
    kind: WorkerKind,
    number: int,
    hours: tuple[Hours, ...],
    at: datetime,
    trades: tuple[str, ...] = (),
    wishes: str = "",
) -> Worker:
    name = n.names.next()
    _, postcode, latitude, longitude, lowest = STREETS[(number * 3) % len(STREETS)]
    started: date = at.date() - timedelta(days=300)
    # One helper's certificate ends soon, so that the warning has somebody to warn about.
    ends = (
        started + timedelta(days=300 + 182 + 35)
        if (kind, number) == (WorkerKind.HELPER, 3)
        else started.replace(year=started.year + 3)
    )
    tradesperson = kind == WorkerKind.TRADESPERSON
    application = WorkerApplication(
        name=name.full,
        email=name.email,
        phone=f"06 555 {10 + number:02d} {20 if tradesperson else 40:02d}",
        language="en" if (kind, number) == (WorkerKind.HELPER, 7) else "nl",
        kind=kind,
        trades=trades,
        kvk_number=f"9000{number:04d}" if tradesperson else "",
        vat_number="NL004495445B01" if tradesperson else "",
        iban=iban(n.random),
        vog=Validity(started, ends),
        insurance=Validity(started, started.replace(year=started.year + 3)) if tradesperson else None,
        availability=hours,
        postcode=postcode,
        house_number=str(lowest + 40 + number),
        latitude=latitude,
        longitude=longitude,
        radius_metres=5000,
        hours_a_week=Decimal(24 if tradesperson else 16),
        wishes=wishes,
        **({"travel_mode": TravelMode.CAR} if tradesperson else fits_of_helper(number)),
    )
    worker = worker_services.apply(n.cooperative.pk, application, at=at)
    for paper, validity in ((CredentialKind.VOG, application.vog), (CredentialKind.INSURANCE, application.insurance)):
        if validity is not None:
            worker_services.record_credential(
                n.coordinator,
                worker.pk,
                kind=paper,
                issued_on=validity.issued_on,
                valid_until=validity.valid_until,
                at=at,
            )
    admitted = worker_services.admit(n.coordinator, worker.pk, reason="Kennismaking gehad, papieren gezien.", at=at)
    if tradesperson and number != OWN_INVOICES:
        settlement.consent(n.actor(admitted.person_id), at=at)
    return admitted


OWN_INVOICES = 8  # this tradesperson does not want us to make them


SPOKEN: dict[int, tuple[SpokenLanguage, ...]] = {
    1: (SpokenLanguage.TR,),
    4: (SpokenLanguage.AR, SpokenLanguage.BER),
    8: (SpokenLanguage.PL,),
}


def fits_of_helper(number: int) -> dict[str, Any]:
    """What a helper speaks, cannot bear and travels by, by number: all else keeps its chance."""
    return {
        "languages": (SpokenLanguage.NL, *SPOKEN.get(number, ())),
        "allergies": (Pet.CAT,) if number == 2 else (),
        "travel_mode": TravelMode.FOOT if number % 5 == 0 else TravelMode.BICYCLE,
        "contract_minutes": 16 * 60,
    }


def iban(random: Random) -> str:
    """A well-formed IBAN of a bank that does not exist."""
    from stdnum import iban as iban_rules

    body = f"WERK{random.randrange(10**9, 10**10)}"
    digits = iban_rules.calc_check_digits(f"NL00{body}")
    return f"NL{digits}{body}"


def set_letterhead(n: Neighbourhood, at: datetime) -> None:
    settlement.set_letterhead(
        n.board,
        valid_from=at.date(),
        street="Soesterweg 1",
        postcode="3812 AA",
        city="Amersfoort",
        kvk_number="90000000",
        vat_number="NL903151856B01",
        iban=iban(Random(1)),
        at=at,
    )
    landlord, team = n.repairs.landlord, n.district_team
    assert landlord is not None
    for payer, details in (
        (landlord, BillingDetails("Stationsplein 1", "3818 LE", "Amersfoort", "90001234", "", "", "INK-2026-118")),
        (team, BillingDetails("Stadhuisplein 1", "3811 LM", "Amersfoort", "", OIN, "", "WMO-2026-07")),
    ):
        set_billing_details(n.board, payer, details)


OIN = "00000001900000000000"  # of a municipality that does not exist


def set_tariffs(n: Neighbourhood, at: datetime) -> None:
    """Invented tariffs: with the landlord, the municipality, tenants with a service plan, members and workers."""
    from werkplaats.intake.rules import Branch
    from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind

    repairs, household = Branch.REPAIRS, Branch.HOUSEHOLD
    hours = {"": (5200, 4300), "SCH": (4700, 3900), "STU": (4900, 4050)}
    markup = Rate(RateKind.MARKUP, repairs, percent=Decimal(10))
    asked = [Rate(RateKind.HOUR, repairs, trade, cents=cents) for trade, (cents, _) in hours.items()]
    paid = [Rate(RateKind.HOUR, repairs, trade, cents=cents) for trade, (_, cents) in hours.items()]
    agreements = {
        TariffKind.LANDLORD: ("Overeenkomst De Wissel", [*asked, markup]),
        TariffKind.MUNICIPALITY: ("Beschikking Wmo 2026", [Rate(RateKind.HOUR, household, cents=3400)]),
        TariffKind.SERVICE_PLAN: (
            "Besluit ledenvergadering",
            [*asked, markup, Rate(RateKind.PLAN_MONTH, cents=600), Rate(RateKind.NO_SHOW, repairs, cents=1500)],
        ),
        TariffKind.MEMBERSHIP: ("Besluit ledenvergadering", [Rate(RateKind.CONTRIBUTION_YEAR, cents=1200)]),
        TariffKind.WORKERS: ("Afspraak met de vakmensen", [*paid, Rate(RateKind.HOUR, household, cents=2750)]),
    }
    for kind, (source, rates) in agreements.items():
        settlement.agree(
            n.coordinator, kind=kind, valid_from=at.date(), rates=rates, source=source, approver=n.board, at=at
        )
