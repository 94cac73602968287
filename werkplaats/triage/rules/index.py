"""A list made ready to be searched: how well every item fits a text, seen from several sides at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from werkplaats.ground.words import Fixer, key
from werkplaats.triage.rules import Party, Urgency
from werkplaats.triage.rules.lists import Item, ListVersion
from werkplaats.triage.rules.words import STOP, Reader, Said, read, speech

Floats = npt.NDArray[np.float32]

FIELDS = ("words", "name", "explanation")
REMEMBERED = 6_000  # words and terms of which we keep what they add: some 15 MB at most
SIDES = ("words", "name", "explanation", "signs", "phrase", "share", "place", "no_place", "defect", "no_defect")
CUES = (
    *(
        "~COMMUNAL",
        "~STREET",
        "~NEIGHBOURS",
        "~OWN",
        "~FAULT",
        "~BOUGHT",
        "~WISH",
        "~AGAIN",
        "~UPHILL",
        "~ALL",
        "~PART",
        "~CLEAN",
    ),
    *("!DEF", "!LOS", "!LEK", "!BRE", "!STO", "!VS0", "@POR", "@GAL", "@ENT", "@TUI", "@BUI", "@PAR", "@DAK"),
)
PARTIES = tuple(Party)
# What an item is: one column a party, then whether it speaks of each cue itself.
TRAITS = (*(party.value for party in PARTIES), "medical", "emergency", *CUES)
CUE_ROWS = {cue: row for row, cue in enumerate(TRAITS) if cue in CUES}
# What a text is: always 1 (for what is so of an item whatever is said), how likely danger and care, whether it names no
# place (who means the tap outside says so), then each cue.
SIGNALS = ("always", "danger", "medical", "nowhere", *CUES)
CUE_AT = {cue: at for at, cue in enumerate(SIGNALS) if at > 3}


def signs(word: str) -> tuple[str, ...]:
    """Three and four letters in a row of a word, its edges marked; none of a word that says nothing."""
    if len(word) < 3 or word in STOP:
        return ()
    edged = f" {word} "
    threes = [edged[at : at + 3] for at in range(len(edged) - 2)]
    fours = [edged[at : at + 4] for at in range(len(edged) - 3)]
    return (*threes, *fours)


class Added:
    """What a word or term adds to every item, remembered as rows of one matrix, so that a text is one sum of rows.

    `look` gives the row of one. Its shape ends with what the list has, or with more.
    """

    def __init__(self, look: Callable[[str], Any], shape: tuple[int, ...]) -> None:
        self._look = look
        self._rows: dict[str, int] = {}
        self._matrix = np.empty(
            (REMEMBERED, *shape), np.float32
        )  # of pages that nothing is written to there is no memory

    def sum(self, names: Sequence[str]) -> Floats:
        """`names`: fewer than are remembered."""
        rows = [row for name in names if (row := self._rows.get(name)) is not None]
        if len(rows) < len(names):
            if len(self._rows) + len(names) > REMEMBERED:
                self._rows.clear()
            rows = [self._row(name) for name in names]
        found: Floats = self._matrix.take(rows, axis=0).sum(axis=0)
        return found

    def _row(self, name: str) -> int:
        row = self._rows.get(name)
        if row is None:
            row = len(self._rows)
            self._matrix[row] = self._look(name)
            self._rows[name] = row
        return row


class Field:
    """One text an item, as a matrix of terms by items; the columns have length 1, rare terms weigh more."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        counts = [Counter(terms) for terms in texts]
        spread = Counter(term for count in counts for term in count)
        self.rows = {term: row for row, term in enumerate(sorted(spread))}
        total = len(texts)
        self.idf: Floats = np.array(
            [log(1 + (total - spread[term] + 0.5) / (spread[term] + 0.5)) for term in self.rows] or [0.0], np.float32
        )
        self.matrix: Floats = np.zeros((max(len(self.rows), 1), total), np.float32)
        rows = np.array([self.rows[term] for count in counts for term in count], np.int64)
        columns = np.repeat(np.arange(total), [len(count) for count in counts])
        times = np.array([number for count in counts for number in count.values()], np.float32)
        self.matrix[rows, columns] = (1 + np.log(times)) * self.idf[rows]
        norms = np.linalg.norm(self.matrix, axis=0)
        self.matrix /= np.where(norms > 0, norms, 1)
        self.matrix *= self.idf[:, None]

    def adds(self, terms: Iterable[str]) -> Floats:
        """What the terms add to the likeness with every item, and last to the square of the length of the text."""
        rows = [row for term in terms if (row := self.rows.get(term)) is not None]
        return np.append(self.matrix[rows].sum(axis=0), np.square(self.idf[rows]).sum())


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
        weights = [sum(self.idf[term] for term in phrase) or 1.0 for phrase in flat]
        self.lighter: Floats = (1 / np.array(weights)).astype(np.float32)
        postings: dict[str, list[int]] = {}
        for number, phrase in enumerate(flat):
            for term in phrase:
                postings.setdefault(term, []).append(number)
        self.postings = {
            term: (np.array(numbers, np.int32), np.full(len(numbers), self.idf[term], np.float32))
            for term, numbers in postings.items()
        }
        self.starts = np.cumsum([0, *(len(item) for item in phrases[:-1])])

    def scores(self, terms: Sequence[str]) -> tuple[Floats, Floats]:
        """For every item its best phrase: how much was said, and which share of all that was said. `terms` differ."""
        known = [posting for term in terms if (posting := self.postings.get(term)) is not None]
        if not known:
            nothing = np.zeros(len(self.starts), np.float32)
            return nothing, nothing
        found, weights = np.concatenate([at for at, _ in known]), np.concatenate([idf for _, idf in known])
        matched = np.bincount(found, weights, minlength=len(self.lighter)).astype(np.float32)
        best: Floats = np.maximum.reduceat(matched * matched * self.lighter, self.starts)
        whole = sum([self.idf.get(term, 3.0) for term in terms])
        return best, best / np.float32(whole)


