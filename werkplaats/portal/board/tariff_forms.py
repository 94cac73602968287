"""A tariff as a form: in plain words how is paid first, then only the amounts that belong to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from werkplaats.ground.labels import LABELS
from werkplaats.homes.rules import HouseholdActivity
from werkplaats.intake.rules import Branch
from werkplaats.members.rules import MemberKind
from werkplaats.portal.fields import CommaDecimal, day_field
from werkplaats.settlement.rules.tariffs import FIXED, Rate, RateKind, TariffKind

SPARE_UNITS: Final = 5  # empty rows for prices a job
MOST_EUROS: Final = 100_000


class Way(StrEnum):
    """How is paid, as people say it; each brings its own amounts."""

    FIXED = "fixed"
    HOURS = "hours"
    UNITS = "units"
    SHARE = "share"


WAYS: Final[dict[TariffKind, dict[Way, Any]]] = {
    TariffKind.LANDLORD: {
        Way.FIXED: _("A fixed amount per dwelling per month"),
        Way.HOURS: _("The hours that were worked, and the material"),
        Way.UNITS: _("A fixed price for each sort of job"),
    },
    TariffKind.MUNICIPALITY: {
        Way.FIXED: _("A fixed amount per client per month"),
        Way.HOURS: _("The hours of help that were given"),
    },
    TariffKind.SERVICE_PLAN: {
        Way.FIXED: _("A fixed amount per month, with the work in it"),
        Way.HOURS: _("The hours that were worked, and the material"),
        Way.UNITS: _("A fixed price for each sort of job"),
    },
    TariffKind.WORKERS: {
        Way.HOURS: _("An amount per hour"),
        Way.UNITS: _("A fixed amount for each sort of job"),
        Way.SHARE: _("What was asked for the work, less the share of the cooperative"),
    },
    TariffKind.MEMBERSHIP: {},
}
OF_WAY: Final[dict[RateKind, Way]] = {
    **dict.fromkeys(FIXED, Way.FIXED),
    RateKind.HOUR: Way.HOURS,
    RateKind.MINIMUM: Way.HOURS,
    RateKind.EVENING: Way.HOURS,
    RateKind.WEEKEND: Way.HOURS,
    RateKind.UNIT: Way.UNITS,
    RateKind.SHARE: Way.SHARE,
}
MONTHLY: Final = {
    TariffKind.LANDLORD: RateKind.DWELLING_MONTH,
    TariffKind.MUNICIPALITY: RateKind.CLIENT_MONTH,
    TariffKind.SERVICE_PLAN: RateKind.PLAN_MONTH,
}
BRANCH: Final = {
    TariffKind.LANDLORD: Branch.REPAIRS,
    TariffKind.SERVICE_PLAN: Branch.REPAIRS,
    TariffKind.MUNICIPALITY: Branch.HOUSEHOLD,
}


def ways_of(kind: TariffKind, rates: Iterable[Rate]) -> list[Way]:
    """The ways that a tariff uses now; of one that is empty none, so that people choose."""
    used = {OF_WAY[rate.what] for rate in rates if rate.what in OF_WAY}
    return [way for way in WAYS[kind] if way in used]


class WaysForm(forms.Form):
    """Sent by GET: which amounts to show. Nothing is kept of it."""

    way = forms.MultipleChoiceField(label=_("How is paid?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, kind: TariffKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["way"]
        field.choices = [(way.value, text) for way, text in WAYS[kind].items()]
        field.help_text = _("Several may go together. What has no price of its own falls under the fixed amount.")


@dataclass(frozen=True)
class Slot:
    """One amount of the form: where it is typed, and the rate that it stands for."""

    name: str
    rate: Rate
    label: Any


class AmountsForm(forms.Form):
    """The amounts of a draft. An amount that is left empty is not agreed."""

    valid_from = day_field(_("Valid from"))
    source = forms.CharField(
        label=_("Agreed in"), max_length=200, help_text=_("The agreement, decision or rule that it rests on.")
    )

    def __init__(
        self,
        kind: TariffKind,
        ways: Sequence[Way],
        rates: Sequence[Rate],
        trades: Sequence[str],
        items: dict[str, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """`rates`: as they are now. `trades`: that people here have. `items`: code → name, for prices a job."""
        super().__init__(*args, **kwargs)
        self.kind, self.ways = kind, ways
        kept_ways = [rate for rate in rates if rate.what not in OF_WAY or OF_WAY[rate.what] in ways]
        self.slots = list(self._slots(trades, kept_ways))
        used = self._fill(kept_ways)
        self.units = self._add_units(kept_ways, items, used) if Way.UNITS in ways else 0
        # what this form has no field for stays as it was agreed
        self.rest = [rate for rate in kept_ways if rate not in used]

    def _slots(self, trades: Sequence[str], rates: Sequence[Rate]) -> Iterator[Slot]:
        if Way.FIXED in self.ways:
            yield Slot("fixed", Rate(MONTHLY[self.kind]), _("A month (euro)"))
        if Way.HOURS in self.ways:
            yield from self._hours(trades, rates)
        if Way.SHARE in self.ways:
            yield Slot("share", Rate(RateKind.SHARE), _("Share of the cooperative (%)"))
        if self.kind is TariffKind.MEMBERSHIP:
            yield Slot("contribution", Rate(RateKind.CONTRIBUTION_YEAR), _("A year, each member (euro)"))
            item = MemberKind.BUSINESS.value
            yield Slot("business", Rate(RateKind.CONTRIBUTION_YEAR, item=item), _("A year, a business (euro)"))
            return
        if self.ways != [Way.FIXED]:
            yield from self._on_a_visit()

    def _hours(self, trades: Sequence[str], rates: Sequence[Rate]) -> Iterator[Slot]:
        for branch in (BRANCH[self.kind],) if self.kind in BRANCH else tuple(Branch):
            label = LABELS["branch"][branch]
            yield Slot(f"hour_{branch}", Rate(RateKind.HOUR, branch), _("An hour of %(work)s (euro)") % {"work": label})
            if branch is Branch.REPAIRS:
                own = {rate.trade for rate in rates if rate.what is RateKind.HOUR and rate.trade}
                for trade in sorted(own | set(trades), key=lambda code: str(LABELS["trade"].get(code, code))):
                    yield Slot(f"hour_{trade}", Rate(RateKind.HOUR, branch, trade), LABELS["trade"].get(trade, trade))
            else:
                for activity in HouseholdActivity:
                    rate = Rate(RateKind.HOUR, branch, item=activity.value)
                    yield Slot(f"hour_{activity}", rate, LABELS["activity"][activity])
        yield Slot("minimum", Rate(RateKind.MINIMUM), _("At least so many minutes are counted"))
        yield Slot("evening", Rate(RateKind.EVENING), _("In the evening, on top of the hour (%)"))
        yield Slot("weekend", Rate(RateKind.WEEKEND), _("In the weekend and on holidays, on top of the hour (%)"))

    def _on_a_visit(self) -> Iterator[Slot]:
        yield Slot("travel", Rate(RateKind.TRAVEL), _("Travel, each visit (euro)"))
        if self.kind is not TariffKind.WORKERS:
            yield Slot("markup", Rate(RateKind.MARKUP), _("On top of material (%)"))
        yield Slot("no_show", Rate(RateKind.NO_SHOW), _("When nobody is at home (euro)"))

    def _fill(self, rates: Sequence[Rate]) -> list[Rate]:
        """A field for each slot, filled with the rate that it stands for. Gives the rates that have found a place."""
        used: list[Rate] = []
        for position, slot in enumerate(self.slots):
            self.fields[slot.name] = field_for(slot)
            found = next((rate for rate in rates if rate not in used and self._is_of(slot, rate)), None)
            if found:
                self.slots[position] = replace(slot, rate=found)
                self.fields[slot.name].initial = typed(found)
                used.append(found)
        return used

    def _is_of(self, slot: Slot, rate: Rate) -> bool:
        """The branch may be left out where it goes without saying."""
        own = BRANCH.get(self.kind) or (slot.rate.branch if slot.rate.trade or slot.rate.item else None)
        same = (slot.rate.what, slot.rate.trade, slot.rate.item) == (rate.what, rate.trade, rate.item)
        return same and (rate.branch == slot.rate.branch or {rate.branch, slot.rate.branch} == {"", own})

    def _add_units(self, rates: Sequence[Rate], items: dict[str, str], used: list[Rate]) -> int:
        known = [rate for rate in rates if rate.what is RateKind.UNIT and rate.item and not rate.trade]
        used += known
        rows: list[Rate | None] = [*known, *[None] * SPARE_UNITS]
        for position, rate in enumerate(rows, start=1):
            choices = [("", "–"), *items.items()]
            if rate and rate.item not in items:
                choices.append((rate.item, rate.item))
            words = {"number": position}
            self.fields[f"unit_{position}"] = forms.ChoiceField(
                label=_("Job %(number)d") % words, choices=choices, required=False, initial=rate.item if rate else ""
            )
            price = Slot(f"price_{position}", Rate(RateKind.UNIT), _("Price of job %(number)d (euro)") % words)
            self.fields[price.name] = field_for(price)
            self.fields[price.name].initial = typed(rate) if rate else None
        return len(rows)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for position in range(1, self.units + 1):
            item, price = found.get(f"unit_{position}"), found.get(f"price_{position}")
            if item and price is None and f"price_{position}" not in self.errors:
                self.add_error(f"price_{position}", _("Fill in the price, or leave the job out."))
            if price is not None and not item:
                self.add_error(f"unit_{position}", _("Choose the job, or leave the price out."))
        return found

    def rates(self) -> list[Rate]:
        """What was agreed, of a form that is valid."""
        given = self.cleaned_data
        filled = [with_amount(slot.rate, given[slot.name]) for slot in self.slots if given[slot.name] is not None]
        units = [
            with_amount(Rate(RateKind.UNIT, item=given[f"unit_{position}"]), given[f"price_{position}"])
            for position in range(1, self.units + 1)
            if given[f"unit_{position}"]
        ]
        return [*filled, *units, *self.rest]

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields under headings, as the page shows them."""
        hours = [slot.name for slot in self.slots if OF_WAY.get(slot.rate.what) is Way.HOURS]
        units = [f"{part}_{position}" for position in range(1, self.units + 1) for part in ("unit", "price")]
        others = [slot.name for slot in self.slots if slot.name not in hours]
        fixed = [name for name in others if name in ("fixed", "share", "contribution", "business")]
        found = [
            (_("From when, and on what it rests"), ["valid_from", "source"]),
            (_("The amount"), fixed),
            (_("Hours"), hours),
            (_("Prices for each sort of job"), units),
            (_("Beside that"), [name for name in others if name not in fixed]),
        ]
        return [(title, [self[name] for name in names]) for title, names in found if names]


