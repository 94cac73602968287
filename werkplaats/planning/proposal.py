"""`werkplaats plan --cooperative SLUG --week 2026-W49`: the roster that the planner proposes.

It writes nothing but travel times that it asked for.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.jobs.models import Visit
from werkplaats.members.models import Cooperative
from werkplaats.planning.files import Effort, Shows
from werkplaats.planning.queries_board import names_of
from werkplaats.planning.queries_roster import week_of
from werkplaats.planning.rules.roster.check import check
from werkplaats.planning.rules.roster.cost import cost, total
from werkplaats.planning.rules.roster.explain import smallest_change
from werkplaats.planning.rules.roster.faults import faults
from werkplaats.planning.rules.roster.model import Plan, Problem
from werkplaats.planning.services.rosters import refuse_gone_by
from werkplaats.planning.services.travel_times import with_travel_asked
from werkplaats.planning.wording_roster import say_change, say_fault


def propose(cooperative: Cooperative, first_day: date, effort: Effort, *, at: datetime) -> Iterator[str]:
    """The lines to print: the roster by day and person, what stays out and why, and what the plan pays.

    Refused when the week has gone by. Stopped in the middle, it is the best roster so far, and says so.
    """
    from werkplaats.planning.rules.roster.solve import Progress, solve  # reads or makes machine code

    refuse_gone_by(first_day, 7, at)
    problem = with_travel_asked(cooperative.pk, week_of(cooperative, first_day, at=at), at=at)
    names, addresses = names_of(cooperative.pk), _addresses(problem)
    for fault in faults(problem):
        about = addresses.get(fault.task or 0) or names.get(fault.person or 0, "")
        yield f"! {about}: {say_fault(fault)}" if about else f"! {say_fault(fault)}"
    shows = Shows()

    def show(progress: Progress) -> bool:
        shows(progress.share, progress.cost)
        return not effort.stop()

    plan = solve(problem, effort.seconds, effort.seed, show, iterations=effort.iterations)
    yield from _days(problem, plan, names, addresses)
    yield from _out(problem, plan, names, addresses)
    paid = cost(problem, plan)
    yield ""
    terms = ", ".join(f"{term.value} {points:.0f}" for term, points in paid.items() if points)
    yield f"{total(paid):.0f} points" + (f": {terms}" if terms else "")
    yield f"{len(plan.by_task)} of {len(problem.tasks)} visits planned, {len(check(problem, plan))} hard rules broken"
    if effort.stop():
        yield "Stopped: this is the best roster so far. It is on paper only; the published roster is as it was."


def _addresses(problem: Problem) -> dict[int, str]:
    visits = Visit.objects.filter(pk__in=list(problem.task)).select_related("job__dwelling")
    return {visit.pk: visit.job.dwelling.address for visit in visits}


def _days(problem: Problem, plan: Plan, names: Mapping[int, str], addresses: Mapping[int, str]) -> Iterator[str]:
    for number in range(problem.days):
        day = problem.first_day + timedelta(days=number)
        here = [one for one in plan.assigned if local_day(one.starts) == day]
        if here:
            yield f"\n{day:%A %d %B}"
        for person in sorted({one.person for one in here}, key=lambda person: names[person]):
            yield f"  {names[person]}"
            for one in (one for one in here if one.person == person):
                task = problem.task[one.task]
                begins = one.starts.astimezone(AMSTERDAM)
                ends = (one.starts + timedelta(minutes=task.minutes)).astimezone(AMSTERDAM)
                stands = "  (done)" if task.over else "  (agreed)" if task.pinned else ""
                yield f"    {begins:%H:%M}–{ends:%H:%M}  {task.trade:<4} {addresses[one.task]}{stands}"


def _out(problem: Problem, plan: Plan, names: Mapping[int, str], addresses: Mapping[int, str]) -> Iterator[str]:
    out = [task for task in problem.tasks if task.id not in plan.by_task and not task.over]
    if out:
        yield "\nStays out"
    for task in out:
        changes = smallest_change(problem, plan, task.id)
        yield f"  {addresses[task.id]} ({task.trade}, {task.minutes} minutes, {task.urgency.value})"
        for change in changes[:3]:
            yield f"    {say_change(change, names)}"
