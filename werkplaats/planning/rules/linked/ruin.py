"""Take visits out: strings of neighbouring visits, from routes that come near each other.

Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
Science 54(2), 2020.
"""

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.schedule import NOWHERE, detour, largest_tardiness, settle, unlink
from werkplaats.planning.rules.linked.state import BOOL, FLOAT, INT, MATRIX, PAPER, PLAN, WORK, Array, Paper, Plan, Work

SPLIT = 0.5  # how often a string spares some visits in its middle
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


@compiled(BOOL(MATRIX, PLAN, PAPER, INT))
def close_up(distances: Array, plan: Plan, paper: Paper, gone: int) -> bool:
    """Bring forward what came after the visits that are out. False when no schedule was found."""
    nodes, waiting = plan.nodes, 0
    for index in range(gone):
        visit = paper.out[index]
        mate, following = nodes[visit].mate, nodes[visit].after
        if mate >= 0 and nodes[mate].who >= 0:
            paper.queue[waiting] = mate
            waiting += 1
        # What came after it when it went may be out as well, and then its own follower is in the queue.
        if not nodes[following].home and nodes[following].who >= 0:
            paper.queue[waiting] = following
            waiting += 1
    changed, extra, _worst = settle(distances, nodes, paper, waiting, -1, -1, 0.0, -NOWHERE)
    plan.sums[1] += extra
    plan.sums[2] = largest_tardiness(nodes)
    return changed >= 0


@compiled(INT(WORK, PLAN, PAPER, FLOAT, FLOAT, FLOAT))
def ruin(work: Work, plan: Plan, paper: Paper, average: float, longest: float, whole: float) -> int:
    """Take about `average` visits out, in strings of at most `longest`. With chance `whole` the mate of each goes too.
    Returns how many are out, -1 when no schedule was found for the others."""
    nodes, seed, caregivers = plan.nodes, paper.seed, work.able.shape[1]
    visits = len(nodes) - caregivers
    both = draw(seed) < whole
    limit = min(longest, max(1.0, visits / caregivers))
    strings = int(1.0 + draw(seed) * (4.0 * average / (1.0 + limit) - 1.0))
    for carer in range(caregivers):
        paper.touched[carer] = 0
    centre = nodes[below(seed, visits)].place
    gone = 0
    for step in range(2 * work.near.shape[1]):
        visit = work.visits_at[work.near[centre, step // 2], step % 2]
        if visit >= 0 and nodes[visit].who >= 0 and not paper.touched[nodes[visit].who]:
            paper.touched[nodes[visit].who] = 1
            gone = cut(work.distances, plan, paper, visit, limit, both, gone)
            strings -= 1
            if strings <= 0:
                break
    return gone if close_up(work.distances, plan, paper, gone) else -1
