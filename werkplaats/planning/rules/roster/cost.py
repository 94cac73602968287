"""What a plan pays, term by term. Each term is a sum over tasks, people or clients, so that a change can be priced."""

from collections.abc import Mapping, Sequence

from werkplaats.ground.formats import local_day
from werkplaats.planning.rules.roster.model import (
    FAMILIAR_PART,
    LATE_POINTS,
    PROMISED_FACTOR,
    UNPLANNED_POINTS,
    WARRANTY_FACTOR,
    Assigned,
    Contract,
    Person,
    Plan,
    Problem,
    Task,
    Term,
)
from werkplaats.planning.rules.roster.moments import minute, up
from werkplaats.planning.rules.roster.room import bounds
from werkplaats.planning.rules.roster.ways import ways_of_day

Paid = Mapping[Term, float]
SMALL_SHARE = 60  # minutes: a share smaller than this is weighed as this
FULL_MOVE = 120  # minutes on the same day that count as a whole move


def cost(problem: Problem, plan: Plan) -> Paid:
    """Points by term, zero left in."""
    paid = dict.fromkeys(Term, 0.0)
    for task in problem.tasks:
        _add(paid, of_task(problem, task, plan.by_task.get(task.id, ())))
    for person in problem.people:
        _add(paid, of_person(problem, person, plan.by_person.get(person.id, ())))
    for client in problem.clients:
        _add(paid, of_client(problem, client, plan))
    return paid


def total(paid: Paid) -> float:
    return sum(paid.values())


def _add(paid: dict[Term, float], more: Paid) -> None:
    for term, points in more.items():
        paid[term] += points


def difference(after: Paid, before: Paid) -> Paid:
    """What it costs more; terms that stay the same are left out."""
    both = {term: after.get(term, 0.0) - before.get(term, 0.0) for term in (*after, *before)}
    return {term: points for term, points in both.items() if abs(points) > 1e-6}


# -- a task
def unplanned_points(task: Task) -> float:
    factor = (WARRANTY_FACTOR if task.warranty else 1.0) * (PROMISED_FACTOR if task.pinned else 1.0)
    return UNPLANNED_POINTS[task.urgency] * factor


def late_points(task: Task) -> float:
    """For a minute."""
    return LATE_POINTS[task.urgency] * (WARRANTY_FACTOR if task.warranty else 1.0)


def of_task(problem: Problem, task: Task, assigned: Sequence[Assigned]) -> Paid:
    weigh = problem.objective.weight
    if not assigned:
        return out_of(problem, task)
    paid = dict.fromkeys((Term.LATENESS, Term.CONTINUITY, Term.LANGUAGE, Term.STABILITY), 0.0)
    paid[Term.LATENESS] = lateness(problem, task, minute(assigned[0].starts))
    before = problem.present_of.get(task.id, ())
    for one in assigned:
        person = problem.person[one.person]
        paid[Term.CONTINUITY] += weigh(Term.CONTINUITY) * strangeness(task, person.id)
        paid[Term.LANGUAGE] += weigh(Term.LANGUAGE) * bool(task.languages and not task.languages & person.languages)
        paid[Term.STABILITY] += weigh(Term.STABILITY) * moved(one, before)
    return paid


def out_of(problem: Problem, task: Task) -> dict[Term, float]:
    """What it costs that a task stays out: it is late at least until the last day is over, so that leaving something
    out is never cheaper than doing it late."""
    return {
        Term.UNPLANNED: problem.objective.weight(Term.UNPLANNED) * unplanned_points(task),
        Term.LATENESS: lateness(problem, task, bounds(problem)[1]),
    }


def lateness(problem: Problem, task: Task, starts: int) -> float:
    """Who is late already is not later for beginning on whole five minutes: counted until the next of those."""
    latest = None if task.latest is None else minute(task.latest)
    late = 0 if latest is None or starts <= latest else up(starts) - latest
    return problem.objective.weight(Term.LATENESS) * late_points(task) * late


def strangeness(task: Task, person: int) -> float:
    """0 for the usual person, 1 for somebody new; where nobody is usual, it makes no difference."""
    if not task.preferred and not task.familiar:
        return 0.0
    if person in task.preferred:
        return 0.0
    return FAMILIAR_PART if person in task.familiar else 1.0


def moved(one: Assigned, before: Sequence[Assigned]) -> float:
    """How much this differs from the present plan: up to 1 for another person, and up to 1 for another moment."""
    if not before:
        return 0.0
    return moved_person(one.person, before) + moved_time(
        minute(one.starts), local_day(one.starts) == local_day(before[0].starts), minute(before[0].starts)
    )


def moved_person(person: int, before: Sequence[Assigned]) -> float:
    return 0.0 if any(one.person == person for one in before) else 1.0


def moved_time(starts: int, same_day: bool, before: int) -> float:
    return min(1.0, abs(starts - before) / FULL_MOVE) if same_day else 1.0


# -- a client
def of_client(problem: Problem, client: int, plan: Plan) -> Paid:
    """New faces above one a month; those seen earlier this month count."""
    tasks = problem.clients[client]
    known = frozenset().union(*(task.preferred | task.familiar for task in tasks))
    faces = {one.person for task in tasks for one in plan.by_task.get(task.id, ())} - known
    return {Term.STRANGERS: problem.objective.weight(Term.STRANGERS) * faces_too_many(tasks, len(faces), known)}


def faces_too_many(tasks: Sequence[Task], new: int, known: frozenset[int]) -> int:
    """A client who is new altogether has to meet somebody: that is the one of this month."""
    before = max(task.strangers for task in tasks)
    return max(0, before + new - 1) - max(0, before - 1)


# -- a person
def of_person(problem: Problem, person: Person, assigned: Sequence[Assigned]) -> Paid:
    weigh = problem.objective.weight
    tasks = [problem.task[one.task] for one in assigned]
    share = problem.shares[person.id]
    work = sum(task.minutes for task in tasks)
    paid = {Term.TRAVEL: weigh(Term.TRAVEL) * travel(problem, person, assigned)}
    if person.contract is Contract.SELF_EMPLOYED:
        paid[Term.FAIRNESS] = weigh(Term.FAIRNESS) * squared(work - share.work, share.work)
    else:
        paid[Term.CONTRACT] = weigh(Term.CONTRACT) * abs(work - person.minutes)
    heavy = sum(task.minutes for task in tasks if task.heavy)
    far = sum(task.minutes for task in tasks if task.far)
    paid[Term.BURDEN] = weigh(Term.BURDEN) * (
        squared(max(0.0, heavy - share.heavy), share.heavy) + squared(max(0.0, far - share.far), share.far)
    )
    return paid


def squared(off: float, share: float) -> float:
    """Minutes off the fair share, weighed heavier the greater a part of the share they are."""
    return off * off / max(share, SMALL_SHARE)


def travel(problem: Problem, person: Person, assigned: Sequence[Assigned]) -> int:
    """Minutes on the road: from home in the morning, between the visits, and back; fetching material among them."""
    days: dict[object, list[Task]] = {}
    for one in assigned:
        days.setdefault(local_day(one.starts), []).append(problem.task[one.task])
    return sum(sum(ways_of_day(problem, person, tasks)) for tasks in days.values())
