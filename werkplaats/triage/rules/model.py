"""What was learned from labelled reports: a net from words to items, and how much each side counts beside it.

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

from werkplaats.ground.added import Added, Floats
from werkplaats.triage.rules.index import SIDES, SIGNALS, TRAITS, Index, signals
from werkplaats.triage.rules.lists import Item
from werkplaats.triage.rules.net import Net, OnList
from werkplaats.triage.rules.net import unpack as unpacked_net
from werkplaats.triage.rules.tables import REMEMBERED
from werkplaats.triage.rules.words import Said

if TYPE_CHECKING:
    from werkplaats.triage.rules.taught import Taught


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


def danger_signs(ear: float, items: float, net: float, *, certain: bool, household: bool) -> tuple[float, ...]:
    """`ear`, `net`: how strongly each hears it; `items`: how often what may be meant is danger."""
    return (1.0, ear, odds(items), net, float(certain), float(household), ear * household)


def care_signs(ear: float, items: float, net: float, *, household: bool) -> tuple[float, ...]:
    """`ear`, `net`: how strongly each hears it; `items`: how likely the medical items are together. A list of repairs
    has none, and then nothing is said by their absence."""
    return (1.0, ear, odds(items) * household, net, float(household), ear * household)


def alarm(weights: Sequence[float], signs_of: Sequence[float]) -> float:
    """How strongly danger or care is meant, all together: above 0 is likelier than not."""
    return sum(weight * sign for weight, sign in zip(weights, signs_of, strict=True))


def odds(chance: float) -> float:
    """The logarithm of the odds, within ±6.9."""
    chance = min(max(chance, 1e-3), 1 - 1e-3)
    return log(chance / (1 - chance))


@dataclass(frozen=True)
class Weighed:
    """How likely each item is, together 1; how often what may be meant is danger, and care; and how strongly the net
    hears both."""

    chances: Floats
    danger: float
    care: float
    net: tuple[float, float] = (0.0, 0.0)


class Fitted:
    """A model on a list: all that does not depend on what is said, once."""

    def __init__(self, model: "Model", index: Index) -> None:
        self.index = index
        self.net = OnList(model.net, index.branch, index.codes) if model.net else None
        self.sides, self.of_net = model.sides[:-1], model.sides[-1]
        self.leaning: Floats = model.cross @ index.traits
        self.rate = model.alarms.rate(index.items)
        self._words = Added(index.letters, len(index.items) + 1, REMEMBERED)

    def know(self, words: Sequence[str]) -> None:
        """Words that will be weighed: looked up together, which is quicker."""
        self._words.know(words)
        if self.net:
            self.net.net.of_words.know(words)

    def weighed(self, texts: Sequence[Said], extra: Sequence[Sequence[float]]) -> list[Weighed]:
        sides = self.index.sides(texts, [self._words.sum(said.words) for said in texts])
        scores = np.stack([self.sides @ one for one in sides])
        scores += np.stack([signals(said, more) @ self.leaning for said, more in zip(texts, extra, strict=True)])
        net = [(0.0, 0.0)] * len(texts)
        if self.net:
            heard = self.net.hear(texts)
            scores += self.of_net * heard.items
            net = list(zip(heard.danger.tolist(), heard.care.tolist(), strict=True))
        scores -= np.maximum.reduce(scores, axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= np.add.reduce(scores, axis=1, keepdims=True)
        return [
            Weighed(chances, float(chances @ self.rate), float(chances @ self.index.medical), both)
            for chances, both in zip(scores, net, strict=True)
        ]


@dataclass(frozen=True)
class Model:
    sides: Floats  # a weight for each of SIDES, then for the net
    cross: Floats  # SIGNALS by TRAITS
    slope: float  # of the calibration
    offset: float
    net: Net | None
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

    def weighed(self, index: Index, texts: Sequence[Said], extra: Sequence[Sequence[float]]) -> list[Weighed]:
        """Of each text. `extra`: see `signals`. What was taught makes danger and care never less."""
        fitted = self.fitted(index)
        found = fitted.weighed(texts, extra)
        taught = self.taught.get(index.branch)
        if taught is None:
            return found
        after = [taught.on(one.chances, index, said) for one, said in zip(found, texts, strict=True)]
        return [
            Weighed(
                chances,
                max(one.danger, float(chances @ fitted.rate)),
                max(one.care, float(chances @ index.medical)),
                one.net,
            )
            for one, chances in zip(found, after, strict=True)
        ]

    def confidence(self, chance: float) -> float:
        """What a chance has turned out to mean, on families that were not learned from."""
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        return 1 / (1 + exp(-(self.slope * log(chance / (1 - chance)) + self.offset)))


def plain_model() -> Model:
    """Before anything was learned."""
    weights = dict.fromkeys(SIDES, 0.0) | {"words": 4, "name": 2, "signs": 4, "phrase": 8, "share": 4}
    weights |= {"place": 0.5, "no_place": -0.5, "defect": 0.5, "no_defect": -0.3}
    cross = np.zeros((len(SIGNALS), len(TRAITS)), np.float32)
    alarms = Alarms((2.0, 1.0, 0.0, 0.0, 5.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0, 0.0, 0.0), {})
    return Model(np.array([*weights.values(), 0], np.float32), cross, 1.0, 0.0, None, alarms)


@cache
def shipped_model() -> Model:
    source = files("werkplaats.triage").joinpath("data/model.npz")
    if not source.is_file():
        return plain_model()
    with source.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return unpack(dict(kept))


def pack(model: Model) -> dict[str, "np.typing.NDArray[np.generic]"]:
    """As arrays."""
    kept: dict[str, np.typing.NDArray[np.generic]] = {
        "sides": model.sides,
        "cross": model.cross,
        "calibration": np.array([model.slope, model.offset]),
        "alarm danger": np.array(model.alarms.danger),
        "alarm care": np.array(model.alarms.care),
        "alarm of": np.array(list(model.alarms.rates)),
        "alarm rates": np.array(list(model.alarms.rates.values())),
    }
    of_net = model.net.pack() if model.net else {}
    return kept | {f"{NET}{name}": one for name, one in of_net.items()}


NET = "net "


def unpack(kept: dict[str, "np.typing.NDArray[np.generic]"]) -> Model:
    of_net = {name.removeprefix(NET): one for name, one in kept.items() if name.startswith(NET)}
    slope, offset = (float(number) for number in kept["calibration"])
    sides, cross = kept["sides"].astype(np.float32), kept["cross"].astype(np.float32)
    alarms = Alarms(
        tuple(kept["alarm danger"].tolist()),
        tuple(kept["alarm care"].tolist()),
        dict(zip(kept["alarm of"].tolist(), kept["alarm rates"].tolist(), strict=True)),
    )
    return Model(sides, cross, slope, offset, unpacked_net(of_net) if of_net else None, alarms)
