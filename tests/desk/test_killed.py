"""A process that is killed leaves no half-made job, and loses no mail: docs/decisions/mail-once.md."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from tests.build import NOW, a_cooperative, a_coordinator, a_dwelling, a_landlord, a_request, a_resident, an_actor
from tests.mail_server import MailServer, a_mail_server
from werkplaats.intake.models import Request
from werkplaats.intake.rules import RequestStatus
from werkplaats.jobs.models import Job, Visit
from werkplaats.members.models import Notice
from werkplaats.members.services import notices
from werkplaats.tasks import take_up_stalled_jobs
from werkplaats.triage.models import Assessment, AssessmentStep

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = 14  # more than the workers that are killed can get through
# In a worker that really runs every ten minutes' round sends what is due; these are sent by their own jobs alone.
NOT_DUE = NOW.replace(year=2099)
# Where the mail server has all of the message, and the worker may not have written down that it has.
UNSURE = ("message", "yes")
STEPS = ("EHLO", "MAIL", "RCPT", "DATA", *UNSURE, "QUIT")


def environment(**more: str) -> dict[str, str]:
    """That of a process on the database of this test."""
    of = connection.settings_dict
    address = f"postgresql://{of['USER']}:{of['PASSWORD']}@/{of['NAME']}?host={of['HOST']}"
    if of["PORT"]:
        address += f"&port={of['PORT']}"
    return {**os.environ, "DATABASE_URL": address, "SECRET_KEY": settings.SECRET_KEY, "LOG_LEVEL": "ERROR", **more}


def killed_again_and_again(verb: str, **given: Any) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.killed", verb, json.dumps({"at": NOW.isoformat(), **given})],
        env=environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def mail_jobs(*told: Notice) -> list[str]:
    """How the jobs are that send these notices; the queue may hold those of other tests too."""
    ids = [notice.pk for notice in told]
    jobs = ProcrastinateJob.objects.filter(task_name="send_notice", args__notice_id__in=ids)
    return list(jobs.values_list("status", flat=True))


def test_a_report_that_is_killed_at_any_moment_is_there_whole_or_not_at_all() -> None:
    dwelling = a_dwelling(a_landlord(a_cooperative()))
    resident = an_actor(a_resident(dwelling))
    killed = killed_again_and_again(
        "report",
        cooperative=resident.cooperative_id,
        actor=resident.person_id,
        role="resident",
        dwelling=dwelling.pk,
        token=str(uuid4()),
    )
    assert killed > 5
    request = Request.objects.get()
    notice = Notice.objects.get()
    assert notice.event == f"request-received:{request.pk}"
    assert mail_jobs(notice) == ["todo"]


def test_a_decision_that_is_killed_at_any_moment_leaves_no_half_made_job() -> None:
    request = a_request(a_dwelling(a_landlord(a_cooperative())))
    coordinator = a_coordinator(request.cooperative)
    killed = killed_again_and_again(
        "decide",
        cooperative=coordinator.cooperative_id,
        actor=coordinator.person_id,
        role="coordinator",
        request=request.pk,
    )
    assert killed > 10
    request.refresh_from_db()
    assert request.status == RequestStatus.ACCEPTED
    assert (Assessment.objects.count(), AssessmentStep.objects.count()) == (1, 3)
    jobs = list(Job.objects.order_by("pk"))
    assert [job.trade for job in jobs] == ["LOO", "STU", "SCH"]
    assert [job.after for job in jobs] == [None, jobs[0], jobs[1]]
    assert set(Visit.objects.values_list("job", flat=True)) == {job.pk for job in jobs}
    assert Visit.objects.count() == 3
    assert mail_jobs(Notice.objects.get()) == ["todo"]


def test_mail_of_a_worker_that_is_killed_is_neither_lost_nor_sent_twice_but_for_one_moment() -> None:
    cooperative = a_cooperative()
    told = [
        notices.tell_address(
            cooperative.pk,
            name="Nel",
            email=f"nel{number}@voorbeeld.example",
            event=f"worker-declined:{number}",
            template="worker_declined",
            context={"reason": "Vol."},
            at=NOT_DUE,
        )
        for number in range(EVENTS)
    ]
    wanted = {notices.message_id(notice) for notice in told if notice}
    seeded = random.Random(9)
    with a_mail_server() as server:
        unsure = set()
        for step in seeded.sample(STEPS, len(STEPS)):
            before = len(server.received)
            worker_killed_at(server, step, mail=seeded.randrange(1, 3))
            if step in UNSURE:
                unsure.add(server.ids()[-1])
            assert len(server.received) > before or step not in UNSURE
        server.at = lambda step, line: None
        recover(server)
        arrived = Counter(server.ids())
    assert set(arrived) == wanted  # none is lost
    assert {name for name, times in arrived.items() if times > 1} <= unsure
    assert max(arrived.values()) <= 2
    assert not Notice.objects.filter(sent_at=None).exists()
    assert mail_jobs(*Notice.objects.all()) == ["succeeded"] * EVENTS


def a_worker(server: MailServer) -> "subprocess.Popen[str]":
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.port), "SMTP_TLS": "0"}
    return subprocess.Popen(
        [sys.executable, "-m", "werkplaats", "worker", "--once", "--concurrency", "1"],
        env=environment(**mail), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def worker_killed_at(server: MailServer, fatal: str, *, mail: int) -> None:
    """Start a worker, and kill it when its mail number `mail` has come to this step."""
    reached = 0
    server.at = lambda step, line: None
    worker = a_worker(server)

    def at(step: str, line: str) -> str | None:
        nonlocal reached
        reached += step == fatal
        if step == fatal and reached == mail:
            worker.kill()
            worker.wait(30)
            raise ConnectionError("the worker is dead")
        return None

    server.at = at
    output, _ = worker.communicate(timeout=120)
    assert worker.returncode == -9, output


def recover(server: MailServer) -> None:
    """What the next workers do: take up the jobs of the dead, here without waiting two minutes for a sign of life."""
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'")
        with suppress(AlreadyEnqueued):
            take_up_stalled_jobs.defer(timestamp=0)
        output, _ = a_worker(server).communicate(timeout=120)
        assert "Traceback" not in output, output
