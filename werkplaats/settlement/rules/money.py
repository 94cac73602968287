"""Money is counted in whole cents; halves go up, as on every Dutch invoice. Why a type: docs/decisions/cents.md."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from numbers import Number
from typing import NoReturn, SupportsIndex


class Cents:
    """An amount of euros in whole cents. On whichever side it stands, what is no whole number of cents cannot be added
    to it, taken from it, compared with it or made into it: a price times a quantity becomes cents by `rounded`
    alone.

    It is no int: a float or a Decimal on the left is asked first, and takes any int. `int(…)` opens it, and so do a
    column and a format. A plain int counts as whole cents; mypy refuses it where Cents are meant. Errors: TypeError.
    """

    __slots__ = ("_count",)

    def __init__(self, amount: SupportsIndex = 0) -> None:
        self._count = _whole(amount)

    def __index__(self) -> int:
        return self._count

    def __add__(self, other: "Cents") -> "Cents":
        return Cents(self._count + _whole(other))

    __radd__ = __add__

    def __sub__(self, other: "Cents") -> "Cents":
        return Cents(self._count - _whole(other))

    def __rsub__(self, other: "Cents") -> "Cents":
        return Cents(_whole(other) - self._count)

    def __mul__(self, times: int) -> "Cents":
        if not isinstance(times, int):
            raise TypeError(f"an amount goes a whole number of times, not {times!r}")
        return Cents(self._count * times)

    __rmul__ = __mul__

    def _is_no_amount(self, other: object) -> NoReturn:
        raise TypeError("a part of an amount of cents is rounded: use `share` or `rounded`")

    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _is_no_amount
    __divmod__ = __rdivmod__ = __pow__ = __rpow__ = _is_no_amount

    def __neg__(self) -> "Cents":
        return Cents(-self._count)

    def __abs__(self) -> "Cents":
        return Cents(abs(self._count))

    def __bool__(self) -> bool:
        return self._count != 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cents | int):
            return self._count == int(other)
        if isinstance(other, Number):  # a sum that SQL gave is a Decimal: "not equal" would be believed
            raise TypeError(f"{other!r} is no whole number of cents")
        return False

    def __hash__(self) -> int:
        return hash(self._count)

    def __lt__(self, other: "Cents | int") -> bool:
        return self._count < _whole(other)

    def __le__(self, other: "Cents | int") -> bool:
        return self._count <= _whole(other)

    def __gt__(self, other: "Cents | int") -> bool:
        return self._count > _whole(other)

    def __ge__(self, other: "Cents | int") -> bool:
        return self._count >= _whole(other)

    def __format__(self, how: str) -> str:
        return format(self._count, how)

    def __str__(self) -> str:
        return str(self._count)

    def __repr__(self) -> str:
        return f"Cents({self._count})"


def _whole(amount: object) -> int:
    if isinstance(amount, Cents):
        return amount._count
    if isinstance(amount, int):
        return amount
    raise TypeError(f"{amount!r} is no whole number of cents")


NOTHING = Cents(0)


def total(amounts: Iterable[Cents]) -> Cents:
    return Cents(sum(map(_whole, amounts)))


def rounded(amount: Decimal) -> Cents:
    """To whole cents, half up: away from zero, so that a correction undoes exactly what it corrects."""
    return Cents(half_up(amount))


def share(cents: Cents, percent: Decimal) -> Cents:
    """A percentage of an amount."""
    return rounded(Decimal(int(cents)) * percent / 100)


def half_up(number: Decimal) -> int:
    """To a whole number, halves away from zero."""
    return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
