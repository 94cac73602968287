"""The work without a place: what is wrong with it, or the smallest change that makes it fit."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from werkplaats.ground.formats import local_day
from werkplaats.ground.templatetags.labels import label
from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.planning.queries_board import Look
from werkplaats.planning.rules.roster.explain import smallest_change
from werkplaats.planning.rules.roster.faults import faults
from werkplaats.planning.rules.roster.model import Task
from werkplaats.planning.wording_roster import say_change, say_fault
from werkplaats.portal.coordinator.roster_asked import Asked
from werkplaats.triage.rules import Urgency

MOST: Final = 60  # shown at once
LOOKS: Final = 600  # people times visits that are looked into on the board itself; the others on their own page
SMALLEST: Final = 2  # changes named
URGENCIES: Final = list(Urgency)


@dataclass(frozen=True)
class Out:
    """A visit without a place. `help` is empty when it was not looked into yet."""

    visit: int
    url: str
    what: str
    minutes: int
    people: int
    street: str
    customer: str
    urgency: Urgency
    late: bool
    taken_out: bool
    free: bool
    move: str
    elsewhere: str  # in which other draft it has a place
    help: list[str]
    wrong: bool


def unplanned(look: Look, asked: Asked, *, help: bool = True) -> tuple[list[Out], int]:
    """The most urgent first, and how many more there are."""
    changed = look.changes
    tasks = [
        task
        for task in look.problem.tasks
        if task.id not in look.plan.by_task
        and task.id in look.seen
        and asked.shows_trade(task.trade, HOUSEHOLD_TRADE)
        and (not asked.only or task.id in changed)
    ]
    tasks.sort(key=lambda task: (URGENCIES.index(task.urgency), look.seen[task.id].due_on, task.id))
    looked_into = max(3, LOOKS // max(1, len(look.problem.people))) if help else 0
    found = []
    for number, task in enumerate(tasks[:MOST]):
        said, wrong = help_for(look, task) if number < looked_into else ([], False)
        seen = look.seen[task.id]
        free = look.is_free(task.id)
        found.append(
            Out(
                visit=task.id,
                url=asked.at("roster_visit", task.id),
                what=str(label(task.trade, "trade")),
                minutes=task.minutes,
                people=task.people,
                street=seen.street,
                customer=seen.customer,
                urgency=task.urgency,
                late=seen.due_on < local_day(look.at),
                taken_out=task.id in changed,
                free=free,
                move=asked.at("roster_move", look.draft.pk, task.id) if free and look.draft else "",
                elsewhere=also_in(look.elsewhere[task.id]) if task.id in look.elsewhere else "",
                help=said,
                wrong=wrong,
            )
        )
    return found, max(0, len(tasks) - MOST)


def also_in(first_day: date) -> str:
    return _("also in the draft of week %(number)d") % {"number": first_day.isocalendar().week}


def help_for(look: Look, task: Task) -> tuple[list[str], bool]:
    """What is wrong with the visit itself; else what would make it fit, the smallest change first. And which it is."""
    links = look.problem.links_of.get(task.id, ())
    near = {task.id} | {number for link in links for number in (link.first, link.second)}
    alone = replace(look.problem, tasks=tuple(look.problem.task[number] for number in sorted(near)), links=links)
    wrong = [say_fault(one) for one in faults(alone) if one.task == task.id]
    changes = smallest_change(look.problem, look.plan, task.id)[:SMALLEST]
    said = [*wrong, *(say_change(change, look.names) for change in changes)]
    return said or [_("Nothing small makes it fit. Look why, or plan it in another week.")], bool(wrong)
