"""Which database, and the role that cannot rewrite the past."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from werkplaats.ground import database, home, roles, stamp


def test_an_address_becomes_djangos_settings(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://an%40na:s%2Fecret@db.example:5433/work?sslmode=require")
    found = database.database_settings()
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "an@na", "s/ecret", "db.example", "5433", "work",
    )  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "require"


def test_the_role_is_taken_at_connecting(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna@db.example/work?options=-c%20search_path%3Dwork")
    monkeypatch.setenv("WERKPLAATS_DB_ROLE", "werkplaats_app")
    assert database.database_settings()["OPTIONS"]["options"] == "-c search_path=work -c role=werkplaats_app"


def test_another_engine_is_refused_in_words(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/work")
    with pytest.raises(ValueError, match="must begin with postgresql://, not with mysql://"):
        database.database_settings()


def test_a_killed_process_is_forgotten(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    path = tmp_path / ".handle_pids.json"
    path.write_text(json.dumps([ended.pid, os.getpid()]))
    database.forget_dead_users(tmp_path)
    assert json.loads(path.read_text()) == [os.getpid()]


def test_an_unreadable_list_of_users_is_no_obstacle(tmp_path):
    (tmp_path / ".handle_pids.json").write_text("[1,")
    database.forget_dead_users(tmp_path)


def test_the_secret_key_is_made_once_and_is_private(tmp_path, monkeypatch):
    monkeypatch.setenv("WERKPLAATS_HOME", str(tmp_path / "new"))
    key = home.secret_key()
    assert len(key) > 50
    assert home.secret_key() == key
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o077 == 0
    (tmp_path / "new" / "secret-key").write_text("")  # a disk that was full
    assert len(home.secret_key()) > 50
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["mail", "media", "secret-key", "static"]


@pytest.mark.django_db
class TestRole:
    @pytest.fixture(autouse=True)
    def _installed(self, db):
        assert roles.install(connection) is None

    @staticmethod
    def refused(statement: str) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {roles.ROLE}")
                cursor.execute(statement)
        except DatabaseError as error:
            return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)
        return False

    def test_there_is_a_past_to_protect(self):
        declared = {m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)}
        histories = {m._meta.db_table for m in apps.get_models() if m.__name__.endswith("Event")}
        assert declared
        assert declared <= roles.append_only_tables()
        assert histories & roles.append_only_tables()

    def test_the_past_is_neither_changed_nor_removed(self):
        for table in sorted(roles.append_only_tables()):
            column = connection.introspection.get_primary_key_column(connection.cursor(), table)
            assert self.refused(f'UPDATE "{table}" SET "{column}" = "{column}"'), table
            assert self.refused(f'DELETE FROM "{table}"'), table
            assert self.refused(f'TRUNCATE "{table}" CASCADE'), table
            assert not self.refused(f'SELECT 1 FROM "{table}" LIMIT 1'), table
            with connection.cursor() as cursor:
                cursor.execute("SELECT has_table_privilege(%s, %s, 'INSERT')", [roles.ROLE, f'"{table}"'])
                assert cursor.fetchone() == (True,)

    def test_every_other_table_can_be_worked_with(self):
        past = roles.append_only_tables() | roles.READ_ONLY
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and not model._meta.proxy and table not in past:
                assert not self.refused(f'DELETE FROM "{table}" WHERE false'), table

    def test_the_tables_themselves_cannot_be_changed(self):
        table = min(roles.append_only_tables())
        assert self.refused(f'ALTER TABLE "{table}" DISABLE TRIGGER ALL')
        assert self.refused(f'DROP TABLE "{table}"')
        assert self.refused("CREATE TABLE of_my_own (id int)")
        assert self.refused(f'GRANT ALL ON "{table}" TO {roles.ROLE}') or not self.has_update(table)

    @staticmethod
    def has_update(table: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(%s, %s, 'UPDATE')", [roles.ROLE, f'"{table}"'])
            row = cursor.fetchone()
        return bool(row and row[0])


@pytest.mark.django_db
def test_the_database_remembers_for_which_code_it_was_migrated():
    connection.ensure_connection()
    raw = connection.connection
    stamp.write(raw, migrations="of an older version")
    assert not stamp.is_current(raw)
    stamp.write(raw, migrations=stamp.wanted(), demo="loading")
    assert stamp.is_current(raw)
    stamp.write(raw, demo=None)
    assert stamp.read(raw) == {"migrations": stamp.wanted()}
