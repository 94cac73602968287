"""Reports as residents make them, each judged once by the program's own rules: what comes in when somebody calls.

The texts (data/calls.csv) are, for each item of the list, the first two of bench/triage/reports.csv that tell of it
alone; the label is the item that they are about.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from werkplaats.triage.rules import Outcome, Party, Step, Urgency
from werkplaats.triage.rules.judge import Proposal, judge, whose
from werkplaats.triage.rules.lists import Item, shipped

FOLLOW_UP_MINUTES: Final = 60  # of a trade that comes after, as the coordinator's form fills it in

# What the call is about → the families of the list, and its part of all calls (own estimate: docs/what-if.md).
GROUPS: Final[dict[str, tuple[float, tuple[str, ...]]]] = {
    "heating": (0.20, ("cv-ketel", "cv-zelf", "radiator", "warmwater", "warmtepomp", "collectief")),
    "water": (0.20, ("kraan", "waterleiding", "waterkwaliteit", "sanitair", "sanitair-klein", "toilet")),
    "drains": (0.10, ("afvoer", "riool", "dakgoot")),
    "electricity": (
        0.14,
        (
            "elektra-groep", "elektra-punt", "elektra-gevaar", "verlichting", "bel", "rookmelder", "ventilatie",
            "nutsbedrijf", "tv",
        ),
    ),
    "joinery": (
        0.19,
        (
            "deur", "raam", "hang-en-sluitwerk", "slot", "keuken", "trap", "kozijn", "vloer", "brievenbus", "schuur",
            "schutting", "glas",
        ),
    ),
    "surfaces": (0.07, ("stucwerk", "schilderwerk", "tegel-kit", "vocht", "houtaantasting")),
    "pests": (0.02, ("ongedierte", "ongedierte-klein")),
    "building": (
        0.05,
        (
            "dak", "gevel", "balkon", "gemeenschappelijk", "lift", "parkeren", "bestrating", "isolatie", "asbest",
            "calamiteit", "zonwering",
        ),
    ),
    "other": (
        0.03,
        (
            "huurzaken", "eigen-spul", "apparaat", "overlast", "gemeente", "afval", "tuin", "wmo", "schoonhouden",
            "gas",
        ),
    ),
}  # fmt: skip
GROUP_OF: Final = {family: group for group, (_, families) in GROUPS.items() for family in families}
EMERGENCIES: Final = 0.25  # an item that cannot wait is told this much as often as another (own estimate)


@dataclass(frozen=True)
class Report:
    """One text with its label (`item`) and what the program makes of it.

    `proposed` None, or `asks`: nothing sure enough, so the coordinator asks, and after the answer decides by `item`.
    """

    text: str
    item: Item
    group: str
    weight: float  # how often it is told, beside others of its group
    proposed: Proposal | None
    asks: bool
    medical: bool

    @property
    def differs(self) -> bool:
        """The proposal names another item than the label."""
        return self.proposed is not None and not self.asks and self.proposed.item.code != self.item.code


@dataclass(frozen=True)
class Decided:
    """What is decided on a call. `item`: by which work is priced; `own`: paid by the resident (service plan)."""

    outcome: Outcome
    steps: tuple[Step, ...] = ()
    item: str = ""
    own: bool = False

    @property
    def is_emergency(self) -> bool:
        return any(step.urgency is Urgency.EMERGENCY for step in self.steps)


_known: list[tuple[Report, ...]] = []


def reports() -> tuple[Report, ...]:
    """All of them, judged by the list and the model that the program comes with. Takes some seconds, once."""
    if not _known:
        know(tuple(_judged()))
    return _known[0]


def know(judged: tuple[Report, ...]) -> None:
    """Take over what another process judged by the same list and model."""
    _known[:] = [judged]


def _judged() -> Iterator[Report]:
    version = shipped("repairs")
    items = {item.code: item for item in version.items}
    text = files("werkplaats.insight").joinpath("data/calls.csv").read_text(encoding="utf-8")
    rows = [(items[row["item"]], row["text"]) for row in csv.DictReader(text.splitlines())]
    told: dict[str, int] = {}
    for item, _ in rows:
        told[item.code] = told.get(item.code, 0) + 1
    for item, words in rows:
        judgement = judge(words, version)
        often = EMERGENCIES if item.urgency is Urgency.EMERGENCY else 1.0
        yield Report(
            words,
            item,
            GROUP_OF[item.family],
            often / told[item.code],
            judgement.best,
            asks=judgement.question is not None or judgement.best is None,
            medical=judgement.medical,
        )


def decide(report: Report, *, subscriber: bool) -> Decided:
    """What the coordinator decides: as proposed, and where a question was asked first, by what it is about.

    `subscriber`: the home has the service plan.
    """
    if report.medical:
        return Decided(Outcome.ELSEWHERE)
    if report.proposed is None or report.asks:
        return _by(report.item, whose(report.item, subscriber=subscriber), report.item.urgency)
    proposed = report.proposed
    party = Party.TENANT if proposed.own else whose(proposed.item, subscriber=subscriber)
    return _by(proposed.item, party, proposed.urgency)


def _by(item: Item, party: Party, urgency: Urgency) -> Decided:
    outcome = Outcome(party.value)
    if outcome is not Outcome.COOPERATIVE:
        return Decided(outcome)
    first = Step(item.trade, item.minutes, urgency, workers=item.workers)
    later = (Step(trade, FOLLOW_UP_MINUTES, item.urgency) for trade in item.follow_up)
    return Decided(outcome, (first, *later), item.code, own=item.party is Party.SERVICE_PLAN)
