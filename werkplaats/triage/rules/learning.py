"""Learning from a cooperative's own decisions: a small correction on the shipped model.

A decision is an example, also one that agrees with what was proposed. The shipped model stays as it is. What is learned
is a weight for a feature (`taught.heard`) and an item, as small as the decisions allow: a logistic regression whose
penalty begins at what the shipped model says. A word that many items speak of moves less, so that "kapot" does not drag
along what has nothing to do with it.

Privacy: a model is kept for years and copied to every process, so nothing of a single home may stand in it. Only
features that come from at least `SHARED` different homes are kept: words, pairs of words, three or four letters. One
home that reports ten times with a name or an address in it each time leaves nothing. The texts themselves are not kept.

Deterministic. Needs scipy; judging with what was learned does not.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from werkplaats.ground.words import LONGEST
from werkplaats.triage.rules.advice import OWN_SURE
from werkplaats.triage.rules.given import asked
from werkplaats.triage.rules.judge import Context, extra, index_of, judge, whose
from werkplaats.triage.rules.learned import MOST, SHARED, Example, Figures
from werkplaats.triage.rules.model import Model
from werkplaats.triage.rules.taught import Taught, heard

PENALTY = 0.05
COMMON = 0.05  # more penalty for every item that speaks of the word
SMALLEST = 0.02  # weights below this share of the largest are left out


def measure(examples: Sequence[Example], model: Model) -> Figures:
    """How good the model is at these decisions."""
    item = in_three = party = misled = 0
    for one in examples:
        judgement, chosen = judge(one.text, one.version, Context(model=model)), one.version.item(one.code)
        codes = [proposal.item.code for proposal in judgement.proposals]
        item += codes[:1] == [one.code]
        in_three += one.code in codes[:3]
        best = judgement.best
        is_right = bool(best and chosen and best.party == whose(chosen, subscriber=False))
        party += is_right
        misled += bool(best and best.confidence >= OWN_SURE and not is_right)
    return Figures(len(examples), item, in_three, party, misled)


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
    """The decisions of a branch as numbers."""

    samples: Any  # decisions by features
    features: list[str]
    codes: list[str]  # that were chosen
    scores: Any  # decisions by codes: the logarithm of the chance that the base gives
    rest: Any  # the chance that the base gives to all other items together
    right: Any  # which code was chosen
    penalty: Any  # of each feature


def _taught(branch: str, examples: Sequence[Example], base: Model) -> Taught | None:
    lesson = _lesson(branch, examples, base)
    if not lesson.features:
        return None
    matrix = _fit(lesson).astype(np.float32)
    matrix[np.abs(matrix) < SMALLEST * np.abs(matrix).max()] = 0
    used = np.flatnonzero(matrix.any(axis=1))
    if not len(used):
        return None
    rows = {lesson.features[at]: number for number, at in enumerate(used)}
    return Taught(rows, {code: number for number, code in enumerate(lesson.codes)}, matrix[used])


def _lesson(branch: str, examples: Sequence[Example], base: Model) -> _Lesson:
    codes = sorted({one.code for one in examples})
    column = {code: number for number, code in enumerate(codes)}
    scores, rest = np.full((len(examples), len(codes)), -30.0), np.zeros(len(examples))
    found: list[dict[str, float]] = []
    homes: dict[str, set[int]] = defaultdict(set)
    for row, one in enumerate(examples):
        index = index_of(one.version)
        said = index.read(asked(one.text[:LONGEST], branch))
        chances = base.weighed(index, [said], [extra(one.text[:LONGEST], branch)])[0].chances
        for code, chance in zip(index.codes, chances.tolist(), strict=True):
            if code in column:
                scores[row, column[code]] = np.log(max(chance, 1e-13))
            else:
                rest[row] += chance
        found.append(heard(said, index.codes, chances))
        for feature in found[-1]:
            homes[feature].add(one.home)
    features = sorted(feature for feature, known in homes.items() if len(known) >= SHARED)
    right = np.array([column[one.code] for one in examples])
    speaks = index_of(examples[-1].version).speaks
    penalty = np.array([PENALTY * (1 + COMMON * _common(feature, speaks)) for feature in features])
    return _Lesson(_samples(found, features), features, codes, scores, rest, right, penalty)


def _samples(found: Sequence[dict[str, float]], features: Sequence[str]) -> Any:
    place = {feature: number for number, feature in enumerate(features)}
    entries = [
        (row, place[name], weight) for row, one in enumerate(found) for name, weight in one.items() if name in place
    ]
    rows, columns, weights = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_matrix((weights, (rows, columns)), shape=(len(found), len(features)))


def _common(feature: str, speaks: Sequence[frozenset[str]]) -> int:
    """How many items speak of a word or pair themselves; 0 for letters and for what was proposed."""
    if feature[:2] not in ("t ", "p "):
        return 0
    terms = feature.split(" ")[1:]
    return sum(all(term in item for term in terms) for item in speaks)


def _fit(lesson: _Lesson) -> Any:
    """The smallest weights that make the choices likely: features by codes."""
    shape = len(lesson.features), len(lesson.codes)
    at, penalty = np.arange(len(lesson.right)), lesson.penalty[:, None]

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(shape)
        scores = lesson.scores + lesson.samples @ weights
        most = scores.max(axis=1).clip(min=0)
        odds = np.exp(scores - most[:, None])
        whole = odds.sum(axis=1) + lesson.rest * np.exp(-most)
        missed = np.log(whole) + most - scores[at, lesson.right]
        off = odds / whole[:, None]
        off[at, lesson.right] -= 1
        slope = lesson.samples.T @ off + penalty * weights
        return missed.sum() + 0.5 * float((penalty * weights**2).sum()), slope.ravel()

    start = np.zeros(shape[0] * shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60, "maxcor": 5})
    return found.x.reshape(shape)
