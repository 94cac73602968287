"""Columns of a table that leaves the program, and how their values are written so that other programs read them.

The names are Dutch, whatever the language of the page: who imports such a file expects the same names every time.
Amounts have no thousands mark and no sign of the euro; days are written as 2026-10-06.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, SupportsIndex

from werkplaats.ground.formulas import guarded


class Kind(StrEnum):
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"  # int or Decimal
    EUROS = "euros"  # whole cents


@dataclass(frozen=True)
class Column:
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """`name` is that of the file; a row has a value, or None, for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]


def euros(cents: SupportsIndex) -> Decimal:
    return Decimal(int(cents)).scaleb(-2)


def in_csv(kind: Kind, value: Any) -> str:
    """With a decimal comma, as a Dutch spreadsheet reads it. Text that it would calculate gets a quote in front."""
    if value is None:
        return ""
    if kind is Kind.EUROS:
        return f"{euros(value):.2f}".replace(".", ",")
    if kind is Kind.NUMBER:
        return plain_number(Decimal(value)).replace(".", ",")
    if kind is Kind.DAY:
        day: date = value
        return day.isoformat()
    return guarded(str(value))


def plain_number(value: Decimal) -> str:
    """Without exponent and without zeros behind the point."""
    return f"{value.normalize() + 0:f}"
