from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_grant,
    a_household_pilot,
    a_landlord,
    a_landlord_contact,
    a_person,
    a_pilot,
    a_request,
    a_worker,
    an_actor,
)
from tests.settlement.work import a_household_job, a_repair_job, a_timesheet, consents, tariffs
from werkplaats.delivery.models import Feedback
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.insight.queries import (
    UNDECIDED,
    all_pilot_counters,
    dwelling_jobs,
    landlord_overview,
    pilot_counters,
)
from werkplaats.intake.rules import Branch
from werkplaats.jobs.models import Visit
from werkplaats.jobs.rules import JobStatus
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import DoorClosed, Role
from werkplaats.settlement.services import settle
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome

pytestmark = pytest.mark.django_db


class Neighbourhood:
    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.pilot = a_pilot(self.landlord)
        self.team = a_district_team(self.cooperative)
        self.household_pilot = a_household_pilot(self.team)
        self.board = an_actor(a_person(self.cooperative, Role.BOARD))
        self.plumber = a_worker(self.cooperative)
        tariffs(self.cooperative)
        consents(self.plumber)
        self.places = 0

    def taking_part(self, status: ParticipationStatus = ParticipationStatus.ACTIVE, **who: Any) -> None:
        self.places += 1
        Participation.objects.create(
            cooperative=self.cooperative,
            pilot=self.pilot if "dwelling" in who else self.household_pilot,
            status=status,
            place=self.places if status == ParticipationStatus.ACTIVE else None,
            requested_at=NOW,
            started_at=NOW if status == ParticipationStatus.ACTIVE else None,
            **who,
        )

    def dwelling(self, status: ParticipationStatus = ParticipationStatus.ACTIVE) -> Any:
        dwelling = a_dwelling(self.landlord)
        self.taking_part(status, dwelling=dwelling)
        return dwelling

    def repaired(self, dwelling: Any, hours: int = 24, rating: int = 5) -> Any:
        request = a_request(dwelling)
        Assessment.objects.create(
            cooperative=self.cooperative, request=request, outcome=Outcome.COOPERATIVE, reason="lekkage", decided_at=NOW
        )
        job = a_repair_job(dwelling, request=request, status=JobStatus.DONE)
        sheet = a_timesheet(job, self.plumber, 60, started_at=NOW + timedelta(hours=hours))
        Feedback.objects.create(
            cooperative=self.cooperative, visit=sheet.visit, given_by=request.reporter, rating=rating, given_at=NOW
        )
        settle(sheet, at=NOW)
        return job

    def helped(self) -> Any:
        client = a_client(self.team, a_dwelling(self.landlord))
        self.taking_part(client=client)
        job = a_household_job(a_grant(client))
        helper = a_worker(self.cooperative, WorkerKind.HELPER)
        settle(a_timesheet(job, helper, 120), at=NOW)
        return client


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def test_the_board_sees_how_each_pilot_stands(here: Neighbourhood) -> None:
    dwelling = here.dwelling()
    here.dwelling(ParticipationStatus.WAITING)
    here.repaired(dwelling, hours=24, rating=5)
    here.repaired(dwelling, hours=48, rating=4)
    a_request(dwelling)
    overdue = a_repair_job(dwelling, due_at=NOW - timedelta(days=1))
    Visit.objects.create(
        cooperative=here.cooperative, job=overdue, number=1, minutes=60, due_on=NOW.date(), created_at=NOW
    )
    here.helped()
    repairs, household = all_pilot_counters(here.board, NOW)
    assert (repairs.active, repairs.waiting) == (1, 1)
    assert repairs.requests == 4
    assert (repairs.by_outcome[Outcome.COOPERATIVE], repairs.by_outcome[UNDECIDED]) == (2, 2)
    assert (repairs.jobs.open, repairs.jobs.late, repairs.jobs.done) == (1, 1, 2)
    assert (repairs.visits_done, repairs.rating, repairs.ratings) == (2, 4.5, 2)
    assert repairs.hours_to_first_visit == 36
    assert (repairs.charged_cents, repairs.earned_cents, repairs.kept_cents) == (9600, 8000, 1600)
    assert (household.active, household.jobs.open, household.visits_done) == (1, 1, 1)
    assert (household.charged_cents, household.hours_to_first_visit) == (5800, 0)
    assert pilot_counters(here.board, here.pilot.pk, NOW) == repairs


def test_a_pilot_of_another_cooperative_is_not_there(here: Neighbourhood) -> None:
    assert pilot_counters(a_coordinator(a_cooperative()), here.pilot.pk, NOW) is None
    with pytest.raises(DoorClosed):
        pilot_counters(a_landlord_contact(here.landlord), here.pilot.pk, NOW)


def test_a_pilot_in_which_nothing_happened_yet_has_zeros(here: Neighbourhood) -> None:
    found = pilot_counters(here.board, here.pilot.pk, NOW)
    assert found
    assert (found.requests, found.visits_done, found.charged_cents) == (0, 0, 0)
    assert (found.rating, found.hours_to_first_visit) == (None, None)


def test_a_landlord_sees_its_dwellings_with_jobs_and_costs(here: Neighbourhood) -> None:
    dwelling = here.dwelling()
    here.repaired(dwelling)
    actor = a_landlord_contact(here.landlord)
    overview = landlord_overview(actor, NOW)
    (row,) = overview.dwellings
    assert (row.dwelling, row.participation, row.requests, row.cents) == (dwelling, "active", 1, 4800)
    assert (row.jobs.done, row.visits, row.minutes) == (1, 1, 60)
    assert (overview.taking_part, overview.cents, overview.cents_per_dwelling) == (1, 4800, 4800)
    assert [job.cents for job in dwelling_jobs(actor, dwelling.pk)] == [4800]


def test_a_landlord_never_sees_a_household_client(here: Neighbourhood) -> None:
    client = here.helped()
    a_request(client.dwelling, client.person, "Ik wil meer hulp.", branch=Branch.HOUSEHOLD, client=client)
    actor = a_landlord_contact(here.landlord)
    (row,) = landlord_overview(actor, NOW).dwellings
    assert row.dwelling == client.dwelling
    assert (row.participation, row.requests, row.cents, row.visits) == ("", 0, 0, 0)
    assert (row.jobs.open, row.jobs.done) == (0, 0)
    assert dwelling_jobs(actor, client.dwelling.pk) == []


def test_a_landlord_never_sees_the_dwellings_of_another(here: Neighbourhood) -> None:
    here.repaired(here.dwelling())
    other = a_landlord_contact(a_landlord(here.cooperative))
    assert landlord_overview(other, NOW).dwellings == ()


def test_the_number_of_queries_does_not_grow_with_the_rows(here: Neighbourhood) -> None:
    def queries(ask: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask()
        return len(captured)

    landlord = a_landlord_contact(here.landlord)
    asks = (
        lambda: all_pilot_counters(here.board, NOW),
        lambda: landlord_overview(landlord, NOW),
    )
    few = [queries(ask) for ask in asks]
    for _ in range(4):
        here.repaired(here.dwelling())
        here.helped()
    assert [queries(ask) for ask in asks] == few
    assert max(few) <= 8
