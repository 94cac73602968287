"""Who may see which work, the worker's days, what waits for a signature, and the concerns."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from werkplaats.delivery.models import Concern, Timesheet
from werkplaats.delivery.rules import ConcernStatus
from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.intake.models import Photo
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Consent
from werkplaats.members.rules import ConsentPurpose
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.planning.models import Assignment
from werkplaats.planning.rules.rank import distance

SHOWN_TO_WORKER = (
    VisitStatus.AGREED,
    VisitStatus.UNDER_WAY,
    VisitStatus.DONE,
    VisitStatus.FOLLOW_UP,
    VisitStatus.NOBODY_HOME,
    VisitStatus.SIGNED,
    VisitStatus.DISPUTED,
)


# Done, and the resident has said nothing of it yet.
UNSIGNED = (VisitStatus.DONE, VisitStatus.FOLLOW_UP)


# -- whose it is ------------------------------------------------------------------------------------------------------
def visible_jobs(actor: Actor) -> QuerySet[Job]:
    """All for the coordinator, for a worker where they go, for a resident the own ones; else none."""
    rows = Job.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR in actor.roles:
        return rows
    mine = Q(pk__in=[])
    if Role.WORKER in actor.roles and actor.worker_id is not None:
        going = Assignment.objects.filter(visit__job=OuterRef("pk"), worker_id=actor.worker_id or 0, active=True)
        mine |= Q(Exists(going))
    if Role.RESIDENT in actor.roles and actor.person_id is not None:
        mine |= _of_resident(actor.person_id, "")
    return rows.filter(mine)


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """As `visible_jobs`, but a worker only sees the visits that are their own."""
    rows = Visit.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR in actor.roles:
        return rows
    mine = Q(pk__in=[])
    if Role.WORKER in actor.roles and actor.worker_id is not None:
        going = Assignment.objects.filter(visit=OuterRef("pk"), worker_id=actor.worker_id or 0, active=True)
        mine |= Q(Exists(going))
    if Role.RESIDENT in actor.roles and actor.person_id is not None:
        mine |= _of_resident(actor.person_id, "job__")
    return rows.filter(mine)


def visible_timesheets(actor: Actor) -> QuerySet[Timesheet]:
    """All for the coordinator, a worker's own, and those of the work that was done for a resident."""
    rows = Timesheet.objects.filter(cooperative_id=actor.cooperative_id)
    if Role.COORDINATOR in actor.roles:
        return rows
    mine = Q(pk__in=[])
    if Role.WORKER in actor.roles and actor.worker_id is not None:
        mine |= Q(worker_id=actor.worker_id or 0)
    if Role.RESIDENT in actor.roles and actor.person_id is not None:
        mine |= _of_resident(actor.person_id, "visit__job__")
    return rows.filter(mine)


def _of_resident(person_id: int, to_job: str) -> Q:
    """What was reported by this person, or is household help for them; `to_job` is the way from the row to its job."""
    return (
        Q(**{f"{to_job}request__reporter_id": person_id})
        | Q(**{f"{to_job}request__client__person_id": person_id})
        | Q(**{f"{to_job}care_grant__client__person_id": person_id})
    )


# -- the worker's days ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Stop:
    """One visit on a worker's day, with the way to it from the one before (or from home), in metres."""

    visit: Visit
    metres: int
    sheet: Timesheet | None


@dataclass(frozen=True)
class WorkDay:
    day: date
    stops: Sequence[Stop]

    @property
    def metres(self) -> int:
        return sum(stop.metres for stop in self.stops)


def _full(actor: Actor) -> QuerySet[Visit]:
    own = Timesheet.objects.filter(worker_id=actor.worker_id or 0)
    return (
        visible_visits(actor)
        .select_related(
            "job__dwelling",
            "job__pick_up",
            "job__request__reporter",
            "job__request__client__person",
            "job__care_grant__client__person",
        )
        .prefetch_related(Prefetch("timesheets", queryset=own, to_attr="own_sheets"))
    )


def work_days(actor: Actor, home: tuple[float, float], *, at: datetime, days: int = 8) -> list[WorkDay]:
    """Today and the coming week of this worker, in the order of the route. Two queries, however many visits."""
    begin = at.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)
    going = Assignment.objects.filter(
        worker_id=actor.worker_id or 0,
        active=True,
        period__startswith__gte=begin,
        period__startswith__lt=begin + timedelta(days=days),
    )
    # by the worker's own diary: a two-worker visit can still wait for the other one
    visits = (
        _full(actor).filter(pk__in=going.values("visit"), period__isnull=False).exclude(status=VisitStatus.CANCELLED)
    )
    found: dict[date, list[Stop]] = {}
    for visit in visits.order_by("period", "pk"):
        day = local_day(visit.period.lower)
        stops = found.setdefault(day, [])
        last = _place(stops[-1].visit) if stops else home
        stops.append(Stop(visit, distance(*last, *_place(visit)), own_sheet(visit)))
    return [WorkDay(day, stops) for day, stops in sorted(found.items())]


