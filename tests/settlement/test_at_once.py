"""Eight processes sign off, bill and pay the same work at the same time: nothing twice, no hole in any series."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from django.db.models import Sum

from tests.build import NOW, TODAY, a_dwelling, a_landlord
from tests.desk.test_killed import environment
from tests.settlement.test_services import SEEN, Neighbourhood
from tests.settlement.work import a_letterhead, a_repair_job, a_timesheet
from werkplaats.settlement.models import (
    Charge,
    DayBalance,
    Earning,
    Invoice,
    LedgerEntry,
    LedgerTransaction,
    Payout,
    PayRun,
    SelfBill,
    Settlement,
)

pytestmark = pytest.mark.django_db(transaction=True)
PROCESSES, SHEETS = 8, 24


def test_eight_processes_at_once_bill_and_pay_everything_once() -> None:
    here = Neighbourhood()
    a_letterhead(here.cooperative)
    homes = [here.dwelling, a_dwelling(a_landlord(here.cooperative)), a_dwelling(a_landlord(here.cooperative))]
    sheets = [a_timesheet(a_repair_job(homes[n % 3]), here.worker, 30 + n).pk for n in range(SHEETS)]
    given = {
        "cooperative": here.cooperative.pk,
        "treasurers": [here.treasurer.person_id, here.second.person_id],
        "sheets": sheets,
        "at": NOW.isoformat(),
        "later": SEEN.isoformat(),
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.settlement.at_once", json.dumps(given | {"seed": seed})],
            env=environment(), stderr=subprocess.PIPE, text=True,
        )
        for seed in range(PROCESSES)
    ]  # fmt: skip
    for process in started:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said

    assert Counter(Settlement.objects.values_list("timesheet", flat=True)) == Counter(sheets)
    for numbered in (Invoice, LedgerTransaction, PayRun):
        numbers = list(numbered.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)), numbered
    bills = list(SelfBill.objects.order_by("number").values_list("number", flat=True))
    assert bills == list(range(1, len(bills) + 1))

    assert not Charge.objects.filter(invoice=None).exists()
    billed = Charge.objects.aggregate(cents=Sum("net_cents"))["cents"]
    assert Invoice.objects.aggregate(cents=Sum("net_cents"))["cents"] == billed
    paid = Earning.objects.filter(payout__isnull=False)
    assert paid.exists()
    assert Payout.objects.aggregate(cents=Sum("amount_cents"))["cents"] == paid.aggregate(c=Sum("net_cents"))["c"]

    assert LedgerEntry.objects.aggregate(cents=Sum("amount_cents"))["cents"] == 0
    for account, cents in LedgerEntry.objects.values_list("account").annotate(Sum("amount_cents")):
        kept = DayBalance.objects.filter(account=account).aggregate(d=Sum("debit_cents"), c=Sum("credit_cents"))
        assert kept["d"] - kept["c"] == cents
    assert LedgerTransaction.objects.filter(booked_on=TODAY).exists()
