"""The trades a step can ask for: those of the members (VERA ONDERHOUDSPECIALISME), and household help."""

from typing import Final

from werkplaats.members.rules import trades

HOUSEHOLD_TRADE: Final = "HH"  # not a VERA trade
TRADES: Final[frozenset[str]] = frozenset((*trades.TRADES, HOUSEHOLD_TRADE))
