"""When everybody starts, after something came into a route or left it, and what each route then costs.

Every visit starts as soon as it can: the caregiver is there, a window is open, and a linked visit is neither too soon
after its mate nor too far from it. Only what really moves is computed again. Waiting costs, but not before the first
visit: so, before it is counted, everything that is not linked is put off as far as that makes nothing late.
"""

import math

from numba import types

from werkplaats.planning.rules.shifts.compiled import compiled
from werkplaats.planning.rules.shifts.state import (
    BOOL,
    BREAK,
    DISLIKE,
    EXTRA,
    FLOAT,
    HOME,
    IDLE,
    INT,
    LATEST,
    NODES,
    PAPER,
    PLAIN,
    PLAN,
    SPARE,
    TARDY,
    TRAVEL,
    VISIT,
    WAIT,
    WORK,
    WORST,
    Array,
    Paper,
    Plan,
    Work,
)

NOWHERE = -1e18  # the start of what is in no route
NEVER = 1e18
STILL = 1e-9  # less than this is no change


@compiled(FLOAT(WORK, INT, FLOAT))
def opening(work: Work, visit: int, ready: float) -> float:
    """When it starts if the caregiver could from `ready` on. Of several windows the next one is waited for when that
    costs less than being late for this one."""
    windows = work.windows[visit]
    start = max(ready, windows[0, 0])
    late = start - windows[0, 1]
    for later in range(1, len(windows)):
        if start >= windows[later, 0]:
            late = start - windows[later, 1]
        elif late > 0.0 and work.weights[TARDY] * late > work.weights[WAIT] * (windows[later, 0] - start):
            start = windows[later, 0]
            late = start - windows[later, 1]
    return float(start)


@compiled(FLOAT(WORK, INT, FLOAT))
def on_time(work: Work, visit: int, start: float) -> float:
    """Until when a visit that starts then could have started on time: the end of the last window that had begun."""
    windows = work.windows[visit]
    end = windows[0, 1]
    for later in range(1, len(windows)):
        if start >= windows[later, 0]:
            end = windows[later, 1]
    return float(end)


@compiled(FLOAT(WORK, NODES, INT))
def ready(work: Work, nodes: Array, number: int) -> float:
    """When it could start for its caregiver, the mate left aside. A break is taken where the next visit is or, when
    that would be too late for it, where the last one was; at the end of a route there is no next one."""
    node, previous = nodes[number], nodes[nodes[number].before]
    free = previous.start + previous.length
    if node.kind == VISIT:
        return opening(work, number, free + work.distances[previous.place, node.place])
    following = nodes[node.after]
    place = following.place
    if following.kind == HOME or (previous.kind == VISIT and free + work.distances[previous.place, place] > node.late):
        place = previous.place
    node.place = node.reach = place
    return float(max(node.early, free + work.distances[previous.place, place]))


@compiled(FLOAT(WORK, NODES, INT, BOOL), from_python=True)
def put_off(work: Work, nodes: Array, home: int, stay: bool) -> float:
    """How long the caregiver waits when whatever may start later without being late does so, because of what comes
    after it. With `stay` the starts are changed."""
    number = nodes[home].before
    at, waits = nodes[number].start, 0.0
    while nodes[number].kind != HOME and nodes[nodes[number].before].kind != HOME:
        previous = nodes[number].before
        node = nodes[previous]
        latest = at - work.distances[node.place, nodes[number].place] - node.length
        start = node.start
        if node.kind == BREAK:
            start = min(latest, node.late)
        elif node.mate < 0:
            start = min(latest, max(start, on_time(work, previous, start)))
        if node.kind != BREAK or nodes[node.before].kind != HOME:  # a break first of all is a later departure
            waits += latest - start
        if stay:
            nodes[previous].start = start
        number, at = previous, start
    return float(waits)


@compiled(FLOAT(FLOAT, INT))
def level(fourths: float, carers: int) -> float:
    """One idle time for those of all, from the sum of their fourth powers: most of it is that of the most idle."""
    return math.sqrt(math.sqrt(max(0.0, fourths) / carers))


