"""From words to item: what a resident typed, judged by a list. A proposal with its reason, never a decision.

Pure: the same text, list and context give the same judgement. How it works and how well: docs/triage.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp

from werkplaats.ground.ear import Ear
from werkplaats.ground.words import LONGEST, plain
from werkplaats.intake.rules import Danger
from werkplaats.intake.rules import danger as dangers
from werkplaats.triage.rules import Party, Urgency, medical, question
from werkplaats.triage.rules.given import asked
from werkplaats.triage.rules.index import Index
from werkplaats.triage.rules.lists import Item, ListVersion, shipped
from werkplaats.triage.rules.model import Model, Weighed, alarm, care_signs, danger_signs, shipped_model
from werkplaats.triage.rules.parts import clauses, is_numbered, sentences
from werkplaats.triage.rules.tables import Floats
from werkplaats.triage.rules.words import Said, speech

AT_MOST = 3
LEAST = 0.002  # a chance below which an item is not worth naming
MOST_PROBLEMS = 4
UNSURE = 0.5  # below this confidence it is rather not so, and we ask
# A part of a message is a problem of its own when it is clear by itself, the whole may mean it, and no other part says
# anything of it. Chosen on eight hands that were not learned from (docs/triage.md).
CLEAR, LIKELY = 0.9, 0.5
MEANT = 0.001
BESIDE = 0.001
# How likely the same at another place is, for us to ask where it is: in general; when nothing but the thing is told;
# and then when one is inside and the other outside.
ELSEWHERE, BARE, OUTSIDE = 0.1, 0.04, 0.003
CANDIDATES = 8  # items that are looked at for that
# From which strength it counts: below 0, since a word too few weighs more than a word too many. Danger: chosen on hands
# that were left out of learning; care: on families that were (docs/triage.md).
DANGER_FROM = -1.75
CERTAIN_FROM = -0.5  # of the ear alone, for what is said in so many words
CARE_FROM = -1.3


@dataclass(frozen=True)
class Context:
    """Who asks. `subscriber`: has the service plan. `model`: a cooperative's own; None: the shipped one.

    `ears`: for danger and for care, others than the shipped ones.
    """

    language: str = "nl"
    subscriber: bool = False
    model: Model | None = None
    ears: tuple[Ear, Ear] | None = None


@dataclass(frozen=True)
class Proposal:
    """An item that may be meant. `party`: whose it is for who asks (the service plan is already reckoned with).

    `confidence`: how often a proposal of this kind is right, 0 to 1. `words`: what was said that points at it.
    """

    item: Item
    party: Party
    urgency: Urgency
    confidence: float
    words: tuple[str, ...]
    own: str = ""  # the article by which it is the tenant's own, whatever the list says of the item

    @property
    def trade(self) -> str:
        return self.item.trade

    @property
    def minutes(self) -> int:
        return self.item.minutes

    def because(self, language: str) -> str:
        """The words that matched and the rule that applied, in one line."""
        said = ", ".join(f"“{word}”" for word in self.words)
        rule = f"{self.item.code} {self.item.name(language)}"
        unless = self.item.conditions(language)
        ground = f"Besluit kleine herstellingen, {self.item.ground}" if self.item.ground else ""
        rule = "; ".join(part for part in (rule, ground, unless, self.own) if part)
        return f"{said} → {rule}" if said else rule


@dataclass(frozen=True)
class Finding:
    """One problem of the message: the part of the text it stands in, and what it may be, the likeliest first."""

    text: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Judgement:
    findings: tuple[Finding, ...]
    danger: tuple[Danger, ...]
    medical: bool
    question: question.Question | None
    mixed: bool = False  # whether a part of it speaks of something else than what was found

    @property
    def best(self) -> Proposal | None:
        return next((finding.proposals[0] for finding in self.findings if finding.proposals), None)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Of all problems together: first the likeliest of each, then the second of each; no item twice."""
        ranked = [p for rank in range(AT_MOST) for f in self.findings for p in f.proposals[rank : rank + 1]]
        return tuple({proposal.item.code: proposal for proposal in reversed(ranked)}.values())[::-1]


@dataclass(frozen=True)
class _Heard:
    text: str
    said: Said
    weighed: Weighed

    @property
    def chances(self) -> Floats:
        return self.weighed.chances

    @property
    def top(self) -> int:
        return int(self.chances.argmax())


_ready: list[tuple[ListVersion, Index]] = []  # the last few lists; an index is made once for a list


