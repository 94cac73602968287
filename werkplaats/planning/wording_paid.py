"""What a plan pays, in words: the difference between two plans, and what one visit costs somewhere."""

from collections.abc import Callable
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.planning.rules.roster.cost import Paid
from werkplaats.planning.rules.roster.model import FAMILIAR_PART, Objective, Term
from werkplaats.planning.wording import hours

LEAST = 0.5  # points; what is less is not worth a word
GAINS = (Term.UNPLANNED, Term.LATENESS)  # that a visit is done at all is no price of where


def say_difference(term: Term, points: float, objective: Objective) -> str:
    """What is more or less of a term, as a part of a sentence; empty when it stays the same."""
    weight = objective.weight(term)
    if abs(points) < LEAST or not weight:
        return ""
    return WORDS[term](points > 0, abs(points) / weight)


def say_spot(paid: Paid, objective: Objective, late: int = 0) -> list[str]:
    """What it costs to put one visit somewhere, the dearest first. `late`: minutes after the moment promised."""
    said = []
    for term, points in sorted(paid.items(), key=lambda item: -abs(item[1])):
        if term in GAINS:
            continue
        words = _face(points, objective) if term is Term.CONTINUITY else say_difference(term, points, objective)
        if words:
            said.append(words)
    if late > 0:
        said.append(_("%(hours)s hours later than promised") % {"hours": hours(late)})
    return said


def _face(points: float, objective: Objective) -> str:
    weight = objective.weight(Term.CONTINUITY)
    if abs(points) < LEAST or not weight:
        return ""
    known = points / weight <= FAMILIAR_PART * 1.5
    return _("a known face, but not the usual one") if known else _("an unknown face")


def _travel(more: bool, minutes: float) -> str:
    number = round(minutes)
    if more:
        said = ngettext("%(number)d minute more on the road", "%(number)d minutes more on the road", number)
    else:
        said = ngettext("%(number)d minute less on the road", "%(number)d minutes less on the road", number)
    return said % {"number": number}


def _strangers(more: bool, faces: float) -> str:
    number = ceil(faces)
    if more:
        said = ngettext("%(number)d new face more", "%(number)d new faces more", number)
    else:
        said = ngettext("%(number)d new face less", "%(number)d new faces less", number)
    return said % {"number": number}


def _contract(more: bool, minutes: float) -> str:
    said = _("%(hours)s hours farther from the contract") if more else _("%(hours)s hours closer to the contract")
    return said % {"hours": hours(round(minutes))}


WORDS: dict[Term, Callable[[bool, float], str]] = {
    Term.UNPLANNED: lambda more, _n: _("more work without a place") if more else _("less work without a place"),
    Term.LATENESS: lambda more, _n: _("later than promised") if more else _("less late than before"),
    Term.TRAVEL: _travel,
    Term.CONTINUITY: lambda more, _n: (
        _("more often another than the usual person") if more else _("more often the usual person")
    ),
    Term.STRANGERS: _strangers,
    Term.LANGUAGE: lambda more, _n: _("more often another language") if more else _("less often another language"),
    Term.FAIRNESS: lambda more, _n: _("less fairly divided") if more else _("more fairly divided"),
    Term.CONTRACT: _contract,
    Term.BURDEN: lambda more, _n: (
        _("heavy and far visits are divided worse") if more else _("heavy and far visits are divided better")
    ),
    Term.STABILITY: lambda more, _n: _("moves against the roster as it is") if more else _("moves less"),
}
