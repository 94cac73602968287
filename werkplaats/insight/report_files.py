"""The evaluation of a pilot as a file, in the language that is active: a page on its own, a PDF, or JSON."""

import json
from collections.abc import Callable, Mapping

from django.template.loader import render_to_string

from werkplaats.insight.drawing import STYLE
from werkplaats.insight.report_document import document
from werkplaats.insight.report_json import to_data
from werkplaats.insight.report_pdf import to_pdf
from werkplaats.insight.rules.report import Report


def html(report: Report) -> bytes:
    return render_to_string("report/report.html", {"document": document(report), "style": STYLE}).encode()


def pdf(report: Report) -> bytes:
    return to_pdf(document(report))


def data(report: Report) -> bytes:
    return json.dumps(to_data(report), ensure_ascii=False, indent=1).encode() + b"\n"


WRITERS: Mapping[str, Callable[[Report], bytes]] = {"html": html, "pdf": pdf, "json": data}
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}
