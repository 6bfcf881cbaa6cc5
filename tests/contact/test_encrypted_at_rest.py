"""Somebody who gets hold of the database, or a backup of it, reads nothing that was typed."""

import base64
import re
from collections.abc import Callable

import pytest
from django.test import Client

from contact.models import Enquiry
from practice.models import PracticeProfile
from practice.postgres_programs import MYSELF, own_program
from practice.sealing import SealError
from tests.contact.canaries import CANARIES, found_in
from tests.factories import A_MONDAY, form_data, key_ring, make_enquiry
from tests.live_site import test_database_url
from tests.visitor import pressing_send

ROUTES = [
    {"reply_by": "email", "safe_to_write": "yes"},
    {"reply_by": "phone", "voicemail": "nothing"},
    {"reply_by": "text", "safe_to_write": "yes"},
]
BINARY = re.compile(rb"\\\\x([0-9a-f]+)")  # how a dump writes a bytea

pytestmark = pytest.mark.usefixtures("profile")


def dump() -> bytes:
    """A backup of the database of the tests, and once more all that is binary in it, as bytes."""
    done = MYSELF.run(own_program("pg_dump"), "--dbname", test_database_url())
    assert done.returncode == 0, done.stdout
    text = done.stdout.encode()
    return b"\n".join([text, *(bytes.fromhex(found.decode()) for found in BINARY.findall(text))])


@pytest.mark.django_db(transaction=True)
def test_a_dump_holds_nothing_that_was_typed(client: Client) -> None:
    for route in ROUTES:
        assert client.post("/contact/", form_data(**CANARIES | route)).status_code == 303
    client.post("/contact/", form_data(**CANARIES | {"safe_to_write": "no"}))

    backup = dump()
    ids = [str(enquiry.pk) for enquiry in Enquiry.objects.all()]
    assert len(ids) == len(ROUTES)
    assert all(each.encode() in backup for each in ids)
    assert found_in(backup) == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", [bytes, base64.b64encode, bytes.hex])
def test_the_search_of_a_dump_would_find_it(
    profile: PracticeProfile, written: Callable[[bytes], bytes | str]
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    plain = written("|".join(CANARIES.values()).encode())
    sealed = plain.encode() if isinstance(plain, str) else plain
    Enquiry.objects.filter(pk=enquiry.pk).update(sealed=sealed)
    assert found_in(dump()) == set(CANARIES)


def test_contents_moved_to_another_row_do_not_open(profile: PracticeProfile) -> None:
    mine = make_enquiry(profile, now=A_MONDAY, message="mine")
    others = make_enquiry(profile, now=A_MONDAY, message="another's")
    Enquiry.objects.filter(pk=mine.pk).update(sealed=bytes(others.sealed))

    assert others.unseal(key_ring())["message"] == "another's"
    with pytest.raises(SealError):
        Enquiry.objects.get(pk=mine.pk).unseal(key_ring())


def test_the_length_of_a_message_does_not_show(profile: PracticeProfile) -> None:
    short = make_enquiry(profile, now=A_MONDAY, message="Hello.")
    longer = make_enquiry(profile, now=A_MONDAY, message="Hello. " * 100)
    assert len(short.sealed) == len(longer.sealed)


def test_more_than_can_be_sealed_is_given_back_with_a_clear_error(client: Client) -> None:
    message = "🌊" * 10_000
    response = client.post("/contact/", form_data(message=message))
    page = response.content.decode()

    assert response.status_code == 422
    assert "more than this form can hold" in page
    assert pressing_send(page)["message"] == message
    assert not Enquiry.objects.exists()


def test_the_longest_message_in_letters_fits(client: Client) -> None:
    assert client.post("/contact/", form_data(message="m" * 10_000)).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["message"] == "m" * 10_000
