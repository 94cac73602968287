"""The coordinator sees what was learned, how good it is, and goes back with one press."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.build import a_cooperative, a_coordinator, a_person
from tests.portal.scenes import signed_in, text
from tests.triage.test_learning_services import Desk, agreeing, own_word
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db
PAGE = "/coordinator/lijsten/geleerd/"


@pytest.fixture
def desk(settings: Any) -> Desk:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return Desk()


@pytest.fixture
def browser(desk: Desk) -> Client:
    return signed_in(desk.coordinator.person_id)


def test_before_anything_was_learned_the_page_says_what_it_takes(desk: Desk, browser: Client) -> None:
    desk.decides(agreeing(3))
    answer = text(browser.get(PAGE))
    assert "Nothing was learned yet" in answer
    assert "There are 3 decisions that name a line of the list. From 60 on" in answer
    assert PAGE in text(browser.get(reverse("coordinator:lists")))


def test_models_stand_there_with_their_figures_and_one_press_goes_back(desk: Desk, browser: Client) -> None:
    first = desk.decided().learns()
    desk.decides(own_word(25))
    second = desk.learns(1)
    assert first is not None
    assert second is not None
    answer = text(browser.get(PAGE))
    assert f"{first.new.item} of {first.held_back}" in answer
    assert f"(before: {first.old.item})" in answer
    assert answer.count("Go back to this one") == 1
    assert answer.index("judges now") < answer.index("judged before"), "the latest first"
    back = browser.post(reverse("coordinator:learned_back", args=[first.pk]), follow=True)
    assert "This model judges again." in text(back)
    assert f"Chosen by {first.cooperative.people.get(pk=desk.coordinator.person_id).name}" in text(back)
    assert desk.states == ["live", "set_aside"]
    without = browser.post(reverse("coordinator:learned_without"), follow=True)
    assert "Now judges: the model that comes with the program." in text(without)
    assert desk.states == ["set_aside", "set_aside"]


def test_the_board_sees_it_and_does_not_choose(desk: Desk) -> None:
    made = desk.decided().learns()
    assert made is not None
    chair = signed_in(a_person(desk.cooperative, Role.BOARD).pk)
    answer = text(chair.get(PAGE))
    assert f"{made.new.party} of {made.held_back}" in answer
    assert "Judge without" not in answer
    assert chair.post(reverse("coordinator:learned_without")).status_code == 403


def test_another_cooperative_has_a_page_of_its_own(desk: Desk) -> None:
    made = desk.decided().learns()
    assert made is not None
    stranger = signed_in(a_coordinator(a_cooperative()).person_id)
    assert "Nothing was learned yet" in text(stranger.get(PAGE))
    assert stranger.post(reverse("coordinator:learned_back", args=[made.pk])).status_code == 404
    assert desk.states == ["live"]
