"""Deciding and sending on, on the real database."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_landlord,
    a_request,
    a_resident,
    an_actor,
)
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.intake.models import Message, Request
from werkplaats.intake.rules import Branch, RequestStatus
from werkplaats.members.models import Notice
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.triage.judging import judged_request, shipped_model_name
from werkplaats.triage.models import Assessment
from werkplaats.triage.queries import latest_assessment
from werkplaats.triage.rules import ForwardStatus, Outcome, Step, Urgency
from werkplaats.triage.rules.decision import Decision
from werkplaats.triage.services import answer_forwarding, assess, close_after_advice, forward
from werkplaats.triage.services.forwarding import token_hash

PLUMBER = Decision(Outcome.COOPERATIVE, "De kraan lekt echt.", steps=(Step("LOO", 60, Urgency.SOON),))
TENANT = Decision(Outcome.TENANT, "Alleen een leertje.", "Sluit het water af en vervang het leertje.")
LANDLORD = Decision(Outcome.LANDLORD, "Het dak.", forward_name="Portaal", forward_email="reparatie@portaal.example")
HELPER = Decision(Outcome.COOPERATIVE, "Graag.", steps=(Step("HH", 60, Urgency.NORMAL),))


@pytest.fixture
def request_of_a_tenant(db: None) -> Request:
    return a_request(a_dwelling(a_landlord(a_cooperative())))


def test_a_decision_is_kept_with_who_when_and_why(request_of_a_tenant: Request) -> None:
    coordinator = a_coordinator(request_of_a_tenant.cooperative)
    decided = assess(coordinator, request_of_a_tenant.pk, PLUMBER, based_on=None, at=NOW)
    assert (decided.decided_by_id, decided.decided_at, decided.reason) == (
        coordinator.person_id,
        NOW,
        "De kraan lekt echt.",
    )
    assert [(step.position, step.trade, step.minutes) for step in decided.steps.all()] == [(1, "LOO", 60)]


def test_revising_adds_a_decision_and_erases_nothing(request_of_a_tenant: Request) -> None:
    coordinator = a_coordinator(request_of_a_tenant.cooperative)
    first = assess(coordinator, request_of_a_tenant.pk, PLUMBER, based_on=None, at=NOW)
    second = assess(coordinator, request_of_a_tenant.pk, TENANT, based_on=first.pk, at=NOW)
    assert second.revises == first
    assert latest_assessment(request_of_a_tenant.pk) == second
    assert Assessment.objects.filter(request=request_of_a_tenant).count() == 2


def test_a_decision_can_never_be_erased(request_of_a_tenant: Request) -> None:
    from django.db import Error

    decided = assess(
        a_coordinator(request_of_a_tenant.cooperative), request_of_a_tenant.pk, TENANT, based_on=None, at=NOW
    )
    with pytest.raises(Error), transaction.atomic():
        Assessment.objects.filter(pk=decided.pk).delete()
    with pytest.raises(Error), transaction.atomic():
        Assessment.objects.filter(pk=decided.pk).update(reason="anders")


def test_who_decides_second_sees_who_decided_what(request_of_a_tenant: Request) -> None:
    first, second = (a_coordinator(request_of_a_tenant.cooperative) for _ in range(2))
    assess(first, request_of_a_tenant.pk, TENANT, based_on=None, at=NOW)
    with pytest.raises(Outdated) as refusal:
        assess(second, request_of_a_tenant.pk, PLUMBER, based_on=None, at=NOW)
    assert "Coördinator" in str(refusal.value)
    assert Assessment.objects.filter(request=request_of_a_tenant).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_the_same_moment_make_one_decision() -> None:
    subject = a_request(a_dwelling(a_landlord(a_cooperative())))
    coordinators = [a_coordinator(subject.cooperative) for _ in range(4)]
    outcomes: list[str] = []
    start = Barrier(len(coordinators))

    def decide(number: int) -> None:
        try:
            start.wait()
            assess(coordinators[number], subject.pk, TENANT, based_on=None, at=NOW)
            outcomes.append("decided")
        except Outdated:
            outcomes.append("outdated")
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(number,)) for number in range(len(coordinators))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "outdated", "outdated", "outdated"]
    assert Assessment.objects.filter(request=subject).count() == 1


def test_a_resident_does_not_decide(request_of_a_tenant: Request) -> None:
    with pytest.raises(DoorClosed):
        assess(an_actor(request_of_a_tenant.reporter), request_of_a_tenant.pk, TENANT, based_on=None, at=NOW)


def test_a_coordinator_of_another_cooperative_does_not_decide(request_of_a_tenant: Request) -> None:
    with pytest.raises(Refused):
        assess(a_coordinator(a_cooperative()), request_of_a_tenant.pk, TENANT, based_on=None, at=NOW)


def household_request(text: str) -> Request:
    team = a_district_team(a_cooperative())
    client = a_client(team, a_dwelling(None, team.cooperative))
    return a_request(client.dwelling, client.person, text, branch=Branch.HOUSEHOLD, client=client)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kan de hulp mijn steunkousen aandoen?", ""),  # forgetting the line opens nothing
        ("Kan de hulp mijn steunkousen aandoen?", "H-STE01"),
        ("Graag stofzuigen.", "H-MED01"),
    ],
)
def test_medical_never_goes_to_a_household_helper(db: None, text: str, code: str) -> None:
    subject = household_request(text)
    decision = Decision(Outcome.COOPERATIVE, "Toch maar.", item_code=code, steps=HELPER.steps)
    with pytest.raises(Refused) as refusal:
        assess(a_coordinator(subject.cooperative), subject.pk, decision, based_on=None, at=NOW)
    assert refusal.value.field == "outcome"
    assert not Assessment.objects.filter(request=subject).exists()


def test_a_medical_line_under_a_repair_is_no_way_around_it(request_of_a_tenant: Request) -> None:
    decision = Decision(Outcome.COOPERATIVE, "Handig.", item_code="H-STE01", steps=HELPER.steps)
    with pytest.raises(Refused):
        assess(a_coordinator(request_of_a_tenant.cooperative), request_of_a_tenant.pk, decision, based_on=None, at=NOW)


def test_vacuuming_goes_to_a_helper(db: None) -> None:
    subject = household_request("Graag stofzuigen.")
    assert (
        assess(a_coordinator(subject.cooperative), subject.pk, HELPER, based_on=None, at=NOW).outcome == "cooperative"
    )


# --- sending on --------------------------------------------------------------------------------------------------


def forwarded(subject: Request) -> tuple[Assessment, str]:
    decided = assess(a_coordinator(subject.cooperative), subject.pk, LANDLORD, based_on=None, at=NOW)
    _forwarding, token = forward(decided, to_name="Portaal", to_email="reparatie@portaal.example", at=NOW)
    Request.objects.filter(pk=subject.pk).update(status=RequestStatus.FORWARDED)
    return decided, token


def test_only_the_hash_of_the_private_link_is_kept(request_of_a_tenant: Request) -> None:
    decided, token = forwarded(request_of_a_tenant)
    assert decided.forwarding.token_hash == token_hash(token)
    assert token not in str(decided.forwarding.__dict__)
    assert Notice.objects.filter(to="reparatie@portaal.example", body__contains=token).count() == 1


def test_the_landlord_answers_and_the_resident_hears_it(request_of_a_tenant: Request) -> None:
    _decided, token = forwarded(request_of_a_tenant)
    answer_forwarding(token, status=ForwardStatus.TAKEN_UP, answer="Wij komen donderdag.", at=NOW)
    request_of_a_tenant.refresh_from_db()
    assert request_of_a_tenant.status == RequestStatus.FORWARDED
    said = Message.objects.get(request=request_of_a_tenant)
    assert (said.author_name, said.text) == ("Portaal", "Wij komen donderdag.")
    assert Notice.objects.filter(person=request_of_a_tenant.reporter, event__contains="forward-answered").count() == 1


def test_the_answer_can_be_followed_by_another_until_it_is_solved(request_of_a_tenant: Request) -> None:
    _decided, token = forwarded(request_of_a_tenant)
    answer_forwarding(token, status=ForwardStatus.TAKEN_UP, answer="Donderdag.", at=NOW)
    answer_forwarding(token, status=ForwardStatus.SOLVED, answer="", at=NOW)
    request_of_a_tenant.refresh_from_db()
    assert request_of_a_tenant.status == RequestStatus.CLOSED
    with pytest.raises(Refused):
        answer_forwarding(token, status=ForwardStatus.TAKEN_UP, answer="Toch niet.", at=NOW)


def test_pressing_twice_is_one_answer(request_of_a_tenant: Request) -> None:
    _decided, token = forwarded(request_of_a_tenant)
    for _ in range(2):
        answer_forwarding(token, status=ForwardStatus.SOLVED, answer="Gemaakt.", at=NOW)
    assert Message.objects.filter(request=request_of_a_tenant).count() == 1


def test_a_refusal_says_why_and_puts_the_request_back_in_the_inbox(request_of_a_tenant: Request) -> None:
    _decided, token = forwarded(request_of_a_tenant)
    with pytest.raises(Refused) as refusal:
        answer_forwarding(token, status=ForwardStatus.DECLINED, answer=" ", at=NOW)
    assert refusal.value.field == "answer"
    answer_forwarding(token, status=ForwardStatus.DECLINED, answer="Dit is niet van ons.", at=NOW)
    request_of_a_tenant.refresh_from_db()
    assert request_of_a_tenant.status == RequestStatus.NEW


def test_after_another_decision_the_old_link_changes_nothing(request_of_a_tenant: Request) -> None:
    decided, token = forwarded(request_of_a_tenant)
    assess(a_coordinator(request_of_a_tenant.cooperative), request_of_a_tenant.pk, TENANT, based_on=decided.pk, at=NOW)
    with pytest.raises(Refused):
        answer_forwarding(token, status=ForwardStatus.SOLVED, answer="Klaar.", at=NOW)


def test_an_unknown_link_opens_nothing(db: None) -> None:
    with pytest.raises(Refused):
        answer_forwarding("geraden", status=ForwardStatus.SOLVED, answer="Klaar.", at=NOW)


def test_who_joined_a_request_hears_its_end_too(request_of_a_tenant: Request) -> None:
    neighbour = a_resident(a_dwelling(request_of_a_tenant.dwelling.landlord))
    a_request(
        neighbour.residences.get().dwelling, neighbour, status=RequestStatus.JOINED, joined_into=request_of_a_tenant
    )
    _decided, token = forwarded(request_of_a_tenant)
    answer_forwarding(token, status=ForwardStatus.SOLVED, answer="Gemaakt.", at=NOW)
    told = set(Notice.objects.filter(event__startswith="forward-answered").values_list("person", flat=True))
    assert told == {request_of_a_tenant.reporter_id, neighbour.pk}


# --- what was proposed -------------------------------------------------------------------------------------------


def test_a_decision_keeps_what_was_proposed_and_what_was_chosen(request_of_a_tenant: Request) -> None:
    Request.objects.filter(pk=request_of_a_tenant.pk).update(text="De kraan in de keuken lekt.")
    chosen = Decision(Outcome.COOPERATIVE, "De wastafel.", item_code="KRA03", steps=PLUMBER.steps)
    decided = assess(
        a_coordinator(request_of_a_tenant.cooperative), request_of_a_tenant.pk, chosen, based_on=None, at=NOW
    )
    assert (decided.item_code, decided.proposed_code, decided.by_resident) == ("KRA03", "KRA02", False)
    assert decided.confidence is not None
    assert 0 < decided.confidence < 1
    assert decided.model_version == shipped_model_name()


def test_a_line_that_the_list_does_not_have_is_refused(request_of_a_tenant: Request) -> None:
    unknown = Decision(Outcome.TENANT, "Leertje.", "Zo doet u het.", item_code="R19")
    with pytest.raises(Refused) as refusal:
        assess(a_coordinator(request_of_a_tenant.cooperative), request_of_a_tenant.pk, unknown, based_on=None, at=NOW)
    assert refusal.value.field == "item_code"


@pytest.mark.parametrize(
    "fields",
    [
        {"proposed_code": "KRA01"},  # by which model, and how sure?
        {"proposed_code": "KRA01", "model_version": "shipped", "confidence": 1.2},
        {"confidence": 0.5},
        {"by_resident": True, "outcome": Outcome.COOPERATIVE},
    ],
)
def test_half_a_proposal_is_not_kept(request_of_a_tenant: Request, fields: dict[str, Any]) -> None:
    given = {"outcome": Outcome.TENANT, "reason": "x", "decided_at": NOW, **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(cooperative=request_of_a_tenant.cooperative, request=request_of_a_tenant, **given)


def test_a_report_is_judged_once_in_a_process(request_of_a_tenant: Request) -> None:
    first = judged_request(request_of_a_tenant, None).judgement
    assert judged_request(request_of_a_tenant, None).judgement is first


# --- a resident closes the own report ------------------------------------------------------------------------------


def test_after_a_decision_a_resident_closes_nothing_on_what_the_judge_says(request_of_a_tenant: Request) -> None:
    Request.objects.filter(pk=request_of_a_tenant.pk).update(text="Mijn kraan drupt de hele nacht")
    assess(a_coordinator(request_of_a_tenant.cooperative), request_of_a_tenant.pk, PLUMBER, based_on=None, at=NOW)
    with pytest.raises(Refused):
        close_after_advice(an_actor(request_of_a_tenant.reporter), request_of_a_tenant.pk, at=NOW)
    assert Assessment.objects.count() == 1


def test_danger_that_was_seen_at_the_report_closes_the_way(request_of_a_tenant: Request) -> None:
    Request.objects.filter(pk=request_of_a_tenant.pk).update(text="Mijn kraan drupt de hele nacht", danger=["gas"])
    with pytest.raises(Refused):
        close_after_advice(an_actor(request_of_a_tenant.reporter), request_of_a_tenant.pk, at=NOW)


def test_a_neighbour_or_a_coordinator_does_not_close_it(request_of_a_tenant: Request) -> None:
    Request.objects.filter(pk=request_of_a_tenant.pk).update(text="Mijn kraan drupt de hele nacht")
    neighbour = a_resident(a_dwelling(request_of_a_tenant.dwelling.landlord))
    with pytest.raises(Refused):
        close_after_advice(an_actor(neighbour), request_of_a_tenant.pk, at=NOW)
    with pytest.raises(DoorClosed):
        close_after_advice(a_coordinator(request_of_a_tenant.cooperative), request_of_a_tenant.pk, at=NOW)
    assert not Assessment.objects.exists()
