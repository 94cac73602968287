"""Put visits and breaks back, one client after the other, each where it costs least (with a blink now and then).

Greedy insertion with blinks: Christiaens and Vanden Berghe 2020. What a spot costs is first estimated from the route it
is in; the few best are really tried, with all that they push on in other routes. Linked visits come back together.
"""

import math

from numba import types

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.shifts.compiled import compiled
from werkplaats.planning.rules.shifts.schedule import (
    NEVER,
    clean,
    level,
    link,
    look_at,
    on_time,
    opening,
    settle,
    take_back,
    total,
    unlink,
)
from werkplaats.planning.rules.shifts.state import (
    BOOL,
    BREAK,
    DISLIKE,
    EXTRA,
    FLOAT,
    HOME,
    IDLE,
    INT,
    NODES,
    PAPER,
    PLAN,
    SPARE,
    TARDY,
    TRAVEL,
    TWO,
    VISIT,
    WAIT,
    WORK,
    Array,
    Paper,
    Plan,
    Work,
)

TRIED = 6  # spots that are really tried
PAIRED = 8  # spots of each visit of a pair that are looked at together
TRIED_PAIRS = 8


@compiled(INT(types.uint64[::1], FLOAT))
def until_blink(seed: Array, blink: float) -> int:
    """How many spots are seen before one is missed, when each is missed with chance `blink`."""
    if blink <= 0.0:
        return 1 << 40
    return int(math.log(max(1e-300, draw(seed))) / math.log(1.0 - blink))


@compiled(TWO(PLAN, INT))
def idle_of_others(plan: Plan, carer: int) -> tuple[float, float]:
    """The largest idle time of anybody else, and the sum of the fourth powers of all of theirs."""
    idle, fourths = 0.0, 0.0
    for other in range(len(plan.routes)):
        if other != carer:
            spare = plan.routes[other, SPARE]
            idle = max(idle, spare)
            fourths += spare * spare * spare * spare
    return idle, fourths


@compiled(FLOAT(FLOAT, FLOAT, FLOAT, FLOAT, INT))
def counted(idle: float, others: float, fourths: float, levelling: float, carers: int) -> float:
    """The idle time that counts when one caregiver has this and the others have that; see `schedule.total`."""
    most = max(others, idle)
    if levelling <= 0.0:
        return float(most)
    return float(most + levelling * (level(fourths + idle * idle * idle * idle, carers) - most))


@compiled(INT(NODES, INT))
def visit_before(nodes: Array, number: int) -> int:
    """What comes before it, a break left aside."""
    number = nodes[number].before
    return int(nodes[number].before if nodes[number].kind == BREAK else number)


@compiled(INT(WORK, PLAN, PAPER, INT, INT, INT, INT))
def look_through(work: Work, plan: Plan, paper: Paper, visit: int, carer: int, row: int, found: int) -> int:
    """Estimate what the visit costs at each spot of a route, the last one first. Returns how many spots there are."""
    nodes, distances, weights = plan.nodes, work.distances, work.weights
    here, length, mate = nodes[visit].place, nodes[visit].length, nodes[visit].mate
    bound = nodes[mate].start + nodes[visit].lag if mate >= 0 and nodes[mate].who >= 0 else -NEVER
    home = len(nodes) - len(plan.routes) + carer
    idle, (others, fourths) = plan.routes[carer, SPARE], idle_of_others(plan, carer)
    levelling, carers = paper.levelling[0], len(plan.routes)
    counts = counted(idle, others, fourths, levelling, carers)
    following, previous = home, nodes[home].before
    back = nodes[home].start
    if previous != home:
        back = nodes[previous].start + nodes[previous].length + distances[nodes[previous].place, nodes[home].reach]
    slack, at = max(0.0, nodes[home].late - back), back
    while True:
        last, next_one = nodes[previous], nodes[following]
        free = last.start + last.length
        start = opening(work, visit, max(bound, free + distances[last.place, here]))
        arrival = start + length + distances[here, next_one.reach]
        left = nodes[visit_before(nodes, following)].place
        right = next_one.reach if next_one.kind != BREAK else nodes[next_one.after].reach
        longer = distances[left, here] + distances[here, right] - distances[left, right]
        now = next_one.start if next_one.kind != HOME else back
        delay = max(0.0, arrival - now - slack)
        late = max(0.0, start - on_time(work, visit, start))
        cost = weights[TRAVEL] * longer + weights[TARDY] * late + weights[DISLIKE] * work.disliked[visit, carer]
        cost += max(weights[TARDY], weights[EXTRA]) * delay
        if weights[IDLE] > 0.0:
            busier = counted(idle - length - longer, others, fourths, levelling, carers)
            cost += weights[IDLE] * (busier - counts)
        # Waiting: what comes before is put off as far as it can, as in `put_off`.
        room = at - distances[here, next_one.reach] - length
        slid = start
        if mate < 0 and room > start:
            slid = min(room, max(start, on_time(work, visit, start)))
        waits = max(0.0, room - slid) if next_one.kind != HOME else 0.0
        put = last.start
        if last.kind == VISIT and last.mate < 0:
            put = max(put, on_time(work, previous, put))
        elif last.kind == BREAK:
            put = last.late
        if last.kind != HOME:
            latest = slid - distances[last.place, here] - last.length
            waits += max(0.0, latest - max(last.start, min(put, latest)))
            if next_one.kind != HOME:
                before = at - distances[last.place, next_one.reach] - last.length
                put = max(last.start, min(put, before))
                waits -= max(0.0, before - put)
                slack += max(0.0, next_one.start - free - distances[last.place, next_one.reach])
            else:
                put = last.start
        cost += weights[WAIT] * waits
        paper.spots[row, found].previous = previous
        paper.spots[row, found].least = cost
        paper.spots[row, found].start = start
        found += 1
        if last.kind == HOME:
            return found
        if last.kind == VISIT:
            slack = min(slack, max(0.0, on_time(work, previous, last.start) - last.start))
        else:
            slack = min(slack, last.late - last.start)
        following, previous, at = previous, last.before, put


