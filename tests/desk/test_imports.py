"""Lists that a cooperative already has: loaded whole or not at all, and a second time without effect."""

from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from tests.build import (
    CENTRE,
    NOW,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_grant,
    a_household_pilot,
    a_landlord,
    a_person,
    a_worker,
    an_actor,
)
from tests.desk.sheets import a_csv, an_xlsx
from tests.planning.test_at_once import at_once
from werkplaats.desk.imports import Kind, Report, import_list, run_import
from werkplaats.desk.imports.columns import COLUMNS, by_name, plain
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import CareGrant, Client, Dwelling, Participation
from werkplaats.homes.rules import LandlordKind, ParticipationStatus
from werkplaats.members.models import Cooperative, Notice, Person, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.roles import DoorClosed, Role

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def cooperative() -> Cooperative:
    return a_cooperative()


Load = Callable[..., Report]


@pytest.fixture
def load(cooperative: Cooperative) -> Load:
    """Load rows (or bytes) as the coordinator does."""
    coordinator = a_coordinator(cooperative)

    def loading(kind: Kind, *rows: Any, dry_run: bool = False, at: Any = NOW, landlord: Any = None) -> Report:
        content = rows[0] if isinstance(rows[0], bytes) else a_csv(*rows)
        landlord_id = landlord.pk if landlord else None
        return import_list(
            coordinator,
            kind,
            "lijst.csv",
            content,
            landlord_id=landlord_id,
            dry_run=dry_run,
            at=at,
            say=lambda *_: None,
        )

    return loading


def told(report: Report) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in report.problems]


def counts(report: Report) -> tuple[int, int, int]:
    return report.new, report.changed, report.same


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


# --- workers -----------------------------------------------------------------------------------------------------
WORKER = {
    "naam": "Karel Kraan",
    "e-mail": "Karel@voorbeeld.example",
    "telefoon": "612345678",
    "soort": "vakmens",
    "vakken": "LOO, Schilder",
    "KvK": "90001111",
    "IBAN": "NL91 ABNA 0417 1643 00",
    "postcode": "3812da",
    "huisnummer": "12a",
    "VOG afgegeven": "1-3-2025",
    "VOG geldig tot": "1-3-2028",
    "verzekering vanaf": "1-1-2026",
    "verzekering tot": "31-12-2026",
    "werktijden": "ma-di 8-17, vr 8:30-12",
    "uren per week": "20,5",
    "werkgebied (km)": "7,5",
    "wensen": "Geen trappen",
    "toegelaten": "ja",
}


def rows(*dicts: dict[str, str]) -> list[list[str]]:
    return [list(dicts[0]), *(list(one.values()) for one in dicts)]


def a_helper(number: int, **more: str) -> dict[str, str]:
    other = {
        "naam": f"Hulp {number}",
        "e-mail": f"hulp{number}@voorbeeld.example",
        "soort": "hulp",
        "vakken": "",
        "KvK": "",
        "toegelaten": "nee",
    }
    return {**WORKER, **other, **more}


def test_a_worker_is_admitted_with_papers_that_were_seen(cooperative: Cooperative, load: Load) -> None:
    a_dwelling(a_landlord(cooperative), postcode="3812 DA", latitude=52.2, longitude=5.4)
    report = load(Kind.WORKERS, *rows(WORKER))
    assert (told(report), counts(report)) == ([], (1, 0, 0))
    worker = Worker.objects.get(person__email="karel@voorbeeld.example")
    assert (worker.status, worker.trades, worker.kvk_number) == (WorkerStatus.ADMITTED, ["LOO", "SCH"], "90001111")
    assert (worker.radius_metres, float(worker.hours_a_week), worker.latitude) == (7500, 20.5, 52.2)
    assert (worker.house_number, worker.postcode, worker.person.phone) == ("12 a", "3812 DA", "0612345678")
    assert [(h.weekday, h.starts) for h in worker.availability.order_by("weekday")] == [
        (0, time(8)),
        (1, time(8)),
        (4, time(8, 30)),
    ]
    assert {paper.checked_at for paper in worker.credentials.all()} == {NOW}
    assert worker.person.roles.filter(role=Role.WORKER).exists()
    assert report.said == ["1 person gets an e-mail."]


