"""Plots as pictures with words and a table: bars, lines over months, bands, a tornado, scenarios side by side.

Each gives a `Plot`; `components/plot.html` puts it on a page. What has no value is left out of the picture and says "–"
in the table. Titles and names are texts for people, already in their language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from werkplaats.insight.drawing import SMALL_SIZE, TEXT_SIZE, Bar, Drawing, Label, Mark, Path, Sign, pieces, svg, ticks
from werkplaats.insight.rules.metrics import Unit
from werkplaats.insight.saying import mark, said

WIDTH = 440.0
ROW, BAR, LINE = 42.0, 16.0, 18.0
Value = float | int | None


@dataclass(frozen=True)
class Plot:
    """`columns` and `rows` are its table, in words. `empty`: there was no value at all, so there is no picture."""

    title: str
    description: str
    drawing: Drawing
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: bool = False

    @property
    def svg(self) -> SafeString:
        return svg(self.drawing, self.title, self.description)

    @property
    def table(self) -> SafeString:
        """The inside of its table. (A template takes ten times as long for so many small cells.)"""
        heads = "".join(
            f'<th class="utrecht-table__header-cell{"" if at == 0 else " wp-amount"}" scope="col">{escape(column)}</th>'
            for at, column in enumerate(self.columns)
        )
        lines = "".join(
            f'<tr class="utrecht-table__row"><th class="utrecht-table__cell" scope="row">{escape(name)}</th>'
            + "".join(f'<td class="utrecht-table__cell wp-amount">{escape(cell)}</td>' for cell in cells)
            + "</tr>"
            for name, *cells in self.rows
        )
        return mark_safe(  # every text in it goes through escape
            f'<thead class="utrecht-table__header"><tr class="utrecht-table__row">{heads}</tr></thead>'
            f'<tbody class="utrecht-table__body">{lines}</tbody>'
        )


def bars(title: str, rows: Sequence[tuple[str, Value]], unit: Unit) -> Plot:
    """A bar for each part, under its name, with its value behind it."""
    known = [value for _name, value in rows if value is not None]
    scale = _Scale(min([0.0, *known]), max([0.0, *known]), 0, WIDTH)
    marks: list[Mark] = []
    top = 0.0
    for name, value in rows:
        names, top = _named(name, top, said(value, unit))
        marks += names
        if value is not None:
            marks.append(Bar(min(scale(0), scale(value)), top + 21, abs(scale(value) - scale(0)), BAR))
        top += ROW
    table = tuple((name, said(value, unit)) for name, value in rows)
    return _plot(title, marks, top, (_("Part"), _("Value")), table, known)


def lines(title: str, months: Sequence[str], series: Mapping[str, Sequence[Value]], unit: Unit) -> Plot:
    """A line for each series over the same months (or quarters); a month without a value breaks it."""
    known = [value for values in series.values() for value in values if value is not None]
    marks, top = _legend(list(series))
    steps = ticks(min([0.0, *known]), max(known, default=1.0))
    low, high, bottom = steps[0], steps[-1], top + 190
    names = [mark(step, unit) for step in steps]
    left = 10 + 7.5 * max(len(name) for name in names)
    along = _Scale(0, max(1, len(months) - 1), left, WIDTH - 36)
    up = _Scale(low, high, bottom, top + 8)
    for step, name in zip(steps, names, strict=True):
        marks += [
            Path(((left, up(step)), (WIDTH, up(step)))),
            Label(left - 6, up(step) + 4, name, "end", small=True),
        ]
    marks += _along(months, along, bottom + 20)
    for at, values in enumerate(series.values()):
        points = [None if v is None else (along(p), up(v)) for p, v in enumerate(values)]
        marks += [Path(piece, at) for piece in pieces(points)]
        marks += [Sign(point[0], point[1], at) for point in points if point is not None]
    table = tuple((m, *(said(v[p], unit) for v in series.values())) for p, m in enumerate(months))
    return _plot(title, marks, bottom + 28, (_("Period"), *series), table, known)


def bands(title: str, rows: Sequence[tuple[str, Value, Value, Value]], unit: Unit) -> Plot:
    """Of each row (name, low, middle, high) where it may lie, with its likeliest value as a point."""
    known = [value for _name, *values in rows for value in values if value is not None]
    scale = _Scale(*_ends(known), 8, WIDTH - 8)
    marks: list[Mark] = []
    top = 0.0
    for name, low, middle, high in rows:
        names, top = _named(name, top, said(middle, unit))
        marks += names
        if low is not None and high is not None:
            marks.append(Bar(scale(low), top + 21, scale(high) - scale(low), BAR, soft=True))
        if middle is not None:
            marks.append(Sign(scale(middle), top + 29))
        top += ROW
    marks += _axis(scale, top + 6, unit)
    table = tuple((name, *(said(value, unit) for value in values)) for name, *values in rows)
    columns = (_("Part"), _("Low"), _("Likeliest"), _("High"))
    return _plot(title, marks, top + 30, columns, table, known)


def tornado(title: str, rows: Sequence[tuple[str, Value, Value]], middle: float, unit: Unit) -> Plot:
    """What the outcome becomes when one assumption is low or high (name, outcome when low, outcome when high), the
    assumption that matters most on top; `middle` is the outcome with all of them as they are."""
    whole = [(name, low, high) for name, low, high in rows if low is not None and high is not None]
    whole.sort(key=lambda row: -abs(row[2] - row[1]))
    known = [value for _name, *values in whole for value in values]
    scale = _Scale(*_ends([*known, middle]), 8, WIDTH - 8)
    marks: list[Mark] = [Bar(0, 2, 28, BAR, 1, soft=True), Label(36, 15, _("when it is low"))]
    marks += [Bar(WIDTH / 2, 2, 28, BAR), Label(WIDTH / 2 + 36, 15, _("when it is high"))]
    base, top = scale(middle), 28.0
    for name, low, high in whole:
        names, top = _named(name, top)
        marks += [
            *names,
            Bar(min(scale(low), base), top + 21, abs(scale(low) - base), BAR, 1, soft=True),
            Bar(min(scale(high), base), top + 21, abs(scale(high) - base), BAR),
            Path(((base, top + 19), (base, top + 23 + BAR))),
        ]
        top += ROW
    bottom = top + 4
    marks += _axis(scale, bottom + 2, unit)
    table = tuple((name, said(low, unit), said(high, unit)) for name, low, high in whole)
    columns = (_("Assumption"), _("Outcome when it is low"), _("Outcome when it is high"))
    return _plot(title, marks, bottom + 26, columns, table, known)


def beside(title: str, scenarios: Sequence[str], rows: Sequence[tuple[str, Unit, Sequence[Value]]]) -> Plot:
    """Scenarios side by side: for each measure (name, unit, a value a scenario) bars on a scale of its own."""
    known = [value for _name, _unit, values in rows for value in values if value is not None]
    marks: list[Mark] = []
    top = 0.0
    for name, unit, values in rows:
        of_these = [value for value in values if value is not None]
        scale = _Scale(min([0.0, *of_these]), max([0.0, *of_these]), 0, WIDTH)
        names, top = _named(name, top + 1)
        marks += names
        top += 21
        for at, (scenario, value) in enumerate(zip(scenarios, values, strict=True)):
            marks.append(Label(8, top + 14, scenario, small=True))
            marks.append(Label(WIDTH, top + 14, said(value, unit), "end", small=True))
            if value is not None:
                marks.append(Bar(min(scale(0), scale(value)), top + 18, abs(scale(value) - scale(0)), 10, at))
            top += 34
        top += 10
    table = tuple((name, *(said(value, unit) for value in values)) for name, unit, values in rows)
    return _plot(title, marks, top, (_("Measure"), *scenarios), table, known)


def _named(name: str, top: float, value: str = "") -> tuple[list[Mark], float]:
    """A name, over as many lines as it takes beside its value, and the top of its last line."""
    letter = TEXT_SIZE * 0.56
    said_by_line = wrap(name, max(12, int(WIDTH / letter) - len(value) - 1)) or [""]
    marks: list[Mark] = [Label(0, top + 15 + at * LINE, text) for at, text in enumerate(said_by_line)]
    if value:
        marks.append(Label(WIDTH, top + 15, value, "end"))
    return marks, top + (len(said_by_line) - 1) * LINE


class _Scale:
    """From values to places in the drawing."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high, self.start, self.end = low, high if high > low else low + 1, start, end

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def _ends(known: Sequence[float]) -> tuple[float, float]:
    steps = ticks(min(known, default=0.0), max(known, default=1.0))
    return steps[0], steps[-1]


