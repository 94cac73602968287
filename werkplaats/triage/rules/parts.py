"""Several problems in one message: where one ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from werkplaats.ground.added import Floats
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
MARK = re.compile(r"(?:(?<=\s)|^)(?:(?P<number>\d{1,2})[.)]|(?P<letter>[a-d])\)|^\s*(?P<dash>[-*•–]))\s+", re.MULTILINE)
FIRST = ("1.", "1)", "a)", "\n")  # no list is without one of these
BEFORE_FIRST = re.compile(r"(?:^|[.:;,!?\n])\s*\Z")  # "op de 1. verdieping" begins no list
BREAK = re.compile(rf"(?:[.!?;]+(?=\s|$))|\n+|{NUMBERED}|{NEXT}", re.IGNORECASE | re.MULTILINE)
AND = re.compile(r"\s*(?:,|\ben\b|\band\b|\+|&)\s*", re.IGNORECASE)
MOST = 12
CLEAR = 0.9  # of what a part means by itself, for it to stand for what the whole means
LIKELY = 0.5  # of the kind of an entry of a list, for it to be a problem; of any part, for the message to be mixed
MEANT = 0.001  # an item that the whole may mean
MOST_PROBLEMS = 4
# How surely a part is a second problem: before anything, by how clear it is by itself, by how likely the whole may mean
# its kind, by how likely it means what the whole does, and by how much of the words it has (a logistic regression on
# 2,413 parts of 4,144 texts that the judge had not learned from: docs/triage-history.md).
SECOND = (-3.3, 0.43, 0.33, -0.13, 3.05)
SECOND_FROM = 0.1


@dataclass(frozen=True, eq=False)
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


def listed(text: str) -> tuple[str, list[str]]:
    """What stands before a list, and what stands in it: "1. … 2. …", "a) … b) …", or lines with a dash in front.
    Nothing in it when there is no list."""
    if not any(first in text for first in FIRST):
        return text, []
    marks = list(MARK.finditer(text))
    if len(marks) < 2 or not BEFORE_FIRST.search(text[: marks[0].start()]) or not _count_up(marks):
        return text, []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    entries = [text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)]
    return text[: marks[0].start()], entries[:MOST]


def _count_up(marks: Sequence[re.Match[str]]) -> bool:
    kinds = {mark.lastgroup for mark in marks}
    ranks = [int(mark["number"] or 0) or ".abcd".find(mark["letter"] or "-") for mark in marks]
    return len(kinds) == 1 and (kinds == {"dash"} or ranks == list(range(1, len(marks) + 1)))


def sentences(text: str) -> list[str]:
    return [part.strip() for part in BREAK.split(text) if part and len(part.strip()) >= 4][:MOST]


def clauses(sentence: str) -> list[str]:
    return [part.strip() for part in AND.split(sentence) if part and len(part.strip()) >= 4][:MOST]


def parts_of(whole: Heard, index: Index) -> list[tuple[str, Said]]:
    """What stands in a list and before it; else the parts of a message that speak of a thing. None when it all speaks
    of one thing, or surely of one kind that nobody closes by himself: then no part can be meant."""
    before, entries = listed(whole.text)
    if entries:
        told = [(entry, index.read(entry)) for entry in entries]
        return [*_parts(before, index), *((entry, said) for entry, said in told if _says(said))]
    if len(_things(whole.said)) < 2 or (_is_of_one_kind(whole, index) and not _may_be_own(index.items[whole.top])):
        return []
    parts = _parts(whole.text, index)
    if all(_things(said) & _things(parts[0][1]) for _, said in parts):
        return []
    return parts


def _says(said: Said) -> bool:
    """Whether it names more than a place, or whose it is."""
    return any(term[0] not in "@~" for term in said.terms)


def _is_of_one_kind(whole: Heard, index: Index) -> bool:
    return len({index.items[at].family for at in (whole.chances >= MEANT).nonzero()[0].tolist()}) < 2


def _may_be_own(item: Item) -> bool:
    return item.medical or item.party in (Party.TENANT, Party.SERVICE_PLAN)


def problems(whole: Heard, parts: Sequence[Heard], index: Index, *, in_list: bool) -> list[Heard]:
    """The message as a whole, or in parts when these are about different things: what stands in a list and is likely of
    one kind; else what the whole means, and each part of another kind that is surely a second problem.

    Most messages are about one thing and a story around it; taken apart the story counts as much as the thing.
    """
    if in_list:
        entries = _of_a_list(parts, index)
        return entries if len(entries) > 1 else [whole]
    clearest: dict[str, Heard] = {}
    for part in sorted(parts, key=lambda part: -part.chances.max()):
        clearest.setdefault(_kind(part, index), part)
    first = clearest.pop(_kind(whole, index), whole)
    if first.top != whole.top or first.chances.max() < CLEAR:
        first = whole
    surely = [(_second(part, whole, index), part) for part in clearest.values()]
    sure = sorted(((how, part) for how, part in surely if how >= SECOND_FROM), key=lambda one: -one[0])
    if not sure:
        return [whole]
    found = [first, *(part for _, part in sure[: MOST_PROBLEMS - 1])]
    return sorted(found, key=lambda one: parts.index(one) if one in parts else -1)


def _of_a_list(parts: Sequence[Heard], index: Index) -> list[Heard]:
    """Those that are likely of one kind; of each item the first."""
    found: dict[int, Heard] = {}
    for part in parts:
        if _of_its_kind(part, part, index) >= LIKELY:
            found.setdefault(part.top, part)
    return list(found.values())[:MOST_PROBLEMS]


def _second(part: Heard, whole: Heard, index: Index) -> float:
    """How surely a part is a problem beside what the whole means: above 0 is likelier than not."""
    meant = _of_its_kind(part, whole, index)
    share = len(part.said.words) / max(len(whole.said.words), 1)
    signs = (1.0, odds(float(part.chances.max())), _log(meant), _log(float(part.chances[whole.top])), share)
    return sum(weight * sign for weight, sign in zip(SECOND, signs, strict=True))


def _of_its_kind(part: Heard, whole: Heard, index: Index) -> float:
    """How likely the whole means something of the kind of a part."""
    kind = _kind(part, index)
    return sum(float(whole.chances[at]) for at, item in enumerate(index.items) if item.family == kind)


def _log(chance: float) -> float:
    return log(max(chance, 1e-6))


def _kind(heard: Heard, index: Index) -> str:
    return index.items[heard.top].family


def is_mixed(found: Sequence[Heard], parts: Sequence[Heard], index: Index, *, in_list: bool) -> bool:
    """Whether a part speaks of something else than what was found; of a list, whether any was left out."""
    if in_list:
        return any(part not in found for part in parts)
    known = {_kind(one, index) for one in found}
    return any(part.chances.max() >= LIKELY and _kind(part, index) not in known for part in parts)


def _parts(text: str, index: Index) -> list[tuple[str, Said]]:
    """The sentences, or clauses, that speak of a thing."""
    parts: list[tuple[str, Said]] = []
    for sentence in sentences(text):
        said = index.read(sentence)
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


def names_a_thing(said: Said) -> bool:
    return bool(_things(said))


def _things(said: Said) -> frozenset[str]:
    return speech().things.intersection(said.terms)
