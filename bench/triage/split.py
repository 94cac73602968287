"""Divides reports.csv in train and test by family of items: `python -m bench.triage.split` writes the column again.

A family is wholly in one half, so a test family is never seen in training. Families are shuffled with a fixed seed
within their kind (dangerous, medical, else the party that most of their items belong to), and each goes to the half
that has the fewest reports of that kind so far: both halves get every kind. A report with several items goes to test
as soon as one of its families is a test family; a report without an item is dealt out in turn.
"""

import csv
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
LISTS = HERE.parents[1] / "werkplaats" / "triage" / "data" / "lists"
SEED = 3
DANGEROUS = 5  # a family with at least so many dangerous reports is of the kind "dangerous"

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def items() -> dict[str, Row]:
    """The items of both lists, by code."""
    return {row["code"]: row for name in ("repairs", "household") for row in read(LISTS / f"{name}.csv")}


def families(report: Row, known: dict[str, Row]) -> list[str]:
    """The families of a report's items; a family of the household list never is one of the repairs list."""
    return [f"{report['branch']} {known[code]['family']}" for code in report["items"].split(";") if code]


def kinds(reports: list[Row], known: dict[str, Row]) -> dict[str, str]:
    """The kind of each family."""
    danger = Counter(f for report in reports if report["danger"] == "yes" for f in families(report, known))
    medical = {f"household {row['family']}" for row in known.values() if row["medical"] == "yes"}
    parties: dict[str, Counter[str]] = defaultdict(Counter)
    for report in reports:
        for code, family in zip(report["items"].split(";"), families(report, known), strict=False):
            parties[family][known[code]["party"]] += 1
    found = {}
    for family, party in parties.items():
        branch = family.split()[0]
        kind = "medical" if family in medical else party.most_common(1)[0][0]
        found[family] = f"{branch} {'dangerous' if branch == 'repairs' and danger[family] >= DANGEROUS else kind}"
    return found


def halves(reports: list[Row], known: dict[str, Row]) -> dict[str, str]:
    """train or test for each family."""
    size = Counter(f for report in reports for f in families(report, known))
    of_kind: dict[str, list[str]] = defaultdict(list)
    for family, kind in sorted(kinds(reports, known).items()):
        of_kind[kind].append(family)
    random = Random(SEED)
    found = {}
    for _, members in sorted(of_kind.items()):
        random.shuffle(members)
        so_far = dict.fromkeys(random.sample(["train", "test"], 2), 0)
        for family in members:
            half = min(so_far, key=so_far.__getitem__)
            found[family] = half
            so_far[half] += size[family]
    return found


def divide(reports: list[Row], known: dict[str, Row]) -> None:
    """Sets `split` of every report."""
    half = halves(reports, known)
    without = 0
    for report in reports:
        found = {half[family] for family in families(report, known)}
        if not found:
            found = {("train", "test")[without % 2]}
            without += 1
        report["split"] = "test" if "test" in found else "train"


def main() -> None:
    reports = read(HERE / "reports.csv")
    divide(reports, items())
    with (HERE / "reports.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(reports[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(reports)


if __name__ == "__main__":
    main()
