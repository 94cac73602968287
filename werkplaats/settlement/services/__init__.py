"""The verbs of settlement, each one transaction."""

from werkplaats.settlement.services.correcting import correct
from werkplaats.settlement.services.invoicing import issue_invoices, set_letterhead
from werkplaats.settlement.services.paying import make_payouts
from werkplaats.settlement.services.self_billing import (
    answer_dispute,
    consent,
    dispute,
    make_self_bills,
    withdraw_consent,
)
from werkplaats.settlement.services.settling import settle, settle_waiting
from werkplaats.settlement.services.tariffs import agree

__all__ = [
    "agree",
    "answer_dispute",
    "consent",
    "correct",
    "dispute",
    "issue_invoices",
    "make_payouts",
    "make_self_bills",
    "set_letterhead",
    "settle",
    "settle_waiting",
    "withdraw_consent",
]
