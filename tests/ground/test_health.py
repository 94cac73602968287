"""What a machine asks."""

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from werkplaats.portal import health


def test_alive_needs_nothing(client):
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_is_migrated(client, monkeypatch):
    monkeypatch.setattr(health, "_applied", False)
    assert client.get("/health/ready").json() == {"ready": True, "database": "ok", "migrations": "applied"}


@pytest.mark.django_db
def test_not_ready_before_the_migrations(client, monkeypatch):
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(health, "_applied", False)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one to go"])
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "to be applied"


def test_not_ready_without_the_database(monkeypatch):
    class Away:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr(health, "connection", Away())
    answer = health.ready(RequestFactory().get("/health/ready"))
    assert answer.status_code == 503
    assert b'"database": "away"' in answer.content
