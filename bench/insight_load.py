"""The requests of `bench.load`, and what the figures are of: workers, timesheets, ratings, proposals, a pilot, and the
bookings of the work."""

import os
import sys
from datetime import UTC, date, datetime
from typing import Any

from bench.load import load

BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
WORKERS = 12

# One in twenty found nobody home; visits took 20 to 119 minutes.
SHEETS = """
    INSERT INTO delivery_timesheet (cooperative_id, visit_id, worker_id, started_at, stopped_at, outcome, note,
        signed_at, signed_as, dispute)
    SELECT v.cooperative_id, v.id, w.id, lower(v.period), lower(v.period) + (20 + v.id %% 100) * interval '1 minute',
        CASE WHEN v.id %% 20 = 0 THEN 'nobody_home' ELSE 'done' END, '', upper(v.period) + interval '1 hour',
        'resident', ''
    FROM jobs_visit v JOIN (
        SELECT id, cooperative_id, row_number() OVER (PARTITION BY cooperative_id ORDER BY id) - 1 AS place
        FROM members_worker
    ) w ON w.cooperative_id = v.cooperative_id AND w.place = v.id %% %(workers)s
    WHERE v.status = 'signed'
"""
RATINGS = """
    INSERT INTO delivery_feedback (cooperative_id, visit_id, given_by_id, rating, thanks, given_at)
    SELECT v.cooperative_id, v.id, r.reporter_id, 3 + v.id % 3, '', upper(v.period) + interval '1 day'
    FROM jobs_visit v JOIN jobs_job j ON j.id = v.job_id JOIN intake_request r ON r.id = j.request_id
    WHERE v.status = 'signed' AND v.id % 3 = 0
"""
PROPOSALS = """
    UPDATE triage_assessment SET item_code = 'KRA01', confidence = 0.9, model_version = 'bench',
        proposed_code = CASE WHEN id % 8 = 0 THEN 'TOI02' ELSE 'KRA01' END
    WHERE id % 2 = 0
"""
PLACES = """
    INSERT INTO homes_participation (cooperative_id, pilot_id, dwelling_id, status, place, requested_at, started_at,
        end_reason)
    SELECT d.cooperative_id, p.id, d.id, 'active', row_number() OVER (PARTITION BY p.id ORDER BY d.id), %(at)s, %(at)s,
        ''
    FROM homes_dwelling d JOIN homes_pilot p ON p.cooperative_id = d.cooperative_id WHERE d.id %% 2 = 0
"""
# By the minute: 80 cents asked, 66 earned; half of the visits used material, which is asked as it is.
PRICED = """
    SELECT t.id, t.cooperative_id, t.worker_id, p.id AS pilot_id, p.landlord_id, asked.id AS tariff_id,
        paid.id AS pay_tariff_id, t.started_at::date AS day, t.signed_at AS at,
        floor(extract(epoch FROM t.stopped_at - t.started_at) / 60)::bigint AS minutes,
        CASE WHEN t.id % 2 = 0 THEN 500 + t.id % 40 * 100 ELSE 0 END AS material
    FROM delivery_timesheet t JOIN homes_pilot p ON p.cooperative_id = t.cooperative_id
    JOIN settlement_tariff asked ON asked.cooperative_id = t.cooperative_id AND asked.kind = 'landlord'
    JOIN settlement_tariff paid ON paid.cooperative_id = t.cooperative_id AND paid.kind = 'workers'
    WHERE t.outcome = 'done'
"""
BOOKED = (
    f"""
    INSERT INTO settlement_settlement (id, cooperative_id, timesheet_id, reason, tariff_id, pay_tariff_id, payer,
        landlord_id, pilot_id, delivered_on, minutes, charged_cents, earned_cents, settled_at)
    SELECT id, cooperative_id, id, '', tariff_id, pay_tariff_id, 'landlord', landlord_id, pilot_id, day, minutes,
        minutes * 80 + material, minutes * 66 + material, at FROM ({PRICED}) priced""",
    """
    INSERT INTO settlement_charge (cooperative_id, settlement_id, once, payer, landlord_id, pilot_id, kind, description,
        about, delivered_on, quantity, unit, price_cents, per, net_cents, vat_rule, vat_category, vat_percent,
        charged_at)
    SELECT cooperative_id, id, '', 'landlord', landlord_id, pilot_id, 'labour', 'LOO', '', delivered_on, minutes, 'MIN',
        80, 1, charged_cents, 'S_STANDARD', 'S', 21, settled_at FROM settlement_settlement""",
    f"""
    INSERT INTO settlement_earning (cooperative_id, settlement_id, worker_id, pilot_id, kind, description, delivered_on,
        quantity, unit, price_cents, per, net_cents, vat_rule, vat_category, vat_percent, earned_at)
    SELECT p.cooperative_id, p.id, worker_id, pilot_id, kind, 'LOO', day, 1, 'C62', cents, 1, cents, 'S_STANDARD',
        'S', 21, at
    FROM ({PRICED}) p, LATERAL (VALUES ('labour', minutes * 66), ('material', material)) line (kind, cents)
    WHERE cents > 0""",
    """
    INSERT INTO settlement_daybalance (cooperative_id, day, account, debit_cents, credit_cents)
    SELECT c.id, day::date, account, 250, 0
    FROM members_cooperative c, generate_series(DATE '2024-01-01', DATE '2026-10-31', interval '1 day') day,
        (VALUES ('bank_costs'), ('vat_not_deductible')) a (account)""",
)


