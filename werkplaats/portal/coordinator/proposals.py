"""What the judge proposes, as the coordinator sees it and takes it over into the form. It applies nothing itself."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from werkplaats.desk.file import File, Subject
from werkplaats.ground import formats
from werkplaats.ground.templatetags.labels import label
from werkplaats.intake.rules import Branch
from werkplaats.triage import judging
from werkplaats.triage.queries import SHIPPED_FOR, list_by
from werkplaats.triage.rules import Outcome, Party, advice
from werkplaats.triage.rules.judge import Judgement, Proposal
from werkplaats.triage.rules.lists import Item, shipped

QUESTION = "question"  # instead of a code: take over the question that the judge would ask
FOLLOW_UP_MINUTES = 60  # the list names the trades that follow, not how long they take: the coordinator fills that in
SURE: tuple[tuple[float, Any], ...] = (
    (0.9, gettext_lazy("almost sure")),
    (0.7, gettext_lazy("likely")),
    (0.45, gettext_lazy("perhaps")),
    (0.0, gettext_lazy("unsure")),
)


def words_of(found: File) -> str:
    """What the judge is given; the same as `triage.judging` does when it is decided."""
    subject, latest = found.request, found.latest
    replies: list[str] = []
    if latest is None or latest.outcome == Outcome.QUESTION:
        said = [one for one in found.messages if one["from_resident"]]
        replies = [one["text"] for one in said if latest is None or one["at"] >= latest.decided_at]
    return advice.words(subject.text, subject.place, replies)


def judged(found: File, lives: judging.Lives) -> Judgement:
    subject = found.request
    return judging.judged_by(lives, words_of(found), subject.branch, subject.list_version_id).judgement


@dataclass(frozen=True)
class Line:
    """One proposal, word for word."""

    key: int  # on the keyboard; 0: none
    code: str
    name: str
    party: Party
    trades: str
    proposal: Proposal
    sure: str
    said: str
    condition: str


def shown(found: File, lives: judging.Lives, language: str) -> SafeString:
    """The proposals as they stand above the form."""
    subject = found.request
    return _written(words_of(found), subject.branch, subject.list_version_id, lives, language)


@lru_cache(maxsize=judging.REMEMBERED)
def _written(words: str, branch: str, version_id: int | None, lives: judging.Lives, language: str) -> SafeString:
    """Remembered like the judgement itself: a request is opened more than once."""
    judgement = judging.judged_by(lives, words, branch, version_id).judgement
    number, problems = 0, []
    for finding in judgement.findings:
        lines = []
        for proposal in advice.likely(finding):
            number += 1
            lines.append(_line(proposal, number if number <= 9 else 0, language))
        if lines:
            problems.append({"text": finding.text, "first": lines[0], "others": lines[1:]})
    context = {
        "problems": problems,
        "medical": judgement.medical,
        "question": judgement.question.text(language) if judgement.question else "",
    }
    return mark_safe(render_to_string("coordinator/_proposals.html", context))


def _line(proposal: Proposal, key: int, language: str) -> Line:
    item = proposal.item
    trades = [str(label(trade, "trade")) for trade in (item.trade, *item.follow_up) if trade]
    sure = next(str(words) for least, words in SURE if proposal.confidence >= least)
    return Line(
        key=key,
        code=item.code,
        name=item.name(language),
        party=proposal.party,
        trades=_(", then ").join(trades),
        proposal=proposal,
        sure=f"{formats.percent(proposal.confidence)}, {sure}",
        said=", ".join(f"“{word}”" for word in proposal.words),
        condition=item.conditions(language),
    )


# --- into the form -------------------------------------------------------------------------------------------------


def take(judgement: Judgement, code: str, subject: Subject, language: str) -> dict[str, Any] | None:
    """What the form shows after a proposal was taken over; None when it is none of these any more."""
    if code == QUESTION and judgement.question:
        return {
            "outcome": Outcome.QUESTION.value,
            "explanation": judgement.question.text(subject.language),
            "reason": _("The report can mean more than one thing."),
            "steps": {},
        }
    proposal = next((one for one in judgement.proposals if one.item.code == code), None)
    if proposal is None:
        return None
    item = proposal.item
    return {
        "outcome": Outcome(proposal.party.value).value,
        "item_code": named(item, language),
        "reason": reason(proposal, language),
        "explanation": item.explanation(subject.language),
        "steps": steps(proposal, subject.language) if proposal.party is Party.COOPERATIVE else {},
    }


def reason(proposal: Proposal, language: str) -> str:
    return _("By the list: %(because)s.") % {"because": proposal.because(language)}


def steps(proposal: Proposal, language: str) -> dict[int, dict[str, Any]]:
    """The job of the item, and a job for each trade that follows, in order; told in the language of the resident."""
    item = proposal.item
    first = {
        "trade": item.trade,
        "minutes": item.minutes,
        "urgency": proposal.urgency,
        "description": item.name(language),
        "workers": str(item.workers),
    }
    with override(language):
        after = _("After: %(name)s") % {"name": item.name(language)}
    later = [
        {"trade": trade, "minutes": FOLLOW_UP_MINUTES, "urgency": item.urgency, "description": after, "workers": "1"}
        for trade in item.follow_up
    ]
    return dict(enumerate([first, *later], start=1))


# --- the lines to choose from ----------------------------------------------------------------------------------------


def named(item: Item, language: str) -> str:
    return f"{item.code} {item.name(language)}"


def code_in(typed: str) -> str:
    """The code of what stands in the field: "KRA01 Kraan druppelt" is KRA01."""
    return typed.split(maxsplit=1)[0].upper() if typed.strip() else ""


@lru_cache(maxsize=256)
def lines(branch: str, version_id: int | None, language: str) -> SafeString:
    """The list as options; under a repair also the lines of care, so that they can be chosen there."""
    items = list_by(version_id, branch).items
    if branch != Branch.HOUSEHOLD:
        items += _care()
    return mark_safe("".join(f'<option value="{escape(named(item, language))}">' for item in items))


@cache
def _care() -> tuple[Item, ...]:
    return tuple(item for item in shipped(SHIPPED_FOR[Branch.HOUSEHOLD]).items if item.medical)
