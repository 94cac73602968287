"""Everything of settlement as tables of a period, for who settles. Rows are read while they are written.

A correction stands in its own row, below zero, with the number of what it takes back.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate
from django.utils import translation

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.ground.templatetags.labels import label
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement import queries_books
from werkplaats.settlement.audit_file import JOURNALS
from werkplaats.settlement.models import (
    BankLine,
    Charge,
    DirectDebit,
    Earning,
    Invoice,
    LedgerEntry,
    Payout,
    SelfBill,
    TariffLine,
)
from werkplaats.settlement.names import OF_A_TRADE
from werkplaats.settlement.queries_vat import issued_lines
from werkplaats.settlement.rules import InvoiceKind
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.chart import CHART, Account
from werkplaats.settlement.rules.columns import Column, Kind, Table
from werkplaats.settlement.rules.pay_run import RunStatus
from werkplaats.settlement.rules.periods import Period
from werkplaats.settlement.rules.statements import Amount
from werkplaats.settlement.rules.vat import Box, Side, rule_on
from werkplaats.settlement.rules.vat.returns import box_of, rates_on

Row = tuple[Any, ...]
Rows = Iterator[Row]
AT_ONCE = 2000
ISSUED = TruncDate("issued_at", tzinfo=AMSTERDAM)

INVOICE_KINDS = {InvoiceKind.INVOICE: "factuur", InvoiceKind.CREDIT_NOTE: "creditfactuur"}
RUN_STATES = {
    RunStatus.DRAFTED: "concept", RunStatus.APPROVED: "goedgekeurd", RunStatus.SENT: "naar de bank",
    RunStatus.SETTLED: "betaald", RunStatus.WITHDRAWN: "ingetrokken",
}  # fmt: skip
DAY, EUROS, NUMBER = Kind.DAY, Kind.EUROS, Kind.NUMBER


@dataclass(frozen=True)
class Asked:
    """Whose, and of which days (both included)."""

    actor: Actor
    first: date
    last: date

    @property
    def cooperative_id(self) -> int:
        return self.actor.cooperative_id

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


def columns(*titles: str | tuple[str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(title) if isinstance(title, str) else Column(*title) for title in titles)


@cache
def named(code: str, kind: str) -> str:
    """What a value is called in Dutch, whoever asks."""
    with translation.override("nl"):
        return str(label(code, kind)) if code else ""


def payer_name() -> Coalesce:
    """A landlord, a municipality, or a person; empty when it is nobody's."""
    names = F("landlord__name"), F("district_team__municipality"), F("person__name"), Value("")
    return Coalesce(*names, output_field=TextField())


def bill_number(of: str = "") -> Coalesce:
    """The number on an invoice of a worker, made here or by the worker."""
    own = NullIf(F(f"{of}own_number"), Value("", TextField()))
    return Coalesce(own, Cast(f"{of}number", TextField()), output_field=TextField())


def read(found: QuerySet[Any], *fields: Any) -> Iterator[Row]:
    return found.values_list(*fields).iterator(chunk_size=AT_ONCE)


PRICED = (
    "description", "quantity", "unit", "price_cents", "per", "net_cents", "vat_category", "vat_percent", "vat_rule",
    "pilot__name",
)  # fmt: skip
PRICED_COLUMNS: tuple[str | tuple[str, Kind], ...] = (
    "Omschrijving", ("Aantal", NUMBER), "Eenheid", ("Prijs", NUMBER), ("Prijs per", NUMBER),
    ("Bedrag zonder btw", EUROS), "Btw-categorie", ("Btw-percentage", NUMBER), "Btw-regel", "Proef",
)  # fmt: skip


def priced(kind: str, values: Row) -> Row:
    description, quantity, unit, price_cents, *rest = values
    words = named(description, "trade") if kind in OF_A_TRADE else description
    return (words, quantity, unit, price_cents / 100, *rest)


def charges(asked: Asked) -> Rows:
    found = Charge.objects.filter(cooperative_id=asked.cooperative_id, delivered_on__range=asked.days)
    for pk, day, payer, name, kind, about, *rest, invoice, reverses in read(
        found.order_by("delivered_on", "pk"),
        "pk", "delivered_on", "payer", payer_name(), "kind", "about", *PRICED, "invoice__number", "reverses",
    ):  # fmt: skip
        who = named(payer, "payer"), name
        yield (pk, day, *who, named(kind, "line_kind"), about, *priced(kind, tuple(rest)), invoice, reverses)


