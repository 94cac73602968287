"""A spreadsheet as people send it, as rows of text: CSV in any of its habits, or XLSX. What it is, its content says."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
LAST_ROW = 1_048_576  # of a spreadsheet program
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also what an XLSX with a password looks like
UNICODE_TEXT = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ";,\t"
ROWS_TO_LOOK_AT = 20
# What nobody sees in a cell and what comes along from web pages: byte order mark, zero width space, soft hyphen.
UNSEEN = re.compile("[\x00\ufeff\u200b\u00ad]")
FORMULA = re.compile(rb"<f[ >/]")


class Unreadable(Exception):
    """This file cannot be read as a table; the text says why and what to do."""


@dataclass(frozen=True)
class Line:
    number: int  # as the spreadsheet numbers its rows, the first is 1
    cells: list[str]


def beginning(path: Path) -> bytes:
    """All of a file that is not too large; of a larger one enough to see that."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def clean(cell: str) -> str:
    """Without what nobody sees; lines within a cell stay lines."""
    lines = (" ".join(line.split()) for line in UNSEEN.sub("", cell).splitlines())
    return "\n".join(line for line in lines if line)


def read_sheet(content: bytes, clean: Callable[[str], str] = clean) -> list[Line]:
    """The rows that have something in them, in order, each cell as `clean` gives it. Errors: Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("This file is larger than 20 MB. Split it."))
    if content.startswith(OLD_EXCEL):
        raise Unreadable(_("This is an old Excel file, or one with a password. Save it as XLSX or CSV without one."))
    rows = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    lines: list[Line] = []
    for number, cells in enumerate(rows, start=1):
        cleaned = [clean(cell) for cell in cells]
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        if cleaned:
            lines.append(Line(number, cleaned))
        if len(lines) > MAX_ROWS or number > LAST_ROW:
            raise Unreadable(_("This file has more than 50,000 rows. Split it."))
        if len(cleaned) > MAX_COLUMNS:
            raise Unreadable(_("This file has more than 200 columns. Take out what is not needed."))
    if not lines:
        raise Unreadable(_("This file is empty. Choose another one."))
    return lines


# --- CSV ---------------------------------------------------------------------------------------------------------


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first, __, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\s*", first.lower()):  # a habit of Excel, which does not show this line as a row
        delimiter, text = first[4], rest
    else:
        delimiter = _delimiter(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(_("Line %(line)s cannot be read as CSV.") % {"line": reader.line_num}) from error


def _decoded(content: bytes) -> str:
    """UTF-8, what Excel calls Unicode text, or what older Windows programs write."""
    if content.startswith(UNICODE_TEXT):
        return content.decode("utf-16", errors="replace").replace("\x00", "")
    if b"\x00" in content or content.lstrip().startswith((b"<", b"%PDF", b"{")):
        raise Unreadable(_("This is not a table. Save the spreadsheet as XLSX or CSV."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that gives most of the first rows equally many cells: commas also stand in amounts and remarks."""

    def alike(delimiter: str) -> tuple[float, int]:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(row) for row in islice(reader, ROWS_TO_LOOK_AT) if row)
        except csv.Error:
            return 0, 0
        shares = ((times / widths.total(), width) for width, times in widths.items() if width > 1)
        return max(shares, default=(0, 0))

    return max(DELIMITERS, key=alike)


# --- XLSX --------------------------------------------------------------------------------------------------------


def _xlsx(content: bytes) -> Iterator[list[str]]:
    refusal = Unreadable(_("This file cannot be read as XLSX. Save it again as XLSX or CSV."))
    try:
        yield from _first_sheet(content)
    except Unreadable:
        raise
    except Exception as error:  # a damaged file makes openpyxl, zipfile and the XML parser raise a dozen kinds
        raise refusal from error


def _first_sheet(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet that is not hidden, formulas as what they last gave."""
    with ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED_BYTES:
            raise Unreadable(_("This file is larger than 20 MB. Split it."))
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
        calculates = any(FORMULA.search(packed.read(name)) for name in sheets if name.endswith(".xml"))
    rows = _rows(content, data_only=True)
    if not calculates:
        yield from ([_as_text(value) for value in row] for row in rows)
        return
    formulas = _rows(content, data_only=False)
    for number, (row, asked) in enumerate(zip(rows, formulas, strict=True), start=1):
        for value, formula in zip(row, asked, strict=True):
            if value is None and formula is not None:
                raise Unreadable(
                    _("Row %(row)s has a formula without a result. Open the file in Excel, save it, and try again.")
                    % {"row": number}
                )
        yield [_as_text(value) for value in row]


def _rows(content: bytes, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=data_only)
    table: Any = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), book.worksheets[0])
    table.reset_dimensions()  # some programs write a wrong size
    return table.iter_rows(values_only=True)  # type: ignore[no-any-return]


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10f}".rstrip("0")
    return str(value)
