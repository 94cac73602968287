"""Invoices that self-employed workers make and send themselves, because they did not agree that we make them.

Who settles enters one with the lines that it is for. From then on those lines are paid as on any other invoice. It
counts for VAT on the day that stands on it; in the books too, unless that month is closed: then on the day of entry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import AMSTERDAM, clean, local_day
from werkplaats.intake.services.photos import clean_picture
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import ClosedMonth, Earning, SelfBill, SelfBillingConsent
from werkplaats.settlement.queries import ToSelfBill, as_to_self_bill
from werkplaats.settlement.queries_self_bills import to_invoice_themselves
from werkplaats.settlement.rules import InvoiceKind
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.worker_invoice import Compared, compare
from werkplaats.settlement.services.self_billing import book_worker_invoices, one_at_a_time

LARGEST = 10_000_000
BEGINS = {"pdf": b"%PDF-", "xml": b"<"}  # anything else has to be a picture


class Differs(Refused):
    """The invoice does not say what the lines come to."""

    def __init__(self, compared: Compared) -> None:
        super().__init__(
            _(
                "The invoice and the lines differ. Untick lines that are not on it. Is a line wrong? Correct it under "
                "settled work. Is the invoice wrong? Ask the worker for a new one."
            )
        )
        self.compared = compared


@dataclass(frozen=True)
class Received:
    """What stands on an invoice as it came, in cents; a credit note is below zero. `file` has a `name` and `read`."""

    number: str
    dated: date
    net_cents: int
    vat_cents: int
    file: Any


@transaction.atomic
def enter_worker_invoice(
    actor: Actor, worker_id: int, lines: Iterable[int], invoice: Received, *, at: datetime
) -> SelfBill:
    """For these earnings of a worker. Errors: Refused when the worker agreed that we make the invoices, a line does not
    wait for one, or something on it is not right; Differs when the amounts do not agree. Then nothing is kept."""
    require(actor, May.SETTLE)
    one_at_a_time(actor.cooperative_id)
    worker = Worker.objects.get(cooperative_id=actor.cooperative_id, pk=worker_id)
    _require_own_invoices(worker)
    number = clean(invoice.number)
    _require_right(worker, number, invoice.dated, local_day(at))
    found = _lines(actor, worker, lines)
    compared = compare(
        ((line.vat_percent, Cents(line.net_cents)) for line in found),
        Cents(invoice.net_cents),
        Cents(invoice.vat_cents),
    )
    if not compared.agrees:
        raise Differs(compared)
    name, content = _checked(invoice.file)
    credited_id = _credited(found) if compared.net < 0 else None
    made = SelfBill(
        cooperative_id=worker.cooperative_id,
        worker=worker,
        own_number=number,
        received_at=at,
        kind=InvoiceKind.CREDIT_NOTE if credited_id else InvoiceKind.INVOICE,
        credits_id=credited_id,
        period_start=min(line.delivered_on for line in found),
        period_end=max(line.delivered_on for line in found),
        net_cents=invoice.net_cents,
        vat_cents=invoice.vat_cents,
        issued_at=datetime.combine(invoice.dated, time(12), AMSTERDAM),
        issued_by_id=actor.person_id,
    )
    made.file.save(name, ContentFile(content), save=False)
    made.save(force_insert=True)
    Earning.objects.filter(pk__in=[line.pk for line in found]).update(self_bill=made)
    booked_on = local_day(at) if _is_closed(made) else invoice.dated
    book_worker_invoices(worker.cooperative_id, [made], [found], booked_on, at=at)
    return made


def _require_own_invoices(worker: Worker) -> None:
    if worker.contract != Contract.SELF_EMPLOYED:
        raise Refused(_("Only who works for their own account sends invoices."))
    if SelfBillingConsent.objects.filter(worker=worker, withdrawn_at=None).exists():
        raise Refused(_("This worker agreed that we make the invoices. With one of their own it would be paid twice."))


def _require_right(worker: Worker, number: str, dated: date, today: date) -> None:
    if not number:
        raise Refused(_("Fill in the number that stands on the invoice."), field="number")
    if SelfBill.objects.filter(worker=worker, own_number__iexact=number).exists():
        raise Refused(_("Invoice %(number)s of this worker was entered already.") % {"number": number}, field="number")
    if dated > today:
        raise Refused(_("The day on the invoice is still to come."), field="dated")


def _lines(actor: Actor, worker: Worker, asked: Iterable[int]) -> list[ToSelfBill]:
    wanted = set(asked)
    if not wanted:
        raise Refused(_("Tick the lines that this invoice is for."), field="lines")
    found = list(as_to_self_bill(to_invoice_themselves(actor, worker.pk).filter(pk__in=wanted)))
    if len(found) != len(wanted):
        raise Refused(_("A line does not wait for an invoice any more. Look at the lines again."), field="lines")
    return found


def _credited(lines: Sequence[ToSelfBill]) -> int:
    """The invoice that a credit note takes back from."""
    credited = {line.credited_id for line in lines}
    if len(credited) != 1 or None in credited:
        raise Refused(
            _("Together this is below zero: a credit note. That takes back from one invoice; tick only its lines."),
            field="lines",
        )
    return next(one for one in credited if one is not None)


def _checked(file: Any) -> tuple[str, bytes]:
    """A name of ours and what is in it; the content decides what it is."""
    if file is None:
        raise Refused(_("Choose the file of the invoice. You have to keep it seven years."), field="file")
    ending = PurePath(str(file.name)).suffix.lower().lstrip(".")
    if ending not in BEGINS:
        return f"{uuid4()}.jpg", clean_picture(file).content
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused(_("This file is larger than 10 MB."), field="file")
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(BEGINS[ending]):
        raise Refused(_("This file is no PDF, XML or picture that we can keep. Choose another one."), field="file")
    return f"{uuid4()}.{ending}", content


def _is_closed(bill: SelfBill) -> bool:
    month = local_day(bill.issued_at).replace(day=1)
    return ClosedMonth.objects.filter(cooperative_id=bill.cooperative_id, month=month).exists()
