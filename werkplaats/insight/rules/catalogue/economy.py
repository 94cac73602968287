"""The metrics of the neighbourhood's economy: what came in, and how much of it stays."""

from werkplaats.insight.rules.metrics import EVERYBODY, INSIDE, PARTIES, About, Audience, Metric, Unit

MONEY = ("settlement_charge", "settlement_settlement", "settlement_earning", "settlement_daybalance")
SHARES = ("members_worker", "insight_district", "insight_assumption", "insight_surveyanswer")
WORK = ("settlement_settlement", "members_worker")
ASSUMED = (
    "The coordinator’s wage, the subsidy and overhead are assumptions. What workers spend in the district is asked "
    "once a year; without enough answers it is an assumption with a range."
)
# The subsidy, the coordinator and overhead are divided over the pilots by what each of them charged. So what rests on
# them is for who is inside only: a party would find what the others charged in a month, which can be about few homes.

OF_THE_WORK = (
    "Of the work alone: the coordinator, the subsidy and the office are not in it. What workers spend in the district "
    "is an assumption with a range. Outside, no more is told than in which quarter (of the whole) "
    "the pay of people of the district lies; work counts there when it is settled."
)


def _metric(
    code: str,
    name: str,
    definition: str,
    unit: Unit,
    formula: str,
    sources: tuple[str, ...],
    limits: str,
    better: int,
    seen_by: frozenset[Audience] = PARTIES,
) -> Metric:
    return Metric(f"economy.{code}", name, definition, unit, formula, sources, seen_by, About.WORKERS, limits, better)


ECONOMY: tuple[Metric, ...] = (
    _metric(
        "income",
        "What came in",
        "What was charged for work and contributions in the period, with its part of the subsidy.",
        Unit.CENTS,
        "R1 = charged without VAT + subsidy of a year × months ÷ 12",
        ("settlement_charge", "insight_assumption"),
        "Counts in the month of the work, not of the payment. The subsidy is an assumption.",
        0,
        INSIDE,
    ),
    _metric(
        "local_cents",
        "Paid to people and firms of the district",
        "What of the income was paid to workers, the coordinator and suppliers with a postcode of the district.",
        Unit.CENTS,
        "R2 = Σ paid × share paid in the district",
        (*MONEY, *SHARES),
        ASSUMED,
        1,
        INSIDE,
    ),
    _metric(
        "local_percent",
        "Of every euro, to the district",
        "Of every euro that came in, the part that was paid to people and firms of the district.",
        Unit.PERCENT,
        "100 × R2 ÷ R1",
        (*MONEY, *SHARES),
        ASSUMED,
        1,
        INSIDE,
    ),
    _metric(
        "multiplier",
        "Local Multiplier 3",
        "How often a euro counts for the district in three rounds: 1 when all of it leaks away at once, 3 when all of "
        "it stays. By the method of the New Economics Foundation (2002).",
        Unit.RATIO,
        "LM3 = (R1 + R2 + R3) ÷ R1; R3 = Σ paid in the district × share that is spent there again",
        (*MONEY, *SHARES),
        ASSUMED,
        1,
        INSIDE,
    ),
    _metric(
        "stays",
        "Received in the district for every euro",
        "What people and firms of the district received in all for every euro that came in. Some publications give "
        "this figure and not the multiplier.",
        Unit.RATIO,
        "(R2 + R3) ÷ R1 = LM3 − 1",
        (*MONEY, *SHARES),
        ASSUMED,
        1,
        INSIDE,
    ),
    _metric(
        "work_local_percent",
        "Of every euro for the work, to the district",
        "Of every euro that was charged for work, the part that was pay of people of the district.",
        Unit.PERCENT,
        "100 × R2 ÷ R1; R1 = charged for work, R2 = pay of who did it and lives in the district, without material",
        (*MONEY, *SHARES),
        OF_THE_WORK,
        1,
        EVERYBODY,
    ),
    _metric(
        "work_multiplier",
        "Local Multiplier 3 of the work",
        "How often a euro that was charged for work counts for the district in three rounds: that euro, what people of "
        "the district earned of it, and what they spent there again. Less one it is what people of the district "
        "received for every euro; some publications give that.",
        Unit.RATIO,
        "(R1 + R2 + R3) ÷ R1; R1 = charged for work, R2 = pay of people of the district, R3 = R2 × share that is spent "
        "there again",
        (*MONEY, *SHARES),
        OF_THE_WORK,
        1,
        EVERYBODY,
    ),
    _metric(
        "multiplier_before",
        "Local Multiplier 3 before",
        "What the multiplier would be if contractors from outside had done the same work for the same money.",
        Unit.RATIO,
        "(R1 + R2 + R3) ÷ R1 of what was charged, by the assumptions of before",
        ("settlement_charge", "insight_assumption"),
        "The situation before was not measured: it is an assumption with a range.",
        0,
        EVERYBODY,
    ),
    _metric(
        "leaks",
        "What leaks away",
        "What was paid and left the district, at once or when it was spent again, by kind of spending.",
        Unit.CENTS,
        "Σ paid outside the district + Σ paid in it and spent elsewhere, by kind",
        (*MONEY, *SHARES),
        ASSUMED,
        -1,
        INSIDE,
    ),
    _metric(
        "hours_paid",
        "Hours of paid work",
        "Hours of signed work that were charged and paid, for repairs and for household help.",
        Unit.HOURS,
        "Σ minutes of settled timesheets ÷ 60",
        WORK,
        "Without travelling, and without work that is not signed yet.",
        1,
    ),
    _metric(
        "hours_local_percent",
        "Hours by people of the district",
        "The part of the paid hours that was worked by people with a postcode of the district.",
        Unit.PERCENT,
        "100 × hours by people of the district ÷ hours of paid work",
        (*WORK, "insight_district"),
        "By the postcode that a worker has now. Outside, no more is told than in which quarter of the whole it lies.",
        1,
        EVERYBODY,
    ),
    _metric(
        "workers",
        "People with paid work",
        "How many people did paid work in the period, and how many of them live in the district.",
        Unit.COUNT,
        "number of workers with settled timesheets",
        (*WORK, "insight_district"),
        "One hour counts as much as a hundred.",
        1,
    ),
    _metric(
        "from_no_work",
        "From no work to work",
        "People who did paid work in the period and had no paid work before they began here.",
        Unit.COUNT,
        "number of workers who told that they had no paid work before",
        ("insight_earlierwork", "settlement_settlement"),
        "Only of who told it; the highest number counts everybody who did not tell. Some would have found work anyway.",
        1,
    ),
)
