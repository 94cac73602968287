"""Two minutes of questions on a phone, and the pages on living together: accessible, and as wide as the screen."""

import pytest
from django.test import Client

from tests.browser.conftest import DESK, PHONE, Window, check_accessible, check_fits
from tests.browser.people import Visitor
from tests.build import a_cooperative, a_person
from tests.portal.test_social_page import MARCH, visits
from tests.portal.test_social_page import a_round as a_closed_round
from tests.portal.test_survey_pages import a_round, invited
from werkplaats.insight.models import SurveyAnswer
from werkplaats.insight.rules.surveys import SurveyKind
from werkplaats.members.rules.roles import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_second_factor")]


@pytest.mark.parametrize("kind", SurveyKind)
def test_the_questions_are_answered_on_a_phone_without_scripts(kind: SurveyKind, window: Window) -> None:
    address = invited(a_round(a_cooperative(slug="buurt"), kind), "helper")
    assert Client().get(address).status_code == 200  # the program is there before a browser waits for it
    with_scripts = window(size=PHONE)
    with_scripts.goto(address)
    check_accessible(with_scripts)
    check_fits(with_scripts)
    phone = Visitor(window(size=PHONE, scripts=False), scripts=False).opens(address)
    phone.presses("Verstuur mijn antwoorden").sees("Er klopt nog iets niet")
    for group in phone.page.locator("fieldset[role=radiogroup]").all():
        group.locator("input[type=radio]").nth(2).check()
    phone.presses("Verstuur mijn antwoorden").sees("Wij hebben uw antwoorden")
    phone.opens(address).sees("U hebt al geantwoord")
    assert SurveyAnswer.objects.count() == 1


def test_the_pages_of_the_board_are_accessible_with_rows_and_without(window: Window) -> None:
    empty, full = a_cooperative(), a_cooperative()
    visits(full, 11)
    a_closed_round(full, 10)
    open_rounds = [a_round(full, kind) for kind in SurveyKind]
    for cooperative in (empty, full):
        screen = window(a_person(cooperative, Role.BOARD), size=DESK)
        addresses = ["/bestuur/samenleven/", f"/bestuur/samenleven/{MARCH}", "/bestuur/vragenlijsten/"]
        if cooperative == full:
            for one in open_rounds:
                addresses += [f"/bestuur/vragenlijsten/{one.pk}/{page}/" for page in ("papier", "afdrukken")]
        for address in addresses:
            answer = screen.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            check_accessible(screen)
            screen.set_viewport_size(PHONE)
            check_fits(screen)
            screen.set_viewport_size(DESK)
