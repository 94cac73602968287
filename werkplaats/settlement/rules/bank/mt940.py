"""Reading MT940 (SWIFT, customer statement message), in the dialects of Dutch banks.

The package mt-940 knows the tags. It is kind to mistakes that we refuse: hence the balances are checked, and days and
signs are read here. The description (:86:) is taken apart here as well: every bank writes the SEPA fields in
its own way between slashes, and some write plain text.
"""

import logging
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from mt940.models import Transactions
from mt940.options import Options
from stdnum import iban as iban_check

from werkplaats.settlement.rules.bank.statement import (
    Format,
    Line,
    Place,
    Problem,
    Statement,
    Unreadable,
    cents_of,
    given,
    one_line,
)

# The package logs what it cannot read, and that is somebody's payment.
logging.getLogger("mt940").addHandler(logging.NullHandler())
logging.getLogger("mt940").propagate = False

STARTS: Final = re.compile(r"(?m)^(?=:20:)")
# After the closing balance come sums and forecasts, which are no part of the last line.
CLOSES: Final = re.compile(r"(?m)^:62[FM]:.*$")
FIELD: Final = re.compile(
    r"/(ACCW|ADDR|BENM|BIC|CDTRREFTP|CHGS|CNTP|CSID|EREF|EXCH|IBAN|ID|IREF|ISDT|MARF|NAME|NRTX|OCMT|ORDP|PREF|PURP|REMI"
    r"|RTRN|SVCL|TRCD|TRTP|ULTB|ULTC|ULTD)/"
)
IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b")
WIDTH: Final = 65  # signs in a full row of :86:
A_BANKING_DAY: Final = 5  # days from one closing to the next at most, over a long weekend
NO_CUSTOMER_REFERENCE: Final = frozenset({"EREF", "PREF", "MARF"})


def read_mt940(content: bytes) -> tuple[Statement, ...]:
    """All statements in a file, as they stand in it. Errors: Unreadable."""
    blocks = [block for block in STARTS.split(_decoded(content)) if block.startswith(":20:")]
    if not blocks:
        raise Unreadable(Problem.NOT_A_STATEMENT)
    return tuple(_statement(block) for block in blocks)


def _decoded(content: bytes) -> str:
    try:
        return content.decode().replace("\r\n", "\n")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").replace("\r\n", "\n")


def _statement(block: str) -> Statement:
    closes = CLOSES.search(block)
    found = _parsed(block[: closes.end()] if closes else block)
    number = found.data.get("statement_number") or ""
    sequence = found.data.get("sequence_number")
    place = Place(statement=f"{number}/{sequence}" if sequence else number)
    opening, closing = (_balance(found, name, place) for name in ("opening_balance", "closing_balance"))
    account = (found.data.get("account_identification") or "").split() or [""]
    return Statement(
        format=Format.MT940,
        iban=account[0].upper().removesuffix("EUR"),
        number=place.statement.lstrip("0"),
        closed_on=_plain(closing.date),
        opening_cents=_cents(opening.amount.amount, place),
        closing_cents=_cents(closing.amount.amount, place),
        lines=tuple(_lines(found, _plain(opening.date), _plain(closing.date), place.statement)),
    )


def _parsed(block: str) -> Any:
    """What the package makes of a statement; its errors with their place."""
    # without the package's mending of days in February, and its German reading of :86:
    found = Transactions({"pre_statement": [], "post_transaction_details": []}, options=Options(unbounded_details=True))
    try:
        found.parse(block)
    except (RuntimeError, ValueError, InvalidOperation) as error:
        lines = len(found.transactions)
        wrong = error.args[2] if isinstance(error, RuntimeError) and len(error.args) > 2 else ""
        problem = Problem.BROKEN
        if isinstance(error, ValueError):
            problem = Problem.DAY
        elif isinstance(error, InvalidOperation):
            problem = Problem.AMOUNT
        row = wrong or _row(block, lines)
        raise Unreadable(problem, Place(str(found.data.get("statement_number") or ""), lines + 1), found=row) from error
    return found


