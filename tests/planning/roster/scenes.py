"""A small neighbourhood to plan: words for tests, with what does not matter left to a default."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.members.rules import CredentialKind, WorkerKind
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.facts import Paper
from werkplaats.planning.rules.roster.model import Assigned, Contract, Person, Place, Plan, Problem, Task, Window

MONDAY = date(2026, 11, 30)
FRIDAY_BEFORE = datetime(2026, 11, 27, 15, tzinfo=AMSTERDAM)
HOME = Place(1, 52.1635, 5.3740)
NEAR = Place(2, 52.1645, 5.3760)  # some 200 metres from home: 7 minutes by bicycle
FAR = Place(3, 52.2135, 5.3740)  # more than five kilometres


def at(clock: str, day: int = 0, first: date = MONDAY) -> datetime:
    """ "09:30" on Monday, or so many days later."""
    return datetime.combine(date.fromordinal(first.toordinal() + day), time.fromisoformat(clock), AMSTERDAM)


def window(begins: str = "08:00", ends: str = "17:00", day: int = 0, first: date = MONDAY) -> Window:
    return Window(at(begins, day, first), at(ends, day, first))


def every_day(begins: int = 8, ends: int = 17) -> tuple[Hours, ...]:
    return tuple(Hours(weekday, time(begins), time(ends)) for weekday in range(7))


def paper(kind: CredentialKind, until: date = date(2027, 12, 31)) -> Paper:
    return Paper(kind, date(2025, 1, 1), until)


def helper(number: int = 1, **facts: Any) -> Person:
    usual: dict[str, Any] = {
        "id": number, "kind": WorkerKind.HELPER, "contract": Contract.SELF_EMPLOYED, "home": HOME, "trades": (),
        "hours": every_day(), "minutes": 1200, "papers": (paper(CredentialKind.VOG),),
    }  # fmt: skip
    return Person(**{**usual, **facts})


def tradesperson(number: int = 1, *trades: str, **facts: Any) -> Person:
    usual = {
        "kind": WorkerKind.TRADESPERSON,
        "trades": trades or ("LOO",),
        "papers": (paper(CredentialKind.INSURANCE),),
    }
    return helper(number, **{**usual, **facts})


def employee(number: int = 1, **facts: Any) -> Person:
    return helper(number, contract=Contract.EMPLOYEE, **{"hours": every_day(5, 23), **facts})


def help_at(number: int = 1, **facts: Any) -> Task:
    """Household help of an hour on Monday."""
    usual: dict[str, Any] = {"id": number, "place": NEAR, "trade": "HH", "minutes": 60, "windows": (window(),)}
    return Task(**{**usual, **facts})


def repair(number: int = 1, trade: str = "LOO", **facts: Any) -> Task:
    return help_at(number, **{"trade": trade, **facts})


def week(people: list[Person], tasks: list[Task], **facts: Any) -> Problem:
    usual: dict[str, Any] = {"first_day": MONDAY, "days": 5, "at": FRIDAY_BEFORE}
    return Problem(people=tuple(people), tasks=tuple(tasks), **{**usual, **facts})


def goes(person: int, task: int, clock: str = "09:00", day: int = 0, first: date = MONDAY) -> Assigned:
    return Assigned(at(clock, day, first), task, person)


def plan(*assigned: Assigned) -> Plan:
    return Plan(tuple(sorted(assigned)))


def without_papers(person: Person) -> Person:
    return replace(person, papers=())
