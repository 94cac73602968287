"""From words to item: examples of what residents write, and texts that are not one."""

import io
import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkplaats.intake.rules import Danger
from werkplaats.triage import lines
from werkplaats.triage.rules import Party
from werkplaats.triage.rules.advice import heard, own
from werkplaats.triage.rules.judge import AT_MOST, Context, Judgement, judge, judge_all
from werkplaats.triage.rules.lists import shipped
from werkplaats.triage.rules.words import read


def said(text: str, branch: str = "repairs", **context: Any) -> Judgement:
    return judge(text, shipped(branch), Context(**context))


@pytest.mark.parametrize(
    ("text", "branch", "code"),
    [
        ("De badkamerkraan lekt al drie dagen", "repairs", "KRA03"),
        ("the tap in the kitchen keeps dripping", "repairs", "KRA01"),
        ("rookmeldertje piept", "repairs", "ROO01"),
        ("kapote lamp in het trapenhuis", "repairs", "LAM03"),
        ("Het stopcontact vonkt", "repairs", "ELE05"),
        ("Graag hulp met stofzuigen", "household", "H-STO01"),
        ("Kan de hulp mijn steunkousen aantrekken?", "household", "H-STE01"),
        ("wie kan mijn medicijnen ophalen bij de apotheek", "household", "H-BOO03"),
    ],
)
def test_a_report_finds_its_item_and_says_by_which_words(text: str, branch: str, code: str) -> None:
    best = said(text, branch).best
    assert best is not None
    assert best.item.code == code
    assert best.words
    assert code in best.because("nl")


def test_several_problems_in_one_message_each_have_their_proposals() -> None:
    found = said("1. de wc is verstopt 2. de lamp in het portiek is kapot")
    assert [finding.proposals[0].item.code for finding in found.findings] == ["TOI01", "LAM03"]
    assert [proposal.item.code for proposal in found.proposals[:2]] == ["TOI01", "LAM03"]


@pytest.mark.parametrize(
    "text",
    [
        "1. wc verstopt 2. kraan lekt 3. muis in keuken",
        "Hallo, drie dingen: a) de wc is verstopt b) kraan lekt c) muizen in de keuken",
        "- wc verstopt\n- kraan lekt\n- een muis in de keuken",
    ],
)
def test_each_line_of_a_list_is_a_problem_and_a_question_says_of_which(text: str) -> None:
    found = said(text)
    assert [finding.proposals[0].item.family for finding in found.findings] == ["toilet", "kraan", "ongedierte"]
    assert found.question is not None
    assert found.question.nl.startswith("Over ‘kraan lekt’: is het ")
    assert found.question.en.startswith("About ‘kraan lekt’: is it ")


@pytest.mark.parametrize(
    "text",
    [
        "de kraan - die in de keuken - lekt",
        "Op de 2. verdieping, bij de 3. deur, is de lamp kapot",
        "Op de 1. verdieping, bij de 2. deur, is de lamp kapot",
    ],
)
def test_a_dash_or_a_number_in_a_sentence_makes_no_list(text: str) -> None:
    assert len(said(text).findings) == 1


@pytest.mark.parametrize(
    "text",
    [
        "De cv-ketel doet het niet. Verder nog: 1. de wc is verstopt 2. lamp in de slaapkamer kapot",
        "Het dak lekt. En ook nog\n- de wc is verstopt\n- lampje in de slaapkamer kapot",
        "1. de wc is verstopt 2. lamp in de slaapkamer kapot 3. er zit iets raars aan de muur",
    ],
)
def test_nobody_closes_a_list_of_which_something_is_ours_or_not_clear(text: str) -> None:
    found = said(text)
    assert {"TOI01", "LAM01"} <= {finding.proposals[0].item.code for finding in found.findings}
    assert own(found) == ()


