"""The trades a step can ask for: VERA list ONDERHOUDSPECIALISME (expired codes left out), and household help.

Source: Aedes-datastandaarden/vera-referentiedata, ../shared/data/vera-referentiedata.csv (looked up in November 2026).
"""

from typing import Final

from werkplaats.triage.rules.suggest import HOUSEHOLD_TRADE

VERA: Final = (
    *("ALA", "ASB", "BLI", "BLU", "BRA", "CVI", "DAK", "DOM", "ELA", "ELE", "ELT", "GEI", "GLA", "HOV", "HYD", "INS"),
    *("LIF", "LOA", "LOO", "ONG", "ONT", "OVE", "SCH", "SCM", "STU", "TAL", "TEG", "TIM", "VOC", "WIT", "WTW", "ZON"),
    "ZWE",
)
TRADES: Final[frozenset[str]] = frozenset((*VERA, HOUSEHOLD_TRADE))
