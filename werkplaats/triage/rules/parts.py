"""Several problems in one message: where one ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from werkplaats.ground.added import Floats
from werkplaats.ground.words import plain
from werkplaats.triage.rules import Party
from werkplaats.triage.rules.index import Index
from werkplaats.triage.rules.lists import Item
from werkplaats.triage.rules.model import Weighed, odds
from werkplaats.triage.rules.words import Said, speech

# Sentences, lines, numbers and dashes in front, and the words that begin something else.
NUMBERED = r"(?:(?<=\s)|^)(?:\d{1,2}[.)]|[-*•–]|[a-d]\))\s+"
NEXT = (
    r"\b(?:daarnaast|verder|ook nog|en ook|en dan|bovendien|ten eerste|ten tweede|ten derde|tevens|daarbij"
    r"|oja|o ja|oh ja|ook is|ook de|ook het"
    r"|nog iets|trouwens|en nog|plus|also|besides|furthermore|another thing|and also|as well as"
    r"|in addition|on top of that)\b"
)
LISTED = re.compile(NUMBERED, re.MULTILINE)
BREAK = re.compile(rf"(?:[.!?;]+(?=\s|$))|\n+|{NUMBERED}|{NEXT}", re.IGNORECASE | re.MULTILINE)
AND = re.compile(r"\s*(?:,|\ben\b|\band\b|\+|&)\s*", re.IGNORECASE)
MOST = 12
CLEAR, LIKELY = 0.9, 0.5
MEANT = 0.001
MOST_PROBLEMS = 4
# How surely a part is a second problem: before anything, by how clear it is by itself, by how likely the whole may mean
# its kind, by how likely it means what the whole does, and by how much of the words it has (a logistic regression on
# 2,413 parts of 4,000 texts that the judge had not learned from: docs/triage.md).
SECOND = (-3.3, 0.43, 0.33, -0.13, 3.05)
SECOND_FROM = 0.2


@dataclass(frozen=True)
class Heard:
    """A message, or a part of it: as it was read, and what it may mean."""

    text: str
    said: Said
    weighed: Weighed

    @property
    def chances(self) -> Floats:
        return self.weighed.chances

    @property
    def top(self) -> int:
        return int(self.chances.argmax())


def is_numbered(text: str) -> bool:
    """Whether it is told as a list: "1. … 2. …"."""
    return len(LISTED.findall(text)) > 1


def sentences(text: str) -> list[str]:
    return [part.strip() for part in BREAK.split(text) if part and len(part.strip()) >= 4][:MOST]


def clauses(sentence: str) -> list[str]:
    return [part.strip() for part in AND.split(sentence) if part and len(part.strip()) >= 4][:MOST]


def parts_of(whole: Heard, index: Index) -> list[tuple[str, Said]]:
    """The parts of a message that speak of a thing; none when it all speaks of one thing, or surely of one kind that
    nobody closes by himself (no part can be meant then, and none is missed)."""
    if len(_things(whole.said)) < 2 or (_is_of_one_kind(whole, index) and not _may_be_own(index.items[whole.top])):
        return []
    parts = _parts(whole.text, whole.said, index)
    if all(_things(said) & _things(parts[0][1]) for _, said in parts):
        return []
    return parts


def _is_of_one_kind(whole: Heard, index: Index) -> bool:
    """Whether all that the message may mean is of one family; with numbers every part may be something else."""
    meant = {index.items[at].family for at in (whole.chances >= MEANT).nonzero()[0].tolist()}
    return len(meant) < 2 and not is_numbered(whole.text)


def _may_be_own(item: Item) -> bool:
    return item.medical or item.party in (Party.TENANT, Party.SERVICE_PLAN)


def problems(whole: Heard, parts: Sequence[Heard], index: Index) -> list[Heard]:
    """The message as a whole, or in parts when these are about different things. Told as a list, each that is clear is
    one; else what the whole means, and each part of another kind that is surely a second problem.

    Most messages are about one thing and a story around it; taken apart the story counts as much as the thing.
    """
    clearest: dict[str, Heard] = {}
    for part in sorted(parts, key=lambda part: -part.chances.max()):
        clearest.setdefault(_kind(part, index), part)
    first = clearest.pop(_kind(whole, index), whole)
    if first.top != whole.top or first.chances.max() < CLEAR:
        first = whole
    listed = is_numbered(whole.text)
    sure = {id(part): _second(part, whole, index) for part in clearest.values()}
    others = [
        part
        for part in sorted(clearest.values(), key=lambda part: -sure[id(part)])
        if sure[id(part)] >= SECOND_FROM or (listed and part.chances.max() >= CLEAR)
    ][: MOST_PROBLEMS - 1]
    if not others:
        return [whole]
    told = [part for part in parts if part is first or part in others]
    return told if first is not whole else [whole, *told]


def _second(part: Heard, whole: Heard, index: Index) -> float:
    """How surely a part is a problem beside what the whole means: above 0 is likelier than not."""
    kind = _kind(part, index)
    meant = sum(float(whole.chances[at]) for at, item in enumerate(index.items) if item.family == kind)
    share = len(part.said.words) / max(len(whole.said.words), 1)
    signs = (1.0, odds(float(part.chances.max())), _log(meant), _log(float(part.chances[whole.top])), share)
    return sum(weight * sign for weight, sign in zip(SECOND, signs, strict=True))


def _log(chance: float) -> float:
    return log(max(chance, 1e-6))


def _kind(heard: Heard, index: Index) -> str:
    return index.items[heard.top].family


def is_mixed(found: Sequence[Heard], parts: Sequence[Heard], index: Index) -> bool:
    known = {_kind(one, index) for one in found}
    return any(one.chances.max() >= LIKELY and _kind(one, index) not in known for one in parts)


def _parts(text: str, whole: Said, index: Index) -> list[tuple[str, Said]]:
    """The sentences, or clauses, that speak of a thing. `whole`: the text as it was read."""
    parts: list[tuple[str, Said]] = []
    cut = sentences(text)
    for sentence in cut:
        is_whole = len(cut) == 1 and plain(sentence) == plain(text)
        said = whole if is_whole else index.read(sentence)
        parts += (_cut(sentence, index) if len(_things(said)) > 1 else []) or [(sentence, said)]
    return [(part, said) for part, said in parts if _things(said)]


def _cut(sentence: str, index: Index) -> list[tuple[str, Said]]:
    """The clauses of a sentence, each of another thing; one that speaks of no other belongs to the one before it."""
    found: list[tuple[str, Said]] = []
    known: frozenset[str] = frozenset()
    for clause in clauses(sentence):
        said = index.read(clause)
        things = _things(said)
        if found and (not things or things & known or not known):
            longer = f"{found[-1][0]}, {clause}"
            found[-1] = longer, index.read(longer)
        else:
            found.append((clause, said))
        known |= things
    return found if len(found) > 1 else []


def _things(said: Said) -> frozenset[str]:
    return speech().things.intersection(said.terms)
