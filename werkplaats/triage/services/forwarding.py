"""Send a request on with a private link, and take the answer that comes through it."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.intake.rules.reference import spoken
from werkplaats.intake.services import requests
from werkplaats.members.models import Person
from werkplaats.members.services.notices import tell, tell_address
from werkplaats.triage.models import Assessment, Forwarding
from werkplaats.triage.queries import forwarding_of, reporters_of
from werkplaats.triage.rules import ForwardStatus, Outcome

# What the receiver's answer means for the request: a refusal puts it back in the inbox.
MEANS: dict[ForwardStatus, RequestStatus] = {
    ForwardStatus.TAKEN_UP: RequestStatus.FORWARDED,
    ForwardStatus.DECLINED: RequestStatus.NEW,
    ForwardStatus.SOLVED: RequestStatus.CLOSED,
}


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def forward(assessment: Assessment, *, to_name: str, to_email: str, at: datetime) -> tuple[Forwarding, str]:
    """Send the request of this decision on by e-mail. Returns the token too; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    request = assessment.request
    with transaction.atomic():
        forwarding = Forwarding.objects.create(
            cooperative_id=assessment.cooperative_id,
            assessment=assessment,
            to_name=to_name.strip(),
            to_email=to_email.strip(),
            token_hash=token_hash(token),
            sent_at=at,
        )
        tell_address(
            assessment.cooperative_id,
            name=forwarding.to_name,
            email=forwarding.to_email,
            event=f"request-forwarded:{forwarding.pk}",
            template="request_forwarded",
            context={
                "link": link("partner:forwarded", token),
                "name": forwarding.to_name,
                "reference": spoken(request.reference),
                "cooperative": request.cooperative,
                # The place and the words stand behind the link; an e-mail travels further than it should.
                "address": request.dwelling.address if assessment.outcome == Outcome.LANDLORD else "",
            },
            at=at,
        )
    return forwarding, token


def answer_forwarding(token: str, *, status: ForwardStatus, answer: str, at: datetime) -> Forwarding:
    """The receiver answers through the private link, as often as needed until it is solved; the residents hear it.

    Errors: Refused when the link is not known, the request was decided otherwise, it was solved already, or a refusal
    does not say why.
    """
    answer = answer.strip()
    with transaction.atomic():
        known = forwarding_of(token_hash(token))
        if known is None:
            raise Refused(_("This link is not known. Ask the cooperative for a new one."))
        request = Request.objects.select_for_update().get(pk=known.assessment.request_id)
        forwarding = Forwarding.objects.select_for_update().get(pk=known.pk)
        if (forwarding.status, forwarding.answer) == (status, answer):
            return forwarding  # the button was pressed twice
        _check(forwarding, request, status, answer)
        forwarding.status = status
        forwarding.answer = answer
        forwarding.answered_at = at
        forwarding.save(update_fields=["status", "answer", "answered_at"])
        with override(request.reporter.language):
            words = answer or _standard_words(status)
        message = requests.say_for_other(request, forwarding.to_name, words, at=at)
        requests.set_status(request, MEANS[status], at=at)
        hear(
            request,
            event=f"forward-answered:{message.pk}",
            template="forward_answered",
            context={"name": forwarding.to_name, "answer": message.text, "solved": status == ForwardStatus.SOLVED},
            at=at,
        )
    return forwarding


def _check(forwarding: Forwarding, request: Request, status: ForwardStatus, answer: str) -> None:
    if status not in MEANS:
        raise Refused(_("Choose an answer."), field="status")
    if Assessment.objects.filter(revises=forwarding.assessment_id).exists():
        raise Refused(_("The cooperative decided otherwise in the meantime; you need not do anything any more."))
    if forwarding.status == ForwardStatus.SOLVED or request.status in (RequestStatus.JOINED, RequestStatus.SPLIT):
        raise Refused(_("This request is finished; thank you. Call the cooperative if something is not right."))
    if status == ForwardStatus.DECLINED and not answer:
        raise Refused(_("Write why you do not take it up, so that we can help the resident further."), field="answer")


def _standard_words(status: ForwardStatus) -> str:
    if status == ForwardStatus.SOLVED:
        return _("This has been solved.")
    return _("We take this up.")


def hear(request: Request, *, event: str, template: str, context: dict[str, Any], at: datetime) -> None:
    """Tell everybody who reported this, also in a request that was joined into it. Once a person for one event."""
    told: Iterable[tuple[Request, Person]] = reporters_of(request)
    for own, person in told:
        tell(
            person,
            event=f"{event}:{person.pk}",
            template=template,
            context={
                "request": own,
                "reference": spoken(own.reference),
                "cooperative": own.cooperative,
                "link": link("resident:request", own.reference),
                **context,
            },
            at=at,
        )


def link(name: str, *args: str) -> str:
    """The absolute address of a page, for a letter or an e-mail; the front door when that page is not there."""
    try:
        return f"{settings.SITE_URL}{reverse(name, args=args)}"
    except NoReverseMatch:
        return f"{settings.SITE_URL}/"
