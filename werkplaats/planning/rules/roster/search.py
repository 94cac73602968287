"""The search: take some out, put them back better, and now and then keep what is a little worse.

Simulated annealing over ruin and recreate (Schrimpf and others 2000; Christiaens and Vanden Berghe 2020), with ways of
taking out that suit a roster: neighbours, strings of a day, two people's work, and what stands in the way of work that
is out.
"""

import math

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.roster.compiled import callable_too, compiled
from werkplaats.planning.rules.roster.moves import insert, take_out
from werkplaats.planning.rules.roster.state import Given, Paper, Roster

MOST_OUT = 14  # bundles taken out in a round, about
MOST_WAITING = 10  # bundles that were out already and are tried again in a round
BLINK = 0.02


@compiled
def take_near(given: Given, roster: Roster, paper: Paper, centre: int, wanted: int) -> bool:
    """Bundles near each other."""
    fine = take_out(given, roster, paper, centre)
    for index in range(given.near.shape[1]):
        if wanted <= 1 or not fine:
            break
        if draw(paper.seed) < 0.7:
            fine = take_out(given, roster, paper, given.near[centre, index])
            wanted -= 1
    return fine


@compiled
def take_day(given: Given, roster: Roster, paper: Paper, route: int) -> bool:
    """All of a person's day."""
    size = roster.routes[route].size
    for step in range(size):
        paper.key[step] = roster.lines[route, step]
    fine = True
    for step in range(size):
        fine = fine and take_out(given, roster, paper, given.units[int(paper.key[step])].bundle)
    return fine


@compiled
def make_room(given: Given, roster: Roster, paper: Paper, centre: int, wanted: int) -> bool:
    """Empty some days in which work that is out could be done."""
    bundles = len(given.bundles)
    for step in range(bundles):
        number = (centre + step) % bundles
        bundle = given.bundles[number]
        if roster.where[bundle.first] >= 0:
            continue
        fine, first = True, bundle.first + below(paper.seed, bundle.size)
        count = given.routes_at[first + 1] - given.routes_at[first]
        if count == 0:
            continue
        for _ in range(1 + below(paper.seed, 3)):
            route = given.routes[given.routes_at[first] + below(paper.seed, count)]
            fine = fine and take_day(given, roster, paper, route)
        return fine
    return take_near(given, roster, paper, centre, wanted)


@compiled
def take_strings(given: Given, roster: Roster, paper: Paper, centre: int, wanted: int) -> bool:
    """From the days of bundles near each other, some visits that follow one another."""
    fine, index = True, -1
    while fine and wanted > 0 and index < given.near.shape[1]:
        bundle = centre if index < 0 else given.near[centre, index]
        index += 1
        unit = given.bundles[bundle].first
        route = roster.where[unit]
        if route < 0:
            continue
        size, at = roster.routes[route].size, 0
        while roster.lines[route, at] != unit:
            at += 1
        length = 1 + below(paper.seed, min(4, size))
        begin = max(0, at - below(paper.seed, length))
        count = min(size, begin + length) - begin
        for step in range(count):
            paper.key[step] = roster.lines[route, begin + step]
        for step in range(count):
            fine = fine and take_out(given, roster, paper, given.units[int(paper.key[step])].bundle)
        wanted -= count
    return fine


@compiled
def take_people(given: Given, roster: Roster, paper: Paper, centre: int) -> bool:
    """The work of two people near each other, of one day or of all days."""
    route = int(roster.where[given.bundles[centre].first])
    if route < 0:
        return take_near(given, roster, paper, centre, 3)
    other = -1
    for _ in range(8):
        bundle = given.near[centre, below(paper.seed, given.near.shape[1])]
        there = int(roster.where[given.bundles[bundle].first])
        if there >= 0 and there // given.days != route // given.days:
            other = there
            break
    whole, fine = draw(paper.seed) < 0.4, True
    for one in (route, other):
        if one < 0:
            continue
        first = one - one % given.days
        for day in range(given.days):
            if (whole and draw(paper.seed) < 0.8) or first + day == one:
                fine = fine and take_day(given, roster, paper, first + day)
    return fine


