"""Which week is asked for and what of it: `?week=2026-W49&kind=help&trade=&who=&only=changes`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from werkplaats.ground import formats
from werkplaats.members.rules import WorkerKind
from werkplaats.planning.rules.rank import knows_trade
from werkplaats.planning.rules.roster.model import Person
from werkplaats.planning.rules.roster.moments import monday_of

KINDS = {"help": WorkerKind.HELPER, "repairs": WorkerKind.TRADESPERSON}


def week_of(text: str, today: date) -> date:
    """The Monday of a week such as "2026-W49"; of this week for anything else."""
    try:
        return monday_of(text)
    except ValueError:
        return today - timedelta(days=today.weekday())


def week_name(day: date) -> str:
    """The week of this day: "2026-W49"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


@dataclass(frozen=True)
class Asked:
    """The week (its Monday) and the filters; what is empty lets everything through."""

    monday: date
    kind: str = ""
    trade: str = ""
    who: int = 0
    only: str = ""

    @property
    def week(self) -> str:
        return week_name(self.monday)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def span(self) -> str:
        """ "23 nov – 29 nov 2026" """
        first, last = (_day_and_month(day, formats.known(get_language() or "nl")) for day in (self.monday, self.sunday))
        return f"{first} – {last} {self.sunday.year}"

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.trade or self.who or self.only)

    @property
    def is_over(self) -> bool:
        return self.sunday < timezone.localdate()

    def query(self, **other: Any) -> str:
        """The same as a part of an address, with something else in it."""
        words = {"week": self.week, "kind": self.kind, "trade": self.trade, "who": self.who or "", "only": self.only}
        return urlencode({name: value for name, value in {**words, **other}.items() if value})

    def at(self, name: str, *args: Any, **other: Any) -> str:
        """The address of a page of the roster, for this week and these filters."""
        return f"{reverse(f'coordinator:{name}', args=args)}?{self.query(**other)}"

    def of_visit(self, name: str, *args: Any) -> Callable[[int], str]:
        """The same for many visits, whose numbers come last; the address itself is looked up once."""
        before, after = self.at(name, *args, 0).split("/0/?")
        return lambda visit: f"{before}/{visit}/?{after}"

    def links(self) -> dict[str, str]:
        """What the pages of the roster link to, for the templates."""
        return {
            "to_board": self.at("roster"),
            "to_print": self.at("roster_print"),
            "to_map": self.at("roster_map"),
            "to_plan": self.at("roster_plan"),
            "to_hand": self.at("roster_by_hand"),
            "to_changes": self.at("roster", only="changes"),
            "to_all": f"{reverse('coordinator:roster')}?week={self.week}",
            "earlier": self.later(-1),
            "later": self.later(1),
        }

    def later(self, weeks: int) -> str:
        return self.at("roster", week=week_name(self.monday + timedelta(weeks=weeks)))

    def shows_person(self, person: Person) -> bool:
        if self.who and person.id != self.who:
            return False
        if self.kind and person.kind is not KINDS[self.kind]:
            return False
        return not self.trade or knows_trade(person.trades, self.trade)

    def shows_trade(self, trade: str, household: str) -> bool:
        if self.kind and (self.kind == "help") is not (trade == household):
            return False
        return not self.trade or trade == self.trade


def asked_of(words: Mapping[str, str]) -> Asked:
    kind, who = words.get("kind", ""), words.get("who", "")
    return Asked(
        monday=week_of(words.get("week", ""), timezone.localdate()),
        kind=kind if kind in KINDS else "",
        trade=words.get("trade", "")[:10],
        who=int(who) if who.isdecimal() and len(who) < 12 else 0,
        only="changes" if words.get("only") == "changes" else "",
    )


def short_day(day: date, language: str) -> str:
    """ "ma 30 nov" """
    tongue = formats.known(language)
    cut = 2 if tongue == "nl" else 3
    return f"{formats.WEEKDAYS[tongue][day.weekday()][:cut]} {_day_and_month(day, tongue)}"


def _day_and_month(day: date, tongue: str) -> str:
    """ "30 nov"; Dutch shortens maart to mrt."""
    month = formats.MONTHS[tongue][day.month - 1]
    return f"{day.day} {'mrt' if month == 'maart' else month[:3]}"
