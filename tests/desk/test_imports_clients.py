"""Lists of clients: a place or the waiting list, the grant, and nobody taken for somebody else."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from tests.build import (
    NOW,
    a_client,
    a_district_team,
    a_dwelling,
    a_grant,
    a_household_pilot,
)
from tests.desk.lists import CLIENT, Load, another, counts, rows, told
from werkplaats.desk.imports import Kind
from werkplaats.homes.models import CareGrant, Client, Participation
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.members.models import Cooperative, Notice

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


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


@pytest.mark.usefixtures("pilot")
def test_a_list_says_which_pets_there_are_and_which_language_is_wanted(load: Load) -> None:
    row = {**CLIENT, "huisdieren": "kat, hond", "gewenste taal": "Turks", "taal verplicht": "ja", "zwaar werk": "ja"}
    assert told(load(Kind.CLIENTS, *rows(row))) == []
    client = Client.objects.get()
    assert (client.pets, client.language_wanted, client.language_required) == (["cat", "dog"], "tr", True)
    assert client.grants.get().heavy
    assert counts(load(Kind.CLIENTS, *rows(row))) == (0, 0, 1)
    report = load(Kind.CLIENTS, *rows({**row, "huisdieren": "vogel"}))
    assert ([note.column for note in report.notes], Client.objects.get().pets) == (["huisdieren"], ["cat", "dog"])
    assert told(load(Kind.CLIENTS, *rows({**row, "gewenste taal": "", "taal verplicht": "ja"}))) == [
        (2, "gewenste taal")
    ]
