"""What a cooperative's own decisions teach: its own words, nothing wild, nobody's secrets, and never less danger."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from threading import Event
from typing import Any

import numpy as np
import pytest

from werkplaats.ground.added import Added
from werkplaats.triage.rules.judge import Context, judge
from werkplaats.triage.rules.learned import SHARED, Example, Figures, divided, is_time
from werkplaats.triage.rules.learning import learn, measure
from werkplaats.triage.rules.lists import Item, ListVersion, shipped
from werkplaats.triage.rules.model import Alarms, Model, alarm, care_signs, danger_signs, shipped_model
from werkplaats.triage.rules.taught import from_bytes, to_bytes

LIST = shipped("repairs")
HOOD = "AFZ01"  # an extractor hood, which the people of this neighbourhood call a "zwieber"
OWN_WORD = (
    "de zwieber doet het niet meer",
    "mijn zwieber is stuk",
    "zwieber kapot in de keuken",
    "kunt u de zwieber maken",
    "de zwieber maakt herrie",
)
ITEMS = [item for item in LIST.items if len(item.words) > 2][::4]


def corrections(texts: Sequence[str] = OWN_WORD, code: str = HOOD, first_home: int = 1_000) -> list[Example]:
    return [Example(text, LIST, code, home) for home, text in enumerate(texts, start=first_home)]


def agreeing(items: Sequence[Item] = ITEMS) -> list[Example]:
    """Decisions in which the desk chose what was proposed."""
    texts = [item.words[0] for item in items]
    found = [(text, best.item.code) for text in texts if (best := judge(text, LIST).best)]
    return [Example(text, LIST, code, home) for home, (text, code) in enumerate(found)]


def says(model: Model, text: str) -> str:
    best = judge(text, LIST, Context(model=model)).best
    return best.item.code if best else ""


@pytest.fixture(scope="module")
def taught() -> Model:
    return learn([*agreeing(), *corrections()], shipped_model())


def test_a_word_of_the_neighbourhood_is_found_after_some_corrections(taught: Model) -> None:
    for text in ("onze zwieber is kapot", "zwieber hapert", "de zwiebers zijn stuk"):
        assert says(shipped_model(), text) != HOOD
        assert says(taught, text) == HOOD


def test_what_agreed_stays_and_nothing_else_gets_worse(taught: Model) -> None:
    others = [
        Example(item.words[1], LIST, item.code, home)
        for home, item in enumerate(item for item in LIST.items if len(item.words) > 1)
    ]
    before, after = measure(others, shipped_model()), measure(others, taught)
    assert before.decisions > 200
    assert after.item >= before.item - 2
    assert after.party >= before.party - 2
    assert measure(agreeing(), taught).item == len(agreeing())


def test_a_few_decisions_change_nothing_wild() -> None:
    model = learn(corrections()[:3], shipped_model())
    for item in LIST.items[::7]:
        text = item.words[0] if item.words else item.name_nl
        before, after = (judge(text, LIST, Context(model=one)).best for one in (shipped_model(), model))
        assert before is not None
        assert after is not None
        assert after.item == before.item
        assert abs(after.confidence - before.confidence) < 0.1


def test_a_single_correction_teaches_nothing_of_its_words() -> None:
    model = learn([*agreeing(), *corrections(OWN_WORD[:1])], shipped_model())
    assert says(model, "zwieber") == says(shipped_model(), "zwieber")


def test_nothing_of_one_home_stays_in_what_was_learned() -> None:
    """Ten reports of one home, and two of another, are of fewer than three homes."""
    texts = [f"mevrouw Wolkenstein van de Ganzerik 7 meldt de zwieber {number}" for number in range(10)]
    hers = [Example(text, LIST, HOOD, 1) for text in texts]
    neighbours = [Example("Wolkenstein belt over de zwieber", LIST, HOOD, 2)] * 2
    model = learn([*agreeing(), *hers, *neighbours, *corrections()], shipped_model())
    kept = " ".join(model.taught["repairs"].rows)
    assert "wieb" in kept, "three homes and more used this word"
    for piece in ("wolkenst", "olke", "ganzerik", "zeri"):
        assert piece not in kept
    assert SHARED == 3


def test_only_short_pieces_are_kept_and_no_texts(taught: Model) -> None:
    for feature in taught.taught["repairs"].rows:
        assert feature[:2] in ("t ", "p ", "i ") or len(feature) in (3, 4)
        assert len(feature.split()) <= 3


def test_the_same_decisions_teach_the_same(taught: Model) -> None:
    again = learn([*agreeing(), *corrections()], shipped_model())
    assert to_bytes(again.taught) == to_bytes(taught.taught)


def test_what_was_learned_goes_into_the_database_and_comes_back(taught: Model) -> None:
    kept = to_bytes(taught.taught)
    assert len(kept) < 200_000
    back = replace(shipped_model(), taught=from_bytes(kept))
    for text in (*OWN_WORD, "de kraan lekt", ""):
        first, second = judge(text, LIST, Context(model=taught)), judge(text, LIST, Context(model=back))
        assert [one.item.code for one in first.proposals] == [one.item.code for one in second.proposals]
        assert np.allclose(*([one.confidence for one in j.proposals] for j in (first, second)), atol=0.01)


def test_a_model_learns_from_the_shipped_one_and_not_from_what_was_taught_before(taught: Model) -> None:
    assert to_bytes(learn(agreeing(), taught).taught) == to_bytes(learn(agreeing(), shipped_model()).taught)


def test_an_item_of_a_list_of_ones_own_is_learned() -> None:
    own = replace(LIST.items[0], code="KLK01", name_nl="Kloktoren", name_en="Bell tower", words=("kloktoren",))
    version = ListVersion("repairs", (*LIST.items, own))
    examples = [replace(one, version=version) for one in [*agreeing(), *corrections(code="KLK01")]]
    model = learn(examples, shipped_model())
    found = judge("de zwieber is kapot", version, Context(model=model)).best
    assert found is not None
    assert found.item == own
    assert says(model, "de kraan lekt") == says(shipped_model(), "de kraan lekt"), (
        "a list without it is judged as before"
    )


@pytest.mark.parametrize("branch", ["repairs", "household"])
def test_what_is_taught_never_makes_danger_or_care_less(branch: str) -> None:
    """A desk that calls every leak of gas and every stocking an ordinary thing teaches that to nobody."""
    version = shipped(branch)
    care = [item for item in version.items if item.medical or (item.urgency == "emergency" and item.family == "gas")]
    plain = next(item for item in version.items if not item.medical and item.urgency == "normal")
    texts = [word for item in care for word in item.words]
    model = learn([Example(text, version, plain.code, home) for home, text in enumerate(texts)], shipped_model())
    assert model.taught, "it did learn something"
    for text in texts:
        before, after = judge(text, version), judge(text, version, Context(model=model))
        assert set(before.danger) <= set(after.danger), text
        assert after.medical or not before.medical, text


def test_the_more_speaks_for_danger_or_care_the_more_it_is() -> None:
    """Of the shipped model: the ear, the likely items, the net and what is certain never speak against it."""
    alarms = shipped_model().alarms
    more = ((-4, 0.01, -6), (-4, 0.5, -6), (0, 0.5, -6), (0, 0.5, 0), (3, 0.9, 4))
    for certain, household in product((False, True), (False, True)):
        strengths = [
            alarm(alarms.danger, danger_signs(ear, items, net, certain=certain, household=household))
            for ear, items, net in more
        ]
        assert strengths == sorted(strengths)
        surely = danger_signs(0, 0.1, 0, certain=True, household=household)
        assert alarm(alarms.danger, surely) >= alarm(alarms.danger, (*surely[:4], 0.0, *surely[5:]))
        care = [alarm(alarms.care, care_signs(*signs, household=household)) for signs in more]
        assert care == sorted(care)


def test_an_item_that_nobody_reported_is_as_dangerous_as_others_of_its_urgency() -> None:
    known, new = LIST.items[0], replace(LIST.items[1], code="XXX01")
    alarms = Alarms((), (), {known.code: 0.4, new.urgency.value: 0.1})
    assert alarms.rate((known, new)).tolist() == pytest.approx([0.4, 0.1])


def test_a_text_of_more_words_than_are_remembered_in_all_is_weighed_alike() -> None:
    """What words add is remembered in a matrix that is emptied when it is full."""
    looked: list[str] = []

    def look(words: Sequence[str]) -> list[list[float]]:
        looked.extend(words)
        return [[float(len(word)), 1.0] for word in words]

    added = Added(look, 2, most=500)
    assert added.sum(["kraan", "lekt"]).tolist() == [9.0, 2.0]
    assert added.sum(["lekt", "kraan", "kraan"]).tolist() == [14.0, 3.0]
    assert looked == ["kraan", "lekt"]
    for number in range(3):
        assert added.sum([f"w{number:03}{at:03}" for at in range(400)]).tolist() == [2800.0, 400.0]
    assert added.sum(["kraan"]).tolist() == [5.0, 1.0]


def test_threads_that_meet_a_new_word_together_each_get_what_it_adds() -> None:
    other_done = Event()

    def look(words: Sequence[str]) -> list[list[float]]:
        if "kraan" in words:
            other_done.wait(0.1)  # who looks long may find its row taken
        return [[float(len(word))] for word in words]

    added = Added(look, 1, most=10)
    with ThreadPoolExecutor(2) as threads:
        long = threads.submit(added.sum, ["kraan"])
        threads.submit(added.sum, ["lek"]).add_done_callback(lambda _: other_done.set())
    assert long.result().tolist() == added.sum(["kraan"]).tolist() == [5.0]
    assert added.sum(["lek"]).tolist() == [3.0]


def test_chances_stay_chances(taught: Model) -> None:
    from werkplaats.triage.rules.judge import index_of

    index = index_of(LIST)
    for text in (*OWN_WORD, "gaslucht in de keuken", "x"):
        chances = taught.weighed(index, [index.read(text)], [(0.0, 0.0)])[0].chances
        assert chances.sum() == pytest.approx(1, abs=1e-4)
        assert (chances >= 0).all()


def test_the_latest_decisions_are_held_back() -> None:
    examples = [Example(str(number), LIST, HOOD, number) for number in range(60)]
    older, latest = divided(examples)
    assert (len(older), len(latest)) == (48, 12)
    assert [*older, *latest] == examples


@pytest.mark.parametrize(
    ("known", "new", "expected"), [(59, 59, False), (60, 60, True), (200, 19, False), (200, 20, True)]
)
def test_there_must_be_enough_decisions_and_enough_new_ones(known: int, new: int, expected: bool) -> None:
    assert is_time(known, new) is expected


GOOD = Figures(decisions=20, item=15, in_three=18, party=16, misled=1)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, True),
        ({"item": 16, "party": 18}, True),
        ({"in_three": 10}, True),
        ({"item": 14, "party": 20}, False),
        ({"item": 20, "party": 15}, False),
        ({"item": 20, "party": 20, "misled": 2}, False),
    ],
)
def test_a_model_is_no_worse_when_item_and_party_are_not_and_it_misleads_no_more(
    other: dict[str, Any], expected: bool
) -> None:
    assert replace(GOOD, **other).no_worse_than(GOOD) is expected
