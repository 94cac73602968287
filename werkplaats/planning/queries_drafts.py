"""Drafts of rosters: the problem they answer, and what they say, at this moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from werkplaats.ground.sql import Iso
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules.roles import Actor
from werkplaats.planning.models import Roster, RosterVisit
from werkplaats.planning.queries_roster import week_of
from werkplaats.planning.rules import RosterStatus
from werkplaats.planning.rules.roster.change import Moving
from werkplaats.planning.rules.roster.draft import standing, waiting_for, without
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
class Question:
    """The days of a draft, before anything is drafted. `elsewhere`: by visit the first day of another open draft that
    plans it as well; those that this draft does not plan itself are left out, and what waits for them too."""

    problem: Problem
    elsewhere: Mapping[int, date]


@dataclass(frozen=True)
class Drafted:
    """A draft as it is now: the question, its answer as far as that holds, and the visits placed by a coordinator."""

    problem: Problem
    elsewhere: Mapping[int, date]
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
    rows = rows_of(roster)
    return laid_over(question_of(roster, rows, at=at), rows)


def rows_of(roster: Any) -> list[Row]:
    rows = roster.visits.values_list(
        Iso("period__startswith"), Iso("period__endswith"), "visit", "worker", "by_hand", "suits"
    )
    return [
        Row(Assigned(datetime.fromisoformat(starts), visit, worker), datetime.fromisoformat(ends), by_hand, suits)
        for starts, ends, visit, worker, by_hand, suits in rows
    ]


def question_of(roster: Any, rows: Iterable[Row] = (), *, at: datetime) -> Question:
    """`rows` are those of the draft. This reads the whole week: once for each question."""
    problem = week_of(roster.cooperative, roster.first_day, roster.days, at=at, moving=Moving(roster.moving))
    there = in_drafts(roster.cooperative_id, but=roster.pk)
    missing = {first: there[first] for first in there.keys() - {row.assigned.task for row in rows}}
    waiting = waiting_for(problem, missing)
    elsewhere = {task: day for task, day in {**there, **waiting}.items() if task in problem.task}
    return Question(replace(without(problem, waiting), objective=Objective(**roster.objective)), elsewhere)


def in_drafts(cooperative_id: int, *, but: int | None = None) -> dict[int, date]:
    """The repairs that open drafts, all `but` one, plan: the first day of the draft by visit. Only these can be planned
    in one week as well as in another; household help has its own day."""
    rows = RosterVisit.objects.filter(
        cooperative_id=cooperative_id,
        roster__status=RosterStatus.READY,
        visit__status=VisitStatus.TO_PLAN,
        visit__job__care_grant=None,
    )
    return dict(rows.exclude(roster=but).order_by("roster").values_list("visit", "roster__first_day"))


def laid_over(question: Question, rows: Sequence[Row]) -> Drafted:
    """What these lines say of the question, as far as that holds."""
    problem = question.problem
    wider = {row.assigned.task: Window(row.assigned.starts, row.ends) for row in rows if row.suits}
    if wider:
        tasks = tuple(
            replace(task, windows=(*task.windows, wider[task.id])) if task.id in wider else task
            for task in problem.tasks
        )
        problem = replace(problem, tasks=tasks)
    plan = standing(problem, Plan(tuple(sorted(row.assigned for row in rows))))
    by_hand = frozenset(row.assigned.task for row in rows if row.by_hand)
    return Drafted(problem, question.elsewhere, plan, by_hand)
