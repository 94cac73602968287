"""Pairs of words and letters of many texts as numbers, so that all of them are looked up at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from werkplaats.ground.added import Floats

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
# Odd: so that "gas niet" is another number than "niet gas", and numbers spread over their slots. What is kept in files
# depends on it, and on `number` and `in_bytes`: who changes one of these must learn the ears again.
SECOND = 0x9E3779B97F4A7C15
LARGEST = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, eq=False)
class Of:
    """Numbers, each of one of `many` (of a piece its pairs, of a word its letters): each once of each, in order."""

    owners: Places
    numbers: Numbers
    many: int

    @cached_property
    def each(self) -> Places:
        """How many there are of each."""
        return np.bincount(self.owners, minlength=self.many)


def _once(owners: Sequence[Places], numbers: Sequence[Numbers], many: int) -> Of:
    owner, found = np.concatenate(owners), np.concatenate(numbers)
    order = np.lexsort((found, owner))
    owner, found = owner[order], found[order]
    new = np.ones(len(order), bool)
    new[1:] = (owner[1:] != owner[:-1]) | (found[1:] != found[:-1])
    return Of(owner[new], found[new], many)


def number(name: str) -> int:
    """Of 64 bits: no two words that anybody types have the same."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def pair(one: int, two: int) -> int:
    return (one + two * SECOND) & LARGEST


def near_pairs(groups: Sequence[Sequence[int]], reach: int) -> Of:
    """Of each group the pairs of what stands at most so far from each other, as `pair`."""
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    first = np.array([one for group in groups for one in group], np.uint64)
    second = first * np.uint64(SECOND)
    reaches = [(owner[:-far] == owner[far:], far) for far in range(1, reach + 1)]
    numbers = [(first[:-far] + second[far:])[near] for near, far in reaches]
    return _once([owner[:-far][near] for near, far in reaches], numbers, len(groups))


def in_bytes(letters: str) -> int:
    """Of plain letters, at most eight: a byte each."""
    return int.from_bytes(letters.encode(), "big")


def in_a_row(words: Sequence[str], sizes: Sequence[int]) -> Of:
    """Of each word its letters in a row, as `in_bytes`. The words are plain ones."""
    owner = np.repeat(np.arange(len(words)), [len(word) for word in words])
    letter = np.frombuffer("".join(words).encode("ascii"), np.uint8).astype(np.uint64)
    owners, numbers = [], []
    for size in sizes:
        starts = max(len(letter) - size + 1, 0)
        found = np.zeros(starts, np.uint64)
        for at in range(size):
            found = (found << np.uint64(8)) | letter[at : starts + at]
        whole = owner[:starts] == owner[size - 1 :]
        owners.append(owner[:starts][whole])
        numbers.append(found[whole])
    return _once(owners, numbers, len(words))


def with_nothing(rows: Floats) -> Floats:
    """With a row of nothing at the end."""
    return np.vstack((rows, np.zeros((1, rows.shape[1]), np.float32)))


def sums_of(rows: Floats, each: Places) -> Floats:
    """The sums of so many of the rows in turn; after these comes one of nothing."""
    found: Floats = np.add.reduceat(rows, np.cumsum(each) - each, axis=0)
    found[each == 0] = 0
    return found


def _mixed(numbers: Numbers) -> Numbers:
    """Each other number another one, and spread evenly: also letters, which begin alike."""
    return numbers * np.uint64(SECOND)


@dataclass(frozen=True, eq=False)
class Known:
    """What numbers say: `numbers` in the order of `_mixed`, and a row of `rows` for each, the last of nothing.

    Errors: ValueError when they are in another order.
    """

    numbers: Numbers
    rows: Floats

    def __post_init__(self) -> None:
        mixed = _mixed(self.numbers)
        if not (mixed[1:] > mixed[:-1]).all():
            raise ValueError("the numbers are in another order than they are sought in: learn the ears again")

    @classmethod
    def of(cls, numbers: Iterable[int], rows: Floats) -> "Known":
        found = np.fromiter(numbers, np.uint64)
        order = np.argsort(_mixed(found))
        return cls(found[order], with_nothing(rows[order]))

    @cached_property
    def _slots(self) -> tuple[np.uint64, Numbers, Places]:
        """By its first bits each number has a slot, or the next where that is taken: how far to shift for it, what is
        in each (the largest number where nothing is), and the row of it.

        In order, so that who seeks stops at what is not smaller (ordered hash tables: Amble, Knuth, Computer Journal
        17, 1974): nearly three times as fast as halving.
        """
        bits = max(len(self.numbers), 1).bit_length() + 1
        mixed, rank = _mixed(self.numbers), np.arange(len(self.numbers))
        shift = np.uint64(64 - bits)
        slot = np.maximum.accumulate((mixed >> shift).astype(np.intp) - rank) + rank
        slots = np.full((1 << bits) + len(self.numbers) + 1, LARGEST, np.uint64)
        rows = np.zeros(len(slots), np.intp)
        slots[slot], rows[slot] = mixed, rank
        return shift, slots, rows

    def sums(self, these: Of) -> Floats:
        """What they say together, for each owner."""
        shift, slots, row_of = self._slots
        sought = _mixed(these.numbers)
        slot = (sought >> shift).astype(np.intp)
        behind = np.flatnonzero(slots[slot] < sought)
        while len(behind):
            slot[behind] += 1
            behind = behind[slots[slot[behind]] < sought[behind]]
        known = slots[slot] == sought
        rows = self.rows.take(np.append(row_of[slot[known]], len(self.rows) - 1), axis=0)
        return sums_of(rows, np.bincount(these.owners[known], minlength=these.many))
