"""How long before a visit who leaves from somewhere can be there: by the supplier when material is fetched first.

Whoever does the visit goes by there directly before it, from home as well as from another visit, and also when both
visits are behind the same door; of two people who come together, both. What was fetched for one visit is not for the
next one: for that one they go again.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from werkplaats.planning.rules.roster.model import Mode, Person, PickUp, Place, Problem, Task
from werkplaats.planning.rules.roster.moments import Stretch, day_start, next_day, stretches
from werkplaats.planning.rules.roster.state import Array

Stop = tuple[Place, PickUp | None]  # a door, and what is fetched on the way to it


def way_to(problem: Problem, mode: Mode, leaves: Place, task: Task) -> int:
    """Minutes from a door to the visit, material fetched on the way."""
    if task.pick_up is None:
        return problem.travel.minutes(mode, leaves, task.place)
    there, minutes = task.pick_up.place, task.pick_up.minutes
    return problem.travel.minutes(mode, leaves, there) + minutes + problem.travel.minutes(mode, there, task.place)


def fetched_at(problem: Problem, mode: Mode, task: Task, starts: int) -> Stretch | None:
    """From when until when somebody is at the supplier for a visit that starts then; None when nothing is fetched.

    It is as late as can be: who is there earlier can wait for the shop to open, and nobody carries material about.
    """
    if task.pick_up is None:
        return None
    leaves = starts - problem.travel.minutes(mode, task.pick_up.place, task.place)
    return leaves - task.pick_up.minutes, leaves


def starts_while_open(problem: Problem, mode: Mode, task: Task, day: date) -> list[Stretch]:
    """First and last starts of the visit for which the supplier is open on this day; the whole day when that does not
    matter."""
    if task.pick_up is None or not task.pick_up.hours:
        return [(day_start(day), day_start(next_day(day)))]
    way = problem.travel.minutes(mode, task.pick_up.place, task.place)
    open_hours = stretches(task.pick_up.hours, day)
    return [(opens + task.pick_up.minutes + way, closes + way) for opens, closes in open_hours
            if opens + task.pick_up.minutes <= closes]  # fmt: skip


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
