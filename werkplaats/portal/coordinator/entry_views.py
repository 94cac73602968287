"""Enter a report that came by phone, at the counter or by e-mail: first who and where, then what."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.desk import queries
from werkplaats.desk.services import Caller, enter
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Client, Dwelling
from werkplaats.intake.rules import Branch, Channel
from werkplaats.intake.rules.reference import spoken
from werkplaats.intake.rules.report import NewRequest
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import May
from werkplaats.portal.coordinator.request_forms import CallerForm, EntryForm
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import form_page, page


@page(May.ASSESS)
def find(request: Any) -> HttpResponse:
    """Who calls? Look the address or the name up."""
    words = request.GET.get("q", "").strip()[:200]
    addresses = queries.who_calls(request.actor.cooperative_id, words) if words else []
    return render(request, "coordinator/enter.html", {"q": words, "addresses": addresses})


@form_page(May.ASSESS)
def write_down(request: Any, dwelling_id: int, person_id: int | None = None) -> HttpResponse:
    """What is the matter? For somebody who lives there, or (without `person_id`) somebody new."""
    form = (CallerForm if person_id is None else EntryForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entered = enter(
                request.actor,
                _new_request(form.cleaned_data, dwelling_id, person_id),
                None if person_id else _caller(form.cleaned_data),
                at=timezone.now(),
            )
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                _("Entered. Tell the resident this number: %(number)s.") % {"number": spoken(entered.reference)},
            )
            return redirect("coordinator:request", reference=entered.reference)
    dwelling = Dwelling.objects.filter(pk=dwelling_id, cooperative_id=request.actor.cooperative_id).first()
    if dwelling is None:
        raise Http404
    person = _lives_there(request, dwelling_id, person_id) if person_id else None
    status = 422 if form.errors else 200
    return render(
        request, "coordinator/enter_form.html", {"form": form, "dwelling": dwelling, "person": person}, status=status
    )


LIVES_THERE = """
    SELECT * FROM members_person AS person
    WHERE cooperative_id = %s AND id = %s AND EXISTS (
        SELECT FROM homes_residence WHERE person_id = person.id AND dwelling_id = %s AND until IS NULL
    )
"""


def _lives_there(request: Any, dwelling_id: int, person_id: int) -> Person:
    values = [request.actor.cooperative_id, person_id, dwelling_id]
    person = next(iter(Person.objects.raw(LIVES_THERE, values)), None)
    if person is None:
        raise Http404
    return person


def _new_request(given: dict[str, Any], dwelling_id: int, person_id: int | None) -> NewRequest:
    household = given["branch"] == Branch.HOUSEHOLD
    client = (
        Client.objects.filter(person=person_id, dwelling_id=dwelling_id).first() if household and person_id else None
    )
    return NewRequest(
        branch=Branch(given["branch"]),
        text=given["text"],
        place=given["place"],
        preferred_times=(),
        may_enter_when_away=given["may_enter_when_away"],
        channel=Channel(given["channel"]),
        form_token=given["form_token"],
        dwelling_id=dwelling_id,
        reporter_id=person_id or 0,  # 0: somebody new, who gets a row in the same transaction
        client_id=client.pk if client else None,
    )


def _caller(given: dict[str, Any]) -> Caller:
    return Caller(given["name"], given["phone"], given["email"], given["contact_by"], given["language"])
