"""The pilot's week of many cooperatives in the database: the made up weeks of `bench.planning.weeks`.

python -m bench.fleet_weeks 200
"""

import os
import sys
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

YEAR = timedelta(days=365)


def next_monday() -> date:
    """The made up week is the coming one, whenever this runs."""
    today = date.today()  # noqa: DTZ011 a day more or less is the same week
    return today + timedelta(days=7 - today.weekday())


def load(cooperatives: int) -> None:
    from django.db import transaction

    from bench.planning.weeks import PILOT, week

    for number in range(cooperatives):
        with transaction.atomic():
            _cooperative(number, week(PILOT, number))


def _cooperative(number: int, problem: Any) -> None:
    from werkplaats.homes.models import DistrictTeam
    from werkplaats.members.models import Cooperative, Person, PersonRole
    from werkplaats.members.rules.roles import Role

    place = problem.tasks[0].place
    cooperative = Cooperative.objects.create(
        name=f"Werkplaats {number}", slug=f"buurt-{number}", email="info@werkplaats.example", phone="033 123 45 67",
        city="Amersfoort", latitude=place.latitude, longitude=place.longitude,
    )  # fmt: skip
    coordinator = Person.objects.create(cooperative=cooperative, name="Coördinator", created_at=problem.at)
    PersonRole.objects.create(cooperative=cooperative, person=coordinator, role=Role.COORDINATOR, since=problem.at)
    team = DistrictTeam.objects.create(
        cooperative=cooperative, name="Wijkteam", municipality="Gemeente", email="wijkteam@gemeente.example"
    )
    _workers(cooperative, problem)
    people = Person.objects.bulk_create(
        Person(cooperative=cooperative, name=f"Bewoner {task.id}", created_at=problem.at) for task in problem.tasks
    )
    homes = _homes(cooperative, problem)
    for task, person, home in zip(problem.tasks, people, homes, strict=True):
        if task.client is None:
            _repair(cooperative, task, person, home, problem.at)
        else:
            _help(cooperative, task, person, home, team, problem.at)


def _workers(cooperative: Any, problem: Any) -> None:
    from werkplaats.members.models import Availability, Credential, Person, Worker
    from werkplaats.members.rules import WorkerKind, WorkerStatus
    from werkplaats.planning.rules.roster.model import Contract

    people = Person.objects.bulk_create(
        Person(cooperative=cooperative, name=f"Mens {one.id}", created_at=problem.at) for one in problem.people
    )
    workers = Worker.objects.bulk_create(
        Worker(
            cooperative=cooperative, person=person, kind=one.kind, status=WorkerStatus.ADMITTED,
            trades=list(one.trades) if one.kind == WorkerKind.TRADESPERSON else [],
            kvk_number="" if one.contract is Contract.EMPLOYEE else "12345678", contract=one.contract,
            postcode="3812 AB", house_number="1", latitude=one.home.latitude, longitude=one.home.longitude,
            radius_metres=one.radius, hours_a_week=one.minutes / 60, applied_at=problem.at,
        )
        for one, person in zip(problem.people, people, strict=True)
    )  # fmt: skip
    pairs = list(zip(problem.people, workers, strict=True))
    Credential.objects.bulk_create(
        Credential(
            cooperative=cooperative, worker=worker, kind=paper.kind, issued_on=next_monday() - YEAR,
            valid_until=next_monday() + YEAR,
        )
        for one, worker in pairs
        for paper in one.papers
    )  # fmt: skip
    Availability.objects.bulk_create(
        Availability(cooperative=cooperative, worker=worker, weekday=day.weekday, starts=day.starts, ends=day.ends)
        for one, worker in pairs
        for day in one.hours
    )


def _homes(cooperative: Any, problem: Any) -> list[Any]:
    from werkplaats.homes.models import Dwelling

    return Dwelling.objects.bulk_create(
        Dwelling(
            cooperative=cooperative, street="Noordewierweg", house_number=task.id + 1, postcode="3812 DA",
            city="Amersfoort", latitude=task.place.latitude, longitude=task.place.longitude,
        )
        for task in problem.tasks
    )  # fmt: skip


def _help(cooperative: Any, task: Any, person: Any, home: Any, team: Any, at: datetime) -> None:
    from werkplaats.homes.models import CareGrant, Client
    from werkplaats.homes.rules import Frequency, HouseholdActivity
    from werkplaats.intake.rules import Branch

    client = Client.objects.create(
        cooperative=cooperative, person=person, dwelling=home, district_team=team, referred_at=at
    )
    day = next_monday() + timedelta(days=task.windows[0].starts.weekday())
    grant = CareGrant.objects.create(
        cooperative=cooperative, client=client, activities=[HouseholdActivity.LIGHT_CLEANING], minutes=task.minutes,
        frequency=Frequency.WEEKLY, starts_on=next_monday(), ends_on=next_monday() + YEAR,
        preferred_weekday=day.weekday(), preferred_start=time(9), created_at=at,
    )  # fmt: skip
    _visit(cooperative, task, home, at, day, branch=Branch.HOUSEHOLD, care_grant=grant)


def _repair(cooperative: Any, task: Any, person: Any, home: Any, at: datetime) -> None:
    from werkplaats.intake.models import Request
    from werkplaats.intake.rules import Branch

    request = Request.objects.create(
        cooperative=cooperative, reference=f"{cooperative.pk % 1000:03d}{task.id:05d}", branch=Branch.REPAIRS,
        reporter=person, dwelling=home, text="Gemeld.", form_token=uuid4(), reported_at=at,
    )  # fmt: skip
    _visit(cooperative, task, home, at, next_monday(), branch=Branch.REPAIRS, request=request)


def _visit(cooperative: Any, task: Any, home: Any, at: datetime, day: date, **origin: Any) -> None:
    from werkplaats.jobs.models import Job, Visit

    job = Job.objects.create(
        cooperative=cooperative, dwelling=home, trade=task.trade, urgency=task.urgency, minutes=task.minutes,
        workers=task.people, due_at=at + YEAR, opened_at=at, **origin,
    )  # fmt: skip
    Visit.objects.create(cooperative=cooperative, job=job, number=1, minutes=task.minutes, due_on=day, created_at=at)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    load(int(sys.argv[1]))
