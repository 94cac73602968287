"""From a signed timesheet to money: once, by tariff, in balance."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.ground.sql import the_one
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.intake.rules import Branch
from werkplaats.jobs.models import Job
from werkplaats.settlement.models import Settlement, Tariff
from werkplaats.settlement.queries import unsettled
from werkplaats.settlement.rules import Payer, booking
from werkplaats.settlement.rules.split import Item, Work, minutes_worked, split
from werkplaats.settlement.rules.tariffs import tariff_on, vat_percent
from werkplaats.settlement.services.ledger import book


@transaction.atomic
def settle(timesheet: Timesheet, *, at: datetime) -> Settlement | None:
    """Split a signed timesheet over payer, worker and cooperative; a second time gives the same settlement.

    None when nobody was home: this version charges nothing for that. Warranty work gives a settlement of zeros.
    Called by who signs off (desk.sign_off), in the same transaction; the door is asked there.
    Errors: Refused when it is not signed, no tariff holds on that day, or nobody is there to pay.
    """
    # the lock only on the timesheet: two sign-offs at once settle one after the other
    sheet = (
        Timesheet.objects.select_for_update(of=("self",))
        .select_related("visit__job__dwelling__landlord")
        .get(pk=timesheet.pk)
    )
    before = the_one(Settlement.objects.filter(timesheet=sheet))
    if before or sheet.outcome == DeliveryOutcome.NOBODY_HOME:
        return before
    if sheet.signed_at is None or sheet.stopped_at is None:
        raise Refused(_("This timesheet is not signed yet. Ask the resident to sign it first."))
    job = sheet.visit.job
    day = local_day(sheet.started_at)
    tariff = _tariff(job, day)
    payer, landlord, team = _payer(job)
    percent = vat_percent(tariff.vat_percent, tariff.vat_percent_new_dwelling, job.dwelling.built_in, day)
    work = Work(
        minutes=minutes_worked(sheet.started_at, sheet.stopped_at),
        items=tuple(Item(m.quantity, m.unit_price_cents) for m in sheet.materials.all()),
        warranty=job.warranty_of_id is not None,
    )
    money = split(work, tariff, percent)
    settlement = Settlement.objects.create(
        cooperative_id=sheet.cooperative_id,
        timesheet=sheet,
        tariff=tariff,
        payer=payer,
        landlord=landlord,
        district_team=team,
        delivered_on=day,
        minutes=work.minutes,
        charged_labour_cents=money.charged_labour,
        charged_material_cents=money.charged_material,
        earned_cents=money.earned,
        vat_percent=percent,
        vat_cents=money.vat,
        settled_at=at,
    )
    book(
        sheet.cooperative_id,
        event=f"settlement:{settlement.pk}",
        sides=booking.delivered(money.charged, money.earned),
        booked_on=local_day(at),
        description=f"visit {sheet.visit_id} of {day.isoformat()}",
        landlord_id=settlement.landlord_id,
        district_team_id=settlement.district_team_id,
        worker_id=sheet.worker_id,
        at=at,
    )
    return settlement


def settle_waiting(*, at: datetime, cooperative_id: int | None = None) -> int:
    """Settle what was signed before there was a tariff or a payer, of one cooperative or of all. Gives how many.

    What still cannot be settled stays on the page Settlement, with the reason.
    """
    settled = 0
    for sheet in unsettled(cooperative_id):
        with suppress(Refused):
            settled += settle(sheet, at=at) is not None
    return settled


def _tariff(job: Job, day: date) -> Tariff:
    tariffs = Tariff.objects.filter(cooperative_id=job.cooperative_id, branch=job.branch, trade__in=["", job.trade])
    found = tariff_on(tariffs, job.trade, day)
    if found is None:
        raise Refused(
            _("There is no tariff for this work on that day yet. The treasurer can add one on the page Settlement.")
        )
    return found


def _payer(job: Job) -> tuple[Payer, Landlord | None, DistrictTeam | None]:
    """Household help is paid by the municipality that granted it, a repair by the owner of the dwelling."""
    if job.branch == Branch.HOUSEHOLD:
        client = job.care_grant.client if job.care_grant else job.request.client if job.request else None
        if client is None:
            raise Refused(_("This household help belongs to no client, so nobody is there to pay for it."))
        return Payer.MUNICIPALITY, None, client.district_team
    if job.dwelling.landlord is None:
        raise Refused(_("This dwelling has no landlord, so nobody is there to pay for the repair."))
    return Payer.LANDLORD, job.dwelling.landlord, None
