"""What the judge thinks of a text, as `werkplaats triage --jsonl` answers it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from werkplaats.api.doors import Door
from werkplaats.api.schemas import TriageIn, TriageOut
from werkplaats.ground.errors import Refused
from werkplaats.members.rules.roles import Actor, May
from werkplaats.triage import judging
from werkplaats.triage.lines import as_row, language_of
from werkplaats.triage.queries import home_of, partner_for, published_version

router = Router(tags=["triage"])


@router.post("", response={200: TriageOut}, auth=Door(May.REPORT), operation_id="triage")
def triage(request: Any, given: TriageIn) -> Any:
    """Judge a text: what it may be, whose, how urgent, how sure and why. Nothing is kept, nothing is decided.

    By the list in force today with the landlord of `dwelling_id` (without one: of the own dwelling), or with the
    district team of who asks; by the list that comes with the program where nothing was agreed.
    """
    actor: Actor = request.actor
    home = home_of(actor, given.dwelling_id)
    if home is None and given.dwelling_id is not None:
        raise Refused(_("We do not know this address. Choose your home from the list."), field="dwelling_id")
    version = published_version(partner_for(actor, given.branch, home), timezone.localdate())
    language = language_of(given.text)
    found = judging.judged(
        given.text, given.branch, version.pk if version else None, actor.cooperative_id, remember=False
    )
    return Status(200, as_row(given.id, given.branch, found.judgement, language))
