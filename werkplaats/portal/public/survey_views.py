"""Two minutes of questions behind a private link, without an account."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from werkplaats.ground.errors import Refused
from werkplaats.insight.models import SurveyInvitation
from werkplaats.insight.queries.surveys import invitation_of
from werkplaats.insight.rules.surveys import Respondent, SurveyKind, is_open
from werkplaats.insight.services import surveys
from werkplaats.members.rules.roles import May
from werkplaats.members.services.tokens import hash_of
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import form_page
from werkplaats.portal.surveys import FORMS


@form_page(May.ANYONE)
def survey(request: Any, token: str) -> HttpResponse:
    """The link is the key. Who answered already, or comes too late, reads so."""
    found = _found(token)
    kind, open_ = SurveyKind(found.round.kind), _is_open(found)
    if found.answered and request.method == "POST":
        return redirect("public:thanks", slug=found.cooperative.slug, what="antwoorden")
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and open_ and form.is_valid():
        try:
            surveys.answer(token, form.answered(Respondent(found.role)), at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            return redirect("public:thanks", slug=found.cooperative.slug, what="antwoorden")
    context = {
        "cooperative": found.cooperative,
        "round": found.round,
        "form": form,
        "spending": kind == SurveyKind.SPENDING,
        "supplier": found.role == Respondent.SUPPLIER,
        "answered": found.answered,
        "open": open_,
    }
    return _kept_private(render(request, "public/survey.html", context, status=422 if form.errors else 200))


def _found(token: str) -> SurveyInvitation:
    found = invitation_of(hash_of(token))
    if found is None:
        raise Http404
    return found


def _is_open(invitation: SurveyInvitation) -> bool:
    return is_open(invitation.round.opens_on, invitation.round.closes_on, timezone.localdate())


def _kept_private(response: HttpResponse) -> HttpResponse:
    # Not "no-referrer": with that a browser sends no origin along with the form, and the answer would be refused.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
