"""The search itself: ruin, recreate, and keep what is better or, now and then, a little worse.

Simulated annealing over ruin and recreate, as in Christiaens and Vanden Berghe 2020.
"""

import math

from werkplaats.planning.rules.linked.chance import draw
from werkplaats.planning.rules.shifts.compiled import compiled
from werkplaats.planning.rules.shifts.recreate import recreate
from werkplaats.planning.rules.shifts.ruin import ruin
from werkplaats.planning.rules.shifts.schedule import copy, total
from werkplaats.planning.rules.shifts.state import FLOAT, INT, PAPER, PLAN, WORK, Paper, Plan, Work


@compiled(INT(WORK, PLAN, PLAN, PLAN, PAPER, INT, FLOAT, FLOAT, FLOAT, FLOAT, FLOAT), from_python=True)
def improve(
    work: Work, plan: Plan, kept: Plan, best: Plan, paper: Paper, rounds: int, heat: float,
    average: float, longest: float, whole: float, blink: float,
) -> int:  # fmt: skip
    """`rounds` rounds from `kept` at one temperature. Returns how many were kept."""
    times, levelling = 0, paper.levelling[0]
    for _ in range(rounds):
        gone = ruin(work, plan, paper, average, longest, whole)
        fine = gone >= 0 and recreate(work, plan, paper, gone, blink)
        limit = total(work, kept, levelling) - heat * math.log(max(1e-300, draw(paper.seed)))
        if fine and total(work, plan, levelling) < limit:
            copy(plan, kept)
            times += 1
            if total(work, plan, 0.0) < total(work, best, 0.0) - 1e-7:
                copy(plan, best)
        else:
            copy(kept, plan)
    return times
