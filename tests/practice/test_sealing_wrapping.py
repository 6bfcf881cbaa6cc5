"""A private key opens by what a person keeps, however it is typed, and shows itself nowhere."""

import pickle
import traceback
from collections.abc import Callable

import pytest
from pytest_django import Settings

from practice.models.sealing_key import KeyRing, SealingKey
from practice.sealing import SealError, Secret, environment, new_private_key, passphrase, wrapping

SECRET = b"a secret of 20 bytes"
PRIVATE = new_private_key()


def test_a_wrapped_key_opens_for_its_secret_and_its_use() -> None:
    wrapped = wrapping.wrap(PRIVATE, secret=SECRET, use="one")
    assert wrapping.unwrap(wrapped, secret=SECRET, use="one") == PRIVATE


@pytest.mark.parametrize(
    ("secret", "use"), [(SECRET + b"!", "one"), (b"", "one"), (SECRET, "another"), (SECRET, "")]
)
def test_another_secret_or_another_use_opens_nothing(secret: bytes, use: str) -> None:
    wrapped = wrapping.wrap(PRIVATE, secret=SECRET, use="one")
    with pytest.raises(SealError):
        wrapping.unwrap(wrapped, secret=secret, use=use)


def test_a_damaged_wrap_opens_nothing() -> None:
    by_secret = wrapping.wrap(PRIVATE, secret=SECRET, use="one")
    for place in range(len(by_secret)):
        damaged = by_secret[:place] + bytes([by_secret[place] ^ 1]) + by_secret[place + 1 :]
        with pytest.raises(SealError):
            wrapping.unwrap(damaged, secret=SECRET, use="one")


@pytest.mark.parametrize("length", [0, 5, 15, 16, 27, 28, 40])
def test_a_part_of_a_wrap_opens_nothing(length: int) -> None:
    by_phrase = wrapping.wrap_by_phrase(PRIVATE, "six words", use="one")
    with pytest.raises(SealError):
        wrapping.unwrap_by_phrase(by_phrase[:length], "six words", use="one")


def test_a_phrase_opens_what_it_wrapped_and_no_other_does() -> None:
    by_phrase = wrapping.wrap_by_phrase(PRIVATE, "six words", use="one")
    assert wrapping.unwrap_by_phrase(by_phrase, "six words", use="one") == PRIVATE
    with pytest.raises(SealError):
        wrapping.unwrap_by_phrase(by_phrase, "other words", use="one")


def test_two_people_with_one_phrase_have_nothing_in_common() -> None:
    first, second = (wrapping.wrap_by_phrase(PRIVATE, "the same", use="one") for _ in range(2))
    assert first[:16] != second[:16]
    assert first[28:] != second[28:]


def test_a_phrase_has_six_words_of_a_list_that_is_long_enough() -> None:
    words = passphrase.new_phrase().split()
    assert len(words) == 6
    assert all(passphrase.is_word(word) for word in words)
    assert len(set(passphrase._words())) ** 6 > 2**77
    assert len({passphrase.new_phrase() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "typed",
    [
        "amber basket cedar",
        " Amber,  BASKET;\ncedar. ",
        "amber-basket-cedar",
        "1. amber 2. basket 3. cedar",
    ],
)
def test_a_phrase_is_understood_however_it_is_typed(typed: str) -> None:
    assert passphrase.phrase_as_typed(typed) == "amber basket cedar"


def test_a_sheet_is_understood_however_it_is_typed() -> None:
    sheet = passphrase.new_sheet()
    secret = passphrase.sheet_as_typed(sheet)
    assert len(secret) == 20
    assert len(sheet.split()) == 8
    for typed in (sheet.lower(), sheet.replace(" ", ""), sheet.replace(" ", "-\n")):
        assert passphrase.sheet_as_typed(typed) == secret


def test_digits_that_are_on_no_sheet_are_read_as_the_letters_they_look_like() -> None:
    assert passphrase.sheet_as_typed("018 " + "A" * 29) == passphrase.sheet_as_typed(
        "OIB" + "A" * 29
    )


@pytest.mark.parametrize("typed", ["", "ABCD", "A" * 31, "A" * 33, "9" + "A" * 31, "ä" * 32])
def test_what_cannot_be_a_sheet_opens_nothing(typed: str) -> None:
    assert passphrase.sheet_as_typed(typed) == b""


def test_what_the_environment_encrypts_opens_for_its_purpose_alone(settings: Settings) -> None:
    encrypted = environment.encrypt("words", purpose="one")
    assert environment.decrypt(encrypted, purpose="one") == "words"
    with pytest.raises(SealError):
        environment.decrypt(encrypted, purpose="another")
    settings.ENCRYPTION_KEY = settings.ENCRYPTION_KEY[:-1] + "?"
    with pytest.raises(SealError):
        environment.decrypt(encrypted, purpose="one")


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format, lambda it: f"{[it]}"])
def test_a_secret_shows_itself_nowhere(show: Callable[[object], str]) -> None:
    for secret in (PRIVATE, KeyRing(SealingKey(pk=1), PRIVATE)):
        assert show(secret).strip("[]") in ("Secret()", "KeyRing()")


def test_a_secret_is_not_pickled() -> None:
    for secret in (PRIVATE, KeyRing(SealingKey(pk=1), PRIVATE)):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError):
                pickle.dumps({"kept": secret}, protocol)


def test_what_was_unwrapped_is_a_secret_again() -> None:
    wrapped = wrapping.wrap(PRIVATE, secret=SECRET, use="one")
    assert isinstance(wrapping.unwrap(wrapped, secret=SECRET, use="one"), Secret)


def test_a_traceback_that_prints_its_variables_does_not_print_the_key() -> None:
    ring = KeyRing(SealingKey(pk=1), PRIVATE)
    try:
        ring.unseal(b"\x02" + bytes(100), key_id=1, row="enquiry:1")
    except SealError as error:
        told = "".join(
            traceback.TracebackException.from_exception(error, capture_locals=True).format()
        )
    assert "Secret()" in told
    for spelt in (repr(bytes(PRIVATE)), bytes(PRIVATE).hex()):
        assert spelt not in told
