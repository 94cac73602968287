"""A cooperative whose work, money and prices change as they please: for tests of random months.

Every verb takes plain numbers, so that the same verbs on another cooperative must give the same books. It begins in
December 2018: on 1 January 2019 the low rate of VAT went from 6 % to 9 %, and a home of 2016 became an old one.
"""

from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q

from tests.build import a_client, a_cooperative, a_district_team, a_dwelling, a_grant, a_landlord, a_person, a_worker
from tests.build import an_actor as actor
from tests.settlement.work import a_household_job, a_letterhead, a_repair_job, a_tariff, a_timesheet, consents
from werkplaats.delivery.models import Timesheet
from werkplaats.delivery.rules import DeliveryOutcome
from werkplaats.ground.errors import Refused
from werkplaats.members.models import Worker
from werkplaats.members.rules import WorkerKind
from werkplaats.members.rules.roles import Role
from werkplaats.settlement import queries_books, services
from werkplaats.settlement.models import Dispute, Earning, Invoice, LedgerTransaction, Payout, SelfBill, Settlement
from werkplaats.settlement.queries_self_bills import expected, to_invoice_themselves
from werkplaats.settlement.rules.booking import Journal, Side, Whose
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.tariffs import Rate, RateKind, TariffKind
from werkplaats.settlement.services.books import close_month
from werkplaats.settlement.services.ledger import Booking, book
from werkplaats.settlement.services.worker_invoices import Received

BEGIN = date(2018, 12, 10)
LONG_AGO = date(2018, 1, 1)
MARKUP, NO_SHOW = 10, 2500
TRADES = ("LOO", "SCH")  # plumbing, painting
Price = tuple[int, int]  # asked and owed, in cents without VAT


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


