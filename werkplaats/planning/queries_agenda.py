"""A worker's visits of the last and the coming weeks, for the calendar on the phone."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Max, OuterRef, Subquery

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.jobs.rules import VisitStatus
from werkplaats.planning.models import Assignment

PAST: Final = timedelta(weeks=4)
AHEAD: Final = timedelta(weeks=12)


@dataclass(frozen=True)
class Appointment:
    """A visit in a worker's diary. `times_planned` counts how often somebody was put on it: it only grows."""

    visit_id: int
    starts: datetime
    ends: datetime
    trade: str
    address: str
    reference: str  # of the request; empty for recurring help
    agreed: bool  # False while a visit for two waits for the other
    times_planned: int
    planned_at: datetime


def agenda_of(worker_id: int, *, at: datetime) -> list[Appointment]:
    """In order of time, by the worker's own diary. What was called off or taken back is not in it. One query."""
    midnight = datetime.combine(local_day(at), time(), AMSTERDAM)
    of_visit = Assignment.objects.filter(visit=OuterRef("visit")).order_by().values("visit")
    own = (
        Assignment.objects.filter(
            worker_id=worker_id,
            active=True,
            period__startswith__gte=midnight - PAST,
            period__startswith__lt=midnight + AHEAD,
        )
        .exclude(visit__status=VisitStatus.CANCELLED)
        .annotate(
            times_planned=Subquery(of_visit.annotate(number=Count("pk")).values("number")),
            planned_at=Subquery(of_visit.annotate(latest=Max("assigned_at")).values("latest")),
        )
        .select_related("visit__job__dwelling", "visit__job__request")
    )
    return [_appointment(one) for one in own.order_by("period", "pk")]


def _appointment(row: Any) -> Appointment:
    job = row.visit.job
    return Appointment(
        visit_id=row.visit_id,
        starts=row.period.lower,
        ends=row.period.upper,
        trade=job.trade,
        address=f"{job.dwelling.address}, {job.dwelling.city}",
        reference=job.request.reference if job.request else "",
        agreed=row.visit.status != VisitStatus.OFFERED,
        times_planned=row.times_planned,
        planned_at=row.planned_at,
    )