class Index:
    def __init__(self, version: ListVersion) -> None:
        self.items = version.items
        self.branch = version.branch
        self.codes = tuple(item.code for item in self.items)
        phrases = [[read(text) for text in (item.name_nl, item.name_en, *item.words)] for item in self.items]
        vocabulary = {word for item in phrases for said in item for word in said.words}
        self.read = Reader(Fixer(_known_keys(vocabulary))).read
        self.phrases = Phrases(
            [list(dict.fromkeys(tuple(sorted(set(said.terms))) or ("",) for said in item)) for item in phrases]
        )
        self.fields = {
            "words": Field([[term for said in item for term in said.terms] for item in phrases]),
            "name": Field([[term for said in item[:2] for term in said.terms] for item in phrases]),
            "explanation": Field([_explained(item) for item in self.items]),
        }
        letters = {word: signs(word) for word in vocabulary}
        self.signs = Field(
            [[sign for said in item for word in said.words for sign in letters[word]] for item in phrases]
        )
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
        # Items that share a party, a trade, a family: what is learned of one says something of the others.
        self.groups = [
            np.stack([np.array([one == value for one in values], np.float32) for value in sorted(set(values))])
            for values in (
                [item.party.value for item in self.items],
                [item.trade for item in self.items],
                [item.family for item in self.items],
            )
        ]
        self.speaks = [frozenset(term for said in item for term in said.terms) for item in phrases]

        size = len(self.items) + 1
        self._terms = Added(lambda term: [self.fields[name].adds((term,)) for name in FIELDS], (len(FIELDS), size))
        self._words = Added(lambda word: self.signs.adds(signs(word)), (size,))

    def sides(self, said: Said) -> Floats:
        """SIDES by items."""
        found = np.zeros((len(SIDES), len(self.items)), np.float32)
        if said.things:
            added = self._terms.sum(said.things)
            lengths = np.sqrt(added[:, -1:])
            lengths[lengths == 0] = 1
            np.divide(added[:, :-1], lengths, out=found[:3])
        if said.words:
            added = self._words.sum(said.words)
            found[3] = added[:-1] / (added[-1] ** 0.5 or 1.0)
        phrase, found[5] = self.phrases.scores(said.things)
        found[4] = phrase / np.float32(10)
        cues = [cue for cue in said.things if cue[0] in "@!"]
        if cues:
            _agreement(cues, self.place_of, self.has_place, found[6:8])
            _agreement(cues, self.defect_of, self.has_defect, found[8:10])
        return found

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
            spoken = [CUE_ROWS.keys() & said.terms for said in phrases[column]]
            for cue, times in Counter(cue for cues in spoken for cue in cues).items():
                named = any(cue in cues for cues in spoken[:2])
                traits[CUE_ROWS[cue], column] = min(1.0, times / len(spoken) * 2 + 0.5 * named)
        return traits


def signals(said: Said, extra: Sequence[float]) -> Floats:
    """SIGNALS of a text; `extra` are the two that words alone do not give: danger and medical."""
    found = np.zeros(len(SIGNALS), np.float32)
    found[0] = 1
    found[1:3] = extra
    found[3] = said.nowhere
    for term in said.things:
        at = CUE_AT.get(term)
        if at is not None:
            found[at] = 1
    return found


def _known_keys(vocabulary: Iterable[str]) -> set[str]:
    known = {key(word) for word in vocabulary}
    known.update(part for phrase in speech().lexicon.phrases for part in phrase)
    known.update(key(word) for word in STOP)
    return known


def _explained(item: Item) -> list[str]:
    texts = (item.explanation_nl, item.explanation_en, item.conditions_nl, item.conditions_en)
    return [term for text in texts for term in read(text).terms]


def _membership(sets: Sequence[frozenset[str]]) -> dict[str, Floats]:
    codes = sorted({code for one in sets for code in one})
    return {code: np.array([code in one for one in sets], np.float32) for code in codes}


def _agreement(cues: Sequence[str], members: dict[str, Floats], has: Floats, sides: Floats) -> None:
    """Two sides, zero until now: whether what was said is of the item, and whether something else was said."""
    said = [members[cue] for cue in cues if cue in members]
    if said:
        sides[0] = np.maximum.reduce(said)
        sides[1] = has * (1 - sides[0])
