"""What the search works on: a problem with linked visits as arrays, and one plan for it.

A patient is one visit or two linked ones. Visits are numbered 0 … V-1; the number V + c stands for the home of
caregiver c, who leaves there and comes back there. A route is a ring: home, visits, home.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Work(NamedTuple):
    """What has to be done. Times and distances are in the same unit."""

    distances: Floats  # place × place
    place: Ints  # of each visit and home
    early: Floats  # a visit starts no sooner; for a home: the start of the shift
    late: Floats  # a visit that starts later is tardy
    length: Floats  # of the visit
    mate: Ints  # the visit it is linked with, -1 when it stands alone
    lag: Floats  # a linked visit starts at least this after its mate starts (negative: at most so much before)
    able: Ints  # visit × caregiver: 1 when the caregiver may do it
    near: Ints  # place × place: all places, the nearest first
    visits_at: Ints  # place × 2: the visits there, -1 for none


class Plan(NamedTuple):
    """Who does what in which order, and when. Numbers as in `Work`; -1 is nobody, or no place in a route."""

    after: Ints
    before: Ints
    who: Ints
    start: Floats
    sums: Floats  # distance, total tardiness, largest tardiness


class Scratch(NamedTuple):
    """Paper to calculate on: what a trial changed, what still has to be looked at."""

    queue: Ints
    changed: Ints
    was: Floats
    seed: npt.NDArray[np.uint64]
    spots: Ints  # 2 × N: after which visit one could come in …
    bounds: Floats  # 2 × N: … and what it costs at least
    readies: Floats
    out: Ints
    weight: Floats
    touched: Ints
