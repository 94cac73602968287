"""Words as they are typed, the lists of words for one thing, and an ear that weighs them."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from werkplaats.ground.ear import SILENT, Ear, features, learned, listen, pack, pieces, unpack
from werkplaats.ground.words import entries, key, lexicon, plain

WORDS = lexicon(
    entries(["# a remark", "GAS_AIR: gaslucht, ruik gas", "NOT: geen, niet", "ELEC: stopcontact, groepenkast"])
)


WEIGHTS = {
    "@GAS_AIR": [4.0],
    "@NOT+GAS_AIR": [-6.0],
    "gaslug": [1.0],
    "gas ruik": [-3.0],
    "ruik gas": [2.0],
    "_gas": [0.5],
}


def an_ear() -> Ear:
    """Hears gas in "gaslucht", and nothing when it is denied."""
    return learned(["gas"], WEIGHTS, np.array([-1.0], np.float32), WORDS)


def strength(ear: Ear, text: str) -> float:
    return ear.hear(listen([text]))[0].strengths[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("kraan", "kranen"), ("lekt", "lekken"), ("verstopping", "verstopt"), ("kapotte", "kapot"), ("deurtjes", "deur")],
)
def test_forms_of_a_word_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("hete", "het"), ("heet", "het"), ("burst", "buren"), ("doorn", "door")])
def test_words_of_another_meaning_keep_their_own_key(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_list_of_words_is_found_in_a_text_the_longest_first_and_with_a_letter_wrong() -> None:
    said = [key(word) for word in plain("Ik ruik gas bij de groepekast, geen grap").split()]
    assert WORDS.found(said) == [(1, "GAS_AIR"), (5, "ELEC"), (6, "NOT")]


def test_what_is_denied_is_heard_as_less() -> None:
    ear = an_ear()
    assert strength(ear, "gaslucht in de gang") > 0 > strength(ear, "geen gaslucht in de gang")
    assert strength(ear, "") == SILENT


def test_two_words_in_their_order_are_another_thing_than_turned_around() -> None:
    ear = an_ear()
    assert strength(ear, "gas in ruik") < strength(ear, "ruik in gas")


def test_in_a_long_story_one_sentence_is_enough() -> None:
    story = " ".join(["vandaag was het druk op de markt met bloemen"] * 20)
    assert len(pieces(story)) > 10
    assert strength(an_ear(), f"{story} en gaslucht ook {story}") > strength(an_ear(), story)


@given(st.text(max_size=200))
@example("ik ruik gas, gas ruik ik, geen gaslucht gaslucht")
def test_an_ear_weighs_what_it_learns_from_and_survives_being_packed(text: str) -> None:
    ear = an_ear()
    if len(pieces(text)) == 1:
        told = sum(weight * WEIGHTS.get(name, [0.0])[0] for name, weight in features(pieces(text)[0], WORDS).items())
        assert strength(ear, text) == pytest.approx(told - 1, abs=1e-4)
    again = unpack(pack(ear), WORDS)
    assert again.outputs == ("gas",)
    assert strength(again, text) == pytest.approx(strength(ear, text), abs=0.1)


@given(st.lists(st.text(alphabet="gas ruikenlcht", max_size=60), min_size=1, max_size=6))
def test_texts_that_are_heard_together_are_heard_as_each_by_itself(texts: list[str]) -> None:
    ear = an_ear()
    together = ear.hear(listen(texts))
    alone = [ear.hear(listen([text]))[0] for text in texts]
    assert [heard.concepts for heard in together] == [heard.concepts for heard in alone]
    for one, other in zip(together, alone, strict=True):
        assert one.strengths == pytest.approx(other.strengths, abs=1e-5)
