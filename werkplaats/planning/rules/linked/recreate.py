"""Put visits back, one patient after the other, each where it costs least (with a blink now and then).

Greedy insertion with blinks: Christiaens and Vanden Berghe 2020. A pair of linked visits is put back together: both get
a list of spots with what each costs at least, and pairs of spots are tried in that order until none can be better.
"""

from werkplaats.planning.rules.linked.chance import below, draw
from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.schedule import NOWHERE, detour, link, ready, settle, undo, unlink
from werkplaats.planning.rules.linked.state import Plan, Scratch, Work

NEVER = 1e18
PAIRED = 24  # spots of each visit that are tried together


@compiled
def spots(work: Work, plan: Plan, scratch: Scratch, visit: int, row: int, blink: float, best: float) -> int:
    """Where the visit could come in, with what that costs at least. Returns how many there are."""
    caregivers = work.able.shape[1]
    visits = len(work.early) - caregivers
    here, late, length, early = work.place[visit], work.late[visit], work.length[visit], work.early[visit]
    mate = work.mate[visit]
    other = plan.who[mate] if mate >= 0 else -1
    found = 0
    for carer in range(caregivers):
        if not work.able[visit, carer] or carer == other:
            continue
        previous = visits + carer
        while True:
            following = plan.after[previous]
            left, right = work.place[previous], work.place[following]
            there = plan.start[previous] + work.length[previous] + work.distances[left, here]
            start = max(there, early)
            tardy = max(0.0, start - late)
            if plan.start[previous] + work.length[previous] - late > best:
                break  # and everything after it is later still
            least = work.distances[left, here] + work.distances[here, right] - work.distances[left, right] + tardy
            if following < visits:
                old = plan.start[following]
                new = max(old, start + length + work.distances[here, right])
                least += max(0.0, new - work.late[following]) - max(0.0, old - work.late[following])
            if least < best and draw(scratch.seed) >= blink:
                scratch.spots[row, found] = previous
                scratch.bounds[row, found] = least
                found += 1
            if following >= visits:
                break
            previous = following
    return found


@compiled
def attempt(work: Work, plan: Plan, scratch: Scratch, one: int, after_one: int, two: int, after_two: int, best: float) -> float:
    """What it costs to have `one` come in there (and `two`, unless -1); NEVER when no schedule exists or it costs
    more than `best`. Leaves the plan as it was."""
    longer = detour(work, plan, one, after_one)
    waiting = 2
    link(plan, one, after_one)
    scratch.queue[0] = one
    following = plan.after[one]
    if two >= 0:
        longer += detour(work, plan, two, after_two)
        link(plan, two, after_two)
        waiting = 1
    else:
        waiting = 1
    changed, extra, worst = settle(work, plan, scratch, waiting, one, two, best - longer)
    cost = NEVER
    if changed >= 0:
        cost = longer + extra + max(0.0, worst - plan.sums[2])
    else:
        changed = -1 - changed
    undo(plan, scratch, changed)
    if two >= 0:
        unlink(plan, two)
    unlink(plan, one)
    return cost


@compiled
def come_in(work: Work, plan: Plan, scratch: Scratch, one: int, after_one: int, two: int, after_two: int) -> bool:
    plan.sums[0] += detour(work, plan, one, after_one)
    link(plan, one, after_one)
    scratch.queue[0] = one
    if two >= 0:
        plan.sums[0] += detour(work, plan, two, after_two)
        link(plan, two, after_two)
    changed, extra, worst = settle(work, plan, scratch, 1, one, two, NEVER)
    plan.sums[1] += extra
    plan.sums[2] = max(plan.sums[2], worst)
    return changed >= 0


@compiled
def order_spots(scratch: Scratch, row: int, found: int, wanted: int) -> int:
    """The `wanted` cheapest spots, cheapest first, by selection."""
    some = min(found, wanted)
    for rank in range(some):
        least = rank
        for index in range(rank + 1, found):
            if scratch.bounds[row, index] < scratch.bounds[row, least]:
                least = index
        if least != rank:
            scratch.bounds[row, rank], scratch.bounds[row, least] = scratch.bounds[row, least], scratch.bounds[row, rank]
            scratch.spots[row, rank], scratch.spots[row, least] = scratch.spots[row, least], scratch.spots[row, rank]
    return some


