"""Words as they are typed, the lists of words for one thing, and an ear that weighs them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.ground.ear import Ear, features, pack, pieces, unpack
from werkplaats.ground.words import entries, key, lexicon, plain

WORDS = lexicon(
    entries(["# a remark", "GAS_AIR: gaslucht, ruik gas", "NOT: geen, niet", "ELEC: stopcontact, groepenkast"])
)


def an_ear() -> Ear:
    """Hears gas in "gaslucht", and nothing when it is denied."""
    weights = {"@GAS_AIR": 4.0, "@NOT+GAS_AIR": -6.0, "gaslug": 1.0}
    return Ear(
        ["gas"],
        {name: row for row, name in enumerate(weights)},
        np.array([[weight] for weight in weights.values()], np.float32),
        np.array([-1.0], np.float32),
        WORDS,
    )


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
    assert ear.hear("gaslucht in de gang")[0] > 0 > ear.hear("geen gaslucht in de gang")[0]
    assert ear.hear("")[0] == -20


def test_in_a_long_story_one_sentence_is_enough() -> None:
    story = " ".join(["vandaag was het druk op de markt met bloemen"] * 20)
    assert len(pieces(story)) > 10
    assert an_ear().hear(f"{story} en gaslucht ook {story}")[0] > an_ear().hear(story)[0]


@given(st.text(max_size=200))
def test_an_ear_weighs_what_it_learns_from_and_survives_being_packed(text: str) -> None:
    ear = an_ear()
    for words in pieces(text)[:1]:
        found = features(words, WORDS)
        told = sum(weight * ear.matrix[ear.rows[name], 0] for name, weight in found.items() if name in ear.rows)
        if len(pieces(text)) == 1:
            assert ear.hear(text)[0] == pytest.approx(told - 1, abs=1e-4)
    again = unpack(pack(ear), WORDS)
    assert again.outputs == ("gas",)
    assert again.hear(text)[0] == pytest.approx(ear.hear(text)[0], abs=0.1)