@compiled(INT(WORK, PLAN, PAPER, INT, INT, FLOAT))
def spots(work: Work, plan: Plan, paper: Paper, visit: int, row: int, blink: float) -> int:
    """Where the visit could come in, with what that may cost. Returns how many spots there are."""
    nodes, carers = plan.nodes, len(plan.routes)
    mate = nodes[visit].mate
    other = nodes[mate].who if mate >= 0 else -1
    found = 0
    for carer in range(carers):
        if work.able[visit, carer] and carer != other:
            found = look_through(work, plan, paper, visit, carer, row, found)
    missed = until_blink(paper.seed, blink)
    while missed < found:
        paper.spots[row, missed].least = NEVER
        missed += 1 + until_blink(paper.seed, blink)
    return found


@compiled(INT(PAPER, INT, INT, INT))
def next_best(paper: Paper, row: int, rank: int, found: int) -> int:
    """Bring the cheapest spot from `rank` on to `rank`. Returns the node before it."""
    line = paper.spots[row]
    least = rank
    for index in range(rank + 1, found):
        if line[index].least < line[least].least:
            least = index
    for_now = (line[least].least, line[least].previous, line[least].start)
    line[least].least, line[least].previous = line[rank].least, line[rank].previous
    line[least].start = line[rank].start
    line[rank].least, line[rank].previous, line[rank].start = for_now
    return int(for_now[1])


@compiled(FLOAT(WORK, PLAN, PAPER, INT, INT, INT, INT, BOOL))
def come_in(
    work: Work, plan: Plan, paper: Paper, one: int, after_one: int, two: int, after_two: int, stay: bool
) -> float:
    """What it costs to have `one` come in there (and `two`, unless -1). NEVER when no schedule exists. Unless they may
    `stay`, the plan is left as it was."""
    nodes = plan.nodes
    cost = -total(work, plan, paper.levelling[0])
    clean(paper)
    link(nodes, one, after_one)
    paper.touched[nodes[one].who] = 1
    waiting = look_at(plan, paper, nodes[one].after, look_at(plan, paper, one, 0))
    if two >= 0:
        link(nodes, two, after_two)
        paper.touched[nodes[two].who] = 1
        waiting = look_at(plan, paper, nodes[two].after, look_at(plan, paper, two, waiting))
    changed = settle(work, plan, paper, waiting)
    cost = cost + total(work, plan, paper.levelling[0]) if changed >= 0 else NEVER
    if not stay or changed < 0:
        take_back(plan, paper, changed)
        if two >= 0:
            unlink(nodes, two)
        unlink(nodes, one)
    return float(cost)


@compiled(FLOAT(WORK, PLAN, PAPER, INT, FLOAT))
def place_one(work: Work, plan: Plan, paper: Paper, visit: int, blink: float) -> float:
    """Put a visit where it costs least. Returns what it cost, NEVER when there is no such place."""
    found = spots(work, plan, paper, visit, 0, blink)
    best, spot = NEVER, -1
    for rank in range(min(found, TRIED)):
        previous = next_best(paper, 0, rank, found)
        if paper.spots[0, rank].least >= NEVER:
            break
        cost = come_in(work, plan, paper, visit, previous, -1, -1, False)
        if cost < best:
            best, spot = cost, previous
    return NEVER if spot < 0 else come_in(work, plan, paper, visit, spot, -1, -1, True)


