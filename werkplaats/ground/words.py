"""What was typed, as plain words, and a word as it sounds: so that spelling does not stand in the way of meaning."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TypeVar

LONGEST = 10_000  # signs that are looked at
MOST_WORDS = 400  # and words
TAG = re.compile(r"<[^<>]{1,200}>")
WORD = re.compile(r"[a-z]+|[0-9]+")
MOST_LETTERS = 40  # of a word: what follows is left out, so that what is remembered stays small
LONGEST_WORD = 24  # letters: what is longer is seldom typed twice, and not remembered
Found = TypeVar("Found")


class Remembered(dict[str, Found]):
    """What `look` finds for a word, kept; when these are too many, all is forgotten."""

    def __init__(self, look: Callable[[str], Found], most: int = 20_000) -> None:
        self._look, self._most = look, most

    def __missing__(self, word: str) -> Found:
        found = self._look(word)
        if len(word) <= LONGEST_WORD:
            if len(self) >= self._most:
                self.clear()
            self[word] = found
        return found


@lru_cache(maxsize=512)  # one text, of a block of them, is read by several in turn
def plain(text: str) -> str:
    """Lower case, without accents, tags and signs: words with one space between them; "'s" and "n't" stay whole."""
    text = text[:LONGEST]
    if "<" in text:
        text = TAG.sub(" ", text)
    text = text.lower()
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in letters if not unicodedata.combining(sign)).replace("’", "")
    words = WORD.findall(text.replace("'", "").replace("`", "").replace("-", " "))[:MOST_WORDS]
    return " ".join([word[:MOST_LETTERS] for word in words])


SOUNDS = (("sch", "sg"), ("ch", "g"), ("ij", "y"), ("ei", "y"), ("ou", "au"), ("ck", "k"), ("c", "k"), ("qu", "kw"))
DOUBLED = re.compile(r"(.)\1+")
ENDINGS = frozenset(
    ["tjes", "etje", "jes", "tje", "ende", "ten", "den", "end", "ing", "je", "te", "de", "en", "es", "s", "e", "t", "d"]
)
# Little words: no other word may be cut down to one of these ("hete" is not "het").
LITTLE = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "van",
        "in",
        "op",
        "aan",
        "bij",
        "met",
        "voor",
        "naar",
        "om",
        "te",
        "er",
        "is",
        "zijn",
        "was",
        "ik",
        "wij",
        "we",
        "u",
        "je",
        "jij",
        "mijn",
        "ons",
        "onze",
        "uw",
        "me",
        "mij",
        "dat",
        "die",
        "dit",
        "hier",
        "ook",
        "maar",
        "al",
        "nog",
        "als",
        "dan",
        "toch",
        "heb",
        "heeft",
        "kan",
        "wil",
        "zou",
        "moet",
        "mag",
        "word",
        "door",
        "uit",
        "over",
        "zo",
        "nu",
        "wat",
        "hoe",
        "wie",
        "waar",
        "niet",
        "geen",
        "the",
        "an",
        "to",
        "for",
        "with",
        "that",
        "this",
        "there",
        "my",
        "our",
        "your",
        "it",
        "are",
        "be",
        "has",
        "had",
        "have",
        "does",
        "did",
        "can",
        "could",
        "will",
        "not",
        "no",
        "now",
    ]
)


def _key(typed: str) -> str:
    if len(typed) > LONGEST_WORD:
        return typed[:LONGEST_WORD]
    word = typed
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    word = DOUBLED.sub(r"\1", word.replace("v", "f").replace("z", "s"))
    if word in LITTLE:
        return typed  # "heet" is not "het" either
    shorter = _shorter(word, least=1)
    # A second ending only when it is more than one letter: "verstoppingen" loses two, "burst" is not "buren".
    return _shorter(shorter, least=2).replace("dt", "t") if shorter != word else word.replace("dt", "t")


def _shorter(word: str, least: int) -> str:
    """Without its longest ending of at least so many letters, when three letters or more are left."""
    for size in range(min(4, len(word) - 3), least - 1, -1):
        if word[-size:] in ENDINGS:
            cut = word[:-size]
            return word if cut in LITTLE else cut
    return word


_keys = Remembered(_key)


def key(word: str) -> str:
    """The word as it sounds, without its ending."""
    return _keys[word]


def keys_of(words: Iterable[str]) -> list[str]:
    return [_keys[word] for word in words]


class Fixer:
    """Mends a key that nobody knows to one that is known, one letter away (two in a long word); by deleted letters."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(word for word in known if len(word) >= 4)
        self._near: dict[str, str] = {}
        for word in sorted(self.known, key=lambda word: (len(word), word)):
            for near in _without_one(word):
                self._near.setdefault(near, word)
        self.best = Remembered(lambda word: self.mend(word) or word)  # as it was meant: mended, or as it is

    def mend(self, word: str) -> str | None:
        if len(word) < 4 or word in self.known or word.isdigit():
            return None
        if len(word) >= 5 and word in self._near:  # a letter left out
            return self._near[word]
        shorter = _without_one(word)
        for near in shorter:
            if near in self.known:  # a letter too many
                return near
        if len(word) >= 5:
            for near in shorter:
                found = self._near.get(near)
                if found is not None and found[0] == word[0] and abs(len(found) - len(word)) <= 1:
                    return found
        return None


