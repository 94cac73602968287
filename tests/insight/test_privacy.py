"""What outsiders get, against somebody who asks everything, often, and remembers it all."""

from collections.abc import Iterable
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.privacy import (
    ANYBODYS,
    Cell,
    Key,
    Parts,
    Released,
    next_quarter,
    quarter_of,
    release,
    within,
)

REPAIRS, HOUSEHOLD = "repairs", "household"
QUARTERS = [date(2025 + n // 4, n % 4 * 3 + 1, 1) for n in range(8)]
LATER = date(2030, 1, 1)
EVERY_OF: list[tuple[str, ...]] = [(), ("hours",), ("cents", "hours"), ("outcome",), ("outcome", "trade")]


def cell(
    quarter: int, people: Iterable[int], kind: str = REPAIRS, hours: dict[int, int] | None = None, whose: str = ""
) -> Cell:
    return Cell(QUARTERS[quarter], kind, frozenset(people), {"hours": hours} if hours is not None else {}, whose=whose)


def keys(*quarters: int, kind: str = REPAIRS, whose: str = "") -> frozenset[Key]:
    return frozenset(Key(QUARTERS[n], kind, whose) for n in quarters)


# -- examples ---------------------------------------------------------------------------------------------------------
def test_a_quarter_about_ten_people_goes_out_when_it_is_over() -> None:
    cells = [cell(0, range(10))]
    assert release(cells, date(2025, 3, 31)) == ()
    assert [one.keys for one in release(cells, date(2025, 4, 1))] == [keys(0)]


def test_a_quarter_about_fewer_waits_for_the_next() -> None:
    cells = [cell(0, range(6)), cell(1, range(4, 12)), cell(2, range(10))]
    assert release(cells[:1], LATER) == ()
    released = release(cells, LATER)
    assert [(one.keys, one.people) for one in released] == [(keys(0, 1), 12), (keys(2), 10)]


def test_the_same_nine_people_every_quarter_stay_nine_people() -> None:
    assert release([cell(n, range(9)) for n in range(8)], LATER) == ()


def test_a_last_small_quarter_is_not_joined_to_what_is_out_already() -> None:
    released = release([cell(0, range(10)), cell(1, range(3))], LATER)
    assert [one.keys for one in released] == [keys(0)]


def test_two_homes_of_another_landlord_wait_and_keep_nobody_waiting() -> None:
    large = [cell(n, range(20), whose="a") for n in range(2)]
    small = [cell(n, range(50, 52), whose="b") for n in range(8)]
    assert [one.keys for one in release([*large, *small], LATER)] == [keys(0, whose="a"), keys(1, whose="a")]


def test_six_clients_are_never_shown_together_with_repairs() -> None:
    """The landlord would take off its own."""
    clients = [cell(n, range(100, 106), HOUSEHOLD, whose="team") for n in range(4)]
    homes = [cell(n, range(20), whose="a") for n in range(4)]
    assert [one.keys for one in release([*clients, *homes], LATER)] == [keys(n, whose="a") for n in range(4)]


def test_what_went_out_when_parties_were_not_told_apart_does_not_go_out_again() -> None:
    before = Released(keys(0, whose=ANYBODYS), 20, {}, {})
    released = release([cell(n, range(20), whose="a") for n in range(2)], LATER, kept=(before,))
    assert [one.keys for one in released] == [before.keys, keys(1, whose="a")]


def test_hours_of_which_one_person_makes_more_than_half_wait_until_it_is_less() -> None:
    busy = {0: 60, **dict.fromkeys(range(1, 11), 5)}
    even = dict.fromkeys(range(11), 10)
    cells = [cell(0, busy, hours=busy), cell(1, even, hours=even)]
    assert [one.keys for one in release(cells, LATER)] == [keys(0), keys(1)]
    assert release(cells[:1], LATER, ("hours",)) == ()
    together = release(cells, LATER, ("hours",))
    assert [(one.keys, one.values) for one in together] == [(keys(0, 1), {"hours": 220})]


def test_only_what_was_asked_for_is_told() -> None:
    hours = dict.fromkeys(range(12), 2)
    assert release([cell(0, hours, hours=hours)], LATER)[0].values == {}


def test_who_has_nothing_of_it_is_counted_as_somebody_whom_it_is_about() -> None:
    late = {**dict.fromkeys(range(12), 0), 3: 1, 4: 1}
    assert release([cell(0, late, hours=late)], LATER, ("hours",))[0].values == {"hours": 2}
    only_the_late = {3: 1, 4: 1}
    assert release([cell(0, range(12), hours=only_the_late)], LATER, ("hours",)) == ()


def a_split(quarter: int, **parts: range) -> Cell:
    split = {part: dict.fromkeys(people, 1) for part, people in parts.items()}
    return Cell(QUARTERS[quarter], REPAIRS, frozenset(range(100)), parts={"outcome": split})


def test_a_small_part_takes_the_smallest_other_with_it() -> None:
    released = release([a_split(0, tenant=range(15), us=range(15, 60), nobody=range(60, 63))], LATER, ("outcome",))
    assert released[0].parts["outcome"] == Parts({"us": 45}, 18)


def test_a_part_that_was_hidden_in_one_quarter_is_not_found_in_the_year() -> None:
    quarters = [
        a_split(0, tenant=range(15), us=range(15, 60), nobody=range(60, 63)),
        a_split(1, tenant=range(20), us=range(20, 60), nobody=range(60, 80)),
    ]
    released = release(quarters, LATER, ("outcome",))
    assert released[1].parts["outcome"] == Parts({"tenant": 20, "us": 40, "nobody": 20}, 0)
    year = within(released, QUARTERS[0], date(2025, 12, 1), {REPAIRS})
    assert year is not None
    assert year.parts["outcome"] == Parts({"us": 85}, 18 + 40)


def test_a_part_that_is_hidden_in_one_split_is_hidden_in_the_other() -> None:
    medical = dict.fromkeys(range(4), 1)
    outcome = {"medical": medical, "us": dict.fromkeys(range(10, 40), 1)}
    kind = {"medical": dict.fromkeys(range(12), 1), "repair": dict.fromkeys(range(10, 40), 1)}
    one = Cell(QUARTERS[0], REPAIRS, frozenset(range(50)), parts={"outcome": outcome, "kind": kind})
    parts = release([one], LATER, ("outcome", "kind"))[0].parts
    assert "medical" not in parts["outcome"].shown
    assert "medical" not in parts["kind"].shown


def test_late_entries_change_nothing_that_is_out() -> None:
    before = release([cell(0, range(10))], LATER)
    afterwards = [cell(0, range(11)), cell(1, range(12))]
    assert [(one.keys, one.people) for one in release(afterwards, LATER, kept=before)] == [(keys(0), 10), (keys(1), 12)]


def test_a_number_about_somebody_who_is_not_in_the_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="about people of that cell"):
        cell(0, range(3), hours={5: 1})
    with pytest.raises(ValueError, match="first day"):
        Cell(date(2025, 2, 1), REPAIRS, frozenset())


@given(st.dates(date(2015, 1, 1), date(2060, 12, 31)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    assert quarter_of(day) <= day < next_quarter(quarter_of(day))


# -- anything ---------------------------------------------------------------------------------------------------------
calm = settings(max_examples=80)
PEOPLE = st.frozensets(st.integers(0, 30), max_size=24)
OF = ((REPAIRS, "a"), (REPAIRS, "b"), (REPAIRS, ""), (HOUSEHOLD, "team"))


@st.composite
def histories(draw: st.DrawFn) -> list[Cell]:
    cells = []
    for quarter in QUARTERS[: draw(st.integers(1, len(QUARTERS)))]:
        for kind, whose in OF:
            people = draw(PEOPLE)
            amounts = {name: {p: draw(st.integers(0, 9)) for p in people} for name in ("hours", "cents")}
            parts: dict[str, dict[str, dict[int, int]]] = {"outcome": {}, "trade": {}}
            for split, person in product(parts, sorted(people)):
                part = draw(st.sampled_from(["us", "tenant", "medical", "nobody"]))
                parts[split].setdefault(part, {})[person] = draw(st.integers(1, 3))
            cells.append(Cell(quarter, kind, people, amounts, parts, whose))
    return cells


def people_in(cells: list[Cell], some: Iterable[Key]) -> frozenset[int | str]:
    inside = set(some)
    return frozenset().union(*(one.people for one in cells if one.key in inside))


@calm
@given(histories(), st.sampled_from(EVERY_OF))
def test_every_cell_is_about_ten_people_and_stands_in_one_place(cells: list[Cell], of: tuple[str, ...]) -> None:
    seen: set[Key] = set()
    for one in release(cells, LATER, of):
        assert one.people == len(people_in(cells, one.keys)) >= SMALLEST_SHOWN
        assert not seen & one.keys
        seen |= one.keys


@calm
@given(histories(), st.sampled_from(EVERY_OF), st.sampled_from(QUARTERS))
def test_later_quarters_change_nothing_that_is_out(cells: list[Cell], of: tuple[str, ...], today: date) -> None:
    before, afterwards = release(cells, today, of), release(cells, LATER, of)
    assert afterwards[: len(before)] == before
    assert all(next_quarter(quarter) <= today for one in before for quarter, *__ in one.keys)
    past = [one for one in cells if next_quarter(one.quarter) <= today]
    assert release(past, LATER, of) == before


@calm
@given(histories(), st.sampled_from(EVERY_OF), st.sampled_from(QUARTERS))
def test_going_on_from_what_was_written_down_is_the_same(cells: list[Cell], of: tuple[str, ...], today: date) -> None:
    assert release(cells, LATER, of, kept=release(cells, today, of)) == release(cells, LATER, of)


@calm
@given(histories())
def test_in_no_cell_one_person_makes_more_than_half_of_the_hours(cells: list[Cell]) -> None:
    for one in release(cells, LATER, ("hours",)):
        by_person: dict[int | str, float] = {}
        for part in (c for c in cells if c.key in one.keys):
            for person, hours in part.amounts["hours"].items():
                by_person[person] = by_person.get(person, 0) + hours
        assert sum(by_person.values()) == one.values["hours"]
        assert 2 * max(by_person.values()) <= one.values["hours"]


def everything_asked(cells: list[Cell], of: tuple[str, ...]) -> list[Released]:
    """Every period and kind, asked at the end of every quarter."""
    answers = []
    for today in [next_quarter(quarter) for quarter in QUARTERS]:
        out = release(cells, today, of)
        for first, last in product(QUARTERS, QUARTERS):
            for kinds in ({REPAIRS}, {HOUSEHOLD}, {REPAIRS, HOUSEHOLD}):
                got = within(out, first, last.replace(month=last.month + 2), kinds)
                if got is not None and got not in answers:
                    answers.append(got)
    return answers


@calm
@given(histories())
def test_whatever_is_asked_and_subtracted_leaves_ten_people_or_nobody(cells: list[Cell]) -> None:
    """Also for a party that takes off what is its own."""
    for some in finest(cells):
        assert len(people_in(cells, some)) >= SMALLEST_SHOWN
        for party in ("a", "b", "team"):
            left = people_in(cells, (key for key in some if key.whose != party))
            assert not 0 < len(left) < SMALLEST_SHOWN


def test_and_would_be_left_with_two_homes_if_parties_were_not_told_apart() -> None:
    """So the test above can fail."""
    own, other = frozenset(range(20)), frozenset({50, 51})
    together = [cell(0, own | other)]
    (some,) = finest(together)
    assert people_in(together, some) - own == other
    apart = [cell(0, own, whose="a"), cell(0, other, whose="b")]
    assert [people_in(apart, one) for one in finest(apart)] == [own]


def finest(cells: list[Cell]) -> list[set[Key]]:
    """The finest that can be had from all answers together, by adding and subtracting: what is in the same answers."""
    asked = {got.keys for of in EVERY_OF for got in everything_asked(cells, of)}
    found: dict[frozenset[frozenset[Key]], set[Key]] = {}
    for key in frozenset().union(*asked):
        found.setdefault(frozenset(one for one in asked if key in one), set()).add(key)
    return list(found.values())


@calm
@given(histories())
def test_what_is_hidden_in_a_split_is_about_ten_people_or_nobody(cells: list[Cell]) -> None:
    for one in release(cells, LATER, ("outcome", "trade")):
        inside = [c for c in cells if c.key in one.keys]
        for name, parts in one.parts.items():
            whose: dict[str, set[int | str]] = {}
            for part, by_person in (pair for c in inside for pair in c.parts[name].items()):
                whose.setdefault(part, set()).update(by_person)
            assert sum(parts.shown.values()) + parts.rest == one.values[name]
            assert all(len(whose[part]) >= SMALLEST_SHOWN for part in parts.shown)
            hidden = set().union(*(people for part, people in whose.items() if part not in parts.shown))
            assert not 0 < len(hidden) < SMALLEST_SHOWN


@calm
@given(histories())
def test_a_longer_period_says_of_a_part_no_more_than_its_cells_do(cells: list[Cell]) -> None:
    of = ("outcome",)
    out = release(cells, LATER, of)
    for got in everything_asked(cells, of):
        inside = [one for one in out if one.keys <= got.keys]
        for part, value in got.parts["outcome"].shown.items():
            assert value == sum(one.parts["outcome"].shown[part] for one in inside)
        assert sum(got.parts["outcome"].shown.values()) + got.parts["outcome"].rest == got.values["outcome"]
