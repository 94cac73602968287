from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules.catalogue import SERVICE
from werkplaats.insight.rules.service import NO_RATINGS, NOT_OF_A_PILOT, service_figures
from werkplaats.insight.rules.totals import Amount, Totals, bucket, of, percentile


def in_buckets(durations: list[int]) -> Totals:
    found: dict[tuple[str, str], Amount] = {}
    for seconds in durations:
        key = ("answer", str(bucket(seconds)))
        found[key] = found.get(key, Amount()) + Amount(1, seconds)
    return found


@given(st.lists(st.integers(0, 3 * 365 * 24 * 3600), min_size=1), st.sampled_from([0.01, 0.5, 0.9, 1.0]))
def test_a_percentile_from_buckets_is_less_than_ten_percent_off(durations: list[int], share: float) -> None:
    exact = sorted(durations)[ceil(share * len(durations)) - 1]
    found = percentile(in_buckets(durations), "answer", share)
    assert found is not None
    assert abs(found - exact) < 60 if exact < 60 else exact / 1.1 < found < exact * 1.1


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_longer_time_is_never_in_an_earlier_bucket(one: int, other: int) -> None:
    assert (bucket(one) <= bucket(other)) or one > other


def test_within_a_minute_is_the_first_bucket() -> None:
    assert [bucket(seconds) for seconds in (0, 59, 60, 66, 67)] == [0, 0, 1, 2, 2]


def test_nothing_has_no_percentile() -> None:
    assert percentile({}, "answer", 0.5) is None


def test_amounts_are_asked_by_name() -> None:
    totals = {
        ("promise", "kept soon"): Amount(3, 3),
        ("promise", "kept normal"): Amount(2, 2),
        ("worked", ""): Amount(4, 90),
    }
    assert of(totals, "promise:kept") == 5
    assert of(totals, "promise:kept soon") == 3
    assert of(totals, "promise:late") == 0
    assert of(totals, "worked+") == 90


def test_every_metric_of_the_service_has_a_figure_and_no_figure_is_undeclared() -> None:
    codes = {metric.code for metric in SERVICE}
    assert set(service_figures({})) == set(service_figures({}, of_a_pilot=True)) == codes


def test_without_any_work_every_figure_says_why() -> None:
    for figure in service_figures({}).values():
        assert figure.value is None
        assert figure.why.endswith(".")


def test_figures_follow_from_their_totals() -> None:
    totals = {
        ("requests", ""): Amount(20, 20),
        ("visit", "done"): Amount(9, 9),
        ("visit", "nobody_home"): Amount(1, 1),
        ("finished", "once"): Amount(6, 6),
        ("finished", "more"): Amount(2, 2),
        ("came_back", ""): Amount(1, 1),
        ("promise", "kept soon"): Amount(1, 1),
        ("promise", "late soon"): Amount(3, 3),
        ("promise", "kept normal"): Amount(4, 4),
        ("rating", "5"): Amount(3, 15),
        ("rating", "2"): Amount(1, 2),
        ("worked", ""): Amount(10, 600),
        ("decision", "cooperative"): Amount(7, 7),
        ("decision", "landlord"): Amount(3, 3),
        ("proposal", "same"): Amount(9, 9),
        ("proposal", "other"): Amount(1, 1),
        ("familiar", "same"): Amount(2, 6),
        ("familiar", "all"): Amount(2, 8),
        ("charged", ""): Amount(9, 54_000),
        ("earned", ""): Amount(9, 45_000),
        ("uneven", "moved"): Amount(1, 100),
        ("uneven", "worked"): Amount(1, 400),
    }
    found = service_figures(totals)
    values = {code.removeprefix("service."): figure.value for code, figure in found.items() if figure.value is not None}
    assert values == {
        "requests": 20,
        "visits": 9,
        "hours": 10,
        "decisions": 10,
        "charged": 54_000,
        "earned": 45_000,
        "first_time_right": 75,
        "reopened": 12.5,
        "no_shows": 10,
        "satisfaction": 4.25,
        "promises_kept": 62.5,
        "familiar_helper": 75,
        "unevenness": 25,
        "disagreed": 10,
    }
    assert found["service.promises_kept"].parts == (
        ("emergency", None),
        ("soon", 25.0),
        ("normal", 100.0),
        ("planned", None),
    )
    assert dict(found["service.decisions"].parts) == {"cooperative": 7, "tenant": 0, "landlord": 3, "elsewhere": 0}
    assert service_figures(totals, of_a_pilot=True)["service.unevenness"].why == NOT_OF_A_PILOT
    assert service_figures({})["service.satisfaction"].why == NO_RATINGS
