"""What is asked of the planner, and what it answers: plain values. Moments have a time zone; lengths are minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.members.rules import Contract as Contract
from werkplaats.members.rules import SpokenLanguage, WorkerKind
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.facts import Absence, Paper
from werkplaats.planning.rules.rank import knows_trade
from werkplaats.planning.rules.roster.travel import GreatCircle, Travel
from werkplaats.planning.rules.roster.travel import Mode as Mode
from werkplaats.planning.rules.roster.travel import Place as Place
from werkplaats.planning.rules.roster.worktime import Worked as Worked
from werkplaats.triage.rules import Urgency


class Term(StrEnum):
    """What a plan can pay for. One point is a minute on the road, as the weights stand."""

    UNPLANNED = "unplanned"  # work that stays out, by urgency; warranty first
    LATENESS = "lateness"  # minutes after the moment promised, by urgency
    TRAVEL = "travel"  # minutes on the road, from home and back, fetching material among them
    CONTINUITY = "continuity"  # visits by another than the usual person
    STRANGERS = "strangers"  # new faces for a client above one a month
    LANGUAGE = "language"  # a language was wanted, and the person does not speak it
    FAIRNESS = "fairness"  # distance from the fair share among self-employed people
    CONTRACT = "contract"  # minutes away from the hours of a contract
    BURDEN = "burden"  # more than one's share of the heavy and the far visits
    STABILITY = "stability"  # what moves against the present plan


@dataclass(frozen=True)
class Objective:
    """How much each term weighs; a field for every Term. Zero switches a term off."""

    unplanned: float = 1.0
    lateness: float = 1.0
    travel: float = 1.0
    continuity: float = 40.0  # a visit by a stranger
    strangers: float = 120.0  # a face too many
    language: float = 15.0  # a visit
    fairness: float = 0.5
    contract: float = 0.3  # a minute
    burden: float = 0.3
    stability: float = 60.0  # a visit that moves to another person or day

    def weight(self, term: Term) -> float:
        return float(getattr(self, term.value))


# Points for work that stays out, and for a minute of lateness.
UNPLANNED_POINTS: Final[Mapping[Urgency, float]] = {
    Urgency.EMERGENCY: 20_000, Urgency.SOON: 6_000, Urgency.NORMAL: 2_000, Urgency.PLANNED: 800,
}  # fmt: skip
LATE_POINTS: Final[Mapping[Urgency, float]] = {
    Urgency.EMERGENCY: 5.0, Urgency.SOON: 1.0, Urgency.NORMAL: 0.2, Urgency.PLANNED: 0.1,
}  # fmt: skip
WARRANTY_FACTOR: Final = 1.5
PROMISED_FACTOR: Final = 3.0  # work that stays out although its moment was promised
FAMILIAR_PART: Final = 0.3  # a known face that is not the usual one, as part of a stranger


NOTHING_WORKED: Final = Worked()


@dataclass(frozen=True)
class Person:
    """Somebody who does visits. `minutes` are those of the contract, or offered, over the days of the problem."""

    id: int
    kind: WorkerKind
    contract: Contract
    home: Place | None
    trades: tuple[str, ...]
    hours: tuple[Hours, ...]
    minutes: int
    papers: tuple[Paper, ...] = ()
    absences: tuple[Absence, ...] = ()
    languages: frozenset[str] = frozenset({SpokenLanguage.NL})
    allergies: frozenset[str] = frozenset()  # pets
    mode: Mode = Mode.BICYCLE
    radius: int = 5000  # metres from home
    no_go: frozenset[int] = frozenset()  # ids of places
    worked: Worked = NOTHING_WORKED  # of an employee, before the first day


@dataclass(frozen=True)
class Window:
    """The whole visit falls between these moments."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Pin:
    """What was promised: the moment, and to begin with also who. Without people the moment stands, whoever comes."""

    starts: datetime
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PickUp:
    """Material that is fetched on the way to a visit, directly before it: where, how long it takes there, and when it
    is open. Without hours it is not known, and taken to be always."""

    place: Place
    minutes: int
    hours: tuple[Hours, ...] = ()


@dataclass(frozen=True)
class Task:
    """A visit to be planned. `people` of them start together. One of its windows must hold the whole visit."""

    id: int
    place: Place
    trade: str
    minutes: int
    windows: tuple[Window, ...]
    urgency: Urgency = Urgency.NORMAL
    latest: datetime | None = None  # the start promised
    people: int = 1
    languages: frozenset[str] = frozenset()  # one of these is wanted
    language_required: bool = False
    pets: frozenset[str] = frozenset()
    client: int | None = None  # whom household help is for
    preferred: frozenset[int] = frozenset()  # who usually comes
    familiar: frozenset[int] = frozenset()  # who came before
    strangers: int = 0  # new faces that the client saw this month already
    heavy: bool = False
    far: bool = False
    warranty: bool = False
    pinned: Pin | None = None
    pick_up: PickUp | None = None
    ready: datetime | None = None  # not sooner, whatever suits: what came before it is over and dry by then
    usual: datetime | None = None  # the start that a client is used to; kept where that costs nothing
    over: bool = False  # they went already, as pinned: it counts as work, and nothing of it can change or be wrong


