"""Visits take their steps; jobs end, and with the last of them the request."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.adding import change
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import local_day
from werkplaats.intake.rules import RequestStatus
from werkplaats.intake.services.requests import set_status
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import STEPS, JobStatus, VisitStatus
from werkplaats.jobs.services.opening import grant_of
from werkplaats.members.rules.roles import Actor, May, require

NOT_BEGUN = (VisitStatus.TO_PLAN, VisitStatus.OFFERED, VisitStatus.AGREED)
# Nobody has to do anything any more for these; a disputed visit goes on in its warranty job.
ENDED = (VisitStatus.SIGNED, VisitStatus.DISPUTED, VisitStatus.NOBODY_HOME, VisitStatus.CANCELLED)
DELIVERED = (VisitStatus.DONE, VisitStatus.FOLLOW_UP, VisitStatus.SIGNED, VisitStatus.DISPUTED)


def set_visit_status(visit: Visit, status: VisitStatus, *, period: Any = None) -> None:
    """Take one step. `period` is its time from now on; a visit that goes back to plan has none.

    Errors: Outdated when the step does not exist (any more); the database keeps the same table.
    """
    now = VisitStatus(visit.status)
    if now == status and period is None:
        return
    if now != status and (now, status) not in STEPS:
        raise Outdated(_("This visit has changed in the meantime. Look again before you decide."))
    visit.status = status
    if status == VisitStatus.TO_PLAN:
        visit.period = None
    elif period is not None:
        visit.period = period
    change(visit, "status", "period", "cancel_reason")


@transaction.atomic
def cancel_job(actor: Actor, job_id: int, *, reason: str, at: datetime) -> None:
    """Call off a job: the visits that have not begun are cancelled. Cancelled already: nothing.

    Who was going there is told by `planning.services.call_off`, which calls this; use that one where workers may
    already have been asked. Errors: Refused when somebody is at work there now, or when all is done.
    """
    require(actor, May.ASSESS)
    job = Job.objects.select_for_update().filter(pk=job_id, cooperative_id=actor.cooperative_id).first()
    if job is None:
        raise Refused(_("This job is not there."))
    if job.status == JobStatus.CANCELLED:
        return
    visits = list(job.visits.select_for_update().order_by("number"))
    if job.status == JobStatus.DONE:
        raise Refused(_("This job is done and cannot be called off."))
    if any(visit.status == VisitStatus.UNDER_WAY for visit in visits):
        raise Refused(_("Somebody is at work there now. Call the worker first."))
    for visit in visits:
        if visit.status in NOT_BEGUN:
            visit.cancel_reason = reason
            set_visit_status(visit, VisitStatus.CANCELLED)
    if any(visit.status in DELIVERED for visit in visits):
        finish_job_if_done(job, at=at)  # what was delivered stays, and ends when it is signed
    else:
        _end(job, JobStatus.CANCELLED, at)


def finish_job_if_done(job: Job, *, at: datetime) -> None:
    """A job is done when something was delivered and no visit waits for anything; then perhaps the request is too.

    Recurring help is not done before its grant is over.
    """
    grant = grant_of(job)
    if grant is None or local_day(at) > grant.last_day:
        _finish_if_done(job, at=at)


@transaction.atomic
def _finish_if_done(job: Job, *, at: datetime) -> None:
    job = Job.objects.select_for_update(of=("self",)).select_related("care_grant", "request").get(pk=job.pk)
    if job.status != JobStatus.OPEN:
        return
    statuses = list(job.visits.values_list("status", flat=True))
    if any(status not in ENDED for status in statuses):
        return
    if any(status in DELIVERED for status in statuses):
        _end(job, JobStatus.DONE, at)
    elif grant_of(job) is not None:
        _end(job, JobStatus.CANCELLED, at)


def _end(job: Job, status: JobStatus, at: datetime) -> None:
    job.status, job.ended_at = status, at
    job.save(update_fields=["status", "ended_at"])
    if job.request is None or job.request.status != RequestStatus.ACCEPTED:
        return
    of_request = set(Job.objects.filter(request=job.request).values_list("status", flat=True))
    if JobStatus.OPEN not in of_request and JobStatus.DONE in of_request:
        set_status(job.request, RequestStatus.CLOSED, at=at)
