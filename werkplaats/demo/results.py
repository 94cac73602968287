"""What the results ask of people, so that every page of results has something real to show: two rounds of a survey with
their answers, what workers told of before, what was agreed with the landlord, and two scenarios.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

from werkplaats.demo.neighbourhood import Neighbourhood
from werkplaats.ground.formats import local_day
from werkplaats.insight.models import SurveyInvitation, SurveyRound
from werkplaats.insight.queries.scenarios import as_it_is
from werkplaats.insight.rules.costs_benefits.assumptions import Code
from werkplaats.insight.rules.economy import WorkBefore
from werkplaats.insight.rules.local_multiplier import Receiver
from werkplaats.insight.rules.surveys import Respondent, SurveyKind
from werkplaats.insight.rules.surveys.cohesion import CohesionAnswer
from werkplaats.insight.rules.surveys.spending import Spending, SpentOn
from werkplaats.insight.rules.uncertainty import Distribution
from werkplaats.insight.services import assumptions, scenarios, surveys
from werkplaats.members.models import Notice
from werkplaats.members.services import notices

LINK = re.compile(r"/vragen/([^/\s]+)/")
RUNS = 10  # of each scenario: a few seconds of work, once the demo is there
# Of the six statements what most people here answer, 0 to 4; the first one counts the other way round.
USUALLY = (1, 3, 3, 3, 2, 3)


def set_up_results(neighbourhood: Neighbourhood, now: datetime) -> None:
    """In the quarter before, so that what people answered is out already; with a short history, as early as it can."""
    random, at = Random(2016), max(neighbourhood.start + timedelta(days=10), now - timedelta(days=98))
    _assume(neighbourhood, at)
    _ask(neighbourhood, SurveyKind.COHESION, random, at)
    _ask(neighbourhood, SurveyKind.SPENDING, random, at + timedelta(hours=1))
    for number, worker in enumerate(neighbourhood.workers):
        if number % 4 < 3:
            before = (WorkBefore.NONE, WorkBefore.SOME, WorkBefore.ENOUGH)[number % 3]
            assumptions.tell_earlier_work(neighbourhood.coordinator, worker.pk, before, at=at)
    _suppose(neighbourhood, now)


def _assume(neighbourhood: Neighbourhood, at: datetime) -> None:
    """The district, what contractors from outside asked before, and that the coordinators live here."""
    board = neighbourhood.board
    assumptions.set_district(board, "3812", at=at)
    for code, low, value, high, shape, source in (
        (Code.CONTRACTOR_HOUR, 58, 62, 66, Distribution.TRIANGULAR, "Raamcontract onderhoud van De Wissel, 2025"),
        (Code.BEFORE_LOCAL, 0, 3, 10, Distribution.TRIANGULAR, "Opgave van De Wissel: één schilder uit de wijk"),
        (Code.COORDINATOR_LOCAL, 100, 100, 100, Distribution.FIXED, "Beide coördinatoren wonen in de wijk"),
    ):
        assumptions.set_assumption(
            board, code, low=Decimal(low), value=Decimal(value), high=Decimal(high), distribution=shape, source=source,
            valid_from=local_day(neighbourhood.start).replace(day=1), at=at,
        )  # fmt: skip


def _ask(neighbourhood: Neighbourhood, kind: SurveyKind, random: Random, at: datetime) -> None:
    """Two of three answer, by the link in their mail; a supplier on paper."""
    opened = surveys.open_round(neighbourhood.coordinator, kind, closes_on=local_day(at) + timedelta(days=14), at=at)
    notices.send_due(at=at + timedelta(minutes=10))
    for number, (role, token) in enumerate(_links(opened)):
        if random.random() < 0.65:
            when = at + timedelta(days=1 + number % 3)
            answered = _cohesion(role, random) if kind == SurveyKind.COHESION else _spending(role, random)
            surveys.answer(token, answered, at=when)
    if kind == SurveyKind.SPENDING:
        on_paper = Spending(Receiver.SUPPLIER, 10, 50, (SpentOn.WAGES,))
        surveys.type_in(
            neighbourhood.coordinator, opened.pk, Respondent.SUPPLIER, on_paper,
            form_token=uuid4(), at=at + timedelta(days=3),
        )  # fmt: skip


def _links(opened: SurveyRound) -> Iterator[tuple[Respondent, str]]:
    """Who was asked, with the private link as it stands in their letter."""
    asked = SurveyInvitation.objects.filter(round=opened, person__isnull=False).order_by("pk")
    bodies = dict(
        Notice.objects.filter(cooperative=opened.cooperative_id, event__startswith="survey:").values_list(
            "event", "body"
        )
    )
    for invitation in asked:
        found = LINK.search(bodies[f"survey:{invitation.pk}"])
        assert found is not None
        yield Respondent(invitation.role), found[1]


def _cohesion(role: Respondent, random: Random) -> CohesionAnswer:
    agrees = [min(4, max(0, usual + random.choice((-1, 0, 0, 0, 1)))) for usual in USUALLY]
    return CohesionAnswer(role, tuple(None if random.random() < 0.04 else one for one in agrees))


def _spending(role: Respondent, random: Random) -> Spending:
    district = random.choice((10, 25, 25, 50))
    return Spending(Receiver(role), district, random.choice((75, 90)), (SpentOn.GROCERIES, SpentOn.FOOD_OUT))


def _suppose(neighbourhood: Neighbourhood, now: datetime) -> None:
    """The cooperative as it is, and twice as large with the same people: worked out in the background."""
    coordinator = neighbourhood.coordinator
    here = as_it_is(coordinator, now)
    larger = replace(here, dwellings=2 * here.dwellings, clients=2 * here.clients)
    for name, scenario in (("Zoals het nu is", here), ("Twee keer zo groot, met dezelfde mensen", larger)):
        saved = scenarios.save_scenario(coordinator, name, scenario, at=now)
        scenarios.run_scenario(coordinator, saved.pk, runs=RUNS, at=now)
