"""A helper's worry about a client: heard by the coordinator, and with consent by the district team."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.delivery.models import Concern
from werkplaats.delivery.rules import ConcernStatus
from werkplaats.ground.errors import Refused
from werkplaats.jobs.models import Visit
from werkplaats.members.models import Consent, Person
from werkplaats.members.rules import ConsentPurpose
from werkplaats.members.rules.roles import Actor, May, Role, require
from werkplaats.members.services.notices import tell, tell_address
from werkplaats.planning.models import Assignment


@transaction.atomic
def raise_concern(actor: Actor, visit_id: int, text: str, *, at: datetime) -> Concern:
    """Pass on a worry about the client of a visit that this helper does or did. The notice carries no word of it."""
    require(actor, May.DO_OWN_WORK)
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refused(_("Write what worries you."), field="text")
    visit = (
        Visit.objects.select_related("job__care_grant__client")
        .filter(pk=visit_id, cooperative_id=actor.cooperative_id)
        .first()
    )
    goes = Assignment.objects.filter(visit_id=visit_id, worker_id=actor.worker_id).exists()
    if visit is None or not goes or visit.job.care_grant is None:
        raise Refused(_("You can only pass on a worry about a client whom you help."))
    known = Concern.objects.filter(visit=visit, raised_by_id=actor.person_id, text=text[:5000]).first()
    if known is not None:
        return known
    concern = Concern.objects.create(
        cooperative_id=visit.cooperative_id,
        client=visit.job.care_grant.client,
        visit=visit,
        raised_by_id=actor.person_id,
        text=text[:5000],
        raised_at=at,
    )
    for coordinator in Person.objects.filter(cooperative_id=actor.cooperative_id, roles__role=Role.COORDINATOR):
        tell(
            coordinator,
            event=f"concern-raised:{concern.pk}:{coordinator.pk}",
            template="concern_raised",
            context={"concern": concern},
            at=at,
        )
    return concern


def _concern(actor: Actor, concern_id: int) -> Concern:
    require(actor, May.ASSESS)
    concern = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("client__district_team", "client__person")
        .filter(pk=concern_id, cooperative_id=actor.cooperative_id)
        .first()
    )
    if concern is None:
        raise Refused(_("This worry is not there."))
    return concern


def _handle(actor: Actor, concern: Concern, status: ConcernStatus, follow_up: str, at: datetime) -> Concern:
    follow_up = follow_up.replace("\x00", "").strip()
    if not follow_up:
        raise Refused(_("Write what you did or will do."), field="follow_up")
    concern.status, concern.follow_up = status, follow_up[:5000]
    concern.handled_by_id, concern.handled_at = actor.person_id, at
    concern.save(update_fields=["status", "follow_up", "handled_by", "handled_at"])
    return concern


@transaction.atomic
def take_up_concern(actor: Actor, concern_id: int, *, follow_up: str, at: datetime) -> Concern:
    return _handle(actor, _concern(actor, concern_id), ConcernStatus.TAKEN_UP, follow_up, at)


@transaction.atomic
def close_concern(actor: Actor, concern_id: int, *, follow_up: str, at: datetime) -> Concern:
    return _handle(actor, _concern(actor, concern_id), ConcernStatus.CLOSED, follow_up, at)


def has_consent(person_id: int) -> bool:
    """The latest word of the person counts."""
    latest = (
        Consent.objects.filter(person_id=person_id, purpose=ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM)
        .order_by("-at", "-id")
        .first()
    )
    return latest is not None and latest.given


@transaction.atomic
def share_concern(actor: Actor, concern_id: int, *, at: datetime) -> Concern:
    """Let the district team see it; only with the client's consent."""
    concern = _concern(actor, concern_id)
    if concern.shared_with_district_team_at is not None:
        return concern
    if not has_consent(concern.client.person_id):
        raise Refused(_("The client has not agreed to this. Ask first, and note the consent on this page."))
    concern.shared_with_district_team_at = at
    concern.save(update_fields=["shared_with_district_team_at"])
    team = concern.client.district_team
    tell_address(
        concern.cooperative_id,
        name=team.name,
        email=team.email,
        event=f"concern-shared:{concern.pk}",
        template="concern_shared",
        context={"concern": concern},
        at=at,
    )
    return concern
