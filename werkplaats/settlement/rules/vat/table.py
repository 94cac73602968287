"""The rules of data/vat.csv: what counts from which day, for what, and by which source."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files

from werkplaats.settlement.rules.e_invoice import Category, Vat
from werkplaats.settlement.rules.vat.situation import Fact, Side


class Box(StrEnum):
    """Of the Dutch VAT return, as far as a rule can lead there. NONE: it does not stand in the return."""

    HIGH = "1a"
    LOW = "1b"
    OTHER = "1c"
    PRIVATE = "1d"  # private use
    ZERO = "1e"  # 0 %, or taxed at the buyer's
    REVERSED = "2a"  # VAT that was reversed to us
    OUTSIDE_EU = "3a"  # delivered to countries outside the EU
    ABROAD = "3b"  # to other countries of the EU
    DISTANCE = "3c"  # installed, or sold at a distance, in the EU
    FROM_OUTSIDE_EU = "4a"  # bought from countries outside the EU
    FROM_EU = "4b"  # bought from other countries of the EU
    INPUT = "5b"
    NONE = "-"


BY_HAND = (Box.PRIVATE, Box.FROM_OUTSIDE_EU, Box.FROM_EU)  # no document of this program leads there


class Standing(StrEnum):
    """How sure a rule is."""

    FOUND = "found"
    WEAK = "weak"  # sources differ, or are poor
    ADVISER = "adviser"  # to be confirmed by the cooperative's adviser


@dataclass(frozen=True)
class Term:
    """One condition: the fact is one of these words, or (`negated`) none of them."""

    fact: Fact
    words: frozenset[str]
    negated: bool = False

    def holds(self, value: str | None) -> bool | None:
        """None: the fact is not known."""
        return None if value is None else (value in self.words) is not self.negated


@dataclass(frozen=True)
class Rule:
    """A line of data/vat.csv; both days included. `vat.percent` is 0 for all but the standard category; `percent` is
    also what the buyer owes where VAT is reversed to it."""

    code: str
    side: Side
    about_nl: str
    about_en: str
    when: tuple[Term, ...]
    valid_from: date
    valid_until: date | None
    vat: Vat
    percent: Decimal
    box: Box
    kor_counts: bool
    g_account: bool
    standing: Standing
    reason_nl: str
    reason_en: str
    source: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def about(self, language: str) -> str:
        return self.about_en if language == "en" else self.about_nl

    def reason(self, language: str) -> str:
        return self.reason_en if language == "en" else self.reason_nl


class NoRule(LookupError):
    """No rule of data/vat.csv covers this on that day."""


def term(text: str) -> Term:
    """ "trade=SCH|STU" or "trade!=WIT". Errors: ValueError for a fact that no situation has."""
    name, __, words = text.partition("=")
    return Term(Fact(name.removesuffix("!")), frozenset(words.split("|")), negated=name.endswith("!"))


def _flag(word: str) -> bool:
    return {"yes": True, "no": False}[word]


def _rule(row: dict[str, str]) -> Rule:
    category, percent = Category(row["category"]), Decimal(row["percent"])
    return Rule(
        code=row["code"],
        side=Side(row["side"]),
        about_nl=row["about_nl"],
        about_en=row["about_en"],
        when=tuple(term(part) for part in row["when"].split()),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        vat=Vat(
            category, percent if category is Category.STANDARD else Decimal(0), row["on_invoice"], row["reason_code"]
        ),
        percent=percent,
        box=Box(row["box"]),
        kor_counts=_flag(row["kor_counts"]),
        g_account=_flag(row["g_account"]),
        standing=Standing(row["standing"]),
        reason_nl=row["reason_nl"],
        reason_en=row["reason_en"],
        source=row["source"],
    )


def read(text: str) -> tuple[Rule, ...]:
    """The rules of a CSV with the columns of data/vat.csv, in its order."""
    return tuple(_rule(row) for row in csv.DictReader(text.splitlines(), delimiter=";"))


@cache
def all_rules() -> tuple[Rule, ...]:
    return read(files("werkplaats.settlement").joinpath("data/vat.csv").read_text(encoding="utf-8"))


@cache
def _versions() -> dict[str, tuple[Rule, ...]]:
    codes = {rule.code for rule in all_rules()}
    return {code: tuple(rule for rule in all_rules() if rule.code == code) for code in codes}


def rule_on(code: str, day: date, rules: Iterable[Rule] | None = None) -> Rule:
    """The rule of this code that held on a day of delivery; of data/vat.csv unless others are given. Errors: NoRule."""
    for rule in _versions().get(code, ()) if rules is None else rules:
        if rule.code == code and rule.holds_on(day):
            return rule
    raise NoRule(f"no VAT rule {code!r} on {day.isoformat()}")
