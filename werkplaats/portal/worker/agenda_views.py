"""The worker's agenda in a calendar program: the page that gives the address, and what is read there."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import override

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.queries import agenda_address_of, worker_of_agenda
from werkplaats.members.rules.roles import May
from werkplaats.members.services.agenda import make_agenda_address
from werkplaats.members.services.tokens import hash_of
from werkplaats.planning.agenda import as_icalendar
from werkplaats.planning.queries_agenda import agenda_of
from werkplaats.portal.gate import form_page, page


@form_page(May.SEE_OWN_WORK)
def agenda(request: Any) -> HttpResponse:
    """The address stands on the answer to the form and nowhere else, so that no cache or session keeps it."""
    made, refused = "", ""
    if request.method == "POST":
        try:
            key = make_agenda_address(request.actor, at=timezone.now())
            made = settings.SITE_URL + reverse("worker:agenda_feed", args=[key])
        except Refused as error:
            refused = str(error)
    context = {
        "made": made,
        # The scheme by which a phone opens its calendar program.
        "in_calendar": f"webcal://{made.partition('://')[2]}" if made else "",
        "refused": refused,
        "address": agenda_address_of(request.actor),
    }
    response = render(request, "worker/agenda.html", context, status=422 if refused else 200)
    response["Cache-Control"] = "no-store"
    return response


@page(May.ANYONE)
def feed(request: Any, key: str) -> HttpResponseBase:
    """The key is the door: who has it sees the visits of one worker and nothing else."""
    worker = worker_of_agenda(hash_of(key))
    if worker is None:
        raise Http404
    at = timezone.now()
    with override(worker.person.language):
        body = as_icalendar(
            agenda_of(worker.pk, at=at),
            name=worker.cooperative.name,
            site=settings.SITE_URL,
            page=reverse("worker:visit", args=[0]).replace("0", "{visit}"),
            today=local_day(at),
        )
    etag = quote_etag(sha256(body).hexdigest())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response
