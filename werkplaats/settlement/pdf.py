"""An invoice, credit note or self-bill on paper: A4, in Dutch whoever reads it, because it is a Dutch document.

The same paper is the same file again: nothing in it is of the moment of printing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer, Table, TableStyle

from werkplaats.ground.formats import euro
from werkplaats.ground.paper import INK, LINE, foot, printed
from werkplaats.settlement.pdf_reports import Report, story
from werkplaats.settlement.pdf_styles import BODY, BOLD, BOLD_RIGHT, HEADING, RIGHT, RIGHT_MARGIN, SMALL

COLUMNS = (18 * mm, 46 * mm, 39 * mm, 20 * mm, 20 * mm, 14 * mm, 19 * mm)
UNITS = {"MIN": "min.", "HUR": "uur", "MON": "mnd.", "DAY": "dgn.", "ANN": "jaar", "C62": ""}


@dataclass(frozen=True)
class Party:
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    day: date
    about: str
    what: str
    quantity: Decimal
    unit: str  # UN/ECE Recommendation 20
    price_cents: Decimal
    per: int
    vat: str  # "21 %", or in a word why there is none
    net_cents: int


@dataclass(frozen=True)
class Tax:
    """What stands under the lines for one kind of VAT: "Btw 21 % over € 100,00", or why there is none."""

    words: str
    cents: int


@dataclass(frozen=True)
class Paper:
    """All that is printed, amounts with the sign that the reader expects."""

    title: str
    to: Party
    of: Party
    facts: tuple[str, ...]  # under the title, a line each
    about: str  # head of the column that says what a line is about
    lines: tuple[Line, ...]
    net_cents: int
    taxes: tuple[Tax, ...]
    why: tuple[str, ...]  # the lines have this VAT, a sentence each
    total: str  # before the amount at the end
    total_cents: int
    closing: str
    reports: tuple[Report, ...] = ()  # of the work behind it, on pages of their own


def to_pdf(paper: Paper) -> bytes:
    name = f"{paper.of.name} – {paper.title[:1].lower()}{paper.title[1:]}"
    return printed(
        _story(paper),
        title=paper.title,
        author=paper.of.name,
        language="nl",
        right=RIGHT_MARGIN,
        foot=foot(name, lambda number: f"Bladzijde {number}"),
    )


def _story(paper: Paper) -> Iterable[Flowable]:
    yield Table(
        [[_party(paper.to), _party(paper.of)]],
        colWidths=(100 * mm, 74 * mm),
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]),
    )
    yield Spacer(1, 12 * mm)
    yield Paragraph(escape(paper.title), HEADING)
    yield Paragraph("<br/>".join(escape(fact) for fact in paper.facts), BODY)
    yield Spacer(1, 6 * mm)
    yield _lines(paper)
    yield Spacer(1, 6 * mm)
    yield _totals(paper)
    yield Spacer(1, 8 * mm)
    yield Paragraph(escape(paper.closing), BODY)
    yield Spacer(1, 4 * mm)
    yield Paragraph(escape(" ".join(("Waarom deze btw?", *paper.why))), SMALL)
    if paper.reports:
        yield PageBreak()
        yield from story(f"Werkbonnen bij {paper.title[:1].lower()}{paper.title[1:]}", paper.reports)


def _party(party: Party) -> Paragraph:
    lines = "<br/>".join(escape(line) for line in party.lines if line)
    return Paragraph(f"<b>{escape(party.name)}</b><br/>{lines}", BODY)


def _lines(paper: Paper) -> Table:
    rows: list[list[Any]] = [
        [
            Paragraph("Datum", BOLD), Paragraph(paper.about, BOLD), Paragraph("Wat", BOLD),
            Paragraph("Aantal", BOLD_RIGHT), Paragraph("Prijs", BOLD_RIGHT), Paragraph("Btw", BOLD_RIGHT),
            Paragraph("Bedrag", BOLD_RIGHT),
        ]
    ]  # fmt: skip
    for line in paper.lines:
        rows.append(
            [
                Paragraph(day_in_digits(line.day), SMALL),
                Paragraph(escape(line.about), SMALL),
                Paragraph(escape(line.what), SMALL),
                Paragraph(_quantity(line), RIGHT),
                Paragraph(_price(line), RIGHT),
                Paragraph(line.vat, RIGHT),
                Paragraph(euro(line.net_cents), RIGHT),
            ]
        )
    return Table(
        rows,
        colWidths=COLUMNS,
        repeatRows=1,
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, LINE),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ]
        ),
    )


def _quantity(line: Line) -> str:
    return f"{decimal(line.quantity)} {UNITS.get(line.unit, line.unit)}".strip()


def _price(line: Line) -> str:
    """A price per 60 minutes is one an hour."""
    an_hour = " /uur" if (line.unit, line.per) == ("MIN", 60) else f" /{line.per}" if line.per != 1 else ""
    return f"{decimal(line.price_cents / 100, least=2)}{an_hour}"


def _totals(paper: Paper) -> Table:
    cells = [["", Paragraph("Totaal zonder btw", SMALL), Paragraph(euro(paper.net_cents), RIGHT)]]
    cells += [["", Paragraph(escape(tax.words), SMALL), Paragraph(euro(tax.cents), RIGHT)] for tax in paper.taxes]
    cells.append(["", Paragraph(paper.total, BOLD), Paragraph(euro(paper.total_cents), BOLD_RIGHT)])
    return Table(
        cells,
        colWidths=(sum(COLUMNS[:2]), sum(COLUMNS[2:-1]), COLUMNS[-1]),
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEABOVE", (1, -1), (-1, -1), 0.8, INK),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ]
        ),
    )


def day_in_digits(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def decimal(value: Decimal, least: int = 0) -> str:
    """With a comma, without zeros behind, and at least so many decimals."""
    places = max(least, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{places}f}".replace(".", ",")
