"""Answering behind a private link, and the pages of who runs the surveys."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.build import a_cooperative, a_person, a_supplier, a_worker
from werkplaats.insight.models import SurveyAnswer, SurveyInvitation, SurveyRound
from werkplaats.insight.rules.surveys import SurveyKind
from werkplaats.insight.rules.surveys.cohesion import STATEMENTS
from werkplaats.members.models import Cooperative, Notice
from werkplaats.members.rules.roles import Role
from werkplaats.members.services.tokens import hash_of

pytestmark = pytest.mark.django_db
GOOD = {one.code: "0" if one.against else "4" for one in STATEMENTS}


@pytest.fixture
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def a_round(cooperative: Cooperative, kind: SurveyKind = SurveyKind.COHESION, days: int = 14) -> SurveyRound:
    today = timezone.localdate()
    return SurveyRound.objects.create(
        cooperative=cooperative,
        kind=kind,
        year=today.year,
        quarter=2 if kind == SurveyKind.COHESION else None,
        opens_on=today - timedelta(days=20),
        closes_on=today + timedelta(days=days),
        opened_at=timezone.now(),
        opened_by=a_person(cooperative, Role.BOARD),
    )


def invited(round_: SurveyRound, role: str = "resident") -> str:
    token = f"token-{round_.pk}-{role}"
    SurveyInvitation.objects.create(
        cooperative=round_.cooperative,
        round=round_,
        role=role,
        person=a_person(round_.cooperative),
        token_hash=hash_of(token),
    )
    return f"/vragen/{token}/"


def stranger(language: str = "en") -> Client:
    return Client(headers={"accept-language": language})


def board(cooperative: Cooperative) -> Client:
    client = stranger()
    user = a_person(cooperative, Role.BOARD, language="en").user
    assert user is not None
    client.force_login(user)
    return client


def test_six_answers_without_an_account_and_a_word_of_thanks() -> None:
    address = invited(a_round(a_cooperative()))
    page = stranger().get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert page.content.count(b"<fieldset") == 6
    answer = stranger().post(address, GOOD, follow=True)
    assert b"We have your answers" in answer.content
    again = stranger().post(address, {**GOOD, "pleasant": "0"}, follow=True)
    assert b"We have your answers" in again.content
    assert SurveyAnswer.objects.get().agrees == [0, 4, 4, 4, 4, 4]
    assert b"You have answered already" in stranger().get(address).content


def test_the_questions_are_asked_in_dutch_in_words_of_our_own() -> None:
    page = stranger("nl").get(invited(a_round(a_cooperative()))).content.decode()
    assert "Wie hier woont, weet vaak niet wie de buren zijn." in page
    assert "Weet ik niet" in page


def test_i_do_not_know_is_an_answer_and_no_answer_is_not() -> None:
    address = invited(a_round(a_cooperative()))
    page = stranger().post(address, {**GOOD, "mix": ""})
    assert page.status_code == 422
    assert "is an answer too" in page.content.decode()
    assert stranger().post(address, {**GOOD, "mix": "unknown"}).status_code == 302
    assert SurveyAnswer.objects.get().agrees == [0, 4, 4, 4, 4, None]


def test_where_the_money_goes_is_answered_in_words() -> None:
    address = invited(a_round(a_cooperative(), SurveyKind.SPENDING), "helper")
    page = stranger().post(address, {"district": "75", "city": "50"})
    assert page.status_code == 422
    assert b"at least as much" in page.content
    assert stranger().post(address, {"district": "50", "city": "75", "spent_on": ["groceries"]}).status_code == 302
    kept = SurveyAnswer.objects.get()
    assert (kept.role, kept.district, kept.city, kept.spent_on) == ("helper", 50, 75, ["groceries"])


def test_who_comes_too_late_reads_so_and_an_unknown_link_is_not_there() -> None:
    address = invited(a_round(a_cooperative(), days=-1))
    assert b"These questions are closed" in stranger().get(address).content
    assert stranger().post(address, GOOD).status_code == 200
    assert not SurveyAnswer.objects.exists()
    assert stranger().get("/vragen/raden/").status_code == 404


@pytest.mark.usefixtures("_no_second_factor")
def test_the_board_opens_a_round_once_and_sees_who_was_asked() -> None:
    cooperative = a_cooperative()
    worker = a_worker(cooperative)
    client, day = board(cooperative), timezone.localdate() + timedelta(days=14)
    assert b"Nothing was asked yet" in client.get("/bestuur/vragenlijsten/").content
    form = {"kind": "spending", "closes_on": day.isoformat()}
    opened = client.post("/bestuur/vragenlijsten/", form, follow=True)
    assert b"The questions are on their way." in opened.content
    assert b"nobody yet" in opened.content
    assert Notice.objects.filter(person=worker.person).count() == 1
    again = client.post("/bestuur/vragenlijsten/", form)
    assert again.status_code == 422
    assert b"asked this year already" in again.content
    assert Notice.objects.count() == 1


@pytest.mark.usefixtures("_no_second_factor")
def test_a_paper_form_is_typed_in_and_sent_twice_is_one() -> None:
    cooperative = a_cooperative()
    round_ = a_round(cooperative, SurveyKind.SPENDING)
    SurveyInvitation.objects.create(
        cooperative=cooperative, round=round_, role="supplier", supplier=a_supplier(cooperative)
    )
    client, address = board(cooperative), f"/bestuur/vragenlijsten/{round_.pk}/papier/"
    assert client.get(address).status_code == 200
    form = {"role": "supplier", "district": "10", "city": "25", "form_token": str(uuid4())}
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    assert SurveyAnswer.objects.get().on_paper
    full = client.post(address, {**form, "form_token": str(uuid4())})
    assert full.status_code == 422
    assert b"has answered already" in full.content
    assert client.get(f"/bestuur/vragenlijsten/{round_.pk}/afdrukken/").content.count("☐".encode()) == 21


@pytest.mark.usefixtures("_no_second_factor")
def test_a_survey_that_nobody_answered_is_said_in_words() -> None:
    cooperative = a_cooperative()
    invited(a_round(cooperative, days=-1))
    page = board(cooperative).get("/bestuur/vragenlijsten/").content
    assert b"nobody answered" in page
    assert b"nan" not in page.lower().split(b"<main")[1]
