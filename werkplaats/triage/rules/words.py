"""What was typed, brought back to what was meant: keys that forgive spelling, concepts, and the parts of compounds.

A key is a word without case, accents, endings and doubled letters, written as it sounds; "kranen" and "kraan" have one
key, so have "ij" and "ei". A concept ("kraan", "!LEK", "@KEU", "~OWN") joins the words for one thing, from
data/speech.txt: `@` is a VERA DEFECTLOCATIE, `!` a DEFECTSOORT, `~` a cue to whose it is.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

LONGEST = 10_000  # signs that are looked at
MOST_WORDS = 400  # and words
TAG = re.compile(r"<[^<>]{1,200}>")
WORD = re.compile(r"[a-z]+|\d+")
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


def plain(text: str) -> str:
    """Lower case, without accents, tags and signs: words with one space between them; "'s" and "n't" stay whole."""
    text = TAG.sub(" ", text[:LONGEST]).lower().replace("ij", "ij")
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(sign for sign in letters if not unicodedata.combining(sign))
    letters = letters.replace("’", "").replace("'", "").replace("`", "").replace("-", " ")
    return " ".join(WORD.findall(letters)[:MOST_WORDS])


SOUNDS = (("sch", "sg"), ("ch", "g"), ("ij", "y"), ("ei", "y"), ("ou", "au"), ("ck", "k"), ("c", "k"), ("qu", "kw"))
DOUBLED = re.compile(r"(.)\1+")
ENDINGS = ("tjes", "etje", "jes", "tje", "je", "en", "ing", "es", "s", "e", "t", "d")


@cache
def _key(word: str) -> str:
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    word = DOUBLED.sub(r"\1", word.replace("v", "f").replace("z", "s"))
    for _ in range(2):
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
        else:
            break
    return word.replace("dt", "t")


def key(word: str) -> str:
    """The word as it sounds, without its ending. Long words are not remembered, so that memory stays small."""
    return _key(word) if len(word) <= 24 else word[:24]


@dataclass(frozen=True)
class Speech:
    """The concepts: by the keys of their words, and the plain words that may stand in a compound."""

    phrases: dict[tuple[str, ...], tuple[str, ...]]
    beginnings: dict[str, int]  # first key -> the longest phrase that begins with it
    parts: dict[str, tuple[str, ...]]
    things: frozenset[str]  # the concepts that are no place, defect or cue


SHORT_PARTS = frozenset(
    "bad wc cv gas dak bel kit hek put lift deur raam slot lamp kast pijp goot muur bed was bril tegel mv buis pot tap".split()
)


@cache
def speech() -> Speech:
    found: dict[tuple[str, ...], list[str]] = {}
    parts: dict[str, list[str]] = {}
    text = files("werkplaats.triage").joinpath("data/speech.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        concept, _, variants = line.partition(":")
        for variant in variants.split(","):
            words = plain(variant).split()
            entry = found.setdefault(tuple(key(word) for word in words), [])
            if concept not in entry:
                entry.append(concept)
            if len(words) == 1 and concept[0] not in "~!" and (len(words[0]) >= 4 or words[0] in SHORT_PARTS):
                parts.setdefault(words[0], [])
                if concept not in parts[words[0]]:
                    parts[words[0]].append(concept)
    beginnings: dict[str, int] = {}
    for phrase in found:
        beginnings[phrase[0]] = max(beginnings.get(phrase[0], 0), len(phrase))
    return Speech(
        {phrase: tuple(concepts) for phrase, concepts in found.items()},
        beginnings,
        {word: tuple(concepts) for word, concepts in parts.items()},
        frozenset(concept for concepts in found.values() for concept in concepts if concept[0] not in "@!~"),
    )


@cache
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
    return _split(word) if len(word) <= 24 else ()


@dataclass(frozen=True)
class Said:
    """A text as the judge reads it. `terms`: what it is about, in order; each points back at the plain word it came from."""

    text: str
    terms: tuple[str, ...]
    sources: tuple[str, ...]

    @cached_property
    def things(self) -> tuple[str, ...]:
        """The terms, each once."""
        return tuple(dict.fromkeys(self.terms))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The plain words, each once."""
        return tuple(dict.fromkeys(self.text.split()))


def read(text: str, known: "Fixer | None" = None) -> Said:
    """The terms of a text: concepts where there are, keys of the other words, without words that say nothing.

    `known` mends words that stand nowhere (one or two letters wrong).
    """
    said = plain(text)
    for _ in range(3):
        closer = GAP.sub(r"\1 niet\2", said)
        if closer == said:
            break
        said = closer
    said = said.replace(" niet meer", " niet")
    words = said.split()
    foreign = ONLY_DUTCH if is_english(words) else ONLY_ENGLISH
    keys = [key(word) for word in words]
    terms: list[str] = []
    sources: list[str] = []
    concepts = speech()
    at = 0
    while at < len(words):
        length, found = _longest(keys, at, concepts)
        if found and not (length == 1 and (words[at] in STOP or words[at] in foreign)):
            source = " ".join(words[at : at + length])
            terms += found
            sources += [source] * len(found)
            at += length
            continue
        word = words[at]
        at += 1
        if word in STOP or word in foreign:
            continue
        inside = split(word)
        if not inside and known is not None and (mended := known.mend(keys[at - 1])) is not None:
            inside = concepts.phrases.get((mended,), (mended,))
        own = () if len(inside) > 1 else (keys[at - 1],)
        terms += (*inside, *own) if inside else own
        sources += [word] * (len(inside) + len(own) if inside else len(own))
    return Said(said, tuple(terms), tuple(sources))


def is_english(words: Iterable[str]) -> bool:
    english = dutch = 0
    for word in words:
        english += word in ENGLISH
        dutch += word in DUTCH
    return english > dutch


def _longest(keys: list[str], at: int, concepts: Speech) -> tuple[int, tuple[str, ...]]:
    for length in range(min(concepts.beginnings.get(keys[at], 0), len(keys) - at), 0, -1):
        found = concepts.phrases.get(tuple(keys[at : at + length]))
        if found:
            return length, found
    return 0, ()


class Fixer:
    """Mends a key that nobody knows to one that is known, one letter away (two in a long word); by deleted letters."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(word for word in known if len(word) >= 4)
        self._near: dict[str, str] = {}
        for word in sorted(self.known, key=lambda word: (len(word), word)):
            for near in _without_one(word):
                self._near.setdefault(near, word)
        self._seen: dict[str, str | None] = {}

    def mend(self, word: str) -> str | None:
        if len(word) < 4 or word in self.known or word.isdigit():
            return None
        if word not in self._seen:
            if len(self._seen) > 20_000:
                self._seen.clear()
            self._seen[word] = self._mend(word)
        return self._seen[word]

    def _mend(self, word: str) -> str | None:
        if len(word) >= 5 and word in self._near:  # a letter left out
            return self._near[word]
        for near in _without_one(word):
            if near in self.known:  # a letter too many
                return near
        if len(word) >= 5:
            for near in _without_one(word):
                found = self._near.get(near)
                if found is not None and found[0] == word[0] and abs(len(found) - len(word)) <= 1:
                    return found
        return None


def _without_one(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]
