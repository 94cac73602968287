"""Open a round of a survey, take the answers by private link and on paper, remind once. A round closes by itself."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.insight.models import SurveyAnswer, SurveyInvitation, SurveyRound
from werkplaats.insight.queries.surveys import asked_of_cohesion, asked_of_spending, round_of, suppliers_asked
from werkplaats.insight.rules.privacy import quarter_of
from werkplaats.insight.rules.surveys import (
    FEWEST_DAYS,
    MOST_DAYS,
    Respondent,
    SurveyKind,
    is_closed,
    is_open,
    reminder_on,
)
from werkplaats.insight.rules.surveys.cohesion import CohesionAnswer
from werkplaats.insight.rules.surveys.spending import Spending
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell
from werkplaats.members.services.tokens import hash_of
from werkplaats.triage.services.forwarding import link

Answered = CohesionAnswer | Spending


@transaction.atomic
def open_round(actor: Actor, kind: SurveyKind, *, closes_on: date, at: datetime) -> SurveyRound:
    """Ask everybody who takes part; each gets a private link, and who has no e-mail a letter with it.

    Errors: Refused when it was asked of this quarter (year) already, when there is nobody to ask, or for a last day
    that is too near or too far.
    """
    require(actor, May.SEE_COUNTERS)
    today = local_day(at)
    if not FEWEST_DAYS <= (closes_on - today).days <= MOST_DAYS:
        raise Refused(_("Choose a last day between one week and 60 days from now."), field="closes_on")
    quarter = (quarter_of(today).month + 2) // 3 if kind == SurveyKind.COHESION else None
    round_, new = SurveyRound.objects.get_or_create(
        cooperative_id=actor.cooperative_id,
        kind=kind,
        year=today.year,
        quarter=quarter,
        defaults={"opens_on": today, "closes_on": closes_on, "opened_at": at, "opened_by_id": actor.person_id or 0},
    )
    if not new:
        raise Refused(
            _("This was asked this year already.")
            if kind == SurveyKind.SPENDING
            else _("This was asked this quarter already.")
        )
    if not _invite(round_, at):
        raise Refused(_("There is nobody to ask yet: nobody takes part."))
    return round_


def _invite(round_: SurveyRound, at: datetime) -> int:
    spending = round_.kind == SurveyKind.SPENDING
    people = (asked_of_spending if spending else asked_of_cohesion)(round_.cooperative_id)
    tokens = [secrets.token_urlsafe(32) for __ in people]
    ours = {"cooperative_id": round_.cooperative_id, "round": round_}
    invitations = SurveyInvitation.objects.bulk_create(
        SurveyInvitation(**ours, role=role, person=person, token_hash=hash_of(token))
        for (role, person), token in zip(people, tokens, strict=True)
    )
    for invitation, token in zip(invitations, tokens, strict=True):
        _tell(invitation, token, "survey", at)
    firms = suppliers_asked(round_.cooperative_id) if spending else []
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(**ours, role=Respondent.SUPPLIER, supplier=firm) for firm in firms
    )
    return len(people) + len(firms)


def _tell(invitation: SurveyInvitation, token: str, template: str, at: datetime) -> None:
    assert invitation.person is not None
    tell(
        invitation.person,
        event=f"{template}:{invitation.pk}",
        template=template,
        context={
            "link": link("public:survey", token),
            "cooperative": invitation.cooperative,
            "spending": invitation.round.kind == SurveyKind.SPENDING,
            "closes_on": invitation.round.closes_on,
        },
        at=at,
    )


@transaction.atomic
def answer(token: str, answered: Answered, *, at: datetime) -> None:
    """Keep an answer that came by a private link. A second time: nothing. Errors: Refused."""
    digest = hash_of(token)
    rows = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("round")
    invitation = rows.filter(Q(token_hash=digest) | Q(reminder_hash=digest)).first()
    if invitation is None:
        raise Refused(_("This link is not known. Ask the cooperative for a new one."))
    if invitation.answered:
        return
    round_ = invitation.round
    if not is_open(round_.opens_on, round_.closes_on, local_day(at)):
        raise Refused(_("These questions are closed. Thank you all the same."))
    _keep(round_, Respondent(invitation.role), answered, on_paper=False)
    invitation.answered = True
    invitation.save(update_fields=["answered"])


@transaction.atomic
def type_in(
    actor: Actor, round_id: int, role: Respondent, answered: Answered, *, form_token: UUID, at: datetime
) -> None:
    """Keep an answer that came on paper or by phone, while the round is open. The same form a second time: nothing.

    Errors: Refused when it is closed, or when all of that role who were asked have answered.
    """
    require(actor, May.SEE_COUNTERS)
    today = local_day(at)
    # the round is held: of two who type in the last paper of a role, one is told that it was the last
    round_ = SurveyRound.objects.select_for_update().filter(cooperative_id=actor.cooperative_id, pk=round_id).first()
    found = round_of(actor.cooperative_id, round_id, today)
    if round_ is None or found is None:
        raise Refused(_("This round is not there."))
    if SurveyAnswer.objects.filter(pk=form_token, round=round_).exists():
        return
    if is_closed(round_.closes_on, today):
        raise Refused(_("This round is closed. Its answers are shown as they are."))
    response = next((one for one in found.response if one.role == role), None)
    if response is None:
        raise Refused(_("Choose who filled in the form."), field="role")
    if response.answered >= response.invited:
        raise Refused(_("Everybody of this group who was asked has answered already."), field="role")
    _keep(round_, role, answered, on_paper=True, pk=form_token)


def _keep(round_: SurveyRound, role: Respondent, answered: Answered, *, on_paper: bool, pk: UUID | None = None) -> None:
    if isinstance(answered, CohesionAnswer) is (round_.kind == SurveyKind.SPENDING):
        raise Refused(_("These are the answers to other questions."))
    given = (
        {"agrees": list(answered.agrees)}
        if isinstance(answered, CohesionAnswer)
        else {"district": answered.district, "city": answered.city, "spent_on": list(answered.on)}
    )
    row = SurveyAnswer(cooperative_id=round_.cooperative_id, round=round_, role=role, on_paper=on_paper, **given)
    if pk is not None:
        row.pk = pk
    row.save(force_insert=True)


def remind_of_surveys(*, at: datetime) -> int:
    """Half way, once a round: everybody who did not answer gets the link once more. Gives how many were reminded."""
    today, reminded = local_day(at), 0
    for round_ in SurveyRound.objects.filter(reminded_at=None, opens_on__lte=today, closes_on__gte=today):
        if reminder_on(round_.opens_on, round_.closes_on) <= today:
            reminded += _remind(round_.pk, at)
    return reminded


@transaction.atomic
def _remind(round_id: int, at: datetime) -> int:
    round_ = SurveyRound.objects.select_for_update().get(pk=round_id)
    if round_.reminded_at is not None:
        return 0
    waiting = SurveyInvitation.objects.filter(round=round_, answered=False, person__isnull=False)
    found = list(waiting.select_related("person", "cooperative", "round").order_by("pk"))
    tokens = [secrets.token_urlsafe(32) for __ in found]
    for invitation, token in zip(found, tokens, strict=True):
        invitation.reminder_hash = hash_of(token)
    SurveyInvitation.objects.bulk_update(found, ["reminder_hash"], batch_size=500)
    for invitation, token in zip(found, tokens, strict=True):
        _tell(invitation, token, "survey_reminder", at)
    round_.reminded_at = at
    round_.save(update_fields=["reminded_at"])
    return len(found)
