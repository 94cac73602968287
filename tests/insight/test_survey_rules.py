from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules.local_multiplier import Receiver
from werkplaats.insight.rules.surveys import Respondent, is_closed, is_open, reminder_on
from werkplaats.insight.rules.surveys.cohesion import STATEMENTS, CohesionAnswer, cohesion
from werkplaats.insight.rules.surveys.spending import OF_A_HUNDRED, Spending, SpentOn

ALL_GOOD = tuple(0 if statement.against else 4 for statement in STATEMENTS)
ALL_BAD = tuple(4 - agrees for agrees in ALL_GOOD)


def said(*agrees: int | None) -> CohesionAnswer:
    return CohesionAnswer(Respondent.RESIDENT, agrees)


@pytest.mark.parametrize(
    ("agrees", "score"),
    [
        (ALL_GOOD, 10.0),
        (ALL_BAD, 0.0),
        ((2, 2, 2, 2, 2, 2), 5.0),
        ((1, 3, 3, 3, 3, 3), 7.5),  # "hardly know each other" counts the other way round
        ((4, 4, 4, 4, 4, 4), 50 / 6),
        ((1, 3, 3, 3, None, None), 7.5),  # who has no opinion on two
        ((1, 3, 3, None, None, None), None),
    ],
)
def test_a_score_is_the_mean_of_six_statements(agrees: tuple[int | None, ...], score: float | None) -> None:
    assert said(*agrees).score == (None if score is None else pytest.approx(score))


def test_one_statement_of_the_six_is_against() -> None:
    assert [statement.code for statement in STATEMENTS if statement.against] == ["hardly_known"]


def test_of_nine_answers_nothing_is_told() -> None:
    assert cohesion([said(*ALL_GOOD)] * 9) is None
    assert cohesion([said(*ALL_GOOD)] * 9 + [said(None, None, None, None, None, None)]) is None
    assert cohesion([]) is None


def test_of_ten_answers_the_mean_is_told_with_its_band() -> None:
    found = cohesion([said(*ALL_GOOD)] * 5 + [said(2, 2, 2, 2, 2, 2)] * 5)
    assert found is not None
    # worked out by hand: scores 10 and 5, mean 7.5, standard deviation √(10 × 2.5² / 9) = 2.635, over √10, times 1.96
    assert (found.n, found.score) == (10, 7.5)
    assert (found.low, found.high) == (pytest.approx(5.867, abs=0.001), pytest.approx(9.133, abs=0.001))
    assert found.agree == (0, 50, 50, 50, 50, 50)


@given(st.lists(st.tuples(*[st.none() | st.integers(0, 4)] * 6), min_size=10, max_size=13))
def test_a_score_lies_between_nought_and_ten(answers: list[tuple[int | None, ...]]) -> None:
    found = cohesion(said(*one) for one in answers)
    if found is not None:
        assert 0 <= found.low <= found.score <= found.high <= 10


def test_an_answer_is_about_the_six_statements() -> None:
    for wrong in [(1, 2, 3), (0, 1, 2, 3, 4, 5), (-1, 1, 2, 3, 4, 4)]:
        with pytest.raises(ValueError, match="six statements"):
            said(*wrong)


def test_what_is_spent_in_the_district_is_spent_in_the_city_too() -> None:
    assert Spending(Receiver.HELPER, 75, 75, (SpentOn.GROCERIES,)).district == 75
    with pytest.raises(ValueError, match="in the city too"):
        Spending(Receiver.HELPER, 75, 50)
    with pytest.raises(ValueError, match=str(OF_A_HUNDRED[1])):
        Spending(Receiver.HELPER, 51, 75)


def test_a_round_is_open_up_to_and_including_its_last_day() -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 23)
    assert [is_open(first, last, day) for day in (date(2026, 3, 1), first, last, date(2026, 3, 24))] == [
        False,
        True,
        True,
        False,
    ]
    assert [is_closed(last, last), is_closed(last, date(2026, 3, 24))] == [False, True]
    assert reminder_on(first, last) == date(2026, 3, 12)
