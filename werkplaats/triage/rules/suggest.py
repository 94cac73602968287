"""A first guess at whose a request is, by the words in it. Only ever a proposal: the coordinator decides."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from werkplaats.triage.rules import Party, Urgency

HOUSEHOLD = "household"
HOUSEHOLD_TRADE = "HH"  # not a VERA trade; the same word as in jobs.rules, which stands below this module
LISTS = {"repairs": "repairs.csv", HOUSEHOLD: "household.csv"}


@dataclass(frozen=True)
class ListItem:
    """A line of the list: what it is, whose it is, and what to say to the resident."""

    code: str
    name_nl: str
    name_en: str
    party: Party
    trade: str  # VERA ONDERHOUDSPECIALISME, "HH", or "" when nobody of ours does it
    urgency: Urgency
    minutes: int
    words: tuple[str, ...]  # beginnings of words; several with a "+" must all occur
    explanation_nl: str
    explanation_en: str
    medical: bool = False

    def explanation(self, language: str) -> str:
        return self.explanation_en if language == "en" else self.explanation_nl

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_nl


@dataclass(frozen=True)
class Suggestion:
    """The line that fits best (None: nothing fits), with the words of the report that point at it."""

    item: ListItem | None
    because: tuple[str, ...] = ()
    others: tuple[ListItem, ...] = ()

    @property
    def medical(self) -> bool:
        """True as soon as any line that fits is medical: better one look too many."""
        return any(item.medical for item in (self.item, *self.others) if item is not None)


@cache
def items(branch: str) -> tuple[ListItem, ...]:
    """The list of a branch as it came with the program, in its order. Read once; the file is part of the package."""
    text = (files("werkplaats.triage") / "data" / LISTS[branch]).read_text(encoding="utf-8")
    return tuple(
        ListItem(
            code=row["code"],
            name_nl=row["name_nl"],
            name_en=row["name_en"],
            party=Party(row["party"]),
            trade=row["trade"],
            urgency=Urgency(row["urgency"]),
            minutes=int(row["minutes"]),
            words=tuple(word.strip() for word in row["words"].split(",") if word.strip()),
            explanation_nl=row["explanation_nl"],
            explanation_en=row["explanation_en"],
            medical=row["medical"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )


def item(branch: str, code: str) -> ListItem | None:
    return next((line for line in items(branch) if line.code == code), None)


def suggest(text: str, branch: str) -> Suggestion:
    """The list's line that shares the most with `text` (Dutch or English words); the longest match counts most.

    The medical lines are also looked for in a repair report, because people write everything in one box.
    """
    lines = items(branch)
    if branch != HOUSEHOLD:
        lines += tuple(line for line in items(HOUSEHOLD) if line.medical)
    said = " ".join(re.findall(r"\w+", text.lower()))
    found = [(score, line, hits) for line in lines for score, hits in [_match(line, said)] if score]
    found.sort(key=lambda entry: (not entry[1].medical, -entry[0], entry[1].code))
    if not found:
        return Suggestion(None)
    _score, best, because = found[0]
    return Suggestion(best, because, tuple(line for _s, line, _h in found[1:4]))


def _match(line: ListItem, said: str) -> tuple[int, tuple[str, ...]]:
    hits = tuple(word for word in line.words if all(_occurs(part, said) for part in word.split("+")))
    return sum(len(hit) for hit in hits), hits


def _occurs(part: str, said: str) -> bool:
    """`part` begins a word of the text; with a * in front it may also stand inside one ("badkamerkraan")."""
    return part[1:] in said if part.startswith("*") else f" {part}" in f" {said}"
