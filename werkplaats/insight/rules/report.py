"""The evaluation of a pilot as a document: which figures stand in it, in which order, for whom.

It takes figures as they are and adds nothing: what has no figure stands in it with the reason, so that nobody thinks
it was left out because it was bad.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkplaats.insight.rules.metrics import Audience, Figure, Group, Metric
from werkplaats.insight.rules.privacy import next_quarter
from werkplaats.settlement.rules.periods import months, next_month

CHAPTERS = (Group.SERVICE, Group.ECONOMY, Group.COSTS, Group.SOCIAL)


@dataclass(frozen=True)
class About:
    """What the report is about: the months that were asked for. Who looks from outside is told of `quarters` alone."""

    cooperative: str
    pilot: str  # "" when it is about all pilots together
    kind: str  # of the pilot; "" when there are several
    party: str  # the landlord or the district team; "" when there are several
    cap: int | None
    begins: date | None
    ends: date | None
    first_month: date
    last_month: date
    audience: Audience
    made_on: date

    @property
    def until(self) -> date:
        """The first day after the period."""
        return next_month(self.last_month)

    @property
    def begun(self) -> bool:
        return self.begins is None or self.begins < self.until

    @property
    def over(self) -> bool:
        return self.until <= self.made_on

    @property
    def quarters(self) -> tuple[date, ...]:
        """The whole quarters in the period that are over, by their first days."""
        months_in = months(self.first_month, self.last_month)
        begins = (day for day in months_in if day.month % 3 == 1)
        return tuple(day for day in begins if next_quarter(day) <= min(self.until, self.made_on))


@dataclass(frozen=True)
class Line:
    metric: Metric
    figure: Figure


@dataclass(frozen=True)
class Chapter:
    group: Group
    lines: tuple[Line, ...]

    @property
    def known(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.figure.value is not None)

    @property
    def unknown(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.figure.value is None)


@dataclass(frozen=True)
class Course:
    """A metric over the periods of the report, oldest first: (first day, value or None)."""

    metric: Metric
    points: tuple[tuple[date, float | int | None], ...]


@dataclass(frozen=True)
class Report:
    about: About
    chapters: tuple[Chapter, ...]
    courses: tuple[Course, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for chapter in self.chapters for line in chapter.lines)

    @property
    def is_empty(self) -> bool:
        return not any(chapter.known for chapter in self.chapters)

    def headlines(self, codes: Sequence[str]) -> tuple[Line, ...]:
        """The lines of these metrics that have a value, in this order."""
        by_code = {line.metric.code: line for line in self.lines if line.figure.value is not None}
        return tuple(by_code[code] for code in codes if code in by_code)


def compose(
    about: About,
    catalogue: Mapping[str, Metric],
    figures: Mapping[str, Figure],
    over_time: Sequence[tuple[date, Mapping[str, Figure]]] = (),
) -> Report:
    """The report for who looks. A metric that this audience may not see is not in it, whatever figures are given.

    Errors: KeyError for a figure whose metric was never declared.
    """
    lines = [
        Line(catalogue[code], figure) for code, figure in figures.items() if about.audience in catalogue[code].seen_by
    ]
    order = {code: place for place, code in enumerate(catalogue)}
    lines.sort(key=lambda line: order[line.metric.code])
    chapters = (Chapter(group, tuple(line for line in lines if line.metric.group is group)) for group in CHAPTERS)
    courses = (
        Course(line.metric, tuple((day, _value(at.get(line.metric.code))) for day, at in over_time)) for line in lines
    )
    return Report(
        about,
        tuple(chapter for chapter in chapters if chapter.lines),
        tuple(course for course in courses if any(value is not None for _day, value in course.points)),
    )


def _value(figure: Figure | None) -> float | int | None:
    return None if figure is None else figure.value
