"""The figures: per pilot for the board, per dwelling for a landlord, and totals for who watches from outside."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Avg, BigIntegerField, Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from werkplaats.delivery.models import Feedback, Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.models import Dwelling, Participation, Pilot
from werkplaats.homes.rules import ParticipationStatus, PilotKind
from werkplaats.insight.rules import LATE_TO_LOOK, LATE_TO_SIGN, middle_hours, shown, shown_parts
from werkplaats.intake.models import Request
from werkplaats.intake.rules import OPEN, Branch, RequestStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import JobStatus, VisitStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Settlement
from werkplaats.settlement.queries import CHARGED, costs_by_dwelling
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome

DONE = (VisitStatus.DONE, VisitStatus.SIGNED, VisitStatus.FOLLOW_UP, VisitStatus.DISPUTED)
UNDECIDED = "undecided"


# --- one pilot, for who runs it --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class JobCounts:
    open: int
    late: int
    done: int


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

    @property
    def is_full(self) -> bool:
        return self.active >= self.pilot.cap


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
            late=Count("id", filter=Q(status=JobStatus.OPEN, due_at__lt=at)),
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
        .annotate(pilot_id=_pilot_of_job("timesheet__visit__job__"))
        .values("pilot_id")
        .annotate(charged=Sum(CHARGED), earned=Sum("earned_cents"))
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


def _table(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """Rows by their pilot."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["pilot_id"]].append(row)
    return found


def _counts(rows: QuerySet[Any], name: str) -> dict[str, int]:
    return {row[name]: row["number"] for row in rows.order_by().values(name).annotate(number=Count("pk"))}


# --- its own dwellings, for a landlord -------------------------------------------------------------------------------


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
    rating: float | None = None
    ratings: int = 0

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
    """A landlord's dwellings with what happened there. Seven queries, however many dwellings."""
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
            late=Count("id", filter=Q(status=JobStatus.OPEN, due_at__lt=at)),
            done=Count("id", filter=Q(status=JobStatus.DONE)),
        )
    )
    paid = _by_dwelling(costs_by_dwelling(actor.landlord_ids, actor.cooperative_id))
    feedback = Feedback.objects.filter(visit__job__in=jobs).aggregate(mean=Avg("rating"), number=Count("id"))
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
    decided = _counts(Assessment.objects.filter(request__in=requests, revised_by=None), "outcome")
    by_outcome = {outcome.value: decided.get(outcome, 0) for outcome in Outcome}
    by_outcome[UNDECIDED] = sum(row.requests for row in rows) - sum(by_outcome.values())
    return LandlordOverview(tuple(rows), by_outcome, feedback["mean"], feedback["number"])


def _by_dwelling(rows: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {row["dwelling_id"]: row for row in rows}


def dwelling_jobs(actor: Actor, dwelling_id: int) -> list[Any]:
    """The jobs at one dwelling of this landlord with their costs in cents, the latest first. No words of residents."""
    require(actor, May.SEE_LANDLORD_RESULTS)
    charged = F("visits__timesheets__settlement__charged_labour_cents") + F(
        "visits__timesheets__settlement__charged_material_cents"
    )
    return list(
        repair_jobs(actor)
        .filter(dwelling=dwelling_id)
        .select_related("request")
        .defer("request__search", "request__text")
        .annotate(cents=Coalesce(Sum(charged), 0), worked=Coalesce(Sum("visits__timesheets__settlement__minutes"), 0))
        .order_by("-opened_at", "-id")
    )


# --- only totals, for who watches ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Totals:
    """Of the whole cooperative until the first of this month. None stands for "fewer than ten"; the month is closed
    first, so that nobody can tell by looking every day what happened today."""

    until: datetime
    dwellings: int | None
    clients: int | None
    requests: int | None
    by_outcome: dict[str, int | None]
    visits: int | None
    workers: int | None
    hours: int | None
    charged_cents: int | None
    earned_cents: int | None
    rating: float | None
    ratings: int | None

    @property
    def kept_cents(self) -> int | None:
        return None if self.charged_cents is None or self.earned_cents is None else self.charged_cents - self.earned_cents


def totals(actor: Actor, at: datetime) -> Totals:
    """What a watching association may know. Seven queries."""
    require(actor, May.SEE_TOTALS)
    until = at.astimezone(AMSTERDAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    here = Q(cooperative_id=actor.cooperative_id)
    taking_part = Participation.objects.filter(here, started_at__lt=until).aggregate(
        dwellings=Count("dwelling", distinct=True), clients=Count("client", distinct=True)
    )
    requests = Request.objects.filter(here, reported_at__lt=until)
    asked = requests.count()
    decided = Assessment.objects.filter(here, request__in=requests, revised_by=None)
    counts = _counts(decided, "outcome")
    outcomes = {outcome.value: counts.get(outcome, 0) for outcome in Outcome}
    outcomes[UNDECIDED] = asked - sum(outcomes.values())
    money = Settlement.objects.filter(here, settled_at__lt=until).aggregate(
        visits=Count("timesheet__visit", distinct=True),
        workers=Count("timesheet__worker", distinct=True),
        minutes=Coalesce(Sum("minutes"), 0),
        charged=Coalesce(Sum(CHARGED), 0),
        earned=Coalesce(Sum("earned_cents"), 0),
    )
    feedback = Feedback.objects.filter(here, given_at__lt=until).aggregate(mean=Avg("rating"), number=Count("id"))
    enough_work = shown(money["visits"]) is not None and shown(money["workers"]) is not None
    return Totals(
        until=until,
        dwellings=shown(taking_part["dwellings"]),
        clients=shown(taking_part["clients"]),
        requests=shown(asked),
        by_outcome=shown_parts(outcomes),
        visits=shown(money["visits"]),
        workers=shown(money["workers"]),
        hours=money["minutes"] // 60 if enough_work else None,
        charged_cents=money["charged"] if enough_work else None,
        earned_cents=money["earned"] if enough_work else None,
        rating=feedback["mean"] if shown(feedback["number"]) else None,
        ratings=shown(feedback["number"]),
    )


# --- what is late ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Late:
    """How many wait too long; the coordinator's page `late` names them."""

    requests: int  # nobody looked at them for a day
    jobs: int  # past the promised day
    visits: int  # agreed, and nobody came
    sign_offs: int  # done a week ago, and not signed

    @property
    def nothing(self) -> bool:
        return not (self.requests or self.jobs or self.visits or self.sign_offs)


def late(cooperative_id: int, at: datetime) -> Late:
    here = Q(cooperative_id=cooperative_id)
    return Late(
        requests=Request.objects.filter(here, status=RequestStatus.NEW, reported_at__lt=at - LATE_TO_LOOK).count(),
        jobs=Job.objects.filter(here, status=JobStatus.OPEN, due_at__lt=at).count(),
        visits=Visit.objects.filter(here, status=VisitStatus.AGREED, period__endswith__lt=at).count(),
        sign_offs=Timesheet.objects.filter(
            here, signed_at=None, stopped_at__lt=at - LATE_TO_SIGN, outcome__in=["done", "follow_up"]
        ).count(),
    )
