"""VAT of what was issued: the return of a quarter, the share that may be deducted, the limit of the small businesses
scheme (KOR). Only rows of the actor's cooperative."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Min, QuerySet, Sum

from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.ground.sql import among
from werkplaats.homes.models import Landlord
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, WorkerStatus
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Charge, Earning, Invoice, SelfBill, Settlement, VatByHand, VatFiled, VatFiling
from werkplaats.settlement.names import line_name
from werkplaats.settlement.queries import is_small_business, schemes
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.rules.vat import Box, Side, deductible, rule_on
from werkplaats.settlement.rules.vat.corrections import (
    Change,
    Told,
    change,
    figures,
    may_be_corrected,
    with_changes,
)
from werkplaats.settlement.rules.vat.returns import ByHand, IssuedLine, Return, pro_rata, vat_return
from werkplaats.settlement.rules.vat.small_business import Counted, Level, Watch, watch


def used_for(settlement_ids: Iterable[int]) -> dict[int, frozenset[Category]]:
    """By settlement, as what its work was charged: what decides whether VAT on it may be deducted.

    Work for a municipality that no line is asked for (a period amount covers it, or warranty) serves exempt help.
    """
    ids = set(settlement_ids)
    found: dict[int, set[Category]] = {pk: set() for pk in ids}
    charged = Charge.objects.filter(among("settlement", ids)).order_by()
    for pk, category in charged.values_list("settlement_id", "vat_category").distinct():
        found[pk].add(Category(category))
    for pk in Settlement.objects.filter(among("pk", ids), payer=Payer.MUNICIPALITY).values_list("pk", flat=True):
        found[pk] = found[pk] or {Category.EXEMPT}
    return {pk: frozenset(categories) for pk, categories in found.items()}


def issued_lines(cooperative_id: int, first: date, last: date) -> list[IssuedLine]:
    """The lines of all invoices, credit notes and self-bills issued on these days, both included."""
    return [*_sold(cooperative_id, first, last), *_bought(cooperative_id, first, last)]


def charges_vat(cooperative_id: int) -> bool:
    """Whether anything is invoiced with VAT."""
    return Charge.objects.filter(cooperative_id=cooperative_id, vat_percent__gt=0).exists()


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(day, time(), AMSTERDAM) for day in (first, last + timedelta(days=1)))
    return begin, end


def _sold(cooperative_id: int, first: date, last: date) -> list[IssuedLine]:
    begin, end = _moments(first, last)
    charges = (
        Charge.objects.filter(cooperative_id=cooperative_id, invoice__issued_at__gte=begin, invoice__issued_at__lt=end)
        .select_related("invoice")
        .order_by("invoice__number", "pk")
    )
    return [
        issued_line(Side.SALE, charge, charge.invoice, str(charge.invoice.number))
        for charge in charges
        if charge.invoice
    ]


def _bought(cooperative_id: int, first: date, last: date) -> list[IssuedLine]:
    begin, end = _moments(first, last)
    earnings = list(
        Earning.objects.filter(
            cooperative_id=cooperative_id, self_bill__issued_at__gte=begin, self_bill__issued_at__lt=end
        )
        .select_related("self_bill", "worker__person")
        .order_by("self_bill__worker_id", "self_bill__number", "pk")
    )
    used = used_for(earning.settlement_id for earning in earnings)
    known = schemes(cooperative_id)
    found = []
    for earning in earnings:
        bill = earning.self_bill
        assert bill is not None
        may = deductible(used[earning.settlement_id], is_small_business(known, local_day(bill.issued_at)))
        name = f"{earning.worker.person.name} {bill.shown_number}"
        found.append(issued_line(Side.PURCHASE, earning, bill, name, deductible=may))
    return found


def issued_line(
    side: Side, row: Charge | Earning, document: Invoice | SelfBill, name: str, *, deductible: bool = True
) -> IssuedLine:
    return IssuedLine(
        side=side,
        document=name,
        issued=local_day(document.issued_at),
        delivered=row.delivered_on,
        rule=row.vat_rule,
        category=Category(row.vat_category),
        percent=row.vat_percent,
        net=Cents(row.net_cents),
        row=row.pk,
        description=line_name(row.kind, row.description),
        deductible=deductible,
    )


def quarter_return(actor: Actor, quarter: Quarter) -> Return:
    """Errors: NoRule."""
    first, last = quarter.first, quarter.last
    lines = issued_lines(actor.cooperative_id, first, last)
    return vat_return(lines, first, last, by_hand=by_hand(actor.cooperative_id, first, last))


def by_hand(cooperative_id: int, first: date, last: date) -> list[ByHand]:
    """What was booked by hand for a box on these days, and what was taken back of it on these days."""
    found = []
    for one in VatByHand.objects.filter(cooperative_id=cooperative_id).select_related("transaction__reversed_by"):
        booked = one.transaction
        moments = [(booked, 1)]
        if back := getattr(booked, "reversed_by", None):
            moments.append((back, -1))
        found += [
            ByHand(
                box=Box(one.box),
                booked=moment.booked_on,
                number=moment.number,
                net=Cents(sign * one.net_cents),
                vat=Cents(sign * one.vat_cents),
                deductible=Cents(sign * one.deductible_cents),
                why=moment.description,
            )
            for moment, sign in moments
            if first <= moment.booked_on <= last
        ]
    return sorted(found, key=lambda one: one.number)


def quarters(actor: Actor, today: date) -> list[Quarter]:
    """From the first invoice or self-bill until now, the latest first; at least this quarter and the one before."""
    begun = [
        table.objects.filter(cooperative_id=actor.cooperative_id).aggregate(first=Min("issued_at"))["first"]
        for table in (Invoice, SelfBill)
    ]
    now = Quarter.of(today)
    first = min([Quarter.of(local_day(moment)) for moment in begun if moment] + [now.previous])
    found = [now]
    while found[-1] > first:
        found.append(found[-1].previous)
    return found


def turnover_pro_rata(actor: Actor, year: int) -> int | None:
    """See `rules.vat.returns.pro_rata`; of the invoices issued in a calendar year."""
    begin, end = _moments(date(year, 1, 1), date(year, 12, 31))
    rows = (
        Charge.objects.filter(
            cooperative_id=actor.cooperative_id, invoice__issued_at__gte=begin, invoice__issued_at__lt=end
        )
        .order_by()
        .values_list("vat_category")
        .annotate(net=Sum("net_cents"))
    )
    net = {Category(category): cents for category, cents in rows}
    taxed = net.get(Category.STANDARD, 0) + net.get(Category.REVERSE_CHARGE, 0)
    return pro_rata(taxed, net.get(Category.EXEMPT, 0))


def small_business_watch(actor: Actor, year: int) -> Watch | None:
    """The cooperative's own turnover beside the limit: what was delivered in a calendar year, invoiced or not.
    Errors: NoRule."""
    rows = (
        Charge.objects.filter(cooperative_id=actor.cooperative_id, delivered_on__year=year)
        .order_by()
        .values_list("delivered_on", "vat_rule")
        .annotate(net=Sum("net_cents"))
    )
    return watch([Counted(day, net) for day, code, net in rows if rule_on(code, day).kor_counts], year)


@dataclass(frozen=True)
class WorkerWatch:
    worker: Worker
    watch: Watch


def workers_near_the_limit(actor: Actor, year: int) -> list[WorkerWatch]:
    """Workers in the small businesses scheme who come near its limit by what they earned from us alone.
    Errors: NoRule."""
    in_scheme = {worker.pk: worker for worker in self_employed(actor).filter(small_business=True)}
    earned: dict[int, list[Counted]] = defaultdict(list)
    for worker_id, day, code, net in (
        Earning.objects.filter(worker__in=in_scheme, delivered_on__year=year)
        .order_by()
        .values_list("worker_id", "delivered_on", "vat_rule")
        .annotate(net=Sum("net_cents"))
    ):
        if rule_on(code, day).kor_counts:
            earned[worker_id].append(Counted(day, net))
    found = [WorkerWatch(in_scheme[pk], of_year) for pk, parts in earned.items() if (of_year := watch(parts, year))]
    return sorted((one for one in found if one.watch.level is not Level.BELOW), key=lambda one: -one.watch.turnover)


def self_employed(actor: Actor) -> QuerySet[Worker]:
    """Those who work here, by name."""
    return (
        Worker.objects.filter(
            cooperative_id=actor.cooperative_id, status=WorkerStatus.ADMITTED, contract=Contract.SELF_EMPLOYED
        )
        .select_related("person")
        .order_by("person__name", "pk")
    )


def landlords(actor: Actor) -> QuerySet[Landlord]:
    """Those who may be invoiced, by name."""
    return Landlord.objects.filter(cooperative_id=actor.cooperative_id).order_by("name")


# -- what was filed, and what changed of it ---------------------------------------------------------------------------
@dataclass(frozen=True)
class ToFile:
    """A quarter and the tax office. `found` is what the documents and bookings say today; `shown` the return with what
    goes along of earlier quarters (`along`), as long as it is not filed; `large` are quarters that need a correction of
    their own. Of one that was filed: `filings`, latest last, what went `along` in its return, and what `changed`."""

    quarter: Quarter
    found: Return
    shown: Return
    filings: list[VatFiling]
    along: list[Change]
    large: list[Change]
    changed: Change | None


def to_file(actor: Actor, quarter: Quarter, today: date) -> ToFile:
    """Errors: NoRule."""
    found = quarter_return(actor, quarter)
    filings = list(
        VatFiling.objects.filter(cooperative_id=actor.cooperative_id, year=quarter.year, number=quarter.number)
        .select_related("recorded_by")
        .order_by("pk")
    )
    if filings:
        changed = change(quarter, figures(found), told(actor.cooperative_id, quarter))
        return ToFile(quarter, found, found, filings, _went_along(filings[0]), [], changed if changed.boxes else None)
    changes = changes_before(actor, quarter, today)
    along = [one for one in changes if one.goes_along]
    large = [one for one in changes if not one.goes_along]
    return ToFile(quarter, found, with_changes(found, along), [], along, large, None)


def told(cooperative_id: int, quarter: Quarter) -> dict[Box, Told]:
    """All that was told of a quarter: its return, corrections of it, and what went along in later returns."""
    rows = (
        VatFiled.objects.filter(cooperative_id=cooperative_id, year=quarter.year, number=quarter.number)
        .order_by()
        .values_list("box")
        .annotate(Sum("net_cents"), Sum("vat_cents"))
    )
    return {Box(box): Told(Cents(net), Cents(vat)) for box, net, vat in rows}


def changes_before(actor: Actor, quarter: Quarter, today: date) -> list[Change]:
    """Of filed quarters before this one that may still be corrected: what is to be told, the earliest first."""
    rows = VatFiling.objects.filter(cooperative_id=actor.cooperative_id, correction=False).order_by("year", "number")
    filed = [Quarter(year, number) for year, number in rows.values_list("year", "number")]
    found = [
        change(one, figures(quarter_return(actor, one)), told(actor.cooperative_id, one))
        for one in filed
        if one < quarter and may_be_corrected(one, today)
    ]
    return [one for one in found if one.boxes]


def _went_along(filing: VatFiling) -> list[Change]:
    boxes: dict[Quarter, dict[Box, Told]] = defaultdict(dict)
    for row in filing.boxes.order_by("year", "number"):
        told_of = Told(Cents(row.net_cents), Cents(row.vat_cents))
        boxes[Quarter(row.year, row.number)][Box(row.box)] = told_of
    own = Quarter(filing.year, filing.number)
    return [Change(of, of_quarter) for of, of_quarter in boxes.items() if of != own]
