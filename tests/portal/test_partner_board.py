"""The pages of the landlord, of who watches, and of the board: who sees what, and what is never seen."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.build import (
    NOW,
    a_client,
    a_dwelling,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_request,
    a_resident,
    an_actor,
    browser_of,
)
from tests.insight.test_queries import Neighbourhood
from tests.settlement.work import a_letterhead, paid_out
from werkplaats.homes.rules import LandlordKind, ParticipationStatus
from werkplaats.intake.rules import Branch
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.models import Invoice, Letterhead
from werkplaats.settlement.services import issue_invoices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]
MARCH = {"period_start": "2026-03-01", "period_end": "2026-03-31"}


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def page(browser: Browser, name: str, *args: Any) -> str:
    response = browser.get(reverse(name, args=args))
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


PAGES = [
    ("partner:landlord", (), {Role.LANDLORD}),
    ("partner:landlord_csv", (), {Role.LANDLORD}),
    ("partner:invoices", (), {Role.LANDLORD}),
    ("partner:totals", (), {Role.LANDLORD, Role.OBSERVER, Role.BOARD, Role.COORDINATOR}),
    ("partner:results", (), {Role.LANDLORD}),
    ("partner:team_results", (), {Role.DISTRICT_TEAM}),
    ("board:results", (), {Role.BOARD, Role.COORDINATOR}),
    ("board:home", (), {Role.BOARD, Role.COORDINATOR}),
    ("board:settlement", (), {Role.BOARD, Role.COORDINATOR}),
    ("board:letterhead", (), {Role.BOARD, Role.COORDINATOR}),
]


@pytest.mark.parametrize(("name", "args", "roles"), PAGES, ids=[name for name, _, _ in PAGES])
def test_each_page_opens_for_its_roles_only_and_says_something_when_it_is_empty(
    here: Neighbourhood, name: str, args: tuple[Any, ...], roles: set[Role]
) -> None:
    for role in Role:
        response = browser_of(a_person(here.cooperative, role)).get(reverse(name, args=args))
        assert response.status_code == (200 if role in roles else 403), role
    assert Browser().get(reverse(name, args=args)).status_code == 302


def test_a_landlord_sees_addresses_jobs_and_costs_and_never_a_name(here: Neighbourhood) -> None:
    dwelling = here.dwelling()
    job = here.repaired(dwelling)
    text = page(browser_of(a_landlord_contact(here.landlord)), "partner:landlord")
    assert dwelling.address in text
    assert "€ 48,00" in text
    detail = page(browser_of(a_landlord_contact(here.landlord)), "partner:dwelling", dwelling.pk)
    assert job.request.reference in detail
    assert "€ 48,00" in detail
    for seen in (text, detail):
        assert job.request.reporter.name not in seen
        assert job.request.text not in seen


def test_a_landlord_never_sees_that_a_household_client_lives_there(here: Neighbourhood) -> None:
    client = here.helped()
    request = a_request(client.dwelling, client.person, "Hulp", branch=Branch.HOUSEHOLD, client=client)
    browser = browser_of(a_landlord_contact(here.landlord))
    assert request.reference not in page(browser, "partner:dwelling", client.dwelling_id)
    assert "€ 58,00" not in page(browser, "partner:landlord")
    assert client.person.name not in page(browser, "partner:landlord_csv")


def test_a_landlord_does_not_reach_what_is_of_another(here: Neighbourhood) -> None:
    dwelling = here.dwelling()
    here.repaired(dwelling)
    issue_invoices(here.board, period_start=date(2026, 3, 1), period_end=date(2026, 3, 31), at=NOW)
    other = browser_of(a_landlord_contact(a_landlord(here.cooperative)))
    assert other.get(reverse("partner:dwelling", args=[dwelling.pk])).status_code == 404
    assert other.get(reverse("partner:invoice", args=[1])).status_code == 404
    own = browser_of(a_landlord_contact(here.landlord))
    response = own.get(reverse("partner:invoice", args=[1]))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF")


def test_the_spreadsheet_has_a_row_for_each_dwelling(here: Neighbourhood) -> None:
    dwelling = here.dwelling()
    here.dwelling(ParticipationStatus.WAITING)
    here.repaired(dwelling)
    rows = page(browser_of(a_landlord_contact(here.landlord)), "partner:landlord_csv").splitlines()
    assert rows[0].startswith("\ufeffStraat;")
    assert len(rows) == 3
    assert f"Noordewierweg;{dwelling.house_number};" in rows[1]
    assert rows[1].endswith("48,00")


def test_who_watches_sees_no_small_number(here: Neighbourhood) -> None:
    here.repaired(here.dwelling())
    observer = a_landlord_contact(a_landlord(here.cooperative, LandlordKind.OBSERVER))
    text = page(browser_of(observer), "partner:totals")
    assert "nog niets te laten zien" in text
    assert "€ 48,00" not in text


def test_the_board_makes_the_invoices(here: Neighbourhood) -> None:
    here.repaired(here.dwelling())
    browser = browser_of(here.board)
    before = page(browser, "board:settlement")
    assert here.landlord.name in before
    assert "€ 48,00" in before
    for _ in range(2):  # the second press finds nothing new
        assert browser.post(reverse("board:issue"), MARCH).status_code == 302
    assert Invoice.objects.count() == 1
    assert browser.get(reverse("board:invoice", args=[1])).content.startswith(b"%PDF")


def test_the_board_reads_what_an_e_invoice_misses_fills_it_in_and_has_it(here: Neighbourhood) -> None:
    here.repaired(here.dwelling())
    browser = browser_of(here.board)
    browser.post(reverse("board:issue"), MARCH)
    missing = browser.get(reverse("board:invoice_ubl", args=[1]))
    assert missing.status_code == 422
    assert "Het kenmerk dat de betaler wil zien ontbreekt." in missing.content.decode()
    assert reverse("board:payer", args=[1]) in missing.content.decode()
    letterhead = {
        "street": "Noordewierweg 1", "postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "12345678",
        "vat_number": "NL123456782B01", "iban": "NL91ABNA0417164300", "payment_days": "30", "valid_from": "2026-03-10",
    }  # fmt: skip
    assert browser.post(reverse("board:letterhead"), letterhead).status_code == 302
    payer = {"street": "Weg 1", "postcode": "3811 AA", "city": "Amersfoort", "invoice_reference": "INK-77"}
    wrong = browser.post(reverse("board:payer", args=[1]), {**payer, "kvk_number": "12"})
    assert wrong.status_code == 422
    assert "INK-77" in wrong.content.decode()
    assert browser.post(reverse("board:payer", args=[1]), {**payer, "kvk_number": "12345678"}).status_code == 302
    landlord = browser_of(a_landlord_contact(here.landlord))
    for made in (browser.get("/bestuur/facturen/1.xml"), landlord.get(reverse("partner:invoice_ubl", args=[1]))):
        assert made["Content-Type"] == "application/xml"
        assert b"<cbc:BuyerReference>INK-77</cbc:BuyerReference>" in made.content


def test_a_wrong_period_is_said_and_what_was_typed_stays(here: Neighbourhood) -> None:
    here.repaired(here.dwelling())
    wrong = {"period_start": "2026-03-31", "period_end": "2026-03-01"}
    response = browser_of(here.board).post(reverse("board:issue"), wrong)
    assert response.status_code == 422
    text = response.content.decode()
    assert "De laatste dag ligt voor de eerste dag." in text
    assert 'value="2026-03-31"' in text


def test_the_board_fills_in_the_letterhead(here: Neighbourhood) -> None:
    browser = browser_of(here.board)
    letterhead = {
        "street": "Noordewierweg 1", "postcode": "3812 DA", "city": "Amersfoort", "kvk_number": "12345678",
        "iban": "NL00ABNA0417164300", "payment_days": "30", "valid_from": "2026-03-10",
    }  # fmt: skip
    refused = browser.post(reverse("board:letterhead"), letterhead)
    assert refused.status_code == 422
    assert "Noordewierweg 1" in refused.content.decode()
    right = {**letterhead, "iban": "NL91 ABNA 0417 1643 00"}
    assert browser.post(reverse("board:letterhead"), {**right, "vat_number": "NL123456789B01"}).status_code == 422
    assert browser.post(reverse("board:letterhead"), right).status_code == 302
    assert Letterhead.objects.get().iban == "NL91ABNA0417164300"
    assert "maar geen btw-nummer" not in page(browser, "board:settlement")
    here.repaired(here.dwelling())
    assert "maar geen btw-nummer" in page(browser, "board:settlement")


def test_the_board_sees_the_counters_of_both_pilots(here: Neighbourhood) -> None:
    here.repaired(here.dwelling())
    here.helped()
    text = page(browser_of(here.board), "board:home")
    for part in ("Kluscentrale", "Hulp in huis", "€ 48,00", "€ 58,00"):
        assert part in text


def test_the_number_of_queries_is_small_and_does_not_grow(here: Neighbourhood) -> None:
    visits = [
        (browser_of(a_landlord_contact(here.landlord)), "partner:landlord"),
        (browser_of(a_landlord_contact(here.landlord)), "partner:invoices"),
        (browser_of(here.board), "partner:totals"),
        (browser_of(here.board), "board:home"),
        (browser_of(here.board), "board:settlement"),
        (browser_of(here.board), "board:friday"),
    ]
    second, seen = an_actor(a_person(here.cooperative, Role.BOARD)), NOW + timedelta(days=3)
    a_letterhead(here.cooperative)

    def queries() -> dict[str, int]:
        found = {}
        for browser, name in visits:
            with CaptureQueriesContext(connection) as captured:
                page(browser, name)
            found[name] = len(captured)
        return found

    here.repaired(here.dwelling())
    paid_out(here.board, second, pay_on=seen.date(), at=seen)
    few = queries()
    for number in range(4):
        here.repaired(here.dwelling())
        here.helped()
        issue_invoices(here.board, period_start=date(2026, 3, 1), period_end=date(2026, 3, 31), at=NOW)
        later = seen + timedelta(days=7 * number + 7)
        paid_out(here.board, second, pay_on=later.date(), at=later)
    many = queries()
    assert max(few.values()) <= 20, few
    assert all(many[name] <= few[name] + 1 for name in few), (few, many)  # a list that was empty asks its rows


def test_a_resident_and_a_client_of_the_landlord_see_none_of_it(here: Neighbourhood) -> None:
    for person in (a_resident(here.dwelling()), a_client(here.team, a_dwelling(here.landlord)).person):
        assert browser_of(person).get(reverse("board:settlement")).status_code == 403
