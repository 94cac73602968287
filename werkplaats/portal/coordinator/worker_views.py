"""Who works here: applications, papers, hours, days away, and leaving."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.desk.services import worker_is_away, worker_leaves
from werkplaats.ground.errors import Refused
from werkplaats.homes.queries import no_gos
from werkplaats.members import queries
from werkplaats.members.models import Worker
from werkplaats.members.rules import CredentialKind, WorkerKind, WorkerStatus
from werkplaats.members.rules.roles import May
from werkplaats.members.services import fitting, workers
from werkplaats.planning import queries as planning
from werkplaats.planning.wording import far, hours
from werkplaats.portal.coordinator.roster_asked import week_name
from werkplaats.portal.coordinator.worker_forms import AwayForm, ContractForm, DecisionForm, LeaveForm, PaperForm
from werkplaats.portal.fitting import FittingForm
from werkplaats.portal.gate import action, page
from werkplaats.portal.week import WeekForm, WorkForm

MOST_DAYS = 28  # of an absence, for which the roster is offered to be made again
GONE = (WorkerStatus.DECLINED, WorkerStatus.LEFT)


@page(May.ADMIT)
def overview(request: Any) -> HttpResponse:
    """Applications that wait, papers that are missing or end, who is admitted; who is gone on a page of its own."""
    of, today = request.actor.cooperative_id, timezone.localdate()
    gone = request.GET.get("who") == "gone"
    context: dict[str, Any] = {"gone": gone, "counts": queries.status_counts(of), "today": today}
    if gone:
        context["rows"] = [row for status in GONE for row in queries.workers_by_status(of, status, today=today)]
        return render(request, "coordinator/workers_gone.html", context)
    share = {
        candidate.worker_id: {"done": hours(candidate.minutes_done), "offered": hours(candidate.minutes_offered)}
        for candidate in planning.load(
            Worker.objects.filter(cooperative_id=of, status=WorkerStatus.ADMITTED), at=timezone.now()
        )
    }
    admitted = queries.workers_by_status(of, WorkerStatus.ADMITTED, today=today)
    context |= {
        "applied": queries.workers_by_status(of, WorkerStatus.APPLIED, today=today),
        "papers": queries.whose_papers_end(admitted),
        "admitted": [(row, share[row.worker.pk]) for row in admitted],
    }
    return render(request, "coordinator/workers.html", context)


@page(May.ADMIT)
def worker(request: Any, worker_id: int) -> HttpResponse:
    return _page(request, _worker(request, worker_id))


@action(May.ADMIT)
def decide(request: Any, worker_id: int) -> HttpResponse:
    """Admit or decline: the button says which."""
    found, form = _worker(request, worker_id), DecisionForm(request.POST)
    declining = request.POST.get("do") == "decline"

    def verb() -> str:
        decided = workers.decline if declining else workers.admit
        decided(request.actor, found.pk, reason=form.cleaned_data["reason"], at=timezone.now())
        return _("Declined. The applicant hears the reason.") if declining else _("Admitted. The worker hears it.")

    return _do(request, found, "decision", form, verb)


@action(May.ADMIT)
def paper(request: Any, worker_id: int) -> HttpResponse:
    found, form = _worker(request, worker_id), PaperForm(request.POST, auto_id="paper_%s")

    def verb() -> str:
        given = {**form.cleaned_data, "kind": CredentialKind(form.cleaned_data["kind"])}
        workers.record_credential(request.actor, found.pk, **given, at=timezone.now())
        return _("Noted that you have seen this paper.")

    return _do(request, found, "paper", form, verb)


@action(May.ADMIT)
def week(request: Any, worker_id: int) -> HttpResponse:
    found, form = _worker(request, worker_id), WeekForm(request.POST)

    def verb() -> str:
        workers.set_availability(request.actor, found.pk, form.hours(), at=timezone.now())
        return _("The hours are kept. Visits that are agreed already stay as they are.")

    return _do(request, found, "week", form, verb)


@action(May.ADMIT)
def fits(request: Any, worker_id: int) -> HttpResponse:
    found = _worker(request, worker_id)
    form = FittingForm.of(found, request.POST)

    def verb() -> str:
        fitting.set_fitting(request.actor, found.pk, **form.given(), at=timezone.now())
        return _("Kept. Visits that are agreed already stay as they are.")

    return _do(request, found, "fitting", form, verb)


@action(May.ADMIT)
def contract(request: Any, worker_id: int) -> HttpResponse:
    found, form = _worker(request, worker_id), ContractForm(request.POST, auto_id="contract_%s")

    def verb() -> str:
        fitting.set_contract(request.actor, found.pk, **form.given(), at=timezone.now())
        return _("The contract is kept.")

    return _do(request, found, "contract", form, verb)


@action(May.ADMIT)
def away(request: Any, worker_id: int) -> HttpResponse:
    found, form = _worker(request, worker_id), AwayForm(request.POST, auto_id="away_%s")

    def verb() -> str:
        __, freed = worker_is_away(request.actor, found.pk, **form.cleaned_data, at=timezone.now())
        if not freed:
            return _("The days away are noted.")
        return ngettext(
            "The days away are noted. %(number)d visit is free to plan again.",
            "The days away are noted. %(number)d visits are free to plan again.",
            freed,
        ) % {"number": freed}

    return _do(request, found, "away", form, verb)


@action(May.ADMIT)
def leave(request: Any, worker_id: int) -> HttpResponse:
    found, form = _worker(request, worker_id), LeaveForm(request.POST, auto_id="leave_%s")

    def verb() -> str:
        worker_leaves(request.actor, found.pk, reason=form.cleaned_data["reason"], at=timezone.now())
        return _("Noted. The visits still to come are to be planned again.")

    return _do(request, found, "leave", form, verb)


def _do(request: Any, found: Worker, name: str, form: WorkForm, verb: Callable[[], str]) -> HttpResponse:
    """Do it and go back to the page; or show the form again with what was typed and what is wrong."""
    if form.is_valid():
        try:
            said = verb()
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            return redirect("coordinator:worker", worker_id=found.pk)
    return _page(request, _worker(request, found.pk), {name: form}, status=422)


def _worker(request: Any, worker_id: int) -> Worker:
    found = queries.visible_worker(request.actor, worker_id)
    if found is None:
        raise Http404
    return found


def _weeks_of(absence: Any, worker: Worker, today: date) -> dict[str, int]:
    """The first weeks in which the worker would have worked on these days, with their numbers."""
    usual = {hours.weekday for hours in worker.availability.all()}
    first = max(absence.first_day, today)
    days = [first + timedelta(days=number) for number in range(min((absence.last_day - first).days + 1, MOST_DAYS))]
    return {week_name(day): day.isocalendar().week for day in days if day.weekday() in usual}


def _page(request: Any, found: Worker, sent: dict[str, WorkForm] | None = None, *, status: int = 200) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    forms: dict[str, Any] = {
        "decision": DecisionForm(),
        "paper": PaperForm(auto_id="paper_%s", initial={"issued_on": today}),
        "week": WeekForm(initial=WeekForm.of(found.availability.all())),
        "away": AwayForm(auto_id="away_%s", initial={"first_day": today, "last_day": today}),
        "leave": LeaveForm(auto_id="leave_%s"),
        "fitting": FittingForm.of(found),
        "contract": ContractForm.of(found),
    }
    (facts_of,) = planning.load(Worker.objects.filter(pk=found.pk), at=now)
    held = list(planning.held_by(request.actor.cooperative_id, found.pk, at=now))
    away = sorted(
        (absence for absence in found.absences.all() if absence.last_day >= today), key=lambda one: one.first_day
    )
    for one in away:
        one.weeks = _weeks_of(one, found, today)  # type: ignore[attr-defined]
    for visit in held:
        day = timezone.localtime(visit.period.lower).date() if visit.period else today
        visit.while_away = any(one.first_day <= day <= one.last_day for one in away)  # type: ignore[attr-defined]
    context = {
        "worker": found,
        "row": queries.worker_row(found, today),
        "papers": queries.credentials_of(found),
        "decisions": queries.decisions_about(found),
        "facts": _facts(found),
        "helper": found.kind == WorkerKind.HELPER,
        "hours": sorted(found.availability.all(), key=lambda one: (one.weekday, one.starts)),
        "away": away,
        "no_go": no_gos(request.actor).filter(worker=found),
        "visits": held,
        "share": {"done": hours(facts_of.minutes_done), "offered": hours(facts_of.minutes_offered)},
        "today": today,
        "forms": {**forms, **(sent or {})},
        "sent": next(iter(sent or {}), ""),
    }
    return render(request, "coordinator/worker.html", context, status=status)


def _facts(found: Worker) -> list[tuple[str, Any]]:
    """What was applied with; empty values are left out by the page."""
    person = found.person
    return [
        (_("Phone"), person.phone),
        (_("E-mail address"), person.email),
        (_("Address"), f"{found.postcode}, {found.house_number}"),
        (_("KvK number"), found.kvk_number),
        (_("VAT number"), found.vat_number),
        (_("IBAN"), found.iban),
        (_("Goes at most"), far(found.radius_metres)),
        (_("Hours a week"), hours(int(found.hours_a_week * 60))),
        (_("Own wishes"), found.wishes),
    ]
