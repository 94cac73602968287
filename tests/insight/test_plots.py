"""Plots: what cannot be seen is told, what is written is safe, and nothing is drawn of what there is not."""

from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from werkplaats.insight import plots
from werkplaats.insight.drawing import TEXT_SIZE, Bar, Label, pieces, ticks
from werkplaats.insight.plots import Plot
from werkplaats.insight.rules.metrics import Unit
from werkplaats.insight.saying import mark, said

SVG = "{http://www.w3.org/2000/svg}"
values = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9))


def every_kind(name: str = "Ramen", value: float | None = 12) -> list[Plot]:
    return [
        plots.bars("Delen", [(name, value), ("Dak", 3)], Unit.COUNT),
        plots.lines("Maanden", ["jan", "feb", "mrt"], {name: [1, value, 3], "Dak": [None, 2, 2]}, Unit.HOURS),
        plots.bands("Banden", [(name, 1, value, 20)], Unit.PERCENT),
        plots.tornado("Aannames", [(name, 10, value), ("Dak", 4, 30)], 12, Unit.CENTS),
        plots.beside("Naast elkaar", ["nu", "straks"], [(name, Unit.DAYS, [value, 3])]),
    ]


def inside(plot: Plot) -> ElementTree.Element:
    return ElementTree.fromstring(plot.svg)


def test_a_picture_says_what_it_shows() -> None:
    for plot in every_kind():
        root = inside(plot)
        title, told = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert title is not None
        assert told is not None
        assert root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
        assert title.text == plot.title
        assert "Ramen" in (told.text or "")


def test_the_table_has_every_value_of_the_picture() -> None:
    plot = plots.bars("Wie doet het", [("De huurder", 4), ("De corporatie", None)], Unit.COUNT)
    assert plot.rows == (("De huurder", "4"), ("De corporatie", "–"))
    assert len(inside(plot).findall(f"{SVG}rect")) == 1


def test_a_name_cannot_become_markup() -> None:
    for plot in every_kind("<script>alert(1)</script> & \"'"):
        assert "<script" not in plot.svg
        assert any("<script>alert(1)" in (label.text or "") for label in inside(plot).iter(f"{SVG}text"))
        assert "<script" not in render_to_string("components/plot.html", {"plot": plot})


def test_nothing_to_draw_is_said_in_words() -> None:
    nothing = [
        plots.bars("Niets", [], Unit.COUNT),
        plots.lines("Niets", ["jan"], {"a": [None]}, Unit.HOURS),
        plots.bands("Niets", [("a", None, None, None)], Unit.COUNT),
        plots.tornado("Niets", [], 0, Unit.CENTS),
        plots.beside("Niets", ["nu"], [("a", Unit.COUNT, [None])]),
    ]
    for plot in nothing:
        assert plot.empty
        with translation.override("en"):
            page = render_to_string("components/plot.html", {"plot": plot})
        assert "<svg" not in page
        assert "nothing to draw" in page


def test_two_pictures_on_a_page_have_names_of_their_own() -> None:
    ids = [e.get("id") for plot in every_kind() for e in inside(plot).iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 10


def test_a_month_without_a_value_breaks_the_line() -> None:
    assert pieces([(0, 1), (1, 1), None, (3, 1), None, (5, 2), (6, 2)]) == [((0, 1), (1, 1)), ((5, 2), (6, 2))]


def test_what_matters_most_stands_on_top_of_a_tornado() -> None:
    plot = plots.tornado("T", [("klein", 11, 13), ("groot", 2, 30), ("zonder", None, 3)], 12, Unit.COUNT)
    assert [row[0] for row in plot.rows] == ["groot", "klein"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 5, 10]), (0, 7, [0, 2, 4, 6, 8]), (-3, 4, [-4, -2, 0, 2, 4]), (0, 0, [0, 0.5, 1.0])],
)
def test_an_axis_has_round_values(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(expected)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
@example(0.0, 5e-324)
def test_an_axis_holds_what_stands_along_it(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    steps = ticks(low, high)
    assert 2 <= len(steps) <= 12
    assert steps[0] <= low + 1e-6 * abs(low)
    assert steps[-1] >= high - 1e-6 * abs(high)


@given(st.lists(st.tuples(st.text(max_size=8), values), max_size=15), st.sampled_from(Unit))
def test_any_rows_give_a_picture_that_can_be_read(rows: list[tuple[str, float | None]], unit: Unit) -> None:
    rows = [("".join(c for c in name if c.isprintable()), value) for name, value in rows]
    line = {"a": [value for _name, value in rows]}
    names = [name for name, _value in rows]
    for plot in (plots.bars("T", rows, unit), plots.lines("T", names, line, unit)):
        ElementTree.fromstring(plot.svg)
        assert "nan" not in plot.svg.split("</desc>")[1].split("<text")[0]
        assert plot.empty == all(value is None for _name, value in rows)


def test_a_value_is_said_with_its_unit() -> None:
    with translation.override("nl"):
        assert said(1234, Unit.COUNT) == "1.234"
        assert said(7.45, Unit.HOURS) == "7,5 uur"
        assert said(83.4, Unit.PERCENT) == "83\u00a0%"
        assert said(123456, Unit.CENTS) == "€ 1.234,56"
        assert said(None, Unit.RATIO) == "–"
    with translation.override("en"):
        assert said(1, Unit.DAYS) == "1.0 day"


def test_an_axis_says_whole_numbers_as_they_are() -> None:
    with translation.override("nl"):
        assert [mark(value, Unit.HOURS) for value in (0.0, 50.0, 2.5)] == ["0", "50", "2,5"]
        assert [mark(value, Unit.CENTS) for value in (500_000, -20_000, 50)] == ["€ 5.000", "€ -200", "€ 0,50"]


def test_a_long_name_takes_more_lines_and_never_runs_into_its_value_or_off_the_picture() -> None:
    long = "What working with the cooperative costs the landlord, for each dwelling that takes part in a year"
    for drawn in (
        plots.bars("A", [(long, 5), ("B", 7)], Unit.CENTS),
        plots.bands("A", [(long, 5, 6, 123456789), ("B", 7, 8, 9)], Unit.CENTS),
        plots.tornado("A", [(long, 5, 6), ("B", 7, 8)], 6, Unit.CENTS),
        plots.beside("A", ["One", "Two"], [(long, Unit.CENTS, [5, 6]), ("B", Unit.CENTS, [7, 8])]),
    ):
        labels = [mark for mark in drawn.drawing.marks if isinstance(mark, Label)]
        parts = [label for label in labels if label.text and label.text in long and label.anchor == "start"]
        assert " ".join(label.text for label in parts) == long
        assert max(len(label.text) for label in parts) * TEXT_SIZE * 0.56 <= drawn.drawing.width
        assert len({label.y for label in parts}) == len(parts)
        tops = [mark.y for mark in drawn.drawing.marks if isinstance(mark, Bar)]
        assert not any(label.y - TEXT_SIZE < top < label.y for label in parts for top in tops)
        assert max(top for top in tops) < drawn.drawing.height
