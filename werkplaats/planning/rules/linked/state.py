"""What the search works on: a problem with linked visits, and one plan for it, as arrays.

A patient is one visit or two linked ones. Visits are numbered 0 … V-1; the number V + c stands for the home of
caregiver c, who leaves there and comes back there. A route is a ring: home, visits, home.
"""

from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt
from numba import types

NODE = np.dtype(
    [  # a visit or a home: one cache line
        ("after", np.int32),  # who comes next in the route
        ("before", np.int32),
        ("who", np.int32),  # the caregiver, -1 when in no route
        ("place", np.int32),
        ("mate", np.int32),  # the visit it is linked with, -1 when it stands alone
        ("home", np.int32),  # 1 for a home, 0 for a visit
        ("start", np.float64),
        ("early", np.float64),  # starts no sooner; of a home: the start of the shift
        ("late", np.float64),  # a visit that starts later is tardy
        ("length", np.float64),
        ("lag", np.float64),  # starts at least this after the mate starts (negative: at most so much before it)
    ]
)
SPOT = np.dtype([("previous", np.int32), ("least", np.float64)])  # after which node, and what that costs at least

Array = npt.NDArray[Any]


class Work(NamedTuple):
    """What never changes."""

    distances: Array  # place × place, in the unit of the times
    able: Array  # visit × caregiver: 1 when the caregiver may do it
    near: Array  # place × place: all places, the nearest first
    visits_at: Array  # place × 2: the visits there, -1 for none


class Plan(NamedTuple):
    """Who does what in which order, and when."""

    nodes: Array
    sums: Array  # distance, total tardiness, largest tardiness


class Paper(NamedTuple):
    """To calculate on."""

    seed: Array  # of chance
    queue: Array  # visits whose start has to be looked at
    changed: Array  # visits whose start was changed …
    was: Array  # … and what it was
    spots: Array  # 2 × N, for a visit and its mate
    out: Array  # visits that are in no route
    weight: Array  # which of them comes in first
    touched: Array  # caregivers whose route was cut
    barred: Array  # the one caregiver to whom nothing is given in this round, -1 for nobody


FLOAT, INT, BOOL = types.float64, types.int64, types.boolean
INTS, FLOATS = types.int32[::1], types.float64[::1]
MATRIX, GRID = types.float64[:, ::1], types.int32[:, ::1]
NODES, SPOTS = numba.from_dtype(NODE)[::1], numba.from_dtype(SPOT)[:, ::1]


def _named(parts: list[Any], kind: type) -> Any:
    return types.NamedTuple(parts, kind)  # type: ignore[no-untyped-call]


WORK = _named([MATRIX, types.uint8[:, ::1], GRID, GRID], Work)
PLAN = _named([NODES, FLOATS], Plan)
PAPER = _named([types.uint64[::1], INTS, INTS, FLOATS, SPOTS, INTS, FLOATS, INTS, INTS], Paper)
