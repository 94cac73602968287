"""The Working Hours Act (Arbeidstijdenwet, ATW) for employees of 18 and older, as far as a roster of a week shows it.

Counted: art. 5:3 (11 hours rest a day; the exception of 8 hours once a week is not used), 5:4 (breaks), 5:7 (12 hours a
shift, 60 a week; a week begins on Sunday, art. 1:7). Not counted, for they need more than a week: the averages of 5:7
over 4 and 16 weeks, and the weekly rest and free Sundays of 5:5 and 5:6. Somebody without a fixed place of work is at
work from leaving home until being back (EU Court, Tyco, C-266/14).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_SHIFT: Final = 12 * 60  # 5:7, second paragraph
LONGEST_WEEK: Final = 60 * 60
DAILY_REST: Final = 11 * 60  # 5:3
SHORTEST_BREAK: Final = 15  # 5:4: less is no break
BREAKS: Final = ((10 * 60, 45), (5 * 60 + 30, 30))  # 5:4: who works longer than, has breaks of at least


@dataclass(frozen=True)
class Shift:
    """A day's work: leaving home, being back, and the breaks between (minutes)."""

    leaves: int
    back: int
    breaks: int

    @property
    def work(self) -> int:
        return self.back - self.leaves - self.breaks

    @property
    def break_needed(self) -> int:
        return next((least for longer, least in BREAKS if self.work > longer), 0)


def shift_of(visits: Sequence[tuple[int, int]], ways: Sequence[int]) -> Shift:
    """From the starts and ends of a day's visits in order, and the ways: from home, between, and back home."""
    breaks = 0
    for (_, ends), (starts, _), way in zip(visits, visits[1:], ways[1:], strict=False):
        free = starts - ends - way
        breaks += free if free >= SHORTEST_BREAK else 0
    return Shift(visits[0][0] - ways[0], visits[-1][1] + ways[-1], breaks)
