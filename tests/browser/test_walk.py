"""The main job, walked by the people themselves: from a report to a paid job, in seven steps."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from tests.browser.conftest import DESK, PHONE, Window
from tests.browser.people import (
    Visitor,
    a_picture,
    code_in,
    mail_to,
    photo_from_a_phone,
    tells_nothing_but_the_picture,
    the_worker_process_runs,
)
from tests.build import (
    a_cooperative,
    a_district_team,
    a_district_team_contact,
    a_dwelling,
    a_household_pilot,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_pilot,
    a_request,
)
from tests.delivery.scenes import Help, Repair
from tests.settlement.work import tariffs
from werkplaats.delivery import services as delivery
from werkplaats.delivery.models import Timesheet, WorkPhoto
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.homes.rules import LandlordKind
from werkplaats.intake.models import Photo, Request
from werkplaats.intake.rules.reference import make
from werkplaats.jobs.models import Visit
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Actor, Role

pytestmark = pytest.mark.django_db(transaction=True)

AN_HOUR = timedelta(hours=1)
TENANT, PLUMBER = "sanne@voorbeeld.example", "kees@voorbeeld.example"


@dataclass
class Neighbourhood:
    """Everybody and everything that is there before the story begins, and what the story remembers."""

    window: Window
    language: str = "nl"
    today: date = field(default_factory=timezone.localdate)
    reference: str = ""

    def __post_init__(self) -> None:
        self.cooperative = a_cooperative(slug="buurt")
        self.landlord = a_landlord(self.cooperative, name="Woonstichting De Wissel")
        self.watching = a_landlord(self.cooperative, LandlordKind.OBSERVER, name="Het Spoor")
        self.dwelling = a_dwelling(self.landlord, street="Leliestraat", house_number=12, postcode="3812 XL")
        self.team = a_district_team(self.cooperative)
        running = {"starts_on": self.today, "ends_on": self.today + timedelta(days=330)}
        a_pilot(self.landlord, **running)
        a_household_pilot(self.team, **running)
        tariffs(self.cooperative)
        self.coordinator = a_person(self.cooperative, Role.COORDINATOR, name="Marjan de Vries")
        self.board = a_person(self.cooperative, Role.BOARD, name="Wouter Bos")

    def say(self, dutch: str, english: str) -> str:
        return dutch if self.language == "nl" else english

    def at_home(self) -> Visitor:
        """Somebody who is not signed in, on a phone."""
        return Visitor(self.window(size=PHONE, language=self.language))

    def on_the_phone_of(self, person: Person | str) -> Visitor:
        return Visitor(self.window(self._person(person), size=PHONE, language=self.language))

    def at_the_desk_of(self, person: Person | Actor) -> Visitor:
        person = Person.objects.get(pk=person.person_id) if isinstance(person, Actor) else person
        if person.language != self.language:
            Person.objects.filter(pk=person.pk).update(language=self.language)
        return Visitor(self.window(person, size=DESK, language=self.language))

    def _person(self, person: Person | str) -> Person:
        return Person.objects.get(email=person) if isinstance(person, str) else person

    @property
    def request(self) -> Request:
        return Request.objects.get(reference=self.reference)


@pytest.fixture
def in_the_neighbourhood(window: Window, settings: Any, live_server: Any) -> Any:
    settings.EMAIL_BACKEND = "werkplaats.ground.mail_folder.MailFolder"
    settings.SITE_URL = live_server.url
    settings.STAFF_NEEDS_SECOND_FACTOR = False  # tests/portal/test_first_sign_in.py walks through it
    return lambda language: Neighbourhood(window, language)


def test_from_a_report_to_a_paid_job(in_the_neighbourhood: Any) -> None:
    story = in_the_neighbourhood("nl")
    tenant = the_tenant_joins_and_signs_in(story)
    the_plumber_applies_and_is_admitted(story)
    the_district_team_refers_a_client(story)
    the_tenant_reports_with_photos(story, tenant)
    the_coordinator_decides_by_keyboard(story)
    the_coordinator_asks_and_the_plumber_says_yes(story)
    the_plumber_does_it(story)
    the_tenant_signs_rates_and_thanks(story, tenant)
    the_board_invoices_and_pays(story)
    everybody_sees_what_is_theirs(story, tenant)


def test_the_first_three_steps_in_english(in_the_neighbourhood: Any) -> None:
    story = in_the_neighbourhood("en")
    tenant = the_tenant_joins_and_signs_in(story)
    the_plumber_applies_and_is_admitted(story)
    the_district_team_refers_a_client(story)
    the_tenant_reports_with_photos(story, tenant)
    the_coordinator_decides_by_keyboard(story)
    tenant.opens(f"/melden/{story.reference}/").sees("We do this for you.", "Plumber", "Plasterer")


# -- 1. joining -------------------------------------------------------------------------------------------------------
def the_tenant_joins_and_signs_in(story: Neighbourhood) -> Visitor:
    say, tenant = story.say, story.at_home()
    tenant.opens("/").follows(say("Mijn woning aanmelden voor de proef", "Sign my home up for the pilot"))
    tenant.fills(postcode="3812xl", house_number="12", name="Sanne Visser", email=TENANT, phone="06 12345678")
    tenant.presses(say("Aanmelden", "Sign up")).sees(say("Uw woning doet mee.", "Your home takes part."))

    tenant.opens("/account/login/code/").fills(email=TENANT)
    tenant.presses(say("Stuur mij een code", "Send me a code"))
    tenant.fills(code=code_in(mail_to(TENANT)[-1])).presses(say("Verder", "Continue"))
    return tenant.opens("/melden/").sees(say("U hebt nog niets gemeld", "You have not reported anything yet"))


def the_plumber_applies_and_is_admitted(story: Neighbourhood) -> None:
    say, plumber = story.say, story.at_home()
    plumber.opens("/buurt/buurt/").follows(say("Werken als vakmens", "Work as a tradesperson"))
    until = (story.today + timedelta(days=400)).isoformat()
    plumber.fills(
        name="Kees Vos",
        email=PLUMBER,
        phone="06 87654321",
        postcode="3812 XL",
        house_number="3",
        kvk_number="12345678",
        iban="NL91ABNA0417164300",
        insurance_issued="2026-01-01",
        insurance_until=until,
        hours_a_week="20",
    )
    plumber.ticks(say("Loodgieter", "Plumber"))
    for day in range(5):
        for part in ("morning", "afternoon"):
            plumber.page.locator(f"input[name=availability][value='{day}-{part}']").check()
    plumber.presses(say("Verstuur mijn aanmelding", "Send my application"))
    plumber.sees(say("Wij hebben uw aanmelding.", "We have your application."))

    desk = story.at_the_desk_of(story.coordinator).opens("/coordinator/mensen/").follows("Kees Vos")
    desk.presses(say("Toelaten", "Admit")).sees(say("Toegelaten.", "Admitted. The worker hears it."))
    the_worker_process_runs()
    assert say("Welkom, u kunt beginnen", "Welcome, you can start") in mail_to(PLUMBER)[-1]


def the_district_team_refers_a_client(story: Neighbourhood) -> None:
    say, team = story.say, story.at_the_desk_of(a_district_team_contact(story.team))
    a_dwelling(story.landlord, street="Leliestraat", house_number=14, postcode="3812 XL")
    team.opens("/partner/clienten/").follows(say("Een cliënt aanmelden", "Refer a client"), inside="main")
    team.fills(
        name="Mevrouw Jansen",
        phone="033 1234567",
        postcode="3812 XL",
        house_number="14",
        minutes="120",
        starts_on=story.today.isoformat(),
        ends_on=(story.today + timedelta(days=180)).isoformat(),
    )
    team.ticks(say("licht schoonmaken", "light cleaning"), say("elke week", "every week"))
    team.presses(say("Aanmelden", "Refer")).sees("Mevrouw Jansen")
    assert Visit.objects.filter(job__care_grant__client__person__name="Mevrouw Jansen").count() >= 4


# -- 2. reporting -----------------------------------------------------------------------------------------------------
def the_tenant_reports_with_photos(story: Neighbourhood, tenant: Visitor) -> None:
    say = story.say
    tenant.follows(say("Iets melden", "Report something"), inside="main")
    tenant.page.locator("[name=text]").press_sequentially(
        say("Onder de gootsteen spuit water uit de leiding.", "Under the sink water is spraying from the pipe.")
    )
    tenant.sees(say("Gevaar: ", "Danger: "), say("Draai de hoofdkraan dicht.", "Close the main tap.")).looks()
    tenant.fills(place=say("keuken", "kitchen"))
    tenant.page.locator("[name=photos]").set_input_files([photo_from_a_phone(), a_picture()])
    tenant.ticks(say("dinsdag ochtend", "Tuesday morning"))
    tenant.presses(say("Verstuur mijn melding", "Send my report"))
    tenant.sees(say("Wij hebben uw melding", "We have your report"))
    story.reference = tenant.page.locator(".wp-reference").inner_text().replace(" ", "")

    photos = Photo.objects.filter(request=story.request)
    assert photos.count() == 2
    assert all(tells_nothing_but_the_picture(photo.file) for photo in photos)
    tenant.follows(say("Bekijk mijn melding", "Look at my report"))
    assert tenant.page.locator(".wp-photos img").count() == 2
    assert tenant.page.locator(".wp-photos img").first.evaluate(
        "image => image.decode().then(() => image.naturalWidth)"
    )


# -- 3. assessing -----------------------------------------------------------------------------------------------------
def the_coordinator_decides_by_keyboard(story: Neighbourhood) -> None:
    say, desk = story.say, story.at_the_desk_of(story.coordinator)
    desk.opens("/coordinator/").sees("Sanne Visser", "Leliestraat 12", say("Gevaar", "Danger"))
    desk.types("/").page.keyboard.type(story.reference)
    desk.goes(lambda: desk.types("Enter"))  # the whole number leads straight to the request
    desk.opens("/coordinator/").types("j")
    desk.goes(lambda: desk.types("Enter")).sees("Sanne Visser")
    assert desk.page.url.endswith(f"/coordinator/melding/{story.reference}/")

    desk.ticks(say("wij doen dit", "we do this")).fills(reason=say("Leiding en wand.", "Pipe and wall."))
    for number, (trade, minutes) in enumerate(
        [(say("Loodgieter", "Plumber"), "60"), (say("Stucadoor", "Plasterer"), "120")], start=1
    ):
        desk.page.locator(f"[name=step{number}-trade]").select_option(label=trade)
        desk.page.locator(f"[name=step{number}-minutes]").fill(minutes)
    desk.presses(say("Besluiten", "Decide")).sees(say("Besloten. De bewoner hoort het.", "Decided."))
    the_worker_process_runs()
    assert say("wij pakken het op", "we take it up") in mail_to(TENANT)[-1]


# -- 4. sending out ---------------------------------------------------------------------------------------------------
def the_coordinator_asks_and_the_plumber_says_yes(story: Neighbourhood) -> None:
    desk = story.at_the_desk_of(story.coordinator)
    desk.opens(f"/coordinator/melding/{story.reference}/").follows("Bezoek 1")
    desk.sees("Loodgieter, Leliestraat 12", "Wie kan komen", "Kees Vos", "woont op")
    desk.presses("Vragen in deze volgorde").sees("Gevraagd. U ziet het antwoord hier.")
    the_worker_process_runs()
    assert "Kunt u dit bezoek doen?" in mail_to(PLUMBER)[-1]

    plumber = story.on_the_phone_of(PLUMBER).opens("/werk/aanbod/").sees("Leliestraat").does_not_see("Leliestraat 12")
    plumber.presses("Ja, ik kom").sees("Dank u wel.")
    the_worker_process_runs()
    assert "Wij hebben een afspraak met u" in mail_to(TENANT)[-1]


# -- 5. doing ---------------------------------------------------------------------------------------------------------
def the_plumber_does_it(story: Neighbourhood) -> None:
    visit = Visit.objects.get(job__request__reference=story.reference, job__trade="LOO")
    plumber = story.on_the_phone_of(PLUMBER).opens(f"/werk/bezoek/{visit.pk}/")
    plumber.sees("Leliestraat 12", "Sanne Visser", "06 12345678", "Onder de gootsteen", "Waar in de woning: keuken")
    assert plumber.page.locator(".wp-photos img").count() == 2
    plumber.presses("Beginnen")
    an_hour_goes_by(visit)
    plumber.opens_up("Materiaal toevoegen").fills(description="Kniekoppeling 15 mm", quantity="2", unit_price="4,75")
    plumber.presses("Toevoegen").sees("2 × Kniekoppeling 15 mm, € 4,75")
    plumber.opens_up("Foto toevoegen")
    plumber.page.locator("[name=photos]").set_input_files(photo_from_a_phone())
    plumber.presses("Toevoegen", inside="#photos")
    assert tells_nothing_but_the_picture(WorkPhoto.objects.get().file)
    plumber.ticks("Klaar").fills(note="Koppeling vervangen.").presses("Stoppen en bewaren")
    plumber.sees("Wacht op de handtekening van de bewoner.", "1 uur")


def an_hour_goes_by(visit: Visit) -> None:
    Timesheet.objects.filter(visit=visit).update(started_at=F("started_at") - AN_HOUR)


def the_tenant_signs_rates_and_thanks(story: Neighbourhood, tenant: Visitor) -> None:
    the_worker_process_runs()
    assert "Het werk in uw woning is klaar" in mail_to(TENANT)[-1]
    tenant.opens(f"/melden/{story.reference}/").sees("Loodgieter", "Kees")
    tenant.presses("Ja, het is in orde").sees("Dank u wel. U vindt het in orde.")
    tenant.opens_up("Cijfer geven en bedanken").ticks("5 – heel goed").fills(thanks="Fijn geholpen, Kees!")
    tenant.presses("Verstuur bedankje").sees("U gaf een 5.")


def test_what_is_not_solved_comes_back_under_warranty(in_the_neighbourhood: Any) -> None:
    story = in_the_neighbourhood("nl")
    repair = Repair(story.cooperative)
    delivery.start(repair.worker, repair.visit.pk, at=repair.visit.period.lower)
    delivery.stop(repair.worker, repair.visit.pk, outcome=DeliveryOutcome.DONE, at=repair.visit.period.upper)
    reference = with_a_real_number(repair.request)

    resident = story.on_the_phone_of(repair.request.reporter).opens(f"/melden/{reference}/")
    resident.opens_up("Nee, het is niet opgelost").writes("Wat is nog niet opgelost?", "Hij drupt nog.")
    resident.presses("Verstuur: niet opgelost").sees("Er komt weer iemand. Dat kost niets extra.", "Hij drupt nog.")
    desk = story.at_the_desk_of(story.coordinator).opens("/coordinator/bezoeken/").sees("garantie")
    desk.opens(f"/coordinator/melding/{reference}/").sees("Hij drupt nog.", "garantie")


def with_a_real_number(request: Request) -> str:
    """As the program makes them: with a digit that tells a slip of the tongue."""
    request.reference = make(request.pk)
    request.save(update_fields=["reference"])
    return request.reference


def test_a_helper_who_worries_is_heard(in_the_neighbourhood: Any) -> None:
    story = in_the_neighbourhood("nl")
    help_ = Help(story.cooperative)
    helper = story.on_the_phone_of(help_.helper.person).opens(f"/werk/bezoek/{help_.visit.pk}/")
    helper.opens_up("Maakt u zich zorgen over deze cliënt?")
    helper.writes("Waar maakt u zich zorgen over?", "Mevrouw eet slecht en vergeet de post.").presses("Doorgeven")
    helper.sees("De coördinator leest het en doet er iets mee.")

    the_worker_process_runs()
    assert "Mevrouw eet" not in "".join(mail_to(story.coordinator.email)), "what worries somebody is not sent by mail"
    desk = story.at_the_desk_of(story.coordinator).opens("/coordinator/zorgen/").sees("Mevrouw eet slecht")
    desk.follows(help_.client.person.name).writes("Wat doet u eraan?", "Ik bel haar dochter.").presses("Ik pak dit op")
    desk.sees("Ik bel haar dochter.", "Het wijkteam kan dit niet lezen.")
    desk.presses("De cliënt vindt het goed").presses("Delen met het wijkteam").sees("Het wijkteam kan dit lezen sinds")


# -- 6. settling ------------------------------------------------------------------------------------------------------
def the_board_invoices_and_pays(story: Neighbourhood) -> None:
    board = story.at_the_desk_of(story.board).opens("/bestuur/afrekening/")
    board.sees("Woonstichting De Wissel", "€ 58,45")  # 48.00 for the hour, 9.50 + 10 % for the material
    board.follows("Briefhoofd invullen").fills(
        street="Noordewierweg 1",
        postcode="3812 DA",
        city="Amersfoort",
        kvk_number="12345678",
        iban="NL91ABNA0417164300",
        valid_from=story.today.isoformat(),
    )
    board.presses("Briefhoofd bewaren").sees("Het briefhoofd van de facturen is bewaard.")
    board.fills(period_start=story.today.replace(day=1).isoformat(), period_end=story.today.isoformat())
    board.presses("Facturen van deze periode maken").sees("Niets te factureren")
    assert board.fetches("Factuur 1 (PDF)").startswith(b"%PDF-")
    # paying itself takes days to look, and two people: test_friday.py
    board.opens("/bestuur/vrijdag/").sees("Kees Vos", "€ 49,50", "Vraag om een factuur, of om toestemming")
    the_worker_process_runs()
    assert "1" in mail_to(story.landlord.email)[-1]


# -- 7. seeing --------------------------------------------------------------------------------------------------------
def everybody_sees_what_is_theirs(story: Neighbourhood, tenant: Visitor) -> None:
    a_request(story.dwelling, story.request.reporter, "Vergeten melding.", reported_at=timezone.now() - 48 * AN_HOUR)
    tenant.opens("/melden/").sees("Onder de gootsteen", "wij zijn ermee bezig")

    landlord = story.at_the_desk_of(a_landlord_contact(story.landlord)).opens("/partner/woningen/")
    landlord.sees("Leliestraat 12", "€ 58,45").does_not_see("Mevrouw Jansen").follows("Leliestraat 12")
    landlord.sees("Loodgieter", "€ 58,45").does_not_see("Sanne Visser", "Onder de gootsteen")
    assert landlord.opens("/partner/facturen/").fetches("Factuur 1 (PDF)").startswith(b"%PDF-")

    observer = story.at_the_desk_of(a_landlord_contact(story.watching)).opens("/partner/totalen/")
    observer.sees("Er is nog niets te laten zien").does_not_see("Leliestraat", "Sanne", "Mevrouw Jansen")
    assert observer.page.goto("/partner/woningen/").status == 403  # type: ignore[union-attr]

    story.at_the_desk_of(story.board).opens("/bestuur/").sees("Kluscentrale", "doen mee, van ten hoogste 50")
    story.at_the_desk_of(story.coordinator).opens("/coordinator/te-laat/").sees("Vergeten melding.")
    team = story.at_the_desk_of(a_district_team_contact(story.team)).opens("/partner/clienten/")
    team.sees("Mevrouw Jansen", "Leliestraat 14").does_not_see("Sanne Visser")
