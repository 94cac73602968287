"""Who is paid in a run, on which account, and who waits for what."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.pay_run import (
    STEPS,
    Account,
    Owed,
    RunStatus,
    Waits,
    draft,
    may_become,
    split,
)

KEES, ALI, EVA = 1, 2, 3
IBAN, OTHER, BLOCKED = "NL91ABNA0417164300", "NL44RABO0123456789", "NL86INGB0002445588"
ACCOUNTS = {KEES: Account(IBAN), ALI: Account(OTHER, BLOCKED, Decimal(30)), EVA: Account("")}


def owed(line: int, worker: int, cents: int, **fields: object) -> Owed:
    return Owed(line, worker, cents, **fields)  # type: ignore[arg-type]


def test_all_that_a_worker_earned_is_one_payment() -> None:
    made = draft([owed(2, KEES, 500), owed(1, KEES, 1500)], ACCOUNTS)
    (pay,) = made.pays
    assert (pay.worker, pay.lines, pay.iban, pay.cents, pay.blocked_cents) == (KEES, (1, 2), IBAN, 2000, 0)
    assert (made.waiting, made.cents) == ((), 2000)


def test_a_part_of_the_labour_goes_to_the_blocked_account_and_nothing_of_the_material() -> None:
    (pay,) = draft([owed(1, ALI, 10_001, labour_cents=10_001), owed(2, ALI, 5000)], ACCOUNTS).pays
    assert (pay.cents, pay.blocked_cents) == (12_001, 3000)
    assert (pay.iban, pay.blocked_iban) == (OTHER, BLOCKED)


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (Account(""), Waits.NO_IBAN),
        (Account(" "), Waits.NO_IBAN),
        (Account("NL00ABNA0417164300"), Waits.WRONG_IBAN),
        (Account(IBAN, "NL00INGB0002445588", Decimal(30)), Waits.WRONG_BLOCKED_IBAN),
        (Account(IBAN, "", Decimal(30)), Waits.WRONG_BLOCKED_IBAN),
    ],
    ids=str,
)
def test_who_has_no_right_account_waits_and_the_others_are_paid(account: Account, why: Waits) -> None:
    made = draft([owed(1, EVA, 700, labour_cents=700), owed(2, KEES, 100)], {**ACCOUNTS, EVA: account})
    assert [pay.worker for pay in made.pays] == [KEES]
    assert [(one.worker, one.lines, one.cents, one.why) for one in made.waiting] == [(EVA, (1,), 700, why)]


def test_a_worker_of_whom_nothing_is_known_waits_for_an_iban() -> None:
    assert [one.why for one in draft([owed(1, 99, 700)], ACCOUNTS).waiting] == [Waits.NO_IBAN]


def test_a_disputed_line_waits_and_the_rest_is_paid() -> None:
    made = draft([owed(1, KEES, 500, waits=Waits.DISPUTED), owed(2, KEES, 300)], ACCOUNTS)
    assert [(pay.lines, pay.cents) for pay in made.pays] == [((2,), 300)]
    assert [(one.lines, one.cents, one.why) for one in made.waiting] == [((1,), 500, Waits.DISPUTED)]


def test_who_waits_for_several_things_is_named_for_each() -> None:
    lines = [owed(1, KEES, 500, waits=Waits.TOO_RECENT), owed(2, KEES, 300, waits=Waits.DISPUTED)]
    made = draft([*lines, owed(3, KEES, 100, waits=Waits.TOO_RECENT)], ACCOUNTS)
    assert made.pays == ()
    assert [(one.why, one.lines, one.cents) for one in made.waiting] == [
        (Waits.DISPUTED, (2,), 300),
        (Waits.TOO_RECENT, (1, 3), 600),
    ]


def test_what_takes_a_disputed_line_back_waits_with_it() -> None:
    made = draft(
        [owed(1, KEES, 500, waits=Waits.DISPUTED), owed(2, KEES, -500, reverses=1), owed(3, KEES, 400)], ACCOUNTS
    )
    assert [(pay.lines, pay.cents) for pay in made.pays] == [((3,), 400)]
    assert [(one.lines, one.cents) for one in made.waiting] == [((1, 2), 0)]


def test_a_correction_is_set_off_against_what_was_earned() -> None:
    (pay,) = draft([owed(1, KEES, 500), owed(2, KEES, -200)], ACCOUNTS).pays
    assert (pay.lines, pay.cents) == ((1, 2), 300)


@pytest.mark.parametrize("taken_back", [500, 501])
def test_who_is_owed_nothing_more_is_carried_to_the_next_run(taken_back: int) -> None:
    lines = [owed(1, KEES, 500), owed(2, KEES, -taken_back)]
    (waiting,) = draft(lines, ACCOUNTS).waiting
    assert (waiting.lines, waiting.cents, waiting.why) == ((1, 2), 500 - taken_back, Waits.SET_OFF)
    (pay,) = draft([*lines, owed(3, KEES, 1000)], ACCOUNTS).pays
    assert (pay.lines, pay.cents) == ((1, 2, 3), 1500 - taken_back)


@pytest.mark.parametrize(
    ("cents", "labour", "percent", "parts"),
    [
        (1000, 1000, Decimal(0), (1000, 0)),
        (1000, 1000, Decimal(100), (0, 1000)),
        (1001, 1, Decimal(50), (1000, 1)),  # half a cent goes up
        (300, 1000, Decimal(40), (0, 300)),  # corrections of material took most of it
        (1000, -200, Decimal(40), (1000, 0)),
    ],
)
def test_the_two_parts_are_the_whole(cents: int, labour: int, percent: Decimal, parts: tuple[int, int]) -> None:
    assert split(cents, labour, percent) == parts


lines = st.builds(
    Owed,
    line=st.integers(1, 40),
    worker=st.integers(1, 4),
    cents=st.integers(-50_000, 100_000),
    labour_cents=st.integers(-50_000, 100_000),
    waits=st.none() | st.sampled_from([Waits.DISPUTED, Waits.TOO_RECENT, Waits.NO_INVOICE]),
    reverses=st.none() | st.integers(1, 30),
)
percents = st.decimals(0, 100, places=2)


@given(st.lists(lines, max_size=15, unique_by=lambda line: line.line), percents)
def test_every_line_ends_once_and_every_cent_is_counted(owed_now: list[Owed], percent: Decimal) -> None:
    made = draft(owed_now, {**ACCOUNTS, ALI: replace(ACCOUNTS[ALI], blocked_percent=percent)})
    parts = [*made.pays, *made.waiting]
    assert sorted(line for part in parts for line in part.lines) == sorted(line.line for line in owed_now)
    assert made.cents + sum(one.cents for one in made.waiting) == sum(line.cents for line in owed_now)
    by_number = {line.line: line for line in owed_now}
    for pay in made.pays:
        assert pay.together > 0
        assert min(pay.cents, pay.blocked_cents) >= 0
        assert not any(by_number[line].waits for line in pay.lines)
        assert {by_number[line].worker for line in pay.lines} == {pay.worker}
    assert len({pay.worker for pay in made.pays}) == len(made.pays)
    assert draft(reversed(owed_now), {**ACCOUNTS, ALI: replace(ACCOUNTS[ALI], blocked_percent=percent)}) == made


def test_a_run_is_approved_before_it_is_sent_and_never_comes_back() -> None:
    assert may_become(RunStatus.DRAFTED, RunStatus.APPROVED)
    assert not may_become(RunStatus.DRAFTED, RunStatus.SENT)
    assert not may_become(RunStatus.SENT, RunStatus.WITHDRAWN)
    left = {status for status, _ in STEPS}
    assert set(RunStatus) - left == {RunStatus.SETTLED, RunStatus.WITHDRAWN}
