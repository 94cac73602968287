"""Who can go, when it can be, and what waits to be planned. A constant number of queries, however many workers."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from werkplaats.ground import sql
from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.homes.models import CareGrant, Client
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import HOUSEHOLD_TRADE, JobStatus, VisitStatus
from werkplaats.jobs.rules.order import Clear, EarlierVisit, clear_after, drying
from werkplaats.jobs.rules.recurrence import moment
from werkplaats.members.models import Person, Worker
from werkplaats.members.rules import Contract, CredentialKind, TravelMode, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import Hours
from werkplaats.members.rules.roles import Actor
from werkplaats.planning.models import Assignment, Offer
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.rules.facts import Absence, Candidate, Fetch, Paper, Taken, VisitNeed
from werkplaats.planning.rules.rank import SHARE_WEEKS, Ranked, rank
from werkplaats.planning.rules.roster.travel import GreatCircle, Place
from werkplaats.planning.rules.times import Start, possible_starts
from werkplaats.triage.rules import Urgency

DAYS_TO_LOOK_AHEAD = 14
AT_LEAST_AHEAD = timedelta(minutes=30)
USUAL_START = time(9)
NEVER = datetime.max.replace(tzinfo=UTC)


def need_of(visit: Visit, starts_at: datetime) -> VisitNeed:
    """The visit at a moment, as the rules look at it. Without a query when the visit is one of `with_home` and no
    material is fetched for it."""
    dwelling = visit.job.dwelling
    return VisitNeed(
        trade=visit.job.trade,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=visit.minutes),
        latitude=dwelling.latitude,
        longitude=dwelling.longitude,
        place=dwelling.pk,
        pets=pets_of(visit),
        languages=languages_of(visit) if language_is_required(visit) else frozenset(),
        fetch=_fetch(visit.job),
    )


def _fetch(job: Any) -> Fetch | None:
    if job.pick_up_id is None:
        return None
    shop, home = job.pick_up, job.dwelling
    hours = tuple(Hours(one.weekday, one.starts, one.ends) for one in shop.hours.all())
    if not hours:
        return None
    here, there = Place(1, shop.latitude, shop.longitude), Place(2, home.latitude, home.longitude)
    return Fetch(shop.minutes, hours, {mode: GreatCircle().minutes(mode, here, there) for mode in TravelMode})


def with_home(visits: QuerySet[Any]) -> QuerySet[Any]:
    """With all that is known of the homes where they are."""
    return visits.select_related("job__dwelling", "job__care_grant__client").prefetch_related("job__dwelling__clients")


def pets_of(visit: Visit) -> frozenset[str]:
    """What is known only of homes where a client lives; it counts for a repair there as well."""
    return frozenset(pet for client in visit.job.dwelling.clients.all() for pet in client.pets)


def languages_of(visit: Visit) -> frozenset[str]:
    """In which the client wants to be helped. A repair is done in any."""
    grant = visit.job.care_grant
    return frozenset([grant.client.language_wanted] if grant and grant.client.language_wanted else [])


def language_is_required(visit: Visit) -> bool:
    grant = visit.job.care_grant
    return grant is not None and grant.client.language_required


def who_can(
    visit: Visit, starts_at: datetime, *, at: datetime, worker_ids: Sequence[int] | None = None
) -> list[Ranked]:
    """Everybody of the right kind, ranked, with the reasons; who cannot comes last. Only `worker_ids` when given."""
    found = candidates(visit, at=at, worker_ids=worker_ids)
    return rank(need_of(visit, starts_at), found)


def candidates(visit: Visit, *, at: datetime, worker_ids: Sequence[int] | None = None) -> list[Candidate]:
    """The workers that could be thought of for this visit, with all facts, in two queries.

    Without `worker_ids`: who was admitted, helpers for household help and tradespeople for the rest.
    """
    workers = Worker.objects.filter(cooperative_id=visit.cooperative_id)
    if worker_ids is None:
        kind = WorkerKind.HELPER if visit.job.trade == HOUSEHOLD_TRADE else WorkerKind.TRADESPERSON
        workers = workers.filter(status=WorkerStatus.ADMITTED, kind=kind)
    else:
        workers = workers.filter(pk__in=worker_ids)
    return load(workers, at=at, without=visit)


# What is known of each worker, in one question. In SQL (see `ground.sql`): it is asked for each time that a visit is
# planned, for several moments, and making it from models took three times as long as answering it.
FACTS = """
    SELECT worker.id,
        to_jsonb(ARRAY(
            SELECT jsonb_build_object('kind', kind, 'issued_on', issued_on, 'valid_until', valid_until)
            FROM members_credential WHERE worker_id = worker.id
        )) AS papers,
        to_jsonb(ARRAY(
            SELECT jsonb_build_object('weekday', weekday, 'starts', starts, 'ends', ends)
            FROM members_availability WHERE worker_id = worker.id
        )) AS week,
        to_jsonb(ARRAY(
            SELECT jsonb_build_object('first_day', first_day, 'last_day', last_day)
            FROM members_absence WHERE worker_id = worker.id
        )) AS away,
        to_jsonb(EXISTS (
            SELECT FROM planning_offer
            WHERE visit_id = %(without)s::bigint AND worker_id = worker.id AND status IN ('declined', 'lapsed')
        )) AS said_no,
        to_jsonb((
            SELECT count(*) FROM planning_assignment AS assignment
            JOIN jobs_visit AS visit ON visit.id = assignment.visit_id JOIN jobs_job AS job ON job.id = visit.job_id
            WHERE assignment.worker_id = worker.id AND assignment.active
                AND job.dwelling_id = %(dwelling)s::bigint AND visit.id <> %(without)s::bigint
        )) AS visits_here,
        to_jsonb(ARRAY(
            SELECT jsonb_build_array(
                lower(assignment.period), upper(assignment.period), dwelling.latitude, dwelling.longitude
            )
            FROM planning_assignment AS assignment
            JOIN jobs_visit AS visit ON visit.id = assignment.visit_id
            JOIN jobs_job AS job ON job.id = visit.job_id
            JOIN homes_dwelling AS dwelling ON dwelling.id = job.dwelling_id
            WHERE assignment.worker_id = worker.id AND assignment.active
                AND upper(assignment.period) >= %(since)s AND visit.id IS DISTINCT FROM %(without)s::bigint
        )) AS work,
        to_jsonb(ARRAY(
            SELECT client.dwelling_id FROM homes_nogo AS pair JOIN homes_client AS client ON client.id = pair.client_id
            WHERE pair.worker_id = worker.id AND pair.lifted_at IS NULL
        )) AS no_go
    FROM unnest(%(workers)s::bigint[]) AS worker (id)
