"""`werkplaats triage`: the judge on the command line, for people and one JSON object a line. Without a database."""

import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from werkplaats.ground.words import plain
from werkplaats.triage.rules.judge import Context, Judgement, Proposal, judge
from werkplaats.triage.rules.lists import ListVersion, shipped
from werkplaats.triage.rules.words import is_english

BRANCHES = ("repairs", "household")
DO_NOW = {
    "nl": "GEVAAR ({kinds}). Is er brand of is iemand in nood? Bel 112. Gaslucht? Ga naar buiten en bel 0800-9009.",
    "en": "DANGER ({kinds}). Is there fire, or is somebody in need? Call 112. Gas? Go outside and call 0800-9009.",
}
CARE = {
    "nl": "Dit is medische of persoonlijke zorg. Dat mag een hulp van ons niet: bel de wijkverpleging of huisarts.",
    "en": "This is about medical or personal care. Our helpers may not do it: call the district nurse or your GP.",
}
WHOSE = {
    "nl": {"tenant": "doet u zelf", "cooperative": "doen wij", "landlord": "voor de verhuurder", "elsewhere": "elders"},
    "en": {"tenant": "you do it", "cooperative": "we do it", "landlord": "for the landlord", "elsewhere": "elsewhere"},
}


def language_of(text: str) -> str:
    return "en" if is_english(plain(text).split()) else "nl"


def for_people(text: str, branch: str) -> str:
    """The judgement in plain lines, in the language that the text seems to be in."""
    language = language_of(text)
    judgement = judge(text, shipped(branch), Context(language))
    lines = []
    if judgement.danger:
        lines.append(DO_NOW[language].format(kinds=", ".join(judgement.danger)))
    if judgement.medical:
        lines.append(CARE[language])
    for finding in judgement.findings:
        if len(judgement.findings) > 1:
            lines.append(f"• {' '.join(finding.text.split())[:100]}")
        lines += [_line(proposal, language) for proposal in finding.proposals]
    if judgement.question:
        lines.append(f"? {judgement.question.text(language)}")
    return "\n".join(lines)


def _line(proposal: Proposal, language: str) -> str:
    trade = f", {proposal.trade}, {proposal.minutes} min" if proposal.minutes else ""
    whose = WHOSE[language][proposal.party]
    return f"  {proposal.confidence:4.0%}  {whose}{trade}, {proposal.urgency}: {proposal.because(language)}"


def as_row(name: Any, branch: str, judgement: Judgement, language: str) -> dict[str, Any]:
    return {
        "id": name,
        "branch": branch,
        "proposals": [
            {
                "item": proposal.item.code,
                "party": proposal.party.value,
                "trade": proposal.trade,
                "urgency": proposal.urgency.value,
                "minutes": proposal.minutes,
                "confidence": proposal.confidence,
                "because": proposal.because(language),
                "medical": proposal.item.medical,
            }
            for proposal in judgement.proposals
        ],
        "danger": bool(judgement.danger),
        "medical": judgement.medical,
        "question": judgement.question.text(language) if judgement.question else None,
    }


def answer(line: str, number: int, lists: dict[str, ListVersion]) -> dict[str, Any]:
    """The answer to one line; a line that cannot be judged gets an object with `error`, what to do, and its number."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not a JSON object", "line": number}
    if not isinstance(asked, dict):
        return {"error": "not a JSON object", "line": number}
    name, text, branch = asked.get("id"), asked.get("text"), asked.get("branch", "repairs")
    if not isinstance(text, str):
        return {"id": name, "error": '"text" must be a string', "line": number}
    if branch not in lists:
        return {"id": name, "error": f'"branch" must be one of {", ".join(BRANCHES)}', "line": number}
    language = language_of(text)
    return as_row(name, branch, judge(text, lists[branch], Context(language)), language)


def judge_lines(source: Iterable[bytes], target: TextIO) -> None:
    """Each line that comes in is answered at once, in order; empty lines are passed over."""
    lists = {branch: shipped(branch) for branch in BRANCHES}
    for number, raw in enumerate(source, start=1):
        if not raw.strip():
            continue
        try:
            line = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            found: dict[str, Any] = {"error": "not UTF-8", "line": number}
        else:
            found = answer(line, number, lists)
        target.write(json.dumps(found, ensure_ascii=True) + "\n")
        target.flush()


def run(text: str, branch: str, *, lines: bool) -> int:
    if lines:
        judge_lines(sys.stdin.buffer, sys.stdout)
    else:
        print(for_people(text or sys.stdin.read(), branch))
    return 0
