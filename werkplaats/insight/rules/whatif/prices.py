"""What a simulated visit costs and earns, by the program's own tariffs and prices; the same work is priced once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from werkplaats.ground.formats import AMSTERDAM
from werkplaats.insight.rules.whatif.scenario import OF_PAYERS, Scenario
from werkplaats.settlement.rules.money import Cents
from werkplaats.settlement.rules.period_prices import Term, in_force, period_charges, whole_month
from werkplaats.settlement.rules.pricing import Material, NotAgreed, Work, charges, earnings, total
from werkplaats.settlement.rules.tariffs import Agreed, TariffKind, agreed_on

NINE: Final = time(9)  # all simulated work is done by day; what evening adds is never asked


@dataclass
class Money:
    """In cents, without VAT: asked for visits and by the month, and what the workers earn."""

    visits: dict[TariffKind, int] = field(default_factory=dict)
    by_month: dict[TariffKind, int] = field(default_factory=dict)
    earned: int = 0
    not_priced: int = 0  # visits for which no tariff has a price


class Prices:
    def __init__(self, scenario: Scenario) -> None:
        self.tariffs = scenario.agreed()
        self.money = Money(dict.fromkeys(OF_PAYERS, 0), dict.fromkeys(OF_PAYERS, 0))
        self._known: dict[tuple[object, ...], tuple[int, int] | None] = {}

    def visit(
        self,
        kind: TariffKind,
        branch: str,
        trade: str,
        day: date,
        minutes: int,
        *,
        items: tuple[str, ...] = (),
        material: int = 0,
        units: Decimal = Decimal(1),
        nobody_home: bool = False,
    ) -> None:
        """Count one visit; `material` in cents."""
        versions = tuple(one and one.valid_from for one in self._versions(kind, day))
        key = (kind, branch, trade, minutes, items, material, units, nobody_home, versions)
        if key not in self._known:
            begins = datetime.combine(day, NINE, AMSTERDAM)
            bought = (Material("", Decimal(1), Cents(material)),) if material else ()
            ends = begins + timedelta(minutes=minutes)
            work = Work(
                branch, trade, begins, ends, minutes, items, units, bought, travelled=True, nobody_home=nobody_home
            )
            self._known[key] = self._price(kind, day, work)
        price = self._known[key]
        if price is None:
            self.money.not_priced += 1
            return
        self.money.visits[kind] += price[0]
        self.money.earned += price[1]

    def _versions(self, kind: TariffKind, day: date) -> tuple[Agreed | None, Agreed | None]:
        return agreed_on(self.tariffs, kind, day), agreed_on(self.tariffs, TariffKind.WORKERS, day)

    def _price(self, kind: TariffKind, day: date, work: Work) -> tuple[int, int] | None:
        asked, paid = self._versions(kind, day)
        if asked is None or paid is None:
            return None
        try:
            charged = charges(work, asked)
            return int(total(charged)), int(total(earnings(work, paid, charged)))
        except NotAgreed:
            return None

    def months(self, kind: TariffKind, terms: Sequence[Term], first: date, last: date) -> None:
        """Count the fixed amounts of every month that has a day from `first` to `last`."""
        month = first.replace(day=1)
        while month <= last and terms:
            for held in in_force(self.tariffs, kind, month):
                self.money.by_month[kind] += int(total(period_charges(held, terms)))
            month = whole_month(month)[1] + timedelta(days=1)
