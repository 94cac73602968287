"""What is not known exactly: a value with the range in which it lies, drawing from it, and reading a band from draws.

Randomness is handed in, as a numpy Generator with a seed, so that the same question always has the same answer.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt
from statistics import NormalDist, fmean, stdev

import numpy as np
from numpy.typing import NDArray

Draws = NDArray[np.float64]

CERTAINTY = 90  # per cent of the draws that lie in a band
PERT_WEIGHT = 4  # of the likeliest value, as in the classical PERT (Malcolm et al. 1959, Operations Research 7(5))


class Distribution(StrEnum):
    """How likely the values between `low` and `high` are."""

    FIXED = "fixed"  # known, or agreed: no range
    UNIFORM = "uniform"  # all the same
    TRIANGULAR = "triangular"  # `value` is the likeliest, falling off in a straight line
    PERT = "pert"  # as triangular, but the ends are much less likely


@dataclass(frozen=True)
class Estimate:
    """A number with its range. Errors: ValueError when the value is not in its range, or a fixed one has a range."""

    value: float
    low: float
    high: float
    distribution: Distribution = Distribution.TRIANGULAR

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:  # also refuses what is not a number
            raise ValueError(f"{self.value} does not lie from {self.low} to {self.high}")
        if self.distribution is Distribution.FIXED and self.low != self.high:
            raise ValueError("what is fixed has no range")

    @property
    def known(self) -> bool:
        return self.low == self.high

    def drawn(self, number: int, random: np.random.Generator) -> Draws:
        """So many values, shape (number,)."""
        if self.known:
            return np.full(number, self.value)
        if self.distribution is Distribution.UNIFORM:
            return random.uniform(self.low, self.high, number)
        if self.distribution is Distribution.TRIANGULAR:
            return random.triangular(self.low, self.value, self.high, number)
        width = self.high - self.low
        below, above = PERT_WEIGHT * (self.value - self.low) / width, PERT_WEIGHT * (self.high - self.value) / width
        return self.low + width * random.beta(1 + below, 1 + above, number)


def exactly(value: float) -> Estimate:
    return Estimate(value, value, value, Distribution.FIXED)


@dataclass(frozen=True)
class Band:
    """A figure with where it lies in `CERTAINTY` per cent of the draws. `positive`: in which part of the draws, from 0
    to 1, it is above zero."""

    value: float
    low: float
    high: float
    positive: float


def band(value: float, draws: Draws) -> Band:
    """`value`: worked out with the likeliest value of everything. Errors: ValueError without draws."""
    if not draws.size:
        raise ValueError("there is no band without draws")
    low, high = draws.min(), draws.max()
    if low < high:
        edge = (100 - CERTAINTY) / 2
        low, high = np.percentile(draws, [edge, 100 - edge])
    return Band(value, float(low), float(high), float(np.mean(draws > 0)))


def mean_of(answers: list[float], lowest: float, highest: float) -> Estimate:
    """The mean of answers with its 95 % confidence interval (Student's t), kept between what is possible.

    Errors: ValueError with fewer than two answers, or an answer that is not possible.
    """
    if len(answers) < 2:
        raise ValueError("one answer says nothing of the others")
    if not all(lowest <= answer <= highest for answer in answers):
        raise ValueError(f"an answer lies from {lowest} to {highest}")
    mean = min(max(fmean(answers), lowest), highest)
    reach = _student(len(answers) - 1) * stdev(answers) / sqrt(len(answers))
    return Estimate(mean, max(mean - reach, lowest), min(mean + reach, highest))


def _student(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, by the expansion of Abramowitz & Stegun (1964) 26.7.5; within 0.3 % from
    four degrees of freedom on."""
    z = NormalDist().inv_cdf(0.975)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + fsum(term / float(freedom) ** power for power, term in enumerate(terms, start=1))
