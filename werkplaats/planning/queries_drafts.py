"""Drafts of rosters: the problem they answer, and what they say, at this moment."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from werkplaats.members.rules.roles import Actor
from werkplaats.planning.models import Roster
from werkplaats.planning.queries_roster import week_of
from werkplaats.planning.rules import RosterStatus
from werkplaats.planning.rules.roster.change import Moving
from werkplaats.planning.rules.roster.draft import standing
from werkplaats.planning.rules.roster.model import Assigned, Objective, Plan, Problem, Window

DRAFTED = (RosterStatus.QUEUED, RosterStatus.RUNNING, RosterStatus.READY)


def last_of(actor: Actor, first_day: date) -> Roster | None:
    """The newest draft of these days, whatever became of it."""
    return _of(actor).filter(first_day=first_day).first()


def roster_for(actor: Actor, roster_id: int) -> Roster | None:
    return _of(actor).filter(pk=roster_id).first()


def _of(actor: Actor) -> QuerySet[Roster]:
    return Roster.objects.filter(cooperative_id=actor.cooperative_id).select_related("cooperative")


@dataclass(frozen=True)
class Drafted:
    """A draft as it is now: the question, its answer as far as that holds, and the visits placed by a coordinator."""

    problem: Problem
    plan: Plan
    by_hand: frozenset[int]


def drafted(roster: Any, *, at: datetime) -> Drafted:
    """The days as they are now, with what the coordinator lets move and how it is weighed; and what the draft says."""
    rows = list(roster.visits.all())
    suits = {row.visit_id: Window(row.period.lower, row.period.upper) for row in rows if row.suits}
    problem = problem_of(roster, at=at)
    tasks = tuple(
        replace(task, windows=(*task.windows, suits[task.id])) if task.id in suits else task for task in problem.tasks
    )
    problem = replace(problem, tasks=tasks)
    plan = Plan(tuple(sorted(Assigned(row.period.lower, row.visit_id, row.worker_id) for row in rows)))
    return Drafted(problem, standing(problem, plan), frozenset(row.visit_id for row in rows if row.by_hand))


def problem_of(roster: Any, *, at: datetime) -> Problem:
    """The days of the draft, before anything is drafted."""
    problem = week_of(roster.cooperative, roster.first_day, roster.days, at=at, moving=Moving(roster.moving))
    return replace(problem, objective=Objective(**roster.objective))
