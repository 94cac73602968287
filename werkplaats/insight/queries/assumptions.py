"""What is assumed, which postcodes are the district, and what workers told of before."""

from datetime import date

from django.db.models import Max
from django.db.models.functions import Left

from werkplaats.homes.models import Dwelling
from werkplaats.insight.models import Assumption, District, EarlierWork
from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Code, Version, in_force
from werkplaats.insight.rules.economy import Area, WorkBefore, areas
from werkplaats.insight.rules.uncertainty import Distribution, Estimate
from werkplaats.members.rules.roles import Actor, May, require


def assumptions_on(cooperative_id: int, day: date) -> Assumptions:
    """Those that were in force on a day; the shipped one where the cooperative set none."""
    return in_force(own_versions(cooperative_id), day)


def own_versions(cooperative_id: int) -> list[Version]:
    """What the cooperative set itself, the oldest first."""
    rows = Assumption.objects.filter(cooperative_id=cooperative_id).order_by("valid_from", "pk")
    return [_version(row) for row in rows]


def _version(row: Assumption) -> Version:
    estimate = Estimate(float(row.value), float(row.low), float(row.high), Distribution(row.distribution))
    return Version(Code(row.code), estimate, row.source, row.valid_from)


def versions(actor: Actor, code: Code) -> list[Assumption]:
    """Every version of one assumption, the latest first, with who set it."""
    require(actor, May.SEE_COUNTERS)
    own = Assumption.objects.filter(cooperative_id=actor.cooperative_id, code=code).select_related("set_by")
    return list(own.order_by("-valid_from", "-pk"))


def district_set(cooperative_id: int) -> District | None:
    """What the cooperative chose as its district; None: nothing yet."""
    return District.objects.filter(cooperative_id=cooperative_id).order_by("-pk").first()


def district(cooperative_id: int) -> tuple[Area, ...]:
    """The district: as chosen, else the four digits of the postcodes of the dwellings. Empty without any dwelling."""
    chosen = district_set(cooperative_id)
    if chosen is not None:
        return areas(",".join(chosen.areas))[0]
    own = Dwelling.objects.filter(cooperative_id=cooperative_id).annotate(digits=Left("postcode", 4))
    return areas(",".join(sorted(own.order_by().values_list("digits", flat=True).distinct())))[0]


def earlier_work(cooperative_id: int) -> dict[int, WorkBefore]:
    """Per worker who told it, the latest."""
    own = EarlierWork.objects.filter(cooperative_id=cooperative_id)
    latest = own.order_by().values("worker_id").annotate(latest=Max("pk")).values("latest")
    rows = EarlierWork.objects.filter(pk__in=latest).values_list("worker_id", "before")
    return {worker: WorkBefore(before) for worker, before in rows}
