from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.period_prices import Term
from werkplaats.settlement.rules.shares import Share, shares

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
WHOLE = [Term(1, date(2026, 1, 1)), Term(2, date(2026, 2, 1), date(2026, 12, 31))]
PART = [Term(3, date(2026, 3, 22)), Term(4, date(2025, 1, 1), date(2026, 3, 5))]


def test_a_month_of_two_clients_is_halved() -> None:
    found = shares([*WHOLE, *PART], FIRST, LAST, whole=True, quantity=Decimal(2), net_cents=40_001)
    assert found == {1: Share(LAST, Decimal(1), 20_001), 2: Share(LAST, Decimal(1), 20_000)}


def test_days_go_by_who_took_part_on_them() -> None:
    found = shares([*WHOLE, *PART], FIRST, LAST, whole=False, quantity=Decimal(15), net_cents=9_000)
    assert found == {
        3: Share(LAST, Decimal(10) / 31, 6_000),
        4: Share(date(2026, 3, 5), Decimal(5) / 31, 3_000),
    }


@pytest.mark.parametrize(("whole", "quantity"), [(True, 1), (True, 3), (False, 14), (False, 0)])
def test_other_people_than_it_was_asked_for_are_noticed(whole: bool, quantity: int) -> None:
    assert shares([*WHOLE, *PART], FIRST, LAST, whole=whole, quantity=Decimal(quantity), net_cents=1) is None


def test_nobody_is_nobody() -> None:
    assert shares([], FIRST, LAST, whole=True, quantity=Decimal(0), net_cents=1) is None


def test_a_day_counts_once_for_who_has_two_grants() -> None:
    twice = [Term(1, date(2026, 1, 1)), Term(1, date(2026, 3, 10))]
    assert shares(twice, FIRST, LAST, whole=True, quantity=Decimal(1), net_cents=5) == {1: Share(LAST, Decimal(1), 5)}


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20), st.integers(1, 10**7))
def test_the_parts_are_the_whole(days: list[int], cents: int) -> None:
    terms = [Term(of, FIRST, date(2026, 3, last)) for of, last in enumerate(days)]
    found = shares(terms, FIRST, LAST, whole=False, quantity=Decimal(sum(days)), net_cents=cents)
    assert found
    assert sum(share.cents for share in found.values()) == cents
