"""What has no figure is said in words, in the report too: never an empty plot, never what is no number."""

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import translation

from tests.build import NOW, a_pilot
from tests.insight.test_released import Street
from tests.insight.test_social_queries import a_closed_round
from werkplaats.homes.models import Dwelling, Participation, Pilot
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.insight import report_files
from werkplaats.insight.queries.report import report
from werkplaats.insight.rules.metrics import Audience
from werkplaats.insight.services.rollups import refresh

pytestmark = pytest.mark.django_db
LONG_AGO, MARCH = date(2025, 2, 1), date(2026, 3, 1)


def told(street: Street, first: date, last: date, pilot: Pilot | None = None) -> dict[str, str]:
    """The reasons of the report for the board, by figure; after a look at its page and at its numbers."""
    refresh(street.cooperative.pk, at=NOW)
    with translation.override("en"):
        made = report(street.cooperative, pilot, first, last, Audience.BOARD, made_on=date(2026, 5, 1))
        page, numbers = report_files.html(made).decode(), json.loads(report_files.data(made))
        assert report_files.pdf(made).startswith(b"%PDF")
    shown = unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
    assert not re.search(r"\b(nan|NaN|inf|None|null)\b", shown)
    why = {one["metric"]: one["why_not"] for one in numbers["figures"] if one["value"] is None}
    assert all(reason in shown for reason in why.values())
    for plot in re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL):
        assert re.search(r"<rect|<circle|<polygon", plot), "an empty picture"
    return why


def test_a_period_without_data() -> None:
    why = told(Street(), LONG_AGO, LONG_AGO)
    assert why["service.requests"] == "Nothing was reported in this period."
    assert why["economy.income"] == "No work was charged in this period."
    assert why["social.people"] == "Nobody was helped in this period."


def test_a_pilot_that_has_not_begun() -> None:
    street = Street()
    later = a_pilot(street.landlord, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    why = told(street, MARCH, MARCH, later)
    assert why["economy.multiplier"] == why["costs.landlord"] == "This pilot had not begun yet in this period."


@pytest.mark.parametrize("audience", [Audience.WATCHER, Audience.PUBLIC])
def test_outside_a_pilot_that_has_not_begun_is_not_told_the_figures_of_another(audience: Audience) -> None:
    street = Street()
    for home in street.homes:
        takes_part(street.pilot, home)
    street.release()
    later = a_pilot(street.landlord, name="Later", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))

    def values(pilot: Pilot) -> set[str]:
        made = report(street.cooperative, pilot, date(2026, 1, 1), MARCH, audience, made_on=date(2026, 5, 1))
        return {line.metric.code for line in made.lines if line.figure.value is not None}

    assert "service.requests" in values(street.pilot)
    assert values(later) == set()


def takes_part(pilot: Pilot, home: Dwelling) -> None:
    Participation.objects.create(
        cooperative=pilot.cooperative, pilot=pilot, dwelling=home, status=ParticipationStatus.ENDED,
        requested_at=NOW - timedelta(days=40), started_at=NOW - timedelta(days=40), ended_at=NOW + timedelta(days=40),
    )  # fmt: skip


def test_a_survey_that_nobody_answered() -> None:
    street = Street()
    a_closed_round(street.cooperative, 0)
    assert told(street, MARCH, MARCH)["social.cohesion"] == "Nobody answered the survey."
