"""The figures of the service from their totals. Measures and parts are those of `insight.facts`."""

from dataclasses import replace

from werkplaats.insight.rules.metrics import Figure
from werkplaats.insight.rules.totals import Totals, of, parts, percentile

NO_REQUESTS = "Nothing was reported in this period."
NO_WORK = "Nobody did any work in this period."
NOT_ANSWERED = "No request was answered in this period."
NOT_VISITED = "No request had its first visit in this period."
NOT_SOLVED = "No request was solved in this period."
NOTHING_FINISHED = "No repair was finished in this period."
NO_VISITS = "Nobody was visited in this period."
NO_RATINGS = "Nobody gave a rating in this period."
NO_DECISIONS = "Nothing was decided in this period."
NO_PROPOSALS = "The program proposed nothing in this period."
NOBODY_OFFERS = "No two workers of one kind offered hours in this period."
NO_REGULARS = "No client had two visits in one month of this period."
NOTHING_SETTLED = "No work was settled in this period."
NOT_OF_A_PILOT = "The division of the work is worked out for the whole cooperative only."
OUTCOMES = ("cooperative", "tenant", "landlord", "elsewhere")
URGENCIES = ("emergency", "soon", "normal", "planned")


def service_figures(totals: Totals, of_a_pilot: bool = False) -> dict[str, Figure]:
    """Every figure of the group service, with the reason where there is none. `n` is the number of cases."""
    found = [
        *_counts(totals),
        *_durations(totals, "answer", "hours_to_answer", NOT_ANSWERED),
        *_durations(totals, "first_visit", "hours_to_visit", NOT_VISITED),
        *_durations(totals, "solved", "hours_to_solve", NOT_SOLVED),
        share("first_time_right", of(totals, "finished:once"), of(totals, "finished"), NOTHING_FINISHED),
        share("reopened", of(totals, "came_back"), of(totals, "finished"), NOTHING_FINISHED),
        share("no_shows", of(totals, "visit:nobody_home"), of(totals, "visit"), NO_VISITS),
        _mean("satisfaction", of(totals, "rating+"), of(totals, "rating"), NO_RATINGS),
        _promises(totals),
        replace(
            share("unevenness", of(totals, "uneven:moved+"), of(totals, "uneven:worked+"), NOBODY_OFFERS),
            n=of(totals, "uneven:worked"),  # months of a kind of worker; the parts are minutes
        )
        if not of_a_pilot
        else Figure("service.unevenness", None, 0, NOT_OF_A_PILOT),
        share("familiar_helper", of(totals, "familiar:same+"), of(totals, "familiar:all+"), NO_REGULARS),
        share("disagreed", of(totals, "proposal:other"), of(totals, "proposal"), NO_PROPOSALS),
    ]
    return {figure.code: figure for figure in found}


def share(code: str, part: int, whole: int, why: str) -> Figure:
    """A part of a whole as a percentage; with the reason when the whole is nothing."""
    code = f"service.{code}"
    return Figure(code, 100 * part / whole, whole) if whole else Figure(code, None, 0, why)


def _mean(code: str, total: float, number: int, why: str) -> Figure:
    code = f"service.{code}"
    return Figure(code, total / number, number) if number else Figure(code, None, 0, why)


def _count(code: str, value: float, number: int, why: str, split: tuple[tuple[str, int], ...] = ()) -> Figure:
    code = f"service.{code}"
    return Figure(code, value, number, parts=split) if number else Figure(code, None, 0, why)


def _counts(totals: Totals) -> tuple[Figure, ...]:
    requests, visits, decided = of(totals, "requests"), of(totals, "visit:done"), of(totals, "decision")
    solved = of(totals, "solved")
    outcomes = tuple((outcome, of(totals, f"decision:{outcome}")) for outcome in OUTCOMES)
    return (
        _count("requests", requests, requests, NO_REQUESTS),
        _count("visits", visits, visits, NO_VISITS),
        _count("hours", of(totals, "worked+") / 60, of(totals, "worked"), NO_WORK),
        _count("charged", of(totals, "charged+"), of(totals, "charged"), NOTHING_SETTLED),
        _count("earned", of(totals, "earned+"), of(totals, "earned"), NOTHING_SETTLED),
        _count("solved", solved, solved, NOT_SOLVED),
        _count("decisions", decided, decided, NO_DECISIONS, outcomes),
    )


def _durations(totals: Totals, measure: str, code: str, why: str) -> tuple[Figure, ...]:
    number = of(totals, measure)
    middle, slow = percentile(totals, measure, 0.5), percentile(totals, measure, 0.9)
    if middle is None or slow is None:
        return tuple(Figure(f"service.{one}", None, 0, why) for one in (code, f"{code}_p90", f"mean_{code}"))
    return (
        Figure(f"service.{code}", middle / 3600, number),
        Figure(f"service.{code}_p90", slow / 3600, number),
        Figure(f"service.mean_{code}", of(totals, f"{measure}+") / 3600 / number, number),
    )


def _promises(totals: Totals) -> Figure:
    kept, done = of(totals, "promise:kept"), of(totals, "promise")
    if not done:
        return Figure("service.promises_kept", None, 0, NOTHING_FINISHED)
    known = parts(totals, "promise")
    each: list[tuple[str, float | None]] = []
    for urgency in URGENCIES:
        of_it = of(totals, f"promise:kept {urgency}") + of(totals, f"promise:late {urgency}")
        amount = known.get(f"kept {urgency}")
        each.append((urgency, 100 * (amount.number if amount else 0) / of_it if of_it else None))
    return Figure("service.promises_kept", 100 * kept / done, done, parts=tuple(each))
