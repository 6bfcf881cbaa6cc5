"""Makes the files of one picture: the only place that decodes what was uploaded.

It runs as a process of its own, without the site's settings and secrets, and within bounds that the
kernel keeps, since decoders are where hostile files do their harm:

    python -m practice.image_files UPLOAD SUFFIX FOLDER

It prints a line of JSON: the size of the picture, or why it was refused. Any other end (a
traceback, a signal) means that the file could not be read.

Measured: 12 million pixels take 2 s of processor time and 115 to 220 MB, 48 million 3 to 6 s and
115 MB (JPEG) to 480 MB (PNG). More than 640 MB, 60 s or 50 million pixels are refused.
"""

import json
import os
import resource
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from practice.image_rules import LARGEST_PIXELS, LARGEST_SIDE, SUFFIXES, Reason, widths_of

OPENED = ("JPEG", "PNG", "WEBP", "HEIF")
CAN_MOVE = {"PNG", "WEBP"}

MEMORY = 640 * 1024**2  # bytes of address space
SECONDS = 60  # of processor time, for one picture
LARGEST_FILE = 32 * 1024**2  # bytes, of any one that is written

# JPEG at 80 and AVIF at 60 look alike (SSIM 0.96); the AVIF has three fifths of the bytes.
JPEG: dict[str, Any] = {"quality": 80, "progressive": True, "optimize": True}
AVIF: dict[str, Any] = {"quality": 60, "speed": 6, "max_threads": 1}
ORIGINAL: dict[str, Any] = {"quality": 92, "subsampling": 0, "optimize": True}


class RefusedError(Exception):
    """Nothing is kept of this picture; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def make(upload: Path, suffix: str, folder: Path) -> tuple[int, int]:
    """Write the files of `upload` into `folder`; return the picture's width and height in pixels.

    `suffix` is what its name ended in. Raises RefusedError, or whatever a decoder raises.
    """
    picture = _opened(upload, suffix)
    picture.save(folder / "original.jpg", **ORIGINAL)
    for width in widths_of(picture.width):
        height = max(1, round(picture.height * width / picture.width))
        smaller = picture.resize((width, height), Image.Resampling.LANCZOS)
        smaller.save(folder / f"{width}.jpg", **JPEG)
        smaller.save(folder / f"{width}.avif", **AVIF)
    return picture.size


def _opened(upload: Path, suffix: str) -> Image.Image:
    """Return the picture upright, in sRGB, no larger than is kept, and nothing beside it."""
    try:
        opened = Image.open(upload, formats=OPENED)
    except Image.DecompressionBombError:
        raise RefusedError(Reason.TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        raise RefusedError(Reason.UNREADABLE) from None
    with opened:
        _refuse_what_is_none(opened, suffix)
        upright = ImageOps.exif_transpose(_small(opened))
        return _on_white(_in_srgb(upright))


def _refuse_what_is_none(opened: Image.Image, suffix: str) -> None:
    kind = str(opened.format)
    if suffix.lower() not in SUFFIXES[kind]:
        raise RefusedError(Reason.NAMED_OTHERWISE)
    if kind in CAN_MOVE and getattr(opened, "is_animated", False):
        raise RefusedError(Reason.MOVING)


def _small(opened: Image.Image) -> Image.Image:
    """Shrink before anything else, which saves most of the memory; a JPEG is even read smaller."""
    picture = opened
    if picture.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off at 255
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.mode not in ("L", "RGB", "CMYK", "RGBA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.draft(None, (LARGEST_SIDE, LARGEST_SIDE))  # only a JPEG can
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Turn the colours into sRGB; a profile that makes no sense is passed over."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    profile = picture.info.get("icc_profile")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
            return turned or picture
    return picture.convert(mode)


def _on_white(picture: Image.Image) -> Image.Image:
    """Put it on paper. The new picture has none of the old one's EXIF, XMP, profile or comment."""
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return paper


def _bound() -> None:
    """Have the kernel end this process if it takes more than a picture can need."""
    for what, limit in [
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_AS, MEMORY),
    ]:
        with suppress(ValueError):  # macOS knows no bound of address space
            resource.setrlimit(what, (limit, limit))
    os.nice(10)  # visitors come first
    with suppress(OSError):  # and where memory runs out, this process goes before the web server
        Path("/proc/self/oom_score_adj").write_text("1000")


def main(upload: str, suffix: str, folder: str) -> None:
    _bound()
    warnings.simplefilter("ignore")
    pi_heif.register_heif_opener(decode_threads=1, thumbnails=False)
    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS // 2  # Pillow refuses what has twice as many
    try:
        width, height = make(Path(upload), suffix, Path(folder))
    except RefusedError as error:
        answer: dict[str, Any] = {"refused": error.reason}
    except MemoryError:
        answer = {"refused": Reason.TOO_MANY_PIXELS}
    else:
        answer = {"width": width, "height": height}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
