"""A4 paper as a PDF: the same sheet for invoices, work reports and evaluations.

The same story is the same file again: nothing in it is of the moment of printing.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate

INK, LINE = colors.HexColor("#073b3a"), colors.HexColor("#b8c4c2")
QUIET = colors.HexColor("#5a6664")
LEFT = 18 * mm
Foot = Callable[[Canvas, Any], None]


def printed(
    story: Iterable[Flowable],
    *,
    title: str,
    language: str,
    right: float,
    author: str | None = None,
    foot: Foot = lambda canvas, document: None,
) -> bytes:
    """The story on as many sheets as it takes. `right` is the right margin in points; `foot` draws under each sheet."""
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=LEFT,
        rightMargin=right,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=title,
        author=author,
        lang=language,
        invariant=True,
    )
    document.build(list(story), onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


def foot(text: str, page: Callable[[int], str]) -> Foot:
    """A line of small print: the text, and on the right what `page` says of the sheet's number."""

    def draw(canvas: Canvas, document: Any) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(LEFT, 12 * mm, text)
        canvas.drawRightString(A4[0] - LEFT, 12 * mm, page(document.page))
        canvas.restoreState()

    return draw
