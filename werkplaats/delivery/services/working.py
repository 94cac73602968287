"""A worker does a visit: starts, notes materials and photos, stops with an outcome."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Material, Timesheet, WorkPhoto
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.delivery.rules.visits import times_are_possible
from werkplaats.ground.errors import Refused
from werkplaats.intake.services.photos import clean_picture
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.rules.recurrence import local_day
from werkplaats.jobs.services import plan_follow_up, set_visit_status
from werkplaats.members.models import Credential, Worker
from werkplaats.members.rules import CredentialKind, WorkerKind
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.planning.models import Assignment

STATUS_AFTER = {
    DeliveryOutcome.DONE: VisitStatus.DONE,
    DeliveryOutcome.FOLLOW_UP: VisitStatus.FOLLOW_UP,
    DeliveryOutcome.NOBODY_HOME: VisitStatus.NOBODY_HOME,
}
MAX_WORK_PHOTOS = 12


def _own_visit(actor: Actor, visit_id: int) -> tuple[Visit, Worker]:
    """The visit, locked, and the worker, if this worker goes there. Errors: Refused."""
    require(actor, May.DO_OWN_WORK)
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("job")
        .filter(pk=visit_id, cooperative_id=actor.cooperative_id)
        .first()
    )
    going = Assignment.objects.filter(visit_id=visit_id, worker_id=actor.worker_id, active=True).select_related(
        "worker"
    )
    assignment = going.first()
    if visit is None or assignment is None:
        raise Refused(_("This visit is not on your list."))
    return visit, assignment.worker


def _own_timesheet(actor: Actor, visit: Visit) -> Timesheet:
    sheet = Timesheet.objects.select_for_update().filter(visit=visit, worker_id=actor.worker_id).first()
    if sheet is None:
        raise Refused(_("Press “start” first."))
    if sheet.signed_at is not None:
        raise Refused(_("This visit is signed off. It cannot be changed any more."))
    return sheet


@transaction.atomic
def start(actor: Actor, visit_id: int, *, at: datetime) -> Timesheet:
    """Begin. Pressing twice gives the same timesheet. A helper whose VOG has ended may not begin."""
    visit, worker = _own_visit(actor, visit_id)
    known = Timesheet.objects.filter(visit=visit, worker=worker).first()
    if known is not None:
        return known
    if visit.status not in (VisitStatus.AGREED, VisitStatus.UNDER_WAY):
        raise Refused(_("This visit cannot be started now. Call the coordinator."))
    if worker.kind == WorkerKind.HELPER and not _has_vog(worker, at):
        raise Refused(_("Your VOG has ended. Call the coordinator before you go in."))
    try:
        with transaction.atomic():
            sheet = Timesheet.objects.create(
                cooperative_id=visit.cooperative_id, visit=visit, worker=worker, started_at=at
            )
    except IntegrityError as error:
        raise Refused(_("You are still working somewhere else. Stop that visit first.")) from error
    set_visit_status(visit, VisitStatus.UNDER_WAY)
    return sheet


def _has_vog(worker: Worker, at: datetime) -> bool:
    day = local_day(at)
    return Credential.objects.filter(
        worker=worker, kind=CredentialKind.VOG, issued_on__lte=day, valid_until__gte=day
    ).exists()


@transaction.atomic
def stop(actor: Actor, visit_id: int, *, outcome: DeliveryOutcome, note: str = "", at: datetime) -> Timesheet:
    """End with an outcome. A follow-up or nobody at home makes the next visit, to be planned.

    With two workers the visit ends when the last one stops, with what that one says. Pressing twice changes nothing.
    """
    visit, __ = _own_visit(actor, visit_id)
    sheet = _own_timesheet(actor, visit)
    if sheet.stopped_at is not None:
        return sheet
    if not times_are_possible(sheet.started_at, at):
        raise Refused(_("You started more than 14 hours ago. Correct your times first."), field="times")
    sheet.stopped_at, sheet.outcome, sheet.note = at, outcome, note.replace("\x00", "").strip()[:5000]
    sheet.save(update_fields=["stopped_at", "outcome", "note"])
    going = set(Assignment.objects.filter(visit=visit, active=True).values_list("worker_id", flat=True))
    stopped = set(Timesheet.objects.filter(visit=visit, stopped_at__isnull=False).values_list("worker_id", flat=True))
    if going <= stopped:
        set_visit_status(visit, STATUS_AFTER[outcome])
        if outcome != DeliveryOutcome.DONE:
            plan_follow_up(visit, at=at)
    return sheet


@transaction.atomic
def correct_times(
    actor: Actor, visit_id: int, *, started_at: datetime, stopped_at: datetime | None, at: datetime
) -> Timesheet:
    """Put right what the buttons noted: until the visit is signed off, within one day, not in the future."""
    visit, __ = _own_visit(actor, visit_id)
    sheet = _own_timesheet(actor, visit)
    if stopped_at is None and sheet.stopped_at is not None:
        raise Refused(_("Give the time at which you stopped."), field="stopped_at")
    if not times_are_possible(started_at, stopped_at or at) or max(started_at, stopped_at or started_at) > at:
        raise Refused(
            _("These times cannot be right. The end comes after the start, and not in the future."), field="stopped_at"
        )
    if local_day(started_at) != local_day(sheet.started_at):
        raise Refused(_("The start must stay on the same day."), field="started_at")
    sheet.started_at = started_at
    if sheet.stopped_at is not None:
        sheet.stopped_at = stopped_at
    sheet.save(update_fields=["started_at", "stopped_at"])
    return sheet


@transaction.atomic
def add_material(
    actor: Actor,
    visit_id: int,
    *,
    description: str,
    quantity: Decimal,
    unit_price_cents: int,
    form_token: UUID,
    at: datetime,
) -> Material:
    """Note material with its price without VAT. The same form twice is one line."""
    visit, __ = _own_visit(actor, visit_id)
    sheet = _own_timesheet(actor, visit)
    description = description.replace("\x00", "").strip()
    if not description:
        raise Refused(_("Write what you used."), field="description")
    if not Decimal("0.01") <= quantity <= Decimal("9999"):
        raise Refused(_("The quantity must be more than 0 and at most 9,999."), field="quantity")
    if not 0 <= unit_price_cents <= 1_000_000:
        raise Refused(_("The price must be between € 0 and € 10,000."), field="unit_price")
    known, __ = Material.objects.get_or_create(
        timesheet=sheet,
        form_token=form_token,
        defaults={
            "cooperative_id": visit.cooperative_id,
            "description": description[:200],
            "quantity": quantity,
            "unit_price_cents": unit_price_cents,
        },
    )
    return known


def add_photo(actor: Actor, visit_id: int, file: Any, *, at: datetime) -> WorkPhoto:
    """A photo of the work or of a receipt, cleaned like a resident's."""
    picture = clean_picture(file)
    with transaction.atomic():
        visit, __ = _own_visit(actor, visit_id)
        sheet = _own_timesheet(actor, visit)
        if sheet.photos.count() >= MAX_WORK_PHOTOS:
            raise Refused(_("There are twelve photos already. That is the most."), field="photos")
        return WorkPhoto.objects.create(
            cooperative_id=visit.cooperative_id,
            timesheet=sheet,
            file=ContentFile(picture.content, name=f"visit-{visit.pk}.jpg"),
            width=picture.width,
            height=picture.height,
            added_at=at,
        )
