"""Deciding, splitting, joining, entering: each over several modules, all or nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError

from tests.build import NOW, a_cooperative, a_coordinator, a_dwelling, a_landlord, a_request, a_resident, an_actor
from werkplaats.desk.services import Caller, decide, enter, join, split
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.intake.models import Message, Request
from werkplaats.intake.rules import Branch, Channel, RequestStatus
from werkplaats.intake.rules.report import NewRequest
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.triage.models import Assessment, Forwarding
from werkplaats.triage.rules import Outcome, Step, Urgency
from werkplaats.triage.rules.decision import Decision

THREE = Decision(
    Outcome.COOPERATIVE,
    "Lekkage, daarna herstel.",
    steps=(
        Step("LOO", 60, Urgency.SOON),
        Step("STU", 120, Urgency.NORMAL),
        Step("SCH", 180, Urgency.NORMAL),
    ),
)
TENANT = Decision(Outcome.TENANT, "Leertje.", "Sluit het water af en vervang het leertje.")
LANDLORD = Decision(Outcome.LANDLORD, "Dak.", forward_name="Portaal", forward_email="dak@portaal.example")
QUESTION = Decision(Outcome.QUESTION, "Onduidelijk.", "Welke kraan lekt er?")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def subject(db: None) -> Request:
    return a_request(a_dwelling(a_landlord(a_cooperative())))


def decided(subject: Request, decision: Decision, based_on: int | None = None) -> Assessment:
    return decide(a_coordinator(subject.cooperative), subject.pk, decision, based_on=based_on, at=NOW)


def status(request: Request) -> str:
    return Request.objects.get(pk=request.pk).status


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (THREE, RequestStatus.ACCEPTED),
        (TENANT, RequestStatus.ADVISED),
        (LANDLORD, RequestStatus.FORWARDED),
        (QUESTION, RequestStatus.QUESTION),
    ],
)
def test_the_resident_hears_every_decision_once(subject: Request, decision: Decision, expected: RequestStatus) -> None:
    assessment = decided(subject, decision)
    assert status(subject) == expected
    heard = Notice.objects.filter(person=subject.reporter)
    assert heard.count() == 1
    assert heard.get().event.startswith("message:" if decision is QUESTION else f"request-decided:{assessment.pk}:")


def test_plumber_then_plasterer_then_painter(subject: Request) -> None:
    decided(subject, THREE)
    plumber, plasterer, painter = Job.objects.filter(request=subject).order_by("pk")
    assert [job.trade for job in (plumber, plasterer, painter)] == ["LOO", "STU", "SCH"]
    assert (plasterer.after, painter.after) == (plumber, plasterer)
    assert Visit.objects.filter(job__request=subject, status=VisitStatus.TO_PLAN).count() == 3


def test_a_question_stands_in_the_conversation(subject: Request) -> None:
    decided(subject, QUESTION)
    assert Message.objects.get(request=subject).text == "Welke kraan lekt er?"


def test_the_landlord_gets_a_link_and_not_the_words(subject: Request) -> None:
    decided(subject, LANDLORD)
    assert Forwarding.objects.get().to_email == "dak@portaal.example"
    mail = Notice.objects.get(to="dak@portaal.example")
    assert "/antwoord/" in mail.body
    assert subject.text not in mail.body
    assert subject.reporter.name not in mail.body


def test_revising_cancels_what_was_not_begun(subject: Request) -> None:
    first = decided(subject, THREE)
    decided(subject, TENANT, based_on=first.pk)
    assert set(Job.objects.filter(request=subject).values_list("status", flat=True)) == {JobStatus.CANCELLED}
    assert status(subject) == RequestStatus.ADVISED


def test_revising_to_other_work_opens_other_jobs(subject: Request) -> None:
    first = decided(subject, THREE)
    decided(subject, Decision(Outcome.COOPERATIVE, "Toch de cv.", steps=(Step("CVI", 60, Urgency.SOON),)), first.pk)
    assert list(Job.objects.filter(request=subject, status=JobStatus.OPEN).values_list("trade", flat=True)) == ["CVI"]
    assert status(subject) == RequestStatus.ACCEPTED


def test_a_refused_decision_leaves_nothing_behind(subject: Request) -> None:
    with pytest.raises(Refused):
        decided(subject, Decision(Outcome.COOPERATIVE, "Doen."))
    assert status(subject) == RequestStatus.NEW
    assert not Assessment.objects.exists()
    assert not Notice.objects.exists()


def test_when_the_jobs_cannot_be_opened_nothing_was_decided(subject: Request) -> None:
    """Two workers is the most that the database takes; the rule for the form is not the only guard."""
    with pytest.raises(DatabaseError):
        decided(subject, Decision(Outcome.COOPERATIVE, "Zwaar.", steps=(Step("TIM", 60, Urgency.SOON, workers=3),)))


def test_the_second_coordinator_changes_nothing(subject: Request) -> None:
    decided(subject, TENANT)
    with pytest.raises(Outdated):
        decided(subject, THREE)
    assert not Job.objects.exists()
    assert status(subject) == RequestStatus.ADVISED


# --- splitting and joining ---------------------------------------------------------------------------------------


def test_a_report_with_two_problems_becomes_two_requests(subject: Request) -> None:
    coordinator = a_coordinator(subject.cooperative)
    parts = split(coordinator, subject.pk, ["De kraan lekt.", "De deur klemt.", " "], at=LATER)
    assert [part.text for part in parts] == ["De kraan lekt.", "De deur klemt."]
    assert {part.reporter_id for part in parts} == {subject.reporter_id}
    assert {part.split_from_id for part in parts} == {subject.pk}
    assert {part.reported_at for part in parts} == {NOW}
    assert status(subject) == RequestStatus.SPLIT
    assert len({part.reference for part in parts}) == 2


def test_splitting_twice_makes_the_parts_once(subject: Request) -> None:
    coordinator = a_coordinator(subject.cooperative)
    first = split(coordinator, subject.pk, ["Een.", "Twee."], at=NOW)
    again = split(coordinator, subject.pk, ["Een.", "Twee."], at=NOW)
    assert first == again


def test_a_request_is_not_split_in_one(subject: Request) -> None:
    with pytest.raises(Refused):
        split(a_coordinator(subject.cooperative), subject.pk, ["Alleen dit."], at=NOW)


def test_two_reports_of_one_leak_are_joined(subject: Request) -> None:
    neighbour = a_request(a_dwelling(subject.dwelling.landlord))
    join(a_coordinator(subject.cooperative), neighbour.pk, subject.pk, at=NOW)
    neighbour.refresh_from_db()
    assert (neighbour.status, neighbour.joined_into) == (RequestStatus.JOINED, subject)
    assert Notice.objects.filter(person=neighbour.reporter, event__startswith="request-joined").count() == 1


def test_who_was_joined_moves_along_and_hears_the_decision(subject: Request) -> None:
    coordinator = a_coordinator(subject.cooperative)
    second, third = (a_request(a_dwelling(subject.dwelling.landlord)) for _ in range(2))
    join(coordinator, third.pk, second.pk, at=NOW)
    join(coordinator, second.pk, subject.pk, at=NOW)
    third.refresh_from_db()
    assert third.joined_into == subject
    assessment = decided(subject, TENANT)
    told = Notice.objects.filter(event__startswith=f"request-decided:{assessment.pk}:").values_list("person", flat=True)
    assert set(told) == {subject.reporter_id, second.reporter_id, third.reporter_id}


def test_joining_calls_off_the_jobs_of_the_one_that_goes(subject: Request) -> None:
    other = a_request(a_dwelling(subject.dwelling.landlord))
    decided(other, THREE)
    join(a_coordinator(subject.cooperative), other.pk, subject.pk, at=NOW)
    assert not Job.objects.filter(request=other, status=JobStatus.OPEN).exists()


def test_not_with_itself_nor_with_one_that_is_gone_nor_across_cooperatives(subject: Request) -> None:
    coordinator = a_coordinator(subject.cooperative)
    gone = a_request(a_dwelling(subject.dwelling.landlord), status=RequestStatus.CLOSED, closed_at=NOW)
    elsewhere = a_request(a_dwelling(a_landlord(a_cooperative())))
    for into in (subject, gone, elsewhere):
        with pytest.raises(Refused):
            join(coordinator, subject.pk, into.pk, at=NOW)
    assert status(subject) == RequestStatus.NEW


def test_a_joined_request_is_not_decided_about(subject: Request) -> None:
    other = a_request(a_dwelling(subject.dwelling.landlord))
    join(a_coordinator(subject.cooperative), other.pk, subject.pk, at=NOW)
    with pytest.raises(Refused):
        decided(other, TENANT)


# --- entering for somebody ---------------------------------------------------------------------------------------


def by_phone(subject: Request, reporter_id: int = 0) -> NewRequest:
    return NewRequest(
        branch=Branch.REPAIRS,
        text="De deur klemt.",
        place="",
        preferred_times=(),
        may_enter_when_away=False,
        channel=Channel.PHONE,
        form_token=uuid4(),
        dwelling_id=subject.dwelling_id,
        reporter_id=reporter_id,
        client_id=None,
    )


def test_a_caller_who_is_new_is_known_from_then_on(subject: Request) -> None:
    new = by_phone(subject)
    caller = Caller("Mevrouw De Wit", phone="033 123 45 67")
    coordinator = a_coordinator(subject.cooperative)
    entered = enter(coordinator, new, caller, at=NOW)
    again = enter(coordinator, new, caller, at=NOW)
    assert entered == again
    person = Person.objects.get(name="Mevrouw De Wit")
    assert entered.reporter == person
    assert person.residences.get().dwelling == subject.dwelling
    assert entered.entered_by_id == coordinator.person_id


def test_for_somebody_who_is_known(subject: Request) -> None:
    neighbour = a_resident(subject.dwelling)
    entered = enter(a_coordinator(subject.cooperative), by_phone(subject, neighbour.pk), None, at=NOW)
    assert entered.reporter == neighbour


def test_not_for_somebody_who_lives_elsewhere(subject: Request) -> None:
    elsewhere = a_resident(a_dwelling(subject.dwelling.landlord, house_number=99))
    with pytest.raises(Refused, match=r"does not live at this address|woont niet op dit adres"):
        enter(a_coordinator(subject.cooperative), by_phone(subject, elsewhere.pk), None, at=NOW)
    assert not elsewhere.requests.exists()


def test_a_resident_does_not_enter_for_others(subject: Request) -> None:
    with pytest.raises(DoorClosed):
        enter(an_actor(subject.reporter), by_phone(subject, subject.reporter_id), None, at=NOW)
