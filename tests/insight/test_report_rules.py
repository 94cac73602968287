"""What stands in the evaluation of a pilot, and for whom."""

from datetime import date

import pytest

from werkplaats.insight.rules.metrics import EVERYBODY, INSIDE, About, Audience, Figure, Metric, Unit
from werkplaats.insight.rules.report import About as AboutReport
from werkplaats.insight.rules.report import Report, compose


def metric(code: str, seen_by: frozenset[Audience] = EVERYBODY) -> Metric:
    return Metric(code, code, "what it is", Unit.COUNT, "counted", ("a table",), seen_by, About.RESIDENTS)


CATALOGUE = {
    one.code: one
    for one in (
        metric("service.requests"),
        metric("service.rating"),
        metric("costs.result", INSIDE),
        metric("social.n"),
    )
}


def report(audience: Audience = Audience.BOARD, *figures: Figure, **more: object) -> Report:
    about = AboutReport(
        "Soesterkwartier", "Portaal", "repairs", "Portaal", 50, date(2026, 1, 5), date(2026, 12, 31),
        date(2026, 1, 1), date(2026, 6, 1), audience, date(2026, 7, 3),
    )  # fmt: skip
    return compose(about, CATALOGUE, {figure.code: figure for figure in figures}, **more)  # type: ignore[arg-type]


def test_figures_stand_in_the_order_in_which_they_are_declared() -> None:
    made = report(
        Audience.BOARD, Figure("social.n", 4, 4), Figure("service.rating", 8, 9), Figure("service.requests", 3, 3)
    )
    assert [line.metric.code for line in made.lines] == ["service.requests", "service.rating", "social.n"]
    assert [chapter.group for chapter in made.chapters] == ["service", "social"]


@pytest.mark.parametrize("audience", [Audience.PARTY, Audience.WATCHER, Audience.PUBLIC])
def test_what_somebody_may_not_see_is_not_in_the_report(audience: Audience) -> None:
    figure = Figure("costs.result", -120_000, 3)
    assert [line.metric.code for line in report(Audience.BOARD, figure).lines] == ["costs.result"]
    assert report(audience, figure).chapters == ()


def test_what_is_not_known_stands_in_it_with_the_reason() -> None:
    (chapter,) = report(Audience.PUBLIC, Figure("service.rating", None, 0, why="Nobody rated yet.")).chapters
    assert chapter.known == ()
    assert [line.figure.why for line in chapter.unknown] == ["Nobody rated yet."]


def test_a_report_without_any_value_says_that_it_is_empty() -> None:
    assert report(Audience.BOARD, Figure("service.rating", None, 0, why="Nobody rated yet.")).is_empty
    assert not report(Audience.BOARD, Figure("service.requests", 0, 0)).is_empty


def test_a_month_without_a_value_is_a_hole_in_the_course_not_a_zero() -> None:
    april, may = date(2026, 4, 1), date(2026, 5, 1)
    made = report(
        Audience.BOARD,
        Figure("service.rating", 8, 12),
        Figure("social.n", 2, 2),
        over_time=[
            (april, {"service.rating": Figure("service.rating", None, 0, why="Nobody rated.")}),
            (may, {"service.rating": Figure("service.rating", 8, 12)}),
        ],
    )
    (course,) = made.courses
    assert course.points == ((april, None), (may, 8))


def test_headlines_are_only_what_has_a_value() -> None:
    made = report(Audience.BOARD, Figure("service.requests", 3, 3), Figure("service.rating", None, 0, why="Nobody."))
    assert [line.metric.code for line in made.headlines(["service.rating", "service.requests"])] == ["service.requests"]
