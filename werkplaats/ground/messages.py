"""Compiles the translations, in Python alone: the fragments in locale/fragments become one catalogue a language.

Every part of the program keeps its own fragment (plain msgid and msgstr pairs); one text may stand in several, but
must be translated the same in all of them.
"""

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOCALE = Path(__file__).resolve().parent.parent / "locale"


@dataclass(frozen=True)
class Found:
    file: str
    line: int
    said: tuple[str, ...]


class Conflict(Exception):
    """What keeps the catalogue from being made, one line a problem."""


def compile_catalogue(fragments: list[Path], header: Path, target: Path) -> int:
    """Write `target`; returns how many texts it holds. Errors: Conflict, with every problem found."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    catalogue = read_po(io.BytesIO(header.read_bytes()), locale="nl")
    known: dict[tuple[str | None, Any], Found] = {}
    problems: list[str] = []
    for path in sorted(fragments):
        try:
            entries = _entries(path)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            problems.append(f"{path.name}: {error}")
            continue
        for context, identity, said, line in entries:
            problem = _problem(identity, said)
            if problem:
                problems.append(f"{path.name}:{line}: {problem}")
                continue
            here = Found(path.name, line, said)
            singular = identity[0] if isinstance(identity, tuple) else identity
            before = known.setdefault((context, singular), here)
            if before.said != said:
                problems.append(
                    f"{here.file}:{here.line}: {singular!r} is {' / '.join(said)!r} here, "
                    f"but {' / '.join(before.said)!r} in {before.file}:{before.line}"
                )
            catalogue.add(identity, said if isinstance(identity, tuple) else said[0], context=context)
    if problems:
        raise Conflict("\n".join(problems))
    assert isinstance(catalogue, Catalog)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(f".{os.getpid()}.part")
    with temporary.open("wb") as file:
        write_mo(file, catalogue)
    os.replace(temporary, target)
    return len(known)


def _entries(path: Path) -> list[tuple[str | None, Any, tuple[str, ...], int]]:
    """Every entry with its line, the same text twice included (a catalogue by itself would keep only the last)."""
    from babel.messages.catalog import Catalog, Message
    from babel.messages.pofile import PoFileParser

    found: list[tuple[str | None, Any, tuple[str, ...], int]] = []

    class Listing(Catalog):
        def __setitem__(self, identity: Any, message: Message) -> None:
            if identity:
                string: Any = message.string
                said = string if isinstance(string, tuple | list) else (string,)
                found.append((message.context, message.id, tuple(said), message.lineno or 0))
            super().__setitem__(identity, message)

    parser = PoFileParser(Listing("nl", charset="utf-8"), ignore_obsolete=True, abort_invalid=True)
    parser.parse(path.read_text(encoding="utf-8").splitlines(keepends=True))
    return found


def _problem(identity: Any, said: tuple[str, ...]) -> str | None:
    """What is wrong with one translation by itself."""
    import re

    texts = identity if isinstance(identity, tuple) else (identity,)
    if not all(said):
        return f"{texts[0]!r} has no translation"
    if len(said) != len(texts):
        return f"{texts[0]!r} needs {len(texts)} forms and has {len(said)}"
    names = [set(re.findall(r"%\((\w+)\)[sd]|\{(\w+)\}", text)) for text in texts]
    allowed = set().union(*names)
    for translation in said:
        extra = set(re.findall(r"%\((\w+)\)[sd]|\{(\w+)\}", translation)) - allowed
        if extra:
            return f"{texts[0]!r}: the translation fills in what the text does not have"
    return None


def main() -> int:
    folder = LOCALE / "nl" / "LC_MESSAGES"
    fragments = sorted((LOCALE / "fragments").glob("*.po"))
    try:
        count = compile_catalogue(fragments, folder / "django.po.header", folder / "django.mo")
    except Conflict as conflict:
        print(f"The translations were not compiled:\n{conflict}", file=sys.stderr)
        return 1
    print(f"{count} texts in Dutch, from {len(fragments)} files.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
