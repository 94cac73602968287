"""Whoever has to pay hears of the invoice and can read it; who gave a mandate hears when it is collected."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.build import NOW, TODAY, a_district_team_contact, a_person
from tests.portal.scenes import signed_in, text
from tests.settlement.test_debiting import IBAN, a_mandate, a_member
from tests.settlement.test_pdf import words
from tests.settlement.test_services import PERIOD, Neighbourhood
from tests.settlement.work import a_tariff
from werkplaats.members.models import Notice, Person
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.models import Charge, Invoice
from werkplaats.settlement.papers import invoice_pdf
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services import charge_month, issue_invoices, set_creditor

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def a_contribution(here: Neighbourhood, member: Person) -> Invoice:
    a_tariff(here.cooperative, TariffKind.MEMBERSHIP, Rate(RateKind.CONTRIBUTION_YEAR, item="person", cents=1200))
    charge_month(here.treasurer, PERIOD["period_start"], at=LATER)
    assert Charge.objects.filter(person=member).exists()
    return issue_invoices(here.treasurer, **PERIOD, at=LATER).pop()


def test_a_member_hears_of_an_invoice_and_reads_it_and_nobody_elses() -> None:
    here = Neighbourhood()
    member = a_member(here.cooperative)
    invoice = a_contribution(here, member)
    notice = Notice.objects.get(event=f"invoice-issued:{invoice.pk}")
    assert notice.person == member
    assert "/mijn/facturen/" in notice.body
    browser = signed_in(member.pk)
    assert "Invoice 1 (PDF)" in text(browser.get(reverse("account:invoices")))
    assert browser.get(reverse("account:invoice", args=[1])).content.startswith(b"%PDF")
    assert browser.get(reverse("account:invoice_ubl", args=[1])).status_code == 404
    other = signed_in(a_person(here.cooperative, Role.RESIDENT).pk)
    assert "There is no invoice yet" in text(other.get(reverse("account:invoices")))
    assert other.get(reverse("account:invoice", args=[1])).status_code == 404


def test_a_municipality_hears_of_its_invoice_and_its_team_reads_it() -> None:
    here = Neighbourhood()
    here.helped()
    invoice = issue_invoices(here.treasurer, **PERIOD, at=LATER).pop()
    assert Notice.objects.get(event=f"invoice-issued:{invoice.pk}").to == here.team.email
    browser = signed_in(a_district_team_contact(here.team).person_id)
    assert "Invoice 1 (UBL)" in text(browser.get(reverse("account:invoices")))
    assert browser.get(reverse("account:invoice", args=[1])).status_code == 200


def test_who_gave_a_mandate_is_not_asked_to_pay_but_told_when_it_is_collected() -> None:
    here = Neighbourhood()
    set_creditor(here.treasurer, identifier="NL69ZZZ123456780000", valid_from=TODAY, at=NOW)
    member = a_member(here.cooperative)
    a_mandate(here, member)
    invoice = a_contribution(here, member)
    body = Notice.objects.get(event=f"invoice-issued:{invoice.pk}").body
    on_paper = words(invoice_pdf(invoice))
    first_day = date(2026, 5, 4)  # fourteen days after it, and banks are open
    for told in (body, on_paper):
        assert f"{first_day.day}-{first_day.month}-{first_day.year}" in told
        assert "M-1" in told
        assert "NL69ZZZ123456780000" in told
    assert IBAN in body
    assert "overmaken" not in on_paper
    assert "Graag betalen" not in on_paper
