"""Take visits out: strings of neighbouring visits, from routes that come near each other.

Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
Science 54(2), 2020.
"""

from numba import types

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.schedule import NOWHERE, detour, largest_tardiness, settle, unlink
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

SPLIT = 0.5  # how often a string spares some visits in its middle
DRAWN = 12  # visits looked at to exchange the rest of a route with
APART = 0.3  # what a unit of time between them weighs, in units of distance
SPARE_MORE = 0.5  # and each time one more


@compiled(INT(MATRIX, PLAN, PAPER, INT, INT))
def take_out(distances: Array, plan: Plan, paper: Paper, visit: int, gone: int) -> int:
    """Out of its route. Returns how many are out now."""
    node = plan.nodes[visit]
    plan.sums[0] -= detour(distances, plan.nodes, visit, node.before)
    plan.sums[1] -= max(0.0, node.start - node.late)
    unlink(plan.nodes, visit)
    node.start = NOWHERE
    paper.out[gone] = visit
    return gone + 1


@compiled(INT(MATRIX, PLAN, PAPER, INT, FLOAT, BOOL, INT))
def cut(distances: Array, plan: Plan, paper: Paper, visit: int, limit: float, both: bool, gone: int) -> int:
    """Take a string that holds `visit` out of its route; with `both` the mates of its visits go too."""
    nodes, seed, route = plan.nodes, paper.seed, paper.changed
    first = visit
    while not nodes[nodes[first].before].home:
        first = nodes[first].before
    size, at = 0, 0
    while not nodes[first].home:
        if first == visit:
            at = size
        route[size] = first
        size += 1
        first = nodes[first].after
    wanted = 1 + below(seed, int(min(limit, float(size))))
    spared = 0
    if 1 < wanted < size and draw(seed) < SPLIT:
        spared = 1
        while wanted + spared < size and draw(seed) < SPARE_MORE:
            spared += 1
    lowest = max(0, at - wanted - spared + 1)
    begin = lowest + below(seed, min(at, size - wanted - spared) - lowest + 1)
    spare = begin + 1 + below(seed, wanted - 1) if spared else size
    for index in range(begin, begin + wanted + spared):
        if spare <= index < spare + spared:
            continue
        visit, mate = route[index], nodes[route[index]].mate
        if nodes[visit].who >= 0:
            gone = take_out(distances, plan, paper, visit, gone)
            if both and mate >= 0 and nodes[mate].who >= 0:
                gone = take_out(distances, plan, paper, mate, gone)
    return gone


@compiled(INT(PLAN, PAPER, INT, INT))
def look_at(plan: Plan, paper: Paper, visit: int, waiting: int) -> int:
    """Put a visit that is in a route in the queue. Returns how many are in it."""
    if plan.nodes[visit].home or plan.nodes[visit].who < 0:
        return waiting
    paper.queue[waiting] = visit
    return waiting + 1


@compiled(BOOL(MATRIX, PLAN, PAPER, INT, INT, INT))
def close_up(distances: Array, plan: Plan, paper: Paper, gone: int, one: int, other: int) -> bool:
    """Make the starts anew after visits went out, and from the visits `one` and `other` on (unless -1). False when no
    schedule was found."""
    nodes, waiting = plan.nodes, 0
    for index in range(gone):
        visit = paper.out[index]
        if nodes[visit].mate >= 0:
            waiting = look_at(plan, paper, nodes[visit].mate, waiting)
        # What came after it when it went may be out as well; then the one after that is in the queue.
        waiting = look_at(plan, paper, nodes[visit].after, waiting)
    if one >= 0:
        waiting = look_at(plan, paper, nodes[one].after, waiting)
        waiting = look_at(plan, paper, nodes[other].after, waiting)
    changed, extra, _worst = settle(distances, nodes, paper, waiting, -1, -1, 0.0, -NOWHERE)
    plan.sums[1] += extra
    plan.sums[2] = largest_tardiness(nodes)
    return changed >= 0


@compiled(INT(WORK, PLAN, PAPER, INT, BOOL))
def empty(work: Work, plan: Plan, paper: Paper, carer: int, both: bool) -> int:
    """Take all visits of a caregiver out. One time in two nothing comes back to this caregiver in this round: what a
    plan costs hangs much on who goes out at all, and string by string no route is ever given up."""
    home = len(plan.nodes) - work.able.shape[1] + carer
    gone = 0
    while plan.nodes[home].after != home:
        visit = plan.nodes[home].after
        mate = plan.nodes[visit].mate
        gone = take_out(work.distances, plan, paper, visit, gone)
        if both and mate >= 0 and plan.nodes[mate].who >= 0:
            gone = take_out(work.distances, plan, paper, mate, gone)
    if draw(paper.seed) < 0.5:
        paper.barred[0] = carer
    return gone