def earnings(asked: Asked) -> Rows:
    found = Earning.objects.filter(cooperative_id=asked.cooperative_id, delivered_on__range=asked.days)
    for pk, day, worker, kind, *rest, bill, paid_on, reverses in read(
        found.order_by("delivered_on", "pk"),
        "pk", "delivered_on", "worker__person__name", "kind", *PRICED, bill_number("self_bill__"),
        "payout__run__pay_on", "reverses",
    ):  # fmt: skip
        yield (pk, day, worker, named(kind, "line_kind"), *priced(kind, tuple(rest)), bill, paid_on, reverses)


def invoices(asked: Asked) -> Rows:
    found = Invoice.objects.annotate(issued=ISSUED).filter(
        cooperative_id=asked.cooperative_id, issued__gte=asked.first, issued__lte=asked.last
    )
    for number, kind, credits, payer, name, *rest, net, vat, blocked in read(
        found.order_by("number"),
        "number", "kind", "credits__number", "payer", payer_name(), "period_start", "period_end", "issued", "due_on",
        "net_cents", "vat_cents", "blocked_cents",
    ):  # fmt: skip
        yield (number, INVOICE_KINDS[kind], credits, named(payer, "payer"), name, *rest, net, vat, net + vat, blocked)


def self_bills(asked: Asked) -> Rows:
    found = SelfBill.objects.annotate(issued=ISSUED).filter(
        cooperative_id=asked.cooperative_id, issued__gte=asked.first, issued__lte=asked.last
    )
    for worker, number, kind, credits, *rest, net, vat in read(
        found.order_by("worker__person__name", "worker", "number", "pk"),
        "worker__person__name", bill_number(), "kind", bill_number("credits__"), "period_start", "period_end", "issued",
        "net_cents", "vat_cents",
    ):  # fmt: skip
        yield (worker, number, INVOICE_KINDS[kind], credits, *rest, net, vat, net + vat)


def payouts(asked: Asked) -> Rows:
    sent = Payout.objects.filter(cooperative_id=asked.cooperative_id, run__sent_at__isnull=False)
    found = sent.filter(run__pay_on__range=asked.days)
    for run, day, status, *rest in read(
        found.order_by("run__number", "pk"),
        "run__number", "run__pay_on", "run__status", "name", "iban", "amount_cents", "blocked_iban", "blocked_cents",
    ):  # fmt: skip
        yield (run, day, RUN_STATES[status], *rest)


def ledger(asked: Asked) -> Rows:
    found = LedgerEntry.objects.filter(cooperative_id=asked.cooperative_id, transaction__booked_on__range=asked.days)
    for number, journal, day, text, account, cents, *rest in read(
        found.order_by("transaction__number", "pk"),
        "transaction__number", "transaction__journal", "transaction__booked_on", "transaction__description", "account",
        "amount_cents", payer_name(), "worker__person__name", "invoice__number", "pilot__name",
        "transaction__reverses__number",
    ):  # fmt: skip
        line = CHART[Account(account)]
        yield (number, JOURNALS[Journal(journal)].name, day, text, line.number, line.dutch, line.rgs, max(cents, 0),
               max(-cents, 0), *rest)  # fmt: skip


def trial_balance(asked: Asked) -> Rows:
    for one in queries_books.trial_balance(asked.actor, Period(asked.first, asked.last)).lines:
        account, booked = one.line, one.booked
        yield (account.number, account.dutch, account.rgs, one.opening, booked.debit, booked.credit, one.closing)


def open_items(asked: Asked) -> Rows:
    """What stood open on the last day: per invoice what a payer owes, per worker what is owed."""
    for one in queries_books.open_invoices(asked.cooperative_id, asked.last):
        yield ("te ontvangen", one.payer, one.number, one.issued_on, one.due_on, one.days_late, one.left)
    for worker in queries_books.owed_to_workers(asked.actor, asked.last):
        yield ("te betalen", worker.name, None, None, None, None, worker.cents)


def profit_and_loss(asked: Asked) -> Rows:
    found = queries_books.profit_and_loss(asked.actor, Period(asked.first, asked.last))
    yield from amounts("opbrengsten", found.revenue)
    yield from amounts("kosten van het werk", found.cost_of_sales, -1)
    yield from amounts("overige kosten", found.other_costs, -1)
    if found.result:
        yield ("resultaat", None, None, None, found.result)


