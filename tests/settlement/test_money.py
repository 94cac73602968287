"""Cents do not mix with anything that is not a whole number of cents."""

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.money import Cents, half_up, rounded, share, total

amounts = st.integers(-(10**12), 10**12)
no_cents = st.one_of(
    st.floats(), st.decimals(), st.fractions(), st.complex_numbers(), st.text(), st.binary(), st.none(), st.just([1])
)
MIXING = (
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.pow,
    operator.lt, operator.le, operator.gt, operator.ge,
)  # fmt: skip


@given(amounts, no_cents, st.sampled_from(MIXING))
def test_what_is_no_whole_number_never_mixes_with_cents_on_either_side(
    amount: int, other: Any, verb: Callable[[Any, Any], Any]
) -> None:
    with pytest.raises(TypeError):
        verb(Cents(amount), other)
    if isinstance(other, str | bytes) and verb is operator.mod:
        return  # the text formats it
    with pytest.raises(TypeError):
        verb(other, Cents(amount))


@pytest.mark.parametrize("other", [1.5, Decimal("1.5"), Fraction(3, 2)], ids=repr)
def test_the_refusal_says_what_was_no_whole_number_of_cents(other: Any) -> None:
    with pytest.raises(TypeError, match="no whole number of cents"):
        other + Cents(1)


@pytest.mark.parametrize("verb", [operator.truediv, operator.floordiv, operator.mod, divmod, operator.pow])
@pytest.mark.parametrize("other", [2, Cents(2)], ids=repr)
def test_a_part_of_cents_is_only_had_by_rounding(verb: Callable[[Any, Any], Any], other: Any) -> None:
    for one, two in ((Cents(100), other), (other, Cents(100))):
        with pytest.raises(TypeError, match="share"):
            verb(one, two)


def test_an_amount_times_an_amount_is_refused() -> None:
    with pytest.raises(TypeError):
        Cents(3) * Cents(3)  # type: ignore[operator]


@pytest.mark.parametrize("amount", [1.0, Decimal(1), "1", None], ids=repr)
def test_what_is_no_whole_number_never_becomes_cents(amount: Any) -> None:
    with pytest.raises(TypeError):
        Cents(amount)


@given(amounts, amounts)
def test_cents_are_equal_to_the_same_cents_and_to_nothing_else(one: int, other: int) -> None:
    assert (Cents(one) == Cents(other), Cents(one) == other, other == Cents(one)) == (one == other,) * 3
    assert hash(Cents(one)) == hash(one)
    assert Cents(one) not in (None, str(one), [one])
    for number in (float(other), Decimal(other), Fraction(other)):
        for verb in (operator.eq, operator.ne):
            with pytest.raises(TypeError):
                verb(Cents(one), number)
            with pytest.raises(TypeError):
                verb(number, Cents(one))


@given(amounts, amounts)
def test_sums_and_differences_of_cents_are_cents(one: int, other: int) -> None:
    for found, right in (
        (Cents(one) + Cents(other), one + other),
        (Cents(one) - Cents(other), one - other),
        (-Cents(one), -one),
        (abs(Cents(one)), abs(one)),
        (Cents(one) * 3, one * 3),
        (3 * Cents(one), one * 3),
        (total([Cents(one), Cents(other)]), one + other),
        (total([]), 0),
    ):
        assert (type(found), found) == (Cents, right)
    assert (Cents(one) < Cents(other), Cents(one) >= Cents(other)) == (one < other, one >= other)


def test_who_shows_or_stores_them_opens_them() -> None:
    assert (f"{Cents(1250)}", f"{Cents(1250):,}", int(Cents(1250)), bool(Cents(0))) == ("1250", "1,250", 1250, False)


@pytest.mark.parametrize(
    ("amount", "cents"), [("0.5", 1), ("-0.5", -1), ("1.49", 1), ("2.5", 3), ("-2.5", -3)], ids=str
)
def test_halves_go_away_from_zero(amount: str, cents: int) -> None:
    assert rounded(Decimal(amount)) == half_up(Decimal(amount)) == cents
    assert type(rounded(Decimal(amount))) is Cents


@given(amounts, st.decimals(0, 100, places=2))
def test_a_share_taken_back_is_as_large_as_the_share(amount: int, percent: Decimal) -> None:
    assert share(Cents(-amount), percent) == -share(Cents(amount), percent)
