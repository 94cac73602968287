"""The treasurer matches lines of the bank with the keyboard alone."""

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import DESK, Window, check_accessible, check_fits
from tests.build import a_person
from tests.settlement.bank_files import THEIRS, a_line
from tests.settlement.test_bank_services import Bank, named
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.queries_bank import unmatched

pytestmark = pytest.mark.django_db(transaction=True)


def test_enter_accepts_the_first_proposal_and_a_number_another_one(window: Window, settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    here = Bank()
    second = here.another_invoice()
    here.take(
        named(here.invoice, 5000),
        a_line(second.total_cents, iban=THEIRS, description=f"{here.invoice.number} {second.number}"),
        a_line(-995, description="Kosten"),
    )
    first, other, costs = unmatched(here.treasurer)
    screen: Any = window(a_person(here.cooperative, Role.BOARD), size=DESK)
    screen.goto(reverse("board:bank"))
    check_accessible(screen)
    check_fits(screen)
    screen.keyboard.press("j")  # to the first line
    screen.keyboard.press("Enter")
    screen.wait_for_url(f"**{reverse('board:bank_line', args=[first.pk])}")
    check_accessible(screen)
    check_fits(screen)
    screen.keyboard.press("Enter")  # the first proposal has the focus
    screen.wait_for_url(f"**{reverse('board:bank_line', args=[other.pk])}")
    assert here.open(here.invoice) == 808
    screen.locator('[data-wp-key="1"]').wait_for()
    screen.keyboard.press("1")
    screen.wait_for_url(f"**{reverse('board:bank_line', args=[costs.pk])}")
    assert here.open(second) == 0
    for name in ("board:bank_history", "board:bank"):
        screen.goto(reverse(name))
        check_accessible(screen)
        check_fits(screen)
    screen.goto(reverse("board:bank_line", args=[first.pk]))
    check_accessible(screen)