def balance_sheet(asked: Asked) -> Rows:
    """At the end of the last day; what is owed and what is our own stand below zero."""
    found = queries_books.balance_sheet(asked.actor, asked.last)
    yield from amounts("bezittingen", found.assets)
    yield from amounts("eigen vermogen", found.equity, -1)
    if found.result_of_year:
        yield ("resultaat van dit jaar", None, None, None, -found.result_of_year)
    yield from amounts("schulden", found.liabilities, -1)


def amounts(part: str, found: Iterable[Amount], sign: int = 1) -> Rows:
    for one in found:
        yield (part, one.line.number, one.line.dutch, one.line.rgs, sign * one.cents)


def bank(asked: Asked) -> Rows:
    """Every line of the bank, once for each thing it was matched with."""
    found = BankLine.objects.filter(cooperative_id=asked.cooperative_id, booked_on__range=asked.days)
    for *line, account, reasons, match in read(
        found.order_by("booked_on", "pk", "matches__pk"),
        "pk", "booked_on", "iban", "other_name", "other_iban", "description", "cents", "matches__invoice__number",
        "matches__payout__run__number", "matches__cents", "matches__score", "matches__account", "matches__reasons",
        "matches__pk",
    ):  # fmt: skip
        *line, score = line
        name = CHART[Account(account)].dutch if account else ""
        why = ", ".join(named(reason, "match_reason") for reason in reasons or ())
        yield (*line, name, None if score is None else Decimal(round(score * 100)), why, match)


def debits(asked: Asked) -> Rows:
    found = DirectDebit.objects.filter(cooperative_id=asked.cooperative_id, run__collect_on__range=asked.days)
    for *row, failed in read(
        found.order_by("run__number", "pk"),
        "run__number", "run__collect_on", "mandate__name", "mandate__iban", "mandate__reference", "sequence",
        "invoice__number", "cents", "failed_at",
    ):  # fmt: skip
        yield (*row, local_day(failed) if failed else None)


def tariffs(asked: Asked) -> Rows:
    """Every rate of the versions that begin on or before the last day, approved or not."""
    found = TariffLine.objects.filter(cooperative_id=asked.cooperative_id, tariff__valid_from__lte=asked.last)
    for kind, landlord, team, since, source, approved, what, branch, trade, item, cents, percent, minutes in read(
        found.order_by("tariff__kind", "tariff__valid_from", "tariff", "pk"),
        "tariff__kind", "tariff__landlord__name", "tariff__district_team__municipality", "tariff__valid_from",
        "tariff__source", "tariff__approved_at", "what", "branch", "trade", "item", "cents", "percent", "minutes",
    ):  # fmt: skip
        yield (named(kind, "tariff_kind"), landlord or team, since, source, local_day(approved) if approved else None,
               named(what, "rate_kind"), named(branch, "branch"), named(trade, "trade"), item, cents, percent,
               minutes)  # fmt: skip


def vat(asked: Asked) -> Rows:
    """Every line of what was issued, with its box in a return that ends on the last day, and why."""
    rates = rates_on(asked.last)
    for one in issued_lines(asked.cooperative_id, asked.first, asked.last):
        side = "verkoop" if one.side is Side.SALE else "inkoop"
        box, reason = box_of(one, rates), rule_on(one.rule, one.delivered).reason_nl
        yield (side, one.document, one.issued, one.delivered, "geen" if box is Box.NONE else box, one.category,
               one.percent, one.net, one.rule, reason)  # fmt: skip


@dataclass(frozen=True)
class Export:
    columns: tuple[Column, ...]
    rows: Callable[[Asked], Rows]


