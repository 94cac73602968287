"""The results for who looks from outside: what was released, in quarters."""

from typing import Any

from django.utils.text import capfirst

from werkplaats.insight.queries.figures import figures
from werkplaats.insight.queries.released import released_quarters
from werkplaats.insight.rules.metrics import Audience, Scope
from werkplaats.insight.saying import span
from werkplaats.members.models import Cooperative
from werkplaats.portal import results
from werkplaats.portal.results_page import report_wanted


def outside(request: Any, cooperative: Cooperative, audience: Audience) -> dict[str, Any]:
    """What the page says. Two queries, whatever the period."""
    out = released_quarters(cooperative.pk)
    context: dict[str, Any] = {"cooperative": cooperative, "quarters": out}
    if not out:
        return context
    known = results.quarters(out[0], out[-1])
    first = results.asked_month(request.GET.get("from"), known, known[0])
    last = max(first, results.asked_month(request.GET.get("until"), known, known[-1]))
    end = last.replace(month=last.month + 2)
    context["asked"] = (None, first, end)
    if report_wanted(request):
        return context
    found = figures(Scope(cooperative.pk, first, end), audience)
    return {
        **context,
        "firsts": results.options(known, first, quarters=True),
        "lasts": results.options(known, last, quarters=True),
        "period": capfirst(span(first, last)),
        "chapters": results.chapters(found, audience, results.quarters(first, end)),
        "plots": results.split_plots(found),
    }
