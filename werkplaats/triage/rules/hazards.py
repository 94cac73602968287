"""The items that are danger themselves: somebody may be hurt now, or water, gas or electricity is out of control.

Not every item that cannot wait is. A door that cannot be locked, a street without power and a block without heating
come first as well, but hurt nobody tonight; who reports those is only in danger when the words say so.
"""

from werkplaats.intake.rules import Danger
from werkplaats.triage.rules import Urgency
from werkplaats.triage.rules.lists import Item

BY_FAMILY = {
    "gas": Danger.GAS,
    "elektra-gevaar": Danger.ELECTRICITY,
    "calamiteit": Danger.FIRE,
    "lift": Danger.LOCKED_IN,
    "balkon": Danger.FALLING,
    "raam": Danger.FALLING,
    "keuken": Danger.FALLING,
    "riool": Danger.WATER,
    "waterleiding": Danger.WATER,
    "overlast": Danger.PERSON,
    "zorg-spoed": Danger.PERSON,
    "zorg-begeleiding": Danger.PERSON,
}


def hazard(item: Item) -> Danger | None:
    """Of an item that cannot wait: the danger that it is by its family, if any."""
    return BY_FAMILY.get(item.family) if item.urgency is Urgency.EMERGENCY else None
