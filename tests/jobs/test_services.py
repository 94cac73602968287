"""Work is opened, goes on, and ends; recurring help goes on by itself."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_household_pilot
from tests.planning.scenes import A_LEAK, a_care_grant, a_visit, an_assessment, some_jobs
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import Frequency, ParticipationStatus
from werkplaats.intake.rules import Branch, RequestStatus
from werkplaats.jobs import services
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.members.rules.roles import NOBODY, DoorClosed
from werkplaats.triage.rules import Step, Urgency

pytestmark = pytest.mark.django_db
PLASTERER = Step(trade="STU", minutes=120, urgency=Urgency.NORMAL)
AN_HOUR = DateTimeTZRange(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=1))


def walk(visit: Visit, *steps: VisitStatus) -> None:
    for step in steps:
        services.set_visit_status(visit, step, period=AN_HOUR if step == VisitStatus.AGREED else None)


def done(visit: Visit) -> None:
    walk(visit, VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.DONE, VisitStatus.SIGNED)


def test_each_trade_comes_after_the_one_before() -> None:
    plumber, plasterer = some_jobs(a_cooperative(), A_LEAK, PLASTERER)
    assert plumber.after is None
    assert plasterer.after == plumber
    assert plasterer.due_at == plumber.due_at + timedelta(days=10)
    assert [job.visits.get().status for job in (plumber, plasterer)] == [VisitStatus.TO_PLAN] * 2


def test_one_decision_opens_its_jobs_once() -> None:
    assessment = an_assessment(a_cooperative())
    first = services.open_jobs(assessment, by_id=None, at=NOW)
    assert services.open_jobs(assessment, by_id=None, at=NOW) == first
    assert Job.objects.count() == 1


def test_household_help_is_its_own_branch() -> None:
    (job,) = some_jobs(a_cooperative(), Step(trade="HH", minutes=120, urgency=Urgency.NORMAL))
    assert job.branch == Branch.HOUSEHOLD


def test_the_request_is_closed_with_its_last_job() -> None:
    plumber, plasterer = some_jobs(a_cooperative(), A_LEAK, PLASTERER)
    for job, status in ((plumber, RequestStatus.ACCEPTED), (plasterer, RequestStatus.CLOSED)):
        done(job.visits.get())
        services.finish_job_if_done(job, at=NOW)
        job.refresh_from_db()
        assert job.status == JobStatus.DONE
        assert type(job.request).objects.get(pk=job.request_id).status == status


def test_a_job_that_waits_for_a_signature_is_not_done() -> None:
    visit = a_visit()
    walk(visit, VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.DONE)
    services.finish_job_if_done(visit.job, at=NOW)
    assert Job.objects.get().status == JobStatus.OPEN


def test_nobody_home_asks_for_another_visit_once() -> None:
    visit = a_visit()
    walk(visit, VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.NOBODY_HOME)
    again = services.plan_follow_up(visit, at=NOW)
    assert services.plan_follow_up(visit, at=NOW) == again
    assert (again.number, again.status) == (2, VisitStatus.TO_PLAN)
    services.finish_job_if_done(visit.job, at=NOW)
    assert Job.objects.get().status == JobStatus.OPEN


def test_not_solved_is_a_new_visit_under_warranty() -> None:
    visit = a_visit()
    done(visit)
    services.finish_job_if_done(visit.job, at=NOW)
    warranty = services.reopen_as_warranty(visit, at=NOW)
    assert warranty.warranty_of_id == visit.job_id
    assert warranty.visits.get().status == VisitStatus.TO_PLAN
    assert type(warranty.request).objects.get(pk=warranty.request_id).status == RequestStatus.ACCEPTED
    assert services.reopen_as_warranty(visit, at=NOW) == warranty


def test_a_disputed_job_ends_when_its_warranty_job_takes_over() -> None:
    visit = a_visit()
    walk(visit, VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.DONE, VisitStatus.DISPUTED)
    warranty = services.reopen_as_warranty(visit, at=NOW)
    services.finish_job_if_done(visit.job, at=NOW)
    assert Job.objects.get(pk=visit.job_id).status == JobStatus.DONE
    done(warranty.visits.get())
    services.finish_job_if_done(warranty, at=NOW)
    assert type(warranty.request).objects.get(pk=warranty.request_id).status == RequestStatus.CLOSED


def test_recurring_help_can_be_redone_under_warranty_too() -> None:
    job = services.open_recurring(a_care_grant(), at=NOW)
    warranty = services.reopen_as_warranty(job.visits.first(), at=NOW)
    assert warranty.care_grant_id == job.care_grant_id
    assert warranty.visits.count() == 1
    services.extend_recurring_visits(at=NOW + timedelta(weeks=2))
    assert warranty.visits.count() == 1


def test_a_job_is_called_off_once() -> None:
    cooperative = a_cooperative()
    coordinator, visit = a_coordinator(cooperative), a_visit(cooperative)
    for _ in range(2):
        services.cancel_job(coordinator, visit.job_id, reason="Al opgelost.", at=NOW)
    visit.refresh_from_db()
    assert (visit.status, visit.cancel_reason) == (VisitStatus.CANCELLED, "Al opgelost.")
    assert Job.objects.get().status == JobStatus.CANCELLED


def test_a_job_is_not_called_off_while_somebody_is_at_work() -> None:
    cooperative = a_cooperative()
    visit = a_visit(cooperative)
    walk(visit, VisitStatus.AGREED, VisitStatus.UNDER_WAY)
    with pytest.raises(Refused):
        services.cancel_job(a_coordinator(cooperative), visit.job_id, reason="Al opgelost.", at=NOW)


def test_another_cooperative_or_nobody_calls_nothing_off() -> None:
    visit = a_visit()
    with pytest.raises(Refused):
        services.cancel_job(a_coordinator(a_cooperative()), visit.job_id, reason="", at=NOW)
    with pytest.raises(DoorClosed):
        services.cancel_job(NOBODY, visit.job_id, reason="", at=NOW)
    assert Job.objects.get().status == JobStatus.OPEN


def test_a_visit_takes_only_steps_that_exist() -> None:
    visit = a_visit()
    with pytest.raises(Outdated):
        services.set_visit_status(visit, VisitStatus.SIGNED)
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(status=VisitStatus.SIGNED, period=AN_HOUR)


def test_help_is_made_weeks_ahead_and_never_twice() -> None:
    job = services.open_recurring(a_care_grant(), at=NOW)
    assert job.visits.count() == 6
    assert services.extend_recurring_visits(at=NOW) == 0
    assert services.extend_recurring_visits(at=NOW + timedelta(weeks=1)) == 1
    days = list(job.visits.order_by("number").values_list("due_on", flat=True))
    assert days == [date(2026, 3, 11) + timedelta(weeks=week) for week in range(7)]
    assert services.open_recurring(job.care_grant, at=NOW) == job


def test_every_two_weeks_for_all_cooperatives() -> None:
    for _ in range(2):
        services.open_recurring(a_care_grant(frequency=Frequency.EVERY_TWO_WEEKS), at=NOW)
    assert services.extend_recurring_visits(at=NOW + timedelta(weeks=4)) == 4


def test_help_ends_with_the_grant() -> None:
    grant = a_care_grant(ends_on=TODAY + timedelta(weeks=3))
    job = services.open_recurring(grant, at=NOW)
    assert job.visits.count() == 3
    assert services.extend_recurring_visits(at=NOW + timedelta(weeks=2)) == 0


def test_a_grant_that_is_stopped_loses_the_visits_after_it() -> None:
    grant = a_care_grant()
    job = services.open_recurring(grant, at=NOW)
    grant.ended_on = TODAY + timedelta(weeks=2)
    grant.save()
    services.extend_recurring_visits(at=NOW)
    assert job.visits.filter(status=VisitStatus.TO_PLAN).count() == 2
    assert job.visits.filter(status=VisitStatus.CANCELLED).count() == 4
    for visit in job.visits.filter(status=VisitStatus.TO_PLAN):
        done(visit)
    services.finish_job_if_done(job, at=NOW)
    assert Job.objects.get(pk=job.pk).status == JobStatus.OPEN
    services.extend_recurring_visits(at=NOW + timedelta(weeks=3))
    assert Job.objects.get(pk=job.pk).status == JobStatus.DONE


def test_a_client_from_the_waiting_list_gets_help_by_itself() -> None:
    grant = a_care_grant()
    pilot = a_household_pilot(grant.client.district_team)
    place = Participation.objects.create(
        cooperative=grant.cooperative,
        pilot=pilot,
        client=grant.client,
        status=ParticipationStatus.WAITING,
        requested_at=NOW,
    )
    assert services.extend_recurring_visits(at=NOW) == 0
    place.status, place.place = ParticipationStatus.ACTIVE, 1
    place.save()
    assert services.extend_recurring_visits(at=NOW) == 6
