"""What the pages of the neighbourhood's economy call things, and how they say an amount that is not sure."""

from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground import formats
from werkplaats.insight.rules.costs_benefits.analysis import BreakEven, Never
from werkplaats.insight.rules.costs_benefits.assumptions import Assumption, Code, Group, Standing, Unit
from werkplaats.insight.rules.costs_benefits.statement import Branch, Item, Party
from werkplaats.insight.rules.economy import WorkBefore
from werkplaats.insight.rules.local_multiplier import Kind, Receiver
from werkplaats.insight.rules.uncertainty import Band, Distribution, Estimate

KINDS: dict[Kind, Any] = {
    Kind.WORKERS: gettext_lazy("Tradespeople"),
    Kind.HELPERS: gettext_lazy("Helpers"),
    Kind.COORDINATOR: gettext_lazy("Coordinator"),
    Kind.SUPPLIERS: gettext_lazy("Suppliers of material"),
    Kind.TAXES: gettext_lazy("Taxes and premiums"),
    Kind.OVERHEAD: gettext_lazy("Office, insurance, bank"),
}
RECEIVERS: dict[Receiver, Any] = {
    Receiver.WORKER: gettext_lazy("Tradespeople"),
    Receiver.HELPER: gettext_lazy("Helpers"),
    Receiver.SUPPLIER: gettext_lazy("Suppliers of material"),
}
PARTIES: dict[Party, Any] = {
    Party.TENANT: gettext_lazy("Tenants"),
    Party.LANDLORD: gettext_lazy("Landlord"),
    Party.MUNICIPALITY: gettext_lazy("Municipality"),
    Party.WORKER: gettext_lazy("Workers"),
    Party.COOPERATIVE: gettext_lazy("Cooperative"),
}
BRANCHES: dict[Branch, Any] = {
    Branch.REPAIRS: gettext_lazy("repairs"),
    Branch.HOUSEHOLD: gettext_lazy("household help"),
    Branch.BOTH: gettext_lazy("both"),
}
ITEMS: dict[Item, Any] = {
    Item.REPAIRS_PAID: gettext_lazy("Repairs charged"),
    Item.HOUSEHOLD_PAID: gettext_lazy("Household help charged"),
    Item.PLANS_PAID: gettext_lazy("Service plans and own jobs charged"),
    Item.CONTRIBUTIONS: gettext_lazy("Contributions of members"),
    Item.SUBSIDY: gettext_lazy("Subsidy"),
    Item.WORK_PAID: gettext_lazy("Paid to who worked"),
    Item.MATERIAL: gettext_lazy("Material"),
    Item.COORDINATOR: gettext_lazy("Coordinator, with premiums"),
    Item.OVERHEAD: gettext_lazy("Office, insurance, program"),
    Item.CONTRACTOR_SPARED: gettext_lazy("No contractor from outside"),
    Item.HANDLING_SPARED: gettext_lazy("Less planning at the landlord"),
    Item.LANDLORD_OWN: gettext_lazy("Working with the cooperative"),
    Item.WAITING_SPARED: gettext_lazy("Less waiting at home"),
    Item.HANDYMAN_SPARED: gettext_lazy("No handyman from elsewhere"),
    Item.CARE_SPARED: gettext_lazy("No help from another provider"),
    Item.BENEFIT_SPARED: gettext_lazy("Benefits that are not needed any more"),
    Item.CARE_AVOIDED: gettext_lazy("Care that is not needed"),
    Item.WORK_ELSEWHERE: gettext_lazy("What they would have earned elsewhere"),
    Item.WORKER_COSTS: gettext_lazy("Tools, insurance and travel of workers"),
}
ASSUMPTIONS: dict[Code, Any] = {
    Code.WORKER_ONWARD: gettext_lazy("What tradespeople spend in the district, of what they earn"),
    Code.HELPER_ONWARD: gettext_lazy("What helpers spend in the district, of what they earn"),
    Code.COORDINATOR_ONWARD: gettext_lazy("What the coordinator spends in the district, of the wage"),
    Code.SUPPLIER_ONWARD: gettext_lazy("What suppliers of the district spend in it, of what they earn"),
    Code.SUPPLIER_LOCAL: gettext_lazy("Material that is bought in the district"),
    Code.COORDINATOR_LOCAL: gettext_lazy("Part of the wage that goes to a coordinator of the district"),
    Code.BEFORE_LOCAL: gettext_lazy("Before: what contractors paid to people of the district"),
    Code.BEFORE_ONWARD: gettext_lazy("Before: what those people spent in the district"),
    Code.BEFORE_BACK: gettext_lazy("Before: what workers from outside spent in the district"),
    Code.COORDINATORS: gettext_lazy("Coordinators, full-time"),
    Code.COORDINATOR_HOUR: gettext_lazy("Wage of the coordinator for an hour"),
    Code.COORDINATOR_HOURS: gettext_lazy("Hours of a coordinator in a year"),
    Code.EMPLOYER_EXTRA: gettext_lazy("What an employer pays on top of the wage"),
    Code.OVERHEAD: gettext_lazy("Office, insurance and program in a year"),
    Code.SUBSIDY: gettext_lazy("Subsidy in a year"),
    Code.START_UP: gettext_lazy("Costs of starting, once"),
    Code.CONTRACTOR_HOUR: gettext_lazy("What a contractor asks for an hour"),
    Code.CONTRACTOR_MATERIAL: gettext_lazy("What a contractor puts on top of material"),
    Code.ORDER_HANDLING: gettext_lazy("What the landlord saves for each visit that it does not plan"),
    Code.LANDLORD_OWN: gettext_lazy("What working with the cooperative costs the landlord, for each dwelling"),
    Code.HOURS_WAITED: gettext_lazy("Hours that a tenant waits less for a visit"),
    Code.VALUE_OF_TIME: gettext_lazy("What an own hour is worth to a tenant"),
    Code.PRIVATE_HOUR: gettext_lazy("What a handyman elsewhere asks for an hour"),
    Code.CARE_HOUR: gettext_lazy("What the municipality pays elsewhere for an hour of help"),
    Code.BENEFIT_YEAR: gettext_lazy("What the municipality saves when somebody needs no benefit for a year"),
    Code.WOULD_HAVE_WORKED: gettext_lazy("People without work who would have found work anyway"),
    Code.CARE_AVOIDED: gettext_lazy("Care that is avoided, for each client in a year"),
    Code.WORKER_ELSEWHERE: gettext_lazy("Hours that workers would have worked elsewhere"),
    Code.WORKER_COSTS: gettext_lazy("What workers spend on their work, of what they earn"),
    Code.YEARS: gettext_lazy("Years that are counted"),
    Code.DISCOUNT: gettext_lazy("Discount rate for a year"),
}
GROUPS: dict[Group, Any] = {
    Group.LOCAL: gettext_lazy("What stays in the district"),
    Group.BEFORE: gettext_lazy("The situation before, with contractors from outside"),
    Group.COOPERATIVE: gettext_lazy("Cooperative"),
    Group.LANDLORD: gettext_lazy("Landlord"),
    Group.TENANT: gettext_lazy("Tenants"),
    Group.MUNICIPALITY: gettext_lazy("Municipality"),
    Group.WORKER: gettext_lazy("Workers"),
    Group.FUTURE: gettext_lazy("The years that come"),
}
DISTRIBUTIONS: dict[Distribution, Any] = {
    Distribution.TRIANGULAR: gettext_lazy("Most likely the value in the middle, less and less likely towards the ends"),
    Distribution.PERT: gettext_lazy("Most likely the value in the middle, and the ends hardly ever"),
    Distribution.UNIFORM: gettext_lazy("All values in the range are equally likely"),
    Distribution.FIXED: gettext_lazy("Known for sure"),
}
STANDINGS: dict[Standing, tuple[Any, str]] = {
    Standing.FOUND: (gettext_lazy("source found"), "ok"),
    Standing.NEAR: (gettext_lazy("source says something close"), "warning"),
    Standing.OWN: (gettext_lazy("own estimate"), "warning"),
    Standing.SET: (gettext_lazy("set by you"), "ok"),
}
UNITS: dict[Unit, Any] = {
    Unit.PERCENT: gettext_lazy("in per cent"),
    Unit.EURO: gettext_lazy("in euros"),
    Unit.HOURS: gettext_lazy("in hours"),
    Unit.NUMBER: gettext_lazy("a number"),
}
BEFORE: dict[WorkBefore, Any] = {
    WorkBefore.NONE: gettext_lazy("No paid work"),
    WorkBefore.SOME: gettext_lazy("Some work, less than wanted"),
    WorkBefore.ENOUGH: gettext_lazy("Enough work"),
}
NEVER: dict[Never, Any] = {
    Never.NONE_TOOK_PART: gettext_lazy("None took part, so what one brings is not known."),
    Never.NO_MARGIN: gettext_lazy("With what one of them leaves now, no number is enough."),
}


