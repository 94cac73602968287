"""`werkplaats report`, and the button on the pages of results."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.build import a_landlord_contact, a_person, an_actor, browser_of
from tests.insight.test_released import APRIL, Street
from werkplaats import cli
from werkplaats.cli import reporting
from werkplaats.insight.services.rollups import refresh
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Street:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    monkeypatch.setattr(reporting, "database_ready", lambda: None)
    made = Street()
    made.release()
    return made


def asked(street: Street, *more: str) -> int:
    return cli.main(
        ["report", "--from", "2026-01", "--until", "2026-03", "--cooperative", street.cooperative.slug, *more]
    )


def test_one_command_writes_the_report(street: Street, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for format, begins in (("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("json", b"{")):
        file = tmp_path / f"report.{format}"
        assert asked(street, "--format", format, "--for", "public", "--out", str(file)) == 0
        assert file.read_bytes().startswith(begins)
        assert capsys.readouterr().out == f"{file} is written.\n"
    told = json.loads((tmp_path / "report.json").read_text())
    assert {f["metric"]: f["value"] for f in told["figures"]}["service.requests"] == 25


def test_a_pilot_is_named_as_people_know_it(street: Street, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "report.json"
    name = street.pilot.name
    assert asked(street, "--pilot", name.upper(), "--format", "json", "--out", str(file)) == 0
    assert json.loads(file.read_text())["pilot"] == name
    assert asked(street, "--pilot", "Elders") == 1
    assert f"there is no pilot 'Elders' here. There is: {name!r}." in capsys.readouterr().err


def test_a_party_gets_no_report_of_all_pilots(street: Street, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(street, "--for", "party") == 1
    assert "a party reads of its own pilot; name it with --pilot NAME." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (("2026-13", "2026-12"), "--from 2026-13 is not a month; write it like 2026-03."),
        (("2026-05", "2026-02"), "--until 2026-02 comes before --from 2026-05."),
    ],
)
def test_a_period_that_cannot_be_is_told(
    months: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "--from", months[0], "--until", months[1]]) == 1
    assert said in capsys.readouterr().err


def test_a_period_before_anything_happened_gives_a_report_that_says_so(
    street: Street, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = ["report", "--from", "2019-01", "--until", "2019-03", "--for", "public", "--language", "en"]
    assert cli.main([*arguments, "--cooperative", street.cooperative.slug]) == 0
    assert b"There is no figure to show for this period yet." in capfdbinary.readouterr().out


def test_everybody_has_the_report_under_one_button(street: Street) -> None:
    refresh(street.cooperative.pk, at=APRIL)
    board = browser_of(an_actor(a_person(street.cooperative, Role.BOARD)))
    party = browser_of(a_landlord_contact(street.landlord))
    months = {"from": "2026-01", "until": "2026-03"}
    for browser, path in (
        (board, reverse("board:results")),
        (party, reverse("partner:results")),
        (Browser(), reverse("public:results", kwargs={"slug": street.cooperative.slug})),
    ):
        page = browser.get(path, {**months, "format": "html"})
        assert page.status_code == 200
        assert "25" in page.content.decode()
        paper = browser.get(path, {**months, "format": "pdf"})
        assert paper.content.startswith(b"%PDF")
        assert paper["Content-Disposition"] == 'attachment; filename="verslag.pdf"'


def test_a_report_for_a_party_does_not_hold_what_only_the_board_may_see(street: Street) -> None:
    party = browser_of(a_landlord_contact(street.landlord))
    refresh(street.cooperative.pk, at=APRIL)
    found = party.get(reverse("partner:results"), {"from": "2026-01", "until": "2026-03", "format": "json"}).json()
    assert found["for"] == "party"
    assert "service.unevenness" not in {figure["metric"] for figure in found["figures"]}
    assert date.fromisoformat(found["made_on"])
