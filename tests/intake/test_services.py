"""A report comes in once, is found again, and talked about."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.at_once import at_once
from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_landlord,
    a_person,
    a_resident,
    an_actor,
)
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Dwelling
from werkplaats.intake import queries
from werkplaats.intake.models import Message, Request
from werkplaats.intake.rules import Branch, Channel, RequestStatus
from werkplaats.intake.rules.reference import read, spoken
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules.roles import Actor, DoorClosed, Role

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def dwelling(db: None) -> Dwelling:
    return a_dwelling(a_landlord(a_cooperative()), street="Leliestraat", house_number=14, postcode="3812 XL")


@pytest.fixture
def person(dwelling: Dwelling) -> Person:
    return a_resident(dwelling, name="Truus de Wit")


@pytest.fixture
def coordinator(dwelling: Dwelling) -> Actor:
    return a_coordinator(dwelling.cooperative)


def a_report(dwelling: Dwelling, person: Person, text: str = "De kraan lekt.", **more: Any) -> NewRequest:
    return NewRequest(
        branch=Branch.REPAIRS,
        text=text,
        dwelling_id=dwelling.pk,
        reporter_id=person.pk,
        form_token=uuid4(),
        **more,
    )


def reported(dwelling: Dwelling, person: Person, text: str = "De kraan lekt.", **more: Any) -> Request:
    return requests.report(an_actor(person), a_report(dwelling, person, text, **more), at=NOW)


# --- reporting ---------------------------------------------------------------------------------------------------
def test_a_report_has_a_reference_for_the_phone_and_its_reporter_hears_it(dwelling: Dwelling, person: Person) -> None:
    request = reported(dwelling, person, " De kraan lekt.\n", preferred_times=("mon-morning",), place="keuken")
    assert read(request.reference) == request.reference
    assert (request.text, request.place, request.preferred_times) == ("De kraan lekt.", "keuken", ["mon-morning"])
    assert (request.status, request.danger, request.entered_by) == (RequestStatus.NEW, [], None)
    notice = Notice.objects.get(person=person)
    assert notice.event == f"request-received:{request.pk}"
    assert spoken(request.reference) in notice.body


def test_danger_is_kept_with_the_report_and_told_in_the_mail(dwelling: Dwelling, person: Person) -> None:
    request = reported(dwelling, person, "Ik ruik gas!")
    assert request.danger == ["gas"]
    assert "0800-9009" in Notice.objects.get(person=person).body


def test_a_coordinator_writes_down_what_came_by_phone(dwelling: Dwelling, person: Person, coordinator: Actor) -> None:
    new = a_report(dwelling, person, channel=Channel.PHONE)
    request = requests.report(coordinator, new, at=NOW)
    assert (request.channel, request.reporter, request.entered_by_id) == (
        Channel.PHONE,
        person,
        coordinator.person_id,
    )


def test_the_same_form_sent_twice_is_one_report(dwelling: Dwelling, person: Person) -> None:
    new = a_report(dwelling, person)
    first = requests.report(an_actor(person), new, at=NOW)
    again = requests.report(an_actor(person), replace(new, text="Nog eens."), at=LATER)
    assert (again.pk, again.text) == (first.pk, "De kraan lekt.")
    assert Notice.objects.count() == 1


def test_a_form_of_somebody_else_is_not_taken_over(dwelling: Dwelling, person: Person) -> None:
    neighbour = a_resident(dwelling)
    new = a_report(dwelling, person)
    requests.report(an_actor(person), new, at=NOW)
    with pytest.raises(Refused):
        requests.report(an_actor(neighbour), replace(new, reporter_id=neighbour.pk), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_four_times_at_the_same_moment_is_one_report() -> None:
    dwelling = a_dwelling(a_landlord(a_cooperative()))
    person = a_resident(dwelling)
    actor, new = an_actor(person), a_report(dwelling, person)
    outcomes = at_once(*(lambda: requests.report(actor, new, at=NOW) for _ in range(4)))
    assert all(isinstance(outcome, Request) for outcome in outcomes), outcomes
    assert {outcome.pk for outcome in outcomes} == {Request.objects.get().pk}
    assert Notice.objects.count() == 1


def test_two_reports_that_draw_one_reference_get_two(dwelling: Dwelling, person: Person) -> None:
    new = a_report(dwelling, person)
    taken = requests.reference_of(new, 0)
    other = reported(dwelling, person)
    Request.objects.filter(pk=other.pk).update(reference=taken)
    request = requests.report(an_actor(person), new, at=NOW)
    assert request.reference == requests.reference_of(new, 1) != taken


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"preferred_times": ("someday",)}, "preferred_times"),
        ({"dwelling_id": 0}, "dwelling"),
        ({"reporter_id": 0}, "reporter"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    dwelling: Dwelling, person: Person, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        requests.report(an_actor(person), replace(a_report(dwelling, person), **change), at=NOW)
    assert refusal.value.field == field
    assert not Request.objects.exists()
    assert not Notice.objects.exists()


def test_a_resident_reports_for_the_own_home_and_the_own_name_only(dwelling: Dwelling, person: Person) -> None:
    elsewhere, neighbour = a_dwelling(dwelling.landlord), a_resident(dwelling)
    for new in (a_report(elsewhere, person), a_report(dwelling, neighbour)):
        with pytest.raises(Refused):
            requests.report(an_actor(person), new, at=NOW)
    with pytest.raises(DoorClosed):
        requests.report(an_actor(a_person(dwelling.cooperative, Role.BOARD)), a_report(dwelling, person), at=NOW)


def test_household_help_is_asked_by_the_client_or_for_the_client_by_the_coordinator(
    dwelling: Dwelling, person: Person, coordinator: Actor
) -> None:
    client = a_client(a_district_team(dwelling.cooperative), dwelling)
    new = replace(a_report(dwelling, client.person), branch=Branch.HOUSEHOLD, client_id=client.pk)
    assert requests.report(an_actor(client.person), new, at=NOW).client == client
    assert requests.report(coordinator, replace(new, form_token=uuid4()), at=NOW).client == client
    with pytest.raises(Refused):
        requests.report(an_actor(person), replace(new, reporter_id=person.pk, form_token=uuid4()), at=NOW)


# --- the conversation --------------------------------------------------------------------------------------------
def test_a_question_back_is_answered_and_the_request_is_in_the_inbox_again(
    dwelling: Dwelling, person: Person, coordinator: Actor
) -> None:
    request = reported(dwelling, person)
    asked = requests.say(coordinator, request.pk, "Welke kraan?", at=NOW)
    assert not asked.from_resident
    assert Notice.objects.filter(person=person, event=f"message:{asked.pk}").exists()
    requests.set_status(request, RequestStatus.QUESTION, at=NOW)

    answered = requests.say(an_actor(person), request.pk, " Die in de keuken. ", at=LATER)
    assert (answered.from_resident, answered.text) == (True, "Die in de keuken.")
    request.refresh_from_db()
    assert request.status == RequestStatus.NEW
    assert list(request.messages.all()) == [asked, answered]


@pytest.mark.parametrize("text", ["", "  ", "\x00", "x" * 10_001])
def test_a_message_says_something_and_not_too_much(dwelling: Dwelling, person: Person, text: str) -> None:
    request = reported(dwelling, person)
    with pytest.raises(Refused) as refusal:
        requests.say(an_actor(person), request.pk, text, at=NOW)
    assert refusal.value.field == "text"
    assert not Message.objects.exists()


def test_nobody_else_joins_the_conversation(dwelling: Dwelling, person: Person) -> None:
    request = reported(dwelling, person)
    for stranger in (an_actor(a_resident(dwelling)), a_coordinator(a_cooperative())):
        with pytest.raises(Refused):
            requests.say(stranger, request.pk, "Hallo", at=NOW)
    with pytest.raises(DoorClosed):
        requests.say(an_actor(a_person(dwelling.cooperative, Role.LANDLORD)), request.pk, "Hallo", at=NOW)


def test_a_resident_closes_what_is_not_needed_any_more(dwelling: Dwelling, person: Person) -> None:
    request = reported(dwelling, person)
    closed = requests.close_own(an_actor(person), request.pk, at=LATER)
    assert (closed.status, closed.closed_at) == (RequestStatus.CLOSED, LATER)
    with pytest.raises(Refused):
        requests.close_own(an_actor(person), request.pk, at=LATER)
    requests.set_status(closed, RequestStatus.NEW, at=LATER)
    assert Request.objects.get(pk=request.pk).closed_at is None


# --- finding -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", ["truus", "de wit", "WIT Truus", "lelie", "leliestraat 14", "3812 XL", "3812xl", "14 truus"]
)
def test_a_request_is_found_by_name_and_address_as_people_type_them(
    dwelling: Dwelling, person: Person, typed: str
) -> None:
    request = reported(dwelling, person)
    reported(dwelling, a_resident(dwelling, name="Iemand Anders"))
    found = [line.pk for line in queries.search(dwelling.cooperative_id, typed)]
    assert request.pk in found
    assert len(found) == (1 if "truus" in typed.lower() or "wit" in typed.lower() else 2)


def test_a_request_is_found_by_its_reference_whole_or_begun(dwelling: Dwelling, person: Person) -> None:
    request = reported(dwelling, person)
    for typed in (request.reference, spoken(request.reference), request.reference[:5]):
        assert [line.pk for line in queries.search(dwelling.cooperative_id, typed)] == [request.pk]


@pytest.mark.parametrize("typed", ["", "  ", "!&|", "truus & !wit:*'", "niemand"])
def test_odd_searches_find_nothing_and_break_nothing(dwelling: Dwelling, person: Person, typed: str) -> None:
    reported(dwelling, person)
    assert len(queries.search(dwelling.cooperative_id, typed)) <= 1


def test_another_neighbourhood_finds_nothing(dwelling: Dwelling, person: Person) -> None:
    reported(dwelling, person)
    assert queries.search(a_cooperative().pk, "truus") == []


def test_only_the_own_requests_are_visible_and_all_to_the_coordinator(
    dwelling: Dwelling, person: Person, coordinator: Actor
) -> None:
    own, other = reported(dwelling, person), reported(dwelling, a_resident(dwelling))
    assert list(queries.visible_requests(an_actor(person))) == [own]
    assert set(queries.visible_requests(coordinator)) == {own, other}
    assert not queries.visible_requests(a_coordinator(a_cooperative())).exists()
    assert not queries.visible_requests(an_actor(a_person(dwelling.cooperative, Role.LANDLORD))).exists()
    assert queries.visible_request(an_actor(person), spoken(own.reference)) == own
    assert queries.visible_request(an_actor(person), other.reference) is None
    assert queries.visible_request(an_actor(person), "1234") is None
