"""Learning to hear: danger (and its kinds) in a report, and medical or personal care in what is asked.

Logistic regressions on what `werkplaats.ground.ear` hears. A label is of a whole text, but what makes it so stands in
one sentence: of a text that is danger only the piece that is strongest so far counts as danger, of a text that is none
every piece is none (multiple-instance learning: Andrews, Tsochantaridis, Hofmann, NIPS 2002). The words of the
lists' own items are heard beside the texts. Deterministic.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.triage.reports import Report, families
from werkplaats.ground import ear
from werkplaats.ground.ear import Ear, features, pieces
from werkplaats.ground.words import Lexicon
from werkplaats.intake.rules import Danger
from werkplaats.intake.rules.danger import ANY, certain
from werkplaats.triage.rules import Urgency
from werkplaats.triage.rules.given import asked
from werkplaats.triage.rules.judge import DANGEROUS
from werkplaats.triage.rules.lists import Item, shipped

PENALTY = 20.0  # C of scikit-learn: the larger, the closer to the examples
RARE = 1.7  # how much easier what stands in few texts gets a weight than what stands in many: a power of its rarity
ROUNDS = 3
LEAST = 2  # texts in which a feature must stand
SMALLEST = 0.03  # weights below this share of the largest are left out: two in five, and no answer is worse for it
OWN = {"danger": 0.2, "care": 1.0}  # how much a phrase of an item counts against a text

Matrix = Any  # scipy's sparse matrix


class Texts:
    """Texts in pieces, each a row of features."""

    def __init__(self, texts: Sequence[str], lexicon: Lexicon, rows: dict[str, int] | None = None) -> None:
        heard = [(number, features(words, lexicon)) for number, text in enumerate(texts) for words in pieces(text)]
        self.rows = rows if rows is not None else _rows(heard)
        self.of = np.array([number for number, _ in heard])
        entries = [
            (row, self.rows[name], weight)
            for row, (_, found) in enumerate(heard)
            for name, weight in found.items()
            if name in self.rows
        ]
        at, columns, weights = zip(*entries, strict=True)
        self.matrix: Matrix = csr_matrix((weights, (at, columns)), (len(heard), len(self.rows)), np.float32)


def _rows(heard: Sequence[tuple[int, dict[str, float]]]) -> dict[str, int]:
    texts: dict[str, set[int]] = {}
    for number, found in heard:
        for name in found:
            texts.setdefault(name, set()).add(number)
    return {name: row for row, name in enumerate(sorted(name for name, of in texts.items() if len(of) >= LEAST))}


def learn(texts: Texts, is_so: Sequence[bool], counts: Sequence[float], rounds: int = ROUNDS) -> tuple[Any, float]:
    """Weights of the features, and what counts before any. `counts`: how much each text does."""
    so = np.array(is_so, bool)
    label = so[texts.of]
    if so.all() or not so.any():
        return np.zeros(len(texts.rows)), 9.0 if so.all() and len(so) else -9.0
    spread = np.maximum(np.asarray((texts.matrix > 0).sum(axis=0)).ravel(), 1)
    rarity = np.log(len(label) / spread) ** RARE / 10
    matrix = texts.matrix.multiply(rarity).tocsr()
    heavy = np.array(counts)[texts.of]
    used = np.ones(len(label), bool)
    for _ in range(rounds):
        fitted = LogisticRegression(C=PENALTY, max_iter=400).fit(matrix[used], label[used], heavy[used])
        strength = fitted.decision_function(matrix)
        strongest = np.full(len(so), -np.inf)
        np.maximum.at(strongest, texts.of, strength)
        used = ~label | (strength >= strongest[texts.of])
    return fitted.coef_[0] * rarity, float(fitted.intercept_[0])


def _ear(found: dict[str, tuple[Any, float]], known: Texts, lexicon: Lexicon) -> Ear:
    matrix = np.stack([weights for weights, _ in found.values()], axis=1).astype(np.float32)
    matrix[np.abs(matrix) < SMALLEST * np.abs(matrix).max(axis=0)] = 0
    names = sorted(known.rows, key=lambda name: known.rows[name])
    weights = {names[row]: matrix[row] for row in np.flatnonzero(np.abs(matrix).max(axis=1) > 0)}
    return ear.learned(found, weights, np.array([start for _, start in found.values()], np.float32), lexicon)


def care(reports: Sequence[Report], lexicon: Lexicon, rounds: int = ROUNDS) -> Ear:
    """From all but those that were written for their kind of danger: what care they tell of was labelled loosely."""
    told = [(asked(report.text, report.branch), report.medical, 1.0) for report in reports if not report.kind]
    told += [(text, item.medical, OWN["care"]) for item, text in phrases()]
    texts, is_so, counts = zip(*told, strict=True)
    known = Texts(texts, lexicon)
    return _ear({"care": learn(known, is_so, counts, rounds)}, known, lexicon)


def danger(reports: Sequence[Report], lexicon: Lexicon, rounds: int = ROUNDS) -> Ear:
    """Whether there is danger, learned from all; of which kind, from the dangerous ones whose kind is known."""
    kinds = [(report.text, of) for report in reports if report.danger and (of := kinds_of(report))]
    told = [(report.text, report.danger, 1.0) for report in reports]
    for item, text in phrases():
        if item.urgency is not Urgency.EMERGENCY:
            told.append((text, False, OWN["danger"]))
        elif item.family in DANGEROUS:  # what else cannot wait is danger sometimes
            told.append((text, True, OWN["danger"]))
            kinds.append((text, {DANGEROUS[item.family]}))
    texts, is_so, counts = zip(*told, strict=True)
    known = Texts(texts, lexicon)
    learned = {ANY: learn(known, is_so, counts, rounds)}
    of_kind = Texts([text for text, _ in kinds], lexicon, known.rows)
    for kind in Danger:
        learned[kind.value] = learn(of_kind, [kind in of for _, of in kinds], [1.0] * len(kinds), 1)
    return _ear(learned, known, lexicon)


@cache
def phrases() -> list[tuple[Item, str]]:
    """The items of both lists, each with all words for it."""
    return [
        (item, text) for branch in ("repairs", "household") for item in shipped(branch).items for text in item.phrases
    ]


def kinds_of(report: Report) -> set[Danger]:
    """Of a dangerous report: as labelled; else by its items; else as it is said in so many words."""
    if report.kind:
        return {Danger(report.kind)}
    by_item = {DANGEROUS[family] for family in families(report) if family in DANGEROUS}
    return by_item or set(certain(report.text))
