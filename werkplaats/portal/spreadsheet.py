"""A table as a download that opens in a Dutch spreadsheet: semicolons, decimal commas, a mark for UTF-8; or XLSX."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse

from werkplaats.ground.formulas import guarded, quoted


def csv_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a file. Text that a spreadsheet would take for a formula gets a quote in front."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([str(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def xlsx_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The rows as a workbook in which every column is text, so that Excel leaves numbers and days as they are typed."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.freeze_panes = "A2"
    for row in ([str(cell) for cell in header], *rows):
        sheet.append([quoted(ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in row])
    for name, column in zip(header, sheet.columns, strict=True):
        letter = column[0].column_letter
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = max(12, len(str(name)) + 4)
        for cell in column:
            cell.number_format, cell.data_type = "@", "s"
    file = BytesIO()
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(file.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def safe(cell: Any) -> Any:
    return guarded(cell) if isinstance(cell, str) else cell


def amount(cents: int) -> str:
    """123456 → "1234,56"; never below zero here."""
    return f"{cents // 100},{cents % 100:02d}"
