"""What is asked: homes, who calls when about what, and who gets help. Every chance is drawn here, from the seed only,
so that two scenarios with the same homes get the same calls whoever is there to answer them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from werkplaats.homes.rules import Frequency
from werkplaats.insight.rules.whatif.reports import GROUPS, Report, reports
from werkplaats.insight.rules.whatif.scenario import ASSUMED, Scenario

Floats = NDArray[np.float64]
CENTRE: Final = (52.1592, 5.3685)  # of the Soesterkwartier
METRES_A_DEGREE: Final = 111_195
DAY: Final = 1440  # minutes; the two days on which the clock is changed count as long as the others
# Calls by month, January first; 1 is the mean of the year. Own estimates: heating by frost and the first cold nights,
# drains by leaves and rain, the building by storm, pests by warmth. What is inside hardly differs.
SEASONS: Final[dict[str, tuple[float, ...]]] = {
    "heating": (1.8, 1.7, 1.3, 0.9, 0.6, 0.4, 0.4, 0.4, 0.6, 1.1, 1.4, 1.6),
    "drains": (1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 1.0, 1.0, 1.1, 1.3, 1.3, 1.1),
    "building": (1.4, 1.3, 1.1, 0.9, 0.8, 0.8, 0.8, 0.8, 0.9, 1.1, 1.1, 1.2),
    "pests": (0.5, 0.5, 0.7, 0.9, 1.2, 1.5, 1.7, 1.7, 1.3, 0.9, 0.6, 0.5),
}
WEEKDAYS: Final = (1.45, 1.2, 1.15, 1.15, 1.1, 0.55, 0.4)  # Monday first; own estimate
# When on a day somebody calls or writes, by the hour; own estimate: mostly in the morning, some in the evening.
HOURS: Final = (
    0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 1, 3, 8, 12, 12, 9, 6, 7, 8, 7, 6, 5, 4, 4, 3, 2, 1, 0.5,
)  # fmt: skip


@dataclass(frozen=True)
class Home:
    """Where it is, in degrees; `subscriber`: has the service plan."""

    latitude: float
    longitude: float
    period: int
    subscriber: bool


@dataclass(frozen=True)
class Call:
    """A report that comes in at minute `at`. The rest is what will turn out, drawn beforehand."""

    at: int
    home: int
    report: Report
    unsure: bool  # told so that the program asks something first
    answers_after: int  # minutes, when asked something
    longer: float  # the work takes this many times what the list says
    nobody_home: bool
    comes_back: bool
    material: int  # cents
    refusals: tuple[bool, ...]  # of those who are asked, in order


@dataclass(frozen=True)
class HelpedClient:
    """Somebody with a grant. `away`: weeks in which no help is wanted; `out`: visits at which nobody opens, as a chance
    for each week. `wish`: the preferred weekday, None: any."""

    latitude: float
    longitude: float
    frequency: Frequency
    minutes: int
    wish: int | None
    first_day: date
    away: frozenset[int]
    out: tuple[float, ...]


@dataclass(frozen=True)
class Demand:
    homes: tuple[Home, ...]
    calls: tuple[Call, ...]
    clients: tuple[HelpedClient, ...]
    calls_a_home: float  # a year, of average age: what this run drew


def generator(seed: int, purpose: int) -> np.random.Generator:
    """Of one purpose, so that more of one thing does not change another."""
    return np.random.default_rng([seed, purpose])


def demand(scenario: Scenario) -> Demand:
    """Everything that is asked in this scenario; a function of the scenario's homes, clients and seed."""
    side = ASSUMED.district_metres * sqrt(max(scenario.homes, 1) / 1000)
    homes = _homes(scenario, max(side, 300.0), generator(scenario.seed, 1))
    random = generator(scenario.seed, 2)
    low, likely, high = scenario.calls
    level = float(random.triangular(low, likely, high)) if low < high else float(low)
    calls = tuple(_calls(scenario, homes, level, random)) if homes and level else ()
    clients = tuple(_clients(scenario, max(side, 600.0), generator(scenario.seed, 3)))
    return Demand(homes, calls, clients, level)


def place(metres: float, random: np.random.Generator) -> tuple[float, float]:
    """Somewhere in the square around the centre whose half side is `metres`."""
    north, east = random.uniform(-metres, metres, 2)
    return (
        CENTRE[0] + north / METRES_A_DEGREE,
        CENTRE[1] + east / (METRES_A_DEGREE * cos(radians(CENTRE[0]))),
    )


