"""Household clients for the coordinator: what was granted, who comes, what the client agreed to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.delivery.queries import latest_consent
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Client
from werkplaats.homes.queries import no_gos, visible_client, visible_clients, visible_grant
from werkplaats.homes.rules import NoGoSide
from werkplaats.homes.rules.referral import GrantState, grant_state
from werkplaats.homes.services import fitting
from werkplaats.homes.services.clients import set_notes
from werkplaats.insight.queries.clients import client_rows
from werkplaats.members.models import Worker
from werkplaats.members.rules import ConsentPurpose, WorkerStatus
from werkplaats.members.rules.roles import May
from werkplaats.members.services import people
from werkplaats.planning.queries import coming_to, held_by, regular_helper
from werkplaats.portal.clients import add_grant_page, end_grant_page, found, refer_page
from werkplaats.portal.coordinator.client_forms import HomeForm, NoGoForm, NotesForm
from werkplaats.portal.fields import refuse
from werkplaats.portal.gate import action, form_page, page

PAGE = 60
VISITS = 8


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

    def verb() -> str:
        set_notes(request.actor, client.pk, form.cleaned_data["notes_for_helper"], at=timezone.now())
        return _("Kept. The helper reads this at the visit.")

    return _do(request, client, "notes", form, verb)


@action(May.MANAGE_PILOTS)
def home(request: Any, client_id: int) -> HttpResponse:
    """Pets and language."""
    client = found(visible_client(request.actor, client_id))
    form = HomeForm.of(client, request.POST)

    def verb() -> str:
        fitting.set_home(request.actor, client.pk, **form.given(), at=timezone.now())
        return _("Kept. Visits that are agreed already stay as they are.")

    return _do(request, client, "home", form, verb)


@action(May.MANAGE_PILOTS)
def heavy(request: Any, grant_id: int) -> HttpResponse:
    """Note that the help of a grant is heavy work, or that it is not."""
    grant = found(visible_grant(request.actor, grant_id))
    fitting.set_heavy(request.actor, grant.pk, heavy=request.POST.get("heavy") == "yes", at=timezone.now())
    messages.success(request, _("Noted."))
    return redirect("coordinator:client", client_id=grant.client_id)


@action(May.MANAGE_PILOTS)
def no_go(request: Any, client_id: int) -> HttpResponse:
    """From now on somebody is not sent to this client."""
    client = found(visible_client(request.actor, client_id))
    form = NoGoForm(_workers(client), request.POST)

    def verb() -> str:
        given, now = form.cleaned_data, timezone.now()
        side = NoGoSide(given["side"])
        fitting.keep_apart(request.actor, client.pk, given["worker"], side=side, reason=given["reason"], at=now)
        still = held_by(client.cooperative_id, given["worker"], at=now).filter(job__dwelling=client.dwelling_id).count()
        if not still:
            return _("Noted. This worker is not sent here any more.")
        return ngettext(
            "Noted. But %(number)d visit is agreed or asked already: take it back.",
            "Noted. But %(number)d visits are agreed or asked already: take them back.",
            still,
        ) % {"number": still}

    return _do(request, client, "no_go", form, verb)


@action(May.MANAGE_PILOTS)
def no_go_lift(request: Any, client_id: int, no_go_id: int) -> HttpResponse:
    client = found(visible_client(request.actor, client_id))
    pair = found(no_gos(request.actor).filter(pk=no_go_id, client=client).first())
    fitting.lift(request.actor, pair.pk, at=timezone.now())
    messages.success(request, _("Lifted. This worker can be sent here again."))
    return redirect("coordinator:client", client_id=client.pk)


@action(May.MANAGE_PILOTS)
def consent(request: Any, client_id: int) -> HttpResponse:
    """Note what the client answered: the coordinator asked it."""
    client, given = found(visible_client(request.actor, client_id)), request.POST.get("given")
    if given in ("yes", "no"):
        purpose = ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM
        people.record_consent(request.actor, client.person_id, purpose, given == "yes", at=timezone.now())
        messages.success(request, _("Noted."))
    return redirect("coordinator:client", client_id=client.pk)


def _do(request: Any, client: Client, name: str, form: Any, verb: Callable[[], str]) -> HttpResponse:
    """Do it and go back to the page; or show the form again with what was typed and what is wrong."""
    if form.is_valid():
        try:
            said = verb()
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, said)
            return redirect("coordinator:client", client_id=client.pk)
    return _page(request, client, {name: form}, status=422)


def _workers(client: Client) -> QuerySet[Worker]:
    """Everybody who could be sent: helpers, and tradespeople for a repair."""
    admitted = Worker.objects.filter(cooperative_id=client.cooperative_id, status=WorkerStatus.ADMITTED)
    return admitted.select_related("person").order_by("person__name", "pk")


def _page(request: Any, client: Client, sent: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    (row,) = client_rows([client], at=now)
    forms: dict[str, Any] = {
        "notes": NotesForm(initial={"notes_for_helper": client.notes_for_helper}),
        "home": HomeForm.of(client),
        "no_go": NoGoForm(_workers(client)),
    }
    ahead = (GrantState.COMING, GrantState.RUNNING)
    context = {
        "row": row,
        "client": client,
        "helper": regular_helper(client),
        "visits": coming_to(client, at=now)[:VISITS],
        "consent": latest_consent(client.person_id),
        "no_go": no_gos(request.actor).filter(client=client),
        "grants": [
            one for one in client.grants.all() if grant_state(one.starts_on, one.ends_on, one.ended_on, today) in ahead
        ],
        "forms": {**forms, **(sent or {})},
        "sent": next(iter(sent or {}), ""),
    }
    return render(request, "coordinator/client.html", context, status=status)
