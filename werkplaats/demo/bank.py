"""What the bank tells in the demo: a statement every other month, as its file, read by the program itself. Most of it
finds its invoice or run; what the last one tells of the landlord, of a neighbour and of the bank is for the treasurer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

from werkplaats.demo.neighbourhood import Neighbourhood, iban
from werkplaats.ground.formats import local_day
from werkplaats.settlement.models import BankLine, BankStatement, Invoice, PayRun
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.queries_bank import left_of_invoices, payer_name
from werkplaats.settlement.rules import Payer
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.mandates import next_banking_day
from werkplaats.settlement.rules.pay_run import RunStatus
from werkplaats.settlement.rules.references import Reference, RunKind
from werkplaats.settlement.services.bank import import_statement
from werkplaats.settlement.services.bank_matching import book_as

TOLD_ON = 15  # of every other month, when nobody has paid the invoices of its second day yet
PAID_AFTER = {Payer.LANDLORD: 21, Payer.MUNICIPALITY: 25, Payer.RESIDENT: 16, Payer.MEMBER: 14}  # days
PUT_IN = 750_000  # by the members when they began, in cents
COSTS = 1495


@dataclass(frozen=True)
class Entry:
    """A line of the statement: `cents` is negative when money goes out."""

    day: date
    cents: int
    name: str
    iban: str
    text: str
    reference: str = "NOTPROVIDED"


def tell_by_the_bank(n: Neighbourhood, at: datetime, *, to_go: int) -> None:
    """On one day in two months, and on the last before the demo is looked at, when three lines are left to a person."""
    today = local_day(at)
    if (today.day != TOLD_ON or today.month % 2) and to_go != 1:
        return
    last = BankStatement.objects.filter(cooperative=n.cooperative).order_by("closed_on").last()
    first_day = last.closed_on + timedelta(days=1) if last else local_day(n.start)
    days = (first_day, today - timedelta(days=1))
    entries = [*_runs(n, days), *_invoices(n, days, by_hand=to_go == 1)]
    if last is None:
        entries.append(Entry(days[0], PUT_IN, "Leden van de Werkplaats", _iban_of("leden"), "Inleg van de leden"))
    if to_go == 1:
        entries.append(Entry(days[1], -COSTS, "", "", "Kosten zakelijke rekening"))
    if not entries:
        return
    content = _camt(n, days[1], last.closing_cents if last else 0, sorted(entries, key=lambda one: one.day))
    import_statement(n.board, content, at=at)
    if last is None:
        put_in = BankLine.objects.get(cooperative=n.cooperative, cents=PUT_IN)
        book_as(n.board, put_in.pk, Account.EQUITY_MEMBERS, at=at)


def _runs(n: Neighbourhood, days: tuple[date, date]) -> Iterator[Entry]:
    """A pay run leaves the account as one amount."""
    sent = PayRun.objects.filter(cooperative=n.cooperative, status=RunStatus.SENT, pay_on__lte=days[1])
    for run in sent.order_by("number").prefetch_related("payouts"):
        payouts = list(run.payouts.all())
        one = payouts[0].pk if len(payouts) == 1 else None
        reference = str(Reference(RunKind.PAY, run.number, one))
        yield Entry(max(days[0], run.pay_on), -run.cents, "", "", f"Verzamelbetaling {run.number}", reference)


def _invoices(n: Neighbourhood, days: tuple[date, date], *, by_hand: bool) -> Iterator[Entry]:
    """What is paid in these days, with the number of the invoice; by hand: without, by somebody else for a resident."""
    left = left_of_invoices(n.cooperative.pk)
    asked = Invoice.objects.filter(pk__in=left, issued_at__date__lte=days[1]).order_by("number")
    found = [one for one in asked.select_related("landlord", "district_team", "person") if left[one.pk] > 0]
    puzzles = {one.payer: one for one in found if by_hand and one.payer in (Payer.LANDLORD, Payer.RESIDENT)}
    for invoice in found:
        name, day = payer_name(invoice), next_banking_day(local_day(invoice.issued_at) + _patience(invoice))
        if puzzles.get(invoice.payer) == invoice:
            neighbour = invoice.payer == Payer.RESIDENT
            said = f"voor {name}, serviceabonnement" if neighbour else "Onderhoud volgens overeenkomst"
            name = "J. van der Wal" if neighbour else name
            yield Entry(min(day, days[1]), left[invoice.pk], name, _iban_of(name), said)
        elif day <= days[1]:
            yield Entry(max(days[0], day), left[invoice.pk], name, _iban_of(name), f"Factuur {invoice.number}")


def _patience(invoice: Invoice) -> timedelta:
    return timedelta(days=PAID_AFTER[Payer(invoice.payer)])


def _iban_of(name: str) -> str:
    """Always the same for the same name."""
    return iban(Random(name))


def _camt(n: Neighbourhood, closed: date, opening: int, entries: list[Entry]) -> bytes:
    """CAMT.053.001.02 with what a bank gives of each payment."""
    head = letterhead_on(n.cooperative.pk, closed)
    assert head is not None
    closing = opening + sum(one.cents for one in entries)
    opened = entries[0].day - timedelta(days=1)
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>"
        for code, cents, day in (("OPBD", opening, opened), ("CLBD", closing, closed))
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{closed}</MsgId><CreDtTm>{closed}T23:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>{closed}</Id><ElctrncSeqNb>{closed:%y%j}</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{head.iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{balances}"
        f"{''.join(map(_entry, entries))}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _entry(one: Entry) -> str:
    role = "Dbtr" if one.cents > 0 else "Cdtr"
    name = f"<{role}><Nm>{escape(one.name)}</Nm></{role}>" if one.name else ""
    account = f"<{role}Acct><Id><IBAN>{one.iban}</IBAN></Id></{role}Acct>" if one.iban else ""
    return (
        f"<Ntry>{_amount(one.cents)}<Sts>BOOK</Sts><BookgDt><Dt>{one.day}</Dt></BookgDt>"
        f"<ValDt><Dt>{one.day}</Dt></ValDt><NtryDtls><TxDtls><Refs><EndToEndId>{one.reference}</EndToEndId></Refs>"
        f"<RltdPties>{name}{account}</RltdPties><RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def _amount(cents: int) -> str:
    side = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02d}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
