"""Scenarios that are saved: the first is the cooperative as it is, each gives the same when it is worked out again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.build import (
    NOW,
    TODAY,
    a_client,
    a_cooperative,
    a_coordinator,
    a_district_team,
    a_dwelling,
    a_grant,
    a_household_pilot,
    a_landlord,
    a_person,
    a_pilot,
    a_worker,
    an_actor,
)
from tests.insight.whatif_scenes import a_scenario
from tests.settlement.work import tariffs
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import Frequency, LandlordKind, ParticipationStatus
from werkplaats.insight.models import SavedScenario, ScenarioRun
from werkplaats.insight.queries.scenarios import as_it_is, saved, saved_scenario
from werkplaats.insight.rules.whatif import Crew, Grants, Scenario
from werkplaats.insight.rules.whatif.running import RunStatus, time_left
from werkplaats.insight.services.scenarios import (
    put_scenario_away,
    run_scenario,
    save_scenario,
    stop_run,
    work_out_scenario,
)
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import Actor, DoorClosed, Role
from werkplaats.settlement.rules.tariffs import TariffKind

pytestmark = pytest.mark.django_db


def ticking() -> Callable[[], datetime]:
    """A clock on which a second goes by each time that somebody looks."""
    moments = iter(range(1_000_000))
    return lambda: NOW + timedelta(seconds=next(moments))


@pytest.fixture
def coordinator() -> Actor:
    return a_coordinator(a_cooperative())


def small(**fields: Any) -> Scenario:
    return a_scenario(**{"dwellings": 20, "clients": 2, "weeks": 2, **fields})


def worked_out(actor: Actor, scenario: SavedScenario, runs: int = 3) -> ScenarioRun:
    run = run_scenario(actor, scenario.pk, runs=runs, at=NOW)
    work_out_scenario(run.pk, clock=ticking(), processes=1)
    run.refresh_from_db()
    return run


def test_the_first_scenario_is_the_cooperative_as_it_is() -> None:
    cooperative = a_cooperative()
    coordinator = a_coordinator(cooperative)
    landlord, other = a_landlord(cooperative), a_landlord(cooperative, LandlordKind.OBSERVER)
    pilot, help_ = a_pilot(landlord), a_household_pilot(team := a_district_team(cooperative))
    for place, year in enumerate((1921, 1957, 1988), start=1):
        part(pilot, place, dwelling=a_dwelling(landlord, built_in=year))
    a_dwelling(landlord)  # does not take part
    a_dwelling(other)
    client = a_client(team, a_dwelling(landlord))
    a_grant(client, frequency=Frequency.WEEKLY, minutes=150)
    part(help_, 1, client=client)
    a_worker(cooperative, trades=["LOO", "CVI"], hours_a_week=24)
    a_worker(cooperative, trades=["LOO", "CVI"], hours_a_week=24)
    a_worker(cooperative, kind=WorkerKind.HELPER, trades=[], hours_a_week=16)
    tariffs(cooperative)

    found = as_it_is(coordinator, NOW)

    assert (found.dwellings, found.clients, found.coordinators) == (3, 1, 1)
    assert (found.coordinator_hours, found.coordinator_cents) == (36, 3508)  # 1,872 hours of 24.19 and 45 % on top
    assert found.crews == (Crew(("CVI", "LOO"), 2, 24.0),)
    assert [(group.people, group.hours) for group in found.helpers] == [(1, 16.0)]
    assert found.grants == (Grants(Frequency.WEEKLY, 150, 1.0),)
    assert found.building_periods == (1 / 3, 1 / 3, 1 / 3, 0)
    assert (found.other_dwellings, found.joining) == (1, 0)
    assert {TariffKind.LANDLORD, TariffKind.WORKERS} <= {tariff.kind for tariff in found.tariffs}
    assert found.start.weekday() == 0
    assert TODAY < found.start <= TODAY + timedelta(days=7)
    save_scenario(coordinator, "Nu", found, at=NOW)


def part(pilot: Any, place: int, **who: Any) -> None:
    Participation.objects.create(
        cooperative=pilot.cooperative,
        pilot=pilot,
        status=ParticipationStatus.ACTIVE,
        place=place,
        requested_at=NOW,
        started_at=NOW,
        **who,
    )


def test_a_cooperative_with_nothing_yet_has_nothing_to_simulate(coordinator: Actor) -> None:
    with pytest.raises(Refused, match="woningen of cliënten"):
        save_scenario(coordinator, "Nu", as_it_is(coordinator, NOW), at=NOW)


def test_a_scenario_is_worked_out_with_bands_and_again_gives_the_same(coordinator: Actor) -> None:
    row = save_scenario(coordinator, "Klein", small(), at=NOW)
    first, again = worked_out(coordinator, row), worked_out(coordinator, row)
    assert (first.status, first.done, first.seed) == (RunStatus.READY, 3, small().seed)
    assert first.pk != again.pk
    assert first.results == again.results
    assert first.version == again.version
    low, middle, high, n = first.results["bands"]["money.result"]
    assert low <= middle <= high
    assert n == 3


def test_another_seed_gives_other_results(coordinator: Actor) -> None:
    one = worked_out(coordinator, save_scenario(coordinator, "Een", small(), at=NOW))
    other = worked_out(coordinator, save_scenario(coordinator, "Ander", small(seed=7), at=NOW))
    assert one.results != other.results


def test_what_is_being_worked_out_is_not_begun_twice(coordinator: Actor) -> None:
    row = save_scenario(coordinator, "Klein", small(), at=NOW)
    run = run_scenario(coordinator, row.pk, at=NOW)
    assert run_scenario(coordinator, row.pk, at=NOW) == run
    found = saved_scenario(coordinator, row.pk)
    assert found is not None
    assert found.is_waiting


def test_who_stops_it_gets_what_there_is(coordinator: Actor) -> None:
    row = save_scenario(coordinator, "Klein", small(), at=NOW)
    run = run_scenario(coordinator, row.pk, runs=50, at=NOW)
    clock = ticking()
    looks = 0

    def impatient() -> datetime:
        nonlocal looks
        looks += 1
        if looks == 8:
            stop_run(coordinator, row.pk)
        return clock()

    work_out_scenario(run.pk, clock=impatient, processes=1)
    run.refresh_from_db()
    assert run.status == RunStatus.READY
    assert 0 < run.done < 50
    assert run.results["bands"]["calls"][3] == run.done


def test_what_was_stopped_before_it_began_stays_so(coordinator: Actor) -> None:
    row = save_scenario(coordinator, "Klein", small(), at=NOW)
    run = run_scenario(coordinator, row.pk, at=NOW)
    stop_run(coordinator, row.pk)
    work_out_scenario(run.pk, clock=ticking(), processes=1)
    run.refresh_from_db()
    assert (run.status, run.results) == (RunStatus.STOPPED, {})


def test_a_job_that_is_done_twice_changes_nothing_the_second_time(coordinator: Actor) -> None:
    run = worked_out(coordinator, save_scenario(coordinator, "Klein", small(), at=NOW), runs=1)
    work_out_scenario(run.pk, clock=ticking(), processes=1)
    again = ScenarioRun.objects.get(pk=run.pk)
    assert (again.results, again.ended_at) == (run.results, run.ended_at)


def test_a_scenario_that_cannot_be_read_any_more_has_failed(coordinator: Actor) -> None:
    row = save_scenario(coordinator, "Klein", small(), at=NOW)
    run = run_scenario(coordinator, row.pk, at=NOW)
    SavedScenario.objects.filter(pk=row.pk).update(what={**row.what, "weeks": 0})
    work_out_scenario(run.pk, clock=ticking(), processes=1)
    run.refresh_from_db()
    assert (run.status, run.results) == (RunStatus.FAILED, {})


def test_a_name_is_given_once_and_is_free_again_after_putting_away(coordinator: Actor) -> None:
    row = save_scenario(coordinator, "Klein", small(), at=NOW)
    with pytest.raises(Refused, match="al een scenario") as refusal:
        save_scenario(coordinator, " Klein ", small(), at=NOW)
    assert refusal.value.field == "name"
    put_scenario_away(coordinator, row.pk, at=NOW)
    save_scenario(coordinator, "Klein", small(), at=NOW)
    assert [one.row.name for one in saved(coordinator)] == ["Klein"]
    with pytest.raises(Refused, match="is er niet"):
        run_scenario(coordinator, row.pk, at=NOW)


@pytest.mark.parametrize("fields", [{"weeks": -1}, {"coordinators": 51}, {"start": date(2027, 1, 6)}])
def test_what_cannot_be_simulated_is_refused_at_its_field(coordinator: Actor, fields: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        save_scenario(coordinator, "Raar", small(**fields), at=NOW)
    assert refusal.value.field in fields
    assert not SavedScenario.objects.exists()


def test_another_cooperative_sees_nothing_of_it_and_a_worker_neither(coordinator: Actor) -> None:
    row = save_scenario(coordinator, "Klein", small(), at=NOW)
    stranger = a_coordinator(a_cooperative())
    assert saved(stranger) == []
    with pytest.raises(Refused):
        run_scenario(stranger, row.pk, at=NOW)
    worker = an_actor(a_person(a_cooperative(), Role.WORKER))
    with pytest.raises(DoorClosed):
        saved(worker)
    with pytest.raises(DoorClosed):
        save_scenario(worker, "Klein", small(), at=NOW)


def test_time_left_goes_by_the_pace_so_far() -> None:
    assert time_left(NOW, NOW + timedelta(seconds=30), 10, 100) == timedelta(seconds=270)
    assert time_left(NOW, NOW + timedelta(seconds=30), 0, 100) is None
