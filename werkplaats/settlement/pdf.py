"""The invoice on paper: A4, in Dutch whoever reads it, because it is a Dutch document.

It says no more than the payer needs: a landlord sees the address of the work, a municipality its own reference of the
client; neither sees a name. The moment on it is that of issuing, so that the same invoice is the same file again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from werkplaats.ground.formats import euro, local_day
from werkplaats.ground.templatetags.labels import label
from werkplaats.settlement.models import Invoice, Settlement
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.invoicing import vat_lines

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=12)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=10)
RIGHT = ParagraphStyle("right", parent=SMALL, alignment=TA_RIGHT)
BOLD = ParagraphStyle("bold", parent=SMALL, fontName="Helvetica-Bold")
BOLD_RIGHT = ParagraphStyle("bold-right", parent=RIGHT, fontName="Helvetica-Bold")
HEADING = ParagraphStyle("heading", parent=BODY, fontName="Helvetica-Bold", fontSize=18, leading=24)
INK, LINE = colors.HexColor("#073b3a"), colors.HexColor("#b8c4c2")
COLUMNS = (20 * mm, 55 * mm, 37 * mm, 14 * mm, 24 * mm, 24 * mm)
MISSING = "(nog niet ingevuld)"


@dataclass(frozen=True)
class Party:
    name: str
    lines: tuple[str, ...]


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice as a PDF. Reads the database; six queries however long the invoice is."""
    lines = list(
        invoice.lines.select_related(
            "timesheet__visit__job__dwelling", "timesheet__visit__job__care_grant__client",
            "timesheet__visit__job__request__client",
        ).order_by("delivered_on", "id")
    )  # fmt: skip
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=f"Factuur {invoice.number}",
        author=invoice.cooperative.name,
        lang="nl",
        invariant=True,
    )
    with translation.override("nl"):
        story = list(_story(invoice, lines))
        footer = _footer(invoice)
        document.build(story, onFirstPage=footer, onLaterPages=footer)
    return buffer.getvalue()


def _story(invoice: Invoice, lines: list[Settlement]) -> Iterable[Flowable]:
    issued = local_day(invoice.issued_at)
    head = letterhead_on(invoice.cooperative_id, issued)
    due = issued + timedelta(days=head.payment_days if head else 30)
    yield Table(
        [[_party(_payer(invoice)), _party(_seller(invoice, issued))]],
        colWidths=(100 * mm, 74 * mm),
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]),
    )
    yield Spacer(1, 12 * mm)
    yield Paragraph(f"Factuur {invoice.number}", HEADING)
    yield Paragraph(
        f"Factuurdatum: {_day(issued)}<br/>Werk van {_day(invoice.period_start)} tot en met "
        f"{_day(invoice.period_end)}<br/>Graag betalen voor: {_day(due)}",
        BODY,
    )
    yield Spacer(1, 6 * mm)
    yield _lines(invoice, lines)
    yield Spacer(1, 6 * mm)
    yield _totals(invoice, lines)
    yield Spacer(1, 8 * mm)
    account = head.iban if head else MISSING
    yield Paragraph(
        f"Wilt u {euro(invoice.net_cents + invoice.vat_cents)} overmaken op {_iban(account)} van "
        f"{escape(invoice.cooperative.name)}, met het factuurnummer {invoice.number} erbij?",
        BODY,
    )


def _payer(invoice: Invoice) -> Party:
    if invoice.landlord:
        landlord = invoice.landlord
        kvk = f"KvK {landlord.kvk_number}" if landlord.kvk_number else ""
        return Party(landlord.name, (landlord.street, f"{landlord.postcode} {landlord.city}".strip(), kvk))
    team = invoice.district_team
    assert team is not None  # invoice_has_its_payer
    return Party(team.municipality, (f"t.a.v. {team.name}", team.email))


def _seller(invoice: Invoice, issued: date) -> Party:
    cooperative, head = invoice.cooperative, letterhead_on(invoice.cooperative_id, issued)
    contact = (cooperative.phone, cooperative.email)
    if head is None:
        return Party(cooperative.name, (cooperative.city, f"KvK {MISSING}", *contact))
    vat = (f"Btw-nummer {head.vat_number}",) if head.vat_number else ()
    return Party(
        cooperative.name,
        (head.street, f"{head.postcode} {head.city}", f"KvK {head.kvk_number}", *vat, *contact),
    )


def _party(party: Party) -> Paragraph:
    lines = "<br/>".join(escape(line) for line in party.lines if line)
    return Paragraph(f"<b>{escape(party.name)}</b><br/>{lines}", BODY)


def _lines(invoice: Invoice, lines: list[Settlement]) -> Table:
    of_whom = "Adres" if invoice.payer == Payer.LANDLORD else "Uw kenmerk"
    rows: list[list[Any]] = [
        [
            Paragraph("Datum", BOLD), Paragraph(of_whom, BOLD), Paragraph("Werk", BOLD),
            Paragraph("Min.", BOLD_RIGHT), Paragraph("Arbeid", BOLD_RIGHT), Paragraph("Materiaal", BOLD_RIGHT),
        ]
    ]  # fmt: skip
    for line in lines:
        job = line.timesheet.visit.job
        rows.append(
            [
                Paragraph(_day(line.delivered_on), SMALL),
                Paragraph(escape(about(line)), SMALL),
                Paragraph(escape(str(label(job.trade, "trade"))), SMALL),
                Paragraph(str(line.minutes), RIGHT),
                Paragraph(euro(line.charged_labour_cents), RIGHT),
                Paragraph(euro(line.charged_material_cents), RIGHT),
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


def about(line: Settlement) -> str:
    """What a payer needs to recognise the work by, and nothing more."""
    job = line.timesheet.visit.job
    if line.payer == Payer.LANDLORD:
        return f"{job.dwelling.address}, {job.dwelling.postcode}"
    client = job.care_grant.client if job.care_grant else job.request.client if job.request else None
    if client is None:
        return ""
    return client.provider_reference or f"cliënt {client.pk}"


def _totals(invoice: Invoice, lines: list[Settlement]) -> Table:
    rows = [("Totaal zonder btw", invoice.net_cents)]
    for part in vat_lines((x.vat_percent, x.charged_labour_cents + x.charged_material_cents) for x in lines):
        if part.percent:
            rows.append((f"Btw {_percent(part.percent)} over {euro(part.net)}", part.vat))
        else:
            rows.append((f"Vrijgesteld van btw: {euro(part.net)}", 0))
    cells = [["", Paragraph(text, SMALL), Paragraph(euro(cents), RIGHT)] for text, cents in rows]
    total = euro(invoice.net_cents + invoice.vat_cents)
    cells.append(["", Paragraph("Te betalen", BOLD), Paragraph(total, BOLD_RIGHT)])
    return Table(
        cells,
        colWidths=(sum(COLUMNS[:2]), sum(COLUMNS[2:5]), COLUMNS[5]),
        style=TableStyle([("LINEABOVE", (1, -1), (-1, -1), 0.8, INK), ("RIGHTPADDING", (-1, 0), (-1, -1), 0)]),
    )


def _footer(invoice: Invoice) -> Any:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(colors.HexColor("#5a6664"))
        canvas.drawString(18 * mm, 12 * mm, f"{invoice.cooperative.name} – factuur {invoice.number}")
        canvas.drawRightString(A4[0] - 18 * mm, 12 * mm, f"Bladzijde {document.page}")
        canvas.restoreState()

    return draw


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _percent(percent: Decimal) -> str:
    return f"{percent:f}".replace(".", ",") + " %"


def _iban(iban: str) -> str:
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) if iban[:2].isalpha() else iban
