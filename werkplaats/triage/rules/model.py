"""What was learned from labelled reports: how much each side counts, and which words go with which item.

`data/model.npz` is made by `python -m bench.triage train`. Nothing of it is needed for a list with items that it never
saw: those are found by their own words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from werkplaats.triage.rules.index import SIDES, SIGNALS, TRAITS, Index, signals
from werkplaats.triage.rules.lists import Item
from werkplaats.triage.rules.tables import Added, Floats, signs
from werkplaats.triage.rules.words import Said

if TYPE_CHECKING:
    from werkplaats.triage.rules.taught import Taught

Weights = npt.NDArray[Any]  # bytes, or floats before they are packed

# In what is learned, against a pair of terms.
TERM_WEIGHT = 1.5
SIGN_WEIGHT = 0.5


def telling(said: Said) -> list[str]:
    """The terms that say most, of which pairs are made."""
    return sorted([term for term in said.things if term[0] in "@!~" or len(term) > 2])[:12]


def together(said: Said) -> list[str]:
    """The pairs of the terms that say most."""
    some = telling(said)
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
    """For each feature how much it speaks for each item (`columns`: the codes): `matrix` times `scale`."""

    def __init__(self, rows: dict[str, int], columns: dict[str, int], matrix: Weights, scale: float = 1.0) -> None:
        self.rows, self.columns, self.matrix, self.scale = rows, columns, matrix, scale


class OnList:
    """What was learned, in the order of a list's items."""

    def __init__(self, learned: Learned, codes: tuple[str, ...]) -> None:
        at = np.array([learned.columns.get(code, -1) for code in codes])
        same = np.array_equal(at, np.arange(len(learned.columns)))
        self.rows, self.scale = learned.rows, learned.scale
        self.matrix = learned.matrix if same else learned.matrix[:, at]
        self.unseen = at < 0
        self.any_unseen = bool(self.unseen.any())
        self._term: dict[str, int] = {}  # the row of a term
        self._pair: dict[str, dict[str, int]] = {}  # and of a pair: by the first term, then by the second
        for name, row in learned.rows.items():
            if name[:2] == "t ":
                self._term[name[2:]] = row
            elif name[:2] == "p ":
                one, _, other = name[2:].partition(" ")
                self._pair.setdefault(one, {})[other] = row

    def scores(self, said: Said, of_words: Floats, instead: Floats) -> Floats:
        """`of_words`: what the words add by their `letters`. An item that was never seen gets `instead`."""
        terms, some = said.things, telling(said)
        rows = [row for term in terms if (row := self._term.get(term)) is not None]
        weights = [TERM_WEIGHT] * len(rows)
        rows += [
            row
            for at, one in enumerate(some)
            if (known := self._pair.get(one))
            for other in some[at + 1 :]
            if (row := known.get(other)) is not None
        ]
        weights += [1.0] * (len(rows) - len(weights))
        found: Floats = np.array(weights, np.float32) @ self._of(rows)
        found += of_words[:-1]
        square = TERM_WEIGHT**2 * len(terms) + len(some) * (len(some) - 1) / 2 + SIGN_WEIGHT**2 * float(of_words[-1])
        found *= np.float32(self.scale / max(square, 1e-9) ** 0.5)
        return np.where(self.unseen, instead, found) if self.any_unseen else found

    def letters(self, letters: Sequence[str]) -> Floats:
        """What signs add to each item, and last how many there are."""
        rows = [row for sign in letters if (row := self.rows.get(sign)) is not None]
        return np.append(np.add.reduce(self._of(rows)) * np.float32(SIGN_WEIGHT), np.float32(len(letters)))

    def _of(self, rows: Sequence[int]) -> Floats:
        return self.matrix.take(np.array(rows, np.intp), axis=0).astype(np.float32)


@dataclass(frozen=True)
class Alarms:
    """What danger and care are known by together: the ear, what is certain, and the items that are likely.

    `danger` and `care` weigh what `danger_signs` and `care_signs` give. `rates`: how many of an item's reports are
    danger, by its code; of an item that nobody reported, by its urgency.
    """

    danger: Sequence[float]
    care: Sequence[float]
    rates: Mapping[str, float]

    def rate(self, items: Sequence[Item]) -> Floats:
        rates = [self.rates.get(item.code, self.rates.get(item.urgency.value, 0.0)) for item in items]
        return np.array(rates, np.float32)


def danger_signs(ear: float, items: float, *, certain: bool, household: bool) -> tuple[float, ...]:
    """`ear`: how strongly it is heard; `items`: how often what may be meant is danger."""
    return (1.0, ear, odds(items), float(certain), float(household), ear * household)


def care_signs(ear: float, items: float) -> tuple[float, ...]:
    """`items`: how likely the medical items are together."""
    return (1.0, ear, odds(items))


def alarm(weights: Sequence[float], signs_of: Sequence[float]) -> float:
    """How strongly danger or care is meant, all together: above 0 is likelier than not."""
    return sum(weight * sign for weight, sign in zip(weights, signs_of, strict=True))


def odds(chance: float) -> float:
    """The logarithm of the odds, within ±6.9."""
    chance = min(max(chance, 1e-3), 1 - 1e-3)
    return log(chance / (1 - chance))


@dataclass(frozen=True)
class Weighed:
    """How likely each item is, together 1; and how often what may be meant is danger, and care."""

    chances: Floats
    danger: float
    care: float


