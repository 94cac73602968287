"""The verbs of delivery: work, sign, worry, thank."""

from werkplaats.delivery.services.concerns import close_concern, raise_concern, share_concern, take_up_concern
from werkplaats.delivery.services.signing import dispute, rate, sign_off
from werkplaats.delivery.services.working import add_material, add_photo, correct_times, start, stop

__all__ = [
    "add_material",
    "add_photo",
    "close_concern",
    "correct_times",
    "dispute",
    "raise_concern",
    "rate",
    "share_concern",
    "sign_off",
    "start",
    "stop",
    "take_up_concern",
]
