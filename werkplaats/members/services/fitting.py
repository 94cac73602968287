"""What decides where somebody can be sent: languages, allergies, how they travel; and the contract."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

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
