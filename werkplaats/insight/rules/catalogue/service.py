"""The metrics of the service: how soon, how well, how fairly."""

from werkplaats.insight.rules.metrics import EVERYBODY, INSIDE, NO_PARTY, PARTIES, About, Audience, Metric, Unit

IN_ITS_MONTH = "Counts in the month in which it happened."
IN_BUCKETS = (
    "Durations are kept in classes that are 10 % wide, so this figure is at most 10 % off. "
    "What has not happened yet does not count."
)
REQUESTS, DECISIONS, JOBS = "intake_request", "triage_assessment", "jobs_job"
VISITS, SHEETS, RATINGS = "jobs_visit", "delivery_timesheet", "delivery_feedback"


def _durations(code: str, what: str, definition: str, since: str, sources: tuple[str, ...]) -> tuple[Metric, ...]:
    """The middle, the slow end and the mean of a duration; who looks from outside gets the mean, which adds up."""
    kinds = (
        (code, f"{what} (half of them sooner)", "median", PARTIES, IN_BUCKETS),
        (f"{code}_p90", f"{what} (nine out of ten sooner)", "90th percentile", PARTIES, IN_BUCKETS),
        (
            f"mean_{code}",
            f"{what} (mean)",
            "mean",
            EVERYBODY,
            "A few very long waits weigh heavily in a mean. What has not happened yet does not count.",
        ),
    )
    return tuple(
        Metric(
            code=f"service.{name}",
            name=said,
            definition=definition,
            unit=Unit.HOURS,
            formula=f"{how} of ({since})",
            sources=sources,
            seen_by=seen_by,
            about=About.RESIDENTS,
            limits=limits,
            better=-1,
        )
        for name, said, how, seen_by, limits in kinds
    )


def _metric(
    code: str,
    name: str,
    definition: str,
    formula: str,
    sources: tuple[str, ...],
    *,
    unit: Unit = Unit.PERCENT,
    seen_by: frozenset[Audience] = EVERYBODY,
    about: About = About.RESIDENTS,
    limits: str = IN_ITS_MONTH,
    better: int = 1,
) -> Metric:
    return Metric(f"service.{code}", name, definition, unit, formula, sources, seen_by, about, limits, better)


