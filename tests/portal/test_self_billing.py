"""A self-employed worker agrees that we make the invoices, says what is not right, and reads the invoice."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.settlement.test_services import SEEN, Neighbourhood
from werkplaats.settlement.models import Dispute, SelfBillingConsent
from werkplaats.settlement.services import make_self_bills

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


@pytest.fixture
def phone(here: Neighbourhood) -> Browser:
    browser = Browser()
    assert here.worker.person.user
    browser.force_login(here.worker.person.user)
    return browser


def money(phone: Browser) -> str:
    answer: Any = phone.get(reverse("worker:money"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_who_has_not_agreed_is_asked_and_agrees_with_one_button(here: Neighbourhood, phone: Browser) -> None:
    SelfBillingConsent.objects.update(withdrawn_at=SEEN)
    assert "Ja, maak mijn facturen" in money(phone)
    for _ in range(2):
        assert phone.post(reverse("worker:self_billing"), {"agree": "yes"}).status_code == 302
    assert SelfBillingConsent.objects.filter(worker=here.worker, withdrawn_at=None).count() == 1
    assert "Ja, maak mijn facturen" not in money(phone)
    phone.post(reverse("worker:self_billing"), {"agree": "no"})
    assert not SelfBillingConsent.objects.filter(withdrawn_at=None).exists()


def test_a_line_that_is_not_right_is_said_once_with_words_and_is_not_billed(
    here: Neighbourhood, phone: Browser
) -> None:
    earning = here.repaired(60).earnings.get()
    address = reverse("worker:dispute", args=[earning.pk])
    phone.post(address, {"text": "  "})
    assert not Dispute.objects.exists()
    phone.post(address, {"text": "Het was anderhalf uur."})
    phone.post(address, {"text": "Nog eens."})
    assert Dispute.objects.get().text == "Het was anderhalf uur."
    assert "Het was anderhalf uur." in money(phone)
    assert make_self_bills(here.treasurer, at=SEEN) == []


def test_the_invoice_that_was_made_is_read_by_its_worker_alone(here: Neighbourhood, phone: Browser) -> None:
    here.repaired(60)
    (bill,) = make_self_bills(here.treasurer, at=SEEN)
    assert "Factuur 1 (PDF)" in money(phone)
    address = reverse("worker:self_bill", args=[bill.number])
    assert phone.get(address).content.startswith(b"%PDF")
    here.helped(60)
    other = Browser()
    helper = type(here.worker).objects.exclude(pk=here.worker.pk).get()
    assert helper.person.user
    other.force_login(helper.person.user)
    assert other.get(address).status_code == 404
