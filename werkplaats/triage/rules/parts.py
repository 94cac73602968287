"""Several problems in one message: where one ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from werkplaats.ground.added import Floats
from werkplaats.ground.words import plain
from werkplaats.triage.rules import Party
from werkplaats.triage.rules.index import Index
from werkplaats.triage.rules.lists import Item
from werkplaats.triage.rules.model import Weighed
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
# A part of a message is a problem of its own when it is clear by itself, the whole may mean it, and no other part says
# anything of it. Chosen on eight hands that were not learned from (docs/triage.md).
CLEAR, LIKELY = 0.9, 0.5
MEANT = 0.001
BESIDE = 0.001
MOST_PROBLEMS = 4


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
    """The message as a whole, or in parts when these are about different things: each clear by itself, meant by the
    whole as well (its likeliest too), and none of them speaks of another's.

    Most messages are about one thing and a story around it; taken apart the story counts as much as the thing.
    """
    meant = [whole.chances[one.top] for one in parts]
    least = 0 if is_numbered(whole.text) else MEANT
    found: list[int] = []
    for at in sorted(range(len(parts)), key=lambda at: -meant[at]):
        is_clear = parts[at].chances.max() >= CLEAR and meant[at] >= least
        if is_clear and len(found) < MOST_PROBLEMS and all(_apart(parts[at], parts[other], index) for other in found):
            found.append(at)
    if len(found) < 2 or parts[found[0]].top != whole.top:
        return [whole]
    return [parts[at] for at in sorted(found)]


def is_mixed(found: Sequence[Heard], parts: Sequence[Heard], index: Index) -> bool:
    known = {index.items[one.top].family for one in found}
    return any(one.chances.max() >= LIKELY and index.items[one.top].family not in known for one in parts)


def _apart(one: Heard, other: Heard, index: Index) -> bool:
    """Whether these are two problems: of other things, and neither says anything of the other's."""
    beside = max(one.chances[other.top], other.chances[one.top])
    return beside <= BESIDE and not _same(one, other, index)


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
    """The clauses of a sentence when each speaks of another thing, else none."""
    parts = clauses(sentence)
    if len(parts) < 2:
        return []
    read: list[tuple[str, Said]] = []
    known: frozenset[str] = frozenset()
    for part in parts:
        said = index.read(part)
        things = _things(said)
        if not things or things & known:
            return []
        known |= things
        read.append((part, said))
    return read


def _things(said: Said) -> frozenset[str]:
    return speech().things.intersection(said.terms)


def _same(one: Heard, other: Heard, index: Index) -> bool:
    if _things(one.said) & _things(other.said):
        return True
    first, second = index.items[one.top], index.items[other.top]
    return first.family == second.family
