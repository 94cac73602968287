"""What is to be declared of Wmo help, and how earlier declarations went. Only rows of the actor's cooperative."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from werkplaats.homes.models import CareGrant, Client, DistrictTeam
from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import CareAllocation, CareContract, CareDeclaration, CareDeclarationLine, Charge
from werkplaats.settlement.queries_terms import period_terms
from werkplaats.settlement.queries_work import agreed
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
from werkplaats.settlement.rules.period_prices import in_force
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.settlement.rules.pricing import Unit as PriceUnit
from werkplaats.settlement.rules.shares import shares
from werkplaats.settlement.rules.tariffs import TariffKind

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
        .values(
            "client", "grant", "kind", "delivered_on", "quantity", "unit", "price_cents", "per", "net_cents", "pilot"
        )
        .order_by("delivered_on", "pk")
    )
    known = _known(team)
    for row in charges:
        if row["kind"] == LineKind.CLIENTS:
            yield from _of_a_month(row, team, known)
        else:
            yield _of_a_visit(row, known)


@dataclass(frozen=True)
class Known:
    """By client the provider's reference, and what was allocated with the grant it belongs to."""

    references: dict[int, str]
    allocations: dict[int, list[tuple[int, Allocation]]]

    def allocation(self, client_id: int, grant_id: int | None, day: date) -> Allocation | None:
        """Of that grant, or of any when none is given: the one that holds on the day, else the last."""
        own = [one for grant, one in self.allocations.get(client_id, []) if grant_id in (None, grant)]
        holds = [one for one in own if one.first <= day <= one.last] or own
        return holds[-1] if holds else None


def _known(team: DistrictTeam) -> Known:
    references = {pk: text.strip() for pk, text in team.clients.values_list("pk", "provider_reference")}
    allocations: dict[int, list[tuple[int, Allocation]]] = defaultdict(list)
    rows = CareAllocation.objects.filter(care_grant__client__district_team=team).select_related("care_grant")
    for row in rows.order_by("starts_on"):
        allocation = Allocation(row.number, row.category, row.product, Unit(row.unit), row.starts_on, row.ends_on)
        allocations[row.care_grant.client_id].append((row.care_grant_id, allocation))
    return Known(references, allocations)


def _of_a_visit(row: Any, known: Known) -> Delivered:
    kind, client = LineKind(row["kind"]), row["client"] or 0
    pieces = kind in PIECES
    problem = None
    if not pieces and kind not in HOURS:
        problem = Problem.EXTRA
    elif row["grant"] is None:
        problem = Problem.NO_GRANT
    return Delivered(
        client=known.references.get(client, ""),
        about=client,
        allocation=known.allocation(client, row["grant"], row["delivered_on"]) if row["grant"] else None,
        day=row["delivered_on"],
        quantity=row["quantity"],
        price_cents=row["price_cents"] if pieces else row["price_cents"] * 60 / row["per"],
        charged_cents=row["net_cents"],
        pieces=pieces,
        problem=problem,
    )


def _of_a_month(row: Any, team: DistrictTeam, known: Known) -> Iterator[Delivered]:
    """A fixed amount that was asked for several clients together, client by client."""
    first, last = month_of(row["delivered_on"])
    whole = row["unit"] == PriceUnit.MONTH
    terms = [
        term
        for group in period_terms(team.cooperative_id, TariffKind.MUNICIPALITY, first, last)
        if (group.partner, group.pilot) == (team.pk, row["pilot"])
        for term in group.terms
    ]
    held = in_force(agreed(team.cooperative_id), TariffKind.MUNICIPALITY, first, team.pk)
    since = next((one.since for one in held if one.until == row["delivered_on"]), first)
    found = shares(terms, since, row["delivered_on"], whole=whole, quantity=row["quantity"], net_cents=row["net_cents"])
    if found is None:
        yield Delivered(
            "", 0, None, row["delivered_on"], Decimal(1), Decimal(0), row["net_cents"], False, Problem.OTHERS
        )
        return
    for client, share in found.items():
        allocation = known.allocation(client, None, share.until)
        # part of a month is no piece; in euros it can be said
        fits = allocation is None or allocation.unit is Unit.EURO or (whole and allocation.unit is Unit.PIECES)
        yield Delivered(
            client=known.references.get(client, ""),
            about=client,
            allocation=allocation,
            day=share.until,
            quantity=share.months,
            price_cents=row["price_cents"],
            charged_cents=int(share.cents),
            pieces=True,
            problem=None if fits else Problem.OTHER_UNIT,
        )


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
