"""Four quarters of a neighbourhood, for who plays the attacker: sometimes many took part and sometimes few."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.build import (
    NOW,
    a_client,
    a_cooperative,
    a_district_team,
    a_dwelling,
    a_grant,
    a_household_pilot,
    a_landlord,
    a_landlord_contact,
    a_pilot,
    a_request,
    a_worker,
)
from tests.settlement.work import a_household_job, a_repair_job, a_timesheet, consents, tariffs
from werkplaats.delivery.models import Feedback, Timesheet
from werkplaats.homes.models import Participation
from werkplaats.homes.rules import LandlordKind, ParticipationStatus
from werkplaats.insight.models import SurveyAnswer, SurveyRound
from werkplaats.insight.queries.cells import rows_about
from werkplaats.insight.rules.released import About, Row
from werkplaats.members.rules import WorkerKind
from werkplaats.settlement.services import settle

QUARTERS = (date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1))
HOMES = (14, 4, 9, 12)  # that reported something, a quarter
CLIENTS = (6, 11, 3, 10)  # that were helped
ANSWERS = (12, 9, 10, 11)  # to the survey of a quarter


class Year:
    """Four quarters in which sometimes many and sometimes few took part; most homes of one quarter are in the next."""

    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        landlord, team = a_landlord(self.cooperative), a_district_team(self.cooperative)
        self.pilots = a_pilot(landlord), a_household_pilot(team)
        self.homes = [a_dwelling(landlord) for _ in range(max(HOMES) + 6)]
        self.clients = [a_client(team, a_dwelling(landlord)) for _ in range(max(CLIENTS))]
        self.help = [a_household_job(a_grant(client)) for client in self.clients]
        self.plumbers = [a_worker(self.cooperative) for _ in range(11)]
        self.helpers = [a_worker(self.cooperative, WorkerKind.HELPER) for _ in range(11)]
        self.plumbers[1].postcode = "1011 AB"  # the only ones from elsewhere
        self.helpers[2].postcode = "1011 AB"
        for worker in (self.plumbers[1], self.helpers[2]):
            worker.save()
        tariffs(self.cooperative)
        consents(*self.plumbers)
        self.watcher = a_landlord_contact(a_landlord(self.cooperative, LandlordKind.OBSERVER))

    def live(self, number: int) -> None:
        """One quarter."""
        begin = datetime.combine(QUARTERS[number], NOW.timetz()).astimezone(UTC) + timedelta(days=3)
        for at in range(HOMES[number]):
            self._repair(self.homes[at + number], at, begin + timedelta(days=at % 40))
        for at in range(CLIENTS[number]):
            day = begin + timedelta(days=at)
            self._settled(a_timesheet(self.help[at], self.helpers[at % 11], 60 + at, started_at=day))
        for at in range(HOMES[number]):
            self._joins(self.pilots[0], number, at, dwelling=self.homes[at + number])
        for at in range(CLIENTS[number]):
            self._joins(self.pilots[1], number, at, client=self.clients[at])
        self._asked(number)

    def late(self, number: int) -> None:
        """Somebody who was forgotten is written down in a quarter that is over."""
        begin = datetime.combine(QUARTERS[number], NOW.timetz()).astimezone(UTC)
        self._repair(self.homes[-1], 3, begin + timedelta(days=50))

    def _repair(self, home: Any, at: int, day: datetime) -> None:
        request = a_request(home, reported_at=day)
        sheet = a_timesheet(
            a_repair_job(home, request=request, opened_at=day), self.plumbers[at % 11], 30 + 7 * at,
            started_at=day + timedelta(hours=5 + at),
            material_cents=100 * at,
        )  # fmt: skip
        self._settled(sheet)
        Feedback.objects.create(
            cooperative=self.cooperative, visit=sheet.visit, given_by=self.clients[0].person, rating=1 + at % 5,
            given_at=day + timedelta(days=1),
        )  # fmt: skip

    def _settled(self, sheet: Timesheet) -> None:
        assert settle(sheet, at=sheet.started_at + timedelta(days=2))

    def _joins(self, pilot: Any, number: int, at: int, **who: Any) -> None:
        """From some day of the quarter to its end."""
        begin = datetime.combine(QUARTERS[number], NOW.timetz()).astimezone(UTC)
        Participation.objects.create(
            cooperative=self.cooperative, pilot=pilot, status=ParticipationStatus.ENDED, requested_at=begin,
            started_at=begin + timedelta(days=at), ended_at=begin + timedelta(days=85), **who,
        )  # fmt: skip

    def _asked(self, number: int) -> None:
        first = QUARTERS[number]
        asked = SurveyRound.objects.create(
            cooperative=self.cooperative, kind="cohesion", year=first.year, quarter=number + 1, opens_on=first,
            closes_on=first + timedelta(days=30), opened_at=NOW, opened_by=self.clients[0].person,
        )  # fmt: skip
        for at in range(ANSWERS[number]):
            agrees = [at % 5, 4 - at % 4, 3, at % 3, 2, 4]
            SurveyAnswer.objects.create(
                cooperative=self.cooperative, round=asked, role="resident", on_paper=False, agrees=agrees
            )

    def over(self, number: int) -> datetime:
        """A day after the quarter."""
        return datetime.combine(QUARTERS[number], NOW.timetz()).astimezone(UTC) + timedelta(days=95)

    @property
    def rows(self) -> dict[About, list[Row]]:
        """What is around each home, worker and answer, as the release reads it."""
        return rows_about(self.cooperative.pk, date(2027, 1, 1))
