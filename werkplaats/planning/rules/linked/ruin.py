"""Take visits out: strings of neighbouring visits, from routes that come near each other.

Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems", Transportation
Science 54(2), 2020.
"""

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.schedule import NOWHERE, largest_tardiness, settle, unlink
from werkplaats.planning.rules.linked.state import Plan, Scratch, Work

SPLIT = 0.5  # how often a string keeps some visits in its middle
KEEP = 0.01  # how seldom one more is kept


@compiled
def take_out(work: Work, plan: Plan, scratch: Scratch, visit: int, waiting: int, gone: int) -> tuple[int, int]:
    """Out of its route; what follows has to be looked at again. Returns both counts."""
    visits = len(work.early) - work.able.shape[1]
    previous, following = plan.before[visit], plan.after[visit]
    here, left, right = work.place[visit], work.place[previous], work.place[following]
    plan.sums[0] -= work.distances[left, here] + work.distances[here, right] - work.distances[left, right]
    plan.sums[1] -= max(0.0, plan.start[visit] - work.late[visit])
    unlink(plan, visit)
    plan.start[visit] = NOWHERE
    scratch.out[gone] = visit
    if following < visits:
        scratch.queue[waiting] = following
        waiting += 1
    mate = work.mate[visit]
    if mate >= 0 and plan.who[mate] >= 0:
        scratch.queue[waiting] = mate
        waiting += 1
    return waiting, gone + 1


@compiled
def ruin(work: Work, plan: Plan, scratch: Scratch, average: float, longest: int, whole: float) -> int:
    """Take about `average` visits out. With chance `whole` both visits of a linked pair go. Returns how many went, -1
    when no schedule was found."""
    seed = scratch.seed
    caregivers = work.able.shape[1]
    visits = len(work.early) - caregivers
    both = draw(seed) < whole
    limit = min(float(longest), max(1.0, visits / caregivers))
    strings = int(1.0 + draw(seed) * (4.0 * average / (1.0 + limit) - 1.0))
    scratch.touched[:caregivers] = 0
    centre = work.place[below(seed, visits)]
    waiting, gone, ruined = 0, 0, 0
    for step in range(work.near.shape[1]):
        if ruined >= strings:
            break
        for side in range(2):
            visit = work.visits_at[work.near[centre, step], side]
            if visit < 0 or plan.who[visit] < 0 or scratch.touched[plan.who[visit]] or ruined >= strings:
                continue
            carer = plan.who[visit]
            scratch.touched[carer] = 1
            ruined += 1
            size, at = 0, 0
            node = plan.after[visits + carer]
            while node < visits:
                if node == visit:
                    at = size
                scratch.spots[0, size] = node
                size += 1
                node = plan.after[node]
            cut = 1 + below(seed, int(min(limit, float(size))))
            spared = 0
            if cut > 1 and size > cut and draw(seed) < SPLIT:
                spared = 1
                while cut + spared < size and draw(seed) > KEEP * 50:
                    spared += 1
            first = max(0, at - cut - spared + 1)
            last = min(at, size - cut - spared)
            first += below(seed, last - first + 1)
            keep_from = first + 1 + below(seed, cut) if spared else first + cut
            for index in range(first, first + cut + spared):
                if spared and keep_from <= index < keep_from + spared:
                    continue
                node = scratch.spots[0, index]
                if plan.who[node] < 0:
                    continue
                waiting, gone = take_out(work, plan, scratch, node, waiting, gone)
                mate = work.mate[node]
                if both and mate >= 0 and plan.who[mate] >= 0:
                    waiting, gone = take_out(work, plan, scratch, mate, waiting, gone)
    left = 0
    for index in range(waiting):
        if plan.who[scratch.queue[index]] >= 0:
            scratch.queue[left] = scratch.queue[index]
            left += 1
    changed, extra, _worst = settle(work, plan, scratch, left, -1, -1, 1e18)
    if changed < 0:
        return -1
    plan.sums[1] += extra
    plan.sums[2] = largest_tardiness(work, plan)
    return gone
