"""Pairs of words and letters in a row as numbers, and what they say: against the same in plain Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.ground.numbers import (
    SECOND,
    Known,
    Of,
    in_a_row,
    in_bytes,
    near_pairs,
    number,
    pair,
    sums_of,
    with_nothing,
)

NUMBERS = st.integers(0, 2**64 - 2)


def told(these: Of) -> list[list[int]]:
    return [sorted(these.numbers[these.owners == owner].tolist()) for owner in range(these.many)]


@given(st.lists(st.lists(st.integers(0, 5), max_size=8), min_size=1, max_size=5))
def test_pairs_are_of_what_stands_near_each_other_in_one_group_each_once(groups: list[list[int]]) -> None:
    near = [
        {pair(one, two) for far in (1, 2, 3) for one, two in zip(group, group[far:], strict=False)} for group in groups
    ]
    assert told(near_pairs(groups, 3)) == [sorted(pairs) for pairs in near]


def test_a_pair_turned_around_is_another() -> None:
    gas, no = number("gas"), number("geen")
    assert pair(gas, no) != pair(no, gas)


@given(st.lists(st.text(alphabet="abc ", max_size=9), min_size=1, max_size=5))
def test_letters_in_a_row_are_of_one_word_each_once(words: list[str]) -> None:
    rows = [{word[at : at + size] for size in (3, 4) for at in range(len(word) - size + 1)} for word in words]
    assert told(in_a_row(words, (3, 4))) == [sorted(in_bytes(letters) for letters in found) for found in rows]


@given(st.dictionaries(NUMBERS, st.integers(-9, 9), max_size=40), st.lists(st.lists(NUMBERS, max_size=6), min_size=1))
def test_what_numbers_say_is_looked_up_and_summed(known: dict[int, int], asked: list[list[int]]) -> None:
    some = [[*group, *list(known)[: len(group)]] for group in asked]
    owners = np.repeat(np.arange(len(some)), [len(group) for group in some])
    these = Of(owners, np.array([one for group in some for one in group], np.uint64), len(some))
    rows = np.array(list(known.values()), np.float32).reshape(-1, 1)
    found = Known.of(known, rows).sums(these)
    assert found[:, 0].tolist() == [sum(known.get(one, 0) for one in group) for group in some]


def test_numbers_that_want_the_same_slot_are_all_found_also_the_last() -> None:
    turned_back = pow(SECOND, -1, 2**64)
    wanted = [(place * turned_back) % 2**64 for place in range(2**64 - 60, 2**64 - 1)]
    rows = np.arange(len(wanted), dtype=np.float32).reshape(-1, 1)
    found = Known.of(wanted, rows).sums(Of(np.arange(len(wanted)), np.array(wanted, np.uint64), len(wanted)))
    assert found[:, 0].tolist() == rows[:, 0].tolist()


def test_numbers_in_another_order_are_refused() -> None:
    known = Known.of([1, 2, 3], np.ones((3, 1), np.float32))
    with pytest.raises(ValueError, match="learn the ears again"):
        Known(known.numbers[::-1].copy(), known.rows)


def test_a_word_has_the_number_that_the_shipped_ears_were_learned_with() -> None:
    """They are kept as numbers: with others they would be deaf, and say nothing of it."""
    assert (number("gas"), pair(1, 2), in_bytes(" gas ")) == (
        7916571103062896165,
        4354685564936845355,
        139173393184,
    )


def test_who_has_none_gets_a_sum_of_nothing() -> None:
    rows = with_nothing(np.array([[1.0], [2.0], [4.0]], np.float32))
    assert sums_of(rows, np.array([0, 2, 0, 1, 0]))[:, 0].tolist() == [0, 3, 0, 4, 0]
