"""Money is counted in whole cents; halves go up, as on every Dutch invoice."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(amount: Decimal) -> int:
    """To whole cents, half up: away from zero, so that a correction undoes exactly what it corrects."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(cents: int, percent: Decimal) -> int:
    """A percentage of an amount, in cents."""
    return rounded(cents * percent / 100)
