"""What a resident hears while reporting: danger first, then whose it is and what to do; and closing it oneself."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.build import a_client, a_cooperative, a_district_team, a_dwelling, a_landlord, a_request, a_resident
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch, RequestStatus
from werkplaats.intake.rules.reference import make
from werkplaats.members.models import Person
from werkplaats.triage.models import Assessment

pytestmark = pytest.mark.django_db

DRIPS = "Mijn kraan drupt de hele nacht"  # the tenant's own: a worn washer
LEAKS = "De keukenkraan lekt"  # ours
CLOSE = "Ik kan dit zelf: sluit mijn melding"


@pytest.fixture
def resident() -> Person:
    return a_resident(a_dwelling(a_landlord(a_cooperative())))


@pytest.fixture
def phone(resident: Person) -> Client:
    return of(resident)


def of(person: Person) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(person.user)
    return client


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def while_typing(phone: Client, text: str, **more: str) -> str:
    response = phone.post(reverse("resident:advice"), {"text": text, "branch": "repairs", **more})
    assert response.status_code == 200
    return text_of(response)


def form(**given: str) -> dict[str, str]:
    home = given.pop("dwelling", "")
    return {"form_token": str(uuid4()), "dwelling": home, "branch": "repairs", "text": LEAKS, **given}


def sent(phone: Client, resident: Person, text: str, branch: str = "repairs") -> Request:
    home = str(resident.residences.get().dwelling_id)
    response = phone.post(reverse("resident:report"), form(dwelling=home, text=text, branch=branch))
    assert response.status_code == 302
    return Request.objects.get(reporter=resident)


# --- while typing --------------------------------------------------------------------------------------------------


def test_whose_it_is_and_what_to_do_is_said_while_typing(phone: Client) -> None:
    ours, own = while_typing(phone, LEAKS), while_typing(phone, DRIPS)
    assert "Kraan keuken lekt of is kapot" in ours
    assert "Wij doen dit" in ours
    assert "Kraan druppelt: leertje versleten" in own
    assert "Kunt u dit zelf? Dan hoeft u niets te versturen." in own


def test_danger_comes_before_all_else(phone: Client) -> None:
    said = while_typing(phone, "Het stopcontact vonkt en de kraan drupt")
    assert "Gevaar" in said
    assert "112" in said
    assert "Kraan druppelt" not in said


def test_when_unsure_one_question_is_asked_and_nothing_is_claimed(phone: Client) -> None:
    said = while_typing(phone, "er is iets met de verlichting")
    assert "Is het in uw eigen woning, of in een deel van het gebouw dat u met anderen deelt?" in said
    assert "Wij denken" not in said


def test_care_is_no_work_of_a_helper_and_says_where_to_turn(phone: Client) -> None:
    said = while_typing(phone, "Kan de hulp mijn steunkousen aantrekken?", branch="household")
    assert "Dat mogen onze hulpen niet doen." in said
    assert "wijkverpleging" in said


@pytest.mark.parametrize("text", ["", "   ", "kr", "kra", "\x00", "😀" * 3])
def test_who_is_only_beginning_to_type_hears_nothing_yet(phone: Client, text: str) -> None:
    assert "wp-card" not in while_typing(phone, text)


@pytest.mark.parametrize(
    "given",
    [
        {"text": "x" * 20_000},
        {"text": "=HYPERLINK(1)<script>alert(1)</script> kraan lekt", "place": "<b>"},
        {"text": LEAKS, "branch": "onzin", "dwelling": "onzin"},
        {"text": LEAKS, "dwelling": "9" * 40},
        {},
    ],
)
def test_whatever_is_typed_gets_an_answer(phone: Client, given: dict[str, str]) -> None:
    response = phone.post(reverse("resident:advice"), given)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_where_it_is_helps_to_know_what_it_is(phone: Client) -> None:
    assert "Kraan wastafel" in while_typing(phone, "De kraan lekt", place="badkamer, bij de wastafel")


# --- without scripts, and mistakes ---------------------------------------------------------------------------------


def test_without_scripts_one_looks_first_and_loses_nothing(phone: Client, resident: Person) -> None:
    home = str(resident.residences.get().dwelling_id)
    given = form(text=DRIPS, place="badkamer", dwelling=home, look="1", may_enter_when_away="on")
    page = phone.post(reverse("resident:report"), {**given, "preferred_times": ["mon-morning"]})
    assert page.status_code == 200
    assert "Kraan druppelt: leertje versleten" in text_of(page)
    shown = page.context["form"]
    assert shown["text"].value() == DRIPS
    assert shown["place"].value() == "badkamer"
    assert shown["preferred_times"].value() == ["mon-morning"]
    assert shown["form_token"].value() == given["form_token"]
    assert not shown.errors
    assert not Request.objects.exists()


def test_the_form_speaks_of_112_whatever_is_typed(phone: Client) -> None:
    assert "ruikt u gas of is er iemand in nood? Bel eerst" in text_of(phone.get(reverse("resident:report")))


# --- closing it oneself ----------------------------------------------------------------------------------------------


def test_a_resident_reads_that_it_is_the_tenants_and_closes_the_report(phone: Client, resident: Person) -> None:
    subject = sent(phone, resident, DRIPS)
    received = text_of(phone.get(reverse("resident:received", args=[subject.reference])))
    assert "Kraan druppelt: leertje versleten" in received
    assert CLOSE in received
    for _ in range(2):
        assert phone.post(reverse("resident:close_own", args=[subject.reference])).status_code == 302
    subject.refresh_from_db()
    assert subject.status == RequestStatus.CLOSED
    kept = Assessment.objects.get()
    assert (kept.by_resident, kept.decided_by, kept.outcome) == (True, resident, "tenant")
    assert (kept.item_code, kept.proposed_code) == ("KRA01", "KRA01")
    page = text_of(phone.get(reverse("resident:request", args=[subject.reference])))
    assert "U doet dit zelf." in page
    assert kept.explanation[:40] in page


def test_care_is_closed_as_going_elsewhere(db: None) -> None:
    team = a_district_team(a_cooperative())
    client = a_client(team, a_dwelling(None, team.cooperative))
    subject = sent(of(client.person), client.person, "Kan de hulp mijn steunkousen aantrekken?", "household")
    page = text_of(of(client.person).get(reverse("resident:request", args=[subject.reference])))
    assert "Ik weet waar ik terecht kan: sluit mijn melding" in page
    of(client.person).post(reverse("resident:close_own", args=[subject.reference]))
    assert Assessment.objects.get().outcome == "elsewhere"


@pytest.mark.parametrize(
    "text",
    [
        LEAKS,  # ours
        "Mijn kraan drupt. En de keukenkraan lekt, het dak lekt ook.",  # partly somebody else's
        "Het stopcontact vonkt",
        "de lamp in de berging is kapot",  # not sure
    ],
)
def test_what_is_not_surely_the_tenants_own_stays_with_us(phone: Client, resident: Person, text: str) -> None:
    subject = sent(phone, resident, text)
    assert CLOSE not in text_of(phone.get(reverse("resident:received", args=[subject.reference])))
    phone.post(reverse("resident:close_own", args=[subject.reference]))
    subject.refresh_from_db()
    assert subject.status == RequestStatus.NEW
    assert not Assessment.objects.exists()


def test_what_is_written_to_us_afterwards_counts_as_well(phone: Client, resident: Person) -> None:
    subject = sent(phone, resident, DRIPS)
    page = reverse("resident:request", args=[subject.reference])
    assert CLOSE in text_of(phone.get(page))
    phone.post(reverse("resident:say", args=[subject.reference]), {"text": "Het stopcontact ernaast vonkt nu ook!"})
    after = text_of(phone.get(page))
    assert CLOSE not in after
    assert "Gevaar: elektriciteit" in after
    phone.post(reverse("resident:close_own", args=[subject.reference]))
    assert not Assessment.objects.exists()


def test_a_report_of_somebody_else_is_not_there(phone: Client) -> None:
    other = a_request(a_dwelling(a_landlord(a_cooperative())), text=DRIPS)
    other.reference = make(other.pk)
    other.save(update_fields=["reference"])
    assert phone.post(reverse("resident:close_own", args=[other.reference])).status_code == 404


def test_the_household_branch_is_told_by_the_household_list(phone: Client) -> None:
    assert "Stofzuigen" in while_typing(phone, "Graag hulp met stofzuigen", branch=Branch.HOUSEHOLD.value)
