"""The labelled reports, read. How they were made stands beside them, in bench/triage/README.md."""

import csv
from dataclasses import dataclass
from pathlib import Path

from werkplaats.triage.rules.lists import shipped

HERE = Path(__file__).parent
OURS = HERE / "reports.csv"
OTHERS = HERE / "others.csv"
MORE = HERE / "more.csv"  # only learned from
PAIRS = HERE / "pairs.csv"  # without items: for danger and care only
OUTSIDE = HERE / "outside.csv"  # another hand, blind to the lists; only measured with
HANDS = HERE / "hands.csv"  # the newest hands; only measured with


@dataclass(frozen=True)
class Report:
    id: str
    branch: str
    text: str
    items: tuple[str, ...]
    danger: bool
    medical: bool
    language: str
    split: str
    style: str
    kind: str = ""  # of danger, where somebody said it
    party: str = ""  # where no item is given
    trade: str = ""


def load(path: Path) -> list[Report]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Report(
                row["id"],
                row["branch"],
                row["text"],
                tuple(code.strip() for code in row.get("items", "").replace("|", ";").split(";") if code.strip()),
                _yes(row["danger"]),
                _yes(row["medical"]),
                row.get("language", ""),
                row.get("split", ""),
                row.get("style", ""),
                row.get("kind", ""),
                row.get("party", ""),
                row.get("trade", ""),
            )
            for row in csv.DictReader(file)
        ]


def _yes(cell: str) -> bool:
    return cell.strip().lower() in ("yes", "true", "1", "ja")


def of_train(more: list[Report], divided: list[Report]) -> list[Report]:
    """Those of `more` that tell nothing of a family of the test half."""
    trained = {family for report in divided if report.split == "train" for family in families(report)}
    return [report for report in more if families(report) <= trained]


def families(report: Report) -> set[str]:
    version = shipped(report.branch)
    return {item.family for code in report.items if (item := version.item(code))}
