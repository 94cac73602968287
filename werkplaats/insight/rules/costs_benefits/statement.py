"""Who gives and who gets what in a year.

Every line goes from a giver to a taker. Between two parties it is a transfer, which makes nobody richer together;
without a giver it is something gained (work that need not be bought elsewhere), without a taker something used up (a
coordinator's time, material). So the balances of all parties together are what was gained less what was used up.
Formulas follow the Dutch handbook for social costs and benefits (LPBL for the Ministry of BZK, 2011): the project
against what there would be without it, and per party who pays and who gains.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Code
from werkplaats.insight.rules.economy import FromNoWork
from werkplaats.insight.rules.uncertainty import Draws

MONTHS = 12


class Party(StrEnum):
    TENANT = "tenant"
    LANDLORD = "landlord"
    MUNICIPALITY = "municipality"
    WORKER = "worker"
    COOPERATIVE = "cooperative"


class Branch(StrEnum):
    """To which of the two the line belongs; BOTH is divided by hours of work."""

    REPAIRS = "repairs"
    HOUSEHOLD = "household"
    BOTH = "both"


class Item(StrEnum):
    """What a line is about."""

    REPAIRS_PAID = "repairs_paid"
    HOUSEHOLD_PAID = "household_paid"
    PLANS_PAID = "plans_paid"
    CONTRIBUTIONS = "contributions"
    SUBSIDY = "subsidy"
    WORK_PAID = "work_paid"
    MATERIAL = "material"
    COORDINATOR = "coordinator"
    OVERHEAD = "overhead"
    CONTRACTOR_SPARED = "contractor_spared"
    HANDLING_SPARED = "handling_spared"
    LANDLORD_OWN = "landlord_own"
    WAITING_SPARED = "waiting_spared"
    HANDYMAN_SPARED = "handyman_spared"
    CARE_SPARED = "care_spared"
    BENEFIT_SPARED = "benefit_spared"
    CARE_AVOIDED = "care_avoided"
    WORK_ELSEWHERE = "work_elsewhere"
    WORKER_COSTS = "worker_costs"


@dataclass(frozen=True)
class Facts:
    """What was measured over `months` whole months. Money in cents without VAT.

    `dwellings` and `clients` took part on average over the period. `repairs`, `household` and `plans`: charged to
    landlords, municipalities and residents; `hours_*`: of work charged to them; `visits`: of repairs.
    """

    months: int
    dwellings: float
    clients: float
    repairs: int
    household: int
    plans: int
    contributions: int
    work_repairs: int
    work_household: int
    material: int
    hours_repairs: float
    hours_household: float
    hours_plans: float
    visits: int
    from_no_work: FromNoWork

    def __post_init__(self) -> None:
        if self.months < 1:
            raise ValueError("a period has at least one month")

    @property
    def anything(self) -> bool:
        """Whether any work was charged or paid: otherwise there is nothing to state."""
        return any((self.repairs, self.household, self.plans, self.work_repairs, self.work_household))

    @property
    def part_of_repairs(self) -> float:
        """Of what belongs to both branches the part of the repairs, from 0 to 1: by hours, else by what was charged."""
        for repairs, household in (
            (self.hours_repairs + self.hours_plans, self.hours_household),
            (float(self.repairs + self.plans), float(self.household)),
        ):
            if repairs + household > 0:
                return repairs / (repairs + household)
        return 0.5

    def yearly(self, amount: float) -> float:
        return amount * MONTHS / self.months


@dataclass(frozen=True)
class Line:
    """`cents`: a year, one for every draw. `measured`: it rests on the books alone, not on an assumption."""

    item: Item
    branch: Branch
    giver: Party | None
    taker: Party | None
    cents: Draws
    measured: bool = False


Values = Mapping[Code, Draws]  # every assumption, one number for every draw, money in euros


def likeliest(assumptions: Assumptions) -> dict[Code, Draws]:
    """One draw: the value of each."""
    return {code: np.array([assumption.estimate.value]) for code, assumption in assumptions.items()}


def lines(facts: Facts, values: Values) -> tuple[Line, ...]:
    """The statement of a year: what was measured, brought to twelve months, beside what is assumed."""
    drawn = len(values[Code.SUBSIDY])
    return tuple(
        line for line in (*_paid(facts, drawn), *_running(values), *_gained(facts, values)) if np.any(line.cents)
    )


def _paid(facts: Facts, drawn: int) -> Iterator[Line]:
    """What stands in the books."""
    repairs, household, both = Branch.REPAIRS, Branch.HOUSEHOLD, Branch.BOTH
    tenant, landlord, municipality = Party.TENANT, Party.LANDLORD, Party.MUNICIPALITY
    worker, cooperative = Party.WORKER, Party.COOPERATIVE
    booked = (
        (Item.REPAIRS_PAID, repairs, landlord, cooperative, facts.repairs),
        (Item.HOUSEHOLD_PAID, household, municipality, cooperative, facts.household),
        (Item.PLANS_PAID, repairs, tenant, cooperative, facts.plans),
        (Item.CONTRIBUTIONS, both, tenant, cooperative, facts.contributions),
        (Item.WORK_PAID, repairs, cooperative, worker, facts.work_repairs),
        (Item.WORK_PAID, household, cooperative, worker, facts.work_household),
        (Item.MATERIAL, repairs, cooperative, None, facts.material),
    )
    for item, branch, giver, taker, cents in booked:
        yield Line(item, branch, giver, taker, np.full(drawn, facts.yearly(cents)), measured=True)


def coordinator_cents(values: Values) -> Draws:
    """What the coordinators cost in a year, their employer's premiums included."""
    wage = values[Code.COORDINATORS] * values[Code.COORDINATOR_HOURS] * values[Code.COORDINATOR_HOUR] * 100
    return wage * (1 + values[Code.EMPLOYER_EXTRA] / 100)


