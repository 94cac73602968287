"""A year of the books as an XML Auditfile Financieel: read from the ledger while it is written."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Charge, LedgerEntry, Letterhead
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.rules import xaf
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.chart import CHART, LINES, OF_A_YEAR, Account
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.money import half_up

AT_ONCE = 5000
RGS_VERSION = "3.7"
JOURNALS = {
    Journal.SALES: xaf.Journal("VRK", "Verkoop", xaf.JournalKind.SALES),
    Journal.PURCHASES: xaf.Journal("INK", "Inkoop van vakmensen", xaf.JournalKind.PURCHASES),
    Journal.WORK: xaf.Journal("WRK", "Geleverd werk", xaf.JournalKind.OTHER),
    Journal.BANK: xaf.Journal("BNK", "Bank", xaf.JournalKind.BANK),
    Journal.MEMORIAL: xaf.Journal("MEM", "Memoriaal", xaf.JournalKind.MEMORIAL),
}
WITH_RELATION = (Account.RECEIVABLE, Account.PREPAID, Account.PAYABLE_WORKERS)
VAT_NAMES = {
    Category.EXEMPT: "Vrijgesteld van btw",
    Category.REVERSE_CHARGE: "Btw verlegd",
    Category.OUTSIDE: "Niet aan btw onderworpen",
}
Party = tuple[int | None, int | None, int | None, int | None]  # landlord, district team, person, worker
PARTY = ("landlord", "district_team", "person", "worker")


def audit_file(actor: Actor, year: int, *, today: date) -> Iterator[str]:
    """The file of a calendar year, piece by piece. Errors: Refused, at once, when the letterhead says too little of
    whose books these are or nothing was ever booked; BooksDisagree while it is written (see rules.xaf)."""
    require(actor, May.SETTLE)
    head = letterhead_on(actor.cooperative_id, today)
    if head is None or not (head.vat_number or head.tax_number).strip():
        raise Refused(_("Fill in the letterhead first: an audit file needs the VAT number, or without one the RSIN."))
    entries = LedgerEntry.objects.filter(cooperative_id=actor.cooperative_id)
    newest = entries.aggregate(newest=Max("transaction__number"))["newest"]
    if newest is None:
        raise Refused(_("Nothing was booked yet, so there is no audit file."))
    # Others go on booking: what they add has a higher number, and is in the next file.
    until = entries.filter(transaction__number__lte=newest, transaction__booked_on__lte=date(year, 12, 31))
    of_year = until.filter(transaction__booked_on__gte=date(year, 1, 1))
    vat = _vat_of_invoices(actor.cooperative_id, year)
    cooperative = Cooperative.objects.get(pk=actor.cooperative_id)
    books = xaf.Books(
        year=year,
        made_on=today,
        software_version=version("werkplaats"),
        company=_company(cooperative, head),
        accounts=_accounts(),
        opening=_opening(until, year),
        totals=_totals(of_year),
        relations=tuple(_relations(until, year)),
        vat_codes=tuple(_vat_codes(vat.values())),
        rgs_version=RGS_VERSION,
    )
    return xaf.auditfile(books, ((JOURNALS[one], _transactions(of_year, one, vat)) for one in Journal))


def _company(cooperative: Cooperative, head: Letterhead) -> xaf.Company:
    return xaf.Company(
        cooperative.name,
        (head.vat_number or head.tax_number).strip(),
        head.kvk_number,
        xaf.Address(head.street, head.postcode, head.city),
    )


def _accounts() -> tuple[xaf.LedgerAccount, ...]:
    """The chart. A reference code stands once in a file (rule 0003): where accounts share one, each extends it."""
    shared = Counter(line.rgs for line in LINES)
    seen: Counter[str] = Counter()
    found = []
    for line in LINES:
        seen[line.rgs] += 1
        rgs = f"{line.rgs}.{seen[line.rgs]:02d}" if shared[line.rgs] > 1 else line.rgs
        kind = xaf.AccountKind.PROFIT_AND_LOSS if line.kind in OF_A_YEAR else xaf.AccountKind.BALANCE
        found.append(xaf.LedgerAccount(line.number, line.dutch, kind, rgs))
    return tuple(found)


def _number(account: str) -> str:
    return CHART[Account(account)].number


def _opening(until: QuerySet[LedgerEntry], year: int) -> dict[str, int]:
    before = until.filter(transaction__booked_on__lt=date(year, 1, 1))
    sums = before.order_by().values_list("account").annotate(Sum("amount_cents"))
    of_a_year = {line.number for line in LINES if line.kind in OF_A_YEAR}
    return xaf.opening_balance(
        {_number(account): cents for account, cents in sums}, of_a_year, _number(Account.EQUITY_RESULT)
    )


def _totals(of_year: QuerySet[LedgerEntry]) -> xaf.Totals:
    sums = of_year.aggregate(
        lines=Count("pk"),
        debit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__gt=0)), 0),
        credit=Coalesce(Sum("amount_cents", filter=Q(amount_cents__lt=0)), 0),
    )
    return xaf.Totals(sums["lines"], sums["debit"], -sums["credit"])


def _code(party: Party) -> str:
    """L7 a landlord, G3 a municipality, P12 a person who pays, V5 who works; empty when it is nobody's."""
    return next((f"{letter}{pk}" for letter, pk in zip("LGPV", party, strict=True) if pk), "")


