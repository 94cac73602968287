"""How a form field becomes HTML.

Django does this with templates, one for each input with one for its attributes in it. On a page with thirty inputs
that takes more time than all the rest, so the plain inputs are written here; the others stay with Django.
"""

from collections.abc import Callable, Iterable
from functools import cache
from html import escape  # Django's own does the same, after asking of each text whether it is still to be translated
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Choices = Iterable[tuple[str, Any]]
INPUTS = {f"django/forms/widgets/{kind}.html" for kind in ("text", "number", "email", "hidden", "date", "time")}
OPTIONS = {f"django/forms/widgets/{kind}.html" for kind in ("checkbox", "radio_option", "checkbox_option")}
TEXTAREA = "django/forms/widgets/textarea.html"


class Inputs(DjangoTemplates):
    """The FORM_RENDERER of the settings: the same HTML as Django's own templates make."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget", {})
        if template_name in INPUTS or (template_name in OPTIONS and not widget.get("wrap_label")):
            return _input(widget)
        if template_name == TEXTAREA:
            text = widget["value"] or ""
            return format_html(
                '<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget["attrs"]), text
            )
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    return mark_safe(
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{_attributes(widget["attrs"])}>'
    )


def _attributes(attributes: dict[str, Any]) -> SafeString:
    """True is the name alone, False and None are nothing."""
    pairs = ((name, value) for name, value in attributes.items() if value is not None and value is not False)
    return mark_safe(
        "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in pairs)
    )


class ListSelect(forms.Select):
    """A list to choose from whose choices are a function without arguments that always gives the same ones.

    So they are written once for each language. The page of a request has four lists with all trades.
    """

    choices: Any

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = _options(self.choices.func, get_language())
        if value not in (None, ""):
            option = f'<option value="{escape(str(value))}"'
            options = options.replace(f"{option}>", f"{option} selected>", 1)
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return mark_safe(f"<select{_attributes(given)}>{options}</select>")

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the server says in words what is missing. (Django would go through all choices to find out.)"""
        return False


@cache
def _options(choices: Callable[[], Choices], language: str | None) -> str:
    """The options in this language, none of them chosen."""
    return "".join(f'<option value="{escape(code)}">{conditional_escape(text)}</option>' for code, text in choices())
