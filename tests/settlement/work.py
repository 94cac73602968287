"""Signed work for the tests of settlement and insight, straight into the tables: the services of delivery have their
own tests."""

from datetime import UTC, date, datetime, timedelta
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
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Letterhead, PayRun, SelfBillingConsent, Tariff, TariffLine
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import approve_run, draft_run, send_run

REPAIR_HOUR, HELP_HOUR = (4800, 4000), (2900, 2300)  # asked and paid, in cents


def a_tariff(cooperative: Cooperative, kind: TariffKind, *rates: Rate, **fields: Any) -> Tariff:
    """Approved, from 2026 on."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    days = {"valid_from": at.date(), "source": "Agreement of the pilot", "drafted_at": at}
    tariff = Tariff.objects.create(**{"cooperative": cooperative, "kind": kind, **days, **fields})
    TariffLine.objects.bulk_create(
        TariffLine(
            cooperative=cooperative, tariff=tariff, what=rate.what, branch=rate.branch, trade=rate.trade,
            item=rate.item, cents=rate.cents, percent=rate.percent, minutes=rate.minutes,
        )
        for rate in rates
    )  # fmt: skip
    tariff.approved_at = at
    tariff.save()
    return tariff


def tariffs(cooperative: Cooperative) -> None:
    """Repairs: asked 48.00, paid 40.00 an hour, 10 % on material. Household help: asked 29.00, paid 23.00."""
    repairs, household = Branch.REPAIRS, Branch.HOUSEHOLD
    markup = Rate(RateKind.MARKUP, repairs, percent=Decimal(10))
    a_tariff(cooperative, TariffKind.LANDLORD, Rate(RateKind.HOUR, repairs, cents=REPAIR_HOUR[0]), markup)
    a_tariff(cooperative, TariffKind.MUNICIPALITY, Rate(RateKind.HOUR, household, cents=HELP_HOUR[0]))
    a_tariff(
        cooperative,
        TariffKind.WORKERS,
        Rate(RateKind.HOUR, repairs, cents=REPAIR_HOUR[1]),
        Rate(RateKind.HOUR, household, cents=HELP_HOUR[1]),
    )


def consents(*workers: Worker) -> None:
    """They agree that the cooperative makes their invoices."""
    for worker in workers:
        SelfBillingConsent.objects.create(
            cooperative=worker.cooperative, worker=worker, given_at=NOW, given_by=worker.person
        )


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


def a_letterhead(cooperative: Cooperative, **fields: Any) -> Letterhead:
    return Letterhead.objects.create(
        **{
            "cooperative": cooperative,
            "valid_from": date(2026, 1, 1),
            "street": "Noordewierweg 1",
            "postcode": "3812 DA",
            "city": "Amersfoort",
            "kvk_number": "12345678",
            "iban": "NL20INGB0001234567",
            **fields,
        }
    )


def paid_out(first: Actor, second: Actor, *, pay_on: date, at: datetime) -> PayRun:
    """A pay run from its draft to the bank: one made it, another approved it."""
    run = draft_run(first, pay_on=pay_on, at=at)
    approve_run(second, run.number, at=at)
    return send_run(first, run.number, at=at)
