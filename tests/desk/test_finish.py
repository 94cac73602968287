"""The end of a visit: signed off and settled, or not solved and done again without new cost."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.build import (
    NOW,
    a_cooperative,
    a_coordinator,
    a_dwelling,
    a_landlord,
    a_person,
    a_request,
    a_worker,
    an_actor,
)
from werkplaats.delivery import services as delivery
from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.desk.services import decide, join, not_solved, sign_off
from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch, RequestStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.planning.services import assign
from werkplaats.settlement.models import Settlement
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import agree
from werkplaats.triage.rules import Outcome, Step, Urgency
from werkplaats.triage.rules.decision import Decision

TOMORROW = NOW + timedelta(days=1)


class Street:
    """One tenant, one plumber, one coordinator, and a leaking tap that is decided about."""

    def __init__(self, *trades: str, tariff: bool = True) -> None:
        cooperative = a_cooperative()
        self.request = a_request(a_dwelling(a_landlord(cooperative)))
        self.resident = an_actor(self.request.reporter)
        self.coordinator = a_coordinator(cooperative)
        self.worker = a_worker(cooperative, trades=("LOO", "STU"))
        self.plumber = an_actor(self.worker.person)
        if tariff:
            self.agree_on_a_tariff(a_person(cooperative, Role.BOARD))
        steps = tuple(Step(trade, 60, Urgency.NORMAL) for trade in trades or ("LOO",))
        decided = Decision(Outcome.COOPERATIVE, "Doen.", steps=steps)
        decide(self.coordinator, self.request.pk, decided, based_on=None, at=NOW)

    @staticmethod
    def agree_on_a_tariff(board: Person) -> None:
        hour = {TariffKind.LANDLORD: 4800, TariffKind.WORKERS: 4000}
        second = a_person(board.cooperative, Role.BOARD)
        for kind, cents in hour.items():
            rates = [Rate(RateKind.HOUR, Branch.REPAIRS, cents=cents)]
            whole = {"valid_from": date(2026, 1, 1), "rates": rates, "source": "proef", "at": NOW}
            agree(an_actor(board), kind=kind, approver=an_actor(second), **whole)

    def visit(self, number: int = 0) -> Visit:
        return Visit.objects.filter(job__request=self.request).order_by("pk")[number]

    def do(self, visit: Visit, starts: datetime) -> Visit:
        assign(self.coordinator, visit.pk, self.worker.pk, starts_at=starts, at=NOW)
        delivery.start(self.plumber, visit.pk, at=starts)
        delivery.stop(self.plumber, visit.pk, outcome=DeliveryOutcome.DONE, at=starts + timedelta(minutes=60))
        return Visit.objects.get(pk=visit.pk)

    @property
    def status(self) -> str:
        return Request.objects.get(pk=self.request.pk).status


@pytest.fixture
def street(db: None) -> Street:
    return Street()


def test_signed_off_it_is_settled_and_the_request_is_closed(street: Street) -> None:
    visit = street.do(street.visit(), TOMORROW)
    sheets = sign_off(street.resident, visit.pk, at=TOMORROW + timedelta(hours=2))
    assert len(sheets) == Settlement.objects.count() == 1
    assert street.status == RequestStatus.CLOSED
    assert Notice.objects.filter(person=street.request.reporter, event__startswith="request-closed").count() == 1


def test_pressing_twice_settles_once_and_tells_once(street: Street) -> None:
    visit = street.do(street.visit(), TOMORROW)
    for minutes in (0, 1):
        sign_off(street.resident, visit.pk, at=TOMORROW + timedelta(hours=2, minutes=minutes))
    assert Settlement.objects.count() == 1
    assert Notice.objects.filter(event__startswith="request-closed").count() == 1


def test_with_a_plasterer_to_come_the_request_stays_open(db: None) -> None:
    street = Street("LOO", "STU")
    visit = street.do(street.visit(), TOMORROW)
    sign_off(street.resident, visit.pk, at=TOMORROW + timedelta(hours=2))
    assert street.status == RequestStatus.ACCEPTED


def test_the_coordinator_signs_for_who_has_no_screen(street: Street) -> None:
    visit = street.do(street.visit(), TOMORROW)
    sign_off(street.coordinator, visit.pk, at=TOMORROW)
    assert Timesheet.objects.get().signed_as == "coordinator"


@pytest.mark.parametrize("verb", [sign_off, lambda actor, pk, at: not_solved(actor, pk, "Het lekt nog.", at=at)])
def test_a_neighbour_says_nothing_about_it(street: Street, verb: Any) -> None:
    visit = street.do(street.visit(), TOMORROW)
    neighbour: Actor = an_actor(a_request(a_dwelling(street.request.dwelling.landlord)).reporter)
    with pytest.raises(Refused):
        verb(neighbour, visit.pk, at=TOMORROW)
    assert not Settlement.objects.exists()


def test_not_solved_reopens_it_as_warranty(street: Street) -> None:
    visit = street.do(street.visit(), TOMORROW)
    job = not_solved(street.resident, visit.pk, "Het lekt nog.", at=TOMORROW)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.DISPUTED
    assert job.warranty_of_id == visit.job_id
    assert street.status == RequestStatus.ACCEPTED
    assert street.request.messages.last().text == "Het lekt nog."
    assert not_solved(street.resident, visit.pk, "Het lekt nog.", at=TOMORROW) == job
    assert Job.objects.filter(warranty_of=visit.job_id).count() == 1


def test_not_solved_after_signing_reopens_it_too(street: Street) -> None:
    visit = street.do(street.visit(), TOMORROW)
    sign_off(street.resident, visit.pk, at=TOMORROW)
    assert street.status == RequestStatus.CLOSED
    not_solved(street.resident, visit.pk, "Toch weer lek.", at=TOMORROW + timedelta(days=2))
    assert street.status == RequestStatus.ACCEPTED


def test_made_good_costs_nothing_new_and_pays_the_first_visit(street: Street) -> None:
    first = street.do(street.visit(), TOMORROW)
    not_solved(street.resident, first.pk, "Het lekt nog.", at=TOMORROW + timedelta(hours=2))
    second = street.do(street.visit(1), TOMORROW + timedelta(days=1))
    sign_off(street.resident, second.pk, at=TOMORROW + timedelta(days=1, hours=2))
    first.refresh_from_db()
    assert first.status == VisitStatus.SIGNED
    charged = dict(Settlement.objects.values_list("timesheet__visit", "charged_cents"))
    assert charged == {first.pk: 4800, second.pk: 0}
    assert street.status == RequestStatus.CLOSED
    assert not Job.objects.filter(request=street.request, status=JobStatus.OPEN).exists()


@pytest.mark.parametrize("text", ["", "   "])
def test_not_solved_without_words_is_not_passed_on(street: Street, text: str) -> None:
    visit = street.do(street.visit(), TOMORROW)
    with pytest.raises(Refused):
        not_solved(street.resident, visit.pk, text, at=TOMORROW)


def test_a_visit_that_was_not_done_is_not_disputed(street: Street) -> None:
    with pytest.raises(Refused):
        not_solved(street.resident, street.visit().pk, "Er kwam niemand.", at=NOW)


def test_a_resident_who_signs_does_not_wait_for_the_treasurer(db: None) -> None:
    street = Street(tariff=False)
    visit = street.do(street.visit(), TOMORROW)
    sign_off(street.resident, visit.pk, at=TOMORROW)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.SIGNED
    assert not Settlement.objects.exists()
    street.agree_on_a_tariff(a_person(street.request.cooperative, Role.BOARD))
    assert Settlement.objects.get().timesheet == Timesheet.objects.get()


def test_revising_leaves_what_was_begun(street: Street) -> None:
    visit = street.do(street.visit(), TOMORROW)
    latest = street.request.assessments.get()
    advice = Decision(Outcome.TENANT, "Toch niet.", "Doe dit zelf.")
    decide(street.coordinator, street.request.pk, advice, based_on=latest.pk, at=TOMORROW)
    assert Job.objects.get(pk=visit.job_id).status == JobStatus.OPEN


def test_work_that_has_begun_is_not_joined_away(street: Street) -> None:
    street.do(street.visit(), TOMORROW)
    other = a_request(a_dwelling(street.request.dwelling.landlord))
    with pytest.raises(Refused):
        join(street.coordinator, street.request.pk, other.pk, at=TOMORROW)


def test_who_reported_the_same_hears_that_it_is_done(street: Street) -> None:
    other = a_request(a_dwelling(street.request.dwelling.landlord))
    join(street.coordinator, other.pk, street.request.pk, at=NOW)
    visit = street.do(street.visit(), TOMORROW)
    sign_off(street.resident, visit.pk, at=TOMORROW)
    told = set(Notice.objects.filter(event__startswith="request-closed").values_list("person", flat=True))
    assert told == {street.request.reporter_id, other.reporter_id}
