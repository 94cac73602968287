"""A week as the coordinator looks at it: the roster as it stands, or the draft of it that is ready."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from werkplaats.ground.sql import among
from werkplaats.homes.rules.dwelling import address
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.roles import Actor
from werkplaats.planning.models import Roster
from werkplaats.planning.queries_drafts import Drafted, drafted, in_drafts, last_of
from werkplaats.planning.queries_roster import week_of
from werkplaats.planning.rules import RosterStatus
from werkplaats.planning.rules.roster.check import Broken, check
from werkplaats.planning.rules.roster.draft import VisitChange, changes, is_free, standing
from werkplaats.planning.rules.roster.model import Plan, Problem


@dataclass(frozen=True)
class Seen:
    """What a card says of a visit. `customer` is who lives there or is helped."""

    id: int
    status: VisitStatus
    trade: str
    street: str
    address: str
    customer: str
    minutes: int
    due_on: date
    latitude: float
    longitude: float
    supplier: str  # where material is fetched first; empty when nothing is


@dataclass(frozen=True)
class Look:
    """`draft` is the one that is ready, and `last` the newest of this week, whatever became of it. `elsewhere`: by
    visit the first day of another draft that plans it."""

    at: datetime
    draft: Roster | None
    last: Roster | None
    problem: Problem
    plan: Plan
    by_hand: frozenset[int]
    elsewhere: Mapping[int, date]
    seen: Mapping[int, Seen]
    names: Mapping[int, str]

    @property
    def first_day(self) -> date:
        return self.problem.first_day

    @cached_property
    def present(self) -> Plan:
        """The roster as it stands, also when `plan` is a draft."""
        return standing(self.problem, Plan(self.problem.present))

    @cached_property
    def changes(self) -> Mapping[int, VisitChange]:
        """What the draft changes, by visit; without a draft nothing."""
        if self.draft is None:
            return {}
        return {change.task: change for change in changes(self.problem, self.plan)}

    @cached_property
    def left_out(self) -> Mapping[date, int]:
        """How many visits this draft leaves to each other one, by its first day."""
        there = (day for visit, day in self.elsewhere.items() if visit not in self.problem.task)
        return dict(sorted(Counter(there).items()))

    @cached_property
    def planned_twice(self) -> Mapping[date, Sequence[int]]:
        """The visits that this draft plans and another one as well, by the first day of that one."""
        found: dict[date, list[int]] = {}
        for visit, day in sorted(self.elsewhere.items(), key=lambda one: (one[1], one[0])):
            if self.draft is not None and visit in self.plan.by_task:
                found.setdefault(day, []).append(visit)
        return found

    @cached_property
    def broken(self) -> list[Broken]:
        """The hard rules that do not hold now."""
        return check(self.problem, self.plan)

    def is_free(self, visit: int) -> bool:
        """May this visit be moved in the draft?"""
        task = self.problem.task.get(visit)
        return self.draft is not None and task is not None and is_free(task)


def look_at(actor: Actor, first_day: date, *, at: datetime) -> Look:
    """The week that begins here, in a constant number of queries."""
    last = last_of(actor, first_day)
    if last is not None and last.status == RosterStatus.READY:
        return look_of(last, drafted(last, at=at), at=at)
    cooperative = last.cooperative if last else Cooperative.objects.get(pk=actor.cooperative_id)
    problem = week_of(cooperative, first_day, at=at)
    now = Drafted(problem, in_drafts(cooperative.pk), standing(problem, Plan(problem.present)), frozenset())
    return _look(cooperative.pk, None, last, now, at)


def look_of(draft: Roster, now: Drafted, *, at: datetime) -> Look:
    """The draft as it was found, or left by who moved something in it."""
    return _look(draft.cooperative_id, draft, draft, now, at)


def _look(cooperative_id: int, draft: Roster | None, last: Roster | None, now: Drafted, at: datetime) -> Look:
    seen, names = _seen(cooperative_id, set(now.problem.task)), names_of(cooperative_id)
    return Look(at, draft, last, now.problem, now.plan, now.by_hand, now.elsewhere, seen, names)


def names_of(cooperative_id: int, **only: Any) -> dict[int, str]:
    """Of all workers, also who left: somebody may have been there this week. `only`: for some of them."""
    return dict(Worker.objects.filter(cooperative_id=cooperative_id, **only).values_list("pk", "person__name"))


def can_be_chosen(cooperative_id: int) -> dict[int, str]:
    """The names of those whom a draft can name."""
    return names_of(cooperative_id, status=WorkerStatus.ADMITTED)


FACTS = {
    "street": "job__dwelling__street",
    "number": "job__dwelling__house_number",
    "addition": "job__dwelling__addition",
    "latitude": "job__dwelling__latitude",
    "longitude": "job__dwelling__longitude",
    "trade": "job__trade",
    "supplier": "job__pick_up__name",
    "reporter": "job__request__reporter__name",
    "for_client": "job__request__client__person__name",
    "helped": "job__care_grant__client__person__name",
}


def _seen(cooperative_id: int, visits: set[int]) -> dict[int, Seen]:
    rows = Visit.objects.filter(among("pk", visits), cooperative_id=cooperative_id)
    found: list[tuple[Any, ...]] = list(rows.values_list("pk", "status", "minutes", "due_on", *FACTS.values()))
    return {row[0]: _one(*row[:4], **dict(zip(FACTS, row[4:], strict=True))) for row in found}


def _one(pk: int, status: str, minutes: int, due_on: date, **facts: Any) -> Seen:
    return Seen(
        id=pk,
        status=VisitStatus(status),
        trade=facts["trade"],
        street=facts["street"],
        address=address(facts["street"], facts["number"], facts["addition"]),
        customer=facts["for_client"] or facts["reporter"] or facts["helped"] or "",
        minutes=minutes,
        due_on=due_on,
        latitude=facts["latitude"],
        longitude=facts["longitude"],
        supplier=facts["supplier"] or "",
    )