PERCENT: Final = frozenset({RateKind.MARKUP, RateKind.EVENING, RateKind.WEEKEND, RateKind.SHARE})


def field_for(slot: Slot) -> forms.Field:
    if slot.rate.what is RateKind.MINIMUM:
        return forms.IntegerField(label=slot.label, min_value=1, max_value=480, required=False)
    most = (100 if slot.rate.what is RateKind.SHARE else 300) if slot.rate.what in PERCENT else MOST_EUROS
    return CommaDecimal(label=slot.label, min_value=0, max_value=most, decimal_places=2, required=False)


def typed(rate: Rate) -> Any:
    """The amount of a rate as it stands in its field."""
    if rate.what is RateKind.MINIMUM:
        return rate.minutes
    number = rate.percent if rate.what in PERCENT else Decimal(rate.cents) / 100
    return format(number.quantize(Decimal("0.01")), "f").replace(".", ",")


def with_amount(rate: Rate, given: Any) -> Rate:
    same = (rate.what, rate.branch, rate.trade, rate.item)
    if rate.what is RateKind.MINIMUM:
        return Rate(*same, minutes=given)
    return Rate(*same, percent=given) if rate.what in PERCENT else Rate(*same, cents=int(given * 100))


class BeginForm(forms.Form):
    """With whom a new tariff is agreed: "landlord", "landlord-7", "workers" …"""

    with_whom = forms.ChoiceField(label=_("With whom is it agreed?"))

    def __init__(self, partners: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["with_whom"]
        field.choices = list(partners.items())


def past_months(today: date, number: int) -> list[date]:
    """The first days of the months before this one, the latest first."""
    found: list[date] = []
    first = today.replace(day=1)
    while len(found) < number:
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found


class MonthsForm(forms.Form):
    """How many of the past months a draft is tried on."""

    months = forms.TypedChoiceField(
        label=_("On the work of"),
        coerce=int,
        choices=lambda: [
            (number, ngettext("the past month", "the past %(count)d months", number) % {"count": number})
            for number in (1, 3, 6, 12)
        ],
    )
