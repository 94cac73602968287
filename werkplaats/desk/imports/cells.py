"""What stands in a cell, as a value: in Dutch or English, in a code or in words. What is wrong is noted, not raised."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from werkplaats.ground.formats import MONTHS, WEEKDAYS
from werkplaats.ground.labels import LABELS
from werkplaats.members.rules import identity
from werkplaats.members.rules.application import Hours
from werkplaats.members.rules.trades import TRADES

E = TypeVar("E", bound=StrEnum)
ISO_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?$")
DAY = re.compile(r"^(\d{1,2})[-/. ](\d{1,2}|[a-z]{3,9}\.?)[-/. ](\d{4})(?: 0?0:00(?::00)?)?$")
MOMENT = re.compile(r"^(\d{1,2})(?:[:.uh](\d{2}))?(?::00)?\s*(?:u|uur|h)?$")
HOURS = re.compile(r"^([^\d\s]+?)(?:\s*(?:[-–]|t/m)\s*([^\d\s]+))?\s+(\S+?)\s*(?:[-–]|tot)\s*(\S+)$")
ADDRESS_NUMBER = re.compile(r"^(\d{1,5})(?!\d)\s*[-/]?\s*(\S.*)?$")
ADDRESS = re.compile(r"^(\S.*?)\s+(\d{1,5}(?:\s*[-/]?\s*[^\d\s].*)?|\d{1,5}\s*[-/]\s*\d{1,4})$")
SPREADSHEET_ERROR = re.compile(r"^#[A-Z/0]{2,7}[!?]?$")  # in English and in Dutch: #REF!, #N/B, #WAARDE!
YES = frozenset({"ja", "j", "yes", "y", "x", "true", "waar", "1"})
NO = frozenset({"nee", "n", "no", "false", "onwaar", "0"})
MORE_WORDS: dict[str, dict[str, str]] = {
    "contact_by": {"e-mail": "email", "mail": "email", "brief": "letter", "post": "letter", "telefoon": "phone"},
    "worker_kind": {"hulp": "helper", "huishoudelijke hulp": "helper", "zzp": "tradesperson"},
    "language": {"nederlands": "nl", "engels": "en"},
    "travel_mode": {"fiets": "bicycle", "lopend": "foot", "auto": "car", "bus": "car", "bestelbus": "car"},
    "contract": {"werknemer": "employee", "loondienst": "employee", "zzp": "self_employed"},
    "pet": {"konijn": "rodent", "knaagdier": "rodent", "rabbit": "rodent"},
    "frequency": {"wekelijks": "weekly", "tweewekelijks": "every_two_weeks", "om de week": "every_two_weeks"},
}


class Cells:
    """The cells of one row by the key of their column. `problems` is (key, what to do); a key may come twice."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[tuple[str, str]] = []

    def wrong(self, column: str, message: str) -> None:
        self.problems.append((column, message))

    def text(self, column: str, *, required: bool = False) -> str:
        value = " ".join(self._values.get(column, "").split())
        if SPREADSHEET_ERROR.match(value):
            self.wrong(column, _("The spreadsheet says %(error)s here. Write the value itself.") % {"error": value})
            return ""
        if required and not value:
            self.wrong(column, _("Fill this in."))
        return value

    def remark(self, column: str) -> str:
        """Free text, in which no BSN may stand."""
        value = self.text(column)
        if identity.holds_bsn(value):
            self.wrong(column, _("There is a number here that can be a BSN. We do not keep these: take it out."))
        return value

    def reference(self, column: str) -> str:
        """How somebody else calls a client: never by the BSN."""
        value = self.text(column)
        if identity.holds_bsn(value.zfill(9)):  # a spreadsheet drops the first zero
            self.wrong(column, _("This can be a BSN. We do not keep these: use a number of your own, like ZA-0001."))
        return value

    def postcode(self, column: str) -> str:
        value = self.text(column, required=True)
        code = identity.postcode(value)
        if value and code is None:
            self.wrong(column, _("A postcode has 4 digits and 2 letters, like 3812 AB."))
        return code or ""

    def full_name(self) -> str:
        """In one column, or in three."""
        split = [part for part in (self.text(key) for key in ("first_name", "prefix", "last_name")) if part]
        return self.text("name", required=not split) or " ".join(split)

    def email(self, column: str, *, required: bool = False) -> str:
        value = self.text(column, required=required).lower()
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.wrong(column, _("This is not an e-mail address. It looks like name@example.nl."))
        return value

    def phone(self, column: str) -> str:
        """A spreadsheet takes a phone number for an amount and drops its first 0: nine digits get it back."""
        value = self.text(column)
        return f"0{value}" if re.fullmatch(r"[1-9]\d{8}", value) else value

    def address(self) -> tuple[str, int, str]:
        """Street, house number and addition: each in its column, or all in the one for the address."""
        whole = self.text("address")
        if not whole or self.text("street") or self.text("house_number"):
            return self.text("street", required=True), *self.address_number()
        found = ADDRESS.match(whole)
        if found is None:
            self.wrong("address", _("Write the street with the house number, like Noordewierweg 12 A."))
            return "", 0, ""
        number = ADDRESS_NUMBER.match(found[2])
        return (found[1], int(number[1]), self._addition(number[2])) if number else (found[1], 0, "")

    def address_number(self) -> tuple[int, str]:
        """House number and addition, also when more stands in the first column ("12 bis")."""
        value = self.text("house_number", required=True)
        found = ADDRESS_NUMBER.match(value)
        if value and (found is None or int(found[1]) == 0):
            self.wrong("house_number", _("A house number lies between 1 and 99999."))
        return (int(found[1]), self._addition(found[2])) if found else (0, "")

    def _addition(self, beside_the_number: str | None) -> str:
        """The house letter and the addition, joined as on the door: "A-2"."""
        given = ((beside_the_number or "").strip(), self.text("house_letter"), self.text("addition"))
        parts: dict[str, str] = {}
        for part in given:
            if part:
                parts.setdefault(part.casefold(), part)
        return "-".join(parts.values())

    def whole(self, column: str, *, required: bool = False) -> int | None:
        value = self.text(column, required=required)
        found = re.fullmatch(r"(\d{1,6})(?:[.,]0+)?", value)
        if value and not found:
            self.wrong(column, _("Write a whole number here."))
        return int(found[1]) if found else None

    def number(self, column: str) -> Decimal | None:
        """With a decimal comma or point; "1.234,5" is not understood rather than misread."""
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
        found = as_day(value)
        if value and found is None:
            self.wrong(column, _("Write a day here, like 31-12-2026."))
        return found

    def moment(self, column: str) -> time | None:
        value = self.text(column)
        moment = as_time(value)
        if value and moment is None:
            self.wrong(column, _("Write a time here, like 9:30."))
        return moment

    def yes(self, column: str) -> bool:
        """Empty is no."""
        value = self.text(column).casefold()
        if value and value not in YES | NO:
            self.wrong(column, _("Write yes or no here."))
        return value in YES

    def one_of(self, column: str, values: type[E], kind: str, default: E, *, required: bool = False) -> E:
        """The value meant: its code or its name, of `LABELS[kind]`."""
        value = self.text(column, required=required)
        if not value:
            return default
        code = names(kind).get(value.casefold())
        if code is None:
            self.wrong(column, _("Write one of these: %(choices)s.") % {"choices": choices(kind)})
            return default
        return values(code)

    def perhaps(self, column: str, values: type[E], kind: str) -> E | None:
        """The value meant; None when the cell is empty."""
        return self.one_of(column, values, kind, next(iter(values))) if self.text(column) else None

    def several(self, column: str, kind: str) -> tuple[str, ...]:
        """Several values with commas between them, each once."""
        found: dict[str, None] = {}
        for word in self._parts(column):
            code = names(kind).get(word.casefold())
            if code is None:
                said = {"word": word[:60], "choices": choices(kind)}
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
        for part in self._parts(column):
            hours = as_hours(part)
            if not hours:
                words = _("“%(part)s” is not understood. Write hours like: ma-do 8-17, vr 8:30-12:00.")
                self.wrong(column, words % {"part": part[:60]})
            found += hours
        return tuple(found)

    def _parts(self, column: str) -> list[str]:
        """What stands between commas, semicolons or on lines of its own."""
        return [part.strip() for part in re.split(r"[,;|\n]", self._values.get(column, "")) if part.strip()]


