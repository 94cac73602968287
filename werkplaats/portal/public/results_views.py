"""What it brought, for anybody: the page, and the same as open data."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from werkplaats.insight import open_data
from werkplaats.insight.queries.released import released_at
from werkplaats.insight.rules.metrics import Audience
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import page
from werkplaats.portal.outside_results import outside
from werkplaats.portal.results_page import answer

SHOWN = 100  # cooperatives in a list
LANGUAGES = ("nl", "en")


@page(May.ANYONE)
def all_results(request: Any) -> HttpResponse:
    return _one_of(request, "public:results")


@page(May.ANYONE)
def all_open_data(request: Any) -> HttpResponse:
    return _one_of(request, "public:open_data")


def _one_of(request: Any, name: str) -> HttpResponse:
    """The page of the only cooperative there is; a list where there are several."""
    cooperatives = list(Cooperative.objects.order_by("name")[:SHOWN])
    if len(cooperatives) == 1:
        return redirect(name, slug=cooperatives[0].slug)
    links = [(reverse(name, kwargs={"slug": one.slug}), one.name) for one in cooperatives]
    return render(request, "results/neighbourhoods.html", {"links": links})


@page(May.ANYONE)
def results(request: Any, slug: str) -> HttpResponse:
    cooperative = get_object_or_404(Cooperative, slug=slug)
    context = outside(request, cooperative, Audience.PUBLIC)
    return answer(request, "results/outside.html", context, cooperative.pk, Audience.PUBLIC)


@page(May.ANYONE)
def about_data(request: Any, slug: str) -> HttpResponse:
    cooperative = get_object_or_404(Cooperative, slug=slug)
    context = {
        "cooperative": cooperative,
        "rows": len(open_data.rows(cooperative.pk)),
        "metrics": open_data.public_metrics(),
        "columns": _columns(),
        "licence": open_data.LICENCE,
    }
    return render(request, "results/open_data.html", context)


@page(May.ANYONE)
def file(request: Any, slug: str, ending: str) -> HttpResponse:
    """The figures; in JSON with the dictionary beside them."""
    cooperative = get_object_or_404(Cooperative, slug=slug)
    found = open_data.rows(cooperative.pk)
    if ending == "csv":
        return _attached(HttpResponse(open_data.as_csv(found), content_type="text/csv; charset=utf-8"), "cijfers.csv")
    if ending == "json":
        body = {"licence": open_data.LICENCE, "dictionary": open_data.dictionary(), "figures": open_data.as_json(found)}
        return _attached(JsonResponse(body), "cijfers.json")
    raise Http404


@page(May.ANYONE)
def dictionary(request: Any, slug: str) -> HttpResponse:
    """What the metrics mean, as a table."""
    get_object_or_404(Cooperative, slug=slug)
    found = open_data.dictionary()
    text = open_data.table(list(found[0]), [list(one.values()) for one in found])
    return _attached(HttpResponse(text, content_type="text/csv; charset=utf-8"), "woordenboek.csv")


@page(May.ANYONE)
def description(request: Any, slug: str, notation: str) -> HttpResponse:
    """The description for machines, by DCAT-AP-NL."""
    cooperative = get_object_or_404(Cooperative, slug=slug)
    found = open_data.rows(cooperative.pk)
    about = open_data.About(
        name=cooperative.name,
        email=cooperative.email,
        page=request.build_absolute_uri(reverse("public:open_data", kwargs={"slug": slug})),
        titles=_said(lambda: _("Figures of %(name)s") % {"name": cooperative.name}),
        descriptions=_said(
            lambda: _("What a service cooperative brings its neighbourhood, by quarter. Nothing is about one person.")
        ),
        first=min((row.begin for row in found), default=None),
        last=max((row.end for row in found), default=None),
        changed_at=released_at(cooperative.pk),
    )
    triples = open_data.triples(about)
    if notation == "ttl":
        return HttpResponse(open_data.turtle(triples), content_type="text/turtle; charset=utf-8")
    if notation == "jsonld":
        return JsonResponse(open_data.json_ld(triples), content_type="application/ld+json")
    raise Http404


def _said(say: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append((language, str(say())))
    return tuple(found)


def _columns() -> list[tuple[str, str]]:
    return [
        ("metric", _("the code of the figure, see the dictionary")),
        ("from", _("the first day that it is about")),
        ("until", _("the last day that it is about")),
        ("kinds", _("the kinds of work: repairs, household, or both together; all: the neighbourhood as a whole")),
        ("part", _("a part of the figure, or lowest and highest of an estimate; empty for the whole")),
        ("value", _("the value, in the unit; money in cents")),
        ("unit", _("count, cents, hours, days, percent, score or ratio")),
        ("people", _("about how many people it is at least")),
    ]


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
