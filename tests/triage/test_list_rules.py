"""What is wrong with a list, what changed between two versions, and which one counts on a day."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from werkplaats.triage.rules import Party
from werkplaats.triage.rules.list_changes import FieldChange, compare
from werkplaats.triage.rules.list_faults import Fault, FaultKind, faults, row_faults
from werkplaats.triage.rules.list_steps import in_force, is_second_person
from werkplaats.triage.rules.lists import COLUMNS, SHIPPED, Item, first_letter, from_row, shipped, to_row


def an_item(code: str = "KRA01") -> Item:
    found = shipped("repairs").item(code)
    assert found is not None
    return found


def found_in(**cells: str) -> set[tuple[str, FaultKind]]:
    """What is wrong with a good row in which these cells are changed. KRA01 is one that the cooperative does."""
    return {(fault.column, fault.kind) for fault in row_faults([(1, {**to_row(OURS), **cells})])}


OURS = next(item for item in shipped("repairs").items if item.party is Party.COOPERATIVE)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_wrong_with_the_lists_that_come_with_the_program(name: str) -> None:
    assert faults(shipped(name).items) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_an_item_goes_into_text_and_back_unchanged(name: str) -> None:
    items = shipped(name).items
    assert tuple(from_row(to_row(item)) for item in items) == items


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"code": ""}, ("code", FaultKind.MISSING)),
        ({"name_en": "  "}, ("name_en", FaultKind.MISSING)),
        ({"explanation_nl": ""}, ("explanation_nl", FaultKind.MISSING)),
        ({"name_nl": "x" * 201}, ("name_nl", FaultKind.TOO_LONG)),
        ({"party": "huurder"}, ("party", FaultKind.UNKNOWN)),
        ({"trade": "XYZ"}, ("trade", FaultKind.UNKNOWN)),
        ({"follow_up": "TAL;XYZ"}, ("follow_up", FaultKind.UNKNOWN)),
        ({"locations": "KEU;MAAN"}, ("locations", FaultKind.UNKNOWN)),
        ({"defects": "STUK"}, ("defects", FaultKind.UNKNOWN)),
        ({"urgency": "nu"}, ("urgency", FaultKind.UNKNOWN)),
        ({"trade": ""}, ("trade", FaultKind.NEEDED_WHEN_OURS)),
        ({"minutes": "0"}, ("minutes", FaultKind.NEEDED_WHEN_OURS)),
        ({"minutes": "een uur"}, ("minutes", FaultKind.NOT_A_NUMBER)),
        ({"minutes": "²"}, ("minutes", FaultKind.NOT_A_NUMBER)),
        ({"minutes": "481"}, ("minutes", FaultKind.OUTSIDE_A_DAY)),
        ({"workers": "3"}, ("workers", FaultKind.ONE_OR_TWO)),
        ({"medical": "maybe"}, ("medical", FaultKind.YES_OR_NO)),
        ({"medical": "yes"}, ("party", FaultKind.MEDICAL_IS_ELSEWHERE)),
        ({"ground": "d"}, ("ground", FaultKind.GROUND_IS_THE_TENANTS)),
        ({"ground": "z"}, ("ground", FaultKind.UNKNOWN)),
        ({"conditions_nl": "tenzij het vriest", "conditions_en": ""}, ("conditions_en", FaultKind.ONE_LANGUAGE)),
        ({"party": "tenant", "minutes": "30"}, ("minutes", FaultKind.ONLY_WHEN_OURS)),
        ({"party": "landlord", "minutes": "0"}, ("trade", FaultKind.ONLY_WHEN_OURS)),
    ],
)
def test_a_wrong_cell_is_named(cells: dict[str, str], expected: tuple[str, FaultKind]) -> None:
    assert expected in found_in(**cells)
    assert found_in() == set()


def test_a_doubled_code_names_the_row_that_had_it_first() -> None:
    assert faults([an_item(), an_item("AAN01"), an_item()]) == [Fault(3, "code", FaultKind.CODE_TWICE, "1")]


def test_all_that_is_wrong_is_told_at_once_in_order_of_the_rows() -> None:
    rows = [(7, {**to_row(OURS), "code": "A", "party": "wij"}), (5, {**to_row(OURS), "code": "B", "workers": "0"})]
    assert [(fault.row, fault.column) for fault in row_faults(rows)] == [(5, "workers"), (7, "party")]


@pytest.mark.parametrize("strange", ["", "=1+1", "<b>x</b>", "😀", "данные", "\x00", "x" * 10_000])
@pytest.mark.parametrize("column", COLUMNS)
def test_whatever_stands_in_a_cell_is_looked_at_without_a_crash(column: str, strange: str) -> None:
    row = {**to_row(OURS), column: strange}
    if not row_faults([(1, row)]):
        assert to_row(from_row(row))["code"] == row["code"]


def test_a_name_stands_under_its_first_letter_without_an_accent() -> None:
    assert [first_letter(name) for name in ("één sleutel", " Wand", "")] == ["E", "W", ""]


def test_the_difference_is_told_by_item_and_by_field() -> None:
    old = [an_item("AAN01"), an_item("KRA01")]
    new = [replace(an_item("KRA01"), name_nl="Kraan drupt", workers=2), an_item("AAN02")]
    changes = compare(old, new)
    assert [item.code for item in changes.added] == ["AAN02"]
    assert [item.code for item in changes.removed] == ["AAN01"]
    assert changes.changed[0].fields == (
        FieldChange("name_nl", an_item("KRA01").name_nl, "Kraan drupt"),
        FieldChange("workers", "1", "2"),
    )
    assert changes.number == 3
    assert compare(old, reversed(old)).number == 0


@dataclass
class Begins:
    valid_from: date | None


def test_the_version_that_began_last_is_in_force() -> None:
    first, second, draft = Begins(date(2026, 1, 1)), Begins(date(2026, 3, 1)), Begins(None)
    versions = [second, draft, first]
    assert in_force(versions, date(2025, 12, 31)) is None
    assert in_force(versions, date(2026, 2, 28)) is first
    assert in_force(versions, date(2026, 3, 1)) is second


def test_the_writer_of_a_draft_does_not_approve_it() -> None:
    assert not is_second_person(7, 7)
    assert not is_second_person(7, None)
    assert is_second_person(7, 8)
    assert is_second_person(None, 7)
