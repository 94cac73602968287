"""What was agreed, version by version, and where a version would cost the cooperative money."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Tariff
from werkplaats.settlement.queries_work import agreed, agreed_in
from werkplaats.settlement.rules.pricing import Loss, losses
from werkplaats.settlement.rules.tariffs import Agreed, Method, TariffKind, VersionState, agreed_on, version_states

PAYING = (TariffKind.LANDLORD, TariffKind.MUNICIPALITY, TariffKind.SERVICE_PLAN)


def tariffs(actor: Actor) -> QuerySet[Tariff]:
    found = Tariff.objects.filter(cooperative_id=actor.cooperative_id)
    return found.select_related("landlord", "district_team", "drafted_by", "approved_by").prefetch_related("lines")


def same_agreement(
    cooperative_id: int, kind: TariffKind, landlord: Landlord | None, district_team: DistrictTeam | None
) -> QuerySet[Tariff]:
    """The versions of what was agreed with the same, drafts as well."""
    return Tariff.objects.filter(
        cooperative_id=cooperative_id, kind=kind, landlord=landlord, district_team=district_team
    )


@dataclass(frozen=True)
class Version:
    tariff: Tariff
    agreed: Agreed
    state: VersionState

    @property
    def methods(self) -> list[Method]:
        return sorted(self.agreed.methods)


@dataclass(frozen=True)
class Agreement:
    """With one partner, or with all of a kind that have none of their own; the latest version first."""

    kind: TariffKind
    partner: Landlord | DistrictTeam | None
    versions: tuple[Version, ...]


def agreements(actor: Actor, today: date) -> list[Agreement]:
    """In the order of the kinds, the general one of a kind first."""
    by_agreement: dict[tuple[Any, ...], list[Tariff]] = defaultdict(list)
    for tariff in tariffs(actor).order_by("pk"):
        by_agreement[tariff.kind, tariff.landlord_id, tariff.district_team_id].append(tariff)
    found = [_agreement(of_one, today) for of_one in by_agreement.values()]
    order = list(TariffKind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.partner.name if one.partner else ""))


def _agreement(versions: Sequence[Tariff], today: date) -> Agreement:
    known = [(tariff, agreed_in(tariff)) for tariff in versions]
    states = version_states([(one.valid_from, one.approved_at is not None) for one in versions], today)
    rows = [Version(tariff, one, state) for (tariff, one), state in zip(known, states, strict=True)]
    rows.sort(key=lambda row: (row.state is VersionState.DRAFT, row.tariff.valid_from), reverse=True)
    first = versions[0]
    return Agreement(TariffKind(first.kind), first.landlord or first.district_team, tuple(rows))


def follows(tariff: Tariff) -> Agreed | None:
    """What holds until a version begins: the version before, or the general agreement."""
    own = agreed_in(tariff)
    others = [one for one in agreed(tariff.cooperative_id) if one.id != tariff.pk and one.valid_from < own.valid_from]
    return agreed_on(others, own.kind, own.valid_from, own.partner)


def warnings(tariff: Tariff) -> tuple[Loss, ...]:
    """Where, on the day that it begins, workers would get more for a visit than is asked for it."""
    own, known = agreed_in(tariff), agreed(tariff.cooperative_id)
    if own.kind in PAYING:
        of_workers = agreed_on(known, TariffKind.WORKERS, own.valid_from)
        return losses(own, of_workers) if of_workers else ()
    if own.kind is not TariffKind.WORKERS:
        return ()
    asked = (
        agreed_on(known, kind, own.valid_from, partner)
        for kind, partner in sorted({(one.kind, one.partner or 0) for one in known if one.kind in PAYING})
    )
    found = (loss for one in asked if one for loss in losses(one, own))
    return tuple(dict.fromkeys(found))
