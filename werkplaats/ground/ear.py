"""An ear: how strongly a text speaks of something, by weights of its words that were learned from labelled texts.

A linear model, so that every judgement can be taken apart word by word. What it looks at: each word as it sounds, three
to five letters in a row of it, two words near each other in their order ("geen gaslucht"), the concepts of a lexicon,
and two concepts near each other ("ELEC ~ WATER"). Learned by `bench/triage/ears.py`; hearing needs numpy only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from werkplaats.ground.words import LONGEST_WORD, Lexicon, Remembered, key, keys_of, plain

Floats = npt.NDArray[np.float32]
# How much each kind of feature counts before learning; the length of a text's features together is 1.
WORD, LETTERS, PAIR, CONCEPT, TOGETHER = 1.0, 0.4, 0.7, 2.0, 1.2
LETTERS_MARK = "_"  # before the letters of a word, in the names of features
PAIR_REACH, CONCEPT_REACH = 3, 8  # words
WINDOW = 24  # words that are heard together: of a long text every piece is heard, so that one sentence can weigh
REMEMBERED = 8_000  # words of which the weight is kept


@lru_cache(maxsize=256)  # one word is heard by several ears in turn
def letters_of(word: str) -> tuple[str, ...]:
    """Three to five letters in a row of a word, its edges marked, each once."""
    edged = f" {word[:LONGEST_WORD]} "
    return tuple(dict.fromkeys([edged[at : at + size] for size in (3, 4, 5) for at in range(len(edged) - size + 1)]))


def of_word(word: str) -> dict[str, float]:
    """A word as it sounds, and its letters."""
    return {key(word): WORD, **{f"{LETTERS_MARK}{letters}": LETTERS for letters in letters_of(word)}}


def between(words: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """What words say together: pairs, concepts, and concepts near each other, in their order and in any order."""
    keys = keys_of(words)
    return dict.fromkeys(pairs(keys), PAIR) | together(lexicon.found(keys))


def pairs(keys: Sequence[str]) -> list[str]:
    """The pairs of words near each other, each once."""
    near = [f"{one} {two}" for reach in range(1, PAIR_REACH + 1) for one, two in zip(keys, keys[reach:], strict=False)]
    return list(dict.fromkeys(near))


def together(heard: Sequence[tuple[int, str]]) -> dict[str, float]:
    """The concepts (each with the number of its word), and those near each other."""
    found: dict[str, float] = {}
    for number, (at, one) in enumerate(heard):
        found[f"@{one}"] = CONCEPT
        for other_at, two in heard[number + 1 :]:
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


@dataclass(frozen=True)
class Piece:
    """What every ear needs of a piece."""

    words: list[str]  # each once
    keys: list[str]  # of all words, in order
    pairs: list[str]  # each once


@lru_cache(maxsize=16)  # one text is heard by several ears in turn
def listen(text: str) -> list[Piece]:
    found = []
    for words in pieces(text):
        keys = keys_of(words)
        found.append(Piece(list(dict.fromkeys(words)), keys, pairs(keys)))
    return found


def features(words: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """All that is heard in a piece, with length 1: what `Ear.hear` weighs, as learning needs it."""
    found = between(words, lexicon)
    square = sum(weight * weight for weight in found.values())
    for word in dict.fromkeys(words):
        for feature, weight in of_word(word).items():
            found[feature] = found.get(feature, 0.0) + weight
            square += weight * weight
    length = square**0.5
    return {feature: weight / length for feature, weight in found.items()}


class Ear:
    """`outputs`: what it listens for; `rows` and `matrix`: what each feature says of each; `start`: before any word."""

    def __init__(
        self, outputs: Iterable[str], rows: dict[str, int], matrix: Floats, start: Floats, lexicon: Lexicon
    ) -> None:
        self.outputs = tuple(outputs)
        self.rows, self.matrix, self.start, self.lexicon = rows, matrix, start, lexicon
        # Of the first output, as plain numbers: a sum of so few goes faster without arrays. Letters stand apart, and
        # without their mark: a word that was never heard asks for twenty.
        says = dict(zip(rows, matrix[list(rows.values()), 0].tolist(), strict=True))
        self._letters = {name[1:]: says.pop(name) for name in rows if name[0] == LETTERS_MARK}
        self._says: dict[str, float] = says
        self._start = float(start[0])
        self._firsts = Remembered(self._first_word, REMEMBERED)
        self._words = Remembered(self._word, REMEMBERED)

    def hear(self, text: str) -> Floats:
        """For each output how strongly the text speaks of it, in its strongest piece: above 0 is likelier than not."""
        heard = [self._weigh(piece) for piece in listen(text)]
        if len(heard) == 1:
            return heard[0]
        found: Floats = np.max(heard, axis=0) if heard else np.full(len(self.outputs), -20, np.float32)
        return found

    def first(self, text: str) -> tuple[float, set[str]]:
        """Of the first output alone, and the concepts that were heard: most texts need no more."""
        most, said = -20.0, set()
        for number, piece in enumerate(listen(text)):
            strength, concepts_of = self._first_of(piece)
            most = max(most, strength) if number else strength
            said |= concepts_of
        return most, said

    def _first_of(self, piece: Piece) -> tuple[float, set[str]]:
        says = self._says.get
        said = PAIR * sum(map(says, piece.pairs, repeat(0.0)))
        square = PAIR * PAIR * len(piece.pairs)
        heard = self.lexicon.found(piece.keys)
        if heard:
            for feature, weight in together(heard).items():
                square += weight * weight
                said += weight * says(feature, 0.0)
        words = self._firsts
        for word in piece.words:
            adds, more = words[word]
            said += adds
            square += more
        return said / square**0.5 + self._start, {concept for _, concept in heard}

    def _first_word(self, word: str) -> tuple[float, float]:
        found = letters_of(word)
        adds = WORD * self._says.get(key(word), 0.0) + LETTERS * sum(map(self._letters.get, found, repeat(0.0)))
        return adds, WORD * WORD + LETTERS * LETTERS * len(found)

    def _weigh(self, piece: Piece) -> Floats:
        rows = [self.rows[pair] for pair in piece.pairs if pair in self.rows]
        weights = [PAIR] * len(rows)
        square = PAIR * PAIR * len(piece.pairs)
        for feature, weight in together(self.lexicon.found(piece.keys)).items():
            square += weight * weight
            row = self.rows.get(feature)
            if row is not None:
                rows.append(row)
                weights.append(weight)
        said = np.array(weights, np.float32) @ self.matrix[rows]
        for word in piece.words:
            adds, more = self._words[word]
            said += adds
            square += more
        strength: Floats = said / np.float32(square**0.5) + self.start
        return strength

    def _word(self, word: str) -> tuple[Floats, float]:
        found = of_word(word)
        known = [(row, weight) for feature, weight in found.items() if (row := self.rows.get(feature)) is not None]
        adds = np.array([weight for _, weight in known], np.float32) @ self.matrix[[row for row, _ in known]]
        return adds, sum(weight * weight for weight in found.values())


def pack(ear: Ear) -> dict[str, Any]:
    """As arrays, small: each weight in one byte."""
    names = sorted(ear.rows, key=lambda name: ear.rows[name])
    scale = np.abs(ear.matrix).max(axis=0) / 127
    return {
        "outputs": np.array(ear.outputs),
        "features": np.frombuffer("\n".join(names).encode(), np.uint8),
        "weights": np.round(ear.matrix / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "start": ear.start.astype(np.float32),
    }


def unpack(kept: dict[str, Any], lexicon: Lexicon) -> Ear:
    names = kept["features"].tobytes().decode().split("\n")
    matrix = kept["weights"].astype(np.float32) * kept["scale"]
    rows = {name: row for row, name in enumerate(names)}
    return Ear([str(one) for one in kept["outputs"]], rows, matrix, kept["start"], lexicon)


def shipped(package: str, name: str, lexicon: Lexicon) -> Ear:
    """The ear that comes with a package, from its data/NAME.npz."""
    with files(package).joinpath(f"data/{name}.npz").open("rb") as file, np.load(file) as kept:
        return unpack(dict(kept), lexicon)
