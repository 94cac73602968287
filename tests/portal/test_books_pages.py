"""The pages of the books: what they show, for which days, and how a month is closed."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.build import a_pilot
from tests.settlement.books import Books
from werkplaats.members.models import Person
from werkplaats.settlement.models import ClosedMonth, LedgerTransaction
from werkplaats.settlement.rules.booking import Journal, Side
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.services.reminding import remind_payers

pytestmark = pytest.mark.django_db
PAGES = ("books", "books_by_hand", "books_profit_and_loss", "books_balance_sheet", "books_open_items", "books_months")


@pytest.fixture
def here() -> Books:
    return Books()


@pytest.fixture
def browser(here: Books, settings: Any) -> Client:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client = Client(headers={"accept-language": "nl"})
    user = Person.objects.get(pk=here.treasurer.person_id).user
    assert user
    client.force_login(user)
    return client


def page(browser: Client, name: str, *args: Any, status: int = 200, **words: str) -> str:
    answer = browser.get(reverse(f"board:{name}", args=args), words)
    assert answer.status_code == status, answer.content[:300]
    return " ".join(answer.content.decode().replace("&nbsp;", " ").replace("\xa0", " ").split())


@pytest.mark.parametrize("name", PAGES)
def test_a_cooperative_without_bookings_has_pages_as_well(browser: Client, name: str) -> None:
    assert "De boeken" in page(browser, name)


def test_the_statements_show_the_days_that_are_asked(here: Books, browser: Client) -> None:
    here.worked(date(2025, 12, 30), 100_000, 80_000)
    here.worked(date(2025, 3, 30), 200, 150)
    here.worked(date(2026, 3, 10), 6000, 4800)
    march = {"since": "2026-03-01", "until": "2026-03-31"}
    shown = page(browser, "books_profit_and_loss", **march)
    assert "Omzet woningcorporaties" in shown
    assert "€ 60,00" in shown
    assert "€ 12,00" in shown
    assert "€ 0,50" in shown  # a year earlier
    assert "1.000" not in shown
    assert "€ 1.062,00" in page(browser, "books", **march)
    balance = page(browser, "books_balance_sheet", until="2026-03-31")
    assert "Resultaat van eerdere jaren" in balance
    assert "€ 200,50" in balance
    assert "€ 12,00" in balance


def test_from_a_statement_one_goes_to_the_account_and_from_there_to_the_booking(here: Books, browser: Client) -> None:
    booked = here.worked(date(2026, 3, 10), 6000, 4800)
    days = {"since": "2026-03-01", "until": "2026-03-31"}
    address = reverse("board:books_account", args=["1600"])
    assert f'href="{address}?since=2026-03-01&amp;until=2026-03-31"' in page(browser, "books", **days)
    account = page(browser, "books_account", "1600", **days)
    assert here.worker.person.name in account
    assert "BSchCreHac" in account
    assert f'href="{reverse("board:books_booking", args=[booked.number])}"' in account
    booking = page(browser, "books_booking", booked.number)
    assert "Te betalen aan vakmensen" in booking
    assert "Omzet woningcorporaties" in booking


def test_a_pilot_is_a_cost_centre(here: Books, browser: Client) -> None:
    pilot = a_pilot(here.landlord)
    here.worked(date(2026, 3, 10), 6000, 4800, pilot)
    here.worked(date(2026, 3, 10), 1000, 700)
    days = {"since": "2026-01-01", "until": "2026-12-31"}
    assert "€ 70,00" in page(browser, "books_profit_and_loss", **days)
    of_pilot = page(browser, "books_profit_and_loss", **days, pilot=str(pilot.pk))
    assert "€ 60,00" in of_pilot
    assert "€ 70,00" not in of_pilot
    assert f"Alleen van de proef {pilot.name}." in of_pilot
    elsewhere = a_pilot(Books().landlord)
    page(browser, "books_profit_and_loss", pilot=str(elsewhere.pk), status=422)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"until": "gisteren"}, "until"),
        ({"since": "2026-04-01", "until": "2026-03-01"}, "until"),
        ({"since": "2026-02-30"}, "since"),
    ],
)
def test_days_that_cannot_be_are_said_at_their_field_and_the_page_stays(
    browser: Client, words: dict[str, str], field: str
) -> None:
    shown = page(browser, "books", status=422, **words)
    assert f'id="id_{field}_error"' in shown
    assert "Proefbalans" in shown


def test_an_account_or_a_booking_that_is_not_there_is_not_found(here: Books, browser: Client) -> None:
    page(browser, "books_account", "9999", status=404)
    page(browser, "books_booking", 1, status=404)
    Books().worked(date(2026, 3, 10), 6000, 4800)
    page(browser, "books_booking", 1, status=404)


def test_open_items_say_who_owes_what_and_who_was_reminded(here: Books, browser: Client) -> None:
    today = timezone.localdate()
    here.worked(today - timedelta(days=60), 10_000, 8000)
    here.invoiced(today - timedelta(days=50), 10_000, 2100, due_in=30)
    here.bank_charged(today, 100)
    here.booked(Journal.BANK, today, Side(Account.BANK, 500), Side(Account.RECEIVABLE, -500))
    remind_payers(at=timezone.now())
    shown = page(browser, "books_open_items")
    assert here.landlord.name in shown
    assert "€ 121,00" in shown
    assert f"vriendelijk {today.day}-{today.month}-{today.year}" in shown
    assert "€ -5,00 dat bij geen factuur hoort" in shown
    assert "€ 80,00" in shown


def test_the_month_whose_turn_it_is_can_be_closed_once_and_no_other(here: Books, browser: Client) -> None:
    here.worked(date(2026, 3, 10), 6000, 4800)
    assert "maart 2026 afsluiten" in page(browser, "books_months")
    close = reverse("board:books_close")
    for month, status in (("2026-05-01", 422), ("", 422), ("2026-03-01", 302), ("2026-03-01", 302)):
        assert browser.post(close, {"month": month}).status_code == status
    assert [row.month for row in ClosedMonth.objects.all()] == [date(2026, 3, 1)]
    assert "april 2026 afsluiten" in page(browser, "books_months")


def test_a_page_asks_the_database_as_often_for_much_as_for_little(here: Books, browser: Client) -> None:
    def asked() -> list[int]:
        counts = []
        for name in PAGES:
            with CaptureQueriesContext(connection) as captured:
                page(browser, name, since="2026-01-01", until="2026-12-31") if name != "books_months" else page(
                    browser, name
                )
            counts.append(len(captured))
        return counts

    def month(number: int) -> None:
        here.worked(date(2026, number, 3), 6000, 4800, a_pilot(here.landlord))
        here.invoiced(date(2026, number, 4), 6000, 1260)

    month(3)
    asked()
    little = asked()
    for number in (3, 4, 5, 6):
        month(number)
    assert asked() == little


def form_of(**lines: str) -> dict[str, str]:
    return {"form_token": str(uuid4()), "booked_on": "2026-03-10", "description": "Inleg van leden", **lines}


PUT_IN = {"account_1": "bank", "debit_1": "50,00", "account_2": "equity_members", "credit_2": "50"}


def test_a_booking_is_made_by_hand_and_taken_back(here: Books, browser: Client) -> None:
    made = browser.post(reverse("board:books_by_hand"), form_of(**PUT_IN), follow=True)
    assert "Inleg van leden" in made.content.decode()
    address = made.redirect_chain[-1][0]
    assert browser.post(address, {"reason": ""}).status_code == 422
    back = browser.post(address, {"reason": "Verkeerde rekening"}, follow=True)
    assert "Verkeerde rekening" in back.content.decode()
    assert browser.post(address, {"reason": "Nog eens"}).status_code == 200  # there is no form any more
    assert LedgerTransaction.objects.count() == 2
    assert "€ 0,00" in page(browser, "books_balance_sheet")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"credit_2": "49"}, "Debet en credit zijn samen niet gelijk."),
        ({"account_2": ""}, "Kies de rekening van dit bedrag."),
        ({"debit_2": "50"}, "Een regel heeft een bedrag debet of credit, niet allebei."),
        ({"account_2": "receivable"}, "receivable"),
        ({"booked_on": "2999-01-01"}, "Deze dag moet nog komen."),
        ({"debit_1": "veel"}, "id_debit_1_error"),
    ],
)
def test_a_booking_that_is_not_right_says_why_and_loses_nothing(
    browser: Client, changes: dict[str, str], said: str
) -> None:
    answer = browser.post(reverse("board:books_by_hand"), form_of(**{**PUT_IN, **changes}))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Inleg van leden" in answer.content.decode()
    assert not LedgerTransaction.objects.exists()


def test_a_booking_of_work_is_not_taken_back_by_hand(here: Books, browser: Client) -> None:
    booked = here.worked(date(2026, 3, 10), 6000, 4800)
    address = reverse("board:books_booking", args=[booked.number])
    assert "reason" not in page(browser, "books_booking", booked.number)
    browser.post(address, {"reason": "Toch maar wel"})
    assert LedgerTransaction.objects.count() == 1


def test_a_late_invoice_is_written_off(here: Books, browser: Client) -> None:
    invoice = here.invoiced(date(2026, 1, 10), 1000, 210)
    address = reverse("board:books_write_off", args=[invoice.number])
    assert address in page(browser, "books_open_items")
    assert "€ 12,10" in page(browser, "books_write_off", invoice.number)
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "Failliet"}).status_code == 302
    assert "Alle facturen zijn betaald." in page(browser, "books_open_items")
    assert browser.get(address).status_code == 404
