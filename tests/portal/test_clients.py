"""Household clients: the district team's pages of its own, the coordinator's of all; and who never sees any of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.build import (
    a_district_team,
    a_district_team_contact,
    a_dwelling,
    a_landlord,
    a_landlord_contact,
    a_worker,
    an_actor,
)
from tests.homes.scenes import client_of
from tests.portal.test_partner_board import browser_of, page
from tests.portal.test_pilots import OpenHomes, post
from werkplaats.delivery import services as delivery
from werkplaats.delivery.queries import latest_consent
from werkplaats.desk import services
from werkplaats.homes.models import CareGrant, Client, Dwelling
from werkplaats.homes.rules import LandlordKind
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Notice
from werkplaats.members.rules import ConsentPurpose, WorkerKind
from werkplaats.members.services.people import record_consent
from werkplaats.planning.services import assign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor")]


class Desk(OpenHomes):
    """With the browser of somebody of the district team beside the coordinator's."""

    def __init__(self, cap: int = 30) -> None:
        super().__init__(cap)
        self.team_browser = browser_of(self.contact)

    def refer(self, **fields: Any) -> Client:
        return client_of(services.refer(self.contact, self.referral(**fields), at=timezone.now()))

    def form(self, **changed: Any) -> dict[str, Any]:
        """What somebody fills in on the page of a referral."""
        filled = {
            "district_team_id": self.team.pk,
            "name": "An de Wit",
            "phone": "033 556 00 99",
            "email": "",
            "contact_by": "phone",
            "language": "nl",
            "postcode": "3812xl",
            "house_number": "12",
            "street": "Leliestraat",
            "activities": ["light_cleaning", "laundry"],
            "minutes": "120",
            "frequency": "weekly",
            "starts_on": self.today.isoformat(),
            "ends_on": (self.today + timedelta(days=180)).isoformat(),
            "preferred_weekday": "2",
            "preferred_start": "09:00",
            "provider_reference": "ZA-7004",
            "notes_for_helper": "Kat in huis.",
        }
        return {**filled, **changed}

    def visited(self, client: Client) -> Visit:
        """The first visit is in a helper's diary, in two days."""
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER)
        for weekday in (5, 6):  # whatever day it is today
            self.helper.availability.create(cooperative=self.cooperative, weekday=weekday, starts="08:00", ends="17:00")
        visit = Visit.objects.filter(job__care_grant__client=client).order_by("number")[0]
        starts_at = (timezone.localtime() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
        assign(self.coordinator, visit.pk, self.helper.pk, starts_at=starts_at, at=timezone.now())
        return visit


# -- referring --------------------------------------------------------------------------------------------------------
def test_a_team_finishes_a_referral_on_one_page_and_pressed_twice_it_is_one() -> None:
    here = Desk()
    assert reverse("partner:refer") in page(here.team_browser, "partner:clients")  # the empty list says what to do
    for _ in range(2):
        answer = post(here.team_browser, "partner:refer", **here.form())
        assert answer.status_code == 302, answer.content.decode()
    client = Client.objects.get()
    assert answer["Location"] == reverse("partner:client", args=[client.pk])
    assert (client.provider_reference, client.notes_for_helper) == ("ZA-7004", "Kat in huis.")
    assert (client.dwelling.postcode, client.dwelling.street) == ("3812 XL", "Leliestraat")
    assert client.dwelling.latitude == here.cooperative.latitude
    grant = client.grants.get()
    assert (grant.activities, grant.minutes, grant.preferred_weekday) == (["light_cleaning", "laundry"], 120, 2)
    assert grant.jobs.get().visits.exists()
    shown = here.team_browser.get(answer["Location"]).content.decode()
    assert "Plaats 1 in Hulp in huis." in shown
    assert "Licht schoonmaken, de was" in shown


def test_a_known_postcode_gives_the_street_and_the_position() -> None:
    here = Desk()
    known = a_dwelling(None, here.cooperative, street="Leliestraat", postcode="3812 XL", latitude=52.1611)
    assert post(here.team_browser, "partner:refer", **here.form(street="")).status_code == 302
    home = Dwelling.objects.exclude(pk=known.pk).get()
    assert (home.street, home.latitude) == ("Leliestraat", 52.1611)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"street": ""}, "street", "Vul dit in."),
        ({"postcode": "1234"}, "postcode", "Een postcode heeft 4 cijfers en 2 letters"),
        ({"provider_reference": "111222333"}, "provider_reference", "Hier staat een BSN in."),
        ({"notes_for_helper": "Bsn: 1112.22.333"}, "notes_for_helper", "Hier staat een BSN in."),
        ({"ends_on": "2020-01-01"}, "ends_on", "De laatste dag ligt voor de eerste dag."),
        ({"activities": []}, "activities", "Kies minstens één activiteit."),
        ({"phone": "", "contact_by": "phone"}, "phone", "Vul het nummer in"),
        ({"minutes": "1000"}, "minutes", "480"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    changed: dict[str, Any], field: str, words: str
) -> None:
    here = Desk()
    answer = post(here.team_browser, "partner:refer", **here.form(**changed))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert f'href="#id_{field}' in text
    assert 'value="An de Wit"' in text
    assert not Client.objects.exists()