def _without_one(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


Node = tuple[tuple[str, ...], "Tree"]
Tree = dict[str, Node]
NOTHING: tuple[str, ...] = ()
MENDED = 6  # letters from which a word that is not known may be another with a letter wrong


@dataclass(frozen=True)
class Lexicon:
    """Concepts by the keys of the words for them: ("ruik", "gas") -> ("GAS_AIR",)."""

    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    begins: "Tree"  # by the first key: the concepts of that word alone, and what may follow
    fixer: Fixer

    def found(self, keys: Sequence[str]) -> list[tuple[int, str]]:
        """The concepts that stand in a text, each with the number of the word where it begins."""
        begins = self._begins
        nodes = [begins[one] for one in keys]
        meant: list[str] = []
        found: list[tuple[int, str]] = []
        after = 0  # the phrase that was found last
        for at, node in enumerate(nodes):
            if node is not None and at >= after:
                if node[1] and not meant:
                    best = self.fixer.best
                    meant = [best[one] if len(one) >= MENDED else one for one in keys]
                length, concepts = longest(node, meant, at)
                found += [(at, concept) for concept in concepts]
                after = at + length
        return found

    @cached_property
    def _begins(self) -> "Remembered[Node | None]":
        best = self.fixer.best
        return Remembered(lambda one: self.begins.get(best[one] if len(one) >= MENDED else one))


def longest(node: "Node", keys: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
    """The longest phrase that begins there, with what `node` knows: how many words it has, and its concepts; else 0 and
    nothing."""
    found, branch = node
    length, number = (1 if found else 0), 1
    while branch and at + number < len(keys) and (following := branch.get(keys[at + number])) is not None:
        concepts, branch = following
        number += 1
        if concepts:
            length, found = number, concepts
    return length, found


def entries(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(concept, plain words) of lines like `CONCEPT: some words, other words`; a line with # in front is a remark."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            concept, _, variants = line.partition(":")
            yield from ((concept, said) for variant in variants.split(",") if (said := plain(variant)))


def entries_of(package: str, name: str) -> list[tuple[str, str]]:
    """The entries of the list of words that comes with a package as data/NAME.txt."""
    return list(entries(files(package).joinpath(f"data/{name}.txt").read_text(encoding="utf-8").splitlines()))


def lexicon(found: Iterable[tuple[str, str]]) -> Lexicon:
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for concept, said in found:
        keys = tuple(keys_of(said.split()))
        known = phrases.get(keys, ())
        phrases[keys] = known if concept in known else (*known, concept)
    fixer = Fixer(part for phrase in phrases for part in phrase if len(part) >= MENDED)
    return Lexicon(phrases, _tree(phrases), fixer)


def _tree(phrases: Mapping[tuple[str, ...], tuple[str, ...]]) -> "Tree":
    tree: Tree = {}
    for phrase, concepts in phrases.items():
        branch = tree
        for one in phrase[:-1]:
            branch = branch.setdefault(one, (NOTHING, {}))[1]
        branch[phrase[-1]] = concepts, branch.get(phrase[-1], (NOTHING, {}))[1]
    return tree
