"""The same somebody, after the money of the neighbourhood: where who works lives, what they earned, what people think
of each other. Whatever is told of it outside is worked out from what is out, and says of nobody where they live.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from tests.insight.year import QUARTERS, Year
from werkplaats.insight import open_data
from werkplaats.insight.models import Assumption, SurveyAnswer, SurveyRound
from werkplaats.insight.queries.figures import figures
from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.derived import EARNED, HOURS, WAYS
from werkplaats.insight.rules.metrics import Audience, Scope
from werkplaats.insight.rules.privacy import Released, bounds_of
from werkplaats.insight.rules.released import RECIPES, About, Recipe, released
from werkplaats.insight.services.releasing import release_quarters

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 3)
Out = Mapping[str, tuple[Released, ...]]


@pytest.fixture
def year() -> Year:
    made = Year()
    for number in range(4):
        made.live(number)
    return made


def out_of(year: Year, recipes: Mapping[str, Recipe] = RECIPES) -> Out:
    rows = year.rows
    return {code: released(recipe, rows[recipe.about], NEW_YEAR) for code, recipe in recipes.items()}


def test_what_a_director_asks_for_is_there(year: Year) -> None:
    release_quarters(year.cooperative.pk, at=year.over(3))
    found = figures(Scope(year.cooperative.pk, date(2026, 1, 1), date(2026, 12, 1)), Audience.WATCHER)
    for code in (*WAYS, "social.cohesion", "costs.dwellings"):
        assert found[code].value is not None, code
        assert found[code].n >= SMALLEST_SHOWN, code
    multiplier, before = found["economy.work_multiplier"], found["economy.multiplier_before"]
    assert 1 <= (before.value or 0) <= (multiplier.value or 0) <= 3
    assert (multiplier.low or 0) < (multiplier.value or 0) < (multiplier.high or 0)


def who_can_live_elsewhere(year: Year, recipes: Mapping[str, Recipe]) -> list[frozenset[int]]:
    """Which workers can be those from elsewhere by what is told: nobody, any one or any two of them, as far as that
    would be told in the very same words."""
    rows = year.rows[About.WORKERS]
    every = {worker.pk for worker in (*year.plumbers, *year.helpers)}
    facts = [row for row in rows if not row.measure.startswith("local_")]
    local_of = {"worked": "local_work", "earned": "local_pay"}
    could = [replace(row, measure=local_of[row.measure], part="") for row in facts if row.measure in local_of]

    def told(away: frozenset[int]) -> str:
        all_rows = [*facts, *(row for row in could if row.person not in away)]
        out = [released(recipes[code], all_rows, NEW_YEAR) for code in (EARNED, HOURS)]
        return repr([(sorted(one.keys), sorted(one.values.items())) for found in out for one in found])

    truth = told(frozenset(every - {row.person for row in rows if row.measure == "local_pay"}))
    ways = [frozenset(some) for number in range(3) for some in combinations(sorted(every), number)]
    return [away for away in ways if told(away) == truth]


def test_of_nobody_who_works_is_known_where_they_live(year: Year) -> None:
    possible = who_can_live_elsewhere(year, RECIPES)
    for worker in (*year.plumbers, *year.helpers):
        assert any(worker.pk in away for away in possible), "known to live in the district"
        assert any(worker.pk not in away for away in possible), "known to live elsewhere"


def test_and_it_would_be_known_if_the_share_were_told_as_it_is(year: Year) -> None:
    """So the test above can fail."""
    exact = {code: replace(one, amounts=(*one.amounts, one.share)) for code, one in RECIPES.items() if one.share}
    (only,) = who_can_live_elsewhere(year, exact)
    assert only == {year.plumbers[1].pk, year.helpers[2].pk}


@pytest.mark.parametrize("code", [EARNED, HOURS])
def test_the_part_of_few_is_never_told_closer_than_a_quarter_of_the_whole(year: Year, code: str) -> None:
    (whole,), share = RECIPES[code].amounts, RECIPES[code].share
    found = out_of(year)[code]
    assert any(one.values[bounds_of(share)[0]] for one in found)
    for one in found:
        least, surely_not = (one.values[name] for name in bounds_of(share))
        assert one.values[whole] - surely_not - least >= one.values[whole] / 4


def test_what_is_worked_out_changes_only_with_what_is_out(year: Year) -> None:
    """Whatever is written down or told after the release: another address, late work, an answer, the coordinator's own
    wage. A difference between before and after would be about one of them."""
    release_quarters(year.cooperative.pk, at=year.over(3))
    scopes = [Scope(year.cooperative.pk, first, last.replace(month=last.month + 2)) for first, last in periods()]

    def seen() -> list[Any]:
        return [[figures(scope, Audience.PUBLIC) for scope in scopes], open_data.rows(year.cooperative.pk)]

    before = seen()
    year.late(0)
    for worker in (year.plumbers[4], year.helpers[5]):
        worker.postcode = "1011 AB"
        worker.save()
    asked = SurveyRound.objects.filter(cooperative=year.cooperative).latest("pk")
    SurveyAnswer.objects.create(
        cooperative=year.cooperative, round=asked, role="resident", on_paper=True, agrees=[4, 0, 0, 0, 0, 0]
    )
    for code, value in (("coordinator_hour", 41), ("coordinator_hours", 900), ("subsidy", 1000), ("overhead", 500)):
        Assumption.objects.create(
            cooperative=year.cooperative, code=code, value=Decimal(value), low=Decimal(value), high=Decimal(value),
            distribution="fixed", source="Zo is het", valid_from=date(2026, 1, 1), set_at=year.over(3),
        )  # fmt: skip
    assert seen() == before


def periods() -> list[tuple[date, date]]:
    return [(first, last) for first in QUARTERS for last in QUARTERS if first <= last]


def test_a_round_with_nine_answers_is_never_told(year: Year) -> None:
    """Nor together with the next: the nine can be nine of its ten."""
    found = out_of(year)["social.cohesion"]
    assert [sorted(key.quarter for key in one.keys) for one in found] == [[QUARTERS[0]], [QUARTERS[2]], [QUARTERS[3]]]
    assert [one.people for one in found] == [12, 10, 11]
