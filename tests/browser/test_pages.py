"""Every page of every portal, with rows and without: accessible, never wider than a phone, and never a dead end.

The pages are read from the program, so that a new page is looked at without a line here.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Http
from django.utils import timezone

from tests.browser.conftest import DESK, PHONE, Window, check_accessible, check_fits
from tests.browser.people import Visitor, photo_from_a_phone
from tests.build import (
    NOW,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_district_team_contact,
    a_dwelling,
    a_household_pilot,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_pilot,
    a_resident,
    a_worker,
    an_actor,
)
from tests.delivery.scenes import Repair, agreed
from tests.planning.scenes import an_assessment
from tests.portal.test_access import PAGES, PARAMETER, a_full_house, filled, ours
from tests.settlement.work import a_repair_job, tariffs
from werkplaats.delivery import services as delivery
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.homes.models import Client, Dwelling
from werkplaats.homes.rules import LandlordKind
from werkplaats.insight.models import SurveyInvitation, SurveyRound
from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch, Channel
from werkplaats.intake.rules.report import NewRequest
from werkplaats.intake.services import requests
from werkplaats.jobs.models import Visit
from werkplaats.members.models import Cooperative, Person
from werkplaats.members.rules.roles import Role
from werkplaats.triage.models import Forwarding
from werkplaats.triage.services.forwarding import token_hash

pytestmark = pytest.mark.django_db(transaction=True)

PORTALS = ("public", "resident", "worker", "coordinator", "partner", "board")
ON_A_PHONE = ("public", "resident", "worker")
VIEWER = {
    "public": None,
    "resident": Role.RESIDENT,
    "worker": Role.WORKER,
    "coordinator": Role.COORDINATOR,
    "partner": Role.LANDLORD,
    "board": Role.BOARD,
}
# Where a list would be empty, one of these says what to do next or asks for it; or there is a row after all.
# So that a change of addresses cannot empty these tests.
FEWEST = {"public": 5, "resident": 2, "worker": 4, "coordinator": 5, "partner": 3, "board": 4}
NOT_A_DEAD_END = "main :is(.wp-empty, .wp-form, .wp-search, .wp-numbers, .utrecht-button-link, tbody tr)"


class House:
    """One cooperative with somebody for every role, who may open what is there."""

    def __init__(self, *, empty: bool) -> None:
        self.cooperative = a_cooperative(slug="buurt")
        self.rows: dict[str, Any] = {"slug": "buurt", "kind": "vakmens", "what": "plaats"}
        self.people: dict[Role, Person] = {
            Role.COORDINATOR: _person(a_coordinator(self.cooperative)),
            Role.BOARD: a_person(self.cooperative, Role.BOARD),
            Role.OBSERVER: _person(a_landlord_contact(a_landlord(self.cooperative, LandlordKind.OBSERVER))),
        }
        _without_rows(self) if empty else _with_rows(self)

    def viewer(self, name: str) -> Person | None:
        """Who looks at this page: who the portal is for, or else the first who may."""
        role, who = VIEWER[name.split(":")[0]], PAGES[name]
        if who is None:
            return None
        return self.people[role if role in who else next(one for one in self.people if one in who)]


def _person(actor: Any) -> Person:
    return Person.objects.get(pk=actor.person_id)


def _without_rows(house: House) -> None:
    landlord, team = a_landlord(house.cooperative), a_district_team(house.cooperative)
    house.people |= {
        Role.LANDLORD: _person(a_landlord_contact(landlord)),
        Role.DISTRICT_TEAM: _person(a_district_team_contact(team)),
        Role.RESIDENT: a_person(house.cooperative, Role.RESIDENT),
        Role.WORKER: a_worker(house.cooperative).person,
    }


def _with_rows(house: House) -> None:
    """The rows of the access tests, and the people whose rows they are."""
    house.rows |= a_full_house(house.cooperative)
    request = Request.objects.get(reference=house.rows["reference"])
    done = Visit.objects.get(pk=house.rows["visit_id"])
    dwelling = Dwelling.objects.get(pk=house.rows["dwelling_id"])
    client = Client.objects.get(pk=house.rows["client_id"])
    assert dwelling.landlord is not None
    worker = done.assignments.get().worker
    a_household_pilot(client.district_team)
    house.rows["token"] = a_private_link(house.cooperative)
    house.people |= {
        Role.LANDLORD: _person(a_landlord_contact(dwelling.landlord)),
        Role.DISTRICT_TEAM: _person(a_district_team_contact(client.district_team)),
        Role.RESIDENT: request.reporter,
        Role.WORKER: worker.person,
    }


def a_private_link(cooperative: Cooperative) -> str:
    assessment = an_assessment(cooperative)
    Forwarding.objects.create(
        cooperative=cooperative,
        assessment=assessment,
        to_name="Woonstichting",
        to_email="reparatie@corporatie.example",
        token_hash=token_hash("geheim"),
        sent_at=NOW,
    )
    SurveyInvitation.objects.create(
        cooperative=cooperative,
        round=SurveyRound.objects.get(cooperative=cooperative),
        role="worker",
        person=a_person(cooperative),
        token_hash=token_hash("geheim"),
    )
    return "geheim"


@pytest.fixture(autouse=True)
def _as_in_the_demo(settings: Any) -> None:
    """Without a second factor, and with the demo's page of mail."""
    settings.STAFF_NEEDS_SECOND_FACTOR, settings.DEMO = False, True


