"""The guard against false self-employment: how much of a self-employed worker's income and hours comes from here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import May
from werkplaats.portal.elsewhere import ElsewhereForm, answered
from werkplaats.portal.gate import PageRequest, form_page
from werkplaats.portal.week import WorkForm
from werkplaats.settlement import queries_guard
from werkplaats.settlement.rules.false_self_employment import USUAL_LEVEL, Levels, Step
from werkplaats.settlement.services.guard import set_levels

STEPS: dict[Step, Any] = {
    Step.ASK: gettext_lazy("Ask what this worker earned and worked elsewhere. Without it nothing can be said."),
    Step.TALK: gettext_lazy(
        "Talk with the worker: are there other customers, and does this person decide how the work is done?"
    ),
    Step.SPREAD: gettext_lazy("Offer new visits to more workers of this trade."),
    Step.EMPLOY: gettext_lazy("Does it feel like a job? Then think of an employment contract."),
    Step.ADVISER: gettext_lazy("Have your adviser look at the agreement and at how you work together."),
}


class LevelForm(WorkForm):
    income = forms.IntegerField(label=gettext_lazy("Of the income (%)"), min_value=1, max_value=100)
    hours = forms.IntegerField(label=gettext_lazy("Of the hours (%)"), min_value=1, max_value=100)


@form_page(May.SETTLE)
def guard(request: PageRequest) -> HttpResponse:
    own = queries_guard.levels(request.actor.cooperative_id)
    form = LevelForm(request.POST or None, initial={"income": own.income, "hours": own.hours})
    if request.method == "POST" and form.is_valid():
        try:
            set_levels(request.actor, Levels(**form.cleaned_data), at=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The levels are kept."))
            return redirect("board:guard")
    rows = queries_guard.guarded(request.actor, timezone.localdate())
    context = {"rows": rows, "form": form, "levels": own, "usual": USUAL_LEVEL}
    return render(request, "board/guard.html", context, status=422 if form.errors else 200)


@form_page(May.SETTLE)
def guard_worker(request: PageRequest, worker_id: int) -> HttpResponse:
    """One worker: the quarters, what to do, and what was told by phone."""
    worker = queries_guard.worker_of(request.actor, worker_id)
    if worker is None:
        raise Http404
    if worker.contract != Contract.SELF_EMPLOYED:
        return render(request, "board/guard_employee.html", {"worker": worker})
    today = timezone.localdate()
    form = ElsewhereForm.of(today, request.POST or None)
    if answered(request, worker, form, done=_("Noted what this worker told.")):
        return redirect("board:guard_worker", worker_id=worker.pk)
    found = queries_guard.guarded_worker(worker, today)
    context = {"found": found, "steps": [STEPS[step] for step in found.finding.steps], "form": form}
    return render(request, "board/guard_worker.html", context, status=422 if form.errors else 200)
