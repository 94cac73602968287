"""Invoices per payer and period, numbered without holes."""

from collections import defaultdict
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_check

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell_address
from werkplaats.settlement.models import Invoice, Letterhead, Settlement
from werkplaats.settlement.queries import unbilled
from werkplaats.settlement.rules import Payer, booking
from werkplaats.settlement.rules.invoicing import vat_lines
from werkplaats.settlement.services.ledger import book


@transaction.atomic
def issue_invoices(actor: Actor, *, period_start: date, period_end: date, at: datetime) -> list[Invoice]:
    """One invoice per payer over what was delivered in the period (both days included) and not billed before.

    Again for the same period it invoices only what is new. Errors: Refused when the period ends before it begins.
    """
    require(actor, May.SETTLE)
    if period_end < period_start:
        raise Refused(_("The last day is before the first day."), field="period_end")
    # One at a time per cooperative: that keeps the numbers without holes. It does not stop other work: a row that
    # only points at its cooperative may still be added.
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    lines = (
        unbilled(actor)
        .filter(delivered_on__range=(period_start, period_end))
        .select_related("landlord", "district_team")
        .select_for_update(of=("self",))
    )
    by_payer: dict[tuple[int | None, int | None], list[Settlement]] = defaultdict(list)
    for line in lines.order_by("landlord_id", "district_team_id", "delivered_on", "id"):
        by_payer[line.landlord_id, line.district_team_id].append(line)
    number = Invoice.objects.filter(cooperative_id=actor.cooperative_id).aggregate(last=Max("number"))["last"] or 0
    return [
        _issue(actor, number + position, of_payer, period_start, period_end, at)
        for position, of_payer in enumerate(by_payer.values(), start=1)
    ]


def _issue(
    actor: Actor, number: int, lines: list[Settlement], period_start: date, period_end: date, at: datetime
) -> Invoice:
    first = lines[0]
    vat = vat_lines((line.vat_percent, line.charged_labour_cents + line.charged_material_cents) for line in lines)
    net = sum(part.net for part in vat)
    invoice = Invoice.objects.create(
        cooperative_id=first.cooperative_id,
        number=number,
        payer=first.payer,
        landlord_id=first.landlord_id,
        district_team_id=first.district_team_id,
        period_start=period_start,
        period_end=period_end,
        net_cents=net,
        vat_cents=sum(part.vat for part in vat),
        issued_at=at,
        issued_by_id=actor.person_id,
    )
    Settlement.objects.filter(pk__in=[line.pk for line in lines]).update(invoice=invoice)
    book(
        first.cooperative_id,
        event=f"invoice:{number}",
        sides=booking.invoiced(net, invoice.vat_cents),
        booked_on=local_day(at),
        description=f"invoice {number}",
        landlord_id=first.landlord_id,
        district_team_id=first.district_team_id,
        at=at,
    )
    if first.payer == Payer.LANDLORD and first.landlord and first.landlord.email:
        tell_address(
            first.cooperative_id,
            name=first.landlord.name,
            email=first.landlord.email,
            event=f"invoice-issued:{invoice.pk}",
            template="invoice",
            context={
                "number": number,
                "total_cents": invoice.net_cents + invoice.vat_cents,
                "period_start": period_start,
                "period_end": period_end,
                "link": f"{settings.SITE_URL}/partner/facturen/",
            },
            at=at,
        )
    return invoice


@transaction.atomic
def set_letterhead(
    actor: Actor,
    *,
    valid_from: date,
    street: str,
    postcode: str,
    city: str,
    kvk_number: str,
    iban: str,
    vat_number: str = "",
    tax_number: str = "",
    small_business: bool = False,
    payment_days: int = 30,
    at: datetime,
) -> Letterhead:
    """What stands at the head of invoices from a date on. Errors: Refused for a KvK number or IBAN that cannot be."""
    require(actor, May.SETTLE)
    kvk_number = kvk_number.replace(" ", "")
    if not (kvk_number.isascii() and kvk_number.isdigit() and len(kvk_number) == 8):
        raise Refused(_("A KvK number has 8 digits."), field="kvk_number")
    if not iban_check.is_valid(iban):
        raise Refused(_("This IBAN is not right. Check it for a typing mistake."), field="iban")
    return Letterhead.objects.create(
        cooperative_id=actor.cooperative_id,
        valid_from=valid_from,
        street=street,
        postcode=postcode,
        city=city,
        kvk_number=kvk_number,
        vat_number=vat_number,
        tax_number=tax_number,
        small_business=small_business,
        iban=iban_check.compact(iban),
        payment_days=payment_days,
    )
