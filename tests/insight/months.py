"""Months of work for the tests of the roll-ups: any mix of what people do, straight into the tables."""

from datetime import datetime, timedelta
from typing import Any

from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_district_team,
    a_dwelling,
    a_grant,
    a_household_pilot,
    a_landlord,
    a_pilot,
    a_request,
    a_worker,
)
from tests.settlement.work import a_household_job, a_repair_job, a_timesheet
from werkplaats.delivery.models import Feedback
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus
from werkplaats.members.rules import WorkerKind
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome, Urgency

BEGIN = NOW.replace(month=1, day=5)
STEPS = (
    "report", "decide", "decide", "work", "work", "nobody", "help", "help", "rate", "finish", "finish", "close",
    "come_back", "join", "leave", "offer",
)  # fmt: skip


class Months:
    """A cooperative in which each step happens on a day of choice; `x` chooses among what there is."""

    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        landlord, team = a_landlord(self.cooperative), a_district_team(self.cooperative)
        self.dwellings = [a_dwelling(landlord) for _ in range(3)]
        self.pilots = [a_pilot(landlord), a_household_pilot(team)]
        self.clients = [a_client(team, a_dwelling(landlord)) for _ in range(2)]
        self.help_jobs = [a_household_job(a_grant(client)) for client in self.clients]
        self.plumbers = [a_worker(self.cooperative, decided_at=BEGIN) for _ in range(2)]
        self.helpers = [a_worker(self.cooperative, WorkerKind.HELPER, decided_at=BEGIN) for _ in range(2)]
        self.place = 0

    def live(self, step: str, day: int, x: int) -> None:
        getattr(self, step)(BEGIN + timedelta(days=day, hours=x % 7), x)

    def report(self, at: datetime, x: int) -> None:
        a_request(self.dwellings[x % 3], reported_at=at)

    def decide(self, at: datetime, x: int) -> None:
        request = _one(Request.objects.filter(cooperative=self.cooperative), x)
        if request is None:
            return
        last = request.assessments.filter(revised_by=None).first()
        Assessment.objects.create(
            cooperative=self.cooperative,
            request=request,
            outcome=list(Outcome)[x % 5],
            reason="Volgens de lijst",
            item_code="A1",
            decided_at=max(at, request.reported_at),
            revises=last,
            **({"proposed_code": f"A{x % 2}", "confidence": 0.9, "model_version": "1"} if x % 3 else {}),
        )

    def work(self, at: datetime, x: int, outcome: DeliveryOutcome = DeliveryOutcome.DONE) -> None:
        job = _one(Job.objects.filter(cooperative=self.cooperative, request__isnull=False), x)
        if job is None or x % 3 == 0:
            request = _one(Request.objects.filter(cooperative=self.cooperative), x)
            if request is None:
                return
            job = a_repair_job(
                request.dwelling,
                request=request,
                opened_at=at,
                due_at=at + timedelta(days=x % 20),
                urgency=list(Urgency)[x % 4],
            )
        a_timesheet(job, self.plumbers[x % 2], 30 + x % 90, started_at=at, outcome=outcome, signed=False)

    def nobody(self, at: datetime, x: int) -> None:
        self.work(at, x, DeliveryOutcome.NOBODY_HOME)

    def help(self, at: datetime, x: int) -> None:
        a_timesheet(self.help_jobs[x % 2], self.helpers[x // 2 % 2], 120, started_at=at, signed=False)

    def rate(self, at: datetime, x: int) -> None:
        visit = _one(Visit.objects.filter(cooperative=self.cooperative, feedback=None), x)
        if visit is not None:
            Feedback.objects.create(
                cooperative=self.cooperative,
                visit=visit,
                given_by=self.clients[0].person,
                rating=1 + x % 5,
                thanks="Dank u wel!" if x % 2 else "",
                given_at=at,
            )

    def finish(self, at: datetime, x: int) -> None:
        job = _one(Job.objects.filter(cooperative=self.cooperative, request__isnull=False), x)
        if job is not None:
            done = job.status == JobStatus.DONE
            job.status, job.ended_at = (JobStatus.OPEN, None) if done and x % 2 else (JobStatus.DONE, at)
            job.save()

    def close(self, at: datetime, x: int) -> None:
        request = _one(Request.objects.filter(cooperative=self.cooperative), x)
        if request is not None:
            closed = request.status == RequestStatus.CLOSED
            request.status = RequestStatus.NEW if closed else RequestStatus.CLOSED
            request.closed_at = None if closed else max(at, request.reported_at)
            request.save()

    def come_back(self, at: datetime, x: int) -> None:
        job = _one(Job.objects.filter(cooperative=self.cooperative, request__isnull=False), x)
        if job is not None:
            a_repair_job(job.dwelling, request=job.request, warranty_of=job, opened_at=at)

    def join(self, at: datetime, x: int) -> None:
        self.place += 1
        who: dict[str, Any] = {"dwelling": self.dwellings[x % 3]} if x % 2 else {"client": self.clients[x // 2 % 2]}
        if not Participation.objects.filter(**who).exclude(status=ParticipationStatus.ENDED).exists():
            Participation.objects.create(
                cooperative=self.cooperative, pilot=self.pilots[0 if x % 2 else 1], status=ParticipationStatus.ACTIVE,
                place=self.place, requested_at=at, started_at=at, **who,
            )  # fmt: skip

    def leave(self, at: datetime, x: int) -> None:
        place = _one(Participation.objects.filter(cooperative=self.cooperative, ended_at=None), x)
        if place is not None:
            place.status, place.place, place.ended_at = ParticipationStatus.ENDED, None, max(at, place.started_at)
            place.save()

    def offer(self, at: datetime, x: int) -> None:
        worker = (self.plumbers + self.helpers)[x % 4]
        worker.hours_a_week = x % 32
        worker.save()


def _one(found: Any, x: int) -> Any:
    number = found.count()
    return found.order_by("id")[x % number] if number else None
