"""The coordinator reads a list: checked first, told what is wrong, loaded when all is right."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.build import a_cooperative, a_district_team, a_household_pilot, a_landlord, a_person
from tests.desk.sheets import a_csv
from werkplaats.desk.imports import COLUMNS, FILES, Kind
from werkplaats.homes.models import Dwelling
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db
HEADER = ["postcode", "huisnummer", "straat"]
GOOD = a_csv(HEADER, ["3812 DA", "12", "Noordewierweg"], ["3812 DA", "14", "Noordewierweg"])
BAD = a_csv(HEADER, ["3812 DA", "12", "Noordewierweg"], ["", "<b>14", "Noordewierweg"])


@pytest.fixture
def cooperative() -> Cooperative:
    return a_cooperative()


@pytest.fixture
def browser(cooperative: Cooperative, settings: Any) -> Client:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client = Client()
    client.force_login(a_person(cooperative, Role.COORDINATOR).user)
    return client


def send(browser: Client, content: bytes | None, button: str = "check", **more: Any) -> Any:
    fields: dict[str, Any] = {"kind": "dwellings", button: "1", **more}
    if content is not None:
        fields["file"] = SimpleUploadedFile("woningen.csv", content)
    return browser.post(reverse("coordinator:import"), fields)


def test_checking_tells_what_would_be_loaded_and_loads_nothing(browser: Client, cooperative: Cooperative) -> None:
    a_landlord(cooperative)
    answer = send(browser, GOOD)
    assert answer.status_code == 200
    assert "woningen.csv: 2 nieuw, 0 veranderd, 0 al bekend." in answer.content.decode()
    assert "Er is nog niets ingelezen" in answer.content.decode()
    assert not Dwelling.objects.exists()


def test_loading_loads_and_sent_twice_it_is_one_list(browser: Client, cooperative: Cooperative) -> None:
    landlord = a_landlord(cooperative)
    assert "De lijst is ingelezen." in send(browser, GOOD, "load").content.decode()
    assert landlord.dwellings.count() == 2
    assert "0 nieuw, 0 veranderd, 2 al bekend." in send(browser, GOOD, "load").content.decode()
    assert Dwelling.objects.count() == 2


def test_problems_stand_in_a_table_with_row_and_column(browser: Client, cooperative: Cooperative) -> None:
    a_landlord(cooperative)
    answer = send(browser, BAD, "load")
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "2 dingen in woningen.csv kloppen nog niet." in text
    assert ">3</td><td" in text
    assert "Een huisnummer ligt tussen 1 en 99999." in text
    assert "<b>14" not in text
    assert not Dwelling.objects.exists()


def test_of_many_problems_the_first_are_shown_with_the_count(browser: Client, cooperative: Cooperative) -> None:
    a_landlord(cooperative)
    answer = send(browser, a_csv(HEADER, *[["x", "1", "Weg"]] * 300))
    text = answer.content.decode()
    assert "De eerste 200 van 300." in text
    assert text.count("Een postcode heeft 4 cijfers") == 200


def test_columns_that_are_not_loaded_are_told(browser: Client, cooperative: Cooperative) -> None:
    a_landlord(cooperative)
    text = send(browser, a_csv([*HEADER, "Complex"], ["3812 DA", "12", "Weg", "C1"])).content.decode()
    assert "Goed om te weten" in text
    assert "Complex" in text


def test_with_several_landlords_the_page_asks_whose_they_are(browser: Client, cooperative: Cooperative) -> None:
    first, second = a_landlord(cooperative), a_landlord(cooperative)
    elsewhere = a_landlord(a_cooperative())
    assert "Kies van wie de woningen zijn." in send(browser, GOOD, "load").content.decode()
    assert send(browser, GOOD, "load", landlord=elsewhere.pk).status_code == 422
    assert not Dwelling.objects.exists()
    assert send(browser, GOOD, "load", landlord=second.pk).status_code == 200
    assert (first.dwellings.count(), second.dwellings.count()) == (0, 2)


def test_without_a_landlord_the_page_says_what_to_do_first(browser: Client) -> None:
    assert "Voeg die eerst toe" in send(browser, GOOD).content.decode()


@pytest.mark.parametrize("content", [None, b""])
def test_without_a_file_the_choice_is_kept(browser: Client, cooperative: Cooperative, content: bytes | None) -> None:
    a_household_pilot(a_district_team(cooperative))
    answer = send(browser, content, kind="clients")
    assert answer.status_code == 422
    assert "Kies een" in answer.content.decode()
    assert answer.context["form"]["kind"].value() == "clients"


def test_a_file_that_is_no_list_is_told_in_words(browser: Client, cooperative: Cooperative) -> None:
    a_landlord(cooperative)
    answer = send(browser, b"\xd0\xcf\x11\xe0 old", "load")
    assert answer.status_code == 422
    assert "oud Excel-bestand" in answer.content.decode()


@pytest.mark.parametrize("kind", list(FILES))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_empty_list_has_the_columns_and_only_its_example_row_is_in_the_way(
    browser: Client, cooperative: Cooperative, kind: Kind, form: str, language: str
) -> None:
    a_landlord(cooperative)
    browser.cookies["django_language"] = language
    answer = browser.get(reverse("coordinator:import_empty", args=[FILES[kind], form]))
    assert answer["Content-Disposition"] == f'attachment; filename="{FILES[kind]}.{form}"'
    told = send(browser, answer.content, "load", kind=kind.value)
    report = told.context["report"]
    assert [problem.row for problem in report.problems] == [2]
    assert not report.notes


def test_an_empty_list_that_is_not_there(browser: Client) -> None:
    for kind, form in (("woningen", "pdf"), ("katten", "csv")):
        assert browser.get(reverse("coordinator:import_empty", args=[kind, form])).status_code == 404


def test_the_page_names_every_column(browser: Client) -> None:
    text = browser.get(reverse("coordinator:import")).content.decode()
    assert all(f">{column.nl}</th>" in text for kind in FILES for column in COLUMNS[kind])


def test_workers_are_read_on_the_page_too(browser: Client) -> None:
    header = ["naam", "e-mail", "soort", "iban", "postcode", "huisnummer"]
    row = ["Hanna Hulp", "hanna@voorbeeld.example", "hulp", "NL91ABNA0417164300", "3812 DA", "1"]
    assert send(browser, a_csv(header, row), "load", kind="workers").status_code == 200
    assert Worker.objects.get().person.name == "Hanna Hulp"