def index_of(version: ListVersion) -> Index:
    for known, index in _ready:
        if known is version:
            return index
    index = next((index for known, index in _ready if known == version), None) or Index(version)
    _ready.insert(0, (version, index))
    del _ready[8:]
    return index


def judge(text: str, version: ListVersion, context: Context | None = None) -> Judgement:
    context = context or Context()
    told = text[:LONGEST]
    index, model = index_of(version), context.model or shipped_model()
    danger_ear, care_ear = context.ears or (None, None)
    danger = dangers.hear(told, danger_ear)
    text = told if danger.strength >= DANGER_FROM else asked(told, index.branch)
    care = medical.hear(text, care_ear)
    beside = likely(danger.strength), likely(care)

    def hear(part: str, said: Said | None = None) -> _Heard:
        said = said or index.read(part)
        weighed = model.weighed(index, said, beside)
        return _Heard(part, said, weighed)

    said = index.read(text)
    if not said.terms and not danger.kinds and care < 0:
        return Judgement((), (), False, question.nothing_known(bool(said.text)))
    whole = hear(text, said)
    parts = _heard_parts(whole, index, hear)
    heard = _problems(whole, parts, index)
    mixed = _is_mixed(heard, parts, index)
    is_danger = _is_danger(danger, whole.weighed, index, model)
    kinds = (danger.kinds or _danger_of(heard, index) or (dangers.likeliest(told, danger_ear),)) if is_danger else ()
    is_medical = _is_medical(care, whole.weighed, index, model)
    if is_medical:
        heard = _care_first(heard, index)
    findings = tuple(_finding(part, index, model, context, urgent=bool(kinds)) for part in heard)
    return Judgement(findings, kinds, is_medical, None if kinds else _question(heard, findings, index), mixed)


def _is_danger(heard: dangers.Heard, whole: Weighed, index: Index, model: Model) -> bool:
    """Whether all that speaks for it together is enough; what is certain and was heard is never outweighed."""
    if heard.certain and heard.strength >= CERTAIN_FROM:
        return True
    household = index.branch == "household"
    signs = danger_signs(heard.strength, whole.danger, whole.net[0], certain=heard.certain, household=household)
    return alarm(model.alarms.danger, signs) >= DANGER_FROM


def _is_medical(heard: float, whole: Weighed, index: Index, model: Model) -> bool:
    signs = care_signs(heard, whole.care, whole.net[1], household=index.branch == "household")
    return alarm(model.alarms.care, signs) >= CARE_FROM


def likely(strength: float) -> float:
    """A strength as a chance."""
    return 1 / (1 + exp(-max(min(strength, 20.0), -20.0)))


def extra(text: str, branch: str) -> tuple[float, float]:
    """How likely danger and care are: what the items are weighed with beside the words."""
    return likely(dangers.hear(text).strength), likely(medical.hear(asked(text, branch)))


# Families of items that are danger themselves, when they cannot wait: what no word of danger gave away.
DANGEROUS = {
    "gas": Danger.GAS,
    "elektra-gevaar": Danger.ELECTRICITY,
    "calamiteit": Danger.FIRE,
    "lift": Danger.LOCKED_IN,
    "zorg-spoed": Danger.PERSON,
}
DANGER = 0.6  # together chance of the dangerous items of one kind


def _danger_of(heard: Sequence[_Heard], index: Index) -> tuple[Danger, ...]:
    found = set()
    for family, kind in DANGEROUS.items():
        mask = index.urgent.get(family)
        if mask is not None and any(float(part.chances @ mask) >= DANGER for part in heard):
            found.add(kind)
    return tuple(kind for kind in Danger if kind in found)


def _care_first(heard: list[_Heard], index: Index) -> list[_Heard]:
    """Care before all else: the part that speaks of it most gets the medical items first."""
    if not index.medical.any() or any(index.items[part.top].medical for part in heard):
        return sorted(heard, key=lambda part: not index.items[part.top].medical)
    most = max(range(len(heard)), key=lambda at: heard[at].weighed.care)
    chances = heard[most].chances * (0.02 + index.medical)
    care = replace(heard[most], weighed=replace(heard[most].weighed, chances=chances / chances.sum()))
    return [care, *(part for at, part in enumerate(heard) if at != most)]


def _heard_parts(whole: _Heard, index: Index, hear: "question.Hear") -> list[_Heard]:
    """The parts of a message that speak of a thing; none when it all speaks of one thing, or surely of one kind that
    nobody closes by himself (no part can be meant then, and none is missed)."""
    if len(_things(whole.said)) < 2 or (_is_of_one_kind(whole, index) and not _may_be_own(index.items[whole.top])):
        return []
    parts = _parts(whole.text, whole.said, index)
    if all(_things(said) & _things(parts[0][1]) for _, said in parts):
        return []
    return [hear(part, said) for part, said in parts]


