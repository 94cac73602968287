"""What the search works on, as arrays: a problem that never changes, and one roster for it.

Minutes count from the first midnight of the problem. A *unit* is one person's part of a task; a *bundle* is what stands
or falls together: the units of a task for two, and tasks that start together. A *route* is a person's day:
number = person × days + day. A bundle of more than one unit, or with a link, is *anchored*: its start is chosen when
it comes in; the others move with their neighbours.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
NEVER = 1 << 29
NOWHERE = -1
LONGEST_LINE = 24  # visits of one person on a day

UNIT = np.dtype(
    [
        ("task", np.int64),
        ("bundle", np.int64),
        ("place", np.int64),
        ("minutes", np.int64),
        ("latest", np.int64),  # NEVER when nothing was promised
        ("before", np.int64),  # the start in the present plan; -1 when it is not in there
        ("before_day", np.int64),
        ("client", np.int64),  # -1 when it is not for a client
        ("heavy", np.int64),
        ("far", np.int64),
        ("anchor", np.int64),
        ("late", np.float64),  # points for a minute after `latest`
    ],
    align=True,
)
BUNDLE = np.dtype(
    [
        ("first", np.int64),  # its units are first … first + size - 1
        ("size", np.int64),
        ("anchor", np.int64),
        ("fixed", np.int64),  # promised, or something promised comes after it: never taken out
        ("routes", np.int64),  # how many routes its units could be in
        ("minutes", np.int64),
        ("out", np.float64),  # points when it is not planned
    ],
    align=True,
)
PERSON = np.dtype(
    [
        ("home", np.int64),
        ("mode", np.int64),
        ("employee", np.int64),
        ("minutes", np.float64),  # of the contract
        ("work", np.float64),  # the fair share
        ("heavy", np.float64),
        ("far", np.float64),
        ("room", np.int64),  # minutes that the act leaves in any case
        ("past_back", np.int64),  # back from the last shift before the roster; -NEVER when there is none
        ("run_leaves", np.int64),  # the first shift since the weekly rest before that
        ("owes", np.int64),  # worked so long without weekly rest that 72 hours in 14 days are due
    ],
    align=True,
)
LINK = np.dtype([("unit", np.int64), ("least", np.int64), ("most", np.int64)], align=True)  # a unit of the first task
ROUTE = np.dtype(
    [
        ("size", np.int64),
        ("travel", np.int64),
        ("leaves", np.int64),
        ("back", np.int64),
        ("work", np.int64),  # from door to door, breaks left out
        ("cost", np.float64),  # travel, lateness and moved times
    ],
    align=True,
)


class Weights(NamedTuple):
    travel: float
    moved: float
    strangers: float
    fairness: float
    contract: float
    burden: float


class Given(NamedTuple):
    """What never changes."""

    days: int
    ways: Array  # mode × place × place: minutes; to a place that material is fetched for, by way of the supplier
    units: Array  # UNIT
    bundles: Array  # BUNDLE
    people: Array  # PERSON
    fit: Array  # unit × person: points for who it is
    slot_at: Array  # unit × route: where in `slots` its starts are …
    slot_count: Array  # … and how many stretches
    slots: Array  # first and last possible start
    routes_at: Array  # unit: where in `routes` …
    routes: Array  # … the routes are that it could be in
    firsts_at: Array  # bundle: where in `firsts` …
    firsts: Array  # LINK: … what comes before it is
    thens_at: Array
    thens: Array  # bundles that come after it
    near: Array  # bundle × some: other bundles, the nearest first
    client_at: Array
    client_units: Array
    client_met: Array  # client: strangers met this month
    known: Array  # client × person
    weeks: Array  # day: which week of the Working Hours Act; the first is 0
    past_at: Array  # person: where in `past` …
    past: Array  # … the shifts of the days before are: leaving home, being back
    past_weeks: Array  # person × week: minutes of work before the roster, as `Worked.weeks`
    weights: Weights


class Roster(NamedTuple):
    """Who does what, in which order, and when."""

    lines: Array  # route × LONGEST_LINE: units in order
    routes: Array  # ROUTE
    sums: Array  # person × 3: minutes of work, of heavy work, of far work
    where: Array  # unit: its route, -1 when out
    start: Array  # unit
    total: Array  # points, of one number


class Paper(NamedTuple):
    """To calculate on."""

    seed: Array
    line: Array
    times: Array
    lates: Array
    pick: Array  # unit of a bundle × (route, position)
    kept_pick: Array
    moments: Array
    seen: Array  # minute: is it among the moments already
    out: Array  # bundles
    key: Array
    stack: Array
    figures: Array  # travel, leaves, back, work of the line last scheduled
    shifts: Array  # of one person: leaving home, being back
