"""A cooperative's week, read from the database into the planner's problem. A constant number of queries.

What is agreed or asked stands where it is, unless it may move; what has no time yet is planned around it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Prefetch, Q

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.models import Supplier
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.rules.order import OVER
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.planning.models import Assignment, Offer
from werkplaats.planning.queries import clear_of, language_is_required, languages_of, load, pets_of, with_home
from werkplaats.planning.queries_travel import travel_between
from werkplaats.planning.queries_worked import with_past
from werkplaats.planning.rules import OfferStatus
from werkplaats.planning.rules.facts import Candidate
from werkplaats.planning.rules.rank import SHARE_WEEKS, distance
from werkplaats.planning.rules.roster.change import Moving, loosened
from werkplaats.planning.rules.roster.model import (
    Assigned,
    Link,
    Person,
    PickUp,
    Pin,
    Place,
    Problem,
    Task,
    Window,
)
from werkplaats.planning.rules.times import FIRST_HOUR, LAST_HOUR, PARTS, WEEKDAYS
from werkplaats.triage.rules import Urgency

SUPPLIER_DOORS: Final = 1 << 40  # ids of places: homes count up from 1, workers' own homes down from -1
FAR_METRES: Final = 1500  # from the middle of the neighbourhood
AROUND: Final = timedelta(hours=1)  # a client's usual time may be so much earlier or later
DRYING: Final[Mapping[tuple[str, str], timedelta]] = {("STU", "SCH"): timedelta(hours=48)}  # plaster before paint
STANDS: Final = (VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.OFFERED)


@dataclass(frozen=True)
class Faces:
    """Who came to a client before, who came last, and how many of them are new this month."""

    known: set[int] = field(default_factory=set)
    latest: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)


def week_of(
    cooperative: Cooperative, first_day: date, days: int = 7, *, at: datetime, moving: Moving = Moving.NOTHING
) -> Problem:
    """The problem of these days as it is at the moment `at`; `moving` says what of what was agreed may move.

    Which repairs are heavy is not known: none is.
    """
    last_day = first_day + timedelta(days=days - 1)
    visits = list(_visits(cooperative, first_day, last_day))
    faces = _faces(cooperative, first_day)
    here = {visit.pk: visit for visit in visits}
    waits = {visit.pk: _firsts(visit, visits) for visit in visits}
    chosen = [v for v in visits if v.status != VisitStatus.TO_PLAN or waits[v.pk] or clear_of(v).may]
    tasks = [_task(cooperative, visit, faces, first_day, days) for visit in chosen]
    planned = {visit.pk for visit in chosen}
    links = [
        Link(first, visit.pk, least=DRYING.get((here[first].job.trade, visit.job.trade), timedelta()))
        for visit in chosen
        if visit.status == VisitStatus.TO_PLAN
        for first in waits[visit.pk]
        if first in planned
    ]
    present = [
        Assigned(task.pinned.starts, task.id, who) for task in tasks if task.pinned for who in task.pinned.people
    ]
    people = with_past(_people(cooperative, at), first_day)
    problem = Problem(
        first_day,
        days,
        at,
        tuple(people),
        tuple(tasks),
        tuple(links),
        tuple(sorted(present)),
        travel=travel_between(cooperative.pk, places_of(people, tasks), at=at),
    )
    return loosened(problem, {visit.pk for visit in chosen if visit.status == VisitStatus.AGREED}, moving)


def places_of(people: Iterable[Person], tasks: Iterable[Task]) -> list[Place]:
    """Every door that somebody leaves from or goes to, once."""
    tasks = list(tasks)
    doors = [*(person.home for person in people), *(task.place for task in tasks)]
    doors += [task.pick_up.place for task in tasks if task.pick_up]
    return list({door.id: door for door in doors if door is not None}.values())


def _visits(cooperative: Cooperative, first_day: date, last_day: date) -> Iterable[Any]:
    """What stands in these days, and what has to be planned by then."""
    begins = datetime.combine(first_day, time(), AMSTERDAM)
    ends = datetime.combine(last_day + timedelta(days=1), time(), AMSTERDAM)
    stands = Q(status__in=STANDS, period__startswith__gte=begins, period__startswith__lt=ends)
    waits = Q(status=VisitStatus.TO_PLAN) & (Q(job__care_grant=None) | Q(due_on__gte=first_day, due_on__lte=last_day))
    return (
        with_home(Visit.objects.filter(stands | waits, cooperative=cooperative))
        .select_related("job__request", "job__after", "job__pick_up")
        .prefetch_related(
            Prefetch("assignments", Assignment.objects.filter(active=True)),
            Prefetch("offers", Offer.objects.filter(status__in=[OfferStatus.SENT, OfferStatus.ACCEPTED])),
            "job__after__visits",
        )
        .order_by("pk")
    )


def _firsts(visit: Any, visits: Iterable[Any]) -> list[int]:
    """The visits among these that must be over before this one begins."""
    after = visit.job.after_id
    return [other.pk for other in visits if after and other.job_id == after and other.status not in OVER]


def _task(cooperative: Cooperative, visit: Any, faces: Mapping[int, Faces], first_day: date, days: int) -> Task:
    job = visit.job
    dwelling, grant = job.dwelling, job.care_grant
    client = grant.client_id if grant else None
    seen = faces.get(client, Faces()) if client else Faces()
    metres = distance(cooperative.latitude, cooperative.longitude, dwelling.latitude, dwelling.longitude)
    return Task(
        id=visit.pk,
        place=Place(dwelling.pk, dwelling.latitude, dwelling.longitude),
        trade=job.trade,
        minutes=_minutes_of(visit),
        windows=tuple(_after(clear_of(visit).not_before, _windows(visit, first_day, days))),
        # A client counts on the day of the week: missing one is as bad as a repair that cannot wait.
        urgency=Urgency.SOON if grant else Urgency(job.urgency),
        latest=None if grant else job.due_at,
        people=job.workers,
        client=client,
        preferred=frozenset(seen.latest),
        familiar=frozenset(seen.known),
        strangers=len(seen.new),
        languages=languages_of(visit),
        language_required=language_is_required(visit),
        pets=pets_of(visit),
        heavy=grant is not None and grant.heavy,
        far=metres > FAR_METRES,
        warranty=job.warranty_of_id is not None,
        pinned=_pin(visit),
        pick_up=_pick_up(job.pick_up),
    )


def _pick_up(supplier: Supplier | None) -> PickUp | None:
    if supplier is None:
        return None
    return PickUp(Place(SUPPLIER_DOORS + supplier.pk, supplier.latitude, supplier.longitude), supplier.minutes)


def _minutes_of(visit: Any) -> int:
    if visit.status == VisitStatus.TO_PLAN or visit.period is None:
        return int(visit.minutes)
    return round((visit.period.upper - visit.period.lower).total_seconds() / 60)


def _pin(visit: Any) -> Pin | None:
    if visit.status == VisitStatus.TO_PLAN or visit.period is None:
        return None
    people = [one.worker_id for one in visit.assignments.all()] or [one.worker_id for one in visit.offers.all()]
    return Pin(visit.period.lower, frozenset(people[: visit.job.workers]))


def _windows(visit: Any, first_day: date, days: int) -> Iterable[Window]:
    """A client's own day around the usual time; for a repair the parts of the week that suit, or all working hours."""
    grant, request = visit.job.care_grant, visit.job.request
    if grant is not None:
        begins, ends = _clock(visit.due_on, time(FIRST_HOUR)), _clock(visit.due_on, time(LAST_HOUR))
        if grant.preferred_start is not None:
            usual = _clock(visit.due_on, grant.preferred_start)
            begins, ends = usual - AROUND, usual + timedelta(minutes=visit.minutes) + AROUND
        yield Window(begins, ends)
        return
    wishes = request.preferred_times if request and visit.job.urgency != Urgency.EMERGENCY else ()
    named = [words.partition("-") for words in wishes]
    parts = [(weekday, PARTS[part]) for weekday, _, part in named if weekday in WEEKDAYS and part in PARTS]
    for day in (first_day + timedelta(days=number) for number in range(days)):
        if parts:
            for weekday, (begin, end) in parts:
                if weekday == WEEKDAYS[day.weekday()]:
                    yield Window(_clock(day, time(begin)), _clock(day, time(end)))
        elif day.weekday() < 5:
            yield Window(_clock(day, time(FIRST_HOUR)), _clock(day, time(LAST_HOUR)))