def pages(portal: str, house: House) -> Iterator[tuple[str, Person | None]]:
    """Address and viewer of every page of a portal that these rows can fill: what answers a GET with HTML."""
    for name, address in ours().items():
        needed = {match[1] or match[2] for match in PARAMETER.finditer(address)}
        if not name.startswith(f"{portal}:") or not needed <= set(house.rows) or needed & {"photo_id"}:
            continue
        viewer, http = house.viewer(name), Http()
        if viewer is not None and viewer.user is not None:
            http.force_login(viewer.user)
        answer = http.get(filled(address, house.rows))
        takes_a_form = answer.status_code == 405
        leads_on = answer.status_code == 302 and not answer["Location"].startswith("/account/")
        if (
            takes_a_form
            or leads_on
            or (answer.status_code == 200 and not answer["Content-Type"].startswith("text/html"))
        ):
            continue
        yield filled(address, house.rows), viewer


@pytest.mark.parametrize("portal", PORTALS)
@pytest.mark.parametrize("empty", [False, True], ids=["with rows", "empty"])
def test_every_page_is_accessible_and_fits(portal: str, empty: bool, window: Window) -> None:
    house = House(empty=empty)
    screens: dict[int, Any] = {}
    opened = 0
    for address, viewer in pages(portal, house):
        key = viewer.pk if viewer else 0
        if key not in screens:
            screens[key] = window(viewer, size=PHONE if portal in ON_A_PHONE else DESK)
        screen = screens[key]
        answer = screen.goto(address)
        # an e-invoice of which something is missing says what; a file for the bank that was not made is not there
        wanted = {404, 422} if address.endswith((".xml", ".pdf")) else {200}
        assert answer.status in wanted, f"{address}: {answer.status}"
        assert screen.url.endswith(address), f"{address}: {screen.url}"
        check_accessible(screen)
        assert screen.locator(NOT_A_DEAD_END).count() or not empty, f"{address} is empty and says nothing"
        if portal not in ON_A_PHONE:
            screen.set_viewport_size(PHONE)
            check_fits(screen)
            screen.set_viewport_size(DESK)
        opened += 1
    assert opened >= FEWEST[portal]


def test_a_search_that_finds_nothing_says_what_to_do(window: Window) -> None:
    desk = Visitor(window(House(empty=True).people[Role.COORDINATOR], size=DESK))
    desk.opens("/coordinator/?q=nergens").sees("Niets gevonden").follows("Melding invoeren", inside=".wp-empty")
    desk.opens("/coordinator/invoeren/?q=nergens").sees("Geen woning gevonden")
    desk.opens("/coordinator/?state=closed").sees("Geen meldingen in deze stand")
    desk.opens("/coordinator/zorgen/?state=closed").sees("Er is nog geen zorg afgesloten")


# -- the keyboard -----------------------------------------------------------------------------------------------------
@pytest.fixture
def three_reports() -> Cooperative:
    cooperative = a_cooperative(slug="buurt")
    for number, name in enumerate(("Anna Bakker", "Bert de Wit", "Carla Mol"), start=1):
        dwelling = a_dwelling(a_landlord(cooperative), street="Leliestraat", house_number=number)
        reporter = a_resident(dwelling, name=name)
        new = NewRequest(
            branch=Branch.REPAIRS,
            text="De deur klemt.",
            place="",
            preferred_times=(),
            may_enter_when_away=False,
            channel=Channel.WEB,
            form_token=uuid4(),
            dwelling_id=dwelling.pk,
            reporter_id=reporter.pk,
            client_id=None,
        )
        requests.report(an_actor(reporter), new, at=timezone.now() - timedelta(hours=9 - number))
    return cooperative


