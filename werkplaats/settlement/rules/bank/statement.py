"""A bank statement as we keep it, whatever file it came from, and what can be wrong with it.

Amounts are whole cents of a euro: positive is money in, negative money out.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from stdnum import iban as iban_check


class Format(StrEnum):
    CAMT053 = "camt053"
    MT940 = "mt940"


class Problem(StrEnum):
    EMPTY = "empty"
    NOT_A_STATEMENT = "not_a_statement"  # neither CAMT.053 nor MT940
    BROKEN = "broken"  # `found` is what cannot be read
    VERSION = "version"  # a CAMT that we do not read
    NO_IBAN = "no_iban"
    NO_BALANCE = "no_balance"  # no opening or no closing balance
    AMOUNT = "amount"  # `found` is no amount
    DAY = "day"  # `found` is no day
    CURRENCY = "currency"  # `found` is another one than EUR
    DOES_NOT_ADD_UP = "does_not_add_up"  # opening and lines make `expected`, the statement says `found` (cents)
    NOT_OURS = "not_ours"  # `found` is an IBAN of somebody else
    GAP = "gap"  # the statement begins (or ends) at `found`, what is kept ends (or begins) at `expected` (cents)
    DOES_NOT_FIT = "does_not_fit"  # the same days are kept with other lines


@dataclass(frozen=True)
class Place:
    """Where in the file: the statement as it calls itself, the how manieth line in it (from 1), the row of the file."""

    statement: str = ""
    line: int = 0
    row: int = 0


class Unreadable(Exception):
    """A file of which nothing may be kept. `found` and `expected` are text, or cents where the problem says so."""

    def __init__(self, problem: Problem, place: Place | None = None, *, found: str = "", expected: str = "") -> None:
        super().__init__(problem.value)
        self.problem, self.place = problem, place or Place()
        self.found, self.expected = found, expected


@dataclass(frozen=True)
class Line:
    """One movement on the account.

    `references` are all that the sender or the bank gave to know it by (end-to-end id, payment reference, batch);
    `returned` is the reason code (ISO 20022) of a payment that came back.
    """

    booked_on: date
    value_on: date
    cents: int
    iban: str = ""  # of the other side; empty when the bank does not tell
    name: str = ""
    description: str = ""
    references: tuple[str, ...] = ()
    returned: str = ""


@dataclass(frozen=True)
class Statement:
    format: Format
    iban: str
    number: str  # as the bank calls it; for people, no identity
    closed_on: date
    opening_cents: int
    closing_cents: int
    lines: tuple[Line, ...]

    @property
    def starts_on(self) -> date:
        """The day of the first line; a statement without lines is of the day it closes."""
        return min((line.booked_on for line in self.lines), default=self.closed_on)

    @property
    def ends_on(self) -> date:
        return max((line.booked_on for line in self.lines), default=self.closed_on)

    @property
    def movements(self) -> list[tuple[date, int]]:
        """Day and cents of each line: what every format and every bank tells the same."""
        return [(line.booked_on, line.cents) for line in self.lines]

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same statement, also from a file in the other format."""
        said = [self.iban, self.closed_on.isoformat(), str(self.opening_cents), str(self.closing_cents)]
        said += [f"{day.isoformat()}={cents}" for day, cents in sorted(self.movements)]
        return sha256("|".join(said).encode()).hexdigest()


def checked(statement: Statement, ours: Collection[str]) -> Statement:
    """The statement, of one of our IBANs. Errors: Unreadable when it is of another or its lines do not add up."""
    place = Place(statement=statement.number)
    iban = statement.iban if iban_check.is_valid(statement.iban) else _by_number(statement.iban, ours)
    if not iban:
        raise Unreadable(Problem.NO_IBAN, place, found=statement.iban)
    if iban not in ours:
        raise Unreadable(Problem.NOT_OURS, place, found=iban)
    total = statement.opening_cents + sum(line.cents for line in statement.lines)
    if total != statement.closing_cents:
        raise Unreadable(Problem.DOES_NOT_ADD_UP, place, found=str(statement.closing_cents), expected=str(total))
    return replace(statement, iban=iban)


def _by_number(number: str, ours: Collection[str]) -> str:
    """Some banks name an account in MT940 by its number alone, which is the end of a Dutch IBAN."""
    bare = number.replace(".", "").lstrip("0")
    found = [iban for iban in ours if iban.startswith("NL") and iban[8:].lstrip("0") == bare]
    return found[0] if len(found) == 1 else ""


def cents_of(amount: str, place: Place) -> int:
    """ "12.5" is 1250 cents. Errors: Unreadable when it is no amount, or has parts of a cent."""
    whole, _, rest = amount.partition(".")
    plain = whole.isascii() and whole.isdigit() and (not rest or (rest.isascii() and rest.isdigit()))
    if not plain or len(whole) > 15 or len(rest.rstrip("0")) > 2:
        raise Unreadable(Problem.AMOUNT, place, found=amount)
    return int(Decimal(f"{whole}.{rest or 0}") * 100)


def one_line(*texts: str) -> str:
    """Texts of a bank as one, with single spaces."""
    return " ".join(" ".join(texts).split())


# Said by banks where the sender gave no reference.
NO_REFERENCE = frozenset({"", "NOTPROVIDED", "NONREF", "NOREF"})


def given(*references: str) -> tuple[str, ...]:
    """The references that really are one, each once, in their order."""
    bare = (one_line(reference) for reference in references)
    return tuple(dict.fromkeys(one for one in bare if one.upper().replace(" ", "") not in NO_REFERENCE))
