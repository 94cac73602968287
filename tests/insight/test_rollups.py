"""Roll-ups are the same however they were made: a month at a time, all anew, or counted by hand from the tables."""

from collections import Counter
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.build import NOW, a_request, a_worker
from tests.insight.months import BEGIN, STEPS, Months
from tests.settlement.work import a_repair_job, a_timesheet, tariffs
from werkplaats.delivery.models import Feedback, Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.insight.commands import rebuild as rebuild_command
from werkplaats.insight.models import Rollup, RollupMark, Tie
from werkplaats.insight.queries import figures_service
from werkplaats.insight.queries.rollups import made_at, monthly
from werkplaats.insight.rules.metrics import Scope
from werkplaats.insight.services.rollups import rebuild, refresh, refresh_all
from werkplaats.intake.models import Request
from werkplaats.jobs.rules import JobStatus
from werkplaats.settlement.services import settle
from werkplaats.triage.models import Assessment

pytestmark = pytest.mark.django_db
steps = st.tuples(st.sampled_from(STEPS), st.integers(0, 200), st.integers(0, 1000))
YEAR = (date(2026, 1, 1), date(2026, 12, 1))


def stored(months: Months) -> set[Any]:
    rows = Rollup.objects.filter(cooperative=months.cooperative)
    ties = Tie.objects.filter(cooperative=months.cooperative)
    return {
        *rows.values_list("month", "pilot_id", "branch", "measure", "part", "number", "total"),
        *ties.values_list("month", "giver_id", "receiver_id", "times"),
    }


def month_of(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date().replace(day=1)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(steps, min_size=1, max_size=12), min_size=1, max_size=5))
def test_what_was_touched_made_again_is_everything_made_again(nights: list[list[tuple[str, int, int]]]) -> None:
    months = Months()
    refresh(months.cooperative.pk, at=NOW)
    for day in nights:
        for step in day:
            months.live(*step)
        refresh(months.cooperative.pk, at=NOW, margin=0)
    night_by_night = stored(months)
    rebuild(months.cooperative.pk, at=NOW)
    assert night_by_night == stored(months)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, max_size=60), st.integers(1, 7), st.integers(0, 3))
def test_figures_are_those_counted_by_hand(lived: list[tuple[str, int, int]], first: int, more: int) -> None:
    months = Months()
    for step in lived:
        months.live(*step)
    refresh(months.cooperative.pk, at=NOW)
    scope = Scope(months.cooperative.pk, date(2026, first, 1), date(2026, first + more, 1))
    found = {code.removeprefix("service."): f.value for code, f in figures_service.figures(scope).items()}

    def inside(at: datetime) -> bool:
        return scope.first_month <= month_of(at) <= scope.last_month

    here = {"cooperative": months.cooperative}
    assert (found["requests"] or 0) == sum(inside(r.reported_at) for r in Request.objects.filter(**here))
    sheets = [t for t in Timesheet.objects.filter(**here) if t.outcome == DeliveryOutcome.DONE]
    worked = [t for t in sheets if inside(t.started_at)]
    assert (found["visits"] or 0) == len(worked)
    assert (found["hours"] or 0) == pytest.approx(
        sum((t.stopped_at - t.started_at) / timedelta(hours=1) for t in worked if t.stopped_at)
    )
    ratings = [f.rating for f in Feedback.objects.filter(**here) if inside(f.given_at)]
    assert found["satisfaction"] == (pytest.approx(sum(ratings) / len(ratings)) if ratings else None)
    answers = sorted(
        (a.decided_at - a.request.reported_at) / timedelta(hours=1)
        for a in Assessment.objects.filter(**here, revises=None).select_related("request")
        if inside(a.decided_at)
    )
    for code, share in (("hours_to_answer", 0.5), ("hours_to_answer_p90", 0.9)):
        exact = answers[ceil(share * len(answers)) - 1] if answers else None
        assert found[code] == (None if exact is None else pytest.approx(exact, rel=0.1, abs=1 / 60))
    assert found["mean_hours_to_answer"] == (pytest.approx(sum(answers) / len(answers)) if answers else None)
    first_visits: dict[int, datetime] = {}
    for sheet in sheets:
        job = sheet.visit.job
        origin = job.request_id or -job.pk
        first_visits[origin] = min(sheet.started_at, first_visits.get(origin, sheet.started_at))
    number = sum(inside(at) for at in first_visits.values())
    assert figures_service.figures(scope)["service.hours_to_visit"].n == number
    by_client = Counter(
        (month_of(t.started_at), t.visit.job.care_grant.client_id, t.worker_id)
        for t in worked
        if t.visit.job.care_grant is not None
    )
    clients = {key[:2] for key in by_client}
    of_each = {one: [n for key, n in by_client.items() if key[:2] == one] for one in clients}
    regular = [visits for visits in of_each.values() if sum(visits) > 1]
    same, everything = sum(map(max, regular)), sum(map(sum, regular))
    assert found["familiar_helper"] == (pytest.approx(100 * same / everything) if everything else None)


