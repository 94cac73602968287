"""The life of a version of a list: drafted, approved by a second person, published from a day, never changed again."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar


class ListStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"


# An approved version may go back to the desk; what is published stays as it is.
STEPS: tuple[tuple[ListStatus, ListStatus], ...] = (
    (ListStatus.DRAFT, ListStatus.APPROVED),
    (ListStatus.APPROVED, ListStatus.DRAFT),
    (ListStatus.APPROVED, ListStatus.PUBLISHED),
)


class Published(Protocol):
    """What has a from-date; None for what is not published yet."""

    valid_from: date | None


V = TypeVar("V", bound=Published)


def in_force(versions: Iterable[V], on: date) -> V | None:
    """The version by which a request of that day is judged: the latest that began. None: none had begun."""
    begun = [(version.valid_from, version) for version in versions if version.valid_from and version.valid_from <= on]
    return max(begun, key=lambda pair: pair[0])[1] if begun else None


def is_second_person(drafted_by: int | None, person: int | None) -> bool:
    """Who wrote the draft does not approve it: the list says who pays. What came with the program has no writer."""
    return person is not None and drafted_by != person
