"""The evaluation of a pilot for programs: numbers as they are, with the declaration of each metric."""

from typing import Any

from werkplaats.insight.rules.metrics import OUTSIDE, Audience, counted
from werkplaats.insight.rules.report import Line, Report


def to_data(report: Report) -> dict[str, Any]:
    """Plain values only; a day is written as 2026-11-28 and a month as 2026-11. Texts are English."""
    about = report.about
    return {
        "cooperative": about.cooperative,
        "pilot": about.pilot or None,
        "from": f"{about.first_month:%Y-%m}",
        "until": f"{about.last_month:%Y-%m}",
        "whole_quarters": [f"{day:%Y-%m}" for day in about.quarters] if about.audience in OUTSIDE else None,
        "for": about.audience.value,
        "made_on": about.made_on.isoformat(),
        "figures": [_figure(line, about.audience) for line in report.lines],
        "over_time": [
            {
                "metric": course.metric.code,
                "values": [{"from": f"{day:%Y-%m}", "value": value} for day, value in course.points],
            }
            for course in report.courses
        ],
    }


def _figure(line: Line, audience: Audience) -> dict[str, Any]:
    metric, figure = line.metric, line.figure
    told: dict[str, Any] = {
        "metric": metric.code,
        "name": metric.name,
        "definition": metric.definition,
        "formula": metric.formula,
        "sources": list(metric.sources),
        "limits": metric.limits or None,
        "unit": metric.unit.value,
        "value": figure.value,
        "about": {"what": counted(metric, audience), "number": figure.n},
    }
    if figure.why:
        told["why_not"] = figure.why
    if figure.low is not None:
        told["low"], told["high"] = figure.low, figure.high
    if figure.parts:
        told["parts"] = dict(figure.parts)
    if figure.quarters:
        told["quarters"], told["kinds"] = [f"{day:%Y-%m}" for day in figure.quarters], list(figure.kinds)
    return told
