"""What is around each home, each worker and each answer, a quarter at a time: what cells for outsiders are made of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.ground.sql import rows
from werkplaats.insight.models import SurveyRound
from werkplaats.insight.queries.assumptions import district
from werkplaats.insight.queries.facts import HERE, by_person
from werkplaats.insight.queries.surveys import cohesion_answers
from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.economy import of_the_district
from werkplaats.insight.rules.privacy import quarter_of
from werkplaats.insight.rules.released import HUNDREDTHS, WHOLE, About, Row
from werkplaats.insight.rules.surveys import SurveyKind
from werkplaats.insight.rules.totals import Amount
from werkplaats.members.models import Worker

# The days on which a home had a place: its dwelling for repairs, that of the client for help.
PLACES = f"""
    SELECT q.first::date AS quarter, pilot.kind, coalesce(p.dwelling_id, client.dwelling_id) AS person,
        'pilot ' || pilot.id AS whose,
        floor(sum(extract(epoch FROM least(coalesce(p.ended_at, q.until), q.until) - greatest(p.started_at, q.since))
            / 86400))::bigint AS days
    FROM homes_participation p
    JOIN homes_pilot pilot ON pilot.id = p.pilot_id
    LEFT JOIN homes_client client ON client.id = p.client_id
    JOIN LATERAL (
        SELECT first, first AT TIME ZONE '{HERE}' AS since, (first + interval '3 months') AT TIME ZONE '{HERE}' AS until
        FROM generate_series(date_trunc('quarter', p.started_at AT TIME ZONE '{HERE}'),
            (%(until)s::date - 1)::timestamp, interval '3 months') first
    ) q ON p.ended_at IS NULL OR p.ended_at > q.since
    WHERE p.cooperative_id = %(cooperative)s AND p.started_at < %(until_moment)s
    GROUP BY 1, 2, 3, 4
"""
OF_PLACES = {"repairs": "home_days", "household": "client_days"}


def rows_about(cooperative_id: int, until: date) -> dict[About, list[Row]]:
    """Of the whole quarters before `until`, the first day of one."""
    moment = datetime.combine(until, time.min, AMSTERDAM)
    values = {"cooperative": cooperative_id, "until": until, "until_moment": moment}
    return {
        About.HOMES: [*_facts(cooperative_id, until), *_places(values)],
        About.WORKERS: list(_workers(cooperative_id, until)),
        About.ANSWERS: list(_cohesion(cooperative_id, until)),
    }


def _facts(cooperative_id: int, until: date, *, workers: bool = False) -> Iterator[Row]:
    for row in by_person(cooperative_id, until, workers=workers):
        amount = Amount(row["number"], row["total"])
        yield Row(row["quarter"], row["branch"], row["person"], row["measure"], row["part"], amount, row["whose"])


def _places(values: dict[str, object]) -> Iterator[Row]:
    for row in rows(PLACES, values):
        if row["days"] > 0:
            days = Amount(1, row["days"])
            yield Row(row["quarter"], row["kind"], row["person"], OF_PLACES[row["kind"]], "", days, row["whose"])


def _workers(cooperative_id: int, until: date) -> Iterator[Row]:
    """The facts around who worked; of who lives in the district also what was worked and what was pay of it."""
    areas = district(cooperative_id)
    known = Worker.objects.filter(cooperative_id=cooperative_id).values_list("pk", "postcode")
    local = {pk for pk, postcode in known if of_the_district(postcode, areas)}
    found = list(_facts(cooperative_id, until, workers=True))
    material = {
        (row.quarter, row.kind, row.whose, row.person): row.amount.total for row in found if row.measure == "material"
    }
    for row in found:
        yield row
        if row.person in local and row.measure == "worked":
            yield replace(row, measure="local_work", part="")
        if row.person in local and row.measure == "earned":
            pay = row.amount.total - material.get((row.quarter, row.kind, row.whose, row.person), 0)
            yield replace(row, measure="local_pay", part="", amount=Amount(row.amount.number, pay))


def _cohesion(cooperative_id: int, until: date) -> Iterator[Row]:
    """The scores of the rounds that closed, each in its quarter. A round with fewer than ten is left out for good: who
    answered may have answered in the next one too, so two rounds of six can be six people."""
    closed = SurveyRound.objects.filter(
        cooperative_id=cooperative_id, kind=SurveyKind.COHESION, closes_on__lt=until
    ).order_by("closes_on", "pk")
    number = 0
    for asked in closed:
        answers = cohesion_answers(cooperative_id, asked.pk)
        scores = [answer.score for answer in answers if answer.score is not None]
        if len(scores) < SMALLEST_SHOWN:
            continue
        for score in scores:
            number += 1
            amount = Amount(1, round(score * HUNDREDTHS))
            yield Row(quarter_of(asked.closes_on), WHOLE, number, "cohesion", "", amount)
