"""Mandates, and what can be collected under them. Only rows of one cooperative."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from werkplaats.ground.formats import local_day
from werkplaats.members.models import Person
from werkplaats.members.rules.roles import Actor, May
from werkplaats.settlement.models import Creditor, DebitRun, DirectDebit, Invoice, LedgerEntry, Mandate
from werkplaats.settlement.rules import InvoiceKind, Payer
from werkplaats.settlement.rules import mandates as rules
from werkplaats.settlement.rules.chart import Account
from werkplaats.settlement.rules.mandates import Asked, Collected, Stays

BY_PEOPLE = (Payer.RESIDENT, Payer.MEMBER)


@dataclass(frozen=True)
class ToCollect:
    """What would be collected on a day, under which mandate of each person, and what stays and why."""

    collected: tuple[Collected, ...]
    stays: tuple[tuple[Asked, Stays], ...]
    mandate_of: dict[int, int]

    @property
    def cents(self) -> int:
        return sum(one.cents for one in self.collected)


def to_collect(cooperative_id: int, day: date) -> ToCollect:
    held = list(mandates_that_hold(cooperative_id))
    asked = asked_of(cooperative_id, {one.person_id: one for one in held})
    collected, stays = rules.collect(asked, {one.person_id: as_rule(one) for one in held}, day)
    return ToCollect(collected, stays, {one.person_id: one.pk for one in held})


def mandates_that_hold(cooperative_id: int) -> QuerySet[Mandate]:
    """Those that nobody withdrew, with their use; one of a person."""
    return _with_use(Mandate.objects.filter(cooperative_id=cooperative_id, withdrawn_on=None))


def as_rule(mandate: Mandate) -> rules.Mandate:
    """`mandate` as `mandates` gives it, with its use."""
    return rules.Mandate(
        signed_on=mandate.signed_on,
        one_off=mandate.one_off,
        withdrawn_on=mandate.withdrawn_on,
        collected=getattr(mandate, "collected", 0),
        last_collected_on=getattr(mandate, "last_collected_on", None),
    )


def mandates(actor: Actor) -> QuerySet[Mandate]:
    """With the number `collected` under each and the day of the last."""
    if not actor.may(May.SETTLE):
        return Mandate.objects.none()
    found = _with_use(Mandate.objects.filter(cooperative_id=actor.cooperative_id))
    return found.select_related("person").order_by("withdrawn_on", "person__name", "pk")


def debit_runs(actor: Actor) -> QuerySet[DebitRun]:
    """The newest first, with the number of `invoices` and the `cents` of each."""
    if not actor.may(May.SETTLE):
        return DebitRun.objects.none()
    found = DebitRun.objects.filter(cooperative_id=actor.cooperative_id).select_related("made_by")
    return found.annotate(invoices=Count("debits"), cents=Sum("debits__cents")).order_by("-number")


@dataclass(frozen=True)
class Collection:
    """What who pays has to know beforehand of a collection (EPC, SEPA Direct Debit Core rulebook)."""

    first_day: date
    iban: str
    mandate: str
    creditor: str


def collection_of(invoice: Invoice) -> Collection | None:
    """How an invoice is collected, as it stood when it was issued; None when its payer has to pay it."""
    if invoice.person_id is None or invoice.credits_id:
        return None
    given = Mandate.objects.filter(person_id=invoice.person_id, recorded_at__lte=invoice.issued_at)
    mandate = _with_use(given, Q(debits__run__made_at__lt=invoice.issued_at)).order_by("-recorded_at").first()
    return collection_by(mandate, invoice.issued_at) if mandate else None


def collection_by(mandate: Mandate, at: datetime) -> Collection | None:
    """How what is announced at a moment is collected under a mandate (one of `mandates`); None when it cannot be."""
    today = local_day(at)
    first_day = rules.collection_day(today, today)
    known = Creditor.objects.filter(cooperative_id=mandate.cooperative_id, recorded_at__lte=at)
    known = known.order_by("valid_from", "pk")
    creditor = known.filter(valid_from__lte=first_day).last() or known.first()
    if creditor is None:
        return None
    first_day = rules.next_banking_day(max(first_day, creditor.valid_from))
    if not all(rules.holds_on(as_rule(mandate), day) for day in (today, first_day)):
        return None
    return Collection(first_day, mandate.iban, mandate.reference, creditor.identifier)


def creditor_on(cooperative_id: int, day: date) -> Creditor | None:
    held = Creditor.objects.filter(cooperative_id=cooperative_id, valid_from__lte=day)
    return held.order_by("-valid_from", "-pk").first()


def who_may_sign(actor: Actor) -> QuerySet[Person]:
    """People whose invoices could be collected: residents and members, without a mandate that holds."""
    people = Person.objects.filter(cooperative_id=actor.cooperative_id).filter(
        Q(memberships__left_at=None, memberships__isnull=False) | Q(invoices__isnull=False)
    )
    return people.exclude(mandates__in=Mandate.objects.filter(withdrawn_on=None)).distinct().order_by("name")


def _with_use(found: QuerySet[Mandate], of: Q | None = None) -> QuerySet[Mandate]:
    """Each with what was collected under it; `of`: which debits count, of those that went well."""
    went_well = Q(debits__failed_at=None) & (of or Q())
    return found.annotate(
        collected=Count("debits", filter=went_well), last_collected_on=Max("debits__run__collect_on", filter=went_well)
    )


def asked_of(cooperative_id: int, held: Mapping[int, Mandate]) -> list[Asked]:
    """Open invoices of people that no run is collecting, with what is still owed on them. Of who has one (`held`, by
    person) it was announced with the invoice, or later, when both the mandate and our identifier were there."""
    busy = DirectDebit.objects.filter(cooperative_id=cooperative_id, failed_at=None)
    found = Invoice.objects.filter(
        cooperative_id=cooperative_id, payer__in=BY_PEOPLE, kind=InvoiceKind.INVOICE
    ).exclude(pk__in=busy.values("invoice"))
    open_now = open_cents(cooperative_id)
    creditor = Creditor.objects.filter(cooperative_id=cooperative_id).order_by("recorded_at").first()
    asked = []
    for one in found.order_by("pk"):
        if one.person_id is not None and open_now.get(one.pk, 0) > 0:
            moments = [one.issued_at, *(by.recorded_at for by in (held.get(one.person_id), creditor) if by)]
            asked.append(Asked(one.pk, one.person_id, open_now[one.pk], local_day(max(moments))))
    return asked


def will_be_collected(cooperative_id: int, day: date) -> set[int]:
    """The invoices that their payer need not pay: a mandate holds, or the bank has it; and it sent none of it back."""
    if creditor_on(cooperative_id, day) is None:
        return set()
    holds = [one.person_id for one in mandates_that_hold(cooperative_id) if rules.holds_on(as_rule(one), day)]
    debits = DirectDebit.objects.filter(cooperative_id=cooperative_id, run__withdrawn_at=None)
    found = Invoice.objects.filter(cooperative_id=cooperative_id, person__in=holds)
    found = found.exclude(pk__in=debits.exclude(failed_at=None).values("invoice"))
    return {*found.values_list("pk", flat=True), *debits.filter(failed_at=None).values_list("invoice", flat=True)}


def open_cents(cooperative_id: int) -> dict[int, int]:
    """What is still owed on each invoice of a person, its credit notes taken off."""
    entries = LedgerEntry.objects.filter(
        cooperative_id=cooperative_id, account=Account.RECEIVABLE, invoice__payer__in=BY_PEOPLE
    )
    of = Coalesce("invoice__credits", "invoice")
    return dict(entries.values_list(of).annotate(cents=Sum("amount_cents")).order_by())
