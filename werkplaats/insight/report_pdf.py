"""The evaluation of a pilot on paper: A4, the same words and pictures as on the page.

The same document is the same file again: nothing in it is of the moment of printing.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from werkplaats.ground.paper import INK, LEFT, LINE, foot, printed
from werkplaats.insight import drawing
from werkplaats.insight.drawing import COLOURS, DASHES, Bar, Drawing, Label, Mark, Path, Sign
from werkplaats.insight.plots import Plot
from werkplaats.insight.report_document import Document, Method, Part, Row

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=4)
INTRO = ParagraphStyle("intro", parent=BODY, keepWithNext=1)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8.5, leading=11, spaceAfter=0)
BOLD = ParagraphStyle("bold", parent=SMALL, fontName="Helvetica-Bold")
LARGE = ParagraphStyle("large", parent=BODY, fontName="Helvetica-Bold", fontSize=15, leading=19, spaceAfter=0)
TITLE = ParagraphStyle("title", parent=BODY, fontName="Helvetica-Bold", fontSize=22, leading=28, spaceAfter=6)
CHAPTER = ParagraphStyle("chapter", parent=TITLE, fontSize=15, leading=20, spaceBefore=14, spaceAfter=4, keepWithNext=1)
HEADING = ParagraphStyle("heading", parent=TITLE, fontSize=11, leading=15, spaceBefore=8, spaceAfter=2, keepWithNext=1)
MARGIN = 18 * mm
WIDTH = A4[0] - LEFT - MARGIN - 12  # as wide as the words: the sheet keeps six points free on both sides
RULED: list[Any] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
    ("LINEBELOW", (0, 1), (-1, -1), 0.3, LINE),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
]
WIDEST = 7  # columns of the appendix side by side, the first with the names among them


def to_pdf(document: Document) -> bytes:
    return printed(
        _story(document),
        title=document.title,
        language=get_language() or "nl",
        right=MARGIN,
        foot=foot(document.title, lambda number: _("Page %(number)d") % {"number": number}),
    )


def _story(document: Document) -> Iterable[Flowable]:
    yield Paragraph(escape(document.title), TITLE)
    yield Paragraph("<br/>".join(escape(fact) for fact in document.facts), BODY)
    if document.empty:
        yield Paragraph(f"<b>{escape(document.empty)}</b>", BODY)
    if document.headlines:
        yield Paragraph(_("In short"), CHAPTER)
        yield _headlines(document.headlines)
    yield Paragraph(_("How to read this"), CHAPTER)
    yield from (Paragraph(f"– {escape(said)}", BODY) for said in document.reading)
    for part in document.parts:
        yield from _part(part)
    if document.methods:
        yield Paragraph(_("Method and limits of each figure"), CHAPTER)
        yield from (_method(method) for method in document.methods)
    if document.appendix:
        yield Paragraph(_("The figures over time"), CHAPTER)
        yield from _appendix(document)


def _headlines(rows: Sequence[Row]) -> Table:
    cells = [[Paragraph(escape(row.value), LARGE), Paragraph(escape(_with_band(row)), SMALL)] for row in rows]
    return Table(cells, colWidths=(52 * mm, WIDTH - 52 * mm), style=TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                 ("LEFTPADDING", (0, 0), (0, -1), 0), ("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE)]))  # fmt: skip


def _with_band(row: Row) -> str:
    return f"{row.name} ({row.band})" if row.band else row.name


def _part(part: Part) -> Iterable[Flowable]:
    yield Paragraph(escape(part.title), CHAPTER)
    yield Paragraph(escape(part.intro), INTRO)
    if part.rows:
        yield _table(part.rows)
    yield from (Paragraph(f"{escape(one.why)} <i>{escape(one.names)}.</i>", SMALL) for one in part.unknown)
    for plot in part.plots:
        yield _picture(plot)


def _table(rows: Sequence[Row]) -> Table:
    head = [
        Paragraph(escape(text), BOLD)
        for text in (
            pgettext("report", "Figure"),
            pgettext("report", "Value"),
            pgettext("report", "Between"),
            pgettext("report", "About"),
        )
    ]
    cells = [[Paragraph(escape(text), SMALL) for text in (row.name, row.value, row.band, row.about)] for row in rows]
    widths = (WIDTH - 105 * mm, 34 * mm, 41 * mm, 30 * mm)
    return Table([head, *cells], colWidths=widths, repeatRows=1, spaceAfter=6, style=TableStyle(RULED))


def _picture(plot: Plot) -> KeepTogether:
    title = Paragraph(escape(plot.title), HEADING)
    return KeepTogether([title, Picture(plot.drawing), Paragraph(escape(plot.description), SMALL)])


def _method(method: Method) -> KeepTogether:
    texts = [
        method.definition,
        f"{pgettext('report', 'How')}: {method.formula}",
        f"{pgettext('report', 'From')}: {method.sources}",
    ]
    if method.limits:
        texts.append(f"{pgettext('report', 'Mind')}: {method.limits}")
    return KeepTogether([Paragraph(escape(method.name), HEADING), *(Paragraph(escape(text), SMALL) for text in texts)])


def _appendix(document: Document) -> Iterable[Flowable]:
    """As many periods side by side as fit on the paper; the rest follows under it."""
    periods = list(range(1, len(document.columns)))
    for start in range(0, len(periods), WIDEST - 1):
        here = [0, *periods[start : start + WIDEST - 1]]
        cells = [[Paragraph(escape(document.columns[at]), BOLD) for at in here]]
        cells += [[Paragraph(escape(row[at]), SMALL) for at in here] for row in document.appendix]
        rest = (WIDTH - 48 * mm) / (WIDEST - 1)
        yield Table(
            cells, colWidths=(48 * mm, *[rest] * (len(here) - 1)), repeatRows=1, hAlign="LEFT", style=TableStyle(RULED)
        )
        yield Spacer(1, 4 * mm)


class Picture(Flowable):
    """A drawing of `insight.drawing`, at most 11 cm wide, so that its letters are as large as those beside it. There y
    grows downwards, on paper upwards."""

    def __init__(self, what: Drawing) -> None:
        super().__init__()
        self.what = what
        self.scale = min(1.0, 110 * mm / what.width)
        self.width, self.height = what.width * self.scale, what.height * self.scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height + 4

    def draw(self) -> None:
        self.canv.scale(self.scale, self.scale)
        for mark in self.what.marks:
            self._mark(mark)

    def _mark(self, mark: Mark) -> None:
        canvas, height = self.canv, self.what.height
        canvas.saveState()
        match mark:
            case Bar():
                _paint(canvas, mark.series, soft=mark.soft)
                canvas.rect(mark.x, height - mark.y - mark.height, max(0.0, mark.width), mark.height, fill=1)
            case Path():
                _line(canvas, mark)
                path = canvas.beginPath()
                path.moveTo(mark.points[0][0], height - mark.points[0][1])
                for x, y in mark.points[1:]:
                    path.lineTo(x, height - y)
                canvas.drawPath(path)
            case Sign():
                _paint(canvas, mark.series)
                canvas.circle(mark.x, height - mark.y, 4, fill=1)
            case Label():
                canvas.setFont("Helvetica", drawing.SMALL_SIZE if mark.small else drawing.TEXT_SIZE)
                write = {"end": canvas.drawRightString, "middle": canvas.drawCentredString}
                write.get(mark.anchor, canvas.drawString)(mark.x, height - mark.y, mark.text)
        canvas.restoreState()


def _paint(canvas: Canvas, series: int, soft: bool = False) -> None:
    colour = colors.HexColor(COLOURS[series % len(COLOURS)])
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour, alpha=0.35 if soft else 1.0)


def _line(canvas: Canvas, path: Path) -> None:
    if path.series is None:
        canvas.setStrokeColor(LINE)
        return
    canvas.setStrokeColor(colors.HexColor(COLOURS[path.series % len(COLOURS)]))
    canvas.setLineWidth(2)
    dash = [float(part) for part in DASHES[path.series % len(DASHES)].split()]
    if dash:
        canvas.setDash(dash)