"""
OWN_FACTS = (
    "pk", "person__name", "kind", "status", "trades", "latitude", "longitude", "radius_metres", "hours_a_week",
    "languages", "allergies", "contract", "contract_minutes", "travel_mode",
)  # fmt: skip
KINDS = ("papers", "week", "away", "said_no", "visits_here", "work", "no_go")


def load(
    workers: QuerySet[Worker], *, at: datetime, without: Visit | None = None, with_work: bool = True
) -> list[Candidate]:
    """The facts of these workers (two queries). The visit `without` does not count as work that they have;
    what they said to it, and how often they came to its home, does count. `with_work`: with what they do and did.
    """
    found: list[Any] = list(workers.order_by("pk").values_list(*OWN_FACTS, named=True))
    if not found:
        return []
    since = at - timedelta(weeks=SHARE_WEEKS) if with_work else NEVER
    asked: dict[str, Any] = {"workers": [row.pk for row in found], "since": since, "without": None, "dwelling": None}
    if without is not None:
        asked |= {"without": without.pk, "dwelling": without.job.dwelling_id}
    facts = {row["id"]: {name: json.loads(row[name]) for name in KINDS} for row in sql.rows(FACTS, asked)}
    return [_candidate(row, facts[row.pk], at) for row in found]


def _candidate(row: Any, facts: dict[str, Any], at: datetime) -> Candidate:
    taken = [
        Taken(datetime.fromisoformat(begin), datetime.fromisoformat(end), *place)
        for begin, end, *place in facts["work"]
    ]
    minutes = sum((one.ends_at - one.starts_at).total_seconds() for one in taken) / 60
    return Candidate(
        worker_id=row.pk,
        name=row.person__name,
        kind=WorkerKind(row.kind),
        status=WorkerStatus(row.status),
        trades=tuple(row.trades),
        latitude=row.latitude,
        longitude=row.longitude,
        radius_metres=row.radius_metres,
        papers=tuple(
            Paper(CredentialKind(p["kind"]), date.fromisoformat(p["issued_on"]), date.fromisoformat(p["valid_until"]))
            for p in facts["papers"]
        ),
        hours=tuple(
            Hours(h["weekday"], time.fromisoformat(h["starts"]), time.fromisoformat(h["ends"])) for h in facts["week"]
        ),
        absences=tuple(
            Absence(date.fromisoformat(a["first_day"]), date.fromisoformat(a["last_day"])) for a in facts["away"]
        ),
        taken=tuple(one for one in taken if one.ends_at > at - timedelta(days=1)),
        minutes_done=round(minutes),
        minutes_offered=round(float(row.hours_a_week) * 60 * SHARE_WEEKS),
        visits_here=facts["visits_here"],
        declined=facts["said_no"],
        languages=frozenset(row.languages),
        allergies=frozenset(row.allergies),
        no_go=frozenset(facts["no_go"]),
        contract=Contract(row.contract),
        contract_minutes=row.contract_minutes,
        travel_mode=TravelMode(row.travel_mode),
    )


def free_times(visit: Visit, worker_ids: Sequence[int] | None, *, at: datetime) -> list[datetime]:
    """Starts at which enough workers can come (all of them, or only `worker_ids`), the resident's wishes first."""
    found = candidates(visit, at=at, worker_ids=worker_ids)
    return [start.at for start in starts_for(visit, found, clear_of(visit), at=at)]


