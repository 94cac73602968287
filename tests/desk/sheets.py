"""Spreadsheets as people send them, for the tests of the imports."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook


def an_xlsx(*rows: Sequence[Any], before: Iterable[str] = ()) -> bytes:
    """A workbook with these rows on its first visible sheet; `before` are hidden sheets in front of it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for name in before:
        hidden = book.create_sheet(name, 0)
        hidden.append(["iets", "anders"])
        hidden.sheet_state = "hidden"
    book.active = book.worksheets.index(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def a_csv(*rows: Sequence[str], sign: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(sign.join(row) for row in rows).encode(encoding)
