"""The coordinator's three pages that are open all day ask the database as often for much as for little."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_district_team,
    a_dwelling,
    a_landlord,
    a_person,
    a_request,
    a_resident,
    an_actor,
)
from werkplaats.desk.services import decide, join, split
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Role
from werkplaats.triage.rules import Outcome, Step, Urgency
from werkplaats.triage.rules.decision import Decision

MOST_QUERIES = 12
pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> Person:
    return a_person(a_cooperative(), Role.COORDINATOR)


@pytest.fixture
def landlord(coordinator: Person) -> Any:
    return a_landlord(coordinator.cooperative)


@pytest.fixture
def browser(coordinator: Person, settings: Any) -> Client:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client = Client()
    client.force_login(coordinator.user)
    return client


def queries(browser: Client, path: str, **words: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path, words).status_code == 200
    return len(captured)


def page_of(request: Request) -> str:
    return reverse("coordinator:request", args=[request.reference])


def test_the_inbox(browser: Client, landlord: Any) -> None:
    inbox = reverse("coordinator:inbox")
    a_request(a_dwelling(landlord))
    little = queries(browser, inbox)
    for number in range(40):
        a_request(a_dwelling(landlord), danger=["gas"] if number % 2 else [])
    assert queries(browser, inbox) == little <= MOST_QUERIES


def test_a_search(browser: Client, landlord: Any, coordinator: Person) -> None:
    inbox, actor = reverse("coordinator:inbox"), an_actor(coordinator)

    def reported(number: int) -> None:
        home = a_dwelling(landlord, street="Soesterweg", house_number=number)
        requests.report(actor, NewRequest(Branch.REPAIRS, "Lekt.", home.pk, a_resident(home).pk, uuid4()), at=NOW)

    reported(1)
    little = queries(browser, inbox, q="soesterweg")
    for number in range(2, 30):
        reported(number)
    assert queries(browser, inbox, q="soesterweg") == little <= MOST_QUERIES


def test_the_page_of_a_request(browser: Client, landlord: Any, coordinator: Person) -> None:
    """With a client, a conversation, three decisions of four jobs each, and other requests that belong with it."""
    actor = an_actor(coordinator)
    bare = a_request(a_dwelling(landlord))
    little = queries(browser, page_of(bare))

    home = a_dwelling(landlord)
    full = a_request(home, client=a_client(a_district_team(coordinator.cooperative), home))
    for _ in range(10):
        requests.say(actor, full.pk, "Wij komen er zo aan.", at=NOW)
    for _ in range(5):
        join(actor, a_request(home).pk, full.pk, at=NOW)
    steps, latest = tuple(Step("LOO", 60, Urgency.SOON) for _ in range(4)), None
    for _ in range(3):
        decision = Decision(Outcome.COOPERATIVE, "Doen.", steps=steps)
        latest = decide(actor, full.pk, decision, based_on=latest.pk if latest else None, at=NOW)
    # One that is not decided yet asks which model judges.
    assert queries(browser, page_of(full)) == little - 1 <= MOST_QUERIES - 1


def test_the_page_of_a_part_of_another_request(browser: Client, landlord: Any, coordinator: Person) -> None:
    parts = split(an_actor(coordinator), a_request(a_dwelling(landlord)).pk, ["De kraan.", "De deur."], at=NOW)
    assert queries(browser, page_of(parts[0])) <= MOST_QUERIES
