"""A list made ready to be searched: how well every item fits a text, seen from several sides at once."""

from collections.abc import Iterable, Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from werkplaats.triage.rules import Party, Urgency
from werkplaats.triage.rules.lists import Item, ListVersion
from werkplaats.triage.rules.words import STOP, Fixer, Said, key, read, speech

Floats = npt.NDArray[np.float32]

SIDES = ("words", "name", "explanation", "signs", "phrase", "share", "place", "no_place", "defect", "no_defect")
CUES = (
    *("~COMMUNAL", "~STREET", "~NEIGHBOURS", "~OWN", "~WISH", "~AGAIN", "~UPHILL", "~ALL", "~PART", "~CLEAN"),
    *("!DEF", "!LOS", "!LEK", "!BRE", "!STO", "!VS0", "@POR", "@GAL", "@ENT", "@TUI", "@BUI", "@PAR", "@DAK"),
)
PARTIES = tuple(Party)
# What an item is: one column a party, then whether it speaks of each cue itself.
TRAITS = (*(party.value for party in PARTIES), "medical", "emergency", *CUES)
# What a text is: always 1 (for what is so of an item whatever is said), then each cue.
SIGNALS = ("always", "danger", "medical", *CUES)


def signs(said: Said) -> set[str]:
    """Three and four letters in a row, of the words that say something."""
    found: set[str] = set()
    for word in said.text.split():
        if len(word) < 3 or word in STOP:
            continue
        edged = f" {word} "
        found.update(edged[at : at + 3] for at in range(len(edged) - 2))
        found.update(edged[at : at + 4] for at in range(len(edged) - 3))
    return found


