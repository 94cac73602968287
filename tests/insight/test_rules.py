from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules import SMALLEST_SHOWN, middle_hours, shown, shown_parts


@pytest.mark.parametrize(("count", "seen"), [(0, None), (1, None), (9, None), (10, 10), (250, 250)])
def test_nothing_under_ten_is_shown_to_outsiders(count: int, seen: int | None) -> None:
    assert shown(count) == seen


def test_a_small_part_is_not_found_by_subtracting() -> None:
    # With the total of 118 beside it, 3 could be found; the smallest other part is hidden with it.
    assert shown_parts({"tenant": 15, "cooperative": 100, "elsewhere": 3}) == {
        "tenant": None, "cooperative": 100, "elsewhere": None
    }  # fmt: skip


def test_parts_that_are_all_large_are_all_shown() -> None:
    assert shown_parts({"tenant": 15, "cooperative": 100}) == {"tenant": 15, "cooperative": 100}


@given(st.dictionaries(st.integers(0, 8), st.integers(0, 60)))
def test_whoever_knows_the_total_learns_nothing_under_ten(parts: dict[int, int]) -> None:
    seen = shown_parts(parts)
    hidden = [part for part in parts if seen[part] is None]
    assert all(count is None or count >= SMALLEST_SHOWN for count in seen.values())
    everything_hidden = len(hidden) == len(parts)
    found_by_subtracting = sum(parts[part] for part in hidden)
    assert everything_hidden or found_by_subtracting == 0 or found_by_subtracting >= SMALLEST_SHOWN


def test_the_middle_is_not_moved_by_one_that_waited_for_months() -> None:
    assert middle_hours([timedelta(hours=4), timedelta(hours=6), timedelta(days=90)]) == 6
    assert middle_hours([]) is None
