"""The chart of accounts: every account of the books, its number, its kind, and its place in the Dutch reference chart.

The reference codes are those of the Referentie GrootboekSchema (RGS) 3.7, definitive version of 3 March 2025: from them
an accountant, XAF and SBR know what an account is. Each was looked up in that table (a copy of the workbook:
github.com/erjeve/frappe_zzp, definitief_rgs_3_7.csv) and stands there on the same side, debit or credit. RGS 3.8
(10 December 2025) was not at hand. The numbers are our own, in the classes that Dutch bookkeepers are used to:
0 capital, 1 money, claims and debts, 4 costs, 7 cost of what is sold, 8 revenue. Nothing outside this file knows one.
"""

from dataclasses import dataclass
from enum import StrEnum


class Account(StrEnum):
    """An account of the books; the value is what the database keeps."""

    EQUITY_MEMBERS = "equity_members"  # what members put in and get back when they leave
    EQUITY_RESULT = "equity_result"  # results of earlier years over which the members decided
    BANK = "bank"
    BANK_G = "bank_g"  # the blocked account, for wage tax and VAT of a chain (g-rekening)
    IN_TRANSIT = "in_transit"  # sent to the bank, on no statement yet
    SUSPENSE = "suspense"  # on a statement, matched to nothing yet
    RECEIVABLE = "receivable"  # invoiced, not received yet
    UNBILLED = "unbilled"  # delivered, not invoiced yet
    PAYABLE_WORKERS = "payable_workers"  # earned, not paid yet
    PREPAID = "prepaid"  # received before there was an invoice for it: it is still the payer's
    VAT_PAYABLE_HIGH = "vat_payable_high"
    VAT_PAYABLE_LOW = "vat_payable_low"
    VAT_PRIVATE = "vat_private"  # over private use
    VAT_REVERSED = "vat_reversed"  # due by us over what workers invoiced with the VAT reversed to us
    VAT_FROM_OUTSIDE_EU = "vat_from_outside_eu"  # due by us over what was bought outside the EU
    VAT_FROM_EU = "vat_from_eu"  # due by us over what was bought in other countries of the EU
    VAT_DEDUCTIBLE = "vat_deductible"
    VAT_SETTLED = "vat_settled"  # paid to, or had back from, the tax office
    BANK_COSTS = "bank_costs"
    VAT_NOT_DEDUCTIBLE = "vat_not_deductible"
    ROUNDING = "rounding"  # cents that a payment was off
    WRITTEN_OFF = "written_off"  # asked, and never coming
    COST_OF_WORK = "cost_of_work"
    COST_OF_MATERIAL = "cost_of_material"
    COST_OF_TRAVEL = "cost_of_travel"
    REVENUE_LANDLORDS = "revenue_landlords"
    REVENUE_MUNICIPALITIES = "revenue_municipalities"
    REVENUE_PLAN = "revenue_plan"
    REVENUE_CONTRIBUTIONS = "revenue_contributions"
    REVENUE_NO_SHOW = "revenue_no_show"


class Kind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    REVENUE = "revenue"
    COST = "cost"


class Side(StrEnum):
    """Where a balance usually stands. In the books debit is positive, credit negative."""

    DEBIT = "debit"
    CREDIT = "credit"


OF_A_YEAR = frozenset({Kind.REVENUE, Kind.COST})  # the rest goes on over the end of a year


@dataclass(frozen=True)
class ChartLine:
    """One account. `contra`: its balance usually stands on the other side than that of its kind, and lowers it.
    `rgs_other_side` (RGS "omslagcode"): the code when the balance stands on the other side than usual, which moves it
    to the other side of the balance sheet; empty: it stays where it is, below zero."""

    account: Account
    number: str  # four digits
    rgs: str
    kind: Kind
    dutch: str
    english: str
    contra: bool = False
    rgs_other_side: str = ""

    @property
    def side(self) -> Side:
        of_kind_debit = self.kind in (Kind.ASSET, Kind.COST)
        return Side.DEBIT if of_kind_debit != self.contra else Side.CREDIT

    @property
    def of_what_is_sold(self) -> bool:
        """A cost that is only there because there is revenue: what is left of that is the margin."""
        return self.number.startswith("7")

    def name(self, language: str) -> str:
        return self.english if language.lower().startswith("en") else self.dutch


