"""What is agreed: drafted, changed while a draft, approved. Approved it never changes: a new price is a new version."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Outdated, Refused
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, DoorClosed, May, require
from werkplaats.settlement.models import Tariff, TariffLine
from werkplaats.settlement.queries_simulation import first_change
from werkplaats.settlement.queries_tariffs import same_agreement
from werkplaats.settlement.rules.period_prices import whole_month
from werkplaats.settlement.rules.tariffs import Rate, TariffKind, faults
from werkplaats.settlement.services.settling import settle_waiting
from werkplaats.settlement.wording import fault_text


@transaction.atomic
def draft_tariff(
    actor: Actor,
    kind: TariffKind,
    *,
    landlord: Landlord | None = None,
    district_team: DistrictTeam | None = None,
    at: datetime,
) -> Tariff:
    """A draft with the rates of the latest version, from the first day of next month. There already: that one."""
    require(actor, May.SETTLE)
    _one_at_a_time(actor)
    if any(one and one.cooperative_id != actor.cooperative_id for one in (landlord, district_team)):
        raise Refused(_("This partner is not there."))
    versions = same_agreement(actor.cooperative_id, kind, landlord, district_team)
    draft = versions.filter(approved_at=None).first()
    if draft:
        return draft
    latest = versions.order_by("-valid_from").first()
    begin = whole_month(max(local_day(at), latest.valid_from if latest else local_day(at)))[1] + timedelta(days=1)
    source = latest.source if latest else ""
    made = _new(actor, kind, landlord, district_team, valid_from=begin, source=source, at=at)
    if latest:
        _fill(made, [line.rate for line in latest.lines.order_by("pk")])
    return made


@transaction.atomic
def change_draft(
    actor: Actor, tariff_id: int, *, valid_from: date, source: str, rates: Sequence[Rate], at: datetime
) -> Tariff:
    """The draft has exactly these rates from now on. Errors: Refused for the first fault; Outdated when it is approved
    or thrown away."""
    draft = _draft(actor, tariff_id)
    _check(TariffKind(draft.kind), rates)
    if not source.strip():
        raise Refused(_("Write what it rests on: an agreement, a decision, a letter."), field="source")
    draft.valid_from, draft.source = valid_from, source.strip()
    draft.drafted_at, draft.drafted_by_id = at, actor.person_id
    draft.save(update_fields=["valid_from", "source", "drafted_at", "drafted_by"])
    draft.lines.all().delete()
    _fill(draft, rates)
    return draft


@transaction.atomic
def discard_draft(actor: Actor, tariff_id: int) -> None:
    """Errors: Outdated when it is approved or thrown away already."""
    _draft(actor, tariff_id).delete()


@transaction.atomic
def approve_tariff(actor: Actor, tariff_id: int, *, at: datetime) -> Tariff:
    """The second pair of eyes. From its day on it counts, and what waited for it is settled. It never changes any more.

    Errors: Refused for who drafted it (or changed the draft last), when it has faults, when a version begins on that
    day, or when work that is settled already would get another price; Outdated when it is approved or thrown away
    already; DoorClosed for who is no person.
    """
    draft = _draft(actor, tariff_id)
    if actor.person_id is None:
        raise DoorClosed(May.SETTLE)
    if draft.drafted_by_id == actor.person_id:
        raise Refused(_("You made this version yourself. Somebody else has to look at it and approve it."))
    _check(TariffKind(draft.kind), [line.rate for line in draft.lines.order_by("pk")])
    versions = same_agreement(actor.cooperative_id, TariffKind(draft.kind), draft.landlord, draft.district_team)
    if versions.filter(approved_at__isnull=False, valid_from=draft.valid_from).exists():
        raise Refused(_("A version begins on this day already. Choose a later day."), field="valid_from")
    changed = first_change(draft)
    if changed:
        raise Refused(
            _("Work of %(day)s is settled already, and would get another price. Choose a day after the last of it.")
            % {"day": f"{changed.day}-{changed.month}-{changed.year}"},
            field="valid_from",
        )
    draft.approved_at, draft.approved_by_id = at, actor.person_id
    draft.save(update_fields=["approved_at", "approved_by"])
    settle_waiting(at=at, cooperative_id=actor.cooperative_id)
    return draft


@transaction.atomic
def agree(
    actor: Actor,
    *,
    kind: TariffKind,
    valid_from: date,
    rates: Sequence[Rate],
    source: str,
    landlord: Landlord | None = None,
    district_team: DistrictTeam | None = None,
    approver: Actor,
    at: datetime,
) -> Tariff:
    """Drafted, and approved at once by somebody else (`approver`). Errors: as for `approve_tariff`."""
    require(actor, May.SETTLE)
    _one_at_a_time(actor)
    if same_agreement(actor.cooperative_id, kind, landlord, district_team).filter(approved_at=None).exists():
        raise Refused(_("There is a draft of this agreement. Approve it, or throw it away first."))
    made = _new(actor, kind, landlord, district_team, valid_from=valid_from, source=source, at=at)
    _check(kind, rates)
    _fill(made, rates)
    return approve_tariff(approver, made.pk, at=at)


def _one_at_a_time(actor: Actor) -> None:
    """Of who works on the tariffs of a cooperative; other work goes on."""
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)


def _draft(actor: Actor, tariff_id: int) -> Tariff:
    require(actor, May.SETTLE)
    _one_at_a_time(actor)
    found = Tariff.objects.filter(cooperative_id=actor.cooperative_id, pk=tariff_id)
    draft = found.select_related("landlord", "district_team").first()
    if draft is None:
        raise Outdated(_("This draft is not there any more."))
    if draft.approved_at is not None:
        raise Outdated(_("This version is approved and changes no more. Make a new version."))
    return draft


def _check(kind: TariffKind, rates: Sequence[Rate]) -> None:
    for fault in faults(kind, rates):
        raise Refused(fault_text(fault, rates))


def _new(
    actor: Actor,
    kind: TariffKind,
    landlord: Landlord | None,
    district_team: DistrictTeam | None,
    *,
    valid_from: date,
    source: str,
    at: datetime,
) -> Tariff:
    return Tariff.objects.create(
        cooperative_id=actor.cooperative_id,
        kind=kind,
        landlord=landlord,
        district_team=district_team,
        valid_from=valid_from,
        source=source,
        drafted_at=at,
        drafted_by_id=actor.person_id,
    )


def _fill(draft: Tariff, rates: Sequence[Rate]) -> None:
    TariffLine.objects.bulk_create(
        TariffLine(
            cooperative_id=draft.cooperative_id,
            tariff=draft,
            what=rate.what,
            branch=rate.branch,
            trade=rate.trade,
            item=rate.item,
            cents=rate.cents,
            percent=rate.percent,
            minutes=rate.minutes,
        )
        for rate in rates
    )
