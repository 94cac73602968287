"""What a cooperative's coordinators taught, put on top of what a model says: weights for words and items.

Danger and care win over everything: what is taught may find more of them, and never less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np

from werkplaats.ground.added import Floats
from werkplaats.triage.rules.index import Index
from werkplaats.triage.rules.judge import DANGEROUS
from werkplaats.triage.rules.tables import signs
from werkplaats.triage.rules.words import Said

LIKELY = 0.02

# In what is learned, against a pair of terms.
TERM_WEIGHT = 1.5
SIGN_WEIGHT = 0.5


def telling(said: Said) -> list[str]:
    """The terms that say most, of which pairs are made."""
    return sorted([term for term in said.things if term[0] in "@!~" or len(term) > 2])[:12]


def together(said: Said) -> list[str]:
    """The pairs of the terms that say most."""
    some = telling(said)
    return [f"p {one} {other}" for at, one in enumerate(some) for other in some[at + 1 :]]


def spoken(said: Said) -> dict[str, float]:
    """The features that words are learned by, with length 1: terms, pairs of terms, and signs."""
    found = {f"t {term}": TERM_WEIGHT for term in said.things}
    found |= dict.fromkeys(together(said), 1.0)
    for word in said.words:
        for sign in signs(word):
            found[sign] = found.get(sign, 0.0) + SIGN_WEIGHT
    length = length_of(said)
    return {feature: weight / length for feature, weight in found.items()} if length else {}


def length_of(said: Said) -> float:
    """As if no sign stood in two words, so that each word can be looked up by itself."""
    pairs = min(sum(term[0] in "@!~" or len(term) > 2 for term in said.things), 12)
    square = TERM_WEIGHT**2 * len(said.things) + pairs * (pairs - 1) / 2
    square += SIGN_WEIGHT**2 * sum(len(signs(word)) for word in said.words)
    return float(square**0.5)


def heard(said: Said, codes: Sequence[str], chances: Floats) -> dict[str, float]:
    """The features that a decision teaches by: the words, and what the model proposes, as likely as it finds that."""
    found = spoken(said)
    for at in np.argsort(-chances, kind="stable")[:5]:
        if chances[at] >= LIKELY:
            found[f"i {codes[at]}"] = float(chances[at])
    return found


@dataclass(frozen=True)
class Taught:
    """For each feature (`rows`) how much it speaks for each item that was chosen (`columns`: codes)."""

    rows: dict[str, int]
    columns: dict[str, int]
    matrix: Floats

    def on(self, chances: Floats, index: Index, said: Said) -> Floats:
        """The chances with what was taught."""
        features = heard(said, index.codes, chances)
        given = [(row, weight) for name, weight in features.items() if (row := self.rows.get(name)) is not None]
        if not given:
            return chances
        rows, weights = zip(*given, strict=True)
        moved = np.append(np.array(weights, np.float32) @ self.matrix[list(rows)], np.float32(0))
        at = [self.columns.get(code, -1) for code in index.codes]
        odds = chances * np.exp(np.clip(moved, -20, 20))[at]
        return _no_less_care(chances, odds / odds.sum(), index)


def _no_less_care(before: Floats, after: Floats, index: Index) -> Floats:
    care = index.medical
    for family in DANGEROUS:
        if family in index.urgent:
            care = np.maximum(care, index.urgent[family])
    least, now = float(before @ care), float(after @ care)
    if now >= least or least >= 1:
        return after if now >= least else before
    others: Floats = after * (1 - care) * np.float32((1 - least) / (1 - now))
    return before * care + others


def to_bytes(taught: Mapping[str, Taught]) -> bytes:
    """Small, for the database: by branch."""
    kept: dict[str, np.typing.NDArray[np.generic]] = {}
    for branch, one in sorted(taught.items()):
        rows, columns = np.nonzero(one.matrix)
        kept |= {
            f"{branch} features": np.array(list(one.rows)),
            f"{branch} codes": np.array(list(one.columns)),
            f"{branch} rows": rows.astype(np.uint16),
            f"{branch} columns": columns.astype(np.uint16),
            f"{branch} weights": one.matrix[rows, columns].astype(np.float16),
        }
    file = BytesIO()
    np.savez_compressed(file, **kept)  # type: ignore[arg-type]
    return file.getvalue()


def from_bytes(content: bytes) -> dict[str, Taught]:
    found = {}
    with np.load(BytesIO(content), allow_pickle=False) as kept:
        for branch in sorted({name.split(" ")[0] for name in kept}):
            features, codes = kept[f"{branch} features"].tolist(), kept[f"{branch} codes"].tolist()
            matrix = np.zeros((len(features), len(codes)), np.float32)
            matrix[kept[f"{branch} rows"], kept[f"{branch} columns"]] = kept[f"{branch} weights"]
            found[branch] = Taught(_numbered(features), _numbered(codes), matrix)
    return found


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}