def test_one_problem_told_in_three_sentences_stays_one() -> None:
    assert len(said("De kraan in de keuken lekt. Al twee dagen. De kraan is oud.").findings) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Geen verwarming, ketel geeft F28, geen gaslucht en geen water eronder. We redden het tot morgen.", "CVK01"),
        ("In de gang is het 23 graden. De radiator in de werkkamer is ontlucht maar het ding blijft ijskoud.", "RAD02"),
        ("Ja hallo, ik bel over de badkamer, het ruikt rot uit dat putje. Het water loopt wel goed weg hoor.", "AFV05"),
    ],
)
def test_a_story_around_one_problem_stays_one(text: str, code: str) -> None:
    found = said(text)
    assert [finding.proposals[0].item.code for finding in found.findings] == [code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("De lamp in het portiek is kapot. En de wc is verstopt.", ["LAM03", "TOI01"]),
        ("De wc is verstopt en de rookmelder piept.", ["TOI01", "ROO01"]),
        ("Het raam in de slaapkamer klemt. Verder is het slot van de berging stuk.", ["RAA01", "SLO02"]),
    ],
)
def test_two_problems_need_no_numbers(text: str, codes: list[str]) -> None:
    assert [finding.proposals[0].item.code for finding in said(text).findings] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de kraan in de keuken druppelt", "KRA01"),
        ("the kitchen tap is dripping", "KRA01"),
        ("de kraan in de keuken lekt", "KRA02"),
        ("de kraan van de wastafel lekt", "KRA03"),
    ],
)
def test_a_tap_that_drips_is_another_matter_than_one_that_leaks(text: str, code: str) -> None:
    best = said(text).best
    assert best is not None
    assert best.item.code == code


def test_the_service_plan_makes_a_tenants_item_ours() -> None:
    for subscriber, party in ((False, Party.TENANT), (True, Party.COOPERATIVE)):
        best = said("wc verstopt", subscriber=subscriber).best
        assert best is not None
        assert best.party is party


def test_too_little_is_answered_with_one_question_in_two_languages() -> None:
    for text in ("", "deur", "😀😀", "Привет"):
        question = said(text).question
        assert question is not None, text
        assert question.nl.endswith(("?", "."))
        assert question.en != question.nl


@pytest.mark.parametrize("text", ["asdfghjkl", "doet het niet!!!", "something wrong, please come", "a" * 5_000])
def test_where_nothing_is_named_we_ask_what_it_is_and_not_which_of_two(text: str) -> None:
    question = said(text).question
    assert question is not None
    assert question.nl.startswith("Dat begrijpen wij niet goed.")


@pytest.mark.parametrize("text", ["de kraan lekt", "De kraan is kapot", "afvoer verstopt", "the tap is broken"])
def test_when_only_the_place_decides_we_ask_for_the_place(text: str) -> None:
    found = said(text)
    assert found.question is not None
    assert found.question.nl.startswith("Is het ")
    assert found.question.en.startswith("Is it ")
    assert heard(found) == (), "and we do not say what we think before it is answered"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de kraan in de keuken lekt", "KRA02"),
        ("De kraan is kapot badkamer bij de wastafel", "KRA03"),
        ("de afvoer in de badkamer is verstopt, het water van de douche blijft staan", "AFV03"),
        ("wc verstopt", "TOI01"),
        ("het stopcontact doet het niet", "STO02"),
    ],
)
def test_with_a_place_or_where_there_is_but_one_nothing_is_asked(text: str, code: str) -> None:
    found = said(text)
    assert found.question is None
    assert [proposal.item.code for proposal in heard(found)] == [code]


def test_inside_or_outside_is_asked_before_the_room() -> None:
    found = said("lamp kapot")
    assert found.question is not None
    assert found.question.nl == "Is het binnen of buiten?"


def test_danger_wins_it_makes_all_urgent_and_asks_nothing() -> None:
    found = said("ik ruik gas")
    assert found.danger == (Danger.GAS,)
    assert found.question is None
    assert {proposal.urgency.value for proposal in found.proposals} == {"emergency"}