def load_insight(cooperatives: int, dwellings: int, requests: int) -> None:
    from django.db import connection

    load(cooperatives, dwellings, requests)
    with connection.cursor() as cursor:  # the same connection, in which triggers do not work while loading
        _workers_and_pilots(cooperatives, dwellings)
        cursor.execute(SHEETS, {"workers": WORKERS})
        cursor.execute(RATINGS)
        cursor.execute(PROPOSALS)
        cursor.execute(PLACES, {"at": BEGAN})
        for booked in BOOKED:
            cursor.execute(booked)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('settlement_settlement', 'id'), max(id)) FROM delivery_timesheet"
        )
        cursor.execute("VACUUM (ANALYZE)")


def _workers_and_pilots(cooperatives: int, dwellings: int) -> None:
    from werkplaats.homes.models import Pilot
    from werkplaats.homes.rules import PilotKind
    from werkplaats.members.models import Worker
    from werkplaats.settlement.models import Tariff

    each = dwellings + 1
    fields: dict[str, Any] = {
        "kind": "tradesperson",
        "status": "admitted",
        "trades": ["LOO"],
        "kvk_number": "12345678",
        "contract": "self_employed",
        "postcode": "3812 AB",
        "house_number": "1",
        "latitude": 52.16,
        "longitude": 5.37,
        "applied_at": BEGAN,
        "decided_at": BEGAN,
    }
    Worker.objects.bulk_create(
        Worker(cooperative_id=c, person_id=(c - 1) * each + 2 + w, hours_a_week=8 + 2 * w, **fields)
        for c in range(1, cooperatives + 1)
        for w in range(min(WORKERS, dwellings))
    )
    Pilot.objects.bulk_create(
        Pilot(
            cooperative_id=c, kind=PilotKind.REPAIRS, name="Kluscentrale", landlord_id=c, cap=dwellings,
            starts_on=BEGAN.date(), ends_on=date(2027, 12, 31),
        )
        for c in range(1, cooperatives + 1)
    )  # fmt: skip
    Tariff.objects.bulk_create(
        Tariff(cooperative_id=c, kind=kind, valid_from=BEGAN.date(), source="bench", drafted_at=BEGAN)
        for c in range(1, cooperatives + 1)
        for kind in ("landlord", "workers")
    )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    load_insight(*(int(argument) for argument in sys.argv[1:4]))
