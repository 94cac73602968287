"""Values in words: with their unit, in the language of the reader."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from werkplaats.ground import formats
from werkplaats.ground.labels import LABELS
from werkplaats.insight.rules.metrics import About, Audience, Figure, Group, Metric, Unit, counted

BRANCHES = ("repairs", "household")
PLACES = {Unit.COUNT: 0, Unit.HOURS: 1, Unit.DAYS: 1, Unit.PERCENT: 0, Unit.SCORE: 1, Unit.RATIO: 2}


def number(value: float | int, unit: Unit) -> str:
    """The number alone, rounded as its unit asks ("1.234", "7,5"); money as euros."""
    if unit is Unit.CENTS:
        return formats.euro(round(value), get_language() or "nl")
    places = PLACES[unit]
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return str(number_format(exact, decimal_pos=places, use_l10n=True, force_grouping=True))


def mark(value: float | int, unit: Unit) -> str:
    """The number beside an axis: whole where it is whole, money in whole euros."""
    if unit is Unit.CENTS and value % 100 == 0:
        return formats.euro(round(value), get_language() or "nl")[:-3]
    return number(value, Unit.COUNT if unit is not Unit.CENTS and value == int(value) else unit)


def said(value: float | int | None, unit: Unit) -> str:
    """The number with its unit ("7,5 uur", "83 %"); "–" where there is none."""
    if value is None:
        return "–"
    text = number(value, unit)
    match unit:
        case Unit.HOURS:
            return _("%(number)s hours") % {"number": text}
        case Unit.DAYS:
            return ngettext("%(number)s day", "%(number)s days", 1 if value == 1 else 2) % {"number": text}
        case Unit.PERCENT:
            return f"{text}\u00a0%"
    return text


def short_month(day: date) -> str:
    """ "okt 2026" (English "Oct 2026"), as under a line."""
    said = date_format(day, "M Y")
    return said.lower() if get_language() == "nl" else said


def quarter(day: date) -> str:
    """ "quarter 4 of 2026": the one in which the day lies."""
    return pgettext("quarter", "quarter %(number)d of %(year)d") % {"number": (day.month + 2) // 3, "year": day.year}


def ends(figure: Figure, unit: Unit) -> tuple[str, str] | None:
    """Between which values an estimate lies; None where there is no band, or none that is seen after rounding."""
    if figure.low is None or figure.high is None:
        return None
    low, high = said(figure.low, unit), said(figure.high, unit)
    return (low, high) if low != high else None


def people(metric: Metric, number: int, audience: Audience) -> str:
    """About whom a figure is and how many they are. Of the service who is inside is told of how many cases it was made,
    or timesheets where it is about who worked."""
    about = counted(metric, audience)
    told = {
        "cases": ngettext("%(n)d case", "%(n)d cases", number),
        "timesheets": ngettext("%(n)d timesheet", "%(n)d timesheets", number),
        About.DWELLINGS: ngettext("%(n)d dwelling", "%(n)d dwellings", number),
        About.CLIENTS: ngettext("%(n)d client", "%(n)d clients", number),
        About.RESIDENTS: ngettext("%(n)d resident", "%(n)d residents", number),
        About.WORKERS: ngettext("%(n)d worker", "%(n)d workers", number),
        About.ANSWERS: ngettext("%(n)d answer", "%(n)d answers", number),
    }
    return told[about] % {"n": number}


def less_than_asked(figure: Figure, quarters: Collection[date], kinds: Collection[str]) -> str:
    """What a figure is of, where that is less than the quarters and kinds of work that were asked for."""
    of = [kind for kind in figure.kinds if kind in BRANCHES]
    words = [str(LABELS["pilot_kind"][kind]) for kind in of] if len(of) < len(kinds) else []
    if figure.quarters and set(figure.quarters) != set(quarters):
        words.append(span(figure.quarters[0], figure.quarters[-1]))
    return ", ".join(words)


def span(first: date, last: date) -> str:
    """From the one quarter to the other; or the one that it is."""
    return quarter(first) if first == last else f"{quarter(first)} – {quarter(last)}"


@dataclass(frozen=True)
class Unknown:
    """Figures without a value, and the one reason why."""

    why: str
    names: str


def unknown(figures: Iterable[tuple[str, str]]) -> tuple[Unknown, ...]:
    """Each reason once, with the names of whom it is; of (name, reason), in English as they are declared."""
    by_reason: dict[str, list[str]] = {}
    for name, why in figures:
        by_reason.setdefault(_(why), []).append(_(name))
    return tuple(Unknown(why, "; ".join(names)) for why, names in by_reason.items())


def group_title(group: Group) -> str:
    """The name of a group of figures: of a chapter on a page and in the report."""
    return {
        Group.SERVICE: _("How people were helped"),
        Group.ECONOMY: _("What stayed in the neighbourhood"),
        Group.COSTS: _("Costs and benefits"),
        Group.SOCIAL: _("People who know each other"),
    }[group]


# The labels of the parts of a metric, where these are codes of another module; other parts are texts of their own.
PART_LABELS = {"service.decisions": "outcome", "service.promises_kept": "urgency"}


def is_split(figure: Figure) -> bool:
    """Has it a part to show? Where all parts are too small to tell, only "other" is left."""
    return any(part != "other" for part, __ in figure.parts)


def part_name(code: str, part: str) -> str:
    """A part of a figure for people."""
    if part == "other":
        return _("All other together")
    labels = LABELS[PART_LABELS[code]] if code in PART_LABELS else {}
    return str(labels[part]) if part in labels else _(part)
