"""What came of a scenario, in words: each figure with its band, and what could not be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from werkplaats.ground.labels import LABELS, TRADES
from werkplaats.insight.models import ScenarioRun
from werkplaats.insight.rules.metrics import Unit
from werkplaats.insight.saying import said
from werkplaats.triage.rules import Urgency

DAY: Final = 24.0
NOTHING: Final = "–"


@dataclass(frozen=True)
class Measure:
    """A figure of a result. `divide`: the result is in hours, and is said in days."""

    name: str
    label: Any
    unit: Unit
    divide: float = 1.0


GROUPS: Final[tuple[tuple[Any, tuple[Measure, ...]], ...]] = (
    (
        gettext_lazy("Requests"),
        (
            Measure("calls", gettext_lazy("requests about repairs"), Unit.COUNT),
            Measure("calls.done", gettext_lazy("done by the cooperative"), Unit.COUNT),
            Measure("calls.undone", gettext_lazy("left undone"), Unit.COUNT),
            Measure("calls.tenant", gettext_lazy("for the tenant"), Unit.COUNT),
            Measure("calls.landlord", gettext_lazy("for the landlord"), Unit.COUNT),
            Measure("calls.elsewhere", gettext_lazy("for somebody else"), Unit.COUNT),
        ),
    ),
    (
        gettext_lazy("Waiting"),
        (
            Measure("wait.answer.median", gettext_lazy("until it is decided: half of them sooner"), Unit.HOURS),
            Measure("wait.answer.p90", gettext_lazy("until it is decided: nine of ten sooner"), Unit.HOURS),
            Measure("wait.visit.median", gettext_lazy("until somebody comes: half of them sooner"), Unit.DAYS, DAY),
            Measure("wait.visit.p90", gettext_lazy("until somebody comes: nine of ten sooner"), Unit.DAYS, DAY),
            Measure("wait.solve.median", gettext_lazy("until it is solved: half of them sooner"), Unit.DAYS, DAY),
            Measure("wait.solve.p90", gettext_lazy("until it is solved: nine of ten sooner"), Unit.DAYS, DAY),
        ),
    ),
    (
        gettext_lazy("Promises kept"),
        (
            Measure("promise", gettext_lazy("of all jobs"), Unit.PERCENT),
            *(Measure(f"promise.{urgency}", LABELS["urgency"][urgency], Unit.PERCENT) for urgency in Urgency),
        ),
    ),
    (
        gettext_lazy("Tradespeople"),
        (
            Measure("trades.offered", gettext_lazy("hours that they offer"), Unit.COUNT),
            Measure("trades.hours", gettext_lazy("hours that they work"), Unit.COUNT),
            Measure("trades.load", gettext_lazy("part of their hours that is work"), Unit.PERCENT),
        ),
    ),
    (
        gettext_lazy("Household help"),
        (
            Measure("help.given", gettext_lazy("visits that somebody could make"), Unit.PERCENT),
            Measure("help.missed", gettext_lazy("visits for which there was nobody"), Unit.COUNT),
            Measure("help.without", gettext_lazy("clients without a regular helper"), Unit.COUNT),
            Measure("help.hours", gettext_lazy("hours that helpers work"), Unit.COUNT),
            Measure("help.load", gettext_lazy("part of their hours that is work"), Unit.PERCENT),
            Measure("help.same", gettext_lazy("visits by the client's most familiar helper"), Unit.PERCENT),
            Measure("help.faces", gettext_lazy("helpers that a client sees"), Unit.SCORE),
        ),
    ),
    (
        gettext_lazy("Money, without VAT"),
        (
            Measure("money.charged", gettext_lazy("asked of who pays"), Unit.CENTS),
            Measure("money.earned", gettext_lazy("earned by who works"), Unit.CENTS),
            Measure("money.kept", gettext_lazy("stays for the cooperative"), Unit.CENTS),
            Measure("money.coordinators", gettext_lazy("wages of the coordinators"), Unit.CENTS),
            Measure("money.result", gettext_lazy("what is left after that, without subsidy and office"), Unit.CENTS),
        ),
    ),
)
PLOTTED: Final = ("wait.visit.median", "promise", "trades.load", "help.given", "money.result")
BY_NAME: Final = {measure.name: measure for _group, measures in GROUPS for measure in measures}


@dataclass(frozen=True)
class Cell:
    """`middle`: of half of the runs it is less; `band`: four of five runs lie in it. Empty words: no such figure."""

    middle: str
    band: str


def cell(run: ScenarioRun | None, measure: Measure) -> Cell:
    found = run.results.get("bands", {}).get(measure.name) if run else None
    if found is None:
        return Cell(NOTHING, "")
    low, middle, high = (said(value / measure.divide, measure.unit) for value in found[:3])
    band = "" if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return Cell(middle, band)


def value(run: ScenarioRun, name: str) -> float | None:
    found = run.results.get("bands", {}).get(name)
    return found[1] / BY_NAME[name].divide if found else None


def table(runs: Sequence[ScenarioRun | None]) -> list[dict[str, Any]]:
    """Group by group: the measures with a cell for each run; measures that no run has are left out."""
    return [{"title": title, "rows": list(_rows(measures, runs))} for title, measures in GROUPS]


def _rows(measures: Sequence[Measure], runs: Sequence[ScenarioRun | None]) -> Iterator[dict[str, Any]]:
    for measure in measures:
        cells = [cell(run, measure) for run in runs]
        if any(one.middle != NOTHING for one in cells):
            yield {"label": measure.label, "cells": cells}


def shortages(runs: Sequence[ScenarioRun | None]) -> list[dict[str, Any]]:
    """By trade what was short of people: hours too late or undone, and the weeks in which something waited."""
    names = {name.split(".")[1] for run in runs if run for name in run.results["bands"] if name.startswith("trade.")}
    rows = []
    for trade in sorted(names, key=lambda one: str(TRADES[one])):
        hours = [cell(run, Measure(f"trade.{trade}.short_hours", "", Unit.HOURS)) for run in runs]
        weeks = [cell(run, Measure(f"trade.{trade}.short_weeks", "", Unit.COUNT)) for run in runs]
        rows.append({"label": TRADES[trade], "cells": list(zip(hours, weeks, strict=True))})
    return rows


def loads(run: ScenarioRun) -> list[tuple[str, Cell]]:
    """Of each group of tradespeople the part of their hours that is work."""
    found = sorted(name for name in run.results["bands"] if name.startswith("load."))
    return [
        (
            ", ".join(str(TRADES[trade]) for trade in name.removeprefix("load.").split("+")),
            cell(run, Measure(name, "", Unit.PERCENT)),
        )
        for name in found
    ]


def sentences(run: ScenarioRun | None) -> list[str]:
    """What could not be in this scenario, a sentence each."""
    return [say(code, about, number) for code, about, number in (run.results.get("words", []) if run else [])]


def say(code: str, trade: str, number: int) -> str:
    words: Mapping[str, Any] = {"trade": str(TRADES[trade]).lower() if trade else "", "number": number}
    match code:
        case "nobody_can":
            return (
                ngettext(
                    "Nobody here can do the work of this trade: %(trade)s. %(number)s job stays undone.",
                    "Nobody here can do the work of this trade: %(trade)s. %(number)s jobs stay undone.",
                    number,
                )
                % words
            )
        case "too_far":
            return (
                ngettext(
                    "Who does this trade (%(trade)s) lives too far away for %(number)s job.",
                    "Who does this trade (%(trade)s) lives too far away for %(number)s jobs.",
                    number,
                )
                % words
            )
        case "two_needed":
            return (
                ngettext(
                    "For %(number)s job two people of this trade are needed, and there is one: %(trade)s.",
                    "For %(number)s jobs two people of this trade are needed, and there is one: %(trade)s.",
                    number,
                )
                % words
            )
        case "no_coordinator":
            return (
                ngettext(
                    "There is no coordinator: %(number)s request is never decided.",
                    "There is no coordinator: %(number)s requests are never decided.",
                    number,
                )
                % words
            )
        case "no_helpers":
            return (
                ngettext(
                    "There is no household helper: %(number)s visit is not made.",
                    "There is no household helper: %(number)s visits are not made.",
                    number,
                )
                % words
            )
        case "without_regular":
            return (
                ngettext(
                    "For %(number)s client there is no regular helper with enough hours.",
                    "For %(number)s clients there is no regular helper with enough hours.",
                    number,
                )
                % words
            )
        case "not_priced":
            return (
                ngettext(
                    "For %(number)s visit there is no price in the tariffs, so it counts for nothing in the money.",
                    "For %(number)s visits there is no price in the tariffs, so they count for nothing in the money.",
                    number,
                )
                % words
            )
        case "no_tariffs":
            return _("There is no tariff for who works, so the money says nothing.")
    return code


def time_in_words(left: timedelta | None) -> str:
    """ "about 3 minutes left"; empty when it is not known yet."""
    if left is None:
        return ""
    seconds = max(1, round(left.total_seconds()))
    if seconds < 90:
        return ngettext("about %(number)s second left", "about %(number)s seconds left", seconds) % {"number": seconds}
    minutes = round(seconds / 60)
    return ngettext("about %(number)s minute left", "about %(number)s minutes left", minutes) % {"number": minutes}
