"""The rounds of the surveys, how many answered, and the answers without names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from werkplaats.homes.models import Client, Participation, Residence, Supplier
from werkplaats.homes.rules import ParticipationStatus
from werkplaats.insight.models import SurveyAnswer, SurveyInvitation, SurveyRound
from werkplaats.insight.rules.local_multiplier import Receiver, SpendingAnswer
from werkplaats.insight.rules.surveys import ASKED, Respondent, SurveyKind, is_open
from werkplaats.insight.rules.surveys.cohesion import CohesionAnswer
from werkplaats.members.models import Person, Worker
from werkplaats.members.rules import WorkerKind, WorkerStatus


@dataclass(frozen=True)
class Response:
    """Of one role: how many were invited and how many answered, on paper too."""

    role: Respondent
    invited: int
    answered: int


@dataclass(frozen=True)
class RoundRow:
    round: SurveyRound
    is_open: bool
    response: tuple[Response, ...]

    @property
    def invited(self) -> int:
        return sum(one.invited for one in self.response)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.response)

    @property
    def percent(self) -> float | None:
        return 100 * self.answered / self.invited if self.invited else None


def rounds(cooperative_id: int, today: date) -> list[RoundRow]:
    """All rounds with their response, the latest first. Three queries."""
    found = list(SurveyRound.objects.filter(cooperative_id=cooperative_id).order_by("-opens_on", "-pk"))
    return _with_response(found, today)


def round_of(cooperative_id: int, round_id: int, today: date) -> RoundRow | None:
    found = SurveyRound.objects.filter(cooperative_id=cooperative_id, pk=round_id)
    return next(iter(_with_response(list(found), today)), None)


def _with_response(found: list[SurveyRound], today: date) -> list[RoundRow]:
    invited = _by_role(SurveyInvitation.objects.filter(round__in=found))
    answered = _by_role(SurveyAnswer.objects.filter(round__in=found))
    return [
        RoundRow(
            one,
            is_open(one.opens_on, one.closes_on, today),
            tuple(
                Response(role, invited.get((one.pk, role), 0), answered.get((one.pk, role), 0))
                for role in ASKED[SurveyKind(one.kind)]
            ),
        )
        for one in found
    ]


def _by_role(rows: QuerySet[SurveyInvitation] | QuerySet[SurveyAnswer]) -> dict[tuple[int, str], int]:
    counted = rows.order_by().values("round_id", "role").annotate(number=Count("pk"))
    return {(row["round_id"], row["role"]): row["number"] for row in counted}


def invitation_of(token_hash: str) -> SurveyInvitation | None:
    """What stands behind a private link, that of the invitation or that of the reminder."""
    rows = SurveyInvitation.objects.filter(Q(token_hash=token_hash) | Q(reminder_hash=token_hash))
    return rows.select_related("round", "cooperative").first()


# -- the answers ------------------------------------------------------------------------------------------------------
def spending_answers(cooperative_id: int, *years: int) -> dict[int, tuple[SpendingAnswer, ...]]:
    """What was answered of each year, for the local multiplier; empty when nobody was asked or nobody answered."""
    rows = SurveyAnswer.objects.filter(
        cooperative_id=cooperative_id, round__kind=SurveyKind.SPENDING, round__year__in=years, district__isnull=False
    )
    found: dict[int, list[SpendingAnswer]] = {year: [] for year in years}
    for year, role, district in rows.order_by("pk").values_list("round__year", "role", "district"):
        found[year].append(SpendingAnswer(Receiver(role), district or 0))
    return {year: tuple(answers) for year, answers in found.items()}


def cohesion_answers(cooperative_id: int, round_id: int) -> tuple[CohesionAnswer, ...]:
    """What was answered in one round. Ask only of a round that is closed."""
    rows = SurveyAnswer.objects.filter(cooperative_id=cooperative_id, round_id=round_id, agrees__isnull=False)
    return tuple(
        CohesionAnswer(Respondent(role), tuple(agrees or ()))
        for role, agrees in rows.order_by("pk").values_list("role", "agrees")
    )


# -- who is asked -----------------------------------------------------------------------------------------------------
def asked_of_cohesion(cooperative_id: int) -> list[tuple[Respondent, Person]]:
    """Everybody who takes part, each once: as a client before as a worker before as a resident."""
    taking_part = Participation.objects.filter(cooperative_id=cooperative_id, status=ParticipationStatus.ACTIVE)
    clients = Client.objects.filter(pk__in=taking_part.values("client")).select_related("person")
    homes = Residence.objects.filter(until=None, dwelling__in=taking_part.values("dwelling")).select_related("person")
    return _once(
        [
            *((Respondent.CLIENT, client.person) for client in clients.order_by("pk")),
            *((Respondent.WORKER, worker.person) for worker in _workers(cooperative_id)),
            *((Respondent.RESIDENT, home.person) for home in homes.order_by("pk")),
        ]
    )


def asked_of_spending(cooperative_id: int) -> list[tuple[Respondent, Person]]:
    return [
        (Respondent.HELPER if worker.kind == WorkerKind.HELPER else Respondent.WORKER, worker.person)
        for worker in _workers(cooperative_id)
    ]


def suppliers_asked(cooperative_id: int) -> list[Supplier]:
    return list(Supplier.objects.filter(cooperative_id=cooperative_id, active=True).order_by("pk"))


def _workers(cooperative_id: int) -> Iterable[Worker]:
    rows = Worker.objects.filter(cooperative_id=cooperative_id, status=WorkerStatus.ADMITTED)
    return rows.select_related("person").order_by("pk")


def _once(people: Iterable[tuple[Respondent, Person]]) -> list[tuple[Respondent, Person]]:
    seen: dict[int, tuple[Respondent, Person]] = {}
    for role, person in people:
        seen.setdefault(person.pk, (role, person))
    return list(seen.values())
