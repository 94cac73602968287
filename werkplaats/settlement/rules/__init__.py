"""It is paid: tariffs, the split of a timesheet over payer, worker and cooperative, and balanced entries."""

from enum import StrEnum

from werkplaats.settlement.rules.chart import Account

__all__ = ["Account", "Payer"]


class Payer(StrEnum):
    LANDLORD = "landlord"
    MUNICIPALITY = "municipality"
