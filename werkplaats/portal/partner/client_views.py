"""What a district team sees of the clients that it referred: its own, and nobody else's."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from werkplaats.delivery.queries import concerns_shared_with
from werkplaats.homes.queries import visible_client, visible_clients
from werkplaats.insight.queries.clients import client_rows
from werkplaats.members.rules.roles import May
from werkplaats.portal.clients import add_grant_page, end_grant_page, found, refer_page
from werkplaats.portal.gate import PageRequest, form_page, page

PAGE = 60


@page(May.SEE_OWN_CLIENTS)
def clients(request: PageRequest) -> HttpResponse:
    shown = Paginator(visible_clients(request.actor), PAGE).get_page(request.GET.get("page"))
    shared = concerns_shared_with(request.actor.district_team_ids)
    context = {
        "page": shown,
        "rows": client_rows(shown.object_list, at=timezone.now()),
        "with_concern": set(shared.values_list("client_id", flat=True)),
    }
    return render(request, "partner/clients.html", context)


@page(May.SEE_OWN_CLIENTS)
def client(request: PageRequest, client_id: int) -> HttpResponse:
    client = found(visible_client(request.actor, client_id))
    (row,) = client_rows([client], at=timezone.now())
    concerns = concerns_shared_with(request.actor.district_team_ids).filter(client=client)
    return render(request, "partner/client.html", {"row": row, "client": client, "concerns": concerns})


@form_page(May.SEE_OWN_CLIENTS)
def refer(request: Any) -> HttpResponse:
    return refer_page(request, "partner")


@form_page(May.SEE_OWN_CLIENTS)
def add_grant(request: Any, client_id: int) -> HttpResponse:
    return add_grant_page(request, "partner", client_id)


@form_page(May.SEE_OWN_CLIENTS)
def end_grant(request: Any, grant_id: int) -> HttpResponse:
    return end_grant_page(request, "partner", grant_id)
