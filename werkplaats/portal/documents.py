"""Invoices as files: what they are called, and a page instead where something is missing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from werkplaats.settlement.e_invoices import Incomplete


def pdf_response(content: bytes, name: str) -> HttpResponse:
    return _response(content, "application/pdf", f'inline; filename="{name}"')


def ubl_response(request: HttpRequest, made: Callable[[], bytes], name: str, context: dict[str, Any]) -> HttpResponse:
    """The e-invoice; while something is missing for it a page that says what, and where it is filled in. `context`: see
    that page."""
    try:
        content = made()
    except Incomplete as missing:
        return render(request, "components/incomplete_ubl.html", {**context, "missing": missing}, status=422)
    return xml_response(content, name)


def xml_response(content: bytes, name: str) -> HttpResponse:
    return _response(content, "application/xml", f'attachment; filename="{name}"')


def _response(content: bytes, content_type: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition
    return response
