"""The ground under every test: a database of its own, folders of its own, no mail that leaves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A test never times: on a busy machine a slow example is no fault.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
# Before Django reads its settings: a server for tests only, which may be fast instead of safe.
os.environ["WERKPLAATS_HOME"] = os.environ.get("WERKPLAATS_TEST_HOME") or str(ROOT / ".var" / "test-home")
os.environ["WERKPLAATS_THROWAWAY_DATABASE"] = "1"
os.environ.setdefault("SECRET_KEY", "only-for-tests")
for name in ("WERKPLAATS_DEMO", "WERKPLAATS_DB_ROLE", "SMTP_HOST", "S3_BUCKET", "HTTPS_ONLY", "TRAVEL_URL"):
    os.environ.pop(name, None)
# Two runs at the same time do not meet; the workers of one run (xdist) share the name and add their own number.
os.environ.setdefault("WERKPLAATS_TEST_SUFFIX", f"_{os.getpid()}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "werkplaats.site.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's own loop runs in the test's thread


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ["WERKPLAATS_TEST_TEMPLATE"] = migrated_template()
    import django

    django.setup()


def migrated_template() -> str:
    """A database with every table, made once for each state of the migrations; test databases are copies of it."""
    import psycopg

    from werkplaats.ground import stamp
    from werkplaats.ground.database import DATABASE, database_url

    url, name = database_url(), f"test_template_{stamp.wanted()[:12]}"
    its_url = url.replace(f"/{DATABASE}?", f"/{name}?")
    if its_url == url:
        return ""  # a server of somebody's own: nothing is left behind there
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('test template'))")
        templates = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_template_%'")
        known = {row[0] for row in templates}
        if name in known:
            with psycopg.connect(its_url) as its_own:
                if stamp.is_current(its_own):
                    return name
        for old in known:
            connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        environment = {**os.environ, "DATABASE_URL": its_url}
        done = subprocess.run(
            [sys.executable, "-m", "werkplaats", "migrate"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            pytest.exit(f"the migrations do not run:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}", 3)
    return name


def chromium() -> str | None:
    """The browser to test with, or None."""
    named = os.environ.get("WERKPLAATS_CHROMIUM")
    if named:
        return named if Path(named).exists() else shutil.which(named)
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
    )


def browser_required() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true") or os.environ.get("WERKPLAATS_REQUIRE_BROWSER", "0") != "0"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker("browser")
    browser_items = [item for item in items if item.get_closest_marker("browser")]
    if chromium() or not browser_items:
        return
    if browser_required():
        for item in browser_items:
            item.add_marker(pytest.mark.usefixtures("_browser_missing"))
        return
    for item in browser_items:
        item.add_marker(pytest.mark.skip(reason="no Chromium found: install chromium or set WERKPLAATS_CHROMIUM"))


@pytest.fixture
def _browser_missing() -> None:
    pytest.fail("no Chromium found, and here (CI) the browser tests may not be skipped")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "no Chromium found" in str(r.longrepr)]
    if skipped:
        terminalreporter.section("THE BROWSER TESTS DID NOT RUN", sep="!", red=True)
        terminalreporter.line(f"{len(skipped)} browser tests were skipped: there is no Chromium on this machine.")
        terminalreporter.line("Install it (Debian: apt-get install chromium) or name it in WERKPLAATS_CHROMIUM.")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """For the browser tests: the program to start."""
    found = chromium()
    if not found:
        pytest.skip("no Chromium found")
    return found


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    """Photos and mail of a test end with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAIL_FOLDER = tmp_path / "mail"


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """The language of a page that was asked for does not stay behind for the next test."""
    yield
    from django.utils import translation

    translation.deactivate()


def _forget_databases_of_dead_runs() -> None:
    import psycopg

    from werkplaats.ground.database import database_url

    with psycopg.connect(database_url(), autocommit=True) as connection:
        names = connection.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^test_werkplaats_\d+(_gw\d+)?$'")
        for (name,) in names.fetchall():
            pid = int(name.split("_")[2])
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            except PermissionError:
                continue


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        _forget_databases_of_dead_runs()


@pytest.fixture
def without_second_factor(settings: Any) -> None:
    """Staff signs in by password alone; `tests/portal/test_first_sign_in.py` walks through the second step."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
