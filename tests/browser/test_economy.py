"""The pages of the neighbourhood's economy with a month of work in them: accessible, and never wider than a phone."""

import pytest
from django.urls import reverse

from tests.browser.conftest import DESK, PHONE, Window, check_accessible, check_fits
from tests.build import NOW
from tests.insight.test_figures_economy import Neighbourhood
from werkplaats.members.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_second_factor")]

MARCH = "?since=2026-03&until=2026-03"


def test_every_page_of_the_economy_is_accessible_and_fits(window: Window) -> None:
    here = Neighbourhood()
    here.taking_part(here.pilot, 1, NOW, dwelling=here.dwelling)
    here.repaired(here.near, 60, material=500)
    here.repaired(here.far, 120)
    here.helped()
    screen = window(Person.objects.get(pk=here.board.person_id), size=DESK)
    for address in (
        reverse("board:economy") + MARCH,
        reverse("board:economy_costs") + MARCH,
        reverse("board:assumptions"),
        reverse("board:assumption", args=["subsidy"]),
        reverse("board:district"),
        reverse("board:earlier_work"),
    ):
        answer = screen.goto(address)
        assert answer is not None
        assert answer.status == 200
        check_accessible(screen)
        screen.set_viewport_size(PHONE)
        check_fits(screen)
        screen.set_viewport_size(DESK)
