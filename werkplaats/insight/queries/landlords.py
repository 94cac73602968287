"""Its own dwellings, for a landlord: repairs only, and nobody by name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from werkplaats.homes.models import Dwelling, Participation
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.insight.queries.common import UNDECIDED, JobCounts, counts
from werkplaats.intake.models import Request
from werkplaats.intake.rules import OPEN, Branch
from werkplaats.jobs.models import Job
from werkplaats.jobs.queries import is_late
from werkplaats.jobs.rules import JobStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.queries import costs_by_dwelling
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome


@dataclass(frozen=True)
class OfDwelling:
    """What happened at one address: repairs only, nobody's name."""

    dwelling: Dwelling
    participation: str  # "" when the dwelling is in no pilot
    requests: int
    requests_open: int
    jobs: JobCounts
    visits: int
    minutes: int
    cents: int


@dataclass(frozen=True)
class LandlordOverview:
    dwellings: tuple[OfDwelling, ...] = ()
    by_outcome: dict[str, int] = field(default_factory=dict)

    @property
    def taking_part(self) -> int:
        return sum(1 for d in self.dwellings if d.participation == ParticipationStatus.ACTIVE)

    @property
    def waiting(self) -> int:
        return sum(1 for d in self.dwellings if d.participation == ParticipationStatus.WAITING)

    @property
    def requests(self) -> int:
        return sum(d.requests for d in self.dwellings)

    @property
    def jobs(self) -> JobCounts:
        each = [d.jobs for d in self.dwellings]
        return JobCounts(sum(j.open for j in each), sum(j.late for j in each), sum(j.done for j in each))

    @property
    def cents(self) -> int:
        return sum(d.cents for d in self.dwellings)

    @property
    def cents_per_dwelling(self) -> int | None:
        """Mean over the dwellings that took part or had work done."""
        number = sum(1 for d in self.dwellings if d.participation == ParticipationStatus.ACTIVE or d.cents)
        return round(self.cents / number) if number else None


def repair_requests(actor: Actor) -> QuerySet[Request]:
    """The repairs reported from a landlord's own dwellings; what belongs to a household client is never among them."""
    return Request.objects.filter(
        cooperative_id=actor.cooperative_id,
        dwelling__landlord_id__in=actor.landlord_ids,
        branch=Branch.REPAIRS,
        client=None,
    )


def repair_jobs(actor: Actor) -> QuerySet[Job]:
    """The repairs that the cooperative took on for a landlord."""
    return Job.objects.filter(
        cooperative_id=actor.cooperative_id,
        dwelling__landlord_id__in=actor.landlord_ids,
        branch=Branch.REPAIRS,
        care_grant=None,
        request__client=None,
    )


def landlord_dwellings(actor: Actor) -> QuerySet[Dwelling]:
    own = Dwelling.objects.filter(cooperative_id=actor.cooperative_id, landlord_id__in=actor.landlord_ids)
    return own.order_by("street", "house_number", "addition", "id")


def landlord_overview(actor: Actor, at: datetime) -> LandlordOverview:
    """A landlord's dwellings with what happened there. Six queries, however many dwellings. No ratings: with each one
    that comes in it would show whose it is."""
    require(actor, May.SEE_LANDLORD_RESULTS)
    own, requests, jobs = landlord_dwellings(actor), repair_requests(actor), repair_jobs(actor)
    places = dict(
        Participation.objects.filter(cooperative_id=actor.cooperative_id, dwelling__in=own.order_by())
        .exclude(status=ParticipationStatus.ENDED)
        .values_list("dwelling_id", "status")
    )
    asked = _by_dwelling(
        requests.values("dwelling_id").annotate(total=Count("id"), open=Count("id", filter=Q(status__in=OPEN)))
    )
    worked = _by_dwelling(
        jobs.values("dwelling_id").annotate(
            open=Count("id", filter=Q(status=JobStatus.OPEN)),
            late=Count("id", filter=is_late(at)),
            done=Count("id", filter=Q(status=JobStatus.DONE)),
        )
    )
    paid = _by_dwelling(costs_by_dwelling(actor.landlord_ids, actor.cooperative_id))
    rows = []
    for dwelling in own:
        r, j, p = asked.get(dwelling.pk, {}), worked.get(dwelling.pk, {}), paid.get(dwelling.pk, {})
        rows.append(
            OfDwelling(
                dwelling=dwelling,
                participation=places.get(dwelling.pk, ""),
                requests=r.get("total", 0),
                requests_open=r.get("open", 0),
                jobs=JobCounts(j.get("open", 0), j.get("late", 0), j.get("done", 0)),
                visits=p.get("visits", 0),
                minutes=p.get("worked", 0),
                cents=p.get("cents", 0),
            )
        )
    decided = counts(Assessment.objects.filter(request__in=requests, revised_by=None), "outcome")
    by_outcome = {outcome.value: decided.get(outcome, 0) for outcome in Outcome}
    by_outcome[UNDECIDED] = sum(row.requests for row in rows) - sum(by_outcome.values())
    return LandlordOverview(tuple(rows), by_outcome)


def _by_dwelling(rows: Iterable[Any]) -> dict[int, dict[str, Any]]:
    return {row["dwelling_id"]: row for row in rows}


def dwelling_jobs(actor: Actor, dwelling_id: int) -> list[Any]:
    """The jobs at one dwelling of this landlord with their costs in cents, the latest first. No words of residents."""
    require(actor, May.SEE_LANDLORD_RESULTS)
    return list(
        repair_jobs(actor)
        .filter(dwelling=dwelling_id)
        .select_related("request")
        .defer("request__search", "request__text")
        .annotate(
            cents=Coalesce(Sum("visits__timesheets__settlements__charged_cents"), 0),
            worked=Coalesce(Sum("visits__timesheets__settlements__minutes"), 0),
        )
        .order_by("-opened_at", "-id")
    )
