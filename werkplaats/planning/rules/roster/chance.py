"""Chance that is the same everywhere: xorshift64*, one number of state (Marsaglia 2003, Vigna 2016)."""

import numpy as np

from werkplaats.planning.rules.roster.compiled import compiled
from werkplaats.planning.rules.roster.state import Array


@compiled
def draw(seed: Array) -> float:
    """From 0 up to, not including, 1."""
    x = seed[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seed[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(seed: Array, top: int) -> int:
    """From 0 up to, not including, `top`."""
    return int(draw(seed) * top)
