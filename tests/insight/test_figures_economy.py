"""The money of a period from the tables, with one plumber of the district, one from outside, and a helper."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
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
    a_worker,
    an_actor,
)
from tests.settlement.work import a_household_job, a_repair_job, a_timesheet, consents, tariffs
from werkplaats.ground.errors import Refused
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.insight.models import Assumption, MoneyMonth, SurveyAnswer, SurveyRound
from werkplaats.insight.queries import figures_costs, figures_economy
from werkplaats.insight.queries.assumptions import assumptions_on, district, earlier_work, versions
from werkplaats.insight.queries.economy import economy, facts, took_part
from werkplaats.insight.queries.figures import FEW_WORKERS, figures
from werkplaats.insight.rules.catalogue import COSTS, ECONOMY
from werkplaats.insight.rules.costs_benefits.assumptions import Code, Standing
from werkplaats.insight.rules.economy import WorkBefore
from werkplaats.insight.rules.local_multiplier import Kind, Receiver
from werkplaats.insight.rules.metrics import Audience, Scope
from werkplaats.insight.rules.surveys import SurveyKind
from werkplaats.insight.rules.uncertainty import Distribution
from werkplaats.insight.services import money
from werkplaats.insight.services.assumptions import set_assumption, set_district, tell_earlier_work
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import DoorClosed, Role
from werkplaats.settlement.models import Settlement
from werkplaats.settlement.services import correct, settle

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
MONEY = ("month", "pilot", "payer", "worker", "charged_cents", "earned_cents", "material_cents", "minutes", "sheets")


class Neighbourhood:
    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.pilot = a_pilot(self.landlord)
        self.team = a_district_team(self.cooperative)
        self.household_pilot = a_household_pilot(self.team)
        self.board = an_actor(a_person(self.cooperative, Role.BOARD))
        self.near = a_worker(self.cooperative, postcode="3812 AB")
        self.far = a_worker(self.cooperative, postcode="1011 AA")
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER, postcode="3812 CD")
        self.dwelling = a_dwelling(self.landlord, postcode="3812 XX")
        tariffs(self.cooperative)
        consents(self.near, self.far, self.helper)
        self.scope = Scope(self.cooperative.pk, MARCH, MARCH)

    def repaired(self, worker: Any, minutes: int = 60, material: int = 0, started_at: Any = NOW) -> None:
        sheet = a_timesheet(
            a_repair_job(self.dwelling), worker, minutes, started_at=started_at, material_cents=material
        )
        assert settle(sheet, at=started_at)

    def helped(self, minutes: int = 120) -> Any:
        client = a_client(self.team, a_dwelling(self.landlord))
        sheet = a_timesheet(a_household_job(a_grant(client)), self.helper, minutes)
        assert settle(sheet, at=NOW)
        return client

    def taking_part(self, pilot: Any, place: int, started_at: datetime, ended_at: Any = None, **who: Any) -> None:
        active = ended_at is None
        Participation.objects.create(
            cooperative=self.cooperative,
            pilot=pilot,
            status=ParticipationStatus.ACTIVE if active else ParticipationStatus.ENDED,
            place=place if active else None,
            requested_at=started_at,
            started_at=started_at,
            ended_at=ended_at,
            **who,
        )


@pytest.fixture
def here() -> Neighbourhood:
    return Neighbourhood()


def test_every_metric_has_a_figure_and_every_figure_its_metric(here: Neighbourhood) -> None:
    here.repaired(here.near)
    assert set(figures_economy.figures(here.scope)) == {metric.code for metric in ECONOMY}
    assert set(figures_costs.figures(here.scope)) == {metric.code for metric in COSTS}


def test_what_came_in_and_who_was_paid(here: Neighbourhood) -> None:
    here.repaired(here.near, 60)
    here.repaired(here.far, 120)
    here.helped(120)
    found = economy(here.scope)
    assert found.flow.charged == 3 * 4800 + 2 * 2900
    paid = {(p.kind, p.local.value): p.cents for p in found.flow.payments if not p.assumed}
    assert paid == {(Kind.WORKERS, 100): 4000, (Kind.WORKERS, 0): 8000, (Kind.HELPERS, 100): 4600}
    assert found.flow.subsidy == 500_000  # a month of 60,000 a year
    assert (found.period.minutes(), found.period.minutes(local=True)) == (300, 180)


def test_material_is_paid_to_the_shop_and_not_to_who_fetched_it(here: Neighbourhood) -> None:
    here.repaired(here.near, 60, material=500)
    paid = {p.kind: p.cents for p in economy(here.scope).flow.payments if not p.assumed}
    assert paid == {Kind.WORKERS: 4000, Kind.SUPPLIERS: 500}


def test_the_figures_have_their_bands(here: Neighbourhood) -> None:
    here.repaired(here.near)
    found = figures_economy.figures(here.scope)
    multiplier = found["economy.multiplier"]
    assert multiplier.low is not None
    assert multiplier.high is not None
    assert 1 < multiplier.low < multiplier.value < multiplier.high < 3
    assert found["economy.stays"].value == pytest.approx(multiplier.value - 1)
    assert found["economy.hours_paid"].parts == (("repairs", 1.0), ("household", 0.0))
    assert found["economy.workers"].parts == (("district", 1), ("outside", 0))
    before = found["economy.multiplier_before"]
    assert before.value == pytest.approx(1 + 0.05 + 0.05 * 0.30 + 0.95 * 0.02, abs=0.001)


def test_a_month_without_work_says_so_in_words(here: Neighbourhood) -> None:
    here.repaired(here.near)
    april = Scope(here.cooperative.pk, APRIL, APRIL)
    for found in (figures_economy.figures(april), figures_costs.figures(april)):
        assert all(figure.value is None and figure.why for figure in found.values())


def test_a_pilot_that_has_not_begun_says_so_in_words(here: Neighbourhood) -> None:
    late = a_pilot(here.landlord, name="Next year", starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    scope = Scope(here.cooperative.pk, MARCH, MARCH, late.pk)
    assert figures_economy.figures(scope)["economy.income"].why == figures_economy.NOT_BEGUN
    assert figures_costs.figures(scope)["costs.together"].why == figures_economy.NOT_BEGUN


def test_another_cooperative_sees_nothing_of_it(here: Neighbourhood) -> None:
    here.repaired(here.near)
    other = Scope(a_cooperative().pk, MARCH, MARCH)
    assert figures_economy.figures(other)["economy.income"].value is None


def test_one_pilot_has_its_part_of_what_is_assumed(here: Neighbourhood) -> None:
    here.taking_part(here.pilot, 1, NOW - timedelta(days=30), dwelling=here.dwelling)
    here.repaired(here.near, 60)
    here.helped(120)
    whole = economy(here.scope)
    found = economy(Scope(here.cooperative.pk, MARCH, MARCH, here.pilot.pk))
    assert (found.flow.charged, whole.flow.charged) == (4800, 10_600)
    assert found.flow.subsidy == round(500_000 * 4800 / 10_600)


def test_a_survey_takes_the_place_of_the_default(here: Neighbourhood) -> None:
    here.repaired(here.near)
    guessed = economy(here.scope)
    survey = SurveyRound.objects.create(
        cooperative=here.cooperative,
        kind=SurveyKind.SPENDING,
        year=2025,
        opens_on=MARCH,
        closes_on=APRIL,
        opened_at=NOW,
        opened_by_id=here.board.person_id,
    )
    for amount in (50, 75, 75, 90, 75):
        SurveyAnswer.objects.create(
            cooperative=here.cooperative,
            round=survey,
            role=Receiver.WORKER,
            on_paper=True,
            district=amount,
            city=amount,
        )
    asked = economy(here.scope)  # nobody answered one of 2026 yet, so that of the year before counts
    assert (asked.onward[Receiver.WORKER].by_survey, guessed.onward[Receiver.WORKER].by_survey) == (True, False)
    assert (asked.onward[Receiver.WORKER].answers, asked.onward[Receiver.HELPER].answers) == (5, 0)
    assert asked.flow.multiplier
    assert guessed.flow.multiplier
    assert asked.flow.multiplier.rounds.respent > guessed.flow.multiplier.rounds.respent


def test_costs_and_benefits_from_the_books(here: Neighbourhood) -> None:
    here.taking_part(here.pilot, 1, datetime(2026, 3, 17, tzinfo=UTC) - timedelta(hours=13), dwelling=here.dwelling)
    here.repaired(here.near, 60, material=3000)
    here.helped(120)
    found = facts(economy(here.scope))
    assert (found.repairs, found.household, found.work_repairs, found.material) == (4800 + 3300, 5800, 4000, 3000)
    assert (found.hours_repairs, found.hours_household, found.visits, found.months) == (1, 2, 1, 1)
    assert found.dwellings == pytest.approx(0.5, abs=0.01)
    figures = figures_costs.figures(here.scope)
    assert figures["costs.landlord_per_dwelling"].value is not None
    assert figures["costs.municipality_per_client"].why == figures_costs.NO_CLIENTS
    cooperative = figures["costs.cooperative"]
    assert cooperative.low is not None
    assert cooperative.high is not None
    assert cooperative.low < cooperative.high


def test_who_took_part_half_a_month_counts_for_half(here: Neighbourhood) -> None:
    middle = datetime(2026, 3, 16, 11, 30, tzinfo=UTC)  # March has 31 days, one of them an hour short
    here.taking_part(here.pilot, 1, NOW - timedelta(days=90), dwelling=here.dwelling)
    here.taking_part(here.pilot, 2, middle, dwelling=a_dwelling(here.landlord))
    here.taking_part(here.pilot, 3, NOW - timedelta(days=90), ended_at=middle, dwelling=a_dwelling(here.landlord))
    client = a_client(here.team, a_dwelling(here.landlord))
    here.taking_part(here.household_pilot, 1, NOW + timedelta(days=90), client=client)
    dwellings, clients = took_part(here.scope)
    assert (round(dwellings, 2), clients) == (2.0, 0)


def test_without_a_choice_the_district_is_where_the_dwellings_are(here: Neighbourhood) -> None:
    assert [str(area) for area in district(here.cooperative.pk)] == ["3812"]
    set_district(here.board, "1011, 3811-3812", at=NOW)
    assert [str(area) for area in district(here.cooperative.pk)] == ["1011", "3811-3812"]
    here.repaired(here.far)
    assert economy(here.scope).period.people[here.far.pk].local
    with pytest.raises(Refused, match="Amersfoort"):
        set_district(here.board, "Amersfoort", at=NOW)
    with pytest.raises(Refused):
        set_district(here.board, " , ", at=NOW)


def test_an_assumption_is_a_version_from_a_day_on(here: Neighbourhood) -> None:
    def subsidy(low: int, value: int, high: int, valid_from: date, source: str = "Decision of the council") -> None:
        set_assumption(
            here.board, Code.SUBSIDY, low=Decimal(low), value=Decimal(value), high=Decimal(high),
            distribution=Distribution.TRIANGULAR, source=source, valid_from=valid_from, at=NOW,
        )  # fmt: skip

    subsidy(1000, 2000, 3000, APRIL)
    assert assumptions_on(here.cooperative.pk, MARCH)[Code.SUBSIDY].standing is Standing.OWN
    assert assumptions_on(here.cooperative.pk, APRIL)[Code.SUBSIDY].estimate.value == 2000
    subsidy(1000, 2500, 3000, APRIL)  # of two from the same day the later one
    assert assumptions_on(here.cooperative.pk, APRIL)[Code.SUBSIDY].estimate.value == 2500
    assert [version.value for version in versions(here.board, Code.SUBSIDY)] == [2500, 2000]
    with pytest.raises(Refused) as refused:
        subsidy(3000, 2000, 1000, APRIL)
    assert refused.value.field == "value"
    with pytest.raises(Refused) as refused:
        subsidy(1, 2, 3, APRIL, source=" ")
    assert refused.value.field == "source"
    assert Assumption.objects.count() == 2


def test_what_a_worker_did_before_is_told_by_the_worker_or_to_the_board(here: Neighbourhood) -> None:
    here.repaired(here.near)
    assert figures_economy.figures(here.scope)["economy.from_no_work"].why == figures_economy.NOBODY_TOLD
    tell_earlier_work(here.board, here.near.pk, WorkBefore.SOME, at=NOW)
    tell_earlier_work(an_actor(here.near.person), here.near.pk, WorkBefore.NONE, at=NOW)
    assert earlier_work(here.cooperative.pk) == {here.near.pk: WorkBefore.NONE}
    here.repaired(here.far)
    found = figures_economy.figures(here.scope)["economy.from_no_work"]
    assert (found.value, found.low, found.high) == (1, 1, 2)
    with pytest.raises(DoorClosed):
        tell_earlier_work(an_actor(here.far.person), here.near.pk, WorkBefore.NONE, at=NOW)
    with pytest.raises(Refused):
        tell_earlier_work(a_coordinator(a_cooperative()), here.near.pk, WorkBefore.NONE, at=NOW)


def test_only_the_board_and_the_coordinator_set_what_is_assumed(here: Neighbourhood) -> None:
    with pytest.raises(DoorClosed):
        set_district(a_landlord_contact(here.landlord), "3812", at=NOW)


def test_what_was_summed_and_what_came_after_are_together_always_right(here: Neighbourhood) -> None:
    here.repaired(here.near, 60, material=500)
    here.helped()
    before = economy(here.scope).period
    money.refresh(here.cooperative.pk, margin=0)
    assert economy(here.scope).period == before
    assert MoneyMonth.objects.filter(cooperative=here.cooperative).count() == 4  # two payers; two who worked
    here.repaired(here.near, 30)
    here.repaired(here.far, 90, material=100)
    live = economy(here.scope).period
    assert live != before
    money.refresh(here.cooperative.pk, margin=1)  # one row behind
    assert economy(here.scope).period == live
    money.refresh(here.cooperative.pk, margin=0)
    money.refresh(here.cooperative.pk, margin=0)
    assert economy(here.scope).period == live
    kept = sorted(MoneyMonth.objects.values_list(*MONEY), key=str)
    assert money.rebuild(here.cooperative.pk, margin=0) == 1
    assert sorted(MoneyMonth.objects.values_list(*MONEY), key=str) == kept


def test_a_correction_after_the_sums_counts_in_the_month_of_the_work(here: Neighbourhood) -> None:
    here.repaired(here.near, 120)
    money.refresh(here.cooperative.pk, margin=0)
    settlement = Settlement.objects.get()
    correct(here.board, settlement.pk, reason="An hour too many", minutes=60, at=NOW + timedelta(days=40))
    assert (economy(here.scope).flow.charged, economy(here.scope).period.minutes()) == (4800, 60)
    april = Scope(here.cooperative.pk, APRIL, APRIL)
    assert economy(april).flow.charged == 0
    money.rebuild(here.cooperative.pk, margin=0)
    assert (economy(here.scope).flow.charged, economy(here.scope).period.minutes()) == (4800, 60)


def test_the_number_of_queries_does_not_grow_with_the_work(here: Neighbourhood) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            figures_economy.figures(here.scope)
            figures_costs.figures(here.scope)
        return len(captured)

    here.repaired(here.near)
    few = queries()
    for _ in range(3):
        here.repaired(here.far)
        here.helped()
    assert queries() == few
    assert few <= 24


def test_two_periods_of_a_party_do_not_differ_by_what_a_few_workers_earned(here: Neighbourhood) -> None:
    """Ten people in March, one of them in April too: March and April less March would be the April of that one."""
    here.taking_part(here.pilot, 1, NOW, dwelling=here.dwelling)
    ten = [a_worker(here.cooperative) for _ in range(10)]
    consents(*ten)
    for worker in ten:
        here.repaired(worker)
    here.repaired(ten[0], started_at=NOW + timedelta(days=31))
    march = figures(replace(here.scope, pilot_id=here.pilot.pk), Audience.PARTY)
    both = figures(Scope(here.cooperative.pk, MARCH, APRIL, here.pilot.pk), Audience.PARTY)
    assert march["economy.work_multiplier"].value is not None
    assert both["economy.work_multiplier"].why == FEW_WORKERS
    assert "service.earned" not in both


def test_a_party_is_told_of_the_neighbourhood_what_everybody_is_told(here: Neighbourhood) -> None:
    inside = figures(replace(here.scope, pilot_id=here.pilot.pk), Audience.PARTY)
    assert [code for code in inside if code.startswith("social.")] == ["social.cohesion"]
    assert inside["social.cohesion"] == figures(here.scope, Audience.PUBLIC)["social.cohesion"]


def test_a_party_is_not_told_what_a_few_workers_earned(here: Neighbourhood) -> None:
    here.taking_part(here.pilot, 1, NOW, dwelling=here.dwelling)
    here.repaired(here.near)
    of_pilot = replace(here.scope, pilot_id=here.pilot.pk)
    board, party = (figures(of_pilot, audience) for audience in (Audience.BOARD, Audience.PARTY))
    for code in ("economy.work_multiplier", "costs.worker", "costs.cooperative", "costs.break_even_dwellings"):
        assert board[code].value is not None
        assert party[code].value is None
        assert "what one of them earned" in party[code].why
    assert party["costs.landlord"].value == board["costs.landlord"].value
    public = figures(here.scope, Audience.PUBLIC)
    assert not any(one.value for code, one in public.items() if code.startswith(("economy.", "costs.")))
