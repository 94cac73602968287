"""From words to item: what a resident typed, judged by a list. A proposal with its reason, never a decision.

Pure: the same text, list and context give the same judgement. How it works and how well: docs/triage.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp

from werkplaats.ground.added import Floats
from werkplaats.ground.ear import Ear, listen
from werkplaats.ground.words import LONGEST
from werkplaats.intake.rules import Danger
from werkplaats.intake.rules import danger as dangers
from werkplaats.triage.rules import Party, Urgency, medical, question
from werkplaats.triage.rules.given import asked
from werkplaats.triage.rules.index import Index
from werkplaats.triage.rules.lists import Item, ListVersion, shipped
from werkplaats.triage.rules.model import Model, Weighed, alarm, care_signs, danger_signs, shipped_model
from werkplaats.triage.rules.parts import Heard, is_mixed, parts_of, problems
from werkplaats.triage.rules.words import Said

AT_MOST = 3
LEAST = 0.002  # a chance below which an item is not worth naming
UNSURE = 0.5  # below this confidence it is rather not so, and we ask
# How likely the same at another place is, for us to ask where it is: in general; when nothing but the thing is told;
# and then when one is inside and the other outside.
ELSEWHERE, BARE, OUTSIDE = 0.1, 0.04, 0.003
TOGETHER = 32  # texts that are judged at once: more would leave the processor's own memory
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
    return judge_all([text], version, context)[0]


def judge_all(texts: Sequence[str], version: ListVersion, context: Context | None = None) -> list[Judgement]:
    """Each as `judge` does by itself; together they take less time."""
    context = context or Context()
    blocks = [texts[at : at + TOGETHER] for at in range(0, len(texts), TOGETHER)]
    return [judgement for block in blocks for judgement in _judge_block(block, version, context)]


def _judge_block(texts: Sequence[str], version: ListVersion, context: Context) -> list[Judgement]:
    index, model = index_of(version), context.model or shipped_model()
    danger_ear, care_ear = context.ears or (None, None)
    told = [text[:LONGEST] for text in texts]
    listened = listen(told)
    danger = dangers.hear_all(told, listened, danger_ear)
    judged = [
        text if heard.strength >= DANGER_FROM else asked(text, index.branch)
        for text, heard in zip(told, danger, strict=True)
    ]
    care = medical.hear_all(listened if judged == told else listen(judged), care_ear)
    beside = [(likely(heard.strength), likely(strength)) for heard, strength in zip(danger, care, strict=True)]
    model.fitted(index).know([word for words in listened.words for word in words])

    def hear(parts: Sequence[tuple[str, Said]], of: Sequence[int]) -> list[Heard]:
        weighed = model.weighed(index, [said for _, said in parts], [beside[number] for number in of]) if parts else []
        return [Heard(*part, one) for part, one in zip(parts, weighed, strict=True)]

    whole = hear([(text, index.read(text)) for text in judged], range(len(judged)))
    cut = [(number, part) for number, one in enumerate(whole) for part in parts_of(one, index)]
    of = [number for number, _ in cut]
    parts: list[list[Heard]] = [[] for _ in whole]
    for number, part in zip(of, hear([part for _, part in cut], of), strict=True):
        parts[number].append(part)
    judging = _Judging(index, model, context)
    return [judging.judge(*each) for each in zip(whole, parts, danger, care, strict=True)]


@dataclass(frozen=True)
class _Judging:
    index: Index
    model: Model
    context: Context

    def judge(self, whole: Heard, parts: Sequence[Heard], danger: dangers.Heard, care: float) -> Judgement:
        index, model = self.index, self.model
        if not whole.said.terms and not danger.kinds and care < 0:
            return Judgement((), (), False, question.nothing_known(bool(whole.said.text)))
        heard = problems(whole, parts, index)
        mixed = is_mixed(heard, parts, index)
        is_danger = _is_danger(danger, whole.weighed, index, model)
        kinds = (danger.kinds or _danger_of(heard, index) or (danger.likeliest,)) if is_danger else ()
        is_medical = _is_medical(care, whole.weighed, index, model)
        if is_medical:
            heard = _care_first(heard, index)
        findings = tuple(_finding(part, index, model, self.context, urgent=bool(kinds)) for part in heard)
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


def _danger_of(heard: Sequence[Heard], index: Index) -> tuple[Danger, ...]:
    found = set()
    for family, kind in DANGEROUS.items():
        mask = index.urgent.get(family)
        if mask is not None and any(float(part.chances @ mask) >= DANGER for part in heard):
            found.add(kind)
    return tuple(kind for kind in Danger if kind in found)


def _care_first(heard: list[Heard], index: Index) -> list[Heard]:
    """Care before all else: the part that speaks of it most gets the medical items first."""
    if not index.medical.any() or any(index.items[part.top].medical for part in heard):
        return sorted(heard, key=lambda part: not index.items[part.top].medical)
    most = max(range(len(heard)), key=lambda at: heard[at].weighed.care)
    chances = heard[most].chances * (0.02 + index.medical)
    care = replace(heard[most], weighed=replace(heard[most].weighed, chances=chances / chances.sum()))
    return [care, *(part for at, part in enumerate(heard) if at != most)]


def _finding(heard: Heard, index: Index, model: Model, context: Context, *, urgent: bool) -> Finding:
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


def _question(heard: Sequence[Heard], findings: Sequence[Finding], index: Index) -> question.Question | None:
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


def _elsewhere(part: Heard, one: Proposal, index: Index) -> list[Item]:
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
