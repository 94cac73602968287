"""A list made ready to be searched: how well every item fits a text, seen from several sides at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import Any

import numpy as np

from werkplaats.ground.added import Floats
from werkplaats.ground.words import Fixer, key
from werkplaats.triage.rules import Party, Urgency
from werkplaats.triage.rules.lists import Item, ListVersion
from werkplaats.triage.rules.tables import Field, Postings, field, letters, signs
from werkplaats.triage.rules.words import STOP, Reader, Said, read, speech

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


NOTHING = 1e-12  # so that nothing is not divided by nothing


class Phrases:
    """The words of the items, each phrase by itself: how much of it was said."""

    def __init__(self, items: Sequence[Sequence[Said]]) -> None:
        phrases = [list(dict.fromkeys(tuple(sorted(set(said.terms))) or ("",) for said in item)) for item in items]
        flat = [phrase for item in phrases for phrase in item]
        self.many = len(flat)
        self.starts = np.cumsum([0, *(len(item) for item in phrases[:-1])])
        spread = Counter(term for item in phrases for term in {term for phrase in item for term in phrase})
        self.idf = {term: log(1 + len(phrases) / many) for term, many in spread.items()}
        at = {term: row for row, term in enumerate(self.idf)}
        self.rows = np.array([at[term] for phrase in flat for term in phrase], np.intp)
        self.columns = np.repeat(np.arange(self.many), [len(phrase) for phrase in flat])
        idf = np.array(list(self.idf.values()))[self.rows]
        # As roots, so that the best of the squares is the square of the best.
        self.weights = idf / np.sqrt(np.bincount(self.columns, idf))[self.columns]

    def best(self, matched: Any) -> Any:
        """For every item how much was said of its best phrase. `matched`: what was said of each phrase."""
        return np.square(np.maximum.reduceat(matched, self.starts))

    def whole(self, terms: Sequence[str]) -> float:
        """How much was said in all. `terms` differ."""
        return sum([self.idf.get(term, 3.0) for term in terms])


def _joined(phrases: Phrases, fields: Sequence[Field], size: int) -> Postings:
    """By term: what it adds to each phrase, then to each item in each field."""
    names: dict[str, int] = {term: row for row, term in enumerate(phrases.idf)}
    of, places, weights = [phrases.rows], [phrases.columns], [phrases.weights]
    for number, one in enumerate(fields):
        named = np.array([names.setdefault(term, len(names)) for term in one.terms], np.intp)
        of.append(named[one.rows])
        places.append(one.columns + phrases.many + number * size)
        weights.append(one.weights)
    whole = phrases.many + len(fields) * size
    return Postings(names, np.concatenate(of), np.concatenate(places), np.concatenate(weights), whole)


class Index:
    def __init__(self, version: ListVersion) -> None:
        self.items = version.items
        self.branch = version.branch
        self.codes = tuple(item.code for item in self.items)
        phrases = [[read(text) for text in item.phrases] for item in self.items]
        vocabulary = {word for item in phrases for said in item for word in said.words}
        self.read = Reader(Fixer(_known_keys(vocabulary))).read
        self.phrases = Phrases(phrases)
        fields = (
            field([[term for said in item for term in said.terms] for item in phrases]),
            field([[term for said in item[:2] for term in said.terms] for item in phrases]),
            field([_explained(item) for item in self.items]),
        )
        self._terms = _joined(self.phrases, fields, len(self.items) + 1)
        in_letters = letters([[word for said in item for word in said.words] for item in phrases])
        self._letters = in_letters.in_rows(len(self.items) + 1)
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

    def letters(self, words: Sequence[str]) -> Floats:
        """What the signs of each word add to each item, last to the length of the text."""
        return self._letters.sums([signs(word) for word in words])

    def sides(self, texts: Sequence[Said], of_words: Sequence[Floats] | None = None) -> Floats:
        """Of each text SIDES by items. `of_words`: what the words of each add by `letters`, when that is known."""
        if of_words is None:
            of_words = [np.add.reduce(self.letters(said.words), axis=0) for said in texts]
        found = np.zeros((len(texts), len(SIDES), len(self.items)), np.float32)
        many, letters = self.phrases.many, np.stack(of_words)
        fields = np.empty((len(texts), 3, len(self.items) + 1))
        best = np.empty((len(texts), len(self.items)))
        for number, said in enumerate(texts):
            added = self._terms.sum(said.things)
            fields[number] = added[many:].reshape(3, -1)
            best[number] = self.phrases.best(added[:many])
            cues = [cue for cue in said.things if cue[0] in "@!"]
            if cues:
                _agreement(cues, self.place_of, self.has_place, found[number, 6:8])
                _agreement(cues, self.defect_of, self.has_defect, found[number, 8:10])
        found[:, :3] = fields[:, :, :-1] / np.sqrt(fields[:, :, -1:] + NOTHING)
        found[:, 3] = letters[:, :-1] / np.sqrt(letters[:, -1:] + NOTHING)
        found[:, 4] = best / 10
        whole = np.array([[self.phrases.whole(said.things)] for said in texts])
        found[:, 5] = best / (whole + NOTHING)
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
    found = [1.0, *extra, float(said.nowhere), *[0.0] * len(CUES)]
    for term in said.things:
        at = CUE_AT.get(term)
        if at is not None:
            found[at] = 1
    return np.array(found, np.float32)


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
        sides[0] = np.maximum.reduce(said) if len(said) > 1 else said[0]
        np.multiply(has, 1 - sides[0], out=sides[1])
