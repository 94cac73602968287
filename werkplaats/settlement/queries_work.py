"""What a timesheet says, as pricing asks it: the work, who pays, what was agreed, and what its VAT depends on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import Client, Landlord, Participation
from werkplaats.intake.rules import Branch
from werkplaats.jobs.models import Job
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract
from werkplaats.settlement.models import Subscription, Tariff
from werkplaats.settlement.queries import is_small_business, letterheads
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.pricing import Material, Work
from werkplaats.settlement.rules.tariffs import Agreed, TariffKind, agreed_on
from werkplaats.settlement.rules.vat import Buyer, Part, Side, Situation, WorkerVat
from werkplaats.settlement.rules.worked import minutes_worked
from werkplaats.triage.queries import list_by
from werkplaats.triage.rules import Party


@dataclass(frozen=True)
class PaidBy:
    payer: Payer
    landlord: Landlord | None = None
    district_team_id: int | None = None
    person_id: int | None = None

    def columns(self) -> dict[str, Any]:
        return {
            "payer": self.payer,
            "landlord_id": self.landlord.pk if self.landlord else None,
            "district_team_id": self.district_team_id,
            "person_id": self.person_id,
        }

    @property
    def tariff(self) -> tuple[TariffKind, int | None]:
        """Which kind of tariff, and with whom."""
        if self.payer is Payer.RESIDENT:
            return TariffKind.SERVICE_PLAN, None
        if self.landlord:
            return TariffKind.LANDLORD, self.landlord.pk
        return TariffKind.MUNICIPALITY, self.district_team_id

    @property
    def buyer(self) -> Buyer:
        if self.payer is Payer.RESIDENT:
            return Buyer.PRIVATE
        return Buyer.OWNER_BUILDER if self.landlord and self.landlord.owner_builder else Buyer.BUSINESS


@dataclass(frozen=True)
class Task:
    """One timesheet with all that its price depends on. `about`: by what the payer knows the work."""

    sheet: Timesheet
    day: date
    work: Work
    payer: PaidBy
    about: str
    pilot_id: int | None
    asked: Agreed
    paid: Agreed
    sale: Situation
    purchase: Situation

    @property
    def tariff_id(self) -> int:
        assert self.asked.id is not None  # it was read
        return self.asked.id


def sheets_to_settle(sheet_ids: Iterable[int]) -> list[Timesheet]:
    """Locked, so that two that settle the same do so one after the other."""
    return list(sheets_to_read(sheet_ids).select_for_update(of=("self",)).order_by("pk"))


def sheets_to_read(sheet_ids: Iterable[int]) -> QuerySet[Timesheet]:
    """With all that `read` looks at."""
    return (
        Timesheet.objects.filter(pk__in=list(sheet_ids))
        .select_related(
            "worker", "visit__job__dwelling__landlord", "visit__job__care_grant__client", "visit__job__request__client",
            "visit__job__assessment",
        )
        .prefetch_related("materials")
    )  # fmt: skip


class Reader:
    """Reads of one cooperative what many timesheets have in common, once."""

    def __init__(self, cooperative_id: int, sheets: Sequence[Timesheet]) -> None:
        self.cooperative_id = cooperative_id
        self.agreed = agreed(cooperative_id)
        self.letterheads = letterheads(cooperative_id)
        self.participations = list(
            Participation.objects.filter(cooperative_id=cooperative_id, started_at__isnull=False).filter(
                Q(dwelling__in={sheet.visit.job.dwelling_id for sheet in sheets})
                | Q(client__in={client.pk for sheet in sheets if (client := client_of(sheet.visit.job))})
            )
        )
        visits = Timesheet.objects.filter(visit__in={sheet.visit_id for sheet in sheets})
        self.together = dict(visits.values_list("visit").annotate(Count("pk")))

    def tariff(self, kind: TariffKind, day: date, partner: int | None = None) -> Agreed:
        found = agreed_on(self.agreed, kind, day, partner)
        if found is None:
            raise Refused(_("There is no tariff for this work on that day yet. Add one on the page Tariffs."))
        return found

    @cached_property
    def plans(self) -> list[Subscription]:
        return list(Subscription.objects.filter(cooperative_id=self.cooperative_id))

    def has_plan(self, dwelling_id: int, day: date) -> bool:
        """Whether the service plan counts for this dwelling on that day."""
        own = (plan for plan in self.plans if plan.dwelling_id == dwelling_id)
        return any(plan.since <= day and (plan.until is None or plan.until >= day) for plan in own)

    def pilot(self, job: Job, day: date) -> int | None:
        """In which the client or the dwelling took part on that day."""
        client = client_of(job) if job.branch == Branch.HOUSEHOLD else None
        for one in self.participations:
            began = one.started_at is not None and local_day(one.started_at) <= day
            same = one.client_id == client.pk if client else one.dwelling_id == job.dwelling_id
            if same and began and (one.ended_at is None or local_day(one.ended_at) >= day):
                return one.pilot_id
        return None


def read(sheets: Sequence[Timesheet]) -> Iterable[Task | Refused]:
    """Each as a task, or why it cannot be one. All of one cooperative."""
    reader = Reader(sheets[0].cooperative_id, sheets) if sheets else None
    for sheet in sheets:
        assert reader is not None
        try:
            yield task(reader, sheet)
        except Refused as why:
            yield why


def task(reader: Reader, sheet: Timesheet) -> Task:
    """Errors: Refused when nobody is there to pay, or nothing is agreed on that day."""
    job, worker, day = sheet.visit.job, sheet.worker, local_day(sheet.started_at)
    payer, client = paid_by(job), client_of(job) if job.branch == Branch.HOUSEHOLD else None
    if payer.payer is Payer.RESIDENT and not reader.has_plan(job.dwelling_id, day):
        raise Refused(
            _(
                "By the list this is the tenant's own, and this home has no service plan on that day. "
                "Add the plan, if it was agreed on."
            )
        )
    kind, partner = payer.tariff
    asked, paid = reader.tariff(kind, day, partner), reader.tariff(TariffKind.WORKERS, day)
    sale = Situation(
        Side.SALE,
        day,
        Part.LABOUR,
        trade=job.trade,
        home=True,
        inside=job.branch == Branch.HOUSEHOLD,  # cleaning that was reported: gutters, stairs; 21 % is the safe side
        built_in=job.dwelling.built_in,
        granted=client is not None and job.care_grant_id is not None,
        buyer=payer.buyer,
        small_business=is_small_business(reader.letterheads, day),
    )
    purchase = replace(
        sale,
        side=Side.PURCHASE,
        buyer=Buyer.BUSINESS,
        worker=worker_vat(worker),
        shares_exemption=worker.shares_exemption,
    )
    return Task(
        sheet=sheet,
        day=day,
        work=work_of(sheet, job, reader.together[sheet.visit_id]),
        payer=payer,
        about=about(job, client),
        pilot_id=reader.pilot(job, day),
        asked=asked,
        paid=paid,
        sale=sale,
        purchase=purchase,
    )


def work_of(sheet: Timesheet, job: Job, together: int) -> Work:
    stopped_at = sheet.stopped_at or sheet.started_at
    items = tuple(job.care_grant.activities) if job.care_grant else ()
    if job.assessment and job.assessment.item_code:
        items = (job.assessment.item_code,)
    return Work(
        branch=job.branch,
        trade=job.trade,
        started_at=sheet.started_at,
        stopped_at=stopped_at,
        minutes=minutes_worked(sheet.started_at, stopped_at),
        items=items,
        units=Decimal(0) if sheet.outcome == DeliveryOutcome.FOLLOW_UP else _part(together),
        materials=tuple(Material(m.description, m.quantity, m.unit_price_cents) for m in sheet.materials.all()),
        warranty=job.warranty_of_id is not None,
        nobody_home=sheet.outcome == DeliveryOutcome.NOBODY_HOME,
    )


def _part(together: int) -> Decimal:
    """Of a price for the whole, for each of those who did it together."""
    return (Decimal(1) / together).quantize(Decimal("0.001"))


def paid_by(job: Job) -> PaidBy:
    """Household help is paid by the municipality that granted it; a repair by who the list says: the owner of the
    dwelling, or the tenant with a service plan. Errors: Refused when nobody is there to pay."""
    if job.branch == Branch.HOUSEHOLD:
        client = client_of(job)
        if client is None:
            raise Refused(_("This household help belongs to no client, so nobody is there to pay for it."))
        return PaidBy(Payer.MUNICIPALITY, district_team_id=client.district_team_id)
    if job.request and _is_of_the_plan(job):
        return PaidBy(Payer.RESIDENT, person_id=job.request.reporter_id)
    if job.dwelling.landlord is None:
        raise Refused(_("This dwelling has no landlord, so nobody is there to pay for the repair."))
    return PaidBy(Payer.LANDLORD, landlord=job.dwelling.landlord)


def _is_of_the_plan(job: Job) -> bool:
    """The tenant's own by the list it was decided by, and done by us for who has the service plan."""
    decided = job.assessment
    if decided is None or not decided.item_code:
        return False
    item = list_by(decided.list_version_id, job.branch).item(decided.item_code)
    return item is not None and item.party is Party.SERVICE_PLAN


