"""Danger is heard in many spellings, a reference survives the phone, and a report says what it lacks."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.ground.formats import clean
from werkplaats.intake.rules import Branch, Danger
from werkplaats.intake.rules.danger import find, what_to_do
from werkplaats.intake.rules.reference import SPACE, make, read, spoken
from werkplaats.intake.rules.report import MAX_TEXT, PREFERRED_TIMES, Lack, NewRequest, lacks
from werkplaats.intake.rules.searching import search_words

# --- danger ------------------------------------------------------------------------------------------------------
SAID: dict[Danger, str] = {
    Danger.GAS: """
        Ik ruik een gaslucht bij het fornuis!
        Het ruikt naar gas in de keuken
        IK RUIK GAS
        gas lucht in de gang
        gaslugt
        gasluch in huis
        gaz lucht
        Er hangt een gasgeur
        gaslek in de meterkast
        gas lek
        De gaskraan lekt
        Mijn gasfornuis lekt
        het ruikt naar rotte eieren
        de CO-melder gaat af
        koolmonoxidemelder piept
        We smell gas in the kitchen
        It smells of gas
        gas leak
        carbon monoxide alarm
    """,
    Danger.ELECTRICITY: """
        Kortsluiting in de badkamer
        kort sluiting
        kortsluting
        kortsluitig
        Er komen vonken uit het stopcontact
        het stopcontact is heel heet
        de meterkast ruikt, ik zie rook: brandlucht
        Ik kreeg een schok van de kraan
        stroomschok
        There was a short circuit
        short-circuit in the bathroom
        the socket is sparking
        I got an electric shock
        I got a shock from the tap
    """,
    Danger.WATER: """
        Er stroomt water door het plafond
        Het water spuit uit de leiding
        Het water blijft maar stromen
        De waterleiding is gesprongen
        gesprongen leiding
        de keuken staat blank
        de kelder staat onder water
        overstroming
        waterlekkage door het plafond
        er komt water uit het plafond
        er komt heel veel water uit
        burst pipe
        water is pouring through the ceiling
        the kitchen is flooded
    """,
    Danger.FIRE: """
        Brand!
        de pan staat in brand
        het staat in de fik
        rook uit de oven
        ik zie vlammen
        the pan is on fire
        there is smoke in the hall
    """,
    Danger.LOCKED_IN: """
        ik zit opgesloten
        mijn moeder is opgeslooten in de badkamer
        ik kan er niet uit
        de deur klemt, we kunnen niet naar buiten
        mijn kind zit vast op het toilet
        hij zit vast in de lift
        I am locked in the bathroom
        trapped in the lift
        I can't get out
        I cannot get out
    """,
}
EVERYDAY = """
    De kraan in de keuken blijft druppelen
    Mijn gasrekening klopt niet
    de gasmeter hangt scheef
    het gasfornuis moet worden aangesloten
    Er is geen gas
    de lamp brandt niet
    Het lampje in de gang brandt niet meer
    De brandblusser is verlopen
    de rookmelder piept
    Er zitten muizen in de keuken
    De voordeur klemt. Mijn moeder krijgt hem niet meer open.
    Het water in de douche stroomt niet goed weg
    De gootsteen loopt slecht door
    Ik heb geen warm water
    my gas bill is too high
    The smoke alarm beeps
    the light is not burning
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("danger", "said"), [(danger, said) for danger, text in SAID.items() for said in lines(text)])
def test_danger_is_heard_in_dutch_and_english_however_it_is_spelled(danger: Danger, said: str) -> None:
    assert danger in find(said)
    assert danger in find(f"Hallo,\n{said.upper()}.\nGroeten")


@pytest.mark.parametrize("said", lines(EVERYDAY))
def test_everyday_words_are_no_danger(said: str) -> None:
    assert find(said) == ()


@given(st.text(max_size=300))
def test_any_text_is_answered_and_harmless_words_before_it_hide_no_danger(text: str) -> None:
    assert set(find(text)) <= set(Danger)
    assert Danger.GAS in find(f"Mijn gasrekening klopt niet. Ik ruik gas! {text}")


def test_several_dangers_are_all_told() -> None:
    assert find("Kortsluiting, en nu staat de keuken in brand") == (Danger.ELECTRICITY, Danger.FIRE)


@pytest.mark.parametrize(
    ("danger", "word"),
    [
        (Danger.GAS, "0800-9009"),
        (Danger.GAS, "112"),
        (Danger.ELECTRICITY, "main switch"),
        (Danger.ELECTRICITY, "112"),
        (Danger.WATER, "main tap"),
        (Danger.FIRE, "112"),
        (Danger.LOCKED_IN, "112"),
    ],
)
def test_what_to_do_now_names_the_number_and_the_act(danger: Danger, word: str) -> None:
    assert any(word in step for step in what_to_do(danger))


def test_gas_is_first_of_all_leaving_the_house() -> None:
    assert what_to_do(Danger.GAS)[0].startswith("Go outside")


# --- reference ---------------------------------------------------------------------------------------------------
references = st.integers(0, SPACE - 1).map(make)


@given(references)
def test_a_reference_is_read_as_it_was_said(reference: str) -> None:
    assert len(reference) == 8
    for typed in (reference, spoken(reference), f" {reference[:2]}.{reference[2:5]}-{reference[5:]} "):
        assert read(typed) == reference


@given(references, st.integers(0, 7), st.integers(0, 9))
def test_one_mistyped_digit_is_noticed(reference: str, place: int, digit: int) -> None:
    typed = f"{reference[:place]}{digit}{reference[place + 1 :]}"
    assert read(typed) == (reference if typed == reference else None)


@given(references, st.integers(0, 6))
def test_two_swapped_neighbours_are_noticed(reference: str, place: int) -> None:
    typed = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    assert read(typed) == (reference if typed == reference else None)


@pytest.mark.parametrize("typed", ["", "1234", "123456789", "abcdefgh", "١٢٣٤٥٦٧٨", "1234567x"])
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize("number", [-1, SPACE])
def test_there_are_no_references_outside_seven_digits(number: int) -> None:
    with pytest.raises(ValueError, match="seven digits"):
        make(number)


# --- a report ----------------------------------------------------------------------------------------------------
REPORT = NewRequest(branch=Branch.REPAIRS, text="De kraan lekt.", dwelling_id=1, reporter_id=1, form_token=uuid4())


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (REPORT, {}),
        (replace(REPORT, preferred_times=PREFERRED_TIMES), {}),
        (replace(REPORT, text="x" * MAX_TEXT), {}),
        (replace(REPORT, text=" \n\t"), {"text": Lack.NO_TEXT}),
        (replace(REPORT, text="\x00"), {"text": Lack.NO_TEXT}),
        (replace(REPORT, text="x" * (MAX_TEXT + 1)), {"text": Lack.TEXT_TOO_LONG}),
        (replace(REPORT, preferred_times=("sun-morning",)), {"preferred_times": Lack.UNKNOWN_TIME}),
    ],
)
def test_what_a_report_lacks_is_named_at_its_field(new: NewRequest, expected: dict[str, Lack]) -> None:
    assert lacks(new) == expected


@given(st.text())
def test_a_clean_text_can_be_kept(text: str) -> None:
    assert "\x00" not in clean(text)
    assert clean(text) == clean(clean(text))


def test_words_to_search_by_carry_their_neighbourhood() -> None:
    assert search_words(12, "Noordewierweg 14, 3812 DA") == ["c12xnoordewierweg", "c12x14", "c12x3812", "c12xda"]
