"""`werkplaats import` on a neighbourhood that was just founded: an afternoon with its own spreadsheets."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.desk.sheets import a_csv
from tests.desk.test_imports_items import REPAIRS, a_sheet, as_csv
from werkplaats.ground import database

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


class Place:
    """A neighbourhood with a database of its own, as the command line sees it."""

    def __init__(self, url: str, home: Path) -> None:
        self.url, self.home = url, home

    def run(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "werkplaats", *map(str, arguments)],
            env={**os.environ, "DATABASE_URL": self.url, "WERKPLAATS_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def count(self, table: str) -> int:
        with psycopg.connect(self.url) as connection:
            found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # type: ignore[arg-type]
            return int(found[0]) if found else 0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    server, name = database.database_url(), f"test_import_{os.getpid()}"
    url = server.replace(f"/{database.DATABASE}?", f"/{name}?")
    template = os.environ.get("WERKPLAATS_TEST_TEMPLATE") or "template0"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    try:
        found = Place(url, tmp_path_factory.mktemp("home"))
        for command in (["migrate"], ["found", EXAMPLES / "neighbourhood.toml"]):
            done = found.run(*command)
            assert done.returncode == 0, done.stderr
        yield found
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def test_the_examples_are_checked_and_loaded(place: Place) -> None:
    for kind, file, rows in (("dwellings", "woningen", 6), ("workers", "vakmensen", 3), ("clients", "clienten", 3)):
        checked = place.run("import", kind, EXAMPLES / f"{file}.csv", "--dry-run")
        assert (checked.returncode, checked.stderr) == (0, "")
        assert f"{rows} rows would be loaded: {rows} new" in checked.stdout
        assert f"{rows} rows were loaded" in place.run("import", kind, EXAMPLES / f"{file}.csv").stdout
        again = place.run("import", kind, EXAMPLES / f"{file}.csv")
        assert f"0 rows were loaded: 0 new, 0 changed; {rows} are the same as before." in again.stdout
    assert place.count("members_worker") == 3
    assert place.count("homes_client") == 3


def test_what_is_wrong_is_told_with_file_row_and_column_and_nothing_is_loaded(place: Place, tmp_path: Path) -> None:
    before = place.count("homes_dwelling")
    file = tmp_path / "lijst.csv"
    file.write_bytes(a_csv(["postcode", "huisnr", "straat"], ["3899 ZZ", "1", "Weg"], ["3899", "x", "Weg"]))
    done = place.run("import", "dwellings", file)
    assert done.returncode == 1
    assert "lijst.csv, row 3, column huisnr: A house number lies between 1 and 99999." in done.stderr
    assert "lijst.csv, row 3, column postcode: A postcode has 4 digits and 2 letters" in done.stderr
    assert "2 things to put right; nothing was loaded." in done.stderr
    assert place.count("homes_dwelling") == before


def test_a_long_list_shows_how_far_it_is_and_names_the_landlord(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "lang.csv"
    numbers = range(1, 2_501)
    file.write_bytes(a_csv(["postcode", "huisnr", "straat"], *(["3877 AA", str(n), "Lange weg"] for n in numbers)))
    done = place.run("import", "dwellings", file, "--landlord", "woonstichting voorbeeld", "--dry-run")
    assert (done.returncode, "  1000 of 2500 rows\n  2000 of 2500 rows\n" in done.stderr) == (0, True)
    wrong = place.run("import", "dwellings", file, "--landlord", "Iemand")
    assert wrong.returncode == 1
    assert "Woonstichting Voorbeeld. Name one with --landlord." in wrong.stderr


def test_a_file_that_is_no_list_is_told_in_words(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "oud.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0")
    done = place.run("import", "clients", file)
    assert done.returncode == 1
    assert "oud.xls: This is an old Excel file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_list_of_who_does_what_goes_into_a_draft(place: Place, tmp_path: Path) -> None:
    file, published = tmp_path / "lijst.csv", place.count("triage_listitem")
    file.write_bytes(as_csv([replace(REPAIRS[0], minutes=REPAIRS[0].minutes + 5), *REPAIRS[2:]]))
    unclear = place.run("import", "list", file, "--dry-run")
    assert unclear.returncode == 1
    assert "With whom is the list agreed?" in unclear.stderr
    assert "Name one with --agreement." in unclear.stderr
    asked = ("import", "list", file, "--agreement", "woonstichting voorbeeld")
    checked = place.run(*asked, "--dry-run")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert f"- {REPAIRS[1].code} {REPAIRS[1].name_nl}" in checked.stdout
    assert f"~ {REPAIRS[0].code} Minutes: {REPAIRS[0].minutes} → {REPAIRS[0].minutes + 5}" in checked.stdout
    assert "1 rows would be loaded: 0 new, 1 changed" in checked.stdout
    assert place.count("triage_listitem") == published
    assert "a second person approves it" in place.run(*asked).stdout
    assert place.count("triage_listitem") == published + len(REPAIRS) - 1
    file.write_bytes(a_sheet({"trade": "XYZ"}))
    wrong = place.run(*asked)
    assert wrong.returncode == 1
    assert "lijst.csv, row 2, column trade: “XYZ” is not known." in wrong.stderr
    assert "nothing was loaded" in wrong.stderr
    assert place.count("triage_listitem") == published + len(REPAIRS) - 1
