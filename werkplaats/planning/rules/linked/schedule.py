"""When everybody starts, after a visit came into a route or left it.

Every visit starts as soon as it can: its patient is ready, the caregiver is there, and a linked visit is neither too
soon nor too far from its mate. For costs that never fall with lateness this is the best schedule of given routes. Only
what really moves is computed again: a change goes to the next visit of the route and to the mate, and stops where
waiting takes it up.
"""

import math

from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.state import Plan, Scratch, Work

NOWHERE = -1e18  # the start of a visit that is in no route
STILL = 1e-9  # less than this is no change


@compiled
def ready(work: Work, plan: Plan, visit: int) -> float:
    """When the caregiver could start there, the mate left aside."""
    previous = plan.before[visit]
    there = plan.start[previous] + work.length[previous] + work.distances[work.place[previous], work.place[visit]]
    return max(there, work.early[visit])


@compiled
def settle(work: Work, plan: Plan, scratch: Scratch, waiting: int, one: int, two: int, bound: float) -> tuple[int, float, float]:
    """Bring the starts in order, beginning with the first `waiting` visits of the queue.

    `one` and `two` are the visits that just came in (-1 for none): should they be pushed by what they push themselves,
    then the routes wait for each other in a ring and no schedule exists. Gives up as well when the tardiness rises by
    more than `bound`.

    Returns (visits changed, rise of the total tardiness, largest tardiness among the changed); the first is negative,
    -1 - changed, when it gave up.
    """
    head, tail, changed = 0, waiting, 0
    extra, worst, size = 0.0, 0.0, len(scratch.queue) - 2
    largest = plan.sums[2]
    while head < tail:
        visit = scratch.queue[head]
        head += 1
        mate = work.mate[visit]
        now = ready(work, plan, visit)
        linked = mate >= 0 and plan.who[mate] >= 0
        its = 0.0
        if linked:
            its = ready(work, plan, mate)
            now, its = max(now, its + work.lag[visit]), max(its, now + work.lag[mate])
        for turn in range(2 if linked else 1):
            if turn == 1:
                visit, now = mate, its
            old = plan.start[visit]
            if abs(now - old) <= STILL:
                continue
            scratch.changed[changed] = visit
            scratch.was[changed] = old
            changed += 1
            plan.start[visit] = now
            tardy = max(0.0, now - work.late[visit])
            extra += tardy - max(0.0, old - work.late[visit])
            worst = max(worst, tardy)
            if (old > NOWHERE / 2 and (visit == one or visit == two)) or extra + max(0.0, worst - largest) > bound:
                return -1 - changed, extra, worst
            following = plan.after[visit]
            if following < len(work.early) - work.able.shape[1]:
                if tail >= size:
                    return -1 - changed, extra, worst
                scratch.queue[tail] = following
                tail += 1
    return changed, extra, worst


@compiled
def link(plan: Plan, visit: int, previous: int) -> None:
    following = plan.after[previous]
    plan.after[previous] = visit
    plan.before[visit] = previous
    plan.after[visit] = following
    plan.before[following] = visit
    plan.who[visit] = plan.who[previous]


@compiled
def unlink(plan: Plan, visit: int) -> None:
    previous, following = plan.before[visit], plan.after[visit]
    plan.after[previous] = following
    plan.before[following] = previous
    plan.who[visit] = -1


@compiled
def undo(plan: Plan, scratch: Scratch, changed: int) -> None:
    """Put the starts back that `settle` changed."""
    for step in range(changed - 1, -1, -1):
        plan.start[scratch.changed[step]] = scratch.was[step]


@compiled
def detour(work: Work, plan: Plan, visit: int, previous: int) -> float:
    """How much longer the route becomes with the visit after `previous`."""
    here, left, right = work.place[visit], work.place[previous], work.place[plan.after[previous]]
    return work.distances[left, here] + work.distances[here, right] - work.distances[left, right]


@compiled
def copy(source: Plan, target: Plan) -> None:
    for node in range(len(source.start)):
        target.after[node] = source.after[node]
        target.before[node] = source.before[node]
        target.who[node] = source.who[node]
        target.start[node] = source.start[node]
    for part in range(3):
        target.sums[part] = source.sums[part]


@compiled
def total(plan: Plan) -> float:
    return plan.sums[0] + plan.sums[1] + plan.sums[2]


@compiled
def largest_tardiness(work: Work, plan: Plan) -> float:
    largest = 0.0
    for visit in range(len(plan.start) - work.able.shape[1]):
        largest = max(largest, plan.start[visit] - work.late[visit])
    return largest
