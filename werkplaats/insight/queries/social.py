"""Who came to whom and who thanked whom, in which street they live, and what became of concerns."""

from datetime import date, datetime, time
from typing import Any

from django.db import connection

from werkplaats.delivery.models import Timesheet
from werkplaats.ground.formats import AMSTERDAM, local_day
from werkplaats.ground.sql import rows
from werkplaats.homes.models import Client
from werkplaats.insight.models import SurveyRound
from werkplaats.insight.queries.facts import HERE
from werkplaats.insight.queries.surveys import cohesion_answers
from werkplaats.insight.rules.metrics import Scope
from werkplaats.insight.rules.social.figures import Asked, Told
from werkplaats.insight.rules.social.network import Arrow, Fabric, fabric
from werkplaats.insight.rules.surveys import SurveyKind
from werkplaats.insight.rules.surveys.cohesion import cohesion

# Whom a visit was for: the client of household help, or else who reported.
TIED = f"""
    WITH met AS (
        SELECT w.person_id AS worker, coalesce(granted.person_id, asking.person_id, r.reporter_id) AS customer,
            t.started_at, f.id AS feedback, f.thanks <> '' AS thanked, f.given_at
        FROM delivery_timesheet t
        JOIN members_worker w ON w.id = t.worker_id
        JOIN jobs_visit v ON v.id = t.visit_id
        JOIN jobs_job j ON j.id = v.job_id
        LEFT JOIN homes_caregrant g ON g.id = j.care_grant_id
        LEFT JOIN homes_client granted ON granted.id = g.client_id
        LEFT JOIN intake_request r ON r.id = j.request_id
        LEFT JOIN homes_client asking ON asking.id = r.client_id
        LEFT JOIN delivery_feedback f ON f.visit_id = v.id
        WHERE t.cooperative_id = %(cooperative)s AND t.stopped_at IS NOT NULL AND t.outcome <> 'nobody_home'
    ),
    arrow (giver, receiver, moment) AS (
        SELECT worker, customer, started_at FROM met
        UNION ALL
        SELECT customer, worker, given_at FROM met WHERE thanked
    ),
    placed AS (
        SELECT date_trunc('month', moment AT TIME ZONE '{HERE}')::date AS month, giver, receiver FROM arrow
        WHERE giver <> receiver
    )
    SELECT %(cooperative)s, month, giver, receiver, count(*) FROM placed
    WHERE %(months)s::date[] IS NULL OR month = ANY(%(months)s)
    GROUP BY month, giver, receiver
"""
ARROWS = """
    SELECT giver_id, receiver_id, min(month) < %(first)s, max(month) >= %(first)s FROM insight_tie
    WHERE cooperative_id = %(cooperative)s AND month <= %(last)s GROUP BY giver_id, receiver_id
"""
# Of a worker the postcode is known: their street is that of a home with the same one.
STREETS = """
    SELECT DISTINCT ON (person) person, street FROM (
        SELECT person_id AS person, d.street, 1 AS preference, -l.id AS number
        FROM homes_residence l JOIN homes_dwelling d ON d.id = l.dwelling_id
        WHERE l.cooperative_id = %(cooperative)s AND l.until IS NULL
        UNION ALL
        SELECT person_id, d.street, 2, c.id FROM homes_client c JOIN homes_dwelling d ON d.id = c.dwelling_id
        WHERE c.cooperative_id = %(cooperative)s
        UNION ALL
        SELECT w.person_id, d.street, 3, d.id FROM members_worker w
        JOIN homes_dwelling d ON d.cooperative_id = w.cooperative_id AND d.postcode = w.postcode
        WHERE w.cooperative_id = %(cooperative)s
    ) known ORDER BY person, preference, number
"""
TOLD = """
    SELECT r.ratings, r.thanked, cl.clients, c.concerns, c.followed_up FROM
        (SELECT count(*) AS ratings, count(*) FILTER (WHERE thanks <> '') AS thanked FROM delivery_feedback
            WHERE cooperative_id = %(cooperative)s AND given_at >= %(since)s AND given_at < %(until)s) r,
        (SELECT count(*) AS clients FROM homes_client
            WHERE cooperative_id = %(cooperative)s AND referred_at < %(until)s) cl,
        (SELECT count(*) AS concerns, count(*) FILTER (WHERE status <> 'raised') AS followed_up FROM delivery_concern
            WHERE cooperative_id = %(cooperative)s AND raised_at >= %(since)s AND raised_at < %(until)s) c
"""


def social_fabric(scope: Scope) -> Fabric:
    """The network of the cooperative in the months of the scope, as the roll-ups know it; the pilot of it does not
    count. Three queries."""
    until = datetime.combine(scope.until, time.min, AMSTERDAM)
    values: dict[str, Any] = {"cooperative": scope.cooperative_id, "first": scope.first_month, "last": scope.last_month}
    with connection.cursor() as cursor:
        cursor.execute(ARROWS, values)
        arrows = list(map(Arrow._make, cursor.fetchall()))
        cursor.execute(STREETS, values)
        street_of = dict(cursor.fetchall())
    clients = Client.objects.filter(cooperative_id=scope.cooperative_id, referred_at__lt=until)
    return fabric(arrows, street_of, frozenset(clients.values_list("person_id", flat=True)))


def told(scope: Scope) -> Told:
    """Ratings with words of thanks, and concerns, in the months of the scope. One query."""
    return Told(**rows(TOLD, _period(scope))[0])


def last_cohesion(scope: Scope, today: date) -> tuple[SurveyRound, Asked] | None:
    """The last round on living together that closed in the months of the scope, before today; None without one."""
    closed = SurveyRound.objects.filter(
        cooperative_id=scope.cooperative_id,
        kind=SurveyKind.COHESION,
        closes_on__gte=scope.first_month,
        closes_on__lt=min(scope.until, today),
    )
    found = closed.order_by("-closes_on", "-pk").first()
    if found is None:
        return None
    invited = found.invitations.count()
    answers = cohesion_answers(scope.cooperative_id, found.pk)
    return found, Asked(invited, len(answers), cohesion(answers))


def first_help_month(cooperative_id: int) -> date | None:
    """The first day of the month in which somebody was first helped; None when nobody was yet."""
    began = Timesheet.objects.filter(cooperative_id=cooperative_id).order_by("started_at")
    moment = began.values_list("started_at", flat=True).first()
    return local_day(moment).replace(day=1) if moment else None


def _period(scope: Scope) -> dict[str, Any]:
    return {
        "cooperative": scope.cooperative_id,
        "since": datetime.combine(scope.first_month, time.min, AMSTERDAM),
        "until": datetime.combine(scope.until, time.min, AMSTERDAM),
    }
