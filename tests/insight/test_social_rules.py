"""The network of help, on networks whose measures are known."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.catalogue import SOCIAL
from werkplaats.insight.rules.social.figures import Asked, Told, social_figures
from werkplaats.insight.rules.social.network import OTHERS, Arrow, Fabric, fabric, joined_streets, measures
from werkplaats.insight.rules.surveys.cohesion import Cohesion


def came(giver: int, receiver: int, *, before: bool = False, inside: bool = True) -> Arrow:
    return Arrow(giver, receiver, before, inside)


def measured(known: nx.Graph) -> tuple[int, int, float, int, int, int]:
    found = measures(nx.convert_node_labels_to_integers(known).edges(), 0)
    return found.people, found.ties, round(found.density, 4), found.groups, found.largest, found.lone


def test_the_karate_club_is_as_zachary_described_it() -> None:
    # W. Zachary, An Information Flow Model for Conflict and Fission in Small Groups (1977): 34 members, 78 ties
    assert measured(nx.karate_club_graph()) == (34, 78, 0.139, 1, 34, 1)


def test_the_families_of_florence_are_as_padgett_described_them() -> None:
    # Padgett and Ansell, marriages of 15 families; without the Medici, the Acciaiuoli and the Pazzi would be cut off
    assert measured(nx.florentine_families_graph()) == (15, 20, 0.1905, 1, 15, 5)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_the_measures_agree_with_networkx(pairs: list[tuple[int, int]]) -> None:
    graph: nx.DiGraph = nx.DiGraph([pair for pair in pairs if pair[0] != pair[1]])
    found = fabric((came(*pair) for pair in set(pairs)), {}, ()).measures
    assert found.density == pytest.approx(nx.density(graph.to_undirected()))
    assert found.groups == nx.number_weakly_connected_components(graph) if graph else found.groups == 0
    assert found.lone == len(list(nx.bridges(graph.to_undirected())))
    assert found.reciprocity == (nx.overall_reciprocity(graph) if graph.number_of_edges() else None)


def test_help_that_was_thanked_for_goes_both_ways() -> None:
    found = fabric([came(1, 2), came(2, 1), came(1, 3), came(1, 4)], {}, ())
    assert found.measures.reciprocity == 0.5
    assert found.measures.ties == 3


def test_a_tie_is_new_when_the_two_had_none_in_either_direction() -> None:
    arrows = [
        came(1, 2, before=True),
        came(1, 3),
        came(3, 1),
        came(4, 1, before=True, inside=False),
        came(1, 4),
        came(5, 6, before=True, inside=False),
    ]
    found = fabric(arrows, {}, ())
    assert found.new == 1
    assert found.measures.people == 4  # 5 and 6 met before, not in this period


def test_a_client_with_one_tie_who_meets_another_helper_is_reached() -> None:
    arrows = [
        came(1, 10, before=True),
        came(2, 10),
        came(1, 11, before=True),
        came(2, 11, before=True),
        came(3, 11),
        came(1, 13),
    ]
    found = fabric(arrows, {}, {10, 11, 12, 13})
    assert (found.isolated, found.reached) == (3, 2)  # 10 and 13; 12 met nobody; 11 had two


def test_ties_between_streets_are_counted_where_both_streets_are_known() -> None:
    streets = {1: "Noordewierweg", 2: "Noordewierweg", 3: "Dollardstraat"}
    found = fabric([came(1, 2), came(1, 3), came(3, 4)], streets, ())
    assert (found.crossing, found.known) == (1, 2)


def test_small_streets_are_joined_and_take_another_with_them_when_they_are_too_few() -> None:
    assert joined_streets({"a": 30, "b": 6, "c": 5}) == {"a": "a", "b": OTHERS, "c": OTHERS}
    assert joined_streets({"a": 30, "b": 12, "c": 5}) == {"a": "a", "b": OTHERS, "c": OTHERS}
    assert joined_streets({"a": 12, "b": 12}) == {"a": "a", "b": "b"}
    assert joined_streets({"a": 5, "b": 4}) == {}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 25)))
def test_no_street_with_fewer_than_ten_people_stands_by_itself(people: dict[str, int]) -> None:
    names = joined_streets(people)
    sizes: dict[str, int] = {}
    for street, name in names.items():
        sizes[name] = sizes.get(name, 0) + people[street]
    assert all(size >= SMALLEST_SHOWN or (name == OTHERS and size == 0) for name, size in sizes.items())


def test_fewer_than_ten_ties_between_streets_are_no_number() -> None:
    streets = {**dict.fromkeys(range(20), "a"), **dict.fromkeys(range(20, 40), "b")}
    arrows = [came(n, 20 + n) for n in range(20)] + [came(0, n) for n in range(1, 5)]
    between = fabric(arrows, streets, ()).between
    assert [(one.one, one.other, one.ties) for one in between] == [("a", "b", 20), ("a", "a", None)]


def a_fabric(people: int) -> Fabric:
    return fabric([came(0, n) for n in range(1, people)], {}, ())


def test_every_metric_has_a_value_or_a_reason() -> None:
    cohesion = Cohesion(12, 6.8, 6.1, 7.5, (20.0,) * 6)
    for found in [
        social_figures(a_fabric(0), Told(), None, 1),
        social_figures(a_fabric(9), Told(3, 1, 4, 1, 1), Asked(20, 4, None), 3),
        social_figures(a_fabric(30), Told(20, 5, 12, 2, 1), Asked(20, 12, cohesion), 3),
    ]:
        assert list(found) == [metric.code for metric in SOCIAL]


def test_of_nine_people_nothing_is_told_and_of_ten_it_is() -> None:
    assert social_figures(a_fabric(9), Told(), None, 1)["social.people"].value is None
    ten = social_figures(a_fabric(10), Told(), None, 3)
    assert ten["social.people"].value == 10
    assert ten["social.new_ties"].value == 3
    assert ten["social.lone_ties"].value == 100  # one helper and nine homes: each tie is the only one


def test_a_survey_that_nobody_answered_says_so() -> None:
    def why(answered: int) -> str:
        return social_figures(a_fabric(0), Told(), Asked(40, answered, None), 3)["social.cohesion"].why

    assert why(0) == "Nobody answered the survey."
    assert why(9) == "Fewer than ten people answered the survey."
    assert "No survey" in social_figures(a_fabric(0), Told(), None, 3)["social.cohesion"].why