def test_the_inbox_is_walked_with_j_and_k_and_searched_with_slash(window: Window, three_reports: Cooperative) -> None:
    desk = Visitor(window(_person(a_coordinator(three_reports)), size=DESK)).opens("/coordinator/")
    names = desk.page.locator("[data-wp-row]")
    assert "Anna Bakker" in names.nth(0).inner_text()

    def here() -> str:
        return str(desk.page.evaluate("document.activeElement.closest('[data-wp-row]')?.innerText ?? ''"))

    desk.types("j")
    assert "Anna Bakker" in here()
    desk.types("j", "j", "j")
    assert "Carla Mol" in here(), "the last row is the end"
    desk.types("k")
    assert "Bert de Wit" in here()
    desk.goes(lambda: desk.types("Enter")).sees("Bert de Wit", "Besluiten")

    for words in ("Mol", "Leliestraat 3", Request.objects.get(reporter__name="Carla Mol").reference):
        desk.opens("/coordinator/").types("/").page.keyboard.type(words)
        desk.goes(lambda: desk.types("Enter")).sees("Carla Mol").does_not_see("Anna Bakker")


# -- without scripts --------------------------------------------------------------------------------------------------
def test_reporting_deciding_and_signing_off_work_without_scripts(window: Window, three_reports: Cooperative) -> None:
    def without_scripts(person: Person, size: dict[str, int] = PHONE) -> Visitor:
        return Visitor(window(person, size=size, scripts=False), scripts=False)

    resident = Person.objects.get(name="Anna Bakker")
    phone = without_scripts(resident).opens("/melden/nieuw/").fills(text="Er spuit water uit de leiding.")
    phone.page.locator("[name=photos]").set_input_files(photo_from_a_phone())
    phone.presses("Verstuur mijn melding").sees("Wij hebben uw melding", "Draai de hoofdkraan dicht.")
    reference = phone.page.locator(".wp-reference").inner_text().replace(" ", "")

    desk = without_scripts(_person(a_coordinator(three_reports)), DESK).opens(f"/coordinator/melding/{reference}/")
    desk.ticks("wij doen dit").fills(reason="Een leiding.", **{"step1-minutes": "60"})
    desk.page.locator("[name=step1-trade]").select_option("LOO")
    desk.presses("Besluiten").sees("Besloten.")

    visit = Visit.objects.get(job__request__reference=reference)
    it_is_done(visit)
    phone.opens(f"/melden/{reference}/").presses("Ja, het is in orde").sees("Dank u wel. U vindt het in orde.")
    phone.page.locator("summary", has_text="Cijfer geven en bedanken").click()
    phone.ticks("4 – goed").presses("Verstuur bedankje").sees("U gaf een 4.")


def it_is_done(visit: Visit) -> None:
    tariffs(visit.cooperative)
    plumber = a_worker(visit.cooperative)
    agreed(visit, plumber, starts_at=timezone.now())
    worker = an_actor(plumber.person)
    delivery.start(worker, visit.pk, at=timezone.now())
    delivery.stop(worker, visit.pk, outcome=DeliveryOutcome.DONE, at=timezone.now())


# -- mistakes ---------------------------------------------------------------------------------------------------------
def kept(visitor: Visitor, **given: str) -> None:
    for name, value in given.items():
        assert visitor.page.locator(f"[name='{name}']:visible").first.input_value() == value, name


def test_a_mistake_in_a_public_form_loses_nothing(window: Window) -> None:
    landlord = a_landlord(a_cooperative(slug="buurt"))
    a_pilot(landlord, starts_on=timezone.localdate(), ends_on=timezone.localdate())
    public = Visitor(window(size=PHONE))
    typed = {"postcode": "9999", "house_number": "12", "name": "Sanne Visser", "phone": "06 1"}
    public.opens("/buurt/buurt/meedoen/").fills(**typed).presses("Aanmelden")
    public.sees("Er klopt nog iets niet", "Een postcode heeft 4 cijfers en 2 letters")
    kept(public, **typed)
    member = {"name": "Sanne Visser", "email": "geen-adres"}
    public.opens("/buurt/buurt/lid-worden/").fills(**member).presses("Lid worden").sees("Er klopt nog iets niet")
    kept(public, **member)
    worker = {"name": "Kees Vos", "kvk_number": "123", "iban": "NL00", "wishes": "Niet op vrijdag"}
    public.opens("/buurt/buurt/werken-als/vakmens/").fills(**worker).ticks("Loodgieter")
    public.presses("Verstuur mijn aanmelding").sees("Er klopt nog iets niet")
    kept(public, **worker)
    assert public.page.get_by_label("Loodgieter", exact=True).is_checked()