def _running(values: Values) -> Iterator[Line]:
    """What it costs to run the cooperative, and the subsidy for it."""
    both, municipality, cooperative = Branch.BOTH, Party.MUNICIPALITY, Party.COOPERATIVE
    yield Line(Item.SUBSIDY, both, municipality, cooperative, values[Code.SUBSIDY] * 100)
    yield Line(Item.COORDINATOR, both, cooperative, None, coordinator_cents(values))
    yield Line(Item.OVERHEAD, both, cooperative, None, values[Code.OVERHEAD] * 100)


def _gained(facts: Facts, values: Values) -> Iterator[Line]:
    """What there would be without the cooperative, and is not now."""
    repairs, household = Branch.REPAIRS, Branch.HOUSEHOLD
    worker, tenant, landlord, municipality = Party.WORKER, Party.TENANT, Party.LANDLORD, Party.MUNICIPALITY
    year = facts.yearly
    elsewhere = year(facts.hours_repairs) * values[Code.CONTRACTOR_HOUR] * 100
    material = year(facts.material) * (1 + values[Code.CONTRACTOR_MATERIAL] / 100)
    yield Line(Item.CONTRACTOR_SPARED, repairs, None, landlord, elsewhere + material)
    yield Line(Item.HANDLING_SPARED, repairs, None, landlord, year(facts.visits) * values[Code.ORDER_HANDLING] * 100)
    yield Line(Item.LANDLORD_OWN, repairs, landlord, None, facts.dwellings * values[Code.LANDLORD_OWN] * 100)
    waited = year(facts.visits) * values[Code.HOURS_WAITED] * values[Code.VALUE_OF_TIME] * 100
    yield Line(Item.WAITING_SPARED, repairs, None, tenant, waited)
    yield Line(Item.HANDYMAN_SPARED, repairs, None, tenant, year(facts.hours_plans) * values[Code.PRIVATE_HOUR] * 100)
    yield Line(
        Item.CARE_SPARED, household, None, municipality, year(facts.hours_household) * values[Code.CARE_HOUR] * 100
    )
    yield Line(Item.CARE_AVOIDED, household, None, municipality, facts.clients * values[Code.CARE_AVOIDED] * 100)
    # The benefit that is not paid any more is lost by who had it: between the two nothing is gained.
    spared = facts.from_no_work.none * (1 - values[Code.WOULD_HAVE_WORKED] / 100) * values[Code.BENEFIT_YEAR] * 100
    yield Line(Item.BENEFIT_SPARED, Branch.BOTH, worker, municipality, spared)
    for branch, cents in ((repairs, facts.work_repairs), (household, facts.work_household)):
        earned = year(cents)
        yield Line(Item.WORK_ELSEWHERE, branch, worker, None, earned * values[Code.WORKER_ELSEWHERE] / 100)
        yield Line(Item.WORKER_COSTS, branch, worker, None, earned * values[Code.WORKER_COSTS] / 100)


def gets(found: Iterable[Line], party: Party) -> Draws:
    return _sum(line.cents for line in found if line.taker is party)


def gives(found: Iterable[Line], party: Party) -> Draws:
    return _sum(line.cents for line in found if line.giver is party)


def balance(found: Iterable[Line], party: Party | None = None) -> Draws:
    """What a party gets less what it gives, in cents a year; without a party: of all together."""
    known = tuple(found)
    if party is not None:
        return gets(known, party) - gives(known, party)
    return _sum(line.cents * ((line.giver is None) - (line.taker is None)) for line in known)


def of_branch(found: Iterable[Line], branch: Branch, part_of_repairs: float) -> tuple[Line, ...]:
    """The lines of repairs or of household help, with their part of what belongs to both."""
    part = part_of_repairs if branch is Branch.REPAIRS else 1 - part_of_repairs
    return tuple(
        line
        if line.branch is branch
        else Line(line.item, branch, line.giver, line.taker, line.cents * part, line.measured)
        for line in found
        if line.branch in (branch, Branch.BOTH)
    )


Outcome = Callable[[tuple[Line, ...]], Draws]


def _sum(parts: Iterable[Draws]) -> Draws:
    total: Draws = np.zeros(1)
    for part in parts:
        total = total + part
    return total
