"""The databases of the benches: made once for a size and a version of the tables, in a folder of their own."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".var" / "bench"


def at_home() -> None:
    """From here on this process and its children work in the bench's own folder, whatever the environment said."""
    os.environ.update({"WERKPLAATS_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "bench.settings", "LOG_LEVEL": "ERROR"})
    for name in ("DATABASE_URL", "WERKPLAATS_DEMO", "WERKPLAATS_THROWAWAY_DATABASE", "WERKPLAATS_DB_ROLE"):
        os.environ.pop(name, None)


def loaded(loader: str, *sizes: int, fresh: bool = False) -> tuple[str, float | None]:
    """The address of a database that the module `loader` filled to these sizes, and how long that took in seconds
    (None: it was there). Databases of other versions of the tables are thrown away."""
    import psycopg

    from werkplaats.ground import database, stamp

    version = stamp.wanted()[:8]
    name = f"{loader.replace('.', '_')}_{'_'.join(map(str, sizes))}_{version}"
    url = database.embedded_uri().replace("/werkplaats?", f"/{name}?")
    assert name in url
    with psycopg.connect(database.embedded_uri(), autocommit=True) as connection:
        known = {row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench_%'")}
        current = {one for one in known if one.endswith(version)} - ({name} if fresh else set())
        for old in known - current:
            connection.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        if name in current:
            return url, None
        print(f"{loader} {' '.join(map(str, sizes))}: loading", file=sys.stderr, flush=True)
        connection.execute(f'CREATE DATABASE "{name}_part"')
        part = {**os.environ, "DATABASE_URL": url.replace(name, f"{name}_part")}
        start = time.monotonic()
        run(part, "werkplaats", "migrate")
        run(part, loader, *map(str, sizes))
        connection.execute(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"')
        connection.execute("CHECKPOINT")
        return url, round(time.monotonic() - start, 1)


def role(url: str) -> dict[str, str]:
    """As production serves: in the role that cannot rewrite the past."""
    import psycopg

    from werkplaats.ground import roles

    with psycopg.connect(url) as connection:
        return {"WERKPLAATS_DB_ROLE": roles.ROLE} if roles.may_be_taken(connection) else {}


def run(environment: dict[str, str], module: str, *arguments: str) -> str:
    """What the module prints; SystemExit when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"bench: {module} {' '.join(arguments)} ended with {done.returncode}")
    return done.stdout
