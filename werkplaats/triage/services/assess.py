"""Decide about a request. A decision is a new row; a revision points at the one it replaces and erases nothing."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch, RequestStatus
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.triage.judging import Judged, chosen_item, judged_request
from werkplaats.triage.models import Assessment, AssessmentStep, ListVersion
from werkplaats.triage.queries import latest_assessment, version_for
from werkplaats.triage.rules import Outcome
from werkplaats.triage.rules.decision import Decision, Problem, problems
from werkplaats.triage.rules.lists import Item
from werkplaats.triage.rules.trades import TRADES

SAY: dict[Problem, Any] = {
    Problem.NO_REASON: gettext_lazy("Write why you decide this; it is kept with the request."),
    Problem.NO_STEPS: gettext_lazy("Name at least one job: which trade, and how many minutes."),
    Problem.STEPS_FOR_OTHERS: gettext_lazy("Only work of the cooperative has jobs. Empty the jobs, or choose us."),
    Problem.TOO_MANY_STEPS: gettext_lazy("That is more than eight jobs. Split the request first."),
    Problem.UNKNOWN_TRADE: gettext_lazy("Choose a trade for every job."),
    Problem.MINUTES: gettext_lazy("A job takes 1 to 480 minutes. Make longer work into more jobs."),
    Problem.NO_EXPLANATION: gettext_lazy("Explain to the resident what to do, in plain words."),
    Problem.NO_QUESTION: gettext_lazy("Write the question for the resident."),
    Problem.NO_RECEIVER: gettext_lazy("Fill in the name and the e-mail address of who gets the request."),
    Problem.MEDICAL: gettext_lazy(
        "This is medical or personal care. That is never work for a helper of ours: send it on to the district team "
        "or the home care. Is it not medical? Then choose the right line of the list."
    ),
    Problem.UNKNOWN_ITEM: gettext_lazy("This line is not in the list of this request. Choose one of the list."),
}
CHOSEN: dict[Outcome, Any] = {
    Outcome.TENANT: gettext_lazy("the resident does it, with our explanation"),
    Outcome.COOPERATIVE: gettext_lazy("we do it"),
    Outcome.LANDLORD: gettext_lazy("it goes to the landlord"),
    Outcome.ELSEWHERE: gettext_lazy("it goes elsewhere"),
    Outcome.QUESTION: gettext_lazy("a question to the resident"),
}


def assess(actor: Actor, request_id: int, decision: Decision, *, based_on: int | None, at: datetime) -> Assessment:
    """Keep the decision with who, when and why.

    `based_on` is the decision that the coordinator saw (None: there was none). Errors: Outdated when somebody else
    decided in the meantime, Refused when the decision is not complete or not allowed.
    """
    require(actor, May.ASSESS)
    with transaction.atomic():
        request = Request.objects.select_for_update().filter(pk=request_id, cooperative_id=actor.cooperative_id).first()
        if request is None:
            raise Refused(_("This request is not there."))
        latest = latest_assessment(request.pk)
        if (latest.pk if latest else None) != based_on:
            raise Outdated(_somebody_else(latest))
        if request.status in (RequestStatus.JOINED, RequestStatus.SPLIT):
            raise Refused(_("This request goes on under another number. Decide there."))
        version = version_for(request)
        judged = judged_request(request, version, latest)
        chosen = chosen_item(request.branch, version.pk if version else None, decision.item_code)
        _check(request, decision, chosen, judged)
        return _keep(actor, request, decision, version, judged, revises=latest, at=at)


def _check(request: Request, decision: Decision, chosen: Item | None, judged: Judged) -> None:
    """Medical by the line that was chosen; without one by the words, so that forgetting a line opens nothing.

    Any line counts as chosen: a medical line keeps a household job from being made under a repair request too.
    """
    medical = chosen.medical if chosen else request.branch == Branch.HOUSEHOLD and judged.judgement.medical
    known = chosen is not None or not decision.item_code
    for problem in problems(decision, TRADES, medical=medical, known_item=known):
        raise Refused(SAY[problem], field=problem.field)


def _keep(
    actor: Actor,
    request: Request,
    decision: Decision,
    version: ListVersion | None,
    judged: Judged,
    *,
    revises: Assessment | None,
    at: datetime,
) -> Assessment:
    try:
        with transaction.atomic():  # a savepoint: the database may know of a decision that we did not see
            assessment = Assessment.objects.create(
                cooperative_id=request.cooperative_id,
                request=request,
                outcome=decision.outcome,
                reason=decision.reason.strip(),
                explanation=decision.explanation.strip(),
                item_code=decision.item_code,
                list_version=version,
                decided_by_id=actor.person_id,
                decided_at=at,
                revises=revises,
                **judged.proposed,
            )
    except IntegrityError:
        raise Outdated(_somebody_else(latest_assessment(request.pk))) from None
    AssessmentStep.objects.bulk_create(
        AssessmentStep(
            cooperative_id=request.cooperative_id,
            assessment=assessment,
            position=position,
            trade=step.trade,
            minutes=step.minutes,
            urgency=step.urgency,
            description=step.description.strip(),
            workers=step.workers,
        )
        for position, step in enumerate(decision.steps, start=1)
    )
    return assessment


def _somebody_else(latest: Assessment | None) -> str:
    if latest is None or latest.decided_by is None:
        return _("Somebody else decided about this request in the meantime. Look again before you decide.")
    return _("%(name)s decided in the meantime: %(outcome)s. Look again before you decide.") % {
        "name": latest.decided_by.name,
        "outcome": CHOSEN[Outcome(latest.outcome)],
    }
