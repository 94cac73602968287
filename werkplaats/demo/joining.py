"""Who joins when: dwellings in the first weeks, clients over the first two months, members all along."""

from datetime import datetime, time, timedelta

from werkplaats.demo.neighbourhood import Neighbourhood
from werkplaats.demo.people import STREETS
from werkplaats.desk.services import refer as refer_client
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import Client, Dwelling, Participation, Residence
from werkplaats.homes.rules import Frequency, HouseholdActivity, NoGoSide, ParticipationStatus
from werkplaats.homes.rules.referral import Referral
from werkplaats.homes.services import fitting, pilots
from werkplaats.members.rules import ConsentPurpose, Pet, SpokenLanguage
from werkplaats.members.services import people
from werkplaats.settlement.services import subscribe

SIGN_UPS = 55  # one moves away later, so that 50 take part and 4 wait
CLIENTS = 28
PLANS = 6  # tenants who take the service plan
WANTED = {6: SpokenLanguage.TR, 13: SpokenLanguage.AR}  # client → the language wanted
NOT_TOGETHER = 10  # a client to whom the last helper is not sent
UNHURRIED = 90  # days of history from which on everybody joins at the pace of life


def join_in_time(n: Neighbourhood, day: int, at: datetime, *, days: int) -> None:
    """What joining happens on day number `day` of a history of so many `days`; in a short one all is there sooner."""
    pace = min(days / UNHURRIED, 1)
    for number in range(day * 5, min(day * 5 + 5, SIGN_UPS)):
        sign_up(n, n.dwellings[number], number, at)
    for number in range(CLIENTS):
        if int(2 * number * pace) == day:
            refer(n, number, at)
    if day % 4 == 3 and day < 4 * PLANS:
        take_the_plan(n, day // 4, at)
    if day % 12 == 3:
        name = n.names.next()
        people.join_as_member(n.cooperative.pk, name=name.full, email=name.email, at=at)
    if day == int(60 * pace):
        moved = Participation.objects.filter(pilot=n.repairs, status=ParticipationStatus.ACTIVE).order_by("id")[20]
        pilots.end_participation(n.coordinator, moved.pk, reason="Verhuisd uit de wijk.", at=at)


def sign_up(n: Neighbourhood, dwelling: Dwelling, number: int, at: datetime) -> None:
    name = n.names.next()
    without_screen = number % 9 == 4
    pilots.sign_up_dwelling(
        n.cooperative.pk,
        pilot_id=n.repairs.pk,
        postcode=dwelling.postcode,
        house_number=dwelling.house_number,
        name=name.full,
        email="" if without_screen else name.email,
        phone=f"033 555 {number:02d} 11",
        language="en" if number % 14 == 6 else "nl",
        contact_by=("letter" if number % 2 else "phone") if without_screen else "email",
        at=at + timedelta(minutes=7 * (number % 5)),
    )


def take_the_plan(n: Neighbourhood, number: int, at: datetime) -> None:
    """A tenant who signed up takes the service plan, for what is the tenant's own to do."""
    tenant = Residence.objects.get(dwelling=n.dwellings[3 * number], until=None)
    subscribe(n.board, tenant.pk, since=local_day(at), at=at)


def refer(n: Neighbourhood, number: int, at: datetime) -> None:
    """A client whom the district team refers, at an address of its own, with the grant's rhythm planned ahead."""
    name = n.names.next()
    street, postcode, latitude, longitude, lowest = STREETS[number % len(STREETS)]
    activities = [HouseholdActivity.LIGHT_CLEANING, HouseholdActivity.HEAVY_CLEANING]
    if number % 4 == 1:
        activities.append(HouseholdActivity.LAUNDRY)
    if number % 7 == 2:
        activities.append(HouseholdActivity.GROCERIES)
    frequency = (Frequency.WEEKLY, Frequency.EVERY_TWO_WEEKS, Frequency.WEEKLY, Frequency.EVERY_TWO_WEEKS)[number % 4]
    referral = Referral(
        name=name.full,
        email=name.email if number % 3 == 0 else "",
        phone=f"033 556 {number:02d} 22",
        language="nl",
        contact_by="email" if number % 3 == 0 else "phone",
        postcode=postcode,
        house_number=lowest + 61 + 2 * (number // len(STREETS)),
        addition="",
        street=street,
        city="Amersfoort",
        latitude=latitude + n.random.uniform(-0.0008, 0.0008),
        longitude=longitude + n.random.uniform(-0.0012, 0.0012),
        district_team_id=n.district_team.pk,
        provider_reference=f"ZA-{7000 + number}",
        notes_for_helper=("Kat in huis.", "", "Bel twee keer aan.", "Sleutel bij de buurvrouw op nummer 12.")[
            number % 4
        ],
        activities=tuple(activities),
        minutes=(90, 120, 150)[number % 3],
        frequency=frequency,
        starts_on=(at + timedelta(days=3)).date(),
        ends_on=(at + timedelta(days=3 + 364)).date(),
        preferred_weekday=number % 5,
        preferred_start=(time(9), time(11), time(13, 30))[number % 3],
        heavy=number % 5 == 2,
    )
    participation = refer_client(n.team_actor, referral, at=at)
    client = Client.objects.get(pk=participation.client_id or 0)
    if number % 4 == 0 or number in WANTED:  # those of whom the note says that there is a cat
        fitting.set_home(
            n.coordinator,
            client.pk,
            pets=[Pet.CAT] if number % 4 == 0 else [],
            language_wanted=WANTED.get(number),
            language_required=number == 13,
            at=at,
        )
    if number == NOT_TOGETHER:
        helper = n.workers[-1]
        reason = "Klikte niet, in overleg met beiden."
        fitting.keep_apart(n.coordinator, client.pk, helper.pk, side=NoGoSide.CLIENT, reason=reason, at=at)
    if number % 2 == 0:
        people.record_consent(
            n.coordinator, client.person_id, ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM, True, at=at
        )
