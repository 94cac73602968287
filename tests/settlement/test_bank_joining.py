"""Statements joined to what is kept: told again nothing doubles, a day that is missing is noticed."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settlement.bank_files import DAY, a_line, a_statement
from werkplaats.settlement.rules.bank.joining import Kept, New, joined
from werkplaats.settlement.rules.bank.statement import Line, Problem, Statement, Unreadable


class Account:
    """What is kept of an account, as the database keeps it: in the order of its days."""

    def __init__(self) -> None:
        self.kept: list[New] = []
        self.statements: list[Statement] = []

    def take(self, statement: Statement) -> int:
        new = joined(statement, self._known(statement))
        self.kept += new
        self.statements.append(statement)
        identity = [(one.line.booked_on, one.line.cents, one.nth) for one in self.kept]
        assert len(set(identity)) == len(identity)  # as the database's constraint
        return len(new)

    def _known(self, statement: Statement) -> Kept | None:
        if not self.statements:
            return None
        first = min(self.statements, key=lambda one: one.starts_on)
        movements = [(one.line.booked_on, one.line.cents) for one in self.kept]
        days = [day for day, _ in movements] + [one.closed_on for one in self.statements]
        return Kept(
            opening_cents=first.opening_cents,
            first_day=first.starts_on,
            last_day=max(days),
            before=first.opening_cents + sum(cents for day, cents in movements if day < statement.starts_on),
            counts=Counter(one for one in movements if statement.starts_on <= one[0] <= statement.ends_on),
        )

    @property
    def movements(self) -> Counter[tuple[date, int]]:
        return Counter((one.line.booked_on, one.line.cents) for one in self.kept)


def on(day: int, *cents: int) -> list[Line]:
    return [a_line(one, DAY + timedelta(days=day)) for one in cents]


MONDAY, TUESDAY, WEDNESDAY = on(0, 500, 500, -200), on(1, 300), on(2, -100, 300)


def test_the_first_statement_is_all_new_and_equal_amounts_are_counted() -> None:
    new = joined(a_statement(*MONDAY), None)
    assert [one.nth for one in new] == [1, 2, 1]


def test_a_statement_told_again_brings_nothing() -> None:
    account = Account()
    assert account.take(a_statement(*MONDAY)) == 3
    assert account.take(a_statement(*MONDAY)) == 0


def test_a_longer_statement_brings_only_what_is_new() -> None:
    account = Account()
    account.take(a_statement(*MONDAY))
    assert account.take(a_statement(*MONDAY, *TUESDAY)) == 1
    assert account.take(a_statement(*TUESDAY, *WEDNESDAY, opening=100_800)) == 2


def test_the_morning_the_whole_day_and_the_morning_again() -> None:
    account = Account()
    account.take(a_statement(*MONDAY[:1]))
    assert account.take(a_statement(*MONDAY)) == 2
    assert account.take(a_statement(*MONDAY[:1])) == 0


def test_the_rest_of_a_day_follows_also_with_the_same_amount() -> None:
    account = Account()
    account.take(a_statement(*on(0, 500)))
    assert account.take(a_statement(*on(0, 500), *TUESDAY, opening=100_500)) == 2
    assert account.movements[DAY, 500] == 2


def test_an_earlier_month_goes_in_front() -> None:
    account = Account()
    account.take(a_statement(*WEDNESDAY, opening=101_100))
    assert account.take(a_statement(*MONDAY, *TUESDAY)) == 4


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (a_statement(*WEDNESDAY, opening=101_100), "100800"),  # Tuesday is missing
        (a_statement(*on(-3, 400), opening=99_000), "100000"),  # and so is what came in between
        (a_statement(opening=100_799, closed_on=DAY + timedelta(days=4)), "100800"),
    ],
)
def test_a_gap_is_refused_with_both_balances(statement: Statement, expected: str) -> None:
    account = Account()
    account.take(a_statement(*MONDAY))
    with pytest.raises(Unreadable) as refused:
        account.take(statement)
    assert (refused.value.problem, refused.value.expected) == (Problem.GAP, expected)


@pytest.mark.parametrize(
    "statement",
    [a_statement(*on(0, 500, -200)), a_statement(*on(0, 500, 500, -200, 7)[::-1][:2]), a_statement(*on(0, 800, 1))],
)
def test_the_same_day_with_other_lines_is_refused(statement: Statement) -> None:
    account = Account()
    account.take(a_statement(*MONDAY, *TUESDAY))
    with pytest.raises(Unreadable) as refused:
        account.take(Statement(**{**vars(statement), "opening_cents": 99_999}))
    assert refused.value.problem is Problem.DOES_NOT_FIT


days = st.lists(st.lists(st.sampled_from([500, -500, 300, 1, -1]), max_size=4), min_size=2, max_size=6)


@given(days, st.data())
def test_however_whole_days_are_cut_and_told_again_each_line_is_kept_once(
    days: list[list[int]], data: st.DataObject
) -> None:
    """Pieces that overlap or touch what is kept, in any order that leaves no gap."""
    account, first, last = Account(), None, None
    opening = [1_000 + sum(sum(day) for day in days[:at]) for at in range(len(days))]
    for _ in range(data.draw(st.integers(1, 6))):
        low = 0 if first is None else max(first - 1, 0)
        high = len(days) - 1 if last is None else min(last + 1, len(days) - 1)
        start = data.draw(st.integers(low, high))
        end = data.draw(st.integers(max(start, low), len(days) - 1))
        if first is not None and (end < first - 1 or start > last + 1):
            continue
        lines = [line for at in range(start, end + 1) for line in on(at, *days[at])]
        if not lines:
            continue
        account.take(a_statement(*lines, opening=opening[start], closed_on=DAY + timedelta(days=end)))
        first, last = min(start, start if first is None else first), max(end, end if last is None else last)
        wanted = Counter((line.booked_on, line.cents) for at in range(first, last + 1) for line in on(at, *days[at]))
        assert account.movements == wanted


@given(days)
def test_a_day_with_money_that_is_left_out_is_noticed(days: list[list[int]]) -> None:
    account = Account()
    account.take(a_statement(*on(0, *days[0]), opening=0, closed_on=DAY))
    if sum(days[1]):
        after = sum(days[0]) + sum(days[1])
        with pytest.raises(Unreadable):
            account.take(a_statement(*on(2, 700), opening=after))
