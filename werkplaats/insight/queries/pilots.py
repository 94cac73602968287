"""One pilot, for who runs it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, BigIntegerField, Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.homes.models import Participation, Pilot
from werkplaats.homes.rules import ParticipationStatus, PilotKind
from werkplaats.insight.queries.common import DONE, UNDECIDED, JobCounts
from werkplaats.insight.rules import middle_hours
from werkplaats.intake.models import Request
from werkplaats.intake.rules import OPEN, Branch
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.queries import is_late
from werkplaats.jobs.rules import JobStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Settlement
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome


@dataclass(frozen=True)
class PilotCounters:
    """How a pilot stands. Money is in cents without VAT: charged = earned + kept."""

    pilot: Pilot
    active: int
    waiting: int
    requests: int
    requests_open: int
    by_outcome: dict[str, int]
    jobs: JobCounts
    visits_done: int
    hours_to_first_visit: float | None
    rating: float | None
    ratings: int
    charged_cents: int
    earned_cents: int

    @property
    def kept_cents(self) -> int:
        return self.charged_cents - self.earned_cents


def pilots(actor: Actor) -> QuerySet[Pilot]:
    return Pilot.objects.filter(cooperative_id=actor.cooperative_id).order_by("-kind", "starts_on", "id")


def pilot_counters(actor: Actor, pilot_id: int, at: datetime) -> PilotCounters | None:
    """The counters of one pilot; None when this cooperative has no such pilot."""
    return next((found for found in all_pilot_counters(actor, at) if found.pilot.pk == pilot_id), None)


def all_pilot_counters(actor: Actor, at: datetime) -> list[PilotCounters]:
    """The counters of every pilot of the cooperative. Seven queries, however many pilots."""
    require(actor, May.SEE_COUNTERS)
    here = Q(cooperative_id=actor.cooperative_id)
    places = _table(Participation.objects.filter(here).values("pilot_id", "status").annotate(number=Count("id")))
    latest = Assessment.objects.filter(request=OuterRef("pk"), revised_by=None).values("outcome")[:1]
    requests = _table(
        Request.objects.filter(here)
        .annotate(pilot_id=_pilot("branch", "dwelling", "client"), outcome=Subquery(latest))
        .values("pilot_id", "status", "outcome")
        .annotate(number=Count("id"))
    )
    jobs = _table(
        Job.objects.filter(here)
        .annotate(pilot_id=_pilot("branch", "dwelling", "care_grant__client", "request__client"))
        .values("pilot_id")
        .annotate(
            open=Count("id", filter=Q(status=JobStatus.OPEN)),
            late=Count("id", filter=is_late(at)),
            done=Count("id", filter=Q(status=JobStatus.DONE)),
        )
    )
    visits = _table(
        Visit.objects.filter(here)
        .annotate(pilot_id=_pilot_of_job("job__"))
        .values("pilot_id")
        .annotate(done=Count("id", filter=Q(status__in=DONE)), mean=Avg("feedback__rating"), number=Count("feedback"))
    )
    money = _table(
        Settlement.objects.filter(here)
        .values("pilot_id")
        .annotate(charged=Sum("charged_cents"), earned=Sum("earned_cents"))
    )
    waited = _hours_to_first_visit(here)
    return [
        _counters(
            pilot,
            {row["status"]: row["number"] for row in places[pilot.pk]},
            requests[pilot.pk],
            next(iter(jobs[pilot.pk]), {}),
            next(iter(visits[pilot.pk]), {}),
            next(iter(money[pilot.pk]), {}),
            waited.get(pilot.pk),
        )
        for pilot in pilots(actor)
    ]


Row = dict[str, Any]


def _counters(
    pilot: Pilot, places: Row, requests: list[Row], jobs: Row, visits: Row, money: Row, waited: float | None
) -> PilotCounters:
    by_outcome = dict.fromkeys([*(outcome.value for outcome in Outcome), UNDECIDED], 0)
    for row in requests:
        by_outcome[row["outcome"] or UNDECIDED] += row["number"]
    return PilotCounters(
        pilot=pilot,
        active=places.get(ParticipationStatus.ACTIVE, 0),
        waiting=places.get(ParticipationStatus.WAITING, 0),
        requests=sum(row["number"] for row in requests),
        requests_open=sum(row["number"] for row in requests if row["status"] in OPEN),
        by_outcome=by_outcome,
        jobs=JobCounts(jobs.get("open", 0), jobs.get("late", 0), jobs.get("done", 0)),
        visits_done=visits.get("done", 0),
        hours_to_first_visit=waited,
        rating=visits.get("mean"),
        ratings=visits.get("number", 0),
        charged_cents=money.get("charged", 0),
        earned_cents=money.get("earned", 0),
    )


def _pilot(branch: str, dwelling: str, *clients: str) -> Case:
    """The pilot that a row belongs to, by its dwelling (repairs) or its client (household); the latest, if several."""
    client = OuterRef(clients[0]) if len(clients) == 1 else Coalesce(*(OuterRef(name) for name in clients))
    newest = Participation.objects.order_by("-id")
    repairs = newest.filter(pilot__kind=PilotKind.REPAIRS, dwelling=OuterRef(dwelling)).values("pilot_id")[:1]
    household = newest.filter(pilot__kind=PilotKind.HOUSEHOLD, client=client).values("pilot_id")[:1]
    return Case(
        When(**{branch: Branch.REPAIRS}, then=Subquery(repairs)),
        default=Subquery(household),
        output_field=BigIntegerField(),
    )


def _pilot_of_job(job: str) -> Case:
    return _pilot(f"{job}branch", f"{job}dwelling", f"{job}care_grant__client", f"{job}request__client")


def _hours_to_first_visit(here: Q) -> dict[int, float | None]:
    """Per pilot the middle of the hours from the report (without one: from the day the job was opened) to the first
    time that somebody began and found somebody home."""
    rows = (
        Timesheet.objects.filter(here)
        .exclude(outcome=DeliveryOutcome.NOBODY_HOME)
        .annotate(
            pilot_id=_pilot_of_job("visit__job__"),
            asked=Coalesce("visit__job__request__reported_at", "visit__job__opened_at"),
            origin=Coalesce("visit__job__request_id", -F("visit__job_id")),
        )
        .values("pilot_id", "origin")
        .annotate(began=Min("started_at"), since=Min("asked"))
    )
    found = _table(rows)
    return {pilot: middle_hours([row["began"] - row["since"] for row in of_one]) for pilot, of_one in found.items()}


def _table(rows: Iterable[Any]) -> dict[Any, list[Row]]:
    """Rows by their pilot."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["pilot_id"]].append(row)
    return found
