"""What a visit costs who pays and what it earns who worked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.settlement.rules.pricing import (
    LineKind,
    Material,
    NotAgreed,
    Priced,
    Unit,
    Work,
    charges,
    earnings,
    kept,
    total,
)
from werkplaats.settlement.rules.tariffs import Agreed, Rate, RateKind, TariffKind

SINCE = date(2026, 1, 1)


def asked(*rates: Rate) -> Agreed:
    return Agreed(TariffKind.LANDLORD, SINCE, rates)


def paid(*rates: Rate) -> Agreed:
    return Agreed(TariffKind.WORKERS, SINCE, rates)


def hour(cents: int, trade: str = "") -> Rate:
    return Rate(RateKind.HOUR, trade=trade, cents=cents)


def percent(what: RateKind, number: str) -> Rate:
    return Rate(what, percent=Decimal(number))


def unit(cents: int, item: str = "R101") -> Rate:
    return Rate(RateKind.UNIT, item=item, cents=cents)


MINIMUM = Rate(RateKind.MINIMUM, minutes=30)
TRAVEL = Rate(RateKind.TRAVEL, cents=950)
NO_SHOW = Rate(RateKind.NO_SHOW, cents=2500)
FIXED = Rate(RateKind.DWELLING_MONTH, cents=1250)
TAP = Material("Kraan", Decimal(1), 2500)


def work(start: str = "2026-03-10 09:00", minutes: int = 60, **fields: object) -> Work:
    started = datetime.fromisoformat(start).replace(tzinfo=AMSTERDAM)
    stopped = started + timedelta(minutes=minutes)
    return Work("repairs", "LOO", started, stopped, minutes, **fields)  # type: ignore[arg-type]


def lines(found: tuple[Priced, ...]) -> list[tuple[LineKind, str, int]]:
    return [(line.kind, f"{line.quantity} {line.unit}", line.net_cents) for line in found]


def test_an_hour_and_a_tap_are_split_over_the_landlord_the_plumber_and_the_cooperative() -> None:
    done = work(materials=(TAP,))
    charged = charges(done, asked(hour(4800), percent(RateKind.MARKUP, "10")))
    earned = earnings(done, paid(hour(4000)), charged)
    assert lines(charged) == [(LineKind.LABOUR, "60 MIN", 4800), (LineKind.MATERIAL, "1 C62", 2750)]
    assert lines(earned) == [(LineKind.LABOUR, "60 MIN", 4000), (LineKind.MATERIAL, "1 C62", 2500)]
    assert kept(charged, earned) == 800 + 250
    assert (charged[0].description, charged[0].price_cents, charged[0].per) == ("LOO", 4800, 60)
    assert charged[1].description == "Kraan"


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-03-10 09:00", 90, [(LineKind.LABOUR, "90 MIN", 7200)]),
        ("2026-03-10 09:00", 10, [(LineKind.LABOUR, "30 MIN", 2400)]),  # the minimum
        ("2026-03-10 17:30", 90, [(LineKind.LABOUR, "90 MIN", 7200), (LineKind.EVENING, "60 MIN", 1200)]),
        ("2026-03-10 18:00", 10, [(LineKind.LABOUR, "30 MIN", 2400), (LineKind.EVENING, "10 MIN", 200)]),
        ("2026-03-10 06:30", 60, [(LineKind.LABOUR, "60 MIN", 4800), (LineKind.EVENING, "30 MIN", 600)]),
        ("2026-03-14 09:00", 60, [(LineKind.LABOUR, "60 MIN", 4800), (LineKind.WEEKEND, "60 MIN", 2400)]),
        ("2026-03-14 17:00", 120, [(LineKind.LABOUR, "120 MIN", 9600), (LineKind.WEEKEND, "120 MIN", 4800)]),
        ("2026-04-06 09:00", 60, [(LineKind.LABOUR, "60 MIN", 4800), (LineKind.WEEKEND, "60 MIN", 2400)]),
        (
            "2026-03-13 23:30",
            60,
            [
                (LineKind.LABOUR, "60 MIN", 4800),
                (LineKind.EVENING, "30 MIN", 600),
                (LineKind.WEEKEND, "30 MIN", 1200),
            ],
        ),
    ],
)
def test_hours_with_a_minimum_and_what_evening_and_weekend_add(
    start: str, minutes: int, expected: list[tuple[LineKind, str, int]]
) -> None:
    agreed = asked(hour(4800), MINIMUM, percent(RateKind.EVENING, "25"), percent(RateKind.WEEKEND, "50"))
    assert lines(charges(work(start, minutes), agreed)) == expected


def test_an_evening_in_the_weekend_counts_once_for_the_higher_of_the_two() -> None:
    saturday = work("2026-03-14 17:00", 120)
    agreed = asked(hour(6000), percent(RateKind.EVENING, "50"), percent(RateKind.WEEKEND, "25"))
    assert lines(charges(saturday, agreed))[1:] == [
        (LineKind.EVENING, "60 MIN", 3000),
        (LineKind.WEEKEND, "60 MIN", 1500),
    ]
    only_evenings = asked(hour(6000), percent(RateKind.EVENING, "50"))
    assert lines(charges(saturday, only_evenings))[1:] == [(LineKind.EVENING, "60 MIN", 3000)]


def test_a_trade_with_its_own_hour_has_its_own() -> None:
    agreed = asked(hour(4800), hour(5600, "LOO"))
    assert total(charges(work(), agreed)) == 5600


def test_a_unit_price_stands_in_place_of_the_hours_and_not_of_the_material() -> None:
    agreed = asked(hour(4800), unit(7500), MINIMUM, percent(RateKind.EVENING, "25"), TRAVEL)
    evening = work("2026-03-10 19:00", 200, items=("R101",), materials=(TAP,))
    assert lines(charges(evening, agreed)) == [
        (LineKind.UNIT, "1 C62", 7500),
        (LineKind.TRAVEL, "1 C62", 950),
        (LineKind.MATERIAL, "1 C62", 2500),
    ]
    assert charges(evening, agreed)[0].description == "R101"


def test_a_unit_is_asked_when_it_is_done_and_shared_by_who_did_it_together() -> None:
    agreed = asked(unit(7501))
    assert charges(work(items=("R101",), units=Decimal(0)), agreed) == ()
    assert total(charges(work(items=("R101",), units=Decimal("0.5")), agreed)) == 3751


def test_a_fixed_amount_charges_nothing_a_visit_and_the_worker_is_paid_all_the_same() -> None:
    done = work(materials=(TAP,))
    charged = charges(done, asked(FIXED))
    earned = earnings(done, paid(hour(4000), TRAVEL), charged)
    assert charged == ()
    assert total(earned) == 4000 + 950 + 2500
    assert kept(charged, earned) == -7450


def test_warranty_costs_nobody_anything() -> None:
    again = work(materials=(TAP,), warranty=True)
    assert charges(again, asked(hour(4800), TRAVEL)) == ()
    assert earnings(again, paid(hour(4000), TRAVEL), ()) == ()


def test_nobody_at_home_has_its_own_amount_with_the_journey_in_it() -> None:
    for_nothing = work(minutes=5, nobody_home=True)
    assert lines(charges(for_nothing, asked(hour(4800), TRAVEL, NO_SHOW))) == [(LineKind.NO_SHOW, "1 C62", 2500)]
    assert charges(for_nothing, asked(hour(4800), TRAVEL)) == ()
    assert earnings(for_nothing, paid(hour(4000), TRAVEL), ()) == ()


def test_the_journey_is_asked_only_of_a_visit_that_had_its_own() -> None:
    assert total(charges(work(travelled=False), asked(hour(4800), TRAVEL))) == 4800


def test_where_the_workers_have_no_hour_the_cooperative_keeps_its_share_of_what_is_charged_for_labour() -> None:
    done = work("2026-03-10 18:00", 60, materials=(TAP,))
    charged = charges(done, asked(hour(4815), percent(RateKind.EVENING, "25"), TRAVEL))
    earned = earnings(done, paid(percent(RateKind.SHARE, "15")), charged)
    assert lines(earned) == [
        (LineKind.LABOUR, "60 MIN", 4093),  # 4092.75
        (LineKind.EVENING, "60 MIN", 1023),  # 1023.1875
        (LineKind.MATERIAL, "1 C62", 2500),
    ]


def test_an_hour_of_ones_own_goes_before_a_share() -> None:
    tariff = paid(percent(RateKind.SHARE, "15"), hour(4000, "LOO"))
    assert total(earnings(work(), tariff, charges(work(), asked(hour(4800))))) == 4000


def test_what_is_not_agreed_is_not_guessed() -> None:
    with pytest.raises(NotAgreed):
        charges(work(), asked(hour(4400, "SCH")))
    with pytest.raises(NotAgreed):
        earnings(work(), paid(hour(4400, "SCH")), ())
    with pytest.raises(NotAgreed):  # a share of what nobody is charged for
        earnings(work(), paid(percent(RateKind.SHARE, "15")), charges(work(), asked(FIXED)))


@pytest.mark.parametrize(
    ("minutes", "cents_per_hour", "cents"),
    [(60, 4800, 4800), (1, 4815, 80), (1, 4830, 81), (1, 4829, 80), (7, 1, 0), (30, 1, 1)],
)
def test_half_a_cent_goes_up(minutes: int, cents_per_hour: int, cents: int) -> None:
    assert total(charges(work(minutes=minutes), asked(hour(cents_per_hour)))) == cents


def test_a_line_can_be_counted_again_from_what_stands_on_it() -> None:
    line = Priced(LineKind.MATERIAL, "Tegels", Decimal("2.50"), Unit.PIECE, Decimal("1234.5675"))
    assert line.net_cents == 3086


# -- random work ------------------------------------------------------------------------------------------------------
materials = st.builds(
    Material,
    st.just("Iets"),
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999.99"), places=2),
    st.integers(0, 1_000_000),
)


@st.composite
def works(draw: st.DrawFn) -> Work:
    start = datetime.combine(draw(st.dates(SINCE, date(2026, 12, 31))), draw(st.times()), UTC)
    minutes = draw(st.integers(0, 24 * 60))
    return Work(
        "repairs",
        draw(st.sampled_from(["LOO", "SCH"])),
        start,
        start + timedelta(minutes=minutes),
        minutes,
        items=draw(st.sampled_from([(), ("R101",)])),
        units=draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)])),
        materials=tuple(draw(st.lists(materials, max_size=3))),
        travelled=draw(st.booleans()),
        warranty=draw(st.booleans()),
        nobody_home=draw(st.booleans()),
    )


cents = st.integers(0, 20_000)
percents = st.decimals(0, 100, places=2)


@st.composite
def tariffs(draw: st.DrawFn, kind: TariffKind) -> Agreed:
    rates = [Rate(RateKind.HOUR, cents=draw(cents))]
    for what in (RateKind.TRAVEL, RateKind.NO_SHOW):
        rates += [Rate(what, cents=draw(cents))] * draw(st.booleans())
    for what in (RateKind.EVENING, RateKind.WEEKEND):
        rates += [Rate(what, percent=draw(percents))] * draw(st.booleans())
    rates += [Rate(RateKind.MINIMUM, minutes=draw(st.integers(0, 120)))] * draw(st.booleans())
    rates += [Rate(RateKind.UNIT, item="R101", cents=draw(cents))] * draw(st.booleans())
    rates += [Rate(RateKind.HOUR, trade="SCH", cents=draw(cents))] * draw(st.booleans())
    if kind is TariffKind.LANDLORD:
        rates += [Rate(RateKind.MARKUP, percent=draw(percents))] * draw(st.booleans())
        rates += [Rate(RateKind.DWELLING_MONTH, trade="LOO", cents=draw(cents))] * draw(st.booleans())
    return Agreed(kind, SINCE, tuple(rates))


@given(works(), tariffs(TariffKind.LANDLORD), tariffs(TariffKind.WORKERS))
def test_what_is_charged_is_what_is_earned_and_what_is_kept(done: Work, of_payer: Agreed, of_workers: Agreed) -> None:
    charged = charges(done, of_payer)
    earned = earnings(done, of_workers, charged)
    assert total(charged) == total(earned) + kept(charged, earned)
    assert all(line.net_cents >= 0 and line.quantity > 0 for line in (*charged, *earned))


@given(works(), tariffs(TariffKind.LANDLORD))
def test_a_minute_is_charged_once_and_gets_at_most_one_supplement(done: Work, of_payer: Agreed) -> None:
    charged = charges(done, of_payer)
    labour = [line for line in charged if line.kind is LineKind.LABOUR]
    on_top = [line for line in charged if line.kind in (LineKind.EVENING, LineKind.WEEKEND)]
    assert len(labour) <= 1
    assert sum(line.quantity for line in on_top) <= done.minutes
    if labour:
        assert labour[0].quantity >= done.minutes


@given(works(), tariffs(TariffKind.LANDLORD), percents)
def test_a_share_never_gives_more_than_was_charged(done: Work, of_payer: Agreed, share: Decimal) -> None:
    assume(not done.nobody_home)
    charged = charges(done, of_payer)
    try:
        earned = earnings(done, paid(Rate(RateKind.SHARE, percent=share)), charged)
    except NotAgreed:
        assert not any(line.kind in (LineKind.LABOUR, LineKind.UNIT) for line in charged)
    else:
        assert kept(charged, earned) >= 0 or not charged
