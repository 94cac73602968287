"""Chance that is the same everywhere: xorshift64*, one number of state (Marsaglia 2003, Vigna 2016)."""

import numpy as np
import numpy.typing as npt

from werkplaats.planning.rules.linked.compiled import compiled


@compiled
def draw(seed: npt.NDArray[np.uint64]) -> float:
    """From 0 up to, not including, 1."""
    x = seed[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seed[0] = x
    return ((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(seed: npt.NDArray[np.uint64], top: int) -> int:
    return int(draw(seed) * top)
