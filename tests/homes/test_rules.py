"""Places and moving up, what is wrong with a referral or a pilot, and when a grant gives help."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.homes.scenes import a_referral
from werkplaats.homes.rules.dwelling import Fault, ListedDwelling, faults
from werkplaats.homes.rules.pilot import PilotFlaw, PilotPlan, closes_up, free_places, moves_up, pilot_flaws
from werkplaats.homes.rules.referral import Flaw, GrantState, flaws, grant_state, last_day_of_help
from werkplaats.members.rules.identity import holds_bsn

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
caps = some.integers(min_value=0, max_value=60)
taken_places = some.sets(some.integers(min_value=1, max_value=80), max_size=60)
queues = some.lists(some.integers(min_value=100, max_value=999), unique=True, max_size=20)


# -- places -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cap", "taken", "queue", "moved"),
    [
        (3, [], [7, 8], [(7, 1), (8, 2)]),
        (3, [1, 3], [7, 8], [(7, 2)]),  # the freed place goes to who waits longest
        (3, [1, 2, 3], [7], []),
        (3, [1], [], []),
        (0, [], [7], []),
        (2, [1, 2, 3], [7], []),  # more taken than places, after a cap that was lowered by hand
    ],
)
def test_who_waits_longest_moves_up_first(
    cap: int, taken: list[int], queue: list[int], moved: list[tuple[int, int]]
) -> None:
    assert moves_up(cap, taken, queue) == moved


@given(caps, taken_places, queues)
def test_nobody_passes_in_the_queue_and_no_place_is_given_twice(cap: int, taken: set[int], queue: list[int]) -> None:
    moved = moves_up(cap, taken, queue)
    assert [who for who, _ in moved] == queue[: len(moved)]
    given_out = [place for _, place in moved]
    assert len(set(given_out)) == len(given_out)
    assert not taken & set(given_out)
    assert all(1 <= place <= cap for place in given_out)
    assert len(moved) == min(len(queue), len(free_places(cap, taken)))


@given(taken_places, some.integers(min_value=0, max_value=20))
def test_under_a_lower_cap_everybody_keeps_a_place(taken: set[int], spare: int) -> None:
    cap = len(taken) + spare
    moved = dict(closes_up(cap, taken))
    after = [moved.get(place, place) for place in taken]
    assert len(set(after)) == len(taken)
    assert all(1 <= place <= cap for place in after)
    assert all(place > cap for place in moved)  # who sits within the cap stays


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, {}),
        ({"name": "  "}, {"name": PilotFlaw.MISSING}),
        ({"cap": 0}, {"cap": PilotFlaw.CAP}),
        ({"cap": 100_001}, {"cap": PilotFlaw.CAP}),
        ({"ends_on": MONDAY - DAY}, {"ends_on": PilotFlaw.DATES}),
        ({"ends_on": MONDAY}, {}),
    ],
)
def test_what_is_wrong_with_a_pilot(changed: dict[str, Any], wrong: dict[str, PilotFlaw]) -> None:
    assert pilot_flaws(replace(PilotPlan("Kluscentrale", 50, MONDAY, MONDAY + 365 * DAY), **changed)) == wrong


# -- referrals --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, {}),
        ({"name": " "}, {"name": Flaw.MISSING}),
        ({"street": "", "city": ""}, {"street": Flaw.MISSING, "city": Flaw.MISSING}),
        ({"activities": ()}, {"activities": Flaw.NO_ACTIVITY}),
        ({"minutes": 14}, {"minutes": Flaw.MINUTES}),
        ({"minutes": 15}, {}),
        ({"minutes": 480}, {}),
        ({"minutes": 481}, {"minutes": Flaw.MINUTES}),
        ({"starts_on": MONDAY, "ends_on": MONDAY - DAY}, {"ends_on": Flaw.DATES}),
        ({"starts_on": MONDAY, "ends_on": MONDAY}, {}),
        ({"preferred_weekday": 7}, {"preferred_weekday": Flaw.WEEKDAY}),
        ({"preferred_weekday": None}, {}),
        ({"phone": " ", "email": ""}, {"phone": Flaw.NO_CONTACT}),
        ({"phone": "", "email": "an@voorbeeld.example"}, {}),
        ({"provider_reference": "111222333"}, {"provider_reference": Flaw.BSN}),
        ({"notes_for_helper": "BSN 1112.22.333."}, {"notes_for_helper": Flaw.BSN}),
        ({"name": "An 111222333"}, {"name": Flaw.BSN}),
        ({"provider_reference": "ZA-7004 / 12345678"}, {}),
    ],
)
def test_what_is_wrong_with_a_referral(changed: dict[str, Any], wrong: dict[str, Flaw]) -> None:
    assert flaws(a_referral(1, **changed)) == wrong


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("111222333", True),
        ("nummer:111222333;", True),
        ("111.222.333", True),
        ("1112 22 333", True),
        ("123456782", True),
        ("123456789", False),  # fails the eleven-test
        ("000000000", False),
        ("0612345678", False),  # ten digits: a telephone number
        ("+31611122233", False),
        ("1112223334", False),
        ("11122233", False),
        ("ZA-7004", False),
        ("10-03-2026 9 uur", False),
        ("", False),
    ],
)
def test_a_bsn_is_recognised_by_its_eleven_test(text: str, holds: bool) -> None:
    assert holds_bsn(text) is holds


@given(some.integers(min_value=0, max_value=99_999_999), some.text(alphabet="abc ,:\n", max_size=5))
def test_every_number_that_passes_the_eleven_test_is_found_in_a_text(eight: int, before: str) -> None:
    digits = f"{eight:08d}"
    last = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
    if last < 10 and int(digits):
        assert holds_bsn(f"{before}{digits}{last}{before}")
        assert not holds_bsn(f"{before}{digits}{(last + 1) % 10}{before}")


# -- grants -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ended_on", "today", "state"),
    [
        (None, MONDAY - DAY, GrantState.COMING),
        (None, MONDAY, GrantState.RUNNING),
        (None, MONDAY + 10 * DAY, GrantState.RUNNING),
        (None, MONDAY + 11 * DAY, GrantState.OVER),
        (MONDAY + DAY, MONDAY + DAY, GrantState.RUNNING),
        (MONDAY + DAY, MONDAY + 2 * DAY, GrantState.OVER),
        (MONDAY - DAY, MONDAY - 5 * DAY, GrantState.NEVER),
    ],
)
def test_when_a_grant_of_ten_days_gives_help(ended_on: date | None, today: date, state: GrantState) -> None:
    assert grant_state(MONDAY, MONDAY + 10 * DAY, ended_on, today) is state


@given(some.integers(min_value=-30, max_value=30), some.integers(min_value=0, max_value=20))
def test_help_that_stops_never_lasts_longer_than_was_granted(stopped: int, length: int) -> None:
    ends_on = MONDAY + length * DAY
    last = last_day_of_help(MONDAY, ends_on, MONDAY + stopped * DAY)
    if stopped > length:
        assert last is None
    else:
        assert last is not None
        assert MONDAY - DAY <= last <= ends_on
        assert last == MONDAY + max(stopped, -1) * DAY


# -- dwellings --------------------------------------------------------------------------------------------------------
A_HOME = ListedDwelling("3812 AB", 12, "Noordewierweg", "Amersfoort", 52.1592, 5.3685)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, {}),
        ({"street": " "}, {"street": Fault.MISSING}),
        ({"house_number": 0}, {"house_number": Fault.HOUSE_NUMBER}),
        ({"latitude": 5.3685, "longitude": 52.1592}, {"latitude": Fault.LATITUDE, "longitude": Fault.LONGITUDE}),
        ({"latitude": 463_000.0}, {"latitude": Fault.LATITUDE}),  # metres of the RD grid
        ({"built_in": 19}, {"built_in": Fault.YEAR}),
        ({"built_in": 1934}, {}),
    ],
)
def test_what_is_wrong_with_a_dwelling_in_a_list(changed: dict[str, Any], wrong: dict[str, Fault]) -> None:
    assert faults(replace(A_HOME, **changed)) == wrong
