"""The verbs of delivery: do the work, write it down, agree with it; pass a worry on; thank."""

from werkplaats.delivery.services.concerns import close_concern, raise_concern, share_concern, take_up_concern
from werkplaats.delivery.services.reminding import remind_to_sign
from werkplaats.delivery.services.signing import dispute, rate, sign_off
from werkplaats.delivery.services.working import start, stop
from werkplaats.delivery.services.writing import add_material, add_photo, correct_times, remove_material

__all__ = [
    "add_material",
    "add_photo",
    "close_concern",
    "correct_times",
    "dispute",
    "raise_concern",
    "rate",
    "remind_to_sign",
    "remove_material",
    "share_concern",
    "sign_off",
    "start",
    "stop",
    "take_up_concern",
]
