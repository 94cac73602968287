"""The visits of some days as plain rows, for the planner: making them from models takes three times as long, and the
board asks for them at every move. A constant number of queries."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, Q, QuerySet, TextField

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.ground.sql import Iso, among
from werkplaats.homes.models import Client, SupplierHours
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.jobs.rules.order import Clear, EarlierVisit, clear_after, drying
from werkplaats.members.rules.application import Hours
from werkplaats.planning.models import Assignment, Offer
from werkplaats.planning.rules import OfferStatus

GONE_TO = (
    VisitStatus.DONE, VisitStatus.FOLLOW_UP, VisitStatus.NOBODY_HOME, VisitStatus.SIGNED, VisitStatus.DISPUTED,
)  # fmt: skip
STANDS = (VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.OFFERED, *GONE_TO)
FIELDS = (
    "pk",
    "status",
    "minutes",
    "due_on",
    "job",
    "job__trade",
    "job__urgency",
    "job__workers",
    "job__after",
    "job__warranty_of",
    "job__dwelling",
    "job__dwelling__latitude",
    "job__dwelling__longitude",
    "job__request__preferred_times",
    "job__care_grant",
    "job__care_grant__heavy",
    "job__care_grant__preferred_start",
    "job__care_grant__client",
    "job__care_grant__client__language_wanted",
    "job__care_grant__client__language_required",
    "job__pick_up",
    "job__pick_up__latitude",
    "job__pick_up__longitude",
    "job__pick_up__minutes",
)
# With the names of FIELDS; `starts`, `ends` and `due_at` (text for `datetime.fromisoformat`); `coming` and `asked` (ids
# of workers) and `pets`, lists.
VisitRow = Any


def visits_of_days(cooperative_id: int, first_day: date, days: int) -> list[VisitRow]:
    """What stands in these days or was gone to, and what has to be planned by then."""
    last_day = first_day + timedelta(days=days - 1)
    begins = datetime.combine(first_day, time(), AMSTERDAM)
    ends = datetime.combine(last_day + timedelta(days=1), time(), AMSTERDAM)
    stands = Q(status__in=STANDS, period__startswith__gte=begins, period__startswith__lt=ends)
    waits = Q(status=VisitStatus.TO_PLAN) & (Q(job__care_grant=None) | Q(due_on__gte=first_day, due_on__lte=last_day))
    pets = Client.objects.filter(dwelling=OuterRef("job__dwelling")).annotate(
        pet=Func(F("pets"), function="unnest", output_field=TextField())
    )
    return list(
        Visit.objects.filter(stands | waits, cooperative=cooperative_id)
        .annotate(
            starts=Iso("period__startswith"),
            ends=Iso("period__endswith"),
            due_at=Iso("job__due_at"),
            coming=_workers(Assignment.objects.filter(active=True)),
            asked=_workers(Offer.objects.filter(status__in=[OfferStatus.SENT, OfferStatus.ACCEPTED])),
            # Known only of homes where a client lives; they are there for a repair as well.
            pets=ArraySubquery(pets.values("pet")),
        )
        .order_by("pk")
        .values_list(*FIELDS, "starts", "ends", "due_at", "coming", "asked", "pets", named=True)
    )


def _workers(rows: QuerySet[Any]) -> ArraySubquery:
    return ArraySubquery(rows.filter(visit=OuterRef("pk")).order_by("pk").values("worker"))


def first_of(row: VisitRow, rows: Sequence[VisitRow]) -> list[int]:
    """The visits among these that must be over before this one begins."""
    after = row.job__after
    return [other.pk for other in rows if after and other.job == after and other.status not in GONE_TO]


def clear_by_visit(rows: Sequence[VisitRow]) -> dict[int, Clear]:
    """May each visit be planned with an eye to the job that comes first, and from when?"""
    jobs: dict[int, tuple[JobStatus, str]] = {}
    visits: dict[int, list[EarlierVisit]] = {}
    found = Visit.objects.filter(among("job", {row.job__after for row in rows if row.job__after}))
    for job, status, trade, its, ends in found.values_list(
        "job", "job__status", "job__trade", "status", "period__endswith"
    ):
        jobs[job] = JobStatus(status), trade
        visits.setdefault(job, []).append(EarlierVisit(VisitStatus(its), ends))
    clear = {}
    for row in rows:
        first, trade = jobs.get(row.job__after, (None, ""))
        clear[row.pk] = clear_after(first, visits.get(row.job__after, ()), drying(trade, row.job__trade))
    return clear


def opening_hours(cooperative_id: int) -> dict[int, tuple[Hours, ...]]:
    """By supplier; one whose hours are not known is not in it."""
    found: dict[int, tuple[Hours, ...]] = {}
    rows = SupplierHours.objects.filter(cooperative_id=cooperative_id).order_by("supplier", "weekday", "starts")
    for supplier, weekday, starts, ends in rows.values_list("supplier", "weekday", "starts", "ends"):
        found[supplier] = (*found.get(supplier, ()), Hours(weekday, starts, ends))
    return found
