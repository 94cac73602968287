"""Put visits back, one patient after the other, each where it costs least (with a blink now and then).

Greedy insertion with blinks: Christiaens and Vanden Berghe 2020. For every spot we know at once what it costs at least;
what it really costs, with all that is pushed on in linked routes, is only computed while that could still be the best.
Linked visits come back together: pairs of spots are tried in the same way.
"""

import math

from numba import types

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.schedule import detour, link, settle, unlink
from werkplaats.planning.rules.linked.state import (
    BOOL,
    FLOAT,
    INT,
    MATRIX,
    NODES,
    PAPER,
    PLAN,
    WORK,
    Array,
    Paper,
    Plan,
    Work,
)

NEVER = 1e18
PAIRED = 24  # spots of each visit of a pair that are tried together


@compiled(FLOAT(MATRIX, NODES, INT, INT, FLOAT))
def pushed(distances: Array, nodes: Array, visit: int, following: int, start: float) -> float:
    """The tardiness that a start of `visit` at that time gives itself and the visit after it, at least."""
    least = max(0.0, start - nodes[visit].late)
    node = nodes[following]
    if not node.home:
        moved = start + nodes[visit].length + distances[nodes[visit].place, node.place]
        if moved > node.start:
            least += max(0.0, moved - node.late) - max(0.0, node.start - node.late)
    return float(least)


@compiled(FLOAT(MATRIX, NODES, INT, INT))
def soonest(distances: Array, nodes: Array, visit: int, previous: int) -> float:
    """When `visit` can start after `previous`, the mate left aside."""
    node = nodes[previous]
    return float(max(nodes[visit].early, node.start + node.length + distances[node.place, nodes[visit].place]))


@compiled(INT(types.uint64[::1], FLOAT))
def until_blink(seed: Array, blink: float) -> int:
    """How many spots are seen before one is missed, when each is missed with chance `blink`."""
    if blink <= 0.0:
        return 1 << 40
    return int(math.log(max(1e-300, draw(seed))) / math.log(1.0 - blink))


@compiled(INT(WORK, NODES, PAPER, INT, INT, FLOAT, FLOAT))
def spots(work: Work, nodes: Array, paper: Paper, visit: int, row: int, blink: float, margin: float) -> int:
    """Where the visit could come in, with what that costs at least: spots that cost `margin` more than another one are
    left out. Returns how many there are."""
    caregivers = work.able.shape[1]
    node = nodes[visit]
    other = nodes[node.mate].who if node.mate >= 0 else -1
    found, cap, gap = 0, NEVER, until_blink(paper.seed, blink)
    for carer in range(caregivers):
        if not work.able[visit, carer] or carer == other or carer == paper.barred[0]:
            continue
        following = len(nodes) - caregivers + carer
        while True:
            previous = following
            following = nodes[previous].after
            if nodes[previous].start + nodes[previous].length - node.late >= cap:
                break  # everything after it is later still
            last = nodes[following].home
            if last or node.early + node.length - nodes[following].late < cap:
                start = soonest(work.distances, nodes, visit, previous)
                least = pushed(work.distances, nodes, visit, following, start)
                least += detour(work.distances, nodes, visit, previous)
                if least < cap:
                    gap -= 1
                    if gap < 0:
                        gap = until_blink(paper.seed, blink)
                    else:
                        paper.spots[row, found].previous = previous
                        paper.spots[row, found].least = least
                        found += 1
                        cap = min(cap, least + margin)
            if last:
                break
    return found


@compiled(INT(PAPER, INT, INT, INT))
def next_best(paper: Paper, row: int, rank: int, found: int) -> int:
    """Bring the cheapest spot from `rank` on to `rank`. Returns the node before it."""
    line = paper.spots[row]
    least = rank
    for index in range(rank + 1, found):
        if line[index].least < line[least].least:
            least = index
    cost, previous = line[least].least, line[least].previous
    line[least].least, line[least].previous = line[rank].least, line[rank].previous
    line[rank].least, line[rank].previous = cost, previous
    return int(previous)


@compiled(FLOAT(MATRIX, PLAN, PAPER, INT, INT, INT, INT, FLOAT, BOOL))
def come_in(
    distances: Array, plan: Plan, paper: Paper, one: int, after_one: int, two: int, after_two: int, bound: float,
    stay: bool,
) -> float:  # fmt: skip
    """What it costs to have `one` come in there (and `two`, unless -1). NEVER when no schedule exists or it costs more
    than `bound`. Unless they may `stay`, the plan is left as it was."""
    nodes = plan.nodes
    longer = detour(distances, nodes, one, after_one)
    link(nodes, one, after_one)
    paper.queue[0] = one
    if two >= 0:
        longer += detour(distances, nodes, two, after_two)
        link(nodes, two, after_two)
    changed, extra, worst = settle(distances, nodes, paper, 1, one, two, plan.sums[2], bound - longer)
    cost = longer + extra + worst - plan.sums[2] if changed >= 0 else NEVER
    if stay and changed >= 0:
        plan.sums[0] += longer
        plan.sums[1] += extra
        plan.sums[2] = worst
        return cost
    for step in range((changed if changed >= 0 else -1 - changed) - 1, -1, -1):
        nodes[paper.changed[step]].start = paper.was[step]
    if two >= 0:
        unlink(nodes, two)
    unlink(nodes, one)
    return cost


