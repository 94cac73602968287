"""Danger in a report: words that mean "do something now", and what to do.

Heard in two ways, and either is enough. What is certain: concepts that together are danger whenever nothing near them
says otherwise ("geen gaslucht", "vorige week"). And an ear that learned from labelled texts how words weigh together,
for what people describe without its name. How well: docs/triage.md. Help text too many does no harm; too few may.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from werkplaats.ground.ear import Ear, Listened, listen, shipped
from werkplaats.ground.ear import Heard as ByEar
from werkplaats.ground.words import LONGEST, Lexicon, entries_of, keys_of, lexicon, plain
from werkplaats.intake.rules import Danger

ANY = "danger"  # what the ear hears beside the kinds
# The strength from which it counts: below 0, since a word too few weighs more than a word too many. Chosen on families
# that were left out of learning, and then lowered a little (docs/triage.md).
FROM = -1.7
KIND_FROM = 0.0
SENTENCE = re.compile(r"[.!?;\n]+")
REACH = 8  # words between two concepts that are said together
CERTAIN: dict[Danger, tuple[str, ...]] = {
    Danger.GAS: ("GAS_AIR", "GAS SMELL", "GAS HISS", "GAS LEAK", "CO", "HEATER SICK", "HEATER SOOT", "GOES_OFF SICK"),
    Danger.ELECTRICITY: (
        *("SPARK", "SHOCK", "ELEC BURN_AIR", "ELEC SMOKE", "ELEC FIRE", "ELEC WATER", "LAMP WATER", "LAMP LEAK"),
        *("BARE ELEC", "DRILLED ELEC", "ELEC HOT", "ELEC STREAM"),
    ),
    Danger.WATER: (
        *("STREAM WATER", "STREAM UNSTOPPABLE", "STREAM CEILING", "PIPE BURST", "PIPE STREAM", "WATER UNSTOPPABLE"),
        *("CEILING WATER", "CEILING LEAK", "FLOODED", "MUCH_WATER"),
    ),
    Danger.FIRE: ("FIRE", "SMOKE", "BURN_AIR SMELL"),
    Danger.LOCKED_IN: ("SHUT_IN", "LOCKED ROOM_IN", "LOCKED CHILD"),
    Danger.FALLING: ("FALLING BELOW", "CEILING FALLING", "CEILING BULGE"),
    Danger.PERSON: (
        *("FELL LIES", "SOMEBODY UNCONSCIOUS", "SOMEBODY LIES", "SOMEBODY SCREAM", "SCREAM HELP_NOW", "PILLS HEART"),
        *("CHILD STOVE_ON", "OUTSIDE_SHUT STOVE_ON", "CHILD OUTSIDE_SHUT"),
    ),
}
SURE = {kind: {" ".join(sorted(said.split())) for said in CERTAIN[kind]} for kind in Danger}
ALL_SURE = frozenset(frozenset(said.split()) for kind in Danger for said in CERTAIN[kind])
# What makes it doubtful when it stands in the same sentence: then only the ear decides.
DOUBT = frozenset(["NOT", "PAST", "SAFE", "WISH", "STUFF", "LIGHT_BURNS", "BATTERY", "ANIMAL", "CAR"])


@cache
def words() -> Lexicon:
    return lexicon(entries_of("werkplaats.intake", "danger"))


@cache
def ear() -> Ear:
    return shipped("werkplaats.intake", "danger", words())


@dataclass(frozen=True)
class Heard:
    """The kinds of danger, in the order of Danger, and how strongly the ear heard any: above 0 is likelier than not.

    `certain`: whether it is said in so many words. `likeliest`: the kind, were it danger.
    """

    kinds: tuple[Danger, ...]
    strength: float
    certain: bool
    likeliest: Danger


def hear(text: str) -> Heard:
    return hear_all([text], listen([text]))[0]


def hear_all(texts: Sequence[str], told: Listened, by: Ear | None = None) -> list[Heard]:
    """`told`: the same texts. `by`: another ear than the shipped one."""
    by = by or ear()
    kinds = [Danger(name) for name in by.outputs[1:]]
    return [_heard(text, heard, kinds) for text, heard in zip(texts, by.hear(told), strict=True)]


def _heard(text: str, heard: ByEar, kinds: Sequence[Danger]) -> Heard:
    strength, *how = heard.strengths
    likeliest = kinds[how.index(max(how))]
    found = set(certain(text)) if _may_be_certain(heard.concepts) else set()
    is_certain = bool(found)
    if strength >= FROM:
        found.update(kind for kind, one in zip(kinds, how, strict=True) if one >= KIND_FROM)
        found = found or {likeliest}
    return Heard(tuple(danger for danger in Danger if danger in found), strength, is_certain, likeliest)


def _may_be_certain(said: set[str]) -> bool:
    """Whether the concepts of a text, wherever they stand in it, can be danger for certain."""
    return bool(said) and any(map(said.issuperset, ALL_SURE))


def find(text: str) -> tuple[Danger, ...]:
    """The dangers that a text speaks of, in the order of Danger; empty when there is none."""
    return hear(text).kinds


def certain(text: str) -> Iterator[Danger]:
    """The dangers that are said in so many words, with nothing beside them that takes it back."""
    for sentence in SENTENCE.split(text[:LONGEST]):
        said = words().found(keys_of(plain(sentence).split()))
        if not said or any(concept in DOUBT for _, concept in said):
            continue
        together = {concept for _, concept in said}
        together |= {
            " ".join(sorted((one, two)))
            for number, (at, one) in enumerate(said)
            for other, two in said[number + 1 :]
            if other - at <= REACH
        }
        yield from (danger for danger in Danger if not together.isdisjoint(SURE[danger]))


# What to do now, in order; the pages translate these sentences.
ADVICE: dict[Danger, tuple[str, ...]] = {
    Danger.GAS: (
        "Go outside now. Take everybody with you.",
        "Do not use switches, lighters or your phone indoors.",
        "Outside, call the national gas line: 0800-9009 (free, day and night).",
        "Is there fire or an explosion? Call 112.",
    ),
    Danger.ELECTRICITY: (
        "Do not touch it. Keep children away.",
        "Switch off the main switch in the meter cupboard, if you can do so safely.",
        "Do you see flames or smoke, or did somebody get a shock? Call 112.",
    ),
    Danger.WATER: (
        "Close the main tap. It is usually in the meter cupboard or the cellar.",
        "Switch off the electricity if water comes near sockets or lamps.",
        "Can you not stop the water? Call us.",
    ),
    Danger.FIRE: (
        "Go outside now and close the doors behind you.",
        "Call 112.",
        "Warn your neighbours.",
    ),
    Danger.LOCKED_IN: (
        "Is somebody in danger or unwell? Call 112.",
        "Otherwise call us. Stay on the phone.",
    ),
    Danger.FALLING: (
        "Keep away from it, and keep others away.",
        "Can it fall on the street, or is somebody hurt? Call 112.",
        "Otherwise call us.",
    ),
    Danger.PERSON: (
        "Is somebody in need or in danger? Call 112 now.",
        "Stay with them, if you can do so safely.",
    ),
}


def what_to_do(danger: Danger) -> tuple[str, ...]:
    """The steps to take at once, in English as the key of their translation."""
    return ADVICE[danger]
