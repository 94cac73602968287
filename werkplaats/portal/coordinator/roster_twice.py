"""Other open drafts that plan the same repairs: what is left to them, and what two drafts have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import ngettext

from werkplaats.ground.templatetags.labels import label
from werkplaats.planning.queries_board import Look
from werkplaats.portal.coordinator.roster_asked import Asked, week_name


@dataclass(frozen=True)
class OtherDraft:
    week: int
    url: str
    words: str = ""
    visits: Sequence[str] = ()


def other_drafts(look: Look, asked: Asked) -> dict[str, Any]:
    """For the templates."""
    return {
        "left_out": [
            other_draft(
                asked,
                day,
                ngettext(
                    "%(number)d visit is in the draft of week %(week)d, so it is left out here.",
                    "%(number)d visits are in the draft of week %(week)d, so they are left out here.",
                    number,
                ),
                number,
            )
            for day, number in (look.left_out.items() if look.draft is not None else ())
        ],
        "twice": [
            other_draft(
                asked,
                day,
                ngettext(
                    "%(number)d visit is also in the draft of week %(week)d.",
                    "%(number)d visits are also in the draft of week %(week)d.",
                    len(visits),
                ),
                len(visits),
                [_named(look, visit) for visit in visits],
            )
            for day, visits in look.planned_twice.items()
        ],
    }


def other_draft(asked: Asked, day: date, words: str = "", number: int = 0, visits: Sequence[str] = ()) -> OtherDraft:
    week = day.isocalendar().week
    url = asked.at("roster", week=week_name(day), only="")
    return OtherDraft(week, url, words % {"number": number, "week": week}, visits)


def _named(look: Look, visit: int) -> str:
    seen = look.seen[visit]
    return ", ".join(words for words in (str(label(seen.trade, "trade")), seen.address, seen.customer) if words)
