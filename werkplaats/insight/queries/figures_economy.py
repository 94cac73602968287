"""The figures of the neighbourhood's economy."""

from collections.abc import Callable, Iterable

from werkplaats.insight.queries.economy import Economy, economy, not_begun
from werkplaats.insight.rules.local_multiplier import Kind, Rounds
from werkplaats.insight.rules.metrics import Figure, Scope
from werkplaats.settlement.rules import Payer

NOT_BEGUN = "This pilot had not begun yet in this period."
NO_MONEY = "No work was charged in this period."
NO_WORK = "Nobody did paid work in this period."
NOBODY_TOLD = "Nobody who worked in this period told yet what they did before."


def figures(scope: Scope) -> dict[str, Figure]:
    """Every metric of the catalogue's economy, with its value or the reason why there is none."""
    return of(economy(scope), late=not_begun(scope) is not None)


def of(found: Economy, *, late: bool = False) -> dict[str, Figure]:
    """`late`: the pilot begins after the period."""
    made = [*_money(found, late), *_work(found, late)]
    return {figure.code: figure for figure in made}


def _money(found: Economy, late: bool) -> Iterable[Figure]:
    flow, n = found.flow, len(found.period.people)
    why = NOT_BEGUN if late else NO_MONEY
    if flow.multiplier is None:
        codes = (
            "income", "local_cents", "local_percent", "multiplier", "stays", "multiplier_before",
            "work_local_percent", "work_multiplier", "leaks",
        )  # fmt: skip
        yield from (Figure(f"economy.{code}", None, n, why) for code in codes)
        return
    rounds, low, high = flow.multiplier.rounds, flow.multiplier.low, flow.multiplier.high

    def estimated(code: str, value: Callable[[Rounds], float]) -> Figure:
        return Figure(f"economy.{code}", value(rounds), n, low=value(low), high=value(high))

    yield Figure("economy.income", flow.income, n, parts=(("charged", flow.charged), ("subsidy", flow.subsidy)))
    yield estimated("local_cents", lambda one: one.local)
    yield estimated("local_percent", lambda one: 100 * one.local / one.income)
    yield estimated("multiplier", lambda one: one.multiplier)
    yield estimated("stays", lambda one: one.stays)
    before = flow.compared
    yield (
        Figure("economy.multiplier_before", None, n, why)
        if before is None
        else Figure(
            "economy.multiplier_before", before.rounds.multiplier, n, low=before.low.multiplier,
            high=before.high.multiplier,
        )
    )  # fmt: skip
    yield from _of_the_work(found, n, why)
    leaks = {leak.kind: leak.cents for leak in flow.multiplier.leaks}
    yield Figure("economy.leaks", sum(leaks.values()), n, parts=tuple((kind, leaks.get(kind, 0)) for kind in Kind))


def _of_the_work(found: Economy, n: int, why: str) -> Iterable[Figure]:
    """By the rounds of what was charged for work and earned with it, and nothing else."""
    codes = ("economy.work_local_percent", "economy.work_multiplier")
    known = found.of_the_work
    if known is None:
        yield from (Figure(code, None, n, why) for code in codes)
        return
    for code, value in zip(codes, (lambda one: 100 * one.local / one.income, lambda one: one.multiplier), strict=True):
        yield Figure(code, value(known.rounds), n, low=value(known.low), high=value(known.high))


def _work(found: Economy, late: bool) -> Iterable[Figure]:
    period, told = found.period, found.from_no_work
    n, minutes = len(period.people), period.minutes()
    if minutes <= 0:
        why = NOT_BEGUN if late else NO_WORK
        codes = ("hours_paid", "hours_local_percent", "workers", "from_no_work")
        yield from (Figure(f"economy.{code}", None, n, why) for code in codes)
        return
    household = period.minutes(Payer.MUNICIPALITY)
    parts = (("repairs", (minutes - household) / 60), ("household", household / 60))
    yield Figure("economy.hours_paid", minutes / 60, n, parts=parts)
    yield Figure("economy.hours_local_percent", 100 * period.minutes(local=True) / minutes, n)
    local = sum(who.local for who in period.people.values())
    yield Figure("economy.workers", n, n, parts=(("district", local), ("outside", n - local)))
    yield (
        Figure("economy.from_no_work", told.none, n, low=told.none, high=told.most)
        if told.told
        else Figure("economy.from_no_work", None, n, NOBODY_TOLD)
    )
