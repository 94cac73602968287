"""Rates, faults and lines in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground import formats
from werkplaats.ground.labels import LABELS
from werkplaats.settlement.rules.tariffs import Fault, Rate, RateKind, Wrong

FAULTS: Final[dict[Wrong, Any]] = {
    Wrong.EMPTY: gettext_lazy("There is no price in it yet. Fill in at least one amount."),
    Wrong.OTHER_KIND: gettext_lazy("This does not belong in an agreement of this kind."),
    Wrong.NEGATIVE: gettext_lazy("An amount cannot be below zero."),
    Wrong.SHARE: gettext_lazy("A share cannot be more than 100 %."),
    Wrong.OVERLAP: gettext_lazy("This work has a price already. Leave one of the two out."),
    Wrong.NO_HOUR: gettext_lazy("It comes on top of a rate per hour, and there is none for this work."),
    Wrong.NO_PRICE: gettext_lazy("It comes on top of a price, and there is none for this work."),
}
IN_CENTS: Final[dict[RateKind, Any]] = {
    RateKind.HOUR: gettext_lazy("%(amount)s per hour"),
    RateKind.DWELLING_MONTH: gettext_lazy("%(amount)s per dwelling per month"),
    RateKind.CLIENT_MONTH: gettext_lazy("%(amount)s per client per month"),
    RateKind.PLAN_MONTH: gettext_lazy("%(amount)s per month"),
    RateKind.CONTRIBUTION_YEAR: gettext_lazy("%(amount)s per year"),
    RateKind.TRAVEL: gettext_lazy("%(amount)s per visit"),
}


def rate_name(rate: Rate, items: Mapping[str, str] | None = None) -> str:
    """What a rate is for: "Uur: Schilder". `items`: code → name of the items of a list."""
    parts = []
    if rate.item:
        known = {**LABELS["activity"], **LABELS["member_kind"], **(items or {})}
        parts.append(str(known.get(rate.item, rate.item)))
    if rate.trade:
        parts.append(str(LABELS["trade"].get(rate.trade, rate.trade)))
    elif rate.branch and not rate.item:
        parts.append(str(LABELS["branch"].get(rate.branch, rate.branch)))
    name = str(LABELS["rate_kind"][rate.what])
    return f"{name}: {', '.join(parts)}" if parts else name


def rate_amount(rate: Rate) -> str:
    """How much: "€ 48,00 per uur", "25 %", "30 minuten"."""
    language = get_language() or "nl"
    if rate.what is RateKind.MINIMUM:
        return formats.minutes_as_hours(rate.minutes, language)
    if rate.what in (RateKind.MARKUP, RateKind.EVENING, RateKind.WEEKEND, RateKind.SHARE):
        return f"{_number(rate.percent, language)}\u00a0%"
    amount = formats.euro(rate.cents, language)
    pattern = IN_CENTS.get(rate.what)
    return str(pattern) % {"amount": amount} if pattern else amount


def fault_text(fault: Fault, rates: Sequence[Rate]) -> str:
    text = str(FAULTS[fault.what])
    if fault.rate is None:
        return text
    return _("%(rate)s: %(text)s") % {"rate": rate_name(rates[fault.rate]), "text": text}


def _number(percent: Decimal, language: str) -> str:
    text = format(percent.normalize(), "f")
    return text if formats.known(language) == "en" else text.replace(".", ",")
