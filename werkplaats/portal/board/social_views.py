"""How people live together: the network of help between streets, and cohesion beside that of the country."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.insight.plots import Plot, bars
from werkplaats.insight.queries.rollups import made_at
from werkplaats.insight.queries.social import first_help_month, last_cohesion, social_fabric, told
from werkplaats.insight.rules.metrics import Audience, Scope, Unit
from werkplaats.insight.rules.social.figures import Asked, social_figures
from werkplaats.insight.rules.social.network import OTHERS, Between, Fabric
from werkplaats.insight.rules.surveys.cohesion import NATIONAL, STATEMENTS
from werkplaats.insight.saying import said
from werkplaats.members.rules.roles import May
from werkplaats.portal import results
from werkplaats.portal.gate import PageRequest, page
from werkplaats.portal.inside_results import period

MOST_PAIRS = 12  # of streets in one picture


@page(May.SEE_COUNTERS)
def social(request: PageRequest) -> HttpResponse:
    """Of a period of whole months, as on the page of results."""
    cooperative_id, today = request.actor.cooperative_id, timezone.localdate()
    this_month = today.replace(day=1)
    known = results.choice(first_help_month(cooperative_id), this_month)
    first = results.asked_month(request.GET.get("from"), known, known[max(0, len(known) - 13)])
    last = max(first, results.asked_month(request.GET.get("until"), known, known[-1]))
    scope = Scope(cooperative_id, first, last)
    fabric, asked = social_fabric(scope), last_cohesion(scope, today)
    found = social_figures(fabric, told(scope), asked[1] if asked else None, len(scope.months))
    context = {
        "firsts": results.options(known, first),
        "lasts": results.options(known, last),
        "all_pilots": True,
        "pilots": [],
        "period": period(first, last),
        "running": last == this_month,
        "made_at": made_at(cooperative_id),
        "chapters": results.chapters(found, Audience.BOARD),
        **_cohesion(asked[1] if asked else None),
        **_streets(fabric),
    }
    return render(request, "board/social.html", context)


def _cohesion(asked: Asked | None) -> dict[str, Any]:
    """Beside the country: the picture, and per statement who agrees. Nothing with fewer than ten answers."""
    found = asked.cohesion if asked else None
    if found is None:
        return {"national": NATIONAL}
    rows = [
        (_("This neighbourhood"), found.score),
        (_("The Netherlands"), NATIONAL.all),
        (_("The most urban neighbourhoods"), NATIONAL.most_urban),
        (_("Neighbourhoods outside the towns"), NATIONAL.least_urban),
    ]
    return {
        "national": NATIONAL,
        "cohesion": found,
        "cohesion_plot": bars(_("Social cohesion, from 0 to 10"), rows, Unit.SCORE),
        "statements": [
            (_(statement.text), said(agree, Unit.PERCENT))
            for statement, agree in zip(STATEMENTS, found.agree, strict=True)
        ],
    }


def _streets(fabric: Fabric) -> dict[str, Any]:
    """Only streets with ten people in the network, the others together; of ties the number from ten on."""
    if not fabric.streets:
        return {}
    return {
        "streets": [(_name(street), number) for street, number in fabric.streets],
        "between": [(_names(one), one.ties) for one in fabric.between if one.ties is not None],
        "few": sum(one.ties is None for one in fabric.between),
        "between_plot": _between_plot(fabric.between),
    }


def _between_plot(between: tuple[Between, ...]) -> Plot:
    rows = [(_names(one), one.ties) for one in between if one.ties is not None]
    return bars(_("Ties within and between streets"), rows[:MOST_PAIRS], Unit.COUNT)


def _names(between: Between) -> str:
    if between.one == between.other:
        return _("within %(street)s") % {"street": _name(between.one)}
    return f"{_name(between.one)} – {_name(between.other)}"


def _name(street: str) -> str:
    return _("other streets together") if street == OTHERS else street
