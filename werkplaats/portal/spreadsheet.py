"""A table as a download that opens in a Dutch spreadsheet: semicolons, decimal commas, a mark for UTF-8; or XLSX."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO, TextIOWrapper
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponse

from werkplaats.ground.formulas import guarded, quoted
from werkplaats.settlement.rules.columns import Kind, Table, euros, in_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_OF_A_SHEET = 1_000_000
FORMATS = {Kind.EUROS: "0.00", Kind.DAY: "yyyy-mm-dd", Kind.TEXT: "@"}


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
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def table_response(table: Table, file_type: str) -> FileResponse:
    """The table as "csv" or "xlsx", row by row by way of a file on disk: however long it is, it takes no memory, and
    what goes wrong halfway is known before the first byte goes out."""
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 (the response closes it)
    (_write_xlsx if file_type == "xlsx" else _write_csv)(file, table)
    file.seek(0)
    kind = XLSX if file_type == "xlsx" else "text/csv; charset=utf-8"
    return FileResponse(file, as_attachment=True, filename=f"{table.name}.{file_type}", content_type=kind)


def _write_csv(file: IO[bytes], table: Table) -> None:
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";")
    kinds = [column.kind for column in table.columns]
    writer.writerow(column.title for column in table.columns)
    writer.writerows([in_csv(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in table.rows)
    text.flush()
    text.detach()


def _write_xlsx(file: IO[bytes], table: Table) -> None:
    """Amounts and days as numbers and days; text as text, never as something to calculate. A sheet holds a million
    rows; the rest goes on another."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet: Any = None

    def cell(kind: Kind, value: Any) -> Any:
        if value is None:
            return None
        if kind is Kind.TEXT:
            value = quoted(ILLEGAL_CHARACTERS_RE.sub("", str(value)))
        content: Any = euros(value) if kind is Kind.EUROS else value
        made: Any = WriteOnlyCell(sheet, value=content)
        if kind is Kind.TEXT:
            made.data_type = "s"
        if kind in FORMATS:
            made.number_format = FORMATS[kind]
        return made

    for position, row in enumerate(chain([None], table.rows)):
        if position % ROWS_OF_A_SHEET == 0:
            sheet = book.create_sheet(f"{table.name[:25]} {position // ROWS_OF_A_SHEET + 1}")
            sheet.freeze_panes = "A2"
            for number, column in enumerate(table.columns, start=1):
                sheet.column_dimensions[get_column_letter(number)].width = max(12, len(column.title) + 4)
            sheet.append([cell(Kind.TEXT, column.title) for column in table.columns])
        if row is not None:
            sheet.append([cell(column.kind, value) for column, value in zip(table.columns, row, strict=True)])
    book.save(file)


def safe(cell: Any) -> Any:
    return guarded(cell) if isinstance(cell, str) else cell


def amount(cents: int) -> str:
    """123456 → "1234,56"; never below zero here."""
    return f"{cents // 100},{cents % 100:02d}"
