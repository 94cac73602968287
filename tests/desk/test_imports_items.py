"""A list of who does what from a spreadsheet: every kind of mistake is told, and what goes out comes back the same."""

import csv
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.build import NOW, TODAY, a_cooperative, a_coordinator, a_district_team, a_landlord, a_person, an_actor
from tests.desk.sheets import an_xlsx
from tests.desk.test_imports_sheet import with_results
from werkplaats.desk.imports import check_items, run_items_import
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formulas import guarded, quoted, unguarded
from werkplaats.members.rules.roles import Role
from werkplaats.portal.spreadsheet import csv_response, xlsx_response
from werkplaats.triage import queries
from werkplaats.triage.rules import Party
from werkplaats.triage.rules.list_changes import compare
from werkplaats.triage.rules.list_faults import faults
from werkplaats.triage.rules.lists import COLUMNS, Item, shipped, tidied, to_row
from werkplaats.triage.services import lists

REPAIRS = shipped("repairs").items
OURS = next(item for item in REPAIRS if item.party is Party.COOPERATIVE)
TENANTS = next(item for item in REPAIRS if item.party is Party.TENANT)


def as_csv(items: Any) -> bytes:
    return csv_response("x.csv", COLUMNS, [list(to_row(item).values()) for item in items]).content


def as_xlsx(items: Any) -> bytes:
    return xlsx_response("x.xlsx", COLUMNS, [list(to_row(item).values()) for item in items]).content


def a_sheet(*changed: dict[str, str], without: str = "") -> bytes:
    """Rows that are right but for the cells that are named."""
    text = StringIO()
    columns = [column for column in COLUMNS if column != without]
    writer = csv.DictWriter(text, columns, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**to_row(OURS), **cells} for cells in changed)
    return text.getvalue().encode()


def told(content: bytes) -> list[tuple[int, str, str]]:
    checked = check_items("lijst.csv", content, REPAIRS)
    assert not (checked.items and checked.report.problems), "of a list that is not right nothing is given"
    assert all(problem.file == "lijst.csv" for problem in checked.report.problems)
    return [(problem.row, problem.column, problem.message) for problem in checked.report.problems]


# --- out and back ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", [as_csv, as_xlsx])
@pytest.mark.parametrize("name", ["repairs", "household"])
def test_a_list_that_goes_out_comes_back_the_same(form: Callable[[Any], bytes], name: str) -> None:
    items = shipped(name).items
    checked = check_items("lijst", form(items), items)
    assert not checked.report.problems
    assert not checked.report.notes
    assert checked.items == items
    assert checked.differences.number == 0
    assert (checked.report.new, checked.report.changed, checked.report.same) == (0, 0, len(items))


anything = st.text(max_size=40) | st.sampled_from(
    ["=1+1", "'=1+1", "''-x", "'s avonds", "-3", "+31", "@x", "a;b", "a\r\n\r\n b", "<b>", 'zeg "ja"', "😀👍🏽", "дом"]
)
filled = anything.filter(lambda text: bool(tidied(replace(OURS, name_en=text)).name_en))
parts = st.lists(anything, max_size=3).map(tuple)


@st.composite
def an_item(draw: Any) -> Item:
    """A right item of either kind with whatever people may type in its texts, kept as a draft keeps it."""
    base = draw(st.sampled_from([OURS, TENANTS]))
    code = draw(st.from_regex(r"[A-Z][A-Za-z0-9._-]{0,8}", fullmatch=True))
    condition = draw(filled)
    texts = {name: draw(filled) for name in ("name_nl", "name_en", "explanation_nl", "explanation_en")}
    more = {name: draw(anything) for name in ("family", "norm_frequency", "source")}
    made = replace(
        base, code=code, words=draw(parts), conditions_nl=condition, conditions_en=condition, **texts, **more
    )
    return tidied(made)


def is_right(item: Item) -> bool:
    return not faults([item]) and not any("#" in cell or "\ufffd" in cell for cell in to_row(item).values())


some_items = st.lists(an_item().filter(is_right), min_size=1, max_size=6, unique_by=lambda item: item.code)


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
@settings(max_examples=60)
@given(items=some_items)
def test_whatever_people_typed_in_a_list_comes_back_the_same(form: Callable[[Any], bytes], items: list[Item]) -> None:
    checked = check_items("lijst", form(items), items)
    assert not checked.report.problems
    assert compare(items, checked.items).number == 0
    assert checked.differences.number == 0


