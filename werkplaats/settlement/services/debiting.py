"""Collecting from residents and members who gave a mandate for it: mandates, and debit runs that are one file each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.ground.formats import local_day
from werkplaats.members.models import Cooperative, Person
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.notices import tell
from werkplaats.settlement.models import Creditor, DebitRun, DirectDebit, Invoice, Mandate
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.queries_debits import (
    asked_of,
    collection_by,
    creditor_on,
    mandates_that_hold,
    to_collect,
)
from werkplaats.settlement.rules import mandates, sepa
from werkplaats.settlement.rules.references import Reference, RunKind
from werkplaats.settlement.rules.sepa import Collection, NotSepa, OwnAccount, SequenceType
from werkplaats.settlement.services.ledger import next_numbers
from werkplaats.settlement.services.paying import who_settles

DEBIT_RUN, MANDATE = "debit-run", "mandate"


@transaction.atomic
def record_mandate(
    actor: Actor, person_id: int, *, name: str, iban: str, signed_on: date, one_off: bool = False, at: datetime
) -> Mandate:
    """Keep what somebody signed. Its reference is ours: M-1, M-2 … They hear which open invoices are now collected.

    Errors: Refused when the account is wrong, the day still has to come, or another mandate of this person holds.
    """
    require(actor, May.SETTLE)
    person = Person.objects.select_for_update().get(cooperative_id=actor.cooperative_id, pk=person_id)
    right = sepa.payable_iban(iban)
    if right is None:
        raise Refused(_("This IBAN is not right. Check it for a typing mistake."), field="iban")
    if not sepa.plain(name, sepa.NAME_LENGTH):
        raise Refused(_("Write the name that the account is in."), field="name")
    if signed_on > local_day(at):
        raise Refused(_("This day has not come yet. On which day was it signed?"), field="signed_on")
    if Mandate.objects.filter(person=person, withdrawn_on=None).exists():
        raise Refused(_("There is a mandate of this person already. Withdraw that one first."), field="person")
    mandate = Mandate.objects.create(
        cooperative_id=actor.cooperative_id,
        person=person,
        reference=f"M-{next_numbers(actor.cooperative_id, MANDATE)}",
        name=name.strip(),
        iban=right,
        one_off=one_off,
        signed_on=signed_on,
        recorded_at=at,
        recorded_by_id=who_settles(actor),
    )
    _announce([mandate], at)
    return mandate


def _announce(mandates: Iterable[Mandate], at: datetime) -> None:
    """Their letters asked to pay what is open; before it is collected they hear of that, as the rulebook asks."""
    held = {one.person_id: one for one in mandates}
    open_now: dict[int, dict[int, int]] = defaultdict(dict)
    for one in asked_of(next(iter(held.values())).cooperative_id, held) if held else []:
        open_now[one.person][one.invoice] = one.cents
    numbers = dict(Invoice.objects.filter(person__in=held).values_list("pk", "number"))
    for person, cents in open_now.items():
        mandate = held.get(person)
        collected = collection_by(mandate, at) if mandate else None
        if mandate and collected:
            context = {
                "invoices": [(numbers[invoice], left) for invoice, left in cents.items()],
                "total_cents": sum(cents.values()),
                "collected": collected,
            }
            tell(mandate.person, event=f"mandate-kept:{mandate.pk}", template="collection", context=context, at=at)


@transaction.atomic
def withdraw_mandate(actor: Actor, mandate_id: int, *, at: datetime) -> Mandate:
    """From today on nothing is collected under it; a second time changes nothing."""
    require(actor, May.SETTLE)
    found = Mandate.objects.select_for_update().get(cooperative_id=actor.cooperative_id, pk=mandate_id)
    if found.withdrawn_on is None:
        found.withdrawn_on = local_day(at)
        found.save(update_fields=["withdrawn_on"])
    return found


@transaction.atomic
def set_creditor(actor: Actor, *, identifier: str, valid_from: date, at: datetime) -> Creditor:
    """The creditor identifier that the bank gave. With the first one, who signed before hears what is collected.

    Errors: Refused when its check digits are wrong.
    """
    require(actor, May.SETTLE)
    right = sepa.creditor_id(identifier)
    if right is None:
        raise Refused(
            _("This is no creditor identifier. It stands in the contract with your bank and begins with NL."),
            field="identifier",
        )
    first = not Creditor.objects.filter(cooperative_id=actor.cooperative_id).exists()
    creditor = Creditor.objects.create(
        cooperative_id=actor.cooperative_id,
        identifier=right,
        valid_from=valid_from,
        recorded_at=at,
        recorded_by_id=who_settles(actor),
    )
    if first:
        _announce(mandates_that_hold(actor.cooperative_id), at)
    return creditor


@transaction.atomic
def make_debit_run(actor: Actor, *, collect_on: date, at: datetime) -> DebitRun:
    """Collect every open invoice of who gave a mandate and heard of it in time. Nothing is booked until a statement.

    Errors: Refused when the day is too near or banks are closed then, the identifier or the own account is missing, or
    there is nothing to collect.
    """
    require(actor, May.SETTLE)
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    first = mandates.next_banking_day(local_day(at) + timedelta(days=mandates.AHEAD_DAYS))
    if collect_on < first or not mandates.is_banking_day(collect_on):
        day = mandates.next_banking_day(max(first, collect_on))
        raise Refused(
            _("The bank cannot collect on this day. The first day is %(day)s.") % {"day": f"{day:%d-%m-%Y}"},
            field="collect_on",
        )
    own, identifier = _own_account(actor, collect_on)
    found = to_collect(actor.cooperative_id, collect_on)
    if not found.collected:
        raise Refused(_("There is nothing to collect on this day."), field="collect_on")
    run = DebitRun.objects.create(
        cooperative_id=actor.cooperative_id,
        number=next_numbers(actor.cooperative_id, DEBIT_RUN),
        collect_on=collect_on,
        name=own.name,
        iban=own.iban,
        identifier=identifier,
        made_at=at,
        made_by_id=who_settles(actor),
    )
    DirectDebit.objects.bulk_create(
        DirectDebit(
            cooperative_id=actor.cooperative_id,
            run=run,
            invoice_id=one.invoice,
            mandate_id=found.mandate_of[one.person],
            sequence=one.sequence,
            cents=one.cents,
        )
        for one in found.collected
    )
    debit_file(run)  # what the bank would refuse is not kept
    return run


@transaction.atomic
def withdraw_debit_run(actor: Actor, number: int, *, at: datetime) -> DebitRun:
    """The file was not given to the bank after all; its invoices can be collected again. Errors: Refused when it was
    seen on a statement, or the day of collection has come."""
    require(actor, May.SETTLE)
    run = DebitRun.objects.select_for_update().get(cooperative_id=actor.cooperative_id, number=number)
    if run.settled_at or local_day(at) >= run.collect_on:
        raise Refused(_("The bank is collecting this, or has done so. Stop it at your bank."))
    if run.withdrawn_at is None:
        run.withdrawn_at, run.withdrawn_by_id = at, actor.person_id
        run.save(update_fields=["withdrawn_at", "withdrawn_by"])
        run.debits.filter(failed_at=None).update(failed_at=at)
    return run


@transaction.atomic
def settle_debit_run(cooperative_id: int, number: int, *, at: datetime) -> DebitRun:
    """The bank collected it, as a statement says; called by who matches that statement, who also books it."""
    run = DebitRun.objects.select_for_update().get(cooperative_id=cooperative_id, number=number)
    if run.settled_at is None and run.withdrawn_at is None:
        run.settled_at = at
        run.save(update_fields=["settled_at"])
    return run


@transaction.atomic
def debit_failed(cooperative_id: int, debit_id: int, *, at: datetime) -> None:
    """The bank took one collection back; the invoice can be collected again. Called by who matches the statement."""
    DirectDebit.objects.filter(cooperative_id=cooperative_id, pk=debit_id, failed_at=None).update(failed_at=at)


def debit_file(run: DebitRun) -> bytes:
    """The pain.008 of a run; the same every time. Errors: Refused when the bank would refuse it."""
    debits = run.debits.select_related("mandate", "invoice").order_by("pk")
    try:
        return sepa.direct_debits(
            OwnAccount(run.name, run.iban),
            run.identifier,
            [_collection(run, debit) for debit in debits],
            message=str(Reference(RunKind.DEBIT, run.number)),
            on=run.collect_on,
            at=timezone.localtime(run.made_at),
        )
    except NotSepa as why:
        raise Refused(_("The bank would refuse this file: %(why)s.") % {"why": why}) from None


def _collection(run: DebitRun, debit: DirectDebit) -> Collection:
    return Collection(
        reference=str(Reference(RunKind.DEBIT, run.number, debit.pk)),
        name=debit.mandate.name,
        iban=debit.mandate.iban,
        cents=debit.cents,
        text=f"Factuur {debit.invoice.number}",
        mandate=debit.mandate.reference,
        mandate_signed_on=debit.mandate.signed_on,
        sequence=SequenceType(debit.sequence),
    )


def _own_account(actor: Actor, day: date) -> tuple[OwnAccount, str]:
    head, creditor = letterhead_on(actor.cooperative_id, day), creditor_on(actor.cooperative_id, day)
    iban = sepa.payable_iban(head.iban) if head else None
    if iban is None:
        raise Refused(_("The IBAN of the cooperative is missing or wrong. Fill it in on the page Letterhead."))
    if creditor is None:
        raise Refused(_("The creditor identifier is missing. Your bank gives one with the contract for direct debit."))
    return OwnAccount(Cooperative.objects.get(pk=actor.cooperative_id).name, iban), creditor.identifier
