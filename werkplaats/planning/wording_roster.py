"""The planner's answers in words: the rule in the way, what is wrong with the question, what would help."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.ground.templatetags.labels import label
from werkplaats.planning.rules.rank import Bar
from werkplaats.planning.rules.roster.check import Rule
from werkplaats.planning.rules.roster.explain import Change, ChangeKind
from werkplaats.planning.rules.roster.faults import Fault, FaultCode
from werkplaats.planning.rules.roster.model import Term
from werkplaats.planning.rules.roster.moments import moment
from werkplaats.planning.wording import far, hours, in_minutes
from werkplaats.planning.wording import say as say_reason

TERMS = {
    Term.UNPLANNED: gettext_lazy("Work without a place"),
    Term.LATENESS: gettext_lazy("Later than promised"),
    Term.TRAVEL: gettext_lazy("On the road"),
    Term.CONTINUITY: gettext_lazy("Another than the usual person"),
    Term.STRANGERS: gettext_lazy("New faces in a month"),
    Term.LANGUAGE: gettext_lazy("Another language"),
    Term.FAIRNESS: gettext_lazy("Fair division of the work"),
    Term.CONTRACT: gettext_lazy("Hours of the contract"),
    Term.BURDEN: gettext_lazy("Heavy and far visits"),
    Term.STABILITY: gettext_lazy("Moved against the present roster"),
}


def say_broken(rule: Rule, figures: Sequence[Any] = ()) -> str:
    """A hard rule in the way, as the end of a sentence."""
    return RULES[rule](*figures)


def say_fault(fault: Fault) -> str:
    """What is wrong with a visit or a person, as a sentence."""
    return FAULTS[fault.code](*fault.figures)


def say_change(change: Change, names: Mapping[int, str]) -> str:
    """What would make a visit fit, as a sentence; `names` of the people by id."""
    who = _(" and ").join(names.get(person, "?") for person in change.spot.people) if change.spot else ""
    when = clock_on(change.spot.starts) if change.spot else ""
    return CHANGES[change.kind](who, when, *change.figures)


def clock_on(minutes: int) -> str:
    """Minutes since 1970 as a day and a time: "di 8-12 10:30"."""
    local = moment(minutes).astimezone(AMSTERDAM)
    return f"{DAYS[local.weekday()]} {local.day}-{local.month} {local:%H:%M}"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{DAYS[day.weekday()]} {day.day}-{day.month}"


def _clock(minutes: int) -> str:
    return f"{moment(minutes).astimezone(AMSTERDAM):%H:%M}"


DAYS = [
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"), gettext_lazy("Fri"),
    gettext_lazy("Sat"), gettext_lazy("Sun"),
]  # fmt: skip


def _trade(code: str) -> str:
    return str(label(code, "trade")).lower()


def _paper(kind: str, last: str) -> str:
    return say_reason((Bar.NO_VOG if kind == "vog" else Bar.NOT_INSURED, last))


RULES: dict[Rule, Callable[..., str]] = {
    Rule.UNKNOWN: lambda: _("the visit or the person is not there any more"),
    Rule.NO_HOME: lambda: _("it is not known where this person leaves from"),
    Rule.KIND: lambda kind: _("a household helper is needed") if kind == "helper" else _("a tradesperson is needed"),
    Rule.TRADE: lambda trade: say_reason((Bar.OTHER_TRADE, trade)),
    Rule.NO_GO: lambda: _("it was agreed that this person does not come here"),
    Rule.ALLERGY: lambda *pets: say_reason((Bar.ALLERGY, *pets)),
    Rule.LANGUAGE: lambda *languages: say_reason((Bar.LANGUAGE, *languages)),
    Rule.TOO_FAR: lambda metres, radius: (
        _("lives too far: %(far)s, wants at most %(most)s") % {"far": far(metres), "most": far(radius)}
    ),
    Rule.NO_PAPER: _paper,
    Rule.ABSENT: lambda last: say_reason((Bar.ABSENT, last)),
    Rule.OUTSIDE_HOURS: lambda: _("does not work at that time"),
    Rule.IN_THE_PAST: lambda: _("that moment has gone by"),
    Rule.OUTSIDE_WINDOW: lambda: _("that moment does not suit the resident"),
    Rule.NOT_READY: lambda ready: (
        _("what comes before it is over and dry on %(when)s at the soonest") % {"when": clock_on(ready)}
    ),
    Rule.SUPPLIER_CLOSED: lambda begins, ends: (
        _("the supplier is closed when the material would be fetched, from %(from)s to %(until)s")
        % {"from": _clock(begins), "until": _clock(ends)}
    ),
    Rule.DOUBLE_BOOKED: lambda other, lacking: (
        _("is at another visit then; %(minutes)s are lacking, the way included") % {"minutes": in_minutes(lacking)}
    ),
    Rule.SHIFT_TOO_LONG: lambda *figures: say_reason((Bar.SHIFT_TOO_LONG, *figures)),
    Rule.WEEK_TOO_LONG: lambda work, most: (
        _("would work %(work)s hours in that week; at most %(most)s are allowed")
        % {"work": hours(work), "most": hours(most)}
    ),
    Rule.REST_TOO_SHORT: lambda rest, least: (
        _("would rest %(rest)s hours between two days; at least %(least)s are needed")
        % {"rest": hours(rest), "least": hours(least)}
    ),
    Rule.AVERAGE_TOO_LONG: lambda weeks, work, most: (
        _("would work %(work)s hours in %(weeks)d weeks; at most %(most)s are allowed")
        % {"work": hours(work), "weeks": weeks, "most": hours(most)}
    ),
    Rule.NO_WEEKLY_REST: lambda run: _("would have no 36 hours of rest in %(run)d working days") % {"run": run},
    Rule.TOO_MANY_SUNDAYS: lambda worked, most: (
        _("would work on %(worked)d Sundays in a year; at most %(most)d are allowed") % {"worked": worked, "most": most}
    ),
    Rule.BREAK_MISSING: lambda *figures: say_reason((Bar.BREAK_MISSING, *figures)),
    Rule.NUMBER_OF_PEOPLE: lambda have, need: (
        _("%(need)d people are needed, and nobody can come along then") % {"need": need}
    ),
    Rule.NOT_TOGETHER: lambda other, apart: _("two visits that start together would not"),
    Rule.FIRST_IS_OUT: lambda first: _("the job that comes first has no time yet"),
    Rule.TOO_SOON_AFTER: lambda first, between, least: (
        _("too soon after the job before it: %(least)s hours must lie between") % {"least": hours(least)}
    ),
    Rule.TOO_LONG_AFTER: lambda first, between, most: (
        _("too long after the job before it: at most %(most)s hours may lie between") % {"most": hours(most)}
    ),
    Rule.PIN_MOVED: lambda moved: _("this moment was promised"),
    Rule.PIN_OTHER_PERSON: lambda: _("somebody else was promised"),
    Rule.PIN_DROPPED: lambda: _("this visit was promised"),
}

# The rules that can stand in the way of something agreed, without their figures.
BARE: dict[Rule, Any] = {
    Rule.UNKNOWN: gettext_lazy("this person does not work here any more"),
    Rule.KIND: gettext_lazy("another kind of worker is needed"),
    Rule.TRADE: gettext_lazy("another trade is needed"),
    Rule.NO_GO: gettext_lazy("it was agreed that this person does not come here"),
    Rule.ALLERGY: gettext_lazy("is allergic to a pet there"),
    Rule.LANGUAGE: gettext_lazy("does not speak the language that is needed"),
    Rule.NO_HOME: gettext_lazy("it is not known where this person leaves from"),
    Rule.TOO_FAR: gettext_lazy("lives farther away than was wished"),
    Rule.NO_PAPER: gettext_lazy("the papers are missing or not valid then"),
    Rule.ABSENT: gettext_lazy("is away then"),
    Rule.OUTSIDE_HOURS: gettext_lazy("does not work at that time"),
}

FAULTS: dict[FaultCode, Callable[..., str]] = {
    FaultCode.NO_DAYS: lambda days: _("There is no day to plan."),
    FaultCode.NOBODY: lambda tasks: _("There is nobody to plan. Admit workers first."),
    FaultCode.SAME_ID: lambda: _("This stands in the roster twice."),
    FaultCode.NO_HOME: lambda: _("It is not known where this person leaves from. Fill in the address."),
    FaultCode.NO_HOURS: lambda: _("This person offers no hours. Fill in the week."),
    FaultCode.NO_MINUTES: lambda minutes: _("This visit has no length."),
    FaultCode.NO_PEOPLE: lambda people: _("This visit is for nobody, or for more than two people."),
    FaultCode.NO_WINDOW: lambda: _("No moment in these days suits the resident, or the job before it is too late."),
    FaultCode.WINDOW_BACKWARDS: lambda minutes: _("The time that suits ends before it begins."),
    FaultCode.WINDOW_PAST: lambda minutes: _("All times that suit have gone by, or lie outside these days."),
    FaultCode.WINDOW_TOO_SHORT: lambda longest, minutes: (
        _("The visit takes %(minutes)s, and the longest time that suits is %(longest)s.")
        % {"minutes": in_minutes(minutes), "longest": in_minutes(longest)}
    ),
    FaultCode.NOBODY_CAN: lambda able, needed, rule: (
        _("Two people are needed, and only one can.")
        if able
        else _(
            "The supplier is closed whenever somebody could fetch the material. Choose another one, or another time."
        )
        if rule == Rule.SUPPLIER_CLOSED
        else _("Nobody can do this in these days.")
    ),
    FaultCode.LINK_UNKNOWN: lambda first, second: _("The job before this one is not in these days."),
    FaultCode.LINK_BACKWARDS: lambda least, most: _("The time between two jobs is contradictory."),
    FaultCode.LINK_CYCLE: lambda *ring: _("These jobs wait for each other in a ring."),
    FaultCode.LINK_IMPOSSIBLE: lambda first, late: (
        _("The job before it cannot be done in time: %(late)s hours are lacking.") % {"late": hours(late)}
    ),
    FaultCode.PIN_IMPOSSIBLE: lambda rule: (
        _("This was agreed, but it cannot be: %(reason)s.") % {"reason": BARE.get(Rule(rule), _("a rule forbids it"))}
    ),
}

CHANGES: dict[ChangeKind, Callable[..., str]] = {
    ChangeKind.PLAN_FIRST: lambda who, when, first: _("First plan the job that comes before it."),
    ChangeKind.FITS: lambda who, when: _("It fits: %(who)s, %(when)s.") % {"who": who, "when": when},
    ChangeKind.WIDER_WINDOW: lambda who, when, minutes, day: (
        _("If the resident agrees to %(minutes)s earlier or later: %(who)s, %(when)s.")
        % {"minutes": in_minutes(minutes), "who": who, "when": when}
    ),
    ChangeKind.OTHER_DAY: lambda who, when, day: (
        _("If another day suits: %(who)s, %(when)s.") % {"who": who, "when": when}
    ),
    ChangeKind.MORE_PEOPLE: lambda who, when, trade, day, first, last: (
        _("With one more %(trade)s on %(day)s between %(from)s and %(until)s.")
        % {"trade": _trade(trade), "day": _day(day), "from": _clock(first), "until": _clock(last)}
    ),
}