@compiled
def ruin(given: Given, roster: Roster, paper: Paper) -> bool:
    """Take something out. False when what is left of a day would not be possible."""
    bundles, seed = len(given.bundles), paper.seed
    wanted = 1 + below(seed, max(1, min(MOST_OUT, bundles // 3)))
    centre, way = below(seed, bundles), draw(seed)
    if way < 0.30:
        return take_near(given, roster, paper, centre, wanted)
    if way < 0.45:
        fine = True
        for _ in range(1 + wanted // 2):
            fine = fine and take_out(given, roster, paper, below(seed, bundles))
        return fine
    if way < 0.65:
        return take_strings(given, roster, paper, centre, wanted)
    if way < 0.85:
        return take_people(given, roster, paper, centre)
    return make_room(given, roster, paper, centre, wanted)


@compiled
def sort(paper: Paper, count: int) -> None:
    """paper.out by paper.key; few at a time, so the simplest way."""
    for index in range(1, count):
        number, key, at = paper.out[index], paper.key[index], index
        while at > 0 and paper.key[at - 1] > key:
            paper.out[at], paper.key[at] = paper.out[at - 1], paper.key[at - 1]
            at -= 1
        paper.out[at], paper.key[at] = number, key


@compiled
def may_come(given: Given, roster: Roster, number: int) -> bool:
    """Is all that comes before it planned?"""
    for at in range(given.firsts_at[number], given.firsts_at[number + 1]):
        if roster.where[given.firsts[at].unit] < 0:
            return False
    return True


@callable_too
def recreate(given: Given, roster: Roster, paper: Paper, blink: float, most_waiting: int) -> None:
    """Put back what is out, in an order by chance; what has to wait for something else comes after that."""
    count, way = 0, draw(paper.seed)
    for number in range(len(given.bundles)):
        bundle = given.bundles[number]
        if roster.where[bundle.first] >= 0:
            continue
        chance = draw(paper.seed)
        if way < 0.4:
            key = chance
        elif way < 0.6:
            key = -bundle.out * (0.5 + chance)
        elif way < 0.8:
            key = bundle.routes * (0.7 + chance)
        else:
            key = -bundle.minutes * (0.7 + chance)
        paper.out[count], paper.key[count] = number, key - (1e12 if bundle.fixed else 0.0)
        count += 1
    sort(paper, count)
    most = min(count, MOST_OUT * 3 + most_waiting)
    for _ in range(3):  # a chain of three trades needs three turns
        waits = False
        for index in range(most):
            number = paper.out[index]
            if number < 0:
                continue
            if given.firsts_at[number + 1] > given.firsts_at[number] and not may_come(given, roster, number):
                waits = True
                continue
            insert(given, roster, paper, number, blink)
            paper.out[index] = -1
        if not waits:
            break


@callable_too
def copy(source: Roster, target: Roster) -> None:
    """Write one roster over the other."""
    for route in range(len(source.routes)):
        target.routes[route] = source.routes[route]
        for index in range(source.routes[route].size):
            target.lines[route, index] = source.lines[route, index]
    for person in range(len(source.sums)):
        for part in range(3):
            target.sums[person, part] = source.sums[person, part]
    for unit in range(len(source.where)):
        target.where[unit] = source.where[unit]
        target.start[unit] = source.start[unit]
    target.total[0] = source.total[0]


@callable_too
def improve(
    given: Given, roster: Roster, kept: Roster, best: Roster, paper: Paper, rounds: int, hot: float, cold: float
) -> int:
    """`rounds` rounds from `kept`, the temperature from hot to cold. Returns how many were kept."""
    times = 0
    for number in range(rounds):
        heat = hot * (cold / hot) ** (number / rounds)
        fine = ruin(given, roster, paper)
        if fine:
            recreate(given, roster, paper, BLINK, MOST_WAITING)
        if fine and roster.total[0] < kept.total[0] - heat * math.log(max(1e-300, draw(paper.seed))):
            copy(roster, kept)
            times += 1
            if roster.total[0] < best.total[0] - 1e-6:
                copy(roster, best)
        else:
            copy(kept, roster)
    return times
