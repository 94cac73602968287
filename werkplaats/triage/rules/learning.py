"""What a cooperative's coordinators taught: a small correction on the shipped model, learned from their decisions.

A decision is an example, also one that agrees with what was proposed. The shipped model stays as it is; what is learned is
a weight for a word (or a pair of words) and an item, as small as the decisions allow (a logistic regression with a
penalty that begins at what the shipped model says). A word that many items speak of moves less, so that "kapot" does not drag
along what has nothing to do with it.

Privacy: a model is kept for years and copied to every process, so nothing of a single home may stand in it. Only words
and pairs that were used from at least `SHARED` different homes are kept. One home that reports ten times, with a name or an
address in it each time, leaves nothing.

Deterministic, and some seconds for 2,000 decisions.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from werkplaats.intake.rules import danger
from werkplaats.triage.rules import medical
from werkplaats.triage.rules.index import Floats, Index
from werkplaats.triage.rules.judge import Context, index_of, judge, whose
from werkplaats.triage.rules.lists import ListVersion
from werkplaats.triage.rules.model import Learned, Model, spoken
from werkplaats.triage.rules.words import LONGEST, Said

SHARED = 3  # homes
PENALTY = 0.2
COMMON = 0.05  # more penalty for every item that speaks of the word
MOST = 2_000  # the latest decisions
ENOUGH = 60  # decisions before anything is learned
AGAIN = 20  # new decisions before it is learned again
HELD_BACK = 0.2  # the latest decisions, which nothing is learned from


@dataclass(frozen=True)
class Example:
    """What a resident wrote, by which list it was judged, and the item that the coordinator chose.

    `home`: a number for the home it came from; it is only counted with.
    """

    text: str
    version: ListVersion
    code: str
    home: int


@dataclass(frozen=True)
class Figures:
    """Of how many decisions a model had the item right at once, the item among three, and the party."""

    decisions: int
    item: int
    in_three: int
    party: int

    def no_worse_than(self, other: "Figures") -> bool:
        return self.party >= other.party and self.item >= other.item


def measure(examples: Sequence[Example], model: Model) -> Figures:
    item = in_three = party = 0
    for one in examples:
        judgement = judge(one.text, one.version, Context(model=model))
        codes = [proposal.item.code for proposal in judgement.proposals]
        chosen = one.version.item(one.code)
        item += codes[:1] == [one.code]
        in_three += one.code in codes[:3]
        if chosen and judgement.best:
            party += judgement.best.party == whose(chosen, subscriber=False)
    return Figures(len(examples), item, in_three, party)


def divided(examples: Sequence[Example]) -> tuple[Sequence[Example], Sequence[Example]]:
    """What is learned from, and the latest, which are held back. `examples` in the order of time."""
    back = round(len(examples) * HELD_BACK)
    return examples[: len(examples) - back], examples[len(examples) - back :]


def learn(examples: Sequence[Example], base: Model) -> Model:
    """The base with what these decisions teach on top of it; what the base was taught before is left out."""
    base = replace(base, taught={})
    branches: dict[str, list[Example]] = defaultdict(list)
    for one in examples[-MOST:]:
        if one.version.item(one.code) is not None:
            branches[one.version.branch].append(one)
    taught = {branch: _taught(branch, these, base) for branch, these in sorted(branches.items())}
    return replace(base, taught={branch: learned for branch, learned in taught.items() if learned is not None})


@dataclass
class _Lesson:
    """The decisions of a branch as numbers: decisions by features, what the base says, and which column was chosen."""

    samples: Any
    features: list[str]
    codes: list[str]  # that were chosen
    scores: Any  # of the chosen codes, the log of the chance
    rest: Any  # the chance of all other items together
    right: Any
    penalty: Any


def _taught(branch: str, examples: Sequence[Example], base: Model) -> Learned | None:
    lesson = _lesson(branch, examples, base)
    if not lesson.features:
        return None
    matrix = _fit(lesson).astype(np.float32)
    matrix[np.abs(matrix) < 0.01 * np.abs(matrix).max()] = 0
    if not matrix.any():
        return None
    rows = {feature: number for number, feature in enumerate(lesson.features)}
    return Learned(rows, {code: number for number, code in enumerate(lesson.codes)}, matrix)


def _lesson(branch: str, examples: Sequence[Example], base: Model) -> _Lesson:
    codes = sorted({one.code for one in examples})
    column = {code: number for number, code in enumerate(codes)}
    scores = np.full((len(examples), len(codes)), -30.0)
    rest = np.zeros(len(examples))
    words, homes = [], defaultdict(set)
    for row, one in enumerate(examples):
        index = index_of(one.version)
        said = index.read(one.text[:LONGEST])
        chances = base.chances(index, said, branch, _extra(one.text, branch))
        for at, code in enumerate(index.codes):
            if code in column:
                scores[row, column[code]] = np.log(max(float(chances[at]), 1e-13))
            else:
                rest[row] += float(chances[at])
        words.append(_words(said))
        for feature in words[-1]:
            homes[feature].add(one.home)
    features = sorted(feature for feature, known in homes.items() if len(known) >= SHARED)
    place = {feature: number for number, feature in enumerate(features)}
    entries = [(row, place[f], weight) for row, one in enumerate(words) for f, weight in one.items() if f in place]
    rows, columns, weights = zip(*entries, strict=True) if entries else ((), (), ())
    samples = csr_matrix((weights, (rows, columns)), shape=(len(examples), len(features)))
    right = np.array([column[one.code] for one in examples])
    spoken_of = index_of(examples[-1].version).speaks
    penalty = np.array([PENALTY * (1 + COMMON * _common(feature, spoken_of)) for feature in features])
    return _Lesson(samples, features, codes, scores, rest, right, penalty)


def _extra(text: str, branch: str) -> tuple[float, float]:
    text = text[:LONGEST]
    return float(bool(danger.find(text))), float(bool(medical.find(text, branch)))


def _words(said: Said) -> dict[str, float]:
    """Words and pairs of words; not the letters in a row, which are of no word in particular."""
    return {feature: weight for feature, weight in spoken(said).items() if feature[:2] in ("t ", "p ")}


def _common(feature: str, spoken_of: Sequence[frozenset[str]]) -> int:
    """How many items speak of it themselves."""
    terms = feature.split(" ")[1:]
    return sum(all(term in item for term in terms) for item in spoken_of)


def _fit(lesson: _Lesson) -> Any:
    """The smallest weights that make the choices likely: features by chosen codes."""
    shape = len(lesson.features), len(lesson.codes)
    at = np.arange(len(lesson.right))
    penalty = lesson.penalty[:, None]

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(shape)
        scores = lesson.scores + lesson.samples @ weights
        most = scores.max(axis=1, keepdims=True).clip(min=0)
        odds = np.exp(scores - most)
        whole = odds.sum(axis=1) + lesson.rest * np.exp(-most[:, 0])
        missed = np.log(whole) + most[:, 0] - scores[at, lesson.right]
        off = odds / whole[:, None]
        off[at, lesson.right] -= 1
        slope = lesson.samples.T @ off + penalty * weights
        return missed.sum() + 0.5 * float((penalty * weights**2).sum()), slope.ravel()

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 60, "maxcor": 6})
    return found.x.reshape(shape)


__all__ = ["AGAIN", "ENOUGH", "MOST", "SHARED", "Example", "Figures", "Floats", "Index", "divided", "learn", "measure"]
