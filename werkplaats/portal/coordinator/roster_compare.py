"""A draft beside the roster as it stands: what moves, what it pays, and who will hear of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.ground.templatetags.labels import label
from werkplaats.jobs.rules import VisitStatus
from werkplaats.planning.queries_board import Look
from werkplaats.planning.rules.roster.cost import cost, difference, total
from werkplaats.planning.rules.roster.draft import ChangeKind, VisitChange, new_trouble
from werkplaats.planning.rules.roster.model import Assigned, Contract, Term
from werkplaats.planning.rules.roster.moments import minute
from werkplaats.planning.wording_paid import say_difference
from werkplaats.planning.wording_roster import TERMS, clock_on, say_broken
from werkplaats.portal.coordinator.roster_asked import Asked

MOST: Final = 50  # of a kind that are named

KINDS: Mapping[ChangeKind, Callable[[int], str]] = {
    ChangeKind.NEW: lambda number: ngettext("%(number)d visit gets a time", "%(number)d visits get a time", number),
    ChangeKind.LATER: lambda number: ngettext(
        "%(number)d visit is at another time", "%(number)d visits are at another time", number
    ),
    ChangeKind.OTHERS: lambda number: ngettext(
        "%(number)d visit goes to somebody else", "%(number)d visits go to somebody else", number
    ),
    ChangeKind.BOTH: lambda number: ngettext(
        "%(number)d visit goes to somebody else at another time",
        "%(number)d visits go to somebody else at another time",
        number,
    ),
    ChangeKind.OUT: lambda number: ngettext(
        "%(number)d visit loses its time", "%(number)d visits lose their time", number
    ),
}


@dataclass(frozen=True)
class Move:
    url: str
    what: str
    customer: str
    was: str
    now: str


@dataclass(frozen=True)
class Paid:
    term: str
    before: int
    after: int
    words: str


@dataclass(frozen=True)
class Compared:
    """`counts`: how many visits by kind of change, in words. `trouble`: what keeps the draft from being published."""

    counts: list[str]
    moves: list[tuple[int, str, list[Move]]]
    paid: list[Paid]
    before: int
    after: int
    gains: list[str]
    losses: list[str]
    out_before: int
    out_after: int
    trouble: list[str]


def compared(look: Look, asked: Asked) -> Compared:
    """The draft against the present roster."""
    changes, present, objective = list(look.changes.values()), look.present, look.problem.objective
    was, now = cost(look.problem, present), cost(look.problem, look.plan)
    more = difference(now, was)
    by_kind = {kind: [one for one in changes if one.kind is kind] for kind in KINDS}
    words = {term: say_difference(term, points, objective) for term, points in more.items()}
    ordered = sorted((term for term in more if words[term]), key=lambda term: -abs(more[term]))
    return Compared(
        counts=[_many(kind, ones) for kind, ones in by_kind.items() if ones],
        moves=[
            (len(ones), _many(kind, ones), [_move(look, asked, one) for one in ones[:MOST]])
            for kind, ones in by_kind.items()
            if ones
        ],
        paid=[
            Paid(str(TERMS[term]), round(was[term]), round(now[term]), words.get(term, ""))
            for term in Term
            if round(was[term]) or round(now[term])
        ],
        before=round(total(was)),
        after=round(total(now)),
        gains=[words[term] for term in ordered if more[term] < 0],
        losses=[words[term] for term in ordered if more[term] > 0],
        out_before=sum(task.id not in present.by_task for task in look.problem.tasks),
        out_after=sum(task.id not in look.plan.by_task for task in look.problem.tasks),
        trouble=[
            f"{look.names.get(one.person or 0, '–')}: {say_broken(one.rule, one.figures)}"
            for one in new_trouble(look.problem, look.broken)
        ],
    )


def _many(kind: ChangeKind, ones: Sequence[VisitChange]) -> str:
    return KINDS[kind](len(ones)) % {"number": len(ones)}


def _move(look: Look, asked: Asked, change: VisitChange) -> Move:
    seen = look.seen[change.task]
    return Move(
        url=asked.at("roster_visit", change.task),
        what=f"{label(seen.trade, 'trade')}, {seen.street}",
        customer=seen.customer,
        was=spot_words(look, change.before),
        now=spot_words(look, change.after),
    )


def spot_words(look: Look, assigned: tuple[Assigned, ...]) -> str:
    """ "Tue 1-12 09:00, Piet Mol"; empty for nothing."""
    if not assigned:
        return ""
    who = _(" and ").join(look.names.get(one.person, "?") for one in assigned)
    return f"{clock_on(minute(assigned[0].starts))}, {who}"


# -- who will hear of it ----------------------------------------------------------------------------------------------
Heard = dict[tuple[str, object], int]  # name, and what tells people of one name apart; the number of visits


@dataclass
class Hearing:
    """Who hears of how many visits."""

    diary: Heard = field(default_factory=dict)  # employees: it is in their diary, or out of it
    asked: Heard = field(default_factory=dict)  # self-employed: they may say no
    off: Heard = field(default_factory=dict)  # self-employed: it is off
    customers: Heard = field(default_factory=dict)  # hear it at once
    later: Heard = field(default_factory=dict)  # hear it when everybody has said yes


def hearing(look: Look) -> Hearing:
    """What `publish_roster` will tell."""
    found = Hearing()
    for change in look.changes.values():
        same = bool(change.before and change.after) and change.before[0].starts == change.after[0].starts
        waits = False
        for number in sorted(change.come | change.go | (frozenset() if same else change.stay)):
            employee = look.problem.person[number].contract is Contract.EMPLOYEE
            coming = number not in change.go and bool(change.after)
            _count(
                found.diary if employee else found.asked if coming else found.off, look.names.get(number, "?"), number
            )
            waits = waits or (coming and not employee)
        seen = look.seen[change.task]
        if waits:
            _count(found.later, seen.customer, seen.address)
        if seen.status == VisitStatus.AGREED or (change.after and not waits):
            _count(found.customers, seen.customer, seen.address)
    return found


def _count(heard: Heard, name: str, which: object) -> None:
    heard[name, which] = heard.get((name, which), 0) + 1
