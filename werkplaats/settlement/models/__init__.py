"""What is agreed, asked, owed and paid, and the books. Amounts are whole cents of a euro.

A signed timesheet is priced once (`Settlement`) into what is asked (`Charge`) and what is owed (`Earning`); charges end
on an `Invoice`, earnings on a `SelfBill` and in a `Payout`; the books (`LedgerTransaction`) follow every step.
"""

from werkplaats.settlement.models.bank import BankLine, BankMatch, BankStatement
from werkplaats.settlement.models.billing import Charge, Invoice, Letterhead, Settlement
from werkplaats.settlement.models.books import ClosedMonth, DayBalance, LedgerEntry, LedgerTransaction, NumberSeries
from werkplaats.settlement.models.care import CareAllocation, CareContract, CareDeclaration, CareDeclarationLine
from werkplaats.settlement.models.debits import Creditor, DebitRun, DirectDebit, Mandate
from werkplaats.settlement.models.earning import Dispute, Earning, InvoiceAddress, SelfBill, SelfBillingConsent
from werkplaats.settlement.models.guard import GuardLevel, WorkElsewhere
from werkplaats.settlement.models.payers import PayerTerms
from werkplaats.settlement.models.paying import BlockedAccount, Payout, PayRun
from werkplaats.settlement.models.subscriptions import Subscription
from werkplaats.settlement.models.tariffs import Tariff, TariffLine
from werkplaats.settlement.models.vat import VatByHand, VatFiled, VatFiling

__all__ = [
    "BankLine",
    "BankMatch",
    "BankStatement",
    "BlockedAccount",
    "CareAllocation",
    "CareContract",
    "CareDeclaration",
    "CareDeclarationLine",
    "Charge",
    "ClosedMonth",
    "Creditor",
    "DayBalance",
    "DebitRun",
    "DirectDebit",
    "Dispute",
    "Earning",
    "GuardLevel",
    "Invoice",
    "InvoiceAddress",
    "LedgerEntry",
    "LedgerTransaction",
    "Letterhead",
    "Mandate",
    "NumberSeries",
    "PayRun",
    "PayerTerms",
    "Payout",
    "SelfBill",
    "SelfBillingConsent",
    "Settlement",
    "Subscription",
    "Tariff",
    "TariffLine",
    "VatByHand",
    "VatFiled",
    "VatFiling",
    "WorkElsewhere",
]
