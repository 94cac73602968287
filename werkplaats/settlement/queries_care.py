"""What is to be declared of Wmo help, and how earlier declarations went. Only rows of the actor's cooperative."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from werkplaats.homes.models import CareGrant, Client, DistrictTeam
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import CareAllocation, CareContract, CareDeclaration, CareDeclarationLine, Charge
from werkplaats.settlement.rules.iwmo import (
    Allocation,
    Content,
    Delivered,
    Draft,
    Earlier,
    Performance,
    Problem,
    Unit,
    Verdict,
    draft,
    month_of,
)
from werkplaats.settlement.rules.pricing import LineKind

JOB = "settlement__timesheet__visit__job"
HOURS, PIECES = frozenset({LineKind.LABOUR}), frozenset({LineKind.UNIT})
MONTHS_BACK = 24  # that a declaration looks for what was not declared, or changed


def teams(actor: Actor) -> QuerySet[DistrictTeam]:
    """Those that may be declared to, with their contract."""
    return (
        DistrictTeam.objects.filter(cooperative_id=actor.cooperative_id)
        .select_related("care_contract")
        .order_by("municipality", "name")
    )


def declarations(actor: Actor) -> QuerySet[CareDeclaration]:
    return (
        CareDeclaration.objects.filter(cooperative_id=actor.cooperative_id)
        .select_related("district_team")
        .order_by("-made_at", "-pk")
    )


def contract_of(team: DistrictTeam) -> CareContract | None:
    return CareContract.objects.filter(district_team=team).first()


def care_draft(team: DistrictTeam, month: date, *, prefix: str = "") -> Draft:
    """What a declaration of this month would say: help of this month and of months before that was not declared."""
    last = month_of(month)[1]
    months = month.year * 12 + month.month - 1 - MONTHS_BACK
    first = date(months // 12, months % 12 + 1, 1)
    return draft(_delivered(team, first, last), _earlier(team, first), prefix=prefix)


def _delivered(team: DistrictTeam, first: date, last: date) -> Iterator[Delivered]:
    charges = (
        Charge.objects.filter(district_team=team, delivered_on__range=(first, last))
        .annotate(
            client=Coalesce(F(f"{JOB}__care_grant__client"), F(f"{JOB}__request__client")),
            grant=F(f"{JOB}__care_grant"),
        )
        .values("client", "grant", "kind", "delivered_on", "quantity", "price_cents", "per", "net_cents")
        .order_by("delivered_on", "pk")
    )
    found = list(charges)
    references = dict(Client.objects.filter(district_team=team).values_list("pk", "provider_reference"))
    allocations = _allocations({row["grant"] for row in found if row["grant"]})
    for row in found:
        yield _one(row, references, allocations)


def _one(row: Any, references: dict[int, str], allocations: dict[int, list[Allocation]]) -> Delivered:
    kind, day = LineKind(row["kind"]), row["delivered_on"]
    problem = None
    if kind not in HOURS | PIECES:
        problem = Problem.EXTRA
    elif row["grant"] is None:
        problem = Problem.NO_GRANT
    of_grant = allocations.get(row["grant"] or 0, [])
    holds = [one for one in of_grant if one.first <= day <= one.last] or of_grant
    pieces = kind in PIECES
    return Delivered(
        client=references.get(row["client"] or 0, "").strip(),
        about=row["client"] or 0,
        allocation=holds[-1] if holds else None,
        day=day,
        quantity=row["quantity"],
        price_cents=row["price_cents"] if pieces else row["price_cents"] * 60 / row["per"],
        charged_cents=row["net_cents"],
        pieces=pieces,
        problem=problem,
    )


def _allocations(grant_ids: set[int]) -> dict[int, list[Allocation]]:
    found: dict[int, list[Allocation]] = defaultdict(list)
    for row in CareAllocation.objects.filter(care_grant__in=grant_ids).order_by("starts_on"):
        found[row.care_grant_id].append(
            Allocation(row.number, row.category, row.product, Unit(row.unit), row.starts_on, row.ends_on)
        )
    return found


def _earlier(team: DistrictTeam, first: date) -> list[Earlier]:
    lines = CareDeclarationLine.objects.filter(declaration__district_team=team, starts_on__gte=first)
    return [Earlier(performance_of(line), Verdict(line.verdict)) for line in lines.order_by("pk")]


def performance_of(line: CareDeclarationLine) -> Performance:
    """A line as the rules know it."""
    allocation = Allocation(
        line.allocation_number, line.category, line.product, Unit(line.unit), line.granted_from, line.granted_until
    )
    return Performance(
        client=line.client_reference,
        about=line.client_id,
        content=Content(allocation, line.starts_on, line.ends_on, line.volume, line.rate_cents, line.cents),
        charged_cents=line.charged_cents,
        takes_back=line.takes_back.reference if line.takes_back else "",
        reference=line.reference,
    )


def lines_of(declaration: CareDeclaration) -> QuerySet[CareDeclarationLine]:
    return declaration.lines.select_related("client__person", "takes_back").order_by("pk")


def grants_without_allocation(actor: Actor) -> QuerySet[CareGrant]:
    """Of help that began, the latest first."""
    return (
        CareGrant.objects.filter(cooperative_id=actor.cooperative_id, allocations=None)
        .filter(Q(ended_on=None) | Q(ended_on__gte=F("starts_on")))
        .select_related("client__person", "client__district_team")
        .order_by("client__person__name", "starts_on")
    )


def names(client_ids: Iterable[int]) -> dict[int, str]:
    found = Client.objects.filter(pk__in=[*client_ids]).values_list("pk", "person__name")
    return dict(found)
