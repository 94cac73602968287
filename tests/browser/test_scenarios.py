"""What if, at a desk: every page can be read by everybody and fits, with results and before there are any."""

from typing import Any

import pytest
from django.urls import reverse

from tests.browser.conftest import DESK, Window, check_accessible, check_fits
from tests.build import NOW, a_cooperative, a_person, an_actor
from tests.insight.test_scenarios import small, ticking
from werkplaats.insight.rules.whatif import Crew
from werkplaats.insight.services.scenarios import run_scenario, save_scenario, work_out_scenario
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_pages_of_what_if_are_accessible_and_fit(window: Window, settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    person = a_person(a_cooperative(), Role.BOARD)
    board, screen = an_actor(person), window(person, size=DESK)

    def looks_at(name: str, *args: int, query: str = "") -> None:
        screen.goto(reverse(name, args=args) + query)
        check_accessible(screen)
        check_fits(screen)

    looks_at("board:scenarios")
    one = save_scenario(board, "Zoals het nu is", small(crews=(Crew(("LOO", "CVI"), 1, 24),)), at=NOW)
    other = save_scenario(board, "Niemand", small(crews=(), helpers=(), coordinators=0), at=NOW)
    for row in (one, other):
        work_out_scenario(run_scenario(board, row.pk, runs=2, at=NOW).pk, clock=ticking(), processes=1)
        looks_at("board:scenario", row.pk)
    looks_at("board:scenarios")
    looks_at("board:scenario_compare", query=f"?s={one.pk}&s={other.pk}")
    looks_at("board:scenario_new", query=f"?from={one.pk}")
    screen.get_by_role("button", name="Bewaren en doorrekenen").click()
    screen.locator(".utrecht-textbox--invalid, [aria-invalid=true]").first.wait_for()
    check_accessible(screen)
    waits = save_scenario(board, "Wacht", small(), at=NOW)
    run_scenario(board, waits.pk, at=NOW)
    looks_at("board:scenario", waits.pk)
    assert screen.get_by_text("wordt zo doorgerekend").count() == 1
