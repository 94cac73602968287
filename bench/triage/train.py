"""Learning: what danger and care sound like, which words go with which item (ridge regression), and how much each side
counts (a conditional logit).

Everything is judged on families that it did not learn from: the reports are cut in parts by family, and the last step
only sees what the first two say of a part that was left out. Deterministic: no randomness, the same files every time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from bench.triage import ears
from bench.triage.reports import Report
from werkplaats.ground.ear import Ear
from werkplaats.intake.rules import danger as dangers
from werkplaats.intake.rules.danger import Heard
from werkplaats.triage.rules import Urgency, medical
from werkplaats.triage.rules.given import asked
from werkplaats.triage.rules.index import SIDES, SIGNALS, TRAITS, Index, signals
from werkplaats.triage.rules.judge import Context, likely
from werkplaats.triage.rules.lists import shipped
from werkplaats.triage.rules.model import (
    OWN_SIDES,
    Alarms,
    Learned,
    Model,
    care_signs,
    danger_signs,
    in_bytes,
    shared,
    spoken,
)
from werkplaats.triage.rules.words import Said

PARTS = 4
RIDGE = 1.0
REPORT_WEIGHT = 2.0
PENALTY = (0.0001, 0.0025)  # of the sides, of signals by traits
SMALLEST = 0.004  # weights below this share of the largest are left out
CLOSE = 1e-3  # how exactly the ridge regression is solved


@dataclass
class Case:
    """A report with all that is looked up in it once."""

    report: Report
    said: Said
    sides: Any
    signal: Any
    danger: Heard  # by ears that learned nothing of its part
    care: float
    right: Any  # columns
    part: int


def by_family(report: Report) -> int:
    """The part of a report when a family is in one part: as for a family that nobody reported yet."""
    item = shipped(report.branch).item(report.items[0]) if report.items else None
    return crc32((item.family if item else report.id).encode()) % PARTS


def by_report(report: Report) -> int:
    """The part of a report when its family may be known: as it is for who uses the shipped model."""
    return crc32(report.id.encode()) % PARTS


Division = Callable[[Report], int]


def hearing(reports: Sequence[Report], rounds: int = ears.ROUNDS) -> tuple[Ear, Ear]:
    """The ears for danger (and its kinds, where they are known) and for care."""
    return ears.danger(reports, dangers.words(), rounds), ears.care(reports, medical.words(), rounds)


def cases(
    reports: Sequence[Report], indexes: dict[str, Index], heard: Sequence[tuple[Ear, Ear]], part_of: Division
) -> list[Case]:
    """`heard`: for each part, ears that learned nothing of it."""
    found = []
    for report in reports:
        index = indexes[report.branch]
        right = [index.codes.index(code) for code in report.items if code in index.codes]
        if not right:
            continue
        text, part = asked(report.text, report.branch), part_of(report)
        said = index.read(text)
        danger_heard, care_heard = dangers.hear(report.text, heard[part][0]), medical.hear(text, heard[part][1])
        signal = signals(said, (likely(danger_heard.strength), likely(care_heard)))
        found.append(Case(report, said, index.sides(said), signal, danger_heard, care_heard, np.array(right), part))
    return found


class Teacher:
    """The samples of a branch as one matrix: the items' own phrases, then the reports."""

    def __init__(self, index: Index, known: Sequence[Case]) -> None:
        self.index = index
        self.own = [(number, said) for number, item in enumerate(index.items) for said in _phrases(index, item)]
        saids = [said for _number, said in self.own] + [case.said for case in known]
        spoken_of = [spoken(said) for said in saids]
        counts: dict[str, int] = {}
        for one in spoken_of:
            for feature in one:
                counts[feature] = counts.get(feature, 0) + 1
        self.features = {name: row for row, name in enumerate(sorted(name for name in counts if counts[name] >= 2))}
        known_of = [[(f, w) for f, w in one.items() if f in self.features] for one in spoken_of]
        data = [(row, self.features[f], w) for row, one in enumerate(known_of) for f, w in one]
        rows, columns, weights = zip(*data, strict=True)
        samples = csr_matrix((weights, (rows, columns)), (len(saids), len(self.features)), np.float32)
        # What stands in few samples gets a weight more easily than what stands in many.
        spread = np.asarray((samples > 0).sum(axis=0)).ravel()
        self.rarity = (np.log(len(saids) / spread) / 4).astype(np.float32)
        self.samples = (samples @ diags(self.rarity)).tocsr()
        self.right = np.zeros((len(saids), len(index.items)), np.float32)
        for row, (number, _said) in enumerate(self.own):
            self.right[row, number] = 1
        for row, case in enumerate(known, start=len(self.own)):
            self.right[row, case.right] = 1 / len(case.right)
        self.parts = np.array([-1] * len(self.own) + [case.part for case in known])
        self.whole = self.weights(None, np.zeros((len(self.features), len(index.items)), np.float32))

    def weights(self, part: int | None, start: Any) -> Any:
        """Of each feature for each item, by ridge regression on the samples outside a part (conjugate gradients)."""
        used = np.flatnonzero(self.parts != part) if part is not None else np.arange(len(self.parts))
        counts = diags(np.where(self.parts[used] < 0, 1.0, REPORT_WEIGHT).astype(np.float32))
        samples = self.samples[used]
        turned = (samples.T @ counts).tocsr()

        def times(one: Any) -> Any:
            return turned @ (samples @ one) + RIDGE * one

        weights = start.copy()
        off = turned @ self.right[used] - times(weights)
        way, size = off.copy(), (off * off).sum(axis=0)
        enough = CLOSE**2 * np.square(turned @ self.right[used]).sum(axis=0)
        for _ in range(100):
            if (size <= enough).all():
                break
            turn = times(way)
            step = size / np.maximum((way * turn).sum(axis=0), 1e-12)
            weights += step * way
            off -= step * turn
            before, size = size, (off * off).sum(axis=0)
            way = off + (size / np.maximum(before, 1e-12)) * way
        return weights

    def left_out(self) -> Any:
        """For every report what is learned without its own part says."""
        found = np.zeros((len(self.parts) - len(self.own), len(self.index.items)), np.float32)
        for part in sorted(set(self.parts[len(self.own) :].tolist())):
            asked = np.flatnonzero(self.parts == part)
            found[asked - len(self.own)] = self.samples[asked] @ self.weights(part, self.whole)
        return found

    def learned(self) -> Learned:
        matrix = self.whole * self.rarity[:, None]
        matrix[np.abs(matrix) < SMALLEST * np.abs(matrix).max()] = 0
        columns = {code: number for number, code in enumerate(self.index.codes)}
        return Learned(dict(self.features), columns, *in_bytes(Learned({}, {}, matrix)))


