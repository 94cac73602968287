"""Who does what, looked up by anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.build import a_cooperative, a_coordinator, a_landlord, a_person, an_actor
from tests.portal.scenes import a_browser, signed_in, text
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Role
from werkplaats.triage.rules.lists import shipped, to_row
from werkplaats.triage.services import lists

pytestmark = pytest.mark.django_db


def look(cooperative: Cooperative, page: str = "who_does_what", **query: str) -> Any:
    return a_browser().get(reverse(f"public:{page}", args=[cooperative.slug]), query)


def test_the_whole_list_stands_there_from_a_to_z_without_an_account() -> None:
    answer = text(look(a_cooperative()))
    for item in (*shipped("repairs").items[::20], *shipped("household").items[::20]):
        assert f'id="{item.code}"' in answer
    assert 'href="#letter-W"' in answer


def test_searching_finds_an_item_with_who_why_and_how() -> None:
    answer = text(look(a_cooperative(), q="support stockings"))
    assert "Not ours: elsewhere" in answer
    assert "This is care. A helper of ours may not do it." in answer
    assert 'id="AAN01"' not in answer


def test_while_typing_only_the_items_come() -> None:
    address, typing = reverse("public:who_does_what", args=[a_cooperative().slug]), {"HX-Request": "true"}
    answer = text(a_browser().get(address, {"q": "worktop"}, headers=typing))
    assert "AAN01" in answer
    assert "<html" not in answer
    emptied = text(a_browser().get(address, {"q": ""}, headers=typing))
    assert 'id="AAN03"' in emptied, "an emptied field shows everything"


@pytest.mark.parametrize("q", ["<script>", "😀", "x" * 10_000, "\x00", "=1+1", "данные"])
def test_whatever_is_searched_gets_a_clear_answer(q: str) -> None:
    answer = look(a_cooperative(), q=q)
    assert answer.status_code == 200
    assert "Nothing found" in text(answer) or "found for “" in text(answer)
    assert "<script>" not in text(answer)


def test_only_the_bare_page_may_be_framed() -> None:
    cooperative = a_cooperative()
    bare, whole = look(cooperative, embed="1"), look(cooperative)
    assert "X-Frame-Options" not in bare.headers
    assert bare["Content-Security-Policy"] == "frame-ancestors *"
    assert whole["X-Frame-Options"] == "DENY"
    assert "wp-header" not in text(bare)
    assert 'name="embed" value="1"' in text(bare)
    assert not bare.cookies, "who looks inside another page gets no cookie"


def test_on_paper_everything_is_open() -> None:
    answer = text(look(a_cooperative(), "who_does_what_print"))
    assert "<details" not in answer
    assert answer.count("<h3") == len(shipped("repairs").items) + len(shipped("household").items)


def test_it_shows_the_version_in_force_of_the_landlord_that_is_chosen() -> None:
    cooperative, today = a_cooperative(), timezone.localdate()
    first, second = a_landlord(cooperative, name="A wonen"), a_landlord(cooperative, name="B wonen")
    coordinator, board = a_coordinator(cooperative), an_actor(a_person(cooperative, Role.BOARD))
    lists.publish_shipped(coordinator, first, at=timezone.now())
    begun = lists.begin_list(coordinator, second, at=timezone.now())
    lists.remove_item(coordinator, begun.pk, "AAN01", at=timezone.now())
    lists.approve(board, begun.pk, at=timezone.now())
    lists.publish(coordinator, begun.pk, valid_from=today, at=timezone.now())
    later = lists.draft_version(coordinator, first.list.pk, at=timezone.now())
    lists.remove_item(coordinator, later.pk, "AAN02", at=timezone.now())
    lists.approve(board, later.pk, at=timezone.now())
    lists.publish(coordinator, later.pk, valid_from=today + timedelta(days=1), at=timezone.now())
    default, chosen = text(look(cooperative)), text(look(cooperative, landlord=str(second.pk)))
    assert 'id="AAN01"' in default
    assert 'id="AAN02"' in default, "the next version counts from tomorrow"
    assert 'id="AAN01"' not in chosen
    assert "B wonen" in default
    stranger = a_landlord(a_cooperative())
    assert 'id="AAN01"' in text(look(cooperative, landlord=str(stranger.pk))), "not one of ours: the first"


def test_it_is_in_dutch_for_who_reads_dutch() -> None:
    answer = text(Client().get(reverse("public:who_does_what", args=[a_cooperative().slug]), {"q": "aanrechtblad"}))
    assert "Wie doet wat?" in answer
    assert "Wij doen dit" in answer


def test_the_front_door_leads_to_it() -> None:
    cooperative = a_cooperative()
    address = reverse("public:who_does_what", args=[cooperative.slug])
    assert address in text(a_browser().get("/"))


# -- at the desk ------------------------------------------------------------------------------------------------------
def test_a_version_goes_from_draft_to_published_on_screen(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    cooperative = a_cooperative()
    landlord, coordinator = a_landlord(cooperative), a_coordinator(cooperative)
    board = a_person(cooperative, Role.BOARD)
    desk, chair = signed_in(coordinator.person_id), signed_in(board.pk)
    assert "Begin a list" in text(desk.get(reverse("coordinator:lists")))
    desk.post(reverse("coordinator:list_begin"), {"partner": f"Landlord-{landlord.pk}"})
    version = landlord.list.versions.get()
    row = {name: cell for name, cell in to_row(shipped("repairs").items[0]).items() if name not in ("code", "letter")}
    address = reverse("coordinator:list_item", args=[version.pk, "AAN01"])
    wrong = desk.post(address, {**row, "medical": "", "trade": "", "name_en": "Typed"})
    assert wrong.status_code == 422
    assert "the cooperative does this item" in text(wrong)
    assert 'value="Typed"' in text(wrong)
    right = desk.post(address, {**row, "medical": "", "name_nl": "=1+1"})
    assert right.status_code == 302
    desk.post(reverse("coordinator:list_approve", args=[version.pk]))
    version.refresh_from_db()
    assert version.status == "draft", "who wrote it does not approve it"
    chair.post(reverse("coordinator:list_approve", args=[version.pk]))
    publish = reverse("coordinator:list_publish", args=[version.pk])
    assert desk.post(publish, {"valid_from": "2020-01-01"}).status_code == 422
    assert desk.post(publish, {"valid_from": str(timezone.localdate())}).status_code == 302
    version.refresh_from_db()
    assert version.status == "published"
    sheet = desk.get(reverse("coordinator:list_export", args=[version.pk, "csv"])).content.decode()
    assert ";'=1+1;" in sheet, "a spreadsheet does not take it for a formula"
    desk.post(reverse("coordinator:list_new", args=[landlord.list.pk]))
    draft = landlord.list.versions.get(number=2)
    desk.post(reverse("coordinator:list_item_away", args=[draft.pk, "AAN02"]))
    difference = text(chair.get(reverse("coordinator:list_changes", args=[draft.pk])))
    assert "Taken out" in difference
    assert "AAN02" in difference
    assert desk.post(reverse("coordinator:list_away", args=[draft.pk])).status_code == 302
    assert landlord.list.versions.count() == 1
