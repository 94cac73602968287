"""Invoices of self-employed workers, made by the cooperative on their behalf with their consent.

Value Added Tax Act 1968 (Wet OB), article 34c: the customer may make the invoice when both agreed on that beforehand
and the supplier can accept or reject each of them. So every line is shown first, and may be disputed.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.adding import fill
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative, Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import Actor, DoorClosed, May, require
from werkplaats.settlement.models import Dispute, Earning, InvoiceAddress, SelfBill, SelfBillingConsent
from werkplaats.settlement.queries import ToSelfBill, is_small_business, schemes, to_self_bill
from werkplaats.settlement.queries_vat import used_for
from werkplaats.settlement.rules import InvoiceKind, booking
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.e_invoice import Category
from werkplaats.settlement.rules.invoicing import vat_of
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.vat import Side as VatSide
from werkplaats.settlement.rules.vat import deductible
from werkplaats.settlement.rules.vat.returns import IssuedLine, purchase_vat
from werkplaats.settlement.services.ledger import Booking, book, next_numbers


@transaction.atomic
def consent(actor: Actor, *, at: datetime) -> SelfBillingConsent:
    """The worker agrees that the cooperative makes their invoices; a second time changes nothing."""
    worker = _self(actor)
    if worker.contract != Contract.SELF_EMPLOYED:
        raise Refused(_("Only who works for their own account sends invoices."))
    known = SelfBillingConsent.objects.filter(worker=worker, withdrawn_at=None).first()
    return known or SelfBillingConsent.objects.create(
        cooperative_id=worker.cooperative_id, worker=worker, given_at=at, given_by_id=worker.person_id
    )


@transaction.atomic
def withdraw_consent(actor: Actor, *, at: datetime) -> None:
    """From now on the worker sends their own invoices; those that were made stay."""
    SelfBillingConsent.objects.filter(worker=_self(actor), withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def set_invoice_address(actor: Actor, *, street: str, postcode: str, city: str, at: datetime) -> InvoiceAddress:
    """The address that the worker wants on their invoices from now on. Errors: Refused when a part is empty."""
    worker = _self(actor)
    given = {"street": street.strip(), "postcode": postcode.strip().upper(), "city": city.strip()}
    for field, value in given.items():
        if not value:
            raise Refused(_("Fill in street and house number, postcode and city."), field=field)
    return InvoiceAddress.objects.create(
        cooperative_id=worker.cooperative_id, worker=worker, **given, recorded_at=at, recorded_by_id=actor.person_id
    )


@transaction.atomic
def dispute(actor: Actor, earning_id: int, *, text: str, at: datetime) -> Dispute:
    """The worker says what is wrong with an earning, while it is on no invoice and not paid.

    Errors: Refused when it is too late, said already, or said without words.
    """
    one_at_a_time(actor.cooperative_id)
    worker = _self(actor)
    earning = Earning.objects.select_for_update().filter(worker=worker, pk=earning_id).first()
    if earning is None:
        raise DoorClosed(May.DO_OWN_WORK)
    if not text.strip():
        raise Refused(_("Write what is not right, so that we can look at it."), field="text")
    if earning.self_bill_id or earning.payout_id:
        raise Refused(_("This is on an invoice already. Call us: we correct it with a credit note."))
    if earning.disputes.filter(answered_at=None).exists():
        raise Refused(_("You told us already. You will hear from us."))
    return Dispute.objects.create(
        cooperative_id=earning.cooperative_id, earning=earning, text=text.strip(), raised_at=at
    )


@transaction.atomic
def answer_dispute(actor: Actor, dispute_id: int, *, answer: str, at: datetime) -> Dispute:
    """With words; when the worker was right the settlement is corrected as well (`services.correct`)."""
    require(actor, May.SETTLE)
    found = Dispute.objects.select_for_update().get(cooperative_id=actor.cooperative_id, pk=dispute_id)
    if found.answered_at:
        raise Refused(_("This has been answered already."))
    if not answer.strip():
        raise Refused(_("Write what you found, so that the worker knows."), field="answer")
    found.answered_at, found.answered_by_id, found.answer = at, actor.person_id, answer.strip()
    found.save()
    return found


@transaction.atomic
def make_self_bills(actor: Actor, *, at: datetime) -> list[SelfBill]:
    """One for every self-employed worker with consent, over what is final; and a credit note for every self-bill of
    which something was taken back. What is outside VAT stands on one of its own (EN 16931, BR-O-11)."""
    require(actor, May.SETTLE)
    one_at_a_time(actor.cooperative_id)
    documents: dict[tuple[int, int | None, bool], list[ToSelfBill]] = defaultdict(list)
    for line in to_self_bill(actor.cooperative_id, local_day(at)):
        documents[line.worker_id, line.credited_id, line.vat_category == Category.OUTSIDE].append(line)
    if not documents:
        return []
    agreed = dict(
        SelfBillingConsent.objects.filter(
            worker__in={worker for worker, _, _ in documents}, withdrawn_at=None
        ).values_list("worker", "pk")
    )
    numbers = _numbers(actor.cooperative_id, [worker for worker, _, _ in documents])
    made = [
        _self_bill(actor, number, of_worker, agreed[of_worker[0].worker_id], at)
        for number, of_worker in zip(numbers, documents.values(), strict=True)
    ]
    SelfBill.objects.bulk_create(made)
    on = {line.pk: bill.pk for bill, of_worker in zip(made, documents.values(), strict=True) for line in of_worker}
    fill(Earning, "self_bill", on)
    book_worker_invoices(actor.cooperative_id, made, list(documents.values()), local_day(at), at=at)
    return made


def one_at_a_time(cooperative_id: int) -> None:
    """Until the end of the transaction: nothing is disputed while it is put on an invoice."""
    Cooperative.objects.select_for_update(no_key=True).get(pk=cooperative_id)


def _numbers(cooperative_id: int, workers: Sequence[int]) -> list[int]:
    """The next numbers of each worker's own series, in the order of `workers` (which is that of locking)."""
    next_of = {
        worker: next_numbers(cooperative_id, f"self-bill:{worker}", count) for worker, count in Counter(workers).items()
    }
    found = []
    for worker in workers:
        found.append(next_of[worker])
        next_of[worker] += 1
    return found


