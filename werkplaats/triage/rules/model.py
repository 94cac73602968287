"""What was learned from labelled reports: how much each side counts, and which words go with which item.

`data/model.npz` is made by `python -m bench.triage train`. Nothing of it is needed for a list with items that it never
saw: those are found by their own words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from werkplaats.triage.rules.index import REMEMBERED, SIDES, SIGNALS, TRAITS, Floats, Index, signals, signs
from werkplaats.triage.rules.words import Said

if TYPE_CHECKING:
    from werkplaats.triage.rules.taught import Taught

# In what is learned, against a pair of terms.
TERM_WEIGHT = 1.5
SIGN_WEIGHT = 0.5


def together(said: Said) -> list[str]:
    """The pairs of the terms that say most."""
    some = sorted(term for term in said.things if term[0] in "@!~" or len(term) > 2)[:12]
    return [f"p {one} {other}" for at, one in enumerate(some) for other in some[at + 1 :]]


def spoken(said: Said) -> dict[str, float]:
    """The features that words are learned by, with length 1: terms, pairs of terms, and signs."""
    found = {f"t {term}": TERM_WEIGHT for term in said.things}
    found |= dict.fromkeys(together(said), 1.0)
    for word in said.words:
        for sign in signs(word):
            found[sign] = found.get(sign, 0.0) + SIGN_WEIGHT
    length = length_of(said)
    return {feature: weight / length for feature, weight in found.items()} if length else {}


def length_of(said: Said) -> float:
    """As if no sign stood in two words, so that each word can be looked up by itself."""
    pairs = min(sum(term[0] in "@!~" or len(term) > 2 for term in said.things), 12)
    square = TERM_WEIGHT**2 * len(said.things) + pairs * (pairs - 1) / 2
    square += SIGN_WEIGHT**2 * sum(len(signs(word)) for word in said.words)
    return float(square**0.5)


class Learned:
    """For each feature how much it speaks for each item (`columns`: the codes)."""

    def __init__(self, rows: dict[str, int], columns: dict[str, int], matrix: Floats) -> None:
        self.rows, self.columns, self.matrix = rows, columns, matrix
        self._fitted: dict[tuple[str, ...], Fitted] = {}

    def scores(self, said: Said, codes: tuple[str, ...], instead: Floats) -> Floats:
        """For `codes`; an item that it never saw gets `instead`."""
        if codes not in self._fitted:
            self._fitted.clear()
            self._fitted[codes] = Fitted(self, codes)
        return self._fitted[codes].scores(said, instead)


class Fitted:
    """What was learned, in the order of a list's items."""

    def __init__(self, learned: Learned, codes: tuple[str, ...]) -> None:
        at = np.array([learned.columns.get(code, -1) for code in codes])
        self.rows = learned.rows
        self.matrix = learned.matrix if np.array_equal(at, np.arange(len(learned.columns))) else learned.matrix[:, at]
        self.unseen = at < 0
        self.any_unseen = bool(self.unseen.any())
        self._words: dict[str, tuple[Floats, int]] = {}

    def _word(self, word: str) -> tuple[Floats, int]:
        if word not in self._words:
            if len(self._words) > REMEMBERED:
                self._words.clear()
            letters = signs(word)
            rows = [row for sign in letters if (row := self.rows.get(sign)) is not None]
            self._words[word] = self.matrix[rows].sum(axis=0) * np.float32(SIGN_WEIGHT), len(letters)
        return self._words[word]

    def scores(self, said: Said, instead: Floats) -> Floats:
        pairs = together(said)
        rows = [row for term in said.things if (row := self.rows.get(f"t {term}")) is not None]
        both = [row for pair in pairs if (row := self.rows.get(pair)) is not None]
        words = [self._word(word) for word in said.words]
        found = self.matrix[rows].sum(axis=0) * np.float32(TERM_WEIGHT)
        if both:
            found += self.matrix[both].sum(axis=0)
        if words:
            found += np.add.reduce([adds for adds, _ in words])
        square = TERM_WEIGHT**2 * len(said.things) + len(pairs) + SIGN_WEIGHT**2 * sum(count for _, count in words)
        found /= np.float32(max(square, 1e-9) ** 0.5)
        scores: Floats = np.where(self.unseen, instead, found) if self.any_unseen else found
        return scores


