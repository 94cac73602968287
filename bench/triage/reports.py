"""The labelled reports, read. How they were made stands beside them, in bench/triage/README.md."""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
OURS = HERE / "reports.csv"
OTHERS = HERE / "others.csv"


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


def load(path: Path) -> list[Report]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Report(
                row["id"],
                row["branch"],
                row["text"],
                tuple(code.strip() for code in row["items"].replace("|", ";").split(";") if code.strip()),
                _yes(row["danger"]),
                _yes(row["medical"]),
                row.get("language", ""),
                row.get("split", ""),
                row.get("style", ""),
            )
            for row in csv.DictReader(file)
        ]


def _yes(cell: str) -> bool:
    return cell.strip().lower() in ("yes", "true", "1", "ja")
