"""What an evaluation report is made of: the figures of a pilot and a period, and their course, for who will read it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from werkplaats.homes.models import Pilot
from werkplaats.insight.queries import figures as queries_figures
from werkplaats.insight.queries import released, rollups
from werkplaats.insight.queries.assumptions import own_versions
from werkplaats.insight.rules.catalogue import CATALOGUE
from werkplaats.insight.rules.metrics import OUTSIDE, Audience, Figure, Scope
from werkplaats.insight.rules.report import About, Report, compose
from werkplaats.insight.rules.service import service_figures
from werkplaats.members.models import Cooperative

OVER_TIME = ("requests", "visit", "worked", "solved", "rating")  # measures of the roll-ups


def report(
    cooperative: Cooperative, pilot: Pilot | None, first: date, last: date, audience: Audience, *, made_on: date
) -> Report:
    """Of one pilot or of all together, from the first up to and including the last month (by their first days)."""
    scope = Scope(cooperative.pk, first, last, pilot.pk if pilot else None)
    about = About(
        cooperative=cooperative.name,
        pilot=pilot.name if pilot else "",
        kind=pilot.kind if pilot else "",
        party=_party(pilot) if pilot else "",
        cap=pilot.cap if pilot else None,
        begins=pilot.starts_on if pilot else None,
        ends=pilot.ends_on if pilot else None,
        first_month=first,
        last_month=last,
        audience=audience,
        made_on=made_on,
    )
    course = _quarters(scope, about.quarters) if audience in OUTSIDE else _months(scope, audience)
    return compose(about, CATALOGUE, queries_figures.figures(scope, audience), list(course.items()))


def _party(pilot: Pilot) -> str:
    party = pilot.landlord or pilot.district_team
    return party.name if party else ""


def _months(scope: Scope, audience: Audience) -> dict[date, Mapping[str, Figure]]:
    """Ratings for the board alone: a month holds few, and a party knows who was visited in it."""
    by_month = rollups.monthly(scope, OVER_TIME)
    wanted = ["service.requests", "service.visits", "service.hours", "service.solved"]
    if audience is Audience.BOARD:
        wanted.append("service.satisfaction")
    found: dict[date, Mapping[str, Figure]] = {}
    for day in scope.months:
        of_month = service_figures(by_month.get(day, {}))
        found[day] = {code: of_month[code] for code in wanted}
    return found


def _quarters(scope: Scope, quarters: Sequence[date]) -> dict[date, Mapping[str, Figure]]:
    """Quarters that were released on their own; what was released only together stands in the totals alone."""
    kept, versions = released.all_kept(scope.cooperative_id), own_versions(scope.cooperative_id)
    scopes = (replace(scope, first_month=day, last_month=day.replace(month=day.month + 2)) for day in quarters)
    return {one.first_month: released.figures_of(kept, versions, one) for one in scopes}