class Fitted:
    """A model on a list: all that does not depend on what is said, once."""

    def __init__(self, model: "Model", index: Index) -> None:
        learned = model.learned.get(index.branch)
        self.index = index
        self.learned = OnList(learned, index.codes) if learned else None
        self.sides = model.sides[: len(SIDES)]
        # What was learned of an item says something of all of its party, trade and family: `shared`, already weighed.
        own, *others = model.sides[len(SIDES) :]
        self.mix: Floats = np.eye(len(index.items), dtype=np.float32) * own
        for weight, group in zip(others, index.groups, strict=True):
            self.mix += weight * (group.T @ group)
        self.leaning: Floats = model.cross @ index.traits
        self.rate = model.alarms.rate(index.items)
        self.size = len(index.items) + 1
        self._words = Added(self._letters, self.size * 2)

    def _letters(self, word: str) -> Floats:
        """What the letters of a word add by the list, and by what was learned."""
        letters = signs(word)
        learned = self.learned.letters(letters) if self.learned else np.zeros(self.size, np.float32)
        return np.concatenate((self.index.letters(letters), learned))

    def chances(self, said: Said, extra: Sequence[float]) -> Floats:
        of_words = self._words.sum(said.words)
        sides = self.index.sides(said, of_words[: self.size])
        own = self.learned.scores(said, of_words[self.size :], sides[0]) if self.learned else sides[0]
        scores = self.sides @ sides
        scores += self.mix @ own
        scores += signals(said, extra) @ self.leaning
        scores -= np.maximum.reduce(scores)
        np.exp(scores, out=scores)
        scores /= np.add.reduce(scores)
        chances: Floats = scores
        return chances


@dataclass(frozen=True)
class Model:
    sides: Floats  # a weight for each of SIDES, then for what was learned
    cross: Floats  # SIGNALS by TRAITS
    slope: float  # of the calibration
    offset: float
    learned: dict[str, Learned]  # by branch
    alarms: Alarms
    taught: Mapping[str, "Taught"] = field(default_factory=dict)  # by branch: what a cooperative added; not in `pack`
    _fitted: list[Fitted] = field(default_factory=list, init=False, repr=False, compare=False)

    def fitted(self, index: Index) -> Fitted:
        """On this list; the last few are kept."""
        for known in self._fitted:
            if known.index is index:
                return known
        self._fitted.insert(0, Fitted(self, index))
        del self._fitted[4:]
        return self._fitted[0]

    def weighed(self, index: Index, said: Said, extra: Sequence[float]) -> Weighed:
        """`extra`: see `signals`. What was taught makes danger and care never less."""
        fitted = self.fitted(index)
        chances = fitted.chances(said, extra)
        danger, care = float(chances @ fitted.rate), float(chances @ index.medical)
        taught = self.taught.get(index.branch)
        if taught is None:
            return Weighed(chances, danger, care)
        after = taught.on(chances, index, said)
        return Weighed(after, max(danger, float(after @ fitted.rate)), max(care, float(after @ index.medical)))

    def chances(self, index: Index, said: Said, extra: Sequence[float]) -> Floats:
        return self.weighed(index, said, extra).chances

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
    alarms = Alarms((2.0, 1.0, 0.0, 5.0, 0.0, 0.0), (0.0, 1.0, 0.0), {})
    return Model(np.array([*weights.values(), *[0] * OWN_SIDES], np.float32), cross, 1.0, 0.0, {}, alarms)


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
        "alarm danger": np.array(model.alarms.danger),
        "alarm care": np.array(model.alarms.care),
        "alarm of": np.array(list(model.alarms.rates)),
        "alarm rates": np.array(list(model.alarms.rates.values())),
    }
    for branch, learned in sorted(model.learned.items()):
        small, scale = in_bytes(learned)
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


def in_bytes(learned: Learned) -> tuple[Weights, float]:
    """The matrix with each weight in one byte, and what a byte counts."""
    if learned.matrix.dtype == np.int8:
        return learned.matrix, learned.scale
    scale = float(np.abs(learned.matrix).max()) / 127
    return np.round(learned.matrix / scale).astype(np.int8), scale * learned.scale


def unpack(kept: dict[str, "np.typing.NDArray[np.generic]"]) -> Model:
    learned = {}
    for name in kept:
        branch, _, what = name.partition(" ")
        if what != "codes":
            continue
        features = kept[f"{branch} features"].tobytes().decode().split("\n")
        codes = [str(code) for code in kept[name]]
        matrix = np.zeros((len(features), len(codes)), np.int8)
        rows = np.repeat(np.arange(len(features)), kept[f"{branch} counts"].astype(np.int64))
        matrix[rows, kept[f"{branch} columns"]] = kept[f"{branch} weights"]
        learned[branch] = Learned(
            {feature: row for row, feature in enumerate(features)},
            {code: at for at, code in enumerate(codes)},
            matrix,
            float(kept[f"{branch} scale"]),
        )
    slope, offset = (float(number) for number in kept["calibration"])
    sides, cross = kept["sides"].astype(np.float32), kept["cross"].astype(np.float32)
    alarms = Alarms(
        tuple(kept["alarm danger"].tolist()),
        tuple(kept["alarm care"].tolist()),
        dict(zip(kept["alarm of"].tolist(), kept["alarm rates"].tolist(), strict=True)),
    )
    return Model(sides, cross, slope, offset, learned, alarms)