@cache
def names(kind: str) -> dict[str, str]:
    """Every way to write a value of this kind, in small letters → the value."""
    known = dict(MORE_WORDS.get(kind, {}))
    allowed = TRADES if kind == "trade" else LABELS[kind]  # not a trade that has expired
    for language in ("nl", "en"):
        with translation.override(language):
            known |= {str(LABELS[kind][value]).casefold(): value for value in allowed}
    return known | {value.casefold(): value for value in allowed}


def choices(kind: str) -> str:
    if kind == "trade":
        return _("the codes of VERA ONDERHOUDSPECIALISME, like LOO or SCH")
    return ", ".join(str(label) for label in LABELS[kind].values())


def as_day(text: str) -> date | None:
    """A day as 31-12-2026, 31 december 2026 or 2026-12-31: the day before the month, always."""
    iso, dutch = ISO_DAY.match(text), DAY.match(text.lower())
    if iso:
        year, month, day = iso[1], iso[2], iso[3]
    elif dutch:
        year, month, day = dutch[3], _month(dutch[2]), dutch[1]
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month(text: str) -> str:
    """The number of a month, or of the beginning of its name; "0" when it is none."""
    if text.isdecimal():
        return text
    for months in MONTHS.values():
        for number, name in enumerate(months, start=1):
            if name.casefold().startswith(text.rstrip(".")):
                return str(number)
    return "3" if text == "mrt" else "0"


def as_time(text: str) -> time | None:
    found = MOMENT.match(text.lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))


def as_weekday(text: str) -> int | None:
    """A name or the beginning of one ("ma", "din", "Tuesday"), or 1 (Monday) to 7."""
    if re.fullmatch(r"[1-7]", text):
        return int(text) - 1
    if len(text.rstrip(".")) < 2:
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
