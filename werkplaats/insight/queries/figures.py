"""All figures of a scope, for whom they are: the one way by which pages, reports, the API and open data get them."""

from collections.abc import Callable

from werkplaats.insight.queries import figures_costs, figures_economy, figures_service, figures_social, released
from werkplaats.insight.queries.economy import economy, not_begun
from werkplaats.insight.queries.money import fewest_workers
from werkplaats.insight.rules import SMALLEST_SHOWN
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.metrics import OUTSIDE, About, Audience, Figure, Group, Scope

FEW_WORKERS = "In some month fewer than ten people worked here, so this could tell what one of them earned."


def _of_money(scope: Scope) -> dict[str, Figure]:
    """Economy and costs, which rest on the same books, read once."""
    found, late = economy(scope), not_begun(scope) is not None
    return {
        **figures_economy.of(found, late=late),
        **figures_costs.of(figures_costs.analysis(found), late=late),
    }


# The figures of who is inside, by scope. What outsiders see is in `released`.
GROUPS: tuple[Callable[[Scope], dict[str, Figure]], ...] = (figures_service.figures, _of_money, figures_social.figures)


def figures(scope: Scope, audience: Audience) -> dict[str, Figure]:
    """By code, in the order of the catalogue: the figures that this audience may see.

    Who looks from outside gets what was released of whole quarters inside the scope and nothing else.
    """
    found = released.figures(scope) if audience in OUTSIDE else _inside(scope)
    if audience is Audience.PARTY:
        found = _of_party(scope, found)
    seen = (code for code, metric in CATALOGUE.items() if audience in metric.seen_by)
    return {code: found[code] for code in seen if code in found}


def _of_party(scope: Scope, found: dict[str, Figure]) -> dict[str, Figure]:
    """A party knows what it paid, so from a figure of money it could work out what one of a few workers earned: it gets
    none of a period with such a month in it, for two periods can differ by that month. It knows who was visited when,
    so of ratings it gets what was released."""
    fewest = fewest_workers(scope)
    few = fewest is not None and fewest < SMALLEST_SHOWN
    shown = {code: _hidden(figure) if few else figure for code, figure in found.items()}
    return shown | {figure.code: figure for figure in released.of_party(scope)}


def _hidden(figure: Figure) -> Figure:
    metric = CATALOGUE[figure.code]
    of_money = metric.about is About.WORKERS and metric.group in (Group.ECONOMY, Group.COSTS)
    return Figure(figure.code, None, 0, FEW_WORKERS) if of_money and figure.value is not None else figure


def _inside(scope: Scope) -> dict[str, Figure]:
    return {code: figure for group in GROUPS for code, figure in group(scope).items()}
