"""How a piece of work is taxed on its day of delivery: by the first rule that fits, never by a guess."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache

from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.vat.situation import Fact, Situation
from werkplaats.settlement.rules.vat.table import Rule, all_rules


class Undecided(Exception):
    """It cannot be said how this is taxed. `missing`: the facts that are asked for; none of them: no rule of
    data/vat.csv holds on that `day`."""

    def __init__(self, day: date, missing: tuple[Fact, ...] = ()) -> None:
        what = f"not known: {', '.join(missing)}" if missing else "no rule"
        super().__init__(f"VAT on {day.isoformat()}: {what}")
        self.day, self.missing = day, missing


def decide(situation: Situation, rules: Iterable[Rule] | None = None) -> Rule:
    """The rule of this situation: its `vat` goes on the line, its `code` and `reason` beside it.

    Errors: Undecided, when a rule that could be the first to fit needs a fact that is not known, or when none fits.
    """
    return _by_our_rules(situation) if rules is None else _decide(situation, rules)


@lru_cache(maxsize=4096)  # the work of a month differs in its days, and in little else
def _by_our_rules(situation: Situation) -> Rule:
    return _decide(situation, all_rules())


def _decide(situation: Situation, rules: Iterable[Rule]) -> Rule:
    facts = situation.facts()
    for rule in rules:
        if rule.side is not situation.side or not rule.holds_on(situation.day):
            continue
        held = {term.fact: term.holds(facts[term.fact]) for term in rule.when}
        if False in held.values():
            continue
        missing = tuple(fact for fact, holds in held.items() if holds is None)
        if missing:
            raise Undecided(situation.day, missing)
        return rule
    raise Undecided(situation.day)


def deductible(used_for: Collection[Category], small_business: bool = False) -> bool:
    """Whether VAT on a purchase may be deducted, by what the work was charged as: not when all of it is exempt or
    outside VAT, and never in the small businesses scheme. What is charged to nobody (warranty) serves the taxed work.

    Source: Belastingdienst, "Wat moet u doen als u vrijgestelde goederen of diensten levert?"; vwg.nl, "Btw: afwijking
    van de pro rata" (what serves only exempt, or only taxed work goes there as a whole).
    """
    if small_business:
        return False
    return not used_for or any(category not in (Category.EXEMPT, Category.OUTSIDE) for category in used_for)
