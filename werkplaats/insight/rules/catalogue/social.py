"""The metrics of this group."""

from werkplaats.insight.rules.metrics import Metric

SOCIAL: tuple[Metric, ...] = ()
