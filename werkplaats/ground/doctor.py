"""Looks at the whole installation; every finding says what to do."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Literal

PACKAGE = Path(__file__).resolve().parent.parent
OLDEST_POSTGRESQL = 15
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    state: Literal["OK", "WARN", "FAIL"]
    what: str
    advice: str = ""


def examine(set_up: Callable[[], None]) -> Iterator[Finding]:
    """All findings, one after the other; those that need Django come after `set_up()`, and never raise."""
    yield _python()
    yield _packages()
    try:
        found = list(_database())
    except Exception as error:
        yield Finding("FAIL", f"database: {_said(error)}", "Is DATABASE_URL right, and is that PostgreSQL running?")
        return
    yield from found
    try:
        set_up()
    except Exception as error:
        yield Finding("FAIL", f"settings: {_said(error)}", "docs/operations.md names every setting.")
        return
    checks: list[Callable[[], Iterator[Finding]]] = [_pages, _translations, _mail, _files, _secrets]
    tables = list(_migrations())
    yield from tables
    if all(finding.state == "OK" for finding in tables):  # what stands in tables can be looked at
        checks += [_role, _worker, _second_factors, travel_service]
    for check in checks:
        try:
            yield from check()
        except Exception as error:
            name = check.__name__.strip("_").replace("_", " ")
            yield Finding("FAIL", f"{name}: could not be looked at: {_said(error)}", "Its error says what is missing.")


def _said(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _python() -> Finding:
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding("FAIL", f"Python {here}", "Install Python 3.11 or later, then: make install")
    return Finding("OK", f"Python {here}")


def _packages() -> Finding:
    from packaging.requirements import Requirement

    wrong = []
    for text in requires("werkplaats") or []:
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            here = version(wanted.name)
        except PackageNotFoundError:
            wrong.append(f"{wanted.name} is missing")
            continue
        if not wanted.specifier.contains(here, prereleases=True):
            wrong.append(f"{wanted.name} is {here}, wanted is {wanted.specifier}")
    if wrong:
        return Finding("FAIL", f"packages: {'; '.join(wrong)}", "make install (or pip install -r requirements.lock)")
    return Finding("OK", f"packages complete, Werkplaats {version('werkplaats')}")


def _database() -> Iterator[Finding]:
    import psycopg

    from werkplaats.ground import database

    with psycopg.connect(database.database_url(), connect_timeout=5) as connection:
        number = connection.info.server_version // 10000
        where = "embedded" if database.is_embedded() else "by DATABASE_URL"
        if number < OLDEST_POSTGRESQL:
            yield Finding(
                "FAIL", f"PostgreSQL {number} ({where})", f"Werkplaats needs PostgreSQL {OLDEST_POSTGRESQL} or later."
            )
        else:
            yield Finding("OK", f"PostgreSQL {number} ({where}) answers")
        row = connection.execute("SHOW server_encoding").fetchone()
        if row and row[0] != "UTF8":
            yield Finding("FAIL", f"the database keeps its text as {row[0]}", "Make it anew with ENCODING 'UTF8'.")


def _migrations() -> Iterator[Finding]:
    import psycopg
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from werkplaats.ground import database, versions

    try:
        with psycopg.connect(database.database_url(), autocommit=True, connect_timeout=5) as raw:
            versions.refuse_other(raw)
    except versions.OtherVersion as error:
        yield Finding("FAIL", "the tables are of another version", str(error))
        return
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding("FAIL", f"{len(plan)} migrations are not applied", "werkplaats migrate")
    else:
        yield Finding("OK", "every migration is applied")


def _role() -> Iterator[Finding]:
    import psycopg

    from werkplaats.ground import database, roles

    with psycopg.connect(database.database_url(), autocommit=True, connect_timeout=5) as connection:
        taken = roles.may_be_taken(connection)
    if taken:
        yield Finding("OK", f"serving happens in the role {roles.ROLE}, which cannot rewrite the past")
    else:
        yield Finding(
            "WARN",
            f"the role {roles.ROLE} cannot be taken; the past is guarded by triggers only",
            f"Let an administrator of PostgreSQL run: CREATE ROLE {roles.ROLE} NOLOGIN; GRANT {roles.ROLE} TO "
            "(the user of DATABASE_URL); then: werkplaats migrate",
        )


def _pages() -> Iterator[Finding]:
    from django.conf import settings

    built = [Path(folder) / "build" for folder in settings.STATICFILES_DIRS]
    if any(folder.is_dir() and any(folder.iterdir()) for folder in built):
        yield Finding("OK", "style and script are built")
    else:
        yield Finding("FAIL", "style and script are not built", "make static")


def _translations() -> Iterator[Finding]:
    catalogue = PACKAGE / "locale" / "nl" / "LC_MESSAGES" / "django.mo"
    fragments = list((PACKAGE / "locale" / "fragments").glob("*.po"))
    if not catalogue.exists():
        yield Finding("FAIL", "the Dutch texts are not compiled", "make messages")
    elif any(path.stat().st_mtime > catalogue.stat().st_mtime for path in fragments):
        yield Finding("WARN", "the Dutch texts are older than their source", "make messages")
    else:
        yield Finding("OK", "the Dutch texts are compiled")


def _mail() -> Iterator[Finding]:
    import smtplib

    from django.conf import settings
    from django.core.mail import get_connection

    if not settings.EMAIL_BACKEND.endswith("MailServer"):
        state: Literal["OK", "WARN"] = "OK" if settings.DEMO else "WARN"
        yield Finding(
            state,
            f"mail goes into the folder {settings.MAIL_FOLDER} and reaches nobody",
            "" if settings.DEMO else "Set SMTP_HOST, SMTP_USER, SMTP_PASSWORD and MAIL_FROM.",
        )
        return
    address = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        connection = get_connection(timeout=5)
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            "FAIL", f"the mail server {address}: {_said(error)}", "Look at SMTP_HOST, SMTP_PORT and SMTP_USER."
        )
    else:
        yield Finding("OK", f"the mail server {address} takes our mail")
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        yield Finding(
            "WARN", "mail is sent from an address at localhost", "Set MAIL_FROM to the cooperative's address."
        )


def _files() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("doctor-was-here.txt", ContentFile(b"doctor"))
    default_storage.delete(name)
    yield Finding("OK", "photos can be written")
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    if free < 0.5:
        yield Finding("FAIL", f"{free:.1f} GB free on the disk", "Make room: the database stops when the disk is full.")
    elif free < 5:
        yield Finding("WARN", f"{free:.1f} GB free on the disk", "Make room in time.")
    else:
        yield Finding("OK", f"{free:.0f} GB free on the disk")


def _worker() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        since: Any = (cursor.fetchone() or [None])[0]
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        failed: Any = (cursor.fetchone() or [0])[0]
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' "
            "AND coalesce(scheduled_at, now()) < now() - interval '10 minutes'"
        )
        late: Any = (cursor.fetchone() or [0])[0]
    if since is None or since > 120:
        yield Finding(
            "WARN",
            "no worker is at work: no mail goes out and no offer lapses",
            "werkplaats worker, or werkplaats serve --with-worker",
        )
    else:
        yield Finding("OK", f"a worker gave a sign of life {since:.0f} s ago")
    if late:
        yield Finding("WARN", f"{late} jobs wait longer than ten minutes", "Start more workers: werkplaats worker")
    if failed:
        yield Finding("WARN", f"{failed} jobs failed for good", "The log says why; look for their task and attempt.")


def travel_service() -> Iterator[Finding]:
    """Whether the routing service, when one is set, knows how far it is from the middle of the first cooperative."""
    from django.apps import apps
    from django.conf import settings

    from werkplaats.ground.osrm import Router, Unusable

    here = apps.get_model("members", "Cooperative")._default_manager.order_by("pk").first()
    if not settings.TRAVEL_URL or here is None:
        return
    advice = "Look at TRAVEL_URL and TRAVEL_PROFILES. Until then travel times are estimated."
    router, there = Router(settings.TRAVEL_URL, 10), (here.latitude + 0.01, here.longitude)  # 1.1 kilometres north
    for mode, profile in settings.TRAVEL_PROFILES.items():
        try:
            seconds = router.table(profile, [(here.latitude, here.longitude)], [there])[0][0]
        except Unusable as error:
            status = f" ({error.status})" if error.status else ""
            yield Finding("WARN", f"{error}{status}, asked for {mode} as {profile}", advice)
            return
        if not seconds:
            yield Finding("WARN", f"the map of the travel service has no streets of {here.city} for {mode}", advice)
            return
    yield Finding("OK", f"the travel service answers for {', '.join(settings.TRAVEL_PROFILES)}")


def _second_factors() -> Iterator[Finding]:
    from django.apps import apps
    from django.conf import settings

    if not getattr(settings, "STAFF_NEEDS_SECOND_FACTOR", True):
        state: Literal["OK", "WARN"] = "OK" if settings.DEMO else "WARN"
        yield Finding(state, "staff sign in without a second factor (demo)", "" if settings.DEMO else "Unset the demo.")
        return
    authenticators = apps.get_model("mfa", "Authenticator")._default_manager
    with_factor = authenticators.exclude(type="recovery_codes").values("user_id")
    staff = (
        apps.get_model("members", "PersonRole")
        ._default_manager.filter(person__user__is_active=True)
        .exclude(role__in=["resident", "worker"])
        .values("person__user_id")
        .distinct()
    )
    without = staff.exclude(person__user_id__in=with_factor).count()
    if without:
        yield Finding(
            "WARN", f"{without} of the staff have no second factor yet", "They are asked for one at their next sign-in."
        )
    else:
        yield Finding("OK", f"all staff ({staff.count()}) have a second factor")


def _secrets() -> Iterator[Finding]:
    from django.conf import settings

    if settings.DEBUG:
        yield Finding("WARN", "WERKPLAATS_DEBUG is on", "Never on a machine that others can reach: unset it.")
    far = [host for host in settings.ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "[::1]", "testserver")]
    if far and not settings.SESSION_COOKIE_SECURE:
        yield Finding("WARN", f"{far[0]} is served without HTTPS_ONLY", "Set HTTPS_ONLY=1 (and BEHIND_PROXY=1).")
    if os.environ.get("SECRET_KEY") and len(settings.SECRET_KEY) < 32:
        yield Finding("FAIL", "SECRET_KEY is too short", "Unset it (one is made), or give 50 random characters.")
