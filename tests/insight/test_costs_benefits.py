from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules.costs_benefits.analysis import (
    SEED,
    Analysis,
    Never,
    analyse,
    break_even,
    drawn,
    tornado,
    units,
)
from werkplaats.insight.rules.costs_benefits.assumptions import (
    Assumptions,
    Code,
    Standing,
    Unit,
    Version,
    Wrong,
    in_force,
    shipped,
    wrong_with,
)
from werkplaats.insight.rules.costs_benefits.discounting import present_value, years_worth
from werkplaats.insight.rules.costs_benefits.statement import (
    Branch,
    Facts,
    Item,
    Party,
    balance,
    coordinator_cents,
    gets,
    gives,
    likeliest,
    lines,
    of_branch,
)
from werkplaats.insight.rules.economy import FromNoWork
from werkplaats.insight.rules.uncertainty import Distribution, Estimate, exactly

# A year of the pilot: 50 dwellings and 28 clients.
YEAR = Facts(
    months=12,
    dwellings=50,
    clients=28,
    repairs=3_000_000,
    household=8_960_000,
    plans=0,
    contributions=50_000,
    work_repairs=2_250_000,
    work_household=7_000_000,
    material=400_000,
    hours_repairs=450,
    hours_household=2800,
    hours_plans=0,
    visits=300,
    from_no_work=FromNoWork(30, 10, 2),
)
NOTHING = replace(
    YEAR, dwellings=0, clients=0, repairs=0, household=0, contributions=0, work_repairs=0, work_household=0, material=0,
    hours_repairs=0, hours_household=0, visits=0, from_no_work=FromNoWork(0, 0, 0),
)  # fmt: skip


def fixed(**values: float) -> Assumptions:
    """The shipped assumptions, each known for sure; these with another value."""
    return {
        code: replace(assumption, estimate=exactly(values.get(code, assumption.estimate.value)))
        for code, assumption in shipped().items()
    }


def analysed(facts: Facts, assumptions: Assumptions | None = None) -> Analysis:
    found = analyse(facts, assumptions or shipped(), np.random.default_rng(SEED), 2000)
    assert found
    return found


# --- published examples --------------------------------------------------------------------------------------------


def test_mishan_and_quah_an_outlay_of_100_that_returns_50_and_150() -> None:
    """E. J. Mishan and Euston Quah, Cost-Benefit Analysis, Routledge, chapter 23 "Discounted present value criterion",
    section 1: benefits of 50 after one and 150 after two years are worth 169.4 now at 10 %."""
    assert round(present_value([0, 50, 150], 10), 1) == 169.4
    assert round(present_value([-100, 50, 150], 10), 1) == 69.4


def test_jacques_three_outlays_of_10_000_at_the_begin_of_each_year() -> None:
    """Ian Jacques, Mathematics for Economics and Business, an exercise on net present value whose answer, £38,887.69,
    is quoted with the question at freemathhelp.com, thread 109670: £10,000 at the begin of each of three years,
    returns of £5,000, £20,000 and £50,000 at their ends, 4 %."""
    assert round(present_value([-10_000, 5_000 - 10_000, 20_000 - 10_000, 50_000], 4), 2) == 38_887.69


def test_brainmass_5000_now_that_returns_2000_four_times() -> None:
    """brainmass.com, "NPV calculation problem", 118439: 5,000 at the begin, 2,000 at the end of four years, 10 %."""
    assert round(present_value([-5000, 2000, 2000, 2000, 2000], 10), 2) == 1339.73


GREEN_BOOK = (
    1, 0.9662, 0.9335, 0.9019, 0.8714, 0.8420, 0.8135, 0.7860, 0.7594, 0.7337, 0.7089, 0.6849, 0.6618, 0.6394, 0.6178,
    0.5969, 0.5767, 0.5572, 0.5384, 0.5202, 0.5026, 0.4856, 0.4692, 0.4533, 0.4380, 0.4231, 0.4088, 0.3950, 0.3817,
    0.3687, 0.3563,
)  # fmt: skip


@pytest.mark.parametrize(("year", "factor"), list(enumerate(GREEN_BOOK)))
def test_the_discount_factors_of_the_green_book(year: int, factor: float) -> None:
    """The rate of HM Treasury's Green Book for the first thirty years, 3.5 %: Table 1 of the annex on discounting at
    ppponline.affinitext.com/public/book?id=1664&toc_id=449782. (The annuity factors of that page, 11.5281 for fifteen
    years, are no sum of its own factors, 11.5174; they are not taken over.)"""
    assert round(present_value([0] * year + [1], 3.5), 4) == factor


