"""How our papers look."""

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=12)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8, leading=10)
RIGHT = ParagraphStyle("right", parent=SMALL, alignment=TA_RIGHT)
BOLD = ParagraphStyle("bold", parent=SMALL, fontName="Helvetica-Bold")
BOLD_RIGHT = ParagraphStyle("bold-right", parent=RIGHT, fontName="Helvetica-Bold")
HEADING = ParagraphStyle("heading", parent=BODY, fontName="Helvetica-Bold", fontSize=18, leading=24)
INK, LINE = colors.HexColor("#073b3a"), colors.HexColor("#b8c4c2")
