"""Pay runs and debit runs as the bank will tell of them: one by one, or as a batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from werkplaats.settlement.models import BankMatch, DirectDebit, Payout
from werkplaats.settlement.rules.bank.matching import ItemKind, OpenItem
from werkplaats.settlement.rules.pay_run import RunStatus
from werkplaats.settlement.rules.references import Reference, RunKind

WITH_THE_BANK = (RunStatus.SENT, RunStatus.SETTLED)


def open_payouts(cooperative_id: int) -> list[OpenItem]:
    """Payouts that were sent and are on no statement yet; and a run at once, as banks book a file as one."""
    runs: dict[int, list[Any]] = defaultdict(list)
    for payout in _payouts(cooperative_id).exclude(moved=-F("amount_cents")):
        runs[payout.run_id].append(payout)
    of_runs = BankMatch.objects.filter(payout__run__in=runs).order_by().values_list("payout__run")
    moved = dict(of_runs.annotate(Sum("cents")))
    return [item for run, payouts in runs.items() for item in _of_a_run(payouts, whole=not moved.get(run))]


def _of_a_run(payouts: list[Any], *, whole: bool) -> list[OpenItem]:
    run = payouts[0].run
    items = [item for payout in payouts for item in _transfers(payout)]
    if not whole or len(items) < 2:
        return items
    batch = OpenItem(
        ItemKind.PAY_RUN,
        run.pk,
        sum(item.open_cents for item in items),
        name=str(Reference(RunKind.PAY, run.number)),
        references=frozenset([str(Reference(RunKind.PAY, run.number))]),
        since=run.pay_on,
        made_of=frozenset((item.kind, item.key) for item in items),
    )
    return [batch, *items]


def _transfers(payout: Any) -> list[OpenItem]:
    """What is still to be paid of a payout: the ordinary part and the blocked part, as they are in the file."""
    left = payout.amount_cents + payout.moved
    parts = {ItemKind.PAYOUT: payout.ordinary_cents, ItemKind.BLOCKED: payout.blocked_cents}
    if left not in (payout.amount_cents, *parts.values()):
        parts = {ItemKind.PAYOUT: left}
    elif left != payout.amount_cents:
        parts = dict([next((kind, cents) for kind, cents in parts.items() if cents == left)])
    return [_item(payout, kind, -cents) for kind, cents in parts.items() if cents]


def paid_payouts(cooperative_id: int) -> list[OpenItem]:
    """What was paid to workers, for a payment that comes back."""
    moved = _payouts(cooperative_id).exclude(moved=0)
    return [_item(payout, ItemKind.BOUNCED, -payout.moved) for payout in moved]


def _payouts(cooperative_id: int) -> QuerySet[Any]:
    """Those of runs that were sent, with `moved`: what the bank moved for each, in cents (out is negative)."""
    moved = Coalesce(Sum("bank_matches__cents"), Value(0), output_field=BigIntegerField())
    made = Payout.objects.filter(cooperative_id=cooperative_id, run__status__in=WITH_THE_BANK)
    return made.select_related("run").annotate(moved=moved).order_by("run", "pk")


def _item(payout: Any, kind: ItemKind, cents: int) -> OpenItem:
    blocked = kind is ItemKind.BLOCKED
    reference = Reference(RunKind.PAY, payout.run.number, payout.pk, blocked)
    both = (payout.iban, payout.blocked_iban) if kind is ItemKind.BOUNCED else (payout.iban,)
    return OpenItem(
        kind,
        payout.pk,
        cents,
        references=frozenset([str(reference)]),
        ibans=frozenset([payout.blocked_iban] if blocked else filter(None, both)),
        name=payout.name,
        since=payout.run.pay_on,
    )


# -- direct debits ----------------------------------------------------------------------------------------------------
def debit_references(cooperative_id: int) -> dict[int, frozenset[str]]:
    """Of each invoice that is being collected, or was, what the bank calls that."""
    found: dict[int, set[str]] = defaultdict(set)
    for debit in _debits(cooperative_id):
        found[debit.invoice_id].add(str(Reference(RunKind.DEBIT, debit.run.number, debit.pk)))
    return {invoice: frozenset(references) for invoice, references in found.items()}


def debit_batches(cooperative_id: int) -> dict[str, list[DirectDebit]]:
    """By what the bank calls it: the debits of a run with the same sequence, which it collects as one."""
    found: dict[str, list[DirectDebit]] = defaultdict(list)
    for debit in _debits(cooperative_id):
        found[f"{Reference(RunKind.DEBIT, debit.run.number)}-{debit.sequence}"].append(debit)
    return found


def batches_of(batches: Mapping[str, list[DirectDebit]], invoices: Iterable[OpenItem]) -> list[OpenItem]:
    """As items, of those in which every invoice is open for what is collected."""
    still = {item.key: item.open_cents for item in invoices if item.kind is ItemKind.INVOICE}
    return [
        OpenItem(
            ItemKind.COLLECTION,
            debits[0].pk,
            sum(debit.cents for debit in debits),
            name=reference,
            references=frozenset([reference]),
            since=debits[0].run.collect_on,
            made_of=frozenset((ItemKind.INVOICE, debit.invoice_id) for debit in debits),
        )
        for reference, debits in batches.items()
        if all(still.get(debit.invoice_id, 0) >= debit.cents for debit in debits)
    ]


def debits_with(debit_id: int) -> list[DirectDebit]:
    """A debit and those that are collected as one with it."""
    first = DirectDebit.objects.get(pk=debit_id)
    alike = DirectDebit.objects.filter(run_id=first.run_id, sequence=first.sequence, failed_at=None)
    return list(alike.select_related("invoice").order_by("pk"))


def _debits(cooperative_id: int) -> list[DirectDebit]:
    """At the bank, and not sent back."""
    made = DirectDebit.objects.filter(cooperative_id=cooperative_id, failed_at=None, run__withdrawn_at=None)
    return list(made.select_related("run").order_by("pk"))
