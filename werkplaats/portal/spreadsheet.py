"""A table as a download that opens in a Dutch spreadsheet: semicolons, decimal commas, a mark for UTF-8."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as a file. Text that a spreadsheet would take for a formula gets a quote in front."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([str(cell) for cell in header])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def amount(cents: int) -> str:
    """123456 → "1234,56"; never below zero here."""
    return f"{cents // 100},{cents % 100:02d}"
