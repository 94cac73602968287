"""Scenarios: the cooperative as it is now, as the first of them; what was saved; and what came of it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant, Dwelling, Participation
from werkplaats.homes.rules import Frequency, ParticipationStatus
from werkplaats.homes.rules.referral import GrantState, grant_state
from werkplaats.insight.models.scenarios import SavedScenario, ScenarioRun
from werkplaats.insight.queries.assumptions import assumptions_on
from werkplaats.insight.rules.costs_benefits.assumptions import Code
from werkplaats.insight.rules.costs_benefits.statement import coordinator_cents, likeliest
from werkplaats.insight.rules.whatif import Crew, Grants, Helpers, Scenario
from werkplaats.insight.rules.whatif.running import WAITING, time_left
from werkplaats.insight.rules.whatif.scenario import MOST_HOURS, PERIODS, USUAL_GRANTS, from_json
from werkplaats.members.models import PersonRole, Worker
from werkplaats.members.rules import WorkerKind, WorkerStatus
from werkplaats.members.rules.roles import Actor, May, Role, require
from werkplaats.settlement.models import Subscription
from werkplaats.settlement.queries_work import agreed
from werkplaats.settlement.rules.tariffs import Agreed, TariffKind, agreed_on

WEEKS_OF_A_YEAR: Final = 52
ALWAYS: Final = date(2000, 1, 1)  # in a scenario what is agreed now holds on every day


def as_it_is(actor: Actor, at: datetime) -> Scenario:
    """The cooperative's own homes, clients, people, hours and tariffs of today; what it does not know is as usual."""
    require(actor, May.SEE_COUNTERS)
    here, today = actor.cooperative_id, local_day(at)
    active = Participation.objects.filter(cooperative_id=here, status=ParticipationStatus.ACTIVE)
    homes = list(Dwelling.objects.filter(pk__in=active.filter(client=None).values("dwelling")))
    clients = list(active.filter(dwelling=None).values_list("client_id", flat=True))
    plans = Subscription.objects.filter(cooperative_id=here, since__lte=today, dwelling__in=homes)
    subscribers = plans.exclude(until__lt=today).count()
    usual = Scenario(dwellings=len(homes), clients=len(clients), crews=_crews(here), helpers=_helpers(here))
    return replace(
        usual,
        tariffs=_tariffs(here, today, homes, clients),
        **_coordinators(here, today),
        service_plan=round(min(1.0, subscribers / len(homes)), 3) if homes else 0.0,
        other_dwellings=_of_others(here, homes),
        start=today + timedelta(days=7 - today.weekday()),
        building_periods=_periods(homes) or usual.building_periods,
        grants=_grants(here, clients, today) or USUAL_GRANTS,
    )


def _crews(cooperative_id: int) -> tuple[Crew, ...]:
    found = Counter(
        (tuple(sorted(trades)), min(float(hours), MOST_HOURS))
        for trades, hours in _workers(cooperative_id, WorkerKind.TRADESPERSON).values_list("trades", "hours_a_week")
    )
    return tuple(Crew(trades, number, hours) for (trades, hours), number in sorted(found.items()))


def _helpers(cooperative_id: int) -> tuple[Helpers, ...]:
    helpers = _workers(cooperative_id, WorkerKind.HELPER).values_list("contract_minutes", "hours_a_week")
    found = Counter(min(minutes / 60 if minutes else float(hours), MOST_HOURS) for minutes, hours in helpers)
    return tuple(Helpers(number, hours) for hours, number in sorted(found.items()))


def _workers(cooperative_id: int, kind: WorkerKind) -> QuerySet[Worker]:
    return Worker.objects.filter(cooperative_id=cooperative_id, kind=kind, status=WorkerStatus.ADMITTED)


