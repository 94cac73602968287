"""One visit in the worker's hand: where, what, begin, write down, end."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.delivery import queries, services
from werkplaats.delivery.models import Timesheet, WorkPhoto
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.delivery.services.common import client_of
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.homes.models import Client, Dwelling
from werkplaats.intake.models import Photo
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.rules.roles import May
from werkplaats.portal.gate import action, page
from werkplaats.portal.week import WorkForm
from werkplaats.portal.worker.forms import ConcernForm, MaterialForm, PhotoForm, StopForm, TimesForm
from werkplaats.settlement.rules.worked import minutes_worked

# As long as there may be something to do there, the worker knows who lives there and how to reach them; no longer.
STILL_GOING = (VisitStatus.OFFERED, VisitStatus.AGREED, VisitStatus.UNDER_WAY)
MAY_START = (VisitStatus.AGREED, VisitStatus.UNDER_WAY)


@page(May.SEE_OWN_WORK)
def visit(request: Any, visit_id: int) -> HttpResponse:
    return _page(request, _visit(request, visit_id))


@action(May.DO_OWN_WORK)
def start(request: Any, visit_id: int) -> HttpResponse:
    return _do(request, visit_id, lambda: services.start(request.actor, visit_id, at=timezone.now()))


@action(May.DO_OWN_WORK)
def stop(request: Any, visit_id: int) -> HttpResponse:
    form = StopForm(request.POST)

    def verb() -> None:
        given = form.cleaned_data
        outcome = DeliveryOutcome(given["outcome"])
        services.stop(request.actor, visit_id, outcome=outcome, note=given["note"], at=timezone.now())
        messages.success(request, _("Stopped and kept. Thank you."))

    return _do(request, visit_id, verb, "stop", form)


@action(May.DO_OWN_WORK)
def material(request: Any, visit_id: int) -> HttpResponse:
    form = MaterialForm(request.POST)

    def verb() -> None:
        given = form.cleaned_data
        services.add_material(
            request.actor,
            visit_id,
            description=given["description"],
            quantity=given["quantity"],
            unit_price_cents=form.cents,
            form_token=given["form_token"],
            at=timezone.now(),
        )
        messages.success(request, _("Added."))

    return _do(request, visit_id, verb, "material", form)


@action(May.DO_OWN_WORK)
def material_away(request: Any, visit_id: int, material_id: int) -> HttpResponse:
    return _do(
        request, visit_id, lambda: services.remove_material(request.actor, visit_id, material_id, at=timezone.now())
    )


@action(May.DO_OWN_WORK)
def add_photo(request: Any, visit_id: int) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)

    def verb() -> None:
        services.add_photo(request.actor, visit_id, form.cleaned_data["photos"], at=timezone.now())
        messages.success(request, _("Added."))

    return _do(request, visit_id, verb, "photo", form)


@action(May.DO_OWN_WORK)
def times(request: Any, visit_id: int) -> HttpResponse:
    form = TimesForm(request.POST)
    sheet = queries.own_sheet(_visit(request, visit_id))
    if sheet is None:
        raise Http404

    def verb() -> None:
        begin, end = form.moments(local_day(sheet.started_at))
        services.correct_times(request.actor, visit_id, started_at=begin, stopped_at=end, at=timezone.now())
        messages.success(request, _("The times are right now."))

    return _do(request, visit_id, verb, "times", form)


@action(May.DO_OWN_WORK)
def concern(request: Any, visit_id: int) -> HttpResponse:
    form = ConcernForm(request.POST)

    def verb() -> None:
        services.raise_concern(request.actor, visit_id, form.cleaned_data["text"], at=timezone.now())
        messages.success(request, _("Thank you. The coordinator reads it and does something about it."))

    return _do(request, visit_id, verb, "concern", form)


@page(May.SEE_OWN_WORK)
def reported(request: Any, visit_id: int, photo_id: int) -> Any:
    """A picture of what was reported, for who goes there."""
    found = _visit(request, visit_id)
    pictures = found.job.request.pictures if found.job.request else []  # type: ignore[attr-defined]
    return _jpeg(next((one for one in pictures if one.pk == photo_id), None))


@page(May.SIGNED_IN)
def photo(request: Any, photo_id: int) -> Any:
    """A picture of the work: for who may see that timesheet."""
    seen = queries.visible_timesheets(request.actor)
    return _jpeg(WorkPhoto.objects.filter(pk=photo_id, timesheet__in=seen).first())


def _jpeg(found: Photo | WorkPhoto | None) -> FileResponse:
    if found is None:
        raise Http404
    answer = FileResponse(found.file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _do(
    request: Any, visit_id: int, verb: Callable[[], Any], name: str = "", form: WorkForm | None = None
) -> HttpResponse:
    """Do it and show the visit again; when it is refused the page says why and keeps what was typed."""
    found = _visit(request, visit_id)
    if form is not None and not form.is_valid():
        return _page(request, found, {name: form}, status=422)
    try:
        verb()
    except Refused as error:
        if form is None:
            messages.error(request, str(error))
            return redirect("worker:visit", visit_id=visit_id)
        form.refuse(error)
        return _page(request, _visit(request, visit_id), {name: form}, status=422)
    return redirect("worker:visit", visit_id=visit_id)


def _visit(request: Any, visit_id: int) -> Visit:
    found = queries.own_visit(request.actor, visit_id)
    if found is None:
        raise Http404
    return found


def _page(request: Any, found: Visit, forms: dict[str, WorkForm] | None = None, *, status: int = 200) -> HttpResponse:
    sheet, client = queries.own_sheet(found), client_of(found.job)
    going = found.status in STILL_GOING or (sheet is not None and sheet.stopped_at is None)
    may_write = sheet is not None and sheet.signed_at is None
    context = {
        "visit": found,
        "job": found.job,
        "request_text": found.job.request.text if found.job.request else "",
        "pictures": found.job.request.pictures if found.job.request else [],  # type: ignore[attr-defined]
        "sheet": sheet,
        "minutes": _minutes(sheet),
        "client": client,
        "person": _who(found, client) if going else None,
        "notes": client.notes_for_helper if client and going else "",
        "activities": found.job.care_grant.activities if found.job.care_grant else [],
        "map": map_of(found.job.dwelling),
        "may_start": sheet is None and (found.status in MAY_START or _second_may(found)),
        "may_write": may_write,
        "materials": list(sheet.materials.order_by("pk")) if sheet else [],
        "photos": list(sheet.photos.order_by("pk")) if sheet else [],
        "forms": {**_forms(sheet, client), **(forms or {})},
        "open_form": next(iter(forms or {}), ""),
    }
    return render(request, "worker/visit.html", context, status=status)


def _second_may(visit: Visit) -> bool:
    return visit.job.workers > 1 and visit.status in (VisitStatus.DONE, VisitStatus.FOLLOW_UP)


def _who(visit: Visit, client: Client | None) -> Any:
    if client is not None:
        return client.person
    return visit.job.request.reporter if visit.job.request is not None else None


def _minutes(sheet: Timesheet | None) -> int | None:
    if sheet is None or sheet.stopped_at is None:
        return None
    return minutes_worked(sheet.started_at, sheet.stopped_at)


def _forms(sheet: Timesheet | None, client: Client | None) -> dict[str, WorkForm]:
    ready: dict[str, WorkForm] = {}
    if sheet is not None and sheet.signed_at is None:
        ready["material"] = MaterialForm(auto_id="material_%s")
        ready["photo"] = PhotoForm(auto_id="photo_%s")
        if sheet.stopped_at is None:
            ready["stop"] = StopForm(auto_id="stop_%s")
        else:
            begin, end = sheet.started_at.astimezone(AMSTERDAM), sheet.stopped_at.astimezone(AMSTERDAM)
            ready["times"] = TimesForm(
                auto_id="times_%s", initial={"started_at": begin.time(), "stopped_at": end.time()}
            )
    if client is not None:
        ready["concern"] = ConcernForm(auto_id="concern_%s")
    return ready


def map_of(dwelling: Dwelling) -> str:
    """The place on a map of everybody's, without a name of anybody in it."""
    place = f"{dwelling.latitude:.6f},{dwelling.longitude:.6f}"
    latitude, longitude = (quote(part) for part in place.split(","))
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"
