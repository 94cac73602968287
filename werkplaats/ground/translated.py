"""A template in one language: its fixed sentences are translated when it is first asked for, not each time it is filled
in. For a letter that goes out with every report looking them up was more than half of the work.
"""

import re
from functools import cache
from typing import Any

from django.template import Template
from django.template.loader import get_template
from django.utils.translation import gettext, override

SENTENCE = re.compile(r'{% translate "(?P<text>[^"]*)" %}')
# What counts (`count … {% plural %}`) depends on a number, so that stays for Django.
SENTENCE_WITH_VALUES = re.compile(
    r"{% blocktranslate(?P<values> with [^%]*)? %}(?P<text>.*?){% endblocktranslate %}", re.DOTALL
)


@cache
def in_language(name: str, language: str) -> Template:
    """The template of this name. To be rendered with the language active, for numbers and days in it."""
    found: Any = get_template(name)
    with override(language):
        source = SENTENCE.sub(lambda match: _said(match["text"]), found.template.source)
        source = SENTENCE_WITH_VALUES.sub(_with_values, source)
    return Template(source, found.template.origin, name, found.template.engine)


def _with_values(match: re.Match[str]) -> str:
    said = _said(match["text"])
    return f"{{%{match['values']} %}}{said}{{% endwith %}}" if match["values"] else said


def _said(text: str) -> str:
    """The translation of what stands in a template; in its key a value {{ name }} is %(name)s and % is doubled."""
    key = re.sub(r"{{ (\w+) }}", r"%(\1)s", text.replace("%", "%%"))
    return re.sub(r"%\((\w+)\)s", r"{{ \1 }}", gettext(key)).replace("%%", "%")
