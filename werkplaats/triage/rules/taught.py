"""What a cooperative's coordinators taught, put on top of what a model says: weights for words and items.

Danger and care win over everything: what is taught may find more of them, and never less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np

from werkplaats.triage.rules.index import Index
from werkplaats.triage.rules.judge import DANGEROUS
from werkplaats.triage.rules.model import spoken
from werkplaats.triage.rules.tables import Floats
from werkplaats.triage.rules.words import Said

LIKELY = 0.02


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
