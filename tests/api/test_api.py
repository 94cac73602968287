"""The API: the same verbs as the pages, in one role, with every error as problem+json."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.api.scenes import Api, Neighbourhood, token_of
from tests.build import NOW, a_landlord, a_landlord_contact, a_worker, an_actor
from tests.delivery.scenes import Repair, agreed
from tests.planning.scenes import a_visit
from werkplaats.api import tokens
from werkplaats.delivery.models import Timesheet
from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Channel
from werkplaats.members.models import ApiToken, Person
from werkplaats.members.rules.roles import NOBODY, Role
from werkplaats.members.services.tokens import make_token, withdraw_token
from werkplaats.triage import lines

pytestmark = pytest.mark.django_db


def a_report(**more: Any) -> dict[str, Any]:
    return {"text": "De kraan lekt.", "form_token": str(uuid4()), **more}


def reference(request: Request) -> str:
    """A reference with a right check digit, as `report` makes it; the builder's own have none."""
    from werkplaats.intake.rules.reference import make

    request.reference = make(request.pk)
    request.save(update_fields=["reference"])
    return request.reference


# -- tokens -----------------------------------------------------------------------------------------------------------
def test_only_the_hash_of_a_token_is_kept() -> None:
    scene = Repair()
    token = token_of(scene.worker.person_id, Role.WORKER)
    row = ApiToken.objects.get()
    assert token not in str(row.__dict__)
    assert tokens.actor_of_token(token).worker_id == scene.plumbers[0].pk
    withdraw_token(scene.worker, row.pk, at=NOW)
    assert tokens.actor_of_token(token) is NOBODY


def test_a_token_has_one_role_of_its_person_and_nothing_of_the_others() -> None:
    scene = Repair()
    person = scene.plumbers[0].person
    person.roles.create(cooperative=scene.cooperative, role=Role.COORDINATOR, since=NOW)
    actor = tokens.actor_of_token(make_token(an_actor(person), Role.COORDINATOR, "planning", at=NOW))
    assert actor.roles == {Role.COORDINATOR}
    assert actor.worker_id is None
    with pytest.raises(Refused):
        make_token(an_actor(person), Role.BOARD, "figures", at=NOW)


def test_a_role_that_was_taken_away_takes_the_token_with_it() -> None:
    scene = Repair()
    token = token_of(scene.coordinator.person_id, Role.COORDINATOR)
    Person.objects.get(pk=scene.coordinator.person_id).roles.all().delete()
    assert Api(token).get("requests").status_code == 401


def test_without_a_token_nothing_opens_and_a_session_is_no_token() -> None:
    scene = Repair()
    browser = Client()
    browser.force_login(scene.request.reporter.user)
    for client in (Client(), browser, Client(headers={"authorization": "Bearer wrong"})):
        answer = client.get("/api/v1/requests")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


# -- errors -----------------------------------------------------------------------------------------------------------
def test_every_error_is_a_problem() -> None:
    scene = Neighbourhood()
    coordinator, worker = scene.as_(Role.COORDINATOR), scene.as_(Role.WORKER)
    answers = {
        400: coordinator.client.post("/api/v1/requests", "{", content_type="application/json"),
        403: worker.get("requests"),
        404: coordinator.get("visits/9223372036854775807"),
        405: coordinator.client.delete("/api/v1/requests"),
        422: coordinator.post("requests", text=7),
    }
    for status, answer in answers.items():
        body = answer.json()
        assert (answer.status_code, body["status"]) == (status, status), body
        assert answer["Content-Type"] == "application/problem+json"
        assert body["title"]
        assert body["detail"]
    assert answers[405]["Allow"] == "GET, POST"
    assert {"text", "form_token"} <= {one["field"] for one in answers[422].json()["errors"]}
    assert coordinator.get("nergens").json()["status"] == 404


def test_a_database_that_is_away_is_said_and_a_bug_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Neighbourhood()
    for error, status in ((OperationalError("no route to 10.0.0.7"), 503), (KeyError("secret"), 500)):

        def fails(*_: Any, _error: Exception = error) -> None:
            raise _error

        monkeypatch.setattr("werkplaats.api.routes.work.part_of", fails)
        answer = scene.as_(Role.COORDINATOR).get("jobs")
        assert answer.status_code == status
        assert "secret" not in answer.content.decode()
        assert "10.0.0.7" not in answer.content.decode()


