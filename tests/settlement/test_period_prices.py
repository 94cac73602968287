"""What is asked a month, and by the day where a month is not whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.settlement.rules.period_prices import Held, Term, in_force, period_charges, whole_month
from werkplaats.settlement.rules.pricing import LineKind, Unit
from werkplaats.settlement.rules.tariffs import Agreed, Rate, RateKind, TariffKind

MARCH = date(2026, 3, 1)
BEFORE = date(2025, 6, 1)


def dwellings(cents: int = 3100, valid_from: date = date(2026, 1, 1), partner: int | None = None) -> Agreed:
    return Agreed(TariffKind.LANDLORD, valid_from, (Rate(RateKind.DWELLING_MONTH, cents=cents),), partner)


def held(agreed: Agreed, month: date = MARCH) -> Held:
    (found,) = in_force([agreed], agreed.kind, month, agreed.partner)
    return found


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([Term(1, BEFORE), Term(2, BEFORE)], [("2", Unit.MONTH, 6200)]),
        ([Term(1, BEFORE), Term(2, date(2026, 3, 31))], [("1", Unit.MONTH, 3100), ("1", Unit.DAY, 100)]),
        ([Term(1, BEFORE, date(2026, 3, 10))], [("10", Unit.DAY, 1000)]),
        ([Term(1, date(2026, 3, 11)), Term(2, BEFORE, date(2026, 3, 10))], [("31", Unit.DAY, 3100)]),
        ([Term(1, BEFORE, date(2026, 2, 28)), Term(2, date(2026, 4, 1))], []),
        ([Term(1, BEFORE, date(2026, 3, 10)), Term(1, date(2026, 3, 11))], [("1", Unit.MONTH, 3100)]),
        ([Term(1, BEFORE, date(2026, 3, 10)), Term(1, date(2026, 3, 10))], [("1", Unit.MONTH, 3100)]),
        ([Term(1, BEFORE, date(2026, 3, 31))], [("1", Unit.MONTH, 3100)]),
        ([], []),
    ],
)
def test_dwellings_pay_by_the_month_and_by_the_day_where_they_begin_or_end(
    terms: list[Term], expected: list[tuple[str, Unit, int]]
) -> None:
    found = period_charges(held(dwellings()), terms)
    assert [(str(line.quantity), line.unit, line.net_cents) for line in found] == expected
    assert all(line.kind is LineKind.DWELLINGS for line in found)


def test_clients_and_subscribers_go_the_same_way() -> None:
    of_clients = Agreed(TariffKind.MUNICIPALITY, BEFORE, (Rate(RateKind.CLIENT_MONTH, cents=20_000),))
    of_plan = Agreed(TariffKind.SERVICE_PLAN, BEFORE, (Rate(RateKind.PLAN_MONTH, cents=750),))
    (client,) = period_charges(held(of_clients), [Term(1, BEFORE)])
    (plan,) = period_charges(held(of_plan), [Term(1, BEFORE)])
    assert (client.kind, client.net_cents) == (LineKind.CLIENTS, 20_000)
    assert (plan.kind, plan.net_cents) == (LineKind.SUBSCRIPTION, 750)


def test_a_tariff_that_changes_within_the_month_counts_for_its_own_days() -> None:
    old, new = dwellings(3100), dwellings(6200, date(2026, 3, 16))
    found = in_force([new, old], TariffKind.LANDLORD, date(2026, 3, 20))
    assert found == (Held(old, MARCH, date(2026, 3, 15)), Held(new, date(2026, 3, 16), date(2026, 3, 31)))
    assert [line.net_cents for part in found for line in period_charges(part, [Term(1, BEFORE)])] == [1500, 3200]


def test_a_first_agreement_counts_from_its_first_day() -> None:
    (found,) = in_force([dwellings(valid_from=date(2026, 3, 30))], TariffKind.LANDLORD, MARCH)
    assert [line.net_cents for line in period_charges(found, [Term(1, BEFORE)])] == [200]


def test_an_own_agreement_has_no_ear_for_changes_of_the_general_one() -> None:
    own, other = dwellings(partner=7), dwellings(9900, date(2026, 3, 10))
    assert in_force([own, other], TariffKind.LANDLORD, MARCH, 7) == (Held(own, MARCH, date(2026, 3, 31)),)
    assert in_force([own], TariffKind.LANDLORD, MARCH, 8) == ()


def members(*rates: Rate) -> Agreed:
    return Agreed(TariffKind.MEMBERSHIP, BEFORE, rates or (Rate(RateKind.CONTRIBUTION_YEAR, cents=2400),))


@pytest.mark.parametrize(
    ("month", "term", "expected"),
    [
        (date(2026, 1, 1), Term(1, BEFORE), [("1", Unit.YEAR, 2400)]),
        (date(2026, 1, 1), Term(1, date(2026, 1, 31)), [("1", Unit.YEAR, 2400)]),
        (date(2026, 2, 1), Term(1, BEFORE), []),
        (date(2026, 10, 1), Term(1, date(2026, 10, 15)), [("3", Unit.MONTH, 600)]),
        (date(2026, 11, 1), Term(1, date(2026, 10, 15)), []),
        (date(2026, 1, 1), Term(1, BEFORE, date(2025, 12, 31)), []),
        (date(2026, 1, 1), Term(1, BEFORE, date(2026, 1, 1)), [("1", Unit.YEAR, 2400)]),
    ],
)
def test_a_contribution_is_asked_once_a_year(month: date, term: Term, expected: list[tuple[str, Unit, int]]) -> None:
    found = period_charges(held(members(), month), [term])
    assert [(str(line.quantity), line.unit, line.net_cents) for line in found] == expected


def test_who_comes_back_in_the_same_year_paid_already() -> None:
    again = [Term(1, BEFORE, date(2026, 3, 31)), Term(1, date(2026, 10, 1))]
    assert period_charges(held(members(), date(2026, 10, 1)), again) == ()
    next_year = [Term(1, BEFORE, date(2025, 12, 31)), Term(1, date(2026, 10, 1))]
    assert [line.net_cents for line in period_charges(held(members(), date(2026, 10, 1)), next_year)] == [600]


def test_a_business_may_contribute_another_amount_than_a_person() -> None:
    tariff = members(
        Rate(RateKind.CONTRIBUTION_YEAR, cents=2400), Rate(RateKind.CONTRIBUTION_YEAR, item="business", cents=12_000)
    )
    everybody = [Term(1, BEFORE, item="person"), Term(2, BEFORE, item="business"), Term(3, BEFORE, item="person")]
    found = period_charges(held(tariff, date(2026, 1, 1)), everybody)
    assert [(line.description, line.quantity, line.net_cents) for line in found] == [
        ("", Decimal(2), 4800),
        ("business", Decimal(1), 12_000),
    ]


days = st.dates(date(2025, 11, 1), date(2026, 6, 1))


@given(st.lists(st.builds(Term, st.integers(1, 5), days, st.none() | days), max_size=8), st.sets(days, max_size=3))
def test_every_day_of_taking_part_is_asked_once_whatever_the_versions(terms: list[Term], changes: set[date]) -> None:
    tariffs = [dwellings(valid_from=day) for day in {date(2025, 1, 1), *changes}]
    found = in_force(tariffs, TariffKind.LANDLORD, MARCH)
    first, last = whole_month(MARCH)
    asked = sum(
        line.quantity * (31 if line.unit is Unit.MONTH else 1) for part in found for line in period_charges(part, terms)
    )
    took_part = {
        (term.of, day)
        for term in terms
        for day in (first + timedelta(days=number) for number in range((last - first).days + 1))
        if term.since <= day <= (term.until or day)
    }
    assert asked == len(took_part)
