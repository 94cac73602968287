"""`werkplaats triage`: the judge on the command line, for people and one JSON object a line. Without a database."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedIOBase, BufferedReader, FileIO
from typing import Any, TextIO

from werkplaats.ground.words import plain
from werkplaats.triage.rules.judge import TOGETHER, Judgement, Proposal, judge, judge_all
from werkplaats.triage.rules.lists import shipped
from werkplaats.triage.rules.words import is_english

BRANCHES = ("repairs", "household")
AT_ONCE = len(BRANCHES) * TOGETHER  # lines: of each branch about as many as are judged together
BUFFER = 1 << 16  # bytes
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
    judgement = judge(text, shipped(branch))
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


@dataclass(frozen=True)
class _Asked:
    name: Any
    text: str
    branch: str


def _asked(raw: bytes, number: int) -> _Asked | dict[str, Any]:
    """What a line asks; of one that cannot be judged an object with `error`, what to do, and its number."""
    try:
        asked = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {"error": "not UTF-8", "line": number}
    except (ValueError, RecursionError):
        return {"error": "not a JSON object", "line": number}
    if not isinstance(asked, dict):
        return {"error": "not a JSON object", "line": number}
    name, text, branch = asked.get("id"), asked.get("text"), asked.get("branch", "repairs")
    if not isinstance(text, str):
        return {"id": name, "error": '"text" must be a string', "line": number}
    if branch not in BRANCHES:
        return {"id": name, "error": f'"branch" must be one of {", ".join(BRANCHES)}', "line": number}
    return _Asked(name, text, branch)


def judge_lines(blocks: Iterable[Sequence[bytes]], target: TextIO) -> None:
    """The lines of a block are judged together and answered in order; empty lines are passed over."""
    number = 0
    for block in blocks:
        for at in range(0, len(block), AT_ONCE):
            some = block[at : at + AT_ONCE]
            asked = [_asked(raw, number + place) for place, raw in enumerate(some, start=1) if raw.strip()]
            number += len(some)
            target.writelines(json.dumps(row, ensure_ascii=True) + "\n" for row in _answers(asked))
            target.flush()


def _answers(asked: Sequence[_Asked | dict[str, Any]]) -> list[dict[str, Any]]:
    found = [one if isinstance(one, dict) else {} for one in asked]
    for branch in BRANCHES:
        these = [(at, one) for at, one in enumerate(asked) if isinstance(one, _Asked) and one.branch == branch]
        judged = judge_all([one.text for _, one in these], shipped(branch))
        for (at, one), judgement in zip(these, judged, strict=True):
            found[at] = as_row(one.name, branch, judgement, language_of(one.text))
    return found


def arrived(source: BufferedIOBase) -> Iterator[list[bytes]]:
    """The lines of a stream, all that are there already in one block: who sends a line and waits has its answer."""
    rest: list[bytes] = []  # joined when its line ends: a long line arrives in many pieces
    while more := source.read1():
        first, *others = more.split(b"\n")
        rest.append(first)
        if others:
            yield [b"".join(rest), *others[:-1]]
            rest = others[-1:]
    if any(rest):
        yield [b"".join(rest)]


def run(text: str, branch: str, *, lines: bool) -> int:
    if lines:
        # With room for more lines than the 4 KiB that standard input takes at once.
        with FileIO(sys.stdin.fileno(), closefd=False) as source:
            judge_lines(arrived(BufferedReader(source, BUFFER)), sys.stdout)
    else:
        print(for_people(text or sys.stdin.read(), branch))
    return 0
