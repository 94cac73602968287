"""What the board sets for the results: assumptions, the district, and what workers told of before."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.insight.models import Assumption, District, EarlierWork
from werkplaats.insight.rules.costs_benefits.assumptions import LIMITS, MOST_YEARS, Code, Wrong, shipped, wrong_with
from werkplaats.insight.rules.economy import WorkBefore, areas
from werkplaats.insight.rules.uncertainty import Distribution
from werkplaats.members.models import Worker
from werkplaats.members.rules.roles import Actor, May, require

CENT = Decimal("0.01")


@transaction.atomic
def set_assumption(
    actor: Actor,
    code: Code,
    *,
    low: Decimal,
    value: Decimal,
    high: Decimal,
    distribution: Distribution,
    source: str,
    valid_from: date,
    at: datetime,
) -> Assumption:
    """A new version from a day on, in the unit of the assumption. Errors: Refused for what cannot be, or without a
    source."""
    require(actor, May.SETTLE)
    unit = shipped()[code].unit
    wrong = wrong_with(code, unit, float(low), float(value), float(high), distribution)
    if wrong is not None:
        raise _refused(wrong, *LIMITS[unit])
    if not source.strip():
        raise Refused(_("Say where this comes from: a document, a decision, or your own estimate."), field="source")
    return Assumption.objects.create(
        cooperative_id=actor.cooperative_id,
        code=code,
        value=value.quantize(CENT),
        low=low.quantize(CENT),
        high=high.quantize(CENT),
        distribution=distribution,
        source=source.strip(),
        valid_from=valid_from,
        set_at=at,
        set_by_id=actor.person_id,
    )


def _refused(wrong: Wrong, bottom: float, top: float) -> Refused:
    if wrong is Wrong.ORDER:
        return Refused(_("The likeliest value must lie from the lowest to the highest."), field="value")
    if wrong is Wrong.LIMIT:
        words = _("This must lie from %(bottom)d to %(top)d.") % {"bottom": bottom, "top": top}
        return Refused(words, field="high")
    if wrong is Wrong.FIXED:
        return Refused(_("What is known for sure has no range. Fill in the same number three times."), field="high")
    if wrong is Wrong.RANGE:
        return Refused(_("There is no range. Choose “known for sure”, or fill in a range."), field="distribution")
    words = _("Fill in a whole number of years from 1 to %(most)d, known for sure.") % {"most": MOST_YEARS}
    return Refused(words, field="value")


@transaction.atomic
def set_district(actor: Actor, typed: str, *, at: datetime) -> District:
    """Which postcodes count as of the district, with commas between. Errors: Refused, naming what is no postcode."""
    require(actor, May.SETTLE)
    found, wrong = areas(typed)
    if wrong:
        words = _("This is not a postcode: %(wrong)s. Write 3812, 3812 AB or 3811-3813.") % {"wrong": ", ".join(wrong)}
        raise Refused(words, field="areas")
    if not found:
        raise Refused(_("Fill in at least one postcode, such as 3812."), field="areas")
    return District.objects.create(
        cooperative_id=actor.cooperative_id,
        areas=[str(area) for area in found],
        set_at=at,
        set_by_id=actor.person_id,
    )


@transaction.atomic
def tell_earlier_work(actor: Actor, worker_id: int, before: WorkBefore, *, at: datetime) -> EarlierWork:
    """What a worker did before the first paid work here: told by the worker, or to who settles. Errors: Refused."""
    if actor.worker_id != worker_id:
        require(actor, May.SETTLE)
    if not Worker.objects.filter(pk=worker_id, cooperative_id=actor.cooperative_id).exists():
        raise Refused(_("This worker is not there any more."))
    return EarlierWork.objects.create(
        cooperative_id=actor.cooperative_id,
        worker_id=worker_id,
        before=before,
        told_at=at,
        recorded_by_id=actor.person_id,
    )
