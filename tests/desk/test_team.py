"""Colleagues come and go; there is always a coordinator."""

import pytest

from tests.build import (
    NOW,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_landlord,
    a_person,
    a_resident,
    an_actor,
)
from werkplaats.desk import staff
from werkplaats.desk.services import add_colleague, take_away
from werkplaats.ground.errors import Refused
from werkplaats.homes.rules import LandlordKind
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules.roles import DoorClosed, May, Role

pytestmark = pytest.mark.django_db
EMAIL = "nieuw@voorbeeld.example"


def test_a_colleague_is_told_once_how_to_sign_in() -> None:
    coordinator = a_coordinator(a_cooperative())
    for _ in range(2):
        person = add_colleague(coordinator, name="Nieuw", email=EMAIL, role=Role.BOARD, at=NOW)
    assert an_actor(person).may(May.SEE_COUNTERS)
    notice = Notice.objects.get(person=person)
    assert EMAIL in notice.body
    assert "/account/login/" in notice.body


def test_a_resident_can_become_a_coordinator_and_stays_a_resident() -> None:
    cooperative = a_cooperative()
    resident = a_resident(a_dwelling(None, cooperative), email=EMAIL)
    add_colleague(a_coordinator(cooperative), name="Anders", email=EMAIL.upper(), role=Role.COORDINATOR, at=NOW)
    assert an_actor(resident).roles == {Role.RESIDENT, Role.COORDINATOR}
    assert Person.objects.get(pk=resident.pk).name == resident.name


def test_a_contact_sees_for_the_partner_that_was_chosen() -> None:
    cooperative = a_cooperative()
    landlord, team = a_landlord(cooperative), a_district_team(cooperative)
    coordinator = a_coordinator(cooperative)
    for role, partner in ((Role.LANDLORD, landlord.pk), (Role.DISTRICT_TEAM, team.pk)):
        person = add_colleague(coordinator, name="Nieuw", email=EMAIL, role=role, partner_id=partner, at=NOW)
    actor = an_actor(person)
    assert (actor.landlord_ids, actor.district_team_ids) == ({landlord.pk}, {team.pk})
    assert [(one.role, one.partner_id) for one in staff.team(cooperative.pk)][1:] == [
        (Role.LANDLORD, landlord.pk),
        (Role.DISTRICT_TEAM, team.pk),
    ]


def test_a_contact_of_a_partner_that_is_not_there_is_refused_and_nobody_is_registered() -> None:
    coordinator, elsewhere = a_coordinator(a_cooperative()), a_landlord(a_cooperative())
    watching = a_landlord(elsewhere.cooperative, LandlordKind.OBSERVER)
    for role, partner in ((Role.LANDLORD, elsewhere.pk), (Role.DISTRICT_TEAM, 0), (Role.OBSERVER, watching.pk)):
        with pytest.raises(Refused) as refused:
            add_colleague(coordinator, name="Nieuw", email=EMAIL, role=role, partner_id=partner, at=NOW)
        assert refused.value.field == "post"
    assert not Person.objects.filter(email=EMAIL).exists()


def test_who_looks_for_a_party_does_not_look_for_an_observer_with_the_same_address() -> None:
    cooperative = a_cooperative()
    coordinator, party = a_coordinator(cooperative), a_landlord(cooperative)
    watching = a_landlord(cooperative, LandlordKind.OBSERVER)
    add_colleague(coordinator, name="Nieuw", email=EMAIL, role=Role.LANDLORD, partner_id=party.pk, at=NOW)
    with pytest.raises(Refused):
        add_colleague(coordinator, name="Nieuw", email=EMAIL, role=Role.OBSERVER, partner_id=watching.pk, at=NOW)


@pytest.mark.parametrize(
    ("role", "email", "field"), [(Role.WORKER, EMAIL, "post"), (Role.BOARD, " ", "email"), (Role.BOARD, "x", "email")]
)
def test_what_cannot_be_added_is_said_at_its_field(role: Role, email: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_colleague(a_coordinator(a_cooperative()), name="Nieuw", email=email, role=role, at=NOW)
    assert refused.value.field == field


def test_the_last_coordinator_stays() -> None:
    cooperative = a_cooperative()
    first, second = a_coordinator(cooperative), a_coordinator(cooperative)
    a_coordinator(a_cooperative())  # one of elsewhere does not count
    assert first.person_id is not None
    assert second.person_id is not None
    take_away(first, second.person_id, Role.COORDINATOR, at=NOW)
    take_away(first, second.person_id, Role.COORDINATOR, at=NOW)  # gone already
    with pytest.raises(Refused):
        take_away(first, first.person_id, Role.COORDINATOR, at=NOW)
    assert [one.person.pk for one in staff.team(cooperative.pk)] == [first.person_id]


def test_a_contact_of_two_keeps_the_role_until_the_last_is_taken_away() -> None:
    cooperative = a_cooperative()
    coordinator, landlords = a_coordinator(cooperative), [a_landlord(cooperative), a_landlord(cooperative)]
    for landlord in landlords:
        person = add_colleague(
            coordinator, name="Nieuw", email=EMAIL, role=Role.LANDLORD, partner_id=landlord.pk, at=NOW
        )
    take_away(coordinator, person.pk, Role.LANDLORD, partner_id=landlords[0].pk, at=NOW)
    assert an_actor(person).landlord_ids == {landlords[1].pk}
    assert an_actor(person).roles == {Role.LANDLORD}
    take_away(coordinator, person.pk, Role.LANDLORD, partner_id=landlords[1].pk, at=NOW)
    assert an_actor(person).roles == frozenset()


def test_only_a_coordinator_of_the_own_neighbourhood_changes_the_team() -> None:
    cooperative = a_cooperative()
    board = a_person(cooperative, Role.BOARD)
    with pytest.raises(DoorClosed):
        add_colleague(an_actor(board), name="Nieuw", email=EMAIL, role=Role.BOARD, at=NOW)
    with pytest.raises(Refused):
        take_away(a_coordinator(a_cooperative()), board.pk, Role.BOARD, at=NOW)
    assert an_actor(board).roles == {Role.BOARD}
