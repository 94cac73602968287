"""Figures for who looks from outside that are worked out from what was released, and from nothing else.

So they tell nothing that was not out already. What is assumed in them (what workers spend in the district, how it was
before) is about kinds of people, and never about one: the wage of the coordinator is not in it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from werkplaats.insight.rules.costs_benefits.assumptions import Assumptions, Code
from werkplaats.insight.rules.economy import Before, money_flow
from werkplaats.insight.rules.local_multiplier import Kind, LocalMultiplier, Payment, Rounds, local_multiplier
from werkplaats.insight.rules.metrics import Figure
from werkplaats.insight.rules.privacy import Released, alike, bounds_of
from werkplaats.insight.rules.released import NOT_RELEASED, RECIPES, days
from werkplaats.insight.rules.uncertainty import Distribution, Estimate

EARNED, CHARGED, HOURS = "service.earned", "service.charged", "service.hours"
NOTHING_KNOWN: Final = (
    "How much of it went to people of the district is not told: fewer than eleven people worked, or one of them made "
    "a quarter of it or more."
)
MONTHS_OF_A_YEAR = 12

Out = Mapping[str, Iterable[Released]]  # by metric
Piece = tuple[Released, ...]  # what is out of the same quarters and kinds, one for each metric


@dataclass(frozen=True)
class Way:
    """How a figure is made: of which released metrics, in which kind of work alone (else any), and by what."""

    sources: tuple[str, ...]
    figure: Callable[[str, Sequence[Piece], Assumptions], Figure]
    kind: str = ""


def pieces(code: str, out: Out) -> list[Piece]:
    """The smallest parts of what is out of which this figure can be told."""
    way = WAYS[code]
    found = alike(*(out.get(source, ()) for source in way.sources))
    return [piece for piece in found if not way.kind or {key.kind for key in piece[0].keys} == {way.kind}]


def figure(code: str, found: Sequence[Piece], assumed: Assumptions) -> Figure:
    """Of these parts together; with the reason where there are none."""
    return WAYS[code].figure(code, found, assumed) if found else Figure(code, None, 0, NOT_RELEASED)


def _people(found: Sequence[Piece], source: int = 0) -> int:
    """At least how many, of those whom the figure is about: those of one of its sources."""
    return max(piece[source].people for piece in found)


def _share(source: str, found: Released) -> Estimate:
    """Per cent of what was earned (or worked) by people of the district: where it lies, and the middle of that."""
    whole = found.values[RECIPES[source].amounts[0]]
    least, surely_not = (found.values.get(name, 0) for name in bounds_of(RECIPES[source].share))
    low, high = 100 * least / whole, 100 - 100 * surely_not / whole
    return Estimate((low + high) / 2, low, high, Distribution.UNIFORM)


def _local_hours(code: str, found: Sequence[Piece], assumed: Assumptions) -> Figure:
    shares = [(worked.values["worked+"], _share(HOURS, worked)) for (worked,) in found if worked.values["worked+"] > 0]
    whole = sum(minutes for minutes, __ in shares)
    if all(share.high - share.low == 100 for __, share in shares):
        return Figure(code, None, 0, NOTHING_KNOWN)
    value, low, high = (
        sum(minutes * end for minutes, end in ends) / whole
        for ends in zip(*(((m, s.value), (m, s.low), (m, s.high)) for m, s in shares), strict=True)
    )
    return Figure(code, value, _people(found), low=low, high=high)


def _multiplier(found: Sequence[Piece], assumed: Assumptions) -> LocalMultiplier | None:
    """Of what was charged for the work: what was earned with it in the district, and what of that is spent there again.
    Anything else (material, the office) counts as gone. None where nothing is known of who earned it."""
    paid, told = [], False
    for earned, __ in found:
        if earned.values["earned+"] > 0:
            share = _share(EARNED, earned)
            told = told or share.high - share.low < 100
            onward = _onward({key.kind for key in earned.keys}, assumed)
            paid.append(Payment(Kind.WORKERS, round(earned.values["earned+"]), share, onward))
    charged = round(sum(asked.values["charged+"] for __, asked in found))
    return local_multiplier(charged, paid) if told else None


def _onward(kinds: set[str], assumed: Assumptions) -> Estimate:
    """What who did this kind of work spends in the district; of both kinds together, from the one to the other."""
    worker, helper = assumed[Code.WORKER_ONWARD].estimate, assumed[Code.HELPER_ONWARD].estimate
    if kinds == {"repairs"}:
        return worker
    if kinds == {"household"}:
        return helper
    low, high = min(worker.low, helper.low), max(worker.high, helper.high)
    return Estimate((worker.value + helper.value) / 2, low, high)


def _of_rounds(value: Callable[[Rounds], float]) -> Callable[[str, Sequence[Piece], Assumptions], Figure]:
    def made(code: str, found: Sequence[Piece], assumed: Assumptions) -> Figure:
        known = _multiplier(found, assumed)
        if known is None:
            return Figure(code, None, 0, NOTHING_KNOWN)
        low, high = value(known.low), value(known.high)
        return Figure(code, value(known.rounds), _people(found), low=low, high=high)

    return made


def _before(code: str, found: Sequence[Piece], assumed: Assumptions) -> Figure:
    charged = round(sum(asked.values["charged+"] for __, asked in found))
    known = money_flow(charged, 0, (), before(assumed)).compared
    if known is None:
        return Figure(code, None, 0, NOT_RELEASED)
    value, low, high = (one.multiplier for one in (known.rounds, known.low, known.high))
    return Figure(code, value, _people(found), low=low, high=high)


def before(assumed: Assumptions) -> Before:
    """How the same money was spent before the cooperative."""
    return Before(
        assumed[Code.BEFORE_LOCAL].estimate, assumed[Code.BEFORE_ONWARD].estimate, assumed[Code.BEFORE_BACK].estimate
    )


def _for_each(code: str, found: Sequence[Piece], assumed: Assumptions) -> Figure:
    """Cents a year for each dwelling or client that took part, on average over the days."""
    cents = sum(asked.values["charged+"] for asked, __ in found)
    keys = frozenset().union(*(asked.keys for asked, __ in found))
    there = sum(sum(took.values.values()) for __, took in found) / days(keys)
    if there <= 0:
        return Figure(code, None, 0, NOT_RELEASED)
    a_year = cents * MONTHS_OF_A_YEAR / (3 * len({key.quarter for key in keys}))
    return Figure(code, round(a_year / there), _people(found, 1))


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "economy.work_local_percent": Way((EARNED, CHARGED), _of_rounds(lambda one: 100 * one.local / one.income)),
        "economy.work_multiplier": Way((EARNED, CHARGED), _of_rounds(lambda one: one.multiplier)),
        "economy.multiplier_before": Way((EARNED, CHARGED), _before),
        "economy.hours_local_percent": Way((HOURS,), _local_hours),
        "costs.charged_per_dwelling": Way((CHARGED, "costs.dwellings"), _for_each, "repairs"),
        "costs.charged_per_client": Way((CHARGED, "costs.clients"), _for_each, "household"),
    }
)
