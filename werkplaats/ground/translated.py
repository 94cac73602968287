"""Templates with their fixed sentences in them: translated when a template is first asked for in a language, not each
time it is filled in. Looking them up was more than half of the work of a notice, and a twentieth of a large page.
"""

import re
from typing import Any

from django.template.loaders import cached
from django.utils.translation import get_language, gettext

SENTENCE = re.compile(r'{% translate "(?P<text>[^"]*)" %}')
# What counts (`count … {% plural %}`) depends on a number, so that stays for Django, as does what is named (`as …`).
SENTENCE_WITH_VALUES = re.compile(
    r"{% blocktranslate(?P<values> with [^%]*)? %}(?P<text>.*?){% endblocktranslate %}", re.DOTALL
)
NAMED = re.compile(r" (asvar|trimmed|count|context) ")


class Loader(cached.Loader):
    """Keeps the templates that the loaders in it find, each once for each language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_contents(self, origin: Any) -> str:
        return translated(origin.loader.get_contents(origin))


def translated(source: str) -> str:
    """The template with its fixed sentences in the language of now."""
    source = SENTENCE.sub(lambda match: _said(match["text"]), source)
    return SENTENCE_WITH_VALUES.sub(_with_values, source)


def _with_values(match: re.Match[str]) -> str:
    values = match["values"] or ""
    if NAMED.search(f"{values} "):
        return match[0]
    said = _said(match["text"])
    return f"{{%{values} %}}{said}{{% endwith %}}" if values else said


def _said(text: str) -> str:
    """The translation of what stands in a template; in its key a value {{ name }} is %(name)s and % is doubled."""
    key = re.sub(r"{{ (\w+) }}", r"%(\1)s", text.replace("%", "%%"))
    return re.sub(r"%\((\w+)\)s", r"{{ \1 }}", gettext(key)).replace("%%", "%")