@pytest.mark.parametrize(
    "text",
    [
        "Er is geen gaslucht, de gaskraan is stroef",
        "De auto zit opgesloten in de garage",
        "Vorig jaar was er brand in de keuken, het plafond is nog zwart",
        "In de hele straat is de stroom uitgevallen",
        "Mijn achterdeur kan niet op slot",
        "Ik heb mezelf buitengesloten, er is niemand binnen en alles is uit",
    ],
)
def test_what_only_sounds_dangerous_is_not(text: str) -> None:
    assert said(text).danger == ()


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("De deur is dichtgevallen, mijn baby ligt binnen en ik sta buiten", Danger.PERSON),
        ("schoorsteenbrand", Danger.FIRE),
        ("het stopcontact is gloeiend heet", Danger.ELECTRICITY),
        ("het balkonhek op drie hoog hangt los", Danger.FALLING),
        ("Het riool komt omhoog uit de wc en het stroomt de gang in", Danger.WATER),
    ],
)
def test_what_may_hurt_somebody_now_is_danger(text: str, danger: Danger) -> None:
    assert danger in said(text).danger


def test_care_comes_first_and_is_never_ours() -> None:
    found = said("Graag stofzuigen en mijn steunkousen aantrekken", "household")
    assert found.medical
    assert found.best is not None
    assert found.best.party is Party.ELSEWHERE


@pytest.mark.parametrize(
    "text",
    [
        "Kunt u iemand sturen die mijn moeder 's ochtends wast en aankleedt?",
        "mijn vader moet elke dag insuline gespoten krijgen, doet u dat?",
        "Can somebody help my husband with the toilet and washing?",
        "Wie kan de wond van mijn man verbinden?",
    ],
)
def test_care_asked_at_the_repairs_desk_is_heard_although_no_item_there_is_care(text: str) -> None:
    assert said(text).medical


def test_who_asks_for_care_at_the_repairs_desk_is_not_asked_what_is_broken() -> None:
    found = said("Wie draait mijn moeder 's nachts om? Ik kan het niet meer alleen.")
    assert found.medical
    assert found.question is None


def test_a_shower_that_leaks_is_no_care_whoever_washes_there() -> None:
    assert not said("De douche van mijn moeder lekt").medical


def test_dust_on_the_pill_boxes_is_household_work() -> None:
    assert not said("nachtkastje met mijn medicijnen afstoffen, laat alles staan", "household").medical


@settings(max_examples=60)
@given(st.text(max_size=200), st.sampled_from(["repairs", "household"]))
def test_any_text_gets_an_answer_and_always_the_same(text: str, branch: str) -> None:
    found = said(text, branch)
    assert found == said(text, branch)
    assert all(len(finding.proposals) <= AT_MOST for finding in found.findings)
    assert all(0 <= proposal.confidence <= 1 for proposal in found.proposals)


@pytest.mark.parametrize(
    "text", ["kraan lekt " * 2000, "x" * 10_000, "<b onclick=alert(1)>kraan</b> lekt", "=1+1", "\x00"]
)
def test_long_and_odd_texts_do_not_break_it(text: str) -> None:
    assert said(text) == said(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("kranen", "kraan"), ("badkamerkraan", "badkamer kraan"), ("doet het al drie dagen niet", "doet het niet")],
)
def test_words_for_one_thing_are_read_alike(one: str, other: str) -> None:
    assert set(read(other).terms) <= set(read(one).terms)


def test_the_lines_are_answered_in_order_and_a_bad_one_stops_nothing() -> None:
    asked = [
        b'{"id": 1, "text": "wc verstopt"}',
        b"nothing",
        b'{"id": 3, "text": 5}',
        b"\xff",
        b'{"id": 5, "text": "x", "branch": "?"}',
    ]
    target = io.StringIO()
    asked.append(b'{"id": 6, "text": "steunkousen aantrekken", "branch": "household"}')
    lines.judge_lines([asked[:2], asked[2:]], target)
    answers = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [answer.get("line") for answer in answers] == [None, 2, 3, 4, 5, None]
    first, last = answers[0], answers[-1]
    assert first["proposals"][0] | {"party": "tenant", "item": "TOI01"} == first["proposals"][0]
    assert set(first) == {"id", "branch", "proposals", "danger", "medical", "question"}
    assert (last["medical"], last["proposals"][0]["party"]) == (True, "elsewhere")


