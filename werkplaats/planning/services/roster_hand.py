"""Moving visits in a draft by hand. Every hard rule is kept; one wish may be passed by when the resident agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.models import Roster, RosterVisit
from werkplaats.planning.queries_drafts import drafted
from werkplaats.planning.rules import RosterStatus
from werkplaats.planning.rules.roster.check import Broken, check
from werkplaats.planning.rules.roster.draft import is_free
from werkplaats.planning.rules.roster.explain import explain, insertions
from werkplaats.planning.rules.roster.model import Assigned, Plan, Problem, Task, Window
from werkplaats.planning.rules.roster.moments import day_start, moment
from werkplaats.planning.services.rosters import hold_roster, put_visits
from werkplaats.planning.wording_roster import say_broken


@transaction.atomic
def move_visit(
    actor: Actor,
    roster_id: int,
    visit_id: int,
    people: Sequence[int],
    *,
    day: date | None = None,
    starts_at: datetime | None = None,
    suits: bool = False,
    at: datetime,
) -> Assigned:
    """These people go to the visit at `starts_at`, or on `day` when it fits best; what the draft said of it is gone.

    `suits`: the resident agreed, so that the moment may lie outside what was wished. Errors: Refused with the first
    hard rule in the way; Outdated when the draft is no draft any more or the visit is not free to move.
    """
    require(actor, May.PLAN)
    roster = _ready(actor, roster_id)
    now = drafted(roster, at=at)
    task = _free_task(now.problem, visit_id)
    people = list(dict.fromkeys(people))
    if len(people) != task.people:
        raise Refused(_("This visit needs %(number)d different people.") % {"number": task.people}, field="people")
    problem, rest = now.problem, now.plan.without(visit_id)
    if starts_at is None:
        if day is None:
            raise Refused(_("Choose a day or a moment."), field="day")
        if suits:
            problem = _with(problem, replace(task, windows=(_whole(day),)))
        starts_at = _best_on(problem, rest, problem.task[visit_id], people, day)
    if suits:
        own = Window(starts_at, starts_at + timedelta(minutes=task.minutes))
        problem = _with(now.problem, replace(task, windows=(*task.windows, own)))
    put = [Assigned(starts_at, visit_id, person) for person in people]
    _refuse_broken(problem, rest, rest.with_(*put))
    RosterVisit.objects.filter(roster=roster, visit_id=visit_id).delete()
    put_visits(roster, problem, put, by_hand=True, suits=suits)
    return put[0]


@transaction.atomic
def take_visit_out(actor: Actor, roster_id: int, visit_id: int, *, at: datetime) -> None:
    """In this draft nobody goes to the visit. Out already: nothing."""
    require(actor, May.PLAN)
    roster = _ready(actor, roster_id)
    _free_task(drafted(roster, at=at).problem, visit_id)
    RosterVisit.objects.filter(roster=roster, visit_id=visit_id).delete()


def _ready(actor: Actor, roster_id: int) -> Roster:
    roster = hold_roster(actor, roster_id)
    if roster.status != RosterStatus.READY:
        raise Outdated(_("This draft cannot be changed (any more). Look again at the roster."))
    return roster


def _free_task(problem: Problem, visit_id: int) -> Task:
    task = problem.task.get(visit_id)
    if task is None:
        raise Outdated(_("This visit is not to be planned any more."))
    if not is_free(task):
        raise Refused(_("This visit was promised, so it stays where it is. Take it back on its own page first."))
    return task


def _with(problem: Problem, task: Task) -> Problem:
    return replace(problem, tasks=tuple(task if one.id == task.id else one for one in problem.tasks))


def _whole(day: date) -> Window:
    return Window(moment(day_start(day)), moment(day_start(day + timedelta(days=1))))


def _best_on(problem: Problem, rest: Plan, task: Task, people: Sequence[int], day: date) -> datetime:
    """The cheapest moment of the day for these people."""
    begin, end = _whole(day).starts, _whole(day).ends
    cut = [Window(max(one.starts, begin), min(one.ends, end)) for one in task.windows]
    there = replace(task, windows=tuple(one for one in cut if one.starts < one.ends))
    of_day = _with(problem, there)
    for spot in insertions(of_day, rest, there, must=people[0]):
        if set(spot.people) == set(people):
            return moment(spot.starts)
    for person in people:
        broken = explain(of_day, rest, task.id, person).broken
        if broken is not None:
            raise _refusal(problem, broken)
    raise Refused(_("These people cannot come together on this day."), field="people")


def _refuse_broken(problem: Problem, before: Plan, after: Plan) -> None:
    there = {(one.rule, one.task, one.person) for one in check(problem, before)}
    for one in check(problem, after):
        if (one.rule, one.task, one.person) not in there:
            raise _refusal(problem, one)


def _refusal(problem: Problem, broken: Broken) -> Refused:
    return Refused(
        _("That cannot be: %(reason)s.") % {"reason": say_broken(broken.rule, broken.figures)}, field="people"
    )
