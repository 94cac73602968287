"""Household clients for the coordinator: what was granted, who comes, what the client agreed to."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.delivery.queries import latest_consent
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Client
from werkplaats.homes.queries import visible_client, visible_clients
from werkplaats.homes.services.clients import set_notes
from werkplaats.insight.queries.clients import client_rows
from werkplaats.members.rules import ConsentPurpose
from werkplaats.members.rules.roles import May
from werkplaats.members.services import people
from werkplaats.planning.queries import coming_to, regular_helper
from werkplaats.portal.clients import add_grant_page, end_grant_page, found, refer_page
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import action, form_page, page

PAGE = 60
VISITS = 8


class NotesForm(forms.Form):
    use_required_attribute = False
    notes_for_helper = forms.CharField(
        label=gettext_lazy("What must the helper know at the door?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@page(May.MANAGE_PILOTS)
def clients(request: Any) -> HttpResponse:
    shown = Paginator(visible_clients(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "rows": client_rows(shown.object_list, at=timezone.now())}
    return render(request, "coordinator/clients.html", context)


@page(May.MANAGE_PILOTS)
def client(request: Any, client_id: int) -> HttpResponse:
    return _page(request, found(visible_client(request.actor, client_id)))


@form_page(May.MANAGE_PILOTS)
def refer(request: Any) -> HttpResponse:
    return refer_page(request, "coordinator")


@form_page(May.MANAGE_PILOTS)
def add_grant(request: Any, client_id: int) -> HttpResponse:
    return add_grant_page(request, "coordinator", client_id)


@form_page(May.MANAGE_PILOTS)
def end_grant(request: Any, grant_id: int) -> HttpResponse:
    return end_grant_page(request, "coordinator", grant_id)


@action(May.MANAGE_PILOTS)
def notes(request: Any, client_id: int) -> HttpResponse:
    client = found(visible_client(request.actor, client_id))
    form = NotesForm(request.POST)
    if form.is_valid():
        try:
            set_notes(request.actor, client.pk, form.cleaned_data["notes_for_helper"], at=timezone.now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept. The helper reads this at the visit."))
            return redirect("coordinator:client", client_id=client.pk)
    return _page(request, client, form, status=422)


@action(May.MANAGE_PILOTS)
def consent(request: Any, client_id: int) -> HttpResponse:
    """Note what the client answered: the coordinator asked it."""
    client, given = found(visible_client(request.actor, client_id)), request.POST.get("given")
    if given in ("yes", "no"):
        purpose = ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM
        people.record_consent(request.actor, client.person_id, purpose, given == "yes", at=timezone.now())
        messages.success(request, _("Noted."))
    return redirect("coordinator:client", client_id=client.pk)


def _page(request: Any, client: Client, form: NotesForm | None = None, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    (row,) = client_rows([client], at=now)
    context = {
        "row": row,
        "client": client,
        "helper": regular_helper(client),
        "visits": coming_to(client, at=now)[:VISITS],
        "consent": latest_consent(client.person_id),
        "notes_form": form or NotesForm(initial={"notes_for_helper": client.notes_for_helper}),
    }
    return render(request, "coordinator/client.html", context, status=status)
