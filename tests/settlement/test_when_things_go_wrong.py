"""The six things that issue 5 names: each is refused in words that say what is wrong, before anything is booked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.build import NOW
from tests.settlement.test_services import FRIDAY, SEEN, Neighbourhood
from tests.settlement.work import a_repair_job, a_timesheet
from werkplaats.ground.errors import Refused
from werkplaats.settlement.models import (
    BankStatement,
    ClosedMonth,
    Invoice,
    LedgerTransaction,
    PayRun,
    SelfBill,
    SelfBillingConsent,
    Settlement,
)
from werkplaats.settlement.services import approve_run, draft_run, settle
from werkplaats.settlement.services.bank import import_statement

pytestmark = pytest.mark.django_db
BOOKED = (LedgerTransaction, Settlement, Invoice, SelfBill, PayRun, BankStatement)


def a_broken_bank_file(here: Neighbourhood) -> None:
    import_statement(here.treasurer, b"<Document>cut off hal", at=NOW)


def a_wrong_iban(here: Neighbourhood) -> None:
    draft_run(here.treasurer, pay_on=FRIDAY, at=SEEN)


def a_day_without_a_tariff(here: Neighbourhood) -> None:
    sheet = a_timesheet(a_repair_job(here.dwelling), here.worker, started_at=NOW - timedelta(days=365))
    settle(sheet, at=NOW)


def no_consent_to_self_billing(here: Neighbourhood) -> None:
    draft_run(here.treasurer, pay_on=FRIDAY, at=SEEN)


def a_closed_period(here: Neighbourhood) -> None:
    ClosedMonth.objects.create(cooperative=here.cooperative, month=date(2026, 3, 1), closed_at=NOW)
    settle(a_timesheet(a_repair_job(here.dwelling), here.worker), at=NOW)


def an_approval_by_who_made_it(here: Neighbourhood) -> None:
    approve_run(here.treasurer, PayRun.objects.get().number, at=SEEN)


def an_approval_by_the_same_person_twice(here: Neighbourhood) -> None:
    approve_run(here.second, PayRun.objects.get().number, at=SEEN)


def without_an_iban(here: Neighbourhood) -> None:
    here.worker.iban = "NL00INGB0001234567"
    here.worker.save()


def without_consent(here: Neighbourhood) -> None:
    SelfBillingConsent.objects.update(withdrawn_at=NOW)


def with_a_run(here: Neighbourhood) -> None:
    draft_run(here.treasurer, pay_on=FRIDAY, at=SEEN)


def with_an_approved_run(here: Neighbourhood) -> None:
    with_a_run(here)
    approve_run(here.second, PayRun.objects.get().number, at=SEEN)


def nothing_special(here: Neighbourhood) -> None:
    pass


@pytest.mark.parametrize(
    ("before", "done", "words"),
    [
        (nothing_special, a_broken_bank_file, r"afschrift|bestand|file|statement"),
        (without_an_iban, a_wrong_iban, r"IBAN"),
        (nothing_special, a_day_without_a_tariff, r"tarief|tariff"),
        (without_consent, no_consent_to_self_billing, r"om een factuur|for an invoice"),
        (nothing_special, a_closed_period, r"03-2026"),
        (with_a_run, an_approval_by_who_made_it, r"zelf|yourself"),
        (with_an_approved_run, an_approval_by_the_same_person_twice, r"intussen|meantime"),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_it_is_refused_in_words_and_nothing_is_booked(
    before: Callable[[Neighbourhood], None], done: Callable[[Neighbourhood], None], words: str
) -> None:
    here = Neighbourhood()
    here.repaired(60)
    before(here)
    as_it_was = [list(table.objects.order_by("pk").values()) for table in BOOKED]
    with pytest.raises(Refused, match=f"(?i){words}"):
        done(here)
    assert [list(table.objects.order_by("pk").values()) for table in BOOKED] == as_it_was
