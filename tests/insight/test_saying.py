"""Figures in words: of what they are, and about how many of whom."""

from datetime import date

from django.utils import translation

from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.metrics import Audience, Figure
from werkplaats.insight.saying import BRANCHES, less_than_asked, people, unknown

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)


def test_a_figure_says_of_what_it_is_where_that_is_less_than_was_asked() -> None:
    hours = Figure("service.hours", 503, 11, quarters=(SUMMER,), kinds=("household",))
    with translation.override("en"):
        assert less_than_asked(hours, [SPRING, SUMMER], BRANCHES) == "household help, quarter 3 of 2026"
        assert less_than_asked(hours, [SUMMER], ["household"]) == ""
        assert less_than_asked(Figure("service.hours", 503, 11), [], BRANCHES) == ""


def test_it_says_whom_its_number_counts() -> None:
    def said(code: str, audience: Audience) -> str:
        return people(CATALOGUE[code], 12, audience)

    with translation.override("en"):
        assert said("service.requests", Audience.PARTY) == "12 cases"
        assert said("service.hours", Audience.BOARD) == "12 timesheets"
        assert said("service.requests", Audience.PUBLIC) == "12 residents"
        assert said("costs.landlord", Audience.PARTY) == "12 dwellings"


def test_a_reason_is_said_once() -> None:
    (told,) = unknown([("Requests", "Nothing."), ("Visits made", "Nothing.")])
    with translation.override("en"):
        assert (told.why, told.names.count(";")) == ("Nothing.", 1)
