import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules.economy import (
    Before,
    FromNoWork,
    WorkBefore,
    area,
    areas,
    from_no_work,
    money_flow,
    of_the_district,
)
from werkplaats.insight.rules.local_multiplier import Kind, Payment
from werkplaats.insight.rules.uncertainty import Estimate, exactly

BEFORE = Before(exactly(5), exactly(30), exactly(2))


@pytest.mark.parametrize(
    ("typed", "inside", "outside"),
    [
        ("3812", "3812 AB", "3813 AA"),
        ("3812 ab", "3812AB", "3812 AC"),
        ("3811-3813", "3813 ZZ", "3814 AA"),
        ("3812 AA – 3812 HZ", "3812 HZ", "3812 JA"),
    ],
)
def test_who_lives_in_the_district(typed: str, inside: str, outside: str) -> None:
    found = area(typed)
    assert found
    assert of_the_district(inside, [found])
    assert not of_the_district(outside, [found])


@pytest.mark.parametrize("typed", ["", "381", "0812", "3812 A", "3813-3811", "3812 AB-3813", "Soesterkwartier"])
def test_what_is_no_area(typed: str) -> None:
    assert area(typed) is None


def test_several_areas_and_what_was_wrong_among_them() -> None:
    found, wrong = areas("3812, 3811-3813\n3812 AB; Amersfoort,")
    assert [str(one) for one in found] == ["3812", "3811-3813", "3812 AB"]
    assert wrong == ("Amersfoort",)


@given(st.integers(1000, 9999), st.integers(0, 50))
def test_an_area_reads_as_it_was_written(first: int, more: int) -> None:
    last = min(first + more, 9999)
    found = area(f"{first}-{last}")
    assert found
    assert area(str(found)) == found


def test_who_did_not_tell_may_have_had_work_or_not() -> None:
    found = from_no_work([WorkBefore.NONE, WorkBefore.SOME, None, None])
    assert found == FromNoWork(worked=4, told=2, none=1)
    assert found.most == 3
    assert from_no_work([]) == FromNoWork(0, 0, 0)


def test_of_every_euro_what_was_paid_to_people_of_the_district() -> None:
    flow = money_flow(
        90_000,
        10_000,
        [
            Payment(Kind.WORKERS, 60_000),
            Payment(Kind.WORKERS, 10_000, local=exactly(0)),
            Payment(Kind.SUPPLIERS, 10_000, local=Estimate(10, 0, 30)),
            Payment(Kind.HELPERS, 0),
        ],
        BEFORE,
    )
    assert flow.income == 100_000
    assert len(flow.payments) == 3
    assert flow.local_percent == Estimate(61, 60, 63)
    assert flow.compared
    assert flow.compared.rounds.local == 4_500  # 5 % of what was charged; the subsidy was not there before


def test_a_period_without_money_has_no_percentage() -> None:
    flow = money_flow(0, 0, [], BEFORE)
    assert (flow.local_percent, flow.multiplier, flow.compared) == (None, None, None)
