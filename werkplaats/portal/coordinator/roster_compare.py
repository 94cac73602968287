"""A draft beside the roster as it stands: what moves, what it pays, and who will hear of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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

KINDS: Mapping[ChangeKind, Any] = {
    ChangeKind.NEW: gettext_lazy("get a time"),
    ChangeKind.LATER: gettext_lazy("at another time"),
    ChangeKind.OTHERS: gettext_lazy("by somebody else"),
    ChangeKind.BOTH: gettext_lazy("by somebody else at another time"),
    ChangeKind.OUT: gettext_lazy("lose their time"),
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
    """`counts`: how many visits by kind of change. `trouble`: what keeps the draft from being published."""

    counts: list[tuple[int, str]]
    moves: list[tuple[str, list[Move]]]
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
    changes, present, objective = list(look.changes().values()), look.present, look.problem.objective
    was, now = cost(look.problem, present), cost(look.problem, look.plan)
    more = difference(now, was)
    by_kind = {kind: [one for one in changes if one.kind is kind] for kind in KINDS}
    words = {term: say_difference(term, points, objective) for term, points in more.items()}
    ordered = sorted((term for term in more if words[term]), key=lambda term: -abs(more[term]))
    return Compared(
        counts=[(len(ones), str(KINDS[kind])) for kind, ones in by_kind.items() if ones],
        moves=[(str(KINDS[kind]), [_move(look, asked, one) for one in ones]) for kind, ones in by_kind.items() if ones],
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
            for one in new_trouble(look.problem, look.plan)
        ],
    )


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
@dataclass
class Hearing:
    """Names with the number of visits they hear of."""

    diary: dict[str, int] = field(default_factory=dict)  # employees: it is in their diary, or out of it
    asked: dict[str, int] = field(default_factory=dict)  # self-employed: they may say no
    off: dict[str, int] = field(default_factory=dict)  # self-employed: it is off
    customers: dict[str, int] = field(default_factory=dict)  # hear it at once
    later: dict[str, int] = field(default_factory=dict)  # hear it when everybody has said yes


def hearing(look: Look) -> Hearing:
    """What `publish_roster` will tell, by name."""
    found = Hearing()
    for change in look.changes().values():
        same = bool(change.before and change.after) and change.before[0].starts == change.after[0].starts
        waits = False
        for number in sorted(change.come | change.go | (frozenset() if same else change.stay)):
            employee = look.problem.person[number].contract is Contract.EMPLOYEE
            coming = number not in change.go and bool(change.after)
            kind = found.diary if employee else found.asked if coming else found.off
            _count(kind, look.names.get(number, "?"))
            waits = waits or (coming and not employee)
        seen = look.seen[change.task]
        was_promised = seen.status == VisitStatus.AGREED
        if waits:
            _count(found.later, seen.customer)
        if was_promised or (change.after and not waits):
            _count(found.customers, seen.customer)
    return found


def _count(names: dict[str, int], name: str) -> None:
    names[name] = names.get(name, 0) + 1
