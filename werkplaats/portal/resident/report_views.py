"""Reporting: one page, and the number to remember."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Residence
from werkplaats.intake.models import Request
from werkplaats.intake.queries import visible_request
from werkplaats.intake.rules import Branch, Channel
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import photos, requests
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import action, form_page, page
from werkplaats.portal.resident.advice import Advice, of_request, while_typing
from werkplaats.portal.resident.forms import PhotosForm, ReportForm


def own_dwellings(person_id: int) -> list[tuple[int, str]]:
    """Where this person lives now: (id, address)."""
    rows = Residence.objects.filter(person_id=person_id, until=None).select_related("dwelling").order_by("-id")
    return [(row.dwelling_id, f"{row.dwelling.address}, {row.dwelling.city}") for row in rows]


@form_page(May.FOLLOW_OWN_REQUESTS)
def report(request: Any) -> HttpResponse:
    dwellings = own_dwellings(request.actor.person_id)
    if "look" in request.POST:
        return _look(request, dwellings)
    form = ReportForm(request.POST or None, request.FILES or None, dwellings=dwellings)
    if request.method == "POST" and form.is_valid():
        try:
            made = requests.report(request.actor, new_request(request, form.cleaned_data), at=timezone.now())
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            add_all(request, made, form.cleaned_data["photos"])
            return redirect("resident:received", reference=made.reference)
    if form.errors and request.FILES:
        form.add_error("photos", _("Choose your photos once more: your browser did not keep them."))
    told = while_typing(request.actor, request.POST) if form.is_bound else Advice()
    context = {"form": form, "dwellings": dwellings, "advice": told}
    return render(request, "resident/report.html", context, status=422 if form.is_bound else 200)


def _look(request: Any, dwellings: list[tuple[int, str]]) -> HttpResponse:
    """Without JavaScript: what we think it is, before it is sent. What was filled in stays, but for the photos."""
    given = {**request.POST.dict(), "preferred_times": request.POST.getlist("preferred_times")}
    if request.FILES:
        messages.warning(request, _("Choose your photos once more: your browser did not keep them."))
    form = ReportForm(initial=given, dwellings=dwellings)
    context = {"form": form, "dwellings": dwellings, "advice": while_typing(request.actor, request.POST)}
    return render(request, "resident/report.html", context)


def new_request(request: Any, given: dict[str, Any]) -> NewRequest:
    client = getattr(request.user.person, "client", None) if given["branch"] == Branch.HOUSEHOLD else None
    return NewRequest(
        branch=Branch(given["branch"]),
        text=given["text"],
        place=given["place"],
        preferred_times=tuple(given["preferred_times"]),
        may_enter_when_away=given["may_enter_when_away"],
        channel=Channel.WEB,
        form_token=given["form_token"],
        dwelling_id=given["dwelling"],
        reporter_id=request.actor.person_id,
        client_id=client.pk if client else None,
    )


def add_all(request: Any, made: Request, files: list[Any]) -> None:
    """Each photo by itself: one that is refused is named, and loses neither the report nor the other photos."""
    if made.photos.exists() and request.resolver_match.url_name == "report":
        return  # the form came twice
    for file in files:
        try:
            photos.add_photo(request.actor, made.pk, file, at=timezone.now())
        except Refused as error:
            text = _("The photo %(name)s was not added. %(why)s") % {"name": file.name[:60], "why": error}
            messages.warning(request, text)


@action(May.FOLLOW_OWN_REQUESTS)
def listen(request: Any) -> HttpResponse:
    """While typing: help at once when the words are dangerous, else what we think it is. The form itself stays."""
    return render(request, "resident/_listening.html", {"advice": while_typing(request.actor, request.POST)})


@page(May.FOLLOW_OWN_REQUESTS)
def received(request: Any, reference: str) -> HttpResponse:
    subject = visible_request(request.actor, reference)
    if subject is None:
        raise Http404
    context = {"subject": subject, "advice": of_request(subject), "photos_form": PhotosForm()}
    return render(request, "resident/received.html", context)