def test_designing_buildings_a_building_project_at_5_percent() -> None:
    """Designing Buildings Wiki, Discounting for construction projects, section "Example": £1.7m now, £120,000,
    £250,000, £550,000 and £1.3m at the ends of four years. It cuts the first year off at £114,285.70 where rounding
    gives .71, so its sum, £185,666.97, is a penny lower than ours."""
    each = [present_value([0] * year + [flow], 5) for year, flow in ((1, 12e4), (2, 25e4), (3, 55e4), (4, 13e5))]
    assert [round(worth, 2) for worth in each] == [114_285.71, 226_757.37, 475_110.68, 1_069_513.22]
    whole = present_value([-17e5, 12e4, 25e4, 55e4, 13e5], 5)
    assert round(whole, 2) == 185_666.98
    assert round(whole - each[0] + 114_285.70, 2) == 185_666.97


def test_break_even_of_5000_units() -> None:
    """infocheese.com/calculatingbreakeven.html, "using the contribution method": a price of £15, variable costs of £11
    and fixed costs of £20,000 break even at 5,000 units."""
    assert units(20_000, 15 - 11) == 5_000


# --- discounting and break-even ------------------------------------------------------------------------------------


def test_years_are_worth_what_their_euros_are_worth() -> None:
    years, percent = np.array([1.0, 4.0, 3.0]), np.array([2.25, 2.25, 0.0])
    worth = years_worth(years, percent)
    assert worth[0] == pytest.approx(1 / 1.0225)
    assert worth[1] == pytest.approx(present_value([0, 1, 1, 1, 1], 2.25))
    assert worth[2] == 3


def test_a_rate_at_which_nothing_is_worth_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="above"):
        present_value([1], -100)


@given(st.floats(0.01, 1e6), st.integers(0, 10_000))
def test_one_unit_fewer_never_covers_the_costs(contribution: float, number: int) -> None:
    needed = units(contribution * number, contribution)
    assert needed == number
    assert units(-5, contribution) == 0


def test_what_contributes_nothing_never_breaks_even() -> None:
    with pytest.raises(ValueError, match="contributes nothing"):
        units(10, 0)


# --- the statement -------------------------------------------------------------------------------------------------


def test_what_one_party_pays_another_gets() -> None:
    found = lines(YEAR, likeliest(shipped()))
    parties = sum(float(balance(found, party)[0]) for party in Party)
    assert parties == pytest.approx(float(balance(found)[0]))


def test_a_dearer_tariff_moves_money_and_makes_nobody_richer_together() -> None:
    dearer = replace(YEAR, repairs=YEAR.repairs + 100_000)
    before, after = (lines(facts, likeliest(shipped())) for facts in (YEAR, dearer))
    assert float(balance(after)[0]) == pytest.approx(float(balance(before)[0]))
    assert float((balance(after, Party.COOPERATIVE) - balance(before, Party.COOPERATIVE))[0]) == pytest.approx(100_000)
    assert float((balance(after, Party.LANDLORD) - balance(before, Party.LANDLORD))[0]) == pytest.approx(-100_000)


def test_the_cooperative_by_hand() -> None:
    found = lines(YEAR, likeliest(fixed(coordinator_hour=25, coordinator_hours=1000, employer_extra=40)))
    income = 3_000_000 + 8_960_000 + 50_000 + 6_000_000  # repairs, help, contributions, subsidy
    costs = 2_250_000 + 7_000_000 + 400_000 + 3_500_000 + 1_500_000  # work, work, material, coordinator, overhead
    assert float(gets(found, Party.COOPERATIVE)[0]) == income
    assert float(gives(found, Party.COOPERATIVE)[0]) == pytest.approx(costs)
    assert float(balance(found, Party.COOPERATIVE)[0]) == pytest.approx(income - costs)


def test_a_benefit_that_is_not_paid_is_won_by_one_and_lost_by_another() -> None:
    found = lines(YEAR, likeliest(fixed(benefit_year=6000, would_have_worked=50)))
    (spared,) = (line for line in found if line.item is Item.BENEFIT_SPARED)
    assert (spared.giver, spared.taker, float(spared.cents[0])) == (Party.WORKER, Party.MUNICIPALITY, 600_000)


