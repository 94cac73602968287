"""The money of a period: what came in, who was paid and where they live, and what the results make of it.

Money counts in the month in which the work was done, without VAT, as the books have it now. What no book says (the
coordinator's wage, the subsidy) is assumed; over part of a year, that part of it; for one pilot, its part of what was
charged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.models import Participation, Pilot
from werkplaats.insight.queries.assumptions import assumptions_on, district, earlier_work
from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Code
from werkplaats.insight.rules.costs_benefits.statement import Facts, coordinator_cents, likeliest
from werkplaats.insight.rules.economy import (
    Before,
    FromNoWork,
    MoneyFlow,
    WorkBefore,
    from_no_work,
    money_flow,
    of_the_district,
)
from werkplaats.insight.rules.local_multiplier import (
    NOTHING,
    Kind,
    Onward,
    Payment,
    Receiver,
    SpendingAnswer,
    onward_shares,
)
from werkplaats.insight.rules.metrics import Scope
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, WorkerKind, WorkerStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Charge, DayBalance, Earning, Settlement
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.pricing import LineKind

TAXES, OVERHEAD = (Account.VAT_NOT_DEDUCTIBLE,), (Account.BANK_COSTS, Account.WRITTEN_OFF)


@dataclass(frozen=True)
class Worked:
    """What one worker did for one kind of payer in the period. `cents`: earned, without the material."""

    worker_id: int
    payer: Payer
    minutes: int
    visits: int
    cents: int
    material: int


@dataclass(frozen=True)
class Who:
    helper: bool
    employee: bool
    local: bool


@dataclass(frozen=True)
class Period:
    """What the books say of a scope. `part`: of what was charged by the whole cooperative, the part of this scope."""

    scope: Scope
    charged: dict[Payer, int]
    worked: tuple[Worked, ...]
    people: dict[int, Who]
    taxes: int
    overhead: int
    part: float

    @property
    def months(self) -> int:
        first, last = self.scope.first_month, self.scope.last_month
        return (last.year - first.year) * 12 + last.month - first.month + 1

    @property
    def total(self) -> int:
        return sum(self.charged.values())

    def minutes(self, *payers: Payer, local: bool = False) -> int:
        """Of these payers, or of all."""
        return sum(
            row.minutes
            for row in self.worked
            if (not payers or row.payer in payers) and (not local or self.people[row.worker_id].local)
        )


@dataclass(frozen=True)
class Economy:
    """The money flow of a scope with what it rests on."""

    period: Period
    assumptions: Assumptions
    onward: dict[Receiver, Onward]
    flow: MoneyFlow
    from_no_work: FromNoWork


def economy(scope: Scope, answers: Sequence[SpendingAnswer] = ()) -> Economy:
    """`answers`: of the yearly survey of spending; a kind of receiver with too few of them has its default."""
    period = read(scope)
    assumed = assumptions_on(scope.cooperative_id, scope.until - timedelta(days=1))
    defaults = {
        Receiver.WORKER: assumed[Code.WORKER_ONWARD].estimate,
        Receiver.HELPER: assumed[Code.HELPER_ONWARD].estimate,
        Receiver.SUPPLIER: assumed[Code.SUPPLIER_ONWARD].estimate,
    }
    onward = onward_shares(answers, defaults)
    before = earlier_work(scope.cooperative_id)
    return Economy(
        period=period,
        assumptions=assumed,
        onward=onward,
        flow=_flow(period, assumed, onward),
        from_no_work=from_no_work([before.get(worker) for worker in sorted(period.people)]),
    )


def _flow(period: Period, assumed: Assumptions, onward: dict[Receiver, Onward]) -> MoneyFlow:
    before = Before(
        assumed[Code.BEFORE_LOCAL].estimate, assumed[Code.BEFORE_ONWARD].estimate, assumed[Code.BEFORE_BACK].estimate
    )
    if period.total <= 0:  # nothing but assumptions is no money flow
        return money_flow(0, 0, (), before)
    of_year = period.months / 12 * period.part
    subsidy = round(assumed[Code.SUBSIDY].estimate.value * 100 * of_year)
    payments = [*_to_workers(period, onward), *_running(period, assumed, of_year)]
    material = sum(row.material for row in period.worked)
    shop = onward[Receiver.SUPPLIER].share
    payments.append(Payment(Kind.SUPPLIERS, material, assumed[Code.SUPPLIER_LOCAL].estimate, shop))
    return money_flow(period.total, subsidy, payments, before)


def _to_workers(period: Period, onward: dict[Receiver, Onward]) -> list[Payment]:
    paid: dict[tuple[Kind, bool], int] = {}
    for row in period.worked:
        who = period.people[row.worker_id]
        key = (Kind.HELPERS if who.helper else Kind.WORKERS, who.local)
        paid[key] = paid.get(key, 0) + row.cents
    share = {Kind.WORKERS: onward[Receiver.WORKER].share, Kind.HELPERS: onward[Receiver.HELPER].share}
    return [
        Payment(kind, cents, onward=share[kind]) if local else Payment(kind, cents, local=NOTHING)
        for (kind, local), cents in sorted(paid.items())
    ]


def _running(period: Period, assumed: Assumptions, of_year: float) -> list[Payment]:
    """The coordinator by assumption, and what the books say of taxes and overhead beside what is assumed of it."""
    value = {code: assumption.estimate.value for code, assumption in assumed.items()}
    whole = float(coordinator_cents(likeliest(assumed))[0])
    wage = whole / (1 + value[Code.EMPLOYER_EXTRA] / 100)
    of_employees = sum(row.cents for row in period.worked if period.people[row.worker_id].employee)
    premiums = (whole - wage) * of_year + of_employees * value[Code.EMPLOYER_EXTRA] / 100
    return [
        Payment(
            Kind.COORDINATOR,
            round(wage * of_year),
            assumed[Code.COORDINATOR_LOCAL].estimate,
            assumed[Code.COORDINATOR_ONWARD].estimate,
            assumed=True,
        ),
        Payment(Kind.TAXES, round(premiums), NOTHING, assumed=True),
        Payment(Kind.TAXES, period.taxes, NOTHING),
        Payment(Kind.OVERHEAD, round(value[Code.OVERHEAD] * 100 * of_year), NOTHING, assumed=True),
        Payment(Kind.OVERHEAD, period.overhead, NOTHING),
    ]


def facts(found: Economy) -> Facts:
    """What the costs and benefits are worked out from."""
    period = found.period
    repairs, household, plans = (Payer.LANDLORD,), (Payer.MUNICIPALITY,), (Payer.RESIDENT,)
    of_household = sum(row.cents + row.material for row in period.worked if row.payer in household)
    dwellings, clients = took_part(period.scope)
    return Facts(
        months=period.months,
        dwellings=dwellings,
        clients=clients,
        repairs=period.charged.get(Payer.LANDLORD, 0),
        household=period.charged.get(Payer.MUNICIPALITY, 0),
        plans=period.charged.get(Payer.RESIDENT, 0),
        contributions=period.charged.get(Payer.MEMBER, 0),
        work_repairs=sum(row.cents for row in period.worked if row.payer not in household),
        work_household=of_household,
        material=sum(row.material for row in period.worked if row.payer not in household),
        hours_repairs=period.minutes(*repairs) / 60,
        hours_household=period.minutes(*household) / 60,
        hours_plans=period.minutes(*plans) / 60,
        visits=sum(row.visits for row in period.worked if row.payer not in household),
        from_no_work=found.from_no_work,
    )


# --- reading -----------------------------------------------------------------------------------------------------


def read(scope: Scope) -> Period:
    """Seven queries, however much was done."""
    charged = _charged(scope)
    own, all_of_it = sum(charged.values()), sum(_charged(_whole(scope)).values()) if scope.pilot_id else 0
    worked = _worked(scope)
    return Period(
        scope=scope,
        charged=charged,
        worked=worked,
        people=_people(scope.cooperative_id, {row.worker_id for row in worked}),
        taxes=_booked(scope, TAXES),
        overhead=_booked(scope, OVERHEAD),
        part=1.0 if scope.pilot_id is None else own / all_of_it if all_of_it > 0 else 0.0,
    )


def _whole(scope: Scope) -> Scope:
    return Scope(scope.cooperative_id, scope.first_month, scope.last_month)


def _inside(scope: Scope, day: str) -> Q:
    inside = Q(cooperative_id=scope.cooperative_id, **{f"{day}__gte": scope.first_month, f"{day}__lt": scope.until})
    return inside if scope.pilot_id is None else inside & Q(pilot_id=scope.pilot_id)


def _charged(scope: Scope) -> dict[Payer, int]:
    rows: QuerySet[Any, Any] = Charge.objects.filter(_inside(scope, "delivered_on")).order_by().values("payer")
    return {Payer(row["payer"]): row["cents"] for row in rows.annotate(cents=Sum("net_cents"))}


def _worked(scope: Scope) -> tuple[Worked, ...]:
    """Corrections are in it: a settlement that replaces another has as its totals what that changes."""
    done = (
        Settlement.objects.filter(_inside(scope, "delivered_on"))
        .order_by()
        .values("timesheet__worker_id", "payer")
        .annotate(
            minutes=Coalesce(Sum("minutes"), 0),
            cents=Coalesce(Sum("earned_cents"), 0),
            visits=Count("timesheet__visit", distinct=True),
        )
    )
    bought = (
        Earning.objects.filter(_inside(scope, "delivered_on"), kind=LineKind.MATERIAL)
        .order_by()
        .values("worker_id", "settlement__payer")
        .annotate(cents=Sum("net_cents"))
    )
    material = {(row["worker_id"], row["settlement__payer"]): row["cents"] for row in bought}
    return tuple(
        Worked(
            worker_id=row["timesheet__worker_id"],
            payer=Payer(row["payer"]),
            minutes=row["minutes"],
            visits=row["visits"],
            cents=row["cents"] - material.get((row["timesheet__worker_id"], row["payer"]), 0),
            material=material.get((row["timesheet__worker_id"], row["payer"]), 0),
        )
        for row in done
        if row["minutes"] or row["cents"]
    )


def _people(cooperative_id: int, workers: set[int]) -> dict[int, Who]:
    areas = district(cooperative_id)
    rows = Worker.objects.filter(cooperative_id=cooperative_id, pk__in=workers)
    return {
        pk: Who(kind == WorkerKind.HELPER, contract == Contract.EMPLOYEE, of_the_district(postcode, areas))
        for pk, kind, contract, postcode in rows.values_list("pk", "kind", "contract", "postcode")
    }


def _booked(scope: Scope, accounts: Sequence[Account]) -> int:
    """Costs booked in the period; what came back in it is taken off."""
    found = DayBalance.objects.filter(_inside(scope, "day"), account__in=accounts)
    return max(int(found.aggregate(cents=Coalesce(Sum(F("debit_cents") - F("credit_cents")), 0))["cents"]), 0)


def took_part(scope: Scope) -> tuple[float, float]:
    """How many dwellings and how many clients took part, on average over the days of the period."""
    begin, end = (datetime.combine(day, datetime.min.time(), AMSTERDAM) for day in (scope.first_month, scope.until))
    rows = Participation.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=begin), cooperative_id=scope.cooperative_id, started_at__lt=end
    )
    if scope.pilot_id is not None:
        rows = rows.filter(pilot_id=scope.pilot_id)
    dwellings = clients = timedelta()
    for dwelling, started, ended in rows.values_list("dwelling_id", "started_at", "ended_at"):
        days = min(ended or end, end) - max(started or begin, begin)
        if dwelling is None:
            clients += days
        else:
            dwellings += days
    return dwellings / (end - begin), clients / (end - begin)


def not_begun(scope: Scope) -> date | None:
    """The first day of the pilot of this scope when it begins after it; None when it began, or none was asked."""
    if scope.pilot_id is None:
        return None
    pilot = Pilot.objects.filter(pk=scope.pilot_id, cooperative_id=scope.cooperative_id).first()
    return pilot.starts_on if pilot and pilot.starts_on >= scope.until else None


def first_month(cooperative_id: int) -> date | None:
    """The month of the first work that was charged; None: nothing was yet."""
    found: date | None = Settlement.objects.filter(cooperative_id=cooperative_id).aggregate(first=Min("delivered_on"))[
        "first"
    ]
    return found.replace(day=1) if found else None


def workers_asked(actor: Actor) -> list[tuple[Worker, WorkBefore | None]]:
    """Everybody who is or was admitted, with what they did before as far as they told it."""
    require(actor, May.SETTLE)
    told = earlier_work(actor.cooperative_id)
    admitted = Worker.objects.filter(
        cooperative_id=actor.cooperative_id, status__in=[WorkerStatus.ADMITTED, WorkerStatus.LEFT]
    )
    rows = admitted.select_related("person").order_by("status", "person__name", "pk")
    return [(worker, told.get(worker.pk)) for worker in rows]
