"""What a report must have before it counts, said so that people can mend it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from werkplaats.intake.rules import Branch, Channel

MAX_TEXT = 10_000
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
PARTS = ("morning", "afternoon", "evening")
PREFERRED_TIMES = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)


class Lack(StrEnum):
    """What is wrong with a report."""

    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    UNKNOWN_TIME = "unknown_time"
    NO_CLIENT = "no_client"


@dataclass(frozen=True)
class NewRequest:
    """A report as it comes in. `form_token` is of the form: the same token is the same report."""

    branch: Branch
    text: str
    dwelling_id: int
    reporter_id: int
    form_token: UUID
    place: str = ""
    preferred_times: tuple[str, ...] = ()
    may_enter_when_away: bool = False
    channel: Channel = Channel.WEB
    client_id: int | None = None


def lacks(new: NewRequest) -> dict[str, Lack]:
    """Field → what is wrong with it; empty when the report can be taken in."""
    found: dict[str, Lack] = {}
    if not new.text.strip("\x00 \t\r\n"):
        found["text"] = Lack.NO_TEXT
    elif len(new.text) > MAX_TEXT:
        found["text"] = Lack.TEXT_TOO_LONG
    if not set(new.preferred_times) <= set(PREFERRED_TIMES):
        found["preferred_times"] = Lack.UNKNOWN_TIME
    return found