def _phrases(index: Index, item: Any) -> list[Said]:
    return [index.read(text) for text in (item.name_nl, item.name_en, *item.words)]


@dataclass(frozen=True)
class Lesson:
    """What was learned, and for each report the chances that a model without its family gives."""

    model: Model
    ears: tuple[Ear, Ear]
    outside: list[tuple[Case, Any]]

    @property
    def context(self) -> Context:
        return Context(model=self.model, ears=self.ears)


def train(reports: Sequence[Report], heard_too: Sequence[Report] = (), part_of: Division = by_family) -> Lesson:
    """`heard_too`: texts without items, for the ears only."""
    indexes = {branch: Index(shipped(branch)) for branch in ("repairs", "household")}
    all_texts = [*reports, *heard_too]
    without = [hearing([r for r in all_texts if part_of(r) != part], rounds=1) for part in range(PARTS)]
    known = cases(reports, indexes, without, part_of)
    learned: dict[str, Learned] = {}
    sides: list[Any] = []
    for branch, index in indexes.items():
        mine = [case for case in known if case.report.branch == branch]
        teacher = Teacher(index, mine)
        learned[branch] = teacher.learned()
        own = teacher.left_out()
        sides += [(case, np.vstack([case.sides, shared(row, index)])) for case, row in zip(mine, own, strict=True)]
    outside = []
    for part in range(PARTS):
        others = [entry for entry in sides if entry[0].part != part]
        asked = [entry for entry in sides if entry[0].part == part]
        if asked:
            weights = _weigh(others, indexes)
            outside += [(case, _chances(weights, case, side, indexes)) for case, side in asked]
    slope, offset = _calibrate(outside)
    model = Model(*_parted(_weigh(sides, indexes)), slope, offset, learned, _alarms(outside, indexes))
    return Lesson(model, hearing(all_texts), outside)


def _parted(weights: Any) -> tuple[Any, Any]:
    count = len(SIDES) + OWN_SIDES
    return weights[:count].astype(np.float32), weights[count:].reshape(len(SIGNALS), len(TRAITS)).astype(np.float32)


def _scores(weights: Any, case: Case, side: Any, indexes: dict[str, Index]) -> Any:
    own, cross = weights[: len(SIDES) + OWN_SIDES], weights[len(SIDES) + OWN_SIDES :].reshape(len(SIGNALS), len(TRAITS))
    return own @ side + (case.signal @ cross) @ indexes[case.report.branch].traits


def _chances(weights: Any, case: Case, side: Any, indexes: dict[str, Index]) -> Any:
    scores = _scores(weights, case, side, indexes)
    chances = np.exp(scores - scores.max())
    return chances / chances.sum()


