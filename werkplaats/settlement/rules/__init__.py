"""It is paid: tariffs, what a timesheet costs and earns, VAT, invoices, and books that balance."""

from enum import StrEnum


class Payer(StrEnum):
    LANDLORD = "landlord"
    MUNICIPALITY = "municipality"
    RESIDENT = "resident"
    MEMBER = "member"


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


# A worker sees what they earned, and may dispute it, for so many days before it is final.
DAYS_TO_DISPUTE = 3
