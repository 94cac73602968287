"""The guard against false self-employment, over work that was settled and what workers told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.build import NOW, a_cooperative, a_coordinator, a_worker, an_actor
from tests.settlement.test_services import Neighbourhood
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Notice
from werkplaats.members.rules import Contract, WorkerKind, WorkerStatus
from werkplaats.members.rules.roles import DoorClosed
from werkplaats.settlement.models import WorkElsewhere
from werkplaats.settlement.queries_guard import Guarded, guarded, guarded_worker, levels
from werkplaats.settlement.rules.false_self_employment import USUAL_LEVEL, Levels, Step
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.services import correct
from werkplaats.settlement.services.guard import ask_elsewhere, set_levels, tell_elsewhere

pytestmark = pytest.mark.django_db
SPRING = Quarter(2026, 1)
LATER = datetime(2026, 5, 6, 8, tzinfo=UTC)
MAY = LATER.date()


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def tell(here: Neighbourhood, quarter: Quarter = SPRING, **told: Any) -> WorkElsewhere:
    said = {"cents": None, "minutes": None, **told}
    return tell_elsewhere(an_actor(here.worker.person), here.worker.pk, quarter, at=LATER, **said)


def of_worker(here: Neighbourhood, today: date = MAY) -> Guarded:
    return guarded_worker(here.worker, today)


def test_what_is_earned_here_is_labour_without_material(here: Neighbourhood) -> None:
    here.repaired(60, material_cents=5000)
    (spring, *before) = of_worker(here).periods
    assert (spring.quarter, spring.our_cents, spring.our_minutes) == (SPRING, 4000, 60)
    assert [period.our_cents for period in before] == [0, 0, 0]
    assert of_worker(here).finding.steps == (Step.ASK,)


def test_a_quarter_that_is_not_over_does_not_count_yet(here: Neighbourhood) -> None:
    here.repaired(60)
    assert of_worker(here, date(2026, 3, 31)).periods[0].our_cents == 0
    assert of_worker(here, date(2026, 4, 1)).periods[0].our_cents == 4000


def test_a_correction_counts_in_the_quarter_of_the_work(here: Neighbourhood) -> None:
    settlement = here.repaired(60)
    correct(here.treasurer, settlement.pk, reason="Korter", minutes=30, at=LATER)
    spring = of_worker(here).periods[0]
    assert (spring.our_cents, spring.our_minutes) == (2000, 30)


def test_who_tells_of_other_work_sees_the_share_and_the_latest_counts(here: Neighbourhood) -> None:
    here.repaired(60)
    tell(here, cents=1000, minutes=20)
    assert of_worker(here).finding.over
    tell(here, cents=4000, minutes=60)
    found = of_worker(here).finding
    assert (found.income.percent, found.hours.percent, found.over, found.steps) == (50, 50, False, ())


def test_hours_alone_can_be_told(here: Neighbourhood) -> None:
    here.repaired(60)
    tell(here, minutes=60)
    found = of_worker(here).finding
    assert (found.income.percent, found.hours.percent) == (None, 50)
    assert found.steps == (Step.ASK,)


@pytest.mark.parametrize(
    ("quarter", "told"),
    [
        (Quarter(2026, 3), {"cents": 0}),
        (SPRING, {}),
        (SPRING, {"cents": -1}),
        (SPRING, {"minutes": -1}),
        (SPRING, {"minutes": 13 * 7 * 24 * 60 + 1}),
    ],
    ids=["in the future", "nothing", "income below zero", "hours below zero", "more hours than there are"],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    here: Neighbourhood, quarter: Quarter, told: dict[str, int]
) -> None:
    with pytest.raises(Refused):
        tell(here, quarter, **told)
    assert not WorkElsewhere.objects.exists()


def test_an_employee_is_not_asked(here: Neighbourhood) -> None:
    employee = a_worker(here.cooperative, WorkerKind.HELPER)
    with pytest.raises(Refused):
        tell_elsewhere(an_actor(employee.person), employee.pk, SPRING, cents=0, minutes=0, at=LATER)
    assert employee not in [row.worker for row in guarded(here.treasurer, MAY)]


def test_a_worker_tells_only_of_themselves_and_who_settles_of_everybody(here: Neighbourhood) -> None:
    colleague = a_worker(here.cooperative)
    with pytest.raises(DoorClosed):
        tell_elsewhere(an_actor(colleague.person), here.worker.pk, SPRING, cents=0, minutes=0, at=LATER)
    told = tell_elsewhere(here.treasurer, here.worker.pk, SPRING, cents=0, minutes=0, at=LATER)
    assert told.told_by_id == here.treasurer.person_id
    with pytest.raises(Refused):
        tell_elsewhere(a_coordinator(a_cooperative()), here.worker.pk, SPRING, cents=0, minutes=0, at=LATER)


def test_who_is_above_a_level_stands_first_then_who_told_nothing(here: Neighbourhood) -> None:
    quiet = a_worker(here.cooperative)
    a_worker(here.cooperative, status=WorkerStatus.LEFT)
    helper = a_worker(here.cooperative, WorkerKind.HELPER, contract=Contract.SELF_EMPLOYED)
    plumber, here.worker = here.worker, quiet
    here.repaired(30)
    here.worker = plumber
    here.repaired(60)
    tell(here, cents=0, minutes=0)
    rows = guarded(here.treasurer, MAY)
    assert [row.worker for row in rows] == [plumber, quiet, helper]
    assert [row.finding.over for row in rows] == [True, False, False]
    assert guarded(a_coordinator(a_cooperative()), MAY) == []


def test_who_worked_here_is_asked_once_a_quarter_until_they_tell(here: Neighbourhood) -> None:
    here.repaired()
    a_worker(here.cooperative)  # did nothing here
    assert ask_elsewhere(at=NOW) == 0  # this quarter is not over
    assert [ask_elsewhere(at=LATER + timedelta(days=day)) for day in range(3)] == [1, 0, 0]
    notice = Notice.objects.get(event=f"work-elsewhere-asked:{here.worker.pk}:2026-1")
    assert "/werk/elders/" in notice.body
    assert "kwartaal 1 van 2026" in notice.body


def test_who_told_already_is_not_asked(here: Neighbourhood) -> None:
    here.repaired()
    tell(here, cents=0)
    assert ask_elsewhere(at=LATER) == 0


def test_the_cooperative_sets_its_own_levels(here: Neighbourhood) -> None:
    assert levels(here.cooperative.pk) == Levels(USUAL_LEVEL, USUAL_LEVEL)
    set_levels(here.treasurer, Levels(40, 90), at=NOW)
    set_levels(here.treasurer, Levels(50, 80), at=NOW)
    assert levels(here.cooperative.pk) == Levels(50, 80)
    for wrong in (Levels(0, 50), Levels(50, 101)):
        with pytest.raises(Refused):
            set_levels(here.treasurer, wrong, at=NOW)
    with pytest.raises(DoorClosed):
        set_levels(an_actor(here.worker.person), Levels(), at=NOW)


def test_the_database_keeps_that_a_quarter_is_one(here: Neighbourhood) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkElsewhere.objects.create(
            cooperative=here.cooperative, worker=here.worker, quarter=date(2026, 2, 1), told_at=NOW
        )


def test_many_workers_ask_no_more_queries_than_one(here: Neighbourhood) -> None:
    here.repaired()
    with CaptureQueriesContext(connection) as one:
        guarded(here.treasurer, MAY)
    for _ in range(3):
        here.worker = a_worker(here.cooperative)
        here.repaired(started_at=NOW + timedelta(days=1))
        tell(here, cents=1)
    with CaptureQueriesContext(connection) as many:
        guarded(here.treasurer, MAY)
    assert len(many) == len(one)
