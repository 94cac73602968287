"""Signed work for the tests of settlement and insight, straight into the tables: the services of delivery have their
own tests."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tests.build import NOW, a_request
from werkplaats.delivery.models import Material, Timesheet
from werkplaats.delivery.rules import DeliveryOutcome, SignOffBy
from werkplaats.homes.models import CareGrant, Dwelling
from werkplaats.intake.rules import Branch
from werkplaats.jobs.models import Job, Visit
from werkplaats.jobs.rules import HOUSEHOLD_TRADE, VisitStatus
from werkplaats.members.models import Cooperative, Worker
from werkplaats.settlement.models import Tariff


def a_tariff(cooperative: Cooperative, **fields: Any) -> Tariff:
    """Asked 48.00, paid 40.00 an hour; 10 % on material; 21 % VAT; from 2026 on."""
    return Tariff.objects.create(
        **{
            "cooperative": cooperative,
            "branch": Branch.REPAIRS,
            "valid_from": date(2026, 1, 1),
            "charged_cents_per_hour": 4800,
            "paid_cents_per_hour": 4000,
            "material_markup_percent": Decimal(10),
            "vat_percent": Decimal(21),
            "source": "Agreement of the pilot",
            **fields,
        }
    )


def a_household_tariff(cooperative: Cooperative, **fields: Any) -> Tariff:
    defaults = {
        "branch": Branch.HOUSEHOLD,
        "charged_cents_per_hour": 2900,
        "paid_cents_per_hour": 2300,
        "material_markup_percent": Decimal(0),
        "vat_percent": Decimal(0),
        "source": "Wmo: exempt",
    }
    return a_tariff(cooperative, **{**defaults, **fields})


def a_repair_job(dwelling: Dwelling, **fields: Any) -> Job:
    return Job.objects.create(
        **{
            "cooperative": dwelling.cooperative,
            "branch": Branch.REPAIRS,
            "request": fields.get("request") or a_request(dwelling),
            "dwelling": dwelling,
            "trade": "LOO",
            "minutes": 60,
            "due_at": NOW + timedelta(days=10),
            "opened_at": NOW,
            **fields,
        }
    )


def a_household_job(grant: CareGrant) -> Job:
    return Job.objects.create(
        cooperative=grant.cooperative,
        branch=Branch.HOUSEHOLD,
        care_grant=grant,
        dwelling=grant.client.dwelling,
        trade=HOUSEHOLD_TRADE,
        minutes=grant.minutes,
        due_at=NOW + timedelta(days=10),
        opened_at=NOW,
    )


def a_timesheet(
    job: Job,
    worker: Worker,
    minutes: int = 60,
    *,
    started_at: datetime = NOW,
    material_cents: int = 0,
    outcome: DeliveryOutcome = DeliveryOutcome.DONE,
    signed: bool = True,
) -> Timesheet:
    """Done and signed by the resident."""
    stopped_at = started_at + timedelta(minutes=minutes)
    visit = Visit.objects.create(
        cooperative=job.cooperative,
        job=job,
        number=job.visits.count() + 1,
        status=VisitStatus.SIGNED if signed else VisitStatus(outcome),
        minutes=minutes or 1,
        due_on=started_at.date(),
        period=(started_at, started_at + timedelta(minutes=minutes or 1)),
        created_at=started_at,
    )
    sheet = Timesheet.objects.create(
        cooperative=job.cooperative,
        visit=visit,
        worker=worker,
        started_at=started_at,
        stopped_at=stopped_at,
        outcome=outcome,
        signed_at=stopped_at if signed else None,
        signed_as=SignOffBy.RESIDENT if signed else "",
    )
    if material_cents:
        Material.objects.create(
            cooperative=job.cooperative,
            timesheet=sheet,
            description="Kraan",
            quantity=1,
            unit_price_cents=material_cents,
            form_token=uuid4(),
        )
    return sheet
