"""Lists that a cooperative already has: loaded whole or not at all, and a second time without effect."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.build import (
    CENTRE,
    NOW,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_household_pilot,
    a_landlord,
    a_person,
    an_actor,
)
from tests.desk.lists import Load, a_helper, another, counts, rows, told
from tests.desk.sheets import a_csv, an_xlsx
from tests.planning.test_at_once import at_once
from werkplaats.desk.imports import Kind, Report, import_list, run_import
from werkplaats.desk.imports.columns import COLUMNS, by_name, plain
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Dwelling
from werkplaats.homes.rules import LandlordKind
from werkplaats.members.models import Cooperative, Notice, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.roles import DoorClosed, Role

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LATER = NOW + timedelta(days=1)


# --- dwellings ---------------------------------------------------------------------------------------------------
HEADER = ["Postcode", "Huisnr.", "Toev.", "Straat", "Lat", "Lon", "Bouwjaar"]
ONE = ["3812 DA", "12", "", "Noordewierweg", "52,1601", "5,3725", "1934"]
TWO = ["3812da", "12", "A", "Noordewierweg", "52,1601", "5,3725", "1934"]


def test_dwellings_are_listed_and_a_second_time_changes_nothing(cooperative: Cooperative, load: Load) -> None:
    landlord = a_landlord(cooperative)
    first = load(Kind.DWELLINGS, HEADER, ONE, TWO, landlord=landlord)
    assert (told(first), counts(first), first.loaded) == ([], (2, 0, 0), 2)
    dwelling = Dwelling.objects.get(landlord=landlord, addition="A")
    assert (dwelling.postcode, dwelling.house_number, dwelling.street) == ("3812 DA", 12, "Noordewierweg")
    assert (dwelling.latitude, dwelling.longitude, dwelling.built_in) == (52.1601, 5.3725, 1934)
    assert dwelling.city == cooperative.city
    again = load(Kind.DWELLINGS, HEADER, ONE, TWO, landlord=landlord, at=LATER)
    assert (counts(again), again.loaded) == ((0, 0, 2), 0)
    other_year = [*ONE[:6], "1935"]
    changed = load(Kind.DWELLINGS, HEADER, other_year, TWO, landlord=landlord)
    assert counts(changed) == (0, 1, 1)
    assert not Notice.objects.exists()


def test_a_dry_run_says_the_same_and_writes_nothing(cooperative: Cooperative, load: Load) -> None:
    landlord = a_landlord(cooperative)
    report = load(Kind.DWELLINGS, HEADER, ONE, TWO, landlord=landlord, dry_run=True)
    assert (counts(report), report.loaded) == ((2, 0, 0), 2)
    assert not Dwelling.objects.exists()


def test_all_problems_are_told_at_once_and_nothing_is_loaded(cooperative: Cooperative, load: Load) -> None:
    report = load(
        Kind.DWELLINGS,
        ["Woningen 2026"],
        [],
        HEADER,
        ONE,
        ["", "twaalf", "", "", "5,37", "52,16", "19"],
        ["3812 DB", "1", "", "Weg", "52,16", "", "193"],
        [*ONE[:2], "", *ONE[3:]],
        landlord=a_landlord(cooperative),
    )
    assert told(report) == [
        (5, "Bouwjaar"),
        (5, "Huisnr."),
        (5, "Lat"),
        (5, "Lon"),
        (5, "Postcode"),
        (5, "Straat"),
        (6, "Bouwjaar"),
        (6, "Lon"),
        (7, "Huisnr."),
    ]
    assert "row 4" in report.problems[-1].message
    assert {problem.file for problem in report.problems} == {"lijst.csv"}
    assert report.loaded == 0
    assert not Dwelling.objects.exists()


def test_an_address_of_another_landlord_is_told_at_its_row(cooperative: Cooperative, load: Load) -> None:
    theirs = a_dwelling(a_landlord(cooperative), house_number=12, postcode="3812 DA")
    report = load(Kind.DWELLINGS, HEADER, TWO, ONE, landlord=a_landlord(cooperative))
    assert told(report) == [(3, "Postcode")]
    assert list(Dwelling.objects.all()) == [theirs]


def test_the_home_of_a_client_gets_its_landlord(cooperative: Cooperative, load: Load) -> None:
    home = a_dwelling(None, cooperative, house_number=12, addition="a", postcode="3812 DA", built_in=1930)
    landlord = a_landlord(cooperative)
    report = load(Kind.DWELLINGS, HEADER[:4], TWO[:4], landlord=landlord)
    home.refresh_from_db()
    assert (counts(report), home.landlord, home.addition, home.built_in) == ((0, 1, 0), landlord, "a", 1930)


def test_a_position_of_zero_is_none_and_half_of_one_is_a_problem(cooperative: Cooperative, load: Load) -> None:
    rows = [["3812 DA", "1", "", "Weg", "0", "0", ""], ["3812 DA", "2", "", "Weg", "0", "5,37", ""]]
    assert told(load(Kind.DWELLINGS, HEADER, *rows, landlord=a_landlord(cooperative))) == [(3, "Lat")]


def test_without_a_position_a_dwelling_gets_the_place_of_a_neighbour(cooperative: Cooperative, load: Load) -> None:
    landlord = a_landlord(cooperative)
    header = ["postcode", "huisnummer", "straat", "lat", "lon"]
    rows = [
        ["3812 DA", "1", "Noordewierweg", "", ""],
        ["3812 DA", "20", "Noordewierweg", "52,17", "5,38"],
        ["3812 DA", "2", "Noordewierweg", "52,16", "5,37"],
        ["3812 DB", "21", "Noordewierweg", "", ""],
        ["3813 AA", "5", "Verweg", "", ""],
    ]
    report = load(Kind.DWELLINGS, header, *rows, landlord=landlord)
    places = {d.postcode + str(d.house_number): (d.latitude, d.longitude) for d in Dwelling.objects.all()}
    assert places["3812 DA1"] == (52.16, 5.37)
    assert places["3812 DB21"] == (52.17, 5.38)
    assert places["3813 AA5"] == CENTRE
    assert report.said == ["3 dwellings have no latitude and longitude: their place is estimated."]
    again = load(Kind.DWELLINGS, header, *rows, landlord=landlord)
    assert (counts(again), again.said) == ((0, 0, 5), [])


def test_dwellings_of_another_cooperative_are_not_touched(cooperative: Cooperative, load: Load) -> None:
    elsewhere = a_landlord(a_cooperative())
    with pytest.raises(Refused):
        load(Kind.DWELLINGS, HEADER, ONE, landlord=elsewhere)
    there = a_dwelling(elsewhere, house_number=12, postcode="3812 DA")
    load(Kind.DWELLINGS, HEADER, ONE, landlord=a_landlord(cooperative))
    there.refresh_from_db()
    assert there.landlord == elsewhere


def test_merged_titles_above_the_header_are_passed_over(cooperative: Cooperative, load: Load) -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    for row in (["Woningen van De Wissel"], ["Adres", None, None, "Kaart"], ["postcode", "huisnr", "straat", "lat"]):
        sheet.append(row)
    sheet.append(["3812 DA", "x", "Noordewierweg", None])
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A2:C2")
    file = BytesIO()
    book.save(file)
    assert told(load(Kind.DWELLINGS, file.getvalue(), landlord=a_landlord(cooperative))) == [(4, "huisnr")]


def test_english_names_and_an_xlsx_with_numbers(cooperative: Cooperative, load: Load) -> None:
    header = ["Zip code", "House number", "House letter", "Street", "Latitude", "Longitude", "Year built"]
    content = an_xlsx(header, ["3812 DA", 12.0, "A", "Noordewierweg", 52.1601, 5.3725, 1934])
    report = load(Kind.DWELLINGS, content, landlord=a_landlord(cooperative))
    assert counts(report) == (1, 0, 0)
    assert Dwelling.objects.get(house_number=12, addition="A").latitude == 52.1601


def test_only_who_may_import_does(cooperative: Cooperative) -> None:
    for role in set(Role) - {Role.COORDINATOR}:
        actor = an_actor(a_person(cooperative, role))
        with pytest.raises(DoorClosed):
            import_list(actor, Kind.DWELLINGS, "x.csv", b"", landlord_id=None, dry_run=True, at=NOW)


# --- the header --------------------------------------------------------------------------------------------------
def test_columns_that_are_not_known_are_said(cooperative: Cooperative, load: Load) -> None:
    report = load(Kind.DWELLINGS, [*HEADER, "Complex", ""], [*ONE, "C12", "los"], landlord=a_landlord(cooperative))
    assert counts(report) == (1, 0, 0)
    assert [(note.row, note.column) for note in report.notes] == [(1, "Complex"), (1, "I")]


def test_missing_columns_are_said_with_their_names(cooperative: Cooperative, load: Load) -> None:
    report = load(Kind.DWELLINGS, ["Postcode", "Bouwjaar"], ["3812 DA", "1934"], landlord=a_landlord(cooperative))
    assert [problem.message for problem in report.problems] == [
        "The column “house number” is missing.",
        "The column “street” is missing.",
    ]


def test_two_columns_for_one_thing_are_named(cooperative: Cooperative, load: Load) -> None:
    report = load(Kind.DWELLINGS, [*HEADER, "huisnummer"], [*ONE, "12"], landlord=a_landlord(cooperative))
    assert told(report) == [(1, "huisnummer")]
    assert "Huisnr." in report.problems[0].message


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", ["BSN", "Burgerservicenummer", "bsn-nummer", "Sofinummer"])
def test_a_column_for_the_bsn_is_refused_in_every_list(load: Load, kind: Kind, name: str) -> None:
    report = load(kind, ["naam", "postcode", name], ["Anna", "3812 DA", "111222333"])
    assert (1, name) in told(report)
    assert "111222333" not in str(report)


@pytest.mark.parametrize("content", [b"", b"x;y\n1;2", b"<html>", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_is_no_list_is_told_in_words(load: Load, content: bytes) -> None:
    report = load(Kind.WORKERS, content)
    assert [(problem.row, problem.file) for problem in report.problems] == [(0, "lijst.csv")]


def test_a_header_without_rows_is_told(load: Load) -> None:
    assert told(load(Kind.DWELLINGS, HEADER)) == [(0, "")]


def test_a_list_of_people_has_a_most(load: Load) -> None:
    report = load(Kind.WORKERS, [c.nl for c in COLUMNS[Kind.WORKERS]], *[["x"]] * 1_001)
    assert "1000" in report.problems[0].message.replace(",", "")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_name_means_one_column(kind: Kind) -> None:
    names = [name for c in COLUMNS[kind] for name in {plain(c.nl), plain(c.en), *c.also}]
    assert sorted(names) == sorted(set(names))
    assert all(plain(name) == name for name in by_name(kind))


# --- examples, the command line, at once -------------------------------------------------------------------------
def test_the_examples_of_the_documentation_are_loaded(cooperative: Cooperative) -> None:
    a_landlord(cooperative)
    a_household_pilot(a_district_team(cooperative))
    for name, kind, count in (("woningen", "dwellings", 6), ("vakmensen", "workers", 3), ("clienten", "clients", 3)):
        for dry_run, expected in ((True, (count, 0, 0)), (False, (count, 0, 0)), (False, (0, 0, count))):
            report = run_import(cooperative.slug, kind, EXAMPLES / f"{name}.csv", dry_run, at=NOW)
            assert (told(report), counts(report)) == ([], expected)
            assert not report.notes
    assert Worker.objects.filter(status=WorkerStatus.ADMITTED).count() == 2


def test_the_command_line_asks_which_landlord_when_it_is_not_clear(cooperative: Cooperative) -> None:
    file = EXAMPLES / "woningen.csv"
    with pytest.raises(Refused):
        run_import(cooperative.slug, "dwellings", file, True, at=NOW)
    watching = a_landlord(cooperative, LandlordKind.OBSERVER)
    party = a_landlord(cooperative)
    assert run_import(cooperative.slug, "dwellings", file, False, at=NOW).new == 6
    assert party.dwellings.count() == 6
    other = a_landlord(cooperative)
    with pytest.raises(Refused, match=other.name):
        run_import(cooperative.slug, "dwellings", file, True, at=NOW)
    assert told(run_import(cooperative.slug, "dwellings", file, True, landlord=watching.name, at=NOW))[0][0] == 2


@pytest.mark.django_db(transaction=True)
def test_lists_loaded_at_the_same_moment_do_not_wait_in_a_circle() -> None:
    cooperatives = [a_cooperative(), a_cooperative()]
    actors = [a_coordinator(cooperative) for cooperative in cooperatives for _ in range(2)]
    for cooperative in cooperatives:
        a_household_pilot(a_district_team(cooperative))
    workers = [a_helper(number, toegelaten="ja") for number in range(12)]
    clients = [another(n, **{"e-mail": f"c{n}@{{}}.example"}) for n in range(1, 12)]

    def loading(index: int) -> Any:
        own = [{k: v.format(index) for k, v in one.items()} for one in clients]
        kind, lines = (Kind.WORKERS, workers) if index % 2 else (Kind.CLIENTS, own)
        ordered = lines if index < 2 else list(reversed(lines))
        return import_list(actors[index], kind, "x.csv", a_csv(*rows(*ordered)), dry_run=False, at=NOW)

    outcomes = at_once(*[lambda index=index: loading(index) for index in range(4)])
    assert all(isinstance(outcome, Report) for outcome in outcomes), outcomes
    # The same people can work in one of the two neighbourhoods only: the second list hears that at every row.
    assert sorted(len(outcomes[index].problems) for index in (1, 3)) == [0, 12]
    assert [outcomes[index].problems for index in (0, 2)] == [[], []]


def test_the_documentation_names_every_column() -> None:
    text = (EXAMPLES.parent / "imports.md").read_text(encoding="utf-8")
    for column in {column for columns in COLUMNS.values() for column in columns}:
        assert column.nl in text, column.nl
        assert column.en in text, column.en
