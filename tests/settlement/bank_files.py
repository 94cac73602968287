"""Bank statements as files: the same movements written as CAMT.053 (both versions) and as MT940. All names invented."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from xml.sax.saxutils import escape

from werkplaats.settlement.rules.bank.statement import Format, Line, Statement

OURS = "NL91ABNA0417164300"
THEIRS = "NL38TRIO0320012345"
ALSO_THEIRS = "NL44RABO0123456789"
DAY = date(2026, 3, 10)


def a_line(cents: int, day: date = DAY, **fields: Any) -> Line:
    return Line(**{"booked_on": day, "value_on": day, "cents": cents, **fields})


def a_statement(*lines: Line, opening: int = 100_000, iban: str = OURS, closed_on: date | None = None) -> Statement:
    """Of these lines, one after the other; its number is that of the day in the year."""
    closed = closed_on or max((line.booked_on for line in lines), default=DAY)
    return Statement(
        format=Format.CAMT053,
        iban=iban,
        number=str(closed.timetuple().tm_yday),
        closed_on=closed,
        opening_cents=opening,
        closing_cents=opening + sum(line.cents for line in lines),
        lines=lines,
    )


def _euros(cents: int, mark: str = ".") -> str:
    return f"{abs(cents) // 100}{mark}{abs(cents) % 100:02d}"


# -- CAMT.053 ---------------------------------------------------------------------------------------------------------
def camt(*statements: Statement, version: str = "02", before: str = "", currency: str = "EUR") -> bytes:
    """A file as banks send it. `before` goes before the document, for files that should be refused."""
    inside = "".join(_camt_statement(one, version, currency) for one in statements)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-11T02:00:00</CreDtTm></GrpHdr>{inside}"
        "</BkToCstmrStmt></Document>"
    ).encode()


def _camt_statement(one: Statement, version: str, currency: str) -> str:
    opened = one.starts_on - timedelta(days=1)
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_camt_amount(cents, currency)}"
        f"<Dt><Dt>{day.isoformat()}</Dt></Dt></Bal>"
        for code, cents, day in (("OPBD", one.opening_cents, opened), ("CLBD", one.closing_cents, one.closed_on))
    )
    entries = "".join(_camt_entry(line, version, currency) for line in one.lines)
    return (
        f"<Stmt><Id>S{one.number}</Id><ElctrncSeqNb>{one.number}</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{one.iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>{balances}{entries}</Stmt>"
    )


def _camt_amount(cents: int, currency: str = "EUR") -> str:
    sign = "DBIT" if cents < 0 else "CRDT"
    return f'<Amt Ccy="{currency}">{_euros(cents)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def _camt_entry(line: Line, version: str, currency: str) -> str:
    status = "<Sts>BOOK</Sts>" if version == "02" else "<Sts><Cd>BOOK</Cd></Sts>"
    role = "Dbtr" if (line.cents > 0) is not bool(line.returned) else "Cdtr"
    name = f"<Nm>{escape(line.name)}</Nm>" if line.name else ""
    party = name if version == "02" else f"<Pty>{name}</Pty>"
    account = f"<{role}Acct><Id><IBAN>{line.iban}</IBAN></Id></{role}Acct>" if line.iban else ""
    end_to_end = line.references[0] if line.references else "NOTPROVIDED"
    text = f"<RmtInf><Ustrd>{escape(line.description)}</Ustrd></RmtInf>" if line.description else ""
    returned = f"<RtrInf><Rsn><Cd>{line.returned}</Cd></Rsn></RtrInf>" if line.returned else ""
    return (
        f"<Ntry>{_camt_amount(line.cents, currency)}{status}<BookgDt><Dt>{line.booked_on.isoformat()}</Dt></BookgDt>"
        f"<ValDt><Dt>{line.value_on.isoformat()}</Dt></ValDt><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{escape(end_to_end)}</EndToEndId></Refs>"
        f"<RltdPties><{role}>{party}</{role}>{account}</RltdPties>{text}{returned}"
        "</TxDtls></NtryDtls></Ntry>"
    )


# -- MT940 ------------------------------------------------------------------------------------------------------------
def mt940(*statements: Statement, dialect: str = "ing", currency: str = "EUR") -> bytes:
    """A file in the manner of one of the large Dutch banks: "ing", "abn" or "rabo"."""
    return "".join(_mt940_statement(one, dialect, currency) for one in statements).encode()


def _mt940_statement(one: Statement, dialect: str, currency: str) -> str:
    opened = one.starts_on - timedelta(days=1)
    account = one.iban if dialect == "abn" else f"{one.iban} {currency}"
    rows = [":20:P260311000000001", f":25:{account}", f":28C:{one.number.zfill(5)}"]
    rows.append(f":60F:{_mt940_balance(one.opening_cents, opened, currency)}")
    for line in one.lines:
        rows += _mt940_line(line, dialect)
    rows.append(f":62F:{_mt940_balance(one.closing_cents, one.closed_on, currency)}")
    return "\r\n".join(["{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:", *rows, "-}", ""])


def _mt940_balance(cents: int, day: date, currency: str) -> str:
    return f"{'D' if cents < 0 else 'C'}{day:%y%m%d}{currency}{_euros(cents, ',')}"


def _mt940_line(line: Line, dialect: str) -> Iterable[str]:
    entry_day = "" if dialect == "rabo" else f"{line.booked_on:%m%d}"
    sign = "D" if line.cents < 0 else "C"
    yield f":61:{line.value_on:%y%m%d}{entry_day}{sign}{_euros(line.cents, ',')}NTRFNONREF"
    if dialect == "rabo" and line.iban:
        yield line.iban
    yield from _wrapped(":86:" + "".join(_told(line, dialect)))


def _told(line: Line, dialect: str) -> Iterable[str]:
    if line.references:
        yield f"/EREF/{line.references[0]}"
    if line.returned:
        yield f"/RTRN/{line.returned}"
    if dialect == "ing":
        yield f"/CNTP/{line.iban}/INGBNL2A/{line.name}//" if line.iban or line.name else ""
        yield f"/REMI/USTD//{line.description}/" if line.description else ""
    elif dialect == "abn":
        yield f"/IBAN/{line.iban}/BIC/INGBNL2A" if line.iban else ""
        yield f"/NAME/{line.name}" if line.name else ""
        yield f"/REMI/{line.description}" if line.description else ""
    else:
        yield f"/{'ORDP' if line.cents > 0 else 'BENM'}//NAME/{line.name}" if line.name else ""
        yield f"/REMI/{line.description}" if line.description else ""


def _wrapped(text: str) -> Sequence[str]:
    """In rows of 65 signs, the tag not counted, as SWIFT wants; broken anywhere."""
    first, rest = text[:69], text[69:]
    return [first, *(rest[at : at + 65] for at in range(0, len(rest), 65))]