@compiled
def place_one(work: Work, plan: Plan, scratch: Scratch, visit: int, blink: float) -> bool:
    found = spots(work, plan, scratch, visit, 0, blink, NEVER)
    best, spot = NEVER, -1
    for rank in range(found):
        least = rank
        for index in range(rank + 1, found):
            if scratch.bounds[0, index] < scratch.bounds[0, least]:
                least = index
        if scratch.bounds[0, least] >= best:
            break
        previous = scratch.spots[0, least]
        scratch.spots[0, least] = scratch.spots[0, rank]
        scratch.bounds[0, least] = scratch.bounds[0, rank]
        cost = attempt(work, plan, scratch, visit, previous, -1, -1, best)
        if cost < best:
            best, spot = cost, previous
    return spot >= 0 and come_in(work, plan, scratch, visit, spot, -1, -1)


@compiled
def place_two(work: Work, plan: Plan, scratch: Scratch, one: int, two: int, blink: float) -> bool:
    visits = len(work.early) - work.able.shape[1]
    first = order_spots(scratch, 0, spots(work, plan, scratch, one, 0, blink, NEVER), PAIRED)
    second = order_spots(scratch, 1, spots(work, plan, scratch, two, 1, blink, NEVER), PAIRED)
    best, spot_one, spot_two = NEVER, -1, -1
    for i in range(first):
        if second == 0 or scratch.bounds[0, i] + scratch.bounds[1, 0] >= best:
            break
        after_one = scratch.spots[0, i]
        carer = plan.who[after_one]
        there = plan.start[after_one] + work.length[after_one]
        ready_one = max(work.early[one], there + work.distances[work.place[after_one], work.place[one]])
        for j in range(second):
            if scratch.bounds[0, i] + scratch.bounds[1, j] >= best:
                break
            after_two = scratch.spots[1, j]
            if plan.who[after_two] == carer:
                continue
            there = plan.start[after_two] + work.length[after_two]
            ready_two = max(work.early[two], there + work.distances[work.place[after_two], work.place[two]])
            start_one = max(ready_one, ready_two + work.lag[one])
            start_two = max(ready_two, ready_one + work.lag[two])
            least = (
                detour(work, plan, one, after_one)
                + detour(work, plan, two, after_two)
                + max(0.0, start_one - work.late[one])
                + max(0.0, start_two - work.late[two])
            )
            following = plan.after[after_one]
            if following < visits:
                old = plan.start[following]
                new = start_one + work.length[one] + work.distances[work.place[one], work.place[following]]
                least += max(0.0, max(old, new) - work.late[following]) - max(0.0, old - work.late[following])
            following = plan.after[after_two]
            if following < visits:
                old = plan.start[following]
                new = start_two + work.length[two] + work.distances[work.place[two], work.place[following]]
                least += max(0.0, max(old, new) - work.late[following]) - max(0.0, old - work.late[following])
            if least >= best:
                continue
            cost = attempt(work, plan, scratch, one, after_one, two, after_two, best)
            if cost < best:
                best, spot_one, spot_two = cost, after_one, after_two
    return spot_one >= 0 and come_in(work, plan, scratch, one, spot_one, two, spot_two)


@compiled
def weigh(work: Work, scratch: Scratch, gone: int) -> None:
    """In which order the visits come back: by chance, pairs first, early or late first, far or near first."""
    rule = below(scratch.seed, 10)
    for index in range(gone):
        visit = scratch.out[index]
        weight = draw(scratch.seed)
        if rule == 4 or rule == 5:
            weight = (0.0 if work.mate[visit] >= 0 else 1.0) + weight
        elif rule == 6:
            weight = work.early[visit] + weight * 1e-3
        elif rule == 7:
            weight = -work.late[visit] + weight * 1e-3
        elif rule == 8:
            weight = -work.distances[work.place[len(work.early) - 1], work.place[visit]]
        elif rule == 9:
            weight = work.distances[work.place[len(work.early) - 1], work.place[visit]]
        place = index
        while place > 0 and scratch.weight[place - 1] > weight:
            scratch.weight[place] = scratch.weight[place - 1]
            scratch.out[place] = scratch.out[place - 1]
            place -= 1
        scratch.weight[place] = weight
        scratch.out[place] = visit


@compiled
def recreate(work: Work, plan: Plan, scratch: Scratch, gone: int, blink: float) -> bool:
    """Put the visits back that are out. False when one found no place."""
    weigh(work, scratch, gone)
    for index in range(gone):
        visit = scratch.out[index]
        if plan.who[visit] >= 0:
            continue  # came in with its mate
        mate = work.mate[visit]
        if mate >= 0 and plan.who[mate] < 0:
            if not place_two(work, plan, scratch, visit, mate, blink):
                return False
        elif not place_one(work, plan, scratch, visit, blink):
            return False
    return True
