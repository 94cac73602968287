"""The rounds of the surveys: how many answered, a new round, and paper forms that are typed in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.insight.queries.surveys import RoundRow, round_of, rounds
from werkplaats.insight.rules.surveys import USUAL_DAYS, SurveyKind
from werkplaats.insight.services import surveys
from werkplaats.members.rules.roles import May
from werkplaats.portal.fields import day_field, refuse
from werkplaats.portal.gate import PageRequest, form_page, page
from werkplaats.portal.surveys import EARNERS, KINDS, ROLES, paper_form


class RoundForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to ask?"),
        choices=[
            (SurveyKind.COHESION.value, gettext_lazy("how it is to live here (clients, residents and workers)")),
            (SurveyKind.SPENDING.value, gettext_lazy("where the money goes (who earns here, and suppliers)")),
        ],
        widget=forms.RadioSelect,
    )
    closes_on = day_field(gettext_lazy("Last day to answer"))


@form_page(May.SEE_COUNTERS)
def survey_rounds(request: PageRequest) -> HttpResponse:
    """All rounds, and a form to open one."""
    today = timezone.localdate()
    form = RoundForm(request.POST or None, initial={"closes_on": today + timedelta(days=USUAL_DAYS)})
    if request.method == "POST" and form.is_valid():
        kind = SurveyKind(form.cleaned_data["kind"])
        try:
            surveys.open_round(request.actor, kind, closes_on=form.cleaned_data["closes_on"], at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The questions are on their way."))
            return redirect("board:survey_rounds")
    rows = [_shown(row) for row in rounds(request.actor.cooperative_id, today)]
    return render(request, "board/survey_rounds.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


@form_page(May.SEE_COUNTERS)
def survey_paper(request: PageRequest, round_id: int) -> HttpResponse:
    """Type in what somebody wrote on paper or said by phone; then the next."""
    row = _row(request, round_id)
    form: Any = paper_form(SurveyKind(row.round.kind), request.POST or None)
    if request.method == "POST" and row.is_open and form.is_valid():
        given = form.cleaned_data
        try:
            answered = form.answered(given["role"])
            surveys.type_in(
                request.actor,
                round_id,
                given["role"],
                answered,
                form_token=given["form_token"],
                at=timezone.now(),
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept. You can type in the next form."))
            return redirect("board:survey_paper", round_id=round_id)
    context = {**_shown(row), "form": form}
    return render(request, "board/survey_paper.html", context, status=422 if form.errors else 200)


@page(May.SEE_COUNTERS)
def survey_print(request: PageRequest, round_id: int) -> HttpResponse:
    """The questions on paper, for who never uses a screen."""
    row = _row(request, round_id)
    fields: dict[str, Any] = paper_form(SurveyKind(row.round.kind), None).fields
    asked = [field for name, field in fields.items() if name not in ("role", "form_token")]
    questions = [
        {"text": field.label, "choices": [text for __, text in field.choices], "more": not field.required}
        for field in asked
    ]
    return render(request, "board/survey_print.html", {**_shown(row), "questions": questions})


def _row(request: PageRequest, round_id: int) -> RoundRow:
    row = round_of(request.actor.cooperative_id, round_id, timezone.localdate())
    if row is None:
        raise Http404
    return row


def _shown(row: RoundRow) -> dict[str, Any]:
    kind = SurveyKind(row.round.kind)
    names = EARNERS if kind == SurveyKind.SPENDING else ROLES
    response = [{"name": names[one.role], "invited": one.invited, "answered": one.answered} for one in row.response]
    return {"row": row, "kind": KINDS[kind], "spending": kind == SurveyKind.SPENDING, "response": response}
