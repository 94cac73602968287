"""What it brought, for the board and the coordinator: of a pilot or of everything, in whole months."""

from typing import Any

from django.http import HttpResponse

from werkplaats.homes.models import Pilot
from werkplaats.insight.rules.metrics import Audience
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import PageRequest, page
from werkplaats.portal.inside_results import inside
from werkplaats.portal.results_page import answer


@page(May.SEE_COUNTERS)
def results(request: PageRequest) -> HttpResponse:
    pilots: Any = Pilot.objects.filter(cooperative=request.actor.cooperative_id).order_by("starts_on", "id")
    context = inside(request, list(pilots), Audience.BOARD)
    return answer(request, "results/inside.html", context, request.actor.cooperative_id, Audience.BOARD)
