"""What is no picture that a page can show is refused in plain words, and leaves nothing behind."""

import resource
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from practice import images
from practice.image_rules import LARGEST_PIXELS
from tests.pictures import drawn, encoded, upload
from tests.practice.test_taking_in_pictures import TURNED_HEIC

UNREADABLE, NAMED, PIXELS, MOVES = "cannot read", "name of this file", "too many pixels", "moves"


def png_chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it is that large, and is: all zeroes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * width)
    rows = b"".join(packer.compress(row) for _ in range(min(height, 100))) + packer.flush()
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def jpeg_that_says_it_is(width: int, height: int) -> bytes:
    honest = encoded(drawn(16, 16))
    at = honest.index(b"\xff\xc0") + 5
    return honest[:at] + struct.pack(">HH", height, width) + honest[at + 4 :]


def webp_that_says_it_is(width: int, height: int) -> bytes:
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes(4) + canvas + b"VP8 " + bytes(4)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def moving(kind: str, frames: int) -> bytes:
    pictures = [Image.new("RGB", (8, 8), (number % 256, 0, 0)) for number in range(frames)]
    return encoded(
        pictures[0], kind, save_all=True, append_images=pictures[1:], duration=20, loop=0
    )


def apng_that_says_it_has(frames: int) -> bytes:
    still = encoded(drawn(8, 8), "PNG")
    header_ends = 8 + 25
    control = png_chunk(b"acTL", struct.pack(">II", frames, 0))
    return still[:header_ends] + control + still[header_ends:]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HALF: Any = slice(0, 4000)
CASES: list[Any] = [
    pytest.param(png_bomb(30_000, 30_000), "a.png", PIXELS, id="a PNG of 900 million pixels"),
    pytest.param(
        png_bomb(LARGEST_PIXELS // 1000 + 1, 1000), "a.png", PIXELS, id="just too many pixels"
    ),
    pytest.param(jpeg_that_says_it_is(65_000, 65_000), "a.jpg", PIXELS, id="a JPEG bomb"),
    pytest.param(webp_that_says_it_is(16_383, 16_383), "a.webp", PIXELS, id="a WebP bomb"),
    pytest.param(SVG, "a.jpg", UNREADABLE, id="an SVG named .jpg"),
    pytest.param(SVG, "a.svg", UNREADABLE, id="an SVG"),
    pytest.param(b"<html></html>", "a.png", UNREADABLE, id="a page named .png"),
    pytest.param(b"", "a.jpg", UNREADABLE, id="nothing"),
    pytest.param(b"\xff\xd8\xff", "a.jpg", UNREADABLE, id="the first bytes of a JPEG"),
    pytest.param(encoded(drawn())[HALF], "a.jpg", UNREADABLE, id="a JPEG that was cut short"),
    pytest.param(encoded(drawn(), "PNG")[:1500], "a.png", UNREADABLE, id="a PNG cut short"),
    pytest.param(encoded(drawn(), "WEBP")[:-300], "a.webp", UNREADABLE, id="a WebP cut short"),
    pytest.param(TURNED_HEIC.read_bytes()[:-100], "a.heic", UNREADABLE, id="a HEIC cut short"),
    pytest.param(encoded(drawn(), "GIF"), "a.gif", UNREADABLE, id="a GIF"),
    pytest.param(moving("GIF", 30), "a.gif", UNREADABLE, id="a moving GIF"),
    pytest.param(encoded(drawn(), "TIFF"), "a.tif", UNREADABLE, id="a TIFF"),
    pytest.param(encoded(drawn(), "AVIF"), "a.avif", UNREADABLE, id="an AVIF"),
    pytest.param(moving("WEBP", 10_000), "a.webp", MOVES, id="a WebP of 10,000 pictures"),
    pytest.param(apng_that_says_it_has(10_000), "a.png", MOVES, id="a PNG of 10,000 pictures"),
    pytest.param(moving("PNG", 3), "a.png", MOVES, id="a PNG of three pictures"),
    pytest.param(encoded(drawn(), "PNG"), "a.jpg", NAMED, id="a PNG named .jpg"),
    pytest.param(encoded(drawn()), "a.php", NAMED, id="a JPEG named .php"),
    pytest.param(encoded(drawn()), "a", NAMED, id="a JPEG without an ending"),
    pytest.param(encoded(drawn()), "a.jpg/../../b.svg", NAMED, id="a name with a path"),
]


@pytest.mark.parametrize(("content", "name", "words"), CASES)
def test_it_is_refused_in_plain_words_and_leaves_nothing(
    media: Path, content: bytes, name: str, words: str
) -> None:
    file = upload(content, name)
    with pytest.raises(images.RefusedPictureError, match=words):
        images.make(file, images.digest_of(file))

    assert [path.name for path in media.parent.rglob("*")] == ["images", ".lock"]


def test_a_picture_that_needs_too_much_memory_ends_its_own_process_and_not_ours(
    media: Path,
) -> None:
    """It has just as many pixels as are allowed, but WebP needs three times the memory."""
    large = BytesIO()
    Image.new("RGB", (7000, 7000), "red").save(large, "WEBP", quality=10, method=0)
    # A child begins as large as we are, which late in a long run is larger than all it may need.
    whose = (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    before = max(resource.getrusage(who).ru_maxrss for who in whose)
    file = upload(large.getvalue(), "a.webp")

    with pytest.raises(images.RefusedPictureError, match=PIXELS):
        images.make(file, images.digest_of(file))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(before, 700_000)


def test_a_picture_that_takes_too_long_is_given_up(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "PATIENCE", 0.01)
    file = upload(encoded(drawn()))

    with pytest.raises(images.RefusedPictureError, match=PIXELS):
        images.make(file, images.digest_of(file))
    assert [path.name for path in media.iterdir()] == [".lock"]


@pytest.mark.parametrize(
    ("ending", "words"), [("kill -KILL $$", PIXELS), ("kill -SEGV $$", UNREADABLE)]
)
def test_a_process_that_the_kernel_ends_is_a_picture_that_is_refused(
    media: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str, words: str
) -> None:
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\n{ending}\n")
    script.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(script))
    file = upload(encoded(drawn()))

    with pytest.raises(images.RefusedPictureError, match=words):
        images.make(file, images.digest_of(file))
    assert [path.name for path in media.iterdir()] == [".lock"]
