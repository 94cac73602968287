"""What a timesheet says, as pricing asks it: the work, who pays, what was agreed, and what its VAT depends on."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground import sql
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.rules.dwelling import address
from werkplaats.intake.rules import Branch
from werkplaats.members.rules import Contract
from werkplaats.settlement.models import Subscription, Tariff
from werkplaats.settlement.queries import is_small_business, schemes
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.pricing import Material, Work
from werkplaats.settlement.rules.tariffs import Agreed, TariffKind, agreed_on
from werkplaats.settlement.rules.vat import Buyer, Part, Side, Situation, WorkerVat
from werkplaats.settlement.rules.worked import minutes_worked
from werkplaats.triage.queries import list_by
from werkplaats.triage.rules import Party


class Sheet(NamedTuple):
    """A timesheet with all that its price depends on, in one row: a month has thousands, and making models of each
    takes longer than pricing them. Names are for who shows it."""

    pk: int
    cooperative_id: int
    visit_id: int
    worker_id: int
    started_at: datetime
    stopped_at: datetime | None
    outcome: str
    signed_at: datetime | None
    worker: str
    contract: str
    small_business: bool
    shares_exemption: bool
    branch: str
    trade: str
    warranty_of_id: int | None
    dwelling_id: int
    street: str
    house_number: int
    addition: str
    postcode: str
    built_in: int | None
    landlord_id: int | None
    landlord: str | None
    owner_builder: bool | None
    reporter_id: int | None
    reporter: str | None
    item_code: str | None
    list_version_id: int | None
    grant_id: int | None
    activities: list[str] | None
    grant_client_id: int | None
    request_client_id: int | None
    district_team_id: int | None
    provider_reference: str | None
    together: int  # who worked on that visit, this one too
    settled: bool
    materials: tuple[Material, ...] = ()

    @property
    def client_id(self) -> int | None:
        return self.grant_client_id if self.grant_id else self.request_client_id

    @property
    def helped_id(self) -> int | None:
        """The client, where it is household help."""
        return self.client_id if self.branch == Branch.HOUSEHOLD else None


# By the names of a Sheet. In SQL (see `ground.sql`): it is asked with each signature, and making it from models took
# longer than all the rest of reading.
SHEETS = """
    SELECT sheet.id AS pk, sheet.cooperative_id, sheet.visit_id, sheet.worker_id,
        sheet.started_at, sheet.stopped_at, sheet.outcome, sheet.signed_at,
        person.name AS worker, worker.contract, worker.small_business, worker.shares_exemption,
        job.branch, job.trade, job.warranty_of_id, job.dwelling_id,
        dwelling.street, dwelling.house_number, dwelling.addition, dwelling.postcode, dwelling.built_in,
        dwelling.landlord_id, landlord.name AS landlord, landlord.owner_builder,
        request.reporter_id, reporter.name AS reporter, assessment.item_code, assessment.list_version_id,
        care.id AS grant_id, care.activities, care.client_id AS grant_client_id, request.client_id AS request_client_id,
        client.district_team_id, client.provider_reference,
        (SELECT count(*) FROM delivery_timesheet AS beside WHERE beside.visit_id = sheet.visit_id) AS together,
        EXISTS (SELECT FROM settlement_settlement AS known WHERE known.timesheet_id = sheet.id) AS settled,
        to_jsonb(ARRAY(
            SELECT jsonb_build_array(used.description, used.quantity::text, used.unit_price_cents)
            FROM delivery_material AS used WHERE used.timesheet_id = sheet.id ORDER BY used.id
        )) AS materials
    FROM delivery_timesheet AS sheet
    JOIN members_worker AS worker ON worker.id = sheet.worker_id
    JOIN members_person AS person ON person.id = worker.person_id
    JOIN jobs_visit AS visit ON visit.id = sheet.visit_id
    JOIN jobs_job AS job ON job.id = visit.job_id
    JOIN homes_dwelling AS dwelling ON dwelling.id = job.dwelling_id
    LEFT JOIN homes_landlord AS landlord ON landlord.id = dwelling.landlord_id
    LEFT JOIN intake_request AS request ON request.id = job.request_id
    LEFT JOIN members_person AS reporter ON reporter.id = request.reporter_id
    LEFT JOIN triage_assessment AS assessment ON assessment.id = job.assessment_id
    LEFT JOIN homes_caregrant AS care ON care.id = job.care_grant_id
    LEFT JOIN homes_client AS client ON client.id = COALESCE(care.client_id, request.client_id)
    WHERE sheet.id = ANY(%s::bigint[])
    ORDER BY sheet.id
