"""Bundles into the roster, at the best place there is, and out of it again; the total is kept up."""

from werkplaats.planning.rules.linked.chance import draw
from werkplaats.planning.rules.roster.compiled import callable_too, compiled
from werkplaats.planning.rules.roster.cost import SMALL_SHARE
from werkplaats.planning.rules.roster.moments import STEP
from werkplaats.planning.rules.roster.route import last, schedule, soonest
from werkplaats.planning.rules.roster.state import LONGEST_LINE, NEVER, NOWHERE, Given, Paper, Roster

ENOUGH_MOMENTS = 48  # starts that are tried for an anchored bundle


@compiled
def person_cost(given: Given, who: int, work: float, heavy: float, far: float) -> float:
    """Fairness or contract, and burden."""
    person, weights = given.people[who], given.weights
    if person.employee:
        points = weights.contract * abs(work - person.minutes)
    else:
        points = weights.fairness * (work - person.work) ** 2 / max(person.work, SMALL_SHARE)
    more_heavy, more_far = max(0.0, heavy - person.heavy), max(0.0, far - person.far)
    points += weights.burden * more_heavy**2 / max(person.heavy, SMALL_SHARE)
    points += weights.burden * more_far**2 / max(person.far, SMALL_SHARE)
    return float(points)


@compiled
def person_rise(given: Given, roster: Roster, unit: int, who: int, sign: int) -> float:
    """What it costs to give (1) or take (-1) the work of a unit."""
    work, heavy, far = roster.sums[who, 0], roster.sums[who, 1], roster.sums[who, 2]
    more = sign * given.units[unit].minutes
    after = person_cost(
        given, who, work + more, heavy + more * given.units[unit].heavy, far + more * given.units[unit].far
    )
    return float(after - person_cost(given, who, work, heavy, far))


