"""Work begins: the jobs of an assessment, a second visit, a visit under warranty."""

from datetime import datetime

from django.db import transaction

from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant
from werkplaats.intake.rules import Branch, RequestStatus
from werkplaats.intake.services.requests import set_status
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import HOUSEHOLD_TRADE, JobStatus, VisitStatus
from werkplaats.jobs.rules.due import due_moments
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import RESPONSE_TIME, Urgency


@transaction.atomic
def open_jobs(assessment: Assessment, *, by_id: int | None, at: datetime) -> list[Job]:
    """One job with its first visit for each step of the decision, each after the one before.

    Asked twice for one assessment it gives the jobs that are there.
    """
    request = type(assessment.request).objects.select_for_update().get(pk=assessment.request_id)
    there = list(Job.objects.filter(assessment=assessment, warranty_of=None).order_by("id"))
    if there:
        return there
    steps = list(assessment.steps.order_by("position"))
    jobs: list[Job] = []
    for step, due_at in zip(steps, due_moments([Urgency(step.urgency) for step in steps], at), strict=True):
        job = Job.objects.create(
            cooperative_id=request.cooperative_id,
            branch=Branch.HOUSEHOLD if step.trade == HOUSEHOLD_TRADE else Branch.REPAIRS,
            request=request,
            assessment=assessment,
            dwelling_id=request.dwelling_id,
            trade=step.trade,
            description=step.description,
            urgency=step.urgency,
            minutes=step.minutes,
            workers=step.workers,
            after=jobs[-1] if jobs else None,
            due_at=due_at,
            opened_at=at,
            opened_by_id=by_id,
        )
        add_visit(job, due_at=due_at, at=at)
        jobs.append(job)
    return jobs


def add_visit(job: Job, *, due_at: datetime, at: datetime) -> Visit:
    """The next visit of a job, still without a time. The caller holds the job."""
    last = job.visits.order_by("-number").values_list("number", flat=True).first() or 0
    return Visit.objects.create(
        cooperative_id=job.cooperative_id,
        job=job,
        number=last + 1,
        minutes=job.minutes,
        due_on=local_day(due_at),
        created_at=at,
    )


@transaction.atomic
def plan_follow_up(visit: Visit, *, at: datetime) -> Visit:
    """Another visit after one that was not enough, or where nobody was home; the one that is there already, if any.

    Recurring help has its next visit by itself. A job that had ended is open again.
    """
    job = Job.objects.select_for_update().get(pk=visit.job_id)
    later = job.visits.filter(number__gt=visit.number).exclude(status=VisitStatus.CANCELLED).order_by("number").first()
    if later is not None:
        return later
    if job.status != JobStatus.OPEN:
        job.status, job.ended_at = JobStatus.OPEN, None
        job.save(update_fields=["status", "ended_at"])
    return add_visit(job, due_at=at + RESPONSE_TIME[Urgency(job.urgency)], at=at)


@transaction.atomic
def reopen_as_warranty(visit: Visit, *, at: datetime) -> Job:
    """Not solved: a new job for the same work, soon and without new cost; the request is open again.

    As long as that job is open a second complaint does not make another.
    """
    job = Job.objects.select_for_update().get(pk=visit.job_id)
    there = Job.objects.filter(warranty_of=job, status=JobStatus.OPEN).order_by("id").first()
    if there is not None:
        return there
    due_at = at + RESPONSE_TIME[Urgency.SOON]
    warranty = Job.objects.create(
        cooperative_id=job.cooperative_id,
        branch=job.branch,
        request_id=job.request_id,
        assessment_id=job.assessment_id,
        care_grant_id=job.care_grant_id,
        dwelling_id=job.dwelling_id,
        trade=job.trade,
        description=job.description,
        urgency=Urgency.SOON,
        minutes=job.minutes,
        workers=job.workers,
        warranty_of=job,
        due_at=due_at,
        opened_at=at,
    )
    add_visit(warranty, due_at=due_at, at=at)
    if job.request is not None and job.request.status == RequestStatus.CLOSED:
        set_status(job.request, RequestStatus.ACCEPTED, at=at)
    return warranty


def grant_of(job: Job) -> CareGrant | None:
    """The grant that a recurring job follows; a warranty job has its own single visit."""
    return job.care_grant if job.warranty_of_id is None else None