"""


@dataclass(frozen=True)
class PaidBy:
    payer: Payer
    landlord_id: int | None = None
    district_team_id: int | None = None
    person_id: int | None = None
    owner_builder: bool = False

    def columns(self) -> dict[str, Any]:
        return {
            "payer": self.payer,
            "landlord_id": self.landlord_id,
            "district_team_id": self.district_team_id,
            "person_id": self.person_id,
        }

    @property
    def tariff(self) -> tuple[TariffKind, int | None]:
        """Which kind of tariff, and with whom."""
        if self.payer is Payer.RESIDENT:
            return TariffKind.SERVICE_PLAN, None
        if self.landlord_id:
            return TariffKind.LANDLORD, self.landlord_id
        return TariffKind.MUNICIPALITY, self.district_team_id

    @property
    def buyer(self) -> Buyer:
        if self.payer is Payer.RESIDENT:
            return Buyer.PRIVATE
        return Buyer.OWNER_BUILDER if self.owner_builder else Buyer.BUSINESS


@dataclass(frozen=True)
class Task:
    """One timesheet with all that its price depends on. `about`: by what the payer knows the work."""

    sheet: Sheet
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


def sheets_to_settle(sheet_ids: Iterable[int]) -> list[Sheet]:
    """Locked, so that two that settle the same do so one after the other; read once they are."""
    held = sql.rows(
        "SELECT id FROM delivery_timesheet WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE", [list(sheet_ids)]
    )
    return sheets_to_read([row["id"] for row in held])


def sheets_to_read(sheet_ids: Iterable[int]) -> list[Sheet]:
    """By their key."""
    return [
        Sheet(**{**row, "materials": tuple(_used(json.loads(row["materials"])))})
        for row in sql.rows(SHEETS, [list(sheet_ids)])
    ]


def _used(materials: list[tuple[str, str, int]]) -> Iterable[Material]:
    for words, quantity, cents in materials:
        yield Material(words, Decimal(quantity), Cents(cents))


PARTICIPATIONS = """
    SELECT client_id, dwelling_id, pilot_id, started_at, ended_at FROM homes_participation
    WHERE cooperative_id = %s AND started_at IS NOT NULL
        AND (dwelling_id = ANY(%s::bigint[]) OR client_id = ANY(%s::bigint[]))
