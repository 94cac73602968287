"""Learning at night from what the desk decided, and going back to what judged before."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from werkplaats.ground.errors import Refused
from werkplaats.members.models import Cooperative
from werkplaats.members.rules.roles import Actor, May, require
from werkplaats.triage.judging import shipped_model_name
from werkplaats.triage.models import LearnedModel
from werkplaats.triage.queries import decisions_with_item, examples_of, learned_model, live_model
from werkplaats.triage.rules.learned import Example, ModelState, divided, is_time
from werkplaats.triage.rules.model import shipped_model
from werkplaats.triage.rules.taught import to_bytes

logger = logging.getLogger(__name__)


def learn_all(*, at: datetime) -> int:
    """Learn for every cooperative that has enough new decisions; how many models were made.

    What goes wrong in one cooperative is logged and keeps nobody else waiting.
    """
    made = 0
    for pk in list(Cooperative.objects.order_by("id").values_list("id", flat=True)):
        try:
            made += learn_from_decisions(pk, at=at) is not None
        except Exception:
            logger.exception("learning did not work for cooperative %s", pk)
    return made


def learn_from_decisions(cooperative_id: int, *, at: datetime) -> LearnedModel | None:
    """Make a model of the older decisions, and let it judge from now on when it is no worse on the latest ones.

    None when there are not enough (new) decisions, when they teach nothing, or when somebody else made it meanwhile. A
    version of the program that ships another model makes all decisions new. Nothing is locked while it computes.
    """
    decisions = decisions_with_item(cooperative_id)
    latest = LearnedModel.objects.filter(cooperative_id=cooperative_id).first()
    known = decisions.count()
    on_this_base = latest is not None and latest.base == shipped_model_name()
    new = decisions.filter(pk__gt=latest.up_to_id).count() if latest and on_this_base else known
    if not is_time(known, new):
        return None
    found = examples_of(decisions)
    if not is_time(len(found), len(found)):
        return None
    return _compared(cooperative_id, [example for _pk, example in found], max(pk for pk, _example in found), at)


def _compared(cooperative_id: int, examples: list[Example], up_to: int, at: datetime) -> LearnedModel | None:
    from werkplaats.triage.rules.learning import learn, measure  # scipy, which nothing else here needs

    older, latest = divided(examples)
    present = live_model(cooperative_id)
    made = learn(older, shipped_model())
    if not made.taught:
        return None
    new, old = measure(latest, made), measure(latest, learned_model(present) if present else shipped_model())
    model = LearnedModel(
        cooperative_id=cooperative_id,
        made_at=at,
        up_to_id=up_to,
        decisions=len(examples),
        held_back=len(latest),
        compared_with_id=present,
        figures={"new": new.as_dict(), "old": old.as_dict()},
        base=shipped_model_name(),
        weights=to_bytes(made.taught),
        state=ModelState.LIVE if new.no_worse_than(old) else ModelState.WORSE,
        state_at=at,
    )
    return _kept(model)


@transaction.atomic
def _kept(model: LearnedModel) -> LearnedModel | None:
    Cooperative.objects.select_for_update(no_key=True).get(pk=model.cooperative_id)
    known = LearnedModel.objects.filter(cooperative_id=model.cooperative_id)
    if known.filter(up_to_id__gte=model.up_to_id, base=model.base).exists():
        return None  # another process made it
    if live_model(model.cooperative_id) != model.compared_with_id:
        return None  # compared with what does not judge any more: next night again
    if model.state == ModelState.LIVE:
        known.filter(state=ModelState.LIVE).update(state=ModelState.SET_ASIDE, state_at=model.state_at, state_by=None)
    model.save(force_insert=True)
    return model


@transaction.atomic
def go_back(actor: Actor, model_id: int | None, *, at: datetime) -> None:
    """Let this model judge again, which did before; None: the model that ships. Until a model that is no worse is made.

    Errors: Refused when it is not there or never judged.
    """
    require(actor, May.MANAGE_LISTS)
    Cooperative.objects.select_for_update(no_key=True).get(pk=actor.cooperative_id)
    known = LearnedModel.objects.filter(cooperative_id=actor.cooperative_id)
    chosen = known.filter(pk=model_id).first() if model_id is not None else None
    if model_id is not None and chosen is None:
        raise Refused(_("This model is not there."))
    if chosen is not None and chosen.state == ModelState.WORSE:
        raise Refused(_("This model was no better than the one before, so it never judged. Choose another one."))
    if chosen is not None and chosen.state == ModelState.LIVE:
        return  # the button was pressed twice
    changed = {"state_at": at, "state_by": actor.person_id}
    known.filter(state=ModelState.LIVE).update(state=ModelState.SET_ASIDE, **changed)
    if chosen is not None:
        known.filter(pk=chosen.pk).update(state=ModelState.LIVE, **changed)
