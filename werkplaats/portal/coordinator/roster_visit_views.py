"""One visit of the roster: why it is where it is, who else could do it, and moving it in the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.members.rules.roles import May
from werkplaats.planning import queries, services
from werkplaats.planning.models import Roster
from werkplaats.planning.queries_board import Look, can_be_chosen, look_at, look_of
from werkplaats.planning.queries_drafts import Drafted, roster_for
from werkplaats.planning.rules.roster.draft import is_free
from werkplaats.planning.rules.roster.explain import Answer, Spot, explain_all
from werkplaats.planning.rules.roster.model import Problem, Task, Window
from werkplaats.planning.rules.roster.moments import minute, moment
from werkplaats.planning.wording_paid import say_spot
from werkplaats.planning.wording_roster import clock_on, say_broken
from werkplaats.portal.coordinator.roster_asked import Asked, asked_of, week_of
from werkplaats.portal.coordinator.roster_compare import spot_words
from werkplaats.portal.coordinator.roster_forms import MoveForm
from werkplaats.portal.coordinator.roster_twice import other_draft
from werkplaats.portal.coordinator.roster_unplanned import help_for
from werkplaats.portal.coordinator.roster_views import live
from werkplaats.portal.gate import action, page


@dataclass(frozen=True)
class Able:
    """Somebody who can: when it costs least, and what. `here`: goes there now."""

    name: str
    along: str
    when: str
    costs: str
    more: int  # points above the cheapest
    here: bool


@page(May.PLAN)
def visit(request: Any, visit_id: int) -> HttpResponse:
    """A page, or a part of the board when a script asks for it."""
    found = _visit(request, visit_id)
    asked = asked_of(request.GET)
    if not request.GET.get("week"):
        asked = replace(asked, monday=_monday_of(found))
    look = look_at(request.actor, asked.monday, at=timezone.now())
    return _page(request, found, look, asked)


@action(May.PLAN)
def move(request: Any, roster_id: int, visit_id: int) -> HttpResponse:
    """Put the visit somewhere else in the draft, or take it out. A card that was dragged gets the board or a reason."""
    roster = roster_for(request.actor, roster_id)
    if roster is None:
        raise Http404
    found = _visit(request, visit_id)
    asked = replace(asked_of(request.GET), monday=roster.first_day)
    form = move_form(can_be_chosen(found.cooperative_id), found.job.workers, roster, request.POST)
    at = timezone.now()
    try:
        now = _moved(request, roster, visit_id, form, at)
    except Refused as error:
        form.refuse(error)
        now = None
    if now is None and "dragged" in request.POST:
        return HttpResponse(_first_error(form), status=409, content_type="text/plain; charset=utf-8")
    if now is None:
        return _page(request, found, look_at(request.actor, asked.monday, at=at), asked, form=form, status=422)
    said = _said(now, visit_id)
    if "HX-Request" not in request.headers:
        messages.success(request, said)
        return redirect(asked.at("roster"))
    context = live(look_of(roster, now, at=at), asked) | {"said": said, "said_of": visit_id}
    return render(request, "coordinator/_roster_live.html", context)


def _moved(request: Any, roster: Roster, visit_id: int, form: MoveForm, at: datetime) -> Drafted | None:
    """The draft with the visit moved or taken out; None when the form has mistakes."""
    if "out" in request.POST:
        return services.take_visit_out(request.actor, roster.pk, visit_id, at=at)
    if not form.is_valid():
        return None
    given = form.cleaned_data
    return services.move_visit(
        request.actor,
        roster.pk,
        visit_id,
        form.people(),
        day=given["day"],
        starts_at=form.starts_at(),
        suits=given["suits"],
        at=at,
    )


def _said(now: Drafted, visit_id: int) -> str:
    put = now.plan.by_task.get(visit_id)
    if put is None:
        return _("Taken out of the draft. It is with the work without a place now.")
    return _("Moved: %(when)s.") % {"when": clock_on(minute(put[0].starts))}


def _first_error(form: MoveForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


def _visit(request: Any, visit_id: int) -> Any:
    found = queries.visit_for(request.actor, visit_id)
    if found is None:
        raise Http404
    return found


def _monday_of(visit: Any) -> date:
    day = local_day(visit.period.lower) if visit.period else max(visit.due_on, timezone.localdate())
    return week_of("", day)


def _page(
    request: Any, found: Any, look: Look, asked: Asked, *, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    task = look.problem.task.get(found.pk)
    task = None if task is None or task.over else task
    context: dict[str, Any] = {
        "asked": asked,
        **asked.links(),
        "visit": found,
        "job": found.job,
        "customer": queries.customer_of(found),
        "task": task,
        "draft": look.draft,
        "free": look.is_free(found.pk),
        "form": form,
        "partial": "HX-Request" in request.headers,
        "level": 2 if "HX-Request" in request.headers else 1,
        "below": 3 if "HX-Request" in request.headers else 2,
    }
    if task is None and found.pk in look.elsewhere:
        context["elsewhere"] = other_draft(asked, look.elsewhere[found.pk])
    if look.draft is not None:
        context["to_move"] = asked.at("roster_move", look.draft.pk, found.pk)
    if task is not None:
        context |= _why(look, task)
        if look.draft is not None and context["free"] and form is None:
            able = [answer.person for answer in context["answers"] if answer.spot is not None]
            names = {person.id: look.names.get(person.id, "?") for person in look.problem.people}
            initial = _initial(request, look, task, context)
            context["form"] = move_form(names, task.people, look.draft, able=able, initial=initial)
    template = "coordinator/_roster_visit.html" if context["partial"] else "coordinator/roster_visit.html"
    response = render(request, template, context, status=status)
    if context["partial"] and status != 200:
        response["HX-Retarget"], response["HX-Reswap"] = "#roster-panel", "innerHTML"
    return response


def _why(look: Look, task: Task) -> dict[str, Any]:
    """Everybody, who can first and the cheapest first; as if the visit were not promised and had no place yet."""
    problem, asked = _as_if_free(look.problem, task)
    answers = explain_all(problem, look.plan, task.id)
    base = min((answer.spot.points for answer in answers if answer.spot), default=0.0)
    here = {one.person for one in look.plan.by_task.get(task.id, ())}
    able = [_able(look, problem, asked, answer, answer.spot, base, here) for answer in answers if answer.spot]
    unable = [
        (look.names.get(answer.person, "?"), say_broken(answer.broken.rule, answer.broken.figures))
        for answer in answers
        if answer.broken is not None
    ]
    return {
        "answers": answers,
        "able": able,
        "unable": sorted(unable, key=lambda one: (one[1], one[0])),
        "now": spot_words(look, look.plan.by_task.get(task.id, ())),
        "help": help_for(look, task)[0] if not here else [],
        "promised": look.problem.task[task.id].pinned is not None and not is_free(task),
    }


def _as_if_free(problem: Problem, task: Task) -> tuple[Problem, Task]:
    if task.pinned is None:
        return problem, task
    own = Window(task.pinned.starts, task.pinned.starts + timedelta(minutes=task.minutes))
    free = replace(task, pinned=None, windows=(*task.windows, own))
    return replace(problem, tasks=tuple(free if one.id == task.id else one for one in problem.tasks)), free


def _able(look: Look, problem: Problem, task: Task, answer: Answer, spot: Spot, base: float, here: set[int]) -> Able:
    late = 0 if task.latest is None else max(0, spot.starts - minute(task.latest))
    others = [look.names.get(person, "?") for person in spot.people if person != answer.person]
    return Able(
        name=look.names.get(answer.person, "?"),
        along=_(" and ").join(others),
        when=clock_on(spot.starts),
        costs=", ".join(say_spot(spot.paid, problem.objective, late)),
        more=round(spot.points - base),
        here=answer.person in here,
    )


# -- the form ---------------------------------------------------------------------------------------------------------
def move_form(
    names: Mapping[int, str],
    people: int,
    roster: Roster,
    data: Any = None,
    able: Sequence[int] = (),
    initial: Any = None,
) -> MoveForm:
    """Who is `able` stands first."""
    ordered = sorted((name, number) for number, name in names.items())
    first = [(number, name) for name, number in ordered if number in able]
    others = [(number, name) for name, number in ordered if number not in able]
    groups = [(_("Can come"), first), (_("Cannot come now"), others)] if able else [(_("Everybody"), others)]
    days = [roster.first_day + timedelta(days=number) for number in range(roster.days)]
    days = [day for day in days if day >= timezone.localdate()]
    return MoveForm(data, initial=initial, people=people, names=groups, days=days)


def _initial(request: Any, look: Look, task: Task, why: dict[str, Any]) -> dict[str, Any]:
    """Where it is now; else where it was dropped; else where it costs least."""
    assigned = look.plan.by_task.get(task.id, ())
    people = [one.person for one in assigned]
    starts = assigned[0].starts if assigned else None
    cheapest = next((answer.spot for answer in why["answers"] if answer.spot), None)
    if not people and cheapest is not None:
        people, starts = list(cheapest.people), moment(cheapest.starts)
    given = {"person": request.GET.get("person") or (people[0] if people else ""), "day": request.GET.get("day")}
    if len(people) > 1:
        given["person2"] = people[1]
    if not given["day"] and starts is not None:
        given["day"] = local_day(starts).isoformat()
        if assigned:
            given["clock"] = starts.astimezone(AMSTERDAM).time()
    return given
