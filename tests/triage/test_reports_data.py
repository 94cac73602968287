"""The labelled reports of bench/triage: enough of them, labelled with items that exist, divided by family."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from bench.triage.split import HERE, Row, divide, families, items, read

COLUMNS = ["id", "branch", "text", "items", "danger", "medical", "language", "style"]
MORE_COLUMNS = {"reports": ["split"], "pairs": ["kind"], "outside": ["party", "trade"]}
KINDS = {"", "gas", "electricity", "water", "fire", "locked_in", "falling", "person"}
ITEMS = items()
REPORTS = read(HERE / "reports.csv")
SETS = {path.stem: read(path) for path in sorted(HERE.glob("*.csv"))}
EVERY = [report for rows in SETS.values() for report in rows]


def plain(text: str) -> str:
    """The words alone: two texts that differ in capitals or marks are the same text."""
    return " ".join(re.findall(r"\w+", text.lower())) or text


def codes(report: Row) -> list[str]:
    return [code for code in report["items"].split(";") if code]


def count(column: str, half: str | None = None) -> int:
    """How many reports say yes in the column, in one half or in both."""
    return sum(report[column] == "yes" for report in REPORTS if half in (None, report["split"]))


def test_there_are_enough_reports_and_danger_and_medical_stand_in_both_halves() -> None:
    assert len(REPORTS) >= 600
    for column in ("danger", "medical"):
        assert count(column) >= 60
        assert count(column, "train") >= 30
        assert count(column, "test") >= 30


def test_every_item_is_told_at_least_twice() -> None:
    told = [code for report in REPORTS for code in codes(report)]
    assert [code for code in ITEMS if told.count(code) < 2] == []


@pytest.mark.parametrize("name", sorted(SETS))
def test_a_report_has_its_columns_and_an_id_of_its_own(name: str) -> None:
    header = next(csv.reader([(Path(HERE) / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]]))
    assert sorted(header) == sorted([*COLUMNS, *MORE_COLUMNS.get(name, [])])
    ids = [report["id"] for report in SETS[name]]
    assert len(set(ids)) == len(ids)


def test_a_label_is_one_of_the_words_it_may_be() -> None:
    for report in EVERY:
        assert report["branch"] in ("repairs", "household"), report
        assert report["danger"] in ("yes", "no"), report
        assert report["medical"] in ("yes", "no"), report
        assert report["language"] in ("nl", "en"), report
        assert report.get("split", "train") in ("train", "test"), report
        assert report["style"], report
        assert report.get("kind", "") in KINDS, report
        assert not report.get("kind") or report["danger"] == "yes", report
        assert report.get("party", "tenant") in ("tenant", "cooperative", "landlord", "elsewhere"), report
        assert report["text"].strip() == report["text"] != "", report


def test_the_items_exist_and_belong_to_the_branch() -> None:
    for report in EVERY:
        for code in codes(report):
            assert code in ITEMS, report
            assert code.startswith("H-") == (report["branch"] == "household"), report
        assert len(set(codes(report))) == len(codes(report)), report


def test_a_report_with_a_medical_item_is_medical() -> None:
    for report in EVERY:
        if any(ITEMS[code]["medical"] == "yes" for code in codes(report)):
            assert report["medical"] == "yes", report


def test_no_family_is_in_both_halves() -> None:
    """A report of several items stands in test when one family does; so training never shows a test family."""
    trained = {family for report in REPORTS if report["split"] == "train" for family in families(report, ITEMS)}
    single = [report for report in REPORTS if report["split"] == "test" and len(set(families(report, ITEMS))) == 1]
    assert {family for report in single for family in families(report, ITEMS)} & trained == set()
    for report in REPORTS:
        if report["split"] == "test" and families(report, ITEMS):
            assert set(families(report, ITEMS)) - trained, report


def test_both_halves_have_every_party() -> None:
    parties = defaultdict(set)
    for report in REPORTS:
        parties[report["split"]] |= {ITEMS[code]["party"] for code in codes(report)}
    assert parties["train"] == parties["test"] == {row["party"] for row in ITEMS.values()}


def test_the_division_is_the_one_that_the_seed_makes() -> None:
    again = [dict(report) for report in REPORTS]
    divide(again, ITEMS)
    assert again == REPORTS


def test_no_text_stands_there_twice() -> None:
    texts = [plain(report["text"]) for report in EVERY]
    assert [text for text in set(texts) if texts.count(text) > 1] == []


def test_no_text_is_an_item_in_its_own_words() -> None:
    own = {plain(row[name]) for row in ITEMS.values() for name in ("name_nl", "name_en")}
    own |= {plain(word) for row in ITEMS.values() for word in row["words"].split(";")}
    assert [report["id"] for report in EVERY if plain(report["text"]) in own] == []
