"""A landlord or a team that takes its own figures off what everybody is told: what is left is about ten people or more,
or about nobody. And it is told of ratings no more than that.
"""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from tests.build import a_landlord, a_landlord_contact, a_pilot, browser_of
from tests.insight.test_attacker import asked
from tests.insight.year import QUARTERS, Year
from werkplaats.insight.queries.figures import figures
from werkplaats.insight.queries.report import report
from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.metrics import Audience, Scope
from werkplaats.insight.rules.privacy import Key, Released
from werkplaats.insight.rules.released import NOT_RELEASED, RECIPES, Row, released
from werkplaats.insight.services.releasing import release_quarters
from werkplaats.insight.services.rollups import refresh

pytestmark = pytest.mark.django_db
FIRST_QUARTER = (QUARTERS[0], date(2026, 3, 1))


class TwoLandlords(Year):
    """The same year; two homes are of a landlord that has only just begun."""

    def __init__(self) -> None:
        super().__init__()
        self.landlord = self.pilots[0].landlord
        self.second = a_landlord(self.cooperative)
        self.seconds_pilot = a_pilot(self.second, name="Net begonnen")
        self.few = {home.pk for home in self.homes[4:6]}
        for home in self.homes[4:6]:
            home.landlord = self.second
            home.save()

    def _joins(self, pilot: Any, number: int, at: int, **who: Any) -> None:
        home = who.get("dwelling")
        super()._joins(self.seconds_pilot if home and home.pk in self.few else pilot, number, at, **who)


@pytest.fixture
def year(without_second_factor: None) -> TwoLandlords:
    made = TwoLandlords()
    for number in range(4):
        made.live(number)
    return made


def left_over(rows: list[Row], code: str, own: set[Key]) -> list[set[int]]:
    """Of every answer, at the end of every quarter: about whom it is when what is known is taken off."""
    recipe, kept, found = RECIPES[code], (), []
    mine = [row for row in rows if row.measure in recipe.measures]
    for today in (date(2026, 4, 2), date(2026, 7, 2), date(2026, 10, 2), date(2027, 1, 2)):
        kept: tuple[Released, ...] = released(recipe, rows, today, kept)
        for keys in set(asked(kept).values()):
            found.append({row.person for row in mine if Key(row.quarter, row.kind, row.whose) in keys - own})
    return found


def known(rows: list[Row], *whose: str) -> set[Key]:
    return {Key(row.quarter, row.kind, row.whose) for row in rows if row.whose in whose}


def test_what_a_party_is_left_with_is_never_about_few(year: TwoLandlords) -> None:
    about = year.rows
    repairs, household, second = (f"pilot {one.pk}" for one in (*year.pilots, year.seconds_pilot))
    outside = f"landlord {year.landlord.pk}"  # its homes that have no place in its pilot
    for code, own in product(RECIPES, ((repairs,), (outside,), (repairs, outside), (household,), (second,))):
        rows = about[RECIPES[code].about]
        for people in left_over(rows, code, known(rows, *own)):
            assert not 0 < len(people) < SMALLEST_SHOWN, (code, own)


def test_and_it_would_be_two_homes_if_parties_were_not_told_apart(year: TwoLandlords) -> None:
    """So the test above can fail."""
    rows = year.rows[RECIPES["service.requests"].about]
    own = {row.person for row in rows if row.whose == f"pilot {year.pilots[0].pk}"}
    blind = [replace(row, whose="") for row in rows]
    assert year.few in [people - own for people in left_over(blind, "service.requests", set())]


def test_a_landlord_with_two_homes_is_not_in_what_is_published(year: TwoLandlords) -> None:
    refresh(year.cooperative.pk, at=year.over(3))
    release_quarters(year.cooperative.pk, at=year.over(3))
    public = figures(Scope(year.cooperative.pk, *FIRST_QUARTER, year.pilots[0].pk), Audience.PUBLIC)
    own = figures(Scope(year.cooperative.pk, *FIRST_QUARTER, year.pilots[0].pk), Audience.PARTY)
    for code in ("service.requests", "service.visits", "service.charged"):
        assert public[code].value == own[code].value, code
    all_together = figures(Scope(year.cooperative.pk, *FIRST_QUARTER), Audience.PUBLIC)
    assert all_together["service.requests"].value == own["service.requests"].value == 12
    fresh = figures(Scope(year.cooperative.pk, *FIRST_QUARTER, year.seconds_pilot.pk), Audience.PARTY)
    assert fresh["service.requests"].value == 2


def test_a_party_is_told_of_ratings_what_was_released_of_its_own(year: TwoLandlords) -> None:
    """It knows who was visited in a month, so the mean of that month would be the rating of one of them; in its report
    and on its page neither."""
    refresh(year.cooperative.pk, at=year.over(3))
    release_quarters(year.cooperative.pk, at=year.over(3))

    def rating(first: date, last: date, pilot: Any, audience: Audience = Audience.PARTY) -> tuple[Any, int, str]:
        found = figures(Scope(year.cooperative.pk, first, last, pilot.pk), audience)["service.satisfaction"]
        return found.value, found.n, found.why

    large, few = year.pilots[0], year.seconds_pilot
    board = rating(*FIRST_QUARTER, large, Audience.BOARD)
    assert rating(*FIRST_QUARTER, large) == board
    assert board[1] == 12
    for month in (1, 2, 3):
        assert rating(date(2026, month, 1), date(2026, month, 1), large) == board  # of the whole quarter
    assert rating(QUARTERS[0], date(2026, 12, 1), few) == (None, 0, NOT_RELEASED)

    def by_month(audience: Audience) -> list[str]:
        made = report(year.cooperative, year.pilots[0], *FIRST_QUARTER, audience, made_on=date(2027, 1, 4))
        return [course.metric.code for course in made.courses]

    assert "service.satisfaction" in by_month(Audience.BOARD)
    assert "service.satisfaction" not in by_month(Audience.PARTY)
    page = browser_of(a_landlord_contact(year.landlord)).get("/partner/woningen/").content.decode()
    assert "gemiddelde van" not in page


def test_a_party_is_not_told_what_rests_on_the_money_of_all(year: TwoLandlords) -> None:
    """Subsidy and coordinator are divided by what each pilot charged, so its part would tell what the others did."""
    of_all = {f"economy.{one}" for one in ("income", "local_cents", "local_percent", "multiplier", "stays", "leaks")}
    assert not {code for code in of_all if Audience.PARTY in CATALOGUE[code].seen_by}
    before = figures(Scope(year.cooperative.pk, *FIRST_QUARTER, year.pilots[0].pk), Audience.PARTY)
    year.late(0)  # of another home of the same landlord, out of the pilot
    assert figures(Scope(year.cooperative.pk, *FIRST_QUARTER, year.pilots[0].pk), Audience.PARTY) == before
