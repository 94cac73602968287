"""Pictures for the demo's reports, drawn here, so that no photo of anybody's home is needed."""

from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw


def picture(random: Random) -> ContentFile:
    """A wall with a stain: 640 × 480, JPEG."""
    wall = tuple(random.randrange(190, 235) for _ in range(3))
    image = Image.new("RGB", (640, 480), wall)
    draw = ImageDraw.Draw(image)
    for row in range(0, 480, 60):
        draw.line([(0, row), (640, row)], fill=tuple(c - 12 for c in wall), width=2)
    left, top = random.randrange(80, 380), random.randrange(60, 260)
    for ring in range(6):
        shade = tuple(max(0, c - 20 - ring * 12) for c in wall)
        draw.ellipse([left + ring * 9, top + ring * 7, left + 200 - ring * 11, top + 150 - ring * 9], fill=shade)
    file = BytesIO()
    image.save(file, "JPEG", quality=80)
    return ContentFile(file.getvalue(), name="foto.jpg")
