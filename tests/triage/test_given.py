"""Care that others give is told of; what is asked beside it is judged."""

import pytest

from werkplaats.triage.rules import Party
from werkplaats.triage.rules.given import asked
from werkplaats.triage.rules.judge import judge
from werkplaats.triage.rules.lists import shipped


@pytest.mark.parametrize(
    ("told", "left"),
    [
        (
            "De zuster doet elke ochtend zijn verband, dat gaat prima. Kan de hulp de ramen lappen?",
            "Kan de hulp de ramen lappen?",
        ),
        (
            "The nurse comes every day for her leg. We only need somebody for the shopping.",
            "We only need somebody for the shopping.",
        ),
        (
            "Voor de wond hoeft u niets te doen, de verpleging hoeft daar geen hulp bij. Alleen de was blijft liggen.",
            "Alleen de was blijft liggen.",
        ),
    ],
)
def test_what_is_told_of_care_that_others_give_is_left_out(told: str, left: str) -> None:
    assert asked(told, "household") == left


@pytest.mark.parametrize(
    "told",
    [
        "De zuster komt niet meer. Kan de hulp haar steunkousen aantrekken?",  # the care stays away
        "Hij heeft elke dag een verpleegkundige nodig. Waar vraag ik dat aan?",  # it is not there yet
        "Komt de wijkverpleging ook bij ons? Ik krijg mijn kousen niet aan.",  # a question
        "De thuiszorg komt elke dag.",  # nothing would be left
        "Kan iemand mijn moeder douchen?",
    ],
)
def test_care_that_is_wanted_is_never_left_out(told: str) -> None:
    assert asked(told, "household") == told


def test_who_comes_to_care_may_be_who_finds_a_repair() -> None:
    told = "De zuster komt elke dag en kan de voordeur niet dicht krijgen. Het slot draait door."
    assert asked(told, "repairs") == told


def test_the_wash_beside_the_care_of_others_is_for_the_helper() -> None:
    told = "De wijkzuster komt elke dag voor zijn wond, dat gaat goed. Kan de hulp zijn beddengoed wassen en strijken?"
    found = judge(told, shipped("household"))
    assert not found.medical
    assert found.proposals[0].party is Party.COOPERATIVE


@pytest.mark.parametrize(
    "told",
    [
        "De zuster komt elke ochtend en er komt rook uit de meterkast. Wat moeten wij nu doen?",
        "The nurse comes every day and there is smoke coming from the kitchen. What do we do now?",
    ],
)
def test_danger_is_heard_in_what_is_told_of_who_cares_too(told: str) -> None:
    assert judge(told, shipped("household")).danger
