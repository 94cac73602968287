"""Asking, answering, assigning, taking back."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from tests.build import NOW, a_cooperative, a_coordinator, a_supplier, a_worker
from tests.planning.scenes import A_LEAK, a_care_grant, a_visit, actor_of, some_jobs
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.homes.services.suppliers import set_opening_hours
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Absence, Credential, Notice
from werkplaats.members.rules import CredentialKind, WorkerKind
from werkplaats.members.rules.application import Hours
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.planning import queries, services
from werkplaats.planning.models import Assignment, Offer
from werkplaats.planning.rules import OfferStatus
from werkplaats.triage.rules import Step, Urgency

pytestmark = pytest.mark.django_db
TOMORROW_AT_TEN = NOW + timedelta(days=1, hours=1)
IN_A_WEEK = NOW + timedelta(days=7)


class Scene:
    """A leak, a coordinator and plumbers."""

    def __init__(self, plumbers: int = 1, **step: Any) -> None:
        self.cooperative = a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.plumbers = [a_worker(self.cooperative) for _ in range(plumbers)]
        self.visit = a_visit(self.cooperative, **step)

    def offer(self, starts_at: Any = TOMORROW_AT_TEN, **more: Any) -> list[Offer]:
        ids = [plumber.pk for plumber in self.plumbers]
        return services.offer(self.coordinator, self.visit.pk, ids, starts_at=starts_at, at=NOW, **more)

    def status(self) -> str:
        return Visit.objects.get(pk=self.visit.pk).status


def told(event: str) -> bool:
    return Notice.objects.filter(event__startswith=event).exists()


def test_the_first_is_asked_and_the_others_wait_in_line() -> None:
    scene = Scene(plumbers=3)
    assert [offer.status for offer in scene.offer()] == [OfferStatus.SENT, OfferStatus.WAITING, OfferStatus.WAITING]
    assert scene.status() == VisitStatus.OFFERED
    assert told("offer-sent")


def test_pressing_twice_asks_nobody_twice() -> None:
    scene = Scene(plumbers=2)
    assert scene.offer() == scene.offer()
    assert Offer.objects.count() == 2


def test_all_can_be_asked_at_once() -> None:
    assert {offer.status for offer in Scene(plumbers=3).offer(several=True)} == {OfferStatus.SENT}


def test_yes_makes_the_appointment_and_the_resident_hears_who_comes() -> None:
    scene = Scene(plumbers=2)
    first, second = scene.offer(several=True)
    assignment = services.accept(actor_of(scene.plumbers[0]), first.pk, at=NOW)
    assert scene.status() == VisitStatus.AGREED
    second.refresh_from_db()
    assert second.status == OfferStatus.WITHDRAWN
    letter = Notice.objects.get(event=f"visit-agreed:{assignment.pk}")
    assert letter.person_id == scene.visit.job.request.reporter_id
    assert scene.plumbers[0].person.name in letter.body
    assert services.accept(actor_of(scene.plumbers[0]), first.pk, at=NOW) == assignment
    with pytest.raises(Outdated):
        services.accept(actor_of(scene.plumbers[1]), second.pk, at=NOW)


def test_no_asks_the_next_by_itself() -> None:
    scene = Scene(plumbers=2)
    first, second = scene.offer()
    for _ in range(2):
        services.decline(actor_of(scene.plumbers[0]), first.pk, reason="Ik ben ziek.", at=NOW)
    second.refresh_from_db()
    assert second.status == OfferStatus.SENT
    services.decline(actor_of(scene.plumbers[1]), second.pk, at=NOW)
    assert scene.status() == VisitStatus.TO_PLAN


def test_silence_asks_the_next_by_itself() -> None:
    scene = Scene(plumbers=2)
    scene.offer(starts_at=IN_A_WEEK)
    assert services.lapse_offers(at=NOW + timedelta(hours=23)) == 0
    assert services.lapse_offers(at=NOW + timedelta(hours=24)) == 1
    assert services.lapse_offers(at=NOW + timedelta(hours=24)) == 0
    assert list(Offer.objects.order_by("rank").values_list("status", flat=True)) == ["lapsed", "sent"]
    assert services.lapse_offers(at=NOW + timedelta(hours=48)) == 1
    assert scene.status() == VisitStatus.TO_PLAN


def test_the_next_in_line_who_cannot_any_more_is_passed_over() -> None:
    scene = Scene(plumbers=3)
    first, second, third = scene.offer()
    day = TOMORROW_AT_TEN.date()
    Absence.objects.create(cooperative=scene.cooperative, worker=scene.plumbers[1], first_day=day, last_day=day)
    services.decline(actor_of(scene.plumbers[0]), first.pk, at=NOW)
    assert [Offer.objects.get(pk=one.pk).status for one in (second, third)] == [OfferStatus.WITHDRAWN, OfferStatus.SENT]


def test_an_answer_that_comes_too_late() -> None:
    scene = Scene()
    (offer,) = scene.offer(starts_at=IN_A_WEEK)
    with pytest.raises(Outdated):
        services.accept(actor_of(scene.plumbers[0]), offer.pk, at=NOW + timedelta(hours=25))


def test_nobody_answers_for_somebody_else() -> None:
    scene = Scene(plumbers=2)
    first, _ = scene.offer(several=True)
    with pytest.raises(Refused):
        services.accept(actor_of(scene.plumbers[1]), first.pk, at=NOW)
    with pytest.raises(DoorClosed):
        services.accept(scene.coordinator, first.pk, at=NOW)


def test_a_helper_without_vog_is_never_planned() -> None:
    cooperative = a_cooperative()
    coordinator = a_coordinator(cooperative)
    without = a_worker(cooperative, WorkerKind.HELPER, vog_until=None)
    expiring = a_worker(cooperative, WorkerKind.HELPER, vog_until=NOW.date())
    visit = a_visit(cooperative, trade="HH")
    for helper in (without, expiring):
        with pytest.raises(Refused, match="VOG"):
            services.assign(coordinator, visit.pk, helper.pk, starts_at=TOMORROW_AT_TEN, at=NOW)
        with pytest.raises(Refused, match="VOG"):
            services.offer(coordinator, visit.pk, [helper.pk], starts_at=TOMORROW_AT_TEN, at=NOW)
    assert not Assignment.objects.exists()


def test_nobody_is_put_on_a_visit_while_the_supplier_of_its_material_is_closed() -> None:
    visit = a_visit()
    plumber, shop = a_worker(visit.cooperative), a_supplier(visit.cooperative)
    coordinator = a_coordinator(visit.cooperative)
    jobs.fetch_first(coordinator, visit.job_id, shop.pk, at=NOW)
    found = Visit.objects.get(pk=visit.pk)
    first = queries.free_times(found, None, at=NOW)[0]
    set_opening_hours(coordinator, shop.pk, [Hours((first.weekday() + 1) % 7, time(7), time(17))], at=NOW)
    with pytest.raises(Refused, match="de leverancier is dicht"):
        services.assign(coordinator, visit.pk, plumber.pk, starts_at=first, at=NOW)
    free = queries.free_times(found, None, at=NOW)
    assert {moment.weekday() for moment in free} == {(first.weekday() + 1) % 7}
    services.assign(coordinator, visit.pk, plumber.pk, starts_at=free[0], at=NOW)


def test_a_vog_that_expired_since_the_offer_stops_the_yes() -> None:
    cooperative = a_cooperative()
    helper = a_worker(cooperative, WorkerKind.HELPER)
    visit = a_visit(cooperative, trade="HH")
    (offer,) = services.offer(a_coordinator(cooperative), visit.pk, [helper.pk], starts_at=TOMORROW_AT_TEN, at=NOW)
    Credential.objects.filter(worker=helper, kind=CredentialKind.VOG).update(valid_until=date(2026, 3, 1))
    with pytest.raises(Refused):
        services.accept(actor_of(helper), offer.pk, at=NOW)


def test_a_worker_is_never_in_two_places() -> None:
    scene = Scene()
    other = a_visit(scene.cooperative)
    plumber = scene.plumbers[0]
    (one,) = scene.offer()
    (two,) = services.offer(scene.coordinator, other.pk, [plumber.pk], starts_at=TOMORROW_AT_TEN, at=NOW)
    services.accept(actor_of(plumber), one.pk, at=NOW)
    with pytest.raises(Refused):
        services.accept(actor_of(plumber), two.pk, at=NOW)
    assert Offer.objects.get(pk=two.pk).status == OfferStatus.SENT


def test_the_database_itself_keeps_a_worker_out_of_two_places() -> None:
    scene = Scene()
    other = a_visit(scene.cooperative)
    period = DateTimeTZRange(TOMORROW_AT_TEN, TOMORROW_AT_TEN + timedelta(hours=1))
    overlap = DateTimeTZRange(TOMORROW_AT_TEN + timedelta(minutes=59), TOMORROW_AT_TEN + timedelta(hours=2))
    about = {"cooperative": scene.cooperative, "worker": scene.plumbers[0], "assigned_at": NOW}
    Assignment.objects.create(visit=scene.visit, period=period, **about)
    with pytest.raises(IntegrityError, match="worker_never_in_two_places"), transaction.atomic():
        Assignment.objects.create(visit=other, period=overlap, **about)
    Assignment.objects.create(visit=other, period=overlap, active=False, **about)


def test_two_workers_are_needed_before_it_is_agreed() -> None:
    scene = Scene(plumbers=3, workers=2)
    first, second, third = scene.offer()
    assert [one.status for one in (first, second, third)] == [OfferStatus.SENT, OfferStatus.SENT, OfferStatus.WAITING]
    services.accept(actor_of(scene.plumbers[0]), first.pk, at=NOW)
    assert scene.status() == VisitStatus.OFFERED
    services.decline(actor_of(scene.plumbers[1]), second.pk, at=NOW)
    services.accept(actor_of(scene.plumbers[2]), third.pk, at=NOW)
    assert scene.status() == VisitStatus.AGREED
    assert Notice.objects.filter(event__startswith="visit-agreed").count() == 1


def test_one_of_two_is_not_enough_when_the_moment_is_there() -> None:
    scene = Scene(plumbers=2, workers=2)
    first, _ = scene.offer()
    services.accept(actor_of(scene.plumbers[0]), first.pk, at=NOW)
    services.lapse_offers(at=TOMORROW_AT_TEN + timedelta(minutes=1))
    assert scene.status() == VisitStatus.TO_PLAN
    assert not Assignment.objects.filter(active=True).exists()
    assert told("visit-withdrawn")


def test_assigning_without_asking_tells_both() -> None:
    scene = Scene()
    plumber = scene.plumbers[0]
    one = services.assign(scene.coordinator, scene.visit.pk, plumber.pk, starts_at=TOMORROW_AT_TEN, at=NOW)
    assert services.assign(scene.coordinator, scene.visit.pk, plumber.pk, starts_at=TOMORROW_AT_TEN, at=NOW) == one
    assert scene.status() == VisitStatus.AGREED
    assert told("visit-assigned")
    assert told("visit-agreed")


def test_taking_back_tells_who_would_come_and_the_resident_and_frees_the_diary() -> None:
    scene = Scene()
    (offer,) = scene.offer()
    services.accept(actor_of(scene.plumbers[0]), offer.pk, at=NOW)
    for _ in range(2):
        services.withdraw(scene.coordinator, scene.visit.pk, reason="De bewoner is ziek.", at=NOW)
    assert scene.status() == VisitStatus.TO_PLAN
    assert told("visit-withdrawn")
    assert told("visit-called-off")
    scene.offer()  # and it can be offered again
    assert scene.status() == VisitStatus.OFFERED


def test_a_job_called_off_leaves_nobody_on_the_way() -> None:
    scene = Scene()
    (offer,) = scene.offer()
    services.accept(actor_of(scene.plumbers[0]), offer.pk, at=NOW)
    services.call_off(scene.coordinator, scene.visit.job_id, reason="Al opgelost.", at=NOW)
    assert scene.status() == VisitStatus.CANCELLED
    assert not Assignment.objects.filter(active=True).exists()
    assert told("visit-withdrawn")


def test_the_plasterer_does_not_come_before_the_plumber_is_done() -> None:
    cooperative = a_cooperative()
    coordinator = a_coordinator(cooperative)
    plumber, plasterer = a_worker(cooperative), a_worker(cooperative, trades=("STU",))
    first, then = some_jobs(cooperative, A_LEAK, Step(trade="STU", minutes=60, urgency=Urgency.NORMAL))
    later = then.visits.get()
    with pytest.raises(Refused):
        services.assign(coordinator, later.pk, plasterer.pk, starts_at=IN_A_WEEK, at=NOW)
    assert queries.free_times(later, None, at=NOW) == []
    services.assign(coordinator, first.visits.get().pk, plumber.pk, starts_at=IN_A_WEEK, at=NOW)
    with pytest.raises(Refused):
        services.assign(coordinator, later.pk, plasterer.pk, starts_at=TOMORROW_AT_TEN, at=NOW)
    assert min(queries.free_times(later, None, at=NOW)) >= IN_A_WEEK + timedelta(hours=1)
    services.assign(coordinator, later.pk, plasterer.pk, starts_at=IN_A_WEEK + timedelta(hours=1), at=NOW)


def test_the_same_helper_comes_every_week_by_itself() -> None:
    cooperative = a_cooperative()
    helper, _other = a_worker(cooperative, WorkerKind.HELPER), a_worker(cooperative, WorkerKind.HELPER)
    job = jobs.open_recurring(a_care_grant(cooperative), at=NOW)
    first, *rest = job.visits.order_by("number")
    assert services.assign_regulars(at=NOW) == 0  # nobody came yet: the coordinator chooses
    starts_at = queries.free_times(first, None, at=NOW)[0]
    services.assign(a_coordinator(cooperative), first.pk, helper.pk, starts_at=starts_at, at=NOW)
    holiday = rest[1].due_on
    Absence.objects.create(cooperative=cooperative, worker=helper, first_day=holiday, last_day=holiday)
    assert services.assign_regulars(at=NOW) == 4
    assert services.assign_regulars(at=NOW) == 0
    assert {one.worker_id for one in Assignment.objects.all()} == {helper.pk}
    # 29 March is the start of summer time: nine o'clock is an hour earlier in UTC
    hours = [one.period.lower.hour for one in Assignment.objects.order_by("period")]
    assert hours == [8, 8, 7, 7, 7]
    assert Visit.objects.get(pk=rest[1].pk).status == VisitStatus.TO_PLAN


def test_the_ranking_knows_familiarity_and_share_of_work() -> None:
    cooperative = a_cooperative()
    coordinator = a_coordinator(cooperative)
    familiar, stranger = a_worker(cooperative, WorkerKind.HELPER), a_worker(cooperative, WorkerKind.HELPER)
    job = jobs.open_recurring(a_care_grant(cooperative), at=NOW)
    first, second, *_ = job.visits.order_by("number")
    elsewhere = a_visit(cooperative, trade="HH")
    assert [one.candidate.worker_id for one in queries.who_can(second, IN_A_WEEK, at=NOW)] == [familiar.pk, stranger.pk]
    services.assign(coordinator, elsewhere.pk, familiar.pk, starts_at=IN_A_WEEK + timedelta(hours=4), at=NOW)
    assert queries.who_can(second, IN_A_WEEK, at=NOW)[0].candidate.worker_id == familiar.pk
    services.assign(coordinator, first.pk, stranger.pk, starts_at=TOMORROW_AT_TEN, at=NOW)
    best = queries.who_can(second, IN_A_WEEK, at=NOW)[0]
    assert (best.candidate.worker_id, best.candidate.visits_here) == (stranger.pk, 1)
    assert best.candidate.minutes_done == 120


def test_who_can_takes_two_queries_however_many_workers(django_assert_num_queries: Any) -> None:
    scene = Scene(plumbers=9)
    visit = queries.with_home(queries.visits_of(scene.cooperative.pk)).get(pk=scene.visit.pk)
    with django_assert_num_queries(2):
        assert len(queries.who_can(visit, TOMORROW_AT_TEN, at=NOW)) == 9


def test_another_cooperative_sees_and_plans_nothing() -> None:
    scene = Scene()
    stranger = a_coordinator(a_cooperative())
    assert queries.visit_for(stranger, scene.visit.pk) is None
    with pytest.raises(Refused):
        services.assign(stranger, scene.visit.pk, scene.plumbers[0].pk, starts_at=TOMORROW_AT_TEN, at=NOW)
    outsider = a_worker(a_cooperative())
    with pytest.raises(Refused):
        services.offer(scene.coordinator, scene.visit.pk, [outsider.pk], starts_at=TOMORROW_AT_TEN, at=NOW)
