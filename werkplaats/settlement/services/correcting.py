"""A settlement that was not right is replaced, never changed: its lines are taken back and the right ones added."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.sql import model_of
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Settlement
from werkplaats.settlement.queries_work import read, sheets_to_settle
from werkplaats.settlement.rules.charging import Price
from werkplaats.settlement.rules.pricing import Material
from werkplaats.settlement.services.settling import Priced, keep, priced


@transaction.atomic
def correct(
    actor: Actor,
    settlement_id: int,
    *,
    reason: str,
    minutes: int | None = None,
    materials: tuple[Material, ...] | None = None,
    waived: bool = False,
    at: datetime,
) -> Settlement:
    """Price the timesheet of a settlement again, by the tariffs of its day as they are now: with other minutes or
    materials where given, or for nothing (`waived`). What was invoiced or self-billed goes on a credit note, what was
    not is left out.

    Errors: Refused without a reason, when a later correction replaced it already, or when nothing would change.
    """
    require(actor, May.SETTLE)
    if not reason.strip():
        raise Refused(_("Write why it is corrected, so that everybody understands it later."), field="reason")
    own = Settlement.objects.filter(cooperative_id=actor.cooperative_id, pk=settlement_id)
    (sheet,) = sheets_to_settle(own.values_list("timesheet", flat=True)) or (None,)
    before = own.filter(replaced_by=None).first()  # after the lock: nobody else is correcting it now
    if sheet is None or before is None:
        raise Refused(_("This has been corrected already. Correct the latest one."))
    found = next(iter(read([sheet])))
    if isinstance(found, Refused):
        raise found
    work = found.work
    if minutes is not None:
        work = replace(work, minutes=minutes, stopped_at=work.started_at + timedelta(minutes=minutes))
    if materials is not None:
        work = replace(work, materials=materials)
    again = priced(replace(found, work=work))
    price = Price((), ()) if waived or again is None else again.price
    lines = [(line.kind, line.net_cents) for line in before.charges.filter(reverses=None)]
    owed = [(line.kind, line.net_cents) for line in before.earnings.filter(reverses=None)]
    if sorted(lines) == sorted((x.line.kind, x.net_cents) for x in price.charged) and sorted(owed) == sorted(
        (x.line.kind, x.net_cents) for x in price.earned
    ):
        raise Refused(_("This is what was settled already. Nothing is changed."))
    corrected = Priced(replace(found, work=work), price, before, reason.strip(), actor.person_id)
    (written,) = keep([corrected], at=at)
    kept = model_of(Settlement, written)
    assert kept is not None  # it has its key
    return kept