class LinkKind(StrEnum):
    AFTER = "after"  # the second begins after the first has ended
    TOGETHER = "together"  # both begin at the same moment, by different people


@dataclass(frozen=True)
class Link:
    """Two tasks by id; with AFTER at least `least` and at most `most` lie between (drying, for instance)."""

    first: int
    second: int
    kind: LinkKind = LinkKind.AFTER
    least: timedelta = timedelta()
    most: timedelta | None = None


@dataclass(frozen=True, order=True)
class Assigned:
    """Somebody goes to a task at a moment. A task for two has two of these."""

    starts: datetime
    task: int
    person: int


@dataclass(frozen=True)
class Plan:
    """Who goes where and when, in order of time."""

    assigned: tuple[Assigned, ...] = ()
    iterations: int = field(default=0, compare=False)

    def without(self, task: int) -> "Plan":
        return Plan(tuple(one for one in self.assigned if one.task != task))

    def with_(self, *more: Assigned) -> "Plan":
        return Plan(tuple(sorted((*self.assigned, *more))))

    @cached_property
    def by_task(self) -> Mapping[int, tuple[Assigned, ...]]:
        return _grouped(self.assigned, "task")

    @cached_property
    def by_person(self) -> Mapping[int, tuple[Assigned, ...]]:
        return _grouped(self.assigned, "person")


@dataclass(frozen=True)
class Share:
    """What would be fair to ask of somebody in this stretch of days (minutes)."""

    work: float
    heavy: float
    far: float


@dataclass(frozen=True)
class Problem:
    """A stretch of days to plan, seen from the moment `at`. `present` is the roster as it stands."""

    first_day: date
    days: int
    at: datetime
    people: tuple[Person, ...]
    tasks: tuple[Task, ...]
    links: tuple[Link, ...] = ()
    present: tuple[Assigned, ...] = ()
    objective: Objective = Objective()
    travel: Travel = field(default_factory=GreatCircle)

    @cached_property
    def task(self) -> Mapping[int, Task]:
        return {task.id: task for task in self.tasks}

    @cached_property
    def person(self) -> Mapping[int, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def shares(self) -> Mapping[int, Share]:
        """Everybody's fair share, by person."""
        return _shares(self.people, self.tasks)

    @cached_property
    def clients(self) -> Mapping[int, tuple[Task, ...]]:
        """The tasks of each client."""
        found: dict[int, list[Task]] = {}
        for task in self.tasks:
            if task.client is not None:
                found.setdefault(task.client, []).append(task)
        return {client: tuple(tasks) for client, tasks in found.items()}

    @cached_property
    def present_of(self) -> Mapping[int, tuple[Assigned, ...]]:
        """The present roster by task."""
        return _grouped(self.present, "task")

    @cached_property
    def links_of(self) -> Mapping[int, tuple[Link, ...]]:
        found: dict[int, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.first, []).append(link)
            found.setdefault(link.second, []).append(link)
        return {task: tuple(links) for task, links in found.items()}


def _grouped(assigned: tuple[Assigned, ...], by: str) -> dict[int, tuple[Assigned, ...]]:
    found: dict[int, list[Assigned]] = {}
    for one in sorted(assigned):
        found.setdefault(getattr(one, by), []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def knows(person: Person, trade: str) -> bool:
    """May this person do work of this trade, papers and places left aside?"""
    if trade == HOUSEHOLD_TRADE:
        return person.kind is WorkerKind.HELPER
    return person.kind is WorkerKind.TRADESPERSON and knows_trade(person.trades, trade)


def _shares(people: Sequence[Person], tasks: Sequence[Task]) -> dict[int, Share]:
    """Of each trade's work, in proportion to the minutes offered by all who know the trade.

    Of work never more than the minutes offered: who offers little does not want to be asked for more.
    """
    wanted: dict[str, list[int]] = {}
    for task in tasks:
        minutes = task.minutes * task.people
        for part, counts in enumerate((True, task.heavy, task.far)):
            wanted.setdefault(task.trade, [0, 0, 0])[part] += minutes if counts else 0
    sums = {person.id: [0.0, 0.0, 0.0] for person in people}
    for trade, parts in wanted.items():
        able = [person for person in people if person.minutes > 0 and knows(person, trade)]
        offered = sum(person.minutes for person in able)
        for person in able:
            for part in range(3):
                sums[person.id][part] += parts[part] * person.minutes / offered
    return {
        person.id: Share(min(sums[person.id][0], float(person.minutes)), sums[person.id][1], sums[person.id][2])
        for person in people
    }