def test_who_is_not_admitted_waits_and_hears_nothing(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(a_helper(1)))
    worker = Worker.objects.get()
    assert (worker.status, worker.kind, counts(report)) == (WorkerStatus.APPLIED, "helper", (1, 0, 0))
    assert {paper.checked_at for paper in worker.credentials.all()} == {None}
    assert (Notice.objects.count(), report.said) == (0, [])


def test_the_same_list_of_workers_again_changes_nothing(load: Load) -> None:
    lines = rows(WORKER, a_helper(1), a_helper(2))
    load(Kind.WORKERS, *lines)
    before = list(Worker.objects.order_by("id").values())
    report = load(Kind.WORKERS, *lines, at=LATER)
    assert (counts(report), report.notes, report.said) == ((0, 0, 3), [], [])
    assert list(Worker.objects.order_by("id").values()) == before
    assert Notice.objects.count() == 1


def test_an_application_that_waits_is_renewed_and_admitted_by_the_list(load: Load) -> None:
    load(Kind.WORKERS, *rows(a_helper(1)))
    report = load(Kind.WORKERS, *rows(a_helper(1, toegelaten="ja", wensen="")), at=LATER)
    worker = Worker.objects.get()
    assert (counts(report), worker.status, worker.wishes) == ((0, 1, 0), WorkerStatus.ADMITTED, "Geen trappen")
    assert {paper.checked_at for paper in worker.credentials.all()} == {LATER}
    assert counts(load(Kind.WORKERS, *rows(a_helper(1, toegelaten="ja")))) == (0, 0, 1)


def test_a_list_changes_nothing_of_an_admitted_worker_but_adds_a_new_paper(load: Load) -> None:
    load(Kind.WORKERS, *rows(WORKER))
    report = load(Kind.WORKERS, *rows({**WORKER, "IBAN": "NL20INGB0001234567"}))
    assert (counts(report), [note.column for note in report.notes]) == ((0, 0, 1), ["IBAN"])
    assert Worker.objects.get().iban == "NL91ABNA0417164300"
    newer = {**WORKER, "verzekering vanaf": "1-1-2027", "verzekering tot": "31-12-2027"}
    assert counts(load(Kind.WORKERS, *rows(newer))) == (0, 1, 0)
    assert Worker.objects.get().credentials.filter(valid_until=date(2027, 12, 31), checked_at=NOW).exists()


def test_all_that_is_wrong_with_workers_is_told(load: Load) -> None:
    bad = {
        **WORKER,
        "e-mail": "karel@",
        "KvK": "123",
        "IBAN": "NL00",
        "postcode": "x",
        "uren per week": "99",
        "VOG geldig tot": "",
    }
    report = load(Kind.WORKERS, *rows(bad, a_helper(1, soort="tovenaar", werktijden="nooit"), a_helper(2, naam="")))
    assert told(report) == [
        (2, "IBAN"),
        (2, "KvK"),
        (2, "VOG geldig tot"),
        (2, "e-mail"),
        (2, "postcode"),
        (2, "uren per week"),
        (3, "soort"),
        (3, "werktijden"),
        (4, "naam"),
    ]
    assert not Person.objects.filter(email="hulp1@voorbeeld.example").exists()


def test_one_bad_worker_keeps_the_good_ones_out_with_their_mail(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(WORKER, a_helper(1, postcode="")))
    assert (told(report), report.loaded) == ([(3, "postcode")], 0)
    assert not Worker.objects.exists()
    assert not Notice.objects.exists()


def test_a_person_twice_in_a_list_names_both_rows(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(a_helper(1), a_helper(2), a_helper(1)))
    assert told(report) == [(4, "e-mail")]
    assert "Row 2" in report.problems[0].message


