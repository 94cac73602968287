"""The evaluation of a pilot in words and pictures, in the language that is active; a page, a PDF and a print show the
same document.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from werkplaats.ground.labels import LABELS
from werkplaats.insight import plots
from werkplaats.insight.plots import Plot
from werkplaats.insight.queries.figures_economy import NOT_BEGUN
from werkplaats.insight.rules.metrics import OUTSIDE, Audience, Group, Of, Unit
from werkplaats.insight.rules.report import About as Asked
from werkplaats.insight.rules.report import Chapter, Line, Report
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

HEADLINES = (
    "service.requests",
    "service.solved",
    "service.hours_to_visit",
    "service.mean_hours_to_visit",
    "service.promises_kept",
    "service.satisfaction",
    "economy.local_percent",
    "economy.multiplier",
    "costs.together",
    "costs.landlord_per_dwelling",
    "costs.municipality_per_client",
)
# Of a party and of who looks from outside: the same questions, by what is told to them.
HEADLINES_PARTY = (*HEADLINES[:6], "economy.work_local_percent", "economy.work_multiplier", *HEADLINES[8:])
HEADLINES_OUTSIDE = (
    *HEADLINES[:6],
    "economy.work_multiplier",
    "economy.work_local_percent",
    "costs.charged_per_dwelling",
    "costs.charged_per_client",
    "social.cohesion",
)


@dataclass(frozen=True)
class Row:
    """A figure for people. `less`: what it is of, where that is less than was asked for."""

    name: str
    value: str
    band: str
    about: str
    less: str


@dataclass(frozen=True)
class Part:
    """A chapter: what is known, drawn where that helps, and what is not known with the reason."""

    key: str
    title: str
    intro: str
    rows: tuple[Row, ...]
    unknown: tuple[Unknown, ...]
    plots: tuple[Plot, ...]


@dataclass(frozen=True)
class Method:
    """How a figure came about. `limits` is what it does not say."""

    name: str
    definition: str
    formula: str
    sources: str
    limits: str


@dataclass(frozen=True)
class Document:
    title: str
    facts: tuple[str, ...]
    empty: str  # what to say when there is no figure at all
    headlines: tuple[Row, ...]
    parts: tuple[Part, ...]
    reading: tuple[str, ...]  # how the figures are to be read
    methods: tuple[Method, ...]
    columns: tuple[str, ...]
    appendix: tuple[tuple[str, ...], ...]


def document(report: Report) -> Document:
    return Document(
        title=_title(report),
        facts=_facts(report),
        empty=_empty(report),
        headlines=tuple(_headline(line, report.about) for line in report.headlines(_headlines(report.about.audience))),
        parts=tuple(_part(chapter, report) for chapter in report.chapters),
        reading=_reading(report),
        methods=tuple(_method(line) for line in report.lines),
        columns=(pgettext("report", "Figure"), *(_period(day, report) for day in _days(report))),
        appendix=tuple(
            (_(course.metric.name), *(said(value, course.metric.unit) for _day, value in course.points))
            for course in report.courses
        ),
    )


def _headlines(audience: Audience) -> tuple[str, ...]:
    if audience in OUTSIDE:
        return HEADLINES_OUTSIDE
    return HEADLINES_PARTY if audience is Audience.PARTY else HEADLINES


def _empty(report: Report) -> str:
    if not report.about.begun:
        return _(NOT_BEGUN)
    return _("There is no figure to show for this period yet.") if report.is_empty else ""


def _title(report: Report) -> str:
    name = report.about.pilot or report.about.cooperative
    return _("%(name)s: what did it bring?") % {"name": name}


def _facts(report: Report) -> tuple[str, ...]:
    about = report.about
    facts = [about.cooperative]
    if about.kind and about.party:
        facts.append(f"{LABELS['pilot_kind'][about.kind]}, {about.party}")
    if about.begins and about.ends:
        facts.append(
            _("The pilot runs from %(first)s to %(last)s, with at most %(cap)d places.")
            % {"first": _day(about.begins), "last": _day(about.ends), "cap": about.cap or 0}
        )
    facts.append(_of_when(about))
    facts.append(_FOR[about.audience]())
    facts.append(_("Made on %(day)s.") % {"day": _day(about.made_on)})
    return tuple(facts)


def _of_when(about: Asked) -> str:
    """Of which months it is, which for outsiders are less than were asked for."""
    words = {"first": _month(about.first_month), "last": _month(about.last_month)}
    if about.audience not in OUTSIDE:
        of = _("Figures of %(first)s up to and including %(last)s.") % words
        return of if about.over else of + " " + _("That is not over yet: this is how it was on the day it was made.")
    if not about.quarters:
        return _("From %(first)s up to and including %(last)s there is no whole quarter that is over.") % words
    words |= {"begin": quarter(about.quarters[0]), "end": quarter(about.quarters[-1])}
    if len(about.quarters) == 1:
        return _("Of %(first)s up to and including %(last)s the quarter that is over: %(begin)s.") % words
    return _("Of %(first)s up to and including %(last)s the quarters that are over: %(begin)s to %(end)s.") % words


_FOR = {
    Audience.BOARD: lambda: _("For the board and the coordinator. Do not pass it on: it also holds small numbers."),
    Audience.PARTY: lambda: _("For who has an agreement with the cooperative."),
    Audience.WATCHER: lambda: _("For who watches from outside: only numbers about ten people or more."),
    Audience.PUBLIC: lambda: _("For everybody: only numbers about ten people or more."),
}
_INTROS = {
    Group.SERVICE: lambda: _("From the report to the repair or the help: how long it took, and how it was valued."),
    Group.ECONOMY: lambda: _("Of the money that came in, how much was earned and spent here."),
    Group.COSTS: lambda: _("What each party gains. With a minus it costs that party more than it brings."),
    Group.SOCIAL: lambda: _("Who met whom through the work, and how people feel about their street."),
}


def _part(chapter: Chapter, report: Report) -> Part:
    rows = tuple(_row(line, report.about) for line in chapter.known)
    without = unknown((line.metric.name, line.figure.why) for line in chapter.unknown)
    return Part(
        chapter.group.value, group_title(chapter.group), _INTROS[chapter.group](), rows, without,
        _drawn(chapter, report),
    )  # fmt: skip


def _row(line: Line, asked: Asked) -> Row:
    figure, unit = line.figure, line.metric.unit
    found = ends(figure, unit)
    band = _("%(low)s to %(high)s") % {"low": found[0], "high": found[1]} if found else ""
    about = people(line.metric, figure.n, asked.audience) if figure.n else ""
    less = less_than_asked(figure, asked.quarters, [asked.kind] if asked.kind else BRANCHES)
    both = ", ".join(words for words in (about, less) if words)
    return Row(name=_(line.metric.name), value=said(figure.value, unit), band=band, about=both, less=less)


def _headline(line: Line, asked: Asked) -> Row:
    """With between which values it lies and what it is of together: there is one place for both."""
    row = _row(line, asked)
    return replace(row, band="; ".join(words for words in (row.band, row.less) if words))


def _drawn(chapter: Chapter, report: Report) -> tuple[Plot, ...]:
    """What has parts as bars, the estimates of a unit together as bands, what was counted every period as a line."""
    drawn = []
    for line in chapter.known:
        metric, figure = line.metric, line.figure
        if is_split(figure):
            rows = [(part_name(metric.code, part), value) for part, value in figure.parts]
            drawn.append(plots.bars(_(metric.name), rows, metric.unit))
    drawn += [plot for unit in Unit for of in Of if (plot := _bands(chapter, unit, of)) is not None]
    for course in report.courses:
        long_enough = sum(value is not None for _day, value in course.points) >= 3
        if course.metric.group is chapter.group and course.metric.unit in _OVER_TIME and long_enough:
            outside = report.about.audience in OUTSIDE
            months = [quarter(day) if outside else short_month(day) for day, _value in course.points]
            values = {_(course.metric.name): [value for _day, value in course.points]}
            drawn.append(plots.lines(_(course.metric.name), months, values, course.metric.unit))
    return tuple(drawn)


def _bands(chapter: Chapter, unit: Unit, of: Of) -> Plot | None:
    """Of the estimates in this unit that are not split in parts; None when there are no two to compare."""
    rows = [
        (_(line.metric.name), line.figure.low, line.figure.value, line.figure.high)
        for line in chapter.known
        if line.metric.unit is unit and line.figure.low is not None and not line.figure.parts and line.metric.of is of
    ]
    title = _("%(chapter)s: %(what)s") % {"chapter": group_title(chapter.group), "what": _what(unit, of)}
    return plots.bands(title, rows, unit) if len(rows) > 1 else None


def _what(unit: Unit, of: Of) -> str:
    if of is Of.EACH:
        return _("for each dwelling or client")
    told = {
        Unit.CENTS: _("amounts"),
        Unit.HOURS: _("hours"),
        Unit.DAYS: _("days"),
        Unit.PERCENT: _("shares"),
        Unit.RATIO: _("ratios"),
    }
    return told.get(unit, _("numbers"))


_OVER_TIME = (Unit.COUNT, Unit.CENTS)


def _reading(report: Report) -> tuple[str, ...]:
    said_first = [
        _("Where a figure is an estimate, the band says between which values it probably lies."),
        _("Where a figure is not known, the reason is there; nothing was left out because it was bad."),
        _("A few months of one neighbourhood prove nothing about another; they show what can happen."),
    ]
    if report.about.audience in OUTSIDE:
        said_first.append(
            _("Numbers about fewer than ten people are shown together with the next quarters, or not at all.")
        )
        said_first.append(_("Of a landlord or a district team with too few homes nothing is in it yet."))
    return tuple(said_first)


def _method(line: Line) -> Method:
    metric = line.metric
    return Method(_(metric.name), _(metric.definition), _(metric.formula), ", ".join(metric.sources), _limits(line))


def _limits(line: Line) -> str:
    return _(line.metric.limits) if line.metric.limits else ""


def _days(report: Report) -> list[date]:
    return [day for day, _value in report.courses[0].points] if report.courses else []


def _period(day: date, report: Report) -> str:
    """A column of the figures over time."""
    return quarter(day) if report.about.audience in OUTSIDE else _month(day)


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _month(day: date) -> str:
    return date_format(day, "F Y")
