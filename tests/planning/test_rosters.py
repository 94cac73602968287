"""Drafts of rosters: worked out, moved by hand, published; and who hears of it."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.build import NOW, a_cooperative, a_coordinator, a_resident, a_worker, an_actor
from tests.planning.scenes import a_care_grant, a_visit, actor_of, some_jobs
from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.jobs import services as jobs
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import VisitStatus
from werkplaats.members.models import Absence, Notice, Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.planning import services
from werkplaats.planning.models import Assignment, Offer, Roster, RosterVisit
from werkplaats.planning.queries_drafts import drafted
from werkplaats.planning.rules import OfferStatus, RosterStatus
from werkplaats.planning.rules.roster.change import Moving
from werkplaats.planning.rules.roster.check import check
from werkplaats.planning.rules.roster.draft import ChangeKind, VisitChange, changes
from werkplaats.triage.rules import Step, Urgency

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)  # NOW is the Tuesday of this week
NEXT_MONDAY = MONDAY + timedelta(days=7)
NEXT_WEDNESDAY_AT_NINE = datetime.combine(date(2026, 3, 18), time(9), AMSTERDAM)


class Week:
    """A client with help on Wednesdays at nine, a leak, a helper in employment and a plumber; next week is planned."""

    def __init__(self, helpers: int = 1, **grant: Any) -> None:
        self.cooperative = a_cooperative()
        self.coordinator = a_coordinator(self.cooperative)
        self.helpers = [a_worker(self.cooperative, WorkerKind.HELPER, kvk_number="") for _ in range(helpers)]
        self.plumber = a_worker(self.cooperative)
        self.grant = a_care_grant(self.cooperative, **grant)
        jobs.open_recurring(self.grant, at=NOW)
        self.help = Visit.objects.get(due_on=date(2026, 3, 18))
        self.leak = a_visit(self.cooperative)

    def asked(self, **more: Any) -> Roster:
        return services.ask_for_roster(self.coordinator, NEXT_MONDAY, at=NOW, **{"seconds": 1, **more})

    def worked_out(self, **more: Any) -> Roster:
        roster = self.asked(**more)
        services.work_out_roster(roster.pk, clock=lambda: NOW)
        roster.refresh_from_db()
        return roster

    def by_hand(self, **more: Any) -> Roster:
        return services.begin_roster_by_hand(self.coordinator, NEXT_MONDAY, at=NOW, **more)

    def move(self, roster: Roster, visit: Visit, *workers: Worker, **more: Any) -> None:
        ids = [worker.pk for worker in workers]
        services.move_visit(self.coordinator, roster.pk, visit.pk, ids, **{"at": NOW, **more})

    def publish(self, roster: Roster) -> Roster:
        return services.publish_roster(self.coordinator, roster.pk, at=NOW)

    def helped(self) -> None:
        """The help of next week is in the diary of the first helper."""
        services.assign(self.coordinator, self.help.pk, self.helpers[0].pk, starts_at=NEXT_WEDNESDAY_AT_NINE, at=NOW)
        Notice.objects.all().delete()


def heard(template: str) -> list[Notice]:
    return list(Notice.objects.filter(event__startswith=template))


def who_goes(visit: Visit) -> list[tuple[int, datetime]]:
    rows = Assignment.objects.filter(visit=visit, active=True)
    return [(row.worker_id, row.period.lower.astimezone(AMSTERDAM)) for row in rows]


def away_next_week(worker: Worker) -> None:
    last_day = NEXT_MONDAY + timedelta(days=6)
    Absence.objects.create(cooperative=worker.cooperative, worker=worker, first_day=NEXT_MONDAY, last_day=last_day)


def test_the_planner_drafts_the_week_and_changes_nothing_yet() -> None:
    week = Week()
    roster = week.worked_out()
    assert (roster.status, roster.share, roster.unplanned) == (RosterStatus.READY, 1.0, 0)
    now = drafted(roster, at=NOW)
    assert {one.task for one in now.plan.assigned} == {week.help.pk, week.leak.pk}
    assert check(now.problem, now.plan) == []
    assert {change.kind for change in changes(now.problem, now.plan)} == {ChangeKind.NEW}
    assert not Assignment.objects.exists()
    assert not Offer.objects.exists()
    assert not heard("roster")


def test_publishing_puts_employees_in_the_diary_and_asks_the_self_employed() -> None:
    week = Week()
    week.publish(week.worked_out())
    (one,) = who_goes(week.help)
    assert one[0] == week.helpers[0].pk
    assert Visit.objects.get(pk=week.help.pk).status == VisitStatus.AGREED
    assert Visit.objects.get(pk=week.leak.pk).status == VisitStatus.OFFERED
    assert [(offer.worker_id, offer.status) for offer in Offer.objects.all()] == [(week.plumber.pk, OfferStatus.SENT)]
    assert [len(heard(event)) for event in ("roster_worker", "roster_customer", "offer-sent")] == [1, 1, 1]


def test_pressing_twice_publishes_once() -> None:
    week = Week()
    roster = week.worked_out()
    assert week.publish(roster).told == 2
    assert week.publish(roster).told == 2
    assert Assignment.objects.count() == 1
    assert len(heard("roster")) == 2


def test_people_hear_only_what_changes_for_them() -> None:
    week = Week(helpers=2)
    week.helped()
    other = a_worker(week.cooperative, WorkerKind.HELPER, kvk_number="")
    roster = week.by_hand()
    week.move(roster, week.help, week.helpers[1], starts_at=NEXT_WEDNESDAY_AT_NINE)
    week.publish(roster)
    assert who_goes(week.help) == [(week.helpers[1].pk, NEXT_WEDNESDAY_AT_NINE)]
    assert {notice.person for notice in heard("roster_worker")} == {week.helpers[0].person, week.helpers[1].person}
    assert [notice.person_id for notice in heard("roster_customer")] == [week.grant.client.person_id]
    assert not Notice.objects.filter(person=other.person).exists()


def test_a_draft_that_changes_nothing_tells_nobody() -> None:
    week = Week()
    week.helped()
    roster = week.by_hand()
    assert week.publish(roster).told == 0
    assert not Notice.objects.exists()


def test_a_visit_goes_to_the_best_moment_of_the_day() -> None:
    week = Week()
    roster = week.by_hand()
    week.move(roster, week.leak, week.plumber, day=date(2026, 3, 17))
    (one,) = drafted(roster, at=NOW).plan.by_task[week.leak.pk]
    assert one.starts.astimezone(AMSTERDAM).date() == date(2026, 3, 17)


def test_a_plumber_does_not_get_household_help_by_hand_either() -> None:
    week = Week()
    with pytest.raises(Refused, match="huishoudelijke hulp nodig"):
        week.move(week.by_hand(), week.help, week.plumber, starts_at=NEXT_WEDNESDAY_AT_NINE)


def test_a_moment_outside_the_wishes_needs_the_yes_of_the_resident() -> None:
    week = Week()
    roster = week.by_hand()
    late = NEXT_WEDNESDAY_AT_NINE + timedelta(hours=5)
    with pytest.raises(Refused, match=r"past de bewoner niet. Vindt de bewoner het goed"):
        week.move(roster, week.help, week.helpers[0], starts_at=late)
    week.move(roster, week.help, week.helpers[0], starts_at=late, suits=True)
    week.publish(roster)
    assert who_goes(week.help) == [(week.helpers[0].pk, late)]


def test_what_suits_the_resident_counts_for_that_moment_only() -> None:
    week = Week(helpers=2)
    roster = week.by_hand()
    late = NEXT_WEDNESDAY_AT_NINE + timedelta(hours=5)
    week.move(roster, week.help, week.helpers[0], starts_at=late, suits=True)
    with pytest.raises(Refused, match=r"past de bewoner niet"):
        week.move(roster, week.help, week.helpers[1], starts_at=late)


def test_a_move_gives_the_draft_as_it_is_read_again() -> None:
    week = Week()
    roster = week.by_hand()
    late = NEXT_WEDNESDAY_AT_NINE + timedelta(hours=5)
    ids = [week.helpers[0].pk]
    moved = services.move_visit(week.coordinator, roster.pk, week.help.pk, ids, starts_at=late, suits=True, at=NOW)
    assert moved == drafted(roster, at=NOW)
    out = services.take_visit_out(week.coordinator, roster.pk, week.help.pk, at=NOW)
    assert out == drafted(roster, at=NOW) != moved


def test_taken_out_of_the_draft_it_is_to_be_planned_again_and_both_hear() -> None:
    week = Week()
    week.helped()
    roster = week.by_hand()
    services.take_visit_out(week.coordinator, roster.pk, week.help.pk, at=NOW)
    week.publish(roster)
    assert who_goes(week.help) == []
    assert Visit.objects.get(pk=week.help.pk).status == VisitStatus.TO_PLAN
    assert [len(heard(event)) for event in ("roster_worker", "roster_customer")] == [1, 1]


def test_somebody_ill_is_replaced_and_the_rest_stays() -> None:
    week = Week(helpers=2)
    week.helped()
    ill = week.helpers[0]
    Absence.objects.create(
        cooperative=week.cooperative, worker=ill, first_day=NEXT_MONDAY, last_day=NEXT_MONDAY + timedelta(days=6)
    )
    now = drafted(week.worked_out(moving=Moving.NOTHING), at=NOW)
    (change,) = [one for one in changes(now.problem, now.plan) if one.task == week.help.pk]
    assert (change.go, change.come, change.kind) == ({ill.pk}, {week.helpers[1].pk}, ChangeKind.OTHERS)


def test_what_was_promised_within_a_day_moves_only_when_the_coordinator_allows_it() -> None:
    week = Week()
    tomorrow = NEXT_WEDNESDAY_AT_NINE - timedelta(days=7)
    this_week = Visit.objects.get(due_on=date(2026, 3, 11))
    services.assign(week.coordinator, this_week.pk, week.helpers[0].pk, starts_at=tomorrow, at=NOW)
    at = tomorrow - timedelta(hours=20)
    roster = services.begin_roster_by_hand(week.coordinator, MONDAY, at=at)
    with pytest.raises(Refused, match="beloofd"):
        week.move(roster, this_week, week.helpers[0], starts_at=tomorrow + timedelta(hours=1), at=at)
    services.throw_roster_away(week.coordinator, roster.pk)
    allowed = services.begin_roster_by_hand(week.coordinator, MONDAY, moving=Moving.EVERYTHING, at=at)
    week.move(allowed, this_week, week.helpers[0], starts_at=tomorrow + timedelta(hours=1), at=at)


def test_what_a_self_employed_plumber_accepted_does_not_move() -> None:
    week = Week()
    starts_at = NEXT_WEDNESDAY_AT_NINE + timedelta(days=1)
    (offer,) = services.offer(week.coordinator, week.leak.pk, [week.plumber.pk], starts_at=starts_at, at=NOW)
    services.accept(actor_of(week.plumber), offer.pk, at=NOW)
    with pytest.raises(Refused, match="beloofd"):
        week.move(week.by_hand(), week.leak, week.plumber, starts_at=starts_at + timedelta(hours=1))


def test_a_draft_that_no_longer_fits_is_not_published_and_the_roster_stays() -> None:
    week = Week()
    roster = week.by_hand()
    week.move(roster, week.help, week.helpers[0], starts_at=NEXT_WEDNESDAY_AT_NINE)
    Absence.objects.create(
        cooperative=week.cooperative,
        worker=week.helpers[0],
        first_day=NEXT_MONDAY,
        last_day=NEXT_MONDAY + timedelta(days=6),
    )
    with pytest.raises(Outdated, match="past niet meer"):
        week.publish(roster)
    assert not Assignment.objects.exists()
    assert Roster.objects.get(pk=roster.pk).status == RosterStatus.READY


LATER_MONDAY = NEXT_MONDAY + timedelta(days=7)


def test_what_one_open_draft_plans_is_left_out_of_another_week() -> None:
    week = Week()
    week.move(week.by_hand(), week.leak, week.plumber, day=NEXT_MONDAY)
    later = services.begin_roster_by_hand(week.coordinator, LATER_MONDAY, at=NOW)
    now = drafted(later, at=NOW)
    assert week.leak.pk not in now.problem.task
    assert now.elsewhere == {week.leak.pk: NEXT_MONDAY}
    with pytest.raises(Outdated, match="week 12"):
        week.move(later, week.leak, week.plumber, day=LATER_MONDAY)


def test_the_planner_leaves_it_to_the_other_draft_until_that_is_thrown_away() -> None:
    week = Week()
    first = week.worked_out()

    def later() -> set[int]:
        roster = services.ask_for_roster(week.coordinator, LATER_MONDAY, seconds=1, at=NOW)
        services.work_out_roster(roster.pk, clock=lambda: NOW)
        return set(roster.visits.values_list("visit", flat=True))

    assert week.leak.pk not in later()
    services.throw_roster_away(week.coordinator, first.pk)
    assert week.leak.pk in later()


def test_what_waits_for_the_other_draft_is_left_out_too() -> None:
    week = Week()
    plaster, paint = (
        job.visits.get()
        for job in some_jobs(week.cooperative, Step("STU", 60, Urgency.NORMAL), Step("SCH", 60, Urgency.NORMAL))
    )
    plasterer = a_worker(week.cooperative, trades=["STU"])
    week.move(week.by_hand(), plaster, plasterer, day=NEXT_MONDAY)
    later = services.begin_roster_by_hand(week.coordinator, LATER_MONDAY, at=NOW)
    assert drafted(later, at=NOW).elsewhere == {plaster.pk: NEXT_MONDAY, paint.pk: NEXT_MONDAY}
    assert paint.pk not in drafted(later, at=NOW).problem.task


def test_of_two_drafts_with_one_visit_the_first_to_be_published_keeps_it() -> None:
    week = Week()
    first, later = week.by_hand(), services.begin_roster_by_hand(week.coordinator, LATER_MONDAY, at=NOW)
    week.move(first, week.leak, week.plumber, day=NEXT_MONDAY)
    in_both(week, later)
    assert [drafted(one, at=NOW).elsewhere for one in (first, later)] == [
        {week.leak.pk: LATER_MONDAY},
        {week.leak.pk: NEXT_MONDAY},
    ]
    week.publish(later)
    assert changes_of(first) == []
    assert Visit.objects.get(pk=week.leak.pk).status == VisitStatus.OFFERED


def in_both(week: Week, later: Roster) -> None:
    """Two planners that searched at the same moment planned the leak, each in its own week."""
    starts = datetime.combine(LATER_MONDAY, time(9), AMSTERDAM)
    RosterVisit.objects.create(
        cooperative=week.cooperative, roster=later, visit=week.leak, worker=week.plumber,
        period=(starts, starts + timedelta(hours=1)),
    )  # fmt: skip


def changes_of(roster: Roster) -> list[VisitChange]:
    now = drafted(roster, at=NOW)
    return changes(now.problem, now.plan)


def test_asked_twice_it_is_worked_out_once() -> None:
    week = Week()
    assert week.asked() == week.asked()
    assert Roster.objects.count() == 1


def test_a_new_question_replaces_a_draft_that_was_ready() -> None:
    week = Week()
    first = week.worked_out()
    second = week.asked()
    first.refresh_from_db()
    assert (first.status, second.status) == (RosterStatus.THROWN_AWAY, RosterStatus.QUEUED)


def test_a_draft_thrown_away_while_the_planner_searches_stays_away() -> None:
    week = Week()
    roster = week.asked()
    moments = iter([NOW, NOW + timedelta(seconds=1)])

    def clock() -> datetime:
        services.throw_roster_away(week.coordinator, roster.pk)
        return next(moments, NOW + timedelta(seconds=2))

    services.work_out_roster(roster.pk, clock=clock)
    roster.refresh_from_db()
    assert roster.status == RosterStatus.THROWN_AWAY
    assert not roster.visits.exists()


def test_stopped_in_the_middle_the_best_so_far_is_kept() -> None:
    week = Week()
    roster = week.asked(seconds=120)
    ticks = 0

    def clock() -> datetime:
        nonlocal ticks
        ticks += 1
        if ticks == 2:
            services.stop_roster(week.coordinator, roster.pk)
        return NOW + timedelta(seconds=ticks)

    services.work_out_roster(roster.pk, clock=clock)
    roster.refresh_from_db()
    assert (roster.status, roster.unplanned) == (RosterStatus.READY, 0)


def test_a_search_that_goes_wrong_is_said_and_the_roster_stays() -> None:
    week = Week()
    roster = week.asked()
    Roster.objects.filter(pk=roster.pk).update(objective={"no_such_term": 1})
    services.work_out_roster(roster.pk, clock=lambda: NOW)
    roster.refresh_from_db()
    assert roster.status == RosterStatus.FAILED
    assert week.asked().pk != roster.pk  # and one may ask again


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"seconds": 999}, "seconds"),
        ({"weights": {"travel": -1}}, "travel"),
        ({"weights": {"nonsense": 1}}, "nonsense"),
    ],
)
def test_an_impossible_question_is_refused(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        Week().asked(**more)
    assert refusal.value.field == field


def test_a_week_gone_by_is_not_planned() -> None:
    with pytest.raises(Refused, match="voorbij"):
        services.ask_for_roster(Week().coordinator, MONDAY - timedelta(days=7), at=NOW)


def test_a_resident_does_not_plan() -> None:
    week = Week()
    resident = a_resident(week.leak.job.dwelling)
    with pytest.raises(DoorClosed):
        services.ask_for_roster(an_actor(resident), NEXT_MONDAY, at=NOW)


def test_a_draft_of_another_neighbourhood_is_not_there() -> None:
    roster = Week().by_hand()
    with pytest.raises(Refused, match="is er niet"):
        services.publish_roster(a_coordinator(a_cooperative()), roster.pk, at=NOW)
