"""What a draft would have changed in the past months' work, before it is approved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam
from werkplaats.settlement.models import Charge, Settlement, Tariff
from werkplaats.settlement.queries_terms import period_terms
from werkplaats.settlement.queries_work import Reader, Sheet, Task, agreed, agreed_in, sheets_to_read, task
from werkplaats.settlement.rules.period_prices import Held, period_charges, whole_month
from werkplaats.settlement.rules.pricing import NotAgreed, charges, earnings, total
from werkplaats.settlement.rules.tariffs import Agreed


@dataclass(frozen=True)
class Difference:
    """In cents, without VAT: what it was, and what it would have been."""

    name: str
    visits: int
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Simulation:
    """Only what the draft decides on. `without_price`: visits for which it has no price."""

    payers: tuple[Difference, ...]
    workers: tuple[Difference, ...]
    without_price: int

    @property
    def charged(self) -> Difference:
        return _together(self.payers)

    @property
    def earned(self) -> Difference:
        return _together(self.workers)

    @property
    def kept(self) -> Difference:
        """What stays with the cooperative."""
        asked, paid = self.charged, self.earned
        return Difference("", asked.visits, asked.before - paid.before, asked.after - paid.after)


def simulate(draft: Tariff, first: date, last: date) -> Simulation:
    """The work that was signed in the months of `first` to `last`, both included, priced by the draft, beside what was
    charged and earned; and the fixed amounts of those months."""
    begin, end = whole_month(first)[0], whole_month(last)[1]
    trial = replace(agreed_in(draft), valid_from=begin)
    sheets = _signed(draft.cooperative_id, begin, end)
    known = [one for one in agreed(draft.cooperative_id) if (one.kind, one.partner) != (trial.kind, trial.partner)]
    was = _settled(sheets)
    teams = dict(DistrictTeam.objects.filter(cooperative_id=draft.cooperative_id).values_list("pk", "name"))
    payers, workers, without = _Sums(), _Sums(), 0
    for one in _tasks(draft.cooperative_id, sheets, [*known, trial]):
        if trial.id not in (one.asked.id, one.paid.id):
            continue
        try:
            asked = charges(one.work, one.asked)
            owed = earnings(one.work, one.paid, asked)
        except NotAgreed:
            without += 1
            continue
        before = was.get(one.sheet.pk, (0, 0))
        payers.add(_payer_name(one, teams), 1, before[0], int(total(asked)))
        workers.add(one.sheet.worker, 1, before[1], int(total(owed)))
    for name, asked_before, asked_after in _fixed(draft, trial, begin, end):
        payers.add(name, 0, asked_before, asked_after)
    return Simulation(payers.rows(), workers.rows(), without)


def first_change(draft: Tariff) -> date | None:
    """The first day on which work that is settled would get another price when the draft is approved; None: no day."""
    own = agreed_in(draft)
    settled = Settlement.objects.filter(
        cooperative_id=draft.cooperative_id, delivered_on__gte=own.valid_from, replaced_by=None
    )
    by_sheet = {one.timesheet_id: one for one in settled}
    known = {one.id: one for one in agreed(draft.cooperative_id)}
    sheets = sorted(sheets_to_read(by_sheet), key=lambda sheet: sheet.started_at)
    for one in _tasks(draft.cooperative_id, sheets, [*known.values(), own]):
        settlement = by_sheet[one.sheet.pk]
        asked, paid = known[settlement.tariff_id], known.get(settlement.pay_tariff_id, one.paid)
        if own.id in (one.asked.id, one.paid.id) and _price(one, one.asked, one.paid) != _price(one, asked, paid):
            return one.day
    charged = _period_charges(draft).filter(delivered_on__gte=own.valid_from, reversed_by=None)
    return charged.order_by("delivered_on").values_list("delivered_on", flat=True).first()


def _price(one: Task, asked: Agreed, paid: Agreed) -> Any:
    try:
        charged = charges(one.work, asked)
        return charged, earnings(one.work, paid, charged)
    except NotAgreed:
        return None


def _signed(cooperative_id: int, begin: date, end: date) -> list[Sheet]:
    days = Timesheet.objects.filter(cooperative_id=cooperative_id, started_at__date__range=(begin, end))
    signed = days.filter(Q(signed_at__isnull=False) | Q(outcome=DeliveryOutcome.NOBODY_HOME))
    return sorted(sheets_to_read(signed.values_list("pk", flat=True)), key=lambda sheet: sheet.started_at)


def _tasks(cooperative_id: int, sheets: Sequence[Sheet], known: list[Agreed]) -> Iterator[Task]:
    """As settling would read them when this were agreed; what cannot be settled is left out."""
    if not sheets:
        return
    reader = Reader(cooperative_id, sheets)
    reader.agreed = known
    for sheet in sheets:
        try:
            yield task(reader, sheet)
        except Refused:
            continue


def _settled(sheets: Sequence[Sheet]) -> dict[int, tuple[int, int]]:
    """Timesheet → what was charged and earned for it, corrections counted in."""
    rows = Settlement.objects.filter(timesheet__in=[sheet.pk for sheet in sheets]).order_by()
    sums = rows.values("timesheet").annotate(charged=Sum("charged_cents"), earned=Sum("earned_cents"))
    return {row["timesheet"]: (row["charged"], row["earned"]) for row in sums}


def _payer_name(one: Task, teams: dict[int, str]) -> str:
    if one.payer.landlord_id:
        return one.sheet.landlord or ""
    if one.payer.district_team_id:
        return teams[one.payer.district_team_id]
    return one.sheet.reporter or ""


def _fixed(draft: Tariff, trial: Agreed, begin: date, end: date) -> Iterator[tuple[str, int, int]]:
    """(payer, what was asked by the month, what would have been)."""
    before: dict[str, int] = defaultdict(int)
    for charge in _period_charges(draft).filter(delivered_on__range=(begin, end)):
        partner = charge.landlord or charge.district_team or charge.person
        before[partner.name if partner else ""] += charge.net_cents
    after: dict[str, int] = defaultdict(int)
    month = begin
    while month <= end:
        last = whole_month(month)[1]
        for group in period_terms(draft.cooperative_id, trial.kind, month, last):
            if group.partner == trial.partner or (trial.partner is None and not group.has_own):
                after[group.name] += int(total(period_charges(Held(trial, month, last), group.terms)))
        month = last + timedelta(days=1)
    for name in sorted({*before, *after}):
        if before[name] or after[name]:
            yield name, before[name], after[name]


def _period_charges(draft: Tariff) -> QuerySet[Charge]:
    """What was asked by the month under the agreement of which this is a version."""
    asked = Charge.objects.filter(cooperative_id=draft.cooperative_id).exclude(once="")
    asked = asked.filter(once__startswith=f"{draft.kind}:").select_related("landlord", "district_team", "person")
    if draft.landlord_id or draft.district_team_id:
        return asked.filter(landlord=draft.landlord, district_team=draft.district_team)
    own = Tariff.objects.filter(cooperative_id=draft.cooperative_id, approved_at__isnull=False)
    return asked.exclude(landlord__in=own.filter(landlord__isnull=False).values("landlord")).exclude(
        district_team__in=own.filter(district_team__isnull=False).values("district_team")
    )


class _Sums:
    """Adds up per name."""

    def __init__(self) -> None:
        self.found: dict[str, list[int]] = {}

    def add(self, name: str, visits: int, before: int, after: int) -> None:
        sums = self.found.setdefault(name, [0, 0, 0])
        for position, value in enumerate((visits, before, after)):
            sums[position] += value

    def rows(self) -> tuple[Difference, ...]:
        return tuple(Difference(name, *self.found[name]) for name in sorted(self.found))


def _together(rows: Iterable[Difference]) -> Difference:
    rows = tuple(rows)
    return Difference("", *(sum(getattr(row, name) for row in rows) for name in ("visits", "before", "after")))
