"""What stands in a cell, as people write it in Dutch and English spreadsheets."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.desk.imports.cells import Cells, as_hours
from werkplaats.homes.rules import Frequency
from werkplaats.members.rules import Language, WorkerKind
from werkplaats.members.rules.application import Hours


def cell(value: str) -> Cells:
    return Cells({"x": value})


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31-12-2026", date(2026, 12, 31)),
        ("1/4/2026", date(2026, 4, 1)),  # the first of April: here the day comes first
        ("01.04.2026", date(2026, 4, 1)),
        ("2026-04-01", date(2026, 4, 1)),
        ("2026-04-01 00:00", date(2026, 4, 1)),
        ("2026-04-01T00:00:00", date(2026, 4, 1)),
        ("1-4-2026 0:00:00", date(2026, 4, 1)),
        ("1 april 2026", date(2026, 4, 1)),
        ("1 mrt 2026", date(2026, 3, 1)),
        ("3 Okt. 2026", date(2026, 10, 3)),
        ("3 October 2026", date(2026, 10, 3)),
    ],
)
def test_days(written: str, day: date) -> None:
    cells = cell(written)
    assert (cells.day("x"), cells.problems) == (day, [])


@pytest.mark.parametrize("written", ["31-2-2026", "12/31/2026", "1-4-26", "46000", "morgen", "1 foo 2026", "2026"])
def test_what_is_no_day_is_said(written: str) -> None:
    cells = cell(written)
    assert cells.day("x") is None
    assert [column for column, _ in cells.problems] == ["x"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("52,1592", Decimal("52.1592")), ("52.1592", Decimal("52.1592")), ("-3", Decimal(-3)), ("", None)],
)
def test_numbers_with_a_comma_or_a_point(written: str, number: Decimal | None) -> None:
    cells = cell(written)
    assert (cells.number("x"), cells.problems) == (number, [])


@pytest.mark.parametrize("written", ["1.234,5", "vijf", "nan", "inf", "1e400", "12 m"])
def test_what_is_no_number_is_said_and_not_misread(written: str) -> None:
    cells = cell(written)
    assert cells.number("x") is None
    assert cells.problems


@pytest.mark.parametrize(
    ("row", "address"),
    [
        ({"street": "Weg", "house_number": "12"}, ("Weg", 12, "")),
        ({"street": "Weg", "house_number": "12 bis"}, ("Weg", 12, "bis")),
        ({"street": "Weg", "house_number": "12-A"}, ("Weg", 12, "A")),
        ({"street": "Weg", "house_number": "12", "addition": "A"}, ("Weg", 12, "A")),
        ({"street": "Weg", "house_number": "12a", "addition": "A"}, ("Weg", 12, "a")),
        ({"street": "Weg", "house_number": "12", "house_letter": "A", "addition": "2"}, ("Weg", 12, "A-2")),
        ({"address": "Noordewierweg 12"}, ("Noordewierweg", 12, "")),
        ({"address": "Noordewierweg 12 A"}, ("Noordewierweg", 12, "A")),
        ({"address": "2e Kruisstraat 5bis"}, ("2e Kruisstraat", 5, "bis")),
        ({"address": "Plein 1944 12"}, ("Plein 1944", 12, "")),
        ({"address": "Laan 12-3", "addition": "b"}, ("Laan", 12, "3-b")),
    ],
)
def test_addresses_in_one_column_or_in_several(row: dict[str, str], address: tuple[str, int, str]) -> None:
    cells = Cells(row)
    assert (cells.address(), cells.problems) == (address, [])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"street": "Weg"}, "house_number"),
        ({"street": "Weg", "house_number": "0"}, "house_number"),
        ({"street": "Weg", "house_number": "123456"}, "house_number"),
        ({"street": "", "house_number": "1"}, "street"),
        ({"address": "Noordewierweg"}, "address"),
    ],
)
def test_an_address_that_is_not_whole_is_said(row: dict[str, str], column: str) -> None:
    cells = Cells(row)
    cells.address()
    assert [problem[0] for problem in cells.problems] == [column]


def test_a_name_in_one_column_or_in_three() -> None:
    assert Cells({"name": "Anna  de Boer"}).full_name() == "Anna de Boer"
    assert Cells({"first_name": "Anna", "prefix": "de", "last_name": "Boer"}).full_name() == "Anna de Boer"


def test_a_phone_number_gets_the_zero_back_that_excel_took() -> None:
    assert cell("612345678").phone("x") == "0612345678"
    assert cell("033 123 45 67").phone("x") == "033 123 45 67"


@pytest.mark.parametrize("written", ["ja", "J", "yes", "x", "True", "WAAR", "1"])
def test_yes(written: str) -> None:
    assert cell(written).yes("x")


def test_no_is_also_empty_and_something_else_is_said() -> None:
    cells = Cells({"a": "nee", "b": "", "c": "misschien"})
    assert not any(cells.yes(column) for column in "abc")
    assert [column for column, _ in cells.problems] == ["c"]


@pytest.mark.parametrize("written", ["weekly", "elke week", "Every week", "wekelijks"])
def test_a_value_by_its_code_or_by_its_name_in_two_languages(written: str) -> None:
    assert cell(written).one_of("x", Frequency, "frequency", Frequency.EVERY_FOUR_WEEKS) == Frequency.WEEKLY


def test_a_value_that_is_not_known_names_those_that_are() -> None:
    cells = cell("soms")
    assert cells.one_of("x", WorkerKind, "worker_kind", WorkerKind.HELPER) == WorkerKind.HELPER
    assert "vakmens" in cells.problems[0][1]
    assert cell("").one_of("x", Language, "language", Language.NL) == Language.NL


def test_several_values_each_once() -> None:
    cells = cell("loo, Loodgieter\nSCH;goochelaar")
    assert cells.several("x", "trade") == ("LOO", "SCH")
    assert "goochelaar" in cells.problems[0][1]


HALF_PAST_EIGHT, TWELVE = time(8, 30), time(12)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("ma 8:30-12", [Hours(0, HALF_PAST_EIGHT, TWELVE)]),
        ("ma-di 8.30 – 12.00", [Hours(0, HALF_PAST_EIGHT, TWELVE), Hours(1, HALF_PAST_EIGHT, TWELVE)]),
        ("Fri 8u30-12u", [Hours(4, HALF_PAST_EIGHT, TWELVE)]),
        ("za 8:30 tot 12:00", [Hours(5, HALF_PAST_EIGHT, TWELVE)]),
        ("wo 12-8:30", []),
        ("vr-ma 9-12", []),
        ("altijd", []),
    ],
)
def test_hours_in_the_week(written: str, hours: list[Hours]) -> None:
    assert as_hours(written) == hours


def test_hours_that_are_not_understood_are_named() -> None:
    cells = cell("ma 8-17, soms, vr 9-12")
    assert [part.weekday for part in cells.hours("x")] == [0, 4]
    assert "soms" in cells.problems[0][1]


@pytest.mark.parametrize("written", ["#REF!", "#N/B", "#WAARDE!", "#DIV/0!"])
def test_an_error_of_the_spreadsheet_is_no_value(written: str) -> None:
    cells = cell(written)
    assert cells.text("x") == ""
    assert written in cells.problems[0][1]


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (Cells.reference, "111222333"),
        (Cells.reference, "1112.22.333"),
        (Cells.remark, "111222333"),
        (Cells.remark, "Bel 111222333 bij nood"),
    ],
)
def test_a_number_that_can_be_a_bsn_is_refused_and_not_repeated(read: Any, written: str) -> None:
    cells = cell(written)
    read(cells, "x")
    assert len(cells.problems) == 1
    assert "111222333" not in str(cells.problems)


def test_other_numbers_are_no_bsn() -> None:
    cells = Cells({"a": "ZA-0001", "b": "Bel 0611122233, of 033 1234567", "c": "111222334"})
    assert [cells.reference("a"), cells.reference("c")] == ["ZA-0001", "111222334"]
    assert cells.remark("b")
    assert not cells.problems


@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_problem(text: str) -> None:
    cells: Any = Cells(dict.fromkeys(("x", "street", "house_number", "address", "name"), text))
    for read in (
        cells.day,
        cells.number,
        cells.whole,
        cells.moment,
        cells.weekday,
        cells.hours,
        cells.yes,
        cells.phone,
    ):
        read("x")
    cells.several("x", "trade")
    cells.one_of("x", Frequency, "frequency", Frequency.WEEKLY)
    cells.address()
    cells.full_name()
    assert all(isinstance(message, str) and message for _, message in cells.problems)
