"""The coordinator's pages of the pilots: how full they are, signing up who called, ending, and other bounds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tests.build import a_landlord
from tests.homes.scenes import Homes, client_of
from tests.portal.test_partner_board import browser_of, page
from werkplaats.desk.services import refer
from werkplaats.homes.models import Participation, Pilot
from werkplaats.homes.rules import LandlordKind, ParticipationStatus, PilotKind
from werkplaats.members.models import Notice, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]


class OpenHomes(Homes):
    """Pilots that are open on the day of the test, and the coordinator's browser."""

    def __init__(self, cap: int = 50) -> None:
        super().__init__(cap)
        self.today = timezone.localdate()
        year = timedelta(days=200)
        Pilot.objects.update(starts_on=self.today - year, ends_on=self.today + year)
        self.browser = browser_of(self.coordinator)

    def sign_up(self, *args: Any, **fields: Any) -> Participation:
        return super().sign_up(*args, **{"at": timezone.now(), **fields})

    def referral(self, **fields: Any) -> Any:
        days = {"starts_on": self.today, "ends_on": self.today + timedelta(days=180)}
        return super().referral(**{**days, **fields})


def post(browser: Browser, name: str, /, *args: Any, **data: Any) -> Any:
    return browser.post(reverse(name, args=args), data)


def test_without_a_pilot_the_page_says_what_to_do() -> None:
    here = OpenHomes()
    Pilot.objects.all().delete()
    assert reverse("coordinator:pilot_new") in page(here.browser, "coordinator:pilots")


def test_the_list_and_the_page_count_taken_free_and_waiting() -> None:
    here = OpenHomes(cap=2)
    first, second, third = (here.sign_up() for _ in range(3))
    listed = page(here.browser, "coordinator:pilots")
    assert "Kluscentrale" in listed
    assert "Hulp in huis" in listed
    assert here.team.name in listed
    detail = page(here.browser, "coordinator:pilot", here.repairs.pk)
    for place in (first, second, third):
        assert place.dwelling is not None
        assert place.dwelling.address in detail
        assert reverse("coordinator:participation_end", args=[place.pk]) in detail
    assert "Wachtlijst</h2>" not in detail
    assert "Wachtlijst (1)" in detail
    assert "Wie er meedoen (2)" in detail


def test_who_called_is_signed_up_and_hears_the_place_or_the_number_in_line() -> None:
    here = OpenHomes(cap=1)
    homes = [here.dwelling(), here.dwelling()]
    said = []
    for number, home in enumerate(homes):
        data = {"postcode": home.postcode, "house_number": home.house_number, "name": f"Beller {number}"}
        data |= {"phone": "033 555 11 22", "contact_by": "phone", "language": "nl"}
        for _ in range(2):  # a double click makes one thing
            answer = post(here.browser, "coordinator:pilot_sign_up", here.repairs.pk, **data)
            assert answer.status_code == 302
        said.append(here.browser.get(answer["Location"]).content.decode())
    assert "Plaats 1 in Kluscentrale." in said[0]
    assert "nummer 1 op de wachtlijst" in said[1]
    assert (Participation.objects.count(), Person.objects.filter(name__startswith="Beller").count()) == (2, 2)


def test_an_address_that_is_not_in_the_list_is_said_at_the_field_and_nothing_typed_is_lost() -> None:
    here = OpenHomes()
    data = {"postcode": "3812 DA", "house_number": "99999", "name": "Bep Vos", "phone": "033 555 11 22"}
    answer = post(here.browser, "coordinator:pilot_sign_up", here.repairs.pk, contact_by="phone", language="nl", **data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Dit adres staat niet in de lijst" in text
    assert 'href="#id_house_number"' in text
    assert 'value="Bep Vos"' in text
    assert not Participation.objects.exists()


def test_a_client_is_not_signed_up_but_referred() -> None:
    here = OpenHomes()
    answer = here.browser.get(reverse("coordinator:pilot_sign_up", args=[here.household.pk]))
    assert answer["Location"] == reverse("coordinator:refer")


def test_ending_asks_why_and_the_first_who_waits_moves_up() -> None:
    here = OpenHomes(cap=1)
    first = here.sign_up()
    waits = here.sign_up()
    address = ("coordinator:participation_end", first.pk)
    assert post(here.browser, *address, reason=" ").status_code == 422
    refused = post(here.browser, *address, reason="BSN 111222333")
    assert refused.status_code == 422
    assert "Hier staat een BSN in" in refused.content.decode()
    assert post(here.browser, *address, reason="Verhuisd").status_code == 302
    waits.refresh_from_db()
    assert waits.status == ParticipationStatus.ACTIVE
    assert Notice.objects.filter(event=f"participation-active:{waits.pk}", person=waits.requested_by).exists()
    detail = page(here.browser, "coordinator:pilot", here.repairs.pk)
    assert "Verhuisd" in detail
    assert "Deze deelname is gestopt" in page(here.browser, *address)


def test_the_page_of_a_household_pilot_names_its_clients() -> None:
    here = OpenHomes()
    client = client_of(refer(here.contact, here.referral(), at=timezone.now()))
    detail = page(here.browser, "coordinator:pilot", here.household.pk)
    assert reverse("coordinator:client", args=[client.pk]) in detail
    assert reverse("coordinator:refer") in detail


def test_a_new_pilot_once_with_a_party_and_never_with_who_watches() -> None:
    here = OpenHomes()
    partner, watching = a_landlord(here.cooperative), a_landlord(here.cooperative, LandlordKind.OBSERVER)
    data = {"name": "Proef twee", "cap": "20", "starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    for _ in range(2):
        answer = post(here.browser, "coordinator:pilot_new", partner=f"landlord-{partner.pk}", **data)
        assert answer.status_code == 302
    opened = Pilot.objects.get(name="Proef twee")
    assert (opened.kind, opened.landlord, opened.cap) == (PilotKind.REPAIRS, partner, 20)
    refused = post(here.browser, "coordinator:pilot_new", partner=f"landlord-{watching.pk}", **data)
    assert refused.status_code == 422
    assert watching.name not in page(here.browser, "coordinator:pilot_new")
    wrong = {**data, "ends_on": "2026-12-31", "partner": f"team-{here.team.pk}"}
    refused = post(here.browser, "coordinator:pilot_new", **wrong)
    assert refused.status_code == 422
    assert "De laatste dag ligt voor de eerste dag." in refused.content.decode()
    assert 'value="Proef twee"' in refused.content.decode()


def test_the_bounds_change_but_never_below_what_is_taken() -> None:
    here = OpenHomes(cap=3)
    for _ in range(4):
        here.sign_up()
    last = here.today + timedelta(days=400)
    address = ("coordinator:pilot_change", here.repairs.pk)
    refused = post(here.browser, *address, cap="2", ends_on=last.isoformat())
    assert refused.status_code == 422
    assert "Er zijn 3 plaatsen bezet." in refused.content.decode()
    assert f'value="{last}"' in refused.content.decode()
    assert post(here.browser, *address, cap="4", ends_on=last.isoformat()).status_code == 302
    changed = Pilot.objects.get(pk=here.repairs.pk)
    assert (changed.cap, changed.ends_on) == (4, last)
    assert not Participation.objects.filter(status=ParticipationStatus.WAITING).exists()
