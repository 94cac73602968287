"""The coordinator reads a list in a real browser: on a phone and at a desk, with everything that is wrong in it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Window, check_accessible
from tests.build import a_cooperative, a_landlord, a_person
from tests.desk.sheets import a_csv
from werkplaats.homes.models import Dwelling
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = [["3812 DA", str(number), "Noordewierweg", "C12"] for number in range(1, 4)]


def a_file(folder: Path, *rows: list[str]) -> Path:
    file = folder / "woningen.csv"
    file.write_bytes(a_csv(["postcode", "huisnummer", "straat", "complex"], *rows))
    return file


def send(page: Page, file: Path, button: str) -> None:
    page.get_by_label("Woningen", exact=True).check()
    page.get_by_label("Van wie zijn de woningen?").select_option(index=1)
    page.get_by_label("Het bestand").set_input_files(file)
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_check_mend_and_load(window: Window, tmp_path: Path, settings: Any, size: dict[str, int]) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    cooperative = a_cooperative()
    a_landlord(cooperative)
    a_landlord(cooperative)
    page = window(a_person(cooperative, Role.COORDINATOR), size=size)
    page.goto("/coordinator/inlezen/")
    page.get_by_text("Kolommen voor woningen").click()
    check_accessible(page)
    send(page, a_file(tmp_path, *GOOD, ["3812", "", "", ""]), "Alleen controleren")
    page.get_by_role("heading", name="Er is niets ingelezen").wait_for()
    check_accessible(page)
    send(page, a_file(tmp_path, *GOOD), "Alleen controleren")
    page.get_by_role("heading", name="Er is nog niets ingelezen").wait_for()
    assert Dwelling.objects.count() == 0
    check_accessible(page)
    send(page, a_file(tmp_path, *GOOD), "Inlezen")
    page.get_by_role("heading", name="De lijst is ingelezen.").wait_for()
    assert Dwelling.objects.count() == 3
