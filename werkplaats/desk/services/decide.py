"""Decide about a request, and let everything follow from it: jobs, a forwarding, a question, a word to the resident."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.intake.services import requests
from werkplaats.jobs.models import Job
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.jobs.services import open_jobs
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.services import call_off
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome
from werkplaats.triage.rules.decision import Decision
from werkplaats.triage.services import assess, forward
from werkplaats.triage.services.forwarding import hear

STATUS: dict[Outcome, RequestStatus] = {
    Outcome.TENANT: RequestStatus.ADVISED,
    Outcome.COOPERATIVE: RequestStatus.ACCEPTED,
    Outcome.LANDLORD: RequestStatus.FORWARDED,
    Outcome.ELSEWHERE: RequestStatus.FORWARDED,
    Outcome.QUESTION: RequestStatus.QUESTION,
}
# A visit in one of these has been begun: somebody was there, or is there now.
BEGUN = (
    VisitStatus.UNDER_WAY,
    VisitStatus.DONE,
    VisitStatus.FOLLOW_UP,
    VisitStatus.NOBODY_HOME,
    VisitStatus.SIGNED,
    VisitStatus.DISPUTED,
)


def decide(actor: Actor, request_id: int, decision: Decision, *, based_on: int | None, at: datetime) -> Assessment:
    """Keep the decision and do what it asks, all or nothing.

    Revising cancels the jobs that were not begun yet; what was begun goes on. Errors: as in `triage.services.assess`.
    """
    require(actor, May.ASSESS)
    with transaction.atomic():
        assessment = assess(actor, request_id, decision, based_on=based_on, at=at)
        request = assessment.request
        cancel_what_was_not_begun(actor, request, reason=_("The plan for this request has changed."), at=at)
        if assessment.outcome == Outcome.COOPERATIVE:
            open_jobs(assessment, by_id=actor.person_id, at=at)
        if assessment.outcome in (Outcome.LANDLORD, Outcome.ELSEWHERE):
            forward(assessment, to_name=decision.forward_name, to_email=decision.forward_email, at=at)
        requests.set_status(request, STATUS[Outcome(assessment.outcome)], at=at)
        if assessment.outcome == Outcome.QUESTION:
            requests.say(actor, request.pk, assessment.explanation, at=at)  # which tells the resident too
        else:
            hear(
                request,
                event=f"request-decided:{assessment.pk}",
                template=f"decided_{assessment.outcome}",
                context={"explanation": assessment.explanation, "receiver": decision.forward_name},
                at=at,
            )
    return assessment


def open_and_not_begun(request: Request) -> list[Job]:
    """The later steps first, so that no job is left waiting for one that was cancelled."""
    return list(request.jobs.filter(status=JobStatus.OPEN).exclude(visits__status__in=BEGUN).order_by("-id"))


def cancel_what_was_not_begun(actor: Actor, request: Request, *, reason: str, at: datetime) -> None:
    """Who would come there, and the resident, hear the `reason`: so never the coordinator's own one."""
    for job in open_and_not_begun(request):
        call_off(actor, job.pk, reason=reason, at=at)
