"""Somebody from outside who reads everything that is published, every quarter again and over every period, and
subtracts: nobody is found.

First, whatever is published is an answer over released cells, and nothing else. Second, of all those answers, no sum
or difference is about one to nine people.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from io import StringIO
from itertools import combinations, product
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from tests.api.scenes import token_of
from tests.insight.year import QUARTERS, Year
from werkplaats.insight import report_files
from werkplaats.insight.queries.figures import figures
from werkplaats.insight.queries.report import report
from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.derived import WAYS, pieces
from werkplaats.insight.rules.metrics import Audience, Scope
from werkplaats.insight.rules.privacy import Key, Released, within
from werkplaats.insight.rules.released import RECIPES, WHOLE, Recipe, Row, released
from werkplaats.insight.rules.totals import Amount
from werkplaats.insight.saying import said
from werkplaats.insight.services.releasing import release_quarters
from werkplaats.insight.services.rollups import refresh
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db

KINDS = (("repairs",), ("household",), ("repairs", "household"), ("repairs", "household", WHOLE))
PERIODS = [(first, last) for first, last in product(QUARTERS, QUARTERS) if first <= last]


@pytest.fixture
def year(without_second_factor: None) -> Year:
    return Year()


# -- everything that is published is an answer ------------------------------------------------------------------------
def answers(year: Year) -> set[str]:
    """Every figure that anybody from outside can ask for, in words and in numbers."""
    found: set[str] = set()
    months = [day.replace(month=day.month + 2) for day in QUARTERS]
    for (first, __), last in product(PERIODS, months):
        if last < first:
            continue
        for code, figure in figures(Scope(year.cooperative.pk, first, last), Audience.PUBLIC).items():
            if figure.value is not None:
                values = [figure.value, *(value for __, value in figure.parts)]
                found |= {said(value, CATALOGUE[code].unit) for value in values if value is not None}
                found |= {str(round(value, 4)) for value in values if value is not None}
    return found


def shown_on(page: str) -> list[str]:
    return [unescape(one).strip() for one in re.findall(r'class="wp-figure-value">([^<]+)<', page)]


def public_pages(year: Year) -> Iterator[str]:
    public, watcher = Browser(), Browser()
    watcher.force_login(Person.objects.get(pk=year.watcher.person_id).user)
    for path, browser in (
        (reverse("public:results", kwargs={"slug": year.cooperative.slug}), public),
        (reverse("partner:totals"), watcher),
    ):
        for first, last in PERIODS:
            months = {"from": first.isoformat()[:7], "until": last.isoformat()[:7]}
            yield browser.get(path, {**months, "pilot": 1, "kind": "household"}).content.decode()


def test_whatever_is_published_is_an_answer_over_released_cells(year: Year) -> None:
    for number in range(4):
        year.live(number)
    refresh(year.cooperative.pk, at=year.over(3))
    release_quarters(year.cooperative.pk, at=year.over(3))
    with translation.override("nl"):
        known = answers(year)
        seen = [value for page in public_pages(year) for value in shown_on(page)]
        assert len(set(seen)) > 10
        assert set(seen) <= known
    url = {"slug": year.cooperative.slug}
    text = Browser().get(reverse("public:open_data_file", kwargs={**url, "ending": "csv"})).content.decode()
    rows = list(csv.DictReader(StringIO(text)))
    api = Browser().get(
        "/api/v1/figures", headers={"Authorization": f"Bearer {token_of(year.watcher.person_id, Role.OBSERVER)}"}
    ).json()["figures"]  # fmt: skip
    assert [row["metric"] for row in api] == [row["metric"] for row in rows]
    assert {(row["from"], row["until"], row["kinds"]) for row in rows} <= {
        (min(quarters).isoformat(), _end(max(quarters)).isoformat(), kinds) for quarters, kinds in cells_of(year)
    }
    assert all(int(row["people"]) >= SMALLEST_SHOWN for row in rows)


@pytest.mark.parametrize("audience", [Audience.WATCHER, Audience.PUBLIC])
def test_a_report_for_outsiders_holds_nothing_more(year: Year, audience: Audience) -> None:
    for number in range(4):
        year.live(number)
    refresh(year.cooperative.pk, at=year.over(3))
    release_quarters(year.cooperative.pk, at=year.over(3))
    known = answers(year)
    for first, last in PERIODS:
        month = last.replace(month=last.month + 2)
        made = report(year.cooperative, None, first, month, audience, made_on=date(2027, 1, 4))
        told = json.loads(report_files.data(made))
        values = [figure["value"] for figure in told["figures"]]
        values += [part for figure in told["figures"] for part in figure.get("parts", {}).values()]
        values += [one["value"] for course in told["over_time"] for one in course["values"]]
        assert {str(round(value, 4)) for value in values if value is not None} <= known
        assert all(figure["about"]["number"] >= SMALLEST_SHOWN for figure in told["figures"] if figure["value"])


def cells_of(year: Year) -> set[tuple[tuple[date, ...], str]]:
    """What may stand in a row: a released cell, and for what is worked out the same cells of all that it is of."""
    rows = year.rows
    out = {code: released(recipe, rows[recipe.about], date(2027, 1, 3)) for code, recipe in RECIPES.items()}
    keys = [one.keys for found in out.values() for one in found]
    keys += [piece[0].keys for code in WAYS for piece in pieces(code, out)]
    return {(tuple(sorted({key.quarter for key in one})), "+".join(sorted({key.kind for key in one}))) for one in keys}


def _end(quarter: date) -> date:
    return date(quarter.year + quarter.month // 10, (quarter.month + 2) % 12 + 1, 1) - timedelta(days=1)


# -- no sum or difference of answers is about few ---------------------------------------------------------------------
def asked(out: tuple[Released, ...]) -> dict[tuple[date, date, tuple[str, ...]], frozenset[Key]]:
    """Of every period and kind that can be asked for, the cells that the answer is a sum of."""
    found = {}
    for (first, last), kinds in product(PERIODS, KINDS):
        answer = within(out, first, last.replace(month=last.month + 2), kinds)
        if answer is not None:
            found[first, last, kinds] = answer.keys
    return found


def people_in(recipe: Recipe, rows: list[Row], today: date, kept: tuple[Released, ...] = ()) -> dict[Key, set[Any]]:
    """Who is in each cell as it was published, found by asking: whose amount moves the published number?"""
    base = released(recipe, rows, today, kept)
    found: dict[Key, set[Any]] = {}
    for at, row in enumerate(rows):
        if row.measure not in recipe.measures:
            continue
        more = replace(row, amount=Amount(row.amount.number + 1, row.amount.total + 1))
        moved = released(recipe, [*rows[:at], more, *rows[at + 1 :]], today, kept)
        assert [one.keys for one in moved] == [one.keys for one in base], "one more moved the cells: choose other data"
        for before, after in zip(base, moved, strict=True):
            if (before.values, before.parts) != (after.values, after.parts):
                found.setdefault(min(before.keys), set()).add(row.person)
    return found


@pytest.mark.parametrize("code", list(RECIPES))
def test_no_sum_or_difference_of_answers_is_about_few_people(year: Year, code: str) -> None:
    recipe = RECIPES[code]
    known: dict[frozenset[Key], set[Any]] = {}
    kept: tuple[Released, ...] = ()
    for number in range(4):
        year.live(number)
        if number == 2:
            year.late(0)
        today = year.over(number).date()
        rows = year.rows[recipe.about]
        who, kept_before = people_in(recipe, rows, today, kept), kept
        kept = released(recipe, rows, today, kept)
        assert kept[: len(kept_before)] == kept_before, "what was published changed"
        for keys in set(asked(kept).values()):
            known.setdefault(keys, set()).update(*(who.get(key, set()) for key in keys))
    for keys in known:
        assert len(known[keys]) == 0 or len(known[keys]) >= SMALLEST_SHOWN
    for left, right in product(known, _sums(list(known))):
        rest = left ^ right
        about = set().union(*(known[keys] for keys in known if keys <= rest)) if rest else set()
        assert not rest or _is_union(rest, known), "a difference that is no union of released cells"
        assert len(about) == 0 or len(about) >= SMALLEST_SHOWN


def _sums(known: list[frozenset[Key]]) -> list[frozenset[Key]]:
    """One or two answers together."""
    return known + [one | other for one, other in combinations(known, 2)]


def _is_union(keys: frozenset[Key], known: dict[frozenset[Key], set[Any]]) -> bool:
    return frozenset().union(*(one for one in known if one <= keys)) == keys
