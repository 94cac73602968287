import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules.uncertainty import Distribution, Estimate, band, exactly, mean_of

RANGED = [Distribution.UNIFORM, Distribution.TRIANGULAR, Distribution.PERT]


@pytest.mark.parametrize("distribution", RANGED)
def test_what_is_drawn_lies_in_its_range_around_its_mean(distribution: Distribution) -> None:
    mean = {Distribution.UNIFORM: 30.0, Distribution.TRIANGULAR: 80 / 3, Distribution.PERT: (10 + 4 * 20 + 50) / 6}
    draws = Estimate(20, 10, 50, distribution).drawn(100_000, np.random.default_rng(1))
    assert draws.shape == (100_000,)
    assert draws.min() >= 10
    assert draws.max() <= 50
    assert draws.mean() == pytest.approx(mean[distribution], abs=0.15)


def test_the_same_seed_draws_the_same() -> None:
    one, other = (Estimate(20, 10, 50).drawn(5, np.random.default_rng(7)) for _ in range(2))
    assert (one == other).all()


def test_what_is_known_is_never_drawn_otherwise() -> None:
    assert exactly(3).drawn(2, np.random.default_rng(1)).tolist() == [3, 3]


@pytest.mark.parametrize(("value", "low", "high"), [(5, 6, 7), (8, 6, 7), (float("nan"), 0, 1), (1, 0, float("nan"))])
def test_a_value_lies_in_its_range(value: float, low: float, high: float) -> None:
    with pytest.raises(ValueError, match="does not lie"):
        Estimate(value, low, high)


def test_what_is_fixed_has_no_range() -> None:
    with pytest.raises(ValueError, match="no range"):
        Estimate(1, 0, 2, Distribution.FIXED)


def test_a_band_holds_nine_of_ten_draws_and_says_how_often_there_is_a_gain() -> None:
    found = band(1, np.arange(-10.0, 91.0))
    assert (found.low, found.high) == (-5, 85)
    assert found.positive == pytest.approx(90 / 101)
    with pytest.raises(ValueError, match="without draws"):
        band(1, np.array([]))


def test_the_mean_of_answers_has_the_interval_of_student() -> None:
    """Student (W. S. Gosset), The Probable Error of a Mean, Biometrika 6 (1908): ten patients, the additional hours of
    sleep by the second drug; mean 2.33, and the well-known 95 % interval 0.90 to 3.76."""
    sleep = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = mean_of(sleep, -24, 24)
    assert (round(found.value, 2), round(found.low, 2), round(found.high, 2)) == (2.33, 0.90, 3.76)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=40))
def test_the_mean_of_answers_never_leaves_what_is_possible(answers: list[float]) -> None:
    found = mean_of(answers, 0, 100)
    assert 0 <= found.low <= found.value <= found.high <= 100


def test_one_answer_is_no_mean() -> None:
    with pytest.raises(ValueError, match="one answer"):
        mean_of([50], 0, 100)
    with pytest.raises(ValueError, match="an answer lies"):
        mean_of([50, 101], 0, 100)
