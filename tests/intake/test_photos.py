"""Photos: what comes in is a picture, goes on without a trace of where it was made, and there are at most six."""

import struct
import zlib
from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.at_once import at_once
from tests.build import NOW, a_cooperative, a_coordinator, a_dwelling, a_landlord, a_request, a_resident, an_actor
from werkplaats.ground.errors import Refused
from werkplaats.intake.models import Photo, Request
from werkplaats.intake.rules import MAX_PHOTO_BYTES
from werkplaats.intake.services.photos import LONGEST_SIDE, add_photo, clean_picture
from werkplaats.members.rules.roles import Actor, DoorClosed

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def a_picture(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **how: object) -> bytes:
    """A wall, its left half red."""
    image = Image.new("RGB", size, "white")
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def a_picture_from_a_phone(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Phone", orientation
    exif[GPS] = {1: "N", 2: (52.0, 9.0, 33.0), 3: "E", 4: (5.0, 22.0, 6.0)}
    return a_picture(exif=exif)


def sent(content: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def refusal(content: bytes, name: str = "foto.jpg") -> Refused:
    with pytest.raises(Refused) as caught:
        clean_picture(sent(content, name))
    assert caught.value.field == "photos"
    return caught.value


# --- a picture ---------------------------------------------------------------------------------------------------
def test_place_and_camera_are_taken_out() -> None:
    before = a_picture_from_a_phone()
    assert Image.open(BytesIO(before)).getexif().get_ifd(GPS)
    after = Image.open(BytesIO(clean_picture(sent(before)).content))
    assert (after.format, dict(after.getexif()), after.info.get("exif")) == ("JPEG", {}, None)


def test_a_comment_in_a_picture_and_what_hangs_behind_it_are_taken_out() -> None:
    with_comment = a_picture(comment=b"at home, key under the mat") + b"<script>alert(1)</script>"
    after = clean_picture(sent(with_comment)).content
    assert b"mat" not in after
    assert b"script" not in after


def test_a_picture_that_was_taken_sideways_stands_upright() -> None:
    lying, turned = clean_picture(sent(a_picture_from_a_phone(1))), clean_picture(sent(a_picture_from_a_phone(6)))
    assert (lying.width, lying.height) == (turned.height, turned.width)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "JPEG"])
def test_the_content_decides_and_not_the_name(kind: str) -> None:
    cleaned = clean_picture(sent(a_picture(kind=kind), name="tekst.txt"))
    assert Image.open(BytesIO(cleaned.content)).format == "JPEG"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0 only the beginning of one",
        a_picture()[:300],
        a_picture(kind="BMP"),
        a_picture(kind="TIFF"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert "JPEG" in str(refusal(content, "mooi.jpg"))


def test_ten_mebibyte_is_the_most() -> None:
    largest = a_picture() + b"\0" * (MAX_PHOTO_BYTES - len(a_picture()))
    assert clean_picture(sent(largest)).width == 40
    refusal(largest + b"\0")


def test_a_large_picture_is_made_smaller() -> None:
    cleaned = clean_picture(sent(a_picture((4000, 3000))))
    assert (cleaned.width, cleaned.height) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def a_bomb(width: int, height: int) -> bytes:
    """A few kilobytes that unpack to a picture of this size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content) & 0xFFFFFFFF)
        )

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * (width // 8 + 1)) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(9_001, 9_000), (20_000, 20_000)])
def test_a_small_file_that_unpacks_to_a_giant_picture_is_refused(size: tuple[int, int]) -> None:
    bomb = a_bomb(*size)
    assert len(bomb) < 100_000
    refusal(bomb)


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"hevc", b"msf1", b"heis"])
def test_a_photo_as_an_iphone_keeps_it_is_refused_with_what_to_do(brand: bytes) -> None:
    assert "HEIC" in str(refusal(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0", "IMG_0001.HEIC"))


# --- on a request ------------------------------------------------------------------------------------------------
@pytest.fixture
def subject(db: None) -> Request:
    return a_request(a_dwelling(a_landlord(a_cooperative())))


@pytest.fixture
def resident(subject: Request) -> Actor:
    return an_actor(subject.reporter)


def add(actor: Actor, subject: Request, at: datetime = NOW) -> Photo:
    return add_photo(actor, subject.pk, sent(a_picture_from_a_phone()), at=at)


def test_six_photos_and_no_more(subject: Request, resident: Actor) -> None:
    assert [add(resident, subject).position for _ in range(6)] == [1, 2, 3, 4, 5, 6]
    with pytest.raises(Refused):
        add(resident, subject)
    assert subject.photos.count() == 6


@pytest.mark.django_db(transaction=True)
def test_eight_photos_at_the_same_moment_become_six() -> None:
    request = a_request(a_dwelling(a_landlord(a_cooperative())))
    reporter = an_actor(request.reporter)
    outcomes = at_once(*(lambda: add(reporter, request) for _ in range(8)))
    assert sum(isinstance(outcome, Photo) for outcome in outcomes) == 6, outcomes
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 2, outcomes
    assert set(request.photos.values_list("position", flat=True)) == set(range(1, 7))


def test_the_name_of_the_file_tells_nothing_of_its_sender(subject: Request, resident: Actor) -> None:
    photo = add_photo(resident, subject.pk, sent(a_picture(), "bij Truus thuis.jpg"), at=NOW)
    assert "Truus" not in photo.file.name
    assert photo.file.read()[:2] == b"\xff\xd8"


def test_only_who_reported_it_and_the_coordinator_add_photos(subject: Request) -> None:
    add(a_coordinator(subject.cooperative), subject)
    neighbour = an_actor(a_resident(subject.dwelling))
    for stranger in (neighbour, a_coordinator(a_cooperative())):
        with pytest.raises(Refused):
            add(stranger, subject)
    with pytest.raises(DoorClosed):
        add(Actor(subject.cooperative_id), subject)


def test_a_refused_photo_leaves_the_request_as_it_was(subject: Request, resident: Actor) -> None:
    with pytest.raises(Refused):
        add_photo(resident, subject.pk, sent(b"no picture"), at=NOW)
    assert not subject.photos.exists()
