"""Lists of workers: who is admitted, who waits, and what a list never changes."""

from datetime import date, time, timedelta

import pytest

from tests.build import (
    NOW,
    a_cooperative,
    a_dwelling,
    a_landlord,
    a_person,
    a_worker,
)
from tests.desk.lists import CLIENT, WORKER, Load, a_helper, counts, rows, told
from werkplaats.desk.imports import Kind
from werkplaats.members.models import Cooperative, Notice, Person, Worker
from werkplaats.members.rules import WorkerStatus
from werkplaats.members.rules.roles import Role

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def test_a_worker_is_admitted_with_papers_that_were_seen(cooperative: Cooperative, load: Load) -> None:
    a_dwelling(a_landlord(cooperative), postcode="3812 DA", latitude=52.2, longitude=5.4)
    report = load(Kind.WORKERS, *rows(WORKER))
    assert (told(report), counts(report)) == ([], (1, 0, 0))
    worker = Worker.objects.get(person__email="karel@voorbeeld.example")
    assert (worker.status, worker.trades, worker.kvk_number) == (WorkerStatus.ADMITTED, ["LOO", "SCH"], "90001111")
    assert (worker.radius_metres, float(worker.hours_a_week), worker.latitude) == (7500, 20.5, 52.2)
    assert (worker.house_number, worker.postcode, worker.person.phone) == ("12 a", "3812 DA", "0612345678")
    assert [(h.weekday, h.starts) for h in worker.availability.order_by("weekday")] == [
        (0, time(8)),
        (1, time(8)),
        (4, time(8, 30)),
    ]
    assert {paper.checked_at for paper in worker.credentials.all()} == {NOW}
    assert worker.person.roles.filter(role=Role.WORKER).exists()
    assert report.said == ["1 person gets an e-mail."]


def test_who_is_not_admitted_waits_and_hears_nothing(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(a_helper(1)))
    worker = Worker.objects.get()
    assert (worker.status, worker.kind, counts(report)) == (WorkerStatus.APPLIED, "helper", (1, 0, 0))
    assert {paper.checked_at for paper in worker.credentials.all()} == {None}
    assert (Notice.objects.count(), report.said) == (0, [])


def test_the_same_list_of_workers_again_changes_nothing(load: Load) -> None:
    lines = rows(WORKER, a_helper(1), a_helper(2))
    load(Kind.WORKERS, *lines)
    before = list(Worker.objects.order_by("id").values())
    report = load(Kind.WORKERS, *lines, at=LATER)
    assert (counts(report), report.notes, report.said) == ((0, 0, 3), [], [])
    assert list(Worker.objects.order_by("id").values()) == before
    assert Notice.objects.count() == 1


def test_an_application_that_waits_is_renewed_and_admitted_by_the_list(load: Load) -> None:
    load(Kind.WORKERS, *rows(a_helper(1)))
    report = load(Kind.WORKERS, *rows(a_helper(1, toegelaten="ja", wensen="")), at=LATER)
    worker = Worker.objects.get()
    assert (counts(report), worker.status, worker.wishes) == ((0, 1, 0), WorkerStatus.ADMITTED, "Geen trappen")
    assert {paper.checked_at for paper in worker.credentials.all()} == {LATER}
    assert counts(load(Kind.WORKERS, *rows(a_helper(1, toegelaten="ja")))) == (0, 0, 1)


def test_a_list_changes_nothing_of_an_admitted_worker_but_adds_a_new_paper(load: Load) -> None:
    load(Kind.WORKERS, *rows(WORKER))
    report = load(Kind.WORKERS, *rows({**WORKER, "IBAN": "NL20INGB0001234567"}))
    assert (counts(report), [note.column for note in report.notes]) == ((0, 0, 1), ["IBAN"])
    assert Worker.objects.get().iban == "NL91ABNA0417164300"
    newer = {**WORKER, "verzekering vanaf": "1-1-2027", "verzekering tot": "31-12-2027"}
    assert counts(load(Kind.WORKERS, *rows(newer))) == (0, 1, 0)
    assert Worker.objects.get().credentials.filter(valid_until=date(2027, 12, 31), checked_at=NOW).exists()


