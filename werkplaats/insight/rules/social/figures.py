"""The figures of the social fabric, each with its value or with the reason why there is none."""

from dataclasses import dataclass

from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.metrics import Figure
from werkplaats.insight.rules.social.network import Fabric
from werkplaats.insight.rules.surveys.cohesion import Cohesion

OF_A_PILOT = "The network is of the neighbourhood as a whole. Choose all pilots together."
NOBODY = "Nobody was helped in this period."
TOO_FEW = "Fewer than ten people: then a figure could be about somebody."
NO_STREETS = "Of fewer than ten ties both streets are known."
NO_CLIENTS = "Fewer than ten clients had at most one tie before this period."
NO_RATINGS = "Fewer than ten ratings were given in this period."
NO_CONCERNS = "Fewer than ten clients are helped, so nothing is told of concerns."
NONE_RAISED = "No concern was raised in this period."
NOT_ASKED = "No survey on living together closed in this period."
NOT_ANSWERED = "Fewer than ten people answered the survey."
NOBODY_ANSWERED = "Nobody answered the survey."

OF_THE_NETWORK = ("people", "ties", "new_ties", "reciprocity", "between_streets", "largest_group", "lone_ties")


@dataclass(frozen=True)
class Told:
    """What was counted beside the network: ratings, with words of thanks; concerns raised, and taken up or closed."""

    ratings: int = 0
    thanked: int = 0
    clients: int = 0
    concerns: int = 0
    followed_up: int = 0


@dataclass(frozen=True)
class Asked:
    """The last round on cohesion that closed in the period. None in it: fewer than ten answers."""

    invited: int
    answered: int
    cohesion: Cohesion | None


def social_figures(fabric: Fabric, told: Told, asked: Asked | None, months: int) -> dict[str, Figure]:
    """By code. `months`: how many the period has."""
    found = [*_network(fabric, months), _isolated(fabric), *_told(told), *_asked(asked)]
    return {figure.code: figure for figure in found}


def no_figures_of_a_pilot(codes: tuple[str, ...]) -> dict[str, Figure]:
    return {code: Figure(code, None, 0, why=OF_A_PILOT) for code in codes}


def _network(fabric: Fabric, months: int) -> list[Figure]:
    found = fabric.measures
    if found.people < SMALLEST_SHOWN:
        why = TOO_FEW if found.people else NOBODY
        return [Figure(f"social.{code}", None, found.people, why=why) for code in OF_THE_NETWORK]
    n = found.people
    return [
        Figure("social.people", n, n),
        Figure("social.ties", found.ties, n),
        Figure("social.new_ties", fabric.new / months, n),
        Figure("social.reciprocity", 100 * (found.reciprocity or 0), n),
        _percent("between_streets", fabric.crossing, fabric.known, n, NO_STREETS),
        Figure("social.largest_group", 100 * found.largest / n, n),
        Figure("social.lone_ties", 100 * found.lone / found.ties, n),
    ]


def _isolated(fabric: Fabric) -> Figure:
    return _percent("isolated_reached", fabric.reached, fabric.isolated, fabric.isolated, NO_CLIENTS)


def _told(told: Told) -> list[Figure]:
    thanks = _percent("thanks", told.thanked, told.ratings, told.ratings, NO_RATINGS)
    codes = ("social.concerns", "social.concerns_followed_up")
    if told.clients < SMALLEST_SHOWN:
        return [thanks, *(Figure(code, None, told.clients, why=NO_CONCERNS) for code in codes)]
    raised = Figure(codes[0], told.concerns, told.clients)
    if not told.concerns:
        return [thanks, raised, Figure(codes[1], None, told.clients, why=NONE_RAISED)]
    return [thanks, raised, Figure(codes[1], 100 * told.followed_up / told.concerns, told.clients)]


def _asked(asked: Asked | None) -> list[Figure]:
    if asked is None:
        return [Figure(f"social.{code}", None, 0, why=NOT_ASKED) for code in ("cohesion", "cohesion_response")]
    response = _percent("cohesion_response", asked.answered, asked.invited, asked.answered, TOO_FEW)
    found = asked.cohesion
    if found is None:
        why = NOT_ANSWERED if asked.answered else NOBODY_ANSWERED
        return [Figure("social.cohesion", None, asked.answered, why=why), response]
    return [Figure("social.cohesion", found.score, found.n, low=found.low, high=found.high), response]


def _percent(code: str, part: int, whole: int, n: int, why: str) -> Figure:
    if whole < SMALLEST_SHOWN:
        return Figure(f"social.{code}", None, n, why=why)
    return Figure(f"social.{code}", 100 * part / whole, n)
