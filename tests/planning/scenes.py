"""A home with a leak, a plumber who can come, a client with a grant: what the tests of jobs and planning begin with."""

from typing import Any

from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_district_team,
    a_dwelling,
    a_grant,
    a_landlord,
    a_request,
    an_actor,
)
from werkplaats.homes.models import CareGrant
from werkplaats.intake.rules import RequestStatus
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Job, Visit
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules.roles import Actor
from werkplaats.triage.models import Assessment, AssessmentStep
from werkplaats.triage.rules import Outcome, Step, Urgency

A_LEAK = Step(trade="LOO", minutes=60, urgency=Urgency.NORMAL, description="Kraan vervangen")


def an_assessment(cooperative: Cooperative, *steps: Step, **request: Any) -> Assessment:
    """A request that the coordinator accepted, with its steps; nothing is opened yet."""
    dwelling = a_dwelling(a_landlord(cooperative))
    assessment = Assessment.objects.create(
        cooperative=cooperative,
        request=a_request(dwelling, **{"status": RequestStatus.ACCEPTED, **request}),
        outcome=Outcome.COOPERATIVE,
        reason="Dit is werk voor ons.",
        decided_at=NOW,
    )
    for position, step in enumerate(steps or (A_LEAK,), start=1):
        AssessmentStep.objects.create(
            cooperative=cooperative,
            assessment=assessment,
            position=position,
            trade=step.trade,
            minutes=step.minutes,
            urgency=step.urgency,
            description=step.description,
            workers=step.workers,
        )
    return assessment


def some_jobs(cooperative: Cooperative, *steps: Step, **request: Any) -> list[Job]:
    return jobs.open_jobs(an_assessment(cooperative, *steps, **request), by_id=None, at=NOW)


def a_visit(cooperative: Cooperative | None = None, **step: Any) -> Visit:
    """A leak that has to be planned."""
    found = Step(**{"trade": "LOO", "minutes": 60, "urgency": Urgency.NORMAL, **step})
    (job,) = some_jobs(cooperative or a_cooperative(), found)
    return job.visits.get()


def a_care_grant(cooperative: Cooperative | None = None, **fields: Any) -> CareGrant:
    cooperative = cooperative or a_cooperative()
    return a_grant(a_client(a_district_team(cooperative), a_dwelling(None, cooperative)), **fields)


def actor_of(worker: Worker) -> Actor:
    return an_actor(worker.person)