def _axis(scale: _Scale, y: float, unit: Unit) -> list[Mark]:
    """A line with its first, its middle and its last value; zero where it lies between."""
    marks: list[Mark] = [Path(((scale.start, y), (scale.end, y)))]
    values = (scale.low, (scale.low + scale.high) / 2, scale.high)
    for value, anchor in zip(values, ("start", "middle", "end"), strict=True):
        marks.append(Label(scale(value), y + 18, mark(value, unit), anchor, small=True))
    return marks


def _along(names: Sequence[str], along: _Scale, y: float) -> list[Mark]:
    """As many names under a line as there is room for."""
    if len(names) <= 1:
        return [Label(along(p), y, name, "start", small=True) for p, name in enumerate(names)]
    room = max(1, int((along.end - along.start) // (SMALL_SIZE * 0.62 * max(map(len, names)) + 8)))
    apart = -(-len(names) // room)
    return [
        Label(along(p), y, names[p], "middle", small=True)
        for p in range(len(names) - 1, -1, -apart)
        if p or apart == 1 or along.start > 30
    ]


def _legend(names: Sequence[str]) -> tuple[list[Mark], float]:
    """A line for each name, and where what comes under it begins."""
    marks: list[Mark] = []
    if len(names) < 2:
        return marks, 0.0
    for at, name in enumerate(names):
        marks += [Path(((0, at * 20 + 9), (28, at * 20 + 9)), at), Sign(14, at * 20 + 9, at)]
        marks.append(Label(38, at * 20 + 14, name))
    return marks, len(names) * 20 + 6.0


SPOKEN = 12  # rows that the description says one by one


def _plot(
    title: str,
    marks: Sequence[Mark],
    height: float,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    known: Sequence[float],
) -> Plot:
    if len(rows) <= SPOKEN:
        told = "; ".join(
            f"{row[0]}: {', '.join(row[1:])}"
            if len(row) == 2
            else f"{row[0]}: " + ", ".join(f"{c} {v}" for c, v in zip(columns[1:], row[1:], strict=True))
            for row in rows
        )
    else:
        told = _("%(count)d rows, from %(first)s to %(last)s; the table has them all.") % {
            "count": len(rows),
            "first": rows[0][0],
            "last": rows[-1][0],
        }
    return Plot(title, told, Drawing(WIDTH, max(height, 1.0), tuple(marks)), columns, rows, not known)
