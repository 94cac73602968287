"""What was learned from labelled reports: how much each side counts, and which words go with which item.

`data/model.npz` is made by `python -m bench.triage train`. Nothing of it is needed for a list with items that it never
saw: those are found by their own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

import numpy as np

from werkplaats.triage.rules.index import SIDES, SIGNALS, TRAITS, Floats, Index, signals, signs
from werkplaats.triage.rules.words import Said

TERM_WEIGHT = 1.5  # a term against a sign, in what is learned


def spoken(said: Said) -> dict[str, float]:
    """The features that words are learned by, with length 1: terms, pairs of terms, and signs."""
    terms = sorted(set(said.terms))
    found = {f"t {term}": TERM_WEIGHT for term in terms}
    concepts = [term for term in terms if term[0] in "@!~" or len(term) > 2][:12]
    for at, one in enumerate(concepts):
        for other in concepts[at + 1 :]:
            found[f"p {one} {other}"] = 1.0
    letters = signs(said)
    for sign in letters:
        found[sign] = 0.5
    length = sum(weight * weight for weight in found.values()) ** 0.5
    return {feature: weight / length for feature, weight in found.items()} if length else {}


@dataclass(frozen=True)
class Learned:
    """For each feature how much it speaks for each item."""

    rows: dict[str, int]
    columns: dict[str, int]
    matrix: Floats

    def scores(self, said: Said, codes: Sequence[str], instead: Floats) -> Floats:
        """For `codes`; an item that it never saw gets `instead`."""
        given = [
            (row, weight) for feature, weight in spoken(said).items() if (row := self.rows.get(feature)) is not None
        ]
        found = np.zeros(self.matrix.shape[1] + 1, np.float32)
        if given:
            rows, weights = zip(*sorted(given), strict=True)
            found[:-1] = np.array(weights, np.float32) @ self.matrix[list(rows)]
        at = self.places(tuple(codes))
        scores: Floats = np.where(at >= 0, found[at], instead)
        return scores

    def places(self, codes: tuple[str, ...]) -> "np.typing.NDArray[np.int64]":
        return np.array([self.columns.get(code, -1) for code in codes])


@dataclass(frozen=True)
class Model:
    sides: Floats  # a weight for each of SIDES, then for what was learned
    cross: Floats  # SIGNALS by TRAITS
    slope: float  # of the calibration
    offset: float
    learned: dict[str, Learned]  # by branch

    def chances(self, index: Index, said: Said, branch: str, extra: Sequence[float]) -> Floats:
        """How likely each item is, together 1. `extra`: see `signals`."""
        sides = index.sides(said)
        learned = self.learned.get(branch)
        own = learned.scores(said, index.codes, sides[0]) if learned else sides[0]
        scores = self.sides[:-1] @ sides + self.sides[-1] * own + (signals(said, extra) @ self.cross) @ index.traits
        scores = np.exp(scores - scores.max())
        chances: Floats = scores / scores.sum()
        return chances

    def confidence(self, chance: float) -> float:
        """What a chance has turned out to mean, on families that were not learned from."""
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        return 1 / (1 + exp(-(self.slope * log(chance / (1 - chance)) + self.offset)))


def plain_model() -> Model:
    """Before anything was learned."""
    weights = dict.fromkeys(SIDES, 0.0) | {"words": 4, "name": 2, "signs": 4, "phrase": 8, "share": 4}
    weights |= {"place": 0.5, "no_place": -0.5, "defect": 0.5, "no_defect": -0.3}
    cross = np.zeros((len(SIGNALS), len(TRAITS)), np.float32)
    return Model(np.array([*weights.values(), 0], np.float32), cross, 1.0, 0.0, {})


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
