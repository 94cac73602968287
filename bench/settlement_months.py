"""A month of signed work of many cooperatives, not settled yet, and books of many entries.

python -m bench.settlement_months COOPERATIVES LINES ENTRIES

One cooperative is made by the services' own tables; the others are its rows again under other numbers. Triggers and
foreign keys do not work while loading (session_replication_role); what is loaded keeps to them. The work of all of them
stands in the order in which it would have come in, so that of one cooperative lies scattered over the tables.
"""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

MONTH = date(2026, 3, 1)
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
WORKERS = 10
HOMES = 50
STEP = 10_000_000  # numbers of one cooperative


def load(cooperatives: int, lines: int, entries: int) -> None:
    from django.db import connection

    first = _one()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        _again(cursor, first, cooperatives, lines)
        _books(cursor, first, entries)
        cursor.execute("VACUUM (ANALYZE)")


def _one() -> dict[str, int]:
    """A cooperative with two treasurers, a landlord, a home, a plumber, tariffs, and one signed visit."""
    from werkplaats.delivery.models import Timesheet
    from werkplaats.homes.models import Dwelling, Landlord
    from werkplaats.intake.models import Request
    from werkplaats.intake.rules import Branch
    from werkplaats.jobs.models import Job, Visit
    from werkplaats.members.models import Cooperative, Person, Worker
    from werkplaats.members.rules import Contract
    from werkplaats.settlement.models import Letterhead, SelfBillingConsent, Tariff, TariffLine

    here = Cooperative.objects.create(
        name="Werkplaats", slug="buurt", email="info@werkplaats.example", phone="033", city="Amersfoort",
        latitude=52.16, longitude=5.38,
    )  # fmt: skip
    of = {"cooperative": here}
    person = Person.objects.create(**of, name="Iemand", created_at=AT)
    worker = Worker.objects.create(
        **of, person=person, kind="tradesperson", status="admitted", trades=["LOO"], iban="NL91ABNA0417164300",
        kvk_number="12345678", vat_number="NL123456782B01", postcode="3812 DA", house_number="1", latitude=52.16,
        longitude=5.38, applied_at=AT, contract=Contract.SELF_EMPLOYED,
    )  # fmt: skip
    consent = SelfBillingConsent.objects.create(**of, worker=worker, given_at=AT, given_by=person)
    landlord = Landlord.objects.create(**of, name="De Wissel", email="facturen@wissel.example")
    home = Dwelling.objects.create(
        **of, landlord=landlord, street="Straat", house_number=1, postcode="3812 DA", city="Amersfoort",
        latitude=52.16, longitude=5.38, built_in=1921,
    )  # fmt: skip
    head = Letterhead.objects.create(
        **of, valid_from=MONTH, street="Weg 1", postcode="3812 DA", city="Amersfoort", kvk_number="87654321",
        vat_number="NL123456782B01", iban="NL91ABNA0417164300",
    )  # fmt: skip
    ids: dict[str, int] = {}
    for kind, cents in (("landlord", 4800), ("workers", 4000)):
        tariff = Tariff.objects.create(**of, kind=kind, valid_from=MONTH, source="bench", drafted_at=AT)
        line = TariffLine.objects.create(**of, tariff=tariff, what="hour", branch=Branch.REPAIRS, cents=cents)
        Tariff.objects.filter(pk=tariff.pk).update(approved_at=AT)
        ids |= {f"tariff_{kind}": tariff.pk, f"line_{kind}": line.pk}
    request = Request.objects.create(
        **of, branch=Branch.REPAIRS, reporter=person, dwelling=home, text="lekt", reference="00000000",
        form_token=uuid4(), reported_at=AT,
    )  # fmt: skip
    job = Job.objects.create(
        **of, branch=Branch.REPAIRS, request=request, dwelling=home, trade="LOO", minutes=60, due_at=AT, opened_at=AT
    )
    until = AT + timedelta(minutes=75)
    visit = Visit.objects.create(
        **of, job=job, number=1, status="signed", minutes=60, due_on=AT.date(), period=(AT, until), created_at=AT
    )
    sheet = Timesheet.objects.create(
        **of, visit=visit, worker=worker, started_at=AT, stopped_at=until, outcome="done", signed_at=until,
        signed_as="resident",
    )  # fmt: skip
    return ids | {
        "cooperative": here.pk, "person": person.pk, "worker": worker.pk, "consent": consent.pk, "head": head.pk,
        "landlord": landlord.pk, "home": home.pk, "request": request.pk, "job": job.pk, "visit": visit.pk,
        "sheet": sheet.pk,
    }  # fmt: skip


