"""The lists of who does what: begun, drafted, changed while a draft, approved by a second person, published."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.homes.models import DistrictTeam
from werkplaats.homes.rules import LandlordKind
from werkplaats.intake.rules import Branch
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.triage.models import ListItem, ListVersion, ResponsibilityList
from werkplaats.triage.queries import SHIPPED_FOR, Partner, of_partner, published_version, read
from werkplaats.triage.rules.list_faults import faults
from werkplaats.triage.rules.list_steps import ListStatus, is_second_person
from werkplaats.triage.rules.lists import Item, shipped, tidied
from werkplaats.triage.wording import said


@transaction.atomic
def begin_list(actor: Actor, partner: Partner, *, at: datetime) -> ListVersion:
    """A list with this partner, with the list that comes with the program as its first draft.

    Errors: Refused when there is one already, or when the partner only watches.
    """
    require(actor, May.MANAGE_LISTS)
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)  # two presses make one list
    if partner.cooperative_id != actor.cooperative_id:
        raise Refused(_("This partner is not there."))
    if ResponsibilityList.objects.filter(**of_partner(partner)).exists():
        raise Refused(_("There is a list with this partner already. Make a new version of it."))
    if not isinstance(partner, DistrictTeam) and partner.kind != LandlordKind.PARTY:
        raise Refused(_("This association only watches. A list is agreed with who takes part."))
    branch = Branch.HOUSEHOLD if isinstance(partner, DistrictTeam) else Branch.REPAIRS
    made = ResponsibilityList.objects.create(
        cooperative_id=actor.cooperative_id, branch=branch, created_at=at, **of_partner(partner)
    )
    version = ListVersion.objects.create(
        cooperative_id=actor.cooperative_id, responsibility_list=made, number=1, drafted_at=at
    )
    _fill(version, shipped(SHIPPED_FOR[branch]).items)
    return version


@transaction.atomic
def draft_version(actor: Actor, list_id: int, *, at: datetime) -> ListVersion:
    """A draft with the items of the version in force (or, when none is, of the latest). There already: that one."""
    require(actor, May.MANAGE_LISTS)
    lists = ResponsibilityList.objects.select_for_update(no_key=True)
    of = lists.filter(pk=list_id, cooperative_id=actor.cooperative_id).first()
    if of is None:
        raise Refused(_("This list is not there."))
    under_way = of.versions.exclude(status=ListStatus.PUBLISHED).first()
    if under_way is not None:
        return under_way
    latest = of.versions.first()
    partner = of.landlord or of.district_team
    source = published_version(partner, timezone.localdate(at)) or latest
    draft = ListVersion.objects.create(
        cooperative_id=actor.cooperative_id,
        responsibility_list=of,
        number=latest.number + 1 if latest else 1,
        drafted_by_id=actor.person_id,
        drafted_at=at,
    )
    items = [row.value for row in source.items.all()] if source else shipped(SHIPPED_FOR[Branch(of.branch)]).items
    _fill(draft, items)
    return draft


@transaction.atomic
def add_item(actor: Actor, version_id: int, item: Item, *, at: datetime) -> ListItem:
    """Errors: Refused, naming the column; also when the code is there already."""
    version = _draft(actor, version_id)
    item = _checked(item)
    if version.items.filter(code=item.code).exists():
        raise Refused(_("There is an item with this code already."), field="code")
    made = ListItem.objects.create(cooperative_id=version.cooperative_id, version=version, **_columns(item))
    _touched(actor, version, at)
    return made


@transaction.atomic
def change_item(actor: Actor, version_id: int, code: str, item: Item, *, at: datetime) -> None:
    """The item with this code becomes `item`. A code keeps its meaning, so the code itself stays."""
    version = _draft(actor, version_id)
    item = _checked(replace(item, code=code))
    changed = version.items.filter(code=code).update(**_columns(item))
    if not changed:
        raise Refused(_("This item is not in the draft any more."))
    _touched(actor, version, at)


@transaction.atomic
def remove_item(actor: Actor, version_id: int, code: str, *, at: datetime) -> None:
    """Take an item out of the draft; one that is gone already is fine."""
    version = _draft(actor, version_id)
    if version.items.filter(code=code).delete()[0]:
        _touched(actor, version, at)


@transaction.atomic
def replace_items(
    actor: Actor, version_id: int, items: Iterable[Item], *, based_on: datetime | None = None, at: datetime
) -> None:
    """The draft holds exactly these items from now on; the same items again change nothing.

    `based_on` is when the draft was changed last as the coordinator saw it. Errors: Refused for the first item that is
    not right, Outdated when somebody changed the draft since `based_on`.
    """
    version = _draft(actor, version_id)
    given = sorted((tidied(item) for item in items), key=lambda item: item.code)
    if given == list(read(version).items):
        return  # the button was pressed twice, or it is the same list
    if based_on is not None and based_on != version.drafted_at:
        raise Outdated(_("Somebody changed the draft in the meantime. Check the file again to see what changes now."))
    for fault in faults(given):
        raise Refused(f"{given[fault.row - 1].code}: {said(fault)}", field=fault.column)
    version.items.all().delete()
    _fill(version, given)
    _touched(actor, version, at)


@transaction.atomic
def approve(actor: Actor, version_id: int, *, at: datetime) -> ListVersion:
    """A second person agrees with the draft as it is now. Errors: Refused for who wrote it, or when it is empty."""
    require(actor, May.APPROVE_LISTS)
    version = _locked(actor, version_id)
    if version.status == ListStatus.APPROVED:
        return version  # the button was pressed twice
    if version.status != ListStatus.DRAFT:
        raise Outdated(_("This version is published already."))
    if not is_second_person(version.drafted_by_id, actor.person_id):
        raise Refused(_("You wrote this draft yourself. Ask a colleague or the board to approve it."))
    if not version.items.exists():
        raise Refused(_("This version has no items. Add them, or throw the draft away."))
    version.status, version.approved_by_id, version.approved_at = ListStatus.APPROVED, actor.person_id, at
    version.save(update_fields=["status", "approved_by", "approved_at"])
    return version


@transaction.atomic
def reopen(actor: Actor, version_id: int) -> ListVersion:
    """An approved version goes back to the desk and is a draft again."""
    require(actor, May.MANAGE_LISTS)
    version = _locked(actor, version_id)
    if version.status == ListStatus.PUBLISHED:
        raise Refused(_("This version is published and stays as it is. Make a new version."))
    version.status, version.approved_by_id, version.approved_at = ListStatus.DRAFT, None, None
    version.save(update_fields=["status", "approved_by", "approved_at"])
    return version


@transaction.atomic
def publish(actor: Actor, version_id: int, *, valid_from: date, at: datetime) -> ListVersion:
    """From that day requests are judged by this version; what was reported before stays with the one before.

    Errors: Refused when it is not approved, when the day is past, or when another version begins that day.
    """
    require(actor, May.MANAGE_LISTS)
    version = _locked(actor, version_id)
    if version.status == ListStatus.PUBLISHED and version.valid_from == valid_from:
        return version  # the button was pressed twice
    if version.status == ListStatus.PUBLISHED:
        raise Outdated(_("This version is published already."))
    if version.status != ListStatus.APPROVED:
        raise Refused(_("A second person has to approve this version first."))
    if valid_from < timezone.localdate(at):
        raise Refused(_("Choose today or a later day: what was reported before is judged already."), field="valid_from")
    others = ListVersion.objects.filter(responsibility_list_id=version.responsibility_list_id)
    if others.filter(valid_from=valid_from).exists():
        raise Refused(_("Another version begins on that day. Choose another day."), field="valid_from")
    version.status, version.valid_from = ListStatus.PUBLISHED, valid_from
    version.published_by_id, version.published_at = actor.person_id, at
    version.save(update_fields=["status", "valid_from", "published_by", "published_at"])
    return version


@transaction.atomic
def throw_away(actor: Actor, version_id: int) -> None:
    """A draft goes, with its items; of the first version the list goes too."""
    require(actor, May.MANAGE_LISTS)
    version = _locked(actor, version_id)
    if version.status == ListStatus.PUBLISHED:
        raise Refused(_("This version is published and stays as it is. Make a new version."))
    if version.status == ListStatus.APPROVED:
        version = reopen(actor, version_id)
    of = version.responsibility_list
    version.items.all().delete()
    version.delete()
    if not of.versions.exists():
        of.delete()


@transaction.atomic
def publish_shipped(actor: Actor, partner: Partner, *, at: datetime) -> ListVersion:
    """A list with this partner that counts from today, as it came with the program: how a neighbourhood begins."""
    version = begin_list(actor, partner, at=at)
    approve(actor, version.pk, at=at)
    return publish(actor, version.pk, valid_from=timezone.localdate(at), at=at)


def _locked(actor: Actor, version_id: int) -> ListVersion:
    versions = ListVersion.objects.select_for_update(of=("self",)).select_related("responsibility_list")
    version = versions.filter(pk=version_id, cooperative_id=actor.cooperative_id).first()
    if version is None:
        raise Refused(_("This version is not there."))
    return version


def _draft(actor: Actor, version_id: int) -> ListVersion:
    require(actor, May.MANAGE_LISTS)
    version = _locked(actor, version_id)
    if version.status != ListStatus.DRAFT:
        raise Outdated(_("This version is not a draft any more. Make a new version, or take the approval back first."))
    return version


def _checked(item: Item) -> Item:
    item = tidied(item)
    for fault in faults([item]):
        raise Refused(said(fault), field=fault.column)
    return item


def _columns(item: Item) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(item).items()}


def _fill(version: ListVersion, items: Iterable[Item]) -> None:
    ListItem.objects.bulk_create(
        ListItem(cooperative_id=version.cooperative_id, version=version, **_columns(item)) for item in items
    )


def _touched(actor: Actor, version: ListVersion, at: datetime) -> None:
    """Who changed the draft last is its writer, and does not approve it."""
    version.drafted_by_id, version.drafted_at = actor.person_id, at
    version.save(update_fields=["drafted_by", "drafted_at"])
