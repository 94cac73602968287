"""What it brought: for a landlord and a district team of their own pilots, for who watches only what was released."""

from django.http import HttpResponse

from werkplaats.homes.models import Pilot
from werkplaats.insight.rules.metrics import Audience
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import PageRequest, page
from werkplaats.portal.inside_results import inside
from werkplaats.portal.outside_results import outside
from werkplaats.portal.results_page import answer


@page(May.SEE_LANDLORD_RESULTS)
def landlord(request: PageRequest) -> HttpResponse:
    return _of_party(request, landlord_id__in=request.actor.landlord_ids)


@page(May.SEE_OWN_CLIENTS)
def team(request: PageRequest) -> HttpResponse:
    return _of_party(request, district_team_id__in=request.actor.district_team_ids)


def _of_party(request: PageRequest, **whose: frozenset[int]) -> HttpResponse:
    pilots = Pilot.objects.filter(cooperative=request.actor.cooperative_id, **whose).order_by("starts_on", "id")
    context = inside(request, list(pilots), Audience.PARTY)
    return answer(request, "results/inside.html", context, request.actor.cooperative_id, Audience.PARTY)


@page(May.SEE_TOTALS)
def totals(request: PageRequest) -> HttpResponse:
    cooperative = Cooperative.objects.get(pk=request.actor.cooperative_id)
    context = outside(request, cooperative, Audience.WATCHER)
    return answer(request, "results/outside.html", context, cooperative.pk, Audience.WATCHER)
