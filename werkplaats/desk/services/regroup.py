"""One report with several problems becomes several requests; two reports of one problem become one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from werkplaats.desk.services.decide import cancel_what_was_not_begun, open_and_not_begun
from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch, Channel, RequestStatus
from werkplaats.intake.rules.reference import spoken
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests
from werkplaats.jobs.rules import JobStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.triage.services.forwarding import hear

GONE_ON = (RequestStatus.JOINED, RequestStatus.SPLIT)
MAX_PARTS = 6


def split(actor: Actor, request_id: int, texts: Sequence[str], *, at: datetime) -> list[Request]:
    """Each text becomes a request of its own, of the same reporter and with the waiting time of the original.

    The original stays as it was said, photos too; its parts point at it. Pressed twice it returns the same parts.
    """
    require(actor, May.ASSESS)
    texts = [text.strip() for text in texts if text.strip()]
    with transaction.atomic():
        original = _locked(actor, request_id)
        if original.status == RequestStatus.SPLIT:
            return list(original.parts.order_by("id"))
        if len(texts) < 2:
            raise Refused(_("Write at least two parts."), field="texts")
        if len(texts) > MAX_PARTS:
            raise Refused(_("Six parts is the most."), field="texts")
        _may_go_on_elsewhere(original)
        cancel_what_was_not_begun(actor, original, reason=_("The request was split."), at=at)
        parts = [_part(actor, original, number, text, at=at) for number, text in enumerate(texts, start=1)]
        requests.set_status(original, RequestStatus.SPLIT, at=at)
        with override(original.reporter.language):
            words = _("We made separate requests of this: %(references)s.") % {
                "references": ", ".join(spoken(part.reference) for part in parts)
            }
        requests.say(actor, original.pk, words, at=at)
    return parts


def _part(actor: Actor, original: Request, number: int, text: str, *, at: datetime) -> Request:
    part = requests.report(
        actor,
        NewRequest(
            branch=Branch(original.branch),
            text=text,
            place=original.place,
            preferred_times=tuple(original.preferred_times),
            may_enter_when_away=original.may_enter_when_away,
            channel=Channel(original.channel),
            form_token=uuid5(original.form_token, f"part {number}"),
            dwelling_id=original.dwelling_id,
            reporter_id=original.reporter_id,
            client_id=original.client_id,
        ),
        at=at,
    )
    part.split_from = original
    part.reported_at = original.reported_at  # the resident has waited since then
    part.save(update_fields=["split_from", "reported_at"])
    return part


def join(actor: Actor, request_id: int, into_id: int, *, at: datetime) -> Request:
    """This request is about the same problem as `into_id`; its reporter hears the end of that one.

    Errors: Refused when it is the same request, either goes on elsewhere already, or work on this one has begun.
    """
    require(actor, May.ASSESS)
    with transaction.atomic():
        # Always in the same order, so that two joins the other way round wait instead of locking each other out.
        both = {pk: _locked(actor, pk) for pk in sorted({request_id, into_id})}
        request, into = both[request_id], both[into_id]
        if request.joined_into_id == into.pk and request.status == RequestStatus.JOINED:
            return request
        if request.pk == into.pk:
            raise Refused(_("A request cannot be joined with itself."), field="into")
        if into.status in (*GONE_ON, RequestStatus.CLOSED):
            raise Refused(_("That request is finished, or goes on under another number."), field="into")
        _may_go_on_elsewhere(request)
        cancel_what_was_not_begun(actor, request, reason=_("Joined with another request."), at=at)
        request.joined_into = into
        request.save(update_fields=["joined_into"])
        requests.set_status(request, RequestStatus.JOINED, at=at)
        Request.objects.filter(joined_into=request).update(joined_into=into)
        hear(
            request,
            event=f"request-joined:{request.pk}:{into.pk}",
            template="request_joined",
            context={"into": into.reference},
            at=at,
        )
    return request


def _locked(actor: Actor, request_id: int) -> Request:
    request = Request.objects.select_for_update().filter(pk=request_id, cooperative_id=actor.cooperative_id).first()
    if request is None:
        raise Refused(_("This request is not there."), field="into")
    return request


def _may_go_on_elsewhere(request: Request) -> None:
    if request.status in (*GONE_ON, RequestStatus.CLOSED):
        raise Refused(_("This request is finished, or goes on under another number."))
    if request.jobs.filter(status__in=[JobStatus.OPEN, JobStatus.DONE]).count() > len(open_and_not_begun(request)):
        raise Refused(_("Work on this request has begun. Finish that first."))
