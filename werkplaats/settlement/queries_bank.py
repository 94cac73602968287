"""What the bank told and what is open: for importing, matching, and the pages of the bank."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from werkplaats.ground.formats import local_day
from werkplaats.ground.sql import rows
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import BankLine, BankMatch, BankStatement, Invoice, LedgerEntry, Letterhead, Mandate
from werkplaats.settlement.queries_bank_runs import (
    batches_of,
    debit_batches,
    debit_references,
    open_payouts,
    paid_payouts,
)
from werkplaats.settlement.rules.bank.joining import Kept
from werkplaats.settlement.rules.bank.matching import ItemKind, OpenItem, Proposal, blocked_left, on_account, propose
from werkplaats.settlement.rules.bank.statement import Line, Statement
from werkplaats.settlement.rules.chart import Account

UNDONE = Exists(BankMatch.objects.filter(reverses=OuterRef("pk")))
MATCHED = Coalesce(Sum("matches__cents"), Value(0), output_field=BigIntegerField())


def own_accounts(cooperative_id: int) -> dict[str, Account]:
    """The cooperative's IBANs, those of before too, with their account in the books."""
    found = Letterhead.objects.filter(cooperative_id=cooperative_id).values_list("iban", "blocked_iban").distinct()
    ordinary, blocked = {iban for iban, _ in found}, {iban for _, iban in found if iban}
    return {**dict.fromkeys(blocked - ordinary, Account.BANK_G), **dict.fromkeys(ordinary, Account.BANK)}


# -- for importing ----------------------------------------------------------------------------------------------------
def kept(cooperative_id: int, statement: Statement) -> Kept | None:
    """What is known of the account around this statement; None when nothing is."""
    statements = BankStatement.objects.filter(cooperative_id=cooperative_id, iban=statement.iban)
    first = statements.order_by("starts_on", "pk").first()
    if first is None:
        return None
    lines = BankLine.objects.filter(cooperative_id=cooperative_id, iban=statement.iban)
    last = [lines.aggregate(last=Max("booked_on"))["last"], statements.aggregate(last=Max("closed_on"))["last"]]
    before = lines.filter(booked_on__lt=statement.starts_on).aggregate(cents=Sum("cents"))["cents"] or 0
    there = lines.filter(booked_on__range=(statement.starts_on, statement.ends_on))
    return Kept(
        opening_cents=first.opening_cents,
        first_day=first.starts_on,
        last_day=max(day for day in last if day is not None),
        before=first.opening_cents + before,
        counts=Counter(there.values_list("booked_on", "cents")),
    )


def first_days(cooperative_id: int) -> dict[str, date]:
    """Of each account, from which day on it is known."""
    found = BankStatement.objects.filter(cooperative_id=cooperative_id).order_by("-starts_on")
    return dict(found.values_list("iban", "starts_on"))


# -- for matching -----------------------------------------------------------------------------------------------------
def as_line(line: BankLine) -> Line:
    return Line(
        booked_on=line.booked_on,
        value_on=line.value_on,
        cents=line.cents,
        iban=line.other_iban,
        name=line.other_name,
        description=line.description,
        references=tuple(line.references),
        returned=line.returned,
    )


def open_items(cooperative_id: int) -> list[OpenItem]:
    """All that is still to be paid, to us and by us."""
    invoices, debits = open_invoices(cooperative_id), debit_batches(cooperative_id)
    return [*invoices, *batches_of(debits, invoices), *open_payouts(cooperative_id)]


OPEN = """
    SELECT COALESCE(invoice.credits_id, invoice.id) AS root, SUM(entry.amount_cents)::bigint AS left
    FROM settlement_ledgerentry entry JOIN settlement_invoice invoice ON invoice.id = entry.invoice_id
    WHERE entry.cooperative_id = %(cooperative)s AND entry.account = %(receivable)s
    GROUP BY root HAVING SUM(entry.amount_cents) <> 0
"""


def left_of_invoices(cooperative_id: int) -> dict[int, int]:
    """Of each invoice, its credit notes counted with it, what is still open by the books (cents), where that is
    something. Below zero: to be paid back."""
    found = rows(OPEN, {"cooperative": cooperative_id, "receivable": Account.RECEIVABLE})
    return {row["root"]: row["left"] for row in found}


