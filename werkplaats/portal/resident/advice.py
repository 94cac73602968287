"""What we think a report is, told to who reports: live while typing, after sending, and before closing it oneself."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from werkplaats.intake.models import Request
from werkplaats.intake.rules import Branch, Danger, RequestStatus
from werkplaats.intake.rules.danger import find, what_to_do
from werkplaats.members.rules.roles import Actor
from werkplaats.portal.list_words import Line, line
from werkplaats.triage import judging
from werkplaats.triage.queries import home_of, partner_for, published_version, version_for
from werkplaats.triage.rules import advice
from werkplaats.triage.rules.judge import Judgement

BEGUN = 4  # letters: before that a word is only beginning, and may become any
TOO_LITTLE = 15  # letters: before that somebody is still beginning to type, and we say nothing of not understanding


@dataclass(frozen=True)
class Advice:
    """What a page shows. With danger nothing but the danger: everything else can wait."""

    dangers: list[dict[str, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    care: bool = False
    question: str = ""
    own: bool = False  # all of it is the resident's own, so the report may be closed on it


def steps(dangers: Any) -> list[dict[str, Any]]:
    """What to do for each danger, in the language of the page."""
    return [{"danger": danger.value, "steps": [_(step) for step in what_to_do(danger)]} for danger in dangers]


def while_typing(actor: Actor, given: Any) -> Advice:
    """Of a form that is still being filled in; whatever is in it."""
    text = str(given.get("text", ""))
    if not text.strip():
        return Advice()
    branch = Branch.HOUSEHOLD if given.get("branch") == Branch.HOUSEHOLD else Branch.REPAIRS
    dwelling = str(given.get("dwelling", ""))
    home = home_of(actor, int(dwelling) if re.fullmatch(r"[0-9]{1,18}", dwelling) else None)
    version = published_version(partner_for(actor, branch, home), timezone.localdate())
    words = advice.words(text, str(given.get("place", ""))[:200])
    found = judging.judged(
        words, branch, version.pk if version else None, actor.cooperative_id, remember=False
    ).judgement
    told, typed = _told(found, find(text)), len(text.strip())
    if told.dangers or typed >= TOO_LITTLE:
        return told
    return told if typed >= BEGUN and (told.lines or told.care) else Advice()


def of_request(subject: Request) -> Advice:
    """Of a report that was sent; nothing once somebody looked at it."""
    if subject.status != RequestStatus.NEW or subject.assessments.exists():
        return Advice()
    return _told(judging.judged_request(subject, version_for(subject)).judgement, find(subject.text))


def _told(judgement: Judgement, kinds: tuple[Danger, ...]) -> Advice:
    dangers = tuple(dict.fromkeys((*kinds, *judgement.danger)))
    if dangers:
        return Advice(dangers=steps(dangers))
    language = (get_language() or "nl")[:2]
    best = advice.heard(judgement)
    return Advice(
        lines=[line(proposal.item, language) for proposal in best],
        care=judgement.medical,
        question=judgement.question.text(language) if judgement.question and not best else "",
        own=bool(advice.own(judgement)),
    )
