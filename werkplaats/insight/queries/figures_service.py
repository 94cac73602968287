"""The figures of the service for a scope, from the roll-ups."""

from werkplaats.insight.queries.rollups import totals
from werkplaats.insight.rules.metrics import Figure, Scope
from werkplaats.insight.rules.service import service_figures


def figures(scope: Scope) -> dict[str, Figure]:
    """By the code of the metric. One query."""
    return service_figures(totals(scope), of_a_pilot=scope.pilot_id is not None)
