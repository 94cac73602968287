"""The signed work behind an invoice, a report a visit: what goes along with it when the payer wants that.

A report names nobody: not who lives there, not who worked, and of household help no address either, but the payer's own
reference of the client. What a worker wrote in free words stays out, and photos are of repairs only.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from django.utils import timezone, translation
from PIL import Image, ImageOps

from werkplaats.delivery.models import Timesheet
from werkplaats.ground.formats import local_day
from werkplaats.ground.templatetags.labels import label
from werkplaats.intake.rules import Branch
from werkplaats.jobs.models import Job
from werkplaats.settlement.models import Charge, Invoice, Settlement
from werkplaats.settlement.names import line_name
from werkplaats.settlement.pdf import day_in_digits, decimal
from werkplaats.settlement.pdf_reports import Report
from werkplaats.settlement.queries_payers import terms_of
from werkplaats.settlement.rules.payers import Reports
from werkplaats.settlement.rules.pricing import LineKind
from werkplaats.triage.queries import list_by

PIXELS = 640  # the longest side of a photo in a report


def reports_of(invoice: Invoice) -> tuple[Report, ...]:
    """As was agreed with the payer on the day of the invoice; a credit note, and who agreed on nothing, has none."""
    terms = terms_of(invoice.partner, local_day(invoice.issued_at))
    if terms is None or terms.reports == Reports.NONE or invoice.credits_id:
        return ()
    with translation.override("nl"):
        return _reports(invoice, with_photos=terms.reports == Reports.WITH_PHOTOS)


def _reports(invoice: Invoice, *, with_photos: bool) -> tuple[Report, ...]:
    abouts = dict(Charge.objects.filter(invoice=invoice, settlement__isnull=False).values_list("settlement", "about"))
    settled = (
        Settlement.objects.filter(pk__in=abouts)
        .select_related("timesheet__visit__job__assessment", "timesheet__visit__job__care_grant")
        .prefetch_related("timesheet__materials")
        .order_by("delivered_on", "pk")
    )
    minutes = _minutes(list(settled))
    return tuple(_report(one, abouts[one.pk], minutes[one.pk], with_photos=with_photos) for one in settled)


def _minutes(settled: list[Settlement]) -> dict[int, int]:
    """By settlement, the minutes that held when it was made: a correction only keeps what it changed."""
    chains: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = Settlement.objects.filter(timesheet__in={one.timesheet_id for one in settled})
    for sheet, pk, minutes in rows.order_by("pk").values_list("timesheet_id", "pk", "minutes"):
        chains[sheet].append((pk, minutes))
    return {one.pk: sum(m for pk, m in chains[one.timesheet_id] if pk <= one.pk) for one in settled}


def _report(settlement: Settlement, about: str, minutes: int, *, with_photos: bool) -> Report:
    sheet = settlement.timesheet
    job = sheet.visit.job
    facts = [
        ("Werk", _work(job)),
        ("Tijd", f"{_clock(sheet.started_at)} – {_clock(sheet.stopped_at or sheet.started_at)}"),
        ("Gerekend", f"{minutes} minuten" + (", na een correctie" if settlement.replaces_id else "")),
        ("Uitkomst", str(label(sheet.outcome, "delivery_outcome"))),
    ]
    if materials := "; ".join(f"{decimal(Decimal(m.quantity))} × {m.description}" for m in sheet.materials.all()):
        facts.append(("Materiaal", materials))
    facts.append(("Getekend", _signed(sheet)))
    repair = job.branch == Branch.REPAIRS
    photos = tuple(_photos(sheet)) if with_photos and repair else ()
    return Report(f"{day_in_digits(settlement.delivered_on)}, {about}", tuple(facts), photos)


def _work(job: Job) -> str:
    """The trade, and the item of the list that was decided on, or the activities that were granted."""
    parts = [line_name(LineKind.LABOUR, job.trade)]
    if job.assessment and job.assessment.item_code:
        item = list_by(job.assessment.list_version_id, job.branch).item(job.assessment.item_code)
        parts += [item.name("nl")] if item else []
    if job.care_grant:
        parts += [str(label(activity, "activity")) for activity in job.care_grant.activities]
    return ", ".join(parts)


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _signed(sheet: Timesheet) -> str:
    if sheet.signed_at is None:
        return "niet getekend"
    by = label(sheet.signed_as, "sign_off_by")
    return f"door {by}, {day_in_digits(local_day(sheet.signed_at))} om {_clock(sheet.signed_at)}"


def _photos(sheet: Timesheet) -> Iterator[bytes]:
    """A file that is gone or broken is left out: an invoice does not wait for a photo."""
    for photo in sheet.photos.order_by("pk"):
        with suppress(OSError), photo.file.open("rb") as content:
            yield _small(content.read())


def _small(content: bytes) -> bytes:
    """Upright, and without what a camera writes in it (place, device)."""
    with Image.open(BytesIO(content)) as found:
        picture = ImageOps.exif_transpose(found).convert("RGB")
    picture.thumbnail((PIXELS, PIXELS))
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
