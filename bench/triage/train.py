"""Learning: what danger and care sound like, which words go with which item (a net), and how much each side counts (a
conditional logit).

Everything is judged on families that it did not learn from: the reports are cut in parts by family, and the last step
only sees what the first two say of a part that was left out. The same reports give the same files every time.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bench.triage import ears, nets
from bench.triage.reports import Report
from werkplaats.ground.ear import Ear, listen
from werkplaats.intake.rules import danger as dangers
from werkplaats.intake.rules.danger import Heard
from werkplaats.triage.rules import Urgency, medical
from werkplaats.triage.rules.given import asked
from werkplaats.triage.rules.index import SIDES, SIGNALS, TRAITS, Index, signals
from werkplaats.triage.rules.judge import Context, likely
from werkplaats.triage.rules.lists import shipped
from werkplaats.triage.rules.model import Alarms, Model, care_signs, danger_signs
from werkplaats.triage.rules.net import Net, OnList

PARTS = 4
PENALTY = (0.0001, 0.0025)  # of the sides, of signals by traits


@dataclass
class Case:
    """A report with all that is looked up in it once."""

    report: Report
    sides: Any  # the net's last
    signal: Any
    danger: Heard  # by ears that learned nothing of its part
    care: float
    net: tuple[float, float]  # danger and care, by a net that learned nothing of its part either
    right: Any  # columns; none where no item of the desk that was asked fits
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
    reports: Sequence[Report],
    indexes: dict[str, Index],
    heard: Sequence[tuple[Ear, Ear]],
    left_out: Sequence[Net],
    part_of: Division,
) -> list[Case]:
    """`heard`, `left_out`: for each part, the ears and the net that learned nothing of it."""
    on_list = [{branch: OnList(net, branch, index.codes) for branch, index in indexes.items()} for net in left_out]
    found = []
    for report in reports:
        index = indexes[report.branch]
        right = [index.codes.index(code) for code in report.items if code in index.codes]
        text, part = asked(report.text, report.branch), part_of(report)
        said = index.read(text)
        danger_heard = dangers.hear_all([report.text], listen([report.text]), heard[part][0])[0]
        care_heard = medical.hear_all(listen([text]), heard[part][1])[0]
        signal = signals(said, (likely(danger_heard.strength), likely(care_heard)))
        net = on_list[part][report.branch].hear([said])
        sides, both = np.vstack([index.sides([said])[0], net.items]), (float(net.danger[0]), float(net.care[0]))
        found.append(Case(report, sides, signal, danger_heard, care_heard, both, np.array(right, np.intp), part))
    return found


def lessons(reports: Sequence[Report], labelled: Container[str], indexes: dict[str, Index]) -> list[nets.Lesson]:
    """For the net: the reports, and the phrases of the items. `labelled`: the ids of those whose items are known."""
    found = []
    for report in reports:
        index, text = indexes[report.branch], asked(report.text, report.branch)
        codes = tuple(code for code in report.items if code in index.codes) if report.id in labelled else None
        found.append(nets.Lesson(report.branch, index.read(text), codes, report.danger, report.medical))
    for branch, index in indexes.items():
        for item in index.items:
            found += [nets.Lesson(branch, index.read(text), (item.code,)) for text in item.phrases]
    return found


def taught(reports: Sequence[Report], labelled: Container[str], indexes: dict[str, Index]) -> Net:
    codes = {branch: index.codes for branch, index in indexes.items()}
    return nets.learn(lessons(reports, labelled, indexes), codes)


@dataclass(frozen=True)
class Lesson:
    """What was learned, and for each report the chances that a model without its family gives."""

    model: Model
    ears: tuple[Ear, Ear]
    outside: list[tuple[Case, Any]]  # the chances

    @property
    def context(self) -> Context:
        return Context(model=self.model, ears=self.ears)


def train(reports: Sequence[Report], heard_too: Sequence[Report] = (), part_of: Division = by_family) -> Lesson:
    """`heard_too`: texts without items, for danger and care only."""
    indexes = {branch: Index(shipped(branch)) for branch in ("repairs", "household")}
    all_texts, labelled = [*reports, *heard_too], {report.id for report in reports}
    others = [[report for report in all_texts if part_of(report) != part] for part in range(PARTS)]
    without = [hearing(these, rounds=1) for these in others]
    every = cases(all_texts, indexes, without, [taught(these, labelled, indexes) for these in others], part_of)
    known = [case for case in every if len(case.right)]
    outside = []
    for part in range(PARTS):
        asked = [case for case in every if case.part == part]
        if asked:
            weights = _weigh([case for case in known if case.part != part], indexes)
            outside += [(case, _chances(weights, case, indexes)) for case in asked]
    slope, offset = _calibrate([(case, chances) for case, chances in outside if len(case.right)])
    net = taught(all_texts, labelled, indexes)
    model = Model(*_parted(_weigh(known, indexes)), slope, offset, net, _alarms(outside, indexes))
    return Lesson(model, hearing(all_texts), outside)


COUNT = len(SIDES) + 1  # of sides, with the net


def _parted(weights: Any) -> tuple[Any, Any]:
    return weights[:COUNT].astype(np.float32), weights[COUNT:].reshape(len(SIGNALS), len(TRAITS)).astype(np.float32)


def _chances(weights: Any, case: Case, indexes: dict[str, Index]) -> Any:
    own, cross = weights[:COUNT], weights[COUNT:].reshape(len(SIGNALS), len(TRAITS))
    scores = own @ case.sides + (case.signal @ cross) @ indexes[case.report.branch].traits
    chances = np.exp(scores - scores.max())
    return chances / chances.sum()


def _weigh(known: Sequence[Case], indexes: dict[str, Index]) -> Any:
    """The weights with which the right items are the likeliest (a conditional logit, with a penalty on size)."""
    size = COUNT + len(SIGNALS) * len(TRAITS)
    penalty = np.r_[np.full(COUNT, PENALTY[0]), np.full(size - COUNT, PENALTY[1])]
    batches = []
    for branch, index in indexes.items():
        mine = [case for case in known if case.report.branch == branch]
        if mine:
            right = np.zeros((len(mine), len(index.items)), bool)
            for row, case in enumerate(mine):
                right[row, case.right] = True
            batches.append(
                (np.stack([case.sides for case in mine]), np.stack([c.signal for c in mine]), index.traits, right)
            )

    def loss(weights: Any) -> tuple[float, Any]:
        own, cross = weights[:COUNT], weights[COUNT:].reshape(len(SIGNALS), len(TRAITS))
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
            slope[:COUNT] += np.einsum("nki,ni->k", side, off, optimize=True)
            slope[COUNT:] += (signal.T @ off @ traits.T).ravel()
        many = len(known)
        return total / many + (penalty * weights**2).sum(), slope / many + 2 * penalty * weights

    start = np.zeros(size)
    start[:COUNT] = [2] * len(SIDES) + [0.5]
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
    """What ears, items and net say together, by what they say of reports that they did not learn from.

    Care is learned from texts without items as well: who asks the repairs desk for care asks for nothing on its list.
    """
    cases = [case for case, _ in outside]
    of_danger, of_care = [], []
    for part in range(PARTS):
        rates = Alarms((), (), _rates([case for case in cases if case.part != part], indexes))
        rate = {branch: rates.rate(index.items) for branch, index in indexes.items()}
        for case, chances in outside:
            if case.part == part:
                branch, heard = case.report.branch, case.danger
                items, household = float(chances @ rate[branch]), branch == "household"
                net = case.net
                signs = danger_signs(heard.strength, items, net[0], certain=heard.certain, household=household)
                if len(case.right):
                    of_danger.append((case.report.danger, signs))
                care = float(chances @ indexes[branch].medical)
                of_care.append((case.report.medical, care_signs(case.care, care, net[1], household=household)))
    start, ear, items, by_net, certain, *rest = _fitted(of_danger)
    # What is certain is mostly heard as well, and then weighs little; it never makes danger less.
    danger = (start, ear, items, by_net, max(certain, 0.0), *rest)
    return Alarms(danger, _fitted(of_care), _rates(cases, indexes))


def _fitted(told: Sequence[tuple[bool, tuple[float, ...]]]) -> tuple[float, ...]:
    """The weights of signs, of which the first is always 1."""
    label, signs = np.array([so for so, _ in told]), np.array([signs for _, signs in told])
    if label.all() or not label.any():
        return (9.0 if label.all() and len(label) else -9.0, *[0.0] * (signs.shape[1] - 1))
    fit = LogisticRegression(max_iter=400).fit(signs[:, 1:], label)
    return (float(fit.intercept_[0]), *fit.coef_[0].tolist())