@compiled(types.void(NODES, INT, INT, INT))
def go_on(nodes: Array, previous: int, first: int, home: int) -> None:
    """After `previous` the route goes on with `first` and what comes after that, and ends at `home`."""
    if nodes[first].home:
        first = home
    nodes[previous].after, nodes[first].before = first, previous
    last = previous
    while not nodes[first].home:
        nodes[first].who = nodes[home].who
        last, first = first, nodes[first].after
    nodes[last].after, nodes[home].before = home, last


@compiled(FLOAT(MATRIX, NODES, INT))
def way(distances: Array, nodes: Array, home: int) -> float:
    """The length of a route."""
    node, length = home, 0.0
    while True:
        following = nodes[node].after
        length += distances[nodes[node].place, nodes[following].place]
        if following == home:
            return float(length)
        node = following


@compiled(INT(WORK, PLAN, PAPER, INT, INT, BOOL))
def exchange(work: Work, plan: Plan, paper: Paper, one: int, other: int, both: bool) -> int:
    """The rest of the route after `one` and that after `other` change places. Visits that their new caregiver cannot do
    come out. Returns how many did."""
    nodes, distances, visits = plan.nodes, work.distances, len(plan.nodes) - work.able.shape[1]
    home_one, home_other = visits + nodes[one].who, visits + nodes[other].who
    rest_one, rest_other = nodes[one].after, nodes[other].after
    plan.sums[0] -= way(distances, nodes, home_one) + way(distances, nodes, home_other)
    go_on(nodes, one, rest_other, home_one)
    go_on(nodes, other, rest_one, home_other)
    plan.sums[0] += way(distances, nodes, home_one) + way(distances, nodes, home_other)
    gone = 0
    for start in (one, other):
        visit = nodes[start].after
        while not nodes[visit].home:
            following, mate = nodes[visit].after, nodes[visit].mate
            together = mate >= 0 and nodes[mate].who == nodes[visit].who
            if together or not work.able[visit, nodes[visit].who]:
                gone = take_out(distances, plan, paper, visit, gone)
                if both and mate >= 0 and not together and nodes[mate].who >= 0 and mate not in (one, other):
                    gone = take_out(distances, plan, paper, mate, gone)
            visit = following
    return gone


@compiled(INT(WORK, PLAN, PAPER, INT))
def partner(work: Work, plan: Plan, paper: Paper, visit: int) -> int:
    """A visit of somebody else before which the routes could well be exchanged: of some drawn by chance, the one that
    is nearest in time and place."""
    nodes, visits = plan.nodes, len(plan.nodes) - work.able.shape[1]
    found, least = -1, 1e18
    for _ in range(DRAWN):
        other = below(paper.seed, visits)
        if nodes[other].who == nodes[visit].who:
            continue
        left, right = nodes[nodes[visit].before].place, nodes[nodes[other].before].place
        here, there = nodes[visit].place, nodes[other].place
        worse = work.distances[left, there] + work.distances[right, here]
        worse -= work.distances[left, here] + work.distances[right, there]
        worse += APART * abs(nodes[visit].start - nodes[other].start)
        if worse < least:
            found, least = other, worse
    return found


@compiled(INT(WORK, PLAN, PAPER, FLOAT, FLOAT, FLOAT, FLOAT, FLOAT))
def ruin(
    work: Work, plan: Plan, paper: Paper, average: float, longest: float, whole: float, close: float, swap: float
) -> int:
    """Take about `average` visits out, in strings of at most `longest`. With chance `close` a whole route goes as well,
    with chance `swap` two routes exchange their ends first, and with chance `whole` the mate of each visit goes too.
    Returns how many are out, -1 when no schedule was found for the others."""
    nodes, seed, caregivers = plan.nodes, paper.seed, work.able.shape[1]
    visits = len(nodes) - caregivers
    both = draw(seed) < whole
    limit = min(longest, max(1.0, visits / caregivers))
    strings = int(1.0 + draw(seed) * (4.0 * average / (1.0 + limit) - 1.0))
    for carer in range(caregivers):
        paper.touched[carer] = 0
    paper.barred[0] = -1
    visit = below(seed, visits)
    centre = nodes[visit].place
    gone, one, other = 0, -1, -1
    kind = draw(seed)
    if kind < close:
        gone = empty(work, plan, paper, nodes[visit].who, both)
        strings = 1 + strings // 2
    elif kind < close + swap:
        other = partner(work, plan, paper, visit)
        if other >= 0:
            one, other = nodes[visit].before, nodes[other].before
            gone = exchange(work, plan, paper, one, other, both)
            strings = 1 + strings // 2
    for step in range(2 * work.near.shape[1]):
        visit = work.visits_at[work.near[centre, step // 2], step % 2]
        if visit >= 0 and nodes[visit].who >= 0 and not paper.touched[nodes[visit].who]:
            paper.touched[nodes[visit].who] = 1
            gone = cut(work.distances, plan, paper, visit, limit, both, gone)
            strings -= 1
            if strings <= 0:
                break
    return gone if close_up(work.distances, plan, paper, gone, one, other) else -1
