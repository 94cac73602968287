"""The results of a pilot and a period, for who is inside: the board, a landlord with an agreement, a district team."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from werkplaats.homes.models import Pilot
from werkplaats.insight.queries.figures import figures
from werkplaats.insight.queries.rollups import first_month, made_at
from werkplaats.insight.rules.metrics import Audience, Scope
from werkplaats.portal import results
from werkplaats.portal.gate import PageRequest
from werkplaats.portal.results_page import report_wanted


def inside(request: PageRequest, pilots: Sequence[Pilot], audience: Audience) -> dict[str, Any]:
    """What the page says. The board may ask for everything together; a party only for a pilot of its own."""
    all_pilots, cooperative_id = audience is Audience.BOARD, request.actor.cooperative_id
    made = made_at(cooperative_id)
    context: dict[str, Any] = {"made_at": made, "no_pilot": not pilots and not all_pilots}
    if made is None or context["no_pilot"]:
        return context
    this_month = timezone.localdate().replace(day=1)
    known = results.choice(first_month(cooperative_id), this_month)
    first = results.asked_month(request.GET.get("from"), known, known[max(0, len(known) - 13)])
    last = max(first, results.asked_month(request.GET.get("until"), known, known[max(0, len(known) - 2)]))
    pilot = _chosen(request.GET.get("pilot"), pilots, all_pilots=all_pilots)
    context["asked"] = (pilot, first, last)
    if report_wanted(request):
        return context
    scope = Scope(cooperative_id, first, last, pilot.pk if pilot else None)
    found = figures(scope, audience)
    return {
        **context,
        "pilots": pilots,
        "all_pilots": all_pilots,
        "pilot": pilot,
        "firsts": results.options(known, first),
        "lasts": results.options(known, last),
        "period": period(first, last),
        "running": last == this_month,
        "not_begun": pilot is not None and scope.until <= pilot.starts_on,
        "chapters": results.chapters(found, audience),
        "plots": [*results.course_plots(scope), *results.split_plots(found)],
    }


def _chosen(asked: Any, pilots: Sequence[Pilot], *, all_pilots: bool) -> Pilot | None:
    usual = None if all_pilots else pilots[0]
    return next((pilot for pilot in pilots if str(pilot.pk) == asked), usual)


def period(first: date, last: date) -> str:
    if first == last:
        return capfirst(date_format(first, "F Y"))
    said = _("%(first)s up to and including %(last)s")
    return capfirst(said % {"first": date_format(first, "F Y"), "last": date_format(last, "F Y")})
