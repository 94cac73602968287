"""The metrics of the social fabric: who helps whom, and how people say they live together."""

from werkplaats.insight.rules.metrics import EVERYBODY, INSIDE, About, Audience, Metric, Unit

TIES = ("delivery_timesheet", "delivery_feedback")
WHOLE = "It is of the neighbourhood as a whole, so not of one pilot. "
SEEN = (
    WHOLE + "A visit makes a tie, also when people did not talk; help that neighbours give without us is not in it. "
    "Nothing is told of fewer than ten people."
)


def _metric(
    code: str,
    name: str,
    definition: str,
    formula: str,
    *,
    unit: Unit = Unit.COUNT,
    sources: tuple[str, ...] = TIES,
    seen_by: frozenset[Audience] = INSIDE,
    about: About = About.RESIDENTS,
    limits: str = SEEN,
    better: int = 1,
) -> Metric:
    return Metric(f"social.{code}", name, definition, unit, formula, sources, seen_by, about, limits, better)


SOCIAL: tuple[Metric, ...] = (
    _metric(
        "people",
        "People in the network",
        "How many people helped or were helped, residents, clients, tradespeople and helpers together.",
        "number of people who made, received or gave thanks for a visit in the period",
    ),
    _metric(
        "ties",
        "Ties between people",
        "How many pairs of people met by help or thanks.",
        "number of pairs with at least one visit or one word of thanks in the period",
    ),
    _metric(
        "new_ties",
        "New ties a month",
        "How many pairs met for the first time, a month.",
        "pairs with a tie in the period and none before ÷ months",
    ),
    _metric(
        "reciprocity",
        "Help or thanks both ways",
        "Which part of all help and thanks is answered by help or thanks back.",
        "arrows with an arrow back ÷ all arrows; an arrow is help or thanks from one person to another",
        unit=Unit.PERCENT,
    ),
    _metric(
        "between_streets",
        "Between streets",
        "Which part of the ties is between people of different streets.",
        "ties between two streets ÷ ties of which both streets are known",
        unit=Unit.PERCENT,
        limits=SEEN + " The street of a worker is known when homes of that postcode are.",
    ),
    _metric(
        "largest_group",
        "In one and the same group",
        "Which part of the people in the network is connected with each other, by however many others.",
        "people in the largest connected group ÷ people in the network",
        unit=Unit.PERCENT,
    ),
    _metric(
        "lone_ties",
        "Ties that hang by a thread",
        "Which part of the ties is the only connection between two groups of people.",
        "bridges of the network ÷ ties",
        unit=Unit.PERCENT,
        better=-1,
    ),
    _metric(
        "isolated_reached",
        "Isolated clients reached",
        "Of the clients who had at most one tie before the period: which part got a new one.",
        "clients with at most one tie before and a new one in the period ÷ clients with at most one tie before",
        unit=Unit.PERCENT,
        about=About.CLIENTS,
        limits=SEEN + " Somebody can have many people around who have nothing to do with us.",
    ),
    _metric(
        "thanks",
        "Thanked in words",
        "Which part of the ratings comes with words of thanks.",
        "ratings with words ÷ ratings",
        unit=Unit.PERCENT,
        sources=("delivery_feedback",),
        limits=WHOLE + "Who says thank you at the door is not in it.",
    ),
    _metric(
        "concerns",
        "Concerns raised",
        "How many times a helper passed on a worry about a client.",
        "number of concerns raised in the period",
        sources=("delivery_concern",),
        about=About.CLIENTS,
        limits=WHOLE + "More can mean that more is wrong, or that helpers look better.",
        better=0,
    ),
    _metric(
        "concerns_followed_up",
        "Concerns followed up",
        "Which part of the concerns that were raised was taken up by a coordinator.",
        "concerns of the period that are taken up or closed ÷ concerns of the period",
        unit=Unit.PERCENT,
        sources=("delivery_concern",),
        about=About.CLIENTS,
        limits=WHOLE + "As it is now, not as it was at the end of the period.",
    ),
    _metric(
        "cohesion",
        "Social cohesion",
        "How people say they live together: the mean score of six statements, after those of the Dutch "
        "Safety Monitor, 0 to 10.",
        "mean over answers of (sum of statements, 0 to 4 each, the one against turned round) × 10 ÷ 24",
        unit=Unit.SCORE,
        sources=("insight_surveyanswer",),
        seen_by=EVERYBODY,
        about=About.ANSWERS,
        limits="Of the last round that closed in the period (outside: of all rounds together). Who answers is not "
        "everybody, and the national figure is of other words and of a scale with at least one other statement.",
    ),
    _metric(
        "cohesion_response",
        "Answered the questions",
        "Which part of who was asked about living together answered.",
        "answers ÷ people asked, in the last round that closed in the period",
        unit=Unit.PERCENT,
        sources=("insight_surveyanswer", "insight_surveyinvitation"),
        about=About.ANSWERS,
        limits="Of the last round that closed in the period.",
    ),
)