def _row(block: str, lines: int) -> str:
    """The :61: after so many of them, which is the one that cannot be read."""
    rows = [row.removeprefix(":61:") for row in block.splitlines() if row.startswith(":61:")]
    return rows[lines] if lines < len(rows) else ""


def _balance(found: Any, name: str, place: Place) -> Any:
    for kind in ("final", "intermediate"):
        balance = found.data.get(f"{kind}_{name}")
        if balance is not None:
            if balance.amount.currency != "EUR":
                raise Unreadable(Problem.CURRENCY, place, found=balance.amount.currency)
            return balance
    raise Unreadable(Problem.NO_BALANCE, place)


def _lines(found: Any, opened: date, closed: date, number: str) -> Iterable[Line]:
    for position, one in enumerate(found.transactions, start=1):
        data, place = one.data, Place(statement=number, line=position)
        if "amount" not in data:
            raise Unreadable(Problem.BROKEN, place, found=":61:")
        # R takes a credit or a debit back
        received = data["status"] in ("C", "RD")
        cents = _cents(abs(data["amount"].amount), place)
        if cents:
            booked = data.get("entry_date") or _booked(data["date"], opened, closed)
            yield _line(data, cents if received else -cents, _plain(booked))


def _booked(value: date, opened: date, closed: date) -> date:
    """For a bank that gives no entry date (Rabobank): its statements are of one banking day, the closing one."""
    return closed if (closed - opened).days <= A_BANKING_DAY else value


def _line(data: dict[str, Any], cents: int, booked: date) -> Line:
    supplement = data.get("extra_details") or ""
    text = _joined(data.get("transaction_details") or supplement)
    fields = _fields(text)
    iban, _, name = ([*fields["CNTP"].split("/"), "", "", ""] if "CNTP" in fields else ["", "", ""])[:3]
    remittance, structured = _remittance(fields.get("REMI", "" if fields else text))
    customer = data.get("customer_reference") or ""
    return Line(
        booked_on=booked,
        value_on=_plain(data["date"]),
        cents=cents,
        iban=_first_iban(iban, fields.get("IBAN", ""), supplement, "" if fields else text),
        name=one_line(name or fields.get("NAME", "")),
        description=remittance,
        references=given(
            fields.get("EREF", ""),
            structured,
            fields.get("PREF", ""),
            "" if customer in NO_CUSTOMER_REFERENCE else customer,
        ),
        returned=fields.get("RTRN", "")[:4],
    )


def _joined(text: str) -> str:
    """The rows as one text: a full row was broken anywhere, a shorter one at a space."""
    whole = ""
    for row in text.split("\n"):
        whole += row if len(row) >= WIDTH else f"{row} "
    return whole.strip()


def _fields(text: str) -> dict[str, str]:
    """What stands between slashes by its name; the first of each. Nothing when it is plain text."""
    if not text.startswith("/"):
        return {}
    _, *rest = FIELD.split(text)
    found: dict[str, str] = {}
    for name, value in zip(rest[::2], rest[1::2], strict=True):
        found.setdefault(name, value.rstrip("/ ") if name != "CNTP" else value)
    return found


def _remittance(text: str) -> tuple[str, str]:
    """The description and, where it is one, the structured reference."""
    if text.startswith("STRD/"):
        return "", text.split("/")[-1]
    return one_line(text.removeprefix("USTD//").removeprefix("USTD/")), ""


def _first_iban(*texts: str) -> str:
    for text in texts:
        for found in IBAN.findall(text.upper()):
            if iban_check.is_valid(found):
                return str(found)
    return ""


def _cents(amount: Decimal, place: Place) -> int:
    cents = cents_of(f"{abs(amount):f}", place)
    return -cents if amount < 0 else cents


def _plain(day: date) -> date:
    """The package's day as one of Python itself."""
    return date(day.year, day.month, day.day)
