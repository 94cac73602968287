"""The guard against false self-employment: how much of each self-employed worker's income and hours is ours."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncQuarter

from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Earning, GuardLevel, Settlement, WorkElsewhere
from werkplaats.settlement.queries_vat import self_employed
from werkplaats.settlement.rules.false_self_employment import LOOKED_AT, Finding, Levels, Period, find
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.quarter import Quarter, last_quarters


@dataclass(frozen=True)
class Guarded:
    """One worker: the quarters that were looked at, the latest first, and what they come to."""

    worker: Worker
    periods: tuple[Period, ...]
    finding: Finding


def levels(cooperative_id: int) -> Levels:
    found = GuardLevel.objects.filter(cooperative_id=cooperative_id).order_by("pk").last()
    return Levels(found.income_percent, found.hours_percent) if found else Levels()


def guarded(actor: Actor, today: date) -> list[Guarded]:
    """All self-employed workers; who is above a level first, then who told nothing, then by name."""
    found = _look(actor.cooperative_id, list(self_employed(actor)), today)
    return sorted(found, key=lambda one: (not one.finding.over, not one.finding.untold, one.worker.person.name))


def above_a_level(actor: Actor, today: date) -> int:
    """How many workers. One query while nobody told anything: then nothing is known."""
    told = WorkElsewhere.objects.filter(
        cooperative_id=actor.cooperative_id, quarter__gte=last_quarters(today, LOOKED_AT)[-1].first
    )
    return sum(row.finding.over for row in guarded(actor, today)) if told.exists() else 0


def not_told(quarter: Quarter) -> QuerySet[Worker]:
    """Of every cooperative: the self-employed workers who earned in this quarter and told nothing of it."""
    days = (quarter.first, quarter.last)
    told = WorkElsewhere.objects.filter(worker=OuterRef("pk"), quarter=quarter.first)
    earned = Earning.objects.filter(worker=OuterRef("pk"), delivered_on__range=days)
    return (
        Worker.objects.filter(~Exists(told), Exists(earned), contract=Contract.SELF_EMPLOYED)
        .select_related("person")
        .order_by("pk")
    )


def worker_of(actor: Actor, worker_id: int) -> Worker | None:
    """Somebody of this cooperative, self-employed or not."""
    workers = Worker.objects.filter(pk=worker_id, cooperative_id=actor.cooperative_id)
    return workers.select_related("person").first()


def guarded_worker(worker: Worker, today: date) -> Guarded:
    """One worker, for their own page."""
    return _look(worker.cooperative_id, [worker], today)[0]


def _look(cooperative_id: int, workers: Sequence[Worker], today: date) -> list[Guarded]:
    quarters = last_quarters(today, LOOKED_AT)
    ids = [worker.pk for worker in workers]
    earned, worked = _earned(ids, quarters), _worked(ids, quarters)
    told = _told(ids, quarters)
    own = levels(cooperative_id)
    found = []
    for worker in workers:
        keys = [(worker.pk, quarter.first) for quarter in quarters]
        periods = tuple(
            Period(quarter, earned[key], worked[key], *told.get(key, (None, None)))
            for quarter, key in zip(quarters, keys, strict=True)
        )
        found.append(Guarded(worker, periods, find(periods, own)))
    return found


def _earned(workers: Iterable[int], quarters: Sequence[Quarter]) -> dict[tuple[int, date], int]:
    """Without VAT, and without material: that is money spent for the work, not income from it."""
    rows = (
        Earning.objects.filter(worker__in=workers, delivered_on__range=(quarters[-1].first, quarters[0].last))
        .exclude(kind=LineKind.MATERIAL)
        .order_by()
        .values_list("worker_id", TruncQuarter("delivered_on"))
        .annotate(cents=Sum("net_cents"))
    )
    return defaultdict(int, {(worker, quarter): cents for worker, quarter, cents in rows})


def _worked(workers: Iterable[int], quarters: Sequence[Quarter]) -> dict[tuple[int, date], int]:
    rows = (
        Settlement.objects.filter(
            timesheet__worker__in=workers, delivered_on__range=(quarters[-1].first, quarters[0].last)
        )
        .order_by()
        .values_list("timesheet__worker_id", TruncQuarter("delivered_on"))
        .annotate(worked=Sum("minutes"))
    )
    return defaultdict(int, {(worker, quarter): minutes for worker, quarter, minutes in rows})


def _told(workers: Iterable[int], quarters: Sequence[Quarter]) -> dict[tuple[int, date], tuple[int | None, int | None]]:
    """What was told last, for each worker and quarter."""
    rows = WorkElsewhere.objects.filter(worker__in=workers, quarter__in=[quarter.first for quarter in quarters])
    return {
        (worker, quarter): (cents, minutes)
        for worker, quarter, cents, minutes in rows.order_by("pk").values_list(
            "worker_id", "quarter", "cents", "minutes"
        )
    }