# -- requests ---------------------------------------------------------------------------------------------------------
def test_a_resident_reports_and_reads_it_back() -> None:
    scene = Neighbourhood()
    api, body = scene.as_(Role.RESIDENT), a_report(preferred_times=["mon-morning"])
    made = api.post("requests", **body)
    assert made.status_code == 201, made.json()
    assert api.post("requests", **body).json()["id"] == made.json()["id"]
    found = Request.objects.get(pk=made.json()["id"])
    assert (found.reporter_id, found.channel) == (scene.resident.person_id, Channel.API)
    assert api.get(f"requests/{found.reference}").json()["text"] == "De kraan lekt."
    said = api.post(f"requests/{found.reference}/messages", text="Het is erger nu.")
    assert said.status_code == 201
    assert [one["text"] for one in api.get(f"requests/{found.reference}/messages").json()["items"]] == [
        "Het is erger nu."
    ]


def test_a_text_is_judged_as_on_the_command_line_and_nothing_is_kept() -> None:
    scene, before = Neighbourhood(), Request.objects.count()
    for text, branch in (("De keukenkraan lekt", "repairs"), ("help with dressing please", "household")):
        answer = scene.as_(Role.RESIDENT).post("triage", id="7", text=text, branch=branch)
        assert answer.status_code == 200
        target = StringIO()
        lines.judge_lines([[json.dumps({"id": "7", "text": text, "branch": branch}).encode()]], target)
        assert answer.json() == json.loads(target.getvalue())
    assert Request.objects.count() == before


def test_a_text_is_judged_by_the_list_of_a_dwelling_that_one_may_report_for() -> None:
    scene = Neighbourhood()
    other = scene.done.request.dwelling_id
    assert scene.as_(Role.COORDINATOR).post("triage", text="De kraan lekt", dwelling_id=other).status_code == 200
    refused = scene.as_(Role.RESIDENT).post("triage", text="De kraan lekt", dwelling_id=other)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "dwelling_id"
    assert scene.as_(Role.WORKER).post("triage", text="De kraan lekt").status_code == 403


def test_a_decision_tells_what_was_proposed() -> None:
    scene = Neighbourhood()
    api, subject = scene.as_(Role.COORDINATOR), reference(scene.request)
    before = api.get(f"requests/{subject}/assessments").json()["items"][0]
    body = {"outcome": "tenant", "reason": "Leertje.", "explanation": "Zo.", "based_on": before["id"]}
    made = api.post(f"requests/{subject}/assessments", **body, item_code="KRA01")
    assert made.status_code == 201, made.json()
    assert {"proposed_code", "confidence", "by_resident"} <= made.json().keys()
    again = {**body, "based_on": made.json()["id"], "item_code": "XXX"}
    assert api.post(f"requests/{subject}/assessments", **again).status_code == 422


def test_a_resident_reports_for_nobody_else_and_no_other_home() -> None:
    scene = Neighbourhood()
    other = scene.done.request
    api = scene.as_(Role.RESIDENT)
    assert api.post("requests", **a_report(dwelling_id=other.dwelling_id)).status_code == 422
    assert api.post("requests", **a_report(reporter_id=other.reporter_id)).status_code == 422
    assert api.get(f"requests/{reference(other)}").status_code == 404
    assert api.post(f"requests/{reference(other)}/messages", text="Hallo").status_code == 404
    assert [one["id"] for one in api.get("requests").json()["items"]] == [scene.request.pk]


def test_a_list_comes_in_parts() -> None:
    scene = Neighbourhood()
    api, seen, after = scene.as_(Role.COORDINATOR), [], None
    every = set(Request.objects.filter(cooperative=scene.cooperative).values_list("pk", flat=True))
    while True:
        part = api.get("requests", limit=1, **({"after": after} if after else {})).json()
        seen += [one["id"] for one in part["items"]]
        after = part["next"]
        if after is None:
            break
    assert seen == sorted(every, reverse=True)
    assert api.get("requests", status="closed").json() == {"items": [], "next": None}
    assert api.get("requests", limit=201).status_code == 422


# -- assessments, offers ----------------------------------------------------------------------------------------------
def test_a_coordinator_decides_and_the_second_who_saw_nothing_is_told() -> None:
    scene = Neighbourhood()
    resident, api = scene.as_(Role.RESIDENT), scene.as_(Role.COORDINATOR)
    number = resident.post("requests", **a_report()).json()["reference"]
    decision = {
        "outcome": "cooperative",
        "reason": "Een lekkende kraan is voor ons.",
        "steps": [{"trade": "LOO", "minutes": 60, "urgency": "normal"}],
    }
    made = api.post(f"requests/{number}/assessments", **decision)
    assert made.status_code == 201, made.json()
    assert made.json()["steps"][0]["trade"] == "LOO"
    again = api.post(f"requests/{number}/assessments", **decision)
    assert again.status_code == 409
    assert len(api.get(f"requests/{number}/assessments").json()["items"]) == 1
    assert resident.get(f"requests/{number}/assessments").status_code == 403
    no_reason = {**decision, "reason": " ", "based_on": made.json()["id"]}
    assert api.post(f"requests/{number}/assessments", **no_reason).json()["errors"][0]["field"] == "reason"


