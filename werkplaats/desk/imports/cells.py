"""What stands in a cell, as a value: in Dutch or English, in a code or in words. What is wrong is noted, not raised."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from werkplaats.ground.formats import WEEKDAYS
from werkplaats.ground.labels import LABELS
from werkplaats.members.rules import identity
from werkplaats.members.rules.application import Hours
from werkplaats.members.rules.trades import TRADES

E = TypeVar("E", bound=StrEnum)
DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00)?$|^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
MOMENT = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*(?:u|uur|h)?$")
HOURS = re.compile(r"^([^\d\s]+?)(?:\s*[-–]\s*([^\d\s]+))?\s+(\S+?)\s*[-–]\s*(\S+)$")
MORE_WORDS: dict[str, dict[str, str]] = {
    "contact_by": {"e-mail": "email", "mail": "email", "brief": "letter", "post": "letter", "telefoon": "phone"},
    "worker_kind": {"hulp": "helper", "zzp": "tradesperson"},
    "language": {"nederlands": "nl", "engels": "en"},
    "frequency": {"wekelijks": "weekly", "tweewekelijks": "every_two_weeks"},
}


class Cells:
    """The cells of one row by the name of their column. `problems` is (column, what to do)."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[tuple[str, str]] = []

    def wrong(self, column: str, message: str) -> None:
        self.problems.append((column, message))

    def text(self, column: str, *, required: bool = False) -> str:
        value = self._values.get(column, "")
        if required and not value:
            self.wrong(column, _("Fill this in."))
        return value

    def postcode(self, column: str) -> str:
        value = self.text(column, required=True)
        code = identity.postcode(value)
        if value and code is None:
            self.wrong(column, _("A postcode has 4 digits and 2 letters, like 3812 AB."))
        return code or ""

    def address_number(self) -> tuple[int, str]:
        """House number and addition, also when both stand in the first column ("12 bis")."""
        value = self.text("house_number", required=True)
        found = re.match(r"^(\d{1,5})\s*[-/]?\s*(\S.*)?$", value)
        if value and found is None:
            self.wrong("house_number", _("A house number lies between 1 and 99999."))
        if found is None:
            return 0, ""
        return int(found[1]), self.text("addition") or (found[2] or "").strip()

    def whole(self, column: str, *, required: bool = False) -> int | None:
        value = self.text(column, required=required)
        if value and not re.fullmatch(r"\d{1,6}", value):
            self.wrong(column, _("Write a whole number here."))
            return None
        return int(value) if value else None

    def number(self, column: str) -> Decimal | None:
        value = self.text(column).replace(",", ".")
        if not value:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite() or abs(number) >= 10_000_000:
            self.wrong(column, _("Write a number here."))
            return None
        return number

    def day(self, column: str, *, required: bool = False) -> date | None:
        value = self.text(column, required=required)
        if not value:
            return None
        found = DAY.match(value)
        try:
            if found is None:
                raise ValueError
            year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
            return date(int(year), int(month), int(day))
        except ValueError:
            self.wrong(column, _("Write a day here, like 31-12-2026."))
            return None

    def moment(self, column: str) -> time | None:
        value = self.text(column)
        moment = as_time(value)
        if value and moment is None:
            self.wrong(column, _("Write a time here, like 9:30."))
        return moment

    def one_of(self, column: str, values: type[E], kind: str, default: E | None = None) -> E | None:
        """The value meant: its code or its name, of `LABELS[kind]`."""
        value = self.text(column, required=default is None)
        if not value:
            return default
        code = names(kind).get(value.casefold())
        if code is None:
            self.wrong(column, _("Write one of these: %(choices)s.") % {"choices": choices(kind)})
            return default
        return values(code)

    def several(self, column: str, kind: str) -> tuple[str, ...]:
        """Several values with commas between them, each once."""
        found: dict[str, None] = {}
        for word in parts(self.text(column)):
            code = names(kind).get(word.casefold())
            if code is None:
                said = {"word": word, "choices": choices(kind)}
                self.wrong(column, _("“%(word)s” is not known. Choose from: %(choices)s.") % said)
            else:
                found[code] = None
        return tuple(found)

    def weekday(self, column: str) -> int | None:
        value = self.text(column)
        weekday = as_weekday(value)
        if value and weekday is None:
            self.wrong(column, _("Choose a day of the week."))
        return weekday

    def hours(self, column: str) -> tuple[Hours, ...]:
        """Hours in the week, like "ma-do 8-17, vr 8:30-12:00"."""
        found: list[Hours] = []
        for part in parts(self.text(column)):
            hours = as_hours(part)
            if not hours:
                words = _("“%(part)s” is not understood. Write hours like: ma-do 8-17, vr 8:30-12:00.")
                self.wrong(column, words % {"part": part})
            found += hours
        return tuple(found)


def parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;|\n]", text) if part.strip()]


@cache
def names(kind: str) -> dict[str, str]:
    """Every way to write a value of this kind, in small letters → the value."""
    known = dict(MORE_WORDS.get(kind, {}))
    if kind == "trade":
        return known | {name.casefold(): code for code, name in TRADES.items()} | {c.casefold(): c for c in TRADES}
    for language in ("nl", "en"):
        with translation.override(language):
            known |= {str(label).casefold(): value for value, label in LABELS[kind].items()}
    return known | {value.casefold(): value for value in LABELS[kind]}


def choices(kind: str) -> str:
    if kind == "trade":
        return _("the codes of VERA ONDERHOUDSPECIALISME, like LOO or SCH")
    return ", ".join(str(label) for label in LABELS[kind].values())


def as_time(text: str) -> time | None:
    found = MOMENT.match(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def as_weekday(text: str) -> int | None:
    """A name or the beginning of one ("ma", "din", "Tuesday"), or 1 (Monday) to 7."""
    if re.fullmatch(r"[1-7]", text):
        return int(text) - 1
    if len(text) < 2:
        return None
    for days in WEEKDAYS.values():
        for number, name in enumerate(days):
            if name.casefold().startswith(text.casefold().rstrip(".")):
                return number
    return None


def as_hours(text: str) -> list[Hours]:
    """ "ma-vr 8-17" → five times; nothing when it is not understood."""
    found = HOURS.match(text)
    if found is None:
        return []
    first = as_weekday(found[1])
    last = as_weekday(found[2]) if found[2] else first
    starts, ends = as_time(found[3]), as_time(found[4])
    if first is None or last is None or last < first or starts is None or ends is None or ends <= starts:
        return []
    return [Hours(weekday, starts, ends) for weekday in range(first, last + 1)]


def value_or(found: Any, otherwise: Any) -> Any:
    return otherwise if found is None else found