def test_all_that_is_wrong_with_workers_is_told(load: Load) -> None:
    bad = {
        **WORKER,
        "e-mail": "karel@",
        "KvK": "123",
        "IBAN": "NL00",
        "postcode": "x",
        "uren per week": "99",
        "VOG geldig tot": "",
    }
    report = load(Kind.WORKERS, *rows(bad, a_helper(1, soort="tovenaar", werktijden="nooit"), a_helper(2, naam="")))
    assert told(report) == [
        (2, "IBAN"),
        (2, "KvK"),
        (2, "VOG geldig tot"),
        (2, "e-mail"),
        (2, "postcode"),
        (2, "uren per week"),
        (3, "soort"),
        (3, "werktijden"),
        (4, "naam"),
    ]
    assert not Person.objects.filter(email="hulp1@voorbeeld.example").exists()


def test_one_bad_worker_keeps_the_good_ones_out_with_their_mail(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(WORKER, a_helper(1, postcode="")))
    assert (told(report), report.loaded) == ([(3, "postcode")], 0)
    assert not Worker.objects.exists()
    assert not Notice.objects.exists()


def test_a_person_twice_in_a_list_names_both_rows(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(a_helper(1), a_helper(2), a_helper(1)))
    assert told(report) == [(4, "e-mail")]
    assert "Row 2" in report.problems[0].message


@pytest.mark.usefixtures("pilot")
def test_nobody_is_taken_for_somebody_else(cooperative: Cooperative, load: Load) -> None:
    a_person(cooperative, Role.RESIDENT, name="Iemand Anders", email="hulp1@voorbeeld.example")
    assert told(load(Kind.WORKERS, *rows(a_helper(1)))) == [(2, "e-mail")]
    assert told(load(Kind.CLIENTS, *rows({**CLIENT, "e-mail": "hulp1@voorbeeld.example"}))) == [(2, "e-mail")]


def test_an_address_in_use_elsewhere_is_told_at_its_row(load: Load) -> None:
    a_person(a_cooperative(), email="hulp1@voorbeeld.example")
    assert told(load(Kind.WORKERS, *rows(a_helper(1)))) == [(2, "e-mail")]


def test_who_was_declined_is_not_taken_in_by_a_list(cooperative: Cooperative, load: Load) -> None:
    worker = a_worker(cooperative, status=WorkerStatus.DECLINED)
    row = a_helper(1, **{"naam": worker.person.name, "e-mail": worker.person.email})
    assert told(load(Kind.WORKERS, *rows(row))) == [(2, "")]


def test_a_helper_without_a_vog_is_admitted_and_that_is_said(load: Load) -> None:
    report = load(Kind.WORKERS, *rows(a_helper(1, **{"toegelaten": "ja", "VOG afgegeven": "", "VOG geldig tot": ""})))
    assert [(note.row, note.column) for note in report.notes] == [(2, "VOG geldig tot")]
    assert report.new == 1


def test_a_list_says_what_a_helper_speaks_and_cannot_bear(load: Load) -> None:
    more = {"spreekt": "Turks, Nederlands", "allergie": "kat", "vervoer": "te voet", "contracturen": "16,5"}
    lines = rows(a_helper(1, toegelaten="ja", **more))
    assert told(load(Kind.WORKERS, *lines)) == []
    worker = Worker.objects.get()
    assert (worker.languages, worker.allergies, worker.travel_mode) == (["nl", "tr"], ["cat"], "foot")
    assert (worker.contract, worker.contract_minutes) == ("employee", 990)
    again = load(Kind.WORKERS, *lines)
    assert (counts(again), again.notes) == ((0, 0, 1), [])
    report = load(Kind.WORKERS, *rows(a_helper(1, toegelaten="ja", **{**more, "spreekt": "Pools"})))
    assert ([note.column for note in report.notes], Worker.objects.get().languages) == (["spreekt"], ["nl", "tr"])
    wrong = a_helper(2, spreekt="Klingon", allergie="draak", vervoer="ballon", contracturen="60")
    assert {column for _, column in told(load(Kind.WORKERS, *rows(wrong)))} == {
        "spreekt", "allergie", "vervoer", "contracturen"
    }  # fmt: skip
