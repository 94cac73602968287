"""What money of later years is worth now: the net present value, NPV = Σ Fₜ / (1 + r)ᵗ, with t = 0 for now."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from werkplaats.insight.rules.uncertainty import Draws

Worth = TypeVar("Worth", float, Draws)


def present_value(flows: Sequence[Worth], percent: Worth) -> Worth:
    """Of amounts at the end of year 0 (now), 1, 2 … at a discount rate in per cent a year; numbers, or draws of them.

    Errors: ValueError for a rate of −100 % or less, at which nothing has a present value.
    """
    if np.min(percent) <= -100:
        raise ValueError("a discount rate is above -100 %")
    worth = 0 * percent
    for year, flow in enumerate(flows):
        worth = worth + flow / (1 + percent / 100) ** year
    return worth


def years_worth(years: Draws, percent: Draws) -> Draws:
    """What one euro at the end of each of so many whole years is worth now, per draw."""
    ends = range(1, int(years.max()) + 1)
    return present_value([0 * years, *((year <= years).astype(np.float64) for year in ends)], percent)
