"""A day of the roster on a map, and beside it the same in words: who goes where, in order."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from werkplaats.ground.formats import local_day
from werkplaats.members.rules.roles import May
from werkplaats.planning.queries_board import Look, look_at
from werkplaats.portal.coordinator.roster_asked import asked_of, short_day
from werkplaats.portal.coordinator.roster_page import Board, board_of
from werkplaats.portal.coordinator.roster_views import choices
from werkplaats.portal.gate import page

COLOURS: Final = 8  # told apart by the style sheet; the letters tell everybody apart


@dataclass(frozen=True)
class Stop:
    """`mark` stands on the map and before the same stop in the list."""

    mark: str
    words: str
    url: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Round:
    """The stops of somebody on this day, in order; without a name: the work without a place."""

    name: str
    colour: int
    stops: list[Stop]


@page(May.PLAN)
def on_map(request: Any) -> HttpResponse:
    asked = asked_of(request.GET)
    look = look_at(request.actor, asked.monday, at=timezone.now())
    board = board_of(look, asked)
    day = _day(request.GET.get("day", ""), look, board)
    rounds = [*_rounds(look, board, day), *_out(look, board)]
    language = get_language() or "nl"
    tiles = {"address": settings.MAP_TILES, "by": settings.MAP_TILES_BY} if settings.MAP_TILES else {}
    home = request.user.cooperative
    centre = [home.latitude, home.longitude]
    context = {
        "asked": asked,
        **asked.links(),
        **choices(look),
        "draft": look.draft,
        "day": day,
        "days": [(one, asked.at("roster_map", day=one.isoformat()), name) for one, name, _today in board.days],
        "day_name": short_day(day, language),
        "rounds": rounds,
        "drawn": {"rounds": [asdict(one) for one in rounds], "tiles": tiles, "centre": centre},
    }
    return render(request, "coordinator/roster_map.html", context)


def _day(text: str, look: Look, board: Board) -> date:
    """The day asked for; else today, or the first day of the week with a visit."""
    days = [day for day, _name, _today in board.days]
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = local_day(look.at)
    if asked in days:
        return asked
    busy = [cell.day for row in board.rows for cell in row.cells if cell.cards]
    return min(busy, default=days[0])


def _rounds(look: Look, board: Board, day: date) -> list[Round]:
    found: list[Round] = []
    taken: set[str] = set()
    for row in board.rows:
        cards = [card for cell in row.cells if cell.day == day for card in cell.cards]
        if not cards:
            continue
        letters = _letters(row.name, taken)
        stops = [
            _stop(
                look,
                card.visit,
                f"{letters}{number}",
                f"{card.clock} {card.what}, {card.address}, {card.customer}",
                card.url,
            )
            for number, card in enumerate(cards, start=1)
        ]
        found.append(Round(row.name, len(found) % COLOURS, stops))
    return found


def _out(look: Look, board: Board) -> list[Round]:
    stops = [
        _stop(look, one.visit, "?", f"{one.what}, {look.seen[one.visit].address}, {one.customer}", one.url)
        for one in board.out
    ]
    return [Round(_("Without a place"), -1, stops)] if stops else []


def _stop(look: Look, visit: int, mark: str, words: str, url: str) -> Stop:
    seen = look.seen[visit]
    return Stop(mark, words.strip(", "), url, seen.latitude, seen.longitude)


def _letters(name: str, taken: set[str]) -> str:
    """Two letters for a name, or with a following letter when they are somebody else's already."""
    words = [word for word in name.split() if word[0].isupper()] or name.split() or ["?"]
    first, last = words[0], words[-1]
    for length in range(1, len(last) + 1):
        letters = first[0] + last[:length]
        if letters not in taken:
            break
    taken.add(letters)
    return letters
