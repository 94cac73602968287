"""Work reports on paper: behind an invoice, or as a paper of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Spacer, Table, TableStyle

from werkplaats.ground.paper import LEFT, LINE, printed
from werkplaats.settlement.pdf_styles import BODY, BOLD, HEADING, RIGHT_MARGIN, SMALL

WIDTH = A4[0] - LEFT - RIGHT_MARGIN
PHOTO = 55 * mm
A_ROW = 3


@dataclass(frozen=True)
class Report:
    """One signed visit. `facts`: (name, what), a line each; `photos`: JPEG."""

    title: str
    facts: tuple[tuple[str, str], ...]
    photos: tuple[bytes, ...] = ()


def reports_pdf(title: str, author: str, reports: Sequence[Report]) -> bytes:
    return printed(story(title, reports), title=title, author=author, language="nl", right=RIGHT_MARGIN)


def story(title: str, reports: Sequence[Report]) -> Iterable[Flowable]:
    yield Paragraph(escape(title), HEADING)
    for report in reports:
        yield Spacer(1, 4 * mm)
        yield KeepTogether([Paragraph(escape(report.title), BOLD), _facts(report)])
        yield from _photos(report)


def _facts(report: Report) -> Table:
    return Table(
        [[Paragraph(escape(name), SMALL), Paragraph(escape(what), SMALL)] for name, what in report.facts],
        colWidths=(28 * mm, WIDTH - 28 * mm),
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        ),
    )


def _photos(report: Report) -> Iterable[Flowable]:
    pictures = [Image(BytesIO(photo), width=PHOTO, height=PHOTO, kind="proportional") for photo in report.photos]
    for start in range(0, len(pictures), A_ROW):
        row: list[Flowable] = list(pictures[start : start + A_ROW])
        row += [Paragraph("", BODY)] * (A_ROW - len(row))
        yield Spacer(1, 2 * mm)
        yield Table([row], colWidths=[WIDTH / A_ROW] * A_ROW)
