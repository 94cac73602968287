"""Every metric there is, declared once."""

from werkplaats.insight.rules.catalogue.costs import COSTS
from werkplaats.insight.rules.catalogue.economy import ECONOMY
from werkplaats.insight.rules.catalogue.service import SERVICE
from werkplaats.insight.rules.catalogue.social import SOCIAL
from werkplaats.insight.rules.metrics import Metric

CATALOGUE: dict[str, Metric] = {metric.code: metric for metric in (*SERVICE, *ECONOMY, *COSTS, *SOCIAL)}

__all__ = ["CATALOGUE", "COSTS", "ECONOMY", "SERVICE", "SOCIAL"]
