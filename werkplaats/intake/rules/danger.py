"""Danger in a report: words that mean "do something now", and what to do.

It errs on the side of safety: a word too many shows a help text, a word too few costs a life. Ordinary uses of the same
words (a gas bill, a fire extinguisher, a lamp that does not burn) are taken out first.
"""

import re
import unicodedata

from werkplaats.intake.rules import Danger
from werkplaats.intake.rules.danger_words import DENIED, HARMLESS, WORDS

EVERYDAY = re.compile("|".join(HARMLESS))
PATTERNS = {danger: re.compile("|".join(words)) for danger, words in WORDS.items()}


def plain(text: str) -> str:
    """Lower case, without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).replace("’", "'").split())


NO_DANGER = re.compile("|".join(DENIED))


def denied(text: str) -> bool:
    """Whether the text says of a danger that it is not there ("geen gaslucht")."""
    return bool(NO_DANGER.search(plain(text[:10_000])))


def find(text: str) -> tuple[Danger, ...]:
    """The dangers that a text speaks of, in the order of Danger; empty when there is none."""
    words = EVERYDAY.sub(" ", plain(text[:10_000]))
    return tuple(danger for danger in Danger if PATTERNS[danger].search(words))


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