def euros(cents: float) -> str:
    """In whole euros: what is estimated has no cents."""
    text = formats.euro(round(cents / 100) * 100, get_language() or "nl")
    return text[:-3]


def ranged(value: str, low: str, high: str) -> str:
    if low == value == high:
        return value
    return _("%(value)s (from %(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


def band(found: Band) -> str:
    return ranged(*_euros(found))


def stacked(found: Band) -> SafeString:
    """The same for a narrow cell: the range on a line of its own."""
    value, low, high = _euros(found)
    if low == value == high:
        return format_html("{}", value)
    words = _("%(low)s to %(high)s") % {"low": low, "high": high}
    return format_html('{}<br><span class="wp-muted">{}</span>', value, words)


def _euros(found: Band) -> tuple[str, str, str]:
    return euros(found.value), euros(found.low), euros(found.high)


def number(value: float, places: int = 2) -> str:
    """Without zeros at the end that say nothing."""
    exact = round(value, places)
    if exact == int(exact):
        places = 0
    return str(number_format(exact, decimal_pos=places, use_l10n=True, force_grouping=True))


def quantity(value: float, unit: Unit) -> str:
    if unit is Unit.EURO:
        return formats.euro(round(value * 100), get_language() or "nl")
    if unit is Unit.PERCENT:
        return f"{number(value)}\u00a0%"
    if unit is Unit.HOURS:
        return _("%(number)s hours") % {"number": number(value)}
    return number(value)


def estimate(found: Estimate, unit: Unit) -> str:
    return ranged(*(quantity(value, unit) for value in (found.value, found.low, found.high)))


def assumption(found: Assumption) -> dict[str, Any]:
    """For a row of a table."""
    language = formats.known(get_language() or "nl")
    words, tone = STANDINGS[found.standing]
    return {
        "code": found.code,
        "name": ASSUMPTIONS[found.code],
        "value": estimate(found.estimate, found.unit),
        "source": found.source(language),
        "standing": words,
        "tone": tone,
        "valid_from": found.valid_from,
    }


def needed(found: BreakEven) -> str:
    """How many it takes, or why no number is enough."""
    if found.needed is None:
        assert found.why is not None  # a number or a reason
        return str(NEVER[found.why])
    return ranged(*(number(float(count or 0), 0) for count in (found.needed, found.low, found.high)))
