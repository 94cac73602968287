"""Money is counted in whole cents; halves go up, as on every Dutch invoice."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(amount: Decimal) -> int:
    """To whole cents, half up. `amount` is in cents and not negative."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def labour(minutes: int, cents_per_hour: int) -> int:
    """Minutes at an hourly rate, in cents."""
    return rounded(Decimal(minutes * cents_per_hour) / 60)


def line(quantity: Decimal, unit_price_cents: int) -> int:
    """A number of things at a price each, in cents."""
    return rounded(quantity * unit_price_cents)


def share(cents: int, percent: Decimal) -> int:
    """A percentage of an amount, in cents."""
    return rounded(cents * percent / 100)


def with_share(cents: int, percent: Decimal) -> int:
    """An amount with a percentage on top, in cents."""
    return rounded(cents * (100 + percent) / 100)