"""


class Reader:
    """Reads of one cooperative what many timesheets have in common, once."""

    def __init__(self, cooperative_id: int, sheets: Sequence[Sheet]) -> None:
        self.cooperative_id = cooperative_id
        self.agreed = agreed(cooperative_id)
        self.schemes = schemes(cooperative_id)
        clients = {sheet.client_id for sheet in sheets if sheet.client_id}
        dwellings = {sheet.dwelling_id for sheet in sheets}
        self.participations: dict[tuple[int | None, int | None], list[sql.Row]] = defaultdict(list)
        for one in sql.rows(PARTICIPATIONS, [cooperative_id, list(dwellings), list(clients)]):
            self.participations[one["client_id"], one["dwelling_id"]].append(one)

    def tariff(self, kind: TariffKind, day: date, partner: int | None = None) -> Agreed:
        found = agreed_on(self.agreed, kind, day, partner)
        if found is None:
            raise Refused(_("There is no tariff for this work on that day yet. Add one on the page Tariffs."))
        return found

    @cached_property
    def plans(self) -> dict[int, list[Subscription]]:
        found = defaultdict(list)
        for plan in Subscription.objects.filter(cooperative_id=self.cooperative_id):
            found[plan.dwelling_id].append(plan)
        return found

    def has_plan(self, dwelling_id: int, day: date) -> bool:
        """Whether the service plan counts for this dwelling on that day."""
        own = self.plans.get(dwelling_id, ())
        return any(plan.since <= day and (plan.until is None or plan.until >= day) for plan in own)

    def pilot(self, sheet: Sheet, day: date) -> int | None:
        """In which the client or the dwelling took part on that day."""
        of = (sheet.helped_id, None) if sheet.helped_id else (None, sheet.dwelling_id)
        for one in self.participations.get(of, ()):
            if local_day(one["started_at"]) <= day and (one["ended_at"] is None or local_day(one["ended_at"]) >= day):
                pilot: int = one["pilot_id"]
                return pilot
        return None


def read(sheets: Sequence[Sheet]) -> Iterable[Task | Refused]:
    """Each as a task, or why it cannot be one. All of one cooperative."""
    reader = Reader(sheets[0].cooperative_id, sheets) if sheets else None
    for sheet in sheets:
        assert reader is not None
        try:
            yield task(reader, sheet)
        except Refused as why:
            yield why


def task(reader: Reader, sheet: Sheet) -> Task:
    """Errors: Refused when nobody is there to pay, or nothing is agreed on that day."""
    day = local_day(sheet.started_at)
    payer = paid_by(sheet)
    if payer.payer is Payer.RESIDENT and not reader.has_plan(sheet.dwelling_id, day):
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
        trade=sheet.trade,
        home=True,
        inside=sheet.branch == Branch.HOUSEHOLD,  # cleaning that was reported: gutters, stairs; 21 % is the safe side
        built_in=sheet.built_in,
        granted=sheet.helped_id is not None and sheet.grant_id is not None,
        buyer=payer.buyer,
        small_business=is_small_business(reader.schemes, day),
    )
    purchase = replace(
        sale,
        side=Side.PURCHASE,
        buyer=Buyer.BUSINESS,
        worker=worker_vat(sheet),
        shares_exemption=sheet.shares_exemption,
    )
    return Task(
        sheet=sheet,
        day=day,
        work=work_of(sheet),
        payer=payer,
        about=about(sheet),
        pilot_id=reader.pilot(sheet, day),
        asked=asked,
        paid=paid,
        sale=sale,
        purchase=purchase,
    )


def work_of(sheet: Sheet) -> Work:
    stopped_at = sheet.stopped_at or sheet.started_at
    return Work(
        branch=sheet.branch,
        trade=sheet.trade,
        started_at=sheet.started_at,
        stopped_at=stopped_at,
        minutes=minutes_worked(sheet.started_at, stopped_at),
        items=(sheet.item_code,) if sheet.item_code else tuple(sheet.activities or ()),
        units=Decimal(0) if sheet.outcome == DeliveryOutcome.FOLLOW_UP else _part(sheet.together),
        materials=sheet.materials,
        warranty=sheet.warranty_of_id is not None,
        nobody_home=sheet.outcome == DeliveryOutcome.NOBODY_HOME,
    )


def _part(together: int) -> Decimal:
    """Of a price for the whole, for each of those who did it together."""
    return (Decimal(1) / together).quantize(Decimal("0.001"))


def paid_by(sheet: Sheet) -> PaidBy:
    """Household help is paid by the municipality that granted it; a repair by who the list says: the owner of the
    dwelling, or the tenant with a service plan. Errors: Refused when nobody is there to pay."""
    if sheet.branch == Branch.HOUSEHOLD:
        if sheet.helped_id is None:
            raise Refused(_("This household help belongs to no client, so nobody is there to pay for it."))
        return PaidBy(Payer.MUNICIPALITY, district_team_id=sheet.district_team_id)
    if sheet.reporter_id and _is_of_the_plan(sheet):
        return PaidBy(Payer.RESIDENT, person_id=sheet.reporter_id)
    if sheet.landlord_id is None:
        raise Refused(_("This dwelling has no landlord, so nobody is there to pay for the repair."))
    return PaidBy(Payer.LANDLORD, landlord_id=sheet.landlord_id, owner_builder=bool(sheet.owner_builder))


def _is_of_the_plan(sheet: Sheet) -> bool:
    """The tenant's own by the list it was decided by, and done by us for who has the service plan."""
    if not sheet.item_code:
        return False
    item = list_by(sheet.list_version_id, sheet.branch).item(sheet.item_code)
    return item is not None and item.party is Party.SERVICE_PLAN


def about(sheet: Sheet) -> str:
    """What a payer needs to recognise the work by, and nothing more: an address, or its own reference of the client."""
    if sheet.helped_id is None:
        return f"{address(sheet.street, sheet.house_number, sheet.addition)}, {sheet.postcode}"
    return sheet.provider_reference or f"cliënt {sheet.helped_id}"


def worker_vat(sheet: Sheet) -> WorkerVat:
    if sheet.contract == Contract.EMPLOYEE:
        return WorkerVat.EMPLOYEE
    return WorkerVat.SMALL_BUSINESS if sheet.small_business else WorkerVat.SELF_EMPLOYED


def agreed(cooperative_id: int) -> list[Agreed]:
    """Every approved tariff of the cooperative."""
    found = sql.rows(
        "SELECT id FROM settlement_tariff WHERE cooperative_id = %s AND approved_at IS NOT NULL"
        " ORDER BY valid_from, id",
        [cooperative_id],
    )
    return [approved(row["id"]) for row in found]


@lru_cache(maxsize=4096)
def approved(tariff_id: int) -> Agreed:
    """An approved tariff, which never changes, so that it is read once in a process. Not for a draft."""
    return agreed_in(Tariff.objects.get(pk=tariff_id))


def agreed_in(tariff: Tariff) -> Agreed:
    rates = tuple(line.rate for line in sorted(tariff.lines.all(), key=lambda line: line.pk))
    partner = tariff.landlord_id or tariff.district_team_id
    return Agreed(TariffKind(tariff.kind), tariff.valid_from, rates, partner, tariff.pk)