@compiled(FLOAT(WORK, PLAN, PAPER, INT, INT, FLOAT))
def place_two(work: Work, plan: Plan, paper: Paper, one: int, two: int, blink: float) -> float:
    """Put linked visits where they cost least together. Returns what that cost, NEVER when there is no such place."""
    nodes = plan.nodes
    found = min(spots(work, plan, paper, one, 0, blink), len(paper.spots[0]))
    others = spots(work, plan, paper, two, 1, blink)
    for rank in range(min(found, PAIRED)):
        next_best(paper, 0, rank, found)
    for rank in range(min(others, PAIRED)):
        next_best(paper, 1, rank, others)
    best, spot_one, spot_two, below_it = NEVER, -1, -1, -NEVER
    for _ in range(TRIED_PAIRS):
        least, pick_one, pick_two = NEVER, -1, -1
        for first in range(min(found, PAIRED)):
            a = paper.spots[0, first]
            for second in range(min(others, PAIRED)):
                b = paper.spots[1, second]
                if nodes[a.previous].who == nodes[b.previous].who:
                    continue
                apart = max(0.0, a.start + nodes[two].lag - b.start) + max(0.0, b.start + nodes[one].lag - a.start)
                guess = a.least + b.least + work.weights[TARDY] * apart
                if below_it < guess < least:
                    least, pick_one, pick_two = guess, a.previous, b.previous
        if least >= NEVER:
            break
        below_it = least
        cost = come_in(work, plan, paper, one, pick_one, two, pick_two, False)
        if cost < best:
            best, spot_one, spot_two = cost, pick_one, pick_two
    return NEVER if spot_one < 0 else come_in(work, plan, paper, one, spot_one, two, spot_two, True)


@compiled(types.void(WORK, PLAN, PAPER, INT))
def place_break(work: Work, plan: Plan, paper: Paper, number: int) -> None:
    """Put a break where it costs least, or nowhere when that is cheaper."""
    nodes = plan.nodes
    home = number + len(plan.routes)
    previous, best, spot = home, -1e-9, -1
    while True:
        cost = come_in(work, plan, paper, number, previous, -1, -1, False)
        if cost < best:
            best, spot = cost, previous
        previous = nodes[previous].after
        if previous == home:
            break
    if spot >= 0:
        come_in(work, plan, paper, number, spot, -1, -1, True)


@compiled(BOOL(WORK, PLAN, PAPER, INT))
def leave_out(work: Work, plan: Plan, paper: Paper, visit: int) -> bool:
    """A client gets nothing: whatever of it is in a route comes out, and the price is counted."""
    nodes, twin = plan.nodes, plan.nodes[visit].twin
    plan.out[0] += nodes[visit].price
    for turn in range(2):
        number = twin if turn else visit
        if number >= 0:
            nodes[number].left = 1
        if number >= 0 and nodes[number].who >= 0:
            clean(paper)
            paper.touched[nodes[number].who] = 1
            following = nodes[number].after
            unlink(nodes, number)
            if settle(work, plan, paper, look_at(plan, paper, following, 0)) < 0:
                return False
    return True


@compiled(BOOL(WORK, PLAN, PAPER, INT, FLOAT))
def place_client(work: Work, plan: Plan, paper: Paper, visit: int, blink: float) -> bool:
    """Put in what is out of the visit and its twin, or leave both out when that is cheaper. False when no schedule was
    found for the others."""
    nodes, twin, mate = plan.nodes, plan.nodes[visit].twin, plan.nodes[visit].mate
    if twin < 0 or nodes[twin].who >= 0:
        cost = place_one(work, plan, paper, visit, blink)
    elif mate >= 0:
        cost = place_two(work, plan, paper, visit, twin, blink)
    else:
        cost = place_one(work, plan, paper, visit, blink)
        if cost < NEVER:
            cost += place_one(work, plan, paper, twin, blink)
    if cost < nodes[visit].price:
        return True
    return leave_out(work, plan, paper, visit)


@compiled(types.void(WORK, NODES, PAPER, INT))
def line_up(work: Work, nodes: Array, paper: Paper, gone: int) -> None:
    """In which order they come back: by chance, pairs first, early or late first, far or near first, few able first;
    breaks last."""
    rule = below(paper.seed, 11)
    depot = nodes[len(nodes) - 1].place
    for index in range(gone):
        number = paper.gone[index]
        node = nodes[number]
        weight = draw(paper.seed)
        if node.kind == BREAK:
            weight += NEVER
        elif rule in (4, 5):
            weight += 1.0 if node.twin < 0 else 0.0
        elif rule == 6:
            weight += work.windows[number, 0, 0]
        elif rule == 7:
            weight -= work.windows[number, 0, 1]
        elif rule == 8:
            weight -= work.distances[depot, node.place]
        elif rule == 9:
            weight += work.distances[depot, node.place]
        elif rule == 10:
            weight += work.able[number].sum()
        rank = index
        while rank > 0 and paper.weight[rank - 1] > weight:
            paper.weight[rank] = paper.weight[rank - 1]
            paper.gone[rank] = paper.gone[rank - 1]
            rank -= 1
        paper.weight[rank] = weight
        paper.gone[rank] = number


@compiled(BOOL(WORK, PLAN, PAPER, INT, FLOAT), from_python=True)
def recreate(work: Work, plan: Plan, paper: Paper, gone: int, blink: float) -> bool:
    """Put back what is out. False when no schedule was found."""
    nodes = plan.nodes
    line_up(work, nodes, paper, gone)
    for index in range(gone):
        number = paper.gone[index]
        if nodes[number].who >= 0 or nodes[number].left:
            continue  # came in with its twin, or was left out with it
        if nodes[number].kind == BREAK:
            place_break(work, plan, paper, number)
        elif not place_client(work, plan, paper, number, blink):
            return False
    return True
