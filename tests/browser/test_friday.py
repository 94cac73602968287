"""Friday, walked by two people at their own desks: from what was signed to the file for the bank."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import DESK, Window
from tests.browser.people import Visitor
from tests.build import a_person, a_worker
from tests.settlement.test_services import Neighbourhood
from tests.settlement.work import a_repair_job, a_timesheet
from werkplaats.members.rules.roles import Role
from werkplaats.settlement.models import Payout
from werkplaats.settlement.services import settle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_second_factor")]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_two_people_pay_everybody_on_friday(window: Window, scripts: bool) -> None:
    here, days_ago = Neighbourhood(), timezone.now() - timedelta(days=5)
    other = a_worker(here.cooperative)  # self-employed, and agreed to nothing
    for worker in (here.worker, other):
        settle(a_timesheet(a_repair_job(here.dwelling), worker, 90), at=days_ago)
    wouter = a_person(here.cooperative, Role.BOARD, name="Wouter Bos")
    marjan = a_person(here.cooperative, Role.COORDINATOR, name="Marjan de Vries")

    def at_the_desk_of(person: object) -> Visitor:
        return Visitor(window(person, size=DESK, scripts=scripts), scripts=scripts).opens("/bestuur/vrijdag/")

    first = at_the_desk_of(wouter).sees("1 persoon kan worden betaald: € 60,00", "Stap 1 van 3", other.person.name)
    first.sees("Deze vakmens laat ons geen facturen maken")
    first.presses("Betaalronde maken").sees("Iemand anders keurt nu goed", "Marjan de Vries")
    assert first.page.get_by_role("button", name="Goedkeuren").count() == 0

    second = at_the_desk_of(marjan).sees("Wouter Bos vraagt om uw goedkeuring", "€ 60,00", here.worker.iban)
    second.presses("Goedkeuren").sees("Bestand maken")

    first.opens("/bestuur/vrijdag/").presses("Bestand maken").sees("Geef het bestand aan de bank")
    file = first.fetches("Download het bestand")
    assert f"UITB-1-{Payout.objects.get().pk}".encode() in file
    second.opens("/bestuur/vrijdag/").follows("Betaalronde 1", inside="main")
    second.sees("Gemaakt door Wouter Bos", "Goedgekeurd door Marjan de Vries", "bij de bank")


def test_an_empty_friday_is_calm_and_debits_ask_for_the_identifier(window: Window) -> None:
    here = Neighbourhood()
    board = Visitor(window(a_person(here.cooperative, Role.BOARD), size=DESK)).opens("/bestuur/vrijdag/")
    board.sees("Alles is klaar", "Er wacht niets")
    board.follows("Incasso", inside="main").fills(identifier="NL69ZZZ123456780000").presses("Bewaren")
    board.sees("Nu is er niets te incasseren", "Er heeft nog niemand een machtiging getekend.")
    board.opens_up("Een getekende machtiging bewaren")
