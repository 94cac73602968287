"""The page Friday: two people, one thing to do for each, and everything that waits with its reason."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tests.build import a_person, an_actor
from tests.insight.test_queries import Neighbourhood
from tests.portal.test_partner_board import browser_of, page
from tests.settlement.test_debiting import a_member
from tests.settlement.work import a_letterhead
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.models import Payout, PayRun
from werkplaats.settlement.rules.pay_run import RunStatus
from werkplaats.settlement.services import dispute, set_creditor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]


@pytest.fixture
def here() -> Neighbourhood:
    found = Neighbourhood()
    a_letterhead(found.cooperative)
    return found


def drafted(here: Neighbourhood, browser: Browser) -> PayRun:
    here.repaired(here.dwelling())
    today = timezone.localdate().isoformat()
    assert browser.post(reverse("board:pay_draft"), {"pay_on": today}).status_code == 302
    return PayRun.objects.get(cooperative=here.cooperative)


def main_actions(text: str) -> int:
    main = text[text.index("<main") :]
    return main.count("utrecht-button--primary-action") + main.count("utrecht-button-link--primary-action")


def test_an_empty_friday_is_calm(here: Neighbourhood) -> None:
    text = page(browser_of(here.board), "board:friday")
    for part in ("Alles is klaar", "Er is niets te betalen en niets te factureren", "Er wacht niets"):
        assert part in text
    assert main_actions(text) == 0


def test_one_makes_the_run_another_approves_it_and_the_file_is_there(here: Neighbourhood) -> None:
    first, second = browser_of(here.board), browser_of(a_person(here.cooperative, Role.COORDINATOR, name="Marjan"))
    run = drafted(here, first)
    waiting = page(first, "board:friday")
    assert "Iemand anders keurt nu goed" in waiting
    assert "Marjan" in waiting
    assert main_actions(waiting) == 0
    asked = page(second, "board:friday")
    assert "NL91ABNA0417164300" in asked
    assert main_actions(asked) == 1
    assert first.get(reverse("board:pay_file", args=[run.number])).status_code == 404
    assert second.post(reverse("board:pay_approve", args=[run.number])).status_code == 302
    assert main_actions(page(first, "board:friday")) == 1
    assert first.post(reverse("board:pay_send", args=[run.number])).status_code == 302
    assert "Download het bestand" in page(second, "board:friday")
    file = first.get(reverse("board:pay_file", args=[run.number]))
    assert file["Content-Type"] == "application/xml"
    assert file["Content-Disposition"] == 'attachment; filename="uitbetaling-1.xml"'
    assert b"pain.001.001.09" in file.content
    payout = Payout.objects.get()
    assert f"UITB-1-{payout.pk}".encode() in file.content
    listed = page(first, "board:pay_run", run.number)
    assert here.plumber.person.name in listed
    assert "€ 40,00" in listed


def test_on_the_day_that_a_run_was_sent_there_is_a_button_for_who_can_be_paid_since(here: Neighbourhood) -> None:
    first, second = browser_of(here.board), browser_of(a_person(here.cooperative, Role.COORDINATOR, name="Marjan"))
    run = drafted(here, first)
    second.post(reverse("board:pay_approve", args=[run.number]))
    first.post(reverse("board:pay_send", args=[run.number]))
    here.repaired(here.dwelling())
    waiting = page(first, "board:friday")
    for part in ("Download het bestand", "Wie in een volgende betaalronde kan worden betaald", "Betaalronde maken"):
        assert part in waiting
    assert main_actions(waiting) == 1
    assert first.post(reverse("board:pay_draft"), {"pay_on": timezone.localdate().isoformat()}).status_code == 302
    assert "Iemand anders keurt nu goed" in page(first, "board:friday")


def test_who_made_the_run_is_told_why_it_cannot_be_approved(here: Neighbourhood) -> None:
    browser = browser_of(here.board)
    run = drafted(here, browser)
    answer = browser.post(reverse("board:pay_approve", args=[run.number]), follow=True)
    assert "U hebt deze betaalronde zelf gemaakt." in answer.content.decode()
    run.refresh_from_db()
    assert run.status == RunStatus.DRAFTED


def test_a_run_can_be_withdrawn_until_it_is_sent(here: Neighbourhood) -> None:
    browser = browser_of(here.board)
    run = drafted(here, browser)
    assert browser.post(reverse("board:pay_withdraw", args=[run.number])).status_code == 302
    run.refresh_from_db()
    assert run.status == RunStatus.WITHDRAWN
    answer = browser.post(reverse("board:pay_withdraw", args=[run.number]), follow=True)
    assert "Iemand anders heeft dit intussen gedaan." in answer.content.decode()


def test_a_day_that_has_passed_is_said_at_the_field(here: Neighbourhood) -> None:
    here.repaired(here.dwelling())
    browser = browser_of(here.board)
    answer = browser.post(reverse("board:pay_draft"), {"pay_on": "2026-01-02"})
    assert answer.status_code == 422
    assert "Deze dag is voorbij." in answer.content.decode()
    assert not PayRun.objects.exists()


def test_a_dispute_is_read_and_answered(here: Neighbourhood) -> None:
    job = here.repaired(here.dwelling())
    worker = an_actor(here.plumber.person)
    (earning,) = job.visits.get().timesheets.get().settlements.get().earnings.all()
    found = dispute(worker, earning.pk, text="Het was twee uur.", at=timezone.now())
    browser = browser_of(here.board)
    text = page(browser, "board:friday")
    assert "Het was twee uur." in text
    assert "De vakmens zegt dat dit niet klopt." in text
    url = reverse("board:dispute_answer", args=[found.pk])
    browser.post(url, {"answer": " "})  # without words it stays
    assert "Het was twee uur." in page(browser, "board:friday")
    assert browser.post(url, {"answer": "Een uur, zie de foto."}).status_code == 302
    assert "Het was twee uur." not in page(browser, "board:friday")


def test_a_blocked_account_is_kept_and_shown(here: Neighbourhood) -> None:
    browser, address = browser_of(here.board), reverse("board:blocked_accounts")
    given = {"worker": here.plumber.pk, "iban": "NL86INGB0002445588", "percent": "25", "valid_from": "2026-01-01"}
    assert browser.post(address, {**given, "iban": "NL00INGB0002445588"}).status_code == 422
    assert "Niemand heeft een g-rekening" in page(browser, "board:blocked_accounts")
    assert browser.post(address, given).status_code == 302
    assert "NL86INGB0002445588" in page(browser, "board:blocked_accounts")
    assert browser.post(address, {**given, "percent": "0", "valid_from": "2026-02-01"}).status_code == 302
    assert "NL86INGB0002445588" not in page(browser, "board:blocked_accounts")


def test_debits_ask_for_the_identifier_first_then_for_nothing(here: Neighbourhood) -> None:
    browser = browser_of(here.board)
    assert "Eerst: de incassant-ID" in page(browser, "board:debits")
    wrong = browser.post(reverse("board:creditor"), {"identifier": "NL00ZZZ"})
    assert wrong.status_code == 422
    set_creditor(here.board, identifier="NL69ZZZ123456780000", valid_from=timezone.localdate(), at=timezone.now())
    text = page(browser, "board:debits")
    assert "Nu is er niets te incasseren" in text
    assert main_actions(text) == 0


def test_a_mandate_is_kept_and_withdrawn_on_the_page(here: Neighbourhood) -> None:
    browser, member = browser_of(here.board), a_member(here.cooperative)
    given = {
        "person": member.pk, "name": "E. de Wit", "iban": "NL44RABO0123456789",
        "signed_on": (timezone.localdate() - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    assert browser.post(reverse("board:mandate"), {**given, "iban": "NL00"}).status_code == 422
    assert browser.post(reverse("board:mandate"), given).status_code == 302
    mandate = member.mandates.get()
    assert "M-1" in page(browser, "board:debits")
    assert browser.post(reverse("board:mandate_end", args=[mandate.pk])).status_code == 302
    mandate.refresh_from_db()
    assert mandate.withdrawn_on == timezone.localdate()
