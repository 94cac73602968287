"""Taking part, waiting, moving up and leaving; referring, granting and stopping: on the real database."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.build import (
    NOW,
    TODAY,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_district_team_contact,
    a_dwelling,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_resident,
    a_worker,
    an_actor,
)
from tests.homes.scenes import Homes, client_of, places
from werkplaats.ground.errors import Refused
from werkplaats.homes import queries
from werkplaats.homes.models import CareGrant, Client, Dwelling, Participation, Pilot
from werkplaats.homes.rules import Frequency, HouseholdActivity, LandlordKind, ParticipationStatus, PilotKind
from werkplaats.homes.rules.pilot import PilotPlan
from werkplaats.homes.services import clients, pilots
from werkplaats.homes.services.opening import change_pilot, open_pilot
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules.roles import DoorClosed, Role

pytestmark = pytest.mark.django_db
ACTIVE, WAITING, ENDED = ParticipationStatus.ACTIVE, ParticipationStatus.WAITING, ParticipationStatus.ENDED
LATER = NOW + timedelta(hours=1)


def refused(verb: Any, *args: Any, **kwargs: Any) -> str:
    """The field that is named when this is refused."""
    with pytest.raises(Refused) as error, transaction.atomic():
        verb(*args, **kwargs)
    return error.value.field


# -- dwellings in a pilot ---------------------------------------------------------------------------------------------
def test_a_tenant_gets_a_place_and_hears_it() -> None:
    here = Homes()
    place = here.sign_up(name="An de Wit", email="an@voorbeeld.example", contact_by="email")
    assert (place.status, place.place) == (ACTIVE, 1)
    person = Person.objects.get(name="An de Wit")
    assert [home.pk for home in queries.resident_dwellings(person.pk)] == [place.dwelling_id]
    assert "Kluscentrale" in Notice.objects.get(person=person).subject


def test_an_address_that_is_not_in_the_landlords_list_is_refused_at_its_field() -> None:
    here = Homes()
    others = a_dwelling(a_landlord(here.cooperative))
    own = a_dwelling(None, here.cooperative)
    for home in (others, own):
        assert refused(here.sign_up, home) == "house_number"
    assert refused(here.sign_up, postcode="38120 AB") == "postcode"
    assert refused(here.sign_up, phone=" ", email="") == "phone"
    assert not Participation.objects.exists()


def test_an_address_is_found_however_the_addition_is_written() -> None:
    here = Homes()
    home = here.dwelling(addition="a")
    place = here.sign_up(home, addition=" A", postcode=home.postcode.replace(" ", "").lower())
    assert place.dwelling_id == home.pk


def test_signing_up_twice_is_once_also_for_who_has_no_email_address() -> None:
    here = Homes()
    home = here.dwelling()
    first = here.sign_up(home, name="Bep Vos")
    assert here.sign_up(home, name="bep  vos") == first
    assert Person.objects.filter(name="Bep Vos").count() == 1
    assert Notice.objects.count() == 1
    partner = here.sign_up(home, name="Cor Vos")  # somebody else of the same home
    assert partner == first


def test_a_pilot_that_has_not_begun_or_is_over_takes_nobody() -> None:
    here = Homes()
    home = here.dwelling()
    for at in (NOW.replace(year=2025), NOW.replace(year=2027)):
        with pytest.raises(Refused):
            here.sign_up(home, at=at)
    with pytest.raises(Refused):
        here.sign_up(home, pilot_id=here.household.pk)


def test_the_waiting_list_moves_up_when_a_place_frees_and_who_moved_up_hears_it() -> None:
    here = Homes(cap=2)
    first, second, third, fourth = (here.sign_up(at=NOW + timedelta(minutes=number)) for number in range(4))
    assert places(here.repairs) == {ACTIVE: 2, WAITING: 2}
    assert queries.waiting_numbers(here.repairs.pk) == {third.pk: 1, fourth.pk: 2}
    told = set(Notice.objects.values_list("pk", flat=True))
    pilots.end_participation(here.coordinator, first.pk, reason="Verhuisd", at=LATER)
    third.refresh_from_db()
    assert (third.status, third.place, third.started_at) == (ACTIVE, 1, LATER)
    (notice,) = Notice.objects.exclude(pk__in=told)
    assert notice.person == third.requested_by
    assert queries.waiting_numbers(here.repairs.pk) == {fourth.pk: 1}
    assert Participation.objects.get(pk=second.pk).place == 2


def test_nobody_passes_who_waits_even_when_a_place_is_free() -> None:
    """A place can stand free for a moment: after a crash, or a cap that was raised by hand."""
    here = Homes(cap=1)
    _, waits = here.sign_up(), here.sign_up(at=NOW + timedelta(minutes=1))
    Pilot.objects.filter(pk=here.repairs.pk).update(cap=2)
    late = here.sign_up(at=NOW + timedelta(minutes=2))
    assert late.status == WAITING
    assert pilots.move_up_all(at=LATER) == 1
    assert Participation.objects.get(pk=waits.pk).status == ACTIVE
    assert pilots.move_up_all(at=LATER) == 0


def test_ending_asks_why_and_happens_once() -> None:
    here = Homes(cap=1)
    first, _, third = here.sign_up(), here.sign_up(), here.sign_up()
    assert refused(pilots.end_participation, here.coordinator, first.pk, reason=" ", at=LATER) == "reason"
    assert refused(pilots.end_participation, here.coordinator, first.pk, reason="111222333", at=LATER) == "reason"
    for _ in range(2):
        ended = pilots.end_participation(here.coordinator, first.pk, reason="Verhuisd", at=LATER)
    assert (ended.status, ended.end_reason) == (ENDED, "Verhuisd")
    assert Participation.objects.get(pk=third.pk).status == WAITING
    assert refused(pilots.end_participation, a_coordinator(a_cooperative()), third.pk, reason="x", at=LATER) == ""
    with pytest.raises(DoorClosed):
        pilots.end_participation(here.contact, third.pk, reason="x", at=LATER)


def test_a_home_that_left_can_come_back_at_the_end_of_the_line() -> None:
    here = Homes(cap=1)
    home = here.dwelling()
    first = here.sign_up(home)
    here.sign_up()
    pilots.end_participation(here.coordinator, first.pk, reason="Verhuisd", at=LATER)
    assert here.sign_up(home, at=LATER).status == WAITING


def test_the_database_itself_keeps_the_cap() -> None:
    here = Homes(cap=1)
    here.sign_up()
    with pytest.raises(IntegrityError, match="is full"), transaction.atomic():
        Participation.objects.create(
            cooperative=here.cooperative,
            pilot=here.repairs,
            dwelling=here.dwelling(),
            status=ACTIVE,
            place=2,
            requested_at=NOW,
        )


# -- the pilot itself -------------------------------------------------------------------------------------------------
def test_the_coordinator_opens_a_pilot_and_pressed_twice_it_is_one() -> None:
    cooperative = a_cooperative()
    coordinator = a_coordinator(cooperative)
    plan = PilotPlan("Kluscentrale", 50, date(2026, 1, 1), date(2026, 12, 31))
    opened = [open_pilot(coordinator, plan, landlord, at=NOW) for landlord in [a_landlord(cooperative)] * 2]
    assert opened[0] == opened[1]
    assert (opened[0].kind, opened[0].cap) == (PilotKind.REPAIRS, 50)
    team = a_district_team(cooperative)
    assert open_pilot(coordinator, plan, team, at=NOW).kind == PilotKind.HOUSEHOLD
    longer = PilotPlan("Nog een", 10, date(2026, 12, 31), date(2027, 6, 1))
    assert refused(open_pilot, coordinator, longer, team, at=NOW) == "starts_on"


def test_no_pilot_with_who_only_watches_or_is_of_another_neighbourhood() -> None:
    cooperative = a_cooperative()
    coordinator = a_coordinator(cooperative)
    plan = PilotPlan("Proef", 50, date(2026, 1, 1), date(2026, 12, 31))
    watching = a_landlord(cooperative, LandlordKind.OBSERVER)
    for partner in (watching, a_landlord(a_cooperative())):
        assert refused(open_pilot, coordinator, plan, partner, at=NOW) == "partner"
    assert refused(open_pilot, coordinator, PilotPlan("", 50, *[TODAY] * 2), a_landlord(cooperative), at=NOW) == "name"
    with pytest.raises(DoorClosed):
        open_pilot(an_actor(a_person(cooperative, Role.BOARD)), plan, a_landlord(cooperative), at=NOW)


def test_a_cap_below_the_number_of_places_taken_is_refused_with_words() -> None:
    here = Homes(cap=5)
    taken = [here.sign_up() for _ in range(3)]
    with pytest.raises(Refused) as error:
        change_pilot(here.coordinator, here.repairs.pk, cap=2, ends_on=here.repairs.ends_on, at=NOW)
    assert error.value.field == "cap"
    assert "3" in str(error.value)
    pilots.end_participation(here.coordinator, taken[0].pk, reason="Verhuisd", at=NOW)
    changed = change_pilot(here.coordinator, here.repairs.pk, cap=2, ends_on=date(2027, 6, 30), at=NOW)
    assert (changed.cap, changed.ends_on) == (2, date(2027, 6, 30))
    # place 3 is above the cap now: who sat there keeps a place, under another number
    assert sorted(pilots.taken_places(here.repairs)) == [1, 2]
    before = here.repairs.starts_on - timedelta(days=1)
    assert refused(change_pilot, here.coordinator, here.repairs.pk, cap=2, ends_on=before, at=NOW) == "ends_on"


def test_with_more_places_those_who_wait_move_up_at_once() -> None:
    here = Homes(cap=1)
    for number in range(4):
        here.sign_up(at=NOW + timedelta(minutes=number))
    change_pilot(here.coordinator, here.repairs.pk, cap=3, ends_on=here.repairs.ends_on, at=LATER)
    assert places(here.repairs) == {ACTIVE: 3, WAITING: 1}
    assert Notice.objects.filter(event__startswith="participation-active").count() == 3


# -- clients ----------------------------------------------------------------------------------------------------------
def test_a_district_team_refers_a_client_with_a_grant() -> None:
    here = Homes()
    place = clients.refer_client(here.contact, here.referral(notes_for_helper=" Kat.\x00 "), at=NOW)
    client = client_of(place)
    assert (place.status, place.place, client.notes_for_helper) == (ACTIVE, 1, "Kat.")
    grant = client.grants.get()
    assert (grant.minutes, grant.frequency, grant.created_by_id) == (120, Frequency.WEEKLY, here.contact.person_id)
    assert an_actor(client.person).roles == {Role.RESIDENT}
    assert [home.pk for home in queries.resident_dwellings(client.person_id)] == [client.dwelling_id]
    notice = Notice.objects.get(person=client.person)
    assert "hulp in huis" in notice.body


def test_the_thirty_first_client_waits() -> None:
    here = Homes(cap=30)
    found = [clients.refer_client(here.contact, here.referral(), at=NOW) for _ in range(31)]
    assert [place.place for place in found] == [*range(1, 31), None]
    assert places(here.household) == {ACTIVE: 30, WAITING: 1}


def test_a_referral_sent_twice_is_one_client_with_one_grant() -> None:
    here = Homes()
    referral = here.referral()
    first = clients.refer_client(here.contact, referral, at=NOW)
    assert clients.refer_client(here.contact, referral, at=LATER) == first
    assert (Client.objects.count(), CareGrant.objects.count(), Notice.objects.count()) == (1, 1, 1)
    more = here.referral(name=referral.name, phone=referral.phone, house_number=referral.house_number, minutes=60)
    assert refused(clients.refer_client, here.contact, more, at=LATER) == "name"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"activities": ()}, "activities"),
        ({"minutes": 500}, "minutes"),
        ({"postcode": "0812 AB"}, "postcode"),
        ({"email": "geen adres"}, "email"),
        ({"provider_reference": "111222333"}, "provider_reference"),
        ({"notes_for_helper": "bsn 111 222 333"}, "notes_for_helper"),
    ],
)
def test_a_flawed_referral_names_its_field_and_leaves_nothing_behind(changed: dict[str, Any], field: str) -> None:
    here = Homes()
    before = Person.objects.count()
    assert refused(clients.refer_client, here.contact, here.referral(**changed), at=NOW) == field
    assert (Person.objects.count(), Client.objects.count(), Dwelling.objects.count()) == (before, 0, 0)


def test_a_team_refers_only_for_itself_and_the_coordinator_for_all() -> None:
    here = Homes()
    stranger = a_district_team_contact(a_district_team(here.cooperative))
    assert refused(clients.refer_client, stranger, here.referral(), at=NOW) == "district_team_id"
    assert clients.refer_client(here.coordinator, here.referral(), at=NOW).status == ACTIVE
    for person in (a_landlord_contact(here.landlord), an_actor(a_worker(here.cooperative).person)):
        with pytest.raises(DoorClosed):
            clients.refer_client(person, here.referral(), at=NOW)


def test_a_client_of_another_team_is_not_taken_over_and_its_name_is_not_given_away() -> None:
    here = Homes()
    place = clients.refer_client(here.contact, here.referral(name="An de Wit", email="an@voorbeeld.example"), at=NOW)
    other = Homes(cooperative=here.cooperative)
    mine = other.referral(name="An de Wit", email="an@voorbeeld.example")
    assert refused(clients.refer_client, other.contact, mine, at=NOW) == "name"
    guess = other.referral(name="Wie is dit", email="an@voorbeeld.example")
    with pytest.raises(Refused) as error:
        clients.refer_client(other.contact, guess, at=NOW)
    assert "An de Wit" not in str(error.value)
    assert client_of(place).grants.count() == 1


def test_no_referral_without_a_pilot_that_is_open() -> None:
    here = Homes()
    Pilot.objects.filter(pk=here.household.pk).update(ends_on=TODAY - timedelta(days=1))
    assert refused(clients.refer_client, here.contact, here.referral(), at=NOW) == ""


def test_who_comes_back_lives_where_the_new_referral_says() -> None:
    here = Homes()
    mail = {"name": "An de Wit", "email": "an@voorbeeld.example"}
    first = clients.refer_client(here.contact, here.referral(**mail), at=NOW)
    pilots.end_participation(here.coordinator, first.pk, reason="Hersteld", at=NOW)
    again = clients.refer_client(here.contact, here.referral(house_number=212, **mail), at=LATER)
    assert again.client_id == first.client_id
    assert client_of(again).dwelling.house_number == 212


def a_grants_fields(**fields: Any) -> dict[str, Any]:
    return {
        "activities": (HouseholdActivity.LAUNDRY,),
        "minutes": 60,
        "frequency": Frequency.EVERY_TWO_WEEKS,
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=90),
        **fields,
    }


def test_a_new_grant_for_a_known_client_and_sent_twice_it_is_one() -> None:
    here = Homes()
    client = client_of(clients.refer_client(here.contact, here.referral(), at=NOW))
    grants = [clients.add_grant(here.contact, client.pk, at=LATER, **a_grants_fields()) for _ in range(2)]
    assert grants[0] == grants[1]
    assert client.grants.count() == 2
    assert client.participations.count() == 1
    wrong = a_grants_fields(ends_on=TODAY - timedelta(days=1))
    assert refused(clients.add_grant, here.contact, client.pk, at=LATER, **wrong) == "ends_on"


def test_with_a_new_grant_who_left_takes_part_again() -> None:
    here = Homes(cap=1)
    place = clients.refer_client(here.contact, here.referral(), at=NOW)
    clients.refer_client(here.contact, here.referral(), at=NOW)
    pilots.end_participation(here.coordinator, place.pk, reason="Hersteld", at=NOW)
    clients.add_grant(here.contact, place.client_id or 0, at=LATER, **a_grants_fields())
    statuses = client_of(place).participations.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [ENDED, WAITING]


def test_help_stops_early_and_never_later_again() -> None:
    here = Homes()
    client = client_of(clients.refer_client(here.contact, here.referral(), at=NOW))
    grant = client.grants.get()
    assert refused(clients.end_grant, here.contact, grant.pk, ended_on=grant.ends_on + timedelta(days=1), at=NOW)
    last = TODAY + timedelta(days=30)
    assert clients.end_grant(here.contact, grant.pk, ended_on=last, at=NOW).ended_on == last
    later = last + timedelta(days=1)
    assert refused(clients.end_grant, here.contact, grant.pk, ended_on=later, at=NOW) == "ended_on"
    never = clients.end_grant(here.contact, grant.pk, ended_on=TODAY - timedelta(days=9), at=NOW)
    assert never.ended_on == TODAY - timedelta(days=1)


def test_another_team_touches_no_grant_and_no_note() -> None:
    here = Homes()
    client = client_of(clients.refer_client(here.contact, here.referral(), at=NOW))
    stranger = a_district_team_contact(a_district_team(here.cooperative))
    for verb, kwargs in (
        (clients.end_grant, {"ended_on": TODAY}),
        (clients.add_grant, a_grants_fields()),
    ):
        subject = client.grants.get().pk if verb is clients.end_grant else client.pk
        with pytest.raises(Refused):
            verb(stranger, subject, at=NOW, **kwargs)  # type: ignore[operator]
    with pytest.raises(Refused):
        clients.set_notes(stranger, client.pk, "x", at=NOW)
    assert clients.set_notes(here.contact, client.pk, " De sleutel ligt bij nr. 12. ", at=NOW).notes_for_helper == (
        "De sleutel ligt bij nr. 12."
    )
    assert refused(clients.set_notes, here.contact, client.pk, "111222333", at=NOW) == "notes_for_helper"


# -- who sees whom ----------------------------------------------------------------------------------------------------
def test_only_the_own_team_and_the_coordinator_see_that_somebody_is_a_client() -> None:
    here = Homes()
    client = a_client(here.team, here.dwelling())
    grant = client_of(clients.refer_client(here.contact, here.referral(), at=NOW)).grants.get()
    cooperative = here.cooperative
    nobody = [
        a_landlord_contact(here.landlord),
        a_landlord_contact(a_landlord(cooperative, LandlordKind.OBSERVER)),
        a_district_team_contact(a_district_team(cooperative)),
        a_district_team_contact(a_district_team(a_cooperative())),
        a_coordinator(a_cooperative()),
        an_actor(a_worker(cooperative).person),
        an_actor(a_person(cooperative, Role.BOARD)),
        an_actor(a_resident(here.dwelling())),
        an_actor(client.person),
    ]
    for actor in nobody:
        assert not queries.visible_clients(actor).exists(), actor
        assert queries.visible_client(actor, client.pk) is None
        assert queries.visible_grant(actor, grant.pk) is None
    for actor in (here.contact, here.coordinator):
        assert queries.visible_clients(actor).count() == 2
        assert queries.visible_client(actor, client.pk) == client
        assert queries.visible_grant(actor, grant.pk) == grant


def test_a_person_who_is_of_a_team_and_of_a_landlord_sees_the_clients_of_that_team_only() -> None:
    here = Homes()
    other = Homes(cooperative=here.cooperative)
    clients.refer_client(other.contact, other.referral(), at=NOW)
    mine = clients.refer_client(here.contact, here.referral(), at=NOW)
    assert [client.pk for client in queries.visible_clients(here.contact)] == [mine.client_id]


def test_where_a_postcode_is_as_far_as_we_know() -> None:
    here = Homes()
    home = here.dwelling(postcode="3812 XN", street="Narcisstraat", latitude=52.16, longitude=5.36)
    known = queries.place_of(here.cooperative, "3812xn")
    assert (known.street, known.latitude) == ("Narcisstraat", home.latitude)
    unknown = queries.place_of(here.cooperative, "3812 ZZ")
    assert (unknown.street, unknown.city, unknown.latitude) == ("", "Amersfoort", here.cooperative.latitude)
    elsewhere = Homes()
    assert queries.place_of(elsewhere.cooperative, "3812 XN").street == ""