@given(st.text())
def test_the_quote_before_a_formula_is_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(quoted(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_spreadsheet_calculates_nothing_of_ours() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    items = [replace(OURS, name_nl="=1+1", source="@SUM(A1)"), replace(TENANTS, name_en="-2\x01")]
    book: Any = load_workbook(BytesIO(as_xlsx(items)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert "=1+1" in {cell.value for cell in cells}
    assert [cell.value for cell in book.worksheets[0][1]] == list(COLUMNS)
    assert ";'=1+1;" in as_csv(items).decode()


# --- what can be wrong -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"trade": "XYZ"}, "trade", "XYZ"),
        ({"follow_up": "SCH;XYZ"}, "follow_up", "XYZ"),
        ({"locations": "KEU;MAAN"}, "locations", "DEFECTLOCATIE"),
        ({"defects": "STUK"}, "defects", "DEFECTSOORT"),
        ({"party": "wij"}, "party", "tenant, service_plan, cooperative, landlord, elsewhere"),
        ({"party": ""}, "party", "tenant, service_plan"),
        ({"urgency": "nu"}, "urgency", "emergency, soon, normal, planned"),
        ({**to_row(TENANTS), "code": "A9", "ground": "z"}, "ground", "Besluit kleine herstellingen"),
        ({"minutes": "een uur"}, "minutes", "een uur"),
        ({"workers": "3"}, "workers", "1"),
        ({"medical": "misschien"}, "medical", ""),
        ({"name_en": ""}, "name_en", ""),
        ({"code": "AAN/01"}, "code", "KRA01"),
        ({"explanation_nl": "x" * 10_000}, "explanation_nl", "4000"),
        ({"name_nl": "x" * 10_000}, "name_nl", "200"),
        ({"name_nl": "#VALUE!"}, "name_nl", "#VALUE!"),
        ({"name_nl": "Kra\ufffdn"}, "name_nl", "UTF-8"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_its_column_and_what_to_do(
    cells: dict[str, str], column: str, says: str
) -> None:
    found = told(a_sheet({"code": "AAN88"}, {"code": "AAN99", **cells}))
    assert [(row, name) for row, name, _message in found] == [(3, column)]
    assert says in found[0][2]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = told(a_sheet({"trade": "XYZ", "minutes": "x"}, {"party": "wij"}, {"code": "B", "workers": "9"}))
    assert [(row, column) for row, column, _message in found] == [
        (2, "minutes"),
        (2, "trade"),
        (3, "code"),
        (3, "party"),
        (4, "workers"),
    ]
    assert "2" in found[2][2], "the row that had the code first is named"


@pytest.mark.parametrize("strange", ["=1+1", "<script>alert(1)</script>", "😀", "данные", "日本", "'s avonds"])
def test_strange_text_is_text(strange: str) -> None:
    checked = check_items("lijst.csv", a_sheet({"name_nl": strange}), ())
    assert [item.name_nl for item in checked.items] == [strange]


def test_words_and_habits_of_people_are_understood() -> None:
    cells = {"party": "Coöperatie", "urgency": "SOON", "trade": OURS.trade.lower(), "medical": "Nee", "workers": ""}
    checked = check_items("lijst.csv", a_sheet({**cells, "locations": "keu; bad"}), ())
    assert not checked.report.problems
    (item,) = checked.items
    assert (item.party, item.urgency, item.trade) == (OURS.party, "soon", OURS.trade)
    assert (item.medical, item.workers, item.locations) == (False, 1, ("KEU", "BAD"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"\n;;\n", "leeg"),
        (b"\xd0\xcf\x11\xe0 oud", "oud Excel"),
        (b"<html>", "tabel"),
        ("code;naam".encode("utf-16-le"), "tabel"),
        (b"naam;straat\nx;y\n", "code"),
        (as_csv([]), "geen rijen"),
        (a_sheet({}, without="source"), "source"),
        (an_xlsx(COLUMNS, ["AAN01", "=A1"]), "formule"),
    ],
    ids=["empty", "blank", "xls", "page", "utf-16 without a mark", "other columns", "no rows", "a column", "formula"],
)
def test_a_file_that_is_no_list_is_told_in_words(content: bytes, says: str) -> None:
    found = told(content)
    assert found
    assert says in found[0][2]


def test_windows_writes_accents_its_own_way() -> None:
    checked = check_items("lijst.csv", a_sheet({"name_nl": "Één kraan"}).decode().encode("cp1252"), ())
    assert [item.name_nl for item in checked.items] == ["Één kraan"]


def test_a_formula_counts_by_what_it_gave() -> None:
    row = {**to_row(OURS), "minutes": "=6*5"}
    content = with_results(an_xlsx(COLUMNS, list(row.values())), "30")
    checked = check_items("lijst.xlsx", content, ())
    assert [item.minutes for item in checked.items] == [30]


def test_a_column_that_is_not_ours_is_named_and_left() -> None:
    content = a_sheet({}).replace(b"source\r\n", b"source;Opmerking\r\n").rstrip() + b";van mij\r\n"
    checked = check_items("lijst.csv", content, ())
    assert [note.column for note in checked.report.notes] == ["Opmerking"]
    assert len(checked.items) == 1


def test_the_difference_with_the_draft_is_told() -> None:
    items = [replace(REPAIRS[0], name_nl="Anders"), *REPAIRS[2:], replace(OURS, code="ZZZ99")]
    checked = check_items("lijst.csv", as_csv(items), REPAIRS)
    assert [item.code for item in checked.differences.added] == ["ZZZ99"]
    assert [item.code for item in checked.differences.removed] == [REPAIRS[1].code]
    assert [change.after.name_nl for change in checked.differences.changed] == ["Anders"]
    assert "1" in checked.report.said[0]


# --- into the draft --------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_list_that_was_checked_takes_the_place_of_the_draft() -> None:
    cooperative = a_cooperative()
    coordinator = a_coordinator(cooperative)
    draft = lists.begin_list(coordinator, a_landlord(cooperative), at=NOW)
    items = [replace(OURS, code="B2", name_nl="-  Één\tkraan\r\n\r\nlekt "), TENANTS]
    lists.replace_items(coordinator, draft.pk, items, based_on=draft.drafted_at, at=NOW)
    kept = queries.read(draft).items
    assert {item.code for item in kept} == {"B2", TENANTS.code}
    assert kept == tuple(sorted(map(tidied, items), key=lambda item: item.code))
    checked = check_items("lijst.csv", as_csv(kept), kept)
    assert checked.differences.number == 0


@pytest.mark.django_db
def test_what_somebody_else_changed_since_the_check_is_not_thrown_away() -> None:
    cooperative = a_cooperative()
    coordinator, colleague = a_coordinator(cooperative), a_coordinator(cooperative)
    draft = lists.begin_list(coordinator, a_landlord(cooperative), at=NOW)
    seen = draft.drafted_at
    lists.remove_item(colleague, draft.pk, "AAN01", at=NOW.replace(microsecond=7))
    with pytest.raises(Outdated):
        lists.replace_items(coordinator, draft.pk, [OURS], based_on=seen, at=NOW)
    assert queries.read(draft).items == REPAIRS[1:]
    lists.replace_items(coordinator, draft.pk, REPAIRS[1:], based_on=seen, at=NOW)  # it is so already
    draft.refresh_from_db()
    assert draft.drafted_by_id == colleague.person_id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lijst.csv"
    path.write_bytes(as_csv([replace(REPAIRS[0], name_nl="Anders"), *REPAIRS[1:]]))
    return path


@pytest.mark.django_db
def test_the_command_line_loads_into_a_draft_and_publishes_nothing(file: Path) -> None:
    cooperative = a_cooperative()
    landlord = a_landlord(cooperative)
    dry = run_items_import(cooperative.slug, "", file, True, at=NOW)
    assert (dry.report.changed, dry.differences.changed[0].after.name_nl) == (1, "Anders")
    assert not hasattr(type(landlord).objects.get(pk=landlord.pk), "list"), "only checked: there is no list yet"
    run_items_import(cooperative.slug, landlord.name.upper(), file, False, at=NOW)
    draft = landlord.list.versions.get()
    assert (draft.status, queries.read(draft).items[0].name_nl) == ("draft", "Anders")
    assert queries.published_version(landlord, TODAY) is None
    again = run_items_import(cooperative.slug, "", file, False, at=NOW)
    assert again.differences.number == 0


@pytest.mark.django_db
def test_the_command_line_makes_the_next_version_and_waits_for_one_that_is_approved(file: Path) -> None:
    cooperative = a_cooperative()
    landlord, coordinator = a_landlord(cooperative), a_coordinator(cooperative)
    lists.publish_shipped(coordinator, landlord, at=NOW)
    run_items_import(cooperative.slug, "", file, False, at=NOW)
    draft = landlord.list.versions.get(number=2)
    lists.approve(an_actor(a_person(cooperative, Role.BOARD)), draft.pk, at=NOW)
    file.write_bytes(as_csv(REPAIRS))
    for dry_run in (True, False):
        with pytest.raises(Outdated):
            run_items_import(cooperative.slug, "", file, dry_run, at=NOW)
    assert queries.read(draft).items[0].name_nl == "Anders"


@pytest.mark.django_db
def test_the_command_line_asks_with_whom_when_it_is_not_clear(file: Path) -> None:
    cooperative = a_cooperative()
    with pytest.raises(Refused):
        run_items_import(cooperative.slug, "", file, True, at=NOW)
    landlord, team = a_landlord(cooperative), a_district_team(cooperative)
    for name in ("", "Iemand anders"):
        with pytest.raises(Refused, match=f"{landlord.name}, {team.name}") as refusal:
            run_items_import(cooperative.slug, name, file, True, at=NOW)
        assert refusal.value.field == "agreement"
    a_landlord(a_cooperative(), name="Van elders")
    with pytest.raises(Refused):
        run_items_import(cooperative.slug, "Van elders", file, True, at=NOW)


@pytest.mark.django_db
def test_of_a_list_with_a_bad_row_nothing_is_loaded(file: Path) -> None:
    cooperative = a_cooperative()
    landlord = a_landlord(cooperative)
    file.write_bytes(a_sheet({"code": "AAN88"}, {"code": "AAN99", "trade": "XYZ"}))
    checked = run_items_import(cooperative.slug, "", file, False, at=NOW)
    assert [problem.row for problem in checked.report.problems] == [3]
    assert not hasattr(type(landlord).objects.get(pk=landlord.pk), "list")
