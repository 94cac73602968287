"""What the resident says of it: agreed, not solved, thank you."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Feedback, Timesheet
from werkplaats.delivery.rules import SignOffBy
from werkplaats.delivery.rules.work import DELIVERED, MAX_TEXT, MAY_BE_SIGNED
from werkplaats.delivery.services.common import hold_for_resident
from werkplaats.ground.adding import change
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import set_visit_status
from werkplaats.members.rules.roles import Actor, May, require


@transaction.atomic
def sign_off(actor: Actor, visit_id: int, *, at: datetime) -> list[Timesheet]:
    """The resident, or the coordinator for who has no screen, agrees with what was done: every timesheet of the visit.

    Signed already: the same timesheets. Who did the work never signs for it. Settling is for the caller
    (`desk.services.sign_off`), in the same transaction.
    """
    require(actor, May.SIGN_OFF)
    visit, own = hold_for_resident(actor, visit_id)
    return sign_held(actor, visit, own=own, at=at)


def sign_held(actor: Actor, visit: Visit, *, own: bool, at: datetime) -> list[Timesheet]:
    """The same for a visit that the caller holds, and of which it knows whether it is the actor's own."""
    sheets = list(visit.timesheets.select_for_update().order_by("id"))
    if visit.status == VisitStatus.SIGNED:
        return sheets
    if visit.status not in MAY_BE_SIGNED:
        raise Refused(_("This visit has not been done yet."))
    if any(sheet.stopped_at is None for sheet in sheets):
        raise Refused(_("Somebody is still at work there. Sign when everybody has stopped."))
    if actor.worker_id is not None and any(sheet.worker_id == actor.worker_id for sheet in sheets):
        raise Refused(_("You did this work yourself, so somebody else has to sign for it."))
    for sheet in sheets:
        sheet.signed_at, sheet.signed_by_id = at, actor.person_id
        sheet.signed_as = SignOffBy.RESIDENT if own else SignOffBy.COORDINATOR
        change(sheet, "signed_at", "signed_by", "signed_as")
    set_visit_status(visit, VisitStatus.SIGNED)
    return sheets


@transaction.atomic
def dispute(actor: Actor, visit_id: int, text: str, *, at: datetime) -> None:
    """Not solved, in the resident's words. Said already: the first words stay.

    That somebody comes back is for the caller (`desk.services.not_solved`), in the same transaction.
    """
    require(actor, May.SIGN_OFF)
    text = clean(text)
    if not text:
        raise Refused(_("Write what is not solved yet."), field="text")
    if len(text) > MAX_TEXT:
        raise Refused(_("This text is too long. Use at most 2,000 characters."), field="text")
    visit, _own = hold_for_resident(actor, visit_id)
    if visit.status == VisitStatus.DISPUTED:
        return
    if visit.status not in (VisitStatus.DONE, VisitStatus.FOLLOW_UP):
        raise Refused(_("This visit has not been done yet, or it is signed already."))
    visit.timesheets.update(disputed_at=at, dispute=text)
    set_visit_status(visit, VisitStatus.DISPUTED)


@transaction.atomic
def rate(actor: Actor, visit_id: int, *, rating: int, thanks: str = "", at: datetime) -> Feedback:
    """A rating of 1 to 5 and a word of thanks: once, by who was helped. Pressed twice it is the same."""
    require(actor, May.FOLLOW_OWN_REQUESTS)
    if not 1 <= rating <= 5:
        raise Refused(_("Choose 1 to 5 stars."), field="rating")
    thanks = clean(thanks)
    if len(thanks) > MAX_TEXT:
        raise Refused(_("This text is too long. Use at most 2,000 characters."), field="thanks")
    visit, own = hold_for_resident(actor, visit_id)
    if not own:
        raise Refused(_("Only who was helped can rate a visit."))
    if visit.status not in DELIVERED:
        raise Refused(_("This visit has not been done yet."))
    feedback, new = Feedback.objects.get_or_create(
        visit=visit,
        defaults={
            "cooperative_id": visit.cooperative_id,
            "given_by_id": actor.person_id or 0,
            "rating": rating,
            "thanks": thanks,
            "given_at": at,
        },
    )
    if not new and (feedback.rating, feedback.thanks) != (rating, thanks):
        raise Refused(_("You have rated this visit already. Thank you."))
    return feedback
