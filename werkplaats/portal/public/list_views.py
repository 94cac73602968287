"""Who does what, for anybody: A–Z, search while typing, on paper, and inside somebody else's page."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from werkplaats.homes.models import Landlord
from werkplaats.homes.rules import LandlordKind
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import page
from werkplaats.portal.list_words import line
from werkplaats.triage.queries import first_team, version_in_force
from werkplaats.triage.rules.list_search import search
from werkplaats.triage.rules.lists import Item, ListVersion, first_letter


@dataclass(frozen=True)
class Lists:
    """What counts today for who rents of this landlord: repairs, and household help."""

    cooperative: Cooperative
    landlords: list[Landlord]
    landlord: Landlord | None
    versions: tuple[ListVersion, ListVersion]

    @property
    def context(self) -> dict[str, Any]:
        return {"cooperative": self.cooperative, "landlords": self.landlords, "landlord": self.landlord}


def _lists(request: Any, slug: str) -> Lists:
    """With more than one landlord the visitor chooses (?landlord=…); a number that is not one of them is the first."""
    cooperative = get_object_or_404(Cooperative, slug=slug)
    parties = Landlord.objects.filter(cooperative=cooperative, kind=LandlordKind.PARTY)
    landlords, today = list(parties.order_by("name")), timezone.localdate()
    chosen = next((one for one in landlords if str(one.pk) == request.GET.get("landlord")), None)
    landlord = chosen or (landlords[0] if landlords else None)
    repairs = version_in_force(landlord, Branch.REPAIRS, today)
    household = version_in_force(first_team(cooperative.pk), Branch.HOUSEHOLD, today)
    return Lists(cooperative, landlords, landlord, (repairs, household))


@page(May.ANYONE)
def who_does_what(request: Any, slug: str) -> HttpResponse:
    """All of it, or what was searched; while typing (htmx) only the items.

    With ?embed=1 bare, to stand in the page of an association or municipality.
    """
    lists = _lists(request, slug)
    query = request.GET.get("q", "").strip()
    if "HX-Request" in request.headers:
        return HttpResponse(_items(lists, query), headers={"Vary": "HX-Request"})
    embed = request.GET.get("embed") == "1"
    context = {**lists.context, "q": query, "embed": embed, "items": _items(lists, query)}
    response = render(request, f"public/who_does_what{'_bare' if embed else ''}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if embed:
        # Only this page may be framed by others: it has no forms that do something, and nobody is signed in on it.
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
        response["Content-Security-Policy"] = "frame-ancestors *"
    return response


@page(May.ANYONE)
def who_does_what_print(request: Any, slug: str) -> HttpResponse:
    lists = _lists(request, slug)
    context = {**lists.context, "letters": _by_letter(_all(lists.versions), get_language() or "nl")}
    return render(request, "public/who_does_what_print.html", context)


def _items(lists: Lists, query: str) -> SafeString:
    language = get_language() or "nl"
    if not query:
        return _a_to_z(lists.versions, language)
    found = [line(item, language) for item in search(lists.versions, query)]
    context = {"found": found, "q": query, "cooperative": lists.cooperative}
    return mark_safe(render_to_string("public/_who_found.html", context))


@lru_cache(maxsize=32)
def _a_to_z(versions: tuple[ListVersion, ...], language: str) -> SafeString:
    """Written once in a process for each version and language: what is published does not change."""
    return mark_safe(render_to_string("public/_who_a_to_z.html", {"letters": _by_letter(_all(versions), language)}))


def _all(versions: tuple[ListVersion, ...]) -> list[Item]:
    return [item for version in versions for item in version.items]


def _by_letter(items: list[Item], language: str) -> list[tuple[str, list[Any]]]:
    """The letter and its lines. The letters are those of the Dutch names; in English those of the English ones."""
    lines = sorted((line(item, language) for item in items), key=lambda one: _sorted_by(one.name))
    return [(letter, list(group)) for letter, group in groupby(lines, key=lambda one: _sorted_by(one.name)[0])]


def _sorted_by(name: str) -> tuple[str, str]:
    return first_letter(name), name.casefold()
