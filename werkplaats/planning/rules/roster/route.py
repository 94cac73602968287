"""When a person is where on a day, given the order of the visits; and whether the Working Hours Act allows it.

Everything comes as soon as it can, except a visit that has a time in the present plan: that keeps it when what comes
after it leaves room. Anchored visits stand where they are.
"""

from werkplaats.planning.rules.roster.compiled import compiled
from werkplaats.planning.rules.roster.cost import FULL_MOVE
from werkplaats.planning.rules.roster.moments import STEP
from werkplaats.planning.rules.roster.state import NEVER, Given, Paper, Roster
from werkplaats.planning.rules.roster.worked import all_shifts, rests_hold, weeks_hold
from werkplaats.planning.rules.roster.worktime import (
    DAILY_REST,
    LONGEST_RUN,
    LONGEST_SHIFT,
    SHORTEST_BREAK,
    WEEKLY_REST,
)

LONG_WORK, LONG_BREAK, SHORT_WORK, SHORT_BREAK = 600, 45, 330, 30  # as BREAKS in worktime


@compiled
def soonest(given: Given, unit: int, route: int, moment: int) -> int:
    """The first possible start at `moment` or later; NEVER when there is none."""
    at = given.slot_at[unit, route]
    for number in range(at, at + given.slot_count[unit, route]):
        if given.slots[number, 1] >= moment:
            return int(max(given.slots[number, 0], moment))
    return NEVER


@compiled
def last(given: Given, unit: int, route: int, moment: int) -> int:
    """The last possible start at `moment` or sooner; -NEVER when there is none."""
    at = given.slot_at[unit, route]
    for number in range(at + given.slot_count[unit, route] - 1, at - 1, -1):
        if given.slots[number, 0] <= moment:
            return int(min(given.slots[number, 1], moment))
    return -NEVER


