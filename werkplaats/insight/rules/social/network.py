"""Measures of the network of help. They are those of networkx, which the tests compare them with.

People are the nodes. An arrow goes from who came to whom, and from who thanked in words to who was thanked. A *tie* is
a pair of people with an arrow in one direction or in both.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from werkplaats.insight.rules import SMALLEST_SHOWN

OTHERS = ""  # the streets that are too small to stand by themselves, together
FEW_TIES = 1  # with at most so many ties somebody is called isolated


class Arrow(NamedTuple):
    """Help or thanks from one person to another, before the period and inside it."""

    giver: int
    receiver: int
    before: bool
    inside: bool


@dataclass(frozen=True)
class Measures:
    """Of a directed network.

    `density`: ties ÷ pairs of people. `reciprocity`: of all arrows, the part that is answered by one back (None without
    arrows). `groups`: parts without a tie between them; `largest` has so many people. `lone`: ties whose loss would
    break a group in two (bridges in the sense of graph theory).
    """

    people: int
    ties: int
    density: float
    reciprocity: float | None
    groups: int
    largest: int
    lone: int


@dataclass(frozen=True)
class Between:
    """Ties between (or within) streets. `ties` is None when there are fewer than ten."""

    one: str
    other: str
    ties: int | None


@dataclass(frozen=True)
class Fabric:
    """The network of a period, and what changed in it.

    `new`: ties between people who had none before the period. `crossing`: of `known` ties, of which both streets are
    known, those between two streets. `isolated`: clients with at most one tie before the period; `reached`: those of
    them who got a new one. `streets`: how many people each has, small ones joined; `between`: their ties.
    """

    measures: Measures
    new: int
    crossing: int
    known: int
    isolated: int
    reached: int
    streets: tuple[tuple[str, int], ...]
    between: tuple[Between, ...]


def measures(ties: Iterable[tuple[int, int]], arrows: int) -> Measures:
    """Of the ties between people, each once; `arrows`: how many they are made of."""
    near: dict[int, list[int]] = {}
    number = 0
    for one, other in ties:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
        number += 1
    people, groups, lone = len(near), *_walked(near)
    return Measures(
        people=people,
        ties=number,
        density=2 * number / (people * (people - 1)) if number else 0.0,
        reciprocity=2 * (arrows - number) / arrows if arrows else None,
        groups=len(groups),
        largest=max(groups, default=0),
        lone=lone,
    )


def _walked(near: Mapping[int, Sequence[int]]) -> tuple[list[int], int]:
    """How large each group is, and how many bridges there are, by walking into the depth once (Tarjan, A note on
    finding the bridges of a graph, Information Processing Letters 2, 1974): a tie is a bridge when no other tie leads
    back from behind it to before it."""
    found: dict[int, int] = {}  # who was met, and as which in order
    back: dict[int, int] = {}  # how far back the ties from there and from behind it lead
    groups, lone = [], 0
    for first in near:
        if first in found:
            continue
        before = found[first] = back[first] = len(found)
        way = [(first, first, iter(near[first]))]
        while way:
            here, came_from, ahead = way[-1]
            for next_one in ahead:
                if next_one not in found:
                    found[next_one] = back[next_one] = len(found)
                    way.append((next_one, here, iter(near[next_one])))
                    break
                if next_one != came_from and found[next_one] < back[here]:
                    back[here] = found[next_one]
            else:
                way.pop()
                if way:
                    back[came_from] = min(back[came_from], back[here])
                    lone += back[here] > found[came_from]
        groups.append(len(found) - before)
    return groups, lone


def fabric(arrows: Iterable[Arrow], street_of: Mapping[int, str], clients: Collection[int]) -> Fabric:
    """Of a period. `arrows`: one for each giver and receiver, of the period and of all time before."""
    inside, ties, before = 0, set(), set()
    for giver, receiver, was, is_now in arrows:
        if giver == receiver:
            continue
        pair = (giver, receiver) if giver < receiver else (receiver, giver)
        if was:
            before.add(pair)
        if is_now:
            inside += 1
            ties.add(pair)
    new = ties - before
    had = Counter(person for tie in before for person in tie)
    isolated = {client for client in clients if had[client] <= FEW_TIES}
    placed = [(street_of[one], street_of[other]) for one, other in ties if one in street_of and other in street_of]
    people = Counter(street_of[person] for person in {one for tie in ties for one in tie} if person in street_of)
    streets = joined_streets(people)
    sizes: Counter[str] = Counter()
    for street, name in streets.items():
        sizes[name] += people[street]
    return Fabric(
        measures=measures(ties, inside),
        new=len(new),
        crossing=sum(one != other for one, other in placed),
        known=len(placed),
        isolated=len(isolated),
        reached=len(isolated & {person for tie in new for person in tie}),
        streets=tuple(sorted(sizes.items())),
        between=_between(Counter(placed), streets),
    )


def joined_streets(people: Mapping[str, int]) -> dict[str, str]:
    """By which name each street goes: its own when ten people of it are in the network, else that of all small ones
    together, with the smallest others until those are ten too. Empty when all streets together have fewer."""
    small = {street for street, number in people.items() if number < SMALLEST_SHOWN}
    for street in sorted((one for one in people if one not in small), key=lambda one: (people[one], one)):
        if not 0 < sum(people[one] for one in small) < SMALLEST_SHOWN:
            break
        small.add(street)
    if 0 < sum(people[one] for one in small) < SMALLEST_SHOWN:
        return {}
    return {street: OTHERS if street in small else street for street in people}


def _between(ties: Mapping[tuple[str, str], int], name_of: Mapping[str, str]) -> tuple[Between, ...]:
    """`ties`: how many there are between two streets, either of them first."""
    counted: Counter[tuple[str, str]] = Counter()
    for (one, other), number in ties.items():
        if one in name_of and other in name_of:
            first, second = sorted((name_of[one], name_of[other]))
            counted[first, second] += number
    shown = (Between(*pair, ties=number if number >= SMALLEST_SHOWN else None) for pair, number in counted.items())
    return tuple(sorted(shown, key=lambda one: (-(one.ties or 0), one.one, one.other)))
