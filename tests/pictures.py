"""Pictures to upload, drawn here: four quarters of four colours, so that turning shows."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms

from practice import images
from practice.models import Image as Picture

RED, GREEN, BLUE, GREY = (220, 20, 20), (20, 200, 20), (20, 20, 220), (128, 128, 128)
TURNED_RIGHT = 6  # EXIF: the top of the scene is at the right of what is stored


def drawn(width: int = 1000, height: int = 700, mode: str = "RGB") -> Image.Image:
    """Red, green; blue, grey: from the top left."""
    picture = Image.new("RGB", (width, height), RED)
    middle, half = width // 2, height // 2
    picture.paste(GREEN, (middle, 0, width, half))
    picture.paste(BLUE, (0, half, middle, height))
    picture.paste(GREY, (middle, half, width, height))
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def taken_at_a_place(*, orientation: int = 1) -> bytes:
    """EXIF as a phone writes it: the camera, the way it was held, and where that was."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SecretCamera"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return exif.tobytes()


def profile_that_swaps_red_and_green() -> bytes:
    """sRGB with the names of two primaries exchanged: what it calls red is green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


def colour(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place, given in parts of width and height."""
    pixel = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(pixel, tuple)
    return pixel


def is_like(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 24 for one, other in zip(found, wanted, strict=True))


def kept(content: bytes | None = None, name: str = "photo.jpg", **words: Any) -> Picture:
    """Put a picture into the library as the desk does, files and all."""
    file = upload(content or encoded(drawn()), name)
    digest = images.digest_of(file)
    made = images.make(file, digest)._asdict()
    return Picture.objects.create(digest=digest, **made, **({"alt": "A harbour"} | words))


def make_image(number: int | None = None, **changed: Any) -> Picture:
    """A row of the library without files, for tests that only name it."""
    count = Picture.objects.count()
    fields = {"digest": f"{count:064x}", "width": 2400, "height": 1600, "alt": "A harbour"}
    return Picture.objects.create(pk=number, **fields | changed)
