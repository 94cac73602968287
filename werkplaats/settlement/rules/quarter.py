"""A quarter of a calendar year: the period of a VAT return, and of what workers tell about their other work."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Quarter:
    """`number` is 1 … 4. Errors: ValueError for another one, or a year without dates."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and date.min.year < self.year < date.max.year):
            raise ValueError(f"there is no quarter {self.number} of {self.year}")

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


def last_quarters(day: date, count: int) -> tuple[Quarter, ...]:
    """The quarters before the one of `day`, the latest first."""
    found = [Quarter.of(day).previous]
    while len(found) < count:
        found.append(found[-1].previous)
    return tuple(found[:count])
