"""A whole list from a spreadsheet into a draft: checked and compared first, then put in place as it was shown."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.desk.imports import Checked, check_items
from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import May
from werkplaats.portal.coordinator.import_forms import SheetForm
from werkplaats.portal.coordinator.import_views import MOST_SHOWN
from werkplaats.portal.coordinator.list_views import difference, visible
from werkplaats.portal.gate import form_page
from werkplaats.triage import queries
from werkplaats.triage.models import ListVersion
from werkplaats.triage.rules.list_steps import ListStatus
from werkplaats.triage.rules.lists import COLUMNS, from_row, to_row
from werkplaats.triage.services import lists as verbs

SALT = "a list that was checked"
LARGEST = 4_000_000  # of what the page carries along, below the most that a form may send


@form_page(May.MANAGE_LISTS)
def list_import(request: Any, list_version_id: int) -> HttpResponse:
    """What was checked goes along in the page, so that one press loads what was shown and no file is chosen twice."""
    one = visible(request, list_version_id)
    if "checked" in request.POST:
        return _load(request, one)
    sent = request.method == "POST"
    form = SheetForm(request.POST if sent else None, request.FILES if sent else None)
    checked, along = None, ""
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        checked = check_items(file.name, file.read(), queries.read(one).items)
        along = _along(one, checked)
    wrong = bool(form.errors) or (checked is not None and bool(checked.report.problems))
    return _page(request, one, form, checked, along, 422 if wrong else 200)


def _along(one: ListVersion, checked: Checked) -> str:
    if checked.report.problems:
        return ""
    rows = [[to_row(item)[column] for column in COLUMNS] for item in checked.items]
    kept = {"version": one.pk, "drafted_at": one.drafted_at.isoformat(), "rows": rows}
    along = signing.dumps(kept, salt=SALT, compress=True)
    if len(along) > LARGEST:
        checked.report.wrong(0, "", _("There is too much text in this list to load at once. Make the texts shorter."))
        return ""
    return along


def _load(request: Any, one: ListVersion) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["checked"], salt=SALT)
    except signing.BadSignature:
        kept = {}
    if kept.get("version") != one.pk:
        messages.error(request, _("What was checked is not here any more. Choose the file again."))
        return redirect("coordinator:list_import", list_version_id=one.pk)
    items = [from_row(dict(zip(COLUMNS, row, strict=True))) for row in kept["rows"]]
    seen = datetime.fromisoformat(kept["drafted_at"])
    try:
        verbs.replace_items(request.actor, one.pk, items, based_on=seen, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("coordinator:list_import", list_version_id=one.pk)
    messages.success(request, _("The list is loaded. The draft holds what stands in the file."))
    return redirect("coordinator:list_version", list_version_id=one.pk)


def _page(
    request: Any, one: ListVersion, form: SheetForm, checked: Checked | None, along: str, status: int
) -> HttpResponse:
    context = {"version": one, "form": form, "draft": one.status == ListStatus.DRAFT, "along": along}
    if checked is not None:
        report = checked.report
        context |= {"report": report, "problems": report.problems[:MOST_SHOWN], "notes": report.notes[:MOST_SHOWN]}
        context |= difference(checked.differences)
    return render(request, "coordinator/list_import.html", context, status=status)
