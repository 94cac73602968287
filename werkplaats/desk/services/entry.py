"""The coordinator writes down a report of somebody who called or came by, and knows that person from then on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.models import Dwelling, Residence
from werkplaats.intake.models import Request
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests
from werkplaats.members.rules.roles import Actor, May, Role, require
from werkplaats.members.services.people import register_person


@dataclass(frozen=True)
class Caller:
    """Somebody who is not known yet, with how they want to hear."""

    name: str
    phone: str = ""
    email: str = ""
    contact_by: str = "phone"
    language: str = "nl"
    roles: Iterable[Role] = (Role.RESIDENT,)


def enter(actor: Actor, new: NewRequest, caller: Caller | None, *, at: datetime) -> Request:
    """Enter a report for somebody. A `caller` becomes a resident of the dwelling; without one `new` names who.

    Sent twice with the same form token it is one report, and one person. Errors: Refused when the dwelling is not one
    of the cooperative's.
    """
    require(actor, May.SEE_ALL_REQUESTS)
    if caller is None:
        return requests.report(actor, new, at=at)
    with transaction.atomic():
        before = Request.objects.filter(cooperative_id=actor.cooperative_id, form_token=new.form_token).first()
        if before is not None:
            return before
        reporter_id = _resident(actor, new.dwelling_id, caller, at=at)
        return requests.report(actor, replace(new, reporter_id=reporter_id), at=at)


def _resident(actor: Actor, dwelling_id: int, caller: Caller, *, at: datetime) -> int:
    dwelling = Dwelling.objects.filter(pk=dwelling_id, cooperative_id=actor.cooperative_id).first()
    if dwelling is None or actor.cooperative_id is None:
        raise Refused(_("This dwelling is not there. Import it first."))
    person = register_person(
        actor.cooperative_id,
        name=caller.name,
        email=caller.email,
        phone=caller.phone,
        language=caller.language,
        contact_by=caller.contact_by,
        roles=tuple(caller.roles),
        at=at,
    )
    Residence.objects.get_or_create(
        cooperative_id=actor.cooperative_id,
        person=person,
        dwelling=dwelling,
        until=None,
        defaults={"since": at.astimezone(AMSTERDAM).date()},
    )
    return person.pk
