"""The evaluation of a pilot as people read it: a page, a paper, and numbers for programs."""

import json
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation

from werkplaats.insight import report_files
from werkplaats.insight.report_document import HEADLINES, document
from werkplaats.insight.report_json import to_data
from werkplaats.insight.report_pdf import to_pdf
from werkplaats.insight.rules import metrics
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.metrics import EVERYBODY, Audience, Figure, Metric, Unit
from werkplaats.insight.rules.report import About, Report, compose
from werkplaats.insight.saying import short_month

MONTHS = [date(2026, month, 1) for month in (1, 2, 3, 4)]
REQUESTS = Metric(
    "service.requests", "Requests", "Everything that was reported.", Unit.COUNT, "Counted.", ("intake_request",),
    EVERYBODY, metrics.About.RESIDENTS, "Who never reports is not in it.",
)  # fmt: skip
MULTIPLIER = Metric(
    "economy.lm3", "Local multiplier", "What a euro does here.", Unit.RATIO, "(R1 + R2 + R3) / R1", ("a survey",),
    EVERYBODY, metrics.About.ANSWERS,
)  # fmt: skip
RATING = Metric(
    "service.rating", "Rating <1–5>", "What residents gave.", Unit.SCORE, "Mean.", ("feedback",), EVERYBODY,
    metrics.About.RESIDENTS,
)  # fmt: skip
FIGURES = {
    "service.requests": Figure("service.requests", 1234, 40, parts=(("tenant", 234), ("cooperative", 1000))),
    "service.rating": Figure("service.rating", None, 0, why="Nobody rated a visit in this period."),
    "economy.lm3": Figure("economy.lm3", 2.2, 12, low=1.9, high=2.45),
}


def report(
    audience: Audience = Audience.PARTY,
    figures: dict[str, Figure] | None = None,
    months: tuple[date, date] = (MONTHS[0], MONTHS[-1]),
    **more: Any,
) -> Report:
    about = About(
        "Soesterkwartier & co", "Proef Portaal", "repairs", "Portaal", 50, date(2026, 1, 5), date(2026, 12, 31),
        *months, audience, date(2026, 5, 3),
    )  # fmt: skip
    catalogue = {one.code: one for one in (REQUESTS, RATING, MULTIPLIER)}
    course = [(day, {"service.requests": Figure("service.requests", 300 + day.month, 20)}) for day in MONTHS]
    return compose(about, catalogue, FIGURES if figures is None else figures, **{"over_time": course, **more})


def page(made: Report) -> str:
    return report_files.html(made).decode()


def words_of(pdf: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(("language", "requests"), [("nl", "1.234"), ("en", "1,234")])
def test_a_page_has_the_figure_its_band_and_how_it_came_about(language: str, requests: str) -> None:
    with translation.override(language):
        shown = page(report())
    assert f'<html lang="{language}">' in shown
    assert requests in shown
    for text in ("(R1 + R2 + R3) / R1", "Soesterkwartier &amp; co", "Rating &lt;1–5&gt;", "<svg", "Portaal"):
        assert text in shown


def test_what_is_not_known_is_said_in_its_chapter_with_the_reason() -> None:
    with translation.override("en"):
        shown = page(report())
    assert "Nobody rated a visit in this period. <em>Rating &lt;1–5&gt;.</em>" in shown
    assert re.search(r"\bnan\b", shown, re.IGNORECASE) is None


def test_a_period_without_figures_says_so_on_the_page_and_on_paper() -> None:
    nothing = {"service.rating": FIGURES["service.rating"]}
    with translation.override("en"):
        made = report(figures=nothing, over_time=[])
        assert "There is no figure to show for this period yet." in page(made)
        assert "There is no figure to show for this period yet." in words_of(to_pdf(document(made)))


def test_the_paper_says_what_the_page_says() -> None:
    with translation.override("en"):
        words = words_of(to_pdf(document(report())))
    for text in ("Proef Portaal: what did it bring?", "1,234", "1.90 to 2.45", "Nobody rated a visit in this period.",
                 "Who never reports is not in it.", "January 2026", "Page 1"):  # fmt: skip
        assert text in words


def test_the_same_report_is_the_same_file() -> None:
    assert to_pdf(document(report())) == to_pdf(document(report()))


def test_only_outsiders_are_told_that_small_numbers_are_hidden() -> None:
    with translation.override("en"):
        assert "fewer than ten people" not in page(report(Audience.PARTY))
        assert "fewer than ten people" in page(report(Audience.PUBLIC))


def test_one_reason_for_many_figures_is_said_once() -> None:
    nobody = {
        code: Figure(code, None, 0, why="Nobody did any work.") for code in ("service.requests", "service.rating")
    }
    with translation.override("en"):
        shown = page(report(figures=nobody, over_time=[]))
    assert shown.count("Nobody did any work.") == 1
    assert "<em>Requests; Rating &lt;1–5&gt;.</em>" in shown


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (2, "From January 2026 up to and including February 2026 there is no whole quarter that is over."),
        (4, "Of January 2026 up to and including April 2026 the quarter that is over: quarter 1 of 2026."),
        (12, "Of January 2026 up to and including December 2026 the quarter that is over: quarter 1 of 2026."),
    ],
)
def test_who_looks_from_outside_is_told_which_quarters_it_is_about(last: int, said: str) -> None:
    with translation.override("en"):
        assert said in page(report(Audience.PUBLIC, months=(MONTHS[0], date(2026, last, 1))))
        assert "Figures of January 2026" in page(report(Audience.PARTY, months=(MONTHS[0], date(2026, last, 1))))


