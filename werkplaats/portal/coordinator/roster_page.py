"""The board: people × days with their visits, what each is asked and offers, and the work without a place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.ground.templatetags.labels import label
from werkplaats.jobs.rules import HOUSEHOLD_TRADE, VisitStatus
from werkplaats.members.rules import WorkerKind
from werkplaats.planning.queries_board import Look, Seen
from werkplaats.planning.rules.roster.check import Broken
from werkplaats.planning.rules.roster.draft import ChangeKind, VisitChange, minutes_by_person
from werkplaats.planning.rules.roster.model import Assigned, Contract, Person
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.wording import hours
from werkplaats.planning.wording_roster import clock_on, say_broken
from werkplaats.portal.coordinator.roster_asked import Asked, short_day
from werkplaats.portal.coordinator.roster_unplanned import Out, also_in, unplanned

Mark = tuple[str, str]  # words, and the tone in which they are shown
CHANGED: Final[Mapping[ChangeKind, Any]] = {
    ChangeKind.NEW: gettext_lazy("new"),
    ChangeKind.LATER: gettext_lazy("other time"),
    ChangeKind.OTHERS: gettext_lazy("somebody else"),
    ChangeKind.BOTH: gettext_lazy("moved"),
    ChangeKind.OUT: gettext_lazy("taken out"),
}


@dataclass(frozen=True)
class Card:
    """A visit at somebody's on a day. `people`: all who go, as numbers with commas, for a card that is dragged."""

    visit: int
    url: str
    clock: str
    what: str
    street: str
    address: str
    customer: str
    supplier: str  # where material is fetched first
    marks: list[Mark]
    wrong: str
    was: str
    tones: str  # classes
    people: str
    move: str  # where a card that may be moved is sent


@dataclass
class Cell:
    day: date
    name: str
    iso: str
    off: str  # why nothing is to be put here; empty when it can
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    person: int
    name: str
    what: str
    cells: list[Cell]
    planned: int  # minutes
    offered: int
    load: str
    share: str
    wrong: list[str]

    @property
    def over(self) -> bool:
        return self.planned > self.offered

    @property
    def meter_max(self) -> int:
        return max(self.offered, self.planned, 1)

    @property
    def has_cards(self) -> bool:
        return any(cell.cards for cell in self.cells)


@dataclass(frozen=True)
class Board:
    days: list[tuple[date, str, bool]]  # day, its short name, whether it is today
    rows: list[Row]
    out: list[Out]
    out_more: int
    visits: int  # with a place


def board_of(look: Look, asked: Asked, *, help: bool = True) -> Board:
    """What is shown of the week; `help`: with what would make the first of the unplanned visits fit."""
    cards = _Cards(look, asked)
    language = get_language() or "nl"
    on_weekend = {local_day(one.starts) for one in look.plan.assigned}
    days = [asked.monday + timedelta(days=number) for number in range(look.problem.days)]
    days = [day for day in days if day.weekday() < 5 or day in on_weekend]
    minutes = minutes_by_person(look.problem, look.plan)
    people = [person for person in look.problem.people if asked.shows_person(person)]
    people.sort(key=lambda person: (person.kind, look.names.get(person.id, "")))
    rows = [_row(look, cards, person, days, minutes) for person in people]
    if asked.only:
        rows = [row for row in rows if row.has_cards]
    out, more = unplanned(look, asked, help=help)
    today = local_day(look.at)
    return Board(
        days=[(day, short_day(day, language), day == today) for day in days],
        rows=rows,
        out=out,
        out_more=more,
        visits=sum(len(cell.cards) for row in rows for cell in row.cells),
    )


def _row(look: Look, cards: "_Cards", person: Person, days: list[date], minutes: Mapping[int, int]) -> Row:
    language = get_language() or "nl"
    cells = [Cell(day, short_day(day, language), day.isoformat(), _off(person, day)) for day in days]
    of_day = {cell.day: cell for cell in cells}
    for one in look.plan.by_person.get(person.id, ()):
        card = cards.card(one)
        cell = of_day.get(local_day(one.starts))
        if card is not None and cell is not None:
            cell.cards.append(card)
    planned = minutes.get(person.id, 0)
    share = ""
    if person.contract is Contract.SELF_EMPLOYED:
        share = _("fair share %(hours)s") % {"hours": hours(round(look.problem.shares[person.id].work))}
    return Row(
        person=person.id,
        name=look.names.get(person.id, "?"),
        what=_what(person),
        cells=cells,
        planned=planned,
        offered=person.minutes,
        load=_("%(planned)s of %(offered)s hours") % {"planned": hours(planned), "offered": hours(person.minutes)},
        share=share,
        wrong=[say_broken(one.rule, one.figures).capitalize() for one in cards.wrong.get((None, person.id), ())],
    )


