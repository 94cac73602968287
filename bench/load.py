"""Fills an empty, migrated database by COPY: cooperatives with dwellings, residents, requests, decisions, jobs.

Most requests are closed, a cooperative has at most some two hundred open ones. In the small database the requests stand
at fewer dwellings, so that a page or a search shows as much in both and only the size of the tables differs. Triggers
and foreign keys do not work while loading (session_replication_role); what is loaded keeps to them.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

END = datetime(2026, 11, 1, 12, tzinfo=UTC)
STREETS = ["Noordewierweg", "Soesterweg", "Dollardstraat", "Puntenburgerlaan", "Isseltseweg", "Merwedestraat", "Vechtstraat", "Rijnstraat", "Waalstraat", "Lekstraat", "Maasstraat", "Scheldestraat", "Eemstraat", "Spuistraat", "Gouwestraat", "Dommelstraat", "Amstelstraat", "Zaanstraat", "Vlietstraat", "Lingestraat"]
NAMES = ["Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "Dekker", "Brouwer", "Kok", "Jacobs", "Vermeulen", "Schouten"]
TEXTS = (
    "De kraan in de keuken lekt, er ligt steeds een plas in het kastje eronder.",
    "De wc loopt door. Ik hoor de hele nacht water.",
    "Het stopcontact in de slaapkamer doet het niet meer.",
    "De voordeur klemt. Ik krijg hem alleen met veel kracht dicht.",
    "Er zit schimmel op de muur van de badkamer, en de verf laat los.",
)
AT_A_DWELLING = 10
OPEN_STATES = {"new": 60, "question": 20, "accepted": 80, "forwarded": 25, "advised": 15}
OUTCOMES = {"question": "question", "accepted": "cooperative", "forwarded": "landlord", "advised": "tenant"}


def states(number: int) -> list[str]:
    """The state of each request of one cooperative, the oldest first."""
    few = min(1.0, number / 300)
    found = [s for s, usual in OPEN_STATES.items() for _ in range(usual if s == "new" else max(1, round(usual * few)))]
    found = found[: max(1, number * 8 // 10)]
    return ["closed"] * (number - len(found)) + found[::-1]


def load(cooperatives: int, dwellings: int, requests: int) -> None:
    from django.db import connection

    random = Random(2015)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("CREATE TABLE bench_bare (id bigserial PRIMARY KEY, text text NOT NULL)")
        cursor.execute("GRANT ALL ON bench_bare, bench_bare_id_seq TO PUBLIC")
        _people(cursor, cooperatives, dwellings, random)
        cursor.execute("DROP INDEX request_search")
        _requests(cursor, cooperatives, dwellings, requests, random)
        cursor.execute("CREATE INDEX request_search ON intake_request USING gin (search)")
        for table in _tables(cursor):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)")
        cursor.execute("VACUUM (ANALYZE)")


def _tables(cursor: Any) -> list[str]:
    names = ["members_cooperative", "members_user", "members_person", "members_personrole", "homes_landlord", "homes_dwelling", "homes_residence", "intake_request", "triage_assessment", "triage_assessmentstep", "jobs_job", "jobs_visit"]
    full = []
    for name in names:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")
        if cursor.fetchone()[0]:
            full.append(name)
    return full


def copy(cursor: Any, table: str, columns: str, rows: Iterable[Iterable[Any]]) -> None:
    """COPY rows; no value may hold a tab, a backslash or a new line."""

    def line(row: Iterable[Any]) -> str:
        return "\t".join(r"\N" if cell is None else str(cell) for cell in row)

    lines = iter(map(line, rows))
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        while part := "\n".join(islice(lines, 5000)):
            stream.write(part + "\n")


def _people(cursor: Any, cooperatives: int, dwellings: int, random: Random) -> None:
    """Cooperative c has people (c-1)*(dwellings+1)+1 … : its coordinator first, then one resident a dwelling."""
    each = dwellings + 1
    coops = range(1, cooperatives + 1)

    def first(c: int) -> int:
        return (c - 1) * each + 1

    copy(cursor, "members_cooperative", "id, name, slug, email, phone, city, latitude, longitude",
         ((c, f"Buurt {c}", f"buurt-{c}", f"info@buurt{c}.example", "033 123 45 67", "Amersfoort", 52.16, 5.37)
          for c in coops))  # fmt: skip
    copy(cursor, "members_user", "id, password, email, is_active",
         ((first(c) + p, "!", f"mens{first(c) + p}@buurt.example", "t") for c in coops for p in range(each)))  # fmt: skip
    copy(cursor, "members_person", "id, cooperative_id, user_id, name, email, phone, language, contact_by, created_at",
         ((first(c) + p, c, first(c) + p, name(first(c) + p), f"mens{first(c) + p}@buurt.example", "", "nl", "email",
           END) for c in coops for p in range(each)))  # fmt: skip
    copy(cursor, "members_personrole", "cooperative_id, person_id, role, since",
         ((c, first(c) + p, "resident" if p else "coordinator", END) for c in coops for p in range(each)))  # fmt: skip
    copy(cursor, "homes_landlord", "id, cooperative_id, name, kind, email, phone, street, postcode, city, kvk_number",
         ((c, c, f"Woningcorporatie {c}", "party", "post@corporatie.example", "", "", "", "", "") for c in coops))  # fmt: skip
    copy(cursor, "homes_dwelling",
         "id, cooperative_id, landlord_id, street, house_number, addition, postcode, city, latitude, longitude",
         (((c - 1) * dwellings + d, c, c, *address(d), "", postcode(d), "Amersfoort",
           round(52.15 + random.random() / 50, 6), round(5.36 + random.random() / 50, 6))
          for c in coops for d in range(1, dwellings + 1)))  # fmt: skip
    copy(cursor, "homes_residence", "cooperative_id, person_id, dwelling_id, since",
         ((c, first(c) + d, (c - 1) * dwellings + d, "2020-01-01") for c in coops for d in range(1, dwellings + 1)))  # fmt: skip


def name(person: int) -> str:
    return f"{'ABCDEFGHJKLM'[person % 12]}. {NAMES[person % len(NAMES)]}"


def address(dwelling: int) -> tuple[str, int]:
    """Street and house number, each pair once in a cooperative of up to many thousands of dwellings."""
    return STREETS[dwelling % len(STREETS)], 10 + dwelling // len(STREETS)


def postcode(dwelling: int) -> str:
    return f"3812 {chr(65 + dwelling % 20)}{chr(65 + dwelling // 20 % 26)}"


def _requests(cursor: Any, cooperatives: int, dwellings: int, requests: int, random: Random) -> None:
    from werkplaats.intake.rules.reference import SPACE, make

    number = requests // cooperatives
    of_each = states(number)
    lived_at = max(1, min(dwellings, number // AT_A_DWELLING))
    each = dwellings + 1

    def rows() -> Iterator[tuple[Any, ...]]:
        pk = 0
        for c in range(1, cooperatives + 1):
            for position, state in enumerate(of_each):
                pk += 1
                d = position % lived_at + 1
                reference = make((position * 7_919 + c) % SPACE)
                moment = reported(position, number)
                street, house = address(d)
                person = (c - 1) * each + 1 + d
                words = {f"coop{c}", reference, reference[:4], reference[4:], street.lower(), str(house),
                         *postcode(d).lower().split(), postcode(d).replace(" ", "").lower(),
                         *name(person).lower().replace(".", "").split()}  # fmt: skip
                vector = " ".join(f"'{word}':{place}" for place, word in enumerate(sorted(words), 1))
                danger = "{gas}" if state == "new" and position % 20 == 0 else "{}"
                closed = moment + timedelta(days=9) if state == "closed" else None
                yield (pk, c, reference, "repairs", state, "web", person, (c - 1) * dwellings + d,
                       TEXTS[pk % len(TEXTS)], "keuken", "{mon-morning}", "f", danger,
                       UUID(int=random.getrandbits(128), version=4), moment, closed, vector)  # fmt: skip

    copy(cursor, "intake_request",
         "id, cooperative_id, reference, branch, status, channel, reporter_id, dwelling_id, text, place, preferred_times,"
         " may_enter_when_away, danger, form_token, reported_at, closed_at, search", rows())  # fmt: skip

    def decided() -> Iterator[tuple[int, int, int, str, datetime]]:
        """(request, cooperative, dwelling, state, moment) of every request with a decision."""
        pk = 0
        for c in range(1, cooperatives + 1):
            for position, state in enumerate(of_each):
                pk += 1
                if state != "new":
                    dwelling = (c - 1) * dwellings + position % lived_at + 1
                    yield pk, c, dwelling, state, reported(position, number) + timedelta(hours=5)

    copy(cursor, "triage_assessment",
         "id, cooperative_id, request_id, outcome, reason, explanation, item_code, decided_by_id, decided_at",
         ((pk, c, pk, outcome(pk, state), "Volgens de lijst", "Iemand van ons komt langs.", "", (c - 1) * each + 1, at)
          for pk, c, _, state, at in decided()))  # fmt: skip
    worked = [row for row in decided() if outcome(row[0], row[3]) == "cooperative"]
    copy(cursor, "triage_assessmentstep",
         "cooperative_id, assessment_id, position, trade, minutes, urgency, description, workers",
         ((c, pk, 1, "LOO", 60, "normal", "", 1) for pk, c, _, _, _ in worked))  # fmt: skip
    copy(cursor, "jobs_job",
         "id, cooperative_id, branch, request_id, assessment_id, dwelling_id, trade, description, urgency, minutes, workers,"
         " status, due_at, opened_at, ended_at",
         ((pk, c, "repairs", pk, pk, d, "LOO", "", "normal", 60, 1, "done" if state == "closed" else "open",
           at + timedelta(days=10), at, at + timedelta(days=8) if state == "closed" else None)
          for pk, c, d, state, at in worked))  # fmt: skip
    copy(cursor, "jobs_visit",
         "id, cooperative_id, job_id, number, status, minutes, due_on, period, created_at, cancel_reason",
         ((pk, c, pk, 1, "signed" if state == "closed" else "to_plan", 60, (at + timedelta(days=10)).date(),
           f"[{at + timedelta(days=7)},{at + timedelta(days=7, hours=1)})" if state == "closed" else None, at, "")
          for pk, c, _, state, at in worked))  # fmt: skip


def reported(position: int, number: int) -> datetime:
    """Spread over three years, in order."""
    return END - timedelta(minutes=(number - position) * (3 * 365 * 24 * 60 // max(number, 1)))


def outcome(pk: int, state: str) -> str:
    if state == "closed":
        return ("cooperative", "cooperative", "cooperative", "tenant", "landlord")[pk % 5]
    return OUTCOMES[state]


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    load(*(int(argument) for argument in sys.argv[1:4]))