@compiled
def keep_times(given: Given, roster: Roster, paper: Paper, route: int, size: int, pause_at: int, pause: int) -> None:
    """Move visits back towards their present time, as far as what follows allows. The line fits."""
    mode, day = given.people[route // given.days].mode, route % given.days
    bound = NEVER
    for index in range(size - 1, -1, -1):
        number = paper.line[index]
        unit = given.units[number]
        if index < size - 1:
            way = given.ways[mode, unit.place, given.units[paper.line[index + 1]].place]
            bound = paper.lates[index + 1] - way - unit.minutes - (pause if index + 1 == pause_at else 0)
        paper.lates[index] = roster.start[number] if unit.anchor else last(given, number, route, bound)
    moment, previous = -NEVER, -1
    for index in range(size):
        number = paper.line[index]
        unit = given.units[number]
        if index:
            moment += given.ways[mode, previous, unit.place] + (pause if index == pause_at else 0)
        if unit.anchor:
            moment = roster.start[number]
        else:
            wish = max(moment, unit.before) if unit.before_day == day else moment
            moment = min(soonest(given, number, route, wish), paper.lates[index])
        paper.times[index] = moment
        moment += unit.minutes
        previous = unit.place


@compiled
def lay(given: Given, roster: Roster, paper: Paper, route: int, size: int, pause_at: int, pause: int) -> bool:
    """Times for paper.line, with a pause before the visit at place `pause_at`. False when they do not fit."""
    mode, day = given.people[route // given.days].mode, route % given.days
    moment, previous, wishes = -NEVER, -1, False
    for index in range(size):
        number = paper.line[index]
        unit = given.units[number]
        if index:
            moment += given.ways[mode, previous, unit.place] + (pause if index == pause_at else 0)
        if unit.anchor:
            if roster.start[number] < moment:
                return False
            moment = roster.start[number]
        else:
            moment = soonest(given, number, route, moment)
            if moment == NEVER:
                return False
            wishes = wishes or (unit.before_day == day and moment < unit.before)
        paper.times[index] = moment
        moment += unit.minutes
        previous = unit.place
    if wishes:
        keep_times(given, roster, paper, route, size, pause_at, pause)
    return True


@compiled
def rested(given: Given, roster: Roster, paper: Paper, route: int, leaves: int, back: int, work: int) -> bool:
    """Does the act allow this day beside the person's other days? At once for who has nothing near a bound."""
    person, day = given.people[route // given.days], route % given.days
    begin, final, total = leaves, back, work
    short = day == 0 and leaves - person.past_back < DAILY_REST
    for other in range(given.days):
        one = roster.routes[route - day + other]
        if other == day or one.size == 0:
            continue
        total += one.work
        if other < day:
            begin = min(begin, one.leaves)
            short = short or leaves - one.back < DAILY_REST
        else:
            final = max(final, one.back)
            short = short or one.leaves - back < DAILY_REST
    if begin - person.past_back < WEEKLY_REST:
        begin = person.run_leaves
    if not short and not person.owes and total <= person.room and final - begin <= LONGEST_RUN:
        return True
    count = all_shifts(given, roster, paper, route, leaves, back)
    past = given.past_at[route // given.days + 1] - given.past_at[route // given.days]
    return bool(rests_hold(paper, count, past) and weeks_hold(given, roster, route, work))


@compiled
def break_lacking(given: Given, roster: Roster, paper: Paper, route: int, size: int) -> int:
    """For the times of the line: 0 when all is well, the break (minutes) that is needed, -1 when it cannot be."""
    person, first, final = given.people[route // given.days], paper.line[0], paper.line[size - 1]
    leaves = paper.times[0] - given.ways[person.mode, person.home, given.units[first].place]
    ends = paper.times[size - 1] + given.units[final].minutes
    back = ends + given.ways[person.mode, given.units[final].place, person.home]
    breaks = 0
    for index in range(1, size):
        one, other = given.units[paper.line[index - 1]], given.units[paper.line[index]]
        way = given.ways[person.mode, one.place, other.place]
        free = paper.times[index] - paper.times[index - 1] - one.minutes - way
        if free >= SHORTEST_BREAK:
            breaks += free
    work = back - leaves - breaks
    paper.figures[1], paper.figures[2], paper.figures[3] = leaves, back, work
    if not person.employee:
        return 0
    if work > LONG_WORK and breaks < LONG_BREAK:
        return LONG_BREAK
    if work > SHORT_WORK and breaks < SHORT_BREAK:
        return SHORT_BREAK
    return 0 if work <= LONGEST_SHIFT and rested(given, roster, paper, route, leaves, back, work) else -1


@compiled
def day_cost(given: Given, paper: Paper, route: int, size: int) -> float:
    """Travel, lateness and moved times of the line."""
    person, day = given.people[route // given.days], route % given.days
    travel, points, previous = 0, 0.0, person.home
    for index in range(size):
        unit, moment = given.units[paper.line[index]], paper.times[index]
        travel += given.ways[person.mode, previous, unit.place]
        previous = unit.place
        if moment > unit.latest:
            points += unit.late * (moment + -moment % STEP - unit.latest)
        if unit.before != -1:
            same = unit.before_day == day
            points += given.weights.moved * (min(1.0, abs(moment - unit.before) / FULL_MOVE) if same else 1.0)
    travel += given.ways[person.mode, previous, person.home]
    paper.figures[0] = travel
    return float(points + given.weights.travel * travel)


@compiled
def schedule(given: Given, roster: Roster, paper: Paper, route: int, size: int) -> float:
    """Times and figures for paper.line; returns what the day costs, or -1 when it is not possible."""
    if size == 0:
        return 0.0
    if not lay(given, roster, paper, route, size, -1, 0):
        return -1.0
    lacking = break_lacking(given, roster, paper, route, size)
    if lacking > 0:
        needed, lacking = lacking, -1
        for step in range(2 * size):  # the break is best in the middle of the day
            index = size // 2 + (step // 2 if step % 2 == 0 else -(step // 2) - 1)
            if 1 <= index < size and lay(given, roster, paper, route, size, index, needed):
                lacking = break_lacking(given, roster, paper, route, size)
                if lacking == 0:
                    break
                if lacking > needed and lay(given, roster, paper, route, size, index, lacking):
                    lacking = break_lacking(given, roster, paper, route, size)
                    if lacking == 0:
                        break
    if lacking != 0:
        return -1.0
    return day_cost(given, paper, route, size)
