"""What a district team sees of the clients that it referred: its own, and nobody else's."""

from django.http import HttpResponse
from django.shortcuts import render

from werkplaats.homes.queries import visible_clients
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import PageRequest, page


@page(May.SEE_OWN_CLIENTS)
def clients(request: PageRequest) -> HttpResponse:
    return render(request, "partner/clients.html", {"clients": visible_clients(request.actor)})
