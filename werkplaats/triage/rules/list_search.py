"""Looking something up in the list by its words. It finds; it never judges a report (that is `judge`)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from werkplaats.triage.rules.lists import Item, ListVersion

MOST = 20
LONGEST_QUERY = 100
SHORT = 3  # letters from which a word may also stand inside another: "kraan" in "mengkraan"
FEW = 5  # with fewer hits, also what looks like it is shown
ALIKE = 0.6  # of the pairs of letters, for who makes a typing mistake


@dataclass(frozen=True)
class Entry:
    item: Item
    name: str
    said: str


def plain(text: str) -> str:
    """Small letters without accents, words with one space around each."""
    letters = (sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return f" {' '.join(re.findall(r'[a-z0-9]+', ''.join(letters)))} "


@lru_cache(maxsize=32)
def entries(version: ListVersion) -> tuple[Entry, ...]:
    return tuple(
        Entry(item, plain(f"{item.name_nl} {item.name_en}"), plain(" ".join((*item.words, item.code))))
        for item in version.items
    )


def search(versions: tuple[ListVersion, ...], query: str) -> tuple[Item, ...]:
    """The items that fit best, at most `MOST`: those with every word of the query, then those that look like it."""
    asked = plain(query[:LONGEST_QUERY]).split()
    known = [entry for version in versions for entry in entries(version)] if asked else []
    found = {entry.item.code: (_score(entry, asked), entry.item) for entry in known if _all(entry, asked)}
    if len(found) < FEW:
        for entry in known:
            likeness = _looks_like(entry, asked)
            if likeness >= ALIKE:
                found.setdefault(entry.item.code, (likeness, entry.item))
    best = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].name_nl, pair[1].code))
    return tuple(item for _points, item in best[:MOST])


def _score(entry: Entry, asked: list[str]) -> float:
    return 1 + sum(_fits(entry, word) for word in asked)


def _all(entry: Entry, asked: list[str]) -> bool:
    return all(_fits(entry, word) for word in asked)


def _fits(entry: Entry, word: str) -> float:
    """The name counts most, a whole word more than its beginning, a beginning more than a part."""
    for text, weight in ((entry.name, 2.0), (entry.said, 1.0)):
        if f" {word} " in text:
            return weight * 3
        if f" {word}" in text:
            return weight * 2
    if len(word) >= SHORT and (word in entry.name or word in entry.said):
        return 1.0
    return 0.0


def _looks_like(entry: Entry, asked: list[str]) -> float:
    """How much the words asked look like words of this item, on average: 0 to 1."""
    words = set((entry.name + entry.said).split())
    return sum(1 if _fits(entry, word) else max(_alike(word, other) for other in words) for word in asked) / len(asked)


@lru_cache(maxsize=20_000)
def _alike(one: str, other: str) -> float:
    """The share of pairs of letters that two words have in common (Dice)."""
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))
