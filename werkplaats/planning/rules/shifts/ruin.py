"""Take visits out: strings of neighbouring visits, from routes that come near each other; and breaks, now and then.

Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
Science 54(2), 2020.
"""

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.shifts.compiled import compiled
from werkplaats.planning.rules.shifts.schedule import clean, look_at, settle, unlink
from werkplaats.planning.rules.shifts.state import (
    BOOL,
    FLOAT,
    HOME,
    INT,
    PAPER,
    PLAN,
    WORK,
    Paper,
    Plan,
    Work,
)

SPLIT = 0.5  # how often a string spares some visits in its middle
SPARE_MORE = 0.5  # and each time one more
BREAKS = 0.5  # how often the break of a route goes from which visits go
AGAIN = 0.5  # how often the clients that are left out are tried …
AT_MOST = 4  # … and how many of them


@compiled(INT(PLAN, PAPER, INT, INT))
def take_out(plan: Plan, paper: Paper, number: int, gone: int) -> int:
    """Out of its route. Returns how many are out now."""
    paper.touched[plan.nodes[number].who] = 1
    unlink(plan.nodes, number)
    paper.gone[gone] = number
    return gone + 1


@compiled(INT(PLAN, PAPER, INT, FLOAT, BOOL, INT))
def cut(plan: Plan, paper: Paper, visit: int, limit: float, both: bool, gone: int) -> int:
    """Take a string that holds `visit` out of its route; with `both` the twins of its visits go too."""
    nodes, seed, route = plan.nodes, paper.seed, paper.changed
    carers = len(plan.routes)
    pause = len(nodes) - 2 * carers + nodes[visit].who
    if nodes[pause].who >= 0 and draw(seed) < BREAKS:
        gone = take_out(plan, paper, pause, gone)
    number, size, at = nodes[pause + carers].after, 0, 0
    while nodes[number].kind != HOME:
        if number == visit:
            at = size
        if number != pause:
            route[size] = number
            size += 1
        number = nodes[number].after
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
        number = route[index]
        if nodes[number].who >= 0:
            gone = take_out(plan, paper, number, gone)
            twin = nodes[number].twin
            if both and twin >= 0 and nodes[twin].who >= 0:
                gone = take_out(plan, paper, twin, gone)
    return gone


@compiled(INT(WORK, PLAN, PAPER, INT))
def try_again(work: Work, plan: Plan, paper: Paper, gone: int) -> int:
    """Some clients who were left out, and breaks, are to be tried again. Returns how many are out now."""
    nodes, visits = plan.nodes, work.able.shape[0]
    first, tried = below(paper.seed, visits), 0
    for step in range(visits):
        visit = (first + step) % visits
        if nodes[visit].left and tried < AT_MOST:
            tried += 1
            plan.out[0] -= nodes[visit].price
            for turn in range(2):
                number = nodes[visit].twin if turn else visit
                if number >= 0:
                    nodes[number].left = 0
                    paper.gone[gone] = number
                    gone += 1
    return gone


@compiled(BOOL(WORK, PLAN, PAPER))
def close_up(work: Work, plan: Plan, paper: Paper) -> bool:
    """Make the starts in the touched routes anew after visits went out. False when no schedule was found."""
    nodes, waiting, carers = plan.nodes, 0, len(plan.routes)
    for carer in range(carers):
        if paper.touched[carer]:
            home = len(nodes) - carers + carer
            number = nodes[home].after
            while number != home:
                waiting = look_at(plan, paper, number, waiting)
                number = nodes[number].after
    for number in range(work.able.shape[0]):
        mate = nodes[number].mate
        if mate >= 0 and nodes[mate].who < 0:
            waiting = look_at(plan, paper, number, waiting)
    return settle(work, plan, paper, waiting) >= 0


@compiled(INT(WORK, PLAN, PAPER, FLOAT, FLOAT, FLOAT))
def ruin(work: Work, plan: Plan, paper: Paper, average: float, longest: float, whole: float) -> int:
    """Take about `average` visits out, in strings of at most `longest`; with chance `whole` the twin of each goes too.
    Returns how many are out, -1 when no schedule was found for the others."""
    nodes, seed, carers = plan.nodes, paper.seed, len(plan.routes)
    visits = work.able.shape[0]
    both = draw(seed) < whole
    limit = min(longest, max(1.0, visits / carers))
    strings = int(1.0 + draw(seed) * (4.0 * average / (1.0 + limit) - 1.0))
    clean(paper)
    paper.cut[:] = 0
    centre, gone = nodes[below(seed, visits)].place, 0
    for step in range(2 * work.near.shape[1]):
        visit = work.visits_at[work.near[centre, step // 2], step % 2]
        if visit >= 0 and nodes[visit].who >= 0 and not paper.cut[nodes[visit].who]:
            paper.cut[nodes[visit].who] = 1
            gone = cut(plan, paper, visit, limit, both, gone)
            strings -= 1
            if strings <= 0:
                break
    if draw(seed) < AGAIN:
        gone = try_again(work, plan, paper, gone)
    for carer in range(carers):
        pause = visits + carer
        if paper.cut[carer] and nodes[pause].who < 0 and nodes[pause].price > 0.0:
            listed = False
            for index in range(gone):
                listed = listed or paper.gone[index] == pause
            if not listed:
                paper.gone[gone] = pause
                gone += 1
    return gone if close_up(work, plan, paper) else -1
