"""The pages to take the books along, and to declare Wmo help and read the answer."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
import pyxaf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tests.portal.test_partner_board import browser_of
from tests.settlement.test_care import MARCH, Care, accepted
from tests.settlement.test_iwmo import WMO323, a_rejection, an_answer
from werkplaats.settlement.models import CareDeclaration
from werkplaats.settlement.services import set_letterhead

pytestmark = pytest.mark.django_db
PERIOD = {"period_start": "2026-01-01", "period_end": "2026-12-31"}


@pytest.fixture(autouse=True)
def _in_april(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 4, 2, 8, tzinfo=UTC))


@pytest.fixture
def here() -> Care:
    return Care()


@pytest.fixture
def browser(here: Care) -> Browser:
    return browser_of(here.treasurer)


def words(browser: Browser, name: str, *args: Any, status: int = 200, **query: str) -> str:
    response = browser.get(reverse(name, args=args), query)
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def file(browser: Browser, name: str, *args: Any, **query: str) -> tuple[str, bytes]:
    response = browser.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content[:500]
    content: Any = response.streaming_content if response.streaming else [response.content]
    return response["Content-Disposition"], b"".join(content)


def test_a_table_of_a_period_is_a_file(here: Care, browser: Browser) -> None:
    here.help()
    assert "Het grootboek" in words(browser, "board:exports")
    name, content = file(browser, "board:export_table", what="omzetregels", file_type="csv", **PERIOD)
    assert name == 'attachment; filename="omzetregels-2026-01-01-2026-12-31.csv"'
    assert content.decode("utf-8-sig").splitlines()[1].startswith("1;2026-03-10;") or b";58,00;" in content
    name, content = file(browser, "board:export_table", what="grootboek", file_type="xlsx", **PERIOD)
    assert content.startswith(b"PK")


@pytest.mark.parametrize(
    "wrong", [{"what": "geheim"}, {"period_end": "2025-01-01"}, {"period_start": "gisteren"}, {"file_type": "exe"}]
)
def test_what_cannot_be_asked_is_said_on_the_page(browser: Browser, wrong: dict[str, str]) -> None:
    asked = {"what": "grootboek", "file_type": "csv", **PERIOD, **wrong}
    assert "Er klopt nog iets niet" in words(browser, "board:export_table", status=422, **asked)


def test_the_audit_file_comes_whole_or_says_what_is_missing(here: Care, browser: Browser) -> None:
    here.help()
    assert "Vul eerst het briefhoofd in" in words(browser, "board:audit_file", status=422, year="2026")
    set_letterhead(
        here.treasurer, valid_from=MARCH, street="Weg 1", postcode="3812 DA", city="Amersfoort", kvk_number="87654321",
        iban="NL91ABNA0417164300", tax_number="123456782", at=timezone.now(),
    )  # fmt: skip
    name, content = file(browser, "board:audit_file", year="2026")
    assert name == 'attachment; filename="auditfile-2026.xaf"'
    assert pyxaf.validate(content).ok


def test_the_treasurer_fills_in_who_declares_and_what_was_allocated(here: Care, browser: Browser) -> None:
    _client, grant = here.a_client("K-2")
    assert "Toewijzing invullen" in words(browser, "board:care")
    said = {
        "number": "4712", "category": "01", "product": "01A03", "unit": "04",
        "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    }  # fmt: skip
    address = reverse("board:care_allocation", args=[grant.pk])
    refused = browser.post(address, {**said, "product": "-"})
    assert (refused.status_code, "ten hoogste 5 letters" in refused.content.decode()) == (422, True)
    assert browser.post(address, said).status_code == 302
    assert grant.allocations.get().unit == "04"
    contract = {
        "provider": "Zorg Anders", "agb_code": "12345678", "municipality_code": "0307", "number_prefix": "wz",
        "base_schema": "1.0.0", "message_schema": "1.0.1",
    }  # fmt: skip
    address = reverse("board:care_contract", args=[here.team.pk])
    refused = browser.post(address, {**contract, "agb_code": "1"})
    assert (refused.status_code, "AGB-code heeft 8 cijfers" in refused.content.decode()) == (422, True)
    assert browser.post(address, contract).status_code == 302
    here.team.refresh_from_db()
    assert here.team.care_contract.number_prefix == "WZ"


def test_a_declaration_from_draft_to_answer(here: Care, browser: Browser) -> None:
    here.help(120)
    _client, grant = here.a_client("K-2")
    here.help(60, grant=grant)
    draft = words(browser, "board:care_draft", here.team.pk, month="2026-03-01")
    assert "K-1" in draft
    assert "De toewijzing ontbreekt" in draft
    made = browser.post(reverse("board:care_declare", args=[here.team.pk]), {"month": "2026-03-01"})
    declaration = CareDeclaration.objects.get()
    assert made["Location"] == reverse("board:care_declaration", args=[declaration.number])

    name, content = file(browser, "board:care_message", declaration.number)
    assert name == 'attachment; filename="declaratie-WP00000001.xml"'
    root = Tree.fromstring(content)
    assert [bsn.text for bsn in root.iter(f"{WMO323}Bsn")] == [None]
    assert b"<?aanbieder-referentie K-1?>" in content
    _name, table = file(browser, "board:care_table", declaration.number, "csv")
    assert "WP00000001-1;;K-1;4711;01;01A03;2026-03-01;2026-03-31;120;01;0,48;58,00;D;58,00;;" in table.decode()

    answer = an_answer(a_rejection("WP00000001-1", "9321", 5800, bsn="999990019"), submitted=5800, granted=0)
    content = answer.replace(b"W0000007", b"WP00000001")
    upload = {"file": SimpleUploadedFile("antwoord.xml", content)}
    shown = browser.post(reverse("board:care_answer", args=[declaration.number]), upload, follow=True).content.decode()
    assert "Het is meer dan is toegekend" in shown
    assert "Die zijn niet gelezen en niet bewaard" in shown
    assert "999990019" not in shown


def test_an_answer_that_is_none_says_so_and_changes_nothing(here: Care, browser: Browser) -> None:
    here.help(120)
    declaration = here.declare()
    address = reverse("board:care_answer", args=[declaration.number])
    for content, says in (
        (b"%PDF", "geen XML"),
        (accepted(declaration, 5800).replace(b"WP00000001", b"ANDERS"), "declaratie ANDERS"),
    ):
        refused = browser.post(address, {"file": SimpleUploadedFile("antwoord.xml", content)})
        assert (refused.status_code, says in refused.content.decode()) == (422, True)
    assert browser.post(address, {}).status_code == 422
    declaration.refresh_from_db()
    assert declaration.answered_at is None


def test_a_month_that_is_not_over_is_not_offered(here: Care, browser: Browser) -> None:
    here.help(120)
    assert "04-2026" not in words(browser, "board:care_draft", here.team.pk)
    refused = browser.post(reverse("board:care_declare", args=[here.team.pk]), {"month": "2026-04-01"})
    assert refused.status_code == 422
    assert not CareDeclaration.objects.exists()
