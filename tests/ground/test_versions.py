"""A database of another version: taken over when that can be, else left alone with a clear word."""

import os
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from werkplaats.ground import database, versions
from werkplaats.ground.versions import in_the_way

FIRST, SECOND, THIRD = ("a", "0001_first"), ("a", "0002_second"), ("a", "0003_third")
LATER = ("a", "0004_later")
PLAIN = {FIRST: frozenset(), SECOND: frozenset()}
DRAWN_TOGETHER = {FIRST: frozenset({SECOND, THIRD}), LATER: frozenset()}


@pytest.mark.parametrize(
    ("applied", "known", "found"),
    [
        ([], PLAIN, None),
        ([FIRST], PLAIN, None),
        ([FIRST, SECOND], PLAIN, None),
        ([FIRST, SECOND, THIRD], PLAIN, THIRD),
        ([("b", "0001_of_somebody_else")], PLAIN, None),
        ([], DRAWN_TOGETHER, None),
        ([FIRST, SECOND, THIRD], DRAWN_TOGETHER, None),
        ([FIRST, SECOND, THIRD, LATER], DRAWN_TOGETHER, None),
        ([FIRST], DRAWN_TOGETHER, FIRST),
        ([FIRST, SECOND], DRAWN_TOGETHER, SECOND),
        ([SECOND, THIRD, ("a", "0005_latest")], DRAWN_TOGETHER, ("a", "0005_latest")),
    ],
)
def test_what_stands_in_the_way_of_taking_a_database_over(applied, known, found):
    assert in_the_way(applied, known) == found


def test_this_version_goes_on_from_its_own_tables(django_db_blocker, django_db_setup):
    with django_db_blocker.unblock():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            assert in_the_way(cursor.fetchall(), versions.steps()) is None


@pytest.fixture
def of_another_version(tmp_path):
    """The address of a database in which a version of long ago made its first tables."""
    name = f"test_werkplaats_{os.getpid()}_other"
    with psycopg.connect(database.database_url(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = database.database_url().replace(f"/{database.DATABASE}?", f"/{name}?")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz)")
            connection.execute("INSERT INTO django_migrations (app, name) VALUES ('members', '0000_long_ago')")
        yield url
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.mark.parametrize("command", [("migrate",), ("serve", "--address", "127.0.0.1:0"), ("demo", "--load-only")])
def test_a_database_of_another_version_is_told_in_words_and_left_alone(of_another_version, tmp_path, command):
    done = subprocess.run(
        [sys.executable, "-m", "werkplaats", *command],
        env={**os.environ, "DATABASE_URL": of_another_version, "WERKPLAATS_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    assert "the tables of another version of Werkplaats (members.0000_long_ago)" in done.stderr
    assert "empty database" in done.stderr
    assert "Traceback" not in done.stderr
    with psycopg.connect(of_another_version) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("django_migrations",)]


def test_the_doctor_says_what_to_do_about_it(of_another_version, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "werkplaats", "doctor"],
        env={**os.environ, "DATABASE_URL": of_another_version, "WERKPLAATS_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "FAIL  the tables are of another version" in done.stdout
    assert "Traceback" not in done.stderr
