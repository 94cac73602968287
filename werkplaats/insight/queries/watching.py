"""Only totals, for who watches from outside."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, Q, Sum
from django.db.models.functions import Coalesce

from werkplaats.delivery.models import Feedback
from werkplaats.ground.formats import AMSTERDAM
from werkplaats.homes.models import Participation
from werkplaats.insight.queries.common import UNDECIDED, counts
from werkplaats.insight.rules import shown, shown_parts
from werkplaats.intake.models import Request
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.settlement.models import Settlement
from werkplaats.triage.models import Assessment
from werkplaats.triage.rules import Outcome


@dataclass(frozen=True)
class Totals:
    """Of the whole cooperative until the first of this month. None stands for "fewer than ten"; the month is closed
    first, so that nobody can tell by looking every day what happened today."""

    until: datetime
    dwellings: int | None
    clients: int | None
    requests: int | None
    by_outcome: dict[str, int | None]
    visits: int | None
    workers: int | None
    hours: int | None
    charged_cents: int | None
    earned_cents: int | None
    rating: float | None
    ratings: int | None

    @property
    def kept_cents(self) -> int | None:
        return (
            None if self.charged_cents is None or self.earned_cents is None else self.charged_cents - self.earned_cents
        )


def totals(actor: Actor, at: datetime) -> Totals:
    """What a watching association may know. Seven queries."""
    require(actor, May.SEE_TOTALS)
    until = at.astimezone(AMSTERDAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    here = Q(cooperative_id=actor.cooperative_id)
    taking_part = Participation.objects.filter(here, started_at__lt=until).aggregate(
        dwellings=Count("dwelling", distinct=True), clients=Count("client", distinct=True)
    )
    requests = Request.objects.filter(here, reported_at__lt=until)
    asked = requests.count()
    decided = Assessment.objects.filter(here, request__in=requests, revised_by=None)
    found = counts(decided, "outcome")
    outcomes = {outcome.value: found.get(outcome, 0) for outcome in Outcome}
    outcomes[UNDECIDED] = asked - sum(outcomes.values())
    money = Settlement.objects.filter(here, settled_at__lt=until).aggregate(
        visits=Count("timesheet__visit", distinct=True),
        workers=Count("timesheet__worker", distinct=True),
        minutes=Coalesce(Sum("minutes"), 0),
        charged=Coalesce(Sum("charged_cents"), 0),
        earned=Coalesce(Sum("earned_cents"), 0),
    )
    feedback = Feedback.objects.filter(here, given_at__lt=until).aggregate(mean=Avg("rating"), number=Count("id"))
    enough_work = shown(money["visits"]) is not None and shown(money["workers"]) is not None
    return Totals(
        until=until,
        dwellings=shown(taking_part["dwellings"]),
        clients=shown(taking_part["clients"]),
        requests=shown(asked),
        by_outcome=shown_parts(outcomes),
        visits=shown(money["visits"]),
        workers=shown(money["workers"]),
        hours=money["minutes"] // 60 if enough_work else None,
        charged_cents=money["charged"] if enough_work else None,
        earned_cents=money["earned"] if enough_work else None,
        rating=feedback["mean"] if shown(feedback["number"]) else None,
        ratings=shown(feedback["number"]),
    )