def starts_for(visit: Visit, found: Sequence[Candidate], clear: Clear, *, at: datetime) -> list[Start]:
    """Suggested starts, without a query more when visit.job.request and .care_grant are loaded."""
    if not clear.may:
        return []
    job, grant = visit.job, visit.job.care_grant
    not_before = max(at + AT_LEAST_AHEAD, clear.not_before or at)
    today = local_day(not_before)
    if grant is not None and job.warranty_of_id is None:
        days, wanted = _days_of_rhythm(visit, grant, today)
    else:
        last = max(visit.due_on, today + timedelta(days=DAYS_TO_LOOK_AHEAD))
        days, wanted = _working_days(today, last), []
    return possible_starts(
        need_of(visit, not_before),
        found,
        days,
        not_before=not_before,
        wanted=wanted,
        # with an emergency the soonest is what the resident likes best
        preferred_times=job.request.preferred_times if job.request and job.urgency != Urgency.EMERGENCY else (),
        workers=job.workers,
    )


def _days_of_rhythm(visit: Visit, grant: CareGrant, today: date) -> tuple[list[date], list[datetime]]:
    """Recurring help: its own day first, then the other days of that week; the client's usual time is wanted."""
    monday = visit.due_on - timedelta(days=visit.due_on.weekday())
    week = [day for day in _working_days(max(today, monday), monday + timedelta(days=6)) if day != visit.due_on]
    days = [visit.due_on, *week]
    if not [day for day in days if day >= today]:  # the week has gone by: as soon as can be
        days = _working_days(today, today + timedelta(days=7))
    clock = grant.preferred_start or USUAL_START
    return days, [moment(day, clock) for day in days]