def _after(not_before: datetime | None, windows: Iterable[Window]) -> Iterable[Window]:
    """What is left of the windows when the trade before it is over."""
    for window in windows:
        starts = window.starts if not_before is None else max(window.starts, not_before)
        if starts < window.ends:
            yield Window(starts, window.ends)


def _clock(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, AMSTERDAM)


def _people(cooperative: Cooperative, at: datetime) -> list[Person]:
    workers = Worker.objects.filter(cooperative=cooperative, status=WorkerStatus.ADMITTED)
    return [_person(candidate) for candidate in load(workers, at=at)]


def _person(candidate: Candidate) -> Person:
    return Person(
        id=candidate.worker_id,
        kind=candidate.kind,
        contract=candidate.contract,
        home=Place(-candidate.worker_id, candidate.latitude, candidate.longitude),
        trades=candidate.trades,
        hours=candidate.hours,
        minutes=_minutes_a_week(candidate),
        papers=candidate.papers,
        absences=candidate.absences,
        languages=candidate.languages,
        allergies=candidate.allergies,
        mode=candidate.travel_mode,
        radius=candidate.radius_metres,
        no_go=candidate.no_go,
    )


def _minutes_a_week(candidate: Candidate) -> int:
    """Of the contract, when these are known; else what was offered."""
    if candidate.contract_minutes is not None:
        return candidate.contract_minutes
    return candidate.minutes_offered // SHARE_WEEKS


def _faces(cooperative: Cooperative, first_day: date) -> dict[int, Faces]:
    """By client, from all visits that were given to somebody and begin before these days."""
    month = datetime.combine(first_day.replace(day=1), time(), AMSTERDAM)
    begins = datetime.combine(first_day, time(), AMSTERDAM)
    rows = (
        Assignment.objects.filter(
            cooperative=cooperative, active=True, visit__job__care_grant__isnull=False, period__startswith__lt=begins
        )
        .order_by("period", "pk")
        .values_list("visit__job__care_grant__client", "worker", "period")
    )
    found: dict[int, Faces] = {}
    for client, worker, period in rows:
        faces = found.setdefault(client, Faces())
        if worker not in faces.known and period.lower >= month and faces.known:
            faces.new.add(worker)
        faces.known.add(worker)
        faces.latest.clear()
        faces.latest.add(worker)
    return found
