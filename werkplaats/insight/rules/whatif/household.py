"""Help in the home, week by week: every client has a regular helper at a regular time; when that helper is away,
somebody else is looked for by the program's own ranking.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from werkplaats.homes.rules import Frequency
from werkplaats.insight.rules.whatif.demand import DAY, Demand, HelpedClient
from werkplaats.insight.rules.whatif.people import OPENS, WORKDAYS, Days, Person, can_ever, in_order, opening, put
from werkplaats.insight.rules.whatif.prices import Prices
from werkplaats.insight.rules.whatif.scenario import ASSUMED, Scenario
from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.jobs.rules.recurrence import SECOND_WEEKDAY, WEEKS_BETWEEN, visit_days
from werkplaats.planning.rules.rank import distance
from werkplaats.settlement.rules.tariffs import TariffKind

CYCLE: Final = 4  # weeks after which the pattern of visits begins again


class VisitEnd(StrEnum):
    """What became of a visit that was due; each ends once."""

    DONE = "done"
    MISSED = "missed"  # nobody could come
    AWAY = "away"  # the client wanted none that week
    NOBODY_HOME = "nobody_home"


@dataclass
class Helped:
    """A client with the regular helper and time (minutes from midnight), None: none was found."""

    client: HelpedClient
    number: int
    near: list[Person]  # who can, the nearest first
    regular: Person | None = None
    weekday: int = 0
    clock: int = OPENS
    by: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # helper → visits

    @property
    def where(self) -> tuple[float, float]:
        return self.client.latitude, self.client.longitude


@dataclass
class Household:
    """What came of it: visits by end, and who was helped by whom."""

    ends: dict[VisitEnd, int] = field(default_factory=lambda: dict.fromkeys(VisitEnd, 0))
    clients: list[Helped] = field(default_factory=list)
    worked: int = 0  # minutes


def household(scenario: Scenario, demand: Demand, helpers: list[Person], prices: Prices) -> Household:
    days = Days(scenario.start)
    found = Household()
    for number, client in enumerate(demand.clients):
        able = can_ever(helpers, HOUSEHOLD_TRADE, (client.latitude, client.longitude))
        near = sorted(able, key=lambda person: _metres(person, client))[: ASSUMED.helpers_looked_at]
        found.clients.append(Helped(client, number, near))
    _regulars(found.clients)
    for week in range(scenario.weeks):
        _week(week, days, found, prices)
    return found


def _metres(person: Person, client: HelpedClient) -> tuple[int, int]:
    one = person.candidate
    return distance(one.latitude, one.longitude, client.latitude, client.longitude), one.worker_id


# --- who comes as a rule ---------------------------------------------------------------------------------------------

PATTERN: Final = Days(date(2001, 9, 3))  # a Monday, and no holiday in the four weeks after


def _regulars(clients: Iterable[Helped]) -> None:
    """Client after client gets the helper whom the program ranks first, of those who have room at the first time of the
    preferred weekday, else of another. Written in the diaries of four weeks without absence."""
    patterns: dict[int, Person] = {}
    for helped in clients:
        wish = helped.number % WORKDAYS if helped.client.wish is None else helped.client.wish
        helped.weekday = wish
        for more in range(WORKDAYS):
            if _regular_on(helped, (wish + more) % WORKDAYS, patterns):
                break


def _regular_on(helped: Helped, weekday: int, patterns: dict[int, Person]) -> bool:
    minutes = helped.client.minutes
    numbers = _numbers(helped, weekday)
    starts: dict[int, list[Person]] = defaultdict(list)
    for person in helped.near:
        pattern = patterns.get(person.candidate.worker_id) or _empty(person)
        patterns[person.candidate.worker_id] = pattern
        if sum(pattern.given) + minutes * len(numbers) <= CYCLE * pattern.a_week:
            clock = _clock(pattern, numbers, minutes, helped.where)
            if clock is not None:
                starts[clock].append(pattern)
    for clock in sorted(starts):
        start = numbers[0] * DAY + clock
        for pattern in in_order(starts[clock], PATTERN, start, minutes, helped.where, HOUSEHOLD_TRADE):
            for number in numbers:
                put(pattern, number * DAY + clock, minutes, helped.where)
            helped.weekday, helped.clock = weekday, clock
            helped.regular = next(one for one in helped.near if one.candidate.worker_id == pattern.candidate.worker_id)
            return True
    return False


def _numbers(helped: Helped, weekday: int) -> list[int]:
    """The days of the four weeks on which this client gets help."""
    frequency = helped.client.frequency
    weekdays = [weekday, SECOND_WEEKDAY[weekday]] if frequency is Frequency.TWICE_A_WEEK else [weekday]
    step = WEEKS_BETWEEN[frequency]
    return sorted(7 * week + day for week in range(helped.number % step, CYCLE, step) for day in weekdays)


def _empty(person: Person) -> Person:
    """The same helper in weeks without absence, with an empty diary."""
    return Person(replace(person.candidate, absences=()), person.free, frozenset(), person.a_week, [0] * CYCLE)


def _clock(person: Person, numbers: list[int], minutes: int, where: tuple[float, float]) -> int | None:
    """The first time of the day that is free on each of these days."""
    clock = 0
    while True:
        latest = clock
        for number in numbers:
            start = opening(person, PATTERN, number, number * DAY + clock, minutes, where)
            if start is None:
                return None
            latest = max(latest, start % DAY)
        if latest == clock:
            return clock
        clock = latest


# --- week by week ----------------------------------------------------------------------------------------------------


def _week(week: int, days: Days, found: Household, prices: Prices) -> None:
    """First what is agreed, then who stands in for whom."""
    monday = days.day(7 * week)
    stand_in: list[tuple[Helped, int]] = []
    for helped in found.clients:
        client = helped.client
        for day in visit_days(
            client.frequency, client.first_day, date.max, helped.weekday, monday, monday + timedelta(days=6)
        ):
            start = (day - days.start).days * DAY + helped.clock
            if week in client.away:
                found.ends[VisitEnd.AWAY] += 1
            elif helped.regular and _is_free(helped.regular, days, start, helped):
                _visit(helped, helped.regular, start, days, found, prices)
            else:
                stand_in.append((helped, start))
    for helped, start in stand_in:
        other, at = _another(helped, start, days)
        if other is None:
            found.ends[VisitEnd.MISSED] += 1
        else:
            _visit(helped, other, at, days, found, prices)


def _is_free(person: Person, days: Days, start: int, helped: Helped) -> bool:
    return opening(person, days, start // DAY, start, helped.client.minutes, helped.where) == start


def _another(helped: Helped, start: int, days: Days) -> tuple[Person | None, int]:
    """Who comes in place of the regular helper: at the usual time, else at the first time in the rest of the week."""
    week, minutes = start // DAY // 7, helped.client.minutes
    room = [one for one in helped.near if one.given[week] + minutes <= one.a_week * ASSUMED.over_hours]
    moments = [(start, start + 1)]  # at this moment, or on these days at any
    first = start // DAY
    moments += [(number * DAY, (number + 1) * DAY) for number in range(first, 7 * (week + 1))]
    for soonest, before in moments:
        starts: dict[int, list[Person]] = defaultdict(list)
        for person in room:
            at = opening(person, days, soonest // DAY, soonest, minutes, helped.where)
            if at is not None and at < before:
                starts[at].append(person)
        for at in sorted(starts):
            ranked = in_order(starts[at], days, at, minutes, helped.where, HOUSEHOLD_TRADE, helped.by)
            if ranked:
                return ranked[0], at
    return None, 0


def _visit(helped: Helped, person: Person, start: int, days: Days, found: Household, prices: Prices) -> None:
    number, minutes = start // DAY, helped.client.minutes
    put(person, start, minutes, helped.where)
    out = helped.client.out[number // 7] < ASSUMED.client_out
    found.ends[VisitEnd.NOBODY_HOME if out else VisitEnd.DONE] += 1
    if not out:
        helped.by[person.candidate.worker_id] += 1
        found.worked += minutes
    prices.visit(TariffKind.MUNICIPALITY, "household", HOUSEHOLD_TRADE, days.day(number), minutes, nobody_home=out)
