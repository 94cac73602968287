"""What stands in the menu: the doors that are open for who looks."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from werkplaats.members.rules.roles import May

# (door, name of the page, label); short enough for one line at a desk: what is done seldom hangs under a page of these.
MENU: list[tuple[May, str, Any]] = [
    (May.FOLLOW_OWN_REQUESTS, "resident:home", _("My requests")),
    (May.FOLLOW_OWN_REQUESTS, "resident:report", _("Report something")),
    (May.SEE_OWN_WORK, "worker:home", _("My work")),
    (May.SEE_OWN_WORK, "worker:offers", _("Offers")),
    (May.ASSESS, "coordinator:inbox", _("Inbox")),
    (May.PLAN, "coordinator:visits", _("Visits")),
    (May.PLAN, "coordinator:roster", _("Roster")),
    (May.ASSESS, "coordinator:late", _("Late")),
    (May.ADMIT, "coordinator:workers", _("People")),
    (May.MANAGE_PILOTS, "coordinator:pilots", _("Pilots")),
    (May.MANAGE_PILOTS, "coordinator:clients", _("Clients")),
    (May.ASSESS, "coordinator:concerns", _("Concerns")),
    (May.ASSESS, "coordinator:notices", _("To tell")),
    (May.SETTLE, "board:friday", pgettext_lazy("page", "Friday")),
    (May.SETTLE, "board:settlement", _("Settlement")),
    (May.APPROVE_LISTS, "coordinator:lists", _("Who does what?")),
    (May.SEE_LANDLORD_RESULTS, "partner:landlord", _("Our dwellings")),
    (May.SEE_OWN_CLIENTS, "partner:clients", _("Our clients")),
    (May.SEE_LANDLORD_RESULTS, "partner:results", _("Results")),
    (May.SEE_OWN_CLIENTS, "partner:team_results", _("Results")),
    (May.SEE_TOTALS, "partner:totals", _("Totals")),
    (May.SEE_COUNTERS, "board:home", _("The pilot")),
    (May.SEE_COUNTERS, "board:results", _("Results")),
]


# The coordinator, whose menu is long, finds the counters under Pilots and the settlement under Friday.
UNDER_ANOTHER = frozenset({"board:home", "board:settlement", "board:results"})

# Where somebody starts who signs in, by the first door that opens.
FIRST: list[tuple[May, str]] = [
    (May.ASSESS, "coordinator:inbox"),
    (May.SEE_LANDLORD_RESULTS, "partner:landlord"),
    (May.SEE_OWN_CLIENTS, "partner:clients"),
    (May.SEE_OWN_WORK, "worker:home"),
    (May.SEE_COUNTERS, "board:home"),
    (May.SEE_TOTALS, "partner:totals"),
    (May.FOLLOW_OWN_REQUESTS, "resident:home"),
]


@dataclass(frozen=True)
class Entry:
    url: str
    label: Any
    current: bool


def navigation(request: Any) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    if actor is None or actor.person_id is None:
        return {"navigation": []}
    entries = [
        Entry(url, label, request.path == url)
        for door, name, url, label in _menu()
        if actor.may(door) and not (name in UNDER_ANOTHER and actor.may(May.MANAGE_PILOTS))
    ]
    return {"navigation": entries, "cooperative": request.user.cooperative}


@cache
def _menu() -> list[tuple[May, str, str, Any]]:
    """The menu with addresses, which are the same for as long as the program runs."""
    entries = []
    for door, name, label in MENU:
        with suppress(NoReverseMatch):
            entries.append((door, name, reverse(name), label))
    return entries


def first_page(actor: Any) -> str | None:
    """Where somebody starts: the first entry of the own menu, staff before resident. None for who has none."""
    if actor.person_id is None:
        return None
    for door, name in FIRST:
        if actor.may(door):
            return reverse(name)
    return None