def test_a_team_cannot_refer_for_another_team() -> None:
    here = Desk()
    other = OpenHomes()
    answer = post(here.team_browser, "partner:refer", **here.form(district_team_id=other.team.pk))
    assert answer.status_code == 422
    assert not Client.objects.exists()


def test_the_coordinator_refers_for_a_team_that_phones() -> None:
    here = Desk()
    answer = post(here.browser, "coordinator:refer", **here.form())
    client = Client.objects.get()
    assert answer["Location"] == reverse("coordinator:client", args=[client.pk])
    assert client.district_team == here.team


def test_who_waits_has_a_number_in_line_and_no_visits() -> None:
    here = Desk(cap=1)
    here.refer()
    answer = post(here.team_browser, "partner:refer", **here.form())
    client = Client.objects.get(person__name="An de Wit")
    shown = here.team_browser.get(answer["Location"]).content.decode()
    assert "nummer 1 op de wachtlijst" in shown
    assert "nummer 1 op de wachtlijst" in page(here.team_browser, "partner:clients")
    assert "wie op een plaats wacht, krijgt geen bezoeken" in page(here.browser, "coordinator:client", client.pk)
    assert not Visit.objects.filter(job__care_grant__client=client).exists()


# -- what is seen -----------------------------------------------------------------------------------------------------
def test_the_team_sees_what_was_done_and_what_comes() -> None:
    here = Desk()
    client = here.refer()
    visit = here.visited(client)
    listed = page(here.team_browser, "partner:clients")
    assert client.person.name in listed
    assert "0 gedaan van 0" in listed
    worker = an_actor(here.helper.person)
    visit.refresh_from_db()
    delivery.start(worker, visit.pk, at=visit.period.lower)
    Visit.objects.filter(pk=visit.pk).update(status=VisitStatus.DONE)
    assert "1 gedaan van 1" in page(here.team_browser, "partner:clients")
    shown = page(here.team_browser, "partner:client", client.pk)
    assert "Laatste bezoek:" in shown
    assert "Nog geen" not in shown


def test_a_concern_is_shown_to_the_team_only_while_the_client_agrees() -> None:
    here = Desk()
    client = here.refer()
    visit = here.visited(client)
    concern = delivery.raise_concern(an_actor(here.helper.person), visit.pk, "Zij eet slecht.", at=timezone.now())
    purpose = ConsentPurpose.SHARE_CONCERN_WITH_DISTRICT_TEAM
    assert "Zij eet slecht." not in page(here.team_browser, "partner:client", client.pk)
    record_consent(here.coordinator, client.person_id, purpose, True, at=timezone.now())
    assert "Zij eet slecht." not in page(here.team_browser, "partner:client", client.pk)
    delivery.share_concern(here.coordinator, concern.pk, at=timezone.now())
    assert "Zij eet slecht." in page(here.team_browser, "partner:client", client.pk)
    assert "zorg gedeeld" in page(here.team_browser, "partner:clients")
    assert here.helper.person.name not in page(here.team_browser, "partner:client", client.pk)
    record_consent(here.coordinator, client.person_id, purpose, False, at=timezone.now())
    assert "Zij eet slecht." not in page(here.team_browser, "partner:client", client.pk)
    assert "zorg gedeeld" not in page(here.team_browser, "partner:clients")


def test_another_team_of_the_same_neighbourhood_finds_nothing() -> None:
    here = Desk()
    client = here.refer()
    other = Desk()
    browser = browser_of(a_district_team_contact(a_district_team(here.cooperative)))
    grant = client.grants.get()
    for seen in (browser, other.team_browser):
        assert client.person.name not in page(seen, "partner:clients")
        assert seen.get(reverse("partner:client", args=[client.pk])).status_code == 404
        assert post(seen, "partner:add_grant", client.pk, **here.form()).status_code == 404
        assert post(seen, "partner:end_grant", grant.pk, ended_on=here.today.isoformat()).status_code == 404
    assert (CareGrant.objects.count(), CareGrant.objects.get().ended_on) == (1, None)


