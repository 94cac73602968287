"""A resident read whose it is and what to do, and closes the own report: kept as a decision, without a coordinator."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from werkplaats.ground.errors import Refused
from werkplaats.intake.rules import RequestStatus
from werkplaats.intake.services import requests
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.triage.judging import judged_request, own_items
from werkplaats.triage.models import Assessment
from werkplaats.triage.queries import latest_assessment, version_for
from werkplaats.triage.rules.advice import outcome_of


@transaction.atomic
def close_after_advice(actor: Actor, request_id: int, *, at: datetime) -> Assessment:
    """Close the own report on the items that the resident read. Pressed twice it is one closing.

    Errors: Refused when somebody decided already, when there is danger, or when we are not sure that it is theirs.
    """
    require(actor, May.FOLLOW_OWN_REQUESTS)
    request = requests.own_request(actor, request_id)
    latest = latest_assessment(request.pk)
    if latest is not None and latest.by_resident and request.status == RequestStatus.CLOSED:
        return latest
    if latest is not None or request.status != RequestStatus.NEW or request.joined.exists():
        raise Refused(_("The coordinator looked at your report in the meantime. Read what was decided."))
    items = own_items(request) if request.reporter_id == actor.person_id else ()
    if not items:
        raise Refused(_("We are not sure that this is for you to do. Leave your report with us; we look at it."))
    version = version_for(request)
    language = request.reporter.language
    with override(settings.LANGUAGE_CODE):  # for colleagues
        reason = _("The resident read what to do, and closed the report.")
    assessment = Assessment.objects.create(
        cooperative_id=request.cooperative_id,
        request=request,
        outcome=outcome_of(items),
        reason=reason,
        explanation="\n\n".join(item.explanation(language) for item in items),
        item_code=items[0].code,
        list_version=version,
        by_resident=True,
        decided_by_id=actor.person_id,
        decided_at=at,
        **judged_request(request, version).proposed,
    )
    requests.set_status(request, RequestStatus.CLOSED, at=at)
    return assessment
