"""What a plan pays, in words that a coordinator can use."""

import pytest
from django.utils.translation import override

from werkplaats.planning.rules.roster.model import Objective, Term
from werkplaats.planning.wording_paid import say_difference, say_spot

USUAL = Objective()


@pytest.mark.parametrize(
    ("term", "points", "words"),
    [
        (Term.TRAVEL, 12.0, "12 minuten meer onderweg"),
        (Term.TRAVEL, -1.0, "1 minuut minder onderweg"),
        (Term.STRANGERS, 120.0, "1 nieuw gezicht meer"),
        (Term.CONTRACT, -27.0, "1,5 uur dichter bij de uren in het contract"),
        (Term.FAIRNESS, 8.0, "minder eerlijk verdeeld"),
        (Term.UNPLANNED, -2000.0, "minder werk zonder plek"),
        (Term.TRAVEL, 0.2, ""),
    ],
)
def test_a_difference_is_said_in_what_it_is_about(term: Term, points: float, words: str) -> None:
    with override("nl"):
        assert say_difference(term, points, USUAL) == words


def test_minutes_are_minutes_whatever_the_weight() -> None:
    with override("en"):
        assert say_difference(Term.TRAVEL, 24.0, Objective(travel=2.0)) == "12 minutes more on the road"
        assert say_difference(Term.TRAVEL, 24.0, Objective(travel=0.0)) == ""


def test_one_visit_is_priced_with_the_dearest_first_and_without_what_is_no_price() -> None:
    paid = {Term.UNPLANNED: -2000.0, Term.LATENESS: -300.0, Term.TRAVEL: 12.0, Term.CONTINUITY: 40.0}
    with override("nl"):
        assert say_spot(paid, USUAL) == ["een onbekend gezicht", "12 minuten meer onderweg"]
        assert say_spot({Term.CONTINUITY: 12.0}, USUAL, late=90) == [
            "een bekend gezicht, maar niet de vaste hulp",
            "1,5 uur later dan beloofd",
        ]
