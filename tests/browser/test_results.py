"""The pages of results with figures and plots on them: accessible, opened out as well, and within a phone."""

from datetime import timedelta

import pytest

from tests.browser.conftest import DESK, PHONE, Window, check_accessible, check_fits
from tests.build import NOW, a_person, a_request
from tests.insight.test_released import APRIL, Street
from werkplaats.insight.services.rollups import refresh
from werkplaats.members.rules.roles import Role
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_second_factor")]


def test_results_with_plots_are_accessible_and_fit(window: Window) -> None:
    street = Street()
    for home in street.homes:
        request = a_request(home, reported_at=NOW)
        Assessment.objects.create(
            cooperative=street.cooperative,
            request=request,
            outcome=Outcome.LANDLORD,
            reason="Volgens de lijst",
            decided_at=NOW + timedelta(hours=5),
        )
    refresh(street.cooperative.pk, at=NOW)
    street.release(APRIL)
    board = a_person(street.cooperative, Role.BOARD)
    addresses = {
        "/bestuur/resultaten/?from=2026-03&until=2026-05": board,
        f"/buurt/{street.cooperative.slug}/resultaten/": None,
        f"/buurt/{street.cooperative.slug}/open-data/": None,
    }
    for address, viewer in addresses.items():
        screen = window(viewer, size=DESK)
        assert screen.goto(address).status == 200
        assert screen.locator("svg.wp-plot").count() or "open-data" in address
        for summary in screen.locator("main summary").all():
            summary.click()
        check_accessible(screen)
        screen.set_viewport_size(PHONE)
        check_fits(screen)