def _working_days(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def clear_of(visit: Visit) -> Clear:
    """May this visit be planned with an eye to the job that comes first, and from when?"""
    earlier = visit.job.after
    dries = drying(earlier.trade, visit.job.trade) if earlier is not None else None
    if earlier is None or (earlier.status != JobStatus.OPEN and not dries):
        return clear_after(None, ())
    visits = earlier.visits.all()  # no query when they are loaded already
    return clear_after(
        JobStatus(earlier.status),
        [EarlierVisit(VisitStatus(one.status), one.period.upper if one.period else None) for one in visits],
        dries or timedelta(),
    )


# -- lists for the pages ----------------------------------------------------------------------------------------------
def visits_of(cooperative_id: int) -> QuerySet[Visit]:
    """Visits with all that the coordinator's pages say of them, in one query."""
    return (
        Visit.objects.filter(cooperative_id=cooperative_id)
        .select_related(
            "job__dwelling",
            "job__request__reporter",
            "job__request__client__person",
            "job__care_grant__client__person",
            "job__after",
        )
        .annotate(
            asked=_names(Offer.objects.filter(status=OfferStatus.SENT).order_by("rank", "pk")),
            in_line=_names(Offer.objects.filter(status=OfferStatus.WAITING).order_by("rank", "pk")),
            refused=_names(
                Offer.objects.filter(status__in=[OfferStatus.DECLINED, OfferStatus.LAPSED]).order_by("answered_at")
            ),
            coming=_names(Assignment.objects.filter(active=True).order_by("assigned_at", "pk")),
        )
    )


def _names(rows: QuerySet[Any]) -> ArraySubquery:
    """The names of the workers of these rows of a visit."""
    return ArraySubquery(rows.filter(visit=OuterRef("pk")).values("worker__person__name"))


def visit_for(actor: Actor, visit_id: int) -> Visit | None:
    """One visit of the actor's cooperative, for the coordinator's page."""
    return with_home(visits_of(actor.cooperative_id)).select_related("job__pick_up").filter(pk=visit_id).first()


def to_plan(cooperative_id: int, branch: str = "", *, at: datetime) -> QuerySet[Visit]:
    """What has no time yet, the most urgent first; recurring help only of the coming weeks."""
    near = Q(job__care_grant=None) | Q(due_on__lte=local_day(at) + timedelta(days=DAYS_TO_LOOK_AHEAD))
    rows = visits_of(cooperative_id).filter(near, status=VisitStatus.TO_PLAN)
    return (rows.filter(job__branch=branch) if branch else rows).order_by("due_on", "job__due_at", "pk")


def offered(cooperative_id: int, branch: str = "") -> QuerySet[Visit]:
    rows = visits_of(cooperative_id).filter(status=VisitStatus.OFFERED)
    return (rows.filter(job__branch=branch) if branch else rows).order_by("period", "pk")


def agreed(cooperative_id: int, branch: str = "", *, at: datetime, days: int = 14) -> QuerySet[Visit]:
    """What is agreed from the beginning of today until so many days ahead."""
    begin = at.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = visits_of(cooperative_id).filter(
        status=VisitStatus.AGREED, period__startswith__gte=begin, period__startswith__lt=begin + timedelta(days=days)
    )
    return (rows.filter(job__branch=branch) if branch else rows).order_by("period", "pk")


def coming_to(client: Client, *, at: datetime) -> QuerySet[Visit]:
    """The visits of a client's recurring help that are still to come or still to plan, the first first."""
    to_come = Q(status__in=[VisitStatus.TO_PLAN, VisitStatus.OFFERED]) | Q(
        status=VisitStatus.AGREED, period__endswith__gt=at
    )
    rows = visits_of(client.cooperative_id).filter(to_come, job__care_grant__client=client)
    return rows.order_by("due_on", "pk")


def regular_helper(client: Client) -> Worker | None:
    """Who came last, or comes next: the helper to whom `assign_regulars` gives the visits."""
    latest = (
        Assignment.objects.filter(visit__job__care_grant__client=client, active=True)
        .select_related("worker__person")
        .order_by("-period")
        .first()
    )
    return latest.worker if latest is not None else None


def held_by(
    cooperative_id: int, worker_id: int, *, first: datetime | None = None, last: datetime | None = None, at: datetime
) -> QuerySet[Visit]:
    """Visits still to come, until `last`, to which this worker goes or for which the worker is asked or in line."""
    theirs = Q(assignments__worker_id=worker_id, assignments__active=True) | Q(
        offers__worker_id=worker_id, offers__status__in=[OfferStatus.WAITING, OfferStatus.SENT]
    )
    rows = Visit.objects.filter(
        cooperative_id=cooperative_id,
        status__in=[VisitStatus.OFFERED, VisitStatus.AGREED],
        period__startswith__gt=max(at, first or at),
    )
    if last is not None:
        rows = rows.filter(period__startswith__lt=last)
    return visits_of(cooperative_id).filter(pk__in=rows.filter(theirs).values("pk")).order_by("period", "pk")


def open_offers(actor: Actor, *, at: datetime) -> QuerySet[Offer]:
    """What this worker is asked now."""
    return (
        Offer.objects.filter(
            cooperative_id=actor.cooperative_id,
            worker_id=actor.worker_id or 0,
            status=OfferStatus.SENT,
            expires_at__gt=at,
        )
        .select_related(
            "visit__job__dwelling", "visit__job__request", "visit__job__care_grant", "visit__job__pick_up", "worker"
        )
        .order_by("period", "pk")
    )


def customer_of(visit: Visit) -> Person | None:
    """Who lives there and must hear of the visit: the reporter, or the client of the grant."""
    job = visit.job
    if job.request is not None:
        return job.request.client.person if job.request.client else job.request.reporter
    return job.care_grant.client.person if job.care_grant is not None else None
