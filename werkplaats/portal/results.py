"""Figures on a page: with their name, value and unit, or the words of why there is none; and the choice of a period."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from werkplaats.insight.plots import Plot, bars, lines
from werkplaats.insight.queries.rollups import monthly
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.metrics import Audience, Figure, Group, Metric, Scope, Unit
from werkplaats.insight.rules.totals import of, percentile
from werkplaats.insight.saying import (
    BRANCHES,
    Unknown,
    ends,
    group_title,
    is_split,
    less_than_asked,
    part_name,
    people,
    quarter,
    said,
    short_month,
    unknown,
)
from werkplaats.settlement.rules.periods import months

LONGEST = 60  # months to choose from


@dataclass(frozen=True)
class Shown:
    """A figure in words. `less`: what it is of, where that is less than was asked for."""

    name: str
    definition: str
    formula: str
    limits: str
    value: str
    band: str
    less: str
    about: str


@dataclass(frozen=True)
class Chapter:
    code: str
    title: str
    figures: tuple[Shown, ...]
    unknown: tuple[Unknown, ...]


def chapters(figures: Mapping[str, Figure], audience: Audience, quarters: Collection[date] = ()) -> list[Chapter]:
    """The figures by group, in the order of the catalogue, and of which there are none with the reason; a group without
    either is not there. `quarters` are those that were asked for, where whole quarters are shown."""
    found: dict[Group, list[tuple[Metric, Figure]]] = {}
    for code, figure in figures.items():
        metric = CATALOGUE[code]
        found.setdefault(metric.group, []).append((metric, figure))
    return [
        Chapter(
            group.value,
            group_title(group),
            tuple(_shown(metric, figure, audience, quarters) for metric, figure in pairs if figure.value is not None),
            unknown((metric.name, figure.why) for metric, figure in pairs if figure.value is None),
        )
        for group, pairs in found.items()
    ]


def _shown(metric: Metric, figure: Figure, audience: Audience, quarters: Collection[date]) -> Shown:
    band = ends(figure, metric.unit)
    return Shown(
        name=_(metric.name),
        definition=_(metric.definition),
        formula=_(metric.formula),
        limits=_(metric.limits) if metric.limits else "",
        value=said(figure.value, metric.unit),
        band=_together(_("between %(low)s and %(high)s") % {"low": band[0], "high": band[1]}) if band else "",
        less=capfirst(less_than_asked(figure, quarters, BRANCHES)),
        about=people(metric, figure.n, audience) if figure.n else "",
    )


def _together(text: str) -> str:
    """So that no line ends between a minus and what it belongs to."""
    return text.replace("-€", "-\u2060€")


def split_plots(figures: Mapping[str, Figure]) -> list[Plot]:
    """Bars of the figures that have parts."""
    return [
        bars(_(metric.name), [(part_name(code, part), value) for part, value in figure.parts], metric.unit)
        for code, figure in figures.items()
        if is_split(figure)
        for metric in (CATALOGUE[code],)
    ]


def course_plots(scope: Scope) -> list[Plot]:
    """Lines over the months of a scope: how much there was, and how soon. One query; nothing for a single month, or
    when nothing happened."""
    days = scope.months
    if len(days) < 2:
        return []
    known = monthly(scope, ("requests", "visit", "answer", "first_visit", "solved"))
    if not known:
        return []
    by_month = [known.get(day, {}) for day in days]
    names = [short_month(day) for day in days]

    def count(name: str) -> list[float | int | None]:
        return [of(totals, name) for totals in by_month]

    def hours(measure: str) -> list[float | int | None]:
        middles = (percentile(totals, measure, 0.5) for totals in by_month)
        return [None if middle is None else middle / 3600 for middle in middles]

    return [
        lines(
            _("Requests and visits, by month"),
            names,
            {_("Requests"): count("requests"), _("Visits made"): count("visit:done")},
            Unit.COUNT,
        ),
        lines(
            _("How soon (half of them sooner), by month"),
            names,
            {
                _("Until an answer"): hours("answer"),
                _("Until the first visit"): hours("first_visit"),
                _("Until it was solved"): hours("solved"),
            },
            Unit.HOURS,
        ),
    ]


# -- the period -------------------------------------------------------------------------------------------------------
def choice(first: date | None, this_month: date) -> list[date]:
    """The months that can be chosen: from the first in which anything happened up to this one."""
    return list(months(min(first or this_month, this_month), this_month))[-LONGEST:]


def asked_month(asked: Any, known: Sequence[date], usual: date) -> date:
    """The month ("2026-03") that somebody chose, if it is one of those offered."""
    return next((month for month in known if month.isoformat()[:7] == asked), usual)


def options(days: Iterable[date], chosen: date, *, quarters: bool = False) -> list[tuple[str, str, bool]]:
    """For a select: (value, words, chosen)."""
    return [(day.isoformat()[:7], quarter(day) if quarters else date_format(day, "F Y"), day == chosen) for day in days]


def quarters(first: date, last: date) -> list[date]:
    """The first days of the quarters from the one to the other."""
    return [month for month in months(first, last) if month.month % 3 == 1]
