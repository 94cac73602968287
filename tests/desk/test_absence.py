"""A worker who leaves or is ill: nobody waits at the door for who does not come."""

from datetime import timedelta

import pytest

from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_worker
from tests.delivery.scenes import AN_HOUR, Help, Repair, agreed
from tests.planning.scenes import a_visit
from werkplaats.desk.services import worker_is_away, worker_leaves
from werkplaats.ground.errors import Refused
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Notice, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.planning import services as planning
from werkplaats.planning.rules import OfferStatus

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
BEFORE = NOW - AN_HOUR


def test_the_visits_of_who_leaves_are_to_be_planned_again_and_the_resident_hears_it() -> None:
    scene = Repair()
    worker_leaves(scene.coordinator, scene.plumbers[0].pk, at=BEFORE)
    assert scene.status() == VisitStatus.TO_PLAN
    assert not scene.visit.assignments.filter(active=True).exists()
    assert Notice.objects.filter(person_id=scene.resident.person_id, event__startswith="visit-called-off").exists()


def test_a_regular_helper_who_left_is_not_sent_again() -> None:
    scene = Help(starts_at=NOW + A_DAY)
    worker_leaves(scene.coordinator, scene.helper.pk, at=NOW)
    planning.assign_regulars(at=NOW)
    assert not scene.helper.assignments.filter(active=True).exists()


def test_a_visit_that_began_is_finished_by_who_began_it() -> None:
    scene = Repair(starts_at=NOW - AN_HOUR)
    worker_leaves(scene.coordinator, scene.plumbers[0].pk, at=NOW)
    assert scene.status() == VisitStatus.AGREED
    assert scene.visit.assignments.get().active


def test_what_is_only_offered_goes_on_to_the_next_in_line() -> None:
    cooperative = a_cooperative()
    coordinator, first, next_one = a_coordinator(cooperative), a_worker(cooperative), a_worker(cooperative)
    visit = a_visit(cooperative)
    planning.offer(coordinator, visit.pk, [first.pk, next_one.pk], starts_at=NOW + A_DAY, at=NOW)
    worker_leaves(coordinator, first.pk, at=NOW)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.OFFERED
    assert visit.offers.get(worker=first).status == OfferStatus.WITHDRAWN
    assert visit.offers.get(worker=next_one).status == OfferStatus.SENT


def test_of_two_who_would_come_the_other_still_comes_when_nothing_was_agreed_yet() -> None:
    cooperative = a_cooperative()
    coordinator, stays, leaves = a_coordinator(cooperative), a_worker(cooperative), a_worker(cooperative)
    visit = a_visit(cooperative, workers=2)
    for worker in (stays, leaves):
        planning.offer(coordinator, visit.pk, [worker.pk], starts_at=NOW + A_DAY, at=NOW)
    planning.assign(coordinator, visit.pk, stays.pk, starts_at=NOW + A_DAY, at=NOW)
    worker_leaves(coordinator, leaves.pk, at=NOW)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.OFFERED
    assert [one.worker_id for one in visit.assignments.filter(active=True)] == [stays.pk]


def test_who_was_never_admitted_cannot_leave_and_nothing_changes() -> None:
    scene = Repair()
    applicant = a_worker(scene.cooperative, status=WorkerStatus.APPLIED)
    with pytest.raises(Refused):
        worker_leaves(scene.coordinator, applicant.pk, at=BEFORE)
    assert scene.status() == VisitStatus.AGREED


def test_illness_by_phone_frees_the_visits_of_those_days_only() -> None:
    scene = Repair(starts_at=NOW + A_DAY)
    worker = scene.plumbers[0]
    later = agreed(a_visit(scene.cooperative), worker, starts_at=NOW + 3 * A_DAY)
    for _ in range(2):
        worker_is_away(scene.coordinator, worker.pk, first_day=TODAY, last_day=TODAY + A_DAY, take_back=True, at=BEFORE)
    later.refresh_from_db()
    assert (scene.status(), later.status) == (VisitStatus.TO_PLAN, VisitStatus.AGREED)
    assert worker.absences.count() == 1


def test_days_away_without_taking_back_leave_the_visits() -> None:
    scene = Repair()
    __, freed = worker_is_away(
        scene.coordinator, scene.plumbers[0].pk, first_day=TODAY, last_day=TODAY, take_back=False, at=BEFORE
    )
    assert (freed, scene.status()) == (0, VisitStatus.AGREED)


def test_days_the_wrong_way_round_change_nothing() -> None:
    scene = Repair()
    with pytest.raises(Refused) as refused:
        worker_is_away(
            scene.coordinator,
            scene.plumbers[0].pk,
            first_day=TODAY,
            last_day=TODAY - A_DAY,
            take_back=True,
            at=BEFORE,
        )
    assert refused.value.field == "last_day"
    assert scene.status() == VisitStatus.AGREED


def test_a_coordinator_of_elsewhere_sends_nobody_away() -> None:
    scene = Repair()
    with pytest.raises(Refused):
        worker_leaves(a_coordinator(a_cooperative()), scene.plumbers[0].pk, at=BEFORE)
    with pytest.raises(DoorClosed):
        worker_leaves(scene.worker, scene.plumbers[0].pk, at=BEFORE)
    assert Worker.objects.get(pk=scene.plumbers[0].pk).status == WorkerStatus.ADMITTED
    assert scene.status() == VisitStatus.AGREED