def test_half_a_year_is_brought_to_a_whole_one() -> None:
    half = replace(YEAR, months=6)
    paid = {line.item: float(line.cents[0]) for line in lines(half, likeliest(shipped()))}
    assert paid[Item.REPAIRS_PAID] == 6_000_000
    assert paid[Item.SUBSIDY] == 6_000_000  # an assumption a year already


def test_repairs_and_household_help_are_together_the_whole() -> None:
    found = lines(YEAR, likeliest(shipped()))
    part = YEAR.part_of_repairs
    assert part == pytest.approx(450 / 3250)
    for party in Party:
        both = [balance(of_branch(found, branch, part), party) for branch in (Branch.REPAIRS, Branch.HOUSEHOLD)]
        assert float(sum(both)[0]) == pytest.approx(float(balance(found, party)[0]))


def test_where_no_hours_are_known_money_divides_and_without_money_each_half() -> None:
    assert replace(YEAR, hours_repairs=0, hours_household=0).part_of_repairs == pytest.approx(3_000 / 11_960)
    assert NOTHING.part_of_repairs == 0.5


# --- bands, break-even, tornado ------------------------------------------------------------------------------------


def test_a_period_in_which_nothing_was_done_has_no_statement() -> None:
    assert analyse(NOTHING, shipped(), np.random.default_rng(SEED)) is None


def test_every_figure_has_a_band_and_the_same_seed_gives_the_same() -> None:
    one, other = analysed(YEAR), analysed(YEAR)
    assert one == other
    cooperative = one.parties[list(Party).index(Party.COOPERATIVE)].balance
    assert cooperative.low < cooperative.value < cooperative.high
    assert 0 < cooperative.positive < 1
    assert one.together.low < one.together.high
    measured = [row for row in one.rows if row.measured]
    assert measured
    assert all(row.cents.low == row.cents.value == row.cents.high for row in measured)


def test_where_all_is_known_the_band_is_the_value() -> None:
    found = analysed(YEAR, fixed())
    assert found.together.low == pytest.approx(found.together.value)
    assert found.together.high == pytest.approx(found.together.value)
    flows = [-1_000_000, *[found.together.value] * 4]
    assert found.worth_now.value == pytest.approx(present_value(flows, 2.25))


def test_per_dwelling_only_where_dwellings_took_part() -> None:
    found = analysed(replace(YEAR, dwellings=0))
    assert all(row.per_dwelling is None for row in found.parties)
    assert all(row.per_client is not None for row in found.parties)
    assert found.dwellings.why is Never.NONE_TOOK_PART


def test_break_even_by_hand_with_and_without_the_subsidy() -> None:
    known = likeliest(fixed(coordinator_hour=25, coordinator_hours=1000, employer_extra=40, subsidy=10_000))
    # A dwelling leaves (30,000 − 22,500 − 4,000) / 50 = 70 euros, the clients together 19,600. To cover: 35,000 for the
    # coordinator and 15,000 more, less 500 of contributions, 10,000 of subsidy and what the clients leave.
    found = break_even(YEAR, Branch.REPAIRS, known, known)
    assert (found.margin, found.needed) == (7_000, 285)  # 19,900 / 70 = 284.3
    alone = analysed(YEAR, fixed(coordinator_hour=25, coordinator_hours=1000, employer_extra=40, subsidy=10_000))
    assert (alone.dwellings.needed, alone.dwellings_alone.needed) == (285, 428)
    # A client leaves 700; the dwellings together 3,500: 36,000 / 700 = 51.4.
    assert alone.clients.needed == 52


def test_at_break_even_there_is_no_loss_and_with_one_fewer_there_is() -> None:
    assumptions = fixed(subsidy=10_000)
    needed = analysed(YEAR, assumptions).dwellings.needed
    assert needed

    def result(dwellings: int) -> float:
        more = dwellings / YEAR.dwellings
        grown = replace(
            YEAR, dwellings=dwellings, repairs=round(YEAR.repairs * more), material=round(YEAR.material * more),
            work_repairs=round(YEAR.work_repairs * more),
        )  # fmt: skip
        return float(balance(lines(grown, likeliest(assumptions)), Party.COOPERATIVE)[0])

    assert result(needed) >= 0 > result(needed - 1)


