"""Medical acts and personal care in what is asked: never work of a helper, whatever else is asked.

An ear that learned from labelled texts what is care ("haar kousen aantrekken") and what is household help around who is ill
("haar kousen wassen"). A word too many sends one person to the district nurse who did not need her; a word too few
sends a helper to what she may not do. How well: docs/triage.md.
"""

from functools import cache

from werkplaats.ground.ear import Ear, Listened, listen, shipped
from werkplaats.ground.words import Lexicon, entries_of, lexicon


@cache
def words() -> Lexicon:
    return lexicon(entries_of("werkplaats.triage", "care"))


@cache
def ear() -> Ear:
    return shipped("werkplaats.triage", "care", words())


def hear(text: str) -> float:
    """How strongly the text speaks of care: above 0 is likelier than not."""
    return hear_all(listen([text]))[0]


def hear_all(told: Listened, by: Ear | None = None) -> list[float]:
    """`by`: another ear than the shipped one."""
    return [heard.strengths[0] for heard in (by or ear()).hear(told)]
