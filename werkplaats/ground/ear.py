"""An ear: how strongly a text speaks of something, by weights of its words that were learned from labelled texts.

A linear model, so that every judgement can be taken apart word by word. What it looks at: each word as it sounds, three
to five letters in a row of it, two words near each other in their order ("geen gaslucht"), the concepts of a lexicon,
and two concepts near each other ("ELEC ~ WATER"). Learned by `bench/triage/ears.py`; hearing needs numpy only, and
hears many texts at once: pairs and letters are numbers then, of which each ear looks up those that it knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from werkplaats.ground.added import Added, Floats
from werkplaats.ground.numbers import Known, Of, in_a_row, in_bytes, near_pairs, number, pair, sums_of, with_nothing
from werkplaats.ground.words import LONGEST_WORD, Lexicon, Remembered, key, keys_of, plain

# How much each kind of feature counts before learning; the length of a text's features together is 1.
WORD, LETTERS, PAIR, CONCEPT, TOGETHER = 1.0, 0.4, 0.7, 2.0, 1.2
LETTERS_MARK = "_"  # before the letters of a word, in the names of features
SIZES = (3, 4, 5)  # of letters in a row
PAIR_REACH, CONCEPT_REACH = 3, 8  # words
WINDOW = 24  # words that are heard together: of a long text every piece is heard, so that one sentence can weigh
SILENT = -20.0  # how strongly a text without words speaks
REMEMBERED = 20_000  # words of which is kept what they say


def letters_of(word: str) -> list[str]:
    """Three to five letters in a row of a word, its edges marked, each once."""
    edged = _edged(word)
    return list(dict.fromkeys([edged[at : at + size] for size in SIZES for at in range(len(edged) - size + 1)]))


def _edged(word: str) -> str:
    return f" {word[:LONGEST_WORD]} "


def of_word(word: str) -> dict[str, float]:
    """A word as it sounds, and its letters."""
    return {key(word): WORD, **{f"{LETTERS_MARK}{letters}": LETTERS for letters in letters_of(word)}}


def between(words: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """What words say together: pairs, concepts, and concepts near each other, in their order and in any order."""
    keys = keys_of(words)
    return dict.fromkeys(pairs(keys), PAIR) | together(lexicon.found(keys))


def pairs(keys: Sequence[str]) -> list[str]:
    """The pairs of words near each other."""
    return [f"{one} {two}" for reach in range(1, PAIR_REACH + 1) for one, two in zip(keys, keys[reach:], strict=False)]


def together(heard: Sequence[tuple[int, str]]) -> dict[str, float]:
    """The concepts (each with the number of its word), and those near each other."""
    found: dict[str, float] = {}
    for place, (at, one) in enumerate(heard):
        found[f"@{one}"] = CONCEPT
        for other_at, two in heard[place + 1 :]:
            if other_at - at > CONCEPT_REACH:
                break
            found[f"@{one}~{two}" if one < two else f"@{two}~{one}"] = TOGETHER
            found[f"@{one}+{two}"] = TOGETHER
    return found


def pieces(text: str) -> list[list[str]]:
    """The plain words of a text, in overlapping pieces of at most `WINDOW`."""
    words = plain(text).split()
    if len(words) <= WINDOW:
        return [words] if words else []
    return [words[at : at + WINDOW] for at in range(0, len(words) - WINDOW // 2, WINDOW // 2)]


def features(words: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """All that is heard in a piece, with length 1: what an ear weighs, as learning needs it."""
    found = between(words, lexicon)
    square = sum(weight * weight for weight in found.values())
    for word in dict.fromkeys(words):
        for feature, weight in of_word(word).items():
            found[feature] = found.get(feature, 0.0) + weight
            square += weight * weight
    length = square**0.5
    return {feature: weight / length for feature, weight in found.items()}


_numbers = Remembered(lambda word: number(key(word)))


@lru_cache(maxsize=1)  # words that are new to one ear are new to the next
def _letters(words: tuple[str, ...]) -> Of:
    return in_a_row([_edged(word) for word in words], SIZES)


@dataclass(frozen=True, eq=False)
class Listened:
    """Texts as every ear takes them. `starts`: of each text the first of its pieces; a text without words has one
    without words."""

    pieces: list[list[str]]
    starts: list[int]
    pairs: Of

    @cached_property
    def words(self) -> list[list[str]]:
        """Of each piece, each once."""
        return [list(dict.fromkeys(piece)) for piece in self.pieces]

    @cached_property
    def keys(self) -> list[list[str]]:
        return [keys_of(piece) for piece in self.pieces]


def listen(texts: Sequence[str]) -> Listened:
    """One text or more, of together at most as many words as are remembered."""
    found: list[list[str]] = []
    starts = []
    for text in texts:
        starts.append(len(found))
        found += pieces(text) or [[]]
    return Listened(found, starts, near_pairs([[_numbers[word] for word in piece] for piece in found], PAIR_REACH))


@dataclass(frozen=True)
class Heard:
    """Of a text, for each output how strongly it speaks of it in its strongest piece (above 0: likelier than not), and
    the concepts that it speaks of."""

    strengths: list[float]
    concepts: set[str]


@dataclass(frozen=True, eq=False)
class Ear:
    """`outputs`: what it listens for. `named`: by word and concept a row of `says`, what it says of each output, the
    last of nothing. `start`: before any word."""

    outputs: tuple[str, ...]
    named: dict[str, int]
    says: Floats
    pairs: Known
    letters: Known
    start: Floats
    lexicon: Lexicon

    @cached_property
    def _words(self) -> Added:
        """What a word says of each output, and the square of its length."""
        return Added(self._of_words, len(self.outputs) + 1, REMEMBERED)

    def _of_words(self, words: Sequence[str]) -> Floats:
        letters = _letters(tuple(words))
        said = LETTERS * self.letters.sums(letters)
        said += WORD * self.says[[self.named.get(one, -1) for one in keys_of(words)]]
        return np.column_stack((said, WORD * WORD + LETTERS * LETTERS * letters.each))

    def hear(self, told: Listened) -> list[Heard]:
        """What each text says, in their order."""
        said = PAIR * self.pairs.sums(told.pairs)
        square = PAIR * PAIR * told.pairs.each.astype(np.float32)
        words = self._words.rows([word for piece in told.words for word in piece])
        of_words = sums_of(with_nothing(words), np.array([len(piece) for piece in told.words]))
        said += of_words[:, :-1]
        square += of_words[:, -1]
        spoken = [self.lexicon.found(keys) for keys in told.keys]
        self._add_concepts(spoken, said, square)
        strength = said / np.sqrt(np.maximum(square, 1e-9))[:, None] + self.start
        strength[square == 0] = SILENT
        strongest = np.maximum.reduceat(strength, told.starts, axis=0).tolist()
        ends = [*told.starts[1:], len(spoken)]
        return [
            Heard(strengths, {concept for piece in spoken[start:end] for _, concept in piece})
            for strengths, start, end in zip(strongest, told.starts, ends, strict=True)
        ]

    def _add_concepts(self, spoken: Sequence[Sequence[tuple[int, str]]], said: Floats, square: Floats) -> None:
        found = [together(heard) if heard else {} for heard in spoken]
        each = np.array([len(features) for features in found])
        weights = np.array([weight for features in found for weight in features.values()], np.float32)
        at = np.array([self.named.get(feature, -1) for features in found for feature in features], np.intp)
        said += sums_of(with_nothing(self.says[at] * weights[:, None]), each)
        square += sums_of(with_nothing((weights * weights)[:, None]), each)[:, 0]


def learned(outputs: Iterable[str], weights: Mapping[str, Sequence[float]], start: Floats, lexicon: Lexicon) -> Ear:
    """From the weights of each feature, by its name, for each output."""
    letters = [name for name in weights if name[0] == LETTERS_MARK]
    pairs = [name for name in weights if name[0] not in f"{LETTERS_MARK}@" and " " in name]
    apart = {*letters, *pairs}
    named = [name for name in weights if name not in apart]

    def rows(names: Sequence[str]) -> Floats:
        return np.array([weights[name] for name in names], np.float32).reshape(-1, len(start))

    return Ear(
        tuple(outputs),
        {name: row for row, name in enumerate(named)},
        with_nothing(rows(named)),
        Known.of([pair(*map(number, name.split(" "))) for name in pairs], rows(pairs)),
        Known.of([in_bytes(name[1:]) for name in letters], rows(letters)),
        start,
        lexicon,
    )


def pack(ear: Ear) -> dict[str, Any]:
    """As arrays, small: each weight in one byte."""
    parts = {"says": ear.says, "says pairs": ear.pairs.rows, "says letters": ear.letters.rows}
    scale = np.max([np.abs(rows).max(axis=0) for rows in parts.values()], axis=0) / 127
    return {
        "outputs": np.array(ear.outputs),
        "named": np.frombuffer("\n".join(ear.named).encode(), np.uint8),
        "pairs": ear.pairs.numbers,
        "letters": ear.letters.numbers,
        **{name: np.round(rows / scale).astype(np.int8) for name, rows in parts.items()},
        "scale": scale.astype(np.float32),
        "start": ear.start.astype(np.float32),
    }


def unpack(kept: dict[str, Any], lexicon: Lexicon) -> Ear:
    def rows(name: str) -> Floats:
        found: Floats = kept[name].astype(np.float32) * kept["scale"]
        return found

    names = kept["named"].tobytes().decode().split("\n")
    return Ear(
        tuple(str(output) for output in kept["outputs"]),
        {name: row for row, name in enumerate(names)},
        rows("says"),
        Known(kept["pairs"], rows("says pairs")),
        Known(kept["letters"], rows("says letters")),
        kept["start"],
        lexicon,
    )


def shipped(package: str, name: str, lexicon: Lexicon) -> Ear:
    """The ear that comes with a package, from its data/NAME.npz."""
    with files(package).joinpath(f"data/{name}.npz").open("rb") as file, np.load(file) as kept:
        return unpack(dict(kept), lexicon)
