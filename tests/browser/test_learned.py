"""What was learned, in a real browser: on a phone, at a desk and without scripts."""

from typing import Any

import pytest

from tests.browser.conftest import DESK, PHONE, Window
from tests.browser.people import Visitor
from tests.triage.test_learning_services import Desk, own_word
from werkplaats.members.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, True), (DESK, True), (PHONE, False)], ids=["phone", "desk", "no scripts"]
)
def test_going_back_is_one_press(window: Window, settings: Any, size: dict[str, int], scripts: bool) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    place = Desk()
    page = window(Person.objects.get(pk=place.coordinator.person_id), size=size, scripts=scripts)
    desk = Visitor(page, scripts=scripts).opens("/coordinator/lijsten/").follows("Wat het programma heeft geleerd")
    desk.sees("Er is nog niets geleerd", "Vanaf 60 leert het programma")
    first = place.decided().learns()
    place.decides(own_word(25))
    second = place.learns(1)
    assert first is not None
    assert second is not None
    desk.opens("/coordinator/lijsten/geleerd/").sees("beoordeelt nu", "beoordeelde eerder")
    desk.opens_up("Hoe leert het").sees("minstens 3 verschillende woningen")
    desk.goes(lambda: page.get_by_role("button", name="Naar dit model terug").click())
    desk.sees("Dit model beoordeelt weer.")
    assert place.states == ["live", "set_aside"]
