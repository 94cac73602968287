"""A helper's worry about a client: heard by the coordinator; by the district team only when the client agrees."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Concern
from werkplaats.delivery.rules import ConcernStatus
from werkplaats.delivery.rules.concern import may_become
from werkplaats.delivery.rules.work import MAX_TEXT
from werkplaats.delivery.services.common import client_of, hold_own_visit, link
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import clean
from werkplaats.members.models import Consent, Person
from werkplaats.members.rules import ConsentPurpose
from werkplaats.members.rules.roles import Actor, May, Role, require
from werkplaats.members.services.notices import tell, tell_address


@transaction.atomic
def raise_concern(actor: Actor, visit_id: int, text: str, *, at: datetime) -> Concern:
    """Pass on what worries you about the client of a visit. The same words about the same visit are one concern.

    The coordinators hear that there is something, never what: a mail can be read by others.
    """
    require(actor, May.DO_OWN_WORK)
    text = _words(text, _("Write what worries you."), "text")
    visit = hold_own_visit(actor, visit_id)
    client = client_of(visit.job)
    if client is None:
        raise Refused(_("This visit is not to a client. Call the coordinator with what worries you."))
    there = Concern.objects.filter(visit=visit, raised_by_id=actor.person_id or 0, text=text).first()
    if there is not None:
        return there
    concern = Concern.objects.create(
        cooperative_id=visit.cooperative_id,
        client=client,
        visit=visit,
        raised_by_id=actor.person_id or 0,
        text=text,
        raised_at=at,
    )
    for person in Person.objects.filter(cooperative_id=visit.cooperative_id, roles__role=Role.COORDINATOR).order_by(
        "pk"
    ):
        tell(
            person,
            event=f"concern-raised:{concern.pk}:{person.pk}",
            template="concern_raised",
            context={"name": person.name, "link": link("coordinator:concern", concern.pk)},
            at=at,
        )
    return concern


@transaction.atomic
def take_up_concern(actor: Actor, concern_id: int, *, follow_up: str, at: datetime) -> Concern:
    """Somebody does something about it; the helper hears that it was heard."""
    concern = _step(actor, concern_id, ConcernStatus.TAKEN_UP, follow_up, at)
    tell(
        concern.raised_by,
        event=f"concern-taken-up:{concern.pk}",
        template="concern_taken_up",
        context={"name": concern.raised_by.name, "link": link("worker:home")},
        at=at,
    )
    return concern


def close_concern(actor: Actor, concern_id: int, *, follow_up: str, at: datetime) -> Concern:
    """It is over, or nothing had to be done: in words."""
    return _step(actor, concern_id, ConcernStatus.CLOSED, follow_up, at)


@transaction.atomic
def _step(actor: Actor, concern_id: int, status: ConcernStatus, follow_up: str, at: datetime) -> Concern:
    require(actor, May.ASSESS)
    follow_up = _words(follow_up, _("Write what you do about it."), "follow_up")
    concern = _hold(actor, concern_id)
    if concern.status == status and concern.handled_by_id == actor.person_id:
        return concern
    if not may_become(concern.status, status):
        raise Outdated(_("A colleague has handled this concern in the meantime. Look again."))
    # what was written at the first step stays above what comes at the next
    concern.follow_up = f"{concern.follow_up}\n\n{follow_up}".strip()
    concern.status, concern.handled_by_id, concern.handled_at = status, actor.person_id, at
    concern.save(update_fields=["status", "handled_by", "handled_at", "follow_up"])
    return concern


@transaction.atomic
def share_concern(actor: Actor, concern_id: int, *, at: datetime) -> Concern:
    """Let the district team read it. Only with the client's consent, the last word of it. Shared already: nothing."""
    require(actor, May.ASSESS)
    concern = _hold(actor, concern_id)
    if not has_consent(concern.client.person_id):
        raise Refused(
            _("The client has not agreed to this. Ask it first, and note the answer under Consent on this page.")
        )
    if concern.shared_with_district_team_at is None:
        concern.shared_with_district_team_at = at
        concern.save(update_fields=["shared_with_district_team_at"])
        team = concern.client.district_team
        tell_address(
            concern.cooperative_id,
            name=team.name,
            email=team.email,
            event=f"concern-shared:{concern.pk}",
            template="concern_shared",
            context={"name": team.name, "link": link("partner:clients")},
            at=at,
        )
    return concern


def has_consent(person_id: int) -> bool:
    """The latest answer counts; no answer is no."""
    answers = Consent.objects.filter(
        person_id=person_id, purpose=ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM
    ).order_by("-at", "-id")
    return bool(answers.values_list("given", flat=True).first())


def _hold(actor: Actor, concern_id: int) -> Concern:
    concern = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("client__district_team", "raised_by")
        .filter(pk=concern_id, cooperative_id=actor.cooperative_id)
        .first()
    )
    if concern is None:
        raise Refused(_("This concern is not there."))
    return concern


def _words(text: str, none: str, field: str) -> str:
    text = clean(text)
    if not text:
        raise Refused(none, field=field)
    if len(text) > MAX_TEXT:
        raise Refused(_("This text is too long. Use at most 2,000 characters."), field=field)
    return text
