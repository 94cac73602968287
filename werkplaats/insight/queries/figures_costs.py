"""The figures of costs and benefits."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from werkplaats.insight.queries.economy import Economy, economy, facts, not_begun
from werkplaats.insight.queries.figures_economy import NOT_BEGUN
from werkplaats.insight.rules.costs_benefits.analysis import SEED, Analysis, BreakEven, Never, analyse
from werkplaats.insight.rules.costs_benefits.assumptions import Assumption, Code
from werkplaats.insight.rules.costs_benefits.statement import Facts, Party
from werkplaats.insight.rules.metrics import Figure, Scope
from werkplaats.insight.rules.uncertainty import Band

NO_WORK = "No work was charged or paid in this period."
NO_DWELLINGS = "No dwelling took part in this period."
NO_CLIENTS = "No client took part in this period."
NO_MARGIN = "With what one of them leaves now, no number is enough."
OF_WORKERS = frozenset({Party.WORKER, Party.COOPERATIVE})
CODES = tuple(
    f"costs.{name}"
    for name in (
        "dwellings", "clients", "charged_per_dwelling", "charged_per_client", *Party, "together", "worth_now",
        "landlord_per_dwelling", "cooperative_per_dwelling", "municipality_per_client", "cooperative_per_client",
        "break_even_dwellings", "break_even_clients", "break_even_dwellings_alone",
        "break_even_clients_alone",
    )
)  # fmt: skip


def figures(scope: Scope) -> dict[str, Figure]:
    """Every metric of the catalogue's costs, with its value or the reason why there is none."""
    return of(analysis(economy(scope)), late=not_begun(scope) is not None)


def analysis(found: Economy) -> Analysis | None:
    """The statement of a year with its bands; None where no work was charged or paid."""
    return _analysed(facts(found), tuple(found.assumptions.items()))


@lru_cache(maxsize=64)
def _analysed(of: Facts, assumed: tuple[tuple[Code, Assumption], ...]) -> Analysis | None:
    """Five thousand draws; the same question has the same answer, by its seed."""
    return analyse(of, dict(assumed), np.random.default_rng(SEED))


def of(found: Analysis | None, *, late: bool = False) -> dict[str, Figure]:
    """`late`: the pilot begins after the period."""
    if found is None:
        why = NOT_BEGUN if late else NO_WORK
        return {code: Figure(code, None, 0, why) for code in CODES}
    return {figure.code: figure for figure in _figures(found)}


def _figures(found: Analysis) -> Iterable[Figure]:
    dwellings, clients = round(found.facts.dwellings), round(found.facts.clients)
    workers = found.facts.from_no_work.worked  # what they earned can be worked out from what the cooperative keeps
    yield from _measured(found.facts, dwellings, clients)
    about = {Party.LANDLORD: dwellings, **dict.fromkeys(OF_WORKERS, workers)}
    for row in found.parties:
        yield _cents(row.party, row.balance, about.get(row.party, dwellings + clients))
    yield _cents("together", found.together, workers)
    yield _cents("worth_now", found.worth_now, workers)
    of = {row.party: row for row in found.parties}
    yield _cents("landlord_per_dwelling", of[Party.LANDLORD].per_dwelling, dwellings, NO_DWELLINGS)
    yield _cents("municipality_per_client", of[Party.MUNICIPALITY].per_client, clients, NO_CLIENTS)
    yield _cents("cooperative_per_dwelling", of[Party.COOPERATIVE].per_dwelling, workers, NO_DWELLINGS)
    yield _cents("cooperative_per_client", of[Party.COOPERATIVE].per_client, workers, NO_CLIENTS)
    yield _number("break_even_dwellings", found.dwellings, workers, NO_DWELLINGS)
    yield _number("break_even_dwellings_alone", found.dwellings_alone, workers, NO_DWELLINGS)
    yield _number("break_even_clients", found.clients, workers, NO_CLIENTS)
    yield _number("break_even_clients_alone", found.clients_alone, workers, NO_CLIENTS)


def _measured(found: Facts, dwellings: int, clients: int) -> Iterable[Figure]:
    """What was counted, without an assumption."""
    for name, there, n, charged, each, none in (
        ("dwellings", found.dwellings, dwellings, found.repairs + found.plans, "per_dwelling", NO_DWELLINGS),
        ("clients", found.clients, clients, found.household, "per_client", NO_CLIENTS),
    ):
        if there <= 0:
            yield from (Figure(f"costs.{one}", None, 0, none) for one in (name, f"charged_{each}"))
            continue
        yield Figure(f"costs.{name}", there, n)
        yield Figure(f"costs.charged_{each}", round(found.yearly(charged) / there), n)


def _cents(name: str, found: Band | None, n: int, why: str = "") -> Figure:
    if found is None:
        return Figure(f"costs.{name}", None, n, why)
    return Figure(f"costs.{name}", round(found.value), n, low=round(found.low), high=round(found.high))


def _number(name: str, found: BreakEven, n: int, none: str) -> Figure:
    if found.needed is None:
        return Figure(f"costs.{name}", None, n, none if found.why is Never.NONE_TOOK_PART else NO_MARGIN)
    return Figure(f"costs.{name}", found.needed, n, low=found.low, high=found.high)