def _what(person: Person) -> str:
    if person.kind is WorkerKind.HELPER:
        return str(label(person.kind, "worker_kind"))
    return ", ".join(str(label(trade, "trade")) for trade in person.trades)


def _off(person: Person, day: date) -> str:
    if any(away.first_day <= day <= away.last_day for away in person.absences):
        return _("away")
    if not any(one.weekday == day.weekday() for one in person.hours):
        return _("does not work")
    return ""


class _Cards:
    """The cards of a week, made from what is looked up once."""

    def __init__(self, look: Look, asked: Asked) -> None:
        self.look, self.asked, self.changes = look, asked, look.changes
        self.url = asked.of_visit("roster_visit")
        self.move = asked.of_visit("roster_move", look.draft.pk) if look.draft is not None else None
        self.wrong: dict[tuple[int | None, int | None], list[Broken]] = {}
        for one in look.broken:
            self.wrong.setdefault((one.task, one.person), []).append(one)

    def card(self, one: Assigned) -> Card | None:
        """None when the filters leave it out."""
        look, seen, change = self.look, self.look.seen.get(one.task), self.changes.get(one.task)
        if seen is None or not self.asked.shows_trade(seen.trade, HOUSEHOLD_TRADE):
            return None
        if self.asked.only and change is None:
            return None
        wrong = [*self.wrong.get((one.task, one.person), ()), *self.wrong.get((one.task, None), ())]
        together = [other.person for other in look.plan.by_task[one.task]]
        task = look.problem.task[one.task]
        free = look.is_free(one.task)
        return Card(
            visit=one.task,
            url=self.url(one.task),
            clock=clock_of(one.starts, task.minutes),
            what=what_of(seen.trade),
            street=seen.street,
            address=seen.address,
            customer=seen.customer,
            supplier=seen.supplier,
            marks=list(self._marks(seen, change, free=free)),
            wrong="; ".join(say_broken(each.rule, each.figures) for each in wrong),
            was=before(look, change),
            tones=_tones(changed=change is not None, wrong=bool(wrong), over=task.over),
            people=",".join(map(str, together)),
            move=self.move(one.task) if free and self.move else "",
        )

    def _marks(self, seen: Seen, change: VisitChange | None, *, free: bool) -> Iterator[Mark]:
        if self.look.problem.task[seen.id].over:
            yield _("done"), "neutral"
        elif seen.status == VisitStatus.UNDER_WAY:
            yield _("busy"), "ok"
        elif seen.status == VisitStatus.OFFERED and change is None:
            yield _("asked"), "info"
        elif seen.status == VisitStatus.AGREED and not free:
            yield _("promised"), "neutral"
        if change is not None:
            yield str(CHANGED[change.kind]), "ok" if change.kind is ChangeKind.NEW else "warning"
        if seen.id in self.look.by_hand:
            yield _("by hand"), "info"
        if seen.id in self.look.elsewhere:
            yield also_in(self.look.elsewhere[seen.id]), "warning"


def _tones(**is_so: bool) -> str:
    return "".join(f" wp-visit--{tone}" for tone, so in is_so.items() if so)


def clock_of(starts: datetime, minutes: int) -> str:
    """ "9:00–10:30" """
    local = starts.astimezone(AMSTERDAM)
    ends = (starts + timedelta(minutes=minutes)).astimezone(AMSTERDAM)
    return f"{local.hour}:{local:%M}–{ends.hour}:{ends:%M}"


def before(look: Look, change: VisitChange | None) -> str:
    """ "was Tue 1-12 09:00, Piet Mol" of a visit that moves."""
    if change is None or not change.before:
        return ""
    who = _(" and ").join(look.names.get(one.person, "?") for one in change.before)
    return _("was %(when)s, %(who)s") % {"when": clock_on(minute(change.before[0].starts)), "who": who}


def what_of(trade: str) -> str:
    """The work in a word."""
    return _("Help") if trade == HOUSEHOLD_TRADE else str(label(trade, "trade"))
