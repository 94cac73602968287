"""A template in one language says what Django's own translating of it says."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import override

from werkplaats.ground.translated import in_language
from werkplaats.site.settings import PACKAGE

NOTICES = sorted(f"notices/{path.name}" for path in Path(PACKAGE, "templates/notices").iterdir())


class Anything(int):
    """Whatever a template asks of it: a number, a day in March, a list of one, something with attributes."""

    month = 3

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name in ("resolve_expression", "do_not_call_in_templates"):
            raise AttributeError(name)
        return Anything(self)

    def __iter__(self) -> Iterator[Any]:
        return iter([self])


class Everything(Context):
    def __init__(self, value: int) -> None:
        super().__init__({}, autoescape=False)
        self.value = value

    def __contains__(self, key: Any) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            return Anything(self.value)


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_says_what_django_would_say(name: str) -> None:
    django: Any = get_template(name)
    for language, value in product(["nl", "en"], [0, 1, 7]):
        with override(language):
            expected = django.template.render(Everything(value))
            assert in_language(name, language).render(Everything(value)) == expected
        assert expected.strip()


def test_a_percentage_and_a_value_with_a_filter_come_through(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "try.txt").write_text(
        '{% load i18n %}{% translate "100% sure, " %}'
        "{% blocktranslate with a=b|upper %}5% of {{ a }}{% endblocktranslate %}"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert in_language("try.txt", "nl").render(Context({"b": "x"})) == "100% sure, 5% of X"