def test_where_every_dwelling_costs_money_more_of_them_never_help() -> None:
    found = analysed(replace(YEAR, repairs=1_000_000))
    assert (found.dwellings.needed, found.dwellings.why) == (None, Never.NO_MARGIN)
    assert found.clients.needed is not None


def test_the_tornado_begins_with_what_matters_most_and_leaves_out_what_moves_nothing() -> None:
    swings = tornado(YEAR, shipped(), Party.COOPERATIVE)
    assert [swing.code for swing in swings] == [
        Code.SUBSIDY, Code.COORDINATOR_HOUR, Code.OVERHEAD, Code.EMPLOYER_EXTRA,
    ]  # fmt: skip
    assert (swings[0].at_high - swings[0].at_low) == pytest.approx(4_000_000)
    assert [swing.width for swing in swings] == sorted((swing.width for swing in swings), reverse=True)
    assert tornado(YEAR, fixed(), None) == ()
    assert Code.SUBSIDY not in {swing.code for swing in tornado(YEAR, shipped(), None)}  # a transfer


def test_the_draws_of_one_assumption_do_not_change_when_another_does() -> None:
    changed = dict(shipped())
    changed[Code.DISCOUNT] = replace(changed[Code.DISCOUNT], estimate=Estimate(3, 1, 5))
    one, other = (drawn(known, 50, np.random.default_rng(1)) for known in (shipped(), changed))
    assert (one[Code.SUBSIDY] == other[Code.SUBSIDY]).all()  # it is drawn before


# --- assumptions ---------------------------------------------------------------------------------------------------


def test_every_assumption_is_shipped_with_a_source() -> None:
    assert set(shipped()) == set(Code)
    assert all(len(a.source(language)) > 20 for a in shipped().values() for language in ("nl", "en"))


def test_what_a_cooperative_set_counts_from_its_day() -> None:
    versions = [
        Version(Code.SUBSIDY, exactly(80_000), "Decision of 3 March", date(2026, 7, 1)),
        Version(Code.SUBSIDY, exactly(50_000), "Decision of last year", date(2026, 1, 1)),
    ]
    assert in_force(versions, date(2025, 12, 31))[Code.SUBSIDY] == shipped()[Code.SUBSIDY]
    spring = in_force(versions, date(2026, 6, 30))[Code.SUBSIDY]
    assert (spring.estimate.value, spring.standing, spring.valid_from) == (50_000, Standing.SET, date(2026, 1, 1))
    assert in_force(versions, date(2026, 7, 1))[Code.SUBSIDY].estimate.value == 80_000


TRIANGULAR, FIXED = Distribution.TRIANGULAR, Distribution.FIXED


@pytest.mark.parametrize(
    ("code", "unit", "low", "value", "high", "distribution", "wrong"),
    [
        (Code.SUBSIDY, Unit.EURO, 1, 2, 3, TRIANGULAR, None),
        (Code.SUBSIDY, Unit.EURO, 3, 2, 1, TRIANGULAR, Wrong.ORDER),
        (Code.SUBSIDY, Unit.EURO, -1, 2, 3, TRIANGULAR, Wrong.LIMIT),
        (Code.SUPPLIER_LOCAL, Unit.PERCENT, 0, 50, 101, TRIANGULAR, Wrong.LIMIT),
        (Code.SUBSIDY, Unit.EURO, 1, 2, 3, FIXED, Wrong.FIXED),
        (Code.SUBSIDY, Unit.EURO, 2, 2, 2, TRIANGULAR, Wrong.RANGE),
        (Code.YEARS, Unit.NUMBER, 4, 4, 4, FIXED, None),
        (Code.YEARS, Unit.NUMBER, 2.5, 2.5, 2.5, FIXED, Wrong.WHOLE),
        (Code.YEARS, Unit.NUMBER, 0, 0, 0, FIXED, Wrong.WHOLE),
    ],
)
def test_what_can_be_assumed(
    code: Code, unit: Unit, low: float, value: float, high: float, distribution: Distribution, wrong: Wrong | None
) -> None:
    assert wrong_with(code, unit, low, value, high, distribution) == wrong


def test_the_coordinator_costs_wage_and_premiums() -> None:
    known = likeliest(fixed(coordinators=2, coordinator_hour=20, coordinator_hours=1000, employer_extra=50))
    assert float(coordinator_cents(known)[0]) == 6_000_000
