"""Requests, the conversation, and what was decided."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from werkplaats.api.doors import Door
from werkplaats.api.paging import Part, part_of
from werkplaats.api.schemas import (
    AssessmentIn,
    AssessmentOut,
    MessageIn,
    MessageOut,
    Page,
    RequestIn,
    RequestOut,
)
from werkplaats.desk.services import decide
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Residence
from werkplaats.intake.models import Request
from werkplaats.intake.queries import visible_request, visible_requests
from werkplaats.intake.rules import Channel, RequestStatus
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests as intake
from werkplaats.members.rules.roles import Actor, May
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Step
from werkplaats.triage.rules.decision import Decision

router = Router(tags=["requests"])


class RequestPart(Part):
    status: RequestStatus | None = None


@router.get("", response=Page[RequestOut], auth=Door(May.REPORT), operation_id="list_requests")
def list_requests(request: Any, part: Query[RequestPart]) -> Any:
    """Your own requests; for a coordinator all of the cooperative."""
    rows = visible_requests(request.actor).select_related("dwelling").defer("search")
    if part.status is not None:
        rows = rows.filter(status=part.status)
    return part_of(rows, part)


@router.post("", response={201: RequestOut}, auth=Door(May.REPORT), operation_id="create_request")
def create_request(request: Any, given: RequestIn) -> Any:
    """Report something. The same form_token gives the same request. Only a coordinator reports for somebody else."""
    actor: Actor = request.actor
    reporter_id = given.reporter_id or actor.person_id or 0
    new = NewRequest(
        branch=given.branch,
        text=given.text,
        place=given.place,
        preferred_times=tuple(given.preferred_times),
        may_enter_when_away=given.may_enter_when_away,
        channel=Channel.API,
        form_token=given.form_token,
        dwelling_id=given.dwelling_id or _own_dwelling(actor, reporter_id),
        reporter_id=reporter_id,
        client_id=given.client_id,
    )
    return Status(201, intake.report(actor, new, at=timezone.now()))


def _own_dwelling(actor: Actor, person_id: int) -> int:
    homes = Residence.objects.filter(cooperative_id=actor.cooperative_id, person_id=person_id, until=None)
    found = list(homes.values_list("dwelling_id", flat=True)[:2])
    if len(found) != 1:
        raise Refused(_("Say which dwelling it is about."), field="dwelling_id")
    return found[0]


@router.get("/{reference}", response=RequestOut, auth=Door(May.REPORT), operation_id="get_request")
def get_request(request: Any, reference: str) -> Any:
    return _visible(request.actor, reference)


@router.get("/{reference}/messages", response=Page[MessageOut], auth=Door(May.REPORT), operation_id="list_messages")
def list_messages(request: Any, reference: str, part: Query[Part]) -> Any:
    return part_of(_visible(request.actor, reference).messages.all(), part)


@router.post("/{reference}/messages", response={201: MessageOut}, auth=Door(May.REPORT), operation_id="say")
def say(request: Any, reference: str, given: MessageIn) -> Any:
    """A turn in the conversation. A resident's answer to a question puts the request in the inbox again."""
    found = _visible(request.actor, reference)
    return Status(201, intake.say(request.actor, found.pk, given.text, at=timezone.now()))


@router.get(
    "/{reference}/assessments", response=Page[AssessmentOut], auth=Door(May.ASSESS), operation_id="list_assessments"
)
def list_assessments(request: Any, reference: str, part: Query[Part]) -> Any:
    """Every decision, the last one first."""
    found = _visible(request.actor, reference)
    answer = part_of(Assessment.objects.filter(request=found).prefetch_related("steps"), part)
    answer["items"] = [_assessment(one) for one in answer["items"]]
    return answer


@router.post("/{reference}/assessments", response={201: AssessmentOut}, auth=Door(May.ASSESS), operation_id="assess")
def assess(request: Any, reference: str, given: AssessmentIn) -> Any:
    """Decide, and let everything follow from it: jobs, a forwarding, a question, a word to the resident."""
    found = _visible(request.actor, reference)
    decision = Decision(
        outcome=given.outcome,
        reason=given.reason,
        explanation=given.explanation,
        item_code=given.item_code,
        steps=tuple(Step(**step.model_dump()) for step in given.steps),
        forward_name=given.forward_name,
        forward_email=given.forward_email,
    )
    made = decide(request.actor, found.pk, decision, based_on=given.based_on, at=timezone.now())
    return Status(201, _assessment(made))


def _assessment(one: Assessment) -> dict[str, Any]:
    fields = (
        *("id", "outcome", "reason", "explanation", "item_code", "proposed_code", "confidence", "by_resident"),
        *("decided_at", "decided_by_id", "revises_id"),
    )
    return {**{name: getattr(one, name) for name in fields}, "steps": list(one.steps.all())}


def _visible(actor: Actor, reference: str) -> Request:
    found = visible_request(actor, reference)
    if found is None:
        raise Http404
    return found
