"""The metrics of costs and benefits: a year, for each party."""

from werkplaats.insight.rules.metrics import EVERYBODY, PARTIES, About, Metric, Of, Unit

SOURCES = (
    "settlement_charge",
    "settlement_settlement",
    "settlement_earning",
    "homes_participation",
    "insight_assumption",
)
LIMITS = (
    "A statement for a year: shorter periods are multiplied. What there would be without the cooperative is assumed. "
    "The band holds nine of ten draws of all assumptions."
)


def _metric(
    code: str,
    name: str,
    definition: str,
    formula: str,
    about: About,
    unit: Unit = Unit.CENTS,
    better: int = 1,
    of: Of = Of.WHOLE,
) -> Metric:
    return Metric(f"costs.{code}", name, definition, unit, formula, SOURCES, PARTIES, about, LIMITS, better, of)


TOOK_PART = "homes_participation"
ON_AVERAGE = "On average over the days of the period, so it need not be a whole number. Shown rounded."


def _measured(
    code: str, name: str, definition: str, formula: str, about: About, unit: Unit, sources: tuple[str, ...], limits: str
) -> Metric:
    """Without any assumption in it, so that everybody may see it."""
    return Metric(f"costs.{code}", name, definition, unit, formula, sources, EVERYBODY, about, limits)


BALANCE = "what this party gets − what it gives, a year"
FIXED = (
    "(coordinator + overhead − subsidy − contributions − what the other branch leaves) ÷ what one leaves, rounded up"
)
ALONE = "(coordinator + overhead − contributions − what the other branch leaves) ÷ what one leaves, rounded up"

COSTS: tuple[Metric, ...] = (
    _measured(
        "dwellings",
        "Dwellings that took part",
        "How many dwellings had a place in a pilot for repairs, on average over the days of the period.",
        "Σ days with a place ÷ days of the period",
        About.DWELLINGS,
        Unit.COUNT,
        (TOOK_PART,),
        ON_AVERAGE,
    ),
    _measured(
        "clients",
        "Clients who took part",
        "How many clients had a place in a pilot for household help, on average over the days of the period.",
        "Σ days with a place ÷ days of the period",
        About.CLIENTS,
        Unit.COUNT,
        (TOOK_PART,),
        ON_AVERAGE,
    ),
    _measured(
        "charged_per_dwelling",
        "Asked for repairs, for each dwelling a year",
        "What was charged for repairs, to landlords and tenants together, for each dwelling that took part, a year.",
        "charged for repairs × 12 ÷ months ÷ dwellings on average",
        About.DWELLINGS,
        Unit.CENTS,
        ("settlement_charge", "settlement_settlement", TOOK_PART),
        "Shorter periods are multiplied; a winter counts for a year then. Without VAT. Outside, in the quarter of the "
        "settlement and without subscriptions.",
    ),
    _measured(
        "charged_per_client",
        "Asked for household help, for each client a year",
        "What was charged to the municipality for household help, for each client who took part, a year.",
        "charged for household help × 12 ÷ months ÷ clients on average",
        About.CLIENTS,
        Unit.CENTS,
        ("settlement_charge", "settlement_settlement", TOOK_PART),
        "Shorter periods are multiplied. Outside, in the quarter of the settlement.",
    ),
    _metric(
        "tenant",
        "Gain of tenants, a year",
        "What tenants gain in a year (less waiting, cheaper jobs) less what they pay.",
        BALANCE,
        About.RESIDENTS,
    ),
    _metric(
        "landlord",
        "Gain of the landlord, a year",
        "What the landlord no longer pays contractors and its own planning in a year, less what it pays here.",
        BALANCE,
        About.DWELLINGS,
    ),
    _metric(
        "municipality",
        "Gain of the municipality, a year",
        "What the municipality no longer pays elsewhere for help and benefits in a year, less what it pays here.",
        BALANCE,
        About.RESIDENTS,
    ),
    _metric(
        "worker",
        "Gain of workers, a year",
        "What workers earn here in a year, less what it costs them and what they would have earned elsewhere.",
        BALANCE,
        About.WORKERS,
    ),
    _metric(
        "cooperative",
        "What the cooperative keeps, a year",
        "The cooperative’s income in a year, subsidy included, less its costs.",
        BALANCE,
        About.WORKERS,
    ),
    _metric(
        "together",
        "Gain of all parties together, a year",
        "What all parties gain together in a year. What one pays another cancels out.",
        "Σ gained − Σ used up, a year",
        About.WORKERS,
    ),
    _metric(
        "worth_now",
        "Gain over the years, in money of now",
        "What all parties gain together over the years of the assumption, start-up included, in money of now.",
        "Σ a year ÷ (1 + discount rate)^year − start-up",
        About.WORKERS,
        of=Of.YEARS,
    ),
    _metric(
        "landlord_per_dwelling",
        "Gain of the landlord, for each dwelling a year",
        "The balance of the landlord over repairs, for each dwelling that took part.",
        "balance over repairs ÷ dwellings on average",
        About.DWELLINGS,
        of=Of.EACH,
    ),
    _metric(
        "cooperative_per_dwelling",
        "What the cooperative keeps, for each dwelling a year",
        "The balance of the cooperative over repairs, with their part of the coordinator, for each dwelling.",
        "balance over repairs ÷ dwellings on average",
        About.WORKERS,
        of=Of.EACH,
    ),
    _metric(
        "municipality_per_client",
        "Gain of the municipality, for each client a year",
        "The balance of the municipality over household help, for each client who took part.",
        "balance over household help ÷ clients on average",
        About.CLIENTS,
        of=Of.EACH,
    ),
    _metric(
        "cooperative_per_client",
        "What the cooperative keeps, for each client a year",
        "The balance of the cooperative over household help, with its part of the coordinator, for each client.",
        "balance over household help ÷ clients on average",
        About.WORKERS,
        of=Of.EACH,
    ),
    _metric(
        "break_even_dwellings",
        "Dwellings to break even",
        "With how many dwellings the cooperative ends a year without loss, the clients being as they are.",
        FIXED,
        About.WORKERS,
        Unit.COUNT,
        -1,
    ),
    _metric(
        "break_even_clients",
        "Clients to break even",
        "With how many clients the cooperative ends a year without loss, the dwellings being as they are.",
        FIXED,
        About.WORKERS,
        Unit.COUNT,
        -1,
    ),
    _metric(
        "break_even_dwellings_alone",
        "Dwellings to break even without subsidy",
        "With how many dwellings the cooperative ends a year without loss and without subsidy.",
        ALONE,
        About.WORKERS,
        Unit.COUNT,
        -1,
    ),
    _metric(
        "break_even_clients_alone",
        "Clients to break even without subsidy",
        "With how many clients the cooperative ends a year without loss and without subsidy.",
        ALONE,
        About.WORKERS,
        Unit.COUNT,
        -1,
    ),
)