@compiled(BOOL(WORK, PLAN, PAPER, INT, FLOAT, FLOAT))
def place_one(work: Work, plan: Plan, paper: Paper, visit: int, blink: float, margin: float) -> bool:
    """Put a visit where it costs least. False when there is no such place."""
    found = spots(work, plan.nodes, paper, visit, 0, blink, margin)
    best, spot = NEVER, -1
    for rank in range(found):
        previous = next_best(paper, 0, rank, found)
        if paper.spots[0, rank].least >= best:
            break
        cost = come_in(work.distances, plan, paper, visit, previous, -1, -1, best, False)
        if cost < best:
            best, spot = cost, previous
    return spot >= 0 and come_in(work.distances, plan, paper, visit, spot, -1, -1, NEVER, True) < NEVER


@compiled(BOOL(WORK, PLAN, PAPER, INT, INT, FLOAT, FLOAT))
def place_two(work: Work, plan: Plan, paper: Paper, one: int, two: int, blink: float, margin: float) -> bool:
    """Put linked visits where they cost least together. False when there is no such place."""
    nodes, distances = plan.nodes, work.distances
    best, spot_one, spot_two = NEVER, -1, -1
    found = spots(work, nodes, paper, one, 0, blink, margin)
    others = spots(work, nodes, paper, two, 1, blink, margin)
    for rank in range(min(others, PAIRED)):
        next_best(paper, 1, rank, others)
    for rank in range(min(found, PAIRED)):
        after_one = next_best(paper, 0, rank, found)
        if others == 0 or paper.spots[0, rank].least + paper.spots[1, 0].least >= best:
            break
        detour_one = detour(distances, nodes, one, after_one)
        ready_one = soonest(distances, nodes, one, after_one)
        for index in range(min(others, PAIRED)):
            if paper.spots[0, rank].least + paper.spots[1, index].least >= best:
                break
            after_two = paper.spots[1, index].previous
            if nodes[after_two].who == nodes[after_one].who:
                continue
            ready_two = soonest(distances, nodes, two, after_two)
            start_one = max(ready_one, ready_two + nodes[one].lag)
            start_two = max(ready_two, ready_one + nodes[two].lag)
            least = detour_one + detour(distances, nodes, two, after_two)
            least += pushed(distances, nodes, one, nodes[after_one].after, start_one)
            least += pushed(distances, nodes, two, nodes[after_two].after, start_two)
            if least < best:
                cost = come_in(distances, plan, paper, one, after_one, two, after_two, best, False)
                if cost < best:
                    best, spot_one, spot_two = cost, after_one, after_two
    return spot_one >= 0 and come_in(distances, plan, paper, one, spot_one, two, spot_two, NEVER, True) < NEVER


@compiled(types.void(WORK, NODES, PAPER, INT))
def line_up(work: Work, nodes: Array, paper: Paper, gone: int) -> None:
    """In which order the visits come back: by chance, pairs first, early or late first, far or near first."""
    rule = below(paper.seed, 10)
    depot = nodes[len(nodes) - 1].place
    for index in range(gone):
        visit = paper.out[index]
        node = nodes[visit]
        weight = draw(paper.seed)
        if rule in (4, 5):
            weight += 1.0 if node.mate < 0 else 0.0
        elif rule == 6:
            weight += node.early
        elif rule == 7:
            weight -= node.late
        elif rule == 8:
            weight -= work.distances[depot, node.place]
        elif rule == 9:
            weight += work.distances[depot, node.place]
        rank = index
        while rank > 0 and paper.weight[rank - 1] > weight:
            paper.weight[rank] = paper.weight[rank - 1]
            paper.out[rank] = paper.out[rank - 1]
            rank -= 1
        paper.weight[rank] = weight
        paper.out[rank] = visit


@compiled(BOOL(WORK, PLAN, PAPER, INT, FLOAT, FLOAT), from_python=True)
def recreate(work: Work, plan: Plan, paper: Paper, gone: int, blink: float, margin: float) -> bool:
    """Put the visits back that are out. False when one found no place."""
    nodes = plan.nodes
    line_up(work, nodes, paper, gone)
    for index in range(gone):
        visit = paper.out[index]
        mate = nodes[visit].mate
        if nodes[visit].who >= 0:
            continue  # came in with its mate
        if mate >= 0 and nodes[mate].who < 0:
            if not place_two(work, plan, paper, visit, mate, blink, margin):
                return False
        elif not place_one(work, plan, paper, visit, blink, margin):
            return False
    return True