@pytest.mark.usefixtures("pilot")
def test_nobody_is_taken_for_somebody_else(cooperative: Cooperative, load: Load) -> None:
    a_person(cooperative, Role.RESIDENT, name="Iemand Anders", email="hulp1@voorbeeld.example")
    assert told(load(Kind.WORKERS, *rows(a_helper(1)))) == [(2, "e-mail")]
    assert told(load(Kind.CLIENTS, *rows({**CLIENT, "e-mail": "hulp1@voorbeeld.example"}))) == [(2, "e-mail")]


def test_an_address_in_use_elsewhere_is_told_at_its_row(load: Load) -> None:
    a_person(a_cooperative(), email="hulp1@voorbeeld.example")
    assert told(load(Kind.WORKERS, *rows(a_helper(1)))) == [(2, "e-mail")]


def test_who_was_declined_is_not_taken_in_by_a_list(cooperative: Cooperative, load: Load) -> None:
    worker = a_worker(cooperative, status=WorkerStatus.DECLINED)
    row = a_helper(1, **{"naam": worker.person.name, "e-mail": worker.person.email})
    assert told(load(Kind.WORKERS, *rows(row))) == [(2, "")]


def test_a_helper_without_a_vog_is_admitted_and_that_is_said(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(a_helper(1, **{"toegelaten": "ja", "VOG afgegeven": "", "VOG geldig tot": ""})))
    assert [(note.row, note.column) for note in report.notes] == [(2, "VOG geldig tot")]
    assert report.new == 1


# --- clients -----------------------------------------------------------------------------------------------------
CLIENT = {
    "voornaam": "Dina",
    "achternaam": "Deur",
    "e-mail": "",
    "telefoon": "033 555 02 01",
    "postcode": "3812 DA",
    "adres": "Noordewierweg 12 A",
    "kenmerk": "ZA-1",
    "activiteiten": "licht schoonmaken, laundry",
    "minuten": "120",
    "frequentie": "elke week",
    "begindatum": "1-4-2026",
    "einddatum": "31-3-2027",
    "dag": "woensdag",
    "tijd": "9:30",
    "opmerkingen": "Kat in huis",
}


def another(number: int, **more: str) -> dict[str, str]:
    own = {"voornaam": f"Cliënt {number}", "kenmerk": f"ZA-{number}", "adres": f"Noordewierweg {number}"}
    return {**CLIENT, **own, **more}


@pytest.fixture
def pilot(cooperative: Cooperative) -> Any:
    return a_household_pilot(a_district_team(cooperative), cap=2)


@pytest.mark.usefixtures("pilot")
def test_a_client_comes_in_with_the_grant(load: Load) -> None:
    report = load(Kind.CLIENTS, *rows(CLIENT))
    assert (told(report), counts(report)) == ([], (1, 0, 0))
    client = Client.objects.get()
    assert (client.person.name, client.provider_reference, client.notes_for_helper) == (
        "Dina Deur",
        "ZA-1",
        "Kat in huis",
    )
    assert (client.dwelling.address, client.dwelling.landlord) == ("Noordewierweg 12 A", None)
    grant = client.grants.get()
    assert (grant.activities, grant.minutes, grant.frequency) == (["light_cleaning", "laundry"], 120, "weekly")
    assert (grant.starts_on, grant.preferred_weekday, grant.preferred_start) == (date(2026, 4, 1), 2, time(9, 30))
    assert report.said == ["You tell 1 person by letter or phone: see “To tell”."]


@pytest.mark.usefixtures("pilot")
def test_who_does_not_fit_goes_on_the_waiting_list_in_the_order_of_the_list(load: Load) -> None:
    lines = rows(another(1), another(2, **{"e-mail": "c2@voorbeeld.example"}), another(3))
    checked = load(Kind.CLIENTS, *lines, dry_run=True)
    report = load(Kind.CLIENTS, *lines)
    assert checked.said == report.said
    assert "The pilot is full: 1 client goes on the waiting list." in report.said
    waiting = Participation.objects.get(status=ParticipationStatus.WAITING)
    assert waiting.client is not None
    assert waiting.client.provider_reference == "ZA-3"
    again = load(Kind.CLIENTS, *lines, at=LATER)
    assert (counts(again), again.said, again.notes) == ((0, 0, 3), [], [])
    assert (Client.objects.count(), CareGrant.objects.count(), Notice.objects.count()) == (3, 3, 3)


