from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.test_translations import translated
from werkplaats.insight.rules.catalogue import CATALOGUE, COSTS, ECONOMY, SERVICE, SOCIAL
from werkplaats.insight.rules.metrics import Audience, Figure, Scope


def test_a_metric_is_declared_once() -> None:
    assert len(CATALOGUE) == len(SERVICE) + len(ECONOMY) + len(COSTS) + len(SOCIAL)


def test_a_metric_says_what_it_is_how_it_is_worked_out_and_from_what() -> None:
    for metric in CATALOGUE.values():
        assert metric.group in metric.code
        assert all((metric.name, metric.definition, metric.formula, metric.sources)), metric.code
        assert Audience.BOARD in metric.seen_by, metric.code


def test_a_figure_without_a_value_says_why() -> None:
    with pytest.raises(ValueError, match="a reason why"):
        Figure("service.rating", None, 0)
    with pytest.raises(ValueError, match="a reason why"):
        Figure("service.rating", 8, 12, why="Nobody rated yet.")
    assert Figure("service.rating", None, 0, why="Nobody rated yet.").value is None


def test_a_figure_is_never_not_a_number() -> None:
    with pytest.raises(ValueError, match="not a number"):
        Figure("service.rating", float("nan"), 3)


@given(st.dates(date(2015, 1, 1), date(2060, 12, 31)), st.integers(0, 40))
def test_a_period_ends_where_the_next_month_begins(day: date, months: int) -> None:
    first = day.replace(day=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    scope = Scope(1, first, date(year, month + 1, 1))
    assert scope.until.day == 1
    assert (scope.until.year - first.year) * 12 + scope.until.month - first.month == months + 1


def test_a_period_is_whole_months_in_order() -> None:
    with pytest.raises(ValueError, match="first days"):
        Scope(1, date(2026, 1, 2), date(2026, 2, 1))
    with pytest.raises(ValueError, match="before its first"):
        Scope(1, date(2026, 3, 1), date(2026, 2, 1))


def test_what_a_metric_says_is_there_in_dutch() -> None:
    known = {text for context, text in translated() if context is None}
    said = {text for m in (*ECONOMY, *COSTS) for text in (m.name, m.definition, m.formula, m.limits) if text}
    assert not said - known
