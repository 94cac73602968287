"""The pages of papers: invoices of workers, how payers want theirs, an own address, and VAT by hand."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tests.build import browser_of
from tests.settlement.test_payers import BLOCKED, Chain
from tests.settlement.test_services import SEEN, Neighbourhood
from tests.settlement.test_tariffs import Board
from werkplaats.settlement.models import InvoiceAddress, PayerTerms, VatByHand
from werkplaats.settlement.services import make_self_bills

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]


def read(browser: Browser, name: str, *args: Any, status: int = 200, **words: Any) -> str:
    answer = browser.get(reverse(name, args=args), words)
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


def test_the_treasurer_sees_the_invoices_of_all_workers_as_pdf_and_ubl() -> None:
    here = Neighbourhood()
    browser = browser_of(here.treasurer)
    assert "Er is nog geen factuur" in read(browser, "board:self_bills")
    here.repaired(60)
    (bill,) = make_self_bills(here.treasurer, at=SEEN)
    page = read(browser, "board:self_bills")
    assert f"Factuur 1 van {here.worker.person.name} (UBL)" in page
    own = [here.worker.pk, bill.number]
    assert browser.get(reverse("board:self_bill", args=own)).content.startswith(b"%PDF")
    missing = read(browser, "board:self_bill_ubl", *own, status=422)
    assert "Het adres van de vakmens ontbreekt" in missing
    elsewhere = browser_of(Neighbourhood().treasurer)
    assert elsewhere.get(reverse("board:self_bill", args=own)).status_code == 404


def test_a_worker_fills_in_the_address_and_has_the_e_invoice() -> None:
    here = Neighbourhood()
    here.worker.vat_number = "NL123456782B01"
    here.worker.save()
    here.repaired(60)
    (bill,) = make_self_bills(here.treasurer, at=SEEN)
    phone = browser_of(here.worker.person)
    assert "Wij weten uw adres nog niet" in read(phone, "worker:money")
    phone.post(reverse("worker:invoice_address"), {"street": "Leusderweg 1", "postcode": "", "city": "Amersfoort"})
    assert not InvoiceAddress.objects.exists()
    given = {"street": "Leusderweg 1", "postcode": "3817 KA", "city": "Amersfoort"}
    assert phone.post(reverse("worker:invoice_address"), given).status_code == 302
    assert "Leusderweg 1, 3817 KA Amersfoort" in read(phone, "worker:money")
    read(phone, "worker:self_bill_ubl", bill.number, status=422)  # our own VAT number is missing
    set_number(here)
    assert "selfbilling" in read(phone, "worker:self_bill_ubl", bill.number)


def set_number(here: Neighbourhood) -> None:
    from tests.settlement.test_e_invoices import a_letterhead

    a_letterhead(here)


def test_how_a_payer_wants_its_invoices_is_agreed_on_the_page() -> None:
    here = Chain()
    browser = browser_of(here.treasurer)
    page = read(browser, "board:payer_terms", payer=f"l{here.landlord.pk}")
    assert BLOCKED in page
    assert "op onze g-rekening 30 % van de arbeid" in page.replace("\xa0", " ")
    given = {
        "payer": f"l{here.landlord.pk}", "reports": "with_photos", "e_invoice": "nlcius", "blocked_percent": "12,5",
        "blocked_of": "total", "valid_from": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert browser.post(reverse("board:payer_terms"), given).status_code == 302
    made = PayerTerms.objects.latest("pk")
    assert (made.reports, made.e_invoice, made.blocked_of) == ("with_photos", "nlcius", "total")
    assert float(made.blocked_percent) == 12.5
    team = {**given, "payer": f"t{here.team.pk}"}
    refused = browser.post(reverse("board:payer_terms"), team)
    assert refused.status_code == 422
    assert "eigenbouwer" in refused.content.decode()
    nobody = browser.post(reverse("board:payer_terms"), {**given, "payer": "l999999"})
    assert nobody.status_code == 422
    assert PayerTerms.objects.count() == 2


def test_vat_of_a_bill_from_abroad_is_booked_on_the_page_and_stands_in_the_return() -> None:
    here = Board()
    browser = browser_of(here.board)
    assert "kan niet voorkomen" in read(browser, "board:vat")
    today = timezone.localdate()
    given = {
        "form_token": str(uuid4()), "box": "4b", "booked_on": today.isoformat(), "net": "100,00", "vat": "21",
        "serves": "taxed", "why": "Software uit Ierland",
    }  # fmt: skip
    assert browser.post(reverse("board:vat_by_hand"), {**given, "vat": "0"}).status_code == 422
    answer = browser.post(reverse("board:vat_by_hand"), given)
    assert answer.status_code == 302
    made = VatByHand.objects.get()
    assert (made.net_cents, made.vat_cents, made.deductible_cents) == (10000, 2100, 2100)
    quarter = f"{today.year}-{(today.month + 2) // 3}"
    assert "Software uit Ierland" in read(browser, "board:vat", quarter=quarter)
    table = read(browser, "board:vat_csv", quarter=quarter)
    assert "Software uit Ierland" in table
    assert "4b" in table
