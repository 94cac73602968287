"""What may be written on a timesheet, said in tables."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.delivery.rules import ConcernStatus, DeliveryOutcome
from werkplaats.delivery.rules.concern import may_become
from werkplaats.delivery.rules.work import (
    Mistake,
    Span,
    material_mistakes,
    outcome_of,
    times_mistake,
)

DAY = date(2026, 3, 10)
NINE = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)  # nine in Amersfoort


def test_one_who_must_come_back_is_enough_for_a_follow_up() -> None:
    done, follow_up, nobody = DeliveryOutcome.DONE, DeliveryOutcome.FOLLOW_UP, DeliveryOutcome.NOBODY_HOME
    for two in permutations([follow_up, done]):
        assert outcome_of(two) == follow_up
    assert outcome_of([nobody, done]) == done
    assert outcome_of([nobody]) == nobody


@pytest.mark.parametrize(
    ("description", "quantity", "cents", "wrong"),
    [
        ("Kraanleertje", Decimal("1"), 95, {}),
        ("Verf, liter", Decimal("2.5"), 1899, {}),
        ("Gekregen", Decimal("1"), 0, {}),
        (" ", Decimal("1"), 1, {"description": Mistake.NO_DESCRIPTION}),
        ("x" * 201, Decimal("1"), 1, {"description": Mistake.TEXT_TOO_LONG}),
        ("Buis", Decimal("0"), 1, {"quantity": Mistake.QUANTITY}),
        ("Buis", Decimal("-1"), 1, {"quantity": Mistake.QUANTITY}),
        ("Buis", Decimal("0.001"), 1, {"quantity": Mistake.QUANTITY}),
        ("Buis", Decimal("NaN"), 1, {"quantity": Mistake.QUANTITY}),
        ("Buis", Decimal("1"), -1, {"unit_price": Mistake.PRICE}),
        ("Buis", Decimal("1"), 1_000_001, {"unit_price": Mistake.PRICE}),
    ],
)
def test_materials(description: str, quantity: Decimal, cents: int, wrong: dict[str, Mistake]) -> None:
    assert material_mistakes(description, quantity, cents) == wrong


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        (NINE, NINE + timedelta(hours=1), None),
        (NINE, NINE, ("stopped_at", Mistake.ENDS_BEFORE_BEGIN)),
        (NINE - timedelta(days=1), NINE, ("started_at", Mistake.OTHER_DAY)),
        (NINE - timedelta(hours=9), NINE, None),  # midnight in Amersfoort, though the day before in UTC
        (NINE - timedelta(hours=10), NINE, ("started_at", Mistake.OTHER_DAY)),
        (NINE, NINE + timedelta(days=1), ("stopped_at", Mistake.OTHER_DAY)),
        (NINE, NINE + timedelta(hours=9), ("stopped_at", Mistake.TO_COME)),
        (NINE + timedelta(hours=1), NINE + timedelta(hours=4), ("started_at", Mistake.OVERLAPS)),
        (NINE + timedelta(hours=1), NINE + timedelta(hours=3), None),  # it ends where the other begins
    ],
)
def test_corrected_times(begin: datetime, end: datetime, wrong: tuple[str, Mistake] | None) -> None:
    other = Span(NINE + timedelta(hours=3), NINE + timedelta(hours=5))
    assert times_mistake(Span(begin, end), day=DAY, at=NINE + timedelta(hours=8), others=[other]) == wrong


@given(st.timedeltas(timedelta(days=-2), timedelta(days=2)), st.integers(-600, 600))
def test_times_that_pass_are_always_a_stretch_of_that_day_in_the_past(ago: timedelta, minutes: int) -> None:
    begin = NINE + ago
    span, at = Span(begin, begin + timedelta(minutes=minutes)), NINE + timedelta(hours=8)
    if times_mistake(span, day=DAY, at=at) is None:
        assert span.starts_at < span.ends_at <= at
        assert span.ends_at - span.starts_at < timedelta(days=1)


def test_a_closed_concern_stays_closed() -> None:
    assert may_become(ConcernStatus.RAISED, ConcernStatus.TAKEN_UP)
    assert may_become(ConcernStatus.RAISED, ConcernStatus.CLOSED)
    assert not any(may_become(ConcernStatus.CLOSED, status) for status in ConcernStatus)
