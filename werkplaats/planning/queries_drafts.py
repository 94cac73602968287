"""Drafts of rosters: the problem they answer, and what they say, at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from werkplaats.ground.sql import Iso
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


@dataclass(frozen=True)
class Row:
    """One line of a draft: somebody goes to a visit."""

    assigned: Assigned
    ends: datetime
    by_hand: bool = False
    suits: bool = False  # the resident said that this moment suits after all


def drafted(roster: Any, *, at: datetime) -> Drafted:
    """The days as they are now, with what the coordinator lets move and how it is weighed; and what the draft says."""
    return laid_over(problem_of(roster, at=at), rows_of(roster))


def rows_of(roster: Any) -> list[Row]:
    rows = roster.visits.values_list(
        Iso("period__startswith"), Iso("period__endswith"), "visit", "worker", "by_hand", "suits"
    )
    return [
        Row(Assigned(datetime.fromisoformat(starts), visit, worker), datetime.fromisoformat(ends), by_hand, suits)
        for starts, ends, visit, worker, by_hand, suits in rows
    ]


def laid_over(problem: Problem, rows: Sequence[Row]) -> Drafted:
    """What these lines say of the problem of `problem_of`, as far as that holds."""
    wider = {row.assigned.task: Window(row.assigned.starts, row.ends) for row in rows if row.suits}
    if wider:
        tasks = tuple(
            replace(task, windows=(*task.windows, wider[task.id])) if task.id in wider else task
            for task in problem.tasks
        )
        problem = replace(problem, tasks=tasks)
    plan = standing(problem, Plan(tuple(sorted(row.assigned for row in rows))))
    return Drafted(problem, plan, frozenset(row.assigned.task for row in rows if row.by_hand))


def problem_of(roster: Any, *, at: datetime) -> Problem:
    """The days of the draft, before anything is drafted. This reads the whole week: once for each question."""
    problem = week_of(roster.cooperative, roster.first_day, roster.days, at=at, moving=Moving(roster.moving))
    return replace(problem, objective=Objective(**roster.objective))
