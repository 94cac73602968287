"""Workers who leave, who come back, and what was decided about them."""

from datetime import date, timedelta

import pytest

from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_worker, an_actor
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Notice, Worker
from werkplaats.members.queries import decisions_about, whose_papers_end, worker_row, workers_by_status
from werkplaats.members.rules import CredentialKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import WorkerApplication
from werkplaats.members.rules.roles import DoorClosed, Role
from werkplaats.members.services import workers

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def an_application(worker: Worker) -> WorkerApplication:
    return WorkerApplication(
        name=worker.person.name,
        email=worker.person.email,
        kind=WorkerKind(worker.kind),
        trades=tuple(worker.trades),
        kvk_number=worker.kvk_number,
        iban=worker.iban,
        postcode=worker.postcode,
        house_number=worker.house_number,
        latitude=worker.latitude,
        longitude=worker.longitude,
    )


def test_who_leaves_hears_it_once_and_still_sees_what_was_earned() -> None:
    worker = a_worker(a_cooperative())
    coordinator = a_coordinator(worker.cooperative)
    for _ in range(2):
        workers.leave(coordinator, worker.pk, reason="Verhuisd", at=NOW)
    worker.refresh_from_db()
    assert worker.status == WorkerStatus.LEFT
    assert Notice.objects.filter(person=worker.person).count() == 1
    assert "Verhuisd" not in Notice.objects.get(person=worker.person).body
    assert Role.WORKER in an_actor(worker.person).roles


@pytest.mark.parametrize("status", [WorkerStatus.APPLIED, WorkerStatus.DECLINED])
def test_only_who_was_admitted_can_leave(status: WorkerStatus) -> None:
    worker = a_worker(a_cooperative(), status=status)
    with pytest.raises(Refused):
        workers.leave(a_coordinator(worker.cooperative), worker.pk, at=NOW)


def test_a_worker_does_not_send_a_worker_away() -> None:
    worker = a_worker(a_cooperative())
    with pytest.raises(DoorClosed):
        workers.leave(an_actor(worker.person), worker.pk, at=NOW)


def test_every_decision_is_kept_also_after_applying_again() -> None:
    worker = a_worker(a_cooperative(), status=WorkerStatus.APPLIED)
    coordinator = a_coordinator(worker.cooperative)
    workers.decline(coordinator, worker.pk, reason="Nu geen werk.", at=NOW)
    workers.apply(worker.cooperative_id, an_application(worker), at=LATER)
    workers.admit(coordinator, worker.pk, reason="Nu wel.", at=LATER)
    workers.set_availability(coordinator, worker.pk, [], at=LATER)
    found = decisions_about(Worker.objects.get(pk=worker.pk))
    assert [(one.status, one.reason, one.by) for one in found] == [
        (WorkerStatus.ADMITTED, "Nu wel.", "Coördinator"),
        (WorkerStatus.DECLINED, "Nu geen werk.", "Coördinator"),
    ]


def test_a_paper_counts_as_seen_when_the_coordinator_saw_it() -> None:
    worker = a_worker(a_cooperative(), WorkerKind.HELPER)
    coordinator = a_coordinator(worker.cooperative)
    assert worker_row(worker, TODAY).unseen
    vog = worker.credentials.get(kind=CredentialKind.VOG)
    workers.record_credential(
        coordinator,
        worker.pk,
        kind=CredentialKind.VOG,
        issued_on=vog.issued_on,
        valid_until=vog.valid_until,
        at=NOW,
    )
    assert not worker_row(Worker.objects.get(pk=worker.pk), TODAY).unseen
    assert worker.credentials.filter(kind=CredentialKind.VOG).count() == 1


def test_who_misses_a_paper_comes_before_who_has_one_that_ends() -> None:
    cooperative = a_cooperative()
    a_worker(cooperative, WorkerKind.HELPER)
    ends = a_worker(cooperative, WorkerKind.HELPER, vog_until=TODAY + timedelta(days=60))
    misses = a_worker(cooperative, WorkerKind.HELPER, vog_until=None)
    a_worker(cooperative, WorkerKind.HELPER, vog_until=date(2026, 6, 1))
    rows = whose_papers_end(workers_by_status(cooperative.pk, WorkerStatus.ADMITTED, today=TODAY))
    assert [row.worker.pk for row in rows] == [misses.pk, ends.pk]
    assert not rows[0].can_be_planned
    assert rows[1].can_be_planned