def test_work_belongs_to_the_pilot_that_its_home_was_in_at_the_time() -> None:
    months = Months()
    months.join(BEGIN + timedelta(days=40), 1)
    for day in (10, 50):
        a_request(months.dwellings[1], reported_at=BEGIN + timedelta(days=day))
    refresh(months.cooperative.pk, at=NOW)
    of_pilot = Scope(months.cooperative.pk, *YEAR, pilot_id=months.pilots[0].pk)
    assert figures_service.figures(of_pilot)["service.requests"].value == 1
    assert figures_service.figures(Scope(months.cooperative.pk, *YEAR))["service.requests"].value == 2


def test_hours_that_would_have_to_move_follow_from_what_workers_offer() -> None:
    months = Months()
    months.plumbers[1].delete()
    other = a_worker(months.cooperative, decided_at=BEGIN, hours_a_week=60)
    job = a_repair_job(months.dwellings[0])
    a_timesheet(job, months.plumbers[0], 300)  # offers 20 of 80 hours and got 300 of 400 minutes: 200 too many
    a_timesheet(job, other, 100)
    refresh(months.cooperative.pk, at=NOW)
    figures = figures_service.figures(Scope(months.cooperative.pk, *YEAR))
    assert figures["service.unevenness"].value == 50


def test_two_people_at_one_visit_are_one_visit_and_two_times_the_hours() -> None:
    months = Months()
    sheet = a_timesheet(a_repair_job(months.dwellings[0]), months.plumbers[0], 60)
    Timesheet.objects.create(
        cooperative=months.cooperative,
        visit=sheet.visit,
        worker=months.plumbers[1],
        started_at=sheet.started_at,
        stopped_at=sheet.stopped_at,
        outcome=sheet.outcome,
    )
    refresh(months.cooperative.pk, at=NOW)
    figures = figures_service.figures(Scope(months.cooperative.pk, *YEAR))
    assert (figures["service.visits"].value, figures["service.hours"].value) == (1, 2)


def test_work_that_is_open_again_leaves_the_month_in_which_it_was_done() -> None:
    months = Months()
    job = a_repair_job(months.dwellings[0], status=JobStatus.DONE, ended_at=NOW)
    refresh(months.cooperative.pk, at=NOW)
    job.status, job.ended_at = JobStatus.OPEN, None
    job.save()
    assert date(2026, 3, 1) in refresh(months.cooperative.pk, at=NOW, margin=0)
    assert figures_service.figures(Scope(months.cooperative.pk, *YEAR))["service.first_time_right"].value is None


def test_money_counts_when_it_was_settled() -> None:
    months = Months()
    tariffs(months.cooperative)
    sheet = a_timesheet(a_repair_job(months.dwellings[0]), months.plumbers[0], 60)
    refresh(months.cooperative.pk, at=NOW)
    settle(sheet, at=NOW + timedelta(days=40))
    assert refresh(months.cooperative.pk, at=NOW, margin=0) == [date(2026, 4, 1)]
    figures = figures_service.figures(Scope(months.cooperative.pk, date(2026, 4, 1), date(2026, 4, 1)))
    assert (figures["service.charged"].value, figures["service.earned"].value) == (4800, 4000)


def test_only_touched_months_are_made_again() -> None:
    months = Months()
    for day in (0, 40, 80):
        months.report(BEGIN + timedelta(days=day), day)
    assert len(refresh(months.cooperative.pk, at=NOW)) == 3
    assert refresh(months.cooperative.pk, at=NOW, margin=0) == []
    months.report(BEGIN + timedelta(days=41), 0)
    assert refresh(months.cooperative.pk, at=NOW, margin=0) == [date(2026, 2, 1)]


def test_another_cooperative_stays_out_of_it() -> None:
    months, others = Months(), Months()
    others.report(BEGIN, 0)
    refresh_all(at=NOW)
    assert stored(others)
    assert not stored(months)
    assert made_at(months.cooperative.pk) == NOW


def test_before_the_first_night_nothing_is_known() -> None:
    assert made_at(Months().cooperative.pk) is None


def test_a_month_boundary_is_midnight_in_the_netherlands() -> None:
    months = Months()
    a_request(months.dwellings[0], reported_at=datetime.fromisoformat("2026-03-31T22:30:00+00:00"))
    refresh(months.cooperative.pk, at=NOW)
    assert list(monthly(Scope(months.cooperative.pk, *YEAR), ["requests"])) == [date(2026, 4, 1)]


def test_the_command_makes_all_again_and_says_so() -> None:
    months = Months()
    months.report(BEGIN, 0)
    slug = months.cooperative.slug
    assert list(rebuild_command(slug, at=NOW)) == [f"{slug}: 1 months made again."]
    assert list(rebuild_command("nergens", at=NOW)) == []
    assert RollupMark.objects.filter(cooperative=months.cooperative).exists()