EXPORTS: dict[str, Export] = {
    "omzetregels": Export(
        columns(("Nummer", NUMBER), ("Geleverd op", DAY), "Soort betaler", "Betaler", "Soort", "Betreft",
                *PRICED_COLUMNS, ("Factuur", NUMBER), ("Neemt terug", NUMBER)),
        charges,
    ),
    "verdiensten": Export(
        columns(("Nummer", NUMBER), ("Geleverd op", DAY), "Vakmens", "Soort", *PRICED_COLUMNS,
                "Factuur van vakmens", ("Betaaldag", DAY), ("Neemt terug", NUMBER)),
        earnings,
    ),
    "facturen": Export(
        columns(("Factuur", NUMBER), "Soort", ("Crediteert", NUMBER), "Soort betaler", "Betaler", ("Periode van", DAY),
                ("Periode tot en met", DAY), ("Factuurdatum", DAY), ("Vervaldatum", DAY), ("Bedrag zonder btw", EUROS),
                ("Btw", EUROS), ("Totaal", EUROS), ("Voor de g-rekening", EUROS)),
        invoices,
    ),
    "zelffacturen": Export(
        columns("Vakmens", "Nummer", "Soort", "Crediteert", ("Periode van", DAY),
                ("Periode tot en met", DAY), ("Factuurdatum", DAY), ("Bedrag zonder btw", EUROS), ("Btw", EUROS),
                ("Totaal", EUROS)),
        self_bills,
    ),
    "uitbetalingen": Export(
        columns(("Betaalronde", NUMBER), ("Betaaldag", DAY), "Stand", "Vakmens", "IBAN", ("Bedrag", EUROS),
                "IBAN g-rekening", ("Waarvan op g-rekening", EUROS)),
        payouts,
    ),
    "grootboek": Export(
        columns(("Boeking", NUMBER), "Dagboek", ("Datum", DAY), "Omschrijving", "Rekening", "Naam van rekening", "RGS",
                ("Debet", EUROS), ("Credit", EUROS), "Betaler", "Vakmens", ("Factuur", NUMBER), "Proef",
                ("Draait terug", NUMBER)),
        ledger,
    ),
    "saldibalans": Export(
        columns("Rekening", "Naam van rekening", "RGS", ("Beginsaldo", EUROS), ("Debet", EUROS), ("Credit", EUROS),
                ("Eindsaldo", EUROS)),
        trial_balance,
    ),
    "winst-en-verlies": Export(
        columns("Deel", "Rekening", "Naam van rekening", "RGS", ("Bedrag", EUROS)),
        profit_and_loss,
    ),
    "balans": Export(
        columns("Deel", "Rekening", "Naam van rekening", "RGS", ("Bedrag", EUROS)),
        balance_sheet,
    ),
    "bank": Export(
        columns(("Regel", NUMBER), ("Datum", DAY), "Rekening", "Naam van de ander", "IBAN van de ander", "Omschrijving",
                ("Bedrag", EUROS), ("Factuur", NUMBER), ("Betaalronde", NUMBER), ("Gekoppeld", EUROS), "Geboekt op",
                ("Zekerheid (%)", NUMBER), "Waarom", ("Koppeling", NUMBER)),
        bank,
    ),
    "incasso": Export(
        columns(("Incassoronde", NUMBER), ("Dag van incasso", DAY), "Naam", "IBAN", "Machtiging", "Soort",
                ("Factuur", NUMBER), ("Bedrag", EUROS), ("Teruggekomen op", DAY)),
        debits,
    ),
    "tarieven": Export(
        columns("Soort", "Met wie", ("Geldt vanaf", DAY), "Afgesproken in", ("Goedgekeurd op", DAY), "Bedrag voor",
                "Soort werk", "Vak", "Onderdeel", ("Bedrag", EUROS), ("Percentage", NUMBER), ("Minuten", NUMBER)),
        tariffs,
    ),
    "openstaand": Export(
        columns("Soort", "Naam", ("Factuur", NUMBER), ("Factuurdatum", DAY), ("Vervaldatum", DAY),
                ("Dagen te laat", NUMBER), ("Bedrag", EUROS)),
        open_items,
    ),
    "btw": Export(
        columns("Kant", "Document", ("Documentdatum", DAY), ("Geleverd op", DAY), "Rubriek", "Btw-categorie",
                ("Btw-percentage", NUMBER), ("Bedrag zonder btw", EUROS), "Btw-regel", "Waarom"),
        vat,
    ),
}  # fmt: skip


def table(actor: Actor, what: str, first: date, last: date) -> Table:
    """One of `EXPORTS` over a period, both days included. Errors: KeyError for another name."""
    require(actor, May.SETTLE)
    export = EXPORTS[what]
    name = f"{what}-{first.isoformat()}-{last.isoformat()}"
    return Table(name, export.columns, export.rows(Asked(actor, first, last)))
