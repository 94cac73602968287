"""The net: what words together mean, learned from a few reports."""

from math import log

import numpy as np
import pytest

from bench.triage import nets
from werkplaats.triage.rules import net
from werkplaats.triage.rules.words import read

CODES = {"repairs": ("GAS", "TAP", "LAMP"), "household": ("WASH", "STOCKINGS")}
TOLD = (
    ("repairs", "ik ruik gas in de keuken", "GAS", True, False),
    ("repairs", "gaslucht op de trap", "GAS", True, False),
    ("repairs", "het ruikt naar gas", "GAS", True, False),
    ("repairs", "de kraan lekt, geen gaslucht", "TAP", False, False),
    ("repairs", "geen gas geroken, de kraan druppelt", "TAP", False, False),
    ("repairs", "de kraan lekt in de keuken", "TAP", False, False),
    ("repairs", "de lamp op de trap is kapot", "LAMP", False, False),
    ("repairs", "lamp in de keuken doet het niet", "LAMP", False, False),
    ("household", "steunkousen aantrekken", "STOCKINGS", False, True),
    ("household", "kunt u mij helpen met de steunkousen", "STOCKINGS", False, True),
    ("household", "de steunkousen wassen", "WASH", False, False),
    ("household", "de was doen en ophangen", "WASH", False, False),
)


@pytest.fixture(scope="module")
def learned() -> net.Net:
    lessons = [nets.Lesson(branch, read(text), (code,), danger, care) for branch, text, code, danger, care in TOLD]
    return nets.learn(lessons * 20, CODES)


def likeliest(learned: net.Net, branch: str, text: str) -> str:
    heard = net.OnList(learned, branch, CODES[branch]).hear([read(text)])
    return CODES[branch][int(heard.items[0].argmax())]


@pytest.mark.parametrize(
    ("branch", "text", "code"),
    [
        ("repairs", "er hangt een gaslucht in de keuken", "GAS"),
        ("repairs", "geen gaslucht maar de kraan lekt", "TAP"),
        ("repairs", "de lampen zijn kapot", "LAMP"),
        ("household", "wie kan de steunkousen wassen", "WASH"),
        ("household", "help met steunkousen aantrekken", "STOCKINGS"),
    ],
)
def test_it_hears_what_words_together_mean(learned: net.Net, branch: str, text: str, code: str) -> None:
    assert likeliest(learned, branch, text) == code


def test_it_hears_danger_and_that_there_is_none(learned: net.Net) -> None:
    on_list = net.OnList(learned, "repairs", CODES["repairs"])
    danger, denied = on_list.hear([read("er is een gaslucht"), read("er is geen gaslucht")]).danger
    assert danger > denied


def test_care_that_is_asked_for_is_heard(learned: net.Net) -> None:
    on_list = net.OnList(learned, "household", CODES["household"])
    asked, other = on_list.hear([read("steunkousen aantrekken"), read("de was doen")]).care
    assert asked > 0 > other


def test_an_item_that_it_never_saw_is_as_likely_as_any(learned: net.Net) -> None:
    heard = net.OnList(learned, "repairs", ("NEW", *CODES["repairs"])).hear([read("de kraan lekt")])
    assert heard.items[0, 0] == pytest.approx(log(1 / 4))
    assert heard.items[0].argmax() == 2
    own = net.OnList(learned, "repairs", CODES["repairs"]).hear([read("de kraan lekt")])
    assert heard.items[0, 1:] == pytest.approx(own.items[0], abs=1e-5)


def test_a_list_of_which_it_knows_nothing_is_left_as_it_is(learned: net.Net) -> None:
    heard = net.OnList(learned, "repairs", ("A", "B")).hear([read("de kraan lekt")])
    assert heard.items[0] == pytest.approx([log(1 / 2)] * 2)


@pytest.mark.parametrize("text", ["", "😀", "a", "kraan"])
def test_next_to_nothing_is_heard_too(learned: net.Net, text: str) -> None:
    heard = net.OnList(learned, "repairs", CODES["repairs"]).hear([read(text)])
    assert np.isfinite(heard.items).all()


def test_it_is_kept_as_arrays_and_read_again(learned: net.Net) -> None:
    again = net.unpack(learned.pack())
    for branch, text, *_ in TOLD:
        first, second = (net.OnList(one, branch, CODES[branch]).hear([read(text)]) for one in (learned, again))
        assert (first.items == second.items).all()
        assert (first.danger, first.care) == (second.danger, second.care)


def test_the_same_reports_give_the_same_net(learned: net.Net) -> None:
    lessons = [nets.Lesson(branch, read(text), (code,), danger, care) for branch, text, code, danger, care in TOLD]
    assert (nets.learn(lessons * 20, CODES).words == learned.words).all()


def test_several_nets_say_together_what_they_say_on_average(learned: net.Net) -> None:
    twice = net.Net.together([learned, learned])
    for branch, text, *_ in TOLD:
        one, two = (net.OnList(these, branch, CODES[branch]).hear([read(text)]) for these in (learned, twice))
        assert two.items[0] == pytest.approx(one.items[0], abs=1e-4)
        assert (two.danger[0], two.care[0]) == pytest.approx((one.danger[0], one.care[0]), abs=1e-4)


def test_texts_that_are_heard_together_are_heard_as_each_by_itself(learned: net.Net) -> None:
    on_list = net.OnList(learned, "repairs", CODES["repairs"])
    texts = [read(text) for branch, text, *_ in TOLD if branch == "repairs"]
    together = on_list.hear(texts)
    for number, text in enumerate(texts):
        assert (on_list.hear([text]).items[0] == together.items[number]).all()


def test_where_nothing_fits_it_learns_to_be_unsure(learned: net.Net) -> None:
    lessons = [nets.Lesson(branch, read(text), (code,), danger, care) for branch, text, code, danger, care in TOLD]
    vague = nets.Lesson("repairs", read("er is iets met de lamp"), (), False, False)
    unsure = nets.learn([*lessons, vague] * 20, CODES)
    surest = [net.OnList(one, "repairs", CODES["repairs"]).hear([vague.said]).items.max() for one in (learned, unsure)]
    assert surest[1] < surest[0]
