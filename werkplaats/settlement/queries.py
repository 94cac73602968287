"""What still has to be billed and paid, and how the books stand. Only rows of the actor's cooperative."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground import sql
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import Actor, May
from werkplaats.settlement.models import (
    Charge,
    Dispute,
    Earning,
    Invoice,
    Letterhead,
    SelfBillingConsent,
    Settlement,
)
from werkplaats.settlement.rules import DAYS_TO_DISPUTE, Payer
from werkplaats.settlement.rules.invoicing import VatLine, vat_lines_with_reasons
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.vat import rule_on


def unbilled(cooperative_id: int) -> QuerySet[Charge]:
    """On no invoice yet. What was taken back before it was on one is left out, with what takes it back."""
    return Charge.objects.filter(
        Q(reverses=None, reversed_by=None) | Q(reverses__invoice__isnull=False),
        cooperative_id=cooperative_id,
        invoice=None,
    )


class ToBill(NamedTuple):
    """A charge with what its invoice is made of. `credited_id`: the invoice on which stands what it takes back."""

    pk: int
    kind: str
    reverses_id: int | None
    credited_id: int | None
    payer: str
    landlord_id: int | None
    district_team_id: int | None
    person_id: int | None
    pilot_id: int | None
    delivered_on: date
    net_cents: int
    vat_rule: str
    vat_category: str
    vat_percent: Decimal


def lines_to_bill(cooperative_id: int) -> Iterable[ToBill]:
    """In the order in which they stand on an invoice."""
    rows = unbilled(cooperative_id).order_by("delivered_on", "pk")
    columns = ("reverses__invoice_id" if name == "credited_id" else name for name in ToBill._fields)
    return (ToBill(*row) for row in rows.values_list(*columns))


def unsettled(cooperative_id: int | None = None) -> QuerySet[Timesheet]:
    """Signed and not settled: there is no tariff for it yet, or nobody to pay. Of one cooperative or of all.

    With the visits where nobody was home: an amount may have been agreed for that.
    """
    done = Q(signed_at__isnull=False) | Q(outcome=DeliveryOutcome.NOBODY_HOME, stopped_at__isnull=False)
    own = {} if cooperative_id is None else {"cooperative_id": cooperative_id}
    settled = Settlement.objects.filter(timesheet=OuterRef("pk"), **own)
    sheets = Timesheet.objects.filter(done, ~Exists(settled), **own)
    return sheets.select_related("worker__person", "visit__job__dwelling").order_by("started_at", "pk")


def settled(actor: Actor) -> QuerySet[Settlement]:
    """What holds now, corrected ones as they were corrected; the latest first."""
    found = Settlement.objects.filter(cooperative_id=actor.cooperative_id, replaced_by=None)
    return found.select_related("timesheet__worker__person", "timesheet__visit__job__dwelling").order_by("-pk")


def owed(cooperative_id: int) -> QuerySet[Earning]:
    """Earned and not paid yet. What was taken back before it was paid is left out, with what takes it back."""
    return Earning.objects.filter(
        Q(reverses=None, reversed_by=None)
        | Q(reverses=None, self_bill__isnull=False)
        | Q(reverses__self_bill__isnull=False)
        | Q(reverses__payout__isnull=False),
        cooperative_id=cooperative_id,
        payout=None,
    )


def final(cooperative_id: int, day: date) -> QuerySet[Earning]:
    """Owed, seen by the worker for long enough, and not disputed."""
    seen_since = day - timedelta(days=DAYS_TO_DISPUTE)
    disputed = Dispute.objects.filter(earning=OuterRef("pk"), answered_at=None)
    return owed(cooperative_id).filter(~Exists(disputed), earned_at__date__lte=seen_since)


class ToSelfBill(NamedTuple):
    """An earning with what its self-bill is made of. `credited_id`: the self-bill with what it takes back."""

    pk: int
    worker_id: int
    settlement_id: int
    reverses_id: int | None
    credited_id: int | None
    delivered_on: date
    net_cents: int
    vat_rule: str
    vat_category: str
    vat_percent: Decimal


def to_self_bill(cooperative_id: int, day: date) -> Iterable[ToSelfBill]:
    """Final, of a self-employed worker who agreed that we make their invoices, and on none yet; by worker."""
    agreed = SelfBillingConsent.objects.filter(cooperative_id=cooperative_id, withdrawn_at=None).values("worker")
    rows = final(cooperative_id, day).filter(
        Q(reverses=None) | Q(reverses__self_bill__isnull=False),
        worker__in=agreed,
        worker__contract=Contract.SELF_EMPLOYED,
        self_bill=None,
    )
    return as_to_self_bill(rows)


def as_to_self_bill(rows: QuerySet[Earning]) -> Iterable[ToSelfBill]:
    columns = ("reverses__self_bill_id" if name == "credited_id" else name for name in ToSelfBill._fields)
    return (ToSelfBill(*row) for row in rows.order_by("worker_id", "pk").values_list(*columns))


def vat_with_reasons(lines: Iterable[Charge | Earning]) -> tuple[VatLine, ...]:
    """Of the lines of an invoice: every rate, and where there is no VAT every reason for that. Errors: NoRule."""
    return vat_lines_with_reasons(
        (line.vat_percent, rule_on(line.vat_rule, line.delivered_on).vat.reason, Cents(line.net_cents))
        for line in lines
    )


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
        unbilled(actor.cooperative_id)
        .values(
            "payer", "landlord__name", "district_team__municipality", "district_team__name", "person_id", "person__name"
        )
        .annotate(lines=Count("id"), first=Min("delivered_on"), last=Max("delivered_on"), cents=Sum("net_cents"))
        .order_by("payer", "landlord__name", "district_team__municipality", "person__name")
    )
    return [
        OfPayer(
            row["landlord__name"]
            or row["person__name"]
            or f"{row['district_team__municipality']} ({row['district_team__name']})",
            Payer(row["payer"]),
            row["lines"],
            row["first"],
            row["last"],
            row["cents"],
        )
        for row in rows
    ]


def invoices(actor: Actor) -> QuerySet[Invoice]:
    """The invoices and credit notes this actor may see: all for who settles, a landlord its own."""
    own = Invoice.objects.filter(cooperative_id=actor.cooperative_id).select_related(
        "landlord", "district_team", "person", "credits"
    )
    if actor.may(May.SETTLE):
        return own.order_by("-number")
    if actor.may(May.SEE_LANDLORD_RESULTS):
        return own.filter(payer=Payer.LANDLORD, landlord_id__in=actor.landlord_ids).order_by("-number")
    return own.none()


def own_invoices(actor: Actor) -> QuerySet[Invoice]:
    """Those that this person has to pay, or the municipality that they speak for; the latest first."""
    payers = Q(person_id=actor.person_id) if actor.person_id else Q(pk=None)
    if actor.may(May.SEE_OWN_CLIENTS):
        payers |= Q(district_team_id__in=actor.district_team_ids)
    found = Invoice.objects.filter(payers, cooperative_id=actor.cooperative_id)
    return found.select_related("cooperative", "district_team", "person", "credits").order_by("-number")


def letterhead_on(cooperative_id: int, day: date) -> Letterhead | None:
    """The letterhead that held on a day; before the first one, the first one."""
    all_of_it = Letterhead.objects.filter(cooperative_id=cooperative_id)
    held = all_of_it.filter(valid_from__lte=day).order_by("-valid_from", "-id").first()
    return held or all_of_it.order_by("valid_from", "-id").first()


def schemes(cooperative_id: int) -> list[tuple[date, bool]]:
    """From each day on that a letterhead holds, whether it says that we take part in the small businesses scheme (KOR);
    the first one first: for who asks of many days."""
    heads = sql.rows(
        "SELECT valid_from, small_business FROM settlement_letterhead WHERE cooperative_id = %s"
        " ORDER BY valid_from, id",
        [cooperative_id],
    )
    return [(head["valid_from"], head["small_business"]) for head in heads]


def is_small_business(known: list[tuple[date, bool]], day: date) -> bool:
    """By the letterhead of that day; before the first one: the first one."""
    held = [small for since, small in known if since <= day] or [small for _since, small in known[:1]]
    return bool(held) and held[-1]


def costs_by_dwelling(landlord_ids: frozenset[int], cooperative_id: int) -> Iterable[Any]:
    """Per dwelling of a landlord: visits charged, minutes and cents without VAT. Never household help."""
    return (
        Settlement.objects.filter(cooperative_id=cooperative_id, payer=Payer.LANDLORD, landlord_id__in=landlord_ids)
        .values(dwelling_id=F("timesheet__visit__job__dwelling_id"))
        .annotate(visits=Count("timesheet__visit", distinct=True), worked=Sum("minutes"), cents=Sum("charged_cents"))
        .order_by()
    )
