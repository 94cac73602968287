"""The ledger: double entry, only added to, balanced and summed by the database itself."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncMonth

from werkplaats.ground.tables import SameCooperative, one_cooperative, one_of, only_added_to
from werkplaats.homes.models import DistrictTeam, Landlord, Pilot
from werkplaats.members.models import Cooperative, Person, Worker
from werkplaats.settlement.rules.booking import Journal
from werkplaats.settlement.rules.chart import Account

# Every statement must balance for each transaction it adds to: so all entries of one go in together. The day is asked
# by key, one by one: for a join the planner would read every transaction there ever was.
KEPT = """
    IF EXISTS (SELECT FROM added GROUP BY transaction_id HAVING SUM(amount_cents) <> 0) THEN
        RAISE EXCEPTION 'a ledger transaction does not balance' USING ERRCODE = 'check_violation';
    END IF;
    WITH kept AS (
        INSERT INTO settlement_daybalance (cooperative_id, day, account, pilot_id, debit_cents, credit_cents)
        SELECT entry.cooperative_id, entry.day, entry.account, entry.pilot_id,
            COALESCE(SUM(amount_cents) FILTER (WHERE amount_cents > 0), 0),
            COALESCE(-SUM(amount_cents) FILTER (WHERE amount_cents < 0), 0)
        FROM (
            SELECT added.*,
                (SELECT booked_on FROM settlement_ledgertransaction WHERE id = added.transaction_id) AS day
            FROM added
        ) entry
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (cooperative_id, day, account, pilot_id) DO UPDATE SET
            debit_cents = settlement_daybalance.debit_cents + EXCLUDED.debit_cents,
            credit_cents = settlement_daybalance.credit_cents + EXCLUDED.credit_cents
        RETURNING cooperative_id, day
    )
    SELECT EXISTS (
        SELECT FROM kept JOIN settlement_closedmonth closed
            ON closed.cooperative_id = kept.cooperative_id AND closed.month = date_trunc('month', kept.day)::date
    ) INTO is_closed;
    IF is_closed THEN
        RAISE EXCEPTION 'this month of the books is closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class NumberSeries(models.Model):
    """The last number given out of a series. Who takes a number holds the row until the end of its transaction, so
    that a series has no holes and no doubles, whoever else is busy."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    series = models.TextField()  # "invoice", "ledger", "self-bill:<worker>" …
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("numberseries"),
            models.UniqueConstraint(fields=["cooperative", "series"], name="numberseries_once"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="is_never_removed", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="never_goes_back",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__last__lt=pgtrigger.F("old__last")),
            ),
        ]


class ClosedMonth(models.Model):
    """A month of the books in which nothing is booked any more."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT)
    month = models.DateField()  # its first day
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("closedmonth", "closed_by"),
            models.UniqueConstraint(fields=["cooperative", "month"], name="closedmonth_once"),
            models.CheckConstraint(condition=Q(month=TruncMonth("month")), name="closedmonth_is_its_first_day"),
        ]
        triggers: ClassVar = only_added_to()


class LedgerTransaction(models.Model):
    """Entries that belong together and sum to zero. `event` makes that one event is booked once."""

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False)
    number = models.PositiveIntegerField()  # without holes, per cooperative
    journal = models.TextField()
    event = models.TextField()
    booked_on = models.DateField()
    description = models.TextField()
    booked_at = models.DateTimeField()
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            *one_cooperative("ledgertransaction", "reverses"),
            one_of("ledgertransaction", "journal", Journal),
            models.UniqueConstraint(fields=["cooperative", "number"], name="ledgertransaction_number_once"),
            models.UniqueConstraint(fields=["cooperative", "event"], name="ledgertransaction_once_per_event"),
        ]
        triggers: ClassVar = only_added_to()


class LedgerEntry(models.Model):
    """One side of a booking: debit positive, credit negative. Never changed, only reversed.

    Whose it is goes with it where the account asks for it: a payer and the invoice, or a worker; and the pilot as its
    cost centre. The foreign keys are those with the cooperative in them; a second one of the id alone would say less.
    """

    append_only = True
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False, db_constraint=False)
    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="entries", db_constraint=False)
    account = models.TextField()
    amount_cents = models.BigIntegerField()
    landlord = models.ForeignKey(
        Landlord, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    district_team = models.ForeignKey(
        DistrictTeam, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    invoice = models.ForeignKey(
        "settlement.Invoice", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    pilot = models.ForeignKey(
        Pilot, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            *(
                SameCooperative(field, name=f"ledgerentry_{field}_same_cooperative")
                for field in ("transaction", "landlord", "district_team", "person", "worker", "invoice", "pilot")
            ),
            one_of("ledgerentry", "account", Account),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="ledgerentry_is_not_nothing"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["invoice"], condition=Q(invoice__isnull=False), name="ledgerentry_of_invoice"),
            models.Index(fields=["worker"], condition=Q(worker__isnull=False), name="ledgerentry_of_worker"),
            models.Index(fields=["cooperative", "account", "id"], name="ledgerentry_account"),
        ]
        triggers: ClassVar = [
            *only_added_to(),
            pgtrigger.Trigger(
                name="keeps_the_books",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),
                declare=[("is_closed", "boolean")],
                func=KEPT,
            ),
        ]


class DayBalance(models.Model):
    """What was booked on an account on a day, per cost centre: the sum of its entries, kept by the database as they
    come in. Every figure of the books is a sum of these, so that it costs as little over ten million entries.
    `werkplaats books check` counts them again from the entries."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, db_index=False)
    day = models.DateField()
    account = models.TextField()
    pilot = models.ForeignKey(Pilot, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    debit_cents = models.BigIntegerField()
    credit_cents = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            SameCooperative("pilot", name="daybalance_pilot_same_cooperative"),
            models.UniqueConstraint(
                fields=["cooperative", "day", "account", "pilot"], name="daybalance_once", nulls_distinct=False
            ),
        ]
