"""A cooperative's week, read from the database into the planner's problem. A constant number of queries.

What is agreed or asked stands where it is, unless it may move; what has no time yet is planned around it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import F, Max, Min
from django.db.models.lookups import GreaterThanOrEqual

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.ground.sql import Iso
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.rules.order import drying
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.application import Hours
from werkplaats.planning.models import Assignment
from werkplaats.planning.queries import load
from werkplaats.planning.queries_travel import travel_between
from werkplaats.planning.queries_week import GONE_TO, VisitRow, clear_by_visit, first_of, opening_hours, visits_of_days
from werkplaats.planning.queries_worked import with_past
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


@dataclass(frozen=True)
class Faces:
    """Who came to a client before, who came last, and how many of them are new this month."""

    known: set[int] = field(default_factory=set)
    latest: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)


NO_FACES: Final = Faces()


@dataclass(frozen=True)
class Known:
    """What is the same for every visit of these days. `hours`: when suppliers are open."""

    cooperative: Cooperative
    first_day: date
    days: int
    faces: Mapping[int, Faces]
    hours: Mapping[int, tuple[Hours, ...]]


def week_of(
    cooperative: Cooperative, first_day: date, days: int = 7, *, at: datetime, moving: Moving = Moving.NOTHING
) -> Problem:
    """The problem of these days as it is at the moment `at`; `moving` says what of what was agreed may move."""
    people = with_past(_people(cooperative, at), first_day)
    here = {person.id for person in people}
    # Who left since takes along what he or she did: it is nobody's load any more.
    rows = [
        row
        for row in visits_of_days(cooperative.pk, first_day, days)
        if row.status not in GONE_TO or (row.coming and here.issuperset(row.coming))
    ]
    firsts = {row.pk: first_of(row, rows) for row in rows}
    clear = clear_by_visit(rows)
    chosen = [row for row in rows if row.status != VisitStatus.TO_PLAN or firsts[row.pk] or clear[row.pk].may]
    known = Known(cooperative, first_day, days, _faces(cooperative, first_day), opening_hours(cooperative.pk))
    tasks = [_task(known, row, clear[row.pk].not_before) for row in chosen]
    planned = {row.pk: row for row in chosen}
    links = [
        Link(first, row.pk, least=drying(planned[first].job__trade, row.job__trade))
        for row in chosen
        if row.status == VisitStatus.TO_PLAN
        for first in firsts[row.pk]
        if first in planned
    ]
    present = [
        Assigned(task.pinned.starts, task.id, who) for task in tasks if task.pinned for who in task.pinned.people
    ]
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
    return loosened(problem, {row.pk for row in chosen if row.status == VisitStatus.AGREED}, moving)


def places_of(people: Iterable[Person], tasks: Iterable[Task]) -> list[Place]:
    """Every door that somebody leaves from or goes to, once."""
    tasks = list(tasks)
    doors = [*(person.home for person in people), *(task.place for task in tasks)]
    doors += [task.pick_up.place for task in tasks if task.pick_up]
    return list({door.id: door for door in doors if door is not None}.values())


def _task(known: Known, row: VisitRow, not_before: datetime | None) -> Task:
    client = row.job__care_grant__client
    seen = known.faces.get(client, NO_FACES) if client else NO_FACES
    place = Place(row.job__dwelling, row.job__dwelling__latitude, row.job__dwelling__longitude)
    centre = known.cooperative
    metres = distance(centre.latitude, centre.longitude, place.latitude, place.longitude)
    language = row.job__care_grant__client__language_wanted
    return Task(
        id=row.pk,
        place=place,
        trade=row.job__trade,
        minutes=_minutes_of(row),
        windows=tuple(_after(not_before, _windows(row, known.first_day, known.days))),
        ready=not_before,
        # A client counts on the day of the week: missing one is as bad as a repair that cannot wait.
        urgency=Urgency.SOON if client else Urgency(row.job__urgency),
        latest=None if client else datetime.fromisoformat(row.due_at),
        people=row.job__workers,
        client=client,
        preferred=frozenset(seen.latest),
        familiar=frozenset(seen.known),
        strangers=len(seen.new),
        languages=frozenset([language] if language else []),
        language_required=bool(row.job__care_grant__client__language_required),
        pets=frozenset(row.pets),
        # Of household help the grant says it. A repair is heavy when the list sends two people for it.
        heavy=row.job__care_grant__heavy if client else row.job__workers > 1,
        far=metres > FAR_METRES,
        warranty=row.job__warranty_of is not None,
        pinned=_pin(row),
        pick_up=_pick_up(row, known.hours),
        usual=_usual(row),
        over=row.status in GONE_TO,
    )


def _pick_up(row: VisitRow, hours: Mapping[int, tuple[Hours, ...]]) -> PickUp | None:
    if row.job__pick_up is None:
        return None
    place = Place(SUPPLIER_DOORS + row.job__pick_up, row.job__pick_up__latitude, row.job__pick_up__longitude)
    return PickUp(place, row.job__pick_up__minutes, hours.get(row.job__pick_up, ()))


def _minutes_of(row: VisitRow) -> int:
    if row.status == VisitStatus.TO_PLAN or row.starts is None:
        return row.minutes
    return round((datetime.fromisoformat(row.ends) - datetime.fromisoformat(row.starts)).total_seconds() / 60)


def _pin(row: VisitRow) -> Pin | None:
    if row.status == VisitStatus.TO_PLAN or row.starts is None:
        return None
    people = row.coming or row.asked
    return Pin(datetime.fromisoformat(row.starts), frozenset(people[: row.job__workers]))


def _usual(row: VisitRow) -> datetime | None:
    clock = row.job__care_grant__preferred_start
    return None if clock is None else _clock(row.due_on, clock)


def _windows(row: VisitRow, first_day: date, days: int) -> Iterable[Window]:
    """A client's own day around the usual time; for a repair the parts of the week that suit, or all working hours."""
    if row.job__care_grant is not None:
        begins, ends = _clock(row.due_on, time(FIRST_HOUR)), _clock(row.due_on, time(LAST_HOUR))
        usual = _usual(row)
        if usual is not None:
            begins, ends = usual - AROUND, usual + timedelta(minutes=row.minutes) + AROUND
        yield Window(begins, ends)
        return
    wishes = row.job__request__preferred_times if row.job__urgency != Urgency.EMERGENCY else None
    named = [words.partition("-") for words in wishes or ()]
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
    return [_person(candidate) for candidate in load(workers, at=at, with_work=False)]


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
        .values_list("visit__job__care_grant__client", "worker")
        .annotate(first=Min("period__startswith"), last=Iso(Max("period__startswith")))
        .annotate(this_month=GreaterThanOrEqual(F("first"), month))
        .order_by("first", "worker")
        .values_list("visit__job__care_grant__client", "worker", "this_month", "last")
    )
    found: dict[int, Faces] = {}
    last: dict[int, datetime] = {}
    for client, worker, this_month, last_time in rows:
        faces = found.setdefault(client, Faces())
        if this_month and faces.known:
            faces.new.add(worker)
        faces.known.add(worker)
        moment = datetime.fromisoformat(last_time)
        if client not in last or moment >= last[client]:
            faces.latest.clear()
            faces.latest.add(worker)
            last[client] = moment
    return found
