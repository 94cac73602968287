"""The trades a step can ask for: those of the members (VERA ONDERHOUDSPECIALISME), and household help."""

from typing import Final

from werkplaats.members.rules import trades
from werkplaats.triage.rules.suggest import HOUSEHOLD_TRADE

TRADES: Final[frozenset[str]] = frozenset((*trades.TRADES, HOUSEHOLD_TRADE))
