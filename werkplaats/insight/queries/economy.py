"""The money of a period: what came in, who was paid and where they live, and what the results make of it.

Money counts in the month in which the work was done, without VAT, as the books have it now. What no book says (the
coordinator's wage, the subsidy) is assumed; over part of a year, that part of it; for one pilot, its part of what was
charged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db.models import F, Min
from django.db.models import Sum as SumOf

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.ground.sql import rows
from werkplaats.homes.models import Pilot
from werkplaats.insight.queries.assumptions import assumptions_on, district, earlier_work
from werkplaats.insight.queries.money import Sum, sums
from werkplaats.insight.queries.surveys import spending_answers
from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Code
from werkplaats.insight.rules.costs_benefits.statement import Facts, coordinator_cents, likeliest
from werkplaats.insight.rules.derived import before as how_it_was
from werkplaats.insight.rules.economy import (
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
    LocalMultiplier,
    Onward,
    Payment,
    Receiver,
    SpendingAnswer,
    local_multiplier,
    onward_shares,
)
from werkplaats.insight.rules.metrics import Scope
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, WorkerKind, WorkerStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import DayBalance, Settlement
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.chart import Account

TAXES, OVERHEAD = (Account.VAT_NOT_DEDUCTIBLE,), (Account.BANK_COSTS, Account.WRITTEN_OFF)


@dataclass(frozen=True)
class Worked:
    """What one worker did for one kind of payer in the period, corrections in it. `cents`: earned, without the
    material; `visits`: settled timesheets, so a visit by two counts for each of them."""

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
        return len(self.scope.months)

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

    @property
    def of_the_work(self) -> LocalMultiplier | None:
        """Of what was charged for work and earned with it alone; None where nothing was charged."""
        asked = self.period.total - self.period.charged.get(Payer.MEMBER, 0)
        return local_multiplier(asked, _to_workers(self.period, self.onward))


def economy(scope: Scope) -> Economy:
    """A kind of receiver with too few answers in the yearly survey of spending has its default."""
    period, answers = read(scope), survey_answers(scope)
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


def survey_answers(scope: Scope) -> tuple[SpendingAnswer, ...]:
    """Of the survey of the last year of the scope; where nobody answered one, of the year before."""
    year = scope.last_month.year
    found = spending_answers(scope.cooperative_id, year - 1, year)
    return found[year] or found[year - 1]


def _flow(period: Period, assumed: Assumptions, onward: dict[Receiver, Onward]) -> MoneyFlow:
    before = how_it_was(assumed)
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
    """Four queries, however much was done; five where the district was never chosen."""
    found = sums(scope.cooperative_id, scope.first_month, scope.until)
    own = [row for row in found if scope.pilot_id in (None, row.pilot_id)]
    charged, whole = _charged(own), sum(_charged(found).values())
    worked = tuple(
        Worked(row.worker_id, row.payer, row.minutes, row.sheets, row.earned - row.material, row.material)
        for row in _without_pilot(own)
        if row.worker_id is not None and (row.minutes or row.earned)
    )
    taxes, overhead = _booked(scope, TAXES, OVERHEAD)
    return Period(
        scope=scope,
        charged=charged,
        worked=worked,
        people=_people(scope.cooperative_id, {row.worker_id for row in worked}),
        taxes=taxes,
        overhead=overhead,
        part=1.0 if scope.pilot_id is None else sum(charged.values()) / whole if whole > 0 else 0.0,
    )


def _charged(found: Iterable[Sum]) -> dict[Payer, int]:
    charged: dict[Payer, int] = {}
    for row in found:
        if row.worker_id is None:
            charged[row.payer] = charged.get(row.payer, 0) + row.charged
    return charged


def _without_pilot(found: Iterable[Sum]) -> list[Sum]:
    """Of each worker and payer one."""
    together: dict[tuple[int, Payer], Sum] = {}
    for row in found:
        if row.worker_id is None:
            continue
        before = together.get((row.worker_id, row.payer))
        together[row.worker_id, row.payer] = (
            row
            if before is None
            else replace(
                before,
                earned=before.earned + row.earned,
                material=before.material + row.material,
                minutes=before.minutes + row.minutes,
                sheets=before.sheets + row.sheets,
            )
        )
    return sorted(together.values(), key=lambda row: (row.worker_id or 0, row.payer))


def _people(cooperative_id: int, workers: set[int]) -> dict[int, Who]:
    areas = district(cooperative_id)
    rows = Worker.objects.filter(cooperative_id=cooperative_id, pk__in=workers)
    return {
        pk: Who(kind == WorkerKind.HELPER, contract == Contract.EMPLOYEE, of_the_district(postcode, areas))
        for pk, kind, contract, postcode in rows.values_list("pk", "kind", "contract", "postcode")
    }


def _booked(scope: Scope, *accounts: Sequence[Account]) -> list[int]:
    """Of each group of accounts the costs booked in the period; what came back in it is taken off."""
    found = DayBalance.objects.filter(
        cooperative_id=scope.cooperative_id,
        day__gte=scope.first_month,
        day__lt=scope.until,
        account__in=[account for group in accounts for account in group],
    )
    if scope.pilot_id is not None:
        found = found.filter(pilot_id=scope.pilot_id)
    rows = found.order_by().values_list("account").annotate(cents=SumOf(F("debit_cents") - F("credit_cents")))
    cents = dict(rows)
    return [max(sum(int(cents.get(account, 0)) for account in group), 0) for group in accounts]


TOOK_PART = """
    SELECT coalesce(sum(seconds) FILTER (WHERE dwelling_id IS NOT NULL), 0)::float8 AS dwellings,
        coalesce(sum(seconds) FILTER (WHERE client_id IS NOT NULL), 0)::float8 AS clients
    FROM (
        SELECT dwelling_id, client_id,
            extract(epoch FROM least(coalesce(ended_at, %(end)s), %(end)s) - greatest(started_at, %(begin)s)) AS seconds
        FROM homes_participation
        WHERE cooperative_id = %(cooperative)s AND (%(pilot)s::bigint IS NULL OR pilot_id = %(pilot)s)
            AND started_at < %(end)s AND (ended_at IS NULL OR ended_at > %(begin)s)
    ) inside
"""


def took_part(scope: Scope) -> tuple[float, float]:
    """How many dwellings and how many clients took part, on average over the days of the period."""
    begin, end = (datetime.combine(day, datetime.min.time(), AMSTERDAM) for day in (scope.first_month, scope.until))
    values = {"cooperative": scope.cooperative_id, "pilot": scope.pilot_id, "begin": begin, "end": end}
    (found,) = rows(TOOK_PART, values)
    whole = (end.astimezone(UTC) - begin.astimezone(UTC)).total_seconds()
    return found["dwellings"] / whole, found["clients"] / whole


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
