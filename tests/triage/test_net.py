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
    heard = net.OnList(learned, branch, CODES[branch]).hear(read(text))
    return CODES[branch][int(heard.items.argmax())]


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
    danger, denied = (on_list.hear(read(text)).danger for text in ("er is een gaslucht", "er is geen gaslucht"))
    assert danger > denied


def test_care_that_is_asked_for_is_heard(learned: net.Net) -> None:
    on_list = net.OnList(learned, "household", CODES["household"])
    assert on_list.hear(read("steunkousen aantrekken")).care > 0 > on_list.hear(read("de was doen")).care


def test_an_item_that_it_never_saw_is_as_likely_as_any(learned: net.Net) -> None:
    heard = net.OnList(learned, "repairs", ("NEW", *CODES["repairs"])).hear(read("de kraan lekt"))
    assert heard.items[0] == pytest.approx(log(1 / 4))
    assert heard.items.argmax() == 2
    own = net.OnList(learned, "repairs", CODES["repairs"]).hear(read("de kraan lekt"))
    assert heard.items[1:] == pytest.approx(own.items, abs=1e-5)


def test_a_list_of_which_it_knows_nothing_is_left_as_it_is(learned: net.Net) -> None:
    heard = net.OnList(learned, "repairs", ("A", "B")).hear(read("de kraan lekt"))
    assert heard.items == pytest.approx([log(1 / 2)] * 2)


@pytest.mark.parametrize("text", ["", "😀", "a", "kraan"])
def test_next_to_nothing_is_heard_too(learned: net.Net, text: str) -> None:
    heard = net.OnList(learned, "repairs", CODES["repairs"]).hear(read(text))
    assert np.isfinite(heard.items).all()


def test_it_is_kept_as_arrays_and_read_again(learned: net.Net) -> None:
    again = net.unpack(learned.pack())
    for branch, text, *_ in TOLD:
        first, second = (net.OnList(one, branch, CODES[branch]).hear(read(text)) for one in (learned, again))
        assert (first.items == second.items).all()
        assert (first.danger, first.care) == (second.danger, second.care)


def test_the_same_reports_give_the_same_net(learned: net.Net) -> None:
    lessons = [nets.Lesson(branch, read(text), (code,), danger, care) for branch, text, code, danger, care in TOLD]
    assert (nets.learn(lessons * 20, CODES).words == learned.words).all()


def test_several_nets_say_together_what_they_say_on_average(learned: net.Net) -> None:
    twice = net.Net.together([learned, learned])
    for branch, text, *_ in TOLD:
        one, two = (net.OnList(these, branch, CODES[branch]).hear(read(text)) for these in (learned, twice))
        assert two.items == pytest.approx(one.items, abs=1e-4)
        assert (two.danger, two.care) == pytest.approx((one.danger, one.care), abs=1e-4)