def test_a_coordinator_offers_a_visit() -> None:
    scene = Neighbourhood()
    visit = a_visit(scene.cooperative)
    free = timezone.now() + timedelta(days=3)
    answer = scene.as_(Role.COORDINATOR).post(
        f"visits/{visit.pk}/offers", worker_ids=[scene.plumbers[0].pk], starts_at=free.isoformat()
    )
    assert answer.status_code in (201, 422)  # 422 in a weekend: then the plumber does not work
    late = {"worker_ids": [scene.plumbers[0].pk], "starts_at": "2020-01-01T10:00:00Z"}
    assert scene.as_(Role.COORDINATOR).post(f"visits/{visit.pk}/offers", **late).status_code == 422
    assert scene.as_(Role.WORKER).post(f"visits/{visit.pk}/offers", **late).status_code == 403


# -- visits and timesheets --------------------------------------------------------------------------------------------
def test_a_worker_starts_and_stops_and_the_resident_signs() -> None:
    scene = Neighbourhood()
    worker, key = scene.as_(Role.WORKER), scene.visit.pk
    assert worker.post(f"visits/{key}/start").status_code == 200
    stopped = worker.post(f"visits/{key}/stop", outcome="done", note="Klaar.")
    assert stopped.status_code == 200
    assert stopped.json()["outcome"] == "done"
    assert worker.post(f"visits/{key}/stop", outcome="nobody_home").status_code == 409
    sheet = Timesheet.objects.get(visit=scene.visit)
    assert worker.post(f"timesheets/{sheet.pk}/sign-off").status_code == 403
    assert [one["id"] for one in scene.as_(Role.RESIDENT).get("timesheets").json()["items"]] == [sheet.pk]
    assert scene.as_(Role.RESIDENT).post(f"timesheets/{sheet.pk}/sign-off").status_code == 200
    sheet.refresh_from_db()
    assert sheet.signed_at is not None


def test_each_sees_only_what_is_theirs() -> None:
    scene = Neighbourhood()
    elsewhere = Neighbourhood()
    worker, resident = scene.as_(Role.WORKER), scene.as_(Role.RESIDENT)
    for api in (worker, resident):
        assert [one["id"] for one in api.get("visits").json()["items"]] == [scene.visit.pk]
        assert [one["id"] for one in api.get("jobs").json()["items"]] == [scene.job.pk]
        assert api.get(f"visits/{scene.done.visit.pk}").status_code == 404
        assert api.get(f"jobs/{scene.help.visit.job_id}").status_code == 404
    assert worker.post(f"visits/{scene.done.visit.pk}/start").status_code == 404
    every = {one["id"] for one in scene.as_(Role.COORDINATOR).get("visits", limit=200).json()["items"]}
    assert scene.help.visit.pk in every
    assert not every & {elsewhere.visit.pk, elsewhere.help.visit.pk}
    for path in (
        f"visits/{elsewhere.visit.pk}",
        f"jobs/{elsewhere.job.pk}",
        f"requests/{reference(elsewhere.request)}",
    ):
        assert scene.as_(Role.COORDINATOR).get(path).status_code == 404


def test_a_landlord_reads_no_visit_of_anybody() -> None:
    scene = Neighbourhood()
    contact = a_landlord_contact(a_landlord(scene.cooperative))
    api = Api(token_of(contact.person_id, Role.LANDLORD))
    for path in ("jobs", "visits", "timesheets"):
        assert api.get(path).json() == {"items": [], "next": None}
    assert api.get(f"visits/{scene.help.visit.pk}").status_code == 404


def test_a_worker_no_longer_sees_a_visit_that_was_taken_back() -> None:
    scene = Neighbourhood()
    other = a_worker(scene.cooperative)
    visit = agreed(a_visit(scene.cooperative), other)
    api = Api(token_of(an_actor(other.person).person_id, Role.WORKER))
    assert api.get(f"visits/{visit.pk}").status_code == 200
    visit.assignments.update(active=False)
    assert api.get(f"visits/{visit.pk}").status_code == 404
