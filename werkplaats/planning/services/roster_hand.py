"""Moving visits in a draft by hand. Every hard rule is kept; one wish may be passed by when the resident agreed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.models import Roster, RosterVisit
from werkplaats.planning.queries_drafts import Drafted, Question, Row, laid_over, question_of, rows_of
from werkplaats.planning.rules import RosterStatus
from werkplaats.planning.rules.roster.check import Broken, Rule, check_around
from werkplaats.planning.rules.roster.draft import is_free, not_in
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
) -> Drafted:
    """These people go to the visit at `starts_at`, or on `day` when it fits best; what the draft said of it is gone.
    Gives the draft as it is then.

    `suits`: the resident agreed, so that the moment may lie outside what was wished. Errors: Refused with the first
    hard rule in the way; Outdated when the draft is no draft any more or the visit is not free to move.
    """
    require(actor, May.PLAN)
    roster = _ready(actor, roster_id)
    question, others = _without(roster, visit_id, at)
    rest = laid_over(question, others)
    task = _free_task(rest, visit_id)
    people = list(dict.fromkeys(people))
    if len(people) != task.people:
        raise Refused(_("This visit needs %(number)d different people.") % {"number": task.people}, field="people")
    if starts_at is None:
        if day is None:
            raise Refused(_("Choose a day or a moment."), field="day")
        asked = _with(rest.problem, replace(task, windows=(_whole(day),))) if suits else rest.problem
        starts_at = _best_on(asked, rest.plan, asked.task[visit_id], people, day)
    ends = starts_at + timedelta(minutes=task.minutes)
    rows = [Row(Assigned(starts_at, visit_id, person), ends, by_hand=True, suits=suits) for person in people]
    now = laid_over(question, [*others, *rows])
    _refuse_broken(now.problem, rest.plan, [row.assigned for row in rows])
    RosterVisit.objects.filter(roster=roster, visit_id=visit_id).delete()
    put_visits(roster, now.problem, (row.assigned for row in rows), by_hand=True, suits=suits)
    return now


@transaction.atomic
def take_visit_out(actor: Actor, roster_id: int, visit_id: int, *, at: datetime) -> Drafted:
    """In this draft nobody goes to the visit. Out already: nothing. Gives the draft as it is then."""
    require(actor, May.PLAN)
    roster = _ready(actor, roster_id)
    now = laid_over(*_without(roster, visit_id, at))
    _free_task(now, visit_id)
    RosterVisit.objects.filter(roster=roster, visit_id=visit_id).delete()
    return now


def _without(roster: Roster, visit_id: int, at: datetime) -> tuple[Question, list[Row]]:
    """The question, and what the draft says of all other visits."""
    rows = rows_of(roster)
    return question_of(roster, rows, at=at), [row for row in rows if row.assigned.task != visit_id]


def _ready(actor: Actor, roster_id: int) -> Roster:
    roster = hold_roster(actor, roster_id)
    if roster.status != RosterStatus.READY:
        raise Outdated(_("This draft cannot be changed (any more). Look again at the roster."))
    return roster


def _free_task(now: Drafted, visit_id: int) -> Task:
    task = now.problem.task.get(visit_id)
    if task is None and visit_id in now.elsewhere:
        raise Outdated(
            _("This visit is in the draft of week %(number)d, or comes after one that is. Take it out there first.")
            % {"number": now.elsewhere[visit_id].isocalendar().week}
        )
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


def _refuse_broken(problem: Problem, rest: Plan, put: Sequence[Assigned]) -> None:
    """What was wrong already, without the visit, is nothing to refuse it for."""
    task, people = put[0].task, [one.person for one in put]
    before = check_around(problem, rest, task, people)
    for broken in not_in(before, check_around(problem, rest.with_(*put), task, people)):
        raise _refusal(problem, broken)


def _refusal(problem: Problem, broken: Broken) -> Refused:
    said = _("That cannot be: %(reason)s.") % {"reason": say_broken(broken.rule, broken.figures)}
    if broken.rule is Rule.OUTSIDE_WINDOW:
        said += " " + _("Does the resident agree to it? Open the visit and tick that there.")
    return Refused(said, field="people")
