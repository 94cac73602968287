"""What is wrong with the rows of a list, all at once, each with its row and column. Pure: others turn it into words."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from werkplaats.triage.rules import Party, Urgency
from werkplaats.triage.rules.lists import Item, Row, several, to_row
from werkplaats.triage.rules.trades import TRADES

OURS = frozenset({Party.COOPERATIVE, Party.SERVICE_PLAN})
LETTERS = frozenset("abcdefghijklmnopqrst")  # of the Besluit kleine herstellingen
MAX_MINUTES = 480  # a working day; longer work is more than one item
LONGEST = {"code": 20, "name_nl": 200, "name_en": 200}
LONGEST_TEXT = 4000
CODE = re.compile(r"[^\W_][\w.-]*")  # it stands in the address of a page
NEEDED = ("code", "name_nl", "name_en", "explanation_nl", "explanation_en")


class FaultKind(StrEnum):
    MISSING = "missing"
    TOO_LONG = "too_long"
    CODE_TWICE = "code_twice"
    CODE_SIGNS = "code_signs"
    UNKNOWN = "unknown"
    NOT_A_NUMBER = "not_a_number"
    OUTSIDE_A_DAY = "outside_a_day"
    NEEDED_WHEN_OURS = "needed_when_ours"
    ONLY_WHEN_OURS = "only_when_ours"
    ONE_OR_TWO = "one_or_two"
    YES_OR_NO = "yes_or_no"
    ONE_LANGUAGE = "one_language"
    MEDICAL_IS_ELSEWHERE = "medical_is_elsewhere"
    GROUND_IS_THE_TENANTS = "ground_is_the_tenants"


@dataclass(frozen=True, order=True)
class Fault:
    """`row` as the caller numbers it, `column` of the CSV, `value` what stands there (CODE_TWICE: the first row)."""

    row: int
    column: str
    kind: FaultKind
    value: str = ""


def faults(items: Iterable[Item]) -> list[Fault]:
    """What is wrong with these items; the first is row 1."""
    return row_faults(enumerate(map(to_row, items), start=1))


def row_faults(rows: Iterable[tuple[int, Row]]) -> list[Fault]:
    """What is wrong with rows of text, as a spreadsheet holds them: (number, column → cell). Empty: all is right."""
    found: list[Fault] = []
    first: dict[str, int] = {}
    for number, row in rows:
        code = row["code"]
        if code and first.setdefault(code, number) != number:
            found.append(Fault(number, "code", FaultKind.CODE_TWICE, str(first[code])))
        found += (Fault(number, column, kind, value) for column, kind, value in _of_row(row))
    return sorted(found)


Found = Iterator[tuple[str, FaultKind, str]]


def _of_row(row: Row) -> Found:
    yield from ((column, FaultKind.MISSING, "") for column in NEEDED if not row[column].strip())
    for column, cell in row.items():
        if len(cell) > LONGEST.get(column, LONGEST_TEXT):
            yield column, FaultKind.TOO_LONG, str(LONGEST.get(column, LONGEST_TEXT))
    if row["code"] and not CODE.fullmatch(row["code"]):
        yield "code", FaultKind.CODE_SIGNS, row["code"]
    yield from _unknown(row)
    yield from _numbers(row)
    if row["medical"] not in ("yes", "no"):
        yield "medical", FaultKind.YES_OR_NO, row["medical"]
    for one, other in (("conditions_nl", "conditions_en"), ("conditions_en", "conditions_nl")):
        if row[one] and not row[other]:
            yield other, FaultKind.ONE_LANGUAGE, ""
    if row["party"] in set(Party):
        yield from _of_party(row, Party(row["party"]))


def _unknown(row: Row) -> Found:
    known: dict[str, frozenset[str]] = {
        "party": frozenset(Party),
        "urgency": frozenset(Urgency),
        "ground": LETTERS | {""},
        "trade": TRADES | {""},
    }
    yield from ((column, FaultKind.UNKNOWN, row[column]) for column, codes in known.items() if row[column] not in codes)
    lists = {"locations": vera("defectlocatie"), "defects": vera("defectsoort"), "follow_up": TRADES}
    for column, codes in lists.items():
        strange = [code for code in several(row[column]) if code not in codes]
        if strange:
            yield column, FaultKind.UNKNOWN, "; ".join(strange)


def _numbers(row: Row) -> Found:
    for column in ("minutes", "norm_minutes"):
        cell = row[column]
        if column == "norm_minutes" and not cell:
            continue
        if not (cell.isascii() and cell.isdigit()):
            yield column, FaultKind.NOT_A_NUMBER, cell
        elif len(cell) > 4 or int(cell) > MAX_MINUTES:
            yield column, FaultKind.OUTSIDE_A_DAY, cell
    if row["workers"] not in ("1", "2"):
        yield "workers", FaultKind.ONE_OR_TWO, row["workers"]


def _of_party(row: Row, party: Party) -> Found:
    """A trade and minutes exactly when one of ours does it; care is never ours; the Besluit is about the tenant."""
    ours = party in OURS
    if ours and not row["trade"]:
        yield "trade", FaultKind.NEEDED_WHEN_OURS, ""
    if ours and row["minutes"].strip("0") == "":
        yield "minutes", FaultKind.NEEDED_WHEN_OURS, ""
    if not ours:
        yield from ((column, FaultKind.ONLY_WHEN_OURS, row[column]) for column in ("trade", "follow_up") if row[column])
        if row["minutes"].strip("0"):
            yield "minutes", FaultKind.ONLY_WHEN_OURS, row["minutes"]
    if row["medical"] == "yes" and party is not Party.ELSEWHERE:
        yield "party", FaultKind.MEDICAL_IS_ELSEWHERE, row["party"]
    if row["ground"] and party not in (Party.TENANT, Party.SERVICE_PLAN):
        yield "ground", FaultKind.GROUND_IS_THE_TENANTS, row["ground"]


@cache
def vera(kind: str) -> frozenset[str]:
    """The codes of a VERA list ("defectlocatie", "defectsoort") that have not expired."""
    text = files("werkplaats.triage").joinpath(f"data/vera_{kind}.csv").read_text(encoding="utf-8")
    return frozenset(
        row["Code"] for row in csv.DictReader(text.splitlines(), delimiter=";") if not row["Einddatum"].strip()
    )
