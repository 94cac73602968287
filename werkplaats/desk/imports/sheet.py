"""A spreadsheet as people send it, as rows of text: CSV in any of its habits, or XLSX. What it is, its content says."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ROWS = 50_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also what an XLSX with a password looks like
DELIMITERS = ";,\t"


class Unreadable(Exception):
    """This file cannot be read as a table; the text says why and what to do."""


@dataclass(frozen=True)
class Line:
    number: int  # as the spreadsheet numbers its rows, the first is 1
    cells: list[str]


def read_sheet(content: bytes) -> list[Line]:
    """The rows that have something in them, in order; the first is the header. Errors: Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(_("This file is larger than 20 MB. Split it."))
    if content.startswith(OLD_EXCEL):
        raise Unreadable(_("This is an old Excel file, or one with a password. Save it as XLSX or CSV without one."))
    rows = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    lines: list[Line] = []
    for number, cells in enumerate(rows, start=1):
        stripped = [cell.replace("\x00", "").strip() for cell in cells]
        if any(stripped):
            lines.append(Line(number, stripped))
        if len(lines) > MAX_ROWS:
            raise Unreadable(_("This file has more than 50,000 rows. Split it."))
    if not lines:
        raise Unreadable(_("This file is empty."))
    return lines


def _csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first, __, rest = text.lstrip("\r\n").partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # a habit of Excel
        delimiter = first.strip()[-1]
        yield []
        text = rest
    else:
        delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(_("Line %(line)s cannot be read as CSV.") % {"line": reader.line_num}) from error


def _decoded(content: bytes) -> str:
    """UTF-8, what Excel calls Unicode text, or what older Windows programs write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _xlsx(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    refusal = Unreadable(_("This file cannot be read as XLSX. Save it again as XLSX or CSV."))
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED_BYTES:
                raise refusal
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        table: Any = book.worksheets[0]
        table.reset_dimensions()  # some programs write a wrong size
        for row in table.iter_rows(values_only=True):
            yield [_as_text(value) for value in row]
    except Unreadable:
        raise
    except (BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError, TypeError, SyntaxError) as error:
        raise refusal from error  # openpyxl raises each of these on a damaged file; XML's ParseError is a SyntaxError


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
