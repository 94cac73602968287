"""Every text that the program says has a Dutch translation."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import werkplaats
from werkplaats.ground.messages import LOCALE
from werkplaats.intake.rules import Danger, danger
from werkplaats.members.services.notices import SUBJECT

PACKAGE = Path(werkplaats.__file__).parent
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
Text = tuple[str | None, str]  # context and the English text


def in_code() -> Iterator[tuple[Path, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text(encoding="utf-8")
    for path in sorted((PACKAGE / "templates").rglob("*.*")):
        # Python's own reader of texts does not take the indentation of a template.
        lines = templatize(path.read_text(encoding="utf-8")).splitlines()
        yield path, "\n".join(line.lstrip() for line in lines)


def used() -> dict[Text, str]:
    """Each text with a place where it is said."""
    found: dict[Text, str] = {}
    for path, source in in_code():
        for line, said, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
            text = said[0] if isinstance(said, tuple) else said
            found.setdefault((context, text), f"{path.relative_to(PACKAGE)}:{line}")
    for kind in Danger:
        for step in danger.what_to_do(kind):
            found.setdefault((None, step), "intake/rules/danger.py")
    return found


def translated() -> set[Text]:
    found: set[Text] = set()
    for path in (LOCALE / "fragments").glob("*.po"):
        for message in read_po(path.open("rb"), locale="nl"):
            text = message.id[0] if isinstance(message.id, tuple) else message.id
            found.add((message.context, text))
    return found


def test_every_text_has_a_dutch_translation() -> None:
    said, known = used(), translated()
    assert len(said) > 1000
    assert not {place: text for text, place in said.items() if text not in known}


def test_the_first_line_of_a_letter_is_marked_the_same_in_both_languages() -> None:
    """The mark is taken off (`members.services.notices`); a translated one was read by people."""
    messages = [one for path in (LOCALE / "fragments").glob("*.po") for one in read_po(path.open("rb"), locale="nl")]
    subjects = [one for one in messages if isinstance(one.id, str) and one.id.startswith(SUBJECT)]
    assert len(subjects) > 30
    assert [one.string for one in subjects if not str(one.string).startswith(SUBJECT)] == []
