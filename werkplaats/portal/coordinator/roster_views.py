"""The planning board: the week on screen and on paper, letting it be planned, and publishing the draft."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.ground.errors import Refused
from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.members.rules.roles import May
from werkplaats.planning import services
from werkplaats.planning.models import Roster
from werkplaats.planning.queries_board import Look, look_at
from werkplaats.planning.queries_drafts import last_of, roster_for
from werkplaats.planning.rules import RosterStatus
from werkplaats.planning.rules.roster.change import Moving
from werkplaats.portal.coordinator.roster_asked import Asked, asked_of
from werkplaats.portal.coordinator.roster_compare import compared, hearing
from werkplaats.portal.coordinator.roster_forms import PlanForm
from werkplaats.portal.coordinator.roster_page import board_of
from werkplaats.portal.coordinator.roster_twice import other_drafts
from werkplaats.portal.gate import action, form_page, page

TAKEN_WITHIN = timedelta(seconds=30)  # by a worker process, when one runs
WAITING = (RosterStatus.QUEUED, RosterStatus.RUNNING)


@page(May.PLAN)
def board(request: Any) -> HttpResponse:
    """The week: the draft when one is ready, else the roster as it stands."""
    asked = asked_of(request.GET)
    look = look_at(request.actor, asked.monday, at=timezone.now())
    context = live(look, asked) | choices(look) | {"today": timezone.localdate()}
    return render(request, "coordinator/roster.html", context)


@page(May.PLAN)
def on_paper(request: Any) -> HttpResponse:
    """Per person per day, in black and white."""
    asked = asked_of(request.GET)
    look = look_at(request.actor, asked.monday, at=timezone.now())
    context = {"asked": asked, **asked.links(), "draft": look.draft, "board": board_of(look, asked, help=False)}
    return render(request, "coordinator/roster_print.html", context)


def live(look: Look, asked: Asked) -> dict[str, Any]:
    """All that changes on the board when a visit moves."""
    return {
        "asked": asked,
        **asked.links(),
        "look": look,
        "draft": look.draft,
        "last": look.last,
        "waiting": look.last is not None and look.last.status in WAITING,
        "failed": look.last is not None and look.last.status == RosterStatus.FAILED,
        "published": look.last is not None and look.last.status == RosterStatus.PUBLISHED,
        "board": board_of(look, asked),
        **other_drafts(look, asked),
        "compared": compared(look, asked) if look.draft is not None else None,
        **(_progress(look.last) if look.last is not None else {}),
    }


def choices(look: Look) -> dict[str, Any]:
    """What the filters offer."""
    trades = {trade for person in look.problem.people for trade in person.trades}
    trades |= {task.trade for task in look.problem.tasks} - {HOUSEHOLD_TRADE}
    return {
        "trades": sorted(trades),
        "people": sorted((look.names.get(person.id, "?"), person.id) for person in look.problem.people),
    }


# -- planning ---------------------------------------------------------------------------------------------------------
@form_page(May.PLAN)
def plan(request: Any) -> HttpResponse:
    """What the planner is asked; then it waits in the queue of the background work."""
    asked, actor = asked_of(request.GET), request.actor
    last = last_of(actor, asked.monday)
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=_as_before(last))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.ask_for_roster(
                actor,
                asked.monday,
                seconds=given["seconds"],
                moving=Moving(given["moving"]),
                weights=form.weights(),
                at=timezone.now(),
            )
        except Refused as error:
            form.refuse(error)
        else:
            return redirect(asked.at("roster"))
    draft = last if last is not None and last.status == RosterStatus.READY else None
    context = {"asked": asked, "form": form, "draft": draft, **asked.links()}
    return render(request, "coordinator/roster_plan.html", context, status=422 if form.errors else 200)


def _as_before(last: Roster | None) -> dict[str, Any]:
    """What was asked the last time for this week."""
    if last is None:
        return {"moving": Moving.EMPLOYEES}
    return {"moving": last.moving, **last.objective, **({"seconds": last.seconds} if last.seconds else {})}


@action(May.PLAN)
def by_hand(request: Any) -> HttpResponse:
    asked = asked_of(request.GET)
    moving = request.POST.get("moving", "")
    chosen = Moving(moving) if moving in set(Moving) else Moving.EMPLOYEES
    try:
        services.begin_roster_by_hand(request.actor, asked.monday, moving=chosen, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This is the draft now. It says what the roster says; move what you like."))
    return redirect(asked.at("roster"))


@page(May.PLAN)
def progress(request: Any, roster_id: int) -> HttpResponse:
    """How far the planner is: a part of the board, asked for again and again; a page of its own without scripts."""
    found = _found(request, roster_id)
    asked = Asked(found.first_day)
    context = {"last": found, "asked": asked, **asked.links(), **_progress(found)}
    context["waiting"] = found.status in WAITING
    if "HX-Request" not in request.headers:
        return render(request, "coordinator/roster_progress.html", context)
    response = render(request, "coordinator/_roster_progress.html", context)
    if not context["waiting"]:
        response["HX-Refresh"] = "true"
    return response


def _progress(roster: Roster) -> dict[str, Any]:
    return {
        "percent": round(roster.share * 100),
        "seconds_left": max(1, round((1 - roster.share) * roster.seconds)),
        "nobody_takes_it": roster.status == RosterStatus.QUEUED and timezone.now() - roster.asked_at > TAKEN_WITHIN,
    }


@action(May.PLAN)
def stop(request: Any, roster_id: int) -> HttpResponse:
    found = _found(request, roster_id)
    services.stop_roster(request.actor, found.pk)
    messages.success(request, _("The planner stops and keeps the best that it has so far."))
    return redirect(Asked(found.first_day).at("roster"))


# -- what becomes of the draft ----------------------------------------------------------------------------------------
@action(May.PLAN)
def throw_away(request: Any, roster_id: int) -> HttpResponse:
    found = _found(request, roster_id)
    try:
        services.throw_roster_away(request.actor, found.pk)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The draft is thrown away. The roster is as it was."))
    return redirect(Asked(found.first_day).at("roster"))


@form_page(May.PLAN)
def publish(request: Any, roster_id: int) -> HttpResponse:
    """First who will hear what, then the press of the button."""
    found = _found(request, roster_id)
    asked = Asked(found.first_day)
    if request.method == "POST":
        try:
            told = services.publish_roster(request.actor, found.pk, at=timezone.now()).told
        except Refused as error:
            messages.error(request, str(error))
        else:
            said = ngettext(
                "Published. %(number)d person hears what changes.",
                "Published. %(number)d people hear what changes for them.",
                told,
            )
            messages.success(request, said % {"number": told})
        return redirect(asked.at("roster"))
    look = look_at(request.actor, found.first_day, at=timezone.now())
    is_this = look.draft is not None and look.draft.pk == found.pk
    context = {"asked": asked, "roster": found, "is_this": is_this, **asked.links()}
    if is_this:
        context |= {"hearing": hearing(look), "compared": compared(look, asked), **other_drafts(look, asked)}
    return render(request, "coordinator/roster_publish.html", context)


def _found(request: Any, roster_id: int) -> Roster:
    found = roster_for(request.actor, roster_id)
    if found is None:
        raise Http404
    return found