def _weigh(entries: Sequence[tuple[Case, Any]], indexes: dict[str, Index]) -> Any:
    """The weights with which the right items are the likeliest (a conditional logit, with a penalty on size)."""
    count = len(SIDES) + OWN_SIDES
    size = count + len(SIGNALS) * len(TRAITS)
    penalty = np.r_[np.full(count, PENALTY[0]), np.full(size - count, PENALTY[1])]
    batches = []
    for branch, index in indexes.items():
        mine = [entry for entry in entries if entry[0].report.branch == branch]
        if mine:
            right = np.zeros((len(mine), len(index.items)), bool)
            for row, (case, _side) in enumerate(mine):
                right[row, case.right] = True
            batches.append(
                (np.stack([side for _c, side in mine]), np.stack([c.signal for c, _s in mine]), index.traits, right)
            )

    def loss(weights: Any) -> tuple[float, Any]:
        own, cross = weights[:count], weights[count:].reshape(len(SIGNALS), len(TRAITS))
        total, slope = 0.0, np.zeros(size)
        for side, signal, traits, right in batches:
            scores = np.tensordot(side, own, (1, 0)) + signal @ cross @ traits
            scores -= scores.max(axis=1, keepdims=True)
            chances = np.exp(scores)
            chances /= chances.sum(axis=1, keepdims=True)
            among = chances * right
            mass = among.sum(axis=1, keepdims=True) + 1e-12
            total -= np.log(mass).sum()
            off = chances - among / mass
            slope[:count] += np.einsum("nki,ni->k", side, off, optimize=True)
            slope[count:] += (signal.T @ off @ traits.T).ravel()
        many = len(entries)
        return total / many + (penalty * weights**2).sum(), slope / many + 2 * penalty * weights

    start = np.zeros(size)
    start[:count] = 2
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x


def _calibrate(outside: Sequence[tuple[Case, Any]]) -> tuple[float, float]:
    top = np.array([chances.max() for _case, chances in outside])
    hit = np.array([chances.argmax() in case.right for case, chances in outside])
    if hit.all() or not hit.any():
        return 1.0, 0.0
    top = np.clip(top, 1e-6, 1 - 1e-6)
    fit = LogisticRegression(C=100).fit(np.log(top / (1 - top))[:, None], hit)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


SHRUNK = 3.0  # reports of its urgency that an item's rate of danger begins with


def _rates(known: Sequence[Case], indexes: dict[str, Index]) -> dict[str, float]:
    """See `Alarms.rates`."""
    told: dict[str, list[bool]] = {}
    for case in known:
        for item in (indexes[case.report.branch].items[at] for at in case.right):
            told.setdefault(item.code, []).append(case.report.danger)
            told.setdefault(item.urgency.value, []).append(case.report.danger)
    rates = {}
    for urgency in Urgency:
        of = told.get(urgency.value, [])
        rates[urgency.value] = (sum(of) + 0.5) / (len(of) + 1)
    for index in indexes.values():
        for item in index.items:
            of = told.get(item.code, [])
            if of:
                rates[item.code] = (sum(of) + SHRUNK * rates[item.urgency.value]) / (len(of) + SHRUNK)
    return rates


def _alarms(outside: Sequence[tuple[Case, Any]], indexes: dict[str, Index]) -> Alarms:
    """What the ears and the items say together, by what both say of reports that they did not learn from."""
    cases = [case for case, _ in outside]
    of_danger, of_care = [], []
    for part in range(PARTS):
        rates = Alarms((), (), _rates([case for case in cases if case.part != part], indexes))
        rate = {branch: rates.rate(index.items) for branch, index in indexes.items()}
        for case, chances in outside:
            if case.part == part:
                branch, heard = case.report.branch, case.danger
                items, household = float(chances @ rate[branch]), branch == "household"
                signs = danger_signs(heard.strength, items, certain=heard.certain, household=household)
                of_danger.append((case.report.danger, signs))
                care = float(chances @ indexes[branch].medical)
                of_care.append((case.report.medical, care_signs(case.care, care)))
    start, ear, items, certain, *rest = _fitted(of_danger)
    # What is certain is mostly heard as well, and then weighs little; it never makes danger less.
    danger = (start, ear, items, max(certain, 0.0), *rest)
    return Alarms(danger, _fitted(of_care), _rates(cases, indexes))


def _fitted(told: Sequence[tuple[bool, tuple[float, ...]]]) -> tuple[float, ...]:
    """The weights of signs, of which the first is always 1."""
    label, signs = np.array([so for so, _ in told]), np.array([signs for _, signs in told])
    if label.all() or not label.any():
        return (9.0 if label.all() and len(label) else -9.0, *[0.0] * (signs.shape[1] - 1))
    fit = LogisticRegression(max_iter=400).fit(signs[:, 1:], label)
    return (float(fit.intercept_[0]), *fit.coef_[0].tolist())
