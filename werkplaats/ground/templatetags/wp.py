"""Template words of Werkplaats: `{% load wp %}`. Money and time in the reader's language, and the form parts."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from werkplaats.ground import formats

register = template.Library()


def _language() -> str:
    return get_language() or "nl"


# --- money and time ----------------------------------------------------------------------------------------------


@register.filter
def euro(cents: int | None) -> str:
    return "" if cents is None else formats.euro(int(cents), _language())


@register.filter
def whole_euro(euros: int) -> str:
    """1234 → "€ 1.234": a form of the tax office has whole euros."""
    return formats.euro(euros * 100, _language())[:-3]


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value, formats.AMSTERDAM).date()
    return formats.day(value, timezone.localdate(timezone=formats.AMSTERDAM), _language())


@register.filter
def duration(minutes: int | None) -> str:
    return "" if minutes is None else formats.minutes_as_hours(int(minutes), _language())


@register.filter
def percent(share: float | None) -> str:
    return "" if share is None else formats.percent(share)


@register.simple_tag
def when(start: datetime | None, end: datetime | None = None) -> str:
    return "" if start is None else formats.when(start, end, timezone.now(), _language())


@register.simple_tag
def ago(moment: datetime | None) -> str:
    return "" if moment is None else formats.ago(moment, timezone.now(), _language())


# --- form parts --------------------------------------------------------------------------------------------------


@register.filter
def kind(field: BoundField) -> str:
    """Which shape components/field.html gives this field."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple):  # before RadioSelect, of which it is a kind
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "group" if widget.use_fieldset else "textbox"


CLASSES = {
    "textbox": "utrecht-textbox utrecht-textbox--html-input",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "checkbox": "utrecht-checkbox utrecht-custom-checkbox utrecht-custom-checkbox--html-input",
    "file": "wp-file",
    "group": "utrecht-textbox wp-part",
}
INVALID = {
    "textbox": "utrecht-textbox--invalid",
    "textarea": "utrecht-textarea--invalid",
    "select": "utrecht-select--invalid",
    "checkbox": "utrecht-custom-checkbox--invalid",
}


@register.filter
def control(field: BoundField) -> SafeString:
    """The input itself, with the classes of the design system; Django adds the aria attributes."""
    shape = kind(field)
    return as_widget_with(field, f"{CLASSES.get(shape, '')} {INVALID.get(shape, '') if field.errors else ''}".strip())


@register.filter
def as_widget_with(field: BoundField, classes: str) -> SafeString:
    """The input with these classes beside those that the form itself gave it."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{classes} {own}".strip()})


PLAIN = """
<div class="utrecht-form-field">
  <div class="utrecht-form-field__label"><label class="utrecht-form-label" for="{}">{}{}</label></div>{}
  <div class="utrecht-form-field__input">{}</div>
</div>"""
HELP = """
  <div class="utrecht-form-field-description" id="{}_helptext">{}</div>"""
OPTIONAL = ' <span class="wp-optional">{}</span>'


@register.filter
def plain(field: BoundField, text: str) -> SafeString:
    """A single input with its label and its help, without mistakes, as most are; written here like the inputs
    (`ground.inputs`)."""
    optional = "" if field.field.required else format_html(OPTIONAL, gettext("(not required)"))
    said = format_html(HELP, field.auto_id, mark_safe(str(field.help_text))) if field.help_text else ""
    return format_html(PLAIN, field.id_for_label, text, optional, said, control(field))


CHOICE = """
      <div class="wp-choice">
        {}
        <label class="utrecht-form-label utrecht-form-label--{}" for="{}">{}</label>
      </div>"""
CHOICE_CLASSES = {
    "radios": ("radio", "utrecht-radio-button utrecht-radio-button--html-input"),
    "checkboxes": ("checkbox", "utrecht-checkbox utrecht-custom-checkbox utrecht-custom-checkbox--html-input"),
}


@register.filter
def choices(field: BoundField, shape: str) -> SafeString:
    """A list of radio buttons or checkboxes, each with its label; written here, since there are many on some pages."""
    name, classes = CHOICE_CLASSES[shape]

    def written(option: BoundWidget) -> SafeString:
        option.data["attrs"] = {**option.data["attrs"], "class": classes}
        return format_html(CHOICE, option.tag(), name, option.id_for_label, option.choice_label)

    return mark_safe("".join(map(written, field)))


@register.filter
def focus_id(field: BoundField) -> str:
    """The id an error link goes to: in a list of choices that is the first choice."""
    if kind(field) in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def describedby(field: BoundField) -> str:
    """The ids of the help text and the error, for a fieldset (a single input gets them from Django)."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


@register.filter
def alert_type(tags: str) -> str:
    """Django's message level as the design system's alert type."""
    words = (tags or "").split()
    return next((kind for tag, kind in ALERTS.items() if tag in words), "info")


ALERTS = {"error": "error", "warning": "warning", "success": "ok"}

TONES = {
    "ok": "success",
    "success": "success",
    "warning": "warning",
    "late": "danger",
    "danger": "danger",
    "error": "danger",
    "info": "info",
    "busy": "info",
}


@register.filter
def tone(word: str) -> str:
    """The badge for a tone: ok, info, warning, danger; anything else is neutral."""
    return TONES.get(str(word), "neutral")


@register.filter
def badge(text: Any, word: str) -> SafeString:
    """A state in words and colour: `{{ text|badge:"ok" }}`; the tones are ok, info, warning, danger and neutral."""
    shade = tone(word)
    return format_html(
        '<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>',
        "neutral wp-status--info" if shade == "info" else shade,
        text,
    )


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], number: int) -> str:
    """This page's address with another page number; search words and filters stay."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        return f"?page={number}"
    query["page"] = str(number)
    return f"?{query.urlencode()}"
