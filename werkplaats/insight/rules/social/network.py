"""Measures of the network of help, by networkx.

People are the nodes. An arrow goes from who came to whom, and from who thanked in words to who was thanked. A *tie* is
a pair of people with an arrow in one direction or in both.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import networkx as nx

from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.privacy import Person

OTHERS = ""  # the streets that are too small to stand by themselves, together
FEW_TIES = 1  # with at most so many ties somebody is called isolated


@dataclass(frozen=True)
class Arrow:
    """Help or thanks from one person to another: the first time ever, and how often in the period."""

    giver: Person
    receiver: Person
    first: date
    times: int


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


def measures(graph: "nx.DiGraph[Person]") -> Measures:
    undirected: nx.Graph[Person] = nx.Graph(graph.edges())  # (`to_undirected` copies deeply, which takes long)
    undirected.add_nodes_from(graph)
    arrows = graph.number_of_edges()
    groups = [len(group) for group in nx.connected_components(undirected)]
    return Measures(
        people=graph.number_of_nodes(),
        ties=undirected.number_of_edges(),
        density=nx.density(undirected),
        # as `nx.overall_reciprocity`: a tie of two arrows is one where the arrows are two
        reciprocity=2 * (arrows - undirected.number_of_edges()) / arrows if arrows else None,
        groups=len(groups),
        largest=max(groups, default=0),
        lone=sum(1 for __ in nx.bridges(undirected)),
    )


def fabric(
    arrows: Iterable[Arrow], street_of: Mapping[Person, str], clients: Collection[Person], first_day: date
) -> Fabric:
    """Of the period that begins on `first_day`. `arrows` are those of the period and of all time before."""
    everything = [arrow for arrow in arrows if arrow.giver != arrow.receiver]
    graph: nx.DiGraph[Person] = nx.DiGraph()
    graph.add_edges_from((arrow.giver, arrow.receiver) for arrow in everything if arrow.times)
    ties = {_pair(arrow) for arrow in everything if arrow.times}
    before = {_pair(arrow) for arrow in everything if arrow.first < first_day}
    new = ties - before
    had = Counter(person for tie in before for person in tie)
    isolated = {client for client in clients if had[client] <= FEW_TIES}
    placed = [tie for tie in ties if all(person in street_of for person in tie)]
    streets = joined_streets(Counter(street_of[person] for person in graph if person in street_of))
    return Fabric(
        measures=measures(graph),
        new=len(new),
        crossing=sum(len({street_of[person] for person in tie}) == 2 for tie in placed),
        known=len(placed),
        isolated=len(isolated),
        reached=len(isolated & {person for tie in new for person in tie}),
        streets=tuple(sorted(Counter(_sizes(streets, street_of, graph)).items())),
        between=_between(placed, {person: streets.get(street_of[person]) for tie in placed for person in tie}),
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


def _pair(arrow: Arrow) -> frozenset[Person]:
    return frozenset({arrow.giver, arrow.receiver})


def _sizes(streets: Mapping[str, str], street_of: Mapping[Person, str], people: Iterable[Person]) -> Iterable[str]:
    return (streets[street_of[person]] for person in people if street_of.get(person) in streets)


def _between(ties: Iterable[frozenset[Person]], name_of: Mapping[Person, str | None]) -> tuple[Between, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for tie in ties:
        names = sorted(name for person in tie if (name := name_of[person]) is not None)
        if len(names) == 2:
            counted[names[0], names[1]] += 1
    shown = (Between(*pair, ties=number if number >= SMALLEST_SHOWN else None) for pair, number in counted.items())
    return tuple(sorted(shown, key=lambda one: (-(one.ties or 0), one.one, one.other)))