def open_invoices(cooperative_id: int) -> list[OpenItem]:
    """Invoices with something open: to be paid to us, or to be paid back (a credit note after it was paid)."""
    still, known = left_of_invoices(cooperative_id), _known_ibans(cooperative_id)
    named, there = debit_references(cooperative_id), _came_in_blocked(cooperative_id)
    found = []
    for invoice in _with_payers(cooperative_id).filter(pk__in=still):
        left = still[invoice.pk]
        blocked = blocked_left(invoice.blocked_cents, there.get(invoice.pk, 0), left)
        references = named.get(invoice.pk, frozenset())
        if left - blocked:
            kind = ItemKind.INVOICE if left > 0 else ItemKind.CREDIT_NOTE
            found.append(_item(invoice, left - blocked, kind, known, references))
        if blocked:
            found.append(_item(invoice, blocked, ItemKind.BLOCKED_INVOICE, known, references))
    return found


def _came_in_blocked(cooperative_id: int) -> dict[int, int]:
    """Of each invoice with a part for our blocked account, what came in there (cents)."""
    blocked = [iban for iban, account in own_accounts(cooperative_id).items() if account is Account.BANK_G]
    if not blocked:
        return {}
    made = BankMatch.objects.filter(cooperative_id=cooperative_id, line__iban__in=blocked, invoice__isnull=False)
    return dict(made.order_by().values_list("invoice").annotate(Sum("cents")))


def documents(roots: Iterable[int]) -> dict[int, list[tuple[Invoice, int]]]:
    """Of each invoice itself and its credit notes, each with what is left of it alone by the books (cents)."""
    wanted, found = set(roots), defaultdict(list)
    if not wanted:
        return {}
    family = list(Invoice.objects.filter(Q(pk__in=wanted) | Q(credits__in=wanted)).order_by("pk"))
    entries = LedgerEntry.objects.filter(account=Account.RECEIVABLE, invoice__in=family).order_by()
    left = dict(entries.values_list("invoice").annotate(Sum("amount_cents")))
    for document in family:
        found[document.credits_id or document.pk].append((document, left.get(document.pk, 0)))
    return found


def paid_invoices(cooperative_id: int) -> list[OpenItem]:
    """What came in for invoices, for a payment that is taken back."""
    made = BankMatch.objects.filter(cooperative_id=cooperative_id, invoice__isnull=False)
    of_each = made.values_list(Coalesce("invoice__credits_id", "invoice_id")).annotate(Sum("cents")).order_by()
    paid = {root: cents for root, cents in of_each if cents > 0}
    known = _known_ibans(cooperative_id)
    invoices = _with_payers(cooperative_id).filter(pk__in=paid)
    named = debit_references(cooperative_id)
    return [
        _item(invoice, -paid[invoice.pk], ItemKind.RETURNED, known, named.get(invoice.pk, frozenset()))
        for invoice in invoices
    ]


def with_left(invoices: QuerySet[Invoice]) -> QuerySet[Any]:
    """Each with `left`: what of it is still open by the books (cents), and `asked`: what is asked after its credit
    notes. None for a credit note, which counts with its invoice."""
    family = LedgerEntry.objects.filter(
        Q(invoice=OuterRef("pk")) | Q(invoice__credits=OuterRef("pk")), account=Account.RECEIVABLE
    )
    total = family.order_by().values("account").annotate(cents=Sum("amount_cents")).values("cents")
    notes = Invoice.objects.filter(credits=OuterRef("pk")).order_by().values("credits")
    credited = Coalesce(Subquery(notes.annotate(cents=Sum(F("net_cents") + F("vat_cents"))).values("cents")), 0)
    return invoices.annotate(
        left=Case(When(credits=None, then=Subquery(total))),
        asked=Case(When(credits=None, then=F("net_cents") + F("vat_cents") + credited)),
    )


def _with_payers(cooperative_id: int) -> QuerySet[Invoice]:
    own = Invoice.objects.filter(cooperative_id=cooperative_id)
    return own.select_related("landlord", "district_team", "person").order_by("number")


def payer_name(invoice: Invoice) -> str:
    if invoice.district_team:
        return invoice.district_team.municipality
    payer = invoice.landlord or invoice.person
    return payer.name if payer else ""


def _item(
    invoice: Invoice,
    cents: int,
    kind: ItemKind,
    known: Mapping[tuple[Any, ...], frozenset[str]],
    references: frozenset[str] = frozenset(),
) -> OpenItem:
    return OpenItem(
        kind,
        invoice.pk,
        cents,
        number=str(invoice.number),
        ibans=known.get(_payer_key(invoice), frozenset()),
        name=payer_name(invoice),
        since=local_day(invoice.issued_at),
        references=references,
    )