def test_a_landlord_or_who_watches_never_meets_a_client() -> None:
    here = Desk()
    home = here.dwelling()
    name = "Nooit Te Zien"
    here.refer(name=name, postcode=home.postcode, house_number=home.house_number)
    client = Client.objects.get(person__name=name)
    assert client.dwelling == home
    landlord = browser_of(a_landlord_contact(here.landlord))
    watching = browser_of(a_landlord_contact(a_landlord(here.cooperative, LandlordKind.OBSERVER)))
    for browser in (landlord, watching):
        for address in ("partner:clients", "coordinator:clients", "coordinator:pilots"):
            assert browser.get(reverse(address)).status_code == 403
        for address in ("partner:client", "coordinator:client"):
            assert browser.get(reverse(address, args=[client.pk])).status_code == 403
    for seen in (
        page(landlord, "partner:landlord"),
        page(landlord, "partner:landlord_csv"),
        page(landlord, "partner:dwelling", home.pk),
        page(watching, "partner:totals"),
    ):
        assert name not in seen
        assert "doet mee" not in seen


# -- grants -----------------------------------------------------------------------------------------------------------
def test_a_grant_is_added_and_stopped_on_the_pages_of_both() -> None:
    here = Desk()
    client = here.refer()
    for browser, portal in ((here.team_browser, "partner"), (here.browser, "coordinator")):
        more = here.form(minutes="60" if portal == "partner" else "90", preferred_weekday="")
        answer = post(browser, f"{portal}:add_grant", client.pk, **more)
        assert answer["Location"] == reverse(f"{portal}:client", args=[client.pk])
        grant = client.grants.order_by("-pk")[0]
        assert grant.preferred_weekday is None
        too_late = (grant.ends_on + timedelta(days=1)).isoformat()
        refused = post(browser, f"{portal}:end_grant", grant.pk, ended_on=too_late)
        assert refused.status_code == 422
        assert f'value="{too_late}"' in refused.content.decode()
        assert post(browser, f"{portal}:end_grant", grant.pk, ended_on=here.today.isoformat()).status_code == 302
        grant.refresh_from_db()
        assert grant.ended_on == here.today
        later = Visit.objects.filter(job__care_grant=grant, due_on__gt=here.today)
        assert not later.exclude(status=VisitStatus.CANCELLED).exists()
        assert Notice.objects.filter(event__startswith=f"help-stopped:{grant.pk}:", person=client.person).exists()


# -- the coordinator's page -------------------------------------------------------------------------------------------
def test_the_coordinator_sees_the_helper_and_the_next_visits_and_reports_for_the_client() -> None:
    here = Desk()
    client = here.refer()
    assert "nog niemand" in page(here.browser, "coordinator:client", client.pk)
    visit = here.visited(client)
    shown = page(here.browser, "coordinator:client", client.pk)
    assert here.helper.person.name in shown
    assert reverse("coordinator:visit", args=[visit.pk]) in shown
    enter = reverse("coordinator:enter_known", args=[client.dwelling_id, client.person_id])
    assert enter in shown
    assert here.browser.get(enter).status_code == 200


def test_the_coordinator_notes_consent_and_what_the_helper_must_know() -> None:
    here = Desk()
    client = here.refer()
    for given in ("yes", "no", "maybe"):
        assert post(here.browser, "coordinator:client_consent", client.pk, given=given).status_code == 302
    answer = latest_consent(client.person_id)
    assert answer is not None
    assert (answer.given, answer.recorded_by_id) == (False, here.coordinator.person_id)
    assert client.person.consents.count() == 2
    refused = post(here.browser, "coordinator:client_notes", client.pk, notes_for_helper="Bsn 111222333, kat")
    assert refused.status_code == 422
    assert "Bsn 111222333, kat" in refused.content.decode()
    assert (
        post(here.browser, "coordinator:client_notes", client.pk, notes_for_helper="Bel twee keer.").status_code == 302
    )
    client.refresh_from_db()
    assert client.notes_for_helper == "Bel twee keer."


def test_a_place_without_help_is_pointed_out() -> None:
    here = Desk()
    client = here.refer()
    services.end_grant(here.contact, client.grants.get().pk, ended_on=here.today - timedelta(days=1), at=timezone.now())
    assert "Er is geen hulp meer toegekend" in page(here.browser, "coordinator:client", client.pk)


@pytest.mark.parametrize(("name", "whose"), [("partner:clients", "team_browser"), ("coordinator:clients", "browser")])
def test_a_long_list_takes_no_more_queries_than_a_short_one(name: str, whose: str) -> None:
    here = Desk()
    browser = getattr(here, whose)
    counts = []
    for _ in range(2):
        for _ in range(3):
            here.refer()
        page(browser, name)
        with CaptureQueriesContext(connection) as queries:
            page(browser, name)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