@compiled(types.void(WORK, PLAN, INT))
def tally(work: Work, plan: Plan, carer: int) -> None:
    """What is known of a route, from the starts."""
    nodes, weights, carers = plan.nodes, work.weights, work.able.shape[1]
    home = len(nodes) - carers + carer
    last, begin, end = nodes[home].before, nodes[home].start, nodes[home].late
    last_leg = 0.0 if last == home else work.distances[nodes[last].place, nodes[home].reach]
    back = nodes[last].start + nodes[last].length + last_leg
    travel, busy, tardy, worst, disliked = last_leg, 0.0, 0.0, 0.0, 0.0
    number = nodes[home].after
    while number != home:
        node = nodes[number]
        travel += work.distances[nodes[node.before].place, node.place]
        busy += node.length
        if node.kind == VISIT:
            late = max(0.0, node.start - on_time(work, number, node.start))
            tardy += late
            worst = max(worst, late)
            disliked += work.disliked[number, carer]
        number = node.after
    plain = weights[TRAVEL] * travel + weights[TARDY] * tardy + weights[DISLIKE] * disliked
    plain += weights[WAIT] * put_off(work, nodes, home, False)
    if nodes[home - carers].who < 0:
        plain += nodes[home - carers].price
    plan.routes[carer, SPARE] = 0.0
    if end < NEVER:
        plain += weights[EXTRA] * max(0.0, back - end)
        plan.routes[carer, SPARE] = max(back, end) - begin - travel - busy
    plan.routes[carer, PLAIN] = plain
    plan.routes[carer, LATEST] = worst


@compiled(FLOAT(WORK, PLAN, FLOAT), from_python=True)
def total(work: Work, plan: Plan, levelling: float) -> float:
    """What the plan costs, with 0. With a part of `levelling` the idle times of all count instead of the largest: while
    several people are equally idle, work for one of them gains nothing, and the search would not find the way there."""
    plain, worst, idle, fourths = plan.out[0], 0.0, 0.0, 0.0
    for carer in range(len(plan.routes)):
        spare = plan.routes[carer, SPARE]
        plain += plan.routes[carer, PLAIN]
        worst = max(worst, plan.routes[carer, LATEST])
        idle = max(idle, spare)
        fourths += spare * spare * spare * spare
    idle += levelling * (level(fourths, len(plan.routes)) - idle)
    return float(plain + work.weights[WORST] * worst + work.weights[IDLE] * idle)


@compiled(INT(PLAN, PAPER, INT, INT))
def look_at(plan: Plan, paper: Paper, number: int, waiting: int) -> int:
    """Put what is in a route in the queue, and a break before it as well, because its place hangs on what follows.
    Returns how many are in it."""
    if plan.nodes[number].who < 0 or waiting + 2 >= len(paper.queue):
        return waiting
    before = plan.nodes[number].before
    if plan.nodes[before].kind == BREAK:
        paper.queue[waiting] = before
        waiting += 1
    paper.queue[waiting] = number
    return waiting + 1


@compiled(INT(WORK, PLAN, PAPER, INT, INT, FLOAT))
def move(work: Work, plan: Plan, paper: Paper, number: int, changed: int, now: float) -> int:
    """Note what the start was and change it. Returns how many were changed."""
    node = plan.nodes[number]
    paper.changed[changed] = number
    paper.was[changed, 0], paper.was[changed, 1] = node.start, node.place
    node.start = now
    paper.touched[node.who] = 1
    return changed + 1