def test_a_month_that_runs_is_said_to_be_not_over() -> None:
    with translation.override("en"):
        assert "not over yet" not in page(report())
        assert "not over yet" in page(report(months=(MONTHS[0], date(2026, 5, 1))))


def test_a_pilot_that_has_not_begun_is_said_on_top() -> None:
    with translation.override("en"):
        made = report(figures={}, over_time=[], months=(date(2025, 1, 1), date(2025, 12, 1)))
        assert "This pilot had not begun yet in this period." in page(made)


def test_estimates_of_one_and_of_all_are_drawn_apart_each_under_its_own_name() -> None:
    codes = [code for code in CATALOGUE if code.startswith("costs.")]
    found = {code: Figure(code, 5, 12, low=4, high=6) for code in codes}
    about = report(Audience.BOARD).about
    with translation.override("en"):
        (costs,) = document(compose(about, CATALOGUE, found)).parts
    drawn = {plot.title: {name for name, *__ in plot.rows} for plot in costs.plots}
    assert len(drawn) == len(costs.plots)
    each = drawn["Costs and benefits: for each dwelling or client"]
    assert "Gain of the landlord, for each dwelling a year" in each
    assert "Gain of the landlord, a year" in drawn["Costs and benefits: amounts"] - each
    assert not any("over the years" in name for names in drawn.values() for name in names)


def test_a_band_without_width_is_not_said() -> None:
    flat = {"economy.lm3": Figure("economy.lm3", 2.2, 12, low=2.199, high=2.201)}
    with translation.override("en"):
        (economy,) = document(report(figures=flat, over_time=[])).parts
    assert [(row.value, row.band) for row in economy.rows] == [("2.20", "")]


@pytest.mark.parametrize(("language", "said"), [("nl", "jan 2026"), ("en", "Jan 2026")])
def test_a_month_under_a_line_is_written_as_in_the_language(language: str, said: str) -> None:
    with translation.override(language):
        assert short_month(MONTHS[0]) == said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_letter_of_every_metric_is_on_paper(language: str) -> None:
    found = {code: Figure(code, None, 0, why="Nobody did any work.") for code in CATALOGUE}
    with translation.override(language):
        made = document(compose(report(Audience.BOARD).about, CATALOGUE, found))
        words = words_of(to_pdf(made))
    assert "■" not in words
    assert made.methods[0].definition in words


def test_programs_get_numbers_with_their_declaration() -> None:
    told = json.loads(json.dumps(to_data(report())))
    assert (told["pilot"], told["from"], told["until"], told["for"]) == ("Proef Portaal", "2026-01", "2026-04", "party")
    by_metric = {figure["metric"]: figure for figure in told["figures"]}
    assert by_metric["service.requests"]["value"] == 1234
    assert by_metric["service.requests"]["parts"] == {"tenant": 234, "cooperative": 1000}
    assert (by_metric["economy.lm3"]["low"], by_metric["economy.lm3"]["high"]) == (1.9, 2.45)
    assert by_metric["service.rating"]["value"] is None
    assert by_metric["service.rating"]["why_not"] == "Nobody rated a visit in this period."
    assert told["over_time"] == [
        {"metric": "service.requests", "values": [{"from": f"2026-0{m}", "value": 300 + m} for m in (1, 2, 3, 4)]}
    ]


def test_what_stands_on_top_is_declared() -> None:
    assert set(HEADLINES) <= CATALOGUE.keys()
