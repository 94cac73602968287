"""What many reports taught together: a net with one hidden layer, from words to items, danger and care at once.

It stands beside what each word says by itself (`model.Learned`): a hidden unit hears words that together mean
something else ("geen gaslucht", "de zuster doet de kousen"). Words of which it never heard are known by their letters.
Learned by `bench.triage.nets`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from math import log
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from werkplaats.ground.added import Added, Floats
from werkplaats.ground.words import LONGEST_WORD
from werkplaats.triage.rules.tables import REMEMBERED
from werkplaats.triage.rules.words import Said

ROWS = 1 << 15  # features share these rows
LOG_LEAST = log(1e-4)  # a chance of an item below which it makes no difference how small it is


def rows_of(names: Sequence[str]) -> npt.NDArray[np.intp]:
    """By a number that is made of each name."""
    return np.array(list(map(crc32, map(str.encode, names))), np.intp) % ROWS


def fours(word: str) -> list[str]:
    """Four letters in a row of a word, its edges marked; none of a short word, and of a long one its beginning."""
    edged = f" {word[:LONGEST_WORD]} "
    return [f"c{edged[at : at + 4]}" for at in range(len(edged) - 3)] if len(word) > 3 else []


def pairs(kind: str, names: Sequence[str]) -> list[str]:
    """What stands beside each other."""
    return [f"{kind}{one} {other}" for one, other in pairwise(names)]


def together(said: Said) -> tuple[list[str], ...]:
    """The terms of a text, its pairs of terms, and its pairs of words."""
    return (
        [f"t{term}" for term in said.things],
        list(dict.fromkeys(pairs("p", said.terms))),
        list(dict.fromkeys(pairs("b", said.text.split()))),
    )


def groups(said: Said) -> tuple[list[str], ...]:
    """The features of a text: those of `together`, its words, and their letters; each group counts together as much as
    the root of how many there are."""
    words = said.words
    return *together(said), [f"w{word}" for word in words], [four for word in words for four in fours(word)]


@dataclass(frozen=True)
class Net:
    """`words`: ROWS by hidden units, a byte a weight, times `scale`. `start`: of the hidden units, by branch. `items`:
    hidden units by `codes`; `alarms`: hidden units by danger and care; both with what counts before any as last row.
    """

    words: npt.NDArray[np.int8]
    scale: float
    start: dict[str, Floats]
    codes: tuple[str, ...]
    items: Floats
    alarms: Floats

    @classmethod
    def together(cls, nets: "Sequence[Net]") -> "Net":
        """What several nets say on average, as one net."""
        scale = max(net.scale for net in nets)
        words = [np.round(net.words * np.float32(net.scale / scale)).astype(np.int8) for net in nets]
        return cls(
            np.hstack(words),
            scale,
            {branch: np.concatenate([net.start[branch] for net in nets]) for branch in nets[0].start},
            nets[0].codes,
            _on_average([net.items for net in nets]),
            _on_average([net.alarms for net in nets]),
        )

    @cached_property
    def of_words(self) -> Added:
        """What a word adds to the hidden units, and what its letters do together."""
        return Added(self._of_words, 2 * self.words.shape[1], REMEMBERED)

    def _of_words(self, words: Sequence[str]) -> Floats:
        names = [(f"w{word}", *fours(word)) for word in words]
        ends = list(accumulate(map(len, names)))
        rows = self.words.take(rows_of(list(chain.from_iterable(names))), axis=0).astype(np.float32)
        whole = rows[[0, *ends[:-1]]]
        found = np.hstack((whole, np.add.reduceat(rows, [0, *ends[:-1]], axis=0) - whole))
        found *= np.float32(self.scale)
        return found

    def pack(self) -> dict[str, npt.NDArray[Any]]:
        start = {f"start {branch}": one for branch, one in self.start.items()}
        kept: dict[str, npt.NDArray[Any]] = {"words": self.words, "scale": np.array(self.scale), **start}
        return kept | {"codes": np.array(self.codes), "items": self.items, "alarms": self.alarms}


def _on_average(layers: Sequence[Floats]) -> Floats:
    """With the sum of what counts before any as last row."""
    weights = np.vstack([*(one[:-1] for one in layers), np.sum([one[-1:] for one in layers], axis=0)])
    return (weights / len(layers)).astype(np.float32)


def unpack(kept: dict[str, npt.NDArray[Any]]) -> Net:
    start = {name.removeprefix("start "): one for name, one in kept.items() if name.startswith("start ")}
    codes = tuple(str(code) for code in kept["codes"])
    return Net(kept["words"], float(kept["scale"]), start, codes, kept["items"], kept["alarms"])


@dataclass(frozen=True)
class Heard:
    """Of each text. `items`: for each the logarithm of its chance; `danger` and `care`: how strongly."""

    items: Floats
    danger: Floats
    care: Floats


class OnList:
    """A net on the items of a list."""

    def __init__(self, net: Net, branch: str, codes: Sequence[str]) -> None:
        self.net, self.start = net, net.start[branch]
        at = {code: column for column, code in enumerate(net.codes)}
        self.known = np.array([number for number, code in enumerate(codes) if code in at], np.intp)
        self.nothing = np.full(len(codes), -log(max(len(codes), 1)), np.float32)
        of_items = np.ascontiguousarray(net.items[:, [at[code] for code in codes if code in at]])
        self.items, self.items_start = of_items[:-1], of_items[-1]

    def hear(self, texts: Sequence[Said]) -> Heard:
        """Of an item that it never saw: as likely as any."""
        hidden = np.stack([self._hidden(said) for said in texts])
        np.maximum(hidden, 0, out=hidden)
        # Text by text: together they would be a product that is divided over threads, and be rounded otherwise.
        alarms = np.stack([one @ self.net.alarms[:-1] for one in hidden]) + self.net.alarms[-1]
        found = np.tile(self.nothing, (len(texts), 1))
        if len(self.known):
            scores = np.stack([one @ self.items for one in hidden]) + self.items_start
            scores -= np.maximum.reduce(scores, axis=1, keepdims=True)
            scores -= np.log(np.add.reduce(np.exp(scores), axis=1, keepdims=True))
            found[:, self.known] = np.maximum(scores, LOG_LEAST)
        return Heard(found, alarms[:, 0], alarms[:, 1])

    def _hidden(self, said: Said) -> Floats:
        found, words = self.start + self._of(together(said)), said.words
        if words:
            both = self.net.of_words.sum(words)
            letters = sum([min(len(word), LONGEST_WORD) - 1 for word in words if len(word) > 3])
            middle = len(both) // 2
            found += both[:middle] / len(words) ** 0.5 + both[middle:] / max(letters, 1) ** 0.5
        return found

    def _of(self, groups: Sequence[Sequence[str]]) -> Floats:
        """What groups of features add."""
        rows = rows_of([name for group in groups for name in group])
        weights = [self.net.scale / len(group) ** 0.5 for group in groups for _ in group]
        matrix = self.net.words.take(rows, axis=0).astype(np.float32)
        found: Floats = np.array(weights, np.float32) @ matrix
        return found
