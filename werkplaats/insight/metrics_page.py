"""docs/metrics.md, written from the catalogue: `python -m werkplaats.insight.metrics_page > docs/metrics.md`."""

from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.derived import WAYS
from werkplaats.insight.rules.metrics import Audience, Group, Metric
from werkplaats.insight.rules.released import RECIPES

TITLES = {
    Group.SERVICE: "How people were helped",
    Group.ECONOMY: "What stayed in the neighbourhood",
    Group.COSTS: "Costs and benefits",
    Group.SOCIAL: "People who know each other",
}
BETTER = {1: "more is better", 0: "neither more nor less is better", -1: "less is better"}
HEAD = """# Every figure there is

Written from `insight/rules/catalogue` by `make metrics`; do not edit, change the declaration. Pages, the report, the
API and the open data take their figures from the same place (`insight/queries/figures.py`).

- Months are those of the Netherlands; a period is whole months. What is counted stands in the month in which it
  happened, so that a month that is over does not change, except by what is written down late.
- Work belongs to the pilot that its home (the client, for household help) was in at that moment.
- Inside, a figure comes from roll-ups by month, which `werkplaats rollups rebuild` makes again from the tables named
  here; at night only the months that were touched are made again. Durations are kept in classes of which each ends at
  1.1 times where it begins, so a median or a percentile is less than 10 % from the exact one (nearest rank), and a
  mean is exact.
- Who looks from outside (a watching association, the public) gets what was [released](decisions/released-cells.md) and
  what is [worked out from it](decisions/money-for-outsiders.md), and nothing else.
- Where there is no figure it says why. `n` is the number of cases that a figure was worked out from; outside, at least
  how many people it is about.
"""


def page() -> str:
    parts = [HEAD]
    for group, title in TITLES.items():
        metrics = [metric for metric in CATALOGUE.values() if metric.group is group]
        if metrics:
            parts += [f"## {title}\n", *map(_of, metrics)]
    return "\n".join(parts)


def _of(metric: Metric) -> str:
    who = ", ".join(audience.value for audience in Audience if audience in metric.seen_by)
    outside = ""
    if metric.code in RECIPES:
        outside = "\n- outside, a cell is about ten of these or more, and no one makes more than half of it"
    elif metric.code in WAYS:
        sources = ", ".join(f"`{one}`" for one in WAYS[metric.code].sources)
        outside = f"\n- outside, worked out from what is out of {sources} and from nothing else"
    limits = f"\n- what it does not say: {metric.limits}" if metric.limits else ""
    return (
        f"### {metric.name}\n\n`{metric.code}`, {metric.unit.value}, {BETTER[metric.better]}. {metric.definition}\n\n"
        f"- worked out as: {metric.formula}\n- read from: {', '.join(f'`{table}`' for table in metric.sources)}\n"
        f"- about: {metric.about.value}; seen by: {who}{outside}{limits}\n"
    )


if __name__ == "__main__":
    print(page(), end="")
