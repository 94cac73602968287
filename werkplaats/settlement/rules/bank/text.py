"""Finding in what a payer wrote the number of an invoice, a reference, or a name."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from stdnum import iban as iban_check


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What comes before a number that is meant as the number of an invoice.
INVOICE_WORDS = _words(
    "FACTUUR FACTUREN FACTUURNR FACTUURNUMMER FACTUURNUMMERS FAKTUUR FACT FAC FACTNR NOTA REKENING REKENINGNR INVOICE"
    " INVOICES INV CREDITNOTA CREDITFACTUUR CREDIT KENMERK BETALINGSKENMERK NR NRS NUMMER NUMMERS NO F"
)
# What may stand between such a word and its numbers, and between these.
JOINING_WORDS = _words("EN AND MET VAN ONS UW DE DD NR NRS NUMMER NUMMERS NO M T")
NO_NAMES = _words(
    "BV NV VOF CV UA STICHTING STG VERENIGING VER COOPERATIE COOP WONINGCORPORATIE GEMEENTE HR MW MEVR DHR FAM ERVEN"
    " VAN DE DER DEN HET TEN TER VD EO CJ HOLDING BEHEER"
)
LONG = 6  # signs: such a number is not met by chance
IBAN = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4} ?(?:\d{4} ?){2}\d{2}\b|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b")
DAY = re.compile(
    r"\b(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b\d{1,2}[:.]\d{2}\s?UUR\b"
)
AMOUNT = re.compile(r"(?:€|\bEUR)\s?\d[\d.]*(?:,\d{2})?")
TOKEN = re.compile(r"[A-Z]+|\d+|\S")


class Mention(IntEnum):
    NOT = 0
    BARE = 1  # a short number without a word before it: may well be something else
    CLEAR = 2


@dataclass(frozen=True)
class Token:
    text: str  # digits without zeros in front
    raw: str
    glued: bool  # to the token before
    led: bool  # an invoice word stands before it


@lru_cache(maxsize=4096)
def runs_of(number: str) -> tuple[str, ...]:
    """The letters and digits of an invoice number: "2026-0017" is 2026 and 17."""
    return tuple(_bare(run) for run in re.findall(r"[A-Z]+|\d+", plain(number)))


@dataclass(frozen=True)
class Words:
    """What a payer wrote, taken apart once."""

    tokens: tuple[Token, ...]
    text: str
    squeezed: str  # without spaces
    digits: frozenset[str]

    @classmethod
    def of(cls, *texts: str) -> "Words":
        text = plain(" ; ".join(texts))
        bare = AMOUNT.sub(" ", DAY.sub(" ", IBAN.sub(_without_iban, text)))
        tokens = tuple(_tokens(bare))
        return cls(tokens, text, as_reference(text), frozenset(token.text for token in tokens if token.raw.isdigit()))

    def mentions(self, number: str) -> Mention:
        """Whether the invoice with this number is meant: with or without words, spaces, marks and zeros in front."""
        runs = runs_of(number)
        if not runs:
            return Mention.NOT
        letters = letters_of(number)
        clear = len(letters) >= LONG and len("".join(runs)) >= LONG - 2
        if clear and letters.isdigit() and self._says_in_one(letters):
            return Mention.CLEAR
        if runs[-1].isdigit() and runs[-1] not in self.digits:
            return Mention.NOT
        found = Mention.NOT
        said = [at for at, token in enumerate(self.tokens) if token.raw.isalnum()]
        for start in range(len(said) - len(runs) + 1):
            places = said[start : start + len(runs)]
            if all(self.tokens[at].text == run for at, run in zip(places, runs, strict=True)):
                found = max(found, self._as_mention(places[0], places[-1], clear))
        return found

    def _as_mention(self, first: int, last: int, clear: bool) -> Mention:
        token = self.tokens[first]
        before = self.tokens[first - 1] if first else None
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        if after and after.glued and after.raw.isalpha():
            return Mention.NOT
        if before and token.glued and before.raw.isalpha() and before.raw not in INVOICE_WORDS:
            return Mention.NOT
        if not token.led and not clear and self._within_a_code(first, last):
            return Mention.NOT
        return Mention.CLEAR if clear or token.led else Mention.BARE

    def _within_a_code(self, first: int, last: int) -> bool:
        """17 in 3-17 or 17/2026, without a word that says it is an invoice."""
        before, after = self.tokens[max(first - 2, 0) : first], self.tokens[last + 1 : last + 3]
        left = len(before) == 2 and before[0].raw.isalnum() and before[1].glued and self.tokens[first].glued
        return left or (len(after) == 2 and after[0].glued and after[1].glued and after[1].raw.isalnum())

    def _says_in_one(self, digits: str) -> bool:
        """20260017, also as 2026 0017: neighbours with only space between count as one."""
        wanted = _bare(digits)
        numbers: list[str] = []
        for token in self.tokens:
            if not token.raw.isdigit():
                numbers = []
                continue
            numbers = [*numbers, token.raw][-4:]
            if any(_bare("".join(numbers[start:])) == wanted for start in range(len(numbers))):
                return True
        return False

    def holds(self, reference: str) -> bool:
        """Whether this reference stands in it, whatever the spaces. One that is only a few digits is no reference."""
        wanted = as_reference(reference)
        if len(wanted) < (LONG + 2 if wanted.isdigit() else LONG - 1):
            return False
        if wanted not in self.squeezed:
            return False
        spaced = r"\s*".join(re.escape(sign) for sign in wanted)
        return re.search(rf"(?<![A-Z0-9])(?<![A-Z0-9]-){spaced}(?!-?[A-Z0-9])", self.text) is not None


def _without_iban(match: re.Match[str]) -> str:
    return " " if iban_check.is_valid(match[0]) else match[0]


def plain(text: str) -> str:
    """In capitals, without accents."""
    apart = unicodedata.normalize("NFKD", text.upper())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def letters_of(number: str) -> str:
    """Only its letters and digits."""
    return re.sub(r"[^A-Z0-9]", "", plain(number))


def as_reference(text: str) -> str:
    """A reference to compare: spaces and capitals do not count, marks do (UITB-1-23 is not UITB-12-3)."""
    return "".join(plain(text).split())


def _bare(run: str) -> str:
    return run.lstrip("0") or run[-1:] if run.isdigit() else run


def _tokens(text: str) -> Iterable[Token]:
    led, end = False, -1
    for match in TOKEN.finditer(text):
        raw = match[0]
        if raw.isalpha() and raw.isascii():
            led = raw in INVOICE_WORDS or (led and raw in JOINING_WORDS)
        yield Token(_bare(raw), raw, match.start() == end, led)
        end = match.end()


def likeness(one: str, other: str) -> float:
    """How much two names look like each other, 0 to 1: the share of their words that both have, nearly spelled alike.

    Initials, titles and legal forms do not count: banks write them as they like.
    """
    left, right = _name(one), _name(other)
    if not left or not right:
        return 0.0
    if len(left) > len(right):
        left, right = right, left
    found = sum(any(_alike(word, there) for there in right) for word in left)
    return found / len(right) if found < len(left) else max(found / len(right), 0.75)


def _name(text: str) -> tuple[str, ...]:
    words = re.findall(r"[A-Z0-9]+", plain(text).replace(".", ""))
    return tuple(dict.fromkeys(word for word in words if len(word) > 2 and word not in NO_NAMES))


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.85
