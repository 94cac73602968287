"""What the values of the domain are called on screen: `{{ request.status|label:"request_status" }}`."""

from typing import Any

from django import template

from werkplaats.ground.labels import LABELS

register = template.Library()


@register.filter
def label(value: Any, kind: str) -> Any:
    """The name of a value for people, in the language of the page; the value itself when it has none."""
    return LABELS[kind].get(str(value), value)


@register.filter
def labels(values: Any, kind: str) -> str:
    """The names of several values, with commas."""
    return ", ".join(str(label(value, kind)) for value in values)


TONES = {
    "new": "info",
    "question": "warning",
    "accepted": "info",
    "offered": "info",
    "agreed": "info",
    "under_way": "info",
    "done": "warning",
    "follow_up": "warning",
    "disputed": "danger",
    "nobody_home": "warning",
    "signed": "ok",
    "closed": "ok",
    "cancelled": "neutral",
    "drafted": "warning",
    "approved": "info",
    "sent": "info",
    "settled": "ok",
    "withdrawn": "neutral",
}


@register.filter
def tone(status: Any) -> str:
    """The colour in which a status is shown; the words say the same."""
    return TONES.get(str(status), "neutral")
