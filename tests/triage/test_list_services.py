"""The lists in the database: drafted, approved by a second person, published, and from then on never changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.build import (
    NOW,
    TODAY,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_landlord,
    a_person,
    a_request,
    a_resident,
    an_actor,
)
from werkplaats.desk.file import file
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.homes.models import Landlord
from werkplaats.homes.rules import LandlordKind
from werkplaats.intake.rules import Branch
from werkplaats.members.rules.roles import DoorClosed, Role
from werkplaats.triage import queries
from werkplaats.triage.models import ListItem, ListVersion, ResponsibilityList
from werkplaats.triage.rules import Outcome, Party
from werkplaats.triage.rules.decision import Decision
from werkplaats.triage.rules.list_steps import ListStatus
from werkplaats.triage.rules.lists import Item, shipped
from werkplaats.triage.services import assess, lists

pytestmark = pytest.mark.django_db


def an_item(code: str = "AAN03") -> Item:
    found = shipped("repairs").item(code)
    assert found is not None
    return found


class Desk:
    """A cooperative with a landlord, two coordinators and a board member, and a list in force since today."""

    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.coordinator, self.colleague = a_coordinator(self.cooperative), a_coordinator(self.cooperative)
        self.board = an_actor(a_person(self.cooperative, Role.BOARD))
        self.first = lists.publish_shipped(self.coordinator, self.landlord, at=NOW)
        self.list_id = self.first.responsibility_list_id

    def draft(self) -> ListVersion:
        return lists.draft_version(self.coordinator, self.list_id, at=NOW)

    def changed_draft(self) -> ListVersion:
        draft = self.draft()
        item = replace(an_item(), name_nl="Apparaat aansluiten")
        lists.change_item(self.coordinator, draft.pk, item.code, item, at=NOW)
        return draft

    def publishes(self, draft: ListVersion, days: int) -> ListVersion:
        lists.approve(self.board, draft.pk, at=NOW)
        return lists.publish(self.coordinator, draft.pk, valid_from=TODAY + timedelta(days=days), at=NOW)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def refused(act: Callable[[], Any]) -> None:
    """The database says no, at once or when the transaction would be kept."""
    with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012
        act()
        connection.check_constraints()


def test_a_list_begins_as_the_one_that_comes_with_the_program(desk: Desk) -> None:
    assert desk.first.status == ListStatus.PUBLISHED
    assert queries.version_in_force(desk.landlord, Branch.REPAIRS, TODAY) == shipped("repairs")
    team = lists.publish_shipped(desk.coordinator, a_district_team(desk.cooperative), at=NOW)
    assert team.responsibility_list.branch == Branch.HOUSEHOLD
    assert team.items.count() == len(shipped("household").items)


def test_a_partner_has_one_list_and_who_only_watches_has_none(desk: Desk) -> None:
    with pytest.raises(Refused):
        lists.begin_list(desk.coordinator, desk.landlord, at=NOW)
    with pytest.raises(Refused):
        lists.begin_list(desk.coordinator, a_landlord(desk.cooperative, LandlordKind.OBSERVER), at=NOW)
    with pytest.raises(Refused):
        lists.begin_list(desk.coordinator, a_landlord(a_cooperative()), at=NOW)
    assert ResponsibilityList.objects.count() == 1


def test_there_is_one_draft_at_a_time_and_it_begins_with_what_is_in_force(desk: Desk) -> None:
    draft = desk.draft()
    assert desk.draft() == draft
    assert (draft.number, queries.read(draft)) == (2, shipped("repairs"))
    refused(
        lambda: ListVersion.objects.create(
            cooperative=desk.cooperative, responsibility_list_id=desk.list_id, number=3, drafted_at=NOW
        )
    )


def test_items_of_a_draft_are_added_changed_and_removed(desk: Desk) -> None:
    draft = desk.changed_draft()
    new = replace(an_item(), code="AAN99", name_nl="Ééndelig aanrecht")
    lists.add_item(desk.coordinator, draft.pk, new, at=NOW)
    lists.remove_item(desk.coordinator, draft.pk, "AAN01", at=NOW)
    lists.remove_item(desk.coordinator, draft.pk, "AAN01", at=NOW)  # pressed twice
    items = queries.read(draft)
    changed, added = items.item("AAN03"), items.item("AAN99")
    assert changed is not None
    assert added is not None
    assert (changed.name_nl, added.letter, items.item("AAN01")) == ("Apparaat aansluiten", "E", None)


def test_an_item_that_is_not_right_is_refused_by_its_column(desk: Desk) -> None:
    draft = desk.draft()
    for wrong, column in (
        (replace(an_item(), code="AAN99", explanation_nl=""), "explanation_nl"),
        (replace(an_item(), code="AAN99", party=Party.COOPERATIVE, trade="LOO", ground=""), "minutes"),
        (an_item(), "code"),
    ):
        with pytest.raises(Refused) as refusal:
            lists.add_item(desk.coordinator, draft.pk, wrong, at=NOW)
        assert refusal.value.field == column
    assert queries.read(draft) == shipped("repairs")


def test_replacing_all_items_is_all_or_nothing(desk: Desk) -> None:
    draft = desk.draft()
    with pytest.raises(Refused):
        lists.replace_items(desk.coordinator, draft.pk, [an_item(), an_item()], at=NOW)
    assert draft.items.count() == 273
    lists.replace_items(desk.coordinator, draft.pk, [an_item()], at=NOW)
    assert queries.read(draft).items == (an_item(),)


def test_who_wrote_the_draft_does_not_approve_it_but_a_colleague_or_the_board_does(desk: Desk) -> None:
    draft = desk.changed_draft()
    with pytest.raises(Refused):
        lists.approve(desk.coordinator, draft.pk, at=NOW)
    refused(
        lambda: ListVersion.objects.filter(pk=draft.pk).update(
            status=ListStatus.APPROVED, approved_by=desk.coordinator.person_id, approved_at=NOW
        )
    )
    assert lists.approve(desk.colleague, draft.pk, at=NOW).status == ListStatus.APPROVED
    assert lists.approve(desk.board, draft.pk, at=NOW).approved_by_id == desk.colleague.person_id  # stays the first


def test_an_approved_version_waits_unchanged_until_it_is_published_or_taken_back(desk: Desk) -> None:
    draft = desk.changed_draft()
    lists.approve(desk.board, draft.pk, at=NOW)
    with pytest.raises(Outdated):
        lists.remove_item(desk.coordinator, draft.pk, "AAN01", at=NOW)
    refused(lambda: ListItem.objects.filter(version=draft).first().delete())  # type: ignore[union-attr]
    lists.reopen(desk.coordinator, draft.pk)
    lists.remove_item(desk.coordinator, draft.pk, "AAN01", at=NOW)


def test_a_draft_is_not_published_unapproved_nor_in_the_past_nor_twice_on_a_day(desk: Desk) -> None:
    draft = desk.changed_draft()
    with pytest.raises(Refused):
        lists.publish(desk.coordinator, draft.pk, valid_from=TODAY, at=NOW)
    refused(
        lambda: ListVersion.objects.filter(pk=draft.pk).update(
            status="published", valid_from=TODAY, published_by=desk.coordinator.person_id, published_at=NOW
        )
    )
    lists.approve(desk.board, draft.pk, at=NOW)
    for day in (TODAY - timedelta(days=1), TODAY):
        with pytest.raises(Refused) as refusal:
            lists.publish(desk.coordinator, draft.pk, valid_from=day, at=NOW)
        assert refusal.value.field == "valid_from"


def test_what_is_published_never_changes_and_never_goes(desk: Desk) -> None:
    draft = desk.publishes(desk.changed_draft(), 5)
    again = lists.publish(desk.coordinator, draft.pk, valid_from=TODAY + timedelta(days=5), at=NOW)  # pressed twice
    assert again.published_at == NOW
    for act in (lists.throw_away, lists.reopen):
        with pytest.raises(Refused):
            act(desk.coordinator, draft.pk)
    items = ListItem.objects.filter(version=draft)
    refused(lambda: items.update(minutes=1))
    refused(lambda: items.delete())
    refused(lambda: ListItem.objects.filter(version=desk.draft()).update(version=draft))
    refused(lambda: ListVersion.objects.filter(pk=draft.pk).update(valid_from=TODAY + timedelta(days=9)))
    refused(lambda: ListVersion.objects.filter(pk=draft.pk).update(status="draft"))
    refused(
        lambda: ListItem.objects.create(
            cooperative=desk.cooperative,
            version=draft,
            code="X",
            party=Party.TENANT,
            urgency="soon",
            minutes=0,
            workers=1,
            medical=False,
        )
    )


def test_a_draft_is_thrown_away_and_with_the_first_one_the_list(desk: Desk) -> None:
    draft = desk.changed_draft()
    lists.approve(desk.board, draft.pk, at=NOW)
    lists.throw_away(desk.coordinator, draft.pk)
    assert ResponsibilityList.objects.get().versions.get() == desk.first
    other = lists.begin_list(desk.coordinator, a_landlord(desk.cooperative), at=NOW)
    lists.throw_away(desk.coordinator, other.pk)
    assert ResponsibilityList.objects.count() == 1
    assert ListItem.objects.count() == 273


def test_a_request_is_judged_by_the_version_in_force_when_it_was_reported(desk: Desk) -> None:
    second = desk.publishes(desk.changed_draft(), 5)
    dwelling = a_dwelling(desk.landlord)
    before = a_request(dwelling)
    after = a_request(dwelling, reported_at=NOW + timedelta(days=5))
    assert queries.version_for(before) == desk.first
    assert queries.version_for(after) == second
    later = queries.version_in_force(desk.landlord, Branch.REPAIRS, TODAY + timedelta(days=5)).item("AAN03")
    assert later is not None
    assert later.name_nl == "Apparaat aansluiten"


def test_without_a_list_of_its_own_a_cooperative_judges_by_the_shipped_one(desk: Desk) -> None:
    stranger = a_landlord(desk.cooperative)
    lists.begin_list(desk.coordinator, stranger, at=NOW)  # a draft judges nothing
    assert queries.version_in_force(stranger, Branch.REPAIRS, TODAY) is shipped("repairs")
    assert queries.version_in_force(None, Branch.HOUSEHOLD, TODAY) is shipped("household")
    assert queries.version_in_force(desk.landlord, Branch.REPAIRS, TODAY - timedelta(days=1)) is shipped("repairs")


def test_a_household_request_is_judged_by_the_list_of_its_district_team(desk: Desk) -> None:
    team = a_district_team(desk.cooperative)
    version = lists.publish_shipped(desk.coordinator, team, at=NOW)
    client = a_client(team, a_dwelling(desk.landlord))
    request = a_request(client.dwelling, client.person, branch=Branch.HOUSEHOLD, client=client)
    assert queries.version_for(request) == version
    own_home = a_dwelling(None, desk.cooperative)
    assert queries.version_for(a_request(own_home, a_resident(own_home))) is None


def test_the_page_of_a_request_asks_for_the_same_version_in_its_own_words(desk: Desk) -> None:
    desk.publishes(desk.changed_draft(), 5)
    team = a_district_team(desk.cooperative)
    lists.publish_shipped(desk.coordinator, team, at=NOW)
    client, home = a_client(team, a_dwelling(desk.landlord)), a_dwelling(desk.landlord)
    midnight = NOW.replace(hour=23, minute=30) + timedelta(days=4)  # here it is the fifth day already
    requests = [
        *(a_request(home, reported_at=moment) for moment in (NOW - timedelta(days=1), NOW, midnight)),
        a_request(client.dwelling, client.person, branch=Branch.HOUSEHOLD, client=client),
        a_request(home, branch=Branch.HOUSEHOLD),
        a_request(a_dwelling(None, desk.cooperative)),
    ]
    found = []
    for request in requests:
        shown, version = file(desk.cooperative.pk, request.reference), queries.version_for(request)
        assert shown is not None
        assert shown.request.list_version_id == (version.pk if version else None)
        found.append(shown.request.list_version_id)
    assert found[:2] == [None, desk.first.pk]
    assert len(set(found)) == 4


def test_a_list_that_is_still_as_it_was_shipped_is_that_list(desk: Desk) -> None:
    assert queries.list_by(desk.first.pk, Branch.REPAIRS) is shipped("repairs")


def test_a_decision_keeps_pointing_at_its_version(desk: Desk) -> None:
    request = a_request(a_dwelling(desk.landlord))
    decision = Decision(outcome=Outcome.TENANT, reason="De lijst.", explanation="Zo doet u het.", item_code="AAN03")
    made = assess(desk.coordinator, request.pk, decision, based_on=None, at=NOW)
    desk.publishes(desk.changed_draft(), 1)
    made.refresh_from_db()
    assert made.list_version == desk.first
    strange = ListVersion.objects.exclude(pk=desk.first.pk).first()
    refused(lambda: type(made).objects.filter(pk=made.pk).update(list_version=strange))


def test_a_published_version_is_read_once(desk: Desk, django_assert_num_queries: Any) -> None:
    queries.version_in_force(desk.landlord, Branch.REPAIRS, TODAY)
    with django_assert_num_queries(1):
        queries.version_in_force(desk.landlord, Branch.REPAIRS, TODAY)


def test_only_who_may_manages_lists_and_only_of_the_own_cooperative(desk: Desk) -> None:
    draft = desk.draft()
    with pytest.raises(DoorClosed):
        lists.draft_version(desk.board, desk.list_id, at=NOW)
    with pytest.raises(DoorClosed):
        lists.remove_item(desk.board, draft.pk, "AAN01", at=NOW)
    with pytest.raises(DoorClosed):
        lists.approve(an_actor(a_resident(a_dwelling(desk.landlord))), draft.pk, at=NOW)
    stranger = a_coordinator(a_cooperative())
    for act in (
        lambda: lists.draft_version(stranger, desk.list_id, at=NOW),
        lambda: lists.remove_item(stranger, draft.pk, "AAN01", at=NOW),
        lambda: lists.approve(stranger, draft.pk, at=NOW),
    ):
        with pytest.raises(Refused):
            act()
    assert Landlord.objects.get(pk=desk.landlord.pk).list.versions.get(number=2).status == ListStatus.DRAFT
    assert queries.visible_version(stranger.cooperative_id, draft.pk) is None