@dataclass(frozen=True)
class Model:
    sides: Floats  # a weight for each of SIDES, then for what was learned
    cross: Floats  # SIGNALS by TRAITS
    slope: float  # of the calibration
    offset: float
    learned: dict[str, Learned]  # by branch
    taught: Mapping[str, "Taught"] = field(default_factory=dict)  # by branch: what a cooperative added; not in `pack`

    def chances(self, index: Index, said: Said, branch: str, extra: Sequence[float]) -> Floats:
        """How likely each item is, together 1. `extra`: see `signals`."""
        sides = index.sides(said)
        learned = self.learned.get(branch)
        own = learned.scores(said, index.codes, sides[0]) if learned else sides[0]
        scores = self.sides[: len(sides)] @ sides + self.sides[len(sides) :] @ shared(own, index)
        scores += (signals(said, extra) @ self.cross) @ index.traits
        scores = np.exp(scores - scores.max())
        chances: Floats = scores / scores.sum()
        taught = self.taught.get(branch)
        return chances if taught is None else taught.on(chances, index, said)

    def confidence(self, chance: float) -> float:
        """What a chance has turned out to mean, on families that were not learned from."""
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        return 1 / (1 + exp(-(self.slope * log(chance / (1 - chance)) + self.offset)))


OWN_SIDES = 4


def shared(own: Floats, index: Index) -> Floats:
    """What was learned of each item, and of those of its party, of its trade and of its family: OWN_SIDES by items."""
    found = np.empty((OWN_SIDES, len(own)), np.float32)
    found[0] = own
    for row, group in enumerate(index.groups, start=1):
        np.matmul(group @ own, group, out=found[row])
    return found


def plain_model() -> Model:
    """Before anything was learned."""
    weights = dict.fromkeys(SIDES, 0.0) | {"words": 4, "name": 2, "signs": 4, "phrase": 8, "share": 4}
    weights |= {"place": 0.5, "no_place": -0.5, "defect": 0.5, "no_defect": -0.3}
    cross = np.zeros((len(SIGNALS), len(TRAITS)), np.float32)
    return Model(np.array([*weights.values(), *[0] * OWN_SIDES], np.float32), cross, 1.0, 0.0, {})


@cache
def shipped_model() -> Model:
    source = files("werkplaats.triage").joinpath("data/model.npz")
    if not source.is_file():
        return plain_model()
    with source.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return unpack(dict(kept))


def pack(model: Model) -> dict[str, "np.typing.NDArray[np.generic]"]:
    """As arrays, small: each weight in one byte, most of them left out."""
    kept: dict[str, np.typing.NDArray[np.generic]] = {
        "sides": model.sides,
        "cross": model.cross,
        "calibration": np.array([model.slope, model.offset]),
    }
    for branch, learned in sorted(model.learned.items()):
        scale = float(np.abs(learned.matrix).max()) / 127
        small = np.round(learned.matrix / scale).astype(np.int8)
        rows, columns = np.nonzero(small)
        names = sorted(learned.rows, key=lambda name: learned.rows[name])
        kept |= {
            f"{branch} features": np.frombuffer("\n".join(names).encode(), np.uint8),
            f"{branch} codes": np.array(sorted(learned.columns, key=lambda code: learned.columns[code])),
            f"{branch} counts": np.bincount(rows, minlength=len(names)).astype(np.uint16),
            f"{branch} columns": columns.astype(np.uint16),
            f"{branch} weights": small[rows, columns],
            f"{branch} scale": np.array(scale),
        }
    return kept


def unpack(kept: dict[str, "np.typing.NDArray[np.generic]"]) -> Model:
    learned = {}
    for name in kept:
        branch, _, what = name.partition(" ")
        if what != "codes":
            continue
        features = kept[f"{branch} features"].tobytes().decode().split("\n")
        codes = [str(code) for code in kept[name]]
        matrix = np.zeros((len(features), len(codes)), np.float32)
        rows = np.repeat(np.arange(len(features)), kept[f"{branch} counts"].astype(np.int64))
        matrix[rows, kept[f"{branch} columns"].astype(np.int64)] = kept[f"{branch} weights"].astype(np.float32)
        matrix *= float(kept[f"{branch} scale"])
        learned[branch] = Learned(
            {feature: row for row, feature in enumerate(features)}, {code: at for at, code in enumerate(codes)}, matrix
        )
    slope, offset = (float(number) for number in kept["calibration"])
    sides, cross = kept["sides"].astype(np.float32), kept["cross"].astype(np.float32)
    return Model(sides, cross, slope, offset, learned)
