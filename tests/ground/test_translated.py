"""A sentence that stands in a template in its language is the sentence that Django would have put there."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, engines
from django.template.loader import get_template
from django.utils.translation import override

from werkplaats.ground.translated import SENTENCE, SENTENCE_WITH_VALUES, translated
from werkplaats.site.settings import PACKAGE

TEMPLATES = sorted(str(path.relative_to(PACKAGE / "templates")) for path in Path(PACKAGE, "templates").rglob("*.*"))
FILTER = re.compile(r"\|\w+(:(\"[^\"]*\"|[\w.]+))?")  # each asks for a value of its own kind
TAGS = "{% load i18n wp labels %}"


class Anything(str):
    """Whatever a template asks of it, with something to escape."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("resolve_expression", "do_not_call_in_templates"):
            raise AttributeError(name)
        return Anything(f"{self}.{name}")


class Everything(Context):
    def __contains__(self, key: Any) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            return Anything(f"<{key}>")


def said(source: str) -> str:
    engine: Any = engines["django"]
    text: str = engine.from_string(TAGS + source).template.render(Everything())
    return text


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_sentence_is_what_django_would_say(name: str) -> None:
    source = FILTER.sub("", Path(PACKAGE, "templates", name).read_text())
    for language, pattern in product(["nl", "en"], [SENTENCE, SENTENCE_WITH_VALUES]):
        with override(language):
            for found in pattern.finditer(source):
                ours = translated(found[0])
                assert ours == found[0] or said(ours) == said(found[0]), found[0]


def test_a_page_follows_the_language_of_now() -> None:
    texts = []
    for language in ("nl", "en", "nl"):
        with override(language):
            texts.append(get_template("404.html").render({}))
    assert texts[0] == texts[2] != texts[1]


def test_percentages_values_and_markup_come_through() -> None:
    one = '{% translate "100% <sure>" %}'
    two = "{% blocktranslate with a=b|upper %}5% of {{ a }} & {{ c }}{% endblocktranslate %}"
    three = "{% blocktranslate count n=2 %}One{% plural %}{{ n }} of them{% endblocktranslate %}"
    engine: Any = engines["django"]
    for source in (one, two, three):
        values = {"b": "<x>", "c": "'"}
        asked = [engine.from_string("{% load i18n %}" + text).render(values) for text in (source, translated(source))]
        assert asked[0] == asked[1]
    assert translated(three) == three
