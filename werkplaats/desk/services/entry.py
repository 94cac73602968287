"""The coordinator writes down a report of somebody who called or came by, and knows that person from then on."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Dwelling
from werkplaats.homes.services.residents import resident_of
from werkplaats.intake.models import Request
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests
from werkplaats.members.rules.roles import Actor, May, require


@dataclass(frozen=True)
class Caller:
    """Somebody who is not known yet, with how they want to hear."""

    name: str
    phone: str = ""
    email: str = ""
    contact_by: str = "phone"
    language: str = "nl"


def enter(actor: Actor, new: NewRequest, caller: Caller | None, *, at: datetime) -> Request:
    """Enter a report for somebody. A `caller` becomes a resident of the dwelling; without one `new` names who.

    Sent twice with the same form token it is one report, and one person. Errors: Refused when the dwelling is not one
    of the cooperative's, or who was named does not live there.
    """
    require(actor, May.SEE_ALL_REQUESTS)
    if caller is None:
        return requests.report(actor, new, at=at, at_home=True)
    with transaction.atomic():
        before = Request.objects.filter(cooperative_id=actor.cooperative_id, form_token=new.form_token).first()
        if before is not None:
            return before
        reporter_id = _resident(actor, new.dwelling_id, caller, at=at)
        return requests.report(actor, replace(new, reporter_id=reporter_id), at=at)


def _resident(actor: Actor, dwelling_id: int, caller: Caller, *, at: datetime) -> int:
    dwelling = Dwelling.objects.filter(pk=dwelling_id, cooperative_id=actor.cooperative_id).first()
    if dwelling is None:
        raise Refused(_("This dwelling is not there. Import it first."))
    return resident_of(
        dwelling,
        name=caller.name,
        email=caller.email,
        phone=caller.phone,
        language=caller.language,
        contact_by=caller.contact_by,
        at=at,
    ).pk
