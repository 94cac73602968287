"""The figures: how often right, on reports whose families were not learned from."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from bench.triage import baselines
from bench.triage.reports import Report
from werkplaats.intake.rules import danger as danger_words
from werkplaats.triage.rules.judge import Context, judge, whose
from werkplaats.triage.rules.lists import shipped

BINS = 10
# The trades of outside.csv, as VERA names them.
TRADES = {
    "plumber": "LOO LOA ONT GEI DAK", "electrician": "ELE ELA", "carpenter": "TIM TAL HOV", "glazier": "GLA",
    "plasterer": "STU", "tiler": "TEG VOC", "painter": "SCH", "heating": "CVI LOO LOA GEI", "locksmith": "TIM TAL",
    "pest": "ONG", "help": "HH",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What somebody says of a report."""

    items: tuple[str, ...]  # the best first
    confidence: float
    danger: bool
    medical: bool
    party: str = ""


@dataclass(frozen=True)
class Figures:
    reports: int
    party: float
    trade: float
    first: float | None
    in_three: float | None
    danger_recall: float
    danger_precision: float
    medical_recall: float
    medical_precision: float
    ece: float | None

    def as_dict(self) -> dict[str, float]:
        """Without what could not be measured: no report names an item."""
        return {name: round(value, 4) for name, value in asdict(self).items() if value is not None}


Judge = Callable[[Report], Answer]


def ours(context: Context) -> Judge:
    def answer(report: Report) -> Answer:
        found = judge(report.text, shipped(report.branch), context)
        proposals = found.proposals
        return Answer(
            tuple(proposal.item.code for proposal in proposals[:3]),
            proposals[0].confidence if proposals else 0.0,
            bool(found.danger),
            found.medical,
            proposals[0].party if proposals else "",
        )

    return answer


def baseline(make: Callable[[str], baselines.Ranking]) -> Judge:
    """Danger and medical as such a system would say them: by the item that it finds."""
    rankings = {branch: make(branch) for branch in ("repairs", "household")}

    def answer(report: Report) -> Answer:
        best, chance = rankings[report.branch](report.text)
        items = [shipped(report.branch).items[at] for at in best]
        return Answer(
            tuple(item.code for item in items),
            chance,
            bool(danger_words.find(items[0].name_nl)) or items[0].family in ("gas", "elektra-gevaar"),
            items[0].medical,
            whose(items[0], subscriber=False),
        )

    return answer


def measure(reports: Sequence[Report], judge_: Judge) -> Figures:
    answers = [(report, judge_(report)) for report in reports]
    party, trade, first, three, sure = [], [], [], [], []
    for report, answer in answers:
        version = shipped(report.branch)
        right = [item for code in report.items if (item := version.item(code))]
        best = version.item(answer.items[0]) if answer.items else None
        if report.party:
            party.append(answer.party == report.party)
            if report.trade:
                trade.append(best is not None and (best.trade or "-") in TRADES[report.trade])
        if not right:
            continue
        party.append(answer.party in {whose(item, subscriber=False) for item in right})
        trade.append(best is not None and best.trade in {item.trade for item in right})
        first.append(best is not None and best.code in report.items)
        three.append(bool(set(answer.items[:3]) & set(report.items)))
        sure.append(answer.confidence)
    danger = _found([(report.danger, answer.danger) for report, answer in answers])
    medical = _found([(report.medical, answer.medical) for report, answer in answers])
    items = (_mean(first), _mean(three)) if first else (None, None)
    error = _ece(sure, first) if first else None
    return Figures(len(answers), _mean(party), _mean(trade), *items, *danger, *medical, error)


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _found(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    """Recall and precision."""
    both = sum(is_so and said for is_so, said in pairs)
    so, said = sum(is_so for is_so, _said in pairs), sum(said for _is_so, said in pairs)
    return both / so if so else 1.0, both / said if said else 1.0


def _ece(sure: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error of the first proposal, in ten bins of equal width."""
    confidence, hit = np.array(sure), np.array(right, float)
    at = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return float(
        sum(abs(confidence[at == b].mean() - hit[at == b].mean()) * (at == b).mean() for b in set(at.tolist()))
    )
