"""What a picture of the library may be, for the site and for the process that makes its files."""

from enum import StrEnum

SUFFIXES = {
    "JPEG": {".jpg", ".jpeg"},
    "MPO": {".jpg", ".jpeg"},  # a phone's JPEG with a second picture in it; the first is taken
    "PNG": {".png"},
    "WEBP": {".webp"},
    "HEIF": {".heic", ".heif"},
}
LARGEST_UPLOAD = 30 * 1024**2  # bytes; a phone's largest photo has some 25 million
LARGEST_PIXELS = 50_000_000  # what a phone takes has 12 to 50 million
LARGEST_SIDE = 2400  # pixels, of what is kept
WIDTHS = (480, 960, 1600)  # pixels, of what is served


class Reason(StrEnum):
    """Why a picture was refused."""

    UNREADABLE = "unreadable"
    NAMED_OTHERWISE = "named otherwise"
    TOO_MANY_PIXELS = "too many pixels"
    MOVING = "moving"


def widths_of(width: int) -> list[int]:
    """Return the widths in which a picture `width` pixels wide is served: never enlarged."""
    return sorted({min(width, step) for step in WIDTHS})
