"""The one it was done for: signs off, says it is not right, rates and thanks."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Feedback, Timesheet
from werkplaats.delivery.rules import SignOffBy
from werkplaats.ground.errors import Refused
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.jobs.services import set_visit_status
from werkplaats.members.rules.roles import Actor, May, Role, require

TO_SIGN = (VisitStatus.DONE, VisitStatus.FOLLOW_UP, VisitStatus.DISPUTED)
DELIVERED = (*TO_SIGN, VisitStatus.SIGNED)


def customer_of(visit: Visit) -> int | None:
    """The person for whom the visit is: who reported it, or the client."""
    if visit.job.request is not None:
        return visit.job.request.reporter_id
    return visit.job.care_grant.client.person_id if visit.job.care_grant else None


def _visit_for(actor: Actor, visit_id: int) -> Visit:
    """The visit, locked, if it was for this actor or the actor is the coordinator. Errors: Refused."""
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("job__request", "job__care_grant__client")
        .filter(pk=visit_id, cooperative_id=actor.cooperative_id)
        .first()
    )
    if visit is None or not (Role.COORDINATOR in actor.roles or actor.person_id == customer_of(visit)):
        raise Refused(_("This visit is not there."))
    return visit


@transaction.atomic
def sign_off(actor: Actor, visit_id: int, *, at: datetime) -> list[Timesheet]:
    """Agree with what was done. Signed already: the same timesheets, unchanged."""
    require(actor, May.SIGN_OFF)
    visit = _visit_for(actor, visit_id)
    sheets = list(Timesheet.objects.select_for_update().filter(visit=visit).order_by("id"))
    if visit.status == VisitStatus.SIGNED:
        return sheets
    if visit.status not in TO_SIGN:
        raise Refused(_("This visit has not been done yet."))
    signed_as = SignOffBy.RESIDENT if actor.person_id == customer_of(visit) else SignOffBy.COORDINATOR
    for sheet in sheets:
        sheet.signed_at, sheet.signed_by_id, sheet.signed_as = at, actor.person_id, signed_as
        sheet.save(update_fields=["signed_at", "signed_by", "signed_as"])
    set_visit_status(visit, VisitStatus.SIGNED)
    return sheets


@transaction.atomic
def dispute(actor: Actor, visit_id: int, text: str, *, at: datetime) -> Visit:
    """Say that it is not solved, before signing. What follows (coming back) is the desk's."""
    require(actor, May.SIGN_OFF)
    visit = _visit_for(actor, visit_id)
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refused(_("Write what is not solved yet."), field="text")
    if visit.status == VisitStatus.DISPUTED:
        return visit
    if visit.status not in TO_SIGN:
        raise Refused(_("This visit has not been done yet."))
    Timesheet.objects.filter(visit=visit).update(disputed_at=at, dispute=text[:5000])
    set_visit_status(visit, VisitStatus.DISPUTED)
    return visit


@transaction.atomic
def rate(actor: Actor, visit_id: int, *, rating: int, thanks: str = "", at: datetime) -> Feedback:
    """Rate from 1 to 5 and thank, once per visit."""
    require(actor, May.SIGN_OFF)
    visit = _visit_for(actor, visit_id)
    if not 1 <= rating <= 5:
        raise Refused(_("Choose a number from 1 to 5."), field="rating")
    if visit.status not in DELIVERED:
        raise Refused(_("This visit has not been done yet."))
    known, __ = Feedback.objects.get_or_create(
        visit=visit,
        defaults={
            "cooperative_id": visit.cooperative_id,
            "given_by_id": actor.person_id,
            "rating": rating,
            "thanks": thanks.replace("\x00", "").strip()[:2000],
            "given_at": at,
        },
    )
    return known
