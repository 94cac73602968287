"""How the cooperative says money, days, times and durations. Pure: the clock and the language are handed in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")

WEEKDAYS: Final = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
NEAR_DAYS: Final = {
    "nl": {-1: "gisteren", 0: "vandaag", 1: "morgen"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
UNITS: Final = {
    "nl": {"minute": ("minuut", "minuten"), "hour": ("uur", "uur"), "day": ("dag", "dagen")},
    "en": {"minute": ("minute", "minutes"), "hour": ("hour", "hours"), "day": ("day", "days")},
}


def known(language: str) -> str:
    """The language we have words for: English for any English, Dutch for the rest."""
    return "en" if language.lower().startswith("en") else "nl"


def local_day(at: datetime) -> date:
    """The day that it is in the Netherlands."""
    return at.astimezone(AMSTERDAM).date()


def percent(share: float) -> str:
    """0.918 is "92 %"."""
    return f"{round(share * 100)}\u00a0%"


def clean(typed: str) -> str:
    """What somebody typed, without the sign that PostgreSQL cannot keep, and without space around it."""
    return typed.replace("\x00", "").strip()


def euro(cents: int, language: str = "nl") -> str:
    """123456 → "€ 1.234,56" (English "€1,234.56"). Money is counted in whole cents, never in floats."""
    whole, rest = divmod(abs(cents), 100)
    if known(language) == "en":
        return f"{'-' if cents < 0 else ''}€{whole:,}.{rest:02d}"
    return f"€ {'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02d}"


def day(value: date, today: date, language: str = "nl") -> str:
    """A day as people say it: "morgen", "woensdag 3 december", with the year only when it is another one."""
    tongue = known(language)
    near = NEAR_DAYS[tongue].get((value - today).days)
    return near if near is not None else _date(value, today, tongue, weekday=True)


def when(start: datetime, end: datetime | None, now: datetime, language: str = "nl") -> str:
    """A time window: "vandaag tussen 9 en 11"; one moment when there is no end: "vandaag om 9 uur"."""
    tongue = known(language)
    start, now = _local(start), _local(now)
    end = None if end is None else _local(end)
    first = day(start.date(), now.date(), tongue)
    if end is None or end == start:
        return f"{first} {_at(start, tongue)}"
    if end.date() != start.date():
        last = day(end.date(), now.date(), tongue)
        if tongue == "en":
            return f"from {first} {_at(start, tongue)} until {last} {_at(end, tongue)}"
        return f"van {first} {_at(start, tongue)} tot {last} {_at(end, tongue)}"
    between, and_ = ("between", "and") if tongue == "en" else ("tussen", "en")
    return f"{first} {between} {_clock(start, tongue)} {and_} {_clock(end, tongue)}"


def minutes_as_hours(minutes: int, language: str = "nl") -> str:
    """90 → "1 uur en 30 minuten"."""
    tongue = known(language)
    hours, rest = divmod(abs(minutes), 60)
    parts = [_count(hours, "hour", tongue)] if hours else []
    if rest or not hours:
        parts.append(_count(rest, "minute", tongue))
    sign = "-" if minutes < 0 else ""
    return sign + (" and " if tongue == "en" else " en ").join(parts)


def ago(moment: datetime, now: datetime, language: str = "nl") -> str:
    """How long ago, or how soon: "zojuist", "5 minuten geleden", "gisteren om 14.30 uur", "over 3 dagen"."""
    tongue = known(language)
    moment, now = _local(moment), _local(now)
    past = moment <= now
    seconds = abs(now - moment) // timedelta(seconds=1)
    days = (moment.date() - now.date()).days
    say: Callable[[str], str]
    if tongue == "en":
        say = (lambda words: f"{words} ago") if past else (lambda words: f"in {words}")
    else:
        say = (lambda words: f"{words} geleden") if past else (lambda words: f"over {words}")
    if seconds < 60:
        return "just now" if tongue == "en" else "zojuist"
    if seconds < 3600:
        return say(_count(seconds // 60, "minute", tongue))
    if days == 0:
        return say(_count(seconds // 3600, "hour", tongue))
    if abs(days) == 1:
        return f"{day(moment.date(), now.date(), tongue)} {_at(moment, tongue)}"
    if abs(days) < 7:
        return say(_count(abs(days), "day", tongue))
    return f"{'on' if tongue == 'en' else 'op'} {_date(moment.date(), now.date(), tongue, weekday=False)}"


def shortened(text: str, length: int) -> str:
    """The beginning of a text, with "…" where something was left out; `length` signs at most."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone, so it names no moment")
    return moment.astimezone(AMSTERDAM)


def _date(value: date, today: date, tongue: str, *, weekday: bool) -> str:
    words = [WEEKDAYS[tongue][value.weekday()]] if weekday else []
    words += [str(value.day), MONTHS[tongue][value.month - 1]]
    if value.year != today.year:
        words.append(str(value.year))
    return " ".join(words)


def _clock(moment: datetime, tongue: str) -> str:
    if not moment.minute:
        return str(moment.hour)
    return f"{moment.hour}{':' if tongue == 'en' else '.'}{moment.minute:02d}"


def _at(moment: datetime, tongue: str) -> str:
    if tongue == "en":
        return f"at {moment.hour}:{moment.minute:02d}"
    return f"om {_clock(moment, tongue)} uur"


def _count(number: int, unit: str, tongue: str) -> str:
    one, many = UNITS[tongue][unit]
    return f"{number} {one if number == 1 else many}"