def _is_of_one_kind(whole: _Heard, index: Index) -> bool:
    """Whether all that the message may mean is of one family; with numbers every part may be something else."""
    meant = {index.items[at].family for at in (whole.chances >= MEANT).nonzero()[0].tolist()}
    return len(meant) < 2 and not is_numbered(whole.text)


def _may_be_own(item: Item) -> bool:
    return item.medical or item.party in (Party.TENANT, Party.SERVICE_PLAN)


def _problems(whole: _Heard, parts: Sequence[_Heard], index: Index) -> list[_Heard]:
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


def _is_mixed(found: Sequence[_Heard], parts: Sequence[_Heard], index: Index) -> bool:
    known = {index.items[one.top].family for one in found}
    return any(one.chances.max() >= LIKELY and index.items[one.top].family not in known for one in parts)


def _apart(one: _Heard, other: _Heard, index: Index) -> bool:
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


def _same(one: _Heard, other: _Heard, index: Index) -> bool:
    if _things(one.said) & _things(other.said):
        return True
    first, second = index.items[one.top], index.items[other.top]
    return first.family == second.family


def _finding(heard: _Heard, index: Index, model: Model, context: Context, *, urgent: bool) -> Finding:
    order = best_first(heard.chances)
    top = float(heard.chances[order[0]])
    scale = model.confidence(top) / top
    proposals = []
    for at in order:
        if heard.chances[at] <= LEAST:
            break
        item = index.items[at]
        article = own(item, heard.said.things) if index.branch == "repairs" else ""
        proposals.append(
            Proposal(
                item,
                Party.TENANT if article else whose(item, subscriber=context.subscriber),
                Urgency.EMERGENCY if urgent else item.urgency,
                round(min(float(heard.chances[at]) * scale, 0.99), 3),
                index.matched(heard.said, at),
                article,
            )
        )
    return Finding(heard.text, tuple(proposals))


def best_first(chances: Floats, most: int = AT_MOST) -> list[int]:
    """The likeliest items, in order; ties by code."""
    left, order = chances.copy(), []
    for _ in range(min(most, len(left))):
        order.append(int(left.argmax()))
        left[order[-1]] = -1
    return order


OWN = {"~FAULT": "Burgerlijk Wetboek 7:218", "~BOUGHT": "Burgerlijk Wetboek 7:216"}


def own(item: Item, said: Iterable[str]) -> str:
    """The article by which it is the tenant's own: damage by own fault, and what the tenant put in; else nothing."""
    ours = item.party in (Party.COOPERATIVE, Party.SERVICE_PLAN, Party.LANDLORD)
    return next((OWN[cue] for cue in said if cue in OWN), "") if ours else ""


def whose(item: Item, *, subscriber: bool) -> Party:
    if item.party is Party.SERVICE_PLAN:
        return Party.COOPERATIVE if subscriber else Party.TENANT
    return item.party


def _question(heard: Sequence[_Heard], findings: Sequence[Finding], index: Index) -> question.Question | None:
    for part, finding in zip(heard, findings, strict=True):
        proposals = finding.proposals
        if not proposals:
            continue
        if part.said.nowhere and (others := _elsewhere(part, proposals[0], index)):
            return question.between([proposals[0].item, *others])
        if proposals[0].confidence < UNSURE:
            return question.between([proposal.item for proposal in proposals])
    return None


def _least(one: Item, other: Item) -> float:
    return OUTSIDE if question.is_inside_and_outside(one, other) else BARE


def _elsewhere(part: _Heard, one: Proposal, index: Index) -> list[Item]:
    """What may be meant as well by the same words, but at other places than the likeliest: only the place decides.

    Where nothing more is said than those words, also what is unlikely: it only is because it happens less.
    """
    bare = not set(part.said.sources) - set(one.words)
    return [
        item
        for at in best_first(part.chances, CANDIDATES)[1:]
        if part.chances[at] >= (_least(one.item, index.items[at]) if bare else ELSEWHERE)
        and (item := index.items[at]).locations
        and one.item.locations
        and not set(one.item.locations) & set(item.locations)
        and set(one.words) <= set(index.matched(part.said, at))
    ]


def warm() -> None:
    """Read the shipped lists and the model now: a second that otherwise the first who asks waits."""
    for name in ("repairs", "household"):
        judge("kraan", shipped(name))
