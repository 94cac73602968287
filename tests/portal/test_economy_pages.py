"""The pages of the neighbourhood's economy, with work and without."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.build import NOW, a_pilot
from tests.insight.test_figures_economy import Neighbourhood
from tests.portal.scenes import signed_in, text
from werkplaats.insight.models import Assumption, District, EarlierWork
from werkplaats.insight.rules.costs_benefits.assumptions import Code
from werkplaats.insight.rules.economy import WorkBefore
from werkplaats.insight.services.assumptions import tell_earlier_work
from werkplaats.portal.board.economy_words import ASSUMPTIONS, ITEMS

pytestmark = pytest.mark.django_db

MARCH = {"since": "2026-03", "until": "2026-03"}


@pytest.fixture(autouse=True)
def _english(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def page(here: Neighbourhood, name: str, *args: Any, **query: Any) -> str:
    answer = signed_in(here.board.person_id).get(reverse(f"board:{name}", args=args), query)
    assert answer.status_code == 200, answer.content[:400]
    seen = text(answer)
    assert "nan" not in seen.lower().split()
    return seen


def send(here: Neighbourhood, name: str, *args: Any, **data: Any) -> Any:
    return signed_in(here.board.person_id).post(reverse(f"board:{name}", args=args), data, follow=True)


@pytest.mark.parametrize("name", ["economy", "economy_costs"])
def test_before_the_first_work_the_page_says_so(here: Neighbourhood, name: str) -> None:
    assert "No work was charged yet" in page(here, name)


def test_where_the_money_came_from_and_where_it_went(here: Neighbourhood) -> None:
    here.repaired(here.near, 60, material=500)
    here.repaired(here.far, 120)
    seen = page(here, "economy", **MARCH)
    for words in ("Local Multiplier 3", "Suppliers of material", "The district is: 3812.", "What leaks away"):
        assert words in seen
    assert "nobody answered a survey of this year" in seen
    assert "2 people did paid work. What they did before was not told yet." in seen
    assert "Every euro that comes in counts" in seen


def test_what_people_did_before_is_shown_as_numbers(here: Neighbourhood) -> None:
    here.repaired(here.near)
    here.repaired(here.far)
    tell_earlier_work(here.board, here.near.pk, WorkBefore.NONE, at=NOW)
    seen = page(here, "economy", **MARCH)
    assert "Of the 2 people who did paid work, 1 told what they did before. 1 of them had no paid work." in seen
    assert "it would be 2." in seen


@pytest.mark.parametrize("name", ["economy", "economy_costs"])
def test_months_without_work_are_said_in_words(here: Neighbourhood, name: str) -> None:
    here.repaired(here.near)
    seen = page(here, name, since="2026-04", until="2026-04")
    assert "No work was charged" in seen
    assert "wp-figure" not in seen


@pytest.mark.parametrize("name", ["economy", "economy_costs"])
def test_a_pilot_that_has_not_begun_is_said_in_words(here: Neighbourhood, name: str) -> None:
    here.repaired(here.near)
    late = a_pilot(here.landlord, name="Later", starts_on=date(2027, 5, 1), ends_on=date(2027, 12, 31))
    seen = page(here, name, **MARCH, pilot=late.pk)
    assert "This pilot had not begun yet" in seen
    assert "It begins on 1 May 2027." in seen


def test_a_period_that_cannot_be_is_said_at_its_field(here: Neighbourhood) -> None:
    here.repaired(here.near)
    assert "The last month is before the first month." in page(here, "economy", since="2026-05", until="2026-03")
    assert "Select a valid choice" in page(here, "economy", since="1812-01")


def test_the_month_that_runs_is_said_to_run(here: Neighbourhood) -> None:
    here.repaired(here.near, started_at=timezone.now())
    assert "The last month is not over yet" in page(here, "economy")


def test_costs_and_benefits_for_each_party(here: Neighbourhood) -> None:
    here.taking_part(here.pilot, 1, NOW, dwelling=here.dwelling)
    here.repaired(here.near, 60, material=500)
    here.helped()
    seen = page(here, "economy_costs", **MARCH)
    for words in ("Tenants", "Landlord", "Municipality", "Workers", "All parties together", "none took part"):
        assert words in seen
    assert "from the figures of 1 month" in seen
    assert "None took part, so what one brings is not known." in seen  # of clients
    assert "wp-figure" in seen
    assert "Subsidy in a year" in seen
    together = page(here, "economy_costs", **MARCH, party="together")
    assert "What the balance becomes: All parties together" in together


def test_every_assumption_stands_on_its_page_with_a_source(here: Neighbourhood) -> None:
    seen = page(here, "assumptions")
    assert all(str(name) in seen for name in ASSUMPTIONS.values())
    assert "own estimate" in seen
    assert set(ASSUMPTIONS) == set(Code)
    assert ITEMS


def test_an_assumption_is_set_from_a_day_on(here: Neighbourhood) -> None:
    given = {
        "low": "40000", "value": "45.000,50".replace(".", ""), "high": "50000", "distribution": "triangular",
        "source": "Decision of the council", "valid_from": "2026-01-01",
    }  # fmt: skip
    seen = text(send(here, "assumption", "subsidy", **given))
    assert "The assumption is kept." in seen
    assert "€45,000.50 (from €40,000.00 to €50,000.00)" in seen
    assert "set by you" in seen
    assert "Decision of the council" in page(here, "assumption", "subsidy")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": "60000"}, "must lie from the lowest to the highest"),
        ({"distribution": "fixed"}, "has no range"),
        ({"source": " "}, "This field is required"),
        ({"high": "99999999"}, "must lie from 0 to 10000000"),
    ],
)
def test_an_assumption_that_cannot_be_changes_nothing(here: Neighbourhood, changed: Any, words: str) -> None:
    given = {
        "low": "40000", "value": "45000", "high": "50000", "distribution": "triangular", "source": "Mine",
        "valid_from": "2026-01-01", **changed,
    }  # fmt: skip
    answer = send(here, "assumption", "subsidy", **given)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Assumption.objects.exists()


def test_an_assumption_that_is_none_is_not_there(here: Neighbourhood) -> None:
    assert signed_in(here.board.person_id).get(reverse("board:assumption", args=["weather"])).status_code == 404


def test_the_district_is_chosen_by_postcodes(here: Neighbourhood) -> None:
    assert "You chose none yet" in page(here, "district")
    assert send(here, "district", areas="3812 AA-3812 HZ, 3811").status_code == 200
    assert District.objects.get().areas == ["3812 AA-3812 HZ", "3811"]
    wrong = send(here, "district", areas="Soesterkwartier")
    assert wrong.status_code == 422
    assert "This is not a postcode: Soesterkwartier." in text(wrong)


def test_what_workers_told_is_noted_once_and_only_what_changed(here: Neighbourhood) -> None:
    fields = {f"worker_{worker.pk}": "" for worker in (here.near, here.far, here.helper)}
    told = {**fields, f"worker_{here.near.pk}": "none"}
    assert "What workers told is kept." in text(send(here, "earlier_work", **told))
    assert "Nothing was changed." in text(send(here, "earlier_work", **told))
    assert [(row.worker_id, row.before) for row in EarlierWork.objects.all()] == [(here.near.pk, "none")]


def test_in_dutch_all_of_it_is_dutch(here: Neighbourhood, settings: Any) -> None:
    here.repaired(here.near, 60, material=500)
    client = signed_in(here.board.person_id)
    client.cookies["django_language"] = "nl"
    for name in ("economy", "economy_costs", "assumptions"):
        seen = text(client.get(reverse(f"board:{name}"), MARCH, headers={"accept-language": "nl"}))
        assert "assumption" not in seen.lower()
        assert "aanname" in seen.lower()
