"""One good question: what separates the items that may be meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from werkplaats.triage.rules import Party
from werkplaats.triage.rules.lists import Item

PLACES = {
    "KEU": ("in de keuken", "in the kitchen"),
    "BAD": ("in de badkamer", "in the bathroom"),
    "TOI": ("in het toilet", "in the toilet"),
    "SLA": ("in de slaapkamer", "in the bedroom"),
    "WOO": ("in de woonkamer", "in the living room"),
    "HAL": ("in de gang", "in the hallway"),
    "GAN": ("in de meterkast", "in the meter cupboard"),
    "ZOL": ("op zolder", "in the attic"),
    "TRI": ("bij de ketel", "at the boiler"),
    "KRU": ("onder de vloer", "under the floor"),
    "KEL": ("in de kelder", "in the cellar"),
    "BER": ("in de berging", "in the storage room"),
    "SCH": ("in de schuur", "in the shed"),
    "TUI": ("in de tuin", "in the garden"),
    "BAL": ("op het balkon", "on the balcony"),
    "DAK": ("op het dak", "on the roof"),
    "BUI": ("aan de buitenkant van het huis", "on the outside of the house"),
    "ENT": ("bij de voordeur", "at the front door"),
    "PAD": ("op het achterpad", "in the back alley"),
    "WRI": ("bij de wasmachine", "at the washing machine"),
    "TRA": ("bij de trap", "at the stairs"),
}
SHARED = {"POR", "GAL", "LIF", "FIE", "CON", "TRC", "WRC", "PAR", "VOE"}
DOOR = "ENT"  # neither inside nor outside
OUTSIDE = {"BUI", "TUI", "BAL", "DAK", "PAD", "DTE", "SCH"}
DEFECTS = {
    "LEK": ("lekt het", "does it leak"),
    "DRP": ("druppelt het", "does it drip"),
    "VS0": ("is het verstopt", "is it blocked"),
    "VS1": ("is het verstopt", "is it blocked"),
    "LOO": ("blijft het water lopen", "does the water keep running"),
    "LOS": ("zit het los", "is it loose"),
    "BRE": ("is het gebroken of gescheurd", "is it broken or cracked"),
    "KLE": ("klemt het", "does it stick"),
    "SLU": ("sluit het niet", "does it not close"),
    "DEF": ("doet het niets meer", "does it not work at all"),
    "STO": ("geeft het storing", "is there a fault"),
    "GEL": ("maakt het geluid", "does it make a noise"),
    "STI": ("stinkt het", "does it smell"),
    "TEM": ("wordt het niet warm", "does it stay cold"),
    "DRU": ("is de druk te laag", "is the pressure too low"),
    "SCH": ("is er schimmel", "is there mould"),
    "VOC": ("is het nat of vochtig", "is it wet or damp"),
    "HOR": ("is het hout rot", "is the wood rotten"),
    "VWE": ("brandt de lamp niet", "does the lamp not burn"),
    "KAL": ("zit er kalk", "is there limescale"),
    "BEV": ("is het bevroren", "is it frozen"),
}


LONGEST_PART = 60  # signs of it that a question repeats
NOT_WORKING = {"DEF", "STO", "VWE"}  # nobody can choose between these


@dataclass(frozen=True)
class Question:
    nl: str
    en: str

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.nl


def nothing_known(typed: bool) -> Question:
    if not typed:
        return Question(
            "Wat is er aan de hand? Schrijf wat er kapot is, of welke hulp u zoekt, en waar in huis.",
            "What is the matter? Write what is broken, or which help you need, and where in the home.",
        )
    return Question(
        "Dat begrijpen wij niet goed. Kunt u anders zeggen wat er kapot is, of welke hulp u zoekt, en waar in huis?",
        "We do not understand this well. Can you say in other words what is broken, or which help you need, and where?",
    )


def about(part: str, asked: Question) -> Question:
    """The question, with the part of a message that it is about."""
    said = " ".join(part.split())
    short = said if len(said) <= LONGEST_PART else f"{said[:LONGEST_PART].rsplit(' ', 1)[0]} …"
    return Question(f"Over ‘{short}’: {_small(asked.nl)}", f"About ‘{short}’: {_small(asked.en)}")


def between(items: Sequence[Item]) -> Question:
    """What separates the first from the others: shared or own, inside or outside, place, what is wrong; else which."""
    one = items[0]
    for other in items[1:]:
        found = _shared(one, other) or _outside(one, other) or _place(one, other) or _defect(one, other)
        if found:
            return found
    if len(items) == 1:
        return Question(
            f"Gaat het om: {_small(one.name_nl)}? Schrijf er anders bij wat er precies is, en waar.",
            f"Is it about: {_small(one.name_en)}? If not, write what exactly it is, and where.",
        )
    other = items[1]
    return Question(
        f"Wat past het best: ‘{_small(one.name_nl)}’ of ‘{_small(other.name_nl)}’?",
        f"Which fits best: ‘{_small(one.name_en)}’ or ‘{_small(other.name_en)}’?",
    )


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _is_shared(item: Item) -> bool:
    return bool(SHARED & set(item.locations)) and item.party is Party.LANDLORD


def _shared(one: Item, other: Item) -> Question | None:
    if _is_shared(one) == _is_shared(other):
        return None
    return Question(
        "Is het in uw eigen woning, of in een deel van het gebouw dat u met anderen deelt?",
        "Is it in your own home, or in a part of the building that you share with others?",
    )


def _place(one: Item, other: Item) -> Question | None:
    here = [code for code in one.locations if code in PLACES and code not in other.locations]
    there = [code for code in other.locations if code in PLACES and code not in one.locations]
    if not here or not there or set(one.locations) & set(other.locations):
        return None
    (nl, en), (other_nl, other_en) = PLACES[here[0]], PLACES[there[0]]
    return Question(f"Is het {nl} of {other_nl}?", f"Is it {en} or {other_en}?")


def is_inside_and_outside(one: Item, other: Item) -> bool:
    """Whether one is in the home, and the other outside or in a shared part of the building."""
    return bool(_shared(one, other) or _outside(one, other))


def _outside(one: Item, other: Item) -> Question | None:
    first, second = ({code in OUTSIDE for code in item.locations if code != DOOR} for item in (one, other))
    if {frozenset(first), frozenset(second)} != {frozenset({True}), frozenset({False})}:
        return None
    return Question("Is het binnen of buiten?", "Is it inside or outside?")


def _defect(one: Item, other: Item) -> Question | None:
    here = [code for code in one.defects if code in DEFECTS and code not in other.defects]
    there = [code for code in other.defects if code in DEFECTS and code not in one.defects]
    for first, second in product(here, there):
        if DEFECTS[first] != DEFECTS[second] and not {first, second} <= NOT_WORKING:
            (nl, en), (other_nl, other_en) = DEFECTS[first], DEFECTS[second]
            return Question(f"{nl.capitalize()}, of {other_nl}?", f"{en.capitalize()}, or {other_en}?")
    return None
