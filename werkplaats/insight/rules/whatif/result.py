"""What came of a scenario: figures by name, and what could not be, to be said in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np

from werkplaats.insight.rules.whatif.demand import DAY, Demand
from werkplaats.insight.rules.whatif.household import Helped, Household, VisitEnd
from werkplaats.insight.rules.whatif.people import Person
from werkplaats.insight.rules.whatif.prices import Prices
from werkplaats.insight.rules.whatif.repairs import End, Job, Repairs
from werkplaats.insight.rules.whatif.scenario import OF_PAYERS, Scenario
from werkplaats.planning.rules.rank import FULL_TRADE
from werkplaats.settlement.rules.period_prices import Term
from werkplaats.settlement.rules.tariffs import TariffKind
from werkplaats.triage.rules import Urgency

HOUR: Final = 60
NINETY: Final = 90


@dataclass(frozen=True)
class Result:
    """`figures`: name → value; a value that cannot be said (nobody waited) is not there. `words`: what could not be, as
    (code, trade or nothing, number)."""

    figures: dict[str, float]
    words: tuple[tuple[str, str, int], ...]

    def to_json(self) -> dict[str, Any]:
        return {"figures": self.figures, "words": [list(one) for one in self.words]}


def result(
    scenario: Scenario,
    demand: Demand,
    crafts: Sequence[Person],
    helpers: Sequence[Person],
    done: Repairs,
    helped: Household,
    prices: Prices,
) -> Result:
    figures: dict[str, float] = {
        "calls": len(done.cases),
        "calls_a_home": demand.calls_a_home,
        "asked_back": done.asked_back,
        "differs": sum(case.call.report.differs for case in done.cases),
        "desk_hours": done.desk_minutes / HOUR,
    }
    ends = Counter(case.end for case in done.cases)
    figures |= {f"calls.{end}": ends[end] for end in End}
    figures |= _waits(done)
    figures |= _promises(done.jobs)
    figures |= _trades(scenario, crafts, done)
    figures |= _help(helpers, helped)
    figures |= _money(scenario, demand, prices)
    return Result(
        {name: round(float(value), 4) for name, value in figures.items()},
        tuple(_words(scenario, helpers, done, helped, prices)),
    )


def _waits(done: Repairs) -> dict[str, float]:
    """Hours from the call until it was decided, somebody came, it was solved: the median and the ninth of ten."""
    moments = {
        "answer": [case.answered_at - case.call.at for case in done.cases if case.answered_at is not None],
        "visit": [case.first_visit - case.call.at for case in done.cases if case.first_visit is not None],
        "solve": [case.solved_at - case.call.at for case in done.cases if case.solved_at is not None],
    }
    found = {}
    for name, minutes in moments.items():
        if minutes:
            found[f"wait.{name}.median"] = float(np.median(minutes)) / HOUR
            found[f"wait.{name}.p90"] = float(np.percentile(minutes, NINETY)) / HOUR
    return found


def _promises(jobs: Iterable[Job]) -> dict[str, float]:
    """Per urgency: of the jobs how many were done before the moment that was promised."""
    kept: dict[Urgency, list[bool]] = defaultdict(list)
    for job in jobs:
        kept[job.urgency].append(job.done_at is not None and job.done_at <= job.due)
    found = {f"promise.{urgency}": 100 * sum(all_) / len(all_) for urgency, all_ in kept.items()}
    every = [one for all_ in kept.values() for one in all_]
    return found | ({"promise": 100 * sum(every) / len(every)} if every else {})


def _trades(scenario: Scenario, crafts: Sequence[Person], done: Repairs) -> dict[str, float]:
    """By trade as it is asked: hours offered and worked, jobs, and what was short of people: hours of work that was not
    done when it was promised, and the weeks in which such work stood waiting."""
    found: dict[str, float] = {}
    jobs: dict[str, list[Job]] = defaultdict(list)
    for job in done.jobs:
        jobs[job.trade].append(job)
    for trade, of_trade in sorted(jobs.items()):
        late = [job for job in of_trade if job.done_at is None or job.done_at > job.due]
        weeks: set[int] = set()
        for job in late:
            until = job.done_at if job.done_at is not None else scenario.weeks * 7 * DAY
            weeks.update(range(job.due // (7 * DAY), until // (7 * DAY) + 1))
        found[f"trade.{trade}.jobs"] = len(of_trade)
        found[f"trade.{trade}.undone"] = sum(job.done_at is None for job in of_trade)
        found[f"trade.{trade}.short_hours"] = sum(job.minutes * job.workers for job in late) / HOUR
        found[f"trade.{trade}.short_weeks"] = len({week for week in weeks if week < scenario.weeks})
        found[f"trade.{trade}.hours"] = done.worked[trade] / HOUR
    offered = sum(person.offered for person in crafts)
    found["trades.offered"] = offered / HOUR
    found["trades.hours"] = sum(done.worked.values()) / HOUR
    if offered:
        found["trades.load"] = 100 * sum(done.worked.values()) / offered
    for group in sorted({person.candidate.trades for person in crafts}):
        of_group = [person for person in crafts if person.candidate.trades == group]
        given = sum(sum(person.given[: scenario.weeks]) for person in of_group)
        found[f"load.{'+'.join(group)}"] = 100 * given / max(sum(person.offered for person in of_group), 1)
    return found


def _help(helpers: Sequence[Person], helped: Household) -> dict[str, float]:
    found: dict[str, float] = {f"help.{end}": number for end, number in helped.ends.items()}
    offered = sum(person.offered for person in helpers)
    found |= {"help.offered": offered / HOUR, "help.hours": helped.worked / HOUR}
    if offered:
        found["help.load"] = 100 * helped.worked / offered
    due = helped.ends[VisitEnd.DONE] + helped.ends[VisitEnd.MISSED] + helped.ends[VisitEnd.NOBODY_HOME]
    if due:
        found["help.given"] = 100 * (due - helped.ends[VisitEnd.MISSED]) / due
    return found | _continuity(helped.clients)


def _continuity(clients: Sequence[Helped]) -> dict[str, float]:
    """Of the visits the part by the helper who came most to that client, and how many helpers a client saw."""
    had = [one.by for one in clients if one.by]
    found: dict[str, float] = {"help.without": sum(one.regular is None for one in clients)}
    if had:
        visits = sum(sum(by.values()) for by in had)
        found["help.same"] = 100 * sum(max(by.values()) for by in had) / visits
        found["help.faces"] = float(np.mean([len(by) for by in had]))
    return found


def _money(scenario: Scenario, demand: Demand, prices: Prices) -> dict[str, float]:
    """In cents. kept = charged - earned; result = kept - the coordinators."""
    first, last = scenario.start, scenario.start + timedelta(days=7 * scenario.weeks - 1)
    terms = [Term(number, first, last) for number in range(max(len(demand.homes), scenario.clients))]
    plans = sum(home.subscriber for home in demand.homes)
    for kind, number in zip(OF_PAYERS, (len(demand.homes), scenario.clients, plans), strict=True):
        prices.months(kind, terms[:number], first, last)
    money = prices.money
    charged = {kind: money.visits[kind] + money.by_month[kind] for kind in OF_PAYERS}
    hours = scenario.coordinators * scenario.coordinator_hours * scenario.weeks
    coordinators = round(hours * scenario.coordinator_cents)
    kept = sum(charged.values()) - money.earned
    return {
        **{f"money.charged.{kind}": cents for kind, cents in charged.items()},
        "money.charged": sum(charged.values()),
        "money.by_month": sum(money.by_month.values()),
        "money.earned": money.earned,
        "money.kept": kept,
        "money.coordinators": coordinators,
        "money.result": kept - coordinators,
    }


def _words(
    scenario: Scenario, helpers: Sequence[Person], done: Repairs, helped: Household, prices: Prices
) -> Iterable[tuple[str, str, int]]:
    """What could not be, the hardest first."""
    if scenario.coordinators == 0 and done.cases:
        yield "no_coordinator", "", len(done.cases)
    lacking = Counter(job.trade for job in done.jobs if len(job.able) == 0)
    few = Counter(job.trade for job in done.jobs if 0 < len(job.able) < job.workers)
    for trade, number in sorted(lacking.items(), key=lambda one: (-one[1], one[0])):
        known = trade in scenario.trades or FULL_TRADE.get(trade) in scenario.trades
        yield "too_far" if known else "nobody_can", trade, number
    for trade, number in sorted(few.items()):
        yield "two_needed", trade, number
    if scenario.clients and not helpers:
        yield "no_helpers", "", helped.ends[VisitEnd.MISSED]
    elif without := sum(one.regular is None for one in helped.clients):
        yield "without_regular", "", without
    if prices.money.not_priced:
        yield "not_priced", "", prices.money.not_priced
    if TariffKind.WORKERS not in {one.kind for one in scenario.tariffs}:
        yield "no_tariffs", "", 0
