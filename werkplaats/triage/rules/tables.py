"""What words add to the items of a list: tables that are mostly empty, made once and summed for each text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from werkplaats.ground.added import Floats
from werkplaats.triage.rules.words import STOP

REMEMBERED = 16_000  # words of which is kept what they add: at most some 18 MB for a list, and 49 MB for the net


def signs(word: str) -> tuple[str, ...]:
    """Three and four letters in a row of a word, its edges marked; none of a word that says nothing."""
    if len(word) < 3 or word in STOP:
        return ()
    edged = f" {word} "
    threes = [edged[at : at + 3] for at in range(len(edged) - 2)]
    fours = [edged[at : at + 4] for at in range(len(edged) - 3)]
    return (*threes, *fours)


class Postings:
    """What each name adds to the places of a row, few of many: `of` (which name), `places` and `weights` an entry."""

    def __init__(self, names: Iterable[str], of: Any, places: Any, weights: Any, size: int) -> None:
        order = np.argsort(of, kind="stable")
        places, weights = places[order].astype(np.intp), weights[order].astype(np.float64)
        ends = np.cumsum(np.bincount(of)).tolist()
        self._of = {
            name: (places[start:end], weights[start:end])
            for name, start, end in zip(names, [0, *ends], ends, strict=False)
        }
        self.size = size

    def sum(self, names: Iterable[str]) -> Any:
        """What the names add together, in float64: each place of the row."""
        known = [found for name in names if (found := self._of.get(name)) is not None]
        if not known:
            return np.zeros(self.size)
        places, weights = zip(*known, strict=True)
        return np.bincount(np.concatenate(places), np.concatenate(weights), self.size)


class Rows:
    """As Postings, where most names add to most places: a whole row a name, and one of nothing before them."""

    def __init__(self, names: Iterable[str], of: Any, places: Any, weights: Any, size: int) -> None:
        self._at = {name: row for row, name in enumerate(names, start=1)}
        self._rows: Floats = np.zeros((len(self._at) + 1, size), np.float32)
        self._rows[of + 1, places] = weights

    def sums(self, groups: Sequence[Iterable[str]]) -> Floats:
        """What the names of each group add together."""
        at: list[int] = []
        starts: list[int] = []
        for names in groups:
            starts.append(len(at))
            at.append(0)
            at += [row for name in names if (row := self._at.get(name)) is not None]
        found: Floats = np.add.reduceat(self._rows.take(np.array(at, np.intp), axis=0), starts, axis=0)
        return found


class Field:
    """One text an item, as terms by items: of each item a row of length 1 in which rare terms weigh more.

    An entry is a term of an item: `rows` (of `terms`), `columns` and `weights`; last the square of each term's rarity,
    in a column of its own, which adds up to the square of the length of a text.
    """

    def __init__(self, terms: Sequence[str], rows: Any, columns: Any, times: Any, total: int) -> None:
        spread = np.bincount(rows, minlength=len(terms))
        idf = np.log(1 + (total - spread + 0.5) / (spread + 0.5))
        weights = (1 + np.log(times)) * idf[rows]
        norms = np.sqrt(np.bincount(columns, weights * weights, total))
        self.terms = terms
        self.rows = np.append(rows, np.arange(len(terms)))
        self.columns = np.append(columns, np.full(len(terms), total))
        self.weights = np.append(weights / norms[columns] * idf[rows], idf * idf)

    def in_rows(self, size: int) -> Rows:
        return Rows(self.terms, self.rows, self.columns, self.weights, size)


def field(texts: Sequence[Iterable[str]]) -> Field:
    """Of the terms of each item, in any order."""
    counts = [Counter(terms) for terms in texts]
    rows: dict[str, int] = {}
    at = [rows.setdefault(term, len(rows)) for count in counts for term in count]
    columns = np.repeat(np.arange(len(texts)), [len(count) for count in counts])
    times = np.array([number for count in counts for number in count.values()], np.float64)
    return Field(list(rows), np.array(at, np.intp), columns, times, len(texts))


def letters(texts: Sequence[Iterable[str]]) -> Field:
    """Of the signs in the words of each item: a word that stands in it more often is taken apart once."""
    counts = [Counter(words) for words in texts]
    rows: dict[str, int] = {}
    apart = {
        word: np.array([rows.setdefault(sign, len(rows)) for sign in signs(word)], np.intp)
        for word in dict.fromkeys(word for count in counts for word in count)
    }
    at = np.concatenate([np.empty(0, np.intp), *(apart[word] for count in counts for word in count)])
    sizes = [len(apart[word]) for count in counts for word in count]
    columns = np.repeat(np.repeat(np.arange(len(texts)), [len(count) for count in counts]), sizes)
    times = np.repeat([number for count in counts for number in count.values()], sizes)
    both, entry = np.unique(columns * len(rows) + at, return_inverse=True)
    return Field(list(rows), both % len(rows), both // len(rows), np.bincount(entry, times), len(texts))