class Field:
    """One text an item, as a matrix of terms by items; the columns have length 1, rare terms weigh more."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        counts: list[dict[str, int]] = []
        spread: dict[str, int] = {}
        for terms in texts:
            count: dict[str, int] = {}
            for term in terms:
                count[term] = count.get(term, 0) + 1
            counts.append(count)
            for term in count:
                spread[term] = spread.get(term, 0) + 1
        self.rows = {term: row for row, term in enumerate(sorted(spread))}
        total = len(texts)
        self.idf: Floats = np.array(
            [log(1 + (total - spread[term] + 0.5) / (spread[term] + 0.5)) for term in self.rows] or [0.0], np.float32
        )
        self.matrix: Floats = np.zeros((max(len(self.rows), 1), total), np.float32)
        for column, count in enumerate(counts):
            for term, times in count.items():
                row = self.rows[term]
                self.matrix[row, column] = (1 + log(times)) * self.idf[row]
        norms = np.linalg.norm(self.matrix, axis=0)
        self.matrix /= np.where(norms > 0, norms, 1)
        self.matrix *= self.idf[:, None]

    def scores(self, terms: Iterable[str]) -> Floats:
        """The cosine of the text with every item."""
        rows = sorted({row for term in terms if (row := self.rows.get(term)) is not None})
        if not rows:
            return np.zeros(self.matrix.shape[1], np.float32)
        length = float(np.sqrt(np.square(self.idf[rows]).sum())) or 1.0
        found: Floats = self.matrix[rows].sum(axis=0) / np.float32(length)
        return found


class Phrases:
    """The words of the items, each phrase by itself: how much of it was said."""

    def __init__(self, phrases: Sequence[Sequence[tuple[str, ...]]]) -> None:
        flat = [phrase for item in phrases for phrase in item]
        owners: dict[str, set[int]] = {}
        for number, item in enumerate(phrases):
            for phrase in item:
                for term in phrase:
                    owners.setdefault(term, set()).add(number)
        total = len(phrases)
        self.idf = {term: log(1 + total / len(whose)) for term, whose in owners.items()}
        self.weight: Floats = np.array([sum(self.idf[term] for term in phrase) or 1.0 for phrase in flat], np.float32)
        postings: dict[str, list[int]] = {}
        for number, phrase in enumerate(flat):
            for term in phrase:
                postings.setdefault(term, []).append(number)
        self.postings = {term: np.array(numbers, np.int32) for term, numbers in postings.items()}
        self.starts = np.cumsum([0, *(len(item) for item in phrases[:-1])])
        self.flat = flat

    def scores(self, terms: Iterable[str]) -> tuple[Floats, Floats]:
        """For every item its best phrase: how much was said, and which share that is of all that was said."""
        said = set(terms)
        known = [term for term in sorted(said) if term in self.postings]
        if not known:
            nothing = np.zeros(len(self.starts), np.float32)
            return nothing, nothing
        found = np.concatenate([self.postings[term] for term in known])
        weights = np.repeat([self.idf[term] for term in known], [len(self.postings[term]) for term in known])
        matched = np.bincount(found, weights, minlength=len(self.flat)).astype(np.float32)
        whole = sum(self.idf.get(term, 3.0) for term in said)
        part = matched / self.weight
        best: Floats = np.maximum.reduceat(matched * part, self.starts)
        share: Floats = best / np.float32(whole)
        return best, share


class Index:
    def __init__(self, version: ListVersion) -> None:
        self.items = version.items
        self.codes = tuple(item.code for item in self.items)
        self.fixer = Fixer(_known_keys(self.items))
        phrases = [[read(text) for text in (item.name_nl, item.name_en, *item.words)] for item in self.items]
        self.phrases = Phrases([[tuple(sorted(set(said.terms))) or ("",) for said in item] for item in phrases])
        self.fields = {
            "words": Field([[term for said in item for term in said.terms] for item in phrases]),
            "name": Field([[term for said in item[:2] for term in said.terms] for item in phrases]),
            "explanation": Field([_explained(item) for item in self.items]),
        }
        self.signs = Field([[sign for said in item for sign in signs(said)] for item in phrases])
        self.places = [frozenset(f"@{code}" for code in item.locations) for item in self.items]
        self.defects = [frozenset(f"!{code}" for code in item.defects) for item in self.items]
        self.place_of = _membership(self.places)
        self.defect_of = _membership(self.defects)
        self.has_place: Floats = np.array([bool(places) for places in self.places], np.float32)
        self.has_defect: Floats = np.array([bool(defects) for defects in self.defects], np.float32)
        self.traits = self._traits(phrases)
        self.medical: Floats = np.array([item.medical for item in self.items], np.float32)
        self.urgent: dict[str, Floats] = {}  # by family, the items of it that cannot wait
        for at, item in enumerate(self.items):
            if item.urgency is Urgency.EMERGENCY:
                self.urgent.setdefault(item.family, np.zeros(len(self.items), np.float32))[at] = 1
        self.speaks = [frozenset(term for said in item for term in said.terms) for item in phrases]

    def read(self, text: str) -> Said:
        return read(text, self.fixer)

    def sides(self, said: Said) -> Floats:
        """SIDES by items."""
        cues = [cue for cue in said.cues if cue[0] in "@!"]
        phrase, share = self.phrases.scores(said.terms)
        return np.stack(
            [
                *(self.fields[name].scores(said.terms) for name in ("words", "name", "explanation")),
                self.signs.scores(signs(said)),
                phrase / np.float32(10),
                share,
                *_agreement(cues, self.place_of, self.has_place),
                *_agreement(cues, self.defect_of, self.has_defect),
            ]
        )

    def matched(self, said: Said, at: int) -> tuple[str, ...]:
        """The words of the text that item `at` speaks of itself, as they were typed; cues to whose it is come last."""
        found = [
            (term[0] in "~@", source)
            for term, source in zip(said.terms, said.sources, strict=True)
            if term in self.speaks[at]
        ]
        return tuple(dict.fromkeys(source for _cue, source in sorted(found, key=lambda entry: entry[0])))[:5]

    def _traits(self, phrases: Sequence[Sequence[Said]]) -> Floats:
        """TRAITS by items; of a cue: in how many of its phrases the item speaks of it, more in its name."""
        traits = np.zeros((len(TRAITS), len(self.items)), np.float32)
        for column, item in enumerate(self.items):
            traits[PARTIES.index(item.party), column] = 1
            traits[len(PARTIES), column] = item.medical
            traits[len(PARTIES) + 1, column] = item.urgency is Urgency.EMERGENCY
            for row, cue in enumerate(CUES, start=len(PARTIES) + 2):
                share = sum(cue in said.terms for said in phrases[column]) / len(phrases[column])
                named = any(cue in said.terms for said in phrases[column][:2])
                traits[row, column] = min(1.0, share * 2 + 0.5 * named)
        return traits


def signals(said: Said, extra: Sequence[float]) -> Floats:
    """SIGNALS of a text; `extra` are the two that words alone do not give: danger and medical."""
    cues = said.cues
    return np.array([1.0, *extra, *(float(cue in cues) for cue in CUES)], np.float32)


def _known_keys(items: Iterable[Item]) -> set[str]:
    known = {key(word) for item in items for text in (*item.words, item.name_nl, item.name_en) for word in _plain(text)}
    known.update(part for phrase in speech().phrases for part in phrase)
    known.update(key(word) for word in STOP)
    return known


def _plain(text: str) -> list[str]:
    return read(text).text.split()


def _explained(item: Item) -> list[str]:
    texts = (item.explanation_nl, item.explanation_en, item.conditions_nl, item.conditions_en)
    return [term for text in texts for term in read(text).terms]


def _membership(sets: Sequence[frozenset[str]]) -> dict[str, Floats]:
    codes = sorted({code for one in sets for code in one})
    return {code: np.array([code in one for one in sets], np.float32) for code in codes}


def _agreement(cues: Sequence[str], members: dict[str, Floats], has: Floats) -> tuple[Any, Any]:
    """Whether what was said is of the item, and whether something else was said."""
    said = [members[cue] for cue in cues if cue in members]
    if not said:
        return np.zeros_like(has), np.zeros_like(has)
    agrees = np.max(np.stack(said), axis=0)
    return agrees, has * (1 - agrees)
