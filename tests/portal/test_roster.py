"""The coordinator's planning board: the week on screen, letting it be planned, moving by hand, publishing."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.build import a_cooperative, a_coordinator, a_person, a_worker
from tests.planning.scenes import a_care_grant, a_visit, some_jobs
from tests.portal.scenes import signed_in, text
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Absence
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import Role
from werkplaats.planning import services
from werkplaats.planning.models import Assignment, Offer, Roster, RosterVisit
from werkplaats.planning.rules import RosterStatus
from werkplaats.portal.coordinator.roster_asked import asked_of, short_day, week_name, week_of
from werkplaats.triage.rules import Step, Urgency

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)  # a Tuesday
MONDAY = date(2026, 3, 16)  # of next week
WEEK = "2026-W12"
WEDNESDAY_AT_NINE = datetime.combine(date(2026, 3, 18), time(9), AMSTERDAM)


@pytest.fixture(autouse=True)
def _in_english_on_that_tuesday(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    monkeypatch.setattr(timezone, "now", lambda: NOW)


class Desk:
    """Next week: a client with help on Wednesday at nine, a leak, helpers in employment and a plumber of her own."""

    def __init__(self, helpers: int = 2) -> None:
        self.cooperative = a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.browser = signed_in(self.coordinator.person_id)
        self.helpers = [a_worker(self.cooperative, WorkerKind.HELPER, kvk_number="") for _ in range(helpers)]
        self.plumber = a_worker(self.cooperative)
        self.grant = a_care_grant(self.cooperative)
        jobs.open_recurring(self.grant, at=NOW)
        self.help = Visit.objects.get(due_on=date(2026, 3, 18))
        self.leak = a_visit(self.cooperative)

    def helped(self) -> None:
        """The help of next week is in the diary of the first helper."""
        services.assign(self.coordinator, self.help.pk, self.helpers[0].pk, starts_at=WEDNESDAY_AT_NINE, at=NOW)

    def draft(self, **more: Any) -> Roster:
        return services.begin_roster_by_hand(self.coordinator, MONDAY, at=NOW, **more)

    def board(self, **words: Any) -> str:
        answer = self.browser.get(reverse("coordinator:roster"), {"week": WEEK} | words)
        assert answer.status_code == 200
        return text(answer)

    def see(self, visit: Visit, **more: Any) -> str:
        return text(self.browser.get(reverse("coordinator:roster_visit", args=[visit.pk]), {"week": WEEK}, **more))

    def move(self, roster: Roster, visit: Visit, *, by: str = "form", **fields: Any) -> Any:
        headers = {"HX-Request": "true"} if by != "page" else {}
        more = {"dragged": "1"} if by == "hand" else {}
        url = reverse("coordinator:roster_move", args=[roster.pk, visit.pk])
        return self.browser.post(url, {**fields, **more}, headers=headers)

    def post(self, page: str, *args: int, **fields: Any) -> Any:
        return self.browser.post(f"{reverse(f'coordinator:{page}', args=args)}?week={WEEK}", fields)


# -- the week ---------------------------------------------------------------------------------------------------------
def test_a_week_is_asked_for_by_its_number_and_nonsense_is_this_week() -> None:
    today = date(2026, 11, 28)
    assert week_of("2026-W49", today) == date(2026, 11, 30)
    assert week_name(date(2026, 12, 31)) == "2026-W53"
    for nonsense in ("", "2026-W60", "2026-49", "x", "0000-W01", "0001-W01", "9999-W52"):
        assert week_of(nonsense, today) == date(2026, 11, 23)
    assert asked_of({"kind": "x", "who": "-1", "only": "y"}).is_filtered is False


def test_days_are_short_as_the_dutch_write_them() -> None:
    assert short_day(date(2027, 3, 28), "nl") == "zo 28 mrt"
    assert short_day(date(2027, 3, 28), "en") == "Sun 28 Mar"


def test_the_board_shows_people_and_days_and_the_work_without_a_place() -> None:
    desk = Desk()
    desk.helped()
    page = desk.board()
    assert desk.helpers[0].person.name in page
    assert "9:00–11:00" in page
    assert "promised" in page
    assert "2 of 20 hours" in page
    assert "Without a place</h2>" not in page
    assert "Without a place (1)" in page
    assert "It fits:" in page
    assert "fair share 1" in page
    assert "Mon 16 Mar" in page
    assert "Sat 21 Mar" not in page


def test_the_weekend_stands_there_only_when_there_is_something() -> None:
    desk = Desk()
    on_saturday = WEDNESDAY_AT_NINE + timedelta(days=3)
    desk.helpers[0].availability.create(cooperative=desk.cooperative, weekday=5, starts=time(8), ends=time(17))
    services.assign(desk.coordinator, desk.help.pk, desk.helpers[0].pk, starts_at=on_saturday, at=NOW)
    page = desk.board()
    assert "Sat 21 Mar" in page
    assert "Sun 22 Mar" not in page


def test_days_away_and_what_does_not_fit_any_more_are_said() -> None:
    desk = Desk()
    desk.helped()
    ill = desk.helpers[0]
    Absence.objects.create(cooperative=desk.cooperative, worker=ill, first_day=MONDAY, last_day=date(2026, 3, 20))
    page = desk.board()
    assert ">away</span>" in page
    assert "does not fit: is away until and including 20-03-2026" in page


def test_what_was_done_already_stays_on_the_board() -> None:
    desk = Desk()
    desk.helped()
    for status in (VisitStatus.UNDER_WAY, VisitStatus.DONE):
        Visit.objects.filter(pk=desk.help.pk).update(status=status)
    assert ">done</span>" in desk.board()


@pytest.mark.parametrize(
    ("words", "shown", "hidden"),
    [
        ({"kind": "help"}, "helper", "plumber"),
        ({"kind": "repairs"}, "plumber", "helper"),
        ({"trade": "LOO"}, "plumber", "helper"),
    ],
)
def test_filters_work_without_scripts(words: dict[str, str], shown: str, hidden: str) -> None:
    desk = Desk()
    desk.helped()
    rows = {"helper": f'id="p-{desk.helpers[0].pk}"', "plumber": f'id="p-{desk.plumber.pk}"'}
    page = desk.board(**words)
    assert rows[shown] in page
    assert rows[hidden] not in page


def test_one_person_and_only_what_changes() -> None:
    desk = Desk()
    roster = desk.draft()
    desk.move(roster, desk.leak, person=desk.plumber.pk, day="2026-03-17")
    assert f'id="p-{desk.helpers[0].pk}"' not in desk.board(who=desk.plumber.pk)
    page = desk.board(only="changes")
    assert f'id="v-{desk.leak.pk}-{desk.plumber.pk}"' in page
    assert f'id="v-{desk.help.pk}-0"' not in page
    assert "Nothing found with this choice" in desk.board(who=desk.helpers[0].pk, only="changes")


def test_empty_weeks_say_what_to_do() -> None:
    coordinator = a_coordinator(a_cooperative())
    browser = signed_in(coordinator.person_id)
    assert reverse("coordinator:workers") in text(browser.get(reverse("coordinator:roster"))).split("<main")[1]
    a_worker(a_person_of(coordinator).cooperative)
    assert "There is no visit in this week" in text(browser.get(reverse("coordinator:roster")))


def a_person_of(actor: Any) -> Any:
    from werkplaats.members.models import Person

    return Person.objects.get(pk=actor.person_id)


def test_on_paper_it_is_per_person_per_day_with_the_address() -> None:
    desk = Desk()
    desk.helped()
    page = text(desk.browser.get(reverse("coordinator:roster_print"), {"week": WEEK}))
    assert desk.help.job.dwelling.address in page
    assert "Wed 18 Mar" in page
    assert "data-wp-print" in page
    assert "Without a place (1)" in page


# -- planning ---------------------------------------------------------------------------------------------------------
def test_the_planner_is_asked_and_the_board_says_how_far_it_is() -> None:
    desk = Desk()
    answer = desk.post("roster_plan", moving="nothing", seconds="7", travel="2", unplanned="")
    assert answer.status_code == 302
    roster = Roster.objects.get()
    assert (roster.first_day, roster.seconds, roster.moving, roster.objective) == (MONDAY, 7, "nothing", {"travel": 2})
    page = desk.board()
    assert "The planner is about to begin" in page
    assert "It takes long to begin" not in page
    Roster.objects.update(asked_at=NOW - timedelta(minutes=1))
    assert "It takes long to begin" in desk.board()
    Roster.objects.update(status=RosterStatus.RUNNING, share=0.4, unplanned=3, points=120)
    part = text(desk.browser.get(progress_of(roster), headers={"HX-Request": "true"}))
    assert "40 %, about 4 seconds left; 3 visits have no place so far, 120 points." in part
    assert "<html" not in part
    page = text(desk.browser.get(progress_of(roster)))
    assert 'http-equiv="refresh"' in page


def progress_of(roster: Roster) -> str:
    return reverse("coordinator:roster_progress", args=[roster.pk])


def test_when_the_draft_is_ready_the_board_comes_by_itself() -> None:
    desk = Desk()
    answer = desk.browser.get(progress_of(desk.draft()), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    "wrong", [{"seconds": "4"}, {"seconds": "121"}, {"moving": "all"}, {"travel": "-1"}, {"travel": "veel"}]
)
def test_an_impossible_question_asks_nothing_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    desk = Desk()
    answer = desk.post("roster_plan", **{"moving": "employees", "seconds": "10", "fairness": "3", **wrong})
    assert answer.status_code == 422
    assert 'value="3"' in text(answer)
    assert not Roster.objects.exists()


def test_a_week_gone_by_is_not_planned() -> None:
    desk = Desk()
    url = f"{reverse('coordinator:roster_plan')}?week=2026-W09"
    answer = desk.browser.post(url, {"moving": "employees", "seconds": "10"})
    assert answer.status_code == 422
    assert "gone by" in text(answer)
    assert "This week is over" in text(desk.browser.get(reverse("coordinator:roster"), {"week": "2026-W09"}))


def test_stopping_and_a_search_that_went_wrong() -> None:
    desk = Desk()
    desk.post("roster_plan", moving="employees", seconds="10")
    roster = Roster.objects.get()
    assert desk.post("roster_stop", roster.pk).status_code == 302
    assert Roster.objects.get().stop is True
    Roster.objects.update(status=RosterStatus.RUNNING)
    Roster.objects.update(status=RosterStatus.FAILED)
    assert "could not work this week out" in desk.board()


def test_the_pages_do_not_bring_the_planner_in() -> None:
    """It makes machine code, which is for the worker process only."""
    look = (
        "import django; django.setup(); import sys, werkplaats.site.urls; "
        "assert 'werkplaats.portal.coordinator.roster_visit_views' in sys.modules; assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", look], check=True)


# -- the draft --------------------------------------------------------------------------------------------------------
def test_moving_by_hand_begins_with_what_the_roster_says() -> None:
    desk = Desk()
    desk.helped()
    assert desk.post("roster_by_hand").status_code == 302
    page = desk.board()
    assert "This is a draft" in page
    assert "It changes nothing yet" in page
    assert "Publish …" not in page


def test_a_card_that_is_dragged_gets_the_changed_board() -> None:
    desk = Desk()
    roster = desk.draft()
    answer = desk.move(roster, desk.leak, by="hand", person=desk.plumber.pk, day="2026-03-17")
    part = text(answer)
    assert answer.status_code == 200
    assert "<html" not in part
    assert 'data-said="Moved: Tue 17-3 ' in part
    assert f'id="v-{desk.leak.pk}-{desk.plumber.pk}"' in part
    assert "by hand" in part
    assert "1 visit gets a time" in part
    assert "less work without a place" in part


def test_a_card_that_may_not_go_there_gets_the_reason_and_nothing_changes() -> None:
    desk = Desk()
    roster = desk.draft()
    answer = desk.move(roster, desk.leak, by="hand", person=desk.helpers[0].pk, day="2026-03-17")
    assert answer.status_code == 409
    assert answer.content.decode() == "That cannot be: a tradesperson is needed."
    answer = desk.move(roster, desk.leak, by="hand", person=999, day="2026-03-17")
    assert answer.status_code == 409
    assert not RosterVisit.objects.exists()


def test_the_same_by_keyboard_with_an_exact_time_that_the_resident_likes() -> None:
    desk = Desk()
    roster = desk.draft()
    fields = {"person": desk.helpers[1].pk, "day": "2026-03-18", "clock": "14:00"}
    answer = desk.move(roster, desk.help, **fields)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#roster-panel"
    assert "does not suit the resident" in text(answer)
    assert 'value="14:00"' in text(answer)
    assert desk.move(roster, desk.help, **fields, suits="on").status_code == 200
    (row,) = RosterVisit.objects.all()
    assert row.period.lower.astimezone(AMSTERDAM).time() == time(14)


def test_without_scripts_it_leads_back_to_the_board() -> None:
    desk = Desk()
    roster = desk.draft()
    answer = desk.move(roster, desk.leak, by="page", person=desk.plumber.pk, day="2026-03-17")
    assert answer.status_code == 302
    assert "Moved: Tue 17-3" in text(desk.browser.get(answer["Location"]))
    answer = desk.move(roster, desk.leak, by="page", person="", day="")
    assert answer.status_code == 422
    assert "<html" in text(answer)


def test_taken_out_it_is_with_the_work_without_a_place() -> None:
    desk = Desk()
    desk.helped()
    roster = desk.draft()
    page = text(desk.move(roster, desk.help, by="hand", out="1"))
    assert f'id="v-{desk.help.pk}-0"' in page
    assert "taken out" in page
    assert "1 visit loses its time" in page


def test_a_visit_for_two_needs_two_different_people() -> None:
    desk = Desk()
    other = a_worker(desk.cooperative)
    both = a_visit(desk.cooperative, workers=2)
    roster = desk.draft()
    assert desk.see(both).count("<select") == 3  # who, who along, day
    same = {"person": other.pk, "person2": other.pk, "day": "2026-03-17"}
    assert "needs 2 different people" in desk.move(roster, both, by="hand", **same).content.decode()
    assert desk.move(roster, both, **{**same, "person2": desk.plumber.pk}).status_code == 200
    assert {row.worker_id for row in RosterVisit.objects.all()} == {other.pk, desk.plumber.pk}


def test_publishing_says_first_who_will_hear_what() -> None:
    desk = Desk()
    roster = desk.draft()
    desk.move(roster, desk.leak, person=desk.plumber.pk, day="2026-03-17")
    desk.move(roster, desk.help, person=desk.helpers[0].pk, day="2026-03-18")
    page = text(desk.browser.get(reverse("coordinator:roster_publish", args=[roster.pk])))
    assert desk.helpers[0].person.name in page.split("in employment:")[-1].split("</details>")[0]
    assert desk.plumber.person.name in page.split("self-employed: asked")[-1].split("</details>")[0]
    assert desk.grant.client.person.name in page.split("residents: hear it at once")[-1].split("</details>")[0]
    assert not Offer.objects.exists()
    desk.post("roster_publish", roster.pk)
    assert [offer.worker_id for offer in Offer.objects.all()] == [desk.plumber.pk]
    assert [row.worker_id for row in Assignment.objects.filter(active=True)] == [desk.helpers[0].pk]
    assert "A draft was published" in desk.board()


LATER = "2026-W13"


def test_the_board_says_what_the_draft_of_another_week_plans() -> None:
    desk = Desk()
    roster = desk.draft()
    desk.move(roster, desk.leak, person=desk.plumber.pk, day="2026-03-17")
    assert "also in the draft of week 12" in desk.board(week=LATER)
    services.begin_roster_by_hand(desk.coordinator, date(2026, 3, 23), at=NOW)
    page = desk.board(week=LATER)
    assert "1 visit is in the draft of week 12, so it is left out here." in page
    assert f'data-visit="{desk.leak.pk}"' not in page
    url = reverse("coordinator:roster_visit", args=[desk.leak.pk])
    assert "This visit is in the draft of week 12" in text(desk.browser.get(url, {"week": LATER}))


def test_publishing_says_what_the_draft_of_another_week_plans_too() -> None:
    desk = Desk()
    roster = desk.draft()
    later = services.begin_roster_by_hand(desk.coordinator, date(2026, 3, 23), at=NOW)
    desk.move(roster, desk.leak, person=desk.plumber.pk, day="2026-03-17")
    starts = datetime(2026, 3, 24, 9, tzinfo=AMSTERDAM)
    RosterVisit.objects.create(
        cooperative=desk.cooperative, roster=later, visit=desk.leak, worker=desk.plumber,
        period=(starts, starts + timedelta(hours=1)),
    )  # fmt: skip
    page = text(desk.browser.get(reverse("coordinator:roster_publish", args=[roster.pk])))
    assert "1 visit is also in the draft of week 13." in page
    assert desk.leak.job.dwelling.address in page
    assert "also in the draft of week 13" in desk.board()


def test_a_draft_that_no_longer_fits_says_so_and_is_not_published() -> None:
    desk = Desk()
    roster = desk.draft()
    desk.move(roster, desk.help, person=desk.helpers[0].pk, day="2026-03-18")
    ill = desk.helpers[0]
    Absence.objects.create(cooperative=desk.cooperative, worker=ill, first_day=MONDAY, last_day=date(2026, 3, 20))
    assert "It cannot be published like this" in desk.board()
    desk.post("roster_publish", roster.pk)
    assert not Assignment.objects.exists()


def test_thrown_away_the_roster_is_as_it_was() -> None:
    desk = Desk()
    roster = desk.draft()
    desk.post("roster_away", roster.pk)
    assert "The roster as it stands" in desk.board()


# -- why --------------------------------------------------------------------------------------------------------------
def test_why_names_who_could_do_it_at_what_price_and_the_rule_in_the_way() -> None:
    desk = Desk()
    desk.helped()
    services.assign(
        desk.coordinator,
        Visit.objects.get(due_on=date(2026, 3, 11)).pk,
        desk.helpers[0].pk,
        starts_at=WEDNESDAY_AT_NINE - timedelta(days=7),
        at=NOW,
    )
    page = desk.see(desk.help)
    able, unable = page.split("cannot: why")
    assert able.index(desk.helpers[0].person.name) < able.rindex(desk.helpers[1].person.name)
    assert "goes now" in able
    assert "an unknown face" in able
    assert f"<strong>{desk.plumber.person.name}</strong>: a household helper is needed" in unable
    assert "It was promised" in page


def test_why_is_a_part_of_the_board_when_a_script_asks() -> None:
    desk = Desk()
    part = desk.see(desk.leak, headers={"HX-Request": "true"})
    assert "<html" not in part
    assert "Without a place." in part
    assert "It fits:" in part


def test_why_without_a_week_is_about_the_week_of_the_visit() -> None:
    desk = Desk()
    desk.helped()
    page = text(desk.browser.get(reverse("coordinator:roster_visit", args=[desk.help.pk])))
    assert f"week={WEEK}" in page
    assert "goes now" in page


# -- the map, and the ways there --------------------------------------------------------------------------------------
def on_map(desk: Desk, **words: Any) -> str:
    return text(desk.browser.get(reverse("coordinator:roster_map"), {"week": WEEK, **words}))


def test_the_map_says_in_words_what_it_draws() -> None:
    desk = Desk()
    desk.helped()
    page = on_map(desk, day="2026-03-18")
    (drawn,) = re.findall(r'id="roster-drawn" type="application/json">(.*?)</script>', page)
    rounds = json.loads(drawn)["rounds"]
    assert [(one["name"], len(one["stops"])) for one in rounds] == [
        (desk.helpers[0].person.name, 1),
        ("Without a place", 1),
    ]
    (stop,) = rounds[0]["stops"]
    assert stop["mark"].endswith("1")
    assert page.count(desk.help.job.dwelling.address) == 2  # drawn, and in the list
    assert f'aria-current="page" href="{escape(at_day("2026-03-18"))}"' in page


def at_day(day: str) -> str:
    return f"{reverse('coordinator:roster_map')}?week={WEEK}&day={day}"


def test_the_map_begins_on_a_day_with_visits_and_nonsense_is_no_day() -> None:
    desk = Desk()
    assert "Mon 16 Mar" in on_map(desk, day="x")
    desk.helped()
    assert "Roster" in on_map(desk, day="2020-01-01")
    assert f'aria-current="page" href="{escape(at_day("2026-03-18"))}"' in on_map(desk)


def test_the_background_of_the_map_comes_only_by_setting(settings: Any) -> None:
    desk = Desk()
    assert "service.pdok.nl" in on_map(desk)
    settings.MAP_TILES = ""
    assert "pdok" not in on_map(desk)


def test_the_visits_a_visit_and_who_is_ill_lead_to_the_roster() -> None:
    desk = Desk()
    # From the Sunday before, on which nobody works: that week needs no other roster.
    Absence.objects.create(
        cooperative=desk.cooperative,
        worker=desk.plumber,
        first_day=MONDAY - timedelta(days=1),
        last_day=MONDAY + timedelta(days=7),
    )
    assert reverse("coordinator:roster") in text(desk.browser.get(reverse("coordinator:visits"))).split("<main")[1]
    visit = text(desk.browser.get(reverse("coordinator:visit", args=[desk.leak.pk])))
    assert reverse("coordinator:roster_visit", args=[desk.leak.pk]) in visit
    worker = text(desk.browser.get(reverse("coordinator:worker", args=[desk.plumber.pk])))
    assert re.findall(r"\?week=(\S+)\">Plan week (\d+) again", worker) == [(WEEK, "12"), ("2026-W13", "13")]


# -- rights and size --------------------------------------------------------------------------------------------------
def test_only_who_plans_and_only_the_own_cooperative() -> None:
    desk = Desk()
    roster = desk.draft()
    stranger = signed_in(a_coordinator(a_cooperative()).person_id)
    assert stranger.get(reverse("coordinator:roster_visit", args=[desk.leak.pk])).status_code == 404
    assert stranger.post(reverse("coordinator:roster_publish", args=[roster.pk])).status_code == 404
    assert desk.leak.job.dwelling.street not in text(stranger.get(reverse("coordinator:roster"), {"week": WEEK}))
    board = signed_in(a_person(desk.cooperative, Role.BOARD).pk)
    assert board.get(reverse("coordinator:roster")).status_code == 403


def queries(desk: Desk, page: str, *args: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert desk.browser.get(reverse(f"coordinator:{page}", args=args), {"week": WEEK}).status_code == 200
    return len(captured)


def test_the_board_asks_the_database_as_often_for_much_as_for_little() -> None:
    desk = Desk()
    desk.helped()
    some_jobs(desk.cooperative, *(Step("LOO", 60, Urgency.NORMAL) for _ in range(2)))
    roster = desk.draft()
    pages: list[tuple[str, tuple[int, ...]]] = [
        ("roster", ()),
        ("roster_print", ()),
        ("roster_map", ()),
        ("roster_visit", (desk.leak.pk,)),
        ("roster_publish", (roster.pk,)),
    ]
    little = [queries(desk, page, *args) for page, args in pages]
    for _ in range(4):
        a_worker(desk.cooperative)
        a_worker(desk.cooperative, WorkerKind.HELPER)
        jobs.open_recurring(a_care_grant(desk.cooperative), at=NOW)
    some_jobs(desk.cooperative, *(Step("LOO", 60, Urgency.NORMAL) for _ in range(8)))
    desk.move(roster, desk.leak, person=desk.plumber.pk, day="2026-03-17")
    assert [queries(desk, page, *args) for page, args in pages] == little
    assert max(little) <= 19


def test_a_move_reads_the_week_once() -> None:
    desk = Desk()
    roster = desk.draft()
    with CaptureQueriesContext(connection) as captured:
        assert desk.move(roster, desk.leak, by="hand", person=desk.plumber.pk, day="2026-03-17").status_code == 200
    assert sum('AS "pets"' in query["sql"] for query in captured) == 1
