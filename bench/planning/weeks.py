"""Weeks of a neighbourhood, made up from a seed, and how well and how fast they are planned.

    python -m bench.planning.weeks            # the pilot's week and the whole neighbourhood's
    python -m bench.planning.weeks pilot      # only the one

Prints what `docs` and issue 4 ask for: points reached in the time a coordinator waits beside those of a long run, hard
rules broken, one insertion, and a person who falls ill. Seconds are of the processor, one thread.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from random import Random
from typing import TypeVar

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.members.rules import CredentialKind, WorkerKind
from werkplaats.members.rules.application import Hours
from werkplaats.planning.rules.facts import Absence, Paper
from werkplaats.planning.rules.roster.change import fallen_ill
from werkplaats.planning.rules.roster.check import check
from werkplaats.planning.rules.roster.cost import cost, total
from werkplaats.planning.rules.roster.explain import insertions
from werkplaats.planning.rules.roster.faults import faults
from werkplaats.planning.rules.roster.model import (
    Contract,
    Link,
    LinkKind,
    Mode,
    Person,
    Place,
    Plan,
    Problem,
    Task,
    Window,
)
from werkplaats.planning.rules.roster.solve import solve
from werkplaats.triage.rules import Urgency

T = TypeVar("T")
MONDAY = date(2026, 11, 30)
CENTRE = (52.1635, 5.3740)  # Soesterkwartier, Amersfoort
TRADES = ("LOO", "TIM", "ELE", "SCH", "STU", "TEG", "VEN")
ALLROUND = {"LOO": "LOA", "TIM": "TAL", "ELE": "ELA"}


@dataclass(frozen=True)
class Size:
    clients: int
    helpers: int
    tradespeople: int
    repairs: int


PILOT = Size(28, 11, 9, 40)
NEIGHBOURHOOD = Size(320, 110, 40, 400)


def week(size: Size, seed: int) -> Problem:
    """Monday to Friday, seen from the Friday before."""
    chance = Random(seed)
    spread = 0.006 if size.clients < 100 else 0.009  # degrees: the pilot is a few streets
    homes = [_place(chance, number, spread * 1.6) for number in range(size.helpers + size.tradespeople)]
    helpers = [_helper(chance, number, homes[number]) for number in range(size.helpers)]
    tradespeople = [
        _tradesperson(chance, size.helpers + number, homes[size.helpers + number], number)
        for number in range(size.tradespeople)
    ]
    tasks = [_help(chance, number, helpers, spread) for number in range(size.clients)]
    repairs, links = _repairs(chance, size, spread)
    at = datetime(2026, 11, 27, 15, tzinfo=AMSTERDAM)
    return Problem(MONDAY, 5, at, (*helpers, *tradespeople), (*tasks, *repairs), tuple(links))


def _place(chance: Random, number: int, spread: float) -> Place:
    return Place(number, CENTRE[0] + chance.gauss(0, spread), CENTRE[1] + chance.gauss(0, spread * 1.6))


def _papers(kind: CredentialKind) -> tuple[Paper, ...]:
    return (Paper(kind, date(2025, 1, 1), date(2027, 12, 31)),)


def _helper(chance: Random, number: int, home: Place) -> Person:
    days = sorted(chance.sample(range(5), chance.choice((3, 4, 4, 5))))
    begins, ends = chance.choice(((8, 13), (9, 15), (9, 16), (8, 17)))
    minutes = len(days) * (ends - begins) * 60
    return Person(
        id=number, kind=WorkerKind.HELPER, home=home, trades=(),
        contract=Contract.EMPLOYEE if chance.random() < 0.6 else Contract.SELF_EMPLOYED,
        hours=tuple(Hours(day, clock_time(begins), clock_time(ends)) for day in days),
        minutes=round(minutes * 0.6 / 60) * 60,
        papers=_papers(CredentialKind.VOG),
        languages=frozenset(["nl", *chance.sample(("tr", "ar", "en", "pl"), chance.choice((0, 0, 1)))]),
        allergies=frozenset(["cat"] if chance.random() < 0.15 else []),
        mode=Mode.BICYCLE if chance.random() < 0.8 else Mode.FOOT,
        radius=chance.choice((2500, 4000, 5000)),
        absences=(Absence(MONDAY, MONDAY + timedelta(days=1)),) if chance.random() < 0.08 else (),
    )  # fmt: skip


def _tradesperson(chance: Random, number: int, home: Place, turn: int) -> Person:
    own = TRADES[turn % len(TRADES)]
    more = [trade for trade in chance.sample(TRADES, 1) if trade != own]
    days = sorted(chance.sample(range(5), chance.choice((3, 4, 5))))
    return Person(
        id=number, kind=WorkerKind.TRADESPERSON, home=home, trades=(own, *more), contract=Contract.SELF_EMPLOYED,
        hours=tuple(Hours(day, clock_time(8), clock_time(chance.choice((14, 17)))) for day in days),
        minutes=chance.choice((600, 900, 1200, 1500)),
        papers=_papers(CredentialKind.INSURANCE), mode=Mode.BICYCLE if chance.random() < 0.7 else Mode.CAR,
    )  # fmt: skip


def _window(day: int, begins: int, ends: int) -> Window:
    then = MONDAY + timedelta(days=day)
    return Window(
        datetime.combine(then, clock_time(begins), AMSTERDAM), datetime.combine(then, clock_time(ends), AMSTERDAM)
    )


def _help(chance: Random, number: int, helpers: Sequence[Person], spread: float) -> Task:
    own = chance.randrange(5)
    days = [own] if chance.random() < 0.6 else sorted({own, (own + chance.choice((1, 2))) % 5})
    begins, ends = chance.choice(((8, 12), (8, 13), (12, 17), (8, 17)))
    usual = [helper.id for helper in chance.sample(helpers, min(3, len(helpers)))]
    pets = frozenset(["cat"] if chance.random() < 0.2 else [])
    return Task(
        id=number, place=_place(chance, 1000 + number, spread), trade="HH",
        minutes=chance.choice((90, 120, 120, 150, 180)),
        windows=tuple(_window(day, begins, ends) for day in days),
        client=number, preferred=frozenset(usual[:1]), familiar=frozenset(usual[1:]), pets=pets,
        languages=frozenset(["tr"] if chance.random() < 0.08 else []), urgency=Urgency.SOON,
        heavy=chance.random() < 0.2, far=chance.random() < 0.2, strangers=chance.choice((0, 0, 0, 1)),
    )  # fmt: skip


def _repairs(chance: Random, size: Size, spread: float) -> tuple[list[Task], list[Link]]:
    tasks: list[Task] = []
    links: list[Link] = []
    for number in range(size.repairs):
        tasks.append(_repair(chance, 10_000 + number, spread))
        before = tasks[-2] if number else None
        if before is not None and number % 10 == 9:  # plaster dries before the painter comes
            everyday = tuple(_window(day, 8, 17) for day in range(5))
            tasks[-2] = replace(before, trade="STU", people=1, windows=everyday[:3], minutes=120, latest=None)
            tasks[-1] = replace(
                tasks[-1], trade="SCH", people=1, place=before.place, windows=everyday, latest=None, minutes=120
            )
            links.append(Link(tasks[-2].id, tasks[-1].id, LinkKind.AFTER, timedelta(hours=48)))
        elif before is not None and number % 40 == 21:  # two trades at once
            tasks[-1] = replace(tasks[-1], trade="LOO", people=1, place=before.place, windows=before.windows)
            tasks[-2] = replace(before, trade="TIM", people=1)
            links.append(Link(tasks[-2].id, tasks[-1].id, LinkKind.TOGETHER))
    return tasks, links


def _repair(chance: Random, number: int, spread: float) -> Task:
    trade = chance.choice(TRADES)
    if chance.random() < 0.3:
        trade = ALLROUND.get(trade, trade)
    parts = chance.sample([(day, part) for day in range(5) for part in ((8, 12), (12, 17))], chance.choice((2, 3, 4)))
    urgency = chance.choices(list(Urgency), (1, 5, 12, 3))[0]
    ahead = {Urgency.EMERGENCY: 0, Urgency.SOON: 1, Urgency.NORMAL: 4, Urgency.PLANNED: 4}[urgency]
    if urgency is Urgency.EMERGENCY:
        parts = [(day, (8, 17)) for day in range(5)]
    due = max(ahead, min(day for day, _ in parts))  # nobody promises what the resident's own times do not allow
    return Task(
        id=number, place=_place(chance, 1000 + number, spread), trade=trade,
        minutes=chance.choice((30, 45, 60, 60, 90, 120, 180)),
        windows=tuple(_window(day, *part) for day, part in sorted(parts)), urgency=urgency,
        latest=datetime.combine(MONDAY + timedelta(days=due), clock_time(17), AMSTERDAM),
        people=2 if chance.random() < 0.06 and urgency is not Urgency.EMERGENCY else 1,
        warranty=chance.random() < 0.05, heavy=chance.random() < 0.15,
        far=chance.random() < 0.2,
    )  # fmt: skip


def main(names: Sequence[str]) -> None:
    begun = time.process_time()
    solve(week(Size(3, 2, 2, 3), 1), 1, 1, iterations=2)
    print(f"ready to search after {time.process_time() - begun:.1f} s (compiled, or read from what was kept)")
    if not names or "pilot" in names:
        _measure("the pilot's week", week(PILOT, 4), short=5, long=120)
    if not names or "neighbourhood" in names:
        _measure("the whole neighbourhood", week(NEIGHBOURHOOD, 4), short=60, long=120)


def _measure(name: str, problem: Problem, short: float, long: float) -> None:
    print(f"\n{name}: {len(problem.tasks)} visits, {len(problem.people)} people, {len(faults(problem))} faults")
    quick, seconds = _timed(lambda: _solved(problem, short, 1))
    slow = _solved(problem, long, 2)
    reached, best = total(cost(problem, quick)), total(cost(problem, slow))
    print(f"  {seconds:.1f} s: {_said(problem, quick)}")
    print(f"  {long:.0f} s: {_said(problem, slow)}")
    print(f"  gap {100 * (reached / best - 1):+.2f} %")
    out = Plan(tuple(one for one in quick.assigned if one.task != problem.tasks[-3].id))
    found, seconds = _timed(lambda: insertions(replace(problem), out, problem.tasks[-3]))
    print(f"  one insertion: {1000 * seconds:.0f} ms, {len(found)} people or pairs")
    busy = max(problem.people, key=lambda person: len(quick.by_person.get(person.id, ())))
    at = datetime(2026, 11, 30, 7, tzinfo=UTC)
    changed = fallen_ill(replace(problem, present=quick.assigned, at=at), busy.id, MONDAY, MONDAY + timedelta(days=4))
    again, seconds = _timed(lambda: _solved(changed, 2.0, 1))
    moved = len(set(quick.assigned) - set(again.assigned))
    print(f"  {len(quick.by_person.get(busy.id, ()))} visits of somebody ill replanned in {seconds:.1f} s: "
          f"{moved} moved, {_said(changed, again)}")  # fmt: skip


def _solved(problem: Problem, seconds: float, seed: int) -> Plan:
    return solve(problem, seconds, seed, clock=time.process_time)


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    return act(), time.process_time() - begun


def _said(problem: Problem, plan: Plan) -> str:
    paid = cost(problem, plan)
    out = len(problem.tasks) - len(plan.by_task)
    terms = ", ".join(f"{term.value} {points:.0f}" for term, points in paid.items() if points)
    return (
        f"{total(paid):.0f} points after {plan.iterations} rounds, {out} out, "
        f"{len(check(problem, plan))} hard rules broken ({terms})"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
