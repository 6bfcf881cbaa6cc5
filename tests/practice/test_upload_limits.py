"""A photo of 25 MB goes through at the desk; a flood goes nowhere, and keeps nothing on disk."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contact.models import Enquiry
from practice.models import Image, User
from tests.factories import form_data
from tests.pictures import drawn, encoded, upload

ADD = "/admin/practice/image/add/"
MEGABYTE = 1_000_000
pytestmark = pytest.mark.django_db


@pytest.fixture
def temporary(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where uploads lie while they arrive."""
    folder = tmp_path / "arriving"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    yield folder
    assert list(folder.iterdir()) == []


def photo_of(size: int) -> bytes:
    """A JPEG with so many bytes: after its end stands noise, as some phones add it."""
    content = encoded(drawn())
    return content + os.urandom(size - len(content))


def test_a_photo_of_25_megabytes_is_taken(desk: Client, media: Path, temporary: Path) -> None:
    file = upload(photo_of(25 * MEGABYTE))

    assert desk.post(ADD, {"picture": file, "alt": "A harbour"}).status_code == 302
    assert Image.objects.count() == 1


@pytest.mark.parametrize("size", [32 * MEGABYTE, 60 * MEGABYTE])
def test_a_larger_file_is_refused_in_plain_words_and_nothing_is_kept(
    desk: Client, media: Path, temporary: Path, size: int
) -> None:
    response = desk.post(ADD, {"picture": upload(photo_of(size)), "alt": "A harbour"})

    assert response.status_code == 413
    assert "at most 30 MB" in response.content.decode()
    assert not Image.objects.exists()
    assert not media.exists()


def test_files_do_not_count_among_what_the_form_limit_bounds() -> None:
    """Why `practice.uploads` is needed at all: Django's own limit looks at fields only."""
    assert site.DATA_UPLOAD_MAX_MEMORY_SIZE == 256 * 1024
    assert site.FILE_UPLOAD_HANDLERS == ["practice.uploads.BoundedUploads"]


@pytest.mark.parametrize("address", ["/contact/", "/admin/login/"])
def test_a_visitor_who_sends_a_file_is_refused_before_a_byte_of_it_is_kept(
    client: Client, profile: object, temporary: Path, address: str
) -> None:
    file = SimpleUploadedFile("x", bytes(300 * 1024))
    response = client.post(address, form_data() | {"file": file})

    assert response.status_code == 413
    assert not Enquiry.objects.exists()


def test_somebody_who_is_signed_in_but_no_staff_is_a_visitor(
    client: Client, profile: object, temporary: Path
) -> None:
    client.force_login(User.objects.create_user("reader", password="a long enough sign-in"))
    file = SimpleUploadedFile("x", bytes(300 * 1024))

    assert client.post("/contact/", {"file": file}).status_code == 413


def test_an_enquiry_is_sent_as_before(client: Client, profile: object) -> None:
    assert client.post("/contact/", form_data()).status_code == 303
    too_long = form_data(message="x" * 257 * 1024)
    assert client.post("/contact/", too_long).status_code == 413
