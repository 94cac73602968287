"""A note on the database itself that says for which code it was migrated: asked in milliseconds, without Django."""

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
OTHERS_WITH_TABLES = ("django", "django-allauth", "procrastinate", "django-pghistory", "django-pgtrigger")


def wanted() -> str:
    """The fingerprint of every migration that this code brings."""
    digest = hashlib.sha256()
    for name in OTHERS_WITH_TABLES:
        try:
            digest.update(f"{name}={version(name)};".encode())
        except PackageNotFoundError:
            continue
    for path in sorted(PACKAGE.glob("*/migrations/*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    digest.update((Path(__file__).parent / "roles.py").read_bytes())
    return digest.hexdigest()[:32]


def read(connection: Any) -> dict[str, Any]:
    """What the database says of itself: nothing for a database that was never migrated by this program."""
    row = connection.execute(
        "SELECT obj_description(to_regclass('django_migrations'), 'pg_class') WHERE to_regclass('django_migrations') "
        "IS NOT NULL"
    ).fetchone()
    try:
        found = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}


def write(connection: Any, **values: Any) -> None:
    """Add to the note (a value None takes it away)."""
    from psycopg import sql

    found = {key: value for key, value in {**read(connection), **values}.items() if value is not None}
    connection.execute(sql.SQL("COMMENT ON TABLE django_migrations IS {}").format(sql.Literal(json.dumps(found))))


def is_current(connection: Any) -> bool:
    return read(connection).get("migrations") == wanted()
