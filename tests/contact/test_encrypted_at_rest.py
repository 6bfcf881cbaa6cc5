"""Somebody who gets hold of the database, or a backup of it, reads nothing that was typed."""

import base64

import pytest
from django.test import Client
from pytest_django.fixtures import SettingsWrapper

from contact.models import Enquiry
from practice.models import PracticeProfile
from practice.postgres_programs import MYSELF, own_program
from practice.sealing import SealError
from tests.contact.canaries import CANARIES, found_in
from tests.factories import A_MONDAY, form_data, make_enquiry
from tests.live_site import test_database_url

ROUTES = [
    {"reply_by": "email", "safe_to_write": "yes"},
    {"reply_by": "phone", "voicemail": "nothing"},
    {"reply_by": "text", "safe_to_write": "yes"},
]
DOES_NOT_OPEN = "This message does not open"


def dump() -> bytes:
    """The whole database of the tests, as a backup holds it."""
    done = MYSELF.run(own_program("pg_dump"), "--dbname", test_database_url())
    assert done.returncode == 0, done.stdout
    return done.stdout.encode()


@pytest.mark.django_db(transaction=True)
def test_a_dump_holds_nothing_that_was_typed(client: Client, profile: PracticeProfile) -> None:
    for route in ROUTES:
        assert client.post("/contact/", form_data(**CANARIES | route)).status_code == 303
    backup = dump()
    assert all(str(enquiry.pk).encode() in backup for enquiry in Enquiry.objects.all())
    assert found_in(backup) == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", [bytes, base64.b64encode, lambda text: b"a" + text])
def test_the_search_of_a_dump_would_find_it(profile: PracticeProfile, written: type[bytes]) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    plain = "|".join(CANARIES.values()).encode()
    Enquiry.objects.filter(pk=enquiry.pk).update(sealed=written(plain))
    PracticeProfile.objects.update(name=CANARIES["name"])
    assert found_in(dump()) == set(CANARIES)


def test_nothing_of_a_form_that_was_refused_is_kept(
    client: Client, transactional_db: None
) -> None:
    pass


@pytest.mark.django_db
def test_contents_moved_to_another_row_do_not_open(profile: PracticeProfile) -> None:
    mine = make_enquiry(profile, now=A_MONDAY, message="mine")
    other = make_enquiry(profile, now=A_MONDAY, message="another's")
    mine.sealed = other.sealed
    mine.save()
    with pytest.raises(SealError):
        Enquiry.objects.get(pk=mine.pk).unseal()