# The codes of 1815, 1830 and 1835 were found in two public programs, with boxes 1d, 4a and 4b beside them.
# Revenue per payer has RGS codes of the third level where one account holds several VAT rates: the fourth level of
# "revenue from services" is the rate. The VAT return does not need it: it is counted from the lines of invoices.
# RGS has contributions only under the income of organisations without profit; it has no code for a cooperative's.
LINES = (
    ChartLine(Account.EQUITY_MEMBERS, "0500", "BEivSevCoo", Kind.EQUITY, "Inleg van leden", "Members' capital"),
    ChartLine(
        Account.EQUITY_RESULT, "0590", "BEivOreOvw", Kind.EQUITY, "Resultaat van eerdere jaren", "Retained results"
    ),
    ChartLine(Account.BANK, "1100", "BLimBanRba", Kind.ASSET, "Bank", "Bank", rgs_other_side="BSchSakRba"),
    ChartLine(Account.BANK_G, "1110", "BLimBanGrb", Kind.ASSET, "G-rekening", "Blocked account (G account)"),
    ChartLine(Account.IN_TRANSIT, "1190", "BSchCreTus", Kind.LIABILITY, "Betalingen onderweg", "Payments in transit"),
    ChartLine(
        Account.SUSPENSE,
        "1195",
        "BVorTusTovTvp",
        Kind.ASSET,
        "Vraagposten van de bank",
        "Bank lines to be matched",
        rgs_other_side="BSchTusTovTvp",
    ),
    ChartLine(Account.RECEIVABLE, "1300", "BVorDebHad", Kind.ASSET, "Debiteuren", "Trade receivables"),
    ChartLine(Account.UNBILLED, "1320", "BVorOvaNtf", Kind.ASSET, "Nog te factureren", "Delivered, not invoiced yet"),
    ChartLine(
        Account.PAYABLE_WORKERS, "1600", "BSchCreHac", Kind.LIABILITY, "Te betalen aan vakmensen", "Owed to workers"
    ),
    ChartLine(Account.PREPAID, "1650", "BSchCreVbk", Kind.LIABILITY, "Vooruit ontvangen", "Received in advance"),
    ChartLine(
        Account.VAT_PAYABLE_HIGH, "1800", "BSchBepBtwOla", Kind.LIABILITY, "Btw hoog tarief", "VAT at the standard rate"
    ),
    ChartLine(
        Account.VAT_PAYABLE_LOW, "1810", "BSchBepBtwOlv", Kind.LIABILITY, "Btw laag tarief", "VAT at the reduced rate"
    ),
    ChartLine(
        Account.VAT_PRIVATE, "1815", "BSchBepBtwOop", Kind.LIABILITY, "Btw over privégebruik", "VAT on private use"
    ),
    ChartLine(
        Account.VAT_REVERSED, "1820", "BSchBepBtwOlw", Kind.LIABILITY, "Btw naar ons verlegd", "VAT reversed to us"
    ),
    ChartLine(
        Account.VAT_FROM_OUTSIDE_EU,
        "1830",
        "BSchBepBtwOlb",
        Kind.LIABILITY,
        "Btw over inkoop van buiten de EU",
        "VAT on purchases from outside the EU",
    ),
    ChartLine(
        Account.VAT_FROM_EU,
        "1835",
        "BSchBepBtwOlu",
        Kind.LIABILITY,
        "Btw over inkoop uit andere EU-landen",
        "VAT on purchases from the EU",
    ),
    ChartLine(
        Account.VAT_DEDUCTIBLE, "1850", "BSchBepBtwVoo", Kind.LIABILITY, "Voorbelasting", "Deductible VAT", contra=True
    ),
    ChartLine(
        Account.VAT_SETTLED,
        "1890",
        "BSchBepBtwAfo",
        Kind.LIABILITY,
        "Btw betaald aan de Belastingdienst",
        "VAT paid to the tax office",
        contra=True,
    ),
    ChartLine(Account.BANK_COSTS, "4700", "WBedAdlBan", Kind.COST, "Bankkosten", "Bank charges"),
    ChartLine(Account.VAT_NOT_DEDUCTIBLE, "4750", "WBedAdlNbo", Kind.COST, "Niet-aftrekbare btw", "VAT not deductible"),
    ChartLine(Account.ROUNDING, "4760", "WBedAdlBet", Kind.COST, "Betalingsverschillen", "Payment differences"),
    ChartLine(Account.WRITTEN_OFF, "4780", "WBedVkkAdd", Kind.COST, "Afgeboekte vorderingen", "Bad debts written off"),
    ChartLine(Account.COST_OF_WORK, "7000", "WKprKuwKuw", Kind.COST, "Werk door vakmensen", "Work by workers"),
    ChartLine(Account.COST_OF_MATERIAL, "7010", "WKprInhInh", Kind.COST, "Materiaal", "Material"),
    ChartLine(Account.COST_OF_TRAVEL, "7020", "WKprKuwAek", Kind.COST, "Reiskosten van vakmensen", "Workers' travel"),
    ChartLine(
        Account.REVENUE_LANDLORDS, "8000", "WOmzNod", Kind.REVENUE, "Omzet woningcorporaties", "Revenue from landlords"
    ),
    ChartLine(
        Account.REVENUE_MUNICIPALITIES,
        "8010",
        "WOmzNod",
        Kind.REVENUE,
        "Omzet gemeenten",
        "Revenue from municipalities",
    ),
    ChartLine(Account.REVENUE_PLAN, "8020", "WOmzNod", Kind.REVENUE, "Omzet serviceabonnement", "Revenue from plans"),
    ChartLine(
        Account.REVENUE_CONTRIBUTIONS,
        "8100",
        "WOvbBueCtb",
        Kind.REVENUE,
        "Contributie van leden",
        "Members' contributions",
    ),
    ChartLine(
        Account.REVENUE_NO_SHOW, "8110", "WOvbOvoOvo", Kind.REVENUE, "Vergoeding niet thuis", "Fees for not being in"
    ),
)
CHART = {line.account: line for line in LINES}
