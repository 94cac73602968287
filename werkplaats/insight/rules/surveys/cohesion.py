"""Social cohesion from 0 to 10, by six statements after those of the Dutch Safety Monitor (Veiligheidsmonitor).

They ask about the six things that Statistics Netherlands names under "Sociale cohesie (binding met de buurt)" (cbs.nl,
nieuws 2018/01; the first six under "Sociale cohesie" in StatLine table 85146NED), in words of our own: knowing each
other, kindness, helping, belonging, contact and the mix of people. Five answers, from agree strongly to disagree
strongly; not knowing each other counts the other way round.

The national figure is that of the Monitor's own scale (2021: 6.4). It has other words, and an other statement (leaving
the house key with neighbours) for at least one of these. And it weighs its answers by who lives in the country. So the
two are alike, not the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.surveys import Respondent

MOST = 4  # the answers count 0 (disagree strongly) to 4 (agree strongly)
LEAST_STATEMENTS = 4  # of the six, or there is no score
WITHIN = 1.96  # standard errors: 95 of 100 times


@dataclass(frozen=True)
class Statement:
    """`text` is the key of its translation. `against`: who agrees finds the cohesion low."""

    code: str
    text: str
    against: bool = False


STATEMENTS = (
    Statement("hardly_known", "Who lives here often does not know who the neighbours are.", against=True),
    Statement("pleasant", "Neighbours are kind to each other here."),
    Statement(
        "helping",
        "It is sociable here: we lend each other a hand, and sometimes organise something with the whole street.",
    ),
    Statement("at_home", "Among the people here I belong."),
    Statement("contact", "I often see or speak with my neighbours."),
    Statement("mix", "I am happy with who all live here together: young and old, from here and from elsewhere."),
)


@dataclass(frozen=True)
class National:
    year: int
    all: float
    most_urban: float
    least_urban: float
    source: str


NATIONAL = National(2021, 6.4, 5.9, 7.1, "CBS, Veiligheidsmonitor 2021 (vzinfo.nl, Sociale leefomgeving)")


@dataclass(frozen=True)
class CohesionAnswer:
    """One answer, without a name: per statement 0 to 4, None for "I do not know".

    Errors: ValueError when it is not about the six statements, or an answer is not 0 to 4.
    """

    role: Respondent
    agrees: tuple[int | None, ...]

    def __post_init__(self) -> None:
        if len(self.agrees) != len(STATEMENTS) or any(a is not None and not 0 <= a <= MOST for a in self.agrees):
            raise ValueError("an answer is about the six statements, each from 0 to 4 or not answered")

    @property
    def score(self) -> float | None:
        """0–10: the mean of the statements that were answered. None when there are fewer than four of those."""
        counted = [
            MOST - agrees if statement.against else agrees
            for statement, agrees in zip(STATEMENTS, self.agrees, strict=True)
            if agrees is not None
        ]
        return fmean(counted) * 10 / MOST if len(counted) >= LEAST_STATEMENTS else None


@dataclass(frozen=True)
class Cohesion:
    """The mean of `n` scores, with the band in which it would lie 95 of 100 times if others had been asked.

    `agree`: per statement the percentage that agrees (strongly or not); None when nobody had an opinion.
    """

    n: int
    score: float
    low: float
    high: float
    agree: tuple[float | None, ...]


def cohesion(answers: Iterable[CohesionAnswer]) -> Cohesion | None:
    """None when fewer than ten answers have a score: then it could be about somebody."""
    counted = [answer for answer in answers if answer.score is not None]
    if len(counted) < SMALLEST_SHOWN:
        return None
    scores = [answer.score for answer in counted if answer.score is not None]
    mean, spread = fmean(scores), WITHIN * stdev(scores) / len(scores) ** 0.5
    agree = tuple(_percent_agree([answer.agrees[number] for answer in counted]) for number in range(len(STATEMENTS)))
    return Cohesion(len(scores), mean, max(0.0, mean - spread), min(10.0, mean + spread), agree)


def _percent_agree(answers: Sequence[int | None]) -> float | None:
    given = [answer for answer in answers if answer is not None]
    return 100 * sum(answer > MOST // 2 for answer in given) / len(given) if given else None
