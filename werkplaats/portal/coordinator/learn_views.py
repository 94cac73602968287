"""What the program learned from the desk's decisions: every model with its figures, and the way back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.clients import found
from werkplaats.portal.gate import action, page
from werkplaats.triage import queries
from werkplaats.triage.rules.learned import AGAIN, ENOUGH, SHARED, ModelState
from werkplaats.triage.services import learning

PAGE = 20


@page(May.APPROVE_LISTS)
def learned(request: Any) -> HttpResponse:
    cooperative_id = request.actor.cooperative_id
    models = queries.models_of(cooperative_id)
    context = {
        "page": Paginator(models, PAGE).get_page(request.GET.get("page")),
        "live": models.filter(state=ModelState.LIVE).first(),
        "known": queries.decisions_with_item(cooperative_id).count(),
        "enough": ENOUGH,
        "again": AGAIN,
        "shared": SHARED,
        "may_manage": request.actor.may(May.MANAGE_LISTS),
    }
    return render(request, "coordinator/learned.html", context)


@action(May.MANAGE_LISTS)
def back(request: Any, learned_id: int) -> HttpResponse:
    found(queries.models_of(request.actor.cooperative_id).filter(pk=learned_id).first())
    return _chosen(request, learned_id, _("This model judges again."))


@action(May.MANAGE_LISTS)
def without(request: Any) -> HttpResponse:
    return _chosen(request, None, _("The model that comes with the program judges again."))


def _chosen(request: Any, model_id: int | None, done: str) -> HttpResponse:
    try:
        learning.go_back(request.actor, model_id, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("coordinator:learned")
