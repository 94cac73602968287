"""Which payment is for what: matched by itself where that is sure, by a person where it is not, and undone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import clean, local_day
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement import queries_bank
from werkplaats.settlement.models import (
    BankLine,
    BankMatch,
    ClosedMonth,
    DirectDebit,
    Invoice,
    LedgerTransaction,
    Payout,
    PayRun,
)
from werkplaats.settlement.queries_bank_runs import debits_with
from werkplaats.settlement.rules.bank.booking import OTHERWISE, matched
from werkplaats.settlement.rules.bank.matching import ItemKind, Part, Proposal, Reason, by_itself, propose
from werkplaats.settlement.rules.booking import Journal, Whose
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.services.debiting import debit_failed, settle_debit_run
from werkplaats.settlement.services.ledger import Booking, book
from werkplaats.settlement.services.paying import settle_runs

REOPENS = {ItemKind.RETURNED, ItemKind.BOUNCED}
OF_INVOICES = (ItemKind.INVOICE, ItemKind.BLOCKED_INVOICE, ItemKind.CREDIT_NOTE, ItemKind.RETURNED)
TWICE = gettext_lazy("This would pay the same thing twice, or a part of a batch. Choose it once, and all of it.")


@dataclass(frozen=True)
class Chosen:
    """So much of a line for this item, in cents."""

    kind: ItemKind
    key: int
    cents: int


@transaction.atomic
def match_by_itself(actor: Actor, *, at: datetime) -> int:
    """Match all lines that are sure enough by now; the rest stays for a person. Gives how many."""
    require(actor, May.SETTLE)
    one_at_a_time(actor)
    return match_sure(actor, None, at)


def match_sure(actor: Actor, only: list[int] | None, at: datetime) -> int:
    waiting = queries_bank.unmatched(actor)
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    items, matched = queries_bank.open_items(actor.cooperative_id), 0
    own = queries_bank.own_accounts(actor.cooperative_id)
    sure: list[_Found] = []
    for line in list(waiting):
        if line.returned:  # what it takes back may be paid by a line before it
            _make(sure, at)
            sure = []
        said = queries_bank.as_line(line)
        found = by_itself(propose(said, line.rest, queries_bank.items_for(said, items, line, own)))
        if found is None:
            continue
        sure.append(_Found(line, found.parts, found.score, found.reasons))
        matched += 1
        if {part.item.kind for part in found.parts} & REOPENS:
            _make(sure, at)
            sure, items = [], queries_bank.open_items(actor.cooperative_id)
        else:  # what is sure pays in full
            items = [item for item in items if not item.pays & found.pays]
    _make(sure, at)
    return matched


@transaction.atomic
def match(actor: Actor, line_id: int, chosen: Sequence[Chosen], *, at: datetime) -> list[BankMatch]:
    """This line pays these items: a proposal that was accepted, or what somebody looked up.

    Errors: Refused when it is more than is left of the line or open of an item, Outdated when that changed meanwhile.
    """
    require(actor, May.SETTLE)
    line = _line(actor, line_id)
    said = queries_bank.as_line(line)
    open_items = queries_bank.open_items(actor.cooperative_id)
    items = queries_bank.items_for(said, open_items, line, queries_bank.own_accounts(actor.cooperative_id))
    known = {(item.kind, item.key): item for item in items}
    parts = []
    for one in chosen:
        item = known.get((one.kind, one.key))
        if item is None or item.open_cents * one.cents <= 0 or abs(item.open_cents) < abs(one.cents):
            raise Outdated(_("What is open has changed in the meantime. Look again at the line."))
        parts.append(Part(item, one.cents))
    _require_within(line, sum(part.cents for part in parts))
    pays = Proposal(tuple(parts), 0, ()).pays
    followed = next((one for one in propose(said, line.rest, items) if one.pays == pays), None)
    found = _Found(line, tuple(parts), followed.score, followed.reasons) if followed else _Found(line, tuple(parts))
    return _make([found], at, by=actor)


@transaction.atomic
def book_as(
    actor: Actor, line_id: int, account: Account, *, cents: int | None = None, note: str = "", at: datetime
) -> BankMatch:
    """This line (or so many cents of it) is for no invoice or payout: bank costs, a member's deposit, VAT paid …

    Errors: Refused for an account that lines are not booked to, and for more than is left of the line.
    """
    require(actor, May.SETTLE)
    if account not in OTHERWISE:
        raise Refused(_("A line of the bank is not booked on this account. Choose another one."), field="account")
    line = _line(actor, line_id)
    cents = line.rest if cents is None else cents
    _require_within(line, cents)
    return _match_rows([_Row(line, cents, account)], at, by=actor, note=clean(note))[0]


@transaction.atomic
def unmatch(actor: Actor, match_id: int, *, at: datetime) -> BankMatch:
    """Take a match back; what it paid is open again. Both stay in the history. Errors: Refused the second time."""
    require(actor, May.SETTLE)
    one_at_a_time(actor)
    made = BankMatch.objects.filter(cooperative_id=actor.cooperative_id, pk=match_id)
    before = made.select_related("line", "invoice", "payout").first()
    if before is None:
        raise Refused(_("This match is not there."))
    if before.reverses_id or BankMatch.objects.filter(reverses=before).exists():
        raise Refused(_("This match was undone already."))
    account = Account(before.account) if before.account else None
    row = _Row(before.line, -before.cents, account, before.invoice, before.payout)
    return _match_rows([row], at, by=actor, reverses=before)[0]


@dataclass(frozen=True)
class _Found:
    """What a line pays, and how sure that is."""

    line: Any
    parts: tuple[Part, ...]
    score: float | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _Row:
    """One match to be made: for an invoice (or credit note), for a payout, or else for an account."""

    line: BankLine
    cents: int
    account: Account | None = None
    invoice: Invoice | None = None
    payout: Payout | None = None
    score: float | None = None
    reasons: tuple[Reason, ...] = ()


def _make(found: Sequence[_Found], at: datetime, *, by: Actor | None = None) -> list[BankMatch]:
    """Of lines of one cooperative, that pay nothing twice together."""
    if not found:
        return []
    for one in found:
        items = [item for part in one.parts for item in part.item.pays]
        batches = [part for part in one.parts if part.item.made_of]
        if len(set(items)) < len(items) or any(part.cents != part.item.open_cents for part in batches):
            raise Refused(TWICE)  # a batch and something in it, or a part of a batch
    made = _match_rows(_rows(found), at, by=by)
    _tell_runs(made, at)
    return made


def _tell_runs(made: Sequence[BankMatch], at: datetime) -> None:
    """Pay runs and debit runs hear what the bank did with them."""
    cooperative_id = made[0].cooperative_id
    runs = PayRun.objects.filter(payouts__in={one.payout_id for one in made if one.payout_id})
    moved = BankMatch.objects.filter(payout__run__in=runs).values_list("payout__run__number").annotate(Sum("cents"))
    asked = dict(runs.values_list("number", "cents"))
    settle_runs(cooperative_id, [number for number, cents in moved.order_by() if -cents >= asked[number]], at=at)
    lines = {one.invoice_id: one.line for one in made if one.invoice_id}
    debits = DirectDebit.objects.filter(invoice__in=lines, failed_at=None, run__withdrawn_at=None)
    for debit in debits.select_related("run").order_by("pk"):
        line = lines[debit.invoice_id]
        if line.cents > 0:
            settle_debit_run(cooperative_id, debit.run.number, at=at)
        elif line.returned:
            debit_failed(cooperative_id, debit.pk, at=at)


def _rows(found: Sequence[_Found]) -> list[_Row]:
    """A batch is what it is made of; an invoice of which nothing is left to pay is settled with its credit notes."""
    keys = defaultdict(list)
    for one in found:
        for part in one.parts:
            keys[part.item.kind].append(part.item.key)
    runs: dict[int, list[Payout]] = defaultdict(list)
    for payout in Payout.objects.filter(run__in=keys[ItemKind.PAY_RUN]).order_by("pk"):
        runs[payout.run_id].append(payout)
    documents = queries_bank.documents(key for kind in OF_INVOICES for key in keys[kind])
    return [
        _Row(one.line, cents, None, invoice, payout, one.score, one.reasons)
        for one in found
        for part in one.parts
        for cents, invoice, payout in _of_part(part, runs, documents)
    ]


def _of_part(
    part: Part, runs: Mapping[int, list[Payout]], documents: Mapping[int, list[tuple[Invoice, int]]]
) -> list[tuple[int, Invoice | None, Payout | None]]:
    item = part.item
    if item.kind is ItemKind.PAY_RUN:
        return [(-payout.amount_cents, None, payout) for payout in runs[item.key]]
    if item.kind is ItemKind.COLLECTION:
        return [(debit.cents, debit.invoice, None) for debit in debits_with(item.key)]
    if item.kind in (ItemKind.PAYOUT, ItemKind.BLOCKED, ItemKind.BOUNCED):
        return [(part.cents, None, Payout.objects.get(pk=item.key))]
    family = documents[item.key]
    if item.kind is ItemKind.RETURNED or part.cents != sum(left for _, left in family):
        return [(part.cents, family[0][0], None)]
    return [(left, one, None) for one, left in family if left]


def _match_rows(
    rows: Sequence[_Row], at: datetime, *, by: Actor | None = None, note: str = "", reverses: BankMatch | None = None
) -> list[BankMatch]:
    cooperative_id = rows[0].line.cooperative_id
    made = BankMatch.objects.bulk_create(
        BankMatch(
            cooperative_id=cooperative_id,
            line=row.line,
            invoice=row.invoice,
            payout=row.payout,
            account=row.account or "",
            cents=row.cents,
            score=row.score,
            reasons=list(row.reasons),
            by_itself=by is None,
            note=note,
            matched_at=at,
            matched_by_id=by.person_id if by else None,
            reverses=reverses,
        )
        for row in rows
    )
    closed = set(ClosedMonth.objects.filter(cooperative_id=cooperative_id).values_list("month", flat=True))
    bookings = [
        # on the day of the bank; once its month is closed, today
        _booking(one, row, local_day(at) if row.line.booked_on.replace(day=1) in closed else row.line.booked_on)
        for one, row in zip(made, rows, strict=True)
    ]
    book(cooperative_id, bookings, at=at)
    return made


def _booking(made: BankMatch, row: _Row, day: date) -> Booking:
    undone = None
    if made.reverses_id:
        undone = LedgerTransaction.objects.get(
            cooperative_id=made.cooperative_id, event=f"bank-match:{made.reverses_id}"
        ).pk
    invoice, target = row.invoice, row.account or Account.IN_TRANSIT
    return Booking(
        Journal.BANK,
        event=f"bank-match:{made.pk}",
        booked_on=day,
        description=f"bankregel {made.line_id}",
        sides=matched(Account.RECEIVABLE, Cents(row.cents), Whose.PAYER)
        if invoice
        else matched(target, Cents(row.cents)),
        landlord_id=invoice.landlord_id if invoice else None,
        district_team_id=invoice.district_team_id if invoice else None,
        person_id=invoice.person_id if invoice else None,
        invoice_id=invoice.pk if invoice else None,
        reverses_id=undone,
    )


def _line(actor: Actor, line_id: int) -> Any:
    """The line with its `rest`, now that nobody else matches. Errors: Refused when it is not there, or is done."""
    one_at_a_time(actor)
    line = queries_bank.lines(actor).filter(pk=line_id).first()
    if line is None:
        raise Refused(_("This line of the bank is not there."))
    if not line.rest:
        raise Outdated(_("All of this line is matched already."))
    return line


def _require_within(line: Any, cents: int) -> None:
    if cents * line.rest <= 0 or abs(cents) > abs(line.rest):
        raise Refused(_("This is more than what is left of the line."), field="cents")


def one_at_a_time(actor: Actor) -> None:
    """Who imports or matches holds its cooperative; work that only points at it goes on."""
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
