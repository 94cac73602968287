"""VAT as data with from-dates: `decide` says how a piece of work is taxed and why; read `data/README.md` beside it."""

from werkplaats.settlement.rules.vat.decide import Undecided, decide, deductible
from werkplaats.settlement.rules.vat.situation import Buyer, Fact, Part, Side, Situation, WorkerVat
from werkplaats.settlement.rules.vat.table import Box, NoRule, Rule, Standing, all_rules, rule_on

__all__ = [
    "Box",
    "Buyer",
    "Fact",
    "NoRule",
    "Part",
    "Rule",
    "Side",
    "Situation",
    "Standing",
    "Undecided",
    "WorkerVat",
    "all_rules",
    "decide",
    "deductible",
    "rule_on",
]
