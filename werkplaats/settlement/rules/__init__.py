"""It is paid: tariffs, what a timesheet costs and earns, VAT, invoices, and books that balance."""

from enum import StrEnum

from werkplaats.settlement.rules.chart import Account

__all__ = ["Account", "Payer"]


class Payer(StrEnum):
    LANDLORD = "landlord"
    MUNICIPALITY = "municipality"