@compiled
def strangers(given: Given, roster: Roster, client: int, extra: int) -> float:
    """Points for the new faces of a client, with one person more when `extra` is not -1."""
    new, first, end = 0, given.client_at[client], given.client_at[client + 1]
    here = False  # is `extra` among those who come already?
    for at in range(first, end):
        route = roster.where[given.client_units[at]]
        if route < 0:
            continue
        who = route // given.days
        here = here or who == extra
        if given.known[client, who]:
            continue
        again = False
        for earlier in range(first, at):
            other = roster.where[given.client_units[earlier]]
            again = again or (other >= 0 and other // given.days == who)
        new += 0 if again else 1
    if extra >= 0 and not here and not given.known[client, extra]:
        new += 1
    met = given.client_met[client]
    return float(given.weights.strangers * (max(0, met + new - 1) - max(0, met - 1)))


@compiled
def who_cost(given: Given, roster: Roster, unit: int, who: int) -> float:
    """What it costs that it is this person, whenever it is."""
    points = given.fit[unit, who] + person_rise(given, roster, unit, who, 1)
    client = given.units[unit].client
    if client >= 0:
        points += strangers(given, roster, client, who) - strangers(given, roster, client, -1)
    return float(points)


@compiled
def line_with(roster: Roster, paper: Paper, route: int, unit: int, position: int) -> int:
    """paper.line becomes the route with the unit in it. Returns its size."""
    size = roster.routes[route].size
    for index in range(position):
        paper.line[index] = roster.lines[route, index]
    paper.line[position] = unit
    for index in range(position, size):
        paper.line[index + 1] = roster.lines[route, index]
    return int(size + 1)


@compiled
def latest_start(given: Given, roster: Roster, unit: int, route: int) -> int:
    if given.units[unit].anchor:
        return int(roster.start[unit])
    return int(given.slots[given.slot_at[unit, route] + given.slot_count[unit, route] - 1, 1])


@compiled
def best_position(given: Given, roster: Roster, paper: Paper, unit: int, route: int, limit: float) -> tuple[float, int]:
    """Where in the route, and what the day costs more; (limit, -1) when nothing costs less than that."""
    size, best, at = roster.routes[route].size, limit, -1
    if size >= LONGEST_LINE:
        return best, at
    before = roster.routes[route].cost
    for position in range(size + 1):
        if position > 0 and given.units[roster.lines[route, position - 1]].anchor:
            previous = roster.lines[route, position - 1]
            if roster.start[previous] + given.units[previous].minutes > latest_start(given, roster, unit, route):
                break  # whatever comes later starts later still
        line_with(roster, paper, route, unit, position)
        cost = schedule(given, roster, paper, route, size + 1)
        if cost >= 0.0 and cost - before < best:
            best, at = cost - before, position
    return best, at


@compiled
def write(given: Given, roster: Roster, paper: Paper, route: int, size: int, cost: float) -> None:
    """The line as last scheduled becomes the route."""
    day = roster.routes[route]
    for index in range(size):
        unit = paper.line[index]
        roster.lines[route, index] = unit
        roster.start[unit] = paper.times[index]
    day.size, day.cost = size, cost
    if size:
        day.travel, day.leaves, day.back, day.work = (
            paper.figures[0], paper.figures[1], paper.figures[2], paper.figures[3],
        )  # fmt: skip


@compiled
def add_work(given: Given, roster: Roster, unit: int, who: int, sign: int) -> None:
    one = given.units[unit]
    roster.sums[who, 0] += sign * one.minutes
    roster.sums[who, 1] += sign * one.minutes * one.heavy
    roster.sums[who, 2] += sign * one.minutes * one.far


@callable_too
def put_in(given: Given, roster: Roster, paper: Paper, unit: int, route: int, position: int) -> bool:
    """The unit into the route. An anchored one has its start already."""
    who = route // given.days
    rise = who_cost(given, roster, unit, who)
    size = line_with(roster, paper, route, unit, position)
    cost = schedule(given, roster, paper, route, size)
    if cost < 0.0:
        return False
    rise += cost - roster.routes[route].cost
    write(given, roster, paper, route, size, cost)
    roster.where[unit] = route
    add_work(given, roster, unit, who, 1)
    roster.total[0] += rise
    return True


@callable_too
def take_unit(given: Given, roster: Roster, paper: Paper, unit: int) -> bool:
    """The unit out of its route. False, and nothing done, when what is left would not be possible."""
    route = roster.where[unit]
    who, size = route // given.days, 0
    for index in range(roster.routes[route].size):
        other = roster.lines[route, index]
        if other != unit:
            paper.line[size] = other
            size += 1
    cost = schedule(given, roster, paper, route, size)
    if cost < 0.0:
        return False
    roster.total[0] += cost - roster.routes[route].cost
    write(given, roster, paper, route, size, cost)
    roster.where[unit] = NOWHERE
    add_work(given, roster, unit, who, -1)
    roster.total[0] -= who_cost(given, roster, unit, who)
    return True


@callable_too
def clear_day(given: Given, roster: Roster, paper: Paper, route: int) -> None:
    """All of a person's day out at once, whatever would be possible without one of it."""
    who, size = route // given.days, roster.routes[route].size
    roster.total[0] -= roster.routes[route].cost
    write(given, roster, paper, route, 0, 0.0)
    for index in range(size):
        unit = roster.lines[route, index]
        roster.where[unit] = NOWHERE
        add_work(given, roster, unit, who, -1)
        roster.total[0] -= who_cost(given, roster, unit, who)


@compiled
def note(paper: Paper, count: int, moment: int, opens: int, closes: int) -> int:
    """Add a moment that lies within the bounds and is not there yet. Returns how many there are."""
    fine = 0 <= moment < len(paper.seen) and opens <= moment <= closes and count < len(paper.moments)
    if fine and not paper.seen[moment]:
        paper.seen[moment] = 1
        paper.moments[count] = moment
        count += 1
    return count


@compiled
def named_from(given: Given, unit: int, route: int, moment: int, step: int) -> int:
    """As `soonest`, on a multiple of `step` minutes when one is possible."""
    first = soonest(given, unit, route, moment)
    if first == NEVER:
        return NEVER
    named = soonest(given, unit, route, first + -first % step)
    return first if named == NEVER else named


@compiled
def named_until(given: Given, unit: int, route: int, moment: int, step: int) -> int:
    """As `last`, on a multiple of `step` minutes when one is possible."""
    final = last(given, unit, route, moment)
    if final == -NEVER:
        return -NEVER
    named = last(given, unit, route, final - final % step)
    return final if named == -NEVER else named


@compiled
def moments(given: Given, roster: Roster, paper: Paper, number: int, step: int) -> int:
    """Starts worth trying (paper.moments): as soon as can be, and right after or before what is there already."""
    bundle, opens, closes = given.bundles[number], 0, NEVER
    for at in range(given.firsts_at[number], given.firsts_at[number + 1]):
        link = given.firsts[at]
        if roster.where[link.unit] < 0:
            return 0
        ends = roster.start[link.unit] + given.units[link.unit].minutes
        opens, closes = max(opens, ends + link.least), min(closes, ends + link.most)
    count = 0
    for unit in range(bundle.first, bundle.first + bundle.size):
        one = given.units[unit]
        for at in range(given.routes_at[unit], given.routes_at[unit + 1]):
            route = given.routes[at]
            mode = given.people[route // given.days].mode
            count = note(paper, count, named_from(given, unit, route, opens, step), opens, closes)
            if one.before >= 0:
                count = note(paper, count, soonest(given, unit, route, one.before), opens, closes)
            if closes < NEVER:
                count = note(paper, count, named_until(given, unit, route, closes, step), opens, closes)
            for index in range(roster.routes[route].size):
                other = roster.lines[route, index]
                there = given.units[other]
                after = roster.start[other] + there.minutes + given.ways[mode, there.place, one.place]
                count = note(paper, count, named_from(given, unit, route, max(opens, after), step), opens, closes)
                before = roster.start[other] - given.ways[mode, one.place, there.place] - one.minutes
                count = note(paper, count, named_until(given, unit, route, min(closes, before), step), opens, closes)
    for index in range(count):
        paper.seen[paper.moments[index]] = 0
    return count


@compiled
def seat(given: Given, roster: Roster, paper: Paper, number: int, moment: int, limit: float) -> float:
    """The cheapest people who can all start at the moment (paper.pick); the limit when there are none below it."""
    bundle, points = given.bundles[number], 0.0
    for index in range(bundle.size):
        unit = bundle.first + index
        roster.start[unit] = moment
        best, pick = limit - points, -1
        for at in range(given.routes_at[unit], given.routes_at[unit + 1]):
            route = given.routes[at]
            if soonest(given, unit, route, moment) != moment:
                continue
            who, taken = route // given.days, False
            for earlier in range(index):
                taken = taken or paper.pick[earlier, 0] // given.days == who
            if taken:
                continue
            its = who_cost(given, roster, unit, who)
            if its >= best:
                continue
            rise, position = best_position(given, roster, paper, unit, route, best - its)
            if position >= 0:
                best, pick = its + rise, position
                paper.pick[index, 0], paper.pick[index, 1] = route, position
        if pick < 0:
            return limit
        points += best
    return points


@compiled
def best_moment(given: Given, roster: Roster, paper: Paper, number: int, blink: float, step: int) -> int:
    """The start at which the cheapest people can come (paper.kept_pick); -1 when leaving it out costs no more."""
    bundle = given.bundles[number]
    count = moments(given, roster, paper, number, step)
    best, found = bundle.out, -1
    skip = max(1.0, count / ENOUGH_MOMENTS)
    at = draw(paper.seed) * skip if blink > 0.0 else 0.0
    while at < count:
        moment = paper.moments[int(at)]
        cost = seat(given, roster, paper, number, moment, best)
        if cost < best:
            best, found = cost, moment
            for index in range(bundle.size):
                paper.kept_pick[index, 0], paper.kept_pick[index, 1] = paper.pick[index, 0], paper.pick[index, 1]
        at += skip
    return int(found)


@compiled
def insert_anchored(given: Given, roster: Roster, paper: Paper, number: int, blink: float) -> bool:
    """Tries a number of moments as people name them, and the best people for each; odd minutes when it must."""
    bundle = given.bundles[number]
    moment = best_moment(given, roster, paper, number, blink, STEP)
    if moment < 0:
        moment = best_moment(given, roster, paper, number, blink, 1)
    if moment < 0:
        return False
    for index in range(bundle.size):
        unit = bundle.first + index
        roster.start[unit] = moment
        if not put_in(given, roster, paper, unit, paper.kept_pick[index, 0], paper.kept_pick[index, 1]):
            for earlier in range(index):
                take_unit(given, roster, paper, bundle.first + earlier)
            return False
    return True


@compiled
def insert_free(given: Given, roster: Roster, paper: Paper, unit: int, limit: float, blink: float) -> bool:
    best, best_route, best_at, who, points = limit, -1, -1, -1, 0.0
    for at in range(given.routes_at[unit], given.routes_at[unit + 1]):
        route = given.routes[at]
        if blink > 0.0 and draw(paper.seed) < blink:
            continue
        if route // given.days != who:
            who = route // given.days
            points = who_cost(given, roster, unit, who)
        if points >= best:
            continue
        rise, position = best_position(given, roster, paper, unit, route, best - points)
        if position >= 0:
            best, best_route, best_at = points + rise, route, position
    return best_route >= 0 and put_in(given, roster, paper, unit, best_route, best_at)


@compiled
def insert(given: Given, roster: Roster, paper: Paper, number: int, blink: float) -> bool:
    """The bundle where it costs least, when that is less than leaving it out. `blink`: how often a place is missed."""
    bundle = given.bundles[number]
    done = (
        insert_anchored(given, roster, paper, number, blink)
        if bundle.anchor
        else insert_free(given, roster, paper, bundle.first, bundle.out, blink)
    )
    if done:
        roster.total[0] -= bundle.out
    return done


@compiled
def take_out(given: Given, roster: Roster, paper: Paper, number: int) -> bool:
    """The bundle and all that comes after it. False when what is left of a day would not be possible."""
    paper.stack[0], waiting = number, 1
    while waiting:
        waiting -= 1
        here = paper.stack[waiting]
        bundle = given.bundles[here]
        if bundle.fixed or roster.where[bundle.first] < 0:
            continue
        for unit in range(bundle.first, bundle.first + bundle.size):
            if not take_unit(given, roster, paper, unit):
                return False
        roster.total[0] += bundle.out
        for at in range(given.thens_at[here], given.thens_at[here + 1]):
            paper.stack[waiting] = given.thens[at]
            waiting += 1
    return True
