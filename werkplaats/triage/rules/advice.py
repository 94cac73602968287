"""What is made of a judgement: the words that are judged, and what a resident may settle without a coordinator."""

import re
from collections.abc import Sequence

from werkplaats.triage.rules import Outcome, Party, Urgency
from werkplaats.triage.rules.judge import UNSURE, Finding, Judgement, Proposal
from werkplaats.triage.rules.lists import Item

OWN_SURE = 0.85  # from this confidence a resident is told that it is the tenant's own, and may close the report on it
SHOWN = 0.05  # what is less likely is not worth a coordinator's look


def words(text: str, place: str = "", replies: Sequence[str] = ()) -> str:
    """What the judge is given of a report. Where it is, and what was answered later, belong to what was said last."""
    more = " ".join(" ".join(re.findall(r"[\w'’-]+", part)) for part in (place, *replies) if part)
    return f"{text.rstrip(' .,;!?')} {more}" if more else text


def likely(finding: Finding) -> tuple[Proposal, ...]:
    """The proposals that are worth a look: the first, and what is not next to impossible."""
    return tuple(p for at, p in enumerate(finding.proposals) if at == 0 or p.confidence >= SHOWN)


def heard(judgement: Judgement) -> tuple[Proposal, ...]:
    """Of each problem what we think it is; empty when we ask something first, or are not sure enough of all of them."""
    if judgement.question:
        return ()
    best = tuple(finding.proposals[0] for finding in judgement.findings if finding.proposals)
    return best if best and all(proposal.confidence >= UNSURE for proposal in best) else ()


def own(judgement: Judgement) -> tuple[Item, ...]:
    """The items that a resident may close the report on after reading them: all of it the tenant's own, or care.

    Empty when there is danger, or care that no item names; when a part of it is about something else; when anything of
    it may be somebody else's or cannot wait; or when we are not sure.
    """
    best = heard(judgement)
    if (
        judgement.mixed
        or judgement.danger
        or (judgement.medical and not any(proposal.item.medical for proposal in best))
    ):
        return ()
    settled = all(_is_own(proposal) and proposal.confidence >= OWN_SURE for proposal in best)
    return tuple(proposal.item for proposal in best) if settled else ()


def _is_own(proposal: Proposal) -> bool:
    if proposal.urgency is Urgency.EMERGENCY:
        return False
    return proposal.party is Party.TENANT or proposal.item.medical


def outcome_of(items: Sequence[Item]) -> Outcome:
    """What closing on these items is, kept as a decision: care goes elsewhere, whatever else was in the report."""
    return Outcome.ELSEWHERE if any(item.medical for item in items) else Outcome.TENANT
