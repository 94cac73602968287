"""XML as text, piece by piece: for files that are too large to hold as a tree. What is empty is left out."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape

from werkplaats.settlement.rules.e_invoice import plain

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@lru_cache(maxsize=4096)  # a book says the same accounts, numbers and names line after line
def text(name: str, value: str, longest: int | None = None) -> str:
    """`<name>value</name>` on one line, cut at `longest` signs; nothing when there is nothing to say."""
    content = plain(value)[:longest].rstrip()
    return f"<{name}>{escape(content)}</{name}>" if content else ""


def number(name: str, value: int) -> str:
    return f"<{name}>{value}</{name}>"


def day(name: str, value: date | None) -> str:
    return f"<{name}>{value.isoformat()}</{name}>" if value else ""


def euros(name: str, cents: int) -> str:
    """123456 → `<name>1234.56</name>`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"<{name}>{sign}{whole}.{rest:02d}</{name}>"


def group(name: str, parts: Iterable[str]) -> str:
    """The parts in one element; nothing when all of them are nothing."""
    content = "".join(parts)
    return f"<{name}>{content}</{name}>" if content else ""
