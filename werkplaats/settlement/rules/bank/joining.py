"""Joining a statement to what is kept of the account, so that nothing doubles and nothing is missing.

Banks agree, over formats, on two things only: which amounts moved on which day, and the balance between them. So a line
is the first, second, … of its amount on its day, and the balances say whether days are told again or follow.

A statement is of whole days, or of the rest of the last day kept. Its limit: a second statement of one day, of the same
amounts as the first and adding up to nothing, is taken for the first told again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from werkplaats.settlement.rules.bank.statement import Line, Place, Problem, Statement, Unreadable


@dataclass(frozen=True)
class Kept:
    """What is known of an account around the days of a statement. Balances and amounts in cents.

    `before` is the balance at the start of the statement's first day; `counts` says for each day of the statement and
    each amount how many lines are kept.
    """

    opening_cents: int
    first_day: date
    last_day: date
    before: int
    counts: Mapping[tuple[date, int], int]

    @property
    def moved(self) -> int:
        return sum(cents * number for (_, cents), number in self.counts.items())

    def on(self, day: date) -> int:
        return sum(cents * number for (on, cents), number in self.counts.items() if on == day)


@dataclass(frozen=True)
class New:
    """A line that is not kept yet: the `nth` (from 1) of its amount on its day."""

    line: Line
    nth: int


def joined(statement: Statement, kept: Kept | None) -> tuple[New, ...]:
    """The lines that are new. None as `kept` is an account of which nothing is kept yet.

    Errors: Unreadable when there is a gap, or when the same days are kept with other lines.
    """
    if kept is None:
        return _numbered(statement, {}, again=False)
    for found in (_told_again(statement, kept), _following(statement, kept)):
        if found is not None:
            return found
    after, in_front = statement.starts_on > kept.last_day, statement.ends_on < kept.first_day
    raise Unreadable(
        Problem.GAP if after or in_front else Problem.DOES_NOT_FIT,
        Place(statement=statement.number),
        found=str(statement.closing_cents if in_front else statement.opening_cents),
        expected=str(kept.opening_cents if in_front else kept.before),
    )


def _told_again(statement: Statement, kept: Kept) -> tuple[New, ...] | None:
    """Whole days, of which some, all or none are kept already. None when the balances say otherwise."""
    start = kept.before
    if statement.starts_on < kept.first_day:
        in_front = sum(cents for day, cents in statement.movements if day < kept.first_day)
        start = kept.opening_cents - in_front
    if statement.opening_cents != start:
        return None
    new = _numbered(statement, kept.counts, again=True)
    leads_to = start + kept.moved + sum(one.line.cents for one in new)
    # with nothing new it may be of the first part of a day that is kept whole
    return new if not new or leads_to == statement.closing_cents else None


def _following(statement: Statement, kept: Kept) -> tuple[New, ...] | None:
    """The rest of the last day that is kept, and what comes after."""
    if statement.starts_on != kept.last_day or statement.opening_cents != kept.before + kept.on(kept.last_day):
        return None
    return _numbered(statement, kept.counts, again=False)


def _numbered(statement: Statement, counts: Mapping[tuple[date, int], int], *, again: bool) -> tuple[New, ...]:
    """Each new line with its number. When told `again`, as many as are kept are left out; otherwise they count on."""
    seen = Counter() if again else Counter(counts)
    new = []
    for line in statement.lines:
        which = (line.booked_on, line.cents)
        seen[which] += 1
        if not again or seen[which] > counts.get(which, 0):
            new.append(New(line, seen[which]))
    return tuple(new)
