"""The verbs of settlement, each one transaction."""

from werkplaats.settlement.services.invoicing import issue_invoices, set_letterhead
from werkplaats.settlement.services.paying import make_payouts
from werkplaats.settlement.services.settling import settle, settle_waiting
from werkplaats.settlement.services.tariffs import set_tariff

__all__ = ["issue_invoices", "make_payouts", "set_letterhead", "set_tariff", "settle", "settle_waiting"]
