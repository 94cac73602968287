"""What if, on the board's pages: begin with how it is now, try another scenario, put them side by side."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.build import NOW, a_cooperative, a_dwelling, a_landlord, a_person, a_pilot, a_worker, an_actor
from tests.insight.test_scenarios import part, small, ticking
from tests.insight.whatif_scenes import a_scenario
from tests.settlement.work import tariffs
from werkplaats.insight.models import SavedScenario, ScenarioRun
from werkplaats.insight.rules.whatif import Crew, Scenario
from werkplaats.insight.rules.whatif.running import RunStatus
from werkplaats.insight.rules.whatif.scenario import from_json
from werkplaats.insight.services.scenarios import run_scenario, save_scenario, work_out_scenario
from werkplaats.members.rules.roles import Actor, Role
from werkplaats.portal.board.scenario_forms import ScenarioForm
from werkplaats.portal.board.scenario_words import say, time_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]
LIST = "board:scenarios"


class Board:
    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        person = a_person(self.cooperative, Role.BOARD, language="en")
        self.actor: Actor = an_actor(person)
        self.browser = Browser(headers={"accept-language": "en"})
        assert person.user
        self.browser.force_login(person.user)

    def page(self, name: str, *args: Any, status: int = 200, **words: Any) -> str:
        response = self.browser.get(reverse(name, args=args), words)
        assert response.status_code == status, response.content[:500]
        return response.content.decode()

    def posts(self, name: str, *args: Any, **words: Any) -> Any:
        return self.browser.post(reverse(name, args=args), words)

    def has(self, name: str, scenario: Scenario, runs: int = 2) -> SavedScenario:
        """A scenario that was worked out."""
        row = save_scenario(self.actor, name, scenario, at=NOW)
        run = run_scenario(self.actor, row.pk, runs=runs, at=NOW)
        work_out_scenario(run.pk, clock=ticking(), processes=1)
        return row


@pytest.fixture
def here() -> Board:
    return Board()


def filled(form: ScenarioForm, **other: Any) -> dict[str, Any]:
    """What a browser sends when nobody changes anything but `other`."""
    shown = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    return {**shown, **form.initial, **other}


def test_a_cooperative_with_homes_begins_with_how_it_is_now(here: Board) -> None:
    landlord = a_landlord(here.cooperative)
    part(a_pilot(landlord), 1, dwelling=a_dwelling(landlord))
    a_worker(here.cooperative)
    tariffs(here.cooperative)
    assert "Begin with how it is now" in here.page(LIST)
    response = here.posts("board:scenario_present")
    row = SavedScenario.objects.get()
    assert response["Location"] == reverse("board:scenario", args=[row.pk])
    assert from_json(row.what).dwellings == 1
    assert ScenarioRun.objects.get().status == RunStatus.QUEUED
    assert "about to be worked out" in here.page("board:scenario", row.pk)
    assert "As it is now" in here.page(LIST)


def test_before_anybody_takes_part_that_is_said(here: Board) -> None:
    assert "There is nothing to simulate yet" in here.page(LIST)
    assert here.posts("board:scenario_present")["Location"] == reverse(LIST)
    assert "Fill in dwellings or clients" in here.page(LIST)
    assert not SavedScenario.objects.exists()


def test_another_scenario_is_made_from_one_and_worked_out(here: Board) -> None:
    first = here.has("Klein", small(crews=(Crew(("LOO",), 1, 24),)))
    address = f"{reverse('board:scenario_new')}?from={first.pk}"
    assert "Filled in as in “Klein”" in here.browser.get(address).content.decode()
    form = ScenarioForm(small(crews=(Crew(("LOO",), 1, 24),)))
    here.browser.post(address, filled(form, name="Groter", dwellings=30, crew0_people=0, asked_change=-10))
    made = from_json(SavedScenario.objects.get(name="Groter").what)
    assert (made.dwellings, made.crews, made.asked_change) == (30, (), -10)
    assert made.helpers == small().helpers
    assert made.tariffs == small().tariffs


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"dwellings": "-5"}, "greater than or equal to 0"),
        ({"crew0_people": "-1"}, "greater than or equal to 0"),
        ({"crew0_hours": "80"}, "less than or equal to 60"),
        ({"name": ""}, "required"),
        ({"dwellings": 0, "clients": 0}, "nothing to simulate"),
        ({"name": "Klein"}, "There is a scenario with this name already"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(here: Board, wrong: dict[str, Any], words: str) -> None:
    first = save_scenario(here.actor, "Klein", small(), at=NOW)
    data = filled(ScenarioForm(small()), **{"name": "Nieuw", **wrong})
    response = here.browser.post(f"{reverse('board:scenario_new')}?from={first.pk}", data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert SavedScenario.objects.count() == 1


def test_results_have_a_band_and_what_could_not_be_is_said(here: Board) -> None:
    row = here.has("Zonder loodgieter", small(crews=(Crew(("CVI",), 1, 24),)))
    page = here.page("board:scenario", row.pk)
    assert "Nobody here can do the work of this trade: " in page
    assert "what is left after that, without subsidy and office" in page
    assert "Coordinators: 24 hours a week each, €40.00 an hour with premiums." in page
    assert "2 years were simulated" in page
    assert "NaN" not in page
    assert "nan" not in page.lower().split()
    assert run_of(row).results["bands"]["money.result"][0] is not None


def run_of(row: SavedScenario) -> ScenarioRun:
    return ScenarioRun.objects.get(scenario=row)


def test_a_scenario_with_nobody_at_all_has_a_page(here: Board) -> None:
    row = here.has("Niemand", small(crews=(), helpers=(), coordinators=0, tariffs=()), runs=1)
    page = here.page("board:scenario", row.pk)
    for words in ("There is no coordinator", "There is no household helper", "There is no tariff for who works"):
        assert words in page


def test_two_stand_side_by_side_and_one_alone_does_not(here: Board) -> None:
    one, other = here.has("Een", small()), here.has("Ander", small(coordinators=2))
    page = here.page("board:scenario_compare", s=[one.pk, other.pk])
    assert "Een" in page
    assert "Ander" in page
    assert "<svg" in page
    assert "the same seed" in page
    response = here.browser.get(reverse("board:scenario_compare"), {"s": [one.pk]}, follow=True)
    assert "Choose two, three or four scenarios" in response.content.decode()


def test_progress_tells_how_far_it_is_and_ends_by_itself(here: Board) -> None:
    row = save_scenario(here.actor, "Klein", small(), at=NOW)
    run = run_scenario(here.actor, row.pk, runs=100, at=NOW)
    started = timezone.now() - timedelta(minutes=5)
    ScenarioRun.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING, done=50, started_at=started)
    part_of_page = here.browser.get(reverse("board:scenario_progress", args=[row.pk]), headers={"hx-request": "true"})
    assert "50 of 100 years simulated, about 5 minutes left" in part_of_page.content.decode()
    ScenarioRun.objects.filter(pk=run.pk).update(status=RunStatus.FAILED)
    over = here.browser.get(reverse("board:scenario_progress", args=[row.pk]), headers={"hx-request": "true"})
    assert over["HX-Refresh"] == "true"
    assert "could not be worked out" in here.page("board:scenario", row.pk)


def test_it_can_be_stopped_worked_out_again_and_put_away(here: Board) -> None:
    row = save_scenario(here.actor, "Klein", small(), at=NOW)
    here.posts("board:scenario_run", row.pk)
    here.posts("board:scenario_stop", row.pk)
    assert run_of(row).status == RunStatus.STOPPED
    here.posts("board:scenario_run", row.pk)
    assert ScenarioRun.objects.filter(scenario=row).count() == 2
    here.posts("board:scenario_away", row.pk)
    assert "Klein" not in here.page(LIST).split("put away")[-1]
    here.page("board:scenario", row.pk, status=404)


def test_the_form_asks_about_every_trade_that_the_list_gives_us(here: Board) -> None:
    with override("en"):
        form = ScenarioForm(a_scenario(crews=(Crew(("LOO", "CVI"), 2, 24),)))
        names = [row.name for row in form.rows()]
    assert names[0] == "Plumber, Heating engineer"
    assert "Pest controller" in names
    assert names.count("Plumber") == 0


def test_every_word_of_a_result_is_a_sentence() -> None:
    codes = ("nobody_can", "too_far", "two_needed", "no_coordinator", "no_helpers", "without_regular", "not_priced")
    for code in (*codes, "no_tariffs"):
        for number in (1, 3):
            said = say(code, "LOO" if code in codes[:3] else "", number)
            assert said.endswith(".")
            assert "%" not in said


def test_time_left_is_said_in_seconds_and_then_in_minutes() -> None:
    with override("en"):
        assert time_in_words(None) == ""
        assert time_in_words(timedelta(seconds=30)) == "about 30 seconds left"
        assert time_in_words(timedelta(seconds=200)) == "about 3 minutes left"
