"""What is sealed opens whole, for its own row, with its own key; and otherwise not at all."""

import hmac
import json
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from practice.sealing import SealError, TooLongError, new_private_key, public_key_of, seal, unseal
from practice.sealing.padding import SIZES

KEY = new_private_key()
ROW = "enquiry:1"
AROUND = len('{"message":""}')  # bytes that the JSON adds
OVERHEAD = 1 + 32 + 16  # bytes: version, encapsulated key, tag


def sealed_message(length: int) -> bytes:
    return seal({"message": "m" * length}, to=public_key_of(KEY), row=ROW)


def opened(sealed: bytes, *, key: bytes = KEY, row: str = ROW) -> dict[str, str]:
    return unseal(sealed, key=key, row=row)


def flipped(sealed: bytes, place: int) -> bytes:
    """One bit of one byte turned over, a different bit for every place."""
    return sealed[:place] + bytes([sealed[place] ^ (1 << place % 8)]) + sealed[place + 1 :]


@pytest.mark.parametrize(
    "contents",
    [{}, {"name": "Robin"}, {"name": "Ä🌊\n\"'\\", "message": " spaces at both ends "}],
)
def test_what_was_sealed_opens_word_for_word(contents: dict[str, str]) -> None:
    assert opened(seal(contents, to=public_key_of(KEY), row=ROW)) == contents


def test_the_public_key_seals_and_does_not_open() -> None:
    with pytest.raises(SealError):
        opened(sealed_message(5), key=public_key_of(KEY))


def test_the_same_contents_never_look_the_same() -> None:
    assert sealed_message(5) != sealed_message(5)


def test_nothing_of_the_contents_shows() -> None:
    assert b"mmm" not in sealed_message(500)


@pytest.mark.parametrize("other", ["enquiry:2", "enquiry:11", "", "entry:1"])
def test_another_rows_contents_do_not_open(other: str) -> None:
    with pytest.raises(SealError):
        opened(sealed_message(5), row=other)


def test_a_flipped_bit_is_noticed_wherever_it_is() -> None:
    sealed = sealed_message(5)
    unnoticed = []
    for place in range(len(sealed)):
        try:
            opened(flipped(sealed, place))
        except SealError:
            continue
        unnoticed.append(place)
    # X25519 ignores the highest bit of the encapsulated key; RFC 9180 binds the bytes as sent.
    assert unnoticed == []


@pytest.mark.parametrize("length", [0, 1, 5, 32, 33, 34, 48, 49, 50, 500, -1])
def test_a_part_of_it_does_not_open(length: int) -> None:
    with pytest.raises(SealError):
        opened(sealed_message(5)[:length])


def test_something_added_is_noticed() -> None:
    with pytest.raises(SealError):
        opened(sealed_message(5) + b"\x00")


@pytest.mark.parametrize("version", [b"\x00", b"\x01", b"\x03", b"{"])
def test_an_unknown_version_does_not_open(version: bytes) -> None:
    with pytest.raises(SealError):
        opened(version + sealed_message(5)[1:])


ANOTHER_KEY = bytes(range(32))


@pytest.mark.parametrize("key", [ANOTHER_KEY, b"", b"short", bytes(33)])
def test_another_key_does_not_open_it(key: bytes) -> None:
    with pytest.raises(SealError):
        opened(sealed_message(5), key=key)


def test_an_error_says_nothing_of_the_contents_and_not_what_was_wrong() -> None:
    with pytest.raises(SealError) as caught:
        opened(flipped(sealed_message(5), 40))
    assert str(caught.value) == ""
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
    assert opened(sealed) == {"message": "m" * length}


def test_what_is_too_long_by_one_byte_is_refused() -> None:
    with pytest.raises(TooLongError):
        sealed_message(16384 - AROUND + 1)


def test_length_is_counted_in_bytes() -> None:
    with pytest.raises(TooLongError):
        seal({"message": "🌊" * 4096}, to=public_key_of(KEY), row=ROW)


# --- RFC 9180, worked out once more, with HMAC, X25519 and AES-GCM alone ------------------------


def extract(salt: bytes, suite: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + material, sha256).digest()


def expand(key: bytes, suite: bytes, label: bytes, info: bytes, length: int) -> bytes:
    said = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return hmac.new(key, said + b"\x01", sha256).digest()[:length]


def by_the_rfc(sealed: bytes, private: bytes, info: bytes) -> bytes:
    """Open what HPKE sealed in base mode: DHKEM(X25519), HKDF-SHA256, AES-256-GCM."""
    encapsulated, body = sealed[:32], sealed[32:]
    kem, hpke = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"
    ours = X25519PrivateKey.from_private_bytes(private)
    agreed = ours.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    context = encapsulated + ours.public_key().public_bytes_raw()
    shared = expand(extract(b"", kem, b"eae_prk", agreed), kem, b"shared_secret", context, 32)
    schedule = b"\x00" + extract(b"", hpke, b"psk_id_hash", b"")
    schedule += extract(b"", hpke, b"info_hash", info)
    secret = extract(shared, hpke, b"secret", b"")
    key = expand(secret, hpke, b"key", schedule, 32)
    nonce = expand(secret, hpke, b"base_nonce", schedule, 12)
    return AESGCM(key).decrypt(nonce, body, b"")


def test_anybody_who_follows_rfc_9180_can_open_it_with_the_key() -> None:
    plain = by_the_rfc(sealed_message(5)[1:], bytes(KEY), b"attune|2|enquiry:1")
    assert len(plain) == 1024
    assert json.loads(plain) == {"message": "mmmmm"}
