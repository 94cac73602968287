"""Tariffs are agreed, never changed: a new price is a new version from a later date."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Tariff, TariffLine
from werkplaats.settlement.rules.tariffs import Rate, TariffKind, faults
from werkplaats.settlement.services.settling import settle_waiting


@transaction.atomic
def agree(
    actor: Actor,
    *,
    kind: TariffKind,
    valid_from: date,
    rates: Sequence[Rate],
    source: str,
    landlord: Landlord | None = None,
    district_team: DistrictTeam | None = None,
    at: datetime,
) -> Tariff:
    """A tariff that is approved at once. What waited for it is settled.

    Errors: Refused when it has faults, or when there is one from that day already.
    """
    require(actor, May.SETTLE)
    if faults(kind, rates):
        raise Refused(_("This tariff is not complete, or says two things of the same work."))
    known = Tariff.objects.filter(
        cooperative_id=actor.cooperative_id, kind=kind, landlord=landlord, district_team=district_team
    )
    if known.filter(valid_from=valid_from, approved_at__isnull=False).exists():
        raise Refused(
            _("From this date there is a tariff already. Choose a later date for the new one."), field="valid_from"
        )
    tariff = Tariff.objects.create(
        cooperative_id=actor.cooperative_id, kind=kind, landlord=landlord, district_team=district_team,
        valid_from=valid_from, source=source, drafted_at=at, drafted_by_id=actor.person_id,
    )  # fmt: skip
    TariffLine.objects.bulk_create(
        TariffLine(
            cooperative_id=actor.cooperative_id, tariff=tariff, what=rate.what, branch=rate.branch, trade=rate.trade,
            item=rate.item, cents=rate.cents, percent=rate.percent, minutes=rate.minutes,
        )
        for rate in rates
    )  # fmt: skip
    tariff.approved_at, tariff.approved_by_id = at, actor.person_id
    tariff.save(update_fields=["approved_at", "approved_by"])
    settle_waiting(at=at, cooperative_id=actor.cooperative_id)
    return tariff
