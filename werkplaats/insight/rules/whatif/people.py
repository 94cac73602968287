"""Who works: where they live, when they can, what stands in their diary; and who of them is asked first, by the
program's own ranking (`planning.rules.rank`).

Moments are whole minutes from the midnight with which the scenario begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import numpy as np

from werkplaats.insight.rules.whatif.demand import DAY, generator, place
from werkplaats.insight.rules.whatif.scenario import ASSUMED, Scenario
from werkplaats.jobs.rules.recurrence import moment
from werkplaats.members.rules import CredentialKind, TravelMode, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.facts import Absence, Candidate, Paper, Taken, VisitNeed
from werkplaats.planning.rules.rank import SHARE_WEEKS, distance, lasting_bars, rank, travel_time
from werkplaats.planning.rules.times import FIRST_HOUR, LAST_HOUR
from werkplaats.settlement.rules.hours import is_weekend

GRID: Final = 30  # minutes between two possible starts, as the program proposes them
OPENS, CLOSES = FIRST_HOUR * 60, LAST_HOUR * 60
LIVES_WITHIN: Final = 1500.0  # metres: half a side of the square in which who works lives (own estimate)
ROOM: Final = (
    1.25  # of helpers: hours that they can come, beside those that they work: for the way, and what does not fit
)
WORKDAYS: Final = 5
AFTER: Final = 10  # weeks that the work goes on after the last call


@dataclass(frozen=True)
class Days:
    """The calendar of a run: `number` 0 is the first day."""

    start: date

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)

    def weekday(self, number: int) -> int:
        return (self.start.weekday() + number) % 7

    def at(self, minute: int) -> datetime:
        number, clock = divmod(minute, DAY)
        return moment(self.day(number), time(*divmod(clock, 60)))


@dataclass
class Person:
    """Somebody who works, and what is in the diary: by day the visits (from, until, latitude, longitude) in order."""

    candidate: Candidate
    free: tuple[tuple[int, int] | None, ...]  # by weekday: from, until
    away: frozenset[int]  # weeks
    a_week: int  # minutes that are offered
    given: list[int]  # minutes by week
    diary: dict[int, list[tuple[int, int, float, float]]] = field(default_factory=dict)

    @property
    def offered(self) -> int:
        """Minutes in the whole run, absence taken off; by weeks."""
        return self.a_week * (len(self.given) - AFTER - sum(week < len(self.given) - AFTER for week in self.away))


def people(scenario: Scenario) -> tuple[list[Person], list[Person]]:
    """(tradespeople, helpers). Where they live and when they are away depends on the seed, and on their number in line
    only: one more changes nothing for the others."""
    weeks = scenario.weeks + AFTER
    crafts = [
        (crew.trades, round(crew.hours * 60)) for crew in scenario.crews if crew.hours for _ in range(crew.people)
    ]
    helpers = [round(group.hours * 60) for group in scenario.helpers if group.hours for _ in range(group.people)]
    return (
        [_person(scenario, number, weeks, minutes, trades) for number, (trades, minutes) in enumerate(crafts, start=1)],
        [_person(scenario, number, weeks, minutes, ()) for number, minutes in enumerate(helpers, start=1)],
    )


def _person(scenario: Scenario, number: int, weeks: int, minutes: int, trades: tuple[str, ...]) -> Person:
    random = generator(scenario.seed, (10_000 if trades else 20_000) + number)
    latitude, longitude = place(LIVES_WITHIN, random)
    free = _week(minutes if trades else round(minutes * ROOM), random)
    away = _away(weeks, random)
    kind = WorkerKind.TRADESPERSON if trades else WorkerKind.HELPER
    paper = CredentialKind.INSURANCE if trades else CredentialKind.VOG
    candidate = Candidate(
        worker_id=number,
        name="",
        kind=kind,
        status=WorkerStatus.ADMITTED,
        trades=trades,
        latitude=latitude,
        longitude=longitude,
        radius_metres=5000,
        papers=(Paper(paper, date.min, date.max),),
        hours=tuple(
            Hours(weekday, time(*divmod(part[0], 60)), time(*divmod(part[1], 60)))
            for weekday, part in enumerate(free)
            if part
        ),
        absences=tuple(
            Absence(first := scenario.start + timedelta(days=7 * week), first + timedelta(days=6))
            for week in sorted(away)
        ),
        minutes_offered=minutes * SHARE_WEEKS,
        travel_mode=TravelMode.BICYCLE,
    )
    return Person(candidate, free, away, minutes, [0] * weeks)


def _week(minutes: int, random: np.random.Generator) -> tuple[tuple[int, int] | None, ...]:
    """Whole working days as far as they go and a part of one, on days drawn; from 8 o'clock on."""
    whole = CLOSES - OPENS
    left = min(minutes, WORKDAYS * whole)
    free: list[tuple[int, int] | None] = [None] * 7
    number = min(WORKDAYS, -(-left // whole)) if left > 16 * 60 else min(WORKDAYS, max(1, round(left / 300)))
    for weekday in random.permutation(WORKDAYS)[:number]:
        part = min(whole, -(-left // number))
        free[int(weekday)] = (OPENS, OPENS + part)
    return tuple(free)


def _away(weeks: int, random: np.random.Generator) -> frozenset[int]:
    """Weeks of holiday, and weeks of illness."""
    off = random.permutation(weeks)[: round(ASSUMED.weeks_off * weeks / 52)]
    ill = np.flatnonzero(random.random(weeks) < ASSUMED.ill)
    return frozenset(off.tolist()) | frozenset(ill.tolist())


def opening(
    person: Person, days: Days, number: int, soonest: int, minutes: int, where: tuple[float, float]
) -> int | None:
    """The first start on the grid on day `number`, not before `soonest`, at which the whole visit fits in the hours and
    between what stands in the diary, the way included. None: none that day."""
    hours = person.free[days.weekday(number)]
    if hours is None or number // 7 in person.away or is_weekend(days.day(number)):
        return None
    taken = person.diary.get(number, ())
    if sum(ends - begins for begins, ends, *_ in taken) + minutes > hours[1] - hours[0]:
        return None  # full, whatever the way
    midnight = number * DAY
    start = _on_grid(max(midnight + hours[0], soonest))
    last = midnight + hours[1] - minutes
    for begins, ends, latitude, longitude in taken:
        if start > last:
            return None
        way = travel_time(distance(latitude, longitude, *where)).total_seconds() / 60
        if start + minutes + way <= begins:
            return start
        start = max(start, _on_grid(ends + way))
    return start if start <= last else None


def _on_grid(minute: float) -> int:
    return int(-(-minute // GRID)) * GRID


def can_ever(found: Iterable[Person], trade: str, where: tuple[float, float]) -> list[Person]:
    """Who may do such work there, by the lasting rules of the program."""
    need = VisitNeed(trade, NEVER, NEVER, *where)
    return [person for person in found if not lasting_bars(need, person.candidate)]


NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


def in_order(
    able: Sequence[Person],
    days: Days,
    start: int,
    minutes: int,
    where: tuple[float, float],
    trade: str,
    visits_here: dict[int, int] | None = None,
) -> list[Person]:
    """Who of these can come at that moment, in the order in which the program asks them."""
    need = VisitNeed(trade, days.at(start), days.at(start + minutes), *where)
    by_id = {person.candidate.worker_id: person for person in able}
    here = visits_here or {}
    facts = [_now(person, days, start, here.get(person.candidate.worker_id, 0)) for person in able]
    return [by_id[one.candidate.worker_id] for one in rank(need, facts) if one.can]


def _now(person: Person, days: Days, start: int, visits_here: int) -> Candidate:
    number = start // DAY
    taken = tuple(
        Taken(days.at(begins), days.at(ends), latitude, longitude)
        for begins, ends, latitude, longitude in person.diary.get(number, ())
    )
    week = number // 7
    given = sum(person.given[max(0, week - SHARE_WEEKS) :])
    return replace(person.candidate, taken=taken, minutes_done=given, visits_here=visits_here)


def put(person: Person, start: int, minutes: int, where: tuple[float, float]) -> None:
    """In the diary. The minutes count for the share of the work at once, as the program counts what is to come."""
    number = start // DAY
    of_day = person.diary.setdefault(number, [])
    of_day.append((start, start + minutes, *where))
    of_day.sort()
    person.given[number // 7] += minutes
