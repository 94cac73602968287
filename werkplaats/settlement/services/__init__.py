"""The verbs of settlement, each one transaction."""

from werkplaats.settlement.services.correcting import correct
from werkplaats.settlement.services.debiting import (
    debit_failed,
    make_debit_run,
    record_mandate,
    set_creditor,
    settle_debit_run,
    withdraw_debit_run,
    withdraw_mandate,
)
from werkplaats.settlement.services.invoicing import issue_invoices, set_letterhead
from werkplaats.settlement.services.payers import set_payer_terms
from werkplaats.settlement.services.paying import (
    approve_run,
    draft_run,
    send_run,
    set_blocked_account,
    settle_runs,
    withdraw_run,
)
from werkplaats.settlement.services.period_charges import charge_month
from werkplaats.settlement.services.self_billing import (
    answer_dispute,
    consent,
    dispute,
    make_self_bills,
    set_invoice_address,
    withdraw_consent,
)
from werkplaats.settlement.services.settling import settle, settle_waiting
from werkplaats.settlement.services.subscriptions import end_subscription, subscribe
from werkplaats.settlement.services.tariffs import (
    agree,
    approve_tariff,
    change_draft,
    discard_draft,
    draft_tariff,
)
from werkplaats.settlement.services.vat import book_vat, file_correction, file_return
from werkplaats.settlement.services.worker_invoices import enter_worker_invoice

__all__ = [
    "agree",
    "answer_dispute",
    "approve_run",
    "approve_tariff",
    "book_vat",
    "change_draft",
    "charge_month",
    "consent",
    "correct",
    "debit_failed",
    "discard_draft",
    "dispute",
    "draft_run",
    "draft_tariff",
    "end_subscription",
    "enter_worker_invoice",
    "file_correction",
    "file_return",
    "issue_invoices",
    "make_debit_run",
    "make_self_bills",
    "record_mandate",
    "send_run",
    "set_blocked_account",
    "set_creditor",
    "set_invoice_address",
    "set_letterhead",
    "set_payer_terms",
    "settle",
    "settle_debit_run",
    "settle_runs",
    "settle_waiting",
    "subscribe",
    "withdraw_consent",
    "withdraw_debit_run",
    "withdraw_mandate",
    "withdraw_run",
]
