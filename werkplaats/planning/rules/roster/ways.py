"""How long before a visit who leaves from somewhere can be there: by the supplier when material is fetched first.

Whoever does the visit goes by there directly before it, from home as well as from another visit, and also when both
visits are behind the same door; of two people who come together, both. What was fetched for one visit is not for the
next one: for that one they go again.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from werkplaats.planning.rules.roster.model import Mode, Person, PickUp, Place, Problem, Task
from werkplaats.planning.rules.roster.state import Array

Stop = tuple[Place, PickUp | None]  # a door, and what is fetched on the way to it


def way_to(problem: Problem, mode: Mode, leaves: Place, task: Task) -> int:
    """Minutes from a door to the visit, material fetched on the way."""
    if task.pick_up is None:
        return problem.travel.minutes(mode, leaves, task.place)
    there, minutes = task.pick_up.place, task.pick_up.minutes
    return problem.travel.minutes(mode, leaves, there) + minutes + problem.travel.minutes(mode, there, task.place)


def ways_of_day(problem: Problem, person: Person, tasks: Sequence[Task]) -> list[int]:
    """From home, between the visits of one day in order, and back home. Without a home only those between."""
    ways = [way_to(problem, person.mode, one.place, other) for one, other in pairwise(tasks)]
    if person.home is None or not tasks:
        return ways
    back = problem.travel.minutes(person.mode, tasks[-1].place, person.home)
    return [way_to(problem, person.mode, person.home, tasks[0]), *ways, back]


def table(problem: Problem, mode: Mode, stops: Sequence[Stop]) -> Array:
    """`way_to` from the door of each stop (row) to each stop (column). Fetching makes one way differ from the other."""
    doors = {door.id: door for place, pick_up in stops for door in (place, pick_up and pick_up.place) if door}
    at = {number: index for index, number in enumerate(doors)}
    plain = problem.travel.table(mode, list(doors.values()))
    own = np.array([at[place.id] for place, _ in stops], np.int64)
    minutes: Array = plain[np.ix_(own, own)]
    for column, (place, pick_up) in enumerate(stops):
        if pick_up is not None:
            there = at[pick_up.place.id]
            minutes[:, column] = plain[own, there] + pick_up.minutes + plain[there, at[place.id]]
    return minutes
