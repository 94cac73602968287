"""Many runs of one scenario side by side: a band for every figure, because one simulated year is only one of many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from statistics import median
from typing import Any, Final

import numpy as np

from werkplaats.insight.rules.whatif.result import Result
from werkplaats.insight.rules.whatif.scenario import Scenario

LOW, HIGH = 10, 90  # percentiles: four of five runs lie between them
RUNS: Final = 100
MOST_RUNS: Final = 500


@dataclass(frozen=True)
class Band:
    """`n`: the runs that had this figure."""

    low: float
    middle: float
    high: float
    n: int


def seeds(scenario: Scenario, runs: int) -> Sequence[Scenario]:
    """The scenario with the seeds of its runs, in order: its own seed first. Scenarios with the same seed get the same
    calls in their first run, in their second, and so on."""
    return [replace(scenario, seed=scenario.seed + 1000 * number) for number in range(runs)]


def bands(figures: Iterable[Mapping[str, float]]) -> dict[str, Band]:
    """Of every figure the median over the runs and the 10th and 90th percentile."""
    values: dict[str, list[float]] = {}
    for one in figures:
        for name, value in one.items():
            values.setdefault(name, []).append(value)
    return {
        name: Band(
            round(float(np.percentile(of_name, LOW)), 4),
            round(median(of_name), 4),
            round(float(np.percentile(of_name, HIGH)), 4),
            len(of_name),
        )
        for name, of_name in sorted(values.items())
    }


def words(results: Sequence[Result]) -> list[tuple[str, str, int]]:
    """What could not be in at least half of the runs, with the median number over all of them (one where it lies
    between none and one); most first by kind."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for one in results:
        for code, about, number in one.words:
            numbers.setdefault((code, about), []).append(number)
    kinds = list(dict.fromkeys(code for code, _ in numbers))
    found = [
        (code, about, ceil(median([*those, *[0] * (len(results) - len(those))])))
        for (code, about), those in numbers.items()
        if 2 * len(those) >= len(results)
    ]
    return sorted(found, key=lambda one: (kinds.index(one[0]), -one[2], one[1]))


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """As it is kept with a run: bands and words."""
    return {
        "bands": {
            name: [band.low, band.middle, band.high, band.n]
            for name, band in bands(one.figures for one in results).items()
        },
        "words": [list(one) for one in words(results)],
    }