def test_a_mistake_of_the_resident_loses_nothing(window: Window, three_reports: Cooperative) -> None:
    request = Request.objects.get(reporter__name="Bert de Wit")
    phone = Visitor(window(request.reporter))
    phone.opens("/melden/nieuw/").fills(place="zolder").ticks("maandag ochtend")
    phone.page.locator("[name=photos]").set_input_files(photo_from_a_phone())
    phone.presses("Verstuur mijn melding").sees("Vertel in uw eigen woorden wat er is.", "Kies uw foto's nog een keer")
    kept(phone, place="zolder")
    assert phone.page.get_by_label("maandag ochtend").is_checked()

    job = a_repair_job(request.dwelling, request=request)
    now = timezone.now()
    visit = Visit.objects.create(
        cooperative=three_reports, job=job, number=1, minutes=60, due_on=now.date(), created_at=now
    )
    it_is_done(visit)
    phone.opens(f"/melden/{request.reference}/").opens_up("Cijfer geven en bedanken").fills(thanks="Fijn gedaan.")
    phone.presses("Verstuur bedankje").sees("Kies een cijfer van 1 tot 5.")
    kept(phone, thanks="Fijn gedaan.")


def test_a_mistake_of_the_coordinator_loses_nothing(window: Window, three_reports: Cooperative) -> None:
    request = Request.objects.get(reporter__name="Bert de Wit")
    desk = Visitor(window(_person(a_coordinator(three_reports)), size=DESK))
    typed = {"step1-minutes": "45", "step2-description": "Wand dichtmaken"}
    desk.opens(f"/coordinator/melding/{request.reference}/").ticks("wij doen dit").fills(**typed)
    desk.presses("Besluiten").sees("Er klopt nog iets niet", "Welk vak?")
    kept(desk, **typed)


def test_a_mistake_of_the_worker_loses_nothing(window: Window) -> None:
    repair = Repair()
    delivery.start(repair.worker, repair.visit.pk, at=NOW)
    phone = Visitor(window(repair.plumbers[0].person)).opens(f"/werk/bezoek/{repair.visit.pk}/")
    phone.opens_up("Materiaal toevoegen").fills(description="Kraan", unit_price="veel").presses("Toevoegen")
    phone.sees("Er klopt nog iets niet")
    kept(phone, description="Kraan", unit_price="veel")


# -- what we think ----------------------------------------------------------------------------------------------------
def test_while_typing_we_say_what_we_think_and_touch_nothing(window: Window, three_reports: Cooperative) -> None:
    phone = Visitor(window(Person.objects.get(name="Anna Bakker"))).opens("/melden/nieuw/")
    text = phone.page.locator("[name=text]")
    text.press_sequentially("De kraan is kapot")
    phone.sees("Is het in de badkamer of in de keuken?").does_not_see("Wij denken").looks()
    phone.page.locator("[name=place]").press_sequentially("badkamer, bij de wastafel")
    phone.sees("Kraan wastafel of toiletfontein lekt")
    text.press_sequentially(", het stopcontact vonkt")
    phone.sees("Gevaar: elektriciteit.", "Bel 112").does_not_see("Wij denken").looks()
    kept(phone, text="De kraan is kapot, het stopcontact vonkt", place="badkamer, bij de wastafel")


def test_a_proposal_is_taken_over_by_its_key_and_decided_with_enter(window: Window, three_reports: Cooperative) -> None:
    request = Request.objects.get(reporter__name="Bert de Wit")
    Request.objects.filter(pk=request.pk).update(text="De keukenkraan lekt")
    desk = Visitor(window(_person(a_coordinator(three_reports)), size=DESK))
    desk.opens(f"/coordinator/melding/{request.reference}/").sees("KRA02 Kraan keuken lekt of is kapot")
    desk.goes(lambda: desk.types("1")).sees("Overgenomen: KRA02")
    assert not request.assessments.exists()
    kept(desk, **{"step1-minutes": "60", "item_code": "KRA02 Kraan keuken lekt of is kapot"})
    desk.goes(lambda: desk.types("Enter")).sees("Besloten.", "Voorgesteld was KRA02")
