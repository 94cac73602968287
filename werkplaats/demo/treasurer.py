"""What waits for the treasurer: Wmo help to declare for the clients whose allocation is known, and what self-employed
workers told of their other work."""

from datetime import datetime

from werkplaats.demo.neighbourhood import Neighbourhood
from werkplaats.ground.formats import local_day
from werkplaats.homes.models import CareGrant
from werkplaats.members.rules import WorkerKind
from werkplaats.settlement.rules.iwmo import Unit
from werkplaats.settlement.rules.quarter import Quarter
from werkplaats.settlement.services.care import (
    AllocationDetails,
    ContractDetails,
    set_care_allocation,
    set_care_contract,
)
from werkplaats.settlement.services.guard import tell_elsewhere

ALLOCATED = 8  # clients; of the others the provider still has to tell it
ELSEWHERE = ((850_000, 250 * 60), (0, 0), (1_200_000, 380 * 60), (4_000, 2 * 60))  # cents and minutes in a quarter


def leave_to_the_treasurer(n: Neighbourhood, at: datetime) -> None:
    set_care_contract(n.board, n.district_team, ContractDetails("Zorg in de Wijk", "90001234", "0307"))
    grants = CareGrant.objects.filter(cooperative=n.cooperative).select_related("client").order_by("pk")
    for number, grant in enumerate(grants[:ALLOCATED], start=1):
        days = (grant.starts_on, grant.ends_on)
        set_care_allocation(n.board, grant, AllocationDetails(100 + number, "01", "01A15", Unit.MINUTE, *days))
    quarter = Quarter.of(local_day(at)).previous
    tradespeople = [one for one in n.workers if one.kind == WorkerKind.TRADESPERSON]
    for worker, (cents, minutes) in zip(tradespeople, ELSEWHERE, strict=False):
        tell_elsewhere(n.board, worker.pk, quarter, cents=cents, minutes=minutes, at=at)
