"""What money of later years is worth now: the net present value, NPV = Σ Fₜ / (1 + r)ᵗ, with t = 0 for now."""

from collections.abc import Sequence

from werkplaats.insight.rules.uncertainty import Draws


def present_value(flows: Sequence[float], percent: float) -> float:
    """Of amounts at the end of year 0 (now), 1, 2 … at a discount rate in per cent a year.

    Errors: ValueError for a rate of −100 % or less, at which nothing has a present value.
    """
    if percent <= -100:
        raise ValueError("a discount rate is above -100 %")
    return sum(flow / (1 + percent / 100) ** year for year, flow in enumerate(flows))


def years_worth(years: Draws, percent: Draws) -> Draws:
    """What one euro at the end of each of so many whole years is worth now, per draw."""
    worth = 0 * percent
    for year in range(1, int(years.max()) + 1):
        worth = worth + (year <= years) / (1 + percent / 100) ** year
    return worth
