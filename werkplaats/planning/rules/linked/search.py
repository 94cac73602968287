"""The search itself: ruin, recreate, and keep what is better or, now and then, a little worse.

Simulated annealing over ruin and recreate, as in Christiaens and Vanden Berghe 2020, for routes with linked visits.
"""

import math

from werkplaats.planning.rules.linked.chance import draw
from werkplaats.planning.rules.linked.compiled import compiled
from werkplaats.planning.rules.linked.recreate import recreate
from werkplaats.planning.rules.linked.ruin import ruin
from werkplaats.planning.rules.linked.schedule import copy, total
from werkplaats.planning.rules.linked.state import Plan, Scratch, Work


@compiled
def improve(
    work: Work, plan: Plan, kept: Plan, best: Plan, scratch: Scratch, rounds: int, hot: float, cold: float,
    average: float, longest: int, whole: float, blink: float,
) -> int:
    """`rounds` rounds from `kept`, while the temperature goes from `hot` to `cold`. Returns how many were accepted."""
    accepted = 0
    heat = hot
    cooling = math.exp(math.log(cold / hot) / max(1, rounds))
    for _ in range(rounds):
        gone = ruin(work, plan, scratch, average, longest, whole)
        fine = gone >= 0 and recreate(work, plan, scratch, gone, blink)
        if fine and total(plan) < total(kept) - heat * math.log(max(1e-300, draw(scratch.seed))):
            copy(plan, kept)
            accepted += 1
            if total(plan) < total(best) - 1e-7:
                copy(plan, best)
        else:
            copy(kept, plan)
        heat *= cooling
    return accepted
