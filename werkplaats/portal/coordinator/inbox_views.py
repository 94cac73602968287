"""The coordinator's inbox, and the page of what is late."""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from werkplaats.desk import queries
from werkplaats.ground import formats
from werkplaats.ground.templatetags.labels import label
from werkplaats.ground.templatetags.wp import badge
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
            "rows": _written(found.rows),
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
    context |= {"rows": _written(rows), "found_more": len(hits) > FOUND, "mistyped": mistyped}
    return render(request, "coordinator/inbox.html", context)


# What stands in the column of the state, and its colour, in the sections that are more than a state.
SECTIONS = {queries.DANGER: (_("Danger"), "danger"), queries.ANSWER: (_("Answered"), "info")}
# Written here and not in the template: for fifty rows that took longer than all the rest of the page.
ROW = """
    <tr class="utrecht-table__row" data-wp-row>
      <td class="utrecht-table__cell"><a class="utrecht-link utrecht-link--html-a wp-reference" href="{}">{}</a></td>
      <td class="utrecht-table__cell">{}</td>
      <td class="utrecht-table__cell">{}</td>
      <td class="utrecht-table__cell">{}</td>
      <td class="utrecht-table__cell">{}</td>
      <td class="utrecht-table__cell">{}</td>
    </tr>"""


def _written(rows: Sequence[queries.Row]) -> SafeString:
    """The rows of the table as they are shown now, in the language of the page."""
    now, tongue, pattern = timezone.now(), get_language() or "nl", reverse("coordinator:request", args=["0"])

    @cache
    def state(section: str, status: str) -> SafeString:
        return badge(*(SECTIONS.get(section) or (label(status, "request_status"), "neutral")))

    def written(row: queries.Row) -> str:
        line = row.request
        return ROW.format(
            escape(pattern.replace("/0/", f"/{line.reference}/")),
            escape(reference.spoken(line.reference)),
            escape(formats.ago(line.reported_at, now, tongue)),
            escape(line.reporter),
            escape(line.address),
            escape(formats.shortened(line.text, 90)),
            state(row.section, line.status),
        )

    return mark_safe("".join(map(written, rows)))


@page(May.ASSESS)
def late(request: Any) -> HttpResponse:
    waiting = queries.late(request.actor.cooperative_id, at=timezone.now())
    return render(request, "coordinator/late.html", {"late": waiting, "today": timezone.localdate()})
