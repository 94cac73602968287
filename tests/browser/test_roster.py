"""The planning board in a browser: plan, look why, move a card by keyboard and by hand, publish."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Window, check_accessible, check_fits
from tests.browser.people import Visitor, the_worker_process_runs
from tests.build import a_client, a_cooperative, a_district_team, a_dwelling, a_grant, a_person, a_worker
from tests.planning.scenes import a_visit
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import Role
from werkplaats.planning.models import Assignment, Offer, RosterVisit
from werkplaats.portal.coordinator.roster_asked import short_day, week_name

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_second_factor")]


class Week:
    """Next week: a client with help on Wednesdays, a leak, two helpers in employment, a plumber; and her desk."""

    def __init__(self, window: Window, *, scripts: bool = True) -> None:
        self.cooperative = a_cooperative(slug="buurt")
        self.helpers = [a_worker(self.cooperative, WorkerKind.HELPER, kvk_number="", hours_a_week=8) for _ in range(2)]
        self.plumber = a_worker(self.cooperative)
        today = timezone.localdate()
        self.monday = today + timedelta(days=7 - today.weekday())
        self.wednesday = self.monday + timedelta(days=2)
        team = a_district_team(self.cooperative)
        dwelling = a_dwelling(None, self.cooperative, street="Leliestraat")
        grant = a_grant(a_client(team, dwelling), starts_on=today, ends_on=today + timedelta(days=100))
        jobs.open_recurring(grant, at=timezone.now())
        self.help = Visit.objects.get(due_on=self.wednesday)
        self.leak = a_visit(self.cooperative)
        self.address = f"{reverse('coordinator:roster')}?week={week_name(self.monday)}"
        coordinator = a_person(self.cooperative, Role.COORDINATOR)
        self.desk = Visitor(window(coordinator, size=DESK, scripts=scripts), scripts=scripts)

    def card(self, visit: Visit) -> Any:
        return self.desk.page.locator(f".wp-visit[data-visit='{visit.pk}']")

    def cell(self, worker: Any, day: Any) -> Any:
        return self.desk.page.locator(f"td[data-person='{worker.pk}'][data-day='{day.isoformat()}']")

    def drafted(self, visit: Visit) -> tuple[int, Any] | None:
        row = RosterVisit.objects.filter(visit=visit).first()
        return (row.worker_id, timezone.localtime(row.period.lower).date()) if row else None

    def said(self, *words: str) -> None:
        for one in words:
            expect(self.desk.page.locator("#roster-said")).to_contain_text(one)


def test_from_an_empty_week_to_a_published_roster(window: Window) -> None:
    week = Week(window)
    desk, page = week.desk, week.desk.page
    the_planner_is_asked_and_drafts(week)

    week.card(week.help).get_by_role("link").click()
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("Waarom zo, en wie zou het ook kunnen?")
    check_accessible(page)
    expect(panel).to_contain_text("gaat nu")
    desk.types("Escape")
    expect(panel).to_be_hidden()

    goes, _day = week.drafted(week.help) or (0, None)
    other = next(one for one in week.helpers if one.pk != goes)
    by_keyboard_to(week, other)
    by_hand_it_is_refused_and_then_goes(week)

    desk.follows("Bekendmaken").sees("Wie hoort wat", "in dienst:")
    desk.presses("Bekendmaken").sees("Bekendgemaakt.", "Het rooster van nu")
    assert [row.worker_id for row in Assignment.objects.filter(active=True, visit=week.help)] == [other.pk]
    assert Offer.objects.get(visit=week.leak).worker_id == week.plumber.pk


def the_planner_is_asked_and_drafts(week: Week) -> None:
    desk = week.desk
    desk.opens(week.address).sees("Het rooster van nu", "Zonder plek").follows("Laat plannen", inside="main")
    desk.opens_up("Wat telt hoe zwaar?").fills(seconds="5").presses("Laat plannen").sees("De planner gaat zo beginnen")
    the_worker_process_runs()
    expect(desk.page.get_by_text("Dit is een ontwerp")).to_be_visible()  # the board looks by itself whether it is ready
    desk.looks().opens_up("Wat er verandert").opens_up("Wat het kost, en waarvoor").sees(
        "2 bezoeken krijgen een tijd", "Onderweg"
    )
    desk.page.set_viewport_size(PHONE)
    check_fits(desk.page)
    desk.page.set_viewport_size(DESK)


def by_keyboard_to(week: Week, helper: Any) -> None:
    """From the card to the panel and back to the card, without a mouse."""
    desk = week.desk
    week.card(week.help).get_by_role("link").focus()
    desk.types("Enter")
    select = desk.page.get_by_role("dialog").get_by_label("Wie gaat er?")
    select.focus()
    select.select_option(str(helper.pk))
    desk.page.get_by_role("dialog").get_by_role("button", name="Verzetten").focus()
    desk.types("Enter")
    week.said("Verzet: wo")
    assert week.drafted(week.help) == (helper.pk, week.wednesday)
    expect(desk.page.locator(f"#v-{week.help.pk}-{helper.pk} a")).to_be_focused()
    expect(week.card(week.help)).to_contain_text("met de hand")


def by_hand_it_is_refused_and_then_goes(week: Week) -> None:
    friday = week.monday + timedelta(days=4)
    before = week.drafted(week.leak)
    week.card(week.leak).drag_to(week.cell(week.helpers[0], friday))
    week.said("Dat kan niet: hiervoor is een vakmens nodig.")
    assert week.drafted(week.leak) == before
    check_accessible(week.desk.page)
    week.card(week.leak).drag_to(week.desk.page.locator("[data-out]"))
    week.said("Uit het ontwerp gehaald")
    assert week.drafted(week.leak) is None
    week.card(week.leak).drag_to(week.cell(week.plumber, friday))
    week.said("Verzet: vr")
    assert week.drafted(week.leak) == (week.plumber.pk, friday)


def test_moving_without_scripts(window: Window) -> None:
    week = Week(window, scripts=False)
    desk = week.desk.opens(week.address).presses("Zelf schuiven").sees("Dit is een ontwerp")
    desk.goes(lambda: week.card(week.leak).get_by_role("link").first.click()).sees("Verzetten")
    desk.chooses("Wie gaat er?", week.plumber.person.name).presses("Verzetten").sees("Verzet:", "met de hand")
    desk.follows("Op papier").sees(week.leak.job.dwelling.address)


def test_the_map_without_a_background(window: Window) -> None:
    week = Week(window)
    desk, page = week.desk, week.desk.page
    desk.opens(week.address).presses("Zelf schuiven")
    for visit, worker in ((week.help, week.helpers[0]), (week.leak, week.plumber)):
        desk.opens(moving(week, visit))
        desk.chooses("Wie gaat er?", worker.person.name).chooses("Dag", short_day(week.wednesday, "nl"))
        page.get_by_label("Precies om").fill("")
        desk.presses("Verzetten")
    desk.opens(f"{reverse('coordinator:roster_map')}?week={week_name(week.monday)}")
    expect(page.locator(".leaflet-marker-icon")).to_have_count(2)
    assert page.locator("path.wp-line").count() == 2
    marker = page.locator(".leaflet-marker-icon").first
    marker.focus()
    desk.types("Enter")
    expect(page.locator(".leaflet-popup-content a")).to_contain_text("Hulp")
    desk.looks()
    page.set_viewport_size(PHONE)
    check_fits(page)


def moving(week: Week, visit: Visit) -> str:
    return f"{reverse('coordinator:roster_visit', args=[visit.pk])}?week={week_name(week.monday)}"
