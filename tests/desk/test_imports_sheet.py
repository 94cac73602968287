"""A file becomes rows of text, whatever program wrote it; what cannot be read is refused in words."""

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.sheets import a_csv, an_xlsx
from werkplaats.desk.imports.sheet import MAX_BYTES, Line, Unreadable, read_sheet

ROWS = (["naam", "plaats"], ["Zoë", "Amersfoort"])
READ = [Line(1, ["naam", "plaats"]), Line(2, ["Zoë", "Amersfoort"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_of_any_program(sign: str, encoding: str) -> None:
    assert read_sheet(a_csv(*ROWS, sign=sign, encoding=encoding)) == READ


def test_a_first_line_that_tells_excel_the_sign_is_no_row() -> None:
    assert read_sheet(b"sep=,\r\nnaam,plaats\r\nA;B,C\r\n") == [Line(1, ["naam", "plaats"]), Line(2, ["A;B", "C"])]


def test_decimal_commas_and_remarks_are_not_taken_for_the_sign_between_cells() -> None:
    lines = read_sheet(a_csv(["lat", "wens"], ["52,15", "soms, vaak, nooit"], ["52,16", ""], ["52,17", "a, b"]))
    assert [len(line.cells) for line in lines] == [2, 2, 1, 2]
    assert lines[1].cells == ["52,15", "soms, vaak, nooit"]


def test_a_title_above_the_table_does_not_hide_the_sign() -> None:
    assert read_sheet(b"Woningen 2026\nnaam;plaats\nA;B\n")[1].cells == ["naam", "plaats"]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    lines = read_sheet(b'naam;wens\n\n;;\nA;"twee\nregels"\nB;x\n')
    assert [line.number for line in lines] == [1, 4, 5]
    assert lines[1].cells == ["A", "twee\nregels"]
    assert [line.number for line in read_sheet(an_xlsx(["naam", "b"], [], [None], ["A", "x"]))] == [1, 4]


def test_what_nobody_sees_in_a_cell_is_gone() -> None:
    assert read_sheet("\ufeffnaam\u200b;\u00a0plaats \n\ufeffA;B\u00ad".encode()) == [
        Line(1, ["naam", "plaats"]),
        Line(2, ["A", "B"]),
    ]


def test_xlsx_with_numbers_and_days_as_excel_keeps_them() -> None:
    row = [
        12,
        12.0,
        52.1592,
        0.00001,
        date(2026, 3, 1),
        datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001 - a spreadsheet knows no time zone
        time(9, 30),
        True,
        None,
        "3812 AB",
    ]
    assert read_sheet(an_xlsx(row))[0].cells == [
        "12",
        "12",
        "52.1592",
        "0.00001",
        "2026-03-01",
        "2026-03-01 09:30",
        "09:30",
        "True",
        "",
        "3812 AB",
    ]


def test_hidden_sheets_are_passed_over() -> None:
    assert read_sheet(an_xlsx(*ROWS, before=["oud", "lijsten"])) == READ


def test_a_formula_gives_what_it_last_gave_and_one_without_a_result_is_refused() -> None:
    content = an_xlsx(["huisnummer", "plaats"], ["=6*2", "Amersfoort"])
    with pytest.raises(Unreadable, match="2"):
        read_sheet(content)
    assert read_sheet(with_results(content, "12"))[1].cells == ["12", "Amersfoort"]


def with_results(content: bytes, result: str) -> bytes:
    """The same workbook after Excel calculated it."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</f><v></v>", f"</f><v>{result}</v>".encode()).replace(
                    b"</f><v />", f"</f><v>{result}</v>".encode()
                )
            after.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n;;;\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook, or one with a password",
        b"PK\x03\x04 not really",
        an_xlsx(*ROWS)[:-200],
        b"<html><table><tr><td>naam",
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"a;b\n" * 50_002,
        a_csv(["x"] * 201),
        b"a" * (MAX_BYTES + 1),
    ],
    ids=["empty", "blank", "xls", "no zip", "cut off", "web page", "pdf", "picture", "long", "wide", "large"],
)
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet(content)
    assert len(str(refused.value)) > 20


def test_a_workbook_that_unpacks_to_far_more_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed, packed.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(301):
            part.write(bytes(1024 * 1024))
    with pytest.raises(Unreadable):
        read_sheet(file.getvalue())


WORKBOOK = an_xlsx(["naam", "dag"], ["A", date(2026, 1, 1)], [1.5, "=1+1"])


@given(st.binary(max_size=400) | st.binary(max_size=60).map(lambda rest: b"PK\x03\x04" + rest))
def test_any_bytes_give_rows_or_a_refusal(content: bytes) -> None:
    rows_or_refusal(content)


@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_gives_rows_or_a_refusal(changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(WORKBOOK)
    for place, value in changes:
        damaged[place] = value
    rows_or_refusal(bytes(damaged))


@given(st.binary(max_size=200), st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]))
def test_a_workbook_with_anything_in_it_gives_rows_or_a_refusal(part: bytes, name: str) -> None:
    file = BytesIO()
    with ZipFile(BytesIO(WORKBOOK)) as before, ZipFile(file, "w") as after:
        for other in before.namelist():
            after.writestr(other, part if other == name else before.read(other))
    rows_or_refusal(file.getvalue())


def rows_or_refusal(content: bytes) -> None:
    try:
        lines = read_sheet(content)
    except Unreadable:
        return
    assert lines
    assert all(line.cells and line.cells[-1] for line in lines)
