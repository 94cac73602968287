"""The Working Hours Act over several days, in full, for the search: the rules of `worktime` on its arrays."""

from werkplaats.planning.rules.roster.compiled import compiled
from werkplaats.planning.rules.roster.state import Given, Paper, Roster
from werkplaats.planning.rules.roster.worktime import (
    AVERAGES,
    DAILY_REST,
    FORTNIGHT_REST,
    LONGEST_RUN,
    LONGEST_WEEK,
    PART_OF_REST,
    SHORT_REST,
    WEEK,
    WEEKLY_REST,
)

(_, FOUR_WEEKS), (_, SIXTEEN_WEEKS) = AVERAGES


@compiled
def all_shifts(given: Given, roster: Roster, paper: Paper, route: int, leaves: int, back: int) -> int:
    """paper.shifts: those before the roster, and those in it, with this day as it would be. Returns how many."""
    who, day, count = route // given.days, route % given.days, 0
    for at in range(given.past_at[who], given.past_at[who + 1]):
        paper.shifts[count, 0], paper.shifts[count, 1] = given.past[at, 0], given.past[at, 1]
        count += 1
    for other in range(given.days):
        one = roster.routes[route - day + other]
        if other == day:
            paper.shifts[count, 0], paper.shifts[count, 1] = leaves, back
            count += 1
        elif one.size:
            paper.shifts[count, 0], paper.shifts[count, 1] = one.leaves, one.back
            count += 1
    return count


@compiled
def fortnight_holds(paper: Paper, first: int, count: int) -> bool:
    """Enough rest in the 14 days that begin with this shift?"""
    until, rest = paper.shifts[first, 0] + 2 * WEEK, 0
    for number in range(first, count):
        if paper.shifts[number, 0] >= until:
            break
        ends = min(until, paper.shifts[number + 1, 0]) if number + 1 < count else until
        part = ends - paper.shifts[number, 1]
        if part >= PART_OF_REST:
            rest += part
    return bool(rest >= FORTNIGHT_REST)


@compiled
def rests_hold(paper: Paper, count: int, past: int) -> bool:
    """Daily and weekly rest of paper.shifts, of which the first `past` were before the roster."""
    shortened, some = 0, False
    for number in range(1, count):
        back, leaves = paper.shifts[number - 1, 1], paper.shifts[number, 0]
        rest = leaves - back
        if rest >= DAILY_REST:
            continue
        if number >= past and (rest < SHORT_REST or (some and back - shortened < WEEK)):
            return False
        shortened, some = back, True
    for first in range(count):
        last = first
        while last + 1 < count and paper.shifts[last + 1, 0] - paper.shifts[last, 1] < WEEKLY_REST:
            last += 1
        if paper.shifts[last, 1] - paper.shifts[first, 0] > LONGEST_RUN and not fortnight_holds(paper, first, count):
            return False
    return True


@compiled
def span_holds(given: Given, roster: Roster, route: int, work: int, last: int, length: int, most: int) -> bool:
    """Not more than `most` minutes in so many weeks until the week `last`; where nothing is planned it always holds."""
    who, day, here = route // given.days, route % given.days, 0
    for other in range(given.days):
        if last - length < given.weeks[other] <= last:
            if other == day:
                here += work
            elif roster.routes[route - day + other].size:
                here += roster.routes[route - day + other].work
    minutes = here
    for back in range(length - last):
        minutes += given.past_weeks[who, back]
    return bool(here == 0 or minutes <= most)


@compiled
def weeks_hold(given: Given, roster: Roster, route: int, work: int) -> bool:
    """Not too much work in a week, in four and in sixteen, with `work` on this day."""
    for last in range(given.weeks[given.days - 1] + 1):
        if not (
            span_holds(given, roster, route, work, last, 1, LONGEST_WEEK)
            and span_holds(given, roster, route, work, last, 4, FOUR_WEEKS)
            and span_holds(given, roster, route, work, last, 16, SIXTEEN_WEEKS)
        ):
            return False
    return True
