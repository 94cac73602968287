"""The tables of the results: what people answered, what was assumed, what was worked out once."""

from werkplaats.insight.models.assumptions import Assumption, District, EarlierWork

__all__ = ["Assumption", "District", "EarlierWork"]
