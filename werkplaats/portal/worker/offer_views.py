"""What the worker is asked: yes or no, on a phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.planning import queries, services
from werkplaats.planning.models import Offer
from werkplaats.planning.rules.rank import distance
from werkplaats.planning.wording import far
from werkplaats.portal.gate import action, page


@page(May.SEE_OWN_WORK)
def offers(request: Any) -> HttpResponse:
    return _page(request)


@action(May.DO_OWN_WORK)
def accept(request: Any, offer_id: int) -> HttpResponse:
    try:
        services.accept(request.actor, offer_id, at=timezone.now())
    except Refused as error:
        return _page(request, refused=str(error), offer_id=offer_id, status=409)
    messages.success(request, _("Thank you. The visit stands in your work; there you see the address."))
    return redirect("worker:offers")


@action(May.DO_OWN_WORK)
def decline(request: Any, offer_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:500]
    try:
        services.decline(request.actor, offer_id, reason=reason, at=timezone.now())
    except Refused as error:
        return _page(request, refused=str(error), offer_id=offer_id, reason=reason, status=409)
    messages.success(request, _("Thank you for telling. We ask somebody else."))
    return redirect("worker:offers")


def _page(request: Any, *, refused: str = "", offer_id: int = 0, reason: str = "", status: int = 200) -> HttpResponse:
    rows = list(queries.open_offers(request.actor, at=timezone.now()))
    return render(
        request,
        "worker/offers.html",
        {
            "offers": [_card(row, refused if row.pk == offer_id else "", reason) for row in rows],
            # What is no longer open has no card to put the word on.
            "refused": refused if offer_id not in {row.pk for row in rows} else "",
        },
        status=status,
    )


def _card(offer: Offer, refused: str, reason: str) -> dict[str, Any]:
    """Until somebody says yes they see the street, not the number; a client's name never."""
    job = offer.visit.job
    metres = distance(offer.worker.latitude, offer.worker.longitude, job.dwelling.latitude, job.dwelling.longitude)
    return {
        "offer": offer,
        "job": job,
        "what": job.description or (job.request.text if job.request else ""),
        "activities": job.care_grant.activities if job.care_grant else [],
        "far": far(metres),
        "refused": refused,
        "reason": reason if refused else "",
    }