def _payer_key(invoice: Invoice) -> tuple[Any, ...]:
    return invoice.landlord_id, invoice.district_team_id, invoice.person_id


def _known_ibans(cooperative_id: int) -> dict[tuple[Any, ...], frozenset[str]]:
    """Of each payer (landlord, district team, person) the IBANs from which it paid an invoice before, and those of
    mandates."""
    own = BankMatch.objects.filter(cooperative_id=cooperative_id, invoice__isnull=False)
    made = own.filter(reverses=None, reversed_by=None)
    found: dict[tuple[Any, ...], set[str]] = {}
    fields = ("invoice__landlord_id", "invoice__district_team_id", "invoice__person_id", "line__other_iban")
    for *payer, iban in made.exclude(line__other_iban="").values_list(*fields).distinct():
        found.setdefault(tuple(payer), set()).add(iban)
    for person, iban in Mandate.objects.filter(cooperative_id=cooperative_id).values_list("person_id", "iban"):
        found.setdefault((None, None, person), set()).add(iban)
    return {payer: frozenset(ibans) for payer, ibans in found.items()}


def items_for(line: Line, items: Iterable[OpenItem], row: Any, own: Mapping[str, Account]) -> list[OpenItem]:
    """The open items that may be for this line (`row`: of `lines`), and for a payment that came back what it may
    undo. `own`: our accounts."""
    items = on_account(items, row.rest, blocked=own.get(row.iban) is Account.BANK_G)
    if not line.returned:
        return items
    undone = paid_invoices(row.cooperative_id) if line.cents < 0 else paid_payouts(row.cooperative_id)
    return [*items, *undone]


# -- for the pages ----------------------------------------------------------------------------------------------------
def lines(actor: Actor) -> QuerySet[Any]:
    """All lines with their `rest`: what of them is matched with nothing yet, in cents."""
    own = BankLine.objects.filter(cooperative_id=actor.cooperative_id).select_related("statement")
    return own.annotate(rest=F("cents") - MATCHED).order_by("booked_on", "pk")


def unmatched(actor: Actor) -> QuerySet[Any]:
    return lines(actor).exclude(rest=0)


def proposals(actor: Actor, line: Any) -> tuple[Proposal, ...]:
    """For a line of `lines`, best first."""
    said = as_line(line)
    items = items_for(said, open_items(actor.cooperative_id), line, own_accounts(actor.cooperative_id))
    return propose(said, line.rest, items)


def statements(actor: Actor) -> QuerySet[BankStatement]:
    own = BankStatement.objects.filter(cooperative_id=actor.cooperative_id).annotate(brought=Count("lines"))
    return own.order_by("-closed_on", "-pk")


def matches_of(line: BankLine) -> QuerySet[Any]:
    """With `undone`: a later match took it back."""
    made = BankMatch.objects.filter(line=line).select_related("invoice", "payout__worker__person", "matched_by")
    return made.annotate(undone=UNDONE).order_by("pk")


def recent_matches(actor: Actor) -> QuerySet[BankMatch]:
    """The latest first; what was undone too."""
    made = BankMatch.objects.filter(cooperative_id=actor.cooperative_id)
    related = ("line", "invoice", "payout__worker__person", "matched_by", "reverses")
    return made.select_related(*related).order_by("-pk")


@dataclass(frozen=True)
class BankBalance:
    iban: str
    cents: int
    until: date


def balances(actor: Actor) -> list[BankBalance]:
    """What stands on each account by its last statement."""
    latest: dict[str, BankStatement] = {}
    for statement in statements(actor).order_by("closed_on", "pk"):
        latest[statement.iban] = statement
    return [BankBalance(iban, one.closing_cents, one.closed_on) for iban, one in sorted(latest.items())]


MOST_FOUND = 20


def search(actor: Actor, line: Any, words: str) -> list[OpenItem]:
    """Open items that the line could pay, by a part of a number or name, or by an amount ("121,00")."""
    wanted = " ".join(words.lower().split())
    if not wanted or not line.rest:
        return []
    own = own_accounts(actor.cooperative_id)
    items = items_for(as_line(line), open_items(actor.cooperative_id), line, own)
    same_way = (
        item for item in items if item.open_cents * line.rest > 0 and (not item.made_of or item.open_cents == line.rest)
    )
    found = [
        item
        for item in same_way
        if wanted in item.name.lower() or wanted == item.number or wanted == amount(abs(item.open_cents))
    ]
    return found[:MOST_FOUND]


def amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
