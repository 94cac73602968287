"""Learning the net (`werkplaats.triage.rules.net`): by gradient descent on the reports and the items' own phrases.

Words and hidden units are left out by chance while it learns (dropout: Srivastava et al., JMLR 15, 2014), with steps as
large as a weight has seldom moved (Adagrad: Duchi, Hazan, Singer, JMLR 12, 2011). The same reports give the same net.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from werkplaats.triage.rules.net import ROWS, Net, groups, rows_of
from werkplaats.triage.rules.words import Said

NETS = 3  # learned from other beginnings, and heard together
HIDDEN = 128  # units of each
TURNS = 12  # that all texts are seen
AT_ONCE = 256
STEP = 0.08
WORDS_KEPT, HIDDEN_KEPT = 0.75, 0.5
PHRASE = 0.4  # what a phrase of an item counts against a report


@dataclass(frozen=True)
class Lesson:
    """A text and what it is. Without `codes` nothing on the list fits, or it does not say what. None: not labelled."""

    branch: str
    said: Said
    codes: tuple[str, ...] | None
    danger: bool | None = None
    care: bool | None = None


def learn(lessons: Sequence[Lesson], codes: dict[str, tuple[str, ...]]) -> Net:
    """`codes`: of the items of each branch."""
    with ProcessPoolExecutor(2) as pool:
        return Net.together(list(pool.map(partial(_learn, lessons, codes), range(NETS))))


def _learn(lessons: Sequence[Lesson], codes: dict[str, tuple[str, ...]], seed: int) -> Net:
    chance = np.random.default_rng(seed)
    of_all = tuple(code for branch in codes for code in codes[branch])
    texts, rarity = _texts([lesson.said for lesson in lessons])
    branches = list(codes)
    branch = np.array([branches.index(lesson.branch) for lesson in lessons])
    ours = np.array([[code in codes[one] for code in of_all] for one in branches])
    right = _right(lessons, {code: at for at, code in enumerate(of_all)}, codes)
    labelled = np.array([lesson.danger is not None for lesson in lessons], np.float32)
    counts = np.where(labelled > 0, 1, PHRASE) * np.array([lesson.codes is not None for lesson in lessons])
    alarm = np.array([[bool(lesson.danger), bool(lesson.care)] for lesson in lessons], np.float32)
    own = {
        "words": chance.normal(0, 0.05, (ROWS, HIDDEN)).astype(np.float32),
        "start": np.zeros((len(branches), HIDDEN), np.float32),
        "out": chance.normal(0, 0.05, (HIDDEN + 1, len(of_all) + 2)).astype(np.float32),
    }
    moved = {name: np.full(one.shape, 1e-6, np.float32) for name, one in own.items()}

    def move(name: str, at: Any, slope: Any, step: float) -> None:
        moved[name][at] += slope * slope
        own[name][at] -= step * slope / np.sqrt(moved[name][at])

    for turn in range(TURNS):
        step = STEP * (1 - turn / TURNS) + STEP / 30
        order = chance.permutation(len(lessons))
        for begin in range(0, len(order), AT_ONCE):
            some = order[begin : begin + AT_ONCE]
            text = texts[some]
            kept = chance.random(text.nnz, np.float32) < WORDS_KEPT
            text.data = text.data * kept / WORDS_KEPT
            used = np.unique(text.indices)
            text = csr_matrix((text.data, np.searchsorted(used, text.indices), text.indptr), (len(some), len(used)))
            before = text @ own["words"][used] + own["start"][branch[some]]
            on = (before > 0) & (chance.random(before.shape, np.float32) < HIDDEN_KEPT)
            hidden = before * on / HIDDEN_KEPT
            said = hidden @ own["out"][:-1] + own["out"][-1]
            off = _off(said, ours[branch[some]], right[some].toarray(), alarm[some])
            off[:, :-2] *= counts[some, None] / len(some)
            off[:, -2:] *= labelled[some, None] / len(some)
            back = (off @ own["out"][:-1].T) * on / HIDDEN_KEPT
            move("out", slice(None), np.vstack([hidden.T @ off, off.sum(axis=0)]), step)
            move("words", used, text.T @ back, step)
            for one in range(len(branches)):
                move("start", one, back[branch[some] == one].sum(axis=0), step)
    words = own["words"] * rarity[:, None]
    scale = float(np.abs(words).max()) / 127
    small = np.round(words / scale).astype(np.int8)
    start = dict(zip(branches, own["start"], strict=True))
    return Net(small, scale, start, of_all, own["out"][:, :-2].copy(), own["out"][:, -2:].copy())


def _texts(saids: Sequence[Said]) -> tuple[Any, Any]:
    """Texts by rows, what is rare weighing more; and how much more, by row."""
    entries = [
        (text, name, 1 / len(group) ** 0.5)
        for text, said in enumerate(saids)
        for group in groups(said)
        for name in group
    ]
    at, names, weights = zip(*entries, strict=True)
    found = csr_matrix((weights, (at, rows_of(names))), (len(saids), ROWS), np.float32)
    spread = np.bincount(found.indices, minlength=ROWS)
    rarity = (np.log(len(saids) / (spread + 1)) / 4).astype(np.float32)
    found.data *= rarity[found.indices]
    return found, rarity


def _right(lessons: Sequence[Lesson], column: dict[str, int], codes: dict[str, tuple[str, ...]]) -> Any:
    """Texts by items. Where none fits each is as likely as any, so that the net learns to be unsure."""
    entries = []
    for at, lesson in enumerate(lessons):
        meant = (lesson.codes or codes[lesson.branch]) if lesson.codes is not None else ()
        entries += [(at, column[code], 1 / len(meant)) for code in meant]
    at, columns, weights = zip(*entries, strict=True)
    return csr_matrix((weights, (at, columns)), (len(lessons), len(column)), np.float32)


def _off(said: Any, ours: Any, right: Any, alarm: Any) -> Any:
    """How far what is said is off: of the items of the branch, and of danger and care."""
    items = np.where(ours, said[:, :-2], -np.inf)
    items -= items.max(axis=1, keepdims=True)
    chances = np.exp(items)
    chances /= chances.sum(axis=1, keepdims=True)
    heard = 1 / (1 + np.exp(-np.clip(said[:, -2:], -30, 30)))
    return np.hstack([chances - right, heard - alarm])
