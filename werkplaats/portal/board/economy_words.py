"""What the pages of the neighbourhood's economy call things, and how they say an amount that is not sure."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from werkplaats.ground import formats
from werkplaats.insight.rules.costs_benefits.analysis import BreakEven, Never
from werkplaats.insight.rules.costs_benefits.assumptions import Assumption, Code, Group, Standing, Unit
from werkplaats.insight.rules.costs_benefits.statement import Branch, Item, Party
from werkplaats.insight.rules.economy import WorkBefore
from werkplaats.insight.rules.local_multiplier import Kind, Receiver
from werkplaats.insight.rules.uncertainty import Band, Distribution, Estimate

KINDS: dict[Kind, Any] = {
    Kind.WORKERS: lazy("Tradespeople"),
    Kind.HELPERS: lazy("Helpers"),
    Kind.COORDINATOR: lazy("Coordinator"),
    Kind.SUPPLIERS: lazy("Suppliers of material"),
    Kind.TAXES: lazy("Taxes and premiums"),
    Kind.OVERHEAD: lazy("Office, insurance, bank"),
}
RECEIVERS: dict[Receiver, Any] = {
    Receiver.WORKER: lazy("Tradespeople"),
    Receiver.HELPER: lazy("Helpers"),
    Receiver.SUPPLIER: lazy("Suppliers of material"),
}
PARTIES: dict[Party, Any] = {
    Party.TENANT: lazy("Tenants"),
    Party.LANDLORD: lazy("Landlord"),
    Party.MUNICIPALITY: lazy("Municipality"),
    Party.WORKER: lazy("Workers"),
    Party.COOPERATIVE: lazy("Cooperative"),
}
BRANCHES: dict[Branch, Any] = {
    Branch.REPAIRS: lazy("repairs"),
    Branch.HOUSEHOLD: lazy("household help"),
    Branch.BOTH: lazy("both"),
}
ITEMS: dict[Item, Any] = {
    Item.REPAIRS_PAID: lazy("Repairs charged"),
    Item.HOUSEHOLD_PAID: lazy("Household help charged"),
    Item.PLANS_PAID: lazy("Service plans and own jobs charged"),
    Item.CONTRIBUTIONS: lazy("Contributions of members"),
    Item.SUBSIDY: lazy("Subsidy"),
    Item.WORK_PAID: lazy("Paid to who worked"),
    Item.MATERIAL: lazy("Material"),
    Item.COORDINATOR: lazy("Coordinator, with premiums"),
    Item.OVERHEAD: lazy("Office, insurance, program"),
    Item.CONTRACTOR_SPARED: lazy("No contractor from outside"),
    Item.HANDLING_SPARED: lazy("Less planning at the landlord"),
    Item.LANDLORD_OWN: lazy("Working with the cooperative"),
    Item.WAITING_SPARED: lazy("Less waiting at home"),
    Item.HANDYMAN_SPARED: lazy("No handyman from elsewhere"),
    Item.CARE_SPARED: lazy("No help from another provider"),
    Item.BENEFIT_SPARED: lazy("Benefits that are not needed any more"),
    Item.CARE_AVOIDED: lazy("Care that is not needed"),
    Item.WORK_ELSEWHERE: lazy("What they would have earned elsewhere"),
    Item.WORKER_COSTS: lazy("Tools, insurance and travel of workers"),
}
ASSUMPTIONS: dict[Code, Any] = {
    Code.WORKER_ONWARD: lazy("What tradespeople spend in the district, of what they earn"),
    Code.HELPER_ONWARD: lazy("What helpers spend in the district, of what they earn"),
    Code.COORDINATOR_ONWARD: lazy("What the coordinator spends in the district, of the wage"),
    Code.SUPPLIER_ONWARD: lazy("What suppliers of the district spend in it, of what they earn"),
    Code.SUPPLIER_LOCAL: lazy("Material that is bought in the district"),
    Code.COORDINATOR_LOCAL: lazy("Part of the wage that goes to a coordinator of the district"),
    Code.BEFORE_LOCAL: lazy("Before: what contractors paid to people of the district"),
    Code.BEFORE_ONWARD: lazy("Before: what those people spent in the district"),
    Code.BEFORE_BACK: lazy("Before: what workers from outside spent in the district"),
    Code.COORDINATORS: lazy("Coordinators, full-time"),
    Code.COORDINATOR_HOUR: lazy("Wage of the coordinator for an hour"),
    Code.COORDINATOR_HOURS: lazy("Hours of a coordinator in a year"),
    Code.EMPLOYER_EXTRA: lazy("What an employer pays on top of the wage"),
    Code.OVERHEAD: lazy("Office, insurance and program in a year"),
    Code.SUBSIDY: lazy("Subsidy in a year"),
    Code.START_UP: lazy("Costs of starting, once"),
    Code.CONTRACTOR_HOUR: lazy("What a contractor asks for an hour"),
    Code.CONTRACTOR_MATERIAL: lazy("What a contractor puts on top of material"),
    Code.ORDER_HANDLING: lazy("What the landlord saves for each visit that it does not plan"),
    Code.LANDLORD_OWN: lazy("What working with the cooperative costs the landlord, for each dwelling"),
    Code.HOURS_WAITED: lazy("Hours that a tenant waits less for a visit"),
    Code.VALUE_OF_TIME: lazy("What an own hour is worth to a tenant"),
    Code.PRIVATE_HOUR: lazy("What a handyman elsewhere asks for an hour"),
    Code.CARE_HOUR: lazy("What the municipality pays elsewhere for an hour of help"),
    Code.BENEFIT_YEAR: lazy("What the municipality saves when somebody needs no benefit for a year"),
    Code.WOULD_HAVE_WORKED: lazy("People without work who would have found work anyway"),
    Code.CARE_AVOIDED: lazy("Care that is avoided, for each client in a year"),
    Code.WORKER_ELSEWHERE: lazy("Hours that workers would have worked elsewhere"),
    Code.WORKER_COSTS: lazy("What workers spend on their work, of what they earn"),
    Code.YEARS: lazy("Years that are counted"),
    Code.DISCOUNT: lazy("Discount rate for a year"),
}
GROUPS: dict[Group, Any] = {
    Group.LOCAL: lazy("What stays in the district"),
    Group.BEFORE: lazy("The situation before, with contractors from outside"),
    Group.COOPERATIVE: lazy("Cooperative"),
    Group.LANDLORD: lazy("Landlord"),
    Group.TENANT: lazy("Tenants"),
    Group.MUNICIPALITY: lazy("Municipality"),
    Group.WORKER: lazy("Workers"),
    Group.FUTURE: lazy("The years that come"),
}
DISTRIBUTIONS: dict[Distribution, Any] = {
    Distribution.TRIANGULAR: lazy("Most likely the value in the middle, less and less likely towards the ends"),
    Distribution.PERT: lazy("Most likely the value in the middle, and the ends hardly ever"),
    Distribution.UNIFORM: lazy("All values in the range are equally likely"),
    Distribution.FIXED: lazy("Known for sure"),
}
STANDINGS: dict[Standing, tuple[Any, str]] = {
    Standing.FOUND: (lazy("source found"), "ok"),
    Standing.NEAR: (lazy("source says something close"), "warning"),
    Standing.OWN: (lazy("own estimate"), "warning"),
    Standing.SET: (lazy("set by you"), "ok"),
}
UNITS: dict[Unit, Any] = {
    Unit.PERCENT: lazy("in per cent"),
    Unit.EURO: lazy("in euros"),
    Unit.HOURS: lazy("in hours"),
    Unit.NUMBER: lazy("a number"),
}
BEFORE: dict[WorkBefore, Any] = {
    WorkBefore.NONE: lazy("No paid work"),
    WorkBefore.SOME: lazy("Some work, less than wanted"),
    WorkBefore.ENOUGH: lazy("Enough work"),
}
NEVER: dict[Never, Any] = {
    Never.NONE_TOOK_PART: lazy("None took part, so what one brings is not known."),
    Never.NO_MARGIN: lazy("With what one of them leaves now, no number is enough."),
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
    return ranged(*(euros(cents) for cents in (found.value, found.low, found.high)))


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
