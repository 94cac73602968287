"""A worker's own visits, and the worries somebody may see."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from werkplaats.delivery.models import Concern, Timesheet
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules.roles import Actor
from werkplaats.planning.models import Assignment


def own_assignments(actor: Actor) -> QuerySet[Assignment]:
    """Where this worker goes, with all that one must know at the door."""
    own_sheets = Timesheet.objects.filter(worker_id=actor.worker_id)
    return (
        Assignment.objects.filter(cooperative_id=actor.cooperative_id, worker_id=actor.worker_id, active=True)
        .select_related(
            "visit__job__dwelling",
            "visit__job__request__reporter",
            "visit__job__care_grant__client__person",
        )
        .prefetch_related(Prefetch("visit__timesheets", queryset=own_sheets, to_attr="own_sheets"))
        .order_by("period", "id")
    )


def agenda(actor: Actor, from_moment: datetime, until: datetime) -> list[Assignment]:
    """The visits from a moment until another, in order of time."""
    return list(
        own_assignments(actor)
        .filter(period__startswith__gte=from_moment, period__startswith__lt=until)
        .exclude(visit__status=VisitStatus.CANCELLED)
    )


def running(actor: Actor) -> Timesheet | None:
    """The visit at which this worker is now."""
    return (
        Timesheet.objects.filter(cooperative_id=actor.cooperative_id, worker_id=actor.worker_id, stopped_at=None)
        .select_related("visit__job__dwelling")
        .first()
    )


def concerns(actor: Actor) -> QuerySet[Concern]:
    """All worries of the cooperative, open ones first."""
    return (
        Concern.objects.filter(cooperative_id=actor.cooperative_id)
        .select_related("client__person", "client__dwelling", "raised_by", "handled_by")
        .order_by("-status", "-raised_at")
    )


def concerns_shared_with(cooperative_id: int | None, district_team_ids: Iterable[int]) -> QuerySet[Concern]:
    """What the coordinator shared with these teams, with the clients' consent."""
    return (
        Concern.objects.filter(
            cooperative_id=cooperative_id,
            client__district_team_id__in=list(district_team_ids),
            shared_with_district_team_at__isnull=False,
        )
        .select_related("client__person")
        .order_by("-shared_with_district_team_at")
    )
