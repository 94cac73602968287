"""The verbs of settlement, each one transaction."""

from werkplaats.settlement.services.correcting import correct
from werkplaats.settlement.services.invoicing import issue_invoices, set_letterhead
from werkplaats.settlement.services.paying import (
    approve_run,
    draft_run,
    send_run,
    set_blocked_account,
    settle_run,
    withdraw_run,
)
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
    "approve_run",
    "consent",
    "correct",
    "dispute",
    "draft_run",
    "issue_invoices",
    "make_self_bills",
    "send_run",
    "set_blocked_account",
    "set_letterhead",
    "settle",
    "settle_run",
    "settle_waiting",
    "withdraw_consent",
    "withdraw_run",
]
