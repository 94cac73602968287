"""Calls about repairs from the first word to the last visit: a discrete-event simulation.

A call waits for a coordinator, who takes what cannot wait first. What the cooperative takes on becomes jobs, one trade
after the other. Every working morning, and when something new comes in, what waits is given a place in the diaries of
these days: what is due first goes first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from heapq import heappop, heappush
from typing import Any, Final

from werkplaats.insight.rules.whatif.demand import DAY, Call, Demand
from werkplaats.insight.rules.whatif.people import GRID, Days, Person, can_ever, in_order, opening, put
from werkplaats.insight.rules.whatif.prices import Prices
from werkplaats.insight.rules.whatif.reports import Decided, decide
from werkplaats.insight.rules.whatif.scenario import ASSUMED, Scenario
from werkplaats.jobs.rules.due import due_moments
from werkplaats.settlement.rules.hours import is_weekend
from werkplaats.settlement.rules.tariffs import TariffKind
from werkplaats.triage.rules import Outcome, Urgency

LOOKS_AHEAD: Final = 4  # days in which a place is looked for; the roster of the days after is made later
MOST_ASKED: Final = 6  # people for one visit in one round
OFFICE: Final = (9 * 60, 17 * 60)
MORNING: Final = 8 * 60


class End(StrEnum):
    """How a call ends; each ends once."""

    DONE = "done"
    UNDONE = "undone"
    TENANT = "tenant"
    LANDLORD = "landlord"
    ELSEWHERE = "elsewhere"


class What(StrEnum):
    CALL = "call"
    ANSWER = "answer"  # of the resident, to a question
    DESK = "desk"  # a coordinator begins the day
    DECIDED = "decided"
    MORNING = "morning"
    VISITED = "visited"


@dataclass
class Case:
    """A call on its way. Moments in minutes; None: not yet."""

    number: int
    call: Call
    decided: Decided
    asked: bool = False
    answered_at: int | None = None
    first_visit: int | None = None
    solved_at: int | None = None
    end: End | None = None
    jobs: list["Job"] = field(default_factory=list)


@dataclass
class Job:
    """One step of a case. `ready`: from when it may be planned; `due`: what was promised."""

    case: Case
    step: int
    ready: int
    due: int
    able: list[Person]
    home: tuple[float, float]
    failed: bool = False  # was there, and nobody was home or it was not solved
    done_at: int | None = None

    @property
    def trade(self) -> str:
        return self.case.decided.steps[self.step].trade

    @property
    def minutes(self) -> int:
        return self.case.decided.steps[self.step].minutes

    @property
    def workers(self) -> int:
        return self.case.decided.steps[self.step].workers

    @property
    def urgency(self) -> Urgency:
        return self.case.decided.steps[self.step].urgency


@dataclass
class Repairs:
    """What came of it."""

    cases: list[Case]
    jobs: list[Job]
    worked: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # minutes by trade that was asked
    asked_back: int = 0
    desk_minutes: int = 0


def repairs(scenario: Scenario, demand: Demand, crafts: list[Person], prices: Prices) -> Repairs:
    return _Run(scenario, demand, crafts, prices).go()


class _Run:
    def __init__(self, scenario: Scenario, demand: Demand, crafts: list[Person], prices: Prices) -> None:
        self.scenario, self.demand, self.crafts, self.prices = scenario, demand, crafts, prices
        self.days = Days(scenario.start)
        self.last = (7 * scenario.weeks + ASSUMED.gives_up) * DAY
        self.events: list[tuple[int, int, What, Any]] = []
        self.counter = 0
        self.inbox: list[tuple[bool, int, Case]] = []  # to decide; what cannot wait first
        self.desk: list[int] = [0] * scenario.coordinators  # until when each is busy
        self.waiting: dict[str, list[tuple[int, int, Job]]] = defaultdict(list)  # by trade: due, turn, job
        self.found = Repairs([], [])

    def go(self) -> Repairs:
        homes = self.demand.homes
        for number, call in enumerate(self.demand.calls):
            case = Case(number, call, decide(call.report, subscriber=homes[call.home].subscriber))
            self.found.cases.append(case)
            self._later(call.at, What.CALL, case)
        self._every_day()
        steps: dict[What, Callable[[int, Any], None]] = {
            What.CALL: self._into_inbox,
            What.ANSWER: self._into_inbox,
            What.DESK: self._serve,
            What.DECIDED: self._decided,
            What.MORNING: self._morning,
            What.VISITED: self._visited,
        }
        while self.events:
            at, _, what, about = heappop(self.events)
            if at > self.last:
                break
            steps[what](at, about)
        for case in self.found.cases:
            case.end = case.end or End.UNDONE
        return self.found

    def _later(self, at: int, what: What, about: Any) -> None:
        heappush(self.events, (at, self._turn(), what, about))

    def _turn(self) -> int:
        """Of what happens at the same time, what was known first."""
        self.counter += 1
        return self.counter

    def _every_day(self) -> None:
        for number in range(self.last // DAY):
            if not is_weekend(self.days.day(number)):
                self._later(number * DAY + MORNING, What.MORNING, None)
                for begins in sorted({shift[0] for shift in self._shifts()}):
                    self._later(number * DAY + begins, What.DESK, None)

    # --- the coordinators ---

    def _shifts(self) -> Iterator[tuple[int, int]]:
        """Of each coordinator from when until when on a working day: turn by turn early and late, within the office
        hours as far as that goes."""
        length = min(round(self.scenario.coordinator_hours * 60 / 5), 24 * 60 - OFFICE[0])
        for number in range(self.scenario.coordinators):
            begins = OFFICE[0] if number % 2 == 0 else max(OFFICE[1] - length, OFFICE[0])
            yield begins, begins + length

    def _into_inbox(self, at: int, case: Case) -> None:
        heappush(self.inbox, (not case.decided.is_emergency, self._turn(), case))
        self._serve(at, None)

    def _serve(self, at: int, _: object) -> None:
        """Who is there and has nothing in hand takes the next."""
        if is_weekend(self.days.day(at // DAY)):
            return
        for number, (begins, ends) in enumerate(self._shifts()):
            if self.inbox and begins <= at % DAY < ends and self.desk[number] <= at:
                _, _, case = heappop(self.inbox)
                self.desk[number] = at + self.scenario.minutes_an_assessment
                self.found.desk_minutes += self.scenario.minutes_an_assessment
                self._later(self.desk[number], What.DECIDED, case)

    def _decided(self, at: int, case: Case) -> None:
        call = case.call
        if (call.unsure or call.report.asks) and not case.asked:
            case.asked = True
            self.found.asked_back += 1
            self._later(at + call.answers_after, What.ANSWER, case)
        else:
            case.answered_at = at
            if case.decided.outcome is Outcome.COOPERATIVE:
                self._open(at, case)
            else:
                case.end = End(case.decided.outcome.value)
        self._serve(at, None)

    # --- the work ---

    def _open(self, at: int, case: Case) -> None:
        """The first job waits, the others stand behind it; all have their promise."""
        steps = case.decided.steps
        opened = self.days.at(at)
        dues = due_moments([step.urgency for step in steps], opened)
        home = self.demand.homes[case.call.home]
        where = (home.latitude, home.longitude)
        for step, due in enumerate(dues):
            able = can_ever(self.crafts, steps[step].trade, where)
            promised = at + round((due - opened) / timedelta(minutes=1))
            case.jobs.append(Job(case, step, at, promised, able, where))
        self.found.jobs += case.jobs
        self._ready(at, case.jobs[0])

    def _ready(self, at: int, job: Job) -> None:
        """May be planned from now on. When nobody can do it, the call ends here."""
        job.ready = at
        if len(job.able) < job.workers:
            job.case.end = End.UNDONE
            return
        jumps = not self.waiting[job.trade] or job.urgency is Urgency.EMERGENCY
        if not (jumps and self._plan(at, job)):
            self.waiting[job.trade].append((job.due, self._turn(), job))

    def _morning(self, at: int, _: object) -> None:
        for trade in sorted(self.waiting):
            queue, self.waiting[trade] = sorted(self.waiting[trade]), []
            too_long = 10_000  # work of this length found no place; then longer work does not either
            for due, turn, job in queue:
                if at - job.ready > ASSUMED.gives_up * DAY:
                    job.case.end = End.UNDONE
                elif job.minutes >= too_long or not self._plan(at, job):
                    too_long = min(too_long, job.minutes)
                    self.waiting[trade].append((due, turn, job))

    def _plan(self, at: int, job: Job) -> bool:
        """The first moment of these days at which enough people can and want to come. False: none."""
        urgent = job.urgency is Urgency.EMERGENCY
        soonest = at + (ASSUMED.lead_emergency if urgent else ASSUMED.lead_minutes)
        asked = 0
        for number in range(at // DAY, at // DAY + LOOKS_AHEAD):
            while asked < MOST_ASKED:
                start, free = self._moment(job, number, soonest)
                if start is None:
                    break
                coming: list[Person] = []
                for person in in_order(free, self.days, start, job.minutes, job.home, job.trade):
                    if asked < MOST_ASKED and len(coming) < job.workers:
                        if not job.case.call.refusals[asked]:
                            coming.append(person)
                        asked += 1
                if len(coming) == job.workers:
                    for person in coming:
                        put(person, start, job.minutes, job.home)
                    self._later(start + job.minutes, What.VISITED, (job, start))
                    return True
                soonest = start + GRID
        return False

    def _moment(self, job: Job, number: int, soonest: int) -> tuple[int | None, list[Person]]:
        """On this day the first start at which enough of them are free, and who."""
        starts = [
            (start, person)
            for person in job.able
            if (start := opening(person, self.days, number, soonest, job.minutes, job.home)) is not None
        ]
        for moment in sorted({start for start, _ in starts}):
            free = [
                person
                for start, person in starts
                if start == moment
                or (start < moment and opening(person, self.days, number, moment, job.minutes, job.home) == moment)
            ]
            if len(free) >= job.workers:
                return moment, free
        return None, []

    def _visited(self, at: int, about: tuple[Job, int]) -> None:
        job, start = about
        case, call = job.case, job.case.call
        if case.first_visit is None:
            case.first_visit = start
        again = not job.failed and job.step == 0 and (call.nobody_home or call.comes_back)
        worked = max(10, round(job.minutes * call.longer / 5) * 5)
        out = again and call.nobody_home
        if not out:
            self.found.worked[job.trade] += worked * job.workers
        for _ in range(job.workers):
            self._price(job, start, worked, out=out, unfinished=again)
        if again:
            job.failed = True
            self._ready(at, job)
            return
        job.done_at = at
        if job.step + 1 == len(case.jobs):
            case.solved_at, case.end = at, End.DONE
        else:
            self._ready(at, case.jobs[job.step + 1])

    def _price(self, job: Job, start: int, worked: int, *, out: bool, unfinished: bool) -> None:
        kind = TariffKind.SERVICE_PLAN if job.case.decided.own else TariffKind.LANDLORD
        self.prices.visit(
            kind,
            "repairs",
            job.trade,
            self.days.day(start // DAY),
            worked,
            items=(job.case.decided.item,),
            material=0 if job.step or unfinished else job.case.call.material,
            units=Decimal(0) if unfinished else Decimal(1) / job.workers,
            nobody_home=out,
        )
