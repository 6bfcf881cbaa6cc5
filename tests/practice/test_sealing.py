"""What is sealed opens whole, for its own row, under its own key; and otherwise not at all."""

import pytest
from pytest_django import Settings

from practice.sealing import SIZES, SealError, TooLongError, seal, unseal

ROW = "enquiry:1"
AROUND = len('{"message":""}')  # bytes that the JSON adds
OVERHEAD = 1 + 12 + 16  # bytes: version, nonce, tag


def sealed_message(length: int) -> bytes:
    return seal({"message": "m" * length}, row=ROW)


def flipped(sealed: bytes, place: int) -> bytes:
    """One bit of one byte turned over, a different bit for every place."""
    return sealed[:place] + bytes([sealed[place] ^ (1 << place % 8)]) + sealed[place + 1 :]


@pytest.mark.parametrize(
    "contents",
    [{}, {"name": "Robin"}, {"name": "Ä🌊\n\"'\\", "message": " spaces at both ends "}],
)
def test_what_was_sealed_opens_word_for_word(contents: dict[str, str]) -> None:
    assert unseal(seal(contents, row=ROW), row=ROW) == contents


def test_the_same_contents_never_look_the_same() -> None:
    assert sealed_message(5) != sealed_message(5)


def test_nothing_of_the_contents_shows() -> None:
    assert b"mmm" not in sealed_message(500)


@pytest.mark.parametrize("other", ["enquiry:2", "enquiry:11", "", "reply:1"])
def test_another_rows_contents_do_not_open(other: str) -> None:
    with pytest.raises(SealError):
        unseal(sealed_message(5), row=other)


def test_a_single_flipped_bit_is_noticed_wherever_it_is() -> None:
    sealed = sealed_message(5)
    for place in range(len(sealed)):
        with pytest.raises(SealError):
            unseal(flipped(sealed, place), row=ROW)


@pytest.mark.parametrize("length", [0, 1, 5, 12, 13, 20, 28, 29, 500, -1])
def test_a_part_of_it_does_not_open(length: int) -> None:
    with pytest.raises(SealError):
        unseal(sealed_message(5)[:length], row=ROW)


def test_something_added_is_noticed() -> None:
    with pytest.raises(SealError):
        unseal(sealed_message(5) + b"\x00", row=ROW)


@pytest.mark.parametrize("version", [b"\x00", b"\x02", b"{"])
def test_an_unknown_version_does_not_open(version: bytes) -> None:
    with pytest.raises(SealError, match="version"):
        unseal(version + sealed_message(5)[1:], row=ROW)


def test_another_key_does_not_open_it(settings: Settings) -> None:
    sealed = sealed_message(5)
    settings.ENCRYPTION_KEY = settings.ENCRYPTION_KEY[:-1] + "?"
    with pytest.raises(SealError):
        unseal(sealed, row=ROW)


def test_the_key_of_the_cookies_is_not_the_key_of_the_messages(settings: Settings) -> None:
    sealed = sealed_message(5)
    settings.SECRET_KEY = "another secret key " * 4
    assert unseal(sealed, row=ROW) == {"message": "m" * 5}


def test_an_error_says_nothing_of_the_contents() -> None:
    with pytest.raises(SealError) as caught:
        unseal(flipped(sealed_message(5), 40), row=ROW)
    assert str(caught.value) == "does not open"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 1024),
        (1024 - AROUND, 1024),
        (1024 - AROUND + 1, 4096),
        (4096 - AROUND, 4096),
        (4096 - AROUND + 1, 16384),
        (16384 - AROUND, 16384),
    ],
)
def test_only_three_lengths_are_ever_seen(length: int, size: int) -> None:
    sealed = sealed_message(length)
    assert size in SIZES
    assert len(sealed) == size + OVERHEAD
    assert unseal(sealed, row=ROW) == {"message": "m" * length}


def test_what_is_too_long_by_one_byte_is_refused() -> None:
    with pytest.raises(TooLongError):
        sealed_message(16384 - AROUND + 1)


def test_length_is_counted_in_bytes() -> None:
    with pytest.raises(TooLongError):
        seal({"message": "🌊" * 4096}, row=ROW)
