"""Pictures are sent with an address that never means another picture, and nothing else is."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from practice.images import folder_of
from tests.pictures import kept

pytestmark = pytest.mark.django_db


def received(response: Any) -> bytes:
    """All that was sent; the file is closed after that."""
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(("kind", "called"), [("avif", "image/avif"), ("jpg", "image/jpeg")])
def test_a_picture_is_sent_for_ever_and_as_what_it_is(
    client: Client, media: Path, kind: str, called: str
) -> None:
    image = kept()
    response = client.get(image.address(480, kind), headers={"accept-encoding": "gzip, br"})

    assert response.status_code == 200
    assert response["Content-Type"] == called
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.has_header("Content-Encoding")  # it is compressed already
    assert not response.cookies
    assert not response.has_header("Vary") or "Cookie" not in response["Vary"]
    sent = received(response)
    assert sent == (folder_of(image.digest) / f"480.{kind}").read_bytes()
    assert response["Content-Length"] == str(len(sent))


def test_a_page_is_still_compressed(client: Client, profile: object) -> None:
    response = client.get("/articles/", headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"


D = "0" * 64
ADDRESSES = [
    f"/media/images/{D}/480.jpg",
    "/media/images/{digest}/481.jpg",
    "/media/images/{digest}/0480.jpg",
    "/media/images/{digest}/original.jpg",
    "/media/images/{digest}/480.png",
    "/media/images/{digest}/480.jpg/",
    "/media/images/{digest}/480.jpg%00",
    "/media/images/{digest}/480.jpg%0a",
    "/media/images/{digest}/",
    "/media/images/{digest}/../{digest}/480.jpg",
    "/media/images/../images/{digest}/480.jpg",
    "/media/images/%2e%2e/images/{digest}/480.jpg",
    "/media/images/..%2fimages%2f{digest}/480.jpg",
    "/media/images/{digest}/..%2f..%2fsecret",
    "/media/images/.lock",
    "/media/images/{upper}/480.jpg",
    "/media/images/",
    "/media/",
    "/media/secret",
    "/media/../secret",
    "//media/images/{digest}/480.jpg",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_whatever_else_is_asked_for_is_not_there(
    client: Client, media: Path, profile: object, address: str
) -> None:
    (media.parent / "secret").write_text("secret")
    image = kept()
    digest = image.digest
    assert received(client.get(image.address(480, "jpg")))[:2] == b"\xff\xd8"

    asked = address.format(digest=digest, upper=digest.upper())
    response = client.get(asked)
    assert response.status_code == 404
    assert b"secret" not in response.content


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pictures_are_only_read(client: Client, media: Path, method: str) -> None:
    image = kept()

    assert getattr(client, method)(image.address(480, "jpg")).status_code == 405
