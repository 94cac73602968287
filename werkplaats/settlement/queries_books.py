"""How the books stand, on any day. Only of the actor's cooperative.

The figures come from the sums per day that the database keeps (`DayBalance`); only who owes what, and the entries of
one account, are read from the entries themselves.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, TruncMonth

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.homes.models import Pilot
from werkplaats.members.models import Notice
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Charge, ClosedMonth, DayBalance, Invoice, LedgerEntry, LedgerTransaction
from werkplaats.settlement.queries import unsettled
from werkplaats.settlement.rules import InvoiceKind, periods, statements
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.money import NOTHING, Cents
from werkplaats.settlement.rules.periods import Left, Period
from werkplaats.settlement.rules.reminders import Reminder
from werkplaats.settlement.rules.statements import (
    BalanceSheet,
    OpenInvoice,
    ProfitAndLoss,
    TrialBalance,
    Turnover,
    days_late,
)

NET = F("debit_cents") - F("credit_cents")


def _sums(actor: Actor, pilot_id: int | None) -> QuerySet[DayBalance]:
    found = DayBalance.objects.filter(cooperative_id=actor.cooperative_id)
    return found if pilot_id is None else found.filter(pilot_id=pilot_id)


def balances(actor: Actor, *days: date, pilot_id: int | None = None) -> tuple[dict[Account, Cents], ...]:
    """What stands on each account (cents, debit positive) at the end of each of the days, in one reading."""
    sums = {f"on_{i}": Coalesce(Sum(NET, filter=Q(day__lte=day)), 0) for i, day in enumerate(days)}
    rows: list[Any] = list(_sums(actor, pilot_id).filter(day__lte=max(days)).values("account").annotate(**sums))
    return tuple({Account(row["account"]): Cents(row[name]) for row in rows} for name in sums)


def trial_balance(actor: Actor, period: Period, *, pilot_id: int | None = None) -> TrialBalance:
    inside = Q(day__gte=period.first)
    rows = (
        _sums(actor, pilot_id)
        .filter(day__lte=period.last)
        .values("account")
        .annotate(
            opening=Coalesce(Sum(NET, filter=~inside), 0),
            debit=Coalesce(Sum("debit_cents", filter=inside), 0),
            credit=Coalesce(Sum("credit_cents", filter=inside), 0),
        )
    )
    found = {Account(row["account"]): row for row in rows}
    booked = {
        account: Turnover(Cents(row["debit"]), Cents(row["credit"]))
        for account, row in found.items()
        if row["debit"] or row["credit"]
    }
    return statements.trial_balance({account: Cents(row["opening"]) for account, row in found.items()}, booked)


def profit_and_loss(actor: Actor, period: Period, *, pilot_id: int | None = None) -> ProfitAndLoss:
    end, start = balances(actor, period.last, period.eve, pilot_id=pilot_id)
    return statements.profit_and_loss(end, start)


def balance_sheet(actor: Actor, day: date) -> BalanceSheet:
    on, before_year = balances(actor, day, periods.book_year(day).eve)
    return statements.balance_sheet(on, before_year)


def pilots(actor: Actor) -> QuerySet[Pilot]:
    """The cost centres."""
    return Pilot.objects.filter(cooperative_id=actor.cooperative_id).order_by("-starts_on", "name")


# --- one account, one transaction --------------------------------------------------------------------------------


def entries(actor: Actor, account: Account, period: Period, *, pilot_id: int | None = None) -> QuerySet[LedgerEntry]:
    """The entries of an account in a period, newest first, with whose they are."""
    found = LedgerEntry.objects.filter(
        cooperative_id=actor.cooperative_id, account=account, transaction__booked_on__range=(period.first, period.last)
    )
    if pilot_id is not None:
        found = found.filter(pilot_id=pilot_id)
    return _with_whose(found).order_by("-transaction__booked_on", "-transaction__number", "-id")


def transaction(actor: Actor, number: int) -> LedgerTransaction | None:
    own = LedgerTransaction.objects.filter(cooperative_id=actor.cooperative_id, number=number)
    return own.select_related("reverses", "reversed_by").first()


def entries_of(transaction: LedgerTransaction) -> QuerySet[LedgerEntry]:
    return _with_whose(LedgerEntry.objects.filter(transaction=transaction)).order_by("id")


def _with_whose(found: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    return found.select_related(
        "transaction", "landlord", "district_team", "person", "worker__person", "invoice", "pilot"
    )


# --- what is open ------------------------------------------------------------------------------------------------


def open_invoices(cooperative_id: int, day: date) -> list[OpenInvoice]:
    """The invoices on which something is left at the end of a day, the latest first. A credit note counts with the
    invoice that it takes back."""
    family = Coalesce("invoice__credits_id", "invoice_id")
    rows = (
        LedgerEntry.objects.filter(
            cooperative_id=cooperative_id, account=Account.RECEIVABLE, transaction__booked_on__lte=day
        )
        .exclude(invoice=None)
        .values(of=family)
        .annotate(left=Sum("amount_cents"))
        .exclude(left=0)
        .order_by()
    )
    left = {row["of"]: Cents(row["left"]) for row in rows}
    notes = Invoice.objects.filter(credits_id__in=left, kind=InvoiceKind.CREDIT_NOTE)
    credited: dict[int | None, Cents] = {}
    for note in notes:
        if local_day(note.issued_at) <= day:
            credited[note.credits_id] = credited.get(note.credits_id, NOTHING) - Cents(note.total_cents)
    invoices = Invoice.objects.filter(pk__in=left).select_related("landlord", "district_team", "person")
    found = [
        OpenInvoice(
            invoice_id=invoice.pk,
            number=invoice.number,
            payer=payer_name(invoice),
            issued_on=local_day(invoice.issued_at),
            due_on=invoice.due_on,
            asked=Cents(invoice.total_cents),
            credited=credited.get(invoice.pk, NOTHING),
            left=left[invoice.pk],
            days_late=days_late(invoice.due_on, day) if left[invoice.pk] > 0 else 0,
        )
        for invoice in invoices
    ]
    return sorted(found, key=lambda invoice: (-invoice.days_late, invoice.due_on, invoice.number))


def payer_name(invoice: Invoice) -> str:
    if invoice.district_team:
        return f"{invoice.district_team.municipality} ({invoice.district_team.name})"
    payer = invoice.landlord or invoice.person
    return payer.name if payer else ""


def reminder_event(invoice_id: int, kind: Reminder) -> str:
    return f"invoice-reminder:{invoice_id}:{kind}"


def reminders_sent(cooperative_id: int, invoice_ids: list[int]) -> dict[int, dict[Reminder, date]]:
    """Per invoice the days on which its payer was reminded."""
    events = {reminder_event(pk, kind): (pk, kind) for pk in invoice_ids for kind in Reminder}
    found: dict[int, dict[Reminder, date]] = {}
    for notice in Notice.objects.filter(cooperative_id=cooperative_id, event__in=events).order_by("created_at"):
        pk, kind = events[notice.event]
        found.setdefault(pk, {})[kind] = local_day(notice.created_at)
    return found


def bank_known_until(cooperative_id: int) -> date | None:
    """The last day of which the bank told something. None: it never did."""
    days = DayBalance.objects.filter(cooperative_id=cooperative_id, account=Account.BANK)
    found: date | None = days.aggregate(last=Max("day"))["last"]
    return found


@dataclass(frozen=True)
class Owed:
    """What a worker has coming at the end of a day, in cents; below zero when too much was paid."""

    worker_id: int
    name: str
    cents: int


def owed_to_workers(actor: Actor, day: date) -> list[Owed]:
    rows = (
        LedgerEntry.objects.filter(
            cooperative_id=actor.cooperative_id, account=Account.PAYABLE_WORKERS, transaction__booked_on__lte=day
        )
        .values("worker_id", "worker__person__name")
        .annotate(cents=-Sum("amount_cents"))
        .exclude(cents=0)
        .order_by("worker__person__name", "worker_id")
    )
    return [Owed(row["worker_id"], row["worker__person__name"], row["cents"]) for row in rows]


# --- months ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    month: date
    closed: ClosedMonth | None
    left: Left


def first_booked(cooperative_id: int) -> date | None:
    """The day of the first booking."""
    days = DayBalance.objects.filter(cooperative_id=cooperative_id)
    found: date | None = days.aggregate(first=Min("day"))["first"]
    return found


def last_closed(cooperative_id: int) -> date | None:
    found: date | None = ClosedMonth.objects.filter(cooperative_id=cooperative_id).aggregate(month=Max("month"))[
        "month"
    ]
    return found


def months(actor: Actor, today: date) -> list[Month]:
    """Every month since the first booking until today, the newest first, with what is not done yet in the open ones."""
    first = first_booked(actor.cooperative_id)
    if first is None:
        return []
    closed = {row.month: row for row in ClosedMonth.objects.filter(cooperative_id=actor.cooperative_id)}
    known = list(periods.months(first, today))
    left = left_in(actor, *(month for month in known if month not in closed))
    return [Month(month, closed.get(month), left.get(month, Left())) for month in reversed(known)]


def month_to_close(actor: Actor, today: date) -> date | None:
    """The month that may be closed now; None when there is none."""
    first, last = first_booked(actor.cooperative_id), last_closed(actor.cooperative_id)
    turn = periods.next_to_close(first, last)
    if turn is None or periods.obstacle(turn, first_booked=first, last_closed=last, today=today):
        return None
    return turn


def left_in(actor: Actor, *asked: date) -> dict[date, Left]:
    """What is not done yet in each of the months."""
    if not asked:
        return {}
    signed = _per_month(
        unsettled(actor.cooperative_id).filter(signed_at__isnull=False), TruncMonth("started_at", tzinfo=AMSTERDAM)
    )
    unbilled = Charge.objects.filter(cooperative_id=actor.cooperative_id, invoice=None)
    waiting = _per_month(unbilled, TruncMonth("delivered_on"))
    suspense = balances(actor, *(periods.last_day(month) for month in asked))
    return {
        month: Left(signed.get(month, 0), waiting.get(month, 0), -int(on_the_last_day.get(Account.SUSPENSE, 0)))
        for month, on_the_last_day in zip(asked, suspense, strict=True)
    }


def _per_month(found: QuerySet[Any], month: TruncMonth) -> dict[date, int]:
    rows = found.order_by().annotate(month=Cast(month, DateField())).values("month").annotate(count=Count("id"))
    return {row["month"]: row["count"] for row in rows}
