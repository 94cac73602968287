"""The three lists that come with the program: complete, consistent, and written so that a resident can read them."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from werkplaats.triage.rules.trades import HOUSEHOLD_TRADE, TRADES

DATA = Path(__file__).parents[2] / "werkplaats" / "triage" / "data"
NAMES = ("besluit", "repairs", "household")
COLUMNS = [
    *("code", "name_nl", "name_en", "letter", "family", "locations", "defects", "party", "trade", "urgency", "minutes"),
    *("workers", "follow_up", "ground", "words", "conditions_nl", "conditions_en", "explanation_nl", "explanation_en"),
    *("medical", "norm_minutes", "norm_frequency", "source"),
]
PARTIES = {"tenant", "service_plan", "cooperative", "landlord", "elsewhere"}
OURS = {"service_plan", "cooperative"}
LETTERS = "abcdefghijklmnopqrst"

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (DATA / "lists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def vera(kind: str) -> set[str]:
    """The codes of a VERA list that have not expired."""
    with (DATA / f"vera_{kind.lower()}.csv").open(encoding="utf-8", newline="") as file:
        return {row["Code"] for row in csv.DictReader(file, delimiter=";") if not row["Einddatum"]}


LISTS = {name: rows(name) for name in NAMES}
EVERY = [row for name in NAMES for row in LISTS[name]]


def wrong(right: Callable[[Row], bool], items: list[Row] = EVERY) -> list[str]:
    """The codes of the items for which `right` does not hold."""
    return [row["code"] for row in items if not right(row)]


def parts(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def mean_sentence(text: str) -> float:
    """Words a sentence, on average."""
    sentences = [s for s in re.split(r"[.!?]+(?:\s|$)", text) if s.strip()]
    return sum(len(s.split()) for s in sentences) / len(sentences)


@pytest.mark.parametrize("name", NAMES)
def test_a_list_has_its_columns_and_stands_in_order_of_code(name: str) -> None:
    header = (DATA / "lists" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    codes = [row["code"] for row in LISTS[name]]
    assert header.split(",") == COLUMNS
    assert codes == sorted(codes)


def test_a_code_means_one_item_over_all_lists() -> None:
    codes = [row["code"] for row in EVERY]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_items_of_a_list_have_the_same_name(name: str) -> None:
    for column in ("name_nl", "name_en"):
        names = [row[column].lower() for row in LISTS[name]]
        assert len(set(names)) == len(names)


def test_the_lists_are_complete() -> None:
    medical = [row for row in LISTS["household"] if row["medical"] == "yes"]
    assert len(LISTS["repairs"]) >= 260
    assert len(LISTS["household"]) - len(medical) >= 45
    assert len(medical) >= 20
    assert {row["letter"] for row in LISTS["repairs"]} >= set("ABCDEFGHIKLMNOPRSTUVWZ")


def test_every_letter_of_the_besluit_is_there() -> None:
    assert {row["ground"] for row in LISTS["besluit"]} == set(LETTERS)
    assert {row["party"] for row in LISTS["besluit"]} == {"tenant"}


def test_an_item_uses_codes_that_exist() -> None:
    locations, defects = vera("DEFECTLOCATIE"), vera("DEFECTSOORT")
    assert wrong(lambda row: set(parts(row["locations"])) <= locations) == []
    assert wrong(lambda row: set(parts(row["defects"])) <= defects) == []
    assert wrong(lambda row: {*parts(row["trade"]), *parts(row["follow_up"])} <= TRADES) == []


def test_an_item_uses_the_words_of_the_program() -> None:
    assert wrong(lambda row: row["party"] in PARTIES) == []
    assert wrong(lambda row: row["urgency"] in {"emergency", "soon", "normal", "planned"}) == []
    assert wrong(lambda row: row["workers"] in {"1", "2"} and row["medical"] in {"yes", "no"}) == []
    assert wrong(lambda row: row["ground"] == "" or row["ground"] in LETTERS) == []
    assert wrong(lambda row: row["letter"] == row["name_nl"][0].upper()) == []
    assert wrong(lambda row: row["source"] != "" and row["family"] != "") == []


def test_an_item_has_a_trade_and_minutes_only_when_one_of_ours_does_it() -> None:
    assert wrong(lambda row: bool(row["trade"]) == (row["party"] in OURS)) == []
    assert wrong(lambda row: (int(row["minutes"]) > 0) == (row["party"] in OURS)) == []
    assert wrong(lambda row: not row["follow_up"] or row["party"] in OURS) == []


def test_the_besluit_is_the_ground_of_a_tenants_item_only() -> None:
    assert wrong(lambda row: not row["ground"] or row["party"] in {"tenant", "service_plan"}) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_item_is_explained_in_short_sentences(language: str) -> None:
    assert wrong(lambda row: row[f"explanation_{language}"].endswith(".")) == []
    assert wrong(lambda row: mean_sentence(row[f"explanation_{language}"]) <= 15) == []
    assert wrong(lambda row: len(row[f"explanation_{language}"]) <= 450) == []


def test_a_condition_is_there_in_both_languages() -> None:
    assert wrong(lambda row: bool(row["conditions_nl"]) == bool(row["conditions_en"])) == []


def test_an_item_addresses_the_resident_politely() -> None:
    def polite(row: Row) -> bool:
        said = set(re.findall(r"\w+", f"{row['explanation_nl']} {row['conditions_nl']}".lower()))
        return not said & {"je", "jij", "jou", "jouw", "jullie"}

    assert wrong(polite) == []


def test_an_item_has_words_to_recognise_it_by() -> None:
    assert wrong(lambda row: 10 <= len(parts(row["words"])) <= 60) == []
    assert wrong(lambda row: len(set(parts(row["words"]))) == len(parts(row["words"]))) == []
    assert wrong(lambda row: all(word and word == word.strip().lower() for word in parts(row["words"]))) == []


def test_a_word_never_points_at_two_parties() -> None:
    """Within what a resident can meet: the Besluit is a base list of its own and says the same as the repairs list."""
    owners: defaultdict[str, list[Row]] = defaultdict(list)
    for name in ("repairs", "household"):
        for row in LISTS[name]:
            for word in parts(row["words"]):
                owners[word].append(row)
    unclear = {
        word: [row["code"] for row in found]
        for word, found in owners.items()
        if len({row["party"] for row in found}) > 1 and not all(row["conditions_nl"] for row in found)
    }
    assert unclear == {}


def test_household_help_is_ours_and_care_is_not() -> None:
    ours = [row for row in LISTS["household"] if row["party"] == "cooperative"]
    care = [row for row in LISTS["household"] if row["medical"] == "yes"]
    assert wrong(lambda row: row["trade"] == HOUSEHOLD_TRADE, ours) == []
    assert wrong(lambda row: int(row["norm_minutes"]) > 0 and row["norm_frequency"] != "", ours) == []
    assert wrong(lambda row: row["party"] == "elsewhere", care) == []


def test_a_repair_is_never_medical() -> None:
    assert {row["medical"] for name in ("besluit", "repairs") for row in LISTS[name]} == {"no"}
    assert all(row["trade"] != HOUSEHOLD_TRADE for row in LISTS["repairs"])


@pytest.mark.parametrize("code", ["GAS01", "BRA01", "KOO01"])
def test_gas_fire_and_carbon_monoxide_send_people_outside_and_to_the_phone(code: str) -> None:
    row = next(row for row in LISTS["repairs"] if row["code"] == code)
    assert row["urgency"] == "emergency"
    assert "buiten" in row["explanation_nl"]
    assert "112" in row["explanation_nl"]