def test_lines_are_taken_as_they_arrive_and_none_is_lost_or_cut() -> None:
    """Who sends one line and waits has its answer; a character may come in two halves."""

    class Arriving(io.RawIOBase):
        def __init__(self) -> None:
            self.chunks = [
                b'{"id": 1, "text": "wc',
                b' verstopt"}\n\n{"id": 2, "text": "caf\xc3',
                b'\xa9"}\n{"id"',
                b": 3}",
            ]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            chunk = self.chunks.pop(0) if self.chunks else b""
            buffer[: len(chunk)] = chunk
            return len(chunk)

    blocks = list(lines.arrived(io.BufferedReader(Arriving())))
    assert blocks == [
        [b'{"id": 1, "text": "wc verstopt"}', b""],
        ['{"id": 2, "text": "café"}'.encode()],
        [b'{"id": 3}'],
    ]
    target = io.StringIO()
    lines.judge_lines(blocks, target)
    assert [json.loads(line).get("line") for line in target.getvalue().splitlines()] == [None, None, 4]


def test_texts_that_are_judged_together_are_judged_as_each_by_itself() -> None:
    texts = [
        "wc verstopt",
        "",
        "gaslucht in de keuken",
        "de kraan lekt en het licht in de gang is stuk",
        "x" * 20_000,
        "kraan",
    ]
    version = shipped("repairs")
    assert judge_all([], version) == []
    assert judge_all(texts * 7, version) == [judge(text, version) for text in texts] * 7


def test_a_block_of_long_texts_has_more_new_words_than_are_remembered_at_once() -> None:
    letters = "bcdfghklmnprstvw"
    words = ["".join(four) + "aa" for four in product(letters, repeat=4)][: 40 * 400]
    texts = [" ".join(words[at : at + 400]) for at in range(0, len(words), 400)]
    assert len(judge_all(texts, shipped("repairs"))) == 40


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("Ruit van de achterdeur kapot, eigen schuld, ik heb er een stoel tegenaan laten vallen", "7:218"),
        ("de kraan die ik zelf geplaatst heb in de keuken lekt", "7:216"),
    ],
)
def test_what_the_tenant_broke_or_put_in_is_the_tenants_by_law(text: str, article: str) -> None:
    best = said(text).best
    assert best is not None
    assert best.party is Party.TENANT
    assert article in best.because("nl")


@pytest.mark.parametrize(
    "text",
    [
        "de kraan in de keuken is versleten en lekt aan de onderkant",
        "De kraan in de keuken lekt aan de onderkant. Ik heb hem niet zelf gekocht.",
        "De kraan in de keuken lekt aan de onderkant, dat is niet mijn schuld",
    ],
)
def test_a_tap_that_is_not_the_tenants_stays_ours(text: str) -> None:
    best = said(text).best
    assert best is not None
    assert (best.party, best.own) == (Party.COOPERATIVE, "")


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Ik heb de kraan zelf gekocht", "~BOUGHT"),
        ("De lamp doet het niet, zelf gekocht", "~BOUGHT"),
        ("Ik heb de kraan niet zelf gekocht", "~HOUSE"),
        ("Niemand heeft er iets in laten vallen", "~HOUSE"),
        ("geen eigen schuld", "~HOUSE"),
    ],
)
def test_what_is_denied_is_said_of_the_house(text: str, cue: str) -> None:
    assert {"~BOUGHT", "~HOUSE", "~FAULT"}.intersection(read(text).terms) == {cue}
