"""The Working Hours Act (Arbeidstijdenwet, ATW) for employees of 18 and older, as far as rosters of days go.

Kept: art. 5:3 (11 hours of rest a day, once in 7 × 24 hours 8), 5:4 (breaks), 5:5 (36 hours of rest in 7 × 24, or 72 in
14 × 24 in parts of at least 32), 5:6 (13 Sundays without work in 52 weeks), 5:7 (12 hours a shift, 60 a week, on
average 55 over 4 weeks and 48 over 16); a week begins on Sunday, art. 1:7. Periods of 7 and 14 × 24 hours begin with a
shift. What comes after the days of the roster is taken to be free: the next roster keeps the law then.

Not kept, for nobody is planned at night: 5:8 and 5:9. Who is self-employed is under no rule of these: art. 2:7 lets a
decree bring them under the act where others are in danger, and that of transport and mining is not about this work.
Somebody without a fixed place of work is at work from leaving home until being back (EU Court, Tyco, C-266/14).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from werkplaats.planning.rules.roster.moments import Stretch

LONGEST_SHIFT: Final = 12 * 60  # 5:7, second paragraph
LONGEST_WEEK: Final = 60 * 60
AVERAGES: Final = ((4, 4 * 55 * 60), (16, 16 * 48 * 60))  # 5:7: weeks, and the minutes of all of them together
WEEKS: Final = 16  # that are looked back
DAILY_REST: Final = 11 * 60  # 5:3
SHORT_REST: Final = 8 * 60  # 5:3: once in seven days
WEEK: Final = 7 * 24 * 60
WEEKLY_REST: Final = 36 * 60  # 5:5
FORTNIGHT_REST: Final = 72 * 60  # 5:5, when there is no weekly rest …
PART_OF_REST: Final = 32 * 60  # … in parts of at least this
LONGEST_RUN: Final = WEEK - WEEKLY_REST  # from leaving home until the weekly rest begins
MOST_SUNDAYS: Final = 52 - 13  # 5:6
SHORTEST_BREAK: Final = 15  # 5:4: less is no break
BREAKS: Final = ((10 * 60, 45), (5 * 60 + 30, 30))  # 5:4: who works longer than, has breaks of at least


@dataclass(frozen=True)
class Worked:
    """What an employee does before the first day of a roster, what is agreed included."""

    # Minutes of work: first of the week of the act in which the first day falls, then of the week before it, and so on.
    weeks: tuple[int, ...] = ()
    # Leaving home and being back, in minutes since 1970 and in order, of the last fourteen days.
    shifts: tuple[Stretch, ...] = ()
    sundays: int = 0  # with work, in the 51 weeks before


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


def short_rests(shifts: Sequence[Stretch], planned: int) -> Iterator[tuple[int, int]]:
    """Rests that are too short, with what they should be (5:3); only those before one of the last `planned` shifts."""
    shortened: int | None = None  # when the last short rest began
    for number, ((_, back), (leaves, _)) in enumerate(pairwise(shifts), start=1):
        rest = leaves - back
        if rest >= DAILY_REST:
            continue
        again = shortened is not None and back - shortened < WEEK
        if (rest < SHORT_REST or again) and number >= len(shifts) - planned:
            yield rest, SHORT_REST if rest < SHORT_REST else DAILY_REST
        shortened = back


def without_rest(shifts: Sequence[Stretch]) -> Iterator[int]:
    """For each shift from which on the rest of 5:5 lacks: the number of shifts until there are 36 hours of rest."""
    for first, (leaves, _) in enumerate(shifts):
        last = run_end(shifts, first)
        if shifts[last][1] - leaves > LONGEST_RUN and _rest_in_fortnight(shifts[first:]) < FORTNIGHT_REST:
            yield last - first + 1


def run_end(shifts: Sequence[Stretch], first: int) -> int:
    """The last shift before a weekly rest, from `first` on."""
    last = first
    while last + 1 < len(shifts) and shifts[last + 1][0] - shifts[last][1] < WEEKLY_REST:
        last += 1
    return last


def _rest_in_fortnight(shifts: Sequence[Stretch]) -> int:
    """In the 14 × 24 hours that begin with the first of these, only parts that count."""
    until, rest = shifts[0][0] + 2 * WEEK, 0
    for (_, back), (leaves, _) in pairwise([*shifts, (until, until)]):
        part = min(leaves, until) - back
        rest += part if part >= PART_OF_REST else 0
        if leaves >= until:
            break
    return rest


def looked_back(worked: Worked) -> tuple[Stretch, ...]:
    """The shifts before the roster that it has to reckon with: the oldest are left out as long as the law was broken
    before the roster began, for no roster can mend that."""
    shifts = worked.shifts
    while next(without_rest(shifts), None) is not None:
        shifts = shifts[1:]
    return shifts


def long_weeks(planned: Sequence[int], worked: Worked) -> Iterator[tuple[int, int, int]]:
    """Too much work (5:7): over how many weeks, minutes, most. `planned` is by week of the act; the first is that in
    which the roster begins. Only where something is planned."""
    for last in range(len(planned)):
        for length, most in ((1, LONGEST_WEEK), *AVERAGES):
            here = sum(planned[max(0, last - length + 1) : last + 1])
            minutes = here + sum(worked.weeks[: max(0, length - last)])
            if here and minutes > most:
                yield length, minutes, most


def room(worked: Worked, weeks: int) -> int:
    """So many minutes can be planned in any case, in a roster that touches so many weeks of the act."""
    return min(
        most - sum(worked.weeks[: max(0, length - last)])
        for last in range(max(1, weeks))
        for length, most in ((1, LONGEST_WEEK), *AVERAGES)
    )
