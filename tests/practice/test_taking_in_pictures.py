"""A picture that was uploaded is made upright, small and anonymous, in what browsers show."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from practice import images
from tests.pictures import (
    BLUE,
    GREEN,
    GREY,
    RED,
    TURNED_RIGHT,
    colour,
    drawn,
    encoded,
    is_like,
    profile_that_swaps_red_and_green,
    taken_at_a_place,
    upload,
)

TURNED_HEIC = Path(__file__).parent / "turned.heic"  # with EXIF, and held upright, as phones do


def made(content: bytes, name: str = "photo.jpg") -> Path:
    """Make the files of a picture; return the folder they are in."""
    file = upload(content, name)
    digest = images.digest_of(file)
    images.make(file, digest)
    return images.folder_of(digest)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def opened(folder: Path, name: str = "480.jpg") -> Image.Image:
    return Image.open(folder / name).convert("RGB")


CASES: list[Any] = [
    pytest.param(2000, {480, 960, 1600}, id="large"),
    pytest.param(1600, {480, 960, 1600}, id="just as wide as the widest"),
    pytest.param(1000, {480, 960, 1000}, id="between two steps: not blurred by the smaller one"),
    pytest.param(480, {480}, id="just as wide as the narrowest"),
    pytest.param(300, {300}, id="narrower than the narrowest"),
    pytest.param(1, {1}, id="one pixel"),
]


@pytest.mark.parametrize(("width", "widths"), CASES)
def test_a_picture_is_made_in_every_width_and_kind_and_never_enlarged(
    media: Path, width: int, widths: set[int]
) -> None:
    folder = made(encoded(drawn(width, 40)))

    files = {f"{each}.{kind}" for each in widths for kind in ("avif", "jpg")}
    assert names(folder) == files | {"original.jpg"}
    for each in widths:
        for kind, called in (("avif", "AVIF"), ("jpg", "JPEG")):
            with Image.open(folder / f"{each}.{kind}") as picture:
                assert (picture.width, picture.format) == (each, called)


@pytest.mark.parametrize(("width", "height"), [(3000, 1000), (1000, 3000)])
def test_no_side_of_what_is_kept_is_longer_than_2400_pixels(
    media: Path, width: int, height: int
) -> None:
    file = upload(encoded(drawn(width, height)))
    size = images.make(file, images.digest_of(file))

    assert sorted(size) == [800, 2400]
    with Image.open(images.folder_of(images.digest_of(file)) / "original.jpg") as original:
        assert original.size == tuple(size)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(
            encoded(drawn(640, 420), exif=taken_at_a_place(orientation=TURNED_RIGHT)),
            "photo.jpg",
            id="JPEG",
        ),
        pytest.param(TURNED_HEIC.read_bytes(), "photo.heic", id="HEIC"),
        pytest.param(
            encoded(drawn(640, 420), "WEBP", exif=taken_at_a_place(orientation=TURNED_RIGHT)),
            "photo.webp",
            id="WebP",
        ),
    ],
)
def test_a_picture_taken_upright_is_turned_upright_once(
    media: Path, content: bytes, name: str
) -> None:
    picture = opened(made(content, name), "420.jpg")

    assert picture.size == (420, 640)
    corners = [colour(picture, x, y) for x, y in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8))]
    assert [is_like(*pair) for pair in zip(corners, [BLUE, RED, GREY, GREEN], strict=True)] == (
        [True] * 4
    )


BESIDE_THE_PICTURE: dict[str, Any] = {
    "exif": taken_at_a_place(),
    "xmp": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretPlace</x:xmpmeta>",
    "icc_profile": profile_that_swaps_red_and_green(),
    "comment": b"SecretWords",
}
NAMES = {"JPEG": "a.jpg", "WEBP": "a.webp", "PNG": "a.png"}


def secrets_in(content: bytes) -> set[bytes]:
    words = (b"SecretCamera", b"SecretPlace", b"SecretWords", b"Exif\x00\x00")
    return {word for word in words if word in content}


@pytest.mark.parametrize("kind", NAMES)
def test_nothing_is_kept_of_where_and_with_what_a_picture_was_taken(media: Path, kind: str) -> None:
    content = encoded(drawn(), kind, **BESIDE_THE_PICTURE)
    folder = made(content, NAMES[kind])
    assert secrets_in(content)

    for path in folder.iterdir():
        assert secrets_in(path.read_bytes()) == set()
        with Image.open(path) as picture:
            assert not dict(picture.getexif())
            assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)


def test_a_heic_keeps_nothing_of_where_it_was_taken_either(media: Path) -> None:
    assert secrets_in(TURNED_HEIC.read_bytes())

    for path in made(TURNED_HEIC.read_bytes(), "photo.HEIC").iterdir():
        assert secrets_in(path.read_bytes()) == set()


def test_colours_of_another_profile_are_turned_into_srgb(media: Path) -> None:
    content = encoded(drawn(), icc_profile=profile_that_swaps_red_and_green())
    picture = opened(made(content))

    assert colour(picture, 0.2, 0.2)[1] > 180  # what the profile called red is green
    assert colour(picture, 0.8, 0.2)[0] > 160


def test_a_profile_that_makes_no_sense_is_passed_over(media: Path) -> None:
    picture = opened(made(encoded(drawn(), icc_profile=b"no profile at all")))

    assert is_like(colour(picture, 0.2, 0.2), RED)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_a_png_of_any_kind_is_understood(media: Path, mode: str) -> None:
    source = drawn().convert("L") if mode == "I;16" else drawn()
    if mode == "I;16":
        grey = Image.new("I;16", source.size, 20 * 257)
        grey.paste(200 * 257, (500, 0, 1000, 700))
        source = grey
    picture = opened(made(encoded(source.convert(mode), "PNG"), "a.png"))

    assert picture.size == (480, 336)
    left, right = colour(picture, 0.2, 0.2), colour(picture, 0.8, 0.2)
    assert left != right
    if mode == "I;16":
        assert is_like(left, (20, 20, 20))
        assert is_like(right, (200, 200, 200))


def test_a_picture_in_printing_colours_is_understood(media: Path) -> None:
    picture = opened(made(encoded(drawn(mode="CMYK"))))

    assert is_like(colour(picture, 0.2, 0.8), BLUE)


def test_what_is_transparent_lies_on_white_paper(media: Path) -> None:
    see_through = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    picture = opened(made(encoded(see_through, "PNG"), "a.png"))

    assert colour(picture, 0.5, 0.5) == (255, 255, 255)


def test_a_phones_jpeg_that_holds_a_second_picture_is_its_first_one(media: Path) -> None:
    second = Image.new("RGB", (1000, 700), "black")
    content = encoded(drawn(), "MPO", save_all=True, append_images=[second])

    assert is_like(colour(opened(made(content)), 0.2, 0.2), RED)


def test_an_avif_is_smaller_than_the_jpeg_beside_it(media: Path) -> None:
    noise = Image.effect_noise((1600, 1000), 40).convert("RGB")
    folder = made(encoded(noise))

    for width in (480, 960, 1600):
        sizes = [(folder / f"{width}.{kind}").stat().st_size for kind in ("avif", "jpg")]
        assert sizes[0] < sizes[1]


def test_what_a_killed_upload_left_is_swept_away_by_the_next(media: Path) -> None:
    left = media / ".making-x1"
    (left / "made").mkdir(parents=True)
    folder = made(encoded(drawn()))

    assert not left.exists()
    assert names(media) == {".lock", folder.name}


def test_files_without_a_row_do_not_stand_in_the_way(media: Path) -> None:
    folder = made(encoded(drawn()))
    (folder / "480.jpg").write_bytes(b"half of it")

    assert made(encoded(drawn())) == folder
    assert opened(folder).width == 480


def test_the_process_that_reads_a_picture_gets_none_of_our_secrets(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*args: Any, **kwargs: Any) -> Any:
        seen.append(kwargs["env"])
        return run(*args, **kwargs)

    monkeypatch.setattr("subprocess.run", watched)
    made(encoded(drawn()))

    assert set(seen[0]) == {"PATH", "LANG"}
