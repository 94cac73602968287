"""Fills an empty, migrated database by COPY: cooperatives with dwellings, residents, requests, decisions, jobs.

Most requests are closed, a cooperative has at most some two hundred open ones. In the small database the requests stand
at fewer dwellings, so that a page or a search shows as much in both and only the size of the tables differs. Triggers
and foreign keys do not work while loading (session_replication_role); what is loaded keeps to them.
"""

import os
import sys
from random import Random
from typing import Any

from bench.people import load_people
from bench.requests import load_requests


def load(cooperatives: int, dwellings: int, requests: int) -> None:
    from django.db import connection

    random = Random(2015)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("CREATE TABLE bench_bare (id bigserial PRIMARY KEY, text text NOT NULL)")
        cursor.execute("GRANT ALL ON bench_bare, bench_bare_id_seq TO PUBLIC")
        load_people(cursor, cooperatives, dwellings, random)
        cursor.execute("DROP INDEX request_search")
        load_requests(cursor, cooperatives, dwellings, requests, random)
        cursor.execute("CREATE INDEX request_search ON intake_request USING gin (search)")
        for table in _tables(cursor):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)")
        cursor.execute("VACUUM (ANALYZE)")


def _tables(cursor: Any) -> list[str]:
    names = [
        "members_cooperative",
        "members_user",
        "members_person",
        "members_personrole",
        "homes_landlord",
        "homes_dwelling",
        "homes_residence",
        "intake_request",
        "triage_assessment",
        "triage_assessmentstep",
        "jobs_job",
        "jobs_visit",
    ]
    full = []
    for name in names:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")
        if cursor.fetchone()[0]:
            full.append(name)
    return full


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    load(*(int(argument) for argument in sys.argv[1:4]))