def _relations(until: QuerySet[LedgerEntry], year: int) -> Iterator[xaf.Relation]:
    before = Q(transaction__booked_on__lt=date(year, 1, 1))
    open_now = Q(account__in=WITH_RELATION)
    details = (
        "landlord__name", "landlord__email", "landlord__kvk_number", "landlord__vat_number", "landlord__street",
        "landlord__postcode", "landlord__city", "district_team__municipality", "district_team__email",
        "district_team__kvk_number", "district_team__vat_number", "district_team__street", "district_team__postcode",
        "district_team__city", "person__name", "worker__person__name", "worker__kvk_number", "worker__vat_number",
    )  # fmt: skip
    found = (
        until.exclude(landlord=None, district_team=None, person=None, worker=None)
        .order_by(*PARTY)
        .values(*PARTY, *details)
        .annotate(
            opening=Coalesce(Sum("amount_cents", filter=open_now & before), 0),
            closing=Coalesce(Sum("amount_cents", filter=open_now), 0),
        )
    )
    for row in found:
        yield _relation(row)


def _relation(row: dict[str, Any]) -> xaf.Relation:
    code = _code(tuple(row[name] for name in PARTY))  # type: ignore[arg-type]
    of = next((name for name in ("landlord", "district_team") if row[name]), "")
    worker = bool(row["worker"])
    return xaf.Relation(
        code=code,
        name=row["landlord__name"]
        or row["district_team__municipality"]
        or row["person__name"]
        or row["worker__person__name"],
        kind=xaf.RelationKind.SUPPLIER if worker else xaf.RelationKind.CUSTOMER,
        email=row[f"{of}__email"] if of else "",
        kvk_number=row[f"{of}__kvk_number"] if of else row["worker__kvk_number"] or "",
        vat_number=row[f"{of}__vat_number"] if of else row["worker__vat_number"] or "",
        address=xaf.Address(row[f"{of}__street"], row[f"{of}__postcode"], row[f"{of}__city"]) if of else xaf.Address(),
        opening_cents=row["opening"],
        closing_cents=row["closing"],
    )


def _vat_of_invoices(cooperative_id: int, year: int) -> dict[int, tuple[xaf.VatPart, ...]]:
    """Invoice → its VAT per category and percentage, with the sign of the base that it stands beside (a sale is
    credit)."""
    sums = (
        Charge.objects.filter(cooperative_id=cooperative_id, invoice__issued_at__year__lte=year + 1)
        .filter(invoice__issued_at__year__gte=year - 1)
        .order_by("invoice", "vat_category", "vat_percent")
        .values_list("invoice", "vat_category", "vat_percent")
        .annotate(net=Sum("net_cents"))
    )
    found: dict[int, tuple[xaf.VatPart, ...]] = defaultdict(tuple)
    for invoice, category, percent, net in sums.iterator(chunk_size=AT_ONCE):
        vat = -half_up(net * percent / 100)
        found[invoice] += (xaf.VatPart(_vat_code(category, percent), percent, vat),)
    return found


def _vat_code(category: str, percent: Any) -> str:
    return f"{category}{percent.normalize():f}" if category == Category.STANDARD else category


def _vat_codes(of_invoices: Iterable[tuple[xaf.VatPart, ...]]) -> Iterator[xaf.VatCode]:
    known = {part.code: part.percent for parts in of_invoices for part in parts}
    for code, percent in sorted(known.items()):
        if not code.startswith(Category.STANDARD):
            yield xaf.VatCode(code, VAT_NAMES[Category(code)])
            continue
        owed_on = Account.VAT_PAYABLE_HIGH if percent >= 15 else Account.VAT_PAYABLE_LOW
        yield xaf.VatCode(code, f"Btw {percent.normalize():f} %", to_pay=_number(owed_on))


def _transactions(
    of_year: QuerySet[LedgerEntry], journal: Journal, vat: dict[int, tuple[xaf.VatPart, ...]]
) -> Iterator[xaf.Transaction]:
    rows = (
        of_year.filter(transaction__journal=journal)
        .order_by("transaction__number", "pk")
        .values_list(
            "transaction__number", "transaction__booked_on", "transaction__description", "account", "amount_cents",
            *PARTY, "invoice", "invoice__number", "pilot__name",
        )
        .iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    for (number, day, text), members in groupby(rows, key=lambda row: row[:3]):
        lines = tuple(_line(row[3:], text, vat if journal is Journal.SALES else {}) for row in members)
        yield xaf.Transaction(number, day, lines, text)


def _line(row: tuple[Any, ...], text: str, vat: dict[int, tuple[xaf.VatPart, ...]]) -> xaf.Line:
    account, cents, *party, invoice, invoice_number, pilot = row
    return xaf.Line(
        account=_number(account),
        cents=cents,
        document=str(invoice_number or ""),
        description=text,
        relation=_code(tuple(party)),  # type: ignore[arg-type]
        invoice=str(invoice_number or ""),
        cost_centre=pilot or "",
        vat=vat.get(invoice, ()) if account == Account.UNBILLED else (),
    )
