"""The Local Multiplier 3, against published examples. Where a source stops at one round it says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules.local_multiplier import (
    LEAST_ANSWERS,
    NOTHING,
    Kind,
    Leak,
    LocalMultiplier,
    Payment,
    Receiver,
    SpendingAnswer,
    local_multiplier,
    onward_shares,
)
from werkplaats.insight.rules.uncertainty import Estimate, exactly

POUND = 100  # in pence


def found(income: int, *payments: Payment) -> LocalMultiplier:
    result = local_multiplier(income, payments)
    assert result is not None
    return result


def test_northumberland_2005_a_pound_spent_with_a_local_supplier() -> None:
    """nef and Northumberland County Council, press release of 7 March 2005 (sustainablehackney.org.uk/page/
    buying-local-worth-400-more): local suppliers re-spent 76 % in the county, so that a pound is worth £1.76.

    That count leaves out the pound of the council itself: it is what people and firms of the county received, R2 + R3.
    """
    result = found(POUND, Payment(Kind.SUPPLIERS, POUND, local=exactly(100), onward=exactly(76)))
    assert (result.rounds.local, result.rounds.respent) == (100, 76)
    assert result.rounds.stays == 1.76
    assert result.rounds.multiplier == 2.76


def test_northumberland_2005_a_pound_spent_with_a_supplier_from_outside() -> None:
    """The same source: suppliers from outside spent 36 % in the county, so that a pound is worth £0.36. The contract
    itself is not counted here and is counted above, as Stewart Wallis of nef explains in The Guardian of 30 March 2005:
    "because with the local supplier, the value of the initial contract is added"."""
    result = found(POUND, Payment(Kind.SUPPLIERS, POUND, local=NOTHING, back=exactly(36)))
    assert (result.rounds.local, result.rounds.respent) == (0, 36)
    assert result.rounds.stays == 0.36
    assert result.rounds.multiplier == 1.36


def test_minney_a_building_of_100_000_pounds_returns_130_000() -> None:
    """Hugo Minney, Local Multiplier 3 (minney.org/local-multiplier-3-lm3, first section): of £100,000 half is material
    from elsewhere and half wages of people who live there; they spend all of it there (£50,000), and of that £30,000
    goes to people of the place again: "a return of £130,000". Its three stages begin at the wages, so they are R1."""
    wages = found(50_000 * POUND, Payment(Kind.WORKERS, 50_000 * POUND, onward=exactly(60)))
    assert (wages.rounds.income, wages.rounds.local, wages.rounds.respent) == (5_000_000, 5_000_000, 3_000_000)
    assert wages.rounds.total == 130_000 * POUND
    whole = found(
        100_000 * POUND,
        Payment(Kind.SUPPLIERS, 50_000 * POUND, local=NOTHING),
        Payment(Kind.WORKERS, 50_000 * POUND, onward=exactly(100)),
    )
    assert whole.rounds.multiplier == 2.0  # by nef's own formula, which begins at the £100,000
    assert whole.leaks[1] == Leak(Kind.SUPPLIERS, 5_000_000, 5_000_000, 0)


@pytest.mark.parametrize(
    ("share", "second", "third"),
    [pytest.param(80, 800, 640, id="£8.00, £6.40"), pytest.param(20, 200, 40, id="£2.00, £0.40")],
)
def test_northumberland_10_pounds_spent_three_times(share: int, second: int, third: int) -> None:
    """Barry Mitchell, Northumberland and LM3, Northumberland County Council (studylib.net/doc/5500398), slide "The
    multiplier effect": of £10 people spend 80 % in the place, over and over (£8.00, £6.40), or 20 % (£2.00, £0.40).
    The slide goes on to a fourth round (£5.12, £0.08), which LM3 leaves out."""
    result = found(10 * POUND, Payment(Kind.WORKERS, 10 * POUND, local=exactly(share), onward=exactly(share)))
    assert (result.rounds.income, result.rounds.local, result.rounds.respent) == (1_000, second, third)
    assert result.rounds.total == 1_000 + second + third


@pytest.mark.parametrize(
    ("local", "away"),
    [
        pytest.param((1500, 50, 150, 300), 8000, id="Anne: cleaner, apple, credit union, corner shop"),
        pytest.param((3500, 4500), 2000, id="Jessica: baker, plumber"),
    ],
)
def test_plugging_the_leaks_100_pounds_of_anne_and_of_jessica(local: tuple[int, ...], away: int) -> None:
    """Bernie Ward and Julie Lewis, Plugging the Leaks, nef, London 2002, page 30 "The circulating pound": of £100 Anne
    spends £20 on her estate and £80 elsewhere, Jessica £80 and £20. One round: what is spent again is not told."""
    result = found(
        10_000,
        *(Payment(Kind.WORKERS, pence) for pence in local),
        Payment(Kind.OVERHEAD, away, local=NOTHING),
    )
    assert result.rounds.local == 10_000 - away
    assert result.leaks[-1] == Leak(Kind.OVERHEAD, away, away, 0)
    assert result.kept == 0


def test_where_nothing_came_in_there_is_no_multiplier() -> None:
    assert local_multiplier(0, [Payment(Kind.WORKERS, 100)]) is None
    assert local_multiplier(-5, []) is None


def test_all_that_is_not_spent_is_kept_and_multiplies_nothing() -> None:
    result = found(1000)
    assert (result.rounds.multiplier, result.rounds.stays, result.kept, result.leaks) == (1, 0, 1000, ())


def test_what_leaks_is_told_by_kind_and_round() -> None:
    result = found(
        1000,
        Payment(Kind.WORKERS, 600, local=exactly(50), onward=exactly(40), back=exactly(10)),
        Payment(Kind.TAXES, 100, local=NOTHING),
    )
    workers, taxes = result.leaks
    assert workers == Leak(Kind.WORKERS, 600, 270, 180)  # 300 outside, of which 30 came back; 60 % of the 300 inside
    assert (taxes.cents, result.kept) == (100, 300)
    assert (result.rounds.local, result.rounds.respent) == (300, 150)


percents = st.floats(0, 100)
estimates = st.tuples(percents, percents, percents).map(sorted).map(lambda p: Estimate(p[1], p[0], p[2]))
payments = st.lists(
    st.builds(Payment, st.sampled_from(Kind), st.integers(0, 10_000), estimates, estimates, estimates), max_size=6
)


@given(payments)
def test_the_multiplier_lies_from_one_to_three_and_its_band_around_it(paid: list[Payment]) -> None:
    income = sum(payment.cents for payment in paid) + 1
    result = found(income, *paid)
    slack = 1 / income  # rounded to cents
    assert 1 <= result.rounds.multiplier <= 3
    assert result.low.multiplier - slack <= result.rounds.multiplier <= result.high.multiplier + slack


@given(payments)
def test_what_was_paid_stayed_or_leaked_to_the_cent(paid: list[Payment]) -> None:
    result = found(10**6, *paid)
    spent = sum(payment.cents for payment in paid)
    first, second = sum(leak.first for leak in result.leaks), sum(leak.second for leak in result.leaks)
    assert result.kept + spent == 10**6
    assert first + second + result.rounds.respent == pytest.approx(spent, abs=8)  # each rounded by itself


def answers(kind: Receiver, *percent: float) -> list[SpendingAnswer]:
    return [SpendingAnswer(kind, share) for share in percent]


DEFAULTS = {kind: Estimate(30, 10, 50) for kind in Receiver}


def test_with_few_answers_the_default_stands() -> None:
    shares = onward_shares(answers(Receiver.HELPER, *[90] * (LEAST_ANSWERS - 1)), DEFAULTS)
    assert shares[Receiver.HELPER].share == DEFAULTS[Receiver.HELPER]
    assert (shares[Receiver.HELPER].answers, shares[Receiver.HELPER].by_survey) == (4, False)
    assert shares[Receiver.SUPPLIER].answers == 0


def test_with_enough_answers_their_mean_counts_with_its_interval() -> None:
    shares = onward_shares(answers(Receiver.HELPER, 20, 30, 40, 50, 60), DEFAULTS)
    helper = shares[Receiver.HELPER]
    assert (helper.by_survey, helper.answers, helper.share.value) == (True, 5, 40)
    assert (round(helper.share.low, 1), round(helper.share.high, 1)) == (20.4, 59.6)
    assert not shares[Receiver.WORKER].by_survey
