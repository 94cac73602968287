"""The statement with its bands: per party, per dwelling and client, when it breaks even, and what matters most."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np

from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Code
from werkplaats.insight.rules.costs_benefits.discounting import years_worth
from werkplaats.insight.rules.costs_benefits.statement import (
    Branch,
    Facts,
    Item,
    Line,
    Outcome,
    Party,
    Values,
    balance,
    coordinator_cents,
    gets,
    gives,
    likeliest,
    lines,
    of_branch,
)
from werkplaats.insight.rules.uncertainty import CERTAINTY, Band, Draws, band

DRAWS = 5_000
SEED = 2016  # the year of the first pilot; any other gives the same bands within a per cent or so


@dataclass(frozen=True)
class Row:
    """One line of the statement, in cents a year."""

    item: Item
    branch: Branch
    giver: Party | None
    taker: Party | None
    cents: Band
    measured: bool


@dataclass(frozen=True)
class OfParty:
    """Cents a year. `per_dwelling`: its balance over repairs for each dwelling that took part, `per_client` over
    household help for each client; None where none took part."""

    party: Party
    gets: Band
    gives: Band
    balance: Band
    per_dwelling: Band | None
    per_client: Band | None


class Never(StrEnum):
    """Why there is no number at which it breaks even."""

    NONE_TOOK_PART = "none_took_part"  # so what one brings is not known
    NO_MARGIN = "no_margin"  # one brings nothing, or costs money: more of them only makes it worse


@dataclass(frozen=True)
class BreakEven:
    """How many dwellings or clients make that the cooperative ends a year without loss, the other number being as it
    is. `margin`: what one of them leaves in a year, in cents. `needed`, `low` and `high`: whole numbers, 0 where it
    needs none."""

    margin: float | None
    needed: int | None
    low: int | None
    high: int | None
    why: Never | None = None


@dataclass(frozen=True)
class Swing:
    """What an outcome becomes (cents) with one assumption at its lowest and at its highest, all others as they are."""

    code: Code
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Analysis:
    """`together`: of all parties, a year; `worth_now`: over the years of the assumption, start-up included. `dwellings`
    and `clients`: break-even with the subsidy, `*_alone`: without it."""

    facts: Facts
    rows: tuple[Row, ...]
    parties: tuple[OfParty, ...]
    together: Band
    worth_now: Band
    dwellings: BreakEven
    dwellings_alone: BreakEven
    clients: BreakEven
    clients_alone: BreakEven


def drawn(assumptions: Assumptions, number: int, random: np.random.Generator) -> dict[Code, Draws]:
    """Each assumption drawn from its range, apart from the others. In a fixed order, so that a seed says everything."""
    return {code: assumptions[code].estimate.drawn(number, random) for code in Code}


def analyse(
    facts: Facts, assumptions: Assumptions, random: np.random.Generator, number: int = DRAWS
) -> Analysis | None:
    """None where no work was charged or paid: then there is nothing to state."""
    if not facts.anything:
        return None
    point, many = likeliest(assumptions), drawn(assumptions, number, random)
    at_point, at_many = lines(facts, point), lines(facts, many)

    def of(outcome: Outcome) -> Band:
        return band(float(outcome(at_point)[0]), outcome(at_many))

    def worth(found: tuple[Line, ...], values: Values) -> Draws:
        return balance(found) * years_worth(values[Code.YEARS], values[Code.DISCOUNT]) - values[Code.START_UP] * 100

    return Analysis(
        facts=facts,
        rows=_rows(at_point, at_many),
        parties=tuple(_of_party(facts, party, at_point, at_many) for party in Party),
        together=of(balance),
        worth_now=band(float(worth(at_point, point)[0]), worth(at_many, many)),
        dwellings=break_even(facts, Branch.REPAIRS, point, many),
        dwellings_alone=break_even(facts, Branch.REPAIRS, _alone(point), _alone(many)),
        clients=break_even(facts, Branch.HOUSEHOLD, point, many),
        clients_alone=break_even(facts, Branch.HOUSEHOLD, _alone(point), _alone(many)),
    )


def _rows(at_point: Sequence[Line], at_many: Sequence[Line]) -> tuple[Row, ...]:
    points = {(line.item, line.branch): float(line.cents[0]) for line in at_point}
    return tuple(
        Row(
            line.item, line.branch, line.giver, line.taker,
            band(points.get((line.item, line.branch), 0.0), line.cents), line.measured,
        )
        for line in at_many
    )  # fmt: skip


def _of_party(facts: Facts, party: Party, at_point: tuple[Line, ...], at_many: tuple[Line, ...]) -> OfParty:
    def of(point: Draws, many: Draws) -> Band:
        return band(float(point[0]), many)

    def per(branch: Branch, number: float) -> Band | None:
        if number <= 0:
            return None
        point, many = (of_branch(found, branch, facts.part_of_repairs) for found in (at_point, at_many))
        return of(balance(point, party) / number, balance(many, party) / number)

    return OfParty(
        party=party,
        gets=of(gets(at_point, party), gets(at_many, party)),
        gives=of(gives(at_point, party), gives(at_many, party)),
        balance=of(balance(at_point, party), balance(at_many, party)),
        per_dwelling=per(Branch.REPAIRS, facts.dwellings),
        per_client=per(Branch.HOUSEHOLD, facts.clients),
    )


def _alone(values: Values) -> dict[Code, Draws]:
    return {**values, Code.SUBSIDY: 0 * values[Code.SUBSIDY]}


def margin(facts: Facts, branch: Branch) -> float | None:
    """What one dwelling or one client leaves in a year after who did the work is paid, in cents; None without any."""
    if branch is Branch.REPAIRS:
        left, number = facts.repairs + facts.plans - facts.work_repairs - facts.material, facts.dwellings
    else:
        left, number = facts.household - facts.work_household, facts.clients
    return facts.yearly(left) / number if number > 0 else None


def break_even(facts: Facts, branch: Branch, point: Values, many: Values) -> BreakEven:
    """Fixed costs that are left, divided by what one more brings: the number at which income and costs are equal."""
    one = margin(facts, branch)
    if one is None:
        return BreakEven(None, None, None, None, Never.NONE_TOOK_PART)
    other = Branch.HOUSEHOLD if branch is Branch.REPAIRS else Branch.REPAIRS
    of_other = (margin(facts, other) or 0.0) * (facts.clients if branch is Branch.REPAIRS else facts.dwellings)

    def needed(values: Values) -> Draws:
        fixed = coordinator_cents(values) + (values[Code.OVERHEAD] - values[Code.SUBSIDY]) * 100
        return fixed - facts.yearly(facts.contributions) - of_other

    to_cover, covers = float(needed(point)[0]), needed(many)
    if one <= 0:
        if covers.max() <= 0 and to_cover <= 0:
            return BreakEven(one, 0, 0, 0)
        return BreakEven(one, None, None, None, Never.NO_MARGIN)
    edge = (100 - CERTAINTY) / 2
    low, high = np.percentile(covers, [edge, 100 - edge])
    return BreakEven(one, units(to_cover, one), units(float(low), one), units(float(high), one))


def units(fixed: float, contribution: float) -> int:
    """How many whole units cover fixed costs, each contributing so much; 0 where there is nothing to cover.

    Errors: ValueError where a unit contributes nothing.
    """
    if contribution <= 0:
        raise ValueError("what contributes nothing covers nothing")
    exact = fixed / contribution
    return max(ceil(round(exact, 9)), 0)


def tornado(facts: Facts, assumptions: Assumptions, party: Party | None) -> tuple[Swing, ...]:
    """Per assumption what the balance of a party (or of all together) becomes at either end of it; the one that matters
    most comes first. What moves nothing is left out."""
    codes = [code for code in Code if not assumptions[code].estimate.known]
    values = {code: np.full(2 * len(codes), assumption.estimate.value) for code, assumption in assumptions.items()}
    for place, code in enumerate(codes):
        values[code][2 * place : 2 * place + 2] = assumptions[code].estimate.low, assumptions[code].estimate.high
    ends = np.broadcast_to(balance(lines(facts, values), party), (2 * len(codes),))
    swings = (Swing(code, float(ends[2 * i]), float(ends[2 * i + 1])) for i, code in enumerate(codes))
    return tuple(sorted((swing for swing in swings if swing.width > 0.5), key=lambda swing: -swing.width))
