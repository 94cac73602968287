"""Who may go, who is asked first, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.members.rules import Contract, CredentialKind, TravelMode, WorkerKind, WorkerStatus
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.facts import Absence, Candidate, Fetch, Paper, Taken, VisitNeed
from werkplaats.planning.rules.rank import Bar, For, bars, distance, rank, stands_until, travel_time
from werkplaats.planning.rules.times import possible_starts, preferred

HOME = (52.1601, 5.3725)
TWO_KM_AWAY = (52.1781, 5.3725)
NINE = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)  # Wednesday 11 March 2026, nine o'clock in Amersfoort
LEAK = VisitNeed("LOA", NINE, NINE + timedelta(hours=1), *HOME)
CLEANING = VisitNeed("HH", NINE, NINE + timedelta(hours=2), *HOME)
WEEK = tuple(Hours(weekday, time(8), time(17)) for weekday in range(5))
VALID = (date(2025, 1, 1), date(2027, 1, 1))

PLUMBER = Candidate(
    worker_id=1,
    name="Piet",
    kind=WorkerKind.TRADESPERSON,
    status=WorkerStatus.ADMITTED,
    trades=("LOO",),
    latitude=HOME[0],
    longitude=HOME[1],
    radius_metres=5000,
    papers=(Paper(CredentialKind.INSURANCE, *VALID),),
    hours=WEEK,
    minutes_offered=9600,
)
HELPER = replace(
    PLUMBER,
    worker_id=2,
    name="Helga",
    kind=WorkerKind.HELPER,
    trades=(),
    papers=(Paper(CredentialKind.VOG, *VALID),),
)


def names(need: VisitNeed, candidate: Candidate) -> list[str]:
    return [str(reason[0]) for reason in bars(need, candidate)]


def test_a_plumber_does_the_small_work_of_an_allrounder() -> None:
    assert names(LEAK, PLUMBER) == []


def test_an_allrounder_does_not_do_the_work_of_a_plumber() -> None:
    assert names(replace(LEAK, trade="LOO"), replace(PLUMBER, trades=("LOA",))) == [Bar.OTHER_TRADE]


def test_a_helper_cleans() -> None:
    assert names(CLEANING, HELPER) == []


@pytest.mark.parametrize(
    ("opens", "closes", "mode", "bars"),
    [
        (time(8, 30), time(17), TravelMode.BICYCLE, []),  # there at 8.35 for ten minutes, and a quarter to the visit
        (time(8, 30), time(17), TravelMode.FOOT, [Bar.SUPPLIER_CLOSED]),
        (time(8, 40), time(17), TravelMode.BICYCLE, [Bar.SUPPLIER_CLOSED]),
        (time(7), time(8, 45), TravelMode.BICYCLE, []),
        (time(7), time(8, 44), TravelMode.BICYCLE, [Bar.SUPPLIER_CLOSED]),
    ],
)
def test_material_is_only_fetched_while_the_supplier_is_open(
    opens: time, closes: time, mode: TravelMode, bars: list[str]
) -> None:
    fetch = Fetch(10, (Hours(2, opens, closes),), {TravelMode.BICYCLE: 15, TravelMode.FOOT: 45})
    assert names(replace(LEAK, fetch=fetch), replace(PLUMBER, travel_mode=mode)) == bars


@pytest.mark.parametrize(
    ("need", "candidate", "bar"),
    [
        (LEAK, replace(PLUMBER, status=WorkerStatus.APPLIED), Bar.NOT_ADMITTED),
        (LEAK, HELPER, Bar.NO_TRADESPERSON),
        (CLEANING, PLUMBER, Bar.NO_HELPER),
        (LEAK, replace(PLUMBER, trades=("SCH",)), Bar.OTHER_TRADE),
        (CLEANING, replace(HELPER, papers=()), Bar.NO_VOG),
        (
            CLEANING,
            replace(HELPER, papers=(Paper(CredentialKind.VOG, date(2023, 3, 11), date(2026, 3, 10)),)),
            Bar.NO_VOG,
        ),
        (LEAK, replace(PLUMBER, papers=()), Bar.NOT_INSURED),
        (LEAK, replace(PLUMBER, radius_metres=1000, latitude=TWO_KM_AWAY[0]), Bar.TOO_FAR),
        (LEAK, replace(PLUMBER, absences=(Absence(date(2026, 3, 9), date(2026, 3, 11)),)), Bar.ABSENT),
        (LEAK, replace(PLUMBER, hours=(Hours(2, time(8), time(9, 30)),)), Bar.OUTSIDE_HOURS),
        (LEAK, replace(PLUMBER, hours=()), Bar.OUTSIDE_HOURS),
        (LEAK, replace(PLUMBER, taken=(Taken(NINE, NINE + timedelta(hours=1), *HOME),)), Bar.ELSEWHERE),
    ],
)
def test_a_hard_rule_says_no_by_name(need: VisitNeed, candidate: Candidate, bar: Bar) -> None:
    assert bar in names(need, candidate)
    (ranked,) = rank(need, [candidate])
    assert not ranked.can
    assert ranked.rank == 0


def test_the_vog_is_valid_on_its_last_day() -> None:
    assert names(CLEANING, replace(HELPER, papers=(Paper(CredentialKind.VOG, VALID[0], date(2026, 3, 11)),))) == []


def test_the_way_between_two_homes_counts() -> None:
    before = Taken(NINE - timedelta(hours=1), NINE - timedelta(minutes=5), *TWO_KM_AWAY)
    assert names(LEAK, replace(PLUMBER, taken=(before,))) == [Bar.ELSEWHERE]
    assert names(LEAK, replace(PLUMBER, taken=(replace(before, ends_at=NINE - timedelta(minutes=15)),))) == []
    next_door = replace(before, ends_at=NINE, latitude=HOME[0])
    assert names(LEAK, replace(PLUMBER, taken=(next_door,))) == []


@pytest.mark.parametrize(
    ("contract", "until", "why_not"),
    [
        (Contract.EMPLOYEE, 14 * 60 + 30, []),  # half an hour before the next visit
        (Contract.EMPLOYEE, 14 * 60 + 40, [Bar.BREAK_MISSING]),
        (Contract.SELF_EMPLOYED, 14 * 60 + 40, []),  # no rule of the act for who is self-employed
    ],
)
def test_an_employee_has_a_break_also_when_one_visit_is_planned_by_hand(
    contract: Contract, until: int, why_not: list[str]
) -> None:
    morning = Taken(NINE, NINE + timedelta(minutes=until - 9 * 60), *HOME)
    afternoon = VisitNeed("HH", NINE + timedelta(hours=6), NINE + timedelta(hours=8), *HOME)
    assert names(afternoon, replace(HELPER, contract=contract, taken=(morning,))) == why_not


def test_an_employee_works_at_most_twelve_hours_a_day() -> None:
    helper = replace(HELPER, contract=Contract.EMPLOYEE, hours=(Hours(2, time(6), time(23)),))
    taken = tuple(Taken(NINE + timedelta(hours=h), NINE + timedelta(hours=h + 3), *HOME) for h in (-2, 2, 6))
    evening = VisitNeed("HH", NINE + timedelta(hours=10), NINE + timedelta(hours=13, minutes=30), *HOME)
    assert names(evening, replace(helper, taken=taken)) == [Bar.SHIFT_TOO_LONG]
    assert names(replace(evening, ends_at=NINE + timedelta(hours=13)), replace(helper, taken=taken)) == []


def test_hours_that_touch_are_one_stretch() -> None:
    assert names(CLEANING, replace(HELPER, hours=(Hours(2, time(8), time(10)), Hours(2, time(10), time(12))))) == []


def test_who_had_the_smallest_share_is_asked_first() -> None:
    busy = replace(PLUMBER, worker_id=5, minutes_done=4800)
    free = replace(PLUMBER, worker_id=9, minutes_done=600, latitude=TWO_KM_AWAY[0])
    assert [one.candidate.worker_id for one in rank(LEAK, [busy, free])] == [9, 5]


def test_half_the_hours_is_half_the_share() -> None:
    """Ten hours of work weigh more for who offered little."""
    small = replace(PLUMBER, worker_id=5, minutes_done=600, minutes_offered=2400)
    large = replace(PLUMBER, worker_id=9, minutes_done=600, minutes_offered=9600)
    assert [one.candidate.worker_id for one in rank(LEAK, [small, large])] == [9, 5]


def test_with_an_equal_share_the_nearest_goes() -> None:
    far = replace(PLUMBER, worker_id=1, latitude=TWO_KM_AWAY[0])
    near = replace(PLUMBER, worker_id=2)
    ranked = rank(LEAK, [far, near])
    assert [one.candidate.worker_id for one in ranked] == [2, 1]
    assert ranked[1].reasons == ((For.SHARE, 0, 9600), (For.DISTANCE, 2002))


def test_a_client_sees_the_same_face_again() -> None:
    familiar = replace(HELPER, worker_id=7, visits_here=3, minutes_done=5000)
    stranger = replace(HELPER, worker_id=3)
    ranked = rank(CLEANING, [stranger, familiar])
    assert ranked[0].candidate.worker_id == 7
    assert ranked[0].reasons[0] == (For.FAMILIAR, 3)


def test_who_said_no_comes_last() -> None:
    assert [
        one.candidate.worker_id for one in rank(LEAK, [replace(PLUMBER, declined=True), replace(PLUMBER, worker_id=8)])
    ] == [8, 1]


candidates = st.builds(
    lambda number, taken, done, metres, trade: replace(
        PLUMBER,
        worker_id=number,
        minutes_done=done,
        latitude=HOME[0] + metres / 111_000,
        trades=(trade,),
        taken=(Taken(NINE, NINE + timedelta(hours=1), *HOME),) if taken else (),
    ),
    st.integers(1, 10_000),
    st.booleans(),
    st.integers(0, 9600),
    st.integers(0, 8000),
    st.sampled_from(["LOO", "LOA", "SCH"]),
)


@given(st.lists(candidates, max_size=12, unique_by=lambda candidate: candidate.worker_id))
def test_everybody_is_ranked_once_and_who_can_comes_first(found: list[Candidate]) -> None:
    ranked = rank(LEAK, found)
    assert sorted(one.candidate.worker_id for one in ranked) == sorted(one.worker_id for one in found)
    able = [one for one in ranked if one.can]
    assert ranked[: len(able)] == able
    assert [one.rank for one in able] == list(range(1, len(able) + 1))
    assert all(one.reasons for one in ranked)
    assert rank(LEAK, list(reversed(found))) == ranked


def test_distance_over_the_globe() -> None:
    """Amersfoort station to Utrecht Centraal is about 19 km."""
    assert 18_500 < distance(52.1536, 5.3739, 52.0894, 5.1100) < 20_000
    assert travel_time(0) == timedelta()
    assert travel_time(1000) == timedelta(minutes=9)


def test_an_offer_stands_a_day_but_never_past_half_the_time_left() -> None:
    day = timedelta(hours=24)
    assert stands_until(NINE, NINE + timedelta(days=7), day) == NINE + day
    assert stands_until(NINE, NINE + timedelta(hours=4), day) == NINE + timedelta(hours=2)


def test_the_resident_named_wednesday_morning() -> None:
    assert preferred(["wed-morning"], NINE)
    assert not preferred(["wed-afternoon", "thu-morning", "whenever"], NINE)


def test_suggested_times_begin_with_what_the_resident_likes() -> None:
    days = [date(2026, 3, 11), date(2026, 3, 12), date(2026, 3, 13)]
    found = possible_starts(LEAK, [PLUMBER], days, not_before=NINE, preferred_times=["fri-morning"])
    assert found[0].at == datetime(2026, 3, 13, 7, 0, tzinfo=UTC)
    assert found[0].preferred
    assert not found[-1].preferred
    assert all(start.at >= NINE for start in found)


def test_two_workers_need_a_time_that_suits_both() -> None:
    days = [date(2026, 3, 11)]
    morning = replace(PLUMBER, worker_id=3, hours=(Hours(2, time(8), time(12)),))
    found = possible_starts(LEAK, [PLUMBER, morning], days, not_before=NINE, workers=2)
    assert found
    assert all(start.at.hour < 11 for start in found)
    assert possible_starts(LEAK, [PLUMBER], days, not_before=NINE, workers=2) == []
