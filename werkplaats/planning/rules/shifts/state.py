"""What the search works on: a problem with shifts, and one plan for it, as arrays.

Visits are numbered 0 … V-1; V + c stands for the break of caregiver c and V + C + c for where he or she begins and
ends. A route is a ring: home, visits and perhaps a break, home. A client is one visit or two; the other one is its
`twin`, and its `mate` as well when the two wait for each other.
"""

from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
from numba import types

VISIT, BREAK, HOME = 0, 1, 2

NODE = np.dtype(
    [
        ("after", np.int32),  # who comes next in the route
        ("before", np.int32),
        ("who", np.int32),  # the caregiver, -1 when in no route
        ("place", np.int32),  # where the caregiver is afterwards; of a break: that of the visit before or after it
        ("reach", np.int32),  # where the caregiver has to get for it: of a home the end of the route, else the place
        ("mate", np.int32),  # the visit with whose start its own is linked, -1 for none
        ("twin", np.int32),  # the other visit of the client, -1 for none
        ("kind", np.int32),
        ("left", np.int32),  # 1 when the client is left out
        ("start", np.float64),  # of a home: the start of the shift
        ("length", np.float64),
        ("lag", np.float64),  # starts at least this after the mate starts (negative: at most so much before it)
        ("early", np.float64),  # of a break: starts no sooner
        ("late", np.float64),  # of a break: starts no later; of a home: the end of the shift
        ("price", np.float64),  # of leaving out the break, or the client whose visit it is
    ],
    align=True,
)
SPOT = np.dtype([("previous", np.int32), ("least", np.float64), ("start", np.float64)], align=True)

TRAVEL, TARDY, WORST, WAIT, EXTRA, IDLE, DISLIKE = range(7)  # where each weight stands
PLAIN, LATEST, SPARE = range(3)  # what is known of a route: what it costs by itself, largest tardiness, idle time

Array = npt.NDArray[Any]


class Work(NamedTuple):
    """What never changes."""

    distances: Array  # place × place, in the unit of the times
    able: Array  # visit × caregiver: 1 when the caregiver may do it
    disliked: Array  # visit × caregiver: 1 when the client would rather have somebody else
    windows: Array  # visit × windows × 2: first start, last start on time
    near: Array  # place × place: all places, the nearest first
    visits_at: Array  # place × 2: the visits there, -1 for none
    weights: Array  # of the terms of the cost
    limit: Array  # one number: nothing starts later


class Plan(NamedTuple):
    """Who does what in which order, and when."""

    nodes: Array
    routes: Array  # caregiver × 3
    out: Array  # one number: the price of all clients that are left out


class Paper(NamedTuple):
    """To calculate on."""

    seed: Array  # of chance
    queue: Array  # nodes whose start has to be looked at
    changed: Array  # nodes whose start was changed …
    was: Array  # … and what it was, and the place
    touched: Array  # caregivers: 1 when their route was changed
    before: Array  # caregiver × 3: what was known of these routes
    spots: Array  # 2 × N, for a visit and its mate
    gone: Array  # nodes that are in no route
    weight: Array  # which of them comes in first
    cut: Array  # caregivers: 1 when visits were taken out of their route
    levelling: Array  # one number: in how far the idle times of all count, see `schedule.total`


FLOAT, INT, BOOL = types.float64, types.int64, types.boolean
TWO = types.UniTuple(FLOAT, 2)  # type: ignore[no-untyped-call]
INTS, FLOATS = types.int32[::1], types.float64[::1]
MATRIX, GRID, FLAGS = types.float64[:, ::1], types.int32[:, ::1], types.uint8[:, ::1]
NODES, SPOTS = numba.from_dtype(NODE)[::1], numba.from_dtype(SPOT)[:, ::1]


def _named(parts: list[Any], kind: type) -> Any:
    return types.NamedTuple(parts, kind)  # type: ignore[no-untyped-call]


WORK = _named([MATRIX, FLAGS, FLAGS, types.float64[:, :, ::1], GRID, GRID, FLOATS, FLOATS], Work)
PLAN = _named([NODES, MATRIX, FLOATS], Plan)
PAPER = _named([types.uint64[::1], INTS, INTS, MATRIX, INTS, MATRIX, SPOTS, INTS, FLOATS, INTS, FLOATS], Paper)
