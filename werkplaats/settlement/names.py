"""How a line of an invoice, or an earning, is called in the language of the moment."""

from werkplaats.ground.templatetags.labels import label
from werkplaats.settlement.rules.pricing import LineKind

OF_A_TRADE = frozenset({LineKind.LABOUR, LineKind.EVENING, LineKind.WEEKEND, LineKind.UNIT})


def line_name(kind: str, description: str) -> str:
    """By its trade, by the words of a material, or by its kind alone."""
    of_kind = str(label(kind, "line_kind"))
    if kind == LineKind.MATERIAL and description:
        return f"{of_kind}: {description}"
    if kind in OF_A_TRADE and description:
        trade = str(label(description, "trade"))
        return trade if kind == LineKind.LABOUR else f"{trade}, {of_kind}"
    return of_kind
