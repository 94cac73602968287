"""The coordinator's inbox, and the page of what is late."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from werkplaats.desk import queries
from werkplaats.ground import formats
from werkplaats.ground.templatetags.labels import label
from werkplaats.intake.queries import search
from werkplaats.intake.rules import reference
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import page

FOUND = 50


@page(May.ASSESS)
def inbox(request: Any) -> HttpResponse:
    """What is to be done, the requests in another state, or what a search finds."""
    cooperative_id = request.actor.cooperative_id
    words = request.GET.get("q", "").strip()[:200]
    state = request.GET.get("state", queries.TODO)
    if state not in queries.STATES:
        state = queries.TODO
    context: dict[str, Any] = {"q": words, "state": state}
    if not words:
        found = queries.inbox(cooperative_id, state, request.GET.get("after", ""))
        context |= {
            "rows": list(map(_shown(), found.rows)),
            "next": found.next,
            "later": bool(request.GET.get("after")),
            "states": queries.STATES,
            "todo": queries.todo_count(cooperative_id),
            "many": queries.MANY,
        }
        return render(request, "coordinator/inbox.html", context)
    hits = search(cooperative_id, words, limit=FOUND + 1)
    digits = "".join(sign for sign in words if sign.isdigit())
    if len(hits) == 1 and hits[0].reference == reference.read(words):
        return redirect("coordinator:request", reference=hits[0].reference)
    rows = [queries.Row(hit.status, hit) for hit in hits[:FOUND]]
    mistyped = not hits and len(digits) == len(words.replace(" ", "")) == 8 and reference.read(digits) is None
    context |= {"rows": list(map(_shown(), rows)), "found_more": len(hits) > FOUND, "mistyped": mistyped}
    return render(request, "coordinator/inbox.html", context)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the table, word for word."""

    url: str
    number: str
    since: str
    name: str
    address: str
    text: str
    state: Any
    tone: str


# What stands in the column of the state, and its colour, in the sections that are more than a state.
SECTIONS = {queries.DANGER: (_("Danger"), "danger"), queries.ANSWER: (_("Answered"), "info")}


def _shown() -> Callable[[queries.Row], Shown]:
    """How a row is shown now, in the language of the page. Worked out here once and not in the template row by row."""
    now, tongue, pattern = timezone.now(), get_language() or "nl", reverse("coordinator:request", args=["0"])

    def shown(row: queries.Row) -> Shown:
        line = row.request
        state, tone = SECTIONS.get(row.section) or (label(line.status, "request_status"), "neutral")
        return Shown(
            url=pattern.replace("/0/", f"/{line.reference}/"),
            number=reference.spoken(line.reference),
            since=formats.ago(line.reported_at, now, tongue),
            name=line.reporter,
            address=line.address,
            text=formats.shortened(line.text, 90),
            state=state,
            tone=tone,
        )

    return shown


@page(May.ASSESS)
def late(request: Any) -> HttpResponse:
    waiting = queries.late(request.actor.cooperative_id, at=timezone.now())
    return render(request, "coordinator/late.html", {"late": waiting, "today": timezone.localdate()})
