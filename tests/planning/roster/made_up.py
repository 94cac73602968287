"""Small problems from chance, odd ones among them, for tests of what must hold for every problem."""

from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.planning.roster.scenes import FRIDAY_BEFORE, MONDAY, at, paper, window
from werkplaats.members.rules import CredentialKind, WorkerKind
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.facts import Absence
from werkplaats.planning.rules.roster.model import (
    Assigned,
    Contract,
    Link,
    LinkKind,
    Mode,
    Person,
    PickUp,
    Pin,
    Place,
    Problem,
    Task,
)
from werkplaats.triage.rules import Urgency

CHANGE_OF_CLOCK = date(2027, 3, 27)  # a Saturday
PLACES = [Place(number, 52.16 + number % 4 * 0.004, 5.37 + number // 4 * 0.006) for number in range(12)]
OPEN = tuple(Hours(day, time(begins), time(ends)) for day in range(5) for begins, ends in ((7, 11), (13, 16)))
FETCHED = [
    PickUp(PLACES[5], 0),
    PickUp(PLACES[9], 15),
    PickUp(Place(99, 52.17, 5.38), 45),
    PickUp(PLACES[3], 20, OPEN),
]


@st.composite
def people(draw: st.DrawFn, number: int) -> Person:
    kind = draw(st.sampled_from(WorkerKind))
    paper_kind = CredentialKind.VOG if kind is WorkerKind.HELPER else CredentialKind.INSURANCE
    begins = draw(st.sampled_from((6, 8, 9, 13)))
    ends = draw(st.sampled_from((14, 17, 22)))
    return Person(
        id=number, kind=kind, contract=draw(st.sampled_from(Contract)),
        home=draw(st.sampled_from([*PLACES, None])),
        trades=tuple(draw(st.sets(st.sampled_from(("LOO", "SCH")), min_size=1))),
        hours=tuple(Hours(day, time(begins), time(ends)) for day in draw(st.sets(st.integers(0, 6), min_size=1))),
        minutes=draw(st.sampled_from((0, 300, 900))),
        papers=(paper(paper_kind, draw(st.sampled_from((date(2027, 12, 31), MONDAY)))),),
        absences=(Absence(MONDAY, MONDAY),) if draw(st.integers(0, 5)) == 0 else (),
        languages=frozenset(draw(st.sets(st.sampled_from(("nl", "tr"))))),
        allergies=frozenset(draw(st.sets(st.just("cat")))),
        mode=draw(st.sampled_from(Mode)), radius=draw(st.sampled_from((500, 5000))),
        no_go=frozenset(draw(st.sets(st.integers(0, 11), max_size=2))),
    )  # fmt: skip


@st.composite
def tasks(draw: st.DrawFn, number: int, first: date, workers: int) -> Task:
    days = draw(st.lists(st.integers(-1, 3), min_size=0, max_size=3))
    trade = draw(st.sampled_from(("HH", "LOO", "SCH", "LOA")))
    pin = None
    if draw(st.integers(0, 6)) == 0:
        promised = draw(st.sets(st.integers(0, max(0, workers - 1)), max_size=1)) if workers else set()
        pin = Pin(at("10:00", draw(st.integers(0, 1)), first), frozenset(promised))
    return Task(
        id=number, place=draw(st.sampled_from(PLACES)), trade=trade,
        minutes=draw(st.sampled_from((30, 60, 120, 200, 320))),
        windows=tuple(window(*draw(st.sampled_from((("08:00", "12:00"), ("07:00", "21:00"), ("13:00", "17:30")))), day,
                             first) for day in days),
        urgency=draw(st.sampled_from(Urgency)),
        latest=draw(st.sampled_from((None, at("11:00", 0, first), at("17:00", 1, first)))),
        people=draw(st.sampled_from((1, 1, 1, 2))),
        languages=frozenset(draw(st.sets(st.just("tr")))), language_required=draw(st.booleans()),
        pets=frozenset(draw(st.sets(st.just("cat")))),
        client=draw(st.integers(1, 2)) if trade == "HH" else None,
        preferred=frozenset(draw(st.sets(st.integers(0, 3), max_size=1))),
        familiar=frozenset(draw(st.sets(st.integers(0, 3), max_size=1))),
        strangers=draw(st.integers(0, 2)), heavy=draw(st.booleans()), far=draw(st.booleans()),
        warranty=draw(st.booleans()), pinned=pin,
        pick_up=draw(st.sampled_from((None, None, *FETCHED))),
    )  # fmt: skip


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    first = draw(st.sampled_from((MONDAY, CHANGE_OF_CLOCK)))
    workers, works = draw(st.integers(0, 4)), draw(st.integers(0, 8))
    found = [draw(tasks(number, first, workers)) for number in range(works)]
    links = []
    for _ in range(draw(st.integers(0, 2)) if works > 1 else 0):
        one, other = draw(st.lists(st.integers(0, works - 1), min_size=2, max_size=2, unique=True))
        links.append(
            Link(
                one, other, draw(st.sampled_from(LinkKind)), timedelta(hours=draw(st.sampled_from((0, 2, 24)))),
                draw(st.sampled_from((None, timedelta(hours=30)))),
            )
        )  # fmt: skip
    present: list[Assigned] = []
    for task in found:
        if workers and draw(st.booleans()):
            clock, day = draw(st.sampled_from(("08:00", "09:30", "14:00"))), draw(st.integers(0, 2))
            present += [
                Assigned(at(clock, day, first), task.id, person)
                for person in draw(st.sets(st.integers(0, workers - 1), min_size=1, max_size=2))
            ]
    usual: dict[str, Any] = {"first_day": first, "days": draw(st.integers(1, 4))}
    moment = draw(st.sampled_from((FRIDAY_BEFORE, at("11:00", 0, first))))
    return Problem(
        at=moment, people=tuple(draw(people(number)) for number in range(workers)), tasks=tuple(found),
        links=tuple(links), present=tuple(present), **usual,
    )  # fmt: skip
