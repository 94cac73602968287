"""A fixed amount a month that was asked for several clients on one line, client by client.

`period_prices.period_charges` asks one line for who took part the whole month and one, by the day, for the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from werkplaats.settlement.rules.money import Cents, rounded
from werkplaats.settlement.rules.period_prices import Term, whole_month


@dataclass(frozen=True)
class Share:
    """Of one client: until which day, for how many months (less than one by the day), and its part in cents."""

    until: date
    months: Decimal
    cents: Cents


def shares(
    terms: Iterable[Term], since: date, until: date, *, whole: bool, quantity: Decimal, net_cents: Cents
) -> dict[int, Share] | None:
    """Of a line that was asked for these days of one month: `quantity` whole months, or days of who took part a part.

    None when other people took part than those it was asked for. The parts add up to `net_cents`: what rounding leaves
    goes to the last.
    """
    in_month = whole_month(since)[1].day
    took_part: dict[int, set[int]] = {}
    for term in terms:
        first, last = max(term.since, since), min(term.until or until, until)
        took_part.setdefault(term.of, set()).update(range(first.toordinal(), last.toordinal() + 1))
    days = {of: found for of, found in sorted(took_part.items()) if found and (len(found) == in_month) is whole}
    asked = quantity * in_month if whole else quantity
    if not days or sum(map(len, days.values())) != asked:
        return None
    found, left = {}, net_cents
    for position, (of, own) in enumerate(days.items(), start=1):
        part = left if position == len(days) else rounded(Decimal(int(net_cents)) * len(own) / asked)
        left -= part
        found[of] = Share(date.fromordinal(max(own)), Decimal(len(own)) / in_month, part)
    return found
