"""From a signed timesheet to money: once, by tariff, in balance."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.delivery.models import Timesheet
from werkplaats.ground.adding import add, new_ids
from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.ground.sql import model_of
from werkplaats.settlement.models import Charge, Earning, Settlement
from werkplaats.settlement.queries import unsettled
from werkplaats.settlement.queries_work import Task, read, sheets_to_settle
from werkplaats.settlement.rules import Payer, booking
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.charging import Price, Taxed, price
from werkplaats.settlement.rules.pricing import LineKind, NotAgreed
from werkplaats.settlement.rules.vat import Fact, Undecided
from werkplaats.settlement.services.ledger import Booking, book

Row = dict[str, Any]  # by the names of its columns
AT_ONCE = 1000  # timesheets in one transaction
NOT_KNOWN = {
    Fact.AGE: gettext_lazy("the year in which the dwelling was built"),
    Fact.SHARES: gettext_lazy("whether this helper shares the exemption from VAT of granted help"),
}


@dataclass(frozen=True)
class Priced:
    """A timesheet with its price; of a correction what it replaces, and why."""

    task: Task
    price: Price
    replaces: Settlement | None = None
    reason: str = ""
    by_id: int | None = None


@transaction.atomic
def settle(timesheet: Timesheet, *, at: datetime) -> Settlement | None:
    """Price a signed timesheet and book it; a second time gives the same settlement.

    Warranty work gives a settlement of zeros. None when nobody was home and no amount for that is agreed.
    Called by who signs off (desk.sign_off), in the same transaction; the door is asked there.
    Errors: Refused when it is not signed, nothing is agreed for that day, or nobody is there to pay.
    """
    # the lock only on the timesheet: two sign-offs at once settle one after the other
    (sheet,) = sheets_to_settle([timesheet.pk])
    if sheet.settled:
        return Settlement.objects.get(timesheet_id=sheet.pk, replaces=None)
    task = next(iter(read([sheet])))
    if isinstance(task, Refused):
        raise task
    found = priced(task)
    return model_of(Settlement, keep([found], at=at)[0]) if found else None


def settle_waiting(*, at: datetime, cooperative_id: int | None = None) -> int:
    """Settle what was signed before there was a tariff or a payer, of one cooperative or of all. Gives how many.

    What still cannot be settled stays on the page Settlement, with the reason.
    """
    waiting = list(unsettled(cooperative_id).values_list("cooperative_id", "pk"))
    by_cooperative: dict[int, list[int]] = {}
    for cooperative, sheet in waiting:
        by_cooperative.setdefault(cooperative, []).append(sheet)
    return sum(
        _settle_some(sheets[start : start + AT_ONCE], at=at)
        for sheets in by_cooperative.values()
        for start in range(0, len(sheets), AT_ONCE)
    )


@transaction.atomic
def _settle_some(sheet_ids: list[int], *, at: datetime) -> int:
    """Of one cooperative; what is refused is left for later."""
    found = []
    for task in read([sheet for sheet in sheets_to_settle(sheet_ids) if not sheet.settled]):
        with suppress(Refused):
            if isinstance(task, Task):
                found.append(priced(task))
    return len(keep([one for one in found if one], at=at))


def priced(task: Task) -> Priced | None:
    """The price of what a timesheet says, None where there is nothing to settle. Errors: Refused."""
    if not task.work.nobody_home and task.sheet.signed_at is None:
        raise Refused(_("This timesheet is not signed yet. Ask the resident to sign it first."))
    try:
        found = price(task.work, task.asked, task.paid, task.sale, task.purchase)
    except NotAgreed:
        raise Refused(
            _("There is no price for this work in the tariff of that day. Add it on the page Tariffs.")
        ) from None
    except Undecided as why:
        raise Refused(_undecided(why)) from None
    if task.work.nobody_home and not (found.charged or found.earned):
        return None
    return Priced(task, found)


def _undecided(why: Undecided) -> str:
    if not why.missing:
        return _("There is no VAT rule for this work on that day.")
    what = ", ".join(str(NOT_KNOWN.get(fact, fact)) for fact in why.missing)
    return _("How this work is taxed depends on something that is not known yet: %(what)s.") % {"what": what}


def keep(found: Sequence[Priced], *, at: datetime) -> list[Row]:
    """Settlements with their charges, earnings and bookings; gives the settlements as they were written. All of one
    cooperative, in one transaction."""
    if not found:
        return []
    keys = new_ids(Settlement, len(found))
    settlements, charges, earnings, bookings = [], [], [], []
    for key, one in zip(keys, found, strict=True):
        back = TakenBack.of(one.replaces) if one.replaces else NOTHING
        settlement = _settlement(key, one, back, at)
        asked, owed = _charges(one, back, settlement, at), _earnings(one, back, settlement, at)
        settlements.append(settlement)
        bookings.append(_booking(settlement, one, asked, owed, at))
        charges += asked
        earnings += owed
    add(Settlement, settlements)
    add(Charge, charges)
    add(Earning, earnings)
    book(found[0].task.sheet.cooperative_id, bookings, at=at)
    return settlements


@dataclass(frozen=True)
class TakenBack:
    """The lines of a settlement that a correction replaces; by default of none."""

    asked: tuple[Charge, ...] = ()
    owed: tuple[Earning, ...] = ()
    minutes: int = 0

    @classmethod
    def of(cls, settlement: Settlement) -> "TakenBack":
        chain = Settlement.objects.filter(timesheet_id=settlement.timesheet_id)
        return cls(
            tuple(settlement.charges.filter(reverses=None)),
            tuple(settlement.earnings.filter(reverses=None)),
            chain.aggregate(minutes=Sum("minutes"))["minutes"],
        )


NOTHING = TakenBack()


def _settlement(key: int, one: Priced, back: TakenBack, at: datetime) -> Row:
    task = one.task
    return {
        "id": key,
        "cooperative_id": task.sheet.cooperative_id,
        "timesheet_id": task.sheet.pk,
        "replaces_id": one.replaces.pk if one.replaces else None,
        "reason": one.reason,
        "tariff_id": task.tariff_id,
        "pay_tariff_id": task.paid.id,
        **task.payer.columns(),
        "pilot_id": task.pilot_id,
        "delivered_on": task.day,
        "minutes": task.work.minutes - back.minutes,
        "charged_cents": int(one.price.charged_cents) - sum(line.net_cents for line in back.asked),
        "earned_cents": int(one.price.earned_cents) - sum(line.net_cents for line in back.owed),
        "settled_at": at,
        "settled_by_id": one.by_id,
    }


def _charges(one: Priced, back: TakenBack, settlement: Row, at: datetime) -> list[Row]:
    same = {
        "cooperative_id": settlement["cooperative_id"],
        "settlement_id": settlement["id"],
        **one.task.payer.columns(),
        "pilot_id": settlement["pilot_id"],
        "about": one.task.about,
        "delivered_on": settlement["delivered_on"],
        "charged_at": at,
        "reverses_id": None,
    }
    new = {"settlement_id": settlement["id"], "charged_at": at}
    return _lines(same, one.price.charged, back.asked, new)


def _earnings(one: Priced, back: TakenBack, settlement: Row, at: datetime) -> list[Row]:
    same = {
        "cooperative_id": settlement["cooperative_id"],
        "settlement_id": settlement["id"],
        "worker_id": one.task.sheet.worker_id,
        "pilot_id": settlement["pilot_id"],
        "delivered_on": settlement["delivered_on"],
        "earned_at": at,
        "reverses_id": None,
    }
    new = {"settlement_id": settlement["id"], "earned_at": at}
    return _lines(same, one.price.earned, back.owed, new)


def _lines(same: Row, priced: Iterable[Taxed], back: Iterable[Charge | Earning], new: Row) -> list[Row]:
    """What is taken back, and what is priced now."""
    added = [{**same, **columns(taxed)} for taxed in priced]
    return [_opposite(line, [*same, *COLUMNS], new) for line in back] + added


COLUMNS = (
    "kind", "description", "quantity", "unit", "price_cents", "per", "net_cents", "vat_rule", "vat_category",
    "vat_percent",
)  # fmt: skip


def columns(taxed: Taxed) -> Row:
    """A priced line as the columns that charges and earnings share."""
    line, vat = taxed.line, taxed.rule.vat
    return {
        "kind": line.kind,
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "price_cents": line.price_cents,
        "per": line.per,
        "net_cents": int(line.net_cents),
        "vat_rule": taxed.rule.code,
        "vat_category": vat.category,
        "vat_percent": vat.percent,
    }


def _opposite(line: Charge | Earning, names: Iterable[str], new: Row) -> Row:
    """The line that takes this one back."""
    same = {name: getattr(line, name) for name in names}
    return {**same, **new, "reverses_id": line.pk, "quantity": -line.quantity, "net_cents": -line.net_cents}


def _booking(settlement: Row, one: Priced, charges: Iterable[Row], earnings: Iterable[Row], at: datetime) -> Booking:
    day = settlement["delivered_on"]
    return Booking(
        Journal.WORK,
        event=f"settlement:{settlement['id']}",
        booked_on=local_day(at),
        description=f"bezoek {one.task.sheet.visit_id}, {day.day}-{day.month}-{day.year}",
        sides=booking.delivered(
            Payer(settlement["payer"]),
            [(LineKind(line["kind"]), line["net_cents"]) for line in charges],
            [(LineKind(line["kind"]), line["net_cents"]) for line in earnings],
        ),
        landlord_id=settlement["landlord_id"],
        district_team_id=settlement["district_team_id"],
        person_id=settlement["person_id"],
        worker_id=one.task.sheet.worker_id,
        pilot_id=settlement["pilot_id"],
    )
