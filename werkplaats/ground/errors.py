"""Errors for people: what is wrong, where, what to do. Pages and the API show `message`; nothing was changed."""

from typing import Any


class Refused(Exception):
    """A wish that a rule refuses. `message` is for people (a lazy translation), `field` names what to mend, if any."""

    def __init__(self, message: Any, *, field: str = "") -> None:
        super().__init__(str(field))
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Outdated(Refused):
    """Somebody else decided in the meantime; look again before deciding."""
