"""What outsiders see: released quarters, the same tomorrow as today, on a page, in a file and by the API."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.api.scenes import token_of
from tests.build import (
    NOW,
    a_cooperative,
    a_dwelling,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_pilot,
    a_request,
    a_worker,
    an_actor,
    browser_of,
)
from tests.settlement.work import a_repair_job, a_timesheet
from werkplaats.homes.rules import LandlordKind
from werkplaats.insight import open_data
from werkplaats.insight.models import ReleasedCells
from werkplaats.insight.queries.figures import figures
from werkplaats.insight.queries.released import released_quarters
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.derived import WAYS
from werkplaats.insight.rules.metrics import Audience, Scope
from werkplaats.insight.rules.released import NOT_RELEASED, RECIPES
from werkplaats.insight.services.releasing import release_quarters
from werkplaats.insight.services.rollups import refresh
from werkplaats.members.rules.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]
APRIL = datetime(2026, 4, 2, 8, tzinfo=UTC)
QUARTER = (date(2026, 1, 1), date(2026, 3, 1))


class Street:
    """Twelve homes that each reported twice in the first quarter; one of them had work done."""

    def __init__(self, homes: int = 12) -> None:
        self.cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.pilot = a_pilot(self.landlord)
        self.homes = [a_dwelling(self.landlord) for _ in range(homes)]
        for home in self.homes:
            for days in (0, 9):
                a_request(home, reported_at=NOW + timedelta(days=days))
        a_timesheet(a_repair_job(self.homes[0]), a_worker(self.cooperative), 90)

    def public(self, first: date = QUARTER[0], last: date = QUARTER[1]) -> dict[str, Any]:
        return figures(Scope(self.cooperative.pk, first, last), Audience.PUBLIC)

    def release(self, at: datetime = APRIL) -> int:
        return release_quarters(self.cooperative.pk, at=at)


def test_a_quarter_comes_out_when_it_is_over() -> None:
    street = Street()
    assert street.release(datetime(2026, 3, 31, 20, tzinfo=UTC)) == 0
    assert street.public()["service.requests"].why == NOT_RELEASED
    assert street.release() > 0
    found = street.public()["service.requests"]
    assert (found.value, found.n) == (25, 12)  # the job's own request too
    assert released_quarters(street.cooperative.pk) == [date(2026, 1, 1)]


def test_what_is_about_few_people_stays_in() -> None:
    street = Street()
    street.release()
    found = street.public()
    for code in ("service.hours", "service.visits", "service.mean_hours_to_visit"):
        assert found[code].why == NOT_RELEASED, code
    few = Street(homes=9)
    few.release()
    assert all(figure.value is None for figure in few.public().values())


def test_what_came_out_never_changes() -> None:
    street = Street()
    street.release()
    before = street.public()
    a_request(street.homes[0], reported_at=NOW)  # written down afterwards
    assert street.release(APRIL + timedelta(days=1)) == 0
    a_request(street.homes[1], reported_at=APRIL)
    street.release(APRIL + timedelta(days=91))
    assert street.public() == before
    row = ReleasedCells.objects.filter(cooperative=street.cooperative).first()
    assert row is not None
    with pytest.raises(Exception, match="Cannot"):
        row.delete()


def test_part_of_a_quarter_shows_nothing() -> None:
    street = Street()
    street.release()
    assert street.public(date(2026, 1, 1), date(2026, 2, 1))["service.requests"].why == NOT_RELEASED
    assert street.public(date(2025, 12, 1), date(2026, 5, 1))["service.requests"].value == 25


def test_an_outsider_never_gets_what_is_for_inside() -> None:
    for audience in (Audience.WATCHER, Audience.PUBLIC):
        assert {code for code, metric in CATALOGUE.items() if audience in metric.seen_by} == {*RECIPES, *WAYS}
    assert "service.unevenness" not in Street().public()


def test_the_files_say_the_same_as_the_figures() -> None:
    street = Street()
    street.release()
    rows = open_data.rows(street.cooperative.pk)
    assert [(r.metric, r.begin, r.end, r.kinds, r.value, r.people) for r in rows] == [
        ("service.requests", date(2026, 1, 1), date(2026, 3, 31), "repairs", 25, 12)
    ]
    url = {"slug": street.cooperative.slug}
    text = Browser().get(reverse("public:open_data_file", kwargs={**url, "ending": "csv"})).content.decode()
    assert list(csv.DictReader(StringIO(text))) == [
        {
            "metric": "service.requests",
            "from": "2026-01-01",
            "until": "2026-03-31",
            "kinds": "repairs",
            "part": "",
            "value": "25",
            "unit": "count",
            "people": "12",
        }
    ]
    body = Browser().get(reverse("public:open_data_file", kwargs={**url, "ending": "json"})).json()
    observer = a_landlord_contact(a_landlord(street.cooperative, LandlordKind.OBSERVER))
    token = token_of(observer.person_id, Role.OBSERVER)
    api = Browser().get("/api/v1/figures", headers={"Authorization": f"Bearer {token}"}).json()
    assert body["figures"] == api["figures"] == open_data.as_json(rows)
    assert {one["metric"] for one in body["dictionary"]} == {*RECIPES, *WAYS}
    assert "creativecommons.org/publicdomain/zero" in body["licence"]
    asked = "/api/v1/figures?since=2026-02-01"
    assert Browser().get(asked, headers={"Authorization": f"Bearer {token}"}).json()["figures"] == []


def test_machines_find_both_files_and_the_licence() -> None:
    street = Street()
    street.release()
    url = {"slug": street.cooperative.slug}
    graph = json.loads(
        Browser().get(reverse("public:open_data_description", kwargs={**url, "notation": "jsonld"})).content
    )["@graph"]
    (dataset,) = [node for node in graph if node.get("@type") == "dcat:Dataset"]
    files = [node for node in graph if node.get("@type") == "dcat:Distribution"]
    assert {one["@id"] for one in dataset["dcat:distribution"]} == {node["@id"] for node in files}
    for node in files:
        assert Browser().get(node["dcat:downloadURL"][0]["@id"]).status_code == 200
        assert node["dct:license"] == [{"@id": open_data.LICENCE}]
    text = Browser().get(reverse("public:open_data_description", kwargs={**url, "notation": "ttl"})).content.decode()
    assert "a dcat:Dataset ." in text
    assert '"2026-03-31"^^xsd:date' in text


def test_a_text_in_turtle_cannot_end_itself() -> None:
    found = open_data.turtle([("urn:x", "dct:title", open_data.Literal('a" . <urn:y>\n\\', "nl"))])
    assert r'"a\" . <urn:y>\n\\"@nl .' in found


@pytest.mark.parametrize("released", [False, True])
def test_the_pages_of_outsiders_open_with_and_without_figures(released: bool) -> None:
    street = Street()
    if released:
        street.release()
    observer = browser_of(a_landlord_contact(a_landlord(street.cooperative, LandlordKind.OBSERVER)))
    pages = [
        Browser().get(f"/buurt/{street.cooperative.slug}/resultaten/", {"from": "2026-01", "until": "x"}),
        Browser().get(f"/buurt/{street.cooperative.slug}/open-data/"),
        observer.get("/partner/totalen/"),
    ]
    for answer in pages:
        assert answer.status_code == 200
    assert ("kwartaal 1 van 2026" in pages[0].content.decode().lower()) == released
    assert ("nog niets te laten zien" in pages[2].content.decode()) == (not released)
    assert Browser().get("/resultaten/").status_code in (200, 302)


def test_the_board_sees_every_figure_of_a_pilot_and_a_period_or_why_not() -> None:
    street = Street()
    browser = browser_of(an_actor(a_person(street.cooperative, Role.BOARD)))
    assert "’s nachts gemaakt" in browser.get("/bestuur/resultaten/").content.decode()
    refresh(street.cooperative.pk, at=NOW)
    page = browser.get("/bestuur/resultaten/", {"from": "2026-03", "until": "2026-04"}).content.decode()
    assert "Maart 2026 tot en met april 2026" in page
    assert page.count('class="wp-plot"') == 2  # requests, and how soon
    assert "In deze periode gaf niemand een cijfer." in page
    later = a_pilot(street.landlord, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    page = browser.get("/bestuur/resultaten/", {"pilot": str(later.pk), "until": "2026-03"}).content.decode()
    assert "Deze proef begint op 1 januari 2027" in page


def test_a_landlord_sees_only_its_own_pilots() -> None:
    street = Street()
    refresh(street.cooperative.pk, at=NOW)
    other = a_landlord(street.cooperative)
    foreign = a_pilot(other, name="Proef van een ander")
    browser = browser_of(a_landlord_contact(street.landlord))
    page = browser.get("/partner/resultaten/", {"pilot": str(foreign.pk)}).content.decode()
    assert "Kluscentrale" in page
    assert "Proef van een ander" not in page
    without = browser_of(a_landlord_contact(a_landlord(street.cooperative)))
    assert "nog geen proef met u" in without.get("/partner/resultaten/").content.decode()


def test_the_results_ask_as_often_for_much_as_for_little() -> None:
    street = Street()
    street.release()
    refresh(street.cooperative.pk, at=NOW)
    board = browser_of(an_actor(a_person(street.cooperative, Role.BOARD)))

    def asked(browser: Browser, path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    def all_asked() -> list[int]:
        public = f"/buurt/{street.cooperative.slug}/resultaten/"
        return [asked(board, "/bestuur/resultaten/"), asked(board, "/partner/totalen/"), asked(Browser(), public)]

    all_asked()  # what the program remembers of itself is read
    few = all_asked()
    for home in street.homes:
        for days in range(3):
            a_request(home, reported_at=APRIL + timedelta(days=days))
    refresh(street.cooperative.pk, at=NOW)
    street.release(APRIL + timedelta(days=91))
    assert all_asked() == few
    assert max(few) <= 30
