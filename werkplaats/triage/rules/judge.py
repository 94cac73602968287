"""From words to item: what a resident typed, judged by a list. A proposal with its reason, never a decision.

Pure: the same text, list and context give the same judgement. How it works and how well: docs/triage.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
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
from werkplaats.triage.rules.parts import Heard, is_mixed, listed, names_a_thing, parts_of, problems
from werkplaats.triage.rules.words import Said

AT_MOST = 3
LEAST = 0.002  # a chance below which an item is not worth naming
UNSURE = 0.5  # below this confidence it is rather not so, and we ask
# Below it, where no thing is named, we do not know at all, and ask what it is instead of which of two (on ten new hands
# 2 such answers of 44 were right); so we do where no word of the item was said (4 of 85).
GUESS = 0.35
# How likely the same at another place is, for us to ask where it is: in general; when nothing but the thing is told;
# and then when one is inside and the other outside.
ELSEWHERE, BARE, OUTSIDE = 0.1, 0.04, 0.003
CANDIDATES = 8  # items that are looked at for that
# Texts that are judged at once, and letters of them: what their words say must be remembered together.
TOGETHER, LETTERS_TOGETHER = 64, 12_000
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
    blocks: list[list[str]] = [[]]
    for text in texts:
        if len(blocks[-1]) == TOGETHER or sum(map(len, blocks[-1])) > LETTERS_TOGETHER:
            blocks.append([])
        blocks[-1].append(text[:LONGEST])
    return [judgement for block in blocks if block for judgement in _judge_block(block, version, context)]


@dataclass(frozen=True)
class _Told:
    """A text as the ears heard it. `text`: without the care that others give."""

    text: str
    danger: dangers.Heard
    care: float

    @property
    def beside(self) -> tuple[float, float]:
        """How likely danger and care are: what the items are weighed with beside the words."""
        return likely(self.danger.strength), likely(self.care)


def _told(texts: Sequence[str], branch: str, ears: tuple[Ear, Ear] | None) -> list[_Told]:
    danger_ear, care_ear = ears or (None, None)
    listened = listen(texts)
    danger = dangers.hear_all(texts, listened, danger_ear)
    left = [
        text if heard.strength >= DANGER_FROM else asked(text, branch)
        for text, heard in zip(texts, danger, strict=True)
    ]
    care = medical.hear_all(listened if left == texts else listen(left), care_ear)
    return [_Told(*each) for each in zip(left, danger, care, strict=True)]


def _judge_block(texts: Sequence[str], version: ListVersion, context: Context) -> list[Judgement]:
    judging = _Judging(index_of(version), context.model or shipped_model(), context.subscriber)
    index = judging.index
    told = _told(texts, index.branch, context.ears)
    whole = judging.hear([(one, one.text, index.read(one.text)) for one in told])
    cut = [parts_of(one, index) for one in whole]
    parts = iter(judging.hear([(one, *part) for one, found in zip(told, cut, strict=True) for part in found]))
    return [
        judging.judge(one, heard, list(islice(parts, len(found))))
        for one, heard, found in zip(told, whole, cut, strict=True)
    ]


@dataclass(frozen=True)
class _Judging:
    index: Index
    model: Model
    subscriber: bool

    def hear(self, these: Sequence[tuple[_Told, str, Said]]) -> list[Heard]:
        """Texts, or parts of one, as they were read."""
        if not these:
            return []
        self.model.fitted(self.index).know([word for _, _, said in these for word in said.words])
        weighed = self.model.weighed(self.index, [said for _, _, said in these], [told.beside for told, _, _ in these])
        return [Heard(text, said, one) for (_, text, said), one in zip(these, weighed, strict=True)]

    def judge(self, told: _Told, whole: Heard, parts: Sequence[Heard]) -> Judgement:
        index, model = self.index, self.model
        if not whole.said.terms and not told.danger.kinds and told.care < 0:
            return Judgement((), (), False, question.nothing_known(bool(whole.said.text)))
        in_list = bool(listed(whole.text)[1])
        heard = problems(whole, parts, index, in_list=in_list)
        mixed = is_mixed(heard, parts, index, in_list=in_list)
        is_danger = _is_danger(told.danger, whole.weighed, index, model)
        kinds = (told.danger.kinds or _danger_of(heard, index) or (told.danger.likeliest,)) if is_danger else ()
        is_medical = _is_medical(told.care, whole.weighed, index, model)
        if is_medical:
            heard = _care_first(heard, index)
        findings = tuple(self._finding(part, urgent=bool(kinds)) for part in heard)
        asks = None if kinds else _question(heard, findings, index, only_where=is_medical)
        return Judgement(findings, kinds, is_medical, asks, mixed)

    def _finding(self, heard: Heard, *, urgent: bool) -> Finding:
        order = best_first(heard.chances)
        top = float(heard.chances[order[0]])
        scale = self.model.confidence(top) / top
        proposals = []
        for at in order:
            if heard.chances[at] <= LEAST:
                break
            item = self.index.items[at]
            article = own(item, heard.said.things) if self.index.branch == "repairs" else ""
            proposals.append(
                Proposal(
                    item,
                    Party.TENANT if article else whose(item, subscriber=self.subscriber),
                    Urgency.EMERGENCY if urgent else item.urgency,
                    round(min(float(heard.chances[at]) * scale, 0.99), 3),
                    self.index.matched(heard.said, at),
                    article,
                )
            )
        return Finding(heard.text, tuple(proposals))


def endangered(judgement: Judgement, kinds: Iterable[Danger]) -> Judgement:
    """With dangers that were heard beside it: all of it is urgent then, and nothing is asked."""
    found = {*judgement.danger, *kinds}
    if found == set(judgement.danger):
        return judgement
    findings = tuple(
        replace(one, proposals=tuple(replace(proposal, urgency=Urgency.EMERGENCY) for proposal in one.proposals))
        for one in judgement.findings
    )
    danger = tuple(kind for kind in Danger if kind in found)
    return replace(judgement, findings=findings, danger=danger, question=None)


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
    """How likely danger and care are in a text that was decided on: what its items are weighed with."""
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


def _question(
    heard: Sequence[Heard], findings: Sequence[Finding], index: Index, *, only_where: bool
) -> question.Question | None:
    """The first that there is to ask; of several problems it says about which. `only_where`: care is wanted, so that
    nothing else need be asked."""
    for part, finding in zip(heard, findings, strict=True):
        found = _question_of(part, finding.proposals, index, only_where=only_where)
        if found:
            return question.about(part.text, found) if len(heard) > 1 else found
    return None


def _question_of(
    part: Heard, proposals: Sequence[Proposal], index: Index, *, only_where: bool
) -> question.Question | None:
    if not proposals:
        return None
    best = proposals[0]
    if not best.words or (not names_a_thing(part.said) and best.confidence < GUESS):
        return None if only_where else question.nothing_known(typed=True)
    if part.said.nowhere and (others := _elsewhere(part, best, index)):
        return question.between([best.item, *others])
    if best.confidence < UNSURE and not only_where:
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