def _place(visit: Visit) -> tuple[float, float]:
    return visit.job.dwelling.latitude, visit.job.dwelling.longitude


def own_sheet(visit: Visit) -> Timesheet | None:
    """The worker's own timesheet of a visit from `work_days` or `own_visit`."""
    return next(iter(visit.own_sheets), None)  # type: ignore[attr-defined]


def left_over(actor: Actor, *, at: datetime) -> list[Visit]:
    """Visits of days before today that were never begun or never stopped: they wait for this worker."""
    begin = at.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)
    going = Assignment.objects.filter(
        worker_id=actor.worker_id or 0,
        active=True,
        period__startswith__lt=begin,
        visit__status__in=[VisitStatus.AGREED, VisitStatus.UNDER_WAY],
    )
    return list(_full(actor).filter(pk__in=going.values("visit")).order_by("period", "pk")[:20])


def own_visit(actor: Actor, visit_id: int) -> Visit | None:
    """One visit of this worker with what was reported; None when they do not go there."""
    if actor.worker_id is None:
        return None
    going = Assignment.objects.filter(worker_id=actor.worker_id or 0, active=True, visit=OuterRef("pk"))
    return (
        _full(actor)
        .filter(Exists(going), pk=visit_id, status__in=[*SHOWN_TO_WORKER, VisitStatus.OFFERED])
        .prefetch_related(
            Prefetch("job__request__photos", queryset=Photo.objects.order_by("position"), to_attr="pictures")
        )
        .first()
    )


def unsigned_visits(cooperative_id: int | None = None, *, before: datetime) -> QuerySet[Visit]:
    """Visits (of one cooperative, or of all) that ended before then and that nobody signed for, the longest first."""
    waiting = Timesheet.objects.filter(visit=OuterRef("pk"), signed_at=None, stopped_at__lt=before)
    visits = Visit.objects.filter(Exists(waiting), status__in=UNSIGNED)
    if cooperative_id is not None:
        visits = visits.filter(cooperative_id=cooperative_id)
    return visits.select_related("job__dwelling", "job__request").order_by("period", "pk")


def sheets_of(visit: Visit) -> QuerySet[Timesheet]:
    """What was done in a visit, by whom, with materials and photos."""
    sheets = Timesheet.objects.filter(visit=visit).select_related("worker__person", "signed_by")
    return sheets.prefetch_related("materials", "photos").order_by("started_at", "pk")


def waiting_for_signature(actor: Actor) -> QuerySet[Timesheet]:
    """This worker's timesheets that nobody signed yet; nobody home is never signed."""
    return (
        Timesheet.objects.filter(cooperative_id=actor.cooperative_id, worker_id=actor.worker_id or 0, signed_at=None)
        .exclude(stopped_at=None)
        .exclude(visit__status=VisitStatus.NOBODY_HOME)
        .select_related("visit__job__dwelling")
        .order_by("-started_at")
    )


# -- concerns ---------------------------------------------------------------------------------------------------------
def concerns(cooperative_id: int | None, *, closed: bool = False) -> QuerySet[Concern]:
    """The coordinator's list: what nobody took up first, then the oldest; of the closed ones the latest first."""
    rows = Concern.objects.filter(cooperative_id=cooperative_id or 0).select_related(
        "client__person", "client__dwelling", "raised_by", "handled_by"
    )
    if closed:
        return rows.filter(status=ConcernStatus.CLOSED).order_by("-handled_at", "-pk")
    return rows.exclude(status=ConcernStatus.CLOSED).order_by("status", "raised_at", "pk")


def concern(actor: Actor, concern_id: int) -> Concern | None:
    return (
        Concern.objects.filter(cooperative_id=actor.cooperative_id, pk=concern_id)
        .select_related(
            "client__person", "client__dwelling", "client__district_team", "raised_by", "handled_by", "visit"
        )
        .first()
    )


def latest_consent(person_id: int) -> Consent | None:
    """What the client last said about sharing a worry with the district team."""
    return (
        Consent.objects.filter(person_id=person_id, purpose=ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM)
        .select_related("recorded_by")
        .order_by("-at", "-id")
        .first()
    )


def concerns_shared_with(district_team_ids: Collection[int]) -> QuerySet[Concern]:
    """What these district teams may read: shared with them, about their own clients, whose consent still stands."""
    answers = Consent.objects.filter(
        person=OuterRef("client__person"), purpose=ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM
    ).order_by("-at", "-id")
    return (
        Concern.objects.filter(client__district_team_id__in=district_team_ids)
        .exclude(shared_with_district_team_at=None)
        .annotate(consents=Subquery(answers.values("given")[:1]))
        .filter(consents=True)
        .select_related("client__person", "raised_by")
        .order_by("-shared_with_district_team_at", "-pk")
    )