def client_of(job: Job) -> Client | None:
    if job.care_grant:
        return job.care_grant.client
    return job.request.client if job.request else None


def about(job: Job, client: Client | None) -> str:
    """What a payer needs to recognise the work by, and nothing more: an address, or its own reference of the client."""
    if client is None:
        return f"{job.dwelling.address}, {job.dwelling.postcode}"
    return client.provider_reference or f"cliënt {client.pk}"


def worker_vat(worker: Worker) -> WorkerVat:
    if worker.contract == Contract.EMPLOYEE:
        return WorkerVat.EMPLOYEE
    return WorkerVat.SMALL_BUSINESS if worker.small_business else WorkerVat.SELF_EMPLOYED


def agreed(cooperative_id: int) -> list[Agreed]:
    """Every approved tariff of the cooperative."""
    tariffs = Tariff.objects.filter(cooperative_id=cooperative_id, approved_at__isnull=False).prefetch_related("lines")
    return [agreed_in(tariff) for tariff in tariffs.order_by("valid_from", "pk")]


def agreed_in(tariff: Tariff) -> Agreed:
    rates = tuple(line.rate for line in sorted(tariff.lines.all(), key=lambda line: line.pk))
    partner = tariff.landlord_id or tariff.district_team_id
    return Agreed(TariffKind(tariff.kind), tariff.valid_from, rates, partner, tariff.pk)
