"""The questions about decisions and about the lists they rest on."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, QuerySet
from django.utils import timezone

from werkplaats.homes.models import Client, DistrictTeam, Dwelling, Landlord
from werkplaats.intake.models import Message, Request
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.triage.models import Assessment, Forwarding, LearnedModel, ListVersion, ResponsibilityList
from werkplaats.triage.rules import Outcome, advice, lists
from werkplaats.triage.rules.learned import MOST, Example, ModelState
from werkplaats.triage.rules.list_steps import ListStatus, in_force
from werkplaats.triage.rules.model import Model, shipped_model
from werkplaats.triage.rules.taught import from_bytes

Partner = Landlord | DistrictTeam


def latest_assessment(request_id: int) -> Assessment | None:
    """The decision that stands: the one that no other revises."""
    return (
        Assessment.objects.filter(request_id=request_id, revised_by=None)
        .select_related("decided_by", "forwarding")
        .order_by("-id")
        .first()
    )


def forwarding_of(token_hash: str) -> Forwarding | None:
    """What stands behind a private link, with all that its page shows of the request itself."""
    return (
        Forwarding.objects.filter(token_hash=token_hash)
        .select_related(
            "cooperative", "assessment__request__dwelling", "assessment__request__reporter", "assessment__revised_by"
        )
        .first()
    )


def reporters_of(request: Request) -> list[tuple[Request, Person]]:
    """Who waits for the end of this request: its reporter and those whose request was joined into it."""
    waiting: QuerySet[Request] = Request.objects.filter(joined_into=request).select_related(
        "reporter", "cooperative", "dwelling"
    )
    found = {request.reporter_id: (request, request.reporter)}
    for other in waiting:
        found.setdefault(other.reporter_id, (other, other.reporter))
    return list(found.values())


def unanswered_forwardings(cooperative_id: int) -> QuerySet[Forwarding]:
    """Sent on, nothing heard, and still the decision that stands; the longest waiting first."""
    return (
        Forwarding.objects.filter(cooperative_id=cooperative_id, status="sent", assessment__revised_by=None)
        .select_related("assessment__request__reporter", "assessment__request__dwelling")
        .order_by("sent_at")
    )


# --- the lists ---------------------------------------------------------------------------------------------------
SHIPPED_FOR = {Branch.REPAIRS: "repairs", Branch.HOUSEHOLD: "household"}


def partner_of(request: Request) -> Partner | None:
    """With whom it is agreed who does what in this request; None: with nobody (a home of one's own)."""
    if request.branch == Branch.HOUSEHOLD:
        return request.client.district_team if request.client else None
    return request.dwelling.landlord


def of_partner(partner: Partner) -> dict[str, Partner]:
    """How a list says with whom it is agreed."""
    return {"district_team": partner} if isinstance(partner, DistrictTeam) else {"landlord": partner}


def home_of(actor: Actor, dwelling_id: int | None = None) -> Dwelling | None:
    """The dwelling with this number if the actor may report for it; without a number the own one."""
    homes = Dwelling.objects.filter(cooperative_id=actor.cooperative_id).select_related("landlord")
    if dwelling_id is not None:
        homes = homes.filter(pk=dwelling_id)
    if dwelling_id is None or Role.COORDINATOR not in actor.roles:
        homes = homes.filter(residences__person_id=actor.person_id or 0, residences__until=None)
    return homes.order_by("-pk").first()


def partner_for(actor: Actor, branch: str, home: Dwelling | None) -> Partner | None:
    """With whom it is agreed what who does when this actor would report something now; as `partner_of` a report."""
    if branch != Branch.HOUSEHOLD:
        return home.landlord if home else None
    own = Client.objects.filter(cooperative_id=actor.cooperative_id, person_id=actor.person_id or 0)
    client = own.select_related("district_team").first()
    return client.district_team if client else None


def published_version(partner: Partner | None, on: date) -> ListVersion | None:
    """The row of the version in force with this partner on this day; None: nothing was published for that day."""
    if partner is None:
        return None
    of = {f"responsibility_list__{name}": value for name, value in of_partner(partner).items()}
    published = ListVersion.objects.filter(status=ListStatus.PUBLISHED, **of)
    return in_force(published, on)


def version_for(request: Request) -> ListVersion | None:
    """By which version this request is judged: the one in force on the day it was reported, here in the country."""
    return published_version(partner_of(request), timezone.localdate(request.reported_at))


def version_in_force(partner: Partner | None, branch: str, on: date) -> lists.ListVersion:
    """The list to judge by; the one that came with the program where nothing was agreed yet."""
    published = published_version(partner, on)
    return list_by(published.pk if published else None, branch)


def list_by(version_id: int | None, branch: str) -> lists.ListVersion:
    """The list behind a published version; None: the one that came with the program."""
    return items_published(version_id) if version_id else lists.shipped(SHIPPED_FOR[Branch(branch)])


@lru_cache(maxsize=128)
def items_published(version_id: int) -> lists.ListVersion:
    """A published version, which never changes, so that it is read once in a process. Not for a draft.

    One that is still as it was shipped is that same object: the judge makes its index once for both.
    """
    found = read(ListVersion.objects.select_related("responsibility_list").get(pk=version_id))
    return next((same for same in map(lists.shipped, SHIPPED_FOR.values()) if same == found), found)


def read(version: ListVersion) -> lists.ListVersion:
    """A version as the rules know it, also one that still changes."""
    items = (row.value for row in version.items.all())
    return lists.version(version.responsibility_list.branch, items)


def lists_of(cooperative_id: int) -> QuerySet[ResponsibilityList]:
    """The lists of a cooperative with their versions, repairs first."""
    return (
        ResponsibilityList.objects.filter(cooperative_id=cooperative_id)
        .select_related("landlord", "district_team")
        .prefetch_related("versions")
        .order_by("-branch", "id")
    )


def visible_version(cooperative_id: int, version_id: int) -> ListVersion | None:
    """A version of this cooperative, with its list and the number of its items (`item_count`)."""
    return (
        ListVersion.objects.filter(cooperative_id=cooperative_id, pk=version_id)
        .select_related(
            "responsibility_list__landlord",
            "responsibility_list__district_team",
            "drafted_by",
            "approved_by",
            "published_by",
        )
        .annotate(item_count=Count("items"))
        .first()
    )


def before(version: ListVersion) -> ListVersion | None:
    """The version that this one follows."""
    earlier = ListVersion.objects.filter(
        responsibility_list_id=version.responsibility_list_id, number__lt=version.number
    )
    return earlier.select_related("responsibility_list").order_by("-number").first()


def partners_without_list(cooperative_id: int) -> list[Partner]:
    """With whom something could be agreed and nothing is: landlords and teams that have no list."""
    landlords = Landlord.objects.filter(cooperative_id=cooperative_id, list=None).order_by("name")
    teams = DistrictTeam.objects.filter(cooperative_id=cooperative_id, list=None).order_by("name")
    return [*landlords, *teams]


def first_team(cooperative_id: int) -> DistrictTeam | None:
    """Whose household list is shown to who is not known: that of the team that has worked here longest."""
    return DistrictTeam.objects.filter(cooperative_id=cooperative_id).order_by("id").first()


# --- what was learned from the decisions ------------------------------------------------------------------------------


def decisions_with_item(cooperative_id: int) -> QuerySet[Assessment]:
    """The decisions that stand and name a line of the list, made by the desk and not by the resident; oldest first."""
    return (
        Assessment.objects.filter(cooperative_id=cooperative_id, revised_by=None, by_resident=False)
        .exclude(item_code="")
        .exclude(outcome=Outcome.QUESTION)
        .order_by("decided_at", "id")
    )


def examples_of(decisions: QuerySet[Assessment]) -> list[tuple[int, Example]]:
    """The latest of these decisions with their numbers, as examples; those whose line is not in their list are left."""
    latest = list(decisions.select_related("request", "revises").reverse()[:MOST])
    said = _answers(latest)
    found = [(one.pk, _example(one, said.get(one.pk, []))) for one in reversed(latest)]
    return [(pk, example) for pk, example in found if example.version.item(example.code) is not None]


def _example(one: Assessment, answers: list[str]) -> Example:
    """The words that were judged when this was decided."""
    request = one.request
    version = list_by(one.list_version_id, request.branch)
    return Example(advice.words(request.text, request.place, answers), version, one.item_code, request.dwelling_id)


def _answers(decisions: list[Assessment]) -> dict[int, list[str]]:
    """By decision, what the resident wrote to us before it: from the question on, when it followed one."""
    by_request: dict[int, list[tuple[datetime, str]]] = {}
    messages = Message.objects.filter(request_id__in=[one.request_id for one in decisions], from_resident=True)
    for request_id, at, text in messages.order_by("at", "id").values_list("request_id", "at", "text"):
        by_request.setdefault(request_id, []).append((at, text))
    found = {}
    for one in decisions:
        before = one.revises
        if before is None or before.outcome == Outcome.QUESTION:
            said = by_request.get(one.request_id, [])
            found[one.pk] = [t for at, t in said if at <= one.decided_at and (not before or at >= before.decided_at)]
    return found


def models_of(cooperative_id: int) -> QuerySet[LearnedModel]:
    """All that was ever learned here, the latest first."""
    return LearnedModel.objects.filter(cooperative_id=cooperative_id).defer("weights").select_related("state_by")


def live_model(cooperative_id: int) -> int | None:
    """The number of the model of its own that judges for this cooperative; None: the one that ships.

    Asked of the database each time, so that no process has to be told of another; `learned_model` is remembered.
    """
    live = LearnedModel.objects.filter(cooperative_id=cooperative_id, state=ModelState.LIVE)
    return live.values_list("pk", flat=True).first()


@lru_cache(maxsize=64)
def learned_model(pk: int) -> Model:
    """A model never changes, so each process reads it once. It stands on the model that ships with this version."""
    return replace(shipped_model(), taught=from_bytes(bytes(LearnedModel.objects.values_list("weights").get(pk=pk)[0])))
