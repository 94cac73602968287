"""Which open item a line of the bank pays: proposals with a score and reasons, and when one may count by itself.

A score is 1 − Π (1 − weight) over what speaks for a proposal, each weight the chance that it would not be there by
coincidence. The weights are ours: set by hand, so that one sign alone never decides and an amount that differs never
does. Amounts are cents, signed as on the bank: what is owed to us is positive, what we are to pay negative.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from math import prod
from typing import Final

from werkplaats.settlement.rules.bank.statement import Line
from werkplaats.settlement.rules.bank.text import Mention, Words, as_reference, likeness

BY_ITSELF: Final = 0.9  # from this score on a proposal may count without a person
APART: Final = 0.05  # and then the next one must score at least so much less
UNEQUAL: Final = 0.85  # the most for a proposal that pays less or more than is open
MOST_SHOWN: Final = 9  # one key each
MOST_OF_A_PAYER: Final = 15  # open items of one payer of which sums are tried
MOST_TOGETHER: Final = 3  # of them in one sum, or all


class ItemKind(StrEnum):
    INVOICE = "invoice"
    BLOCKED_INVOICE = "blocked_invoice"  # the part of an invoice that is to come in on our blocked account
    CREDIT_NOTE = "credit_note"
    PAY_RUN = "pay_run"
    PAYOUT = "payout"
    BLOCKED = "blocked"  # the part of a payout that goes to a blocked account
    COLLECTION = "collection"  # a batch of direct debits
    RETURNED = "returned"  # what was paid to us, for a payment that is taken back
    BOUNCED = "bounced"  # what we paid, for a payment that comes back


class Reason(StrEnum):
    REFERENCE = "reference"  # its payment reference or end-to-end id
    NUMBER = "number"  # its number, clearly
    BARE_NUMBER = "bare_number"  # its number, with nothing that says that it is one
    AMOUNT = "amount"  # to the cent
    IBAN = "iban"  # paid from it before
    NAME = "name"
    TOGETHER = "together"  # several items in one payment
    PARTIAL = "partial"  # less than is open
    TOO_MUCH = "too_much"  # more than is open


WEIGHTS: Final = {
    Reason.REFERENCE: 0.85,
    Reason.NUMBER: 0.8,
    Reason.BARE_NUMBER: 0.5,
    Reason.AMOUNT: 0.5,
    Reason.IBAN: 0.6,
    Reason.NAME: 0.3,
}
BY_THE_BATCH: Final = frozenset({ItemKind.PAY_RUN, ItemKind.COLLECTION})  # their parts are items too: never together
LOOKS_LIKE: Final = 0.75  # from this likeness on a name speaks


@dataclass(frozen=True)
class OpenItem:
    """What is still to be paid, to us (`open_cents` positive) or by us (negative). `key` tells it from its kind.

    `made_of` are the items that a batch consists of: paying the batch or paying all of these is the same.
    """

    kind: ItemKind
    key: int
    open_cents: int
    number: str = ""
    references: frozenset[str] = frozenset()
    ibans: frozenset[str] = frozenset()
    name: str = ""
    since: date = date.min
    made_of: frozenset[tuple[ItemKind, int]] = frozenset()

    @property
    def pays(self) -> frozenset[tuple[ItemKind, int]]:
        return self.made_of or frozenset([(self.kind, self.key)])

    @property
    def order(self) -> tuple[date, str, int]:
        return self.since, self.kind, self.key


@dataclass(frozen=True)
class Part:
    """So much of the payment for this item; a credit note that is settled along has the other sign."""

    item: OpenItem
    cents: int


@dataclass(frozen=True)
class Proposal:
    parts: tuple[Part, ...]
    score: float
    reasons: tuple[Reason, ...]

    @property
    def cents(self) -> int:
        return sum(part.cents for part in self.parts)

    @property
    def pays(self) -> frozenset[tuple[ItemKind, int]]:
        return frozenset[tuple[ItemKind, int]]().union(*(part.item.pays for part in self.parts))


def on_account(items: Iterable[OpenItem], rest: int, *, blocked: bool) -> list[OpenItem]:
    """The items that a line of our blocked account, or of an ordinary one, may be for. Of an invoice that is asked in
    two parts the part for the other account only when the line is larger than the one for its own."""
    items = list(items)
    own, other = (
        (ItemKind.BLOCKED_INVOICE, ItemKind.INVOICE) if blocked else (ItemKind.INVOICE, ItemKind.BLOCKED_INVOICE)
    )
    own_parts = {item.key: item.open_cents for item in items if item.kind is own}
    return [item for item in items if item.kind is not other or rest > own_parts.get(item.key, 0)]


def blocked_left(asked: int, came_in: int, left: int) -> int:
    """What of an open invoice (`left` cents, its credit notes counted) is still expected on our blocked account, of
    which `asked` was asked and `came_in` came in there."""
    return min(max(asked - came_in, 0), max(left, 0))


def propose(line: Line, rest: int, items: Iterable[OpenItem]) -> tuple[Proposal, ...]:
    """What the line may pay, best first, at most one a set of items. `rest` is what of it is not matched yet (cents).

    No proposal is for more than the rest, or for more than is open of an item.
    """
    if not rest:
        return ()
    said = _Said.of(line)
    seen = [_look(said, rest, item) for item in items if item.open_cents]
    same_way = [one for one in seen if one.item.open_cents * rest > 0]
    found = [_single(one, rest) for one in same_way if one.speaks]
    found += _named(seen, rest)
    found += _of_one_payer(same_way, rest)
    best: dict[frozenset[tuple[ItemKind, int]], Proposal] = {}
    for proposal in sorted(found, key=_order):
        best.setdefault(proposal.pays, proposal)
    return tuple(best.values())[:MOST_SHOWN]


def by_itself(proposals: Sequence[Proposal]) -> Proposal | None:
    """The proposal that counts without a person: sure enough, and no other comes near."""
    if not proposals or proposals[0].score < BY_ITSELF:
        return None
    if len(proposals) > 1 and proposals[0].score - proposals[1].score < APART:
        return None
    return proposals[0]


@dataclass(frozen=True)
class _Seen:
    """An item and what of it was seen in the line."""

    item: OpenItem
    signs: frozenset[Reason]
    exact: bool

    @property
    def is_named(self) -> bool:
        return bool(self.signs & {Reason.REFERENCE, Reason.NUMBER, Reason.BARE_NUMBER})

    @property
    def may_join(self) -> bool:
        return self.item.kind not in BY_THE_BATCH

    @property
    def speaks(self) -> bool:
        """A batch is paid whole or not at all."""
        return self.exact or (self.may_join and (self.is_named or Reason.IBAN in self.signs))


@dataclass(frozen=True)
class _Said:
    """What the line says, taken apart once for all items."""

    line: Line
    words: Words
    references: Words
    given: frozenset[str]

    @classmethod
    def of(cls, line: Line) -> "_Said":
        given = frozenset(as_reference(one) for one in line.references)
        return cls(line, Words.of(line.description), Words.of(*line.references), given)

    def mentions(self, number: str) -> Mention:
        """A reference is full of numbers: there only a clear one counts."""
        found = self.words.mentions(number)
        if found is not Mention.CLEAR and self.references.mentions(number) is Mention.CLEAR:
            return Mention.CLEAR
        return found

    def refers(self, item: OpenItem) -> bool:
        return any(as_reference(one) in self.given or self.words.holds(one) for one in item.references if one)


def _look(said: _Said, rest: int, item: OpenItem) -> _Seen:
    signs = set()
    if said.refers(item):
        signs.add(Reason.REFERENCE)
    if mention := said.mentions(item.number):
        signs.add(Reason.NUMBER if mention is Mention.CLEAR else Reason.BARE_NUMBER)
    if said.line.iban and said.line.iban in item.ibans:
        signs.add(Reason.IBAN)
    exact = item.open_cents == rest
    if (signs or exact) and likeness(said.line.name, item.name) >= LOOKS_LIKE:
        signs.add(Reason.NAME)
    return _Seen(item, frozenset(signs), exact)


def _score(signs: Iterable[Reason]) -> float:
    return round(1 - prod(1 - WEIGHTS[sign] for sign in signs if sign in WEIGHTS), 4)


def _proposal(parts: Iterable[Part], signs: Iterable[Reason], *, exact: bool, rest: int) -> Proposal:
    parts = tuple(parts)
    reasons = {*signs}
    if len(parts) > 1:
        reasons.add(Reason.TOGETHER)
    if exact:
        reasons.add(Reason.AMOUNT)
        return Proposal(parts, _score(reasons), _sorted(reasons))
    reasons.add(Reason.TOO_MUCH if sum(part.cents for part in parts) != rest else Reason.PARTIAL)
    return Proposal(parts, min(_score(reasons), UNEQUAL), _sorted(reasons))


def _sorted(reasons: set[Reason]) -> tuple[Reason, ...]:
    return tuple(reason for reason in Reason if reason in reasons)


def _single(one: _Seen, rest: int) -> Proposal:
    cents = min(abs(rest), abs(one.item.open_cents)) * (1 if rest > 0 else -1)
    return _proposal([Part(one.item, cents)], one.signs, exact=one.exact, rest=rest)


def _named(seen: Sequence[_Seen], rest: int) -> list[Proposal]:
    """All items that the payer named: together to the cent, credit notes too, or else the oldest first."""
    named = sorted((one for one in seen if one.is_named and one.may_join), key=lambda one: one.item.order)
    if len(named) < 2:
        return []
    if sum(one.item.open_cents for one in named) == rest:
        parts = [Part(one.item, one.item.open_cents) for one in named]
        return [_proposal(parts, _weakest(named), exact=True, rest=rest)]
    return _oldest_first([one for one in named if one.item.open_cents * rest > 0], rest)


def _oldest_first(named: Sequence[_Seen], rest: int) -> list[Proposal]:
    left, parts = rest, []
    for one in named:
        cents = min(abs(left), abs(one.item.open_cents)) * (1 if rest > 0 else -1)
        if cents:
            parts.append(Part(one.item, cents))
            left -= cents
    paid_in_full = sum(one.item.open_cents for one in named) == rest
    return [_proposal(parts, _weakest(named), exact=paid_in_full, rest=rest)] if len(parts) > 1 else []


def _weakest(seen: Sequence[_Seen]) -> frozenset[Reason]:
    """What speaks for several items together is what speaks for the least of them."""
    return min((one.signs for one in seen), key=_score)


def _of_one_payer(seen: Sequence[_Seen], rest: int) -> list[Proposal]:
    """Sums to the cent of open items of who paid, where the payer named none."""
    known = (one for one in seen if Reason.IBAN in one.signs and one.may_join)
    theirs = sorted(known, key=lambda one: one.item.order)[:MOST_OF_A_PAYER]
    sizes = {*range(2, MOST_TOGETHER + 1), len(theirs)} - {0, 1}
    found = []
    for size in sorted(size for size in sizes if size <= len(theirs)):
        for group in combinations(theirs, size):
            if sum(one.item.open_cents for one in group) == rest:
                parts = [Part(one.item, one.item.open_cents) for one in group]
                found.append(_proposal(parts, _weakest(group), exact=True, rest=rest))
    return found


def _order(proposal: Proposal) -> tuple[float, int, list[tuple[date, str, int]]]:
    return -proposal.score, len(proposal.parts), [part.item.order for part in proposal.parts]