def _homes(scenario: Scenario, side: float, random: np.random.Generator) -> tuple[Home, ...]:
    parts = np.array(scenario.building_periods) / sum(scenario.building_periods)
    found = []
    for _ in range(scenario.homes):
        latitude, longitude = place(side, random)
        period, plan = int(random.choice(len(parts), p=parts)), bool(random.random() < scenario.service_plan)
        found.append(Home(latitude, longitude, period, plan))
    return tuple(found)


def season(group: str, month: int) -> float:
    """How much more than on average is called about this in a month (1 to 12); the mean over the year is 1."""
    months = SEASONS.get(group)
    return months[month - 1] * len(months) / sum(months) if months else 1.0


def shares(scenario: Scenario) -> dict[str, float]:
    """The part of each group in the calls, together 1."""
    wanted = {group: share for group, (share, _) in GROUPS.items()} | dict(scenario.mix)
    total = sum(wanted.values())
    return {group: share / total for group, share in wanted.items() if share > 0}


def _calls(scenario: Scenario, homes: Sequence[Home], level: float, random: np.random.Generator) -> list[Call]:
    """Poisson by day and group; which home by its age, which report by how often it is told."""
    days = [scenario.start + timedelta(days=number) for number in range(7 * scenario.weeks)]
    weights = np.array([ASSUMED.periods[home.period] for home in homes])
    a_day = level * weights.sum() / 365.25
    known = _by_group()
    found: list[Call] = []
    for group, share in shares(scenario).items():
        texts, often = known[group]
        rhythm = np.array([season(group, day.month) * WEEKDAYS[day.weekday()] * 7 / sum(WEEKDAYS) for day in days])
        numbers = random.poisson(a_day * share * rhythm)
        at = np.repeat(np.arange(len(days)) * DAY, numbers)
        found += _drawn(at, texts, often, weights / weights.sum(), random)
    return sorted(found, key=lambda call: call.at)


def _by_group() -> dict[str, tuple[list[Report], Floats]]:
    known: dict[str, list[Report]] = {}
    for report in reports():
        known.setdefault(report.group, []).append(report)
    found = {}
    for group, texts in known.items():
        often = np.array([report.weight for report in texts])
        found[group] = (texts, often / often.sum())
    return found


def _drawn(
    days: NDArray[np.int64], texts: Sequence[Report], often: Floats, of_homes: Floats, random: np.random.Generator
) -> list[Call]:
    number = len(days)
    hours = random.choice(24, number, p=np.array(HOURS) / sum(HOURS))
    columns: Any = zip(
        (days + hours * 60 + random.integers(0, 60, number)).tolist(),
        random.choice(len(of_homes), number, p=of_homes).tolist(),
        random.choice(len(texts), number, p=often).tolist(),
        (random.random(number) < ASSUMED.unsure).tolist(),
        random.exponential(ASSUMED.answer_hours * 60, number).tolist(),
        random.lognormal(0.0, 0.3, number).tolist(),
        (random.random(number) < ASSUMED.nobody_home).tolist(),
        (random.random(number) < ASSUMED.comes_back).tolist(),
        np.where(random.random(number) < ASSUMED.material, random.choice(ASSUMED.material_cents, number), 0).tolist(),
        (random.random((number, 6)) < ASSUMED.declines).tolist(),
        strict=True,
    )
    return [
        Call(at, home, texts[text], unsure, round(after), longer, out, again, material, tuple(refusals))
        for at, home, text, unsure, after, longer, out, again, material, refusals in columns
    ]


def _clients(scenario: Scenario, side: float, random: np.random.Generator) -> list[HelpedClient]:
    parts = np.array([grant.share for grant in scenario.grants])
    away = min(1.0, ASSUMED.client_weeks_away / 52)
    found = []
    for number in range(scenario.clients):
        latitude, longitude = place(side, random)
        grant = scenario.grants[int(random.choice(len(parts), p=parts / parts.sum()))]
        wish = int(random.integers(5)) if random.random() < 0.5 else None
        weeks = frozenset(np.flatnonzero(random.random(scenario.weeks) < away).tolist())
        out = tuple(random.random(scenario.weeks).tolist())
        # One after the other begins in another week, so that not all who get help every two weeks get it in the same.
        first = scenario.start + timedelta(weeks=number % 4 - 4)
        found.append(HelpedClient(latitude, longitude, grant.frequency, grant.minutes, wish, first, weeks, out))
    return found
