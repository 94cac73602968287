"""Rounds of the surveys: who is asked, by which link, and that an answer leads to nobody."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection

from tests.build import (
    NOW,
    TODAY,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_household_pilot,
    a_landlord,
    a_pilot,
    a_resident,
    a_supplier,
    a_worker,
    an_actor,
)
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.insight.models import SurveyAnswer, SurveyInvitation, SurveyRound
from werkplaats.insight.queries import surveys as queries
from werkplaats.insight.rules.local_multiplier import Receiver, SpendingAnswer
from werkplaats.insight.rules.surveys import Respondent, SurveyKind
from werkplaats.insight.rules.surveys.cohesion import CohesionAnswer
from werkplaats.insight.rules.surveys.spending import Spending, SpentOn
from werkplaats.insight.services import surveys
from werkplaats.members.models import Cooperative, Notice
from werkplaats.members.rules import ContactBy, WorkerKind, WorkerStatus
from werkplaats.members.rules.roles import Actor, DoorClosed

pytestmark = pytest.mark.django_db

LAST_DAY = TODAY + timedelta(days=20)
AFTERWARDS = NOW + timedelta(days=21)
GOOD = (0, 4, 4, 4, 4, 4)


class Street:
    """Two homes in a pilot, a client, a tradesman and a helper, a supplier, and somebody who does not take part."""

    def __init__(self) -> None:
        self.cooperative: Cooperative = a_cooperative()
        self.board: Actor = a_coordinator(self.cooperative)
        landlord, team = a_landlord(self.cooperative), a_district_team(self.cooperative)
        pilot, help_ = a_pilot(landlord), a_household_pilot(team)
        homes = [a_dwelling(landlord), a_dwelling(landlord)]
        self.residents = [a_resident(home, contact_by=by) for home, by in zip(homes, ContactBy, strict=False)]
        self.client = a_client(team, homes[0])
        for place, home in enumerate(homes, 1):
            takes_part(self.cooperative, pilot, place, dwelling=home)
        takes_part(self.cooperative, help_, 1, client=self.client)
        self.plumber = a_worker(self.cooperative)
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER)
        a_worker(self.cooperative, status=WorkerStatus.APPLIED)
        a_resident(a_dwelling(landlord))
        a_supplier(self.cooperative)

    def opened(self, kind: SurveyKind = SurveyKind.COHESION) -> SurveyRound:
        return surveys.open_round(self.board, kind, closes_on=LAST_DAY, at=NOW)


def takes_part(cooperative: Cooperative, pilot: Any, place: int, **who: Any) -> None:
    Participation.objects.create(
        cooperative=cooperative,
        pilot=pilot,
        status=ParticipationStatus.ACTIVE,
        place=place,
        requested_at=NOW,
        started_at=NOW,
        **who,
    )


def token_of(person: Any, template: str = "survey:") -> str:
    body = Notice.objects.get(person=person, event__startswith=template).body
    found = re.search(r"/vragen/([\w-]+)/", body)
    assert found is not None
    return found[1]


def test_everybody_who_takes_part_is_asked_once_and_nobody_else() -> None:
    street = Street()
    street.opened()
    asked = {(one.person_id, one.role) for one in SurveyInvitation.objects.all()}
    assert asked == {
        (street.client.person_id, "client"),
        (street.plumber.person_id, "worker"),
        (street.helper.person_id, "worker"),
        *((one.pk, "resident") for one in street.residents),
    }


def test_who_earns_here_is_asked_where_it_goes_and_a_supplier_on_paper() -> None:
    street = Street()
    street.opened(SurveyKind.SPENDING)
    asked = {(one.person_id, one.role) for one in SurveyInvitation.objects.all()}
    assert asked == {(street.plumber.person_id, "worker"), (street.helper.person_id, "helper"), (None, "supplier")}
    assert not SurveyInvitation.objects.get(role="supplier").token_hash


def test_who_has_no_mail_gets_a_letter() -> None:
    street = Street()
    street.opened()
    letter = next(one for one in street.residents if one.contact_by == ContactBy.LETTER)
    assert Notice.objects.get(person=letter).channel == ContactBy.LETTER
    assert len(token_of(letter)) > 40


def test_it_is_asked_once_a_quarter_and_once_a_year() -> None:
    street = Street()
    street.opened()
    with pytest.raises(Refused, match="dit kwartaal al"):
        street.opened()
    next_one = NOW + timedelta(days=60)
    surveys.open_round(street.board, SurveyKind.COHESION, closes_on=next_one.date() + timedelta(days=14), at=next_one)
    street.opened(SurveyKind.SPENDING)
    with pytest.raises(Refused, match="dit jaar al"):
        street.opened(SurveyKind.SPENDING)


def test_a_round_that_cannot_be_leaves_nothing_behind() -> None:
    lonely = a_coordinator(a_cooperative())
    with pytest.raises(Refused, match="nog niemand"):
        surveys.open_round(lonely, SurveyKind.COHESION, closes_on=LAST_DAY, at=NOW)
    for day in (TODAY, TODAY + timedelta(days=6), TODAY + timedelta(days=61)):
        with pytest.raises(Refused, match="laatste dag"):
            surveys.open_round(Street().board, SurveyKind.COHESION, closes_on=day, at=NOW)
    with pytest.raises(DoorClosed):
        surveys.open_round(an_actor(Street().helper.person), SurveyKind.COHESION, closes_on=LAST_DAY, at=NOW)


def answers(role: str = "resident") -> CohesionAnswer:
    return CohesionAnswer(Respondent(role), GOOD)


def test_an_answer_by_link_is_kept_once_and_without_a_way_to_the_person() -> None:
    street = Street()
    opened = street.opened()
    token = token_of(street.client.person)
    for _ in range(2):
        surveys.answer(token, answers("client"), at=NOW)
    kept = SurveyAnswer.objects.get()
    assert (kept.role, kept.on_paper, tuple(kept.agrees or ())) == ("client", False, GOOD)
    pointing = {field.name for field in SurveyAnswer._meta.get_fields() if field.is_relation}
    assert pointing == {"cooperative", "round"}
    assert not [field.name for field in SurveyAnswer._meta.fields if "Date" in type(field).__name__]
    assert queries.cohesion_answers(street.cooperative.pk, opened.pk) == (answers("client"),)


def test_the_role_is_that_of_the_invitation_whatever_is_sent() -> None:
    street = Street()
    street.opened()
    surveys.answer(token_of(street.helper.person), answers("client"), at=NOW)
    assert SurveyAnswer.objects.get().role == "worker"


def test_an_unknown_link_and_a_closed_round_are_refused_in_words() -> None:
    street = Street()
    street.opened()
    with pytest.raises(Refused, match="niet bekend"):
        surveys.answer("raden", answers(), at=NOW)
    with pytest.raises(Refused, match="gesloten"):
        surveys.answer(token_of(street.client.person), answers(), at=AFTERWARDS)
    with pytest.raises(Refused, match="andere vragen"):
        surveys.answer(token_of(street.client.person), Spending(Receiver.WORKER, 0, 0), at=NOW)
    assert not SurveyAnswer.objects.exists()


def test_an_answer_that_was_given_does_not_change() -> None:
    street = Street()
    street.opened()
    surveys.answer(token_of(street.client.person), answers(), at=NOW)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        SurveyAnswer.objects.update(role="worker")


def test_who_did_not_answer_is_reminded_once_with_a_link_of_its_own_and_both_links_work() -> None:
    street = Street()
    street.opened()
    surveys.answer(token_of(street.client.person), answers(), at=NOW)
    assert surveys.remind_of_surveys(at=NOW + timedelta(days=9)) == 0
    half_way = NOW + timedelta(days=10)
    assert surveys.remind_of_surveys(at=half_way) == 4
    assert surveys.remind_of_surveys(at=half_way + timedelta(days=1)) == 0
    assert not Notice.objects.filter(person=street.client.person, event__startswith="survey_reminder").exists()
    surveys.answer(token_of(street.helper.person), answers(), at=half_way)
    surveys.answer(token_of(street.helper.person, "survey_reminder:"), answers(), at=half_way)
    surveys.answer(token_of(street.plumber.person, "survey_reminder:"), answers(), at=half_way)
    assert SurveyAnswer.objects.count() == 3


def test_a_paper_form_is_typed_in_once_and_never_more_than_were_asked() -> None:
    street = Street()
    opened = street.opened(SurveyKind.SPENDING)
    one = Spending(Receiver.SUPPLIER, 25, 50, (SpentOn.WAGES, SpentOn.PURCHASES))
    form = uuid4()
    for _ in range(2):
        surveys.type_in(street.board, opened.pk, Respondent.SUPPLIER, one, form_token=form, at=NOW)
    assert SurveyAnswer.objects.get().on_paper
    with pytest.raises(Refused, match="al geantwoord"):
        surveys.type_in(street.board, opened.pk, Respondent.SUPPLIER, one, form_token=uuid4(), at=NOW)
    with pytest.raises(Refused, match="wie het formulier"):
        surveys.type_in(street.board, opened.pk, Respondent.CLIENT, one, form_token=uuid4(), at=NOW)
    stranger = a_coordinator(a_cooperative())
    with pytest.raises(Refused, match="is er niet"):
        surveys.type_in(stranger, opened.pk, Respondent.SUPPLIER, one, form_token=uuid4(), at=NOW)
    with pytest.raises(Refused, match="gesloten"):
        surveys.type_in(street.board, opened.pk, Respondent.WORKER, one, form_token=uuid4(), at=AFTERWARDS)
    assert queries.spending_answers(street.cooperative.pk, 2025, 2026) == {
        2025: (),
        2026: (SpendingAnswer(Receiver.SUPPLIER, 25),),
    }


def test_a_round_says_how_many_of_whom_answered() -> None:
    street = Street()
    street.opened()
    surveys.answer(token_of(street.client.person), answers(), at=NOW)
    row = queries.rounds(street.cooperative.pk, TODAY)[0]
    assert [(one.role, one.invited, one.answered) for one in row.response] == [
        ("client", 1, 1),
        ("resident", 2, 0),
        ("worker", 2, 0),
    ]
    assert (row.is_open, row.invited, row.answered, row.percent) == (True, 5, 1, 20)
    assert not queries.rounds(street.cooperative.pk, AFTERWARDS.date())[0].is_open


def test_the_database_refuses_a_round_twice_and_an_answer_to_nothing() -> None:
    street = Street()
    opened = street.opened(SurveyKind.SPENDING)
    with pytest.raises(IntegrityError, match="surveyround_once"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO insight_surveyround"
            " (cooperative_id, kind, year, opens_on, closes_on, opened_at, opened_by_id)"
            " SELECT cooperative_id, kind, year, opens_on, closes_on, opened_at, opened_by_id"
            " FROM insight_surveyround WHERE id = %s",
            [opened.pk],
        )


@pytest.mark.parametrize("wrong", [{}, {"agrees": [1, 2]}, {"district": 50, "city": 25}, {"district": 51, "city": 75}])
def test_the_database_refuses_an_answer_that_is_none(wrong: dict[str, Any]) -> None:
    street = Street()
    opened = street.opened()
    with pytest.raises(IntegrityError, match="surveyanswer_of_cohesion_or_spending"):
        SurveyAnswer.objects.create(
            cooperative=street.cooperative, round=opened, role="resident", on_paper=True, **wrong
        )


def test_a_day_in_december_belongs_to_the_fourth_quarter() -> None:
    street = Street()
    winter = NOW.replace(month=12)
    opened = surveys.open_round(street.board, SurveyKind.COHESION, closes_on=date(2027, 1, 5), at=winter)
    assert (opened.year, opened.quarter) == (2026, 4)
