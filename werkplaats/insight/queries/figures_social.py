"""The figures of the social fabric for a scope."""

from django.utils import timezone

from werkplaats.insight.queries.social import last_cohesion, social_fabric, told
from werkplaats.insight.rules.catalogue.social import SOCIAL
from werkplaats.insight.rules.metrics import Figure, Scope
from werkplaats.insight.rules.social.figures import no_figures_of_a_pilot, social_figures


def figures(scope: Scope) -> dict[str, Figure]:
    """By the code of the metric. Seven queries; none for one pilot, which with all would tell of another.

    A round that is still open is not counted, so the day of today matters.
    """
    if scope.pilot_id is not None:
        return no_figures_of_a_pilot(tuple(metric.code for metric in SOCIAL))
    found = last_cohesion(scope, timezone.localdate())
    return social_figures(social_fabric(scope), told(scope), found[1] if found else None, len(scope.months))
