"""What the worker writes on the timesheet, until it is signed: materials, photos, the right times."""

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from werkplaats.delivery.models import Material, Timesheet, WorkPhoto
from werkplaats.delivery.rules.work import MAX_WORK_PHOTOS, Mistake, Span, material_mistakes, times_mistake
from werkplaats.delivery.services.common import own_sheet
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean, local_day
from werkplaats.intake.services.photos import clean_picture
from werkplaats.members.rules.roles import Actor, May, require

WORDS: dict[Mistake, Any] = {
    Mistake.NO_DESCRIPTION: _("Write what it is."),
    Mistake.TEXT_TOO_LONG: _("This text is too long. Use at most 200 characters."),
    Mistake.QUANTITY: _("Fill in how many: more than 0, with at most two decimals."),
    Mistake.PRICE: _("Fill in the price of one piece: from 0 to 10,000 euro."),
    Mistake.ENDS_BEFORE_BEGIN: _("The end must be later than the begin."),
    Mistake.OTHER_DAY: _("The times must be on the day of the visit."),
    Mistake.TO_COME: _("The end is still to come."),
    Mistake.OVERLAPS: _("You were at work somewhere else then. Look at the times of your other visits."),
}


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
    """Something that was used, with the price that the worker paid for one. The same form twice is one line."""
    require(actor, May.DO_OWN_WORK)
    description = clean(description)
    for field, mistake in material_mistakes(description, quantity, unit_price_cents).items():
        raise Refused(WORDS[mistake], field=field)
    sheet = own_sheet(actor, visit_id)
    material, _new = Material.objects.get_or_create(
        timesheet=sheet,
        form_token=form_token,
        defaults={
            "cooperative_id": sheet.cooperative_id,
            "description": description,
            "quantity": quantity,
            "unit_price_cents": unit_price_cents,
        },
    )
    return material


@transaction.atomic
def remove_material(actor: Actor, visit_id: int, material_id: int, *, at: datetime) -> None:
    """Take a line off again. Gone already: nothing."""
    require(actor, May.DO_OWN_WORK)
    sheet = own_sheet(actor, visit_id)
    sheet.materials.filter(pk=material_id).delete()


def add_photo(actor: Actor, visit_id: int, file: Any, *, at: datetime) -> WorkPhoto:
    """A picture of the work or of a receipt, at most six. The same picture twice is one.

    Errors: Refused as in `intake.services.photos.clean_picture`, whose encoder takes place and camera out.
    """
    require(actor, May.DO_OWN_WORK)
    picture = clean_picture(file)
    with transaction.atomic():
        sheet = own_sheet(actor, visit_id)
        mark = f"{sheet.pk}-{hashlib.sha256(picture.content).hexdigest()[:20]}"
        there = sheet.photos.filter(file__contains=mark).first()
        if there is not None:
            return there
        if sheet.photos.count() >= MAX_WORK_PHOTOS:
            raise Refused(_("There are six photos already. That is the most."), field="photos")
        return WorkPhoto.objects.create(
            cooperative_id=sheet.cooperative_id,
            timesheet=sheet,
            file=ContentFile(picture.content, name=f"{mark}.jpg"),
            width=picture.width,
            height=picture.height,
            added_at=at,
        )


@transaction.atomic
def correct_times(
    actor: Actor, visit_id: int, *, started_at: datetime, stopped_at: datetime, at: datetime
) -> Timesheet:
    """The right times, when Start or Stop was forgotten: on the same day, and before it is signed."""
    require(actor, May.DO_OWN_WORK)
    sheet = own_sheet(actor, visit_id)
    if sheet.stopped_at is None:
        raise Refused(_("Stop the visit first, then put the times right."))
    day = local_day(sheet.started_at)
    others = Timesheet.objects.filter(worker_id=actor.worker_id or 0, stopped_at__gt=started_at).exclude(pk=sheet.pk)
    spans = [Span(one.started_at, one.stopped_at) for one in others if one.stopped_at is not None]
    wrong = times_mistake(Span(started_at, stopped_at), day=day, at=at, others=spans)
    if wrong is not None:
        raise Refused(WORDS[wrong[1]], field=wrong[0])
    sheet.started_at, sheet.stopped_at = started_at, stopped_at
    sheet.save(update_fields=["started_at", "stopped_at"])
    return sheet
