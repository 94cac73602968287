"""Tariffs are added, never changed: a new price is a new tariff from a later date."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Tariff
from werkplaats.settlement.services.settling import settle_waiting


@transaction.atomic
def set_tariff(
    actor: Actor,
    *,
    branch: str,
    trade: str = "",
    valid_from: date,
    charged_cents_per_hour: int,
    paid_cents_per_hour: int,
    vat_percent: Decimal,
    source: str,
    material_markup_percent: Decimal = Decimal(0),
    vat_percent_new_dwelling: Decimal | None = None,
    at: datetime,
) -> Tariff:
    """From a date on. An empty trade is the whole branch. What waited for this tariff is settled at once.

    Errors: Refused when that date already has one.
    """
    require(actor, May.SETTLE)
    if charged_cents_per_hour < paid_cents_per_hour:
        raise Refused(_("What is asked per hour must be at least what is paid."), field="charged_cents_per_hour")
    same = Tariff.objects.filter(cooperative_id=actor.cooperative_id, branch=branch, trade=trade, valid_from=valid_from)
    if same.exists():
        raise Refused(
            _("From this date there is a tariff already. Choose a later date for the new one."), field="valid_from"
        )
    tariff = Tariff.objects.create(
        cooperative_id=actor.cooperative_id,
        branch=branch,
        trade=trade,
        valid_from=valid_from,
        charged_cents_per_hour=charged_cents_per_hour,
        paid_cents_per_hour=paid_cents_per_hour,
        material_markup_percent=material_markup_percent,
        vat_percent=vat_percent,
        vat_percent_new_dwelling=vat_percent_new_dwelling,
        source=source,
    )
    settle_waiting(at=at, cooperative_id=actor.cooperative_id)
    return tariff
