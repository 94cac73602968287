"""When everybody starts, after a visit came into a route or left it.

Every visit starts as soon as it can: its patient is ready, the caregiver is there, and a linked visit is neither too
soon after its mate nor too far from it. For costs that never fall with lateness this is the best schedule of given
routes. Only what really moves is computed again: a change goes to the next visit of the route and to the mate, and
stops where waiting takes it up.
"""

from numba import types

from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.state import BOOL, FLOAT, INT, MATRIX, NODES, PAPER, PLAN, Array, Paper, Plan

TRIPLE = types.Tuple((INT, FLOAT, FLOAT))  # type: ignore[no-untyped-call]
NOWHERE = -1e18  # the start of a visit that is in no route
STILL = 1e-9  # less than this is no change


@compiled(FLOAT(MATRIX, NODES, INT))
def ready(distances: Array, nodes: Array, visit: int) -> float:
    """When the caregiver could start there, the mate left aside."""
    here, previous = nodes[visit], nodes[nodes[visit].before]
    return float(max(here.early, previous.start + previous.length + distances[previous.place, here.place]))


@compiled(TRIPLE(MATRIX, NODES, PAPER, INT, INT, INT, FLOAT, FLOAT))
def settle(
    distances: Array, nodes: Array, paper: Paper, waiting: int, one: int, two: int, largest: float, bound: float
) -> tuple[int, float, float]:
    """Bring the starts in order, beginning with the first `waiting` visits of the queue.

    `one` and `two` are the visits that just came in (-1 for none): should they be pushed by what they push themselves,
    then the routes wait for each other in a ring and no schedule exists. Gives up as well when total and largest
    tardiness (`largest` until now) rise by more than `bound`.

    Returns (visits changed, rise of the total tardiness, largest tardiness); the first is -1 - changed when it gave up.
    """
    head, tail, changed, extra, worst = 0, waiting, 0, 0.0, largest
    while head < tail:
        visit = paper.queue[head]
        head += 1
        now = ready(distances, nodes, visit)
        mate = nodes[visit].mate
        turns, its = 1, 0.0
        if mate >= 0 and nodes[mate].who >= 0:
            turns, its = 2, ready(distances, nodes, mate)
            now, its = max(now, its + nodes[visit].lag), max(its, now + nodes[mate].lag)
        for turn in range(turns):
            if turn == 1:
                visit, now = mate, its
            node = nodes[visit]
            old = node.start
            if abs(now - old) <= STILL:
                continue
            paper.changed[changed] = visit
            paper.was[changed] = old
            changed += 1
            node.start = now
            tardy = max(0.0, now - node.late)
            extra += tardy - max(0.0, old - node.late)
            worst = max(worst, tardy)
            ring = old > NOWHERE and (visit in (one, two))
            if ring or extra + worst - largest > bound or tail == len(paper.queue):
                return -1 - changed, extra, worst
            following = nodes[node.after]
            reach = max(now, old) + node.length + distances[node.place, following.place]
            if not following.home and reach >= following.start - STILL:  # else it waits for something else
                paper.queue[tail] = node.after
                tail += 1
    return changed, extra, worst


@compiled(types.void(NODES, INT, INT))
def link(nodes: Array, visit: int, previous: int) -> None:
    """Into the route of `previous`, right after it."""
    following = nodes[previous].after
    nodes[previous].after = visit
    nodes[visit].before = previous
    nodes[visit].after = following
    nodes[following].before = visit
    nodes[visit].who = nodes[previous].who


@compiled(types.void(NODES, INT))
def unlink(nodes: Array, visit: int) -> None:
    """Out of its route."""
    previous, following = nodes[visit].before, nodes[visit].after
    nodes[previous].after = following
    nodes[following].before = previous
    nodes[visit].who = -1


@compiled(FLOAT(MATRIX, NODES, INT, INT))
def detour(distances: Array, nodes: Array, visit: int, previous: int) -> float:
    """How much longer the route is, or becomes, with the visit between `previous` and what comes after that."""
    following = nodes[previous].after
    if following == visit:
        following = nodes[visit].after
    here, left, right = nodes[visit].place, nodes[previous].place, nodes[following].place
    return float(distances[left, here] + distances[here, right] - distances[left, right])


@compiled(types.void(PLAN, PLAN), from_python=True)
def copy(source: Plan, target: Plan) -> None:
    """Write one plan over the other."""
    for number in range(len(source.nodes)):
        old, new = source.nodes[number], target.nodes[number]
        new.after, new.before, new.who, new.start = old.after, old.before, old.who, old.start
    for part in range(3):
        target.sums[part] = source.sums[part]


@compiled(FLOAT(PLAN), from_python=True)
def total(plan: Plan) -> float:
    """Distance, total tardiness and largest tardiness."""
    return float(plan.sums[0] + plan.sums[1] + plan.sums[2])


@compiled(FLOAT(NODES))
def largest_tardiness(nodes: Array) -> float:
    largest = 0.0
    for number in range(len(nodes)):
        largest = max(largest, nodes[number].start - nodes[number].late)
    return largest


@compiled(BOOL(MATRIX, PLAN, PAPER), from_python=True)
def anew(distances: Array, plan: Plan, paper: Paper) -> bool:
    """All starts and sums from nothing but the routes. False when the routes wait for each other in a ring."""
    nodes, waiting = plan.nodes, 0
    plan.sums[0] = 0.0
    for number in range(len(nodes)):
        node = nodes[number]
        if node.who >= 0:
            plan.sums[0] += distances[node.place, nodes[node.after].place]
            if not node.home:
                node.start = NOWHERE
                paper.queue[waiting] = number
                waiting += 1
    changed, extra, worst = settle(distances, nodes, paper, waiting, -1, -1, 0.0, -NOWHERE)
    plan.sums[1], plan.sums[2] = extra, worst
    return changed >= 0
