"""The coordinator loads a whole list into a draft: told what is wrong, shown what changes, loaded with one press."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.build import NOW, a_cooperative, a_coordinator, a_landlord, a_person, an_actor
from tests.desk.test_imports_items import OURS, REPAIRS, a_sheet, as_csv
from tests.portal.scenes import signed_in, text
from werkplaats.members.rules.roles import Role
from werkplaats.triage import queries
from werkplaats.triage.models import ListVersion
from werkplaats.triage.services import lists

pytestmark = pytest.mark.django_db
CHANGED = as_csv([replace(REPAIRS[0], name_nl="<b>Anders</b>"), *REPAIRS[2:]])


class Desk:
    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.draft = lists.begin_list(self.coordinator, a_landlord(self.cooperative), at=NOW)
        self.browser: Client = signed_in(self.coordinator.person_id)
        self.page = reverse("coordinator:list_import", args=[self.draft.pk])

    def checks(self, content: bytes, name: str = "lijst.csv") -> Any:
        return self.browser.post(self.page, {"file": SimpleUploadedFile(name, content)})

    def loads(self, shown: Any, version: ListVersion | None = None) -> Any:
        found = re.search(r'name="checked" value="([^"]+)"', shown.content.decode())
        assert found is not None
        page = reverse("coordinator:list_import", args=[version.pk]) if version else self.page
        return self.browser.post(page, {"checked": unescape(found[1])}, follow=True)


@pytest.fixture
def desk(settings: Any) -> Desk:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return Desk()


def test_first_the_difference_is_shown_and_then_one_press_loads_it(desk: Desk) -> None:
    assert desk.page in text(desk.browser.get(reverse("coordinator:list_version", args=[desk.draft.pk])))
    assert "Check the file" in text(desk.browser.get(desk.page))
    shown = desk.checks(CHANGED)
    answer = text(shown)
    assert shown.status_code == 200
    assert "Nothing is loaded yet" in answer
    assert "1 item of the draft does not stand in the file" in answer
    assert f"{REPAIRS[1].code} {REPAIRS[1].name_nl}" in answer
    assert "&lt;b&gt;Anders&lt;/b&gt;" in answer
    assert "<b>Anders" not in answer
    assert queries.read(desk.draft).items == REPAIRS
    done = desk.loads(shown)
    assert "The draft holds what stands in the file." in text(done)
    assert queries.read(desk.draft).items == (replace(REPAIRS[0], name_nl="<b>Anders</b>", letter="<"), *REPAIRS[2:])
    assert "The draft holds" in text(desk.loads(shown)), "pressed twice is loaded once"
    assert "The file says the same as the draft." in text(desk.checks(CHANGED))


def test_of_a_list_with_a_bad_row_there_is_nothing_to_press(desk: Desk) -> None:
    shown = desk.checks(a_sheet({"code": "AAN88"}, {"code": "AAN99", "trade": "<i>XYZ"}))
    answer = text(shown)
    assert shown.status_code == 422
    assert 'name="checked"' not in answer
    assert '<td class="utrecht-table__cell">3</td><td class="utrecht-table__cell">trade</td>' in answer
    assert "&lt;i&gt;XYZ" in answer
    assert queries.read(desk.draft).items == REPAIRS


def test_what_a_colleague_changed_after_the_check_stays(desk: Desk) -> None:
    shown = desk.checks(CHANGED)
    lists.remove_item(a_coordinator(desk.cooperative), desk.draft.pk, "AAN03", at=NOW.replace(microsecond=3))
    assert "Somebody changed the draft in the meantime." in text(desk.loads(shown))
    assert queries.read(desk.draft).item("AAN01") == REPAIRS[0]


def test_what_was_checked_cannot_be_changed_or_used_for_another_list(desk: Desk) -> None:
    shown = desk.checks(CHANGED)
    other = lists.begin_list(desk.coordinator, a_landlord(desk.cooperative), at=NOW)
    assert "Choose the file again" in text(desk.loads(shown, other))
    assert queries.read(other).items == REPAIRS
    forged = desk.browser.post(desk.page, {"checked": "eyJyb3dzIjpbXX0:x:y"}, follow=True)
    assert "Choose the file again" in text(forged)
    assert queries.read(desk.draft).items == REPAIRS


def test_a_version_that_was_approved_takes_no_list(desk: Desk) -> None:
    shown = desk.checks(CHANGED)
    lists.approve(an_actor(a_person(desk.cooperative, Role.BOARD)), desk.draft.pk, at=NOW)
    assert "not a draft any more" in text(desk.loads(shown))
    assert "not a draft any more" in text(desk.browser.get(desk.page))
    assert queries.read(desk.draft).items == REPAIRS


@pytest.mark.parametrize("content", [None, b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"<html>", b"naam;plaats\nx;y"])
def test_a_file_that_is_no_list_is_told_in_words(desk: Desk, content: bytes | None) -> None:
    answer = desk.browser.post(desk.page) if content is None else desk.checks(content)
    assert answer.status_code == 422
    assert queries.read(desk.draft).items == REPAIRS


def test_the_list_is_shown_by_letter(desk: Desk) -> None:
    address = reverse("coordinator:list_version", args=[desk.draft.pk])
    letter = OURS.letter
    shown = desk.browser.get(address, {"letter": letter})
    assert {item.letter for item in shown.context["page"].object_list} == {letter}
    assert f'?letter={letter}&amp;q=&amp;party=" aria-current="page"' in text(shown)
    for strange in ("?", "<b>", "\x00"):
        assert "Nothing found" in text(desk.browser.get(address, {"letter": strange}))


def test_a_whole_list_goes_out_and_comes_back_over_the_pages(desk: Desk) -> None:
    for form in ("csv", "xlsx"):
        sheet = desk.browser.get(reverse("coordinator:list_export", args=[desk.draft.pk, form]))
        assert sheet["Content-Disposition"].endswith(f'.{form}"')
        assert "The file says the same as the draft." in text(desk.checks(sheet.content, f"lijst.{form}"))
