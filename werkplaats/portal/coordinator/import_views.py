"""Read a list that the cooperative already has: check it, then load it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from werkplaats.desk import imports
from werkplaats.members.rules.roles import May
from werkplaats.portal.coordinator.import_forms import KINDS, ImportForm
from werkplaats.portal.gate import PageRequest, form_page, page
from werkplaats.portal.spreadsheet import csv_response, xlsx_response

MOST_SHOWN = 200


@form_page(May.IMPORT)
def import_list(request: PageRequest) -> HttpResponse:
    """The form, and what was found in the file. Sending it again loads nothing twice, so there is no redirect."""
    landlords = imports.landlords(request.actor.cooperative_id)
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None, landlords=landlords)
    report = None
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        report = imports.import_list(
            request.actor,
            imports.Kind(form.cleaned_data["kind"]),
            file.name,
            file.read(),
            landlord_id=form.landlord_id(),
            dry_run="load" not in request.POST,
            at=timezone.now(),
        )
    wrong = bool(form.errors) or (report is not None and bool(report.problems))
    return render(request, "coordinator/import.html", _context(form, report), status=422 if wrong else 200)


def _context(form: ImportForm, report: imports.Report | None) -> dict[str, Any]:
    lists = [
        {"name": name, "file": imports.FILES[kind], "columns": imports.COLUMNS[kind]} for kind, name in KINDS.items()
    ]
    context: dict[str, Any] = {"form": form, "lists": lists, "report": report}
    if report is not None:
        context |= {
            "problems": report.problems[:MOST_SHOWN],
            "notes": report.notes[:MOST_SHOWN],
            "most": MOST_SHOWN,
        }
    return context


@page(May.IMPORT)
def empty(request: Any, kind: str, form: str) -> HttpResponse:
    """An empty list with the names of the columns and one example."""
    known = {name: kind for kind, name in imports.FILES.items()}
    if kind not in known or form not in ("csv", "xlsx"):
        raise Http404
    header, example = imports.empty_list(known[kind])
    give = csv_response if form == "csv" else xlsx_response
    return give(f"{kind}.{form}", header, [example])