@pytest.mark.usefixtures("pilot")
def test_a_later_grant_of_a_known_client_is_added_and_one_on_the_same_days_is_refused(load: Load) -> None:
    load(Kind.CLIENTS, *rows(CLIENT))
    later = {**CLIENT, "begindatum": "1-4-2027", "einddatum": "31-3-2028", "minuten": "90", "telefoon": "06 1"}
    report = load(Kind.CLIENTS, *rows(later))
    assert (counts(report), [note.column for note in report.notes]) == ((0, 1, 0), ["telefoon"])
    assert Client.objects.get().grants.count() == 2
    assert told(load(Kind.CLIENTS, *rows({**CLIENT, "minuten": "60"}))) == [(2, "begindatum")]


@pytest.mark.usefixtures("pilot")
def test_a_client_without_reference_or_address_is_known_by_name_and_home(load: Load) -> None:
    row = {**CLIENT, "kenmerk": ""}
    load(Kind.CLIENTS, *rows(row))
    assert counts(load(Kind.CLIENTS, *rows({**row, "adres": "Noordewierweg 12 a"}))) == (0, 0, 1)


@pytest.mark.usefixtures("pilot")
def test_a_reference_of_somebody_else_gives_nobody_a_grant(load: Load) -> None:
    load(Kind.CLIENTS, *rows(CLIENT))
    later = {"begindatum": "1-4-2027", "einddatum": "31-3-2028"}
    assert told(load(Kind.CLIENTS, *rows(another(7, kenmerk="za-1", **later)))) == [(2, "kenmerk")]
    assert CareGrant.objects.count() == 1


@pytest.mark.usefixtures("pilot")
def test_two_clients_with_one_email_address_name_both_rows(load: Load) -> None:
    shared = {"e-mail": "dochter@voorbeeld.example"}
    report = load(Kind.CLIENTS, *rows(another(1, **shared), another(2, **shared)))
    assert told(report)[0] == (3, "e-mail")
    assert "Row 2" in report.problems[0].message


@pytest.mark.usefixtures("pilot")
def test_all_that_is_wrong_with_clients_is_told(load: Load) -> None:
    bad = another(1, telefoon="", activiteiten="steunkousen", minuten="5", begindatum="31-2-2026", kenmerk="111222333")
    report = load(Kind.CLIENTS, *rows(bad, another(2, einddatum="1-1-2026"), another(3), another(3)))
    assert told(report) == [
        (2, "activiteiten"),
        (2, "begindatum"),
        (2, "kenmerk"),
        (2, "minuten"),
        (2, "telefoon"),
        (3, "einddatum"),
        (5, "name"),
    ]
    assert "111222333" not in str(report)
    assert not Client.objects.exists()


def test_clients_need_a_district_team_and_its_pilot(cooperative: Cooperative, load: Load) -> None:
    assert "district team" in load(Kind.CLIENTS, *rows(CLIENT)).problems[0].message
    a_district_team(cooperative)
    assert "pilot" in load(Kind.CLIENTS, *rows(CLIENT)).problems[0].message
    second = a_district_team(cooperative)
    a_household_pilot(second)
    assert told(load(Kind.CLIENTS, *rows(CLIENT))) == [(2, "district team")]
    assert counts(load(Kind.CLIENTS, *rows({**CLIENT, "wijkteam": second.name}))) == (1, 0, 0)


def test_who_stopped_is_not_taken_in_by_a_list(cooperative: Cooperative, load: Load, pilot: Any) -> None:
    client = a_client(pilot.district_team, a_dwelling(None, cooperative))
    a_grant(client)
    row = {**CLIENT, "voornaam": "", "achternaam": client.person.name, "e-mail": client.person.email}
    assert "stopped" in load(Kind.CLIENTS, *rows(row)).problems[0].message


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
