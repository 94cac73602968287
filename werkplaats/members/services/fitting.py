"""What decides where somebody can be sent: languages, allergies, how they travel; the contract; and how a self-employed
worker stands for VAT."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import Worker
from werkplaats.members.rules import Contract, Pet, SpokenLanguage, TravelMode
from werkplaats.members.rules.application import Wrong, wrong_contract
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.members.services.workers import WORDS, own_or_admitted, the_worker


@transaction.atomic
def set_fitting(
    actor: Actor,
    worker_id: int,
    *,
    languages: Sequence[SpokenLanguage],
    allergies: Sequence[Pet],
    travel_mode: TravelMode,
    at: datetime,
) -> Worker:
    """By the worker, or by the coordinator. Visits that were agreed stay agreed. Errors: Refused without a language."""
    worker = own_or_admitted(actor, worker_id)
    if not languages:
        raise Refused(WORDS[Wrong.NO_LANGUAGE], field="languages")
    worker.languages, worker.allergies = sorted(set(languages)), sorted(set(allergies))
    worker.travel_mode = travel_mode
    worker.save(update_fields=["languages", "allergies", "travel_mode"])
    return worker


@transaction.atomic
def set_contract(
    actor: Actor, worker_id: int, *, contract: Contract, contract_minutes: int | None, at: datetime
) -> Worker:
    """Employee or self-employed, and of an employee the minutes a week (None: not known). Errors: Refused."""
    require(actor, May.ADMIT)
    worker = the_worker(actor, worker_id)
    mistake = wrong_contract(contract, contract_minutes)
    if mistake is not None:
        raise Refused(WORDS[mistake], field="contract_minutes")
    worker.contract, worker.contract_minutes = contract, contract_minutes
    worker.save(update_fields=["contract", "contract_minutes"])
    return worker


@transaction.atomic
def set_worker_vat(actor: Actor, worker_id: int, *, small_business: bool, shares_exemption: bool) -> Worker:
    """Whether a self-employed worker is in the small businesses scheme (KOR), and shares the exemption of granted help;
    for work that is priced from now on. Errors: Refused for an employee."""
    require(actor, May.SETTLE)
    worker = the_worker(actor, worker_id)
    if worker.contract != Contract.SELF_EMPLOYED:
        raise Refused(_("This worker is an employee: there is no VAT on wages."))
    worker.small_business, worker.shares_exemption = small_business, shares_exemption
    worker.save(update_fields=["small_business", "shares_exemption"])
    return worker
