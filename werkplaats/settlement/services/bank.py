"""From the bank's file to the books: statements are imported once, and their lines booked as they come in.

Every line is booked against the suspense account first, and from there to what it is matched with: so the bank in the
books is what the bank says, and the suspense account is what nobody explained yet.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import clean, euro, shortened
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement import queries_bank
from werkplaats.settlement.models import BankLine, BankStatement
from werkplaats.settlement.rules.bank.booking import came_in
from werkplaats.settlement.rules.bank.joining import New, joined
from werkplaats.settlement.rules.bank.reading import in_order, read
from werkplaats.settlement.rules.bank.statement import Problem, Statement, Unreadable
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.services.bank_matching import match_sure, one_at_a_time
from werkplaats.settlement.services.ledger import Booking, book

WHAT_IS_WRONG: dict[Problem, Any] = {
    Problem.EMPTY: gettext_lazy("There is no statement in this file. Choose another one."),
    Problem.NOT_A_STATEMENT: gettext_lazy(
        "This is no bank statement. Ask your bank for CAMT.053 (XML) or MT940 and choose that file."
    ),
    Problem.BROKEN: gettext_lazy("This file is broken: %(found)s cannot be read. Fetch it from your bank again."),
    Problem.VERSION: gettext_lazy(
        "This is %(found)s. We read CAMT.053 of the versions 001.02 and 001.08: choose one of these at your bank."
    ),
    Problem.NO_IBAN: gettext_lazy("The statement names no IBAN that can be one: “%(found)s”."),
    Problem.NO_BALANCE: gettext_lazy("The opening or closing balance is missing. Fetch the file from your bank again."),
    Problem.AMOUNT: gettext_lazy("“%(found)s” is no amount. Fetch the file from your bank again."),
    Problem.DAY: gettext_lazy("“%(found)s” is no day. Fetch the file from your bank again."),
    Problem.CURRENCY: gettext_lazy("This is in %(found)s. Only statements in euros can be kept."),
    Problem.DOES_NOT_ADD_UP: gettext_lazy(
        "The opening balance and the lines make %(expected)s, but the statement closes with %(found)s."
        " Fetch the file from your bank again."
    ),
    Problem.NOT_OURS: gettext_lazy(
        "%(found)s is no account of the cooperative. Choose another file, or add the IBAN to the letterhead."
    ),
    Problem.GAP: gettext_lazy(
        "There is a gap: this statement has %(found)s where what is kept has %(expected)s."
        " Import the statements in between first."
    ),
    Problem.DOES_NOT_FIT: gettext_lazy(
        "Other lines are kept for the same days: this statement begins with %(found)s, what is kept has %(expected)s."
        " Import whole days."
    ),
}
IN_CENTS = {Problem.DOES_NOT_ADD_UP, Problem.GAP, Problem.DOES_NOT_FIT}


@dataclass(frozen=True)
class Imported:
    """What an import brought."""

    statements: int
    known: int  # statements that were kept already
    lines: int
    matched: int  # of these lines, by themselves


@transaction.atomic
def import_statement(actor: Actor, content: bytes, *, at: datetime) -> Imported:
    """Keep and book what is new in a file of the bank (CAMT.053 or MT940), and match what is sure enough.

    Imported again, or told again in another file or format, nothing doubles. Errors: Refused, with the place in the
    file, for what is broken or does not add up, an IBAN that is not ours, another currency, a gap, a closed month. Then
    nothing of the file is kept.
    """
    require(actor, May.SETTLE)
    own = queries_bank.own_accounts(actor.cooperative_id)
    try:
        found = read(content, own)
        one_at_a_time(actor)
        ordered = in_order(found, queries_bank.first_days(actor.cooperative_id))
        kept = [_keep(actor, statement, at) for statement in ordered]
    except Unreadable as wrong:
        raise Refused(in_words(wrong), field="file") from wrong
    lines = [line for lines in kept if lines is not None for line in lines]
    book(actor.cooperative_id, [_came_in(line, own[line.iban]) for line in lines], at=at)
    new = sum(lines is not None for lines in kept)
    return Imported(new, len(kept) - new, len(lines), match_sure(actor, [line.pk for line in lines], at))


def _keep(actor: Actor, statement: Statement, at: datetime) -> list[BankLine] | None:
    """Its new lines; None when the statement is known."""
    known = BankStatement.objects.filter(cooperative_id=actor.cooperative_id, fingerprint=statement.fingerprint)
    if known.exists():
        return None
    new = joined(statement, queries_bank.kept(actor.cooperative_id, statement))
    row = BankStatement.objects.create(
        cooperative_id=actor.cooperative_id,
        iban=statement.iban,
        format=statement.format,
        number=clean(statement.number),
        starts_on=statement.starts_on,
        closed_on=statement.closed_on,
        opening_cents=statement.opening_cents,
        closing_cents=statement.closing_cents,
        fingerprint=statement.fingerprint,
        imported_at=at,
        imported_by_id=actor.person_id,
    )
    return BankLine.objects.bulk_create(_row(one, row) for one in new)


def _row(new: New, statement: BankStatement) -> BankLine:
    line = new.line
    return BankLine(
        cooperative_id=statement.cooperative_id,
        statement=statement,
        iban=statement.iban,
        booked_on=line.booked_on,
        value_on=line.value_on,
        cents=line.cents,
        nth=new.nth,
        other_iban=clean(line.iban),
        other_name=clean(line.name),
        description=clean(line.description),
        references=[clean(reference) for reference in line.references],
        returned=clean(line.returned),
    )


def _came_in(line: BankLine, bank: Account) -> Booking:
    return Booking(
        Journal.BANK,
        event=f"bank-line:{line.pk}",
        booked_on=line.booked_on,
        description=f"bankregel {line.pk}",
        sides=came_in(bank, Cents(line.cents)),
    )


def in_words(wrong: Unreadable) -> str:
    """What is wrong with a file, and where in it."""
    found, expected = wrong.found, wrong.expected
    if wrong.problem in IN_CENTS:
        found, expected = (euro(int(cents), get_language() or "nl") for cents in (found, expected))
    said = str(WHAT_IS_WRONG[wrong.problem]) % {"found": shortened(found, 60), "expected": expected}
    where = []
    if wrong.place.statement:
        where.append(_("statement %(number)s") % {"number": wrong.place.statement})
    if wrong.place.line:
        where.append(_("line %(number)d") % {"number": wrong.place.line})
    if wrong.place.row:
        where.append(_("row %(number)d of the file") % {"number": wrong.place.row})
    return f"{', '.join(where).capitalize()}: {said}" if where else said