def _again(cursor: Any, first: dict[str, int], cooperatives: int, lines: int) -> None:
    own = f"c::bigint * {STEP}"
    worker = f"{own} + 1 + mod(i, {WORKERS})"
    once, of_workers, each = (
        "generate_series(1, 1) i",
        f"generate_series(1, {WORKERS}) i",
        f"generate_series(1, {lines}) i",
    )

    def again(table: str, which: str, series: str, **values: str) -> None:
        cursor.execute(
            "SELECT quote_ident(attname), format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        changed = {"cooperative_id": own} | values
        columns = {
            name: f"({changed[name]})::{kind}" if name in changed else f"one.{name}" for name, kind in cursor.fetchall()
        }
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
            f" FROM {table} one, (SELECT c, i FROM generate_series(1, {cooperatives}) c, {series} ORDER BY i, c) every"
            " WHERE one.id = %s",
            [first[which]],
        )

    again("members_cooperative", "cooperative", once, id=own, slug="'buurt-' || c")
    again("members_person", "person", f"generate_series(1, {WORKERS + 2}) i", id=f"{own} + i")
    again("members_worker", "worker", of_workers, id=f"{own} + i", person_id=f"{own} + i")
    again(
        "settlement_selfbillingconsent",
        "consent",
        of_workers,
        id=f"{own} + i",
        worker_id=f"{own} + i",
        given_by_id=f"{own} + i",
    )
    again("homes_landlord", "landlord", once, id=own)
    again(
        "homes_dwelling",
        "home",
        f"generate_series(0, {HOMES - 1}) i",
        id=f"{own} + i",
        house_number="i + 1",
        landlord_id=own,
    )
    again("settlement_letterhead", "head", once, id=own)
    for position, kind in enumerate(("landlord", "workers")):
        again("settlement_tariff", f"tariff_{kind}", once, id=f"{own} + {position}")
        again("settlement_tariffline", f"line_{kind}", once, id=f"{own} + {position}", tariff_id=f"{own} + {position}")
    number, day = f"{own} + i", "'2026-03-01'::timestamptz + mod(i, 25) * interval '1 day' + interval '9 hours'"
    home = f"{own} + mod(i, {HOMES})"
    again(
        "intake_request", "request", each, id=number, reference="lpad(i::text, 8, '0')",
        form_token="gen_random_uuid()", reporter_id=f"{own} + 1", dwelling_id=home,
    )  # fmt: skip
    again("jobs_job", "job", each, id=number, request_id=number, dwelling_id=home)
    again("jobs_visit", "visit", each, id=number, job_id=number)
    again(
        "delivery_timesheet", "sheet", each, id=number, visit_id=number, worker_id=worker, started_at=day,
        stopped_at=f"{day} + (20 + mod(i, 100)) * interval '1 minute'", signed_at=f"{day} + interval '3 hours'",
    )  # fmt: skip
    cursor.execute("DELETE FROM delivery_timesheet WHERE id = %s", [first["sheet"]])


def _books(cursor: Any, first: dict[str, int], entries: int) -> None:
    """Of the first cooperative: four entries a transaction, over ten years; with the sums that the database keeps."""
    cursor.execute(
        "INSERT INTO settlement_ledgertransaction (id, cooperative_id, number, journal, event, booked_on, description,"
        " booked_at) SELECT i, %s, i, 'work', 'bench:' || i, '2016-01-01'::date + i %% 3650, '', now()"
        " FROM generate_series(1, %s) i",
        [first["cooperative"], entries // 4],
    )
    sides = [("unbilled", 4800), ("revenue_landlords", -4800), ("cost_of_work", 4000), ("payable_workers", -4000)]
    for position, (account, cents) in enumerate(sides):
        cursor.execute(
            "INSERT INTO settlement_ledgerentry (id, cooperative_id, transaction_id, account, amount_cents)"
            " SELECT i * 4 - %s, %s, i, %s, %s FROM generate_series(1, %s) i",
            [position, first["cooperative"], account, cents, entries // 4],
        )
    cursor.execute(
        "INSERT INTO settlement_daybalance (cooperative_id, day, account, debit_cents, credit_cents)"
        " SELECT entry.cooperative_id, booked_on, account,"
        " COALESCE(SUM(amount_cents) FILTER (WHERE amount_cents > 0), 0), COALESCE(-SUM(amount_cents)"
        " FILTER (WHERE amount_cents < 0), 0) FROM settlement_ledgerentry entry"
        " JOIN settlement_ledgertransaction booked ON booked.id = entry.transaction_id GROUP BY 1, 2, 3"
    )
    for table in ("settlement_ledgertransaction", "settlement_ledgerentry", "settlement_daybalance"):
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    load(*(int(argument) for argument in sys.argv[1:4]))
