"""The metrics of this group."""

from werkplaats.insight.rules.metrics import Metric

SERVICE: tuple[Metric, ...] = ()
