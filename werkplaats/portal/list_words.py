"""A line of the list in words for a resident: who does it, why, and how fast."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.jobs.rules import HOUSEHOLD_TRADE
from werkplaats.triage.rules import Party, Urgency
from werkplaats.triage.rules.lists import Item

WHO: dict[Party, Any] = {
    Party.TENANT: gettext_lazy("You do this yourself"),
    Party.SERVICE_PLAN: gettext_lazy("You, or our service plan"),
    Party.COOPERATIVE: gettext_lazy("We do this"),
    Party.LANDLORD: gettext_lazy("The landlord does this"),
    Party.ELSEWHERE: gettext_lazy("Not ours: elsewhere"),
}
TONES: dict[Party, str] = {
    Party.TENANT: "neutral",
    Party.SERVICE_PLAN: "neutral",
    Party.COOPERATIVE: "ok",
    Party.LANDLORD: "info",
    Party.ELSEWHERE: "warning",
}
WHY: dict[Party, Any] = {
    Party.TENANT: gettext_lazy("It is your own, or something small that a handy person does without danger."),
    Party.SERVICE_PLAN: gettext_lazy("It is something small of your own. It asks some skill, so we help with a plan."),
    Party.COOPERATIVE: gettext_lazy("It asks a professional of ours, and your landlord pays for it."),
    Party.LANDLORD: gettext_lazy("It belongs to the building, or several homes share it."),
    Party.ELSEWHERE: gettext_lazy("Another organisation is responsible for this."),
}
HELP = gettext_lazy("It is help in the household. You need a decision of the municipality for it.")
CARE = gettext_lazy("This is care. A helper of ours may not do it.")
FAST: dict[Urgency, Any] = {
    Urgency.EMERGENCY: gettext_lazy("We come within 4 hours. Call us at once."),
    Urgency.SOON: gettext_lazy("We come within 2 days."),
    Urgency.NORMAL: gettext_lazy("We come within 10 days."),
    Urgency.PLANNED: gettext_lazy("We come within 6 weeks."),
}


@dataclass(frozen=True)
class Line:
    """What a template shows of an item, in one language."""

    item: Item
    name: str
    who: str
    tone: str
    explanation: str
    condition: str
    why: str
    fast: str


def line(item: Item, language: str) -> Line:
    return Line(
        item=item,
        name=item.name(language),
        who=str(WHO[item.party]),
        tone=TONES[item.party],
        explanation=item.explanation(language),
        condition=item.conditions(language),
        why=why(item),
        fast=str(FAST[item.urgency]) if item.party is Party.COOPERATIVE and item.trade != HOUSEHOLD_TRADE else "",
    )


def why(item: Item) -> str:
    """The reason: the law where it names this, else what the list was agreed by."""
    if item.medical:
        return str(CARE)
    if item.ground:
        return _("The law on small repairs says so (Besluit kleine herstellingen, letter %(letter)s).") % {
            "letter": item.ground
        }
    return str(HELP if item.trade == HOUSEHOLD_TRADE else WHY[item.party])
