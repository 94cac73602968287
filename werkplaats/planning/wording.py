"""The reasons of the ranking in words, for the coordinator's page and for a refusal."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.ground.labels import LABELS
from werkplaats.planning.rules.rank import Bar, For


def say(reason: Sequence[Any]) -> str:
    """One reason in words; `reason` is a code with its figures, as the rules or the offer's row give it."""
    code, *figures = reason
    return WORDS[str(code)](*figures)


def hours(minutes: int) -> str:
    """Minutes as hours with at most one decimal, in the reader's way: "6,5"."""
    text = f"{minutes / 60:.1f}".removesuffix(".0")
    return text if (get_language() or "nl").startswith("en") else text.replace(".", ",")


def in_minutes(number: int) -> str:
    return ngettext("%(number)d minute", "%(number)d minutes", number) % {"number": number}


def far(metres: int) -> str:
    if metres < 950:
        return _("%(number)d m") % {"number": max(10, round(metres, -1))}
    text = f"{metres / 1000:.1f}"
    return _("%(number)s km") % {
        "number": text if (get_language() or "nl").startswith("en") else text.replace(".", ",")
    }


def _listed(kind: str, values: Sequence[str]) -> str:
    return ", ".join(str(LABELS[kind].get(value, value)) for value in values)


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d-%m-%Y}"


def _clock(iso: str) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(AMSTERDAM):%H:%M}"


def _no_paper(missing: str, ended: str) -> Callable[[str], str]:
    return lambda last: _(ended) % {"day": _day(last)} if last else _(missing)


WORDS: dict[str, Callable[..., str]] = {
    Bar.NOT_ADMITTED: lambda: _("is not admitted (any more)"),
    Bar.NO_HELPER: lambda: _("is not a household helper"),
    Bar.NO_TRADESPERSON: lambda: _("is a household helper, not a tradesperson"),
    Bar.OTHER_TRADE: lambda trade: _("has another trade than %(trade)s") % {"trade": _listed("trade", [trade]).lower()},
    Bar.NO_VOG: _no_paper(
        noop("has no certificate of good conduct (VOG)"), noop("the VOG is not valid then (until %(day)s)")
    ),
    Bar.NOT_INSURED: _no_paper(noop("has no insurance"), noop("the insurance is not valid then (until %(day)s)")),
    Bar.NO_GO: lambda: _("is not sent to this client, as was agreed"),
    Bar.ALLERGY: lambda *pets: _("is allergic to what lives there: %(pets)s") % {"pets": _listed("pet", pets)},
    Bar.LANGUAGE: lambda *languages: (
        _("does not speak the language that is needed: %(languages)s")
        % {"languages": _listed("spoken_language", languages)}
    ),
    Bar.TOO_FAR: lambda metres, radius: (
        _("lives too far: %(far)s, wants at most %(most)s") % {"far": far(metres), "most": far(radius)}
    ),
    Bar.ABSENT: lambda last: _("is away until and including %(day)s") % {"day": _day(last)},
    Bar.OUTSIDE_HOURS: lambda: _("does not work at that time"),
    Bar.SUPPLIER_CLOSED: lambda begins, ends: (
        _("the supplier is closed when the material would be fetched, from %(from)s to %(until)s")
        % {"from": _clock(begins), "until": _clock(ends)}
    ),
    Bar.ELSEWHERE: lambda starts, ends: (
        _("is at another visit from %(starts)s to %(ends)s, the way there included")
        % {"starts": _clock(starts), "ends": _clock(ends)}
    ),
    Bar.SHIFT_TOO_LONG: lambda work, most: (
        _("would work %(work)s hours on that day; at most %(most)s are allowed")
        % {"work": hours(work), "most": hours(most)}
    ),
    Bar.BREAK_MISSING: lambda have, need, work: (
        _("would have no proper break on that day; %(need)s are needed") % {"need": in_minutes(need)}
    ),
    For.DECLINED: lambda: _("said no to this visit before"),
    For.FAMILIAR: lambda visits: (
        ngettext("came here %(number)d time before", "came here %(number)d times before", visits) % {"number": visits}
    ),
    For.SHARE: lambda done, offered: (
        _("has %(done)s of %(offered)s hours in 8 weeks") % {"done": hours(done), "offered": hours(offered)}
    ),
    For.DISTANCE: lambda metres: _("lives %(far)s away") % {"far": far(metres)},
}
