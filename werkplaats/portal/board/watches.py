"""What the treasurer should see before it is too late: no VAT number, the limit of the KOR, and workers who work almost
only here."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from werkplaats.members.rules.roles import Actor
from werkplaats.settlement.models import Letterhead
from werkplaats.settlement.queries_guard import above_a_level
from werkplaats.settlement.queries_vat import charges_vat, small_business_watch
from werkplaats.settlement.rules.vat.small_business import Level


def watches(actor: Actor, head: Letterhead | None, today: date) -> list[dict[str, str]]:
    """Alerts for components/alert.html; empty when there is nothing to say. `head`: the letterhead of today."""
    return [*_vat_number(actor, head), *_limit(actor, head, today), *_guard(actor, today)]


def _vat_number(actor: Actor, head: Letterhead | None) -> list[dict[str, str]]:
    """It has to stand on an invoice with VAT, and on one of a worker who reverses it (Wet OB, article 35a)."""
    if head is None or head.vat_number or head.small_business:
        return []
    if not charges_vat(actor.cooperative_id):
        return []
    return [
        {
            "title": _("Your invoices have VAT, but no VAT number"),
            "tone": "warning",
            "url": reverse("board:letterhead"),
            "label": _("Fill in the letterhead"),
        }
    ]


def _limit(actor: Actor, head: Letterhead | None, today: date) -> list[dict[str, str]]:
    watch = small_business_watch(actor, today.year) if head and head.small_business else None
    if watch is None or watch.level is Level.BELOW:
        return []
    over = watch.level is Level.OVER
    title = _("You are above the limit of the KOR") if over else _("You come close to the limit of the KOR")
    return [
        {
            "title": title,
            "tone": "error" if over else "warning",
            "url": reverse("board:vat_limit"),
            "label": _("See what to do"),
        }
    ]


def _guard(actor: Actor, today: date) -> list[dict[str, str]]:
    count = above_a_level(actor, today)
    if not count:
        return []
    title = ngettext(
        "%(count)d self-employed worker works almost only for you",
        "%(count)d self-employed workers work almost only for you",
        count,
    )
    return [
        {
            "title": title % {"count": count},
            "tone": "warning",
            "url": reverse("board:guard"),
            "label": _("See what to do"),
        }
    ]
