"""Money is counted in whole cents; halves go up, as on every Dutch invoice. Why a type: docs/decisions/cents.md."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsIndex


class Cents(int):
    """An amount of euros in whole cents. What is no whole number of cents cannot be added to it, taken from it or made
    into it: a price times a quantity becomes cents by `rounded` alone.

    It is an int for who shows or stores it; an int, a float or a Decimal is no Cents. Errors: TypeError.
    """

    __slots__ = ()

    def __new__(cls, amount: SupportsIndex = 0) -> "Cents":
        if not hasattr(amount, "__index__"):  # a float or a Decimal would lose what is behind its point
            raise TypeError(f"{amount!r} is no whole number of cents")
        return super().__new__(cls, amount)

    def __add__(self, other: "Cents") -> "Cents":  # type: ignore[override]
        return _cents(int.__add__(self, other), other)

    def __radd__(self, other: "Cents") -> "Cents":  # type: ignore[override]
        return _cents(int.__radd__(self, other), other)

    def __sub__(self, other: "Cents") -> "Cents":  # type: ignore[override]
        return _cents(int.__sub__(self, other), other)

    def __rsub__(self, other: "Cents") -> "Cents":  # type: ignore[override]
        return _cents(int.__rsub__(self, other), other)

    def __mul__(self, times: int) -> "Cents":
        return _cents(int.__mul__(self, times), times)

    def __truediv__(self, other: object) -> "Cents":  # type: ignore[override]
        raise TypeError("a part of an amount of cents is rounded: use `share` or `rounded`")

    def __neg__(self) -> "Cents":
        return Cents(int.__neg__(self))

    def __abs__(self) -> "Cents":
        return Cents(int.__abs__(self))


NOTHING = Cents(0)


def total(amounts: Iterable[Cents]) -> Cents:
    return sum(amounts, NOTHING)


def rounded(amount: Decimal) -> Cents:
    """To whole cents, half up: away from zero, so that a correction undoes exactly what it corrects."""
    return Cents(half_up(amount))


def share(cents: Cents, percent: Decimal) -> Cents:
    """A percentage of an amount."""
    return rounded(Decimal(cents) * percent / 100)


def half_up(number: Decimal) -> int:
    """To a whole number, halves away from zero."""
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _cents(outcome: int, other: object) -> Cents:
    if outcome is NotImplemented:
        raise TypeError(f"cents and {other!r} do not mix")
    return Cents(outcome)