def _coordinators(cooperative_id: int, today: date) -> dict[str, Any]:
    """How many there are; their hours and what these cost together as the costs and benefits assume them."""
    roles = PersonRole.objects.filter(cooperative_id=cooperative_id, role=Role.COORDINATOR)
    people = roles.values("person").distinct().count()
    values = likeliest(assumptions_on(cooperative_id, today))
    hours = float((values[Code.COORDINATORS] * values[Code.COORDINATOR_HOURS])[0])
    if not people or hours <= 0:
        return {"coordinators": people}
    return {
        "coordinators": people,
        "coordinator_hours": min(round(hours / WEEKS_OF_A_YEAR / people, 2), MOST_HOURS),
        "coordinator_cents": round(float(coordinator_cents(values)[0]) / hours),
    }


def _tariffs(cooperative_id: int, today: date, homes: list[Dwelling], clients: list[int]) -> tuple[Agreed, ...]:
    """Those in force today: with the landlord of most homes and the team of most clients, else the general ones."""
    known = agreed(cooperative_id)
    landlord = Counter(home.landlord_id for home in homes).most_common(1)
    teams = CareGrant.objects.filter(client__in=clients).values_list("client__district_team", flat=True)
    team = Counter(teams).most_common(1)
    partners = {
        TariffKind.LANDLORD: landlord[0][0] if landlord else None,
        TariffKind.MUNICIPALITY: team[0][0] if team else None,
    }
    kinds = (TariffKind.LANDLORD, TariffKind.MUNICIPALITY, TariffKind.SERVICE_PLAN, TariffKind.WORKERS)
    found = (agreed_on(known, kind, today, partners.get(kind)) for kind in kinds)
    return tuple(replace(one, valid_from=ALWAYS, partner=None, id=None) for one in found if one)


def _of_others(cooperative_id: int, homes: list[Dwelling]) -> int:
    """Homes that are known here, of landlords of whom no home takes part."""
    ours = {home.landlord_id for home in homes}
    others = Dwelling.objects.filter(cooperative_id=cooperative_id, landlord__isnull=False)
    return others.exclude(landlord__in=[one for one in ours if one]).count()


def _periods(homes: list[Dwelling]) -> tuple[float, ...]:
    years = [home.built_in for home in homes if home.built_in]
    if not years:
        return ()
    numbers = Counter(sum(year >= first for first in PERIODS) for year in years)
    return tuple(numbers[period] / len(years) for period in range(len(PERIODS) + 1))


def _grants(cooperative_id: int, clients: list[int], today: date) -> tuple[Grants, ...]:
    rows = CareGrant.objects.filter(cooperative_id=cooperative_id, client__in=clients)
    running = [
        (Frequency(one.frequency), one.minutes)
        for one in rows
        if grant_state(one.starts_on, one.ends_on, one.ended_on, today) is GrantState.RUNNING
    ]
    return tuple(
        Grants(frequency, minutes, number / len(running))
        for (frequency, minutes), number in sorted(Counter(running).items())
    )


# --- what was saved --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Saved:
    """A scenario with its newest run, and the newest that has results."""

    row: SavedScenario
    last: ScenarioRun | None
    ready: ScenarioRun | None

    @property
    def scenario(self) -> Scenario:
        return from_json(self.row.what)

    @property
    def is_waiting(self) -> bool:
        return self.last is not None and self.last.status in WAITING

    def left(self, now: datetime) -> timedelta | None:
        """How long it still takes; None: not known, or nothing is worked out."""
        run = self.last
        if not self.is_waiting or run is None or run.started_at is None:
            return None
        return time_left(run.started_at, now, run.done, run.runs)


def saved(actor: Actor) -> list[Saved]:
    """All that were not put away, the oldest first. Two queries."""
    return [_saved(row) for row in _rows(actor)]


def saved_scenario(actor: Actor, scenario_id: int) -> Saved | None:
    row = _rows(actor).filter(pk=scenario_id).first()
    return _saved(row) if row else None


def _rows(actor: Actor) -> QuerySet[SavedScenario]:
    require(actor, May.SEE_COUNTERS)
    here = SavedScenario.objects.filter(cooperative_id=actor.cooperative_id, put_away_at=None)
    return here.select_related("made_by").prefetch_related("runs").order_by("pk")


def _saved(row: SavedScenario) -> Saved:
    runs = list(row.runs.all())
    return Saved(row, runs[0] if runs else None, next((run for run in runs if run.results), None))
