"""Several problems in one message: where one ends and the next begins."""

import re

# Sentences, lines, numbers and dashes in front, and the words that begin something else.
NUMBERED = r"(?:(?<=\s)|^)(?:\d{1,2}[.)]|[-*•–]|[a-d]\))\s+"
NEXT = (
    r"\b(?:daarnaast|verder|ook nog|en ook|en dan|bovendien|ten eerste|ten tweede|ten derde|tevens|daarbij"
    r"|oja|o ja|oh ja|ook is|ook de|ook het"
    r"|nog iets|trouwens|en nog|plus|also|besides|furthermore|another thing|and also|as well as"
    r"|in addition|on top of that)\b"
)
LISTED = re.compile(NUMBERED, re.MULTILINE)
BREAK = re.compile(rf"(?:[.!?;]+(?=\s|$))|\n+|{NUMBERED}|{NEXT}", re.IGNORECASE | re.MULTILINE)
AND = re.compile(r"\s*(?:,|\ben\b|\band\b|\+|&)\s*", re.IGNORECASE)
MOST = 12


def is_numbered(text: str) -> bool:
    """Whether it is told as a list: "1. … 2. …"."""
    return len(LISTED.findall(text)) > 1


def sentences(text: str) -> list[str]:
    return [part.strip() for part in BREAK.split(text) if part and len(part.strip()) >= 4][:MOST]


def clauses(sentence: str) -> list[str]:
    return [part.strip() for part in AND.split(sentence) if part and len(part.strip()) >= 4][:MOST]
