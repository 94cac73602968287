"""What still has to be billed and paid, and how the books stand. Only rows of the actor's cooperative."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet, Sum
from stdnum import iban as iban_check

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.members.rules.roles import Actor, May
from werkplaats.settlement.models import Invoice, LedgerEntry, Letterhead, Payout, Settlement, Tariff
from werkplaats.settlement.rules import Account, Payer

CHARGED = F("charged_labour_cents") + F("charged_material_cents")


def unbilled(actor: Actor) -> QuerySet[Settlement]:
    """Settled and on no invoice yet; warranty work (zeros) is never billed."""
    return Settlement.objects.filter(cooperative_id=actor.cooperative_id, invoice=None).exclude(
        charged_labour_cents=0, charged_material_cents=0
    )


def unsettled(cooperative_id: int | None = None) -> QuerySet[Timesheet]:
    """Signed and not settled: there is no tariff for it yet, or nobody to pay. Of one cooperative or of all."""
    sheets = Timesheet.objects.filter(settlement=None).exclude(signed_at=None)
    if cooperative_id is not None:
        sheets = sheets.filter(cooperative_id=cooperative_id)
    billed = sheets.exclude(outcome=DeliveryOutcome.NOBODY_HOME).select_related(
        "worker__person", "visit__job__dwelling"
    )
    return billed.order_by("started_at", "pk")


def unpaid(actor: Actor) -> QuerySet[Settlement]:
    """Settled and not paid out yet."""
    return Settlement.objects.filter(cooperative_id=actor.cooperative_id, payout=None, earned_cents__gt=0)


@dataclass(frozen=True)
class OfPayer:
    name: str
    payer: Payer
    lines: int
    first: date
    last: date
    cents: int


def unbilled_by_payer(actor: Actor) -> list[OfPayer]:
    rows = (
        unbilled(actor)
        .values("payer", "landlord__name", "district_team__municipality", "district_team__name")
        .annotate(lines=Count("id"), first=Min("delivered_on"), last=Max("delivered_on"), cents=Sum(CHARGED))
        .order_by("payer", "landlord__name", "district_team__municipality")
    )
    return [
        OfPayer(
            row["landlord__name"] or f"{row['district_team__municipality']} ({row['district_team__name']})",
            Payer(row["payer"]),
            row["lines"],
            row["first"],
            row["last"],
            row["cents"],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class OfWorker:
    name: str
    lines: int
    minutes: int
    cents: int
    iban_is_valid: bool


def unpaid_by_worker(actor: Actor) -> list[OfWorker]:
    rows = (
        unpaid(actor)
        .values("timesheet__worker_id", "timesheet__worker__person__name", "timesheet__worker__iban")
        .annotate(lines=Count("id"), worked=Sum("minutes"), cents=Sum("earned_cents"))
        .order_by("timesheet__worker__person__name")
    )
    return [
        OfWorker(
            row["timesheet__worker__person__name"],
            row["lines"],
            row["worked"],
            row["cents"],
            bool(iban_check.is_valid(row["timesheet__worker__iban"])),
        )
        for row in rows
    ]


def invoices(actor: Actor) -> QuerySet[Invoice]:
    """The invoices this actor may see: all for who settles, a landlord its own."""
    own = Invoice.objects.filter(cooperative_id=actor.cooperative_id).select_related("landlord", "district_team")
    if actor.may(May.SETTLE):
        return own.order_by("-number")
    if actor.may(May.SEE_LANDLORD_RESULTS):
        return own.filter(payer=Payer.LANDLORD, landlord_id__in=actor.landlord_ids).order_by("-number")
    return own.none()


def payouts(actor: Actor) -> QuerySet[Payout]:
    """All for who settles, a worker's own."""
    made = Payout.objects.filter(cooperative_id=actor.cooperative_id).select_related("worker__person")
    if not actor.may(May.SETTLE):
        made = made.filter(worker_id=actor.worker_id) if actor.worker_id else made.none()
    return made.order_by("-run", "worker__person__name")


@dataclass(frozen=True)
class Run:
    run: date
    workers: int
    cents: int


def payout_runs(actor: Actor) -> list[Run]:
    rows = payouts(actor).order_by().values("run").annotate(workers=Count("id"), cents=Sum("amount_cents"))
    return [Run(row["run"], row["workers"], row["cents"]) for row in rows.order_by("-run")]


@dataclass(frozen=True)
class Balance:
    account: Account
    debit: int
    credit: int


def trial_balance(actor: Actor) -> list[Balance]:
    """Per account the balance on its own side, in cents. Debits and credits add up to the same."""
    rows = LedgerEntry.objects.filter(cooperative_id=actor.cooperative_id).values("account")
    found = {row["account"]: row["cents"] for row in rows.annotate(cents=Sum("amount_cents"))}
    return [
        Balance(account, max(found[account], 0), max(-found[account], 0)) for account in Account if account in found
    ]


def letterhead_on(cooperative_id: int, day: date) -> Letterhead | None:
    """The letterhead that held on a day; before the first one, the first one."""
    all_of_it = Letterhead.objects.filter(cooperative_id=cooperative_id)
    held = all_of_it.filter(valid_from__lte=day).order_by("-valid_from", "-id").first()
    return held or all_of_it.order_by("valid_from", "-id").first()


def tariffs(actor: Actor) -> QuerySet[Tariff]:
    return Tariff.objects.filter(cooperative_id=actor.cooperative_id).order_by("branch", "trade", "-valid_from")


def costs_by_dwelling(landlord_ids: frozenset[int], cooperative_id: int) -> Iterable[Any]:
    """Per dwelling of a landlord: visits charged, minutes and cents without VAT. Never household help."""
    return (
        Settlement.objects.filter(cooperative_id=cooperative_id, payer=Payer.LANDLORD, landlord_id__in=landlord_ids)
        .values(dwelling_id=F("timesheet__visit__job__dwelling_id"))
        .annotate(visits=Count("timesheet__visit", distinct=True), worked=Sum("minutes"), cents=Sum(CHARGED))
        .order_by()
    )
