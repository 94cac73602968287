"""A scenario as a form: few numbers in plain words, filled with those of another scenario."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.template.defaultfilters import floatformat
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from werkplaats.ground.formats import euro
from werkplaats.ground.labels import TRADES
from werkplaats.insight.rules.whatif import Crew, Helpers, Scenario
from werkplaats.insight.rules.whatif.scenario import (
    MOST_CLIENTS,
    MOST_COORDINATORS,
    MOST_DWELLINGS,
    MOST_HOURS,
    MOST_MINUTES,
    MOST_PEOPLE,
)
from werkplaats.insight.services.scenarios import LONGEST_NAME
from werkplaats.portal.fields import CommaDecimal
from werkplaats.triage.rules.lists import shipped

USUAL_HOURS: Final = 24.0


def number(label: Any, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, **{"min_value": 0, "max_value": most, **options})


class ScenarioForm(forms.Form):
    """`base` fills it in; what it does not ask is as in `base`."""

    name = forms.CharField(label=gettext_lazy("Name of the scenario"), max_length=LONGEST_NAME)
    dwellings = number(gettext_lazy("Dwellings that take part"), MOST_DWELLINGS)
    other_dwellings = number(
        gettext_lazy("Dwellings of another landlord in the neighbourhood"),
        MOST_DWELLINGS,
        help_text=gettext_lazy("A landlord that only watches now, for example."),
    )
    other_joins = number(gettext_lazy("Part of these that joins, in percent"), 100)
    clients = number(gettext_lazy("Clients with household help"), MOST_CLIENTS)
    coordinators = number(gettext_lazy("Coordinators"), MOST_COORDINATORS)
    minutes_an_assessment = number(
        gettext_lazy("Minutes that a coordinator needs to decide on a request"), MOST_MINUTES
    )
    asked_change = number(
        gettext_lazy("Prices for who pays, higher or lower in percent"),
        1000,
        min_value=-100,
        help_text=gettext_lazy("0 is as the tariffs are now; -10 is ten percent lower."),
    )
    paid_change = number(gettext_lazy("What who works earns, higher or lower in percent"), 1000, min_value=-100)

    def __init__(self, base: Scenario, data: Any = None) -> None:
        self.base = base
        initial = {
            **{name: getattr(base, name) for name in self.base_fields if hasattr(base, name)},
            "other_joins": round(base.other_joins * 100),
        }
        super().__init__(data, initial=initial)
        self.fields["coordinators"].help_text = coordinators_in_words(base)
        self.crews = [*base.crews, *(Crew((trade,), 0, USUAL_HOURS) for trade in _unknown_trades(base))]
        for position, crew in enumerate(self.crews):
            self._row(f"crew{position}", crew.people, crew.hours, trades_in_words(crew.trades))
        self.helpers = base.helpers or (Helpers(0, USUAL_HOURS),)
        for position, group in enumerate(self.helpers):
            self._row(f"help{position}", group.people, group.hours, _("Household helpers"))

    def _row(self, key: str, people: int, hours: float, name: str) -> None:
        self.fields[f"{key}_people"] = number(_("%(who)s: people") % {"who": name}, MOST_PEOPLE, initial=people)
        self.fields[f"{key}_hours"] = CommaDecimal(
            label=_("%(who)s: hours a week each") % {"who": name},
            min_value=0,
            max_value=MOST_HOURS,
            decimal_places=2,
            initial=Decimal(str(round(hours, 2))).normalize().to_eng_string(),
        )

    def plain(self) -> list[Any]:
        """The fields that are asked one under the other."""
        return [self[name] for name in self.base_fields]

    def rows(self) -> list["Row"]:
        return [*self._rows("crew", [trades_in_words(crew.trades) for crew in self.crews]), *self._help_rows()]

    def _help_rows(self) -> Iterator["Row"]:
        return self._rows("help", [_("Household helpers")] * len(self.helpers))

    def _rows(self, kind: str, names: list[str]) -> Iterator["Row"]:
        for position, name in enumerate(names):
            yield Row(name, self[f"{kind}{position}_people"], self[f"{kind}{position}_hours"])

    def scenario(self) -> Scenario:
        """What was filled in. Only when the form is valid."""
        given = self.cleaned_data
        crews = (replace(crew, **self._given("crew", position)) for position, crew in enumerate(self.crews))
        helpers = (replace(group, **self._given("help", position)) for position, group in enumerate(self.helpers))
        asked = {name: given[name] for name in self.base_fields if name not in ("name", "other_joins")}
        return replace(
            self.base,
            **asked,
            other_joins=given["other_joins"] / 100,
            crews=tuple(crew for crew in crews if crew.people),
            helpers=tuple(group for group in helpers if group.people),
        )

    def _given(self, kind: str, position: int) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "people": given[f"{kind}{position}_people"],
            "hours": float(given[f"{kind}{position}_hours"]),
        }


@dataclass(frozen=True)
class Row:
    """People of one kind: how many and for how many hours, as two fields."""

    name: str
    people: Any
    hours: Any

    @property
    def fields(self) -> tuple[Any, Any]:
        return self.people, self.hours


def coordinators_in_words(scenario: Scenario) -> str:
    return _("%(hours)s hours a week each, %(euro)s an hour with premiums.") % {
        "hours": floatformat(scenario.coordinator_hours, -1),
        "euro": euro(scenario.coordinator_cents, get_language() or "nl"),
    }


def trades_in_words(trades: tuple[str, ...]) -> str:
    return ", ".join(str(TRADES[trade]) for trade in trades)


def _unknown_trades(base: Scenario) -> list[str]:
    """What the list gives the cooperative to do and nobody of these does, by name."""
    items = shipped("repairs").items
    asked = {trade for item in items if item.minutes for trade in (item.trade, *item.follow_up)}
    known = {trade for crew in base.crews for trade in crew.trades}
    return sorted(asked - known, key=lambda trade: str(TRADES[trade]))
