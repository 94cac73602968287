"""A backup puts everything back, or changes nothing."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest

from werkplaats.ground import database

pytestmark = pytest.mark.skipif(os.environ.get("WERKPLAATS_SKIP_SLOW") == "1", reason="slow tests were not asked for")


@pytest.fixture(scope="module")
def server():
    """The address of the test server, to make databases in."""
    return database.database_url()


@pytest.fixture(scope="module")
def place(server, tmp_path_factory):
    """A migrated installation with one cooperative and two photos in it."""
    home = tmp_path_factory.mktemp("home")
    yield from made(server, "original", home, migrated=True)


@pytest.fixture
def empty(server, tmp_path):
    """An installation without anything, to put the backup back in."""
    yield from made(server, "fresh", tmp_path / "fresh-home", migrated=False)


class Place:
    def __init__(self, url, home):
        self.url, self.home = url, Path(home)

    def run(self, *arguments):
        environment = {**os.environ, "DATABASE_URL": self.url, "WERKPLAATS_HOME": str(self.home)}
        return subprocess.run(
            [sys.executable, "-m", "werkplaats", *map(str, arguments)],
            env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def ask(self, query):
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    @property
    def tables(self):
        return self.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")[0][0]


def made(server, name, home, *, migrated):
    full = f"test_backup_{name}_{os.getpid()}"
    url = server.replace(f"/{database.DATABASE}?", f"/{full}?")
    assert url != server
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)')
        template = (os.environ["WERKPLAATS_TEST_TEMPLATE"] if migrated else "") or "template0"
        connection.execute(f'CREATE DATABASE "{full}" TEMPLATE "{template}"')
    try:
        found = Place(url, home)
        if migrated:
            done = found.run("migrate")
            assert done.returncode == 0, done.stderr
            with psycopg.connect(url) as connection:
                connection.execute(
                    "INSERT INTO members_cooperative (name, slug, email, phone, city, latitude, longitude)"
                    " VALUES ('Proef – één', 'proef', 'a@b.nl', '033', 'Amersfoort', 52.1, 5.3)"
                )
            (found.home / "media" / "2026").mkdir(parents=True)
            (found.home / "media" / "2026" / "lekkage é.jpg").write_bytes(b"\xff\xd8 photo")
            (found.home / "media" / "leeg.jpg").write_bytes(b"")
        yield found
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{full}" WITH (FORCE)')


@pytest.fixture(scope="module")
def whole(place, tmp_path_factory):
    target = tmp_path_factory.mktemp("backup") / "all.werkplaats"
    done = place.run("backup", target)
    assert done.returncode == 0, done.stderr
    assert "2 photos" in done.stdout
    return target


def test_everything_comes_back(whole, empty):
    done = empty.run("restore", whole)
    assert done.returncode == 0, done.stderr
    assert empty.ask("SELECT name, slug FROM members_cooperative") == [("Proef – één", "proef")]
    assert (empty.home / "media" / "2026" / "lekkage é.jpg").read_bytes() == b"\xff\xd8 photo"
    assert (empty.home / "media" / "leeg.jpg").read_bytes() == b""
    assert not list(empty.home.glob(".werkplaats-*"))

    again = empty.run("restore", whole)
    assert again.returncode == 1
    assert "not empty" in again.stderr
    (empty.home / "media" / "later.jpg").write_bytes(b"later")
    forced = empty.run("restore", whole, "--force")
    assert forced.returncode == 0, forced.stderr
    assert not (empty.home / "media" / "later.jpg").exists()


def test_a_backup_is_private_and_replaces_the_older_one_whole(place, whole, tmp_path):
    target = tmp_path / "again"
    target.write_text("the one of yesterday")
    assert place.run("backup", target).returncode == 0
    assert target.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir() if "backup" in p.name] == []
    missing = place.run("backup", tmp_path / "nowhere" / "file")
    assert missing.returncode == 1
    assert "there is no folder" in missing.stderr


def rebuilt(whole, target, change):
    """The backup, its pieces changed by `change` (a dict of name to bytes)."""
    with tarfile.open(whole) as tar:
        pieces = {member.name: tar.extractfile(member).read() for member in tar}
    change(pieces)
    with tarfile.open(target, "w") as tar:
        for name, content in pieces.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def with_manifest(**values):
    def change(pieces):
        pieces["manifest.json"] = json.dumps({**json.loads(pieces["manifest.json"]), **values}).encode()

    return change


def flipped(pieces):
    dump = bytearray(pieces["database.dump"])
    dump[len(dump) // 2] ^= 0xFF
    pieces["database.dump"] = bytes(dump)


BROKEN = {
    "changed": (flipped, "database.dump is not what was written"),
    "photo gone": (lambda p: p.pop("media/leeg.jpg"), "1 pieces are missing, media/leeg.jpg"),
    "photo too many": (lambda p: p.update({"media/../../x": b"evil"}), "not on its list"),
    "later format": (with_manifest(format=99), "later version"),
    "later tables": (with_manifest(migrations=["members.9999_later"]), "which knows tables that this version"),
    "not ours": (with_manifest(program="another"), "not a backup of Werkplaats"),
    "no list": (lambda p: p.update({"manifest.json": b"{"}), "list of contents cannot be read"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_and_changes_nothing(name, whole, empty, tmp_path):
    change, expected = BROKEN[name]
    rebuilt(whole, tmp_path / "broken", change)
    done = empty.run("restore", tmp_path / "broken")
    assert done.returncode == 1
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert empty.tables == 0


@pytest.mark.parametrize("length", [0, 100, 600, 5000, 200_000])
def test_a_file_cut_short_changes_nothing(length, whole, empty, tmp_path):
    (tmp_path / "short").write_bytes(whole.read_bytes()[:length])
    done = empty.run("restore", tmp_path / "short")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "broken" in done.stderr or "not a backup" in done.stderr
    assert empty.tables == 0


def test_somebody_elses_database_is_left_alone(whole, empty):
    with psycopg.connect(empty.url) as connection:
        connection.execute("CREATE TABLE accounts (id int)")
    done = empty.run("restore", whole, "--force")
    assert done.returncode == 1
    assert "not of Werkplaats" in done.stderr
    assert empty.tables == 1
