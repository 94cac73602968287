"""The coordinator's pages as a coordinator uses them: the inbox, one request, entering a report, what is late."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

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
from werkplaats.desk.queries import inbox
from werkplaats.desk.services import decide, enter
from werkplaats.intake.models import Photo, Request
from werkplaats.intake.rules import Branch, Danger, RequestStatus
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests
from werkplaats.intake.services.photos import add_photo
from werkplaats.jobs.models import Job, Visit
from werkplaats.members.models import Cooperative, Notice, Person
from werkplaats.members.rules.roles import Role
from werkplaats.portal.coordinator.request_forms import EntryForm
from werkplaats.triage.models import Assessment, Forwarding, ListVersion
from werkplaats.triage.rules import Outcome, Step, Urgency
from werkplaats.triage.rules.decision import Decision
from werkplaats.triage.rules.lists import shipped
from werkplaats.triage.services import lists

MOST_QUERIES = 12
TENANT = Decision(Outcome.TENANT, "Leertje.", "Vervang het leertje.")


@pytest.fixture
def cooperative(db: None) -> Cooperative:
    return a_cooperative()


@pytest.fixture
def coordinator(cooperative: Cooperative) -> Person:
    return a_person(cooperative, Role.COORDINATOR, name="Carla Coördinator")


@pytest.fixture
def browser(coordinator: Person, settings: Any) -> Client:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client = Client()
    client.force_login(coordinator.user)
    return client


@pytest.fixture
def landlord(cooperative: Cooperative) -> Any:
    return a_landlord(cooperative)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(request: Request) -> str:
    return reverse("coordinator:request", args=[request.reference])


def form(decision: str = "cooperative", **fields: str) -> dict[str, str]:
    ours = {"step1-trade": "LOO", "step1-minutes": "60", "step1-urgency": "soon", "step1-workers": "1"}
    return {
        "outcome": decision,
        "reason": "De kraan lekt echt.",
        "based_on": "",
        **(ours if decision == "cooperative" else {}),
        **fields,
    }


# --- the inbox ---------------------------------------------------------------------------------------------------


def test_danger_stands_on_top_then_new_then_answers(browser: Client, landlord: Any, coordinator: Person) -> None:
    answered = a_request(a_dwelling(landlord), text="Antwoord", reported_at=NOW - timedelta(days=9))
    question = Decision(Outcome.QUESTION, "Onduidelijk.", "Welke kraan?")
    decide(an_actor(coordinator), answered.pk, question, based_on=None, at=NOW)
    Request.objects.filter(pk=answered.pk).update(status=RequestStatus.NEW)
    new = a_request(a_dwelling(landlord), text="Nieuw", reported_at=NOW - timedelta(days=2))
    gas = a_request(a_dwelling(landlord), text="Gaslucht", danger=[Danger.GAS], reported_at=NOW)
    found = re.findall(r'/coordinator/melding/(\d{8})/"', browser.get(reverse("coordinator:inbox")).content.decode())
    assert found == [gas.reference, new.reference, answered.reference]


def test_an_empty_inbox_says_what_to_do_next(browser: Client) -> None:
    response = browser.get(reverse("coordinator:inbox"))
    assert response.status_code == 200
    assert reverse("coordinator:late") in text_of(response)


def test_no_request_is_lost_or_seen_twice_over_the_pages(cooperative: Cooperative, landlord: Any) -> None:
    home = a_dwelling(landlord)
    person = a_person(cooperative, Role.RESIDENT)
    for number in range(17):
        moment = NOW + timedelta(minutes=number // 3)  # several at the same moment
        a_request(home, person, danger=[Danger.FIRE] if number % 5 == 0 else [], reported_at=moment)
    seen: list[int] = []
    after = ""
    while True:
        found = inbox(cooperative.pk, after=after, size=4)
        seen += [row.request.pk for row in found.rows]
        after = found.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 17


@pytest.mark.parametrize("state", [RequestStatus.ACCEPTED, RequestStatus.FORWARDED])
def test_a_filter_by_state_shows_that_state_only(browser: Client, landlord: Any, state: RequestStatus) -> None:
    there = a_request(a_dwelling(landlord), status=state)
    new = a_request(a_dwelling(landlord))
    page = text_of(browser.get(reverse("coordinator:inbox"), {"state": state}))
    assert there.reference in page
    assert new.reference not in page


@pytest.mark.parametrize("after", ["onzin", "new~gisteren~1", "new~2026-03-10T08:00:00+00:00~x", "~~"])
def test_an_address_changed_by_hand_is_simply_the_first_page(browser: Client, after: str) -> None:
    assert browser.get(reverse("coordinator:inbox"), {"after": after}).status_code == 200


def reported(home: Any, coordinator: Person) -> Request:
    """Through the service, so that it has a reference that can be said, and can be searched."""
    return enter(
        an_actor(coordinator),
        NewRequest(Branch.REPAIRS, "De deur klemt.", home.pk, a_resident(home, name="Fatima Aydin").pk, uuid4()),
        None,
        at=NOW,
    )


def test_a_complete_number_opens_the_request(browser: Client, landlord: Any, coordinator: Person) -> None:
    there = reported(a_dwelling(landlord), coordinator)
    for typed in (f"{there.reference[:4]} {there.reference[4:]}", there.reference):
        assert browser.get(reverse("coordinator:inbox"), {"q": typed}).headers["Location"] == page_of(there)


@pytest.mark.parametrize("typed", ["aydin", "Fatima Ay", "soesterweg 12", "3812ab"])
def test_a_search_finds_by_name_and_address(browser: Client, landlord: Any, coordinator: Person, typed: str) -> None:
    home = a_dwelling(landlord, street="Soesterweg", house_number=12, postcode="3812 AB")
    there, other = reported(home, coordinator), a_request(a_dwelling(landlord))
    page = text_of(browser.get(reverse("coordinator:inbox"), {"q": typed}))
    assert page_of(there) in page
    assert page_of(other) not in page


def test_a_number_with_a_mistake_in_it_is_named_as_such(browser: Client) -> None:
    assert browser.get(reverse("coordinator:inbox"), {"q": "1234 5678"}).context["mistyped"]


def queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


# --- one request -------------------------------------------------------------------------------------------------


def test_the_judge_proposes_and_applies_nothing(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord), text="De keukenkraan lekt")
    page = text_of(browser.get(page_of(subject)))
    assert "KRA02 Kraan keuken lekt of is kapot" in page
    assert "“keukenkraan”, “lekt”" in page
    assert re.search(r"9\d %, bijna zeker", page)
    assert 'value="LOO" selected' not in page
    assert not Assessment.objects.exists()


def test_a_proposal_is_taken_over_into_the_form_and_then_decided(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord), text="De keukenkraan lekt")
    taken = browser.post(page_of(subject), {"take": "KRA02", "based_on": "", "reason": ""})
    assert taken.status_code == 200
    page = text_of(taken)
    assert 'value="LOO" selected' in page
    assert 'value="KRA02 Kraan keuken lekt of is kapot"' in page
    assert not Assessment.objects.exists()
    sent = {name: value for name, value in form_on(taken).items() if value is not None}
    assert browser.post(page_of(subject), sent).status_code == 302
    decided = Assessment.objects.get()
    assert (decided.outcome, decided.item_code, decided.proposed_code) == ("cooperative", "KRA02", "KRA02")
    assert 0.9 < decided.confidence <= 0.99
    assert decided.model_version.startswith("shipped ")
    assert "Voorgesteld was KRA02" in text_of(browser.get(page_of(subject)))


def a_published_list(landlord: Any, code: str, **changed: Any) -> ListVersion:
    """The shipped list with one item changed, in force since a hundred days."""
    one, other = (an_actor(a_person(landlord.cooperative, Role.COORDINATOR)) for _ in range(2))
    at = NOW - timedelta(days=100)
    version = lists.begin_list(one, landlord, at=at)
    item = next(item for item in shipped("repairs").items if item.code == code)
    lists.change_item(one, version.pk, code, replace(item, **changed), at=at)
    lists.approve(other, version.pk, at=at)
    return lists.publish(one, version.pk, valid_from=at.date(), at=at)


def form_on(response: Any) -> dict[str, Any]:
    """What a browser would send of the form as it stands."""
    form = response.context["decision"]
    fields = [form[name] for name in form.fields]
    fields += [step[name] for step in form.steps.values() for name in step.fields]
    return {field.html_name: field.value() for field in fields}


def test_what_was_typed_as_reason_stays_when_a_proposal_is_taken_over(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord), text="De keukenkraan lekt")
    page = text_of(browser.post(page_of(subject), {"take": "KRA02", "reason": "Al gebeld met mevrouw."}))
    assert "Al gebeld met mevrouw." in page
    stale = browser.post(page_of(subject), {"take": "TOI01", "reason": "Al gebeld met mevrouw."})
    assert stale.status_code == 422
    assert "Al gebeld met mevrouw." in text_of(stale)


def test_the_trades_that_follow_become_jobs_in_order(browser: Client, landlord: Any) -> None:
    item = next(item for item in shipped("repairs").items if len(item.follow_up) == 2)
    subject = a_request(a_dwelling(landlord), text=item.words[0])
    steps = form_on(browser.post(page_of(subject), {"take": item.code}))
    assert [steps[f"step{number}-trade"] for number in (1, 2, 3)] == [item.trade, *item.follow_up]
    assert all(steps[f"step{number}-minutes"] for number in (1, 2, 3))


def test_several_problems_are_several_proposals_and_the_split_is_filled_in(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord), text="De wc spoelt niet meer door. En de bel doet het niet.")
    page = text_of(browser.get(page_of(subject)))
    assert "TOI04" in page
    assert "BEL01" in page
    assert 'name="part1"' in page
    assert "De wc spoelt niet meer door</textarea>" in page


def test_the_question_is_taken_over_in_the_language_of_the_resident(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord), text="er is iets met de verlichting")
    Person.objects.filter(pk=subject.reporter_id).update(language="en")
    given = form_on(browser.post(page_of(subject), {"take": "question"}))
    assert given["outcome"] == "question"
    assert given["explanation"].startswith("Is it in your own home")


def test_the_answer_to_a_question_is_judged_with_the_report(
    browser: Client, landlord: Any, coordinator: Person
) -> None:
    subject = a_request(a_dwelling(landlord), text="De kraan lekt")
    question = Decision(Outcome.QUESTION, "Onduidelijk.", "Welke kraan?")
    decide(an_actor(coordinator), subject.pk, question, based_on=None, at=NOW)
    requests.say(an_actor(subject.reporter), subject.pk, "In de badkamer, bij de wastafel.", at=NOW)
    page = text_of(browser.get(page_of(subject)))
    assert "KRA03" in page
    given = form_on(browser.post(page_of(subject), {"take": "KRA03"}))
    latest = Assessment.objects.get()
    assert browser.post(page_of(subject), {**given, "based_on": str(latest.pk)}).status_code == 302
    assert Assessment.objects.latest("pk").proposed_code == "KRA03"


def test_a_line_is_chosen_from_the_list_that_counted_on_the_day_of_the_report(
    browser: Client, landlord: Any, cooperative: Cooperative
) -> None:
    own = a_published_list(landlord, "KRA02", name_nl="Keukenkraan: wij komen")
    old = a_request(a_dwelling(landlord), text="De keukenkraan lekt", reported_at=NOW - timedelta(days=400))
    new = a_request(a_dwelling(landlord), text="De keukenkraan lekt", reported_at=NOW)
    assert "Keukenkraan: wij komen" not in text_of(browser.get(page_of(old)))
    assert "Keukenkraan: wij komen" in text_of(browser.get(page_of(new)))
    browser.post(page_of(new), form(item_code="KRA02"))
    assert Assessment.objects.get().list_version == own
    refused = browser.post(page_of(old), form(item_code="XXX99 Bestaat niet"))
    assert refused.status_code == 422
    assert "XXX99 Bestaat niet" in text_of(refused)


def test_deciding_opens_the_jobs(browser: Client, landlord: Any, coordinator: Person) -> None:
    subject = a_request(a_dwelling(landlord))
    response = browser.post(page_of(subject), form(**{"step2-trade": "STU", "step2-minutes": "90"}))
    assert response.status_code == 302
    assert list(Job.objects.order_by("pk").values_list("trade", flat=True)) == ["LOO", "STU"]
    assert Visit.objects.count() == 2
    assert Assessment.objects.get().decided_by == coordinator
    page = text_of(browser.get(page_of(subject)))
    assert "De kraan lekt echt." in page
    assert "Carla Coördinator" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"step1-trade": "", "step1-minutes": ""},
        {"step1-minutes": "900"},
        {"step1-trade": "XXX"},
        {"outcome": "landlord", "forward_email": "geen adres"},
        {"outcome": "tenant"},
        {"outcome": "question"},
        {"outcome": ""},
    ],
)
def test_what_is_not_complete_is_said_and_what_was_typed_stays(
    browser: Client, landlord: Any, fields: dict[str, str]
) -> None:
    subject = a_request(a_dwelling(landlord))
    response = browser.post(page_of(subject), {**form(), "step3-description": "Getypt en bewaard", **fields})
    assert response.status_code == 422
    assert "Getypt en bewaard" in text_of(response)
    assert not Assessment.objects.exists()


def test_who_comes_second_sees_the_first_decision_and_keeps_what_was_typed(
    browser: Client, landlord: Any, cooperative: Cooperative
) -> None:
    subject = a_request(a_dwelling(landlord))
    other = an_actor(a_person(cooperative, Role.COORDINATOR, name="Piet Eerder"))
    first = decide(other, subject.pk, TENANT, based_on=None, at=NOW)
    response = browser.post(page_of(subject), form(reason="Mijn eigen reden"))
    assert response.status_code == 409
    page = text_of(response)
    assert "Piet Eerder" in page
    assert "Mijn eigen reden" in page
    assert f'name="based_on" value="{first.pk}"' in page
    assert Assessment.objects.count() == 1
    again = browser.post(page_of(subject), form(reason="Mijn eigen reden", based_on=str(first.pk)))
    assert again.status_code == 302
    assert Assessment.objects.count() == 2


def test_support_stockings_are_not_decided_to_a_helper(browser: Client, cooperative: Cooperative) -> None:
    team = a_district_team(cooperative)
    client = a_client(team, a_dwelling(None, cooperative))
    subject = a_request(client.dwelling, client.person, "Help met steunkousen", branch=Branch.HOUSEHOLD, client=client)
    page = text_of(browser.get(page_of(subject)))
    assert team.email in page  # it proposes the district team
    response = browser.post(page_of(subject), form(**{"step1-trade": "HH", "item_code": "H-STE01"}))
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_splitting_and_joining_from_the_page(browser: Client, landlord: Any) -> None:
    subject, other = a_request(a_dwelling(landlord)), a_request(a_dwelling(landlord))
    parts = {"part1": "De kraan lekt.", "part2": "De deur klemt."}
    browser.post(reverse("coordinator:request_split", args=[subject.reference]), parts)
    assert Request.objects.filter(split_from=subject).count() == 2
    into = f"{subject.parts.first().reference}"
    browser.post(reverse("coordinator:request_join", args=[other.reference]), {"into": f"{into[:4]} {into[4:]}"})
    other.refresh_from_db()
    assert other.status == RequestStatus.JOINED
    for request in (subject, other):
        assert browser.get(page_of(request)).status_code == 200


def test_joining_with_a_number_that_is_not_there_says_so(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord))
    response = browser.post(reverse("coordinator:request_join", args=[subject.reference]), {"into": "1234 0000"})
    assert response.status_code == 422


def test_a_request_of_another_cooperative_is_not_there(browser: Client) -> None:
    elsewhere = a_request(a_dwelling(a_landlord(a_cooperative())))
    for name in ("request", "request_print"):
        assert browser.get(reverse(f"coordinator:{name}", args=[elsewhere.reference])).status_code == 404
    for name in ("request", "request_say", "request_split", "request_join"):
        assert browser.post(reverse(f"coordinator:{name}", args=[elsewhere.reference]), form()).status_code == 404


def test_a_resident_gets_no_further_than_the_door(db: None, cooperative: Cooperative, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord))
    client = Client()
    client.force_login(subject.reporter.user)
    for path in (reverse("coordinator:inbox"), page_of(subject), reverse("coordinator:late")):
        assert client.get(path).status_code == 403


def test_a_request_can_be_printed(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord), text="De kraan lekt.")
    assert "De kraan lekt." in text_of(browser.get(reverse("coordinator:request_print", args=[subject.reference])))


def with_a_photo(subject: Request) -> Photo:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    file = SimpleUploadedFile("kraan.jpg", picture.getvalue(), "image/jpeg")
    return add_photo(an_actor(subject.reporter), subject.pk, file, at=NOW)


def test_the_photos_stand_with_the_report_and_with_its_parts(
    browser: Client, landlord: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    subject = a_request(a_dwelling(landlord))
    path = reverse("coordinator:photo", args=[with_a_photo(subject).pk])
    assert path in text_of(browser.get(page_of(subject)))
    assert browser.get(path)["Content-Type"] == "image/jpeg"
    parts = {"part1": "De kraan lekt.", "part2": "De deur klemt."}
    browser.post(reverse("coordinator:request_split", args=[subject.reference]), parts)
    for part in subject.parts.all():
        assert path in text_of(browser.get(page_of(part)))


def test_a_photo_of_another_cooperative_is_not_there(browser: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = with_a_photo(a_request(a_dwelling(a_landlord(a_cooperative()))))
    assert browser.get(reverse("coordinator:photo", args=[photo.pk])).status_code == 404


# --- entering a report -------------------------------------------------------------------------------------------


def test_a_report_by_phone_of_somebody_new(browser: Client, landlord: Any) -> None:
    home = a_dwelling(landlord, street="Soesterweg", house_number=12, postcode="3812 AB")
    found = text_of(browser.get(reverse("coordinator:enter"), {"q": "3812ab 12"}))
    path = reverse("coordinator:enter_new", args=[home.pk])
    assert path in found
    blank = browser.get(path)
    token = blank.context["form"]["form_token"].value()
    given = {
        "form_token": token,
        "name": "Mevrouw De Wit",
        "phone": "033 123 45 67",
        "contact_by": "phone",
        "language": "nl",
        "channel": "phone",
        "branch": "repairs",
        "text": "De deur klemt.",
    }
    assert browser.post(path, {**given, "text": ""}).status_code == 422
    for _ in range(2):
        assert browser.post(path, given).status_code == 302
    entered = Request.objects.get()
    assert (entered.reporter.name, entered.channel) == ("Mevrouw De Wit", "phone")


def test_a_caller_is_found_by_name(browser: Client, landlord: Any) -> None:
    subject = a_request(a_dwelling(landlord))
    Person.objects.filter(pk=subject.reporter_id).update(name="Fatima Aydin")
    page = text_of(browser.get(reverse("coordinator:enter"), {"q": "aydin"}))
    assert reverse("coordinator:enter_known", args=[subject.dwelling_id, subject.reporter_id]) in page
    assert "Fatima" not in text_of(browser.get(reverse("coordinator:enter"), {"q": "iemand anders"}))


# --- what is late ------------------------------------------------------------------------------------------------


def test_nothing_late_says_so(browser: Client) -> None:
    assert browser.get(reverse("coordinator:late")).status_code == 200


def test_everything_that_waits_too_long_is_on_one_page(browser: Client, landlord: Any, coordinator: Person) -> None:
    actor = an_actor(coordinator)
    gas = a_request(a_dwelling(landlord), danger=[Danger.GAS])
    old = a_request(a_dwelling(landlord), text="Oud")
    work, sent = a_request(a_dwelling(landlord)), a_request(a_dwelling(landlord))
    steps = (Step("LOO", 60, Urgency.SOON),)
    decide(actor, work.pk, Decision(Outcome.COOPERATIVE, "Doen.", steps=steps), based_on=None, at=NOW)
    to = Decision(Outcome.LANDLORD, "Dak.", forward_name="Portaal", forward_email="dak@portaal.example")
    decide(actor, sent.pk, to, based_on=None, at=NOW)
    page = text_of(browser.get(reverse("coordinator:late")))
    for reference in (gas.reference, old.reference, work.reference, sent.reference):
        assert reference in page
    assert queries(browser, reverse("coordinator:late")) <= MOST_QUERIES


# --- the private link --------------------------------------------------------------------------------------------


def private_link(landlord: Any, coordinator: Person, subject: Request, outcome: Outcome = Outcome.LANDLORD) -> str:
    to = Decision(outcome, "Niet van ons.", forward_name="Portaal", forward_email="dak@portaal.example")
    decide(an_actor(coordinator), subject.pk, to, based_on=None, at=NOW)
    mail = Notice.objects.get(to="dak@portaal.example")
    found = re.search(r"/partner/antwoord/[^/\s]+/", mail.body)
    assert found
    return found[0]


def test_the_landlord_answers_without_signing_in(db: None, landlord: Any, coordinator: Person) -> None:
    subject = a_request(a_dwelling(landlord), text="Het dak lekt.")
    path = private_link(landlord, coordinator, subject)
    stranger = Client()
    page = text_of(stranger.get(path))
    assert "Het dak lekt." in page
    assert subject.dwelling.address in page
    assert stranger.post(path, {"status": "declined", "answer": ""}).status_code == 422
    assert stranger.post(path, {"status": "taken_up", "answer": "Donderdag komen wij."}).status_code == 302
    assert Forwarding.objects.get().answer == "Donderdag komen wij."
    assert "Donderdag komen wij." in text_of(stranger.get(path))


def test_elsewhere_sees_who_to_call_and_not_where_they_live(
    db: None, cooperative: Cooperative, coordinator: Person, landlord: Any
) -> None:
    client = a_client(a_district_team(cooperative), a_dwelling(None, cooperative, street="Geheimstraat"))
    subject = a_request(
        client.dwelling, client.person, "Steunkousen", branch=Branch.HOUSEHOLD, client=client, place="Slaapkamer"
    )
    path = private_link(landlord, coordinator, subject, Outcome.ELSEWHERE)
    page = text_of(Client().get(path))
    assert client.person.name in page
    assert "Geheimstraat" not in page
    assert "Slaapkamer" not in page


def test_the_landlord_sees_the_photos_and_only_these(
    db: None, landlord: Any, coordinator: Person, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    subject, other = a_request(a_dwelling(landlord)), a_request(a_dwelling(landlord))
    own, not_own = with_a_photo(subject), with_a_photo(other)
    path = private_link(landlord, coordinator, subject)
    stranger = Client()
    assert stranger.get(f"{path}foto/{own.pk}/").status_code == 200
    assert stranger.get(f"{path}foto/{not_own.pk}/").status_code == 404


def test_a_guessed_link_is_not_there(db: None) -> None:
    assert Client().get(reverse("partner:forwarded", args=["geraden"])).status_code == 404


def test_the_private_page_is_not_kept_by_browsers_nor_passed_on(db: None, landlord: Any, coordinator: Person) -> None:
    response = Client().get(private_link(landlord, coordinator, a_request(a_dwelling(landlord))))
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_what_a_resident_typed_is_words_in_the_inbox_and_no_html(browser: Client, landlord: Any) -> None:
    request = a_request(a_dwelling(landlord), text="<script>alert('x')</script> & meer")
    Person.objects.filter(pk=request.reporter_id).update(name="Ans <b>O'Brien</b>")
    shown = browser.get(reverse("coordinator:inbox")).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; meer" in shown
    assert "Ans &lt;b&gt;O&#x27;Brien&lt;/b&gt;" in shown


def test_what_is_wrong_in_one_form_is_not_in_the_next() -> None:
    assert EntryForm({}).errors
    assert not EntryForm().errors
    assert EntryForm()["form_token"].value() != EntryForm()["form_token"].value()
