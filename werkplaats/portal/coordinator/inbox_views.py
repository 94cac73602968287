"""The coordinator's inbox, and the page of what is late."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from werkplaats.desk import queries
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
    context: dict[str, Any] = {
        "q": words,
        "state": state,
        "states": queries.STATES,
        "todo": queries.todo_count(cooperative_id),
        "many": queries.MANY,
    }
    if not words:
        found = queries.inbox(cooperative_id, state, request.GET.get("after", ""))
        later = bool(request.GET.get("after"))
        return render(
            request, "coordinator/inbox.html", {**context, "rows": found.rows, "next": found.next, "later": later}
        )
    hits = search(cooperative_id, words, limit=FOUND + 1)
    digits = "".join(sign for sign in words if sign.isdigit())
    if len(hits) == 1 and hits[0].reference == reference.read(words):
        return redirect("coordinator:request", reference=hits[0].reference)
    rows = [queries.Row(hit.status, hit) for hit in hits[:FOUND]]
    mistyped = not hits and len(digits) == len(words.replace(" ", "")) == 8 and reference.read(digits) is None
    return render(
        request,
        "coordinator/inbox.html",
        {**context, "rows": rows, "found_more": len(hits) > FOUND, "mistyped": mistyped},
    )


@page(May.ASSESS)
def late(request: Any) -> HttpResponse:
    waiting = queries.late(request.actor.cooperative_id, at=timezone.now())
    return render(request, "coordinator/late.html", {"late": waiting, "today": timezone.localdate()})
