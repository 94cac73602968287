"""Cents do not mix with anything that is not a whole number of cents."""

import json
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.money import Cents, half_up, rounded, share, total

amounts = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize("verb", [operator.add, operator.sub, operator.mul, operator.truediv])
@pytest.mark.parametrize("other", [1.5, Decimal("1.5"), Decimal(1), "1", None], ids=repr)
def test_cents_with_what_is_no_whole_number_are_refused(verb: Callable[[Any, Any], Any], other: object) -> None:
    with pytest.raises(TypeError):
        verb(Cents(100), other)


@pytest.mark.parametrize("amount", [1.0, Decimal(1), "1", None], ids=repr)
def test_what_is_no_whole_number_never_becomes_cents(amount: Any) -> None:
    with pytest.raises(TypeError):
        Cents(amount)


def test_a_float_that_was_added_up_with_cents_is_no_cents_any_more() -> None:
    """Python asks the float first, so this cannot be refused; what comes of it is (and mypy refuses it before)."""
    with pytest.raises(TypeError):
        Cents(0.5 + Cents(1))  # type: ignore[arg-type]


@given(amounts, amounts)
def test_sums_and_differences_of_cents_are_cents(one: int, other: int) -> None:
    for found, right in (
        (Cents(one) + Cents(other), one + other),
        (Cents(one) - Cents(other), one - other),
        (-Cents(one), -one),
        (abs(Cents(one)), abs(one)),
        (Cents(one) * 3, one * 3),
        (total([Cents(one), Cents(other)]), one + other),
        (total([]), 0),
    ):
        assert (type(found), found) == (Cents, right)


def test_who_shows_or_stores_them_sees_whole_numbers() -> None:
    assert (f"{Cents(1250)}", json.dumps(Cents(1250)), divmod(Cents(1250), 100)) == ("1250", "1250", (12, 50))


@pytest.mark.parametrize(
    ("amount", "cents"), [("0.5", 1), ("-0.5", -1), ("1.49", 1), ("2.5", 3), ("-2.5", -3)], ids=str
)
def test_halves_go_away_from_zero(amount: str, cents: int) -> None:
    assert rounded(Decimal(amount)) == half_up(Decimal(amount)) == cents
    assert type(rounded(Decimal(amount))) is Cents


@given(amounts, st.decimals(0, 100, places=2))
def test_a_share_taken_back_is_as_large_as_the_share(amount: int, percent: Decimal) -> None:
    assert share(Cents(-amount), percent) == -share(Cents(amount), percent)
