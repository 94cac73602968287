"""A cooperative's week as the planner gets it, and what it proposes."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from tests.build import NOW, a_cooperative, a_coordinator, a_supplier, a_worker
from tests.planning.scenes import a_care_grant, a_visit, some_jobs
from werkplaats import cli
from werkplaats.ground.errors import Refused
from werkplaats.homes.services.suppliers import set_opening_hours
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Absence, Cooperative, Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.application import Hours
from werkplaats.planning import proposal, services
from werkplaats.planning.files import Effort
from werkplaats.planning.models import Assignment
from werkplaats.planning.queries_roster import places_of, week_of
from werkplaats.planning.rules.roster.check import check
from werkplaats.planning.rules.roster.faults import faults
from werkplaats.planning.rules.roster.model import Contract, Link, Pin
from werkplaats.planning.rules.roster.moments import minute, monday_of
from werkplaats.planning.rules.roster.solve import solve
from werkplaats.triage.rules import Step, Urgency

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)  # NOW is the Tuesday of this week
BRIEF = Effort(seconds=60, seed=1, iterations=20, stop=lambda: False)
TOMORROW_AT_TEN = NOW + timedelta(days=1, hours=1)
YESTERDAY_AT_TEN = NOW - timedelta(days=1) + timedelta(hours=1)


def step(trade: str, **more: Any) -> Step:
    return Step(**{"trade": trade, "minutes": 60, "urgency": Urgency.NORMAL, "description": "Werk", **more})


def assigned(cooperative: Cooperative, visit: Visit, worker: Worker) -> None:
    services.assign(a_coordinator(cooperative), visit.pk, worker.pk, starts_at=TOMORROW_AT_TEN, at=NOW)


def test_a_leak_is_planned_with_the_plumber() -> None:
    visit = a_visit()
    plumber = a_worker(visit.cooperative)
    problem = week_of(visit.cooperative, MONDAY, at=NOW)
    assert faults(problem) == []
    plan = solve(problem, 1, 1, iterations=20)
    assert [(one.task, one.person) for one in plan.assigned] == [(visit.pk, plumber.pk)]
    assert plan.assigned[0].starts >= NOW
    assert check(problem, plan) == []


def test_what_is_agreed_stands() -> None:
    visit = a_visit()
    plumber, _other = a_worker(visit.cooperative), a_worker(visit.cooperative)
    assigned(visit.cooperative, visit, plumber)
    problem = week_of(visit.cooperative, MONDAY, at=NOW)
    assert problem.tasks[0].pinned == Pin(TOMORROW_AT_TEN, frozenset({plumber.pk}))
    (one,) = solve(problem, 1, 1, iterations=20).assigned
    assert (one.starts, one.person) == (TOMORROW_AT_TEN, plumber.pk)


def test_what_was_done_this_week_counts_as_work_and_is_no_longer_asked_about() -> None:
    """It is Tuesday; the plumber was somewhere on Monday, and is away since."""
    visit, cooperative = a_visit(), Cooperative.objects.get()
    plumber, other = a_worker(cooperative), a_worker(cooperative)
    assigned(cooperative, visit, plumber)
    was = DateTimeTZRange(YESTERDAY_AT_TEN, YESTERDAY_AT_TEN + timedelta(hours=1))
    for status in (VisitStatus.UNDER_WAY, VisitStatus.DONE):
        Visit.objects.filter(pk=visit.pk).update(status=status, period=was)
    Assignment.objects.update(period=was)
    Absence.objects.create(cooperative=cooperative, worker=plumber, first_day=MONDAY, last_day=MONDAY)
    next_one = a_visit(cooperative)
    problem = week_of(cooperative, MONDAY, at=NOW)
    plan = solve(problem, 1, 1, iterations=20)
    assert (faults(problem), check(problem, plan)) == ([], [])
    assert [(one.task, one.person) for one in plan.assigned] == [(visit.pk, plumber.pk), (next_one.pk, other.pk)]
    assert {share.work for share in problem.shares.values()} == {60}


def test_the_painter_waits_for_the_plaster_of_the_same_request() -> None:
    cooperative = a_cooperative()
    plaster, paint = (job.visits.get() for job in some_jobs(cooperative, step("STU"), step("SCH")))
    problem = week_of(cooperative, MONDAY, at=NOW)
    assert problem.links == (Link(plaster.pk, paint.pk, least=timedelta(hours=48)),)


@pytest.mark.parametrize("then", [VisitStatus.AGREED, VisitStatus.DONE])
def test_plaster_dries_although_the_plasterer_was_there_before_this_week(then: VisitStatus) -> None:
    """On Sunday, until eleven: on Tuesday at eleven it is dry."""
    cooperative = a_cooperative()
    plaster, paint = (job.visits.get() for job in some_jobs(cooperative, step("STU"), step("SCH")))
    painter = a_worker(cooperative, trades=("SCH",))
    sunday = NOW.replace(day=8, hour=9)
    for status in (VisitStatus.AGREED, VisitStatus.UNDER_WAY, VisitStatus.DONE):
        Visit.objects.filter(pk=plaster.pk).update(
            status=status, period=DateTimeTZRange(sunday, sunday + timedelta(hours=1))
        )
        if status is then:
            break
    dry = sunday + timedelta(hours=49)
    problem = week_of(cooperative, MONDAY, at=NOW.replace(day=9, hour=7))
    (task,) = problem.tasks
    assert (task.id, task.ready) == (paint.pk, dry)
    (one,) = solve(problem, 1, 1, iterations=20).assigned
    assert one.starts == dry
    soon = dry - timedelta(hours=2)
    with pytest.raises(Refused, match="droog"):
        services.assign(a_coordinator(cooperative), paint.pk, painter.pk, starts_at=soon, at=soon - timedelta(days=1))


def test_a_client_is_helped_on_the_own_day_around_the_usual_time_by_who_came_before() -> None:
    grant = a_care_grant()  # Wednesdays at nine, 120 minutes
    helper = a_worker(grant.cooperative, WorkerKind.HELPER)
    jobs.open_recurring(grant, at=NOW)
    first = Visit.objects.order_by("due_on").first()
    assert first is not None
    (task,) = week_of(grant.cooperative, MONDAY, at=NOW).tasks
    wednesday = NOW.replace(day=11, hour=8)  # nine o'clock in Amersfoort
    assert [(minute(one.starts), minute(one.ends)) for one in task.windows] == [
        (minute(wednesday - timedelta(hours=1)), minute(wednesday + timedelta(hours=3)))
    ]
    assert task.usual == wednesday
    assert (task.client, task.preferred, task.strangers) == (grant.client_id, frozenset(), 0)
    assigned(grant.cooperative, first, helper)
    (later,) = week_of(grant.cooperative, MONDAY + timedelta(days=7), at=NOW).tasks
    assert (later.preferred, later.familiar, later.strangers) == ({helper.pk}, {helper.pk}, 0)


def test_a_helper_without_a_business_is_under_the_working_hours_act() -> None:
    cooperative = a_cooperative()
    helper, plumber = a_worker(cooperative, WorkerKind.HELPER), a_worker(cooperative)
    people = week_of(cooperative, MONDAY, at=NOW).person
    assert people[helper.pk].contract is Contract.EMPLOYEE
    assert people[plumber.pk].contract is Contract.SELF_EMPLOYED
    assert people[plumber.pk].minutes == 20 * 60


def test_material_is_fetched_on_the_way_and_the_supplier_is_one_of_the_places() -> None:
    visit = a_visit()
    plumber, supplier = a_worker(visit.cooperative), a_supplier(visit.cooperative, minutes=20)
    jobs.fetch_first(a_coordinator(visit.cooperative), visit.job_id, supplier.pk, at=NOW)
    problem = week_of(visit.cooperative, MONDAY, at=NOW)
    (task,) = problem.tasks
    assert task.pick_up is not None
    assert (task.pick_up.place.latitude, task.pick_up.minutes) == (supplier.latitude, 20)
    assert task.pick_up.place in places_of(problem.people, problem.tasks)
    assert len({place.id for place in (task.place, problem.person[plumber.pk].home, task.pick_up.place) if place}) == 3


def test_the_hours_of_the_supplier_come_with_the_material() -> None:
    cooperative = a_cooperative()
    coordinator, shop = a_coordinator(cooperative), a_supplier(cooperative)
    visit = a_visit(cooperative)
    jobs.fetch_first(coordinator, visit.job_id, shop.pk, at=NOW)
    set_opening_hours(coordinator, shop.pk, [Hours(0, time(7), time(17))], at=NOW)
    (task,) = week_of(cooperative, MONDAY, at=NOW).tasks
    assert task.pick_up is not None
    assert [(one.weekday, one.starts, one.ends) for one in task.pick_up.hours] == [(0, time(7), time(17))]


def test_a_repair_for_which_the_list_sends_two_people_is_heavy() -> None:
    cooperative = a_cooperative()
    for workers in (1, 2):
        a_visit(cooperative, workers=workers)
    assert [task.heavy for task in week_of(cooperative, MONDAY, at=NOW).tasks] == [False, True]


def test_another_cooperative_is_not_in_it() -> None:
    visit = a_visit()
    a_worker(visit.cooperative)
    problem = week_of(a_cooperative(), MONDAY, at=NOW)
    assert (problem.people, problem.tasks) == ((), ())


def test_the_number_of_queries_does_not_grow() -> None:
    cooperative = a_cooperative()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            week_of(cooperative, MONDAY, at=NOW)
        return len(caught)

    some_jobs(cooperative, step("STU"), step("SCH"))
    a_worker(cooperative)
    few = queries()
    for _ in range(3):
        fetched, _paint = some_jobs(cooperative, step("STU"), step("SCH"))
        jobs.fetch_first(a_coordinator(cooperative), fetched.pk, a_supplier(cooperative).pk, at=NOW)
        a_worker(cooperative)
    assert queries() == few


def test_the_week_on_paper() -> None:
    visit = a_visit()
    plumber = a_worker(visit.cooperative)
    a_visit(visit.cooperative, trade="ELE")
    text = "\n".join(proposal.propose(visit.cooperative, MONDAY, BRIEF, at=NOW))
    assert plumber.person.name in text
    assert "Niemand kan dit in deze dagen doen." in text
    assert text.endswith("1 of 2 visits planned, 0 hard rules broken")


def test_a_week_on_paper_that_is_stopped_is_the_best_so_far_and_says_so() -> None:
    visit = a_visit()
    plumber = a_worker(visit.cooperative)
    stopped = Effort(seconds=3600, seed=1, iterations=None, stop=lambda: True)
    *lines, last = proposal.propose(visit.cooperative, MONDAY, stopped, at=NOW)
    assert f"  {plumber.person.name}" in lines
    assert "the published roster is as it was" in last


def test_a_week_on_paper_goes_where_it_is_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = a_visit(a_cooperative(slug="papier"))
    a_worker(visit.cooperative)
    monkeypatch.setattr("werkplaats.cli.asking.database_ready", lambda: None)
    out = tmp_path / "week.txt"
    asked = ["plan", "--cooperative", "papier", "--week", "2027-W10", "--iterations", "20", "--out"]
    assert cli.main([*asked, str(out)]) == 0
    assert "visits planned" in (said := capsys.readouterr().out)
    assert said.strip().endswith(str(out))
    assert len(out.read_text().splitlines()) > 2
    assert cli.main([*asked, str(tmp_path / "nowhere" / "week.txt")]) == 1
    assert "is not there" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more", ["--week 2027-W10 week.json", "--week 2027-W10 --format uhhc", "week.json --cooperative papier"]
)
def test_what_does_not_belong_together_is_said(more: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", *more.split()]) == 1
    assert "--week" in capsys.readouterr().err


def test_a_week_gone_by_is_not_planned_on_paper_either() -> None:
    with pytest.raises(Refused, match="voorbij"):
        list(proposal.propose(a_cooperative(), MONDAY - timedelta(weeks=8), BRIEF, at=NOW))


@pytest.mark.parametrize("word", ["2026", "2026-49", "next week", "2026-W60", "9999-W52", "0001-W01"])
def test_a_week_that_is_none(word: str) -> None:
    with pytest.raises(ValueError):
        monday_of(word)


def test_a_week_is_named_by_its_number() -> None:
    assert monday_of("2026-W49") == date(2026, 11, 30)
