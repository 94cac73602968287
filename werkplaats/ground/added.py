"""What words add, as rows of one matrix: looked up once, all that are new together, and summed for each text."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
AT_ONCE = 500  # words that are looked up together: of many the letters alone would take hundreds of megabytes


class Added:
    """What a word adds to each of `size` things, remembered as rows of one matrix, so that a text is one sum of rows.

    `look` gives the rows of words; `most` of them are kept. Threads may share it: what is full is left to who still
    reads it, and begun anew. Errors: ValueError when more than `most` words are asked for at once.
    """

    def __init__(self, look: Callable[[Sequence[str]], Any], size: int, most: int) -> None:
        self._look, self._size, self._most, self._lock = look, size, most, Lock()
        self._begin()

    def _begin(self) -> None:
        # Of pages that nothing is written to there is no memory.
        self._kept: tuple[dict[str, int], Floats] = {}, np.empty((self._most, self._size), np.float32)

    def sum(self, names: Sequence[str]) -> Floats:
        found: Floats = np.add.reduce(self.rows(names), axis=0)
        return found

    def rows(self, names: Sequence[str]) -> Floats:
        """A row for each name."""
        at, matrix = self._kept
        try:
            rows = [at[name] for name in names]
        except KeyError:
            at, matrix = self.know(names)
            rows = [at[name] for name in names]
        return matrix.take(np.array(rows, np.intp), axis=0)

    def know(self, names: Sequence[str]) -> tuple[dict[str, int], Floats]:
        """Remember these now. Gives which row is of each, and the rows."""
        with self._lock:
            at, matrix = self._kept
            new = [name for name in dict.fromkeys(names) if name not in at]
            if len(at) + len(new) > self._most:
                self._begin()
                (at, matrix), new = self._kept, list(dict.fromkeys(names))
            for start in range(0, len(new), AT_ONCE):
                some = new[start : start + AT_ONCE]
                matrix[len(at) : len(at) + len(some)] = self._look(some)
                at.update(zip(some, range(len(at), len(at) + len(some)), strict=True))
        return at, matrix
