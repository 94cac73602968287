"""How our papers look."""

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=12)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=10)
RIGHT = ParagraphStyle("right", parent=SMALL, alignment=TA_RIGHT)
BOLD = ParagraphStyle("bold", parent=SMALL, fontName="Helvetica-Bold")
BOLD_RIGHT = ParagraphStyle("bold-right", parent=RIGHT, fontName="Helvetica-Bold")
HEADING = ParagraphStyle("heading", parent=BODY, fontName="Helvetica-Bold", fontSize=18, leading=24)
RIGHT_MARGIN = 16 * mm