def _self_bill(actor: Actor, number: int, lines: list[ToSelfBill], consent_id: int, at: datetime) -> SelfBill:
    credited_id = lines[0].credited_id
    return SelfBill(
        cooperative_id=actor.cooperative_id,
        worker_id=lines[0].worker_id,
        number=number,
        kind=InvoiceKind.CREDIT_NOTE if credited_id else InvoiceKind.INVOICE,
        credits_id=credited_id,
        consent_id=consent_id,
        period_start=min(line.delivered_on for line in lines),
        period_end=max(line.delivered_on for line in lines),
        net_cents=sum(line.net_cents for line in lines),
        vat_cents=int(vat_of((line.vat_percent, Cents(line.net_cents)) for line in lines)),
        issued_at=at,
        issued_by_id=actor.person_id,
    )


def book_worker_invoices(
    cooperative_id: int, bills: list[SelfBill], lines: list[list[ToSelfBill]], booked_on: date, *, at: datetime
) -> None:
    """Each with the lines that stand on it. Errors: Refused when the month is closed."""
    used = used_for(line.settlement_id for of_bill in lines for line in of_bill)
    known = schemes(cooperative_id)
    book(
        cooperative_id,
        [
            Booking(
                Journal.PURCHASES,
                event=f"{_made_or_received(bill)}:{bill.worker_id}:{bill.shown_number}",
                booked_on=booked_on,
                description=_in_the_books(bill),
                sides=_sides(bill, of_bill, used, is_small_business(known, local_day(bill.issued_at))),
                worker_id=bill.worker_id,
            )
            for bill, of_bill in zip(bills, lines, strict=True)
        ],
        at=at,
    )


def _made_or_received(bill: SelfBill) -> str:
    return "worker-invoice" if bill.own_number else "self-bill"


def _in_the_books(bill: SelfBill) -> str:
    return f"factuur {'van' if bill.own_number else 'namens'} vakmens {bill.worker_id}-{bill.shown_number}"


def _sides(
    bill: SelfBill, lines: list[ToSelfBill], used: dict[int, frozenset[Category]], small_business: bool
) -> tuple[booking.Side, ...]:
    """What may be deducted, by the lines that are for taxed work. A cent that a worker rounded otherwise is a cost."""
    issued = local_day(bill.issued_at)
    vat = purchase_vat(
        IssuedLine(
            side=VatSide.PURCHASE,
            document=bill.shown_number,
            issued=issued,
            delivered=line.delivered_on,
            rule=line.vat_rule,
            category=Category(line.vat_category),
            percent=line.vat_percent,
            net=Cents(line.net_cents),
            row=line.pk,
            deductible=deductible(used[line.settlement_id], small_business),
        )
        for line in lines
    )
    not_back = Cents(bill.vat_cents) - vat.charged_back
    return booking.self_billed((vat.charged_back, not_back), (vat.reversed_back, vat.reversed - vat.reversed_back))


def _self(actor: Actor) -> Worker:
    require(actor, May.DO_OWN_WORK)
    if actor.worker_id is None:
        raise DoorClosed(May.DO_OWN_WORK)
    return Worker.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.worker_id)
