"""Photos: read as a picture, written anew without a trace of where and with what they were made."""

import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Photo
from werkplaats.intake.rules import MAX_PHOTO_BYTES, MAX_PHOTOS
from werkplaats.intake.services.requests import own_request
from werkplaats.members.rules.roles import Actor, May, require

LONGEST_SIDE = 2560  # pixels
MAX_PIXELS = 80_000_000
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class Picture:
    """A JPEG without metadata."""

    content: bytes
    width: int
    height: int


def clean_picture(file: Any) -> Picture:
    """What somebody sent, as a plain JPEG of at most 2560 pixels. The content decides, not the name.

    Errors: Refused, with what to do, when it is too large, too many pixels, or no picture.
    """
    data = file.read(MAX_PHOTO_BYTES + 1)
    if len(data) > MAX_PHOTO_BYTES:
        raise Refused(_("This photo is larger than 10 MB. Make it smaller or take a new one."), field="photos")
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        raise Refused(
            _(
                "This photo is of the kind HEIC. Choose “most compatible” in your camera settings,"
                " or send a screenshot of it."
            ),
            field="photos",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(BytesIO(data), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_("This photo has too many pixels. Make it smaller."), field="photos") from error
    except Exception as error:  # a broken file can fail in any of the decoders
        raise Refused(_("This is not a photo that we can read. Send a JPEG or PNG."), field="photos") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(written, "JPEG", quality=85, optimize=True)
    return Picture(written.getvalue(), *upright.size)


def add_photo(actor: Actor, request_id: int, file: Any, *, at: datetime) -> Photo:
    """Add a photo to a request, at most six. Errors: Refused; the request stays as it was."""
    require(actor, May.REPORT)
    picture = clean_picture(file)
    with transaction.atomic():
        request = own_request(actor, request_id)
        taken = set(request.photos.values_list("position", flat=True))
        free = [position for position in range(1, MAX_PHOTOS + 1) if position not in taken]
        if not free:
            raise Refused(_("There are six photos already. That is the most."), field="photos")
        return Photo.objects.create(
            cooperative_id=request.cooperative_id,
            request=request,
            position=free[0],
            file=ContentFile(picture.content, name=f"{request.form_token}-{free[0]}.jpg"),
            width=picture.width,
            height=picture.height,
            added_by_id=actor.person_id,
            added_at=at,
        )