@compiled(INT(WORK, PLAN, PAPER, INT))
def settle(work: Work, plan: Plan, paper: Paper, waiting: int) -> int:
    """Bring the starts in order, beginning with the first `waiting` nodes of the queue, and tally the routes that are
    `touched`. Returns how many starts were changed, -1 - that number when no schedule was found."""
    nodes = plan.nodes
    head, tail, changed = 0, waiting, 0
    while head < tail:
        number = paper.queue[head]
        head += 1
        node = nodes[number]
        if node.kind == HOME:
            continue
        place, mate = node.place, node.mate
        now = ready(work, nodes, number)
        if node.kind == BREAK:
            moved = node.place
            node.place = place
            if abs(now - node.start) > STILL or moved != place:
                changed = move(work, plan, paper, number, changed, now)
                node.place = node.reach = moved
                tail = look_at(plan, paper, node.after, tail)
            if now > node.late + STILL:
                return -1 - changed
            continue
        linked = mate >= 0 and nodes[mate].who >= 0
        if linked:
            its = ready(work, nodes, mate)
            now = opening(work, number, max(now, its + node.lag))
            its = opening(work, mate, max(its, now + nodes[mate].lag))
            now = opening(work, number, max(now, its + node.lag))
            if abs(its - nodes[mate].start) > STILL:
                changed = move(work, plan, paper, mate, changed, its)
                tail = look_at(plan, paper, nodes[mate].after, tail)
        if abs(now - node.start) > STILL:
            changed = move(work, plan, paper, number, changed, now)
            tail = look_at(plan, paper, node.after, tail)
        if now > work.limit[0] or changed + 4 >= len(paper.changed) or tail + 4 >= len(paper.queue):
            return -1 - changed
    for carer in range(len(paper.touched)):
        if paper.touched[carer]:
            for part in range(3):
                paper.before[carer, part] = plan.routes[carer, part]
            tally(work, plan, carer)
    return changed


@compiled(types.void(PLAN, PAPER, INT))
def take_back(plan: Plan, paper: Paper, changed: int) -> None:
    """Undo what `settle` did, from what it returned."""
    steps = changed if changed >= 0 else -1 - changed
    for step in range(steps - 1, -1, -1):
        node = plan.nodes[paper.changed[step]]
        node.start = paper.was[step, 0]
        if node.kind == BREAK:
            node.place = node.reach = int(paper.was[step, 1])
    if changed >= 0:
        for carer in range(len(paper.touched)):
            if paper.touched[carer]:
                for part in range(3):
                    plan.routes[carer, part] = paper.before[carer, part]


@compiled(types.void(PAPER))
def clean(paper: Paper) -> None:
    """No route is touched."""
    paper.touched[:] = 0


@compiled(types.void(NODES, INT, INT))
def link(nodes: Array, number: int, previous: int) -> None:
    """Into the route of `previous`, right after it."""
    following = nodes[previous].after
    nodes[previous].after = number
    nodes[number].before = previous
    nodes[number].after = following
    nodes[following].before = number
    nodes[number].who = nodes[previous].who


@compiled(types.void(NODES, INT))
def unlink(nodes: Array, number: int) -> None:
    """Out of its route."""
    previous, following = nodes[number].before, nodes[number].after
    nodes[previous].after = following
    nodes[following].before = previous
    nodes[number].who = -1
    nodes[number].start = NOWHERE


@compiled(types.void(PLAN, PLAN), from_python=True)
def copy(source: Plan, target: Plan) -> None:
    """Write one plan over the other."""
    for number in range(len(source.nodes)):
        old, new = source.nodes[number], target.nodes[number]
        new.after, new.before, new.who, new.start = old.after, old.before, old.who, old.start
        new.place, new.reach, new.left = old.place, old.reach, old.left
    for carer in range(len(source.routes)):
        for part in range(3):
            target.routes[carer, part] = source.routes[carer, part]
    target.out[0] = source.out[0]


@compiled(BOOL(WORK, PLAN, PAPER), from_python=True)
def anew(work: Work, plan: Plan, paper: Paper) -> bool:
    """All starts and costs from nothing but the routes. False when there is no schedule for them."""
    nodes, waiting = plan.nodes, 0
    for number in range(len(nodes)):
        if nodes[number].kind != HOME:
            nodes[number].start = NOWHERE
    paper.touched[:] = 1
    for home in range(len(nodes) - len(plan.routes), len(nodes)):
        number = nodes[home].after
        while number != home:
            paper.queue[waiting] = number
            waiting += 1
            number = nodes[number].after
    plan.out[0] = 0.0
    for number in range(work.able.shape[0]):
        if nodes[number].left and (nodes[number].twin < 0 or number < nodes[number].twin):
            plan.out[0] += nodes[number].price
    return settle(work, plan, paper, waiting) >= 0
