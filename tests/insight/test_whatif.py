"""What if: a simulated year is a fair game. Everything that is asked ends once, nobody is in two places, and money adds
up."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight.whatif_scenes import TARIFFS, a_scenario
from werkplaats.insight.rules.whatif import Crew, Helpers, Result, Scenario, simulate
from werkplaats.insight.rules.whatif.bands import Band, bands, seeds, words
from werkplaats.insight.rules.whatif.demand import DAY, SEASONS, demand, season, shares
from werkplaats.insight.rules.whatif.household import VisitEnd, household
from werkplaats.insight.rules.whatif.people import people
from werkplaats.insight.rules.whatif.prices import Prices
from werkplaats.insight.rules.whatif.repairs import End, repairs
from werkplaats.insight.rules.whatif.reports import GROUP_OF, GROUPS, decide, reports
from werkplaats.insight.rules.whatif.scenario import OF_PAYERS, Wrong, faults, from_json, to_json
from werkplaats.insight.simulating import results
from werkplaats.jobs.rules.due import due_moments
from werkplaats.planning.rules.rank import distance, travel_time
from werkplaats.triage.rules import Outcome, Urgency
from werkplaats.triage.rules.lists import shipped

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
SCENARIOS = st.builds(
    a_scenario,
    dwellings=st.integers(0, 60),
    clients=st.integers(1, 10),
    crews=st.lists(
        st.builds(
            Crew,
            st.lists(st.sampled_from(["LOO", "CVI", "TIM", "ELE", "STU"]), min_size=1, max_size=3, unique=True).map(
                tuple
            ),
            st.integers(0, 2),
            st.sampled_from([0, 8, 24, 40]),
        ),
        max_size=3,
    ).map(tuple),
    helpers=st.lists(st.builds(Helpers, st.integers(0, 3), st.sampled_from([0, 12, 24])), max_size=2).map(tuple),
    coordinators=st.integers(0, 2),
    service_plan=st.sampled_from([0.0, 0.5, 1.0]),
    seed=st.integers(0, 1000),
    weeks=st.integers(1, 6),
)


@settings(max_examples=25)
@given(SCENARIOS)
def test_every_call_ends_once_and_every_visit_that_was_due_too(scenario: Scenario) -> None:
    found = simulate(scenario).figures
    assert sum(found[f"calls.{end}"] for end in End) == found["calls"]
    asked = demand(scenario)
    helped = household(scenario, asked, people(scenario)[1], Prices(scenario))
    assert {end: found[f"help.{end}"] for end in VisitEnd} == helped.ends
    if not scenario.coordinators:
        assert found["calls.undone"] == found["calls"]


@settings(max_examples=25)
@given(SCENARIOS)
def test_money_adds_up(scenario: Scenario) -> None:
    found = simulate(scenario).figures
    assert sum(found[f"money.charged.{kind}"] for kind in OF_PAYERS) == found["money.charged"]
    assert found["money.charged"] - found["money.earned"] == found["money.kept"]
    assert found["money.kept"] - found["money.coordinators"] == found["money.result"]
    helped_hours = found["help.hours"]
    assert found["money.charged.municipality"] == pytest.approx(helped_hours * 3400)  # by the hour, in whole cents


@settings(max_examples=25)
@given(SCENARIOS)
def test_nobody_is_in_two_places_nor_at_work_outside_the_own_hours(scenario: Scenario) -> None:
    asked, prices = demand(scenario), Prices(scenario)
    crafts, helpers = people(scenario)
    repairs(scenario, asked, crafts, prices)
    household(scenario, asked, helpers, prices)
    for person in (*crafts, *helpers):
        for number, visits in person.diary.items():
            hours = person.free[number % 7]
            assert hours is not None
            assert number // 7 not in person.away
            assert all(hours[0] <= begins % DAY and ends % DAY <= hours[1] for begins, ends, *_ in visits)
            for (_, ends, *here), (begins, _, *there) in pairwise(visits):
                assert ends + travel_time(distance(*here, *there)).total_seconds() / 60 <= begins


def test_the_same_seed_gives_the_same_year_and_another_seed_another() -> None:
    scenario = a_scenario()
    assert simulate(scenario) == simulate(scenario)
    assert simulate(scenario) != simulate(replace(scenario, seed=2))


def test_who_there_is_to_answer_changes_nothing_about_what_is_asked() -> None:
    """So that scenarios can be compared: the same calls come in, and the same people live where they lived."""
    few, many = a_scenario(crews=(Crew(("LOO",), 1, 8),)), a_scenario(crews=(Crew(("LOO",), 5, 8),), coordinators=3)
    assert demand(few) == demand(many)
    assert people(few)[0][0].candidate == people(many)[0][0].candidate


def test_without_a_plumber_the_plumbing_stays_undone_and_that_is_said() -> None:
    scenario = a_scenario(crews=(Crew(("CVI",), 2, 32),))
    found = simulate(scenario)
    plumbing = found.figures["trade.LOO.jobs"]
    assert plumbing > 0
    assert found.figures["trade.LOO.undone"] == plumbing
    assert ("nobody_can", "LOO", plumbing) in found.words
    assert not any(trade == "CVI" for _, trade, _ in found.words)


def test_a_plumber_does_small_plumbing_too() -> None:
    found = simulate(a_scenario(crews=(Crew(("LOO",), 2, 32),)))
    assert found.figures["trade.LOA.jobs"] > found.figures["trade.LOA.undone"] == 0


def test_work_for_two_is_not_done_by_one() -> None:
    scenario = a_scenario(dwellings=600, crews=(Crew(("TIM",), 1, 40),))
    assert any(code == "two_needed" for code, _, _ in simulate(scenario).words)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"coordinators": 0}, "no_coordinator"),
        ({"helpers": ()}, "no_helpers"),
        ({"helpers": (Helpers(1, 8),), "clients": 30}, "without_regular"),
        ({"tariffs": ()}, "no_tariffs"),
        ({"tariffs": TARIFFS[1:]}, "not_priced"),
    ],
)
def test_what_cannot_be_is_said_and_gives_no_nan(fields: dict[str, object], word: str) -> None:
    found = simulate(a_scenario(**fields))
    assert word in [code for code, _, _ in found.words]
    assert all(value == value for value in found.figures.values())


def test_where_nobody_waited_there_is_no_waiting_time() -> None:
    found = simulate(a_scenario(crews=(), coordinators=1)).figures
    assert "wait.answer.median" in found
    assert "wait.visit.median" not in found


@pytest.mark.parametrize(
    ("fields", "field", "why"),
    [
        ({"dwellings": -1}, "dwellings", Wrong.NEGATIVE),
        ({"clients": 5_001}, "clients", Wrong.TOO_MANY),
        ({"dwellings": 0, "clients": 0}, "dwellings", Wrong.NOTHING),
        ({"weeks": 0}, "weeks", Wrong.NOTHING),
        ({"crews": (Crew(("LOO",), -2, 24),)}, "crews", Wrong.NEGATIVE),
        ({"crews": (Crew(("BAKKER",), 2, 24),)}, "crews", Wrong.TRADE),
        ({"crews": (Crew(("HH",), 2, 24),)}, "crews", Wrong.TRADE),
        ({"helpers": (Helpers(2, 61),)}, "helpers", Wrong.TOO_MANY),
        ({"other_joins": 1.2}, "other_joins", Wrong.SHARE),
        ({"building_periods": (0.5, 0.2)}, "building_periods", Wrong.SHARE),
        ({"calls": (3, 2, 4)}, "calls", Wrong.ORDER),
        ({"start": date(2027, 1, 5)}, "start", Wrong.MONDAY),
    ],
)
def test_what_is_wrong_with_a_scenario_is_named_by_its_field(fields: dict[str, object], field: str, why: Wrong) -> None:
    scenario = a_scenario(**fields)
    assert faults(scenario) == {field: why}
    with pytest.raises(ValueError, match=field):
        simulate(scenario)


def test_a_scenario_is_kept_and_read_again_as_it_was() -> None:
    scenario = a_scenario(other_dwellings=40, other_joins=0.5, mix=(("heating", 0.5),), asked_change=-10)
    assert from_json(to_json(scenario)) == scenario


def test_dearer_is_dearer_and_changes_nothing_else() -> None:
    usual = simulate(a_scenario()).figures
    dearer = simulate(a_scenario(asked_change=10)).figures
    assert dearer["money.charged.municipality"] == pytest.approx(usual["money.charged.municipality"] * 1.1)
    assert dearer["money.charged.landlord"] > usual["money.charged.landlord"]  # but material costs what it costs
    assert dearer["money.earned"] == usual["money.earned"]
    assert {name: value for name, value in dearer.items() if not name.startswith("money")} == {
        name: value for name, value in usual.items() if not name.startswith("money")
    }


def test_the_homes_of_the_other_landlord_join_in_part() -> None:
    joined = a_scenario(other_dwellings=40, other_joins=0.5)
    assert joined.homes == 80
    assert len(demand(joined).homes) == 80
    assert simulate(joined).figures["calls"] > simulate(a_scenario()).figures["calls"]


def test_calls_come_as_often_as_was_said() -> None:
    found = demand(a_scenario(dwellings=400, weeks=52, calls=(2, 2, 2), building_periods=(0, 0, 1, 0)))
    assert len(found.calls) == pytest.approx(800, rel=0.12)  # four standard deviations


def test_another_mix_gives_other_calls() -> None:
    only_heating = a_scenario(mix=tuple((group, 0.0) for group in GROUPS if group != "heating"))
    assert {call.report.group for call in demand(only_heating).calls} == {"heating"}
    assert sum(shares(a_scenario()).values()) == pytest.approx(1)


def test_heating_is_called_about_in_winter_and_a_season_adds_up_to_a_year() -> None:
    assert season("heating", 1) > 3 * season("heating", 7)
    for group in (*SEASONS, "joinery"):
        assert sum(season(group, month) for month in range(1, 13)) == pytest.approx(12)


def test_what_is_promised_is_the_programs_own_promise() -> None:
    scenario = a_scenario()
    asked, prices = demand(scenario), Prices(scenario)
    done = repairs(scenario, asked, people(scenario)[0], prices)
    cases = [case for case in done.cases if case.jobs and case.answered_at is not None]
    assert cases
    for case in cases:
        opened = case.jobs[0].due - round(
            (due_moments([case.jobs[0].urgency], NEW_YEAR)[0] - NEW_YEAR).total_seconds() / 60
        )
        assert opened == case.answered_at


def test_what_cannot_wait_goes_first() -> None:
    """With one coordinator who is far behind, an emergency is answered before what came in earlier."""
    scenario = a_scenario(dwellings=300, minutes_an_assessment=60, coordinator_hours=10, weeks=4)
    done = repairs(scenario, demand(scenario), people(scenario)[0], Prices(scenario))
    urgent = [c for c in done.cases if c.decided.is_emergency and c.answered_at is not None and not c.asked]
    others = [c for c in done.cases if not c.decided.is_emergency and c.answered_at is not None and not c.asked]
    waits = [max(case.answered_at - case.call.at for case in group) for group in (urgent, others)]  # type: ignore[operator]
    assert waits[0] < waits[1]


# --- the reports -----------------------------------------------------------------------------------------------------


def test_every_item_of_the_list_is_told_and_every_family_has_its_group() -> None:
    told = {report.item.code for report in reports()}
    assert told == {item.code for item in shipped("repairs").items}
    assert {item.family for item in shipped("repairs").items} == set(GROUP_OF)
    assert sum(share for share, _ in GROUPS.values()) == pytest.approx(1)


def test_the_reports_are_those_that_the_triage_is_measured_with() -> None:
    with Path("bench/triage/reports.csv").open(encoding="utf-8", newline="") as file:
        measured = {(row["items"], row["text"]) for row in csv.DictReader(file)}
    assert {(report.item.code, report.text) for report in reports()} <= measured


def test_what_the_service_plan_covers_is_the_tenants_own_without_it() -> None:
    covered = [report for report in reports() if report.proposed and report.proposed.item.party == "service_plan"]
    one = next(report for report in covered if not report.asks and not report.proposed.own)  # type: ignore[union-attr]
    with_plan, without = decide(one, subscriber=True), decide(one, subscriber=False)
    assert (with_plan.outcome, with_plan.own) == (Outcome.COOPERATIVE, True)
    assert (without.outcome, without.steps) == (Outcome.TENANT, ())


def test_trades_that_follow_come_after_in_order() -> None:
    longest = max((decide(report, subscriber=True) for report in reports()), key=lambda one: len(one.steps))
    assert len(longest.steps) == 3
    assert longest.steps[0].urgency in Urgency


def test_two_processes_give_what_one_gives() -> None:
    years = seeds(a_scenario(dwellings=20, clients=2, weeks=2), 4)
    assert list(results(years, 2)) == list(results(years, 1))


def test_each_year_of_a_scenario_has_its_own_seed_and_the_first_is_its_own() -> None:
    years = seeds(a_scenario(seed=7), 3)
    assert [year.seed for year in years] == [7, 1007, 2007]
    assert {replace(year, seed=7) for year in years} == {a_scenario(seed=7)}


def test_a_band_says_where_four_of_five_years_lie() -> None:
    found = bands({"calls": float(number), **({"rare": 5.0} if number == 3 else {})} for number in range(11))
    assert found["calls"] == Band(1.0, 5.0, 9.0, 11)
    assert found["rare"] == Band(5.0, 5.0, 5.0, 1)


def test_what_could_not_be_in_few_of_the_years_is_not_said_of_all() -> None:
    years = [Result({}, (("nobody_can", "LOO", 4), *((("nobody_can", "INS", 1),) if n == 0 else ()))) for n in range(3)]
    assert words(years) == [("nobody_can", "LOO", 4)]
    half = [Result({}, (("nobody_can", "LOO", 1),)), Result({}, ())]
    assert words(half) == [("nobody_can", "LOO", 1)]  # never "0 jobs stay undone"
