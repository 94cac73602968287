"""What was typed, brought back to what was meant: keys that forgive spelling, concepts, and the parts of compounds.

A key is a word without case, accents, endings and doubled letters, written as it sounds; "kranen" and "kraan" have one
key, so have "ij" and "ei". A concept ("kraan", "!LEK", "@KEU", "~OWN") joins the words for one thing, from
data/speech.txt: `@` is a VERA DEFECTLOCATIE, `!` a DEFECTSOORT, `~` a cue to whose it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from werkplaats.ground.words import (
    LONGEST_WORD,
    Fixer,
    Lexicon,
    Remembered,
    entries_of,
    key,
    keys_of,
    lexicon,
    longest,
    plain,
)

# "doet het al drie dagen niet": the words in between are left out, so that one concept fits them all.
GAP = re.compile(
    r"\b(doe[nt]?|werk(?:t|en)?|loopt|gaat|gaan|sluit|spoelt|brandt?|wordt|zuigt)((?: [a-z0-9]+){1,4}?) niet\b"
)
STOP = frozenset(
    "de het een en of van in op aan bij met voor naar om te er is zijn was wel ik wij we u je jij mijn ons onze uw me mij dat die dit"
    " deze daar hier ook maar al nog als dan toch heb heeft hebben kan kunnen kunt wil zou moet mag word wordt worden graag"
    " hallo goedemorgen goedemiddag beste groet groetjes mvg dank alvast bedankt iemand langs komen kijken sinds gisteren vandaag"
    " dagen week weken dag uur tijd hoi goedendag vriendelijke met the a an of in on at my our your i we you it is are was and or"
    " to for with that this there here please hello hi thanks thank regards can could would someone come have has been since"
    " yesterday today days weeks now it's its so but heel erg zo even mevrouw meneer wat hoe wanneer waar ie ze zij hij haar hun be will"
    " me very just do does did gaat gaan ging krijg krijgen maak maken meer het's hele helemaal echt soms zelfs moeten wilt"
    " gewoon eigenlijk misschien komt doet doen nu vanaf ongeveer ander andere onder over uit ligt liggen kep tot want omdat dus".split()
)
# A word of one language that is another word in the other.
ONLY_ENGLISH = frozenset("door gate step steps bin lock key tap pan tree light rat nest".split()) - {
    "tap",
    "rat",
    "nest",
}
ONLY_DUTCH = frozenset("was bad la po rot room hok kit tree den park".split()) - {"tree", "park", "room"}
ENGLISH = frozenset(
    "the my is are a an and not in of to with has have it there our from when please can does doesnt isnt".split()
) - {"is", "in", "of", "a"}
DUTCH = frozenset(
    "de het een en niet van mijn ik op bij met er dat ons onze al wel geen uit als aan kan is in of".split()
) - {"is", "in", "of"}


@dataclass(frozen=True)
class Speech:
    """The concepts: by the keys of their words, and the plain words that may stand in a compound."""

    lexicon: Lexicon
    parts: dict[str, tuple[str, ...]]
    things: frozenset[str]  # the concepts that are no place, defect or cue


SHORT_PARTS = frozenset(
    "bad wc cv gas dak bel kit hek put lift deur raam slot lamp kast pijp goot muur bed was bril tegel mv buis pot tap".split()
)


@cache
def speech() -> Speech:
    said = entries_of("werkplaats.triage", "speech")
    parts: dict[str, tuple[str, ...]] = {}
    for concept, word in said:
        part = " " not in word and concept[0] not in "~!" and (len(word) >= 4 or word in SHORT_PARTS)
        if part and concept not in parts.get(word, ()):
            parts[word] = (*parts.get(word, ()), concept)
    return Speech(lexicon(said), parts, frozenset(concept for concept, _ in said if concept[0] not in "@!~"))


@lru_cache(maxsize=20_000)
def _split(word: str) -> tuple[str, ...]:
    """The concepts of the parts of a Dutch compound ("badkamerkraan": @BAD, kraan); empty when it is not one."""
    parts = speech().parts
    if len(word) < 6:
        return ()
    for ending in ("", "tjes", "tje", "jes", "je", "en", "s", "n", "e"):
        if ending and not word.endswith(ending):
            continue
        whole = word[: len(word) - len(ending)] if ending else word
        for at in range(2, len(whole) - 1):
            head = parts.get(whole[at:])
            if head is None:
                continue
            rest = whole[:at]
            for link in ("", "s", "en", "e", "n"):
                if link and not rest.endswith(link):
                    continue
                first = rest[: len(rest) - len(link)] if link else rest
                if first in parts:
                    return (*parts[first], *head)
                if len(first) >= 6 and (deeper := _split(first)):
                    return (*deeper, *head)
            if len(rest) >= 3 and len(whole[at:]) >= 4:
                return head  # the first part is a word we do not know: the head still says what it is
    return ()


def split(word: str) -> tuple[str, ...]:
    return _split(word) if len(word) <= LONGEST_WORD else ()


@dataclass(frozen=True)
class Said:
    """A text as the judge reads it. `terms`: what it is about, in order; each points back at the plain word it came from.

    `things`, `words`: the terms and the plain words, each once.
    """

    text: str
    terms: tuple[str, ...]
    sources: tuple[str, ...]
    things: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def nowhere(self) -> bool:
        """Whether no place is named."""
        return not any(term[0] == "@" for term in self.things)


class Reader:
    """Reads texts, and remembers what words mean. `known` mends words that stand nowhere (one or two letters wrong)."""

    def __init__(self, known: Fixer | None = None) -> None:
        self.known = known
        self._alone = Remembered(self._look)

    def read(self, text: str) -> Said:
        """The terms of a text: concepts where there are, keys of the other words, without words that say nothing."""
        said = _closer(plain(text))
        words = said.split()
        foreign = ONLY_DUTCH if is_english(words) else ONLY_ENGLISH
        keys = keys_of(words)
        terms: list[str] = []
        sources: list[str] = []
        begins = speech().lexicon.begins
        at = 0
        while at < len(words):
            word = words[at]
            node = begins.get(keys[at])
            length, found = longest(node, keys, at) if node else (0, ())
            if found and not (length == 1 and (word in STOP or word in foreign)):
                source = " ".join(words[at : at + length]) if length > 1 else word
            elif word in STOP or word in foreign:
                at += 1
                continue
            else:
                length, source, found = 1, word, self._alone[word]
            if not OURS.isdisjoint(found) and _denied(words, at):
                found = (HOUSE,)
            terms += found
            sources += [source] * len(found)
            at += length
        return Said(said, tuple(terms), tuple(sources), tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(words)))

    def _look(self, word: str) -> tuple[str, ...]:
        """The terms of a word that is in no phrase of a concept: of its parts, or as it was meant, or as it stands."""
        own, phrases = key(word), speech().lexicon.phrases
        inside = split(word)
        if not inside and self.known is not None and (mended := self.known.mend(own)) is not None:
            inside = phrases.get((mended,), (mended,))
        return inside if len(inside) > 1 else (*inside, own)


# Cues that it is the tenant's own doing; what they become when they are denied ("niet zelf gekocht"): it is the house's.
OURS, HOUSE = frozenset(("~BOUGHT", "~FAULT")), "~HOUSE"
NOT = frozenset("niet neet nie geen not didnt nooit never".split())
NOBODY = frozenset("niemand niks niets nobody nothing".split())
NOT_REACH, NOBODY_REACH = 2, 6  # words before the cue
# A "niet" that belongs to the word before it: "hij werkt niet, zelf gekocht".
DONE = frozenset(
    "doe doet doen werkt werken loopt gaat gaan sluit spoelt brandt brand wordt zuigt kan kon wil lukt".split()
)


def _denied(words: Sequence[str], at: int) -> bool:
    """Whether what begins at a word is denied by what stands before it."""
    if any(word in NOBODY for word in words[max(at - NOBODY_REACH, 0) : at]):
        return True
    near = range(max(at - NOT_REACH, 0), at)
    return any(words[before] in NOT and (not before or words[before - 1] not in DONE) for before in near)


read = Reader().read


def _closer(said: str) -> str:
    """With "niet" beside its verb."""
    if " niet" not in said:
        return said
    for _ in range(3):
        closer = GAP.sub(r"\1 niet\2", said)
        if closer == said:
            break
        said = closer
    return said.replace(" niet meer", " niet")


def is_english(words: Sequence[str]) -> bool:
    return sum(map(ENGLISH.__contains__, words)) > sum(map(DUTCH.__contains__, words))