SERVICE: tuple[Metric, ...] = (
    _metric(
        "requests",
        "Requests",
        "How many requests were reported. The parts of a request that was split count once.",
        "number of requests reported in the period",
        (REQUESTS,),
        unit=Unit.COUNT,
        better=0,
    ),
    _metric(
        "visits",
        "Visits made",
        "How often somebody of the cooperative came and found somebody home. Two people together make one visit.",
        "number of visits begun in the period and ended, without those where nobody was home",
        (SHEETS,),
        unit=Unit.COUNT,
        better=0,
    ),
    _metric(
        "hours",
        "Hours of work",
        "Hours that people of the neighbourhood worked at visits, without travelling.",
        "sum of (end − begin) over the timesheets, without those where nobody was home",
        (SHEETS,),
        unit=Unit.HOURS,
        about=About.WORKERS,
        better=0,
    ),
    _metric(
        "charged",
        "Asked for the work",
        "What was asked of landlords, the municipality and residents for work that was signed, without VAT.",
        "sum of what was charged by the settlements made in the period, with their corrections",
        ("settlement_settlement",),
        unit=Unit.CENTS,
        better=0,
        limits="In the month in which it was settled, which may be later than that of the work.",
    ),
    _metric(
        "earned",
        "Earned by people of the neighbourhood",
        "What those who worked earned with it, without VAT. The rest stays with the cooperative.",
        "sum of what was earned by the settlements made in the period, with their corrections",
        ("settlement_settlement",),
        unit=Unit.CENTS,
        seen_by=NO_PARTY,
        about=About.WORKERS,
        better=0,
        limits="In the month in which it was settled, which may be later than that of the work.",
    ),
    _metric(
        "solved",
        "Requests solved",
        "How many requests were closed after the cooperative had done all work for them.",
        "number of requests closed in the period with work that was done",
        (REQUESTS, JOBS),
        unit=Unit.COUNT,
    ),
    _metric(
        "decisions",
        "What the list decided",
        "How many requests were decided, and whose each of them is by the list.",
        "number of decisions in the period, by outcome; a question back is not a decision",
        (DECISIONS,),
        unit=Unit.COUNT,
        better=0,
        limits="A request that was decided anew counts by its first decision.",
    ),
    *_durations(
        "hours_to_answer",
        "Hours until an answer",
        "Time from a report until the coordinator decided or asked something back.",
        "moment of the first decision − moment of the report",
        (REQUESTS, DECISIONS),
    ),
    *_durations(
        "hours_to_visit",
        "Hours until the first visit",
        "Time from a report until somebody came and found somebody home; granted help counts from when it was set up.",
        "begin of the first visit − moment of the report",
        (REQUESTS, JOBS, SHEETS),
    ),
    *_durations(
        "hours_to_solve",
        "Hours until it was solved",
        "Time from a report until the cooperative had done all work for it.",
        "moment of closing − moment of the report, of closed requests with work that was done",
        (REQUESTS, JOBS),
    ),
    _metric(
        "first_time_right",
        "Right the first time",
        "Share of the repairs done that took one visit.",
        "jobs done with one visit ÷ jobs done, without work under warranty",
        (JOBS, VISITS),
        limits="A repair that comes back later counts under “Came back”, in the month in which it came back.",
    ),
    _metric(
        "reopened",
        "Came back",
        "Repairs that turned out not to be solved, for every hundred repairs done.",
        "jobs opened under warranty ÷ jobs done, without work under warranty",
        (JOBS,),
        better=-1,
        limits="What came back this month may have been done in an earlier one.",
    ),
    _metric(
        "no_shows",
        "Nobody home",
        "Share of the visits where nobody was home.",
        "visits where nobody was home ÷ all visits that were begun and ended",
        (SHEETS,),
        better=-1,
    ),
    _metric(
        "satisfaction",
        "Satisfaction",
        "Mean of the ratings that residents gave after a visit, from 1 to 5.",
        "sum of ratings ÷ number of ratings",
        (RATINGS,),
        unit=Unit.SCORE,
        limits="Only of who gave a rating; who did not may think otherwise. A landlord and a district team see it "
        "in whole quarters, about ten homes or more.",
    ),
    _metric(
        "promises_kept",
        "Promises kept",
        "Share of the repairs that were done before the day that was promised for their urgency.",
        "jobs done before they were due ÷ jobs done, for each urgency and together",
        (JOBS,),
        limits="A job that is late and not done yet counts when it is done.",
    ),
    _metric(
        "unevenness",
        "Hours that would have to move",
        "How far the division of the work is from the hours that workers offer: the share of all hours that would "
        "have to go to somebody else.",
        "½ × sum of |hours worked − all hours × offered hours ÷ all offered hours| ÷ all hours, a month at a time",
        ("members_worker", SHEETS),
        seen_by=INSIDE,
        about=About.WORKERS,
        better=-1,
        limits="By the hours that workers offer now, among helpers and among tradespeople; not every trade is asked "
        "for equally often.",
    ),
    _metric(
        "familiar_helper",
        "By the most familiar helper",
        "Of the visits to clients, the share that was made by the helper who came most often to that client.",
        "sum over clients of the visits by their most frequent helper ÷ all their visits, a month at a time",
        (SHEETS,),
        about=About.CLIENTS,
        limits="Only of clients with two visits or more in the month. Over a longer time the share is lower.",
    ),
    _metric(
        "disagreed",
        "Decided otherwise than proposed",
        "Share of the decisions in which the coordinator chose another line of the list than the program proposed.",
        "decisions with another line than the first proposal ÷ decisions with a proposal",
        (DECISIONS,),
        seen_by=PARTIES,
        better=0,
        limits="The coordinator saw the proposal, and may follow it where it was wrong.",
    ),
)
