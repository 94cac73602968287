"""The treasurer corrects what was settled; nothing is erased."""

import pytest
from django.db.models import Sum
from django.test import Client as Browser
from django.urls import reverse

from tests.settlement.test_services import PERIOD, SEEN, Neighbourhood
from werkplaats.members.models import Person
from werkplaats.settlement.models import Charge, Earning, LedgerEntry, Settlement
from werkplaats.settlement.services import correct, issue_invoices

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(settings: object) -> tuple[Neighbourhood, Browser]:
    settings.STAFF_NEEDS_SECOND_FACTOR = False  # type: ignore[attr-defined]
    here, browser = Neighbourhood(), Browser()
    user = Person.objects.get(pk=here.treasurer.person_id).user
    assert user
    browser.force_login(user)
    return here, browser


def test_the_minutes_are_corrected_and_both_sides_follow(board: tuple[Neighbourhood, Browser]) -> None:
    here, browser = board
    first = here.repaired(90)
    assert here.dwelling.address in browser.get(reverse("board:settled")).content.decode()
    address = reverse("board:correct", args=[first.pk])
    assert "Algemeen tarief: 21 %" in browser.get(address).content.decode()  # why a line has its VAT
    assert browser.post(address, {"minutes": "60", "reason": ""}).status_code == 422
    assert browser.post(address, {"minutes": "60", "reason": "Het was een uur."}).status_code == 302
    assert Settlement.objects.aggregate(c=Sum("charged_cents"), e=Sum("earned_cents"), m=Sum("minutes")) == {
        "c": 4800, "e": 4000, "m": 60,
    }  # fmt: skip
    assert Charge.objects.aggregate(c=Sum("net_cents"))["c"] == 4800
    assert LedgerEntry.objects.aggregate(c=Sum("amount_cents"))["c"] == 0
    assert browser.get(address).status_code == 404  # it is the later one that is corrected now


def test_what_is_waived_after_the_invoice_comes_on_a_credit_note(board: tuple[Neighbourhood, Browser]) -> None:
    here, browser = board
    first = here.repaired(60)
    (invoice,) = issue_invoices(here.treasurer, **PERIOD, at=SEEN)
    address = reverse("board:correct", args=[first.pk])
    assert browser.post(address, {"waived": "on", "reason": "Verkeerde woning."}).status_code == 302
    (credit,) = issue_invoices(here.treasurer, **PERIOD, at=SEEN)
    assert (credit.credits, credit.total_cents) == (invoice, -invoice.total_cents)
    assert Earning.objects.aggregate(c=Sum("net_cents"))["c"] == 0
    page = browser.get(reverse("board:settlement")).content.decode()
    assert "gecrediteerd" in page  # and not paid, because nobody paid
    assert "betaald" not in page[page.index("<caption") :]


def test_a_correction_is_corrected_again_and_the_sum_is_the_last_one(board: tuple[Neighbourhood, Browser]) -> None:
    here, _ = board
    second = correct(here.treasurer, here.repaired(90).pk, reason="Een uur.", minutes=60, at=SEEN)
    correct(here.treasurer, second.pk, reason="Toch niet.", minutes=75, at=SEEN)
    assert Settlement.objects.aggregate(c=Sum("charged_cents"), m=Sum("minutes")) == {"c": 6000, "m": 75}