class Month:
    def __init__(self) -> None:
        self.cooperative = a_cooperative()
        self.landlord = a_landlord(self.cooperative)
        self.homes = [a_dwelling(self.landlord, built_in=year) for year in (1921, 2016)]
        self.team = a_district_team(self.cooperative)
        self.workers = [a_worker(self.cooperative), a_worker(self.cooperative, trades=("SCH",))]
        self.helper = a_worker(self.cooperative, WorkerKind.HELPER)
        consents(*self.workers, self.helper)
        self.treasurer, self.second = (actor(a_person(self.cooperative, Role.BOARD)) for _ in range(2))
        a_letterhead(self.cooperative, valid_from=LONG_AGO)
        self.today = BEGIN
        self.rates: dict[TariffKind, dict[date, int]] = {kind: {} for kind in TariffKind}
        self._agree(TariffKind.LANDLORD, LONG_AGO, 4800)
        self._agree(TariffKind.MUNICIPALITY, LONG_AGO, 2900)
        self._agree(TariffKind.WORKERS, LONG_AGO, 4000)
        self.sheets: list[Timesheet] = []
        self.right: dict[int, Price] = {}  # by timesheet what it must come to, by a sum of our own
        self.closed: list[date] = []

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(12), ZoneInfo("Europe/Amsterdam"))

    # --- what happens ---------------------------------------------------------------------------------------------

    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    def price_changes(self, kind: int, cents: int, days: int) -> None:
        """From a day on, mostly in the middle of what is invoiced together."""
        of = (TariffKind.LANDLORD, TariffKind.MUNICIPALITY, TariffKind.WORKERS)[kind % 3]
        begin = self.today + timedelta(days=1 + days)
        if begin not in self.rates[of]:
            self._agree(of, begin, cents)

    def landlord_becomes_a_builder_or_not(self) -> None:
        """VAT is reversed to it from now on, or no more."""
        self.landlord.owner_builder = not self.landlord.owner_builder
        self.landlord.save()

    def repair_is_signed(self, home: int, trade: int, minutes: int, material: int) -> None:
        job = a_repair_job(self.homes[home % 2], trade=TRADES[trade % 2])
        self._settled(
            a_timesheet(job, self.workers[trade % 2], minutes, started_at=self.now, material_cents=material),
            self._price(TariffKind.LANDLORD, minutes, material),
        )

    def help_is_signed(self, minutes: int) -> None:
        grant = a_grant(a_client(self.team, a_dwelling(self.landlord)))
        sheet = a_timesheet(a_household_job(grant), self.helper, minutes, started_at=self.now)
        self._settled(sheet, self._price(TariffKind.MUNICIPALITY, minutes, 0))

    def nobody_is_home(self) -> None:
        sheet = a_timesheet(
            a_repair_job(self.homes[0]), self.workers[0], 0, started_at=self.now, signed=False,
            outcome=DeliveryOutcome.NOBODY_HOME,
        )  # fmt: skip
        self._settled(sheet, (NO_SHOW, NO_SHOW))

    def job_is_opened_again(self, which: int, minutes: int) -> None:
        """Under warranty: it is worked on, and costs nobody anything."""
        if self.sheets:
            job = self.sheets[which % len(self.sheets)].visit.job
            if job.request:
                again = a_repair_job(job.dwelling, request=job.request, trade=job.trade, warranty_of=job)
                self._settled(a_timesheet(again, self.workers[0], minutes, started_at=self.now), (0, 0))

    def work_is_corrected(self, which: int, minutes: int | None) -> None:
        """To other minutes, without its material, or for nothing."""
        if not self.sheets:
            return
        sheet = self.sheets[which % len(self.sheets)]
        latest = Settlement.objects.get(timesheet=sheet, replaced_by=None)
        new = {"minutes": minutes, "materials": ()} if minutes is not None else {"waived": True}
        with suppress(Refused), transaction.atomic():  # nothing changes by it
            services.correct(self.treasurer, latest.pk, reason="Verkeerd", at=self.now, **new)  # type: ignore[arg-type]
            self.right[sheet.pk] = self._corrected(sheet, minutes)

    def invoices_go_out(self, days: int) -> None:
        period = {"period_start": self.today - timedelta(days=days), "period_end": self.today}
        services.issue_invoices(self.treasurer, **period, at=self.now)
        assert services.issue_invoices(self.treasurer, **period, at=self.now) == []

    def money_comes_in(self, part: int) -> None:
        """Of the oldest invoice on which something is left: all of it, or a part (per cent)."""
        open_ones = queries_books.open_invoices(self.cooperative.pk, self.today)
        for one in sorted(open_ones, key=lambda one: one.number):
            if one.left > 0:
                cents = max(int(one.left) * part // 100, 1)
                sides = (Side(Account.BANK, cents), Side(Account.RECEIVABLE, -cents, Whose.PAYER))
                invoice = Invoice.objects.get(pk=one.invoice_id)
                whose = {"landlord_id": invoice.landlord_id, "district_team_id": invoice.district_team_id}
                event = f"bank:{LedgerTransaction.objects.filter(cooperative=self.cooperative).count()}"
                paid = Booking(Journal.BANK, event, self.today, "", sides, invoice_id=invoice.pk, **whose)
                book(self.cooperative.pk, [paid], at=self.now)
                return

    def worker_disputes(self, which: int) -> None:
        earnings = Earning.objects.filter(cooperative=self.cooperative, self_bill=None, payout=None, disputes=None)
        found = list(earnings.order_by("pk"))
        if found:
            one = found[which % len(found)]
            services.dispute(actor(one.worker.person), one.pk, text="Het was langer", at=self.now)

    def disputes_are_answered(self) -> None:
        for one in Dispute.objects.filter(cooperative=self.cooperative, answered_at=None).order_by("pk"):
            services.answer_dispute(self.treasurer, one.pk, answer="Nagekeken", at=self.now)

    def self_bills_are_made(self) -> None:
        services.make_self_bills(self.treasurer, at=self.now)
        assert services.make_self_bills(self.treasurer, at=self.now) == []

    def worker_makes_own_invoices_or_not(self, which: int) -> None:
        worker = self.workers[which % 2]
        if worker.self_billing.filter(withdrawn_at=None).exists():
            services.withdraw_consent(actor(worker.person), at=self.now)
        else:
            services.consent(actor(worker.person), at=self.now)

    def workers_send_invoices(self) -> None:
        """Everything that waits for one: an invoice, and a credit note for each that something was taken back of."""
        for worker in self._everybody():
            by_credited: dict[int, list[Earning]] = defaultdict(list)
            for line in to_invoice_themselves(self.treasurer, worker.pk):
                by_credited[(line.reverses and line.reverses.self_bill_id) or 0].append(line)
            for lines in by_credited.values():
                sent = expected(lines)
                assert sent is not None
                number = f"Z{SelfBill.objects.filter(worker=worker).exclude(own_number='').count() + 1}"
                file = SimpleUploadedFile("factuur.pdf", b"%PDF-1.7")
                invoice = Received(number, self.today, int(sent.net), int(sent.vat), file)
                services.enter_worker_invoice(
                    self.treasurer, worker.pk, [line.pk for line in lines], invoice, at=self.now
                )

    def workers_are_paid(self, withdrawn: bool) -> None:
        with suppress(Refused), transaction.atomic():  # there is nobody to pay
            run = services.draft_run(self.treasurer, pay_on=self.today, at=self.now)
            if withdrawn:
                services.withdraw_run(self.treasurer, run.number, at=self.now)
                return
            services.approve_run(self.second, run.number, at=self.now)
            services.send_run(self.treasurer, run.number, at=self.now)

    def month_is_closed(self) -> None:
        month = queries_books.month_to_close(self.treasurer, self.today)
        if month:
            first = close_month(self.treasurer, month, at=self.now)
            assert close_month(self.treasurer, month, at=self.now) == first
            self.closed.append(month)

    # --- what must come of it -------------------------------------------------------------------------------------

    def books(self) -> list[Any]:
        """All that was booked, billed and paid, without the keys of the database."""
        own, document = Q(cooperative=self.cooperative), ("number", "own_number", "kind", "net_cents", "vat_cents")
        entries = LedgerTransaction.objects.filter(own).order_by("number", "entries__account", "entries__amount_cents")
        return [
            list(entries.values_list("number", "journal", "booked_on", "entries__account", "entries__amount_cents")),
            list(
                Invoice.objects.filter(own).order_by("number").values_list("number", "kind", "net_cents", "vat_cents")
            ),
            [
                list(worker.self_bills.order_by("number", "own_number").values_list(*document))
                for worker in self._everybody()
            ],
            [
                list(Payout.objects.filter(worker=worker).order_by("run__number").values_list("amount_cents"))
                for worker in self._everybody()
            ],
        ]

    def _everybody(self) -> list[Worker]:
        return [*self.workers, self.helper]

    def _agree(self, kind: TariffKind, begin: date, cents: int) -> None:
        branches = {TariffKind.LANDLORD: ["repairs"], TariffKind.MUNICIPALITY: ["household"]}.get(kind, [""])
        rates = [Rate(RateKind.HOUR, branch, cents=cents) for branch in branches]
        if kind is not TariffKind.MUNICIPALITY:
            rates.append(Rate(RateKind.NO_SHOW, "repairs", cents=NO_SHOW))
        if kind is TariffKind.LANDLORD:
            rates.append(Rate(RateKind.MARKUP, "repairs", percent=Decimal(MARKUP)))
        a_tariff(self.cooperative, kind, *rates, valid_from=begin)
        self.rates[kind][begin] = cents

    def _settled(self, sheet: Timesheet, right: Price) -> None:
        settlement = services.settle(sheet, at=self.now)
        assert services.settle(sheet, at=self.now) == settlement
        self.sheets.append(sheet)
        self.right[sheet.pk] = right

    def _price(self, payer: TariffKind, minutes: int, material: int, day: date | None = None) -> Price:
        """Every line by itself, half up."""
        asked, paid = self._rate(payer, day or self.today), self._rate(TariffKind.WORKERS, day or self.today)
        extra = half_up(Decimal(material * (100 + MARKUP)) / 100)
        return (
            half_up(Decimal(minutes * asked) / 60) + extra,
            half_up(Decimal(minutes * paid) / 60) + material,
        )

    def _rate(self, kind: TariffKind, day: date) -> int:
        return self.rates[kind][max(begin for begin in self.rates[kind] if begin <= day)]

    def _corrected(self, sheet: Timesheet, minutes: int | None) -> Price:
        job = sheet.visit.job
        if minutes is None or job.warranty_of_id:
            return 0, 0
        if sheet.outcome == DeliveryOutcome.NOBODY_HOME:
            return NO_SHOW, NO_SHOW
        payer = TariffKind.MUNICIPALITY if job.care_grant_id else TariffKind.LANDLORD
        return self._price(payer, minutes, 0, sheet.started_at.date())
