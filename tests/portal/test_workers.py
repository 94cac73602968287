"""The coordinator's pages about who works here."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.build import a_cooperative, a_coordinator, a_worker
from tests.delivery.scenes import Repair
from tests.portal.scenes import signed_in, text
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Credential, Notice, Worker
from werkplaats.members.rules import WorkerKind, WorkerStatus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    settings.LANGUAGE_CODE = "en"  # put back afterwards, and with it the language that the pages left active


class Desk:
    """A coordinator at the desk, and one worker."""

    def __init__(self, kind: WorkerKind = WorkerKind.HELPER, **worker: Any) -> None:
        self.cooperative = a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.worker = a_worker(self.cooperative, kind, **worker)
        self.client = signed_in(self.coordinator.person_id)

    def url(self, name: str) -> str:
        return reverse(f"coordinator:{name}", args=[self.worker.pk])

    def post(self, name: str, **data: Any) -> Any:
        return self.client.post(self.url(name), data)

    def page(self) -> str:
        return text(self.client.get(self.url("worker")))

    def status(self) -> str:
        return Worker.objects.get(pk=self.worker.pk).status


def overview(desk: Desk, **query: str) -> str:
    return text(desk.client.get(reverse("coordinator:workers"), query))


def test_applications_stand_in_the_order_in_which_they_came() -> None:
    desk = Desk(status=WorkerStatus.APPLIED)
    Worker.objects.update(applied_at=timezone.now())
    earlier = a_worker(desk.cooperative, status=WorkerStatus.APPLIED)
    Worker.objects.filter(pk=earlier.pk).update(applied_at=timezone.now() - timedelta(days=2))
    page = overview(desk)
    assert page.index(earlier.person.name) < page.index(desk.worker.person.name)
    assert "Plumber" in page


def test_a_page_without_workers_says_what_to_do_next() -> None:
    desk = Desk()
    Credential.objects.all().delete()
    Worker.objects.all().delete()
    page = overview(desk)
    assert "Nobody waits for an answer" in page
    assert "Nobody works here yet" in page


def test_the_overview_asks_the_same_number_of_queries_for_one_worker_and_for_many() -> None:
    desk = Desk()
    a_worker(desk.cooperative, status=WorkerStatus.APPLIED)
    overview(desk)
    with CaptureQueriesContext(connection) as few:
        overview(desk)
    for _ in range(5):
        a_worker(desk.cooperative)
        a_worker(desk.cooperative, status=WorkerStatus.APPLIED)
    with CaptureQueriesContext(connection) as many:
        overview(desk)
    assert len(many) == len(few) <= 12


def test_who_left_or_was_declined_stands_apart() -> None:
    desk = Desk(status=WorkerStatus.DECLINED, decision_reason="Nu geen werk.", decided_at=timezone.now())
    assert desk.worker.person.name not in overview(desk)
    assert "Nu geen werk." in overview(desk, who="gone")


def test_the_page_of_an_applicant_says_what_was_applied_with() -> None:
    desk = Desk(WorkerKind.TRADESPERSON, status=WorkerStatus.APPLIED, wishes="Liefst overdag.", radius_metres=3000)
    page = desk.page()
    for words in ("12345678", "NL91ABNA0417164300", "Plumber", "Liefst overdag.", "3.0 km", "not seen yet"):
        assert words in page


def test_admitting_is_one_press_and_declining_needs_a_reason() -> None:
    desk = Desk(status=WorkerStatus.APPLIED)
    refused = desk.post("worker_decide", do="decline", reason=" ")
    assert refused.status_code == 422
    assert "the applicant gets to read it" in text(refused)
    assert desk.status() == WorkerStatus.APPLIED
    assert desk.post("worker_decide", do="admit", reason="").status_code == 302
    assert desk.status() == WorkerStatus.ADMITTED


def test_who_decides_second_sees_the_first_decision_and_keeps_what_was_typed() -> None:
    desk = Desk(status=WorkerStatus.APPLIED)
    desk.post("worker_decide", do="admit", reason="")
    second = desk.post("worker_decide", do="decline", reason="Te ver weg.")
    assert second.status_code == 422
    assert desk.status() == WorkerStatus.ADMITTED
    assert "has been decided already" in text(second)
    assert "Te ver weg." in text(second)


def test_the_reason_of_a_no_is_mailed() -> None:
    desk = Desk(status=WorkerStatus.APPLIED)
    desk.post("worker_decide", do="decline", reason="Wij hebben nu genoeg hulpen.")
    assert "genoeg hulpen" in Notice.objects.get(person=desk.worker.person).body


def test_a_helper_without_vog_is_admitted_but_not_planned_until_the_coordinator_saw_one() -> None:
    desk = Desk(vog_until=None)
    assert "Admitted, but not planned" in desk.page()
    wrong = desk.post("worker_paper", kind="vog", issued_on="2026-03-01", valid_until="2026-02-01")
    assert wrong.status_code == 422
    assert "2026-02-01" in text(wrong)
    seen = desk.post("worker_paper", kind="vog", issued_on="2026-01-01", valid_until="2099-01-01")
    assert seen.status_code == 302
    page = desk.page()
    assert "Admitted, but not planned" not in page
    assert "Coördinator" in page


def test_the_coordinator_mends_the_hours_of_the_week() -> None:
    desk = Desk()
    assert desk.post("worker_week", from_0_1="12:00", until_0_1="09:00").status_code == 422
    assert desk.worker.availability.count() == 5
    assert desk.post("worker_week", from_0_1="09:00", until_0_1="12:00").status_code == 302
    assert desk.worker.availability.count() == 1


class Sick(Desk):
    """A plumber with a visit tomorrow."""

    def __init__(self) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        self.scene = Repair(starts_at=tomorrow)
        Credential.objects.update(issued_on=date(2025, 1, 1), valid_until=date(2099, 1, 1))
        self.cooperative, self.coordinator = self.scene.cooperative, self.scene.coordinator
        self.worker = self.scene.plumbers[0]
        self.client = signed_in(self.coordinator.person_id)
        self.day = timezone.localtime(tomorrow).date().isoformat()


def test_illness_by_phone_frees_the_visit_when_the_coordinator_asks_for_it() -> None:
    desk = Sick()
    assert desk.scene.visit.job.dwelling.address in desk.page()
    assert desk.post("worker_away", first_day=desk.day, last_day=desk.day).status_code == 302
    assert "away that day" in desk.page()
    assert desk.scene.status() == VisitStatus.AGREED
    freed = desk.client.post(
        desk.url("worker_away"), {"first_day": desk.day, "last_day": desk.day, "take_back": "on"}, follow=True
    )
    assert "1 visit is free to plan again" in text(freed)
    assert desk.scene.status() == VisitStatus.TO_PLAN


def test_who_leaves_has_no_visits_and_may_apply_again() -> None:
    desk = Sick()
    assert "1 visit still to come" in desk.page()
    assert desk.post("worker_leave", reason="Verhuisd").status_code == 302
    assert (desk.status(), desk.scene.status()) == (WorkerStatus.LEFT, VisitStatus.TO_PLAN)
    page = desk.page()
    assert "Verhuisd" in page
    assert "This worker leaves" not in page
    assert "None is agreed" not in page


def test_an_applicant_cannot_leave_by_an_old_page() -> None:
    desk = Desk(status=WorkerStatus.APPLIED)
    answer = desk.post("worker_leave", reason="Verhuisd")
    assert answer.status_code == 422
    assert "Only who was admitted can leave." in text(answer)
    assert desk.status() == WorkerStatus.APPLIED
