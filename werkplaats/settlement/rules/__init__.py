"""It is paid: tariffs, the split of a timesheet over payer, worker and cooperative, and balanced entries."""

from enum import StrEnum


class Payer(StrEnum):
    LANDLORD = "landlord"
    MUNICIPALITY = "municipality"


class Account(StrEnum):
    """The accounts of the first version; the settlement issue brings the full Dutch chart."""

    RECEIVABLE = "receivable"  # asset: what payers still owe
    UNBILLED = "unbilled"  # asset: delivered, not invoiced yet
    PAYABLE_WORKERS = "payable_workers"  # liability
    VAT_PAYABLE = "vat_payable"  # liability
    BANK = "bank"  # asset
    REVENUE = "revenue"
    COST_OF_WORK = "cost_of_work"
