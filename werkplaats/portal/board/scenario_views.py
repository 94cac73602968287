"""What if: scenarios, what came of them, and several side by side."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.insight import plots
from werkplaats.insight.queries.scenarios import Saved, as_it_is, saved, saved_scenario
from werkplaats.insight.rules.whatif.running import RunStatus
from werkplaats.insight.rules.whatif.scenario import faults
from werkplaats.insight.services import scenarios as services
from werkplaats.members.rules.roles import May
from werkplaats.portal.board import scenario_words as words
from werkplaats.portal.board.scenario_forms import ScenarioForm, coordinators_in_words, trades_in_words
from werkplaats.portal.clients import found
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import action, form_page, page

MOST_BESIDE: Final = 4
TAKEN_WITHIN: Final = timedelta(seconds=20)  # by the background work


@page(May.SEE_COUNTERS)
def scenarios(request: Any) -> HttpResponse:
    rows = saved(request.actor)
    context = {
        "rows": [{"one": one, "result": words.cell(one.ready, words.BY_NAME["money.result"])} for one in rows],
        "with_results": sum(one.ready is not None for one in rows),
        "nothing_here": not rows and bool(faults(as_it_is(request.actor, timezone.now()))),
    }
    return render(request, "board/scenarios.html", context)


@action(May.SEE_COUNTERS)
def present(request: Any) -> HttpResponse:
    """Save the cooperative as it is, and have it worked out."""
    now = timezone.now()
    try:
        row = services.save_scenario(request.actor, _("As it is now"), as_it_is(request.actor, now), at=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("board:scenarios")
    services.run_scenario(request.actor, row.pk, at=now)
    return redirect("board:scenario", row.pk)


@form_page(May.SEE_COUNTERS)
def new(request: Any) -> HttpResponse:
    """A new one, filled with another (`?from=`) or with how it is now."""
    now, other = timezone.now(), _other(request)
    base = other.scenario if other else as_it_is(request.actor, now)
    form = ScenarioForm(base, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.save_scenario(request.actor, form.cleaned_data["name"], form.scenario(), at=now)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            services.run_scenario(request.actor, row.pk, at=now)
            return redirect("board:scenario", row.pk)
    context = {"form": form, "base": other}
    return render(request, "board/scenario_new.html", context, status=422 if form.errors else 200)


def _other(request: Any) -> Saved | None:
    number = request.GET.get("from", "")
    return saved_scenario(request.actor, int(number)) if number.isdecimal() and len(number) < 12 else None


@page(May.SEE_COUNTERS)
def scenario(request: Any, scenario_id: int) -> HttpResponse:
    one = found(saved_scenario(request.actor, scenario_id))
    what = one.scenario
    context = {
        **_progress(one),
        "what": what,
        "coordinators": coordinators_in_words(what),
        "names": [one.row.name],
        "crews": [(trades_in_words(crew.trades), crew.people, crew.hours) for crew in what.crews],
        "groups": words.table([one.ready]) if one.ready else [],
        "shortages": words.shortages([one.ready]) if one.ready else [],
        "loads": words.loads(one.ready) if one.ready else [],
        "sentences": words.sentences(one.ready),
    }
    return render(request, "board/scenario.html", context)


def _progress(one: Saved) -> dict[str, Any]:
    now, run = timezone.now(), one.last
    queued = run is not None and run.status == RunStatus.QUEUED
    return {
        "one": one,
        "last": run,
        "waiting": one.is_waiting,
        "failed": run is not None and run.status == RunStatus.FAILED,
        "percent": round(100 * run.done / run.runs) if run else 0,
        "left": words.time_in_words(one.left(now)),
        "nobody_takes_it": queued and run is not None and now - run.asked_at > TAKEN_WITHIN,
    }


@page(May.SEE_COUNTERS)
def progress(request: Any, scenario_id: int) -> HttpResponse:
    """How far it is: a part of the page, asked for again and again; without scripts the page itself."""
    one = found(saved_scenario(request.actor, scenario_id))
    if "HX-Request" not in request.headers:
        return redirect("board:scenario", scenario_id)
    response = render(request, "board/_scenario_progress.html", _progress(one))
    if not one.is_waiting:
        response["HX-Refresh"] = "true"
    return response


@action(May.SEE_COUNTERS)
def run(request: Any, scenario_id: int) -> HttpResponse:
    one = found(saved_scenario(request.actor, scenario_id))
    services.run_scenario(request.actor, one.row.pk, at=timezone.now())
    return redirect("board:scenario", scenario_id)


@action(May.SEE_COUNTERS)
def stop(request: Any, scenario_id: int) -> HttpResponse:
    one = found(saved_scenario(request.actor, scenario_id))
    services.stop_run(request.actor, one.row.pk)
    return redirect("board:scenario", scenario_id)


@action(May.SEE_COUNTERS)
def away(request: Any, scenario_id: int) -> HttpResponse:
    one = found(saved_scenario(request.actor, scenario_id))
    services.put_scenario_away(request.actor, one.row.pk, at=timezone.now())
    messages.success(request, _("The scenario “%(name)s” was put away.") % {"name": one.row.name})
    return redirect("board:scenarios")


@page(May.SEE_COUNTERS)
def compare(request: Any) -> HttpResponse:
    """Two to four side by side: `?s=1&s=2`."""
    wanted = set(request.GET.getlist("s"))
    chosen = [one for one in saved(request.actor) if str(one.row.pk) in wanted and one.ready]
    if not 2 <= len(chosen) <= MOST_BESIDE:
        messages.error(request, _("Choose two, three or four scenarios that were worked out."))
        return redirect("board:scenarios")
    runs = [one.ready for one in chosen]
    context = {
        "names": [one.row.name for one in chosen],
        "groups": words.table(runs),
        "shortages": words.shortages(runs),
        "sentences": [(one.row.name, words.sentences(one.ready)) for one in chosen],
        "plot": _plot(chosen),
        "same_seed": len({one.scenario.seed for one in chosen}) == 1,
        "same_version": len({one.ready.version for one in chosen if one.ready}) == 1,
    }
    return render(request, "board/scenario_compare.html", context)


def _plot(chosen: list[Saved]) -> plots.Plot:
    runs = [one.ready for one in chosen if one.ready]
    rows = [
        (f"{title}: {measure.label}", measure.unit, [words.value(run, measure.name) for run in runs])
        for title, measures in words.GROUPS
        for measure in measures
        if measure.name in words.PLOTTED
    ]
    return plots.beside(_("The scenarios side by side"), [one.row.name for one in chosen], rows)
