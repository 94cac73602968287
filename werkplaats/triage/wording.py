"""What is wrong with a list, in words for people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from werkplaats.ground.labels import LABELS
from werkplaats.triage.rules.list_changes import FieldChange
from werkplaats.triage.rules.list_faults import Fault, FaultKind

SAYS: dict[FaultKind, Any] = {
    FaultKind.MISSING: _("Fill this in."),
    FaultKind.TOO_LONG: _("This is too long: at most %(value)s characters."),
    FaultKind.CODE_TWICE: _("This code stands in row %(value)s too. Every item has a code of its own."),
    FaultKind.CODE_SIGNS: _("A code has letters and digits, and between them only a dot, - or _. Like KRA01."),
    FaultKind.UNKNOWN: _("“%(value)s” is not known. Choose from the known codes."),
    FaultKind.NOT_A_NUMBER: _("“%(value)s” is not a number of minutes, such as 45."),
    FaultKind.OUTSIDE_A_DAY: _("At most 480 minutes, a working day. Make longer work into more items."),
    FaultKind.NEEDED_WHEN_OURS: _("Fill this in: the cooperative does this item."),
    FaultKind.ONLY_WHEN_OURS: _("Leave this empty (or 0): the cooperative does not do this item."),
    FaultKind.ONE_OR_TWO: _("Fill in 1 or 2."),
    FaultKind.YES_OR_NO: _("Fill in yes or no."),
    FaultKind.ONE_LANGUAGE: _("Fill this in too: the condition stands in the other language."),
    FaultKind.MEDICAL_IS_ELSEWHERE: _("Medical and personal care is never ours: choose elsewhere."),
    FaultKind.GROUND_IS_THE_TENANTS: _("A letter of the Besluit is only for what is the tenant's own. Leave it empty."),
}


def said(fault: Fault) -> str:
    return str(SAYS[fault.kind]) % {"value": fault.value[:60]}


# The columns of a list, as a form and a difference call them.
COLUMN_NAMES: dict[str, Any] = {
    "code": _("Code"),
    "name_nl": _("Name in Dutch"),
    "name_en": _("Name in English"),
    "letter": _("Letter"),
    "family": _("Family"),
    "locations": _("Places (VERA)"),
    "defects": _("Defects (VERA)"),
    "party": _("Who does it?"),
    "trade": _("Trade"),
    "urgency": _("Urgency"),
    "minutes": _("Minutes"),
    "workers": _("How many people?"),
    "follow_up": _("Trades that follow"),
    "ground": _("Letter of the Besluit"),
    "words": _("Words that people use"),
    "conditions_nl": _("Condition in Dutch"),
    "conditions_en": _("Condition in English"),
    "explanation_nl": _("Explanation in Dutch"),
    "explanation_en": _("Explanation in English"),
    "medical": _("Medical or personal care"),
    "norm_minutes": _("Minutes of the norm"),
    "norm_frequency": _("How often by the norm"),
    "source": _("Source"),
}


def in_words(change: FieldChange) -> tuple[str, str, str]:
    """What changed, what it was and what it is now; an empty value stays empty."""
    names = LABELS.get(change.name, {})
    before, after = (str(names.get(value, value)) for value in (change.before, change.after))
    return str(COLUMN_NAMES[change.name]), before, after
